//! Code actions for a finding: its fixes, the fixes of all findings of its lint in the file, and a comment that allows it.

use super::client::Client;
use super::commands;
use super::diagnostics;
use super::documents::Documents;
use super::lines::Lines;
use super::uri;
use crate::diagnostics::{Applicability, Edit as Replacement, Finding, Fix};
use crate::fix::apply::compatible;
use crate::session::Session;
use crate::suppress;
use gen_lsp_types::{
    CodeAction, CodeActionContext, CodeActionKind, Command, Diagnostic, DocumentChange, Edit, OptionalVersionedTextDocumentIdentifier,
    Range, TextDocumentEdit, TextDocumentIdentifier, TextEdit, Uri, WorkspaceEdit,
};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Placeholder for the reason in a suppression comment.
const REASON: &str = "TODO: say why this is fine here";

/// What is needed to make edits.
pub(super) struct Scene<'a> {
    pub(super) client: Client,
    pub(super) documents: &'a Documents,
    pub(super) session: &'a Session,
}

/// All actions for a range of a file. Empty if the findings belong to another text than the client's.
pub(super) fn actions(scene: &Scene<'_>, path: &Path, range: Range, context: &CodeActionContext) -> Vec<CodeAction> {
    let is_wanted = |kind: &CodeActionKind| {
        let wanted = context.only.as_deref().unwrap_or_default();
        let within =
            |wanted: &CodeActionKind| kind.as_str() == wanted.as_str() || kind.as_str().starts_with(&format!("{}.", wanted.as_str()));
        wanted.is_empty() || wanted.iter().any(within)
    };
    let mut actions = Vec::new();
    if is_wanted(&CodeActionKind::QuickFix) {
        actions.extend(quick_fixes(scene, path, range, context));
    }
    if context.only.is_some() && is_wanted(&CodeActionKind::SourceFixAll) {
        actions.extend(fix_all(scene, path));
    }
    actions
}

fn quick_fixes(scene: &Scene<'_>, path: &Path, range: Range, context: &CodeActionContext) -> Vec<CodeAction> {
    let Some(text) = scene.current(path) else { return Vec::new() };
    let lines = Lines::new(&text, scene.client.encoding);
    let findings = scene.session.findings_of(path);
    let mut actions = Vec::new();
    let mut lints: BTreeMap<&str, Option<Diagnostic>> = BTreeMap::new();
    for finding in findings {
        let place = diagnostics::range(finding, &lines);
        if place.start > range.end || range.start > place.end {
            continue;
        }
        let is_shown = |diagnostic: &&Diagnostic| diagnostic.range == place && diagnostic.code == Some(finding.lint.as_str().into());
        let shown = context.diagnostics.iter().find(is_shown).cloned();
        for (nth, fix) in scene.session.fixes_of(finding).enumerate() {
            let preferred = nth == 0 && fix.applicability == Applicability::Safe;
            actions.extend(scene.action(title(fix), &[fix], shown.as_ref(), preferred));
        }
        if let Some(fix) = suppress::comment(&text, finding, REASON) {
            actions.extend(scene.action(format!("{}, with a reason", fix.title), &[&fix], shown.as_ref(), false));
        }
        lints.entry(&finding.lint).or_insert(shown);
    }
    for (lint, shown) in lints {
        let of_lint: Vec<&Finding> = findings.iter().filter(|finding| finding.lint == lint).collect();
        let fixes = compatible(&of_lint);
        if of_lint.len() > 1 && !fixes.is_empty() {
            actions.extend(scene.action(format!("fix all `{lint}` in this file"), &fixes, shown.as_ref(), false));
        }
    }
    actions
}

/// The action is a command rather than an edit, because planning all fixes takes several analyses.
fn fix_all(scene: &Scene<'_>, path: &Path) -> Option<CodeAction> {
    let has_fix = |finding: &Finding| finding.fixes.iter().any(|fix| fix.applicability == Applicability::Safe && !fix.edits.is_empty());
    scene.session.findings_of(path).iter().any(has_fix).then_some(())?;
    let title = "fix all that async-lint can fix safely in this file";
    let arguments = vec![serde_json::Value::String(uri::of_path(path).0)];
    let command = Command { title: title.to_owned(), tooltip: None, command: commands::FIX_ALL.to_owned(), arguments: Some(arguments) };
    Some(CodeAction { title: title.to_owned(), kind: Some(CodeActionKind::SourceFixAll), command: Some(command), ..CodeAction::default() })
}

fn title(fix: &Fix) -> String {
    match fix.applicability {
        Applicability::Safe => fix.title.clone(),
        Applicability::IfItCompiles => format!("{} (may not compile)", fix.title),
        Applicability::Unsafe => format!("{} (unsafe: check what it changes)", fix.title),
        Applicability::Display => format!("{} (suggestion: may not compile)", fix.title),
    }
}

impl Scene<'_> {
    /// The text of a file, if its findings belong to that text.
    fn current(&self, path: &Path) -> Option<Arc<str>> {
        let analysed = self.session.file(path)?.text.clone()?;
        let now = self.documents.get(path).map(|document| Arc::clone(&document.text)).or_else(|| self.session.text_of(path))?;
        (analysed == now).then_some(now)
    }

    fn action(&self, title: String, fixes: &[&Fix], shown: Option<&Diagnostic>, preferred: bool) -> Option<CodeAction> {
        let mut by_path: BTreeMap<&str, Vec<&Replacement>> = BTreeMap::new();
        for edit in fixes.iter().flat_map(|fix| &fix.edits) {
            let edits = by_path.entry(&edit.path).or_default();
            if !edits.iter().any(|known| known.start == edit.start && known.end == edit.end && known.text == edit.text) {
                edits.push(edit);
            }
        }
        let texts = by_path.into_iter().map(|(shown, edits)| {
            let path = self.session.folder().join(shown);
            // A file without findings, such as a manifest, is edited in its current state.
            let text = if self.session.file(&path).is_some() { self.current(&path) } else { self.session.text_of(&path) }?;
            let lines = Lines::new(&text, self.client.encoding);
            let edits = edits.iter().map(|edit| TextEdit {
                range: lines.range(edit.start.offset as usize, edit.end.offset as usize),
                new_text: edit.text.clone(),
            });
            Some((path, edits.collect()))
        });
        let edit = self.workspace_edit(texts.collect::<Option<Vec<_>>>()?);
        Some(CodeAction {
            title,
            kind: Some(CodeActionKind::QuickFix),
            diagnostics: shown.map(|shown| vec![shown.clone()]),
            is_preferred: preferred.then_some(true),
            edit: Some(edit),
            ..CodeAction::default()
        })
    }

    /// Edits of files, for the document versions that the client has.
    pub(super) fn workspace_edit(&self, files: Vec<(PathBuf, Vec<TextEdit>)>) -> WorkspaceEdit {
        if !self.client.versioned_edits {
            let changes: HashMap<Uri, Vec<TextEdit>> = files.into_iter().map(|(path, edits)| (uri::of_path(&path), edits)).collect();
            return WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() };
        }
        let changes = files.into_iter().map(|(path, edits)| {
            let document = OptionalVersionedTextDocumentIdentifier {
                version: self.documents.get(&path).map(|document| document.version),
                text_document_identifier: TextDocumentIdentifier { uri: uri::of_path(&path) },
            };
            DocumentChange::TextDocumentEdit(TextDocumentEdit {
                text_document: document,
                edits: edits.into_iter().map(Edit::TextEdit).collect(),
            })
        });
        WorkspaceEdit { document_changes: Some(changes.collect()), ..WorkspaceEdit::default() }
    }
}
