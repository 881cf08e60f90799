//! A file that is opened, used and dropped in one fn. Its opening, every operation on it and the imports that these need change together. A
//! `flush` is added after writes, because the runtime's file writes in the background.

mod flush;
mod ops;
mod scope;

pub(super) use ops::is_named_otherwise;

use super::code::paths;
use super::code::scene::{Root, Scene};
use super::draft::Draft;
use super::replace::template::{self, Change};
use super::values::across;
use super::{Input, RankedDrafts, UNWRAPPERS, offload, replace};
use crate::catalogue::{ApiEntry, Role};
use crate::diagnostics::{Applicability, Form, Guard, Kind};
use crate::facts::{ExprId, ExprKind, PatId, PatKind, Stmt};
use crate::types::{Callee, TyKind};
use ops::{Op, Operation};

/// A file in a variable.
struct Handle {
    /// The call that opens it.
    opening: ExprId,
    /// The block that declares it, and the index of the statement there.
    block: ExprId,
    declared: usize,
    root: Root,
    /// The operations on it, in source order.
    ops: Vec<Op>,
}

/// Adds one fix to all findings of each file: it makes every operation on the file async.
pub(super) fn add(input: &Input<'_>, scene: &Scene<'_>, made: &mut [RankedDrafts]) {
    let openings: Vec<(ExprId, &ApiEntry)> = made
        .iter()
        .filter(|made| made.kind == Kind::Direct)
        .filter_map(|made| Some((made.expr, input.catalogue.api(made.api?))))
        .filter(|(_, api)| input.catalogue.roles().of(&api.path).contains(&Role::OpenFile))
        .collect();
    for (opening, api) in openings {
        let Some(handle) = find(scene, opening) else { continue };
        let mut draft = Draft::new(Form::Replace, Applicability::Safe);
        if fill(input, scene, &handle, api, &mut draft).is_err() || draft.is_refused() {
            continue;
        }
        let is_of_it = |made: &&mut RankedDrafts| made.expr == opening || handle.ops.iter().any(|op| op.call == made.expr);
        for made in made.iter_mut().filter(is_of_it) {
            if draft.outcome() == Applicability::Safe {
                made.drafts.clear();
            }
            made.drafts.insert(0, draft.clone());
        }
    }
}

/// The variable that holds the opened file, if all its uses are known operations.
fn find(scene: &Scene<'_>, opening: ExprId) -> Option<Handle> {
    let root = scene.root(opening).ok()?;
    let init = unwrapped(scene, opening)?;
    let block = scene.parent(init)?;
    let ExprKind::Block { stmts, .. } = scene.kind(block) else { return None };
    let (declared, pat) = stmts.iter().enumerate().find_map(|(index, stmt)| match stmt {
        Stmt::Let { pat, ty: None, init: Some(value), otherwise: None, .. } if *value == init => Some((index, *pat)),
        _ => None,
    })?;
    let PatKind::Bind { by_ref: false, sub: None, .. } = scene.body.pats[pat].kind else { return None };
    let is_file = match scene.types.pats[pat].kind() {
        TyKind::Adt(def, _) => &*scene.store().canonical_path(*def) == "std::fs::File",
        _ => false,
    };
    let ops = is_file.then(|| ops::of(scene, pat, root)).flatten()?;
    Some(Handle { opening, block, declared, root, ops })
}

/// The outermost expression of `File::open(p)?`, `File::open(p).context("..")?`.
fn unwrapped(scene: &Scene<'_>, call: ExprId) -> Option<ExprId> {
    let mut at = call;
    for (above, below) in scene.around(call) {
        match scene.kind(above) {
            ExprKind::Try { .. } => {}
            ExprKind::MethodCall { receiver, method, .. } if *receiver == below && UNWRAPPERS.contains(&method.as_str()) => {}
            ExprKind::Block { .. } => break,
            _ => return None,
        }
        at = above;
    }
    Some(at)
}

