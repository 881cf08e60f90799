//! Handles the worker's results, and sends them to the client.

use super::super::diagnostics;
use super::super::hover::{self, Question};
use super::super::lines::Lines;
use super::super::pulls::{self, Pull};
use super::super::uri;
use super::super::worker::{Done, Failure};
use super::Server;
use crate::diagnostics::Answer;
use crate::fix::apply::Plan;
use crate::options::Phase;
use gen_lsp_types::{
    Diagnostic, FullDocumentDiagnosticReport, PublishDiagnosticsParams, TextEdit, UnchangedDocumentDiagnosticReport, WorkDoneProgressBegin,
    WorkDoneProgressEnd, WorkDoneProgressReport, WorkspaceDiagnosticReport, WorkspaceDocumentDiagnosticReport,
    WorkspaceFullDocumentDiagnosticReport, WorkspaceUnchangedDocumentDiagnosticReport,
};
use lsp_server::{ErrorCode, RequestId};
use serde_json::{Value, json};
use std::io;
use std::path::{Path, PathBuf};

impl Server {
    /// Handles one message of the worker.
    pub(in super::super) fn done(&mut self, done: Done) -> io::Result<()> {
        match done {
            Done::Progress(folder, phase, percent) => self.progress(&folder, phase, percent),
            Done::Checked(folder, result, took) => {
                if let Some(number) = took.and_then(|_| self.progress.remove(&folder)) {
                    self.tell_progress(number, WorkDoneProgressEnd { message: None })?;
                }
                let Some(root) = self.roots.get_mut(&folder) else { return Ok(()) };
                match result {
                    Ok(checked) => {
                        root.took = took.or(root.took);
                        root.failure = None;
                        let changed = root.session.accept(*checked);
                        root.unpublished.extend(changed);
                        self.publish(&folder)?;
                    }
                    Err(Failure::Cancelled) => {}
                    Err(Failure::Failed(why)) => {
                        root.failed = Some(root.session.revision());
                        if root.failure.as_ref() != Some(&why) {
                            root.failure = Some(why.clone());
                            self.say(1, &why)?;
                        }
                    }
                }
                self.answer_pulls()
            }
            Done::Prepared(folder, took) => {
                if let Some(root) = self.roots.get_mut(&folder) {
                    root.took = root.took.max(Some(took));
                }
                Ok(())
            }
            Done::Why(id, question, result) => self.told(id, &question, result),
            Done::Fix(id, file, result) => self.fixed(id, &file, result),
        }
    }

    fn progress(&mut self, folder: &Path, phase: Phase, percent: Option<u32>) -> io::Result<()> {
        if !self.client.progress {
            return Ok(());
        }
        let message = match phase {
            Phase::Parse => "reading",
            Phase::Analyse => "analysing",
            Phase::Follow => "following calls",
            Phase::Report => "reporting",
        };
        if let Some(&number) = self.progress.get(folder) {
            let report = WorkDoneProgressReport { cancellable: None, message: Some(message.to_owned()), percentage: percent };
            return self.tell_progress(number, report);
        }
        // Show progress only for the first analysis: later ones run while older results are shown.
        if self.roots.get_mut(folder).is_none_or(|root| root.session.is_analysed()) {
            return Ok(());
        }
        self.shown_progress += 1;
        let number = self.shown_progress;
        self.progress.insert(folder.to_owned(), number);
        self.out.request("window/workDoneProgress/create", json!({ "token": format!("async-lint/{number}") }))?;
        let begin = WorkDoneProgressBegin {
            title: "async-lint".to_owned(),
            cancellable: Some(true),
            message: Some(message.to_owned()),
            percentage: Some(0),
        };
        self.tell_progress(number, begin)
    }

    /// Pushes diagnostics of files whose diagnostics may have changed. If they belong to an outdated text, the file waits for the next analysis.
    pub(super) fn publish(&mut self, folder: &Path) -> io::Result<()> {
        let Some(root) = self.roots.get_mut(folder) else { return Ok(()) };
        let waiting = std::mem::take(&mut root.unpublished);
        for path in waiting {
            let Some(diagnostics) = self.diagnostics(&path) else {
                self.roots.get_mut(folder).into_iter().for_each(|root| root.unpublished.extend([path.clone()]));
                continue;
            };
            if self.client.pulls {
                continue;
            }
            let version = self.documents.get(&path).map(|document| document.version);
            // Publish for each new version, even if the diagnostics are the same: a client may wait for those of its version.
            let told = (version, pulls::result_id(&diagnostics));
            let is_new = self.published.get(&path).map_or(!diagnostics.is_empty() || version.is_some(), |known| *known != told);
            if is_new {
                self.out.notify(
                    "textDocument/publishDiagnostics",
                    PublishDiagnosticsParams { uri: uri::of_path(&path), version, diagnostics },
                )?;
                self.published.insert(path, told);
            }
        }
        if self.client.pulls && self.client.refreshes && self.roots.get_mut(folder).is_some_and(|root| root.is_settled()) {
            self.out.request("workspace/diagnostic/refresh", Value::Null)?;
        }
        Ok(())
    }

