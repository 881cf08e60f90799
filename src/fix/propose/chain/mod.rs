//! Makes fns async along a call path: where all callers of a blocking sync fn are async, the fn itself can become async and await its
//! calls.
//!
//! Fns that are connected by such calls change together or not at all, so every finding that reaches one of them gets the same edits. This
//! is never more than an alternative fix, since the fns change their type.

mod members;

use super::code::calls;
use super::code::mentions::Mentions;
use super::code::scene::Scene;
use super::draft::{Draft, SharedImport};
use super::edits::Edits;
use super::thread_effects::WorkspaceEffects;
use super::values::across;
use super::{Input, RankedDrafts, replace};
use crate::analysis::{Blocker, Blocking};
use crate::diagnostics::{Applicability, Form, Guard, GuardOutcome, Kind, Withheld};
use crate::facts::{ExprId, ExprKind, Span};
use crate::names::{CrateKind, DefId};
pub(super) use members::HARMLESS;
pub(super) use members::{Members, is_exported, keyword, of as members_of};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The blocking calls in each sync fn of the workspace.
pub(super) type Blockers = BTreeMap<DefId, Vec<Blocker>>;

/// Adds the fix to every transitive finding that it could resolve.
pub(super) fn add(input: &Input<'_>, moves: &WorkspaceEffects<'_>, blockers: &Blockers, made: &mut [RankedDrafts]) {
    let is_candidate =
        |made: &&RankedDrafts| made.kind == Kind::Transitive && made.callee.is_some_and(|callee| blockers.contains_key(&callee));
    if !made.iter().any(|made| is_candidate(&made)) {
        return;
    }
    let mentions = Mentions::new(input.db, input.texts, input.kept);
    // Each fn maps to its group's draft, so that a group is computed once.
    let mut groups: BTreeMap<DefId, Option<Draft>> = BTreeMap::new();
    for made in made.iter_mut() {
        let Some(callee) = made.callee.filter(|_| is_candidate(&&*made)) else { continue };
        if !groups.contains_key(&callee) {
            let members = members::of(input, moves, blockers, &mentions, callee);
            let draft = members.as_ref().ok().and_then(|members| draft(input, moves, blockers, &mentions, members).ok());
            let all = members.map_or_else(|_| vec![callee], |members| members.fns);
            groups.extend(all.into_iter().map(|def| (def, draft.clone())));
        }
        if let Some(Some(draft)) = groups.get(&callee) {
            let name = input.db.store.def(callee).name;
            let mut draft = draft.clone();
            draft.title = format!("make `{name}` async and await it");
            made.drafts.push(draft);
        }
    }
}

fn draft(
    input: &Input<'_>,
    moves: &WorkspaceEffects<'_>,
    blockers: &Blockers,
    mentions: &Mentions<'_>,
    members: &Members,
) -> Result<Draft, Guard> {
    let mut whole = Draft::new(Form::Replace, Applicability::Unsafe);
    whole.doubt_about(Guard::OtherBehaviour, "the fns between become async".to_owned());
    let mut edits = Edits::default();
    let mut imports: Vec<(PathBuf, SharedImport)> = Vec::new();
    for &def in &members.fns {
        let scene = Scene::new(input, moves, &[], def).ok_or(Guard::UnusualForm)?.made_async();
        for blocker in &blockers[&def] {
            let Blocking::Api(api) = blocker.what else { continue };
            let api = input.catalogue.api(api);
            let call = called_at(&scene, blocker.name).ok_or(Guard::UnusualForm)?;
            let instead = super::instead(input, &scene, api).ok_or(Guard::NoRuntime)?;
            let draft = replace::draft(input, &scene, call, api, instead);
            whole.take_guards(&draft);
            whole.features.extend(draft.features);
            imports.extend(draft.import.map(|import| (scene.file.path.clone(), import)));
            edits.extend(input.db.store.file(def), draft.changes.into_iter().chain(draft.apart));
        }
    }
    await_calls(input, moves, mentions, members, (&mut edits, &mut whole))?;
    // A future that is not `Send` is refused here: the compiler might report it only at a distant caller.
    let is_bar = |note: &&Withheld| note.outcome == GuardOutcome::Refused || note.guard == Guard::NonSend;
    if let Some(note) = whole.guards().iter().find(is_bar) {
        return Err(note.guard);
    }
    removals(input.db.store, &imports, &mut edits, members)?;
    whole.elsewhere = edits.finish(input)?;
    Ok(whole)
}

/// Declares the fns async, and awaits their calls.
pub(super) fn await_calls<'a>(
    input: &Input<'a>,
    moves: &WorkspaceEffects<'_>,
    mentions: &Mentions<'_>,
    members: &Members,
    (edits, draft): (&mut Edits<'a>, &mut Draft),
) -> Result<(), Guard> {
    for &def in &members.fns {
        edits.extend(input.db.store.file(def), [(keyword(input.db, def)?, "async ".to_owned())]);
        for call in mentions.calls_of(def) {
            let scene = Scene::new(input, moves, &[], call.body).ok_or(Guard::UnusualForm)?;
            let scene = if members.fns.contains(&call.body) { scene.made_async() } else { scene };
            let root = scene.root(call.expr)?;
            across::judge(&scene, call.expr, root, draft);
            let end = scene.span(call.expr).end;
            edits.extend(input.db.store.file(call.body), [(Span::new(end, end), ".await".to_owned())]);
        }
    }
    Ok(())
}

/// Removes the imports whose last uses change.
fn removals<'a>(
    store: &'a crate::names::CrateStore<'_>,
    imports: &[(PathBuf, SharedImport)],
    edits: &mut Edits<'a>,
    members: &Members,
) -> Result<(), Guard> {
    for (path, import) in imports {
        let changed = |span: &Span| imports.iter().any(|(other, import)| other == path && import.at.contains(*span));
        if import.all.iter().all(changed) {
            let removal = import.removal.clone().ok_or(Guard::UnusedImport)?;
            let file = members.fns.iter().map(|def| store.file(*def)).find(|file| file.path == *path).ok_or(Guard::UnusualForm)?;
            edits.extend(file, [removal]);
        }
    }
    Ok(())
}

/// The call whose name is at a span.
fn called_at(scene: &Scene<'_>, name: Span) -> Option<ExprId> {
    let is_named = |kind: &ExprKind| match kind {
        ExprKind::Call { callee, .. } => scene.span(*callee) == name,
        ExprKind::MethodCall { method_span, .. } => *method_span == name,
        _ => false,
    };
    let mut calls = scene.body.exprs.iter_enumerated().filter(|(_, expr)| is_named(&expr.kind));
    match (calls.next(), calls.next()) {
        (Some((only, _)), None) => Some(only),
        _ => None,
    }
}

/// The callee, if it is known and a fn of the workspace.
pub(super) fn callee(scene: &Scene<'_>, call: ExprId) -> Option<DefId> {
    let def = calls::callee(&scene.types, call)?;
    (scene.store().krate(def.krate).kind == CrateKind::Local).then_some(def)
}