fn fill(input: &Input<'_>, scene: &Scene<'_>, handle: &Handle, api: &ApiEntry, draft: &mut Draft) -> Result<(), Guard> {
    let mut runtimes = (input.runtimes)(scene.def.krate);
    runtimes.retain(|runtime| api.instead.contains_key(runtime));
    let is_tokio = runtimes.first().is_none_or(|runtime| runtime == "tokio");
    let instead = api.instead.get("tokio").filter(|_| is_tokio).ok_or(Guard::NoRuntime)?;
    let head = replace::needs(input, scene, instead, replace::home(scene), draft).ok_or(Guard::NoRuntime)?;
    open(scene, handle.opening, &head, draft)?;
    let mut traits: Vec<_> = handle.ops.iter().filter_map(|op| op.operation.of).collect();
    traits.sort();
    traits.dedup();
    let own = handle.ops.iter().map(|op| op.name).collect::<Vec<_>>();
    let calls = scope::enter(scene, handle.opening, &traits, (&head, &own), draft);
    let call = |op: &Operation| calls.code(op);
    for op in &handle.ops {
        let code = call(op.operation);
        draft.changes.extend(template::changes(scene, op.call, &code, None)?);
        if op.operation.is_partial {
            // The runtime's file may transfer fewer bytes per call.
            draft.applicability = Applicability::Unsafe;
        }
    }
    let flush = flush::flush(scene, handle, &call, draft)?;
    draft.changes.extend(flush);
    for at in handle.ops.iter().map(|op| op.call).chain([handle.opening]) {
        across::judge(scene, at, handle.root, draft);
    }
    draft.changes.sort_by_key(|(span, _)| *span);
    offload::merge_touching(&mut draft.changes);
    if draft.changes.windows(2).any(|pair: &[Change]| pair[0].0.end > pair[1].0.start) {
        return Err(Guard::UnusualForm);
    }
    draft.title = format!("use `{head}::fs::File` for the whole life of the file");
    Ok(())
}

/// Replaces the opening by the runtime's.
fn open(scene: &Scene<'_>, opening: ExprId, head: &str, draft: &mut Draft) -> Result<(), Guard> {
    let Some(Callee::Fn(callee)) = scene.types.callees.get(&opening) else { return Err(Guard::UnusualForm) };
    let name = scene.store().def(callee.def).name.to_string();
    if let ExprKind::Call { callee, .. } = scene.kind(opening) {
        let ExprKind::Path(old) = scene.kind(*callee) else { return Err(Guard::UnusualForm) };
        // `OpenOptions::open(&options, p)`.
        if scene.receiver_and_args(opening).0.is_some() {
            return Err(Guard::UnusualForm);
        }
        let path = paths::usable(scene, opening, &format!("tokio::fs::File::{name}"), head).ok_or(Guard::AmbiguousImport)?;
        let code = format!("tokio::fs::File::{name}({{args}}).await");
        draft.changes.extend(template::changes(scene, opening, &code, Some(&path))?);
        return replace::drop_import(scene, opening, old, draft);
    }
    let mut at = opening;
    while let ExprKind::MethodCall { receiver, .. } = scene.kind(at) {
        if at != opening && !scene.roles(at).contains(&Role::SharedBuilder) {
            return Err(Guard::OtherRoot);
        }
        at = *receiver;
    }
    let ExprKind::Call { callee, .. } = scene.kind(at) else { return Err(Guard::OtherRoot) };
    let (ExprKind::Path(old), Some(Callee::Fn(made))) = (scene.kind(*callee), scene.types.callees.get(&at)) else {
        return Err(Guard::OtherRoot);
    };
    if &*scene.store().canonical_path(made.def) != "std::fs::OpenOptions::new" {
        return Err(Guard::OtherRoot);
    }
    let new = paths::usable(scene, at, "tokio::fs::OpenOptions::new", head).ok_or(Guard::AmbiguousImport)?;
    draft.changes.push((old.span, new));
    draft.changes.extend(template::changes(scene, opening, "{self}.open({args}).await", None)?);
    replace::drop_import(scene, at, old, draft)
}

/// The name of a variable.
fn name_of(scene: &Scene<'_>, pat: PatId) -> Option<String> {
    match &scene.body.pats[pat].kind {
        PatKind::Bind { name, .. } => Some(name.to_string()),
        _ => None,
    }
}