    /// The diagnostics for the client's text of a file; `None` while only those of another text are known.
    fn diagnostics(&self, path: &Path) -> Option<Vec<Diagnostic>> {
        let (_, root) = self.roots.find(path)?;
        let Some(file) = root.session.file(path) else { return root.is_settled().then(Vec::new) };
        let now = self.documents.get(path).map(|document| &document.text);
        let is_current = match (&file.text, now) {
            (Some(analysed), Some(now)) => analysed == now,
            // The text of a file without findings is not kept, so compare with the session's text.
            (None, Some(now)) => root.is_settled() && root.session.text_of(path).as_ref() == Some(now),
            (_, None) => true,
        };
        let waits_for_nothing = root.failed == Some(root.session.revision());
        (is_current || waits_for_nothing).then(|| diagnostics::of_file(&self.roots, &root.session, file, now, self.client.encoding))
    }

    /// Answers the requests for diagnostics that can be answered now.
    pub(super) fn answer_pulls(&mut self) -> io::Result<()> {
        for pull in std::mem::take(&mut self.pulls) {
            match pull {
                Pull::Document { id, path, previous } => match self.diagnostics(&path) {
                    Some(items) => self.out.answer(id, pulls::report(items, previous.as_deref()))?,
                    None if self.roots.find(&path).is_none() => self.out.answer(id, pulls::report(Vec::new(), None))?,
                    None => self.pulls.push(Pull::Document { id, path, previous }),
                },
                Pull::Workspace { id, previous } => {
                    if self.roots.iter().all(|(_, root)| root.is_settled()) {
                        let items = self.all_reports(&previous);
                        self.out.answer(id, WorkspaceDiagnosticReport { items })?;
                    } else {
                        self.pulls.push(Pull::Workspace { id, previous });
                    }
                }
            }
        }
        Ok(())
    }

    fn all_reports(&self, previous: &[gen_lsp_types::PreviousResultId]) -> Vec<WorkspaceDocumentDiagnosticReport> {
        let files = self.roots.iter().flat_map(|(_, root)| root.session.files().map(move |(path, file)| (root, path, file)));
        let reports = files.filter_map(|(root, path, file)| {
            let document = self.documents.get(path);
            let items =
                diagnostics::of_file(&self.roots, &root.session, file, document.map(|document| &document.text), self.client.encoding);
            let (uri, version) = (uri::of_path(path), document.map(|document| document.version));
            let known = previous.iter().find(|previous| previous.uri == uri).map(|previous| previous.value.as_str());
            let result_id = pulls::result_id(&items);
            if known == Some(result_id.as_str()) {
                let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id };
                let unchanged = WorkspaceUnchangedDocumentDiagnosticReport { uri, version, unchanged_document_diagnostic_report };
                return Some(WorkspaceDocumentDiagnosticReport::WorkspaceUnchangedDocumentDiagnosticReport(unchanged));
            }
            if known.is_none() && items.is_empty() {
                return None;
            }
            let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id: Some(result_id), items };
            let full = WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report };
            Some(WorkspaceDocumentDiagnosticReport::WorkspaceFullDocumentDiagnosticReport(full))
        });
        reports.collect()
    }

    fn told(&mut self, id: RequestId, question: &Question, result: Result<Vec<Answer>, Failure>) -> io::Result<()> {
        self.asked.remove(&id);
        match result {
            Ok(_) if self.documents.get(&question.file).is_some_and(|document| document.text != question.text) => {
                self.out.refuse(id, ErrorCode::ContentModified, "the text has changed")
            }
            Ok(answers) if question.at.is_some() => self.out.answer(id, hover::hover(question, &answers, self.client.encoding)),
            Ok(answers) => self.out.answer(id, hover::markdown(answers.iter())),
            Err(failure) => self.refuse(id, failure),
        }
    }

    fn fixed(&mut self, id: RequestId, file: &Path, result: Result<Box<Plan>, Failure>) -> io::Result<()> {
        self.asked.remove(&id);
        let plan = match result {
            Ok(plan) => plan,
            Err(failure) => return self.refuse(id, failure),
        };
        let Some((folder, root)) = self.roots.find(file) else { return self.out.answer(id, Value::Null) };
        let mut files: Vec<(PathBuf, Vec<TextEdit>)> = Vec::new();
        for change in &plan.changes {
            let path = folder.join(&change.path);
            if root.session.text_of(&path).as_ref() != Some(&change.before) {
                return self.out.refuse(id, ErrorCode::ContentModified, "the text has changed");
            }
            files.push((path, vec![difference(&change.before, &change.after, self.client.encoding)]));
        }
        self.out.answer(id, json!({ "files": files.len() }))?;
        if files.is_empty() { Ok(()) } else { self.apply_edit("fixes of async-lint", &folder, files) }
    }

    fn refuse(&mut self, id: RequestId, failure: Failure) -> io::Result<()> {
        match failure {
            Failure::Cancelled => self.out.refuse(id, ErrorCode::RequestCanceled, "cancelled"),
            Failure::Failed(why) => self.out.refuse(id, ErrorCode::RequestFailed, crate::report::escape::line(&why)),
        }
    }
}

/// One edit that turns `before` into `after`, without their common prefix and suffix.
fn difference(before: &str, after: &str, encoding: super::super::Encoding) -> TextEdit {
    let start: usize = before.chars().zip(after.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (rest_before, rest_after) = (&before[start..], &after[start..]);
    let same = rest_before.chars().rev().zip(rest_after.chars().rev()).take_while(|(a, b)| a == b);
    let end: usize = same.map(|(a, _)| a.len_utf8()).sum();
    let range = Lines::new(before, encoding).range(start, before.len() - end);
    TextEdit { range, new_text: rest_after[..rest_after.len() - end].to_owned() }
}
