//! A loop over a folder whose body awaits: `for entry in read_dir(p)?` becomes `while let Some(entry) = entries.next_entry().await?`. It cannot move
//! to another thread as a whole.

use super::super::code::flow::any_part;
use super::super::code::layout;
use super::super::code::paths;
use super::super::code::scene::{Root, Scene};
use super::super::code::tokens::{AsModule, has_comment};
use super::super::draft::Draft;
use super::super::offload::merge_touching;
use super::super::values::across;
use super::super::{Input, RankedDrafts, replace};
use super::whole::reading;
use crate::diagnostics::{Applicability, Form, Guard, Kind};
use crate::facts::{ExprId, ExprKind, PatKind, Path, Span, Stmt};
use crate::types::Callee;

/// The fn that lists a folder.
const LISTS: &str = "std::fs::read_dir";

/// The methods of an entry that the async entry has too, and whether it awaits there.
const METHODS: [(&str, bool); 4] = [("path", false), ("file_name", false), ("metadata", true), ("file_type", true)];

/// A loop over a folder, of the shape that can be rewritten.
struct Loop<'s> {
    call: ExprId,
    callee: &'s Path,
    whole: ExprId,
    /// After the call, up to the loop's body: `?`, `.unwrap()`.
    handling: &'s str,
    /// The statement `let entry = entry?;`.
    first: Span,
    /// The pattern that it binds: `entry`.
    bound: &'s str,
    /// What is done with the result of each entry: `?`.
    each: &'s str,
    body: ExprId,
    /// Calls of the entry's methods that now await.
    waits: Vec<ExprId>,
    root: Root,
}

/// Adds the fix to the findings of each such loop.
pub(in crate::fix::propose) fn add(input: &Input<'_>, scene: &Scene<'_>, made: &mut [RankedDrafts]) {
    let lists = |made: &RankedDrafts| made.api.is_some_and(|api| input.catalogue.api(api).path == LISTS);
    let calls: Vec<ExprId> = made.iter().filter(|made| made.kind == Kind::Direct && lists(made)).map(|made| made.expr).collect();
    for call in calls {
        let Some(found) = find(scene, call) else { continue };
        let mut draft = Draft::new(Form::Replace, Applicability::Safe);
        if fill(input, scene, &found, &mut draft).is_err() || draft.is_refused() {
            continue;
        }
        for made in made.iter_mut().filter(|made| made.expr == call || found.waits.contains(&made.expr)) {
            // Alone, the call of an entry's method would move to another thread.
            made.drafts.retain(Draft::is_refused);
            made.drafts.insert(0, draft.clone());
        }
    }
}

fn find<'s>(scene: &'s Scene<'_>, call: ExprId) -> Option<Loop<'s>> {
    let root = scene.root(call).ok()?;
    let ExprKind::Call { callee, .. } = scene.kind(call) else { return None };
    let ExprKind::Path(callee) = scene.kind(*callee) else { return None };
    let iter = handled(scene, call)?;
    let whole = scene.parent(iter)?;
    let ExprKind::For { pat, iter: of_loop, body, .. } = scene.kind(whole) else { return None };
    let PatKind::Bind { name, by_ref: false, sub: None, mutable: false } = &scene.body.pats[*pat].kind else { return None };
    let ExprKind::Block { stmts, .. } = scene.kind(*body) else { return None };
    let Some(Stmt::Let { pat: entry, ty: None, init: Some(init), otherwise: None, span: first }) = stmts.first() else { return None };
    let [mention] = scene.mentions(*pat) else { return None };
    // Without an `.await` the loop moves as a whole.
    if !any_part(scene, *body, &[], &|part| matches!(scene.kind(part), ExprKind::Await { .. })) {
        return None;
    }
    let is_inline = scene.index().is_inline_after(name.as_str(), scene.span(*body).start);
    if *of_loop != iter || is_inline || handled(scene, *mention) != Some(*init) || init == mention || scene.root(whole).ok()? != root {
        return None;
    }
    let (handling, each) = (between(scene, call, iter), between(scene, *mention, *init));
    let PatKind::Bind { by_ref: false, sub: None, .. } = scene.body.pats[*entry].kind else { return None };
    let bound = scene.text(scene.body.pats[*entry].span);
    let waits = waits(scene, *entry, root)?;
    Some(Loop { call, callee, whole, handling, first: *first, bound, each, body: *body, waits, root })
}

/// The outermost expression that unwraps the value of `inner`: `inner?`, `inner.unwrap()`.
fn handled(scene: &Scene<'_>, inner: ExprId) -> Option<ExprId> {
    let mut at = inner;
    for (above, below) in scene.around(inner) {
        match scene.kind(above) {
            ExprKind::Try { .. } => {}
            ExprKind::MethodCall { receiver, method, args, .. }
                if *receiver == below
                    && matches!(method.as_str(), "unwrap" | "expect")
                    && args.iter().all(|arg| matches!(scene.kind(*arg), ExprKind::Literal(_))) => {}
            _ => break,
        }
        at = above;
    }
    Some(at).filter(|at| *at != inner)
}

fn between<'s>(scene: &'s Scene<'_>, inner: ExprId, outer: ExprId) -> &'s str {
    scene.text(Span::new(scene.span(inner).end, scene.span(outer).end))
}

/// The calls of an entry's methods that will await; `None` if it has any other use.
fn waits(scene: &Scene<'_>, entry: crate::facts::PatId, root: Root) -> Option<Vec<ExprId>> {
    let mut waits = Vec::new();
    for &mention in scene.mentions(entry) {
        let above = scene.parent(mention)?;
        let ExprKind::MethodCall { receiver, method, turbofish: None, .. } = scene.kind(above) else { return None };
        let (_, awaits) = METHODS.iter().find(|(name, _)| *name == method.as_str())?;
        let is_of_std = matches!(scene.types.callees.get(&above), Some(Callee::Fn(callee)) if callee.def.krate == scene.store().std());
        if *receiver != mention || !is_of_std || scene.body.exprs[above].from_expansion {
            return None;
        }
        if *awaits {
            (scene.root(above) == Ok(root)).then(|| waits.push(above))?;
        }
    }
    Some(waits)
}

fn fill(input: &Input<'_>, scene: &Scene<'_>, found: &Loop<'_>, draft: &mut Draft) -> Result<(), Guard> {
    let is_tokio = (input.runtimes)(scene.def.krate).first().is_none_or(|runtime| runtime == "tokio");
    let needs = reading(input).filter(|_| is_tokio).ok_or(Guard::NoRuntime)?;
    let head = replace::needs(input, scene, needs, replace::home(scene), draft).ok_or(Guard::NoRuntime)?;
    let path = paths::usable(scene, found.call, "tokio::fs::read_dir", &head).ok_or(Guard::AmbiguousImport)?;
    let (whole, call, body) = (scene.span(found.whole), scene.span(found.call), scene.span(found.body));
    let text = &*scene.file.text;
    // The new statement needs a line of its own before the loop.
    let indent = layout::indent(text, whole.start);
    if !layout::before(text, whole.start).trim().is_empty() || !is_statement(scene, found.whole) {
        return Err(Guard::UnusualForm);
    }
    let header = Span::new(whole.start, body.start);
    let start = scene.text(Span::new(body.start + 1, found.first.start));
    if has_comment(scene.text(header)) || has_comment(scene.text(found.first)) || !start.trim().is_empty() {
        return Err(Guard::Comment);
    }
    let is_free = |name: &&str| {
        scene.index().bound(name).is_empty() && scene.tokens().heads(name, AsModule::No, scene.span(scene.body.root)).is_empty()
    };
    let entries = ["entries", "dir_entries", "folder"].into_iter().find(is_free).ok_or(Guard::UnusualForm)?;
    let args = Span::new(found.callee.span.end, call.end);
    let label = scene.text(header).split_once(':').filter(|(label, _)| label.starts_with('\'')).map_or("", |(label, _)| label);
    let label = if label.is_empty() { String::new() } else { format!("{label}: ") };
    let (Loop { handling, bound, each, .. }, args) = (found, scene.text(args));
    draft.changes.push((
        header,
        format!(
            "let mut {entries} = {path}{args}.await{handling};\n{indent}{label}while let Some({bound}) = {entries}.next_entry().await{each} "
        ),
    ));
    // The line of `let entry = entry?;`, with the white space before it.
    draft.changes.push((Span::new(body.start + 1, found.first.end), String::new()));
    draft.changes.extend(found.waits.iter().map(|wait| {
        let end = scene.span(*wait).end;
        (Span::new(end, end), ".await".to_owned())
    }));
    replace::drop_import(scene, found.call, found.callee, draft)?;
    for at in found.waits.iter().copied().chain([found.call]) {
        across::judge(scene, at, found.root, draft);
    }
    draft.changes.sort_by_key(|(span, _)| *span);
    merge_touching(&mut draft.changes);
    draft.title = format!("list the folder with `{path}`");
    Ok(())
}

/// Whether an expression is a statement of a block, or its tail.
fn is_statement(scene: &Scene<'_>, id: ExprId) -> bool {
    scene.parent(id).is_some_and(|above| match scene.kind(above) {
        ExprKind::Block { stmts, tail, .. } => *tail == Some(id) || stmts.iter().any(|stmt| stmt.has(id)),
        _ => false,
    })
}
