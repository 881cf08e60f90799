//! Offloads: one blocking call moves to a thread of the runtime's blocking pool, and its captures are made owned.
//!
//! The user's text is kept and new code is put around it. A panic in the moved code is resumed where the code is awaited.

pub(super) mod anchor;
pub(super) mod captures;
pub(super) mod closures;
pub(super) mod coerced;
pub(super) mod conditions;
pub(super) mod given_back;
pub(super) mod join_error;
pub(super) mod last_let;
pub(super) mod moved;
pub(super) mod nested;
pub(super) mod new_wrapper;
mod optional;
pub(super) mod region;
pub(super) mod run;
pub(super) mod span_entry;
pub(super) mod statics;
pub(super) mod stored_closure;
pub(super) mod tried;
pub(super) mod wrapper;

use super::code::flow::{any_part, is_plain};
use super::code::layout;
use super::code::paths;
use super::code::scene::{Scene, path_of};
use super::code::spot::{self, Spot};
use super::code::tokens::{AsModule, has_comment};
use super::draft::{Draft, MovesTo};
use super::replace::template;
use super::replace::template::Change;
use super::runtime::{self, Home, Needs};
use super::thread_effects::WorkspaceEffects;
use super::values::across;
use super::values::auto_traits::{Known, Marker};
use super::values::later;
use super::values::owned::is_owned;
use super::values::owned_objects::is_owned_at;
use super::{Input, hoist, replace};
use crate::catalogue::PoolEntry;
use crate::diagnostics::{Applicability, Form, Guard};
use crate::facts::{BlockKind, ExprId, ExprKind, MacroCall, MacroKind, Span};
use crate::types::{Callee, Ty, TyKind};
use captures::{Captures, captures};
use moved::{Moved, Shape};
use span_entry::{Code, enter};

/// The line width of rustfmt.
const MAX_WIDTH: usize = 100;

/// The offload of one call.
pub(super) fn draft(input: &Input<'_>, moves: &WorkspaceEffects<'_>, scene: &Scene<'_>, call: ExprId) -> Draft {
    let mut draft = Draft::new(Form::Offload, Applicability::Safe);
    if let Err(guard) = fill(input, moves, scene, call, &mut draft) {
        draft.refuse(guard);
    }
    draft
}

fn fill(input: &Input<'_>, moves: &WorkspaceEffects<'_>, scene: &Scene<'_>, call: ExprId, draft: &mut Draft) -> Result<(), Guard> {
    let root = scene.root(call)?;
    let is_call = matches!(scene.kind(call), ExprKind::Call { .. } | ExprKind::MethodCall { .. });
    if !is_call && !conditions::is_condition(scene, call) || scene.body.exprs[call].from_expansion {
        return Err(Guard::UnusualForm);
    }
    let whole = scene.span(call);
    let indent = layout::indent(&scene.file.text, whole.start);
    let hoisted = hoist::of(scene, call, indent, draft)?;
    if leaves(scene, call, &hoisted.parts) {
        return Err(Guard::ControlFlow);
    }
    let is_opaque =
        |part: ExprId, of: &MacroCall| matches!(of.kind, MacroKind::Opaque | MacroKind::Exprs { .. }) && !is_plain(scene, part, of);
    // What an opaque macro does with its variables is unknown.
    if any_part(scene, call, &hoisted.parts, &|part| matches!(scene.kind(part), ExprKind::Macro(of) if is_opaque(part, of))) {
        return Err(Guard::MacroArgument);
    }
    let Some(mut place) = place(input, scene, call, error_of(scene, scene.ty(call)), draft)? else { return Ok(()) };
    let converted = result(input, scene, call, draft)?;
    let left: Vec<Span> = hoisted.parts.iter().map(|part| scene.span(*part)).collect();
    let mut captures = captures(scene, Moved { span: whole, at: call, shape: Shape::Call }, &left, draft)?;
    captures.bindings.splice(0..0, hoisted.bindings);
    captures.changes.extend(hoisted.changes);
    captures.changes.sort_by_key(|(span, _)| *span);
    captures.names.extend(hoisted.names);
    let code = Code { at: call, root, span: whole, parts: vec![call], left: &hoisted.parts };
    let (enter, leave) = enter(input, moves, scene, code, &mut captures, draft);
    let Converted { inside, outside } = converted;
    if has_comment(scene.text(Span::new(whole.end.saturating_sub(1), whole.end))) {
        return Err(Guard::Comment);
    }
    let path = &place.path;
    draft.title = format!("move the {} to `{path}`", if is_call { "call" } else { "condition" });
    draft.moves_to = Some(MovesTo::Pool(path.clone()));
    captures.given_back.iter().for_each(|given| given.declare_mutable(draft));
    draft.gives_back = !captures.given_back.is_empty();
    if !captures.given_back.is_empty() {
        captures.changes.extend((!inside.is_empty()).then(|| (Span::new(whole.end, whole.end), inside)));
        place.after = outside;
        return with_given_back(scene, call, &place, &captures, (&enter, leave), draft);
    }
    let is_bare = captures.is_empty() && enter.is_empty() && inside.is_empty();
    // `spawn_blocking(work)` instead of `spawn_blocking(move || work())`.
    let alone = callee_alone(scene, call).filter(|_| is_bare);
    let end = alone.map_or(whole.end, |callee| callee.end);
    let (open, close) = if alone.is_some() {
        (format!("{path}("), ")".to_owned())
    } else if captures.bindings.is_empty() {
        (format!("{path}(move || {enter}"), format!("{inside}{leave})"))
    } else {
        let separator = format!("\n{indent}    ");
        let bindings = captures.bindings.join(&separator);
        (format!("{path}({{{separator}{bindings}{separator}move || {enter}"), format!("{inside}{leave}\n{indent}}})"))
    };
    // Like rustfmt: a chain that starts with a block is not indented further.
    let deeper = if captures.bindings.is_empty() { "    " } else { "" };
    let wait = format!("{}{outside}", place.wait(indent, deeper));
    draft.changes.push((Span::new(whole.start, whole.start), open));
    draft.changes.extend(captures.changes);
    let goes_on = wait.contains('\n');
    draft.changes.push((Span::new(end, whole.end), format!("{close}{wait}")));
    if goes_on {
        draft.changes.extend(rest_of_chain(scene, call, &format!("\n{indent}{deeper}")));
    }
    merge_touching(&mut draft.changes);
    Ok(())
}

/// The callee of a call without arguments, if it can be passed in place of a closure that calls it.
fn callee_alone(scene: &Scene<'_>, call: ExprId) -> Option<Span> {
    let ExprKind::Call { callee, args } = scene.kind(call) else { return None };
    let Some(Callee::Fn(called)) = scene.types.callees.get(&call) else { return None };
    let span = scene.span(*callee);
    let is_fn =
        matches!(scene.kind(*callee), ExprKind::Path(_)) && scene.db.function(called.def).is_some_and(|function| !function.sig.is_unsafe);
    (is_fn && args.is_empty() && scene.text(Span::new(span.end, scene.span(call).end)) == "()").then_some(span)
}

/// The offload of a call whose variables come back with its value: they are assigned before the statement that uses the value, or in a block
/// in place of the call.
fn with_given_back(
    scene: &Scene<'_>,
    call: ExprId,
    place: &Place,
    captures: &Captures,
    (enter, leave): (&str, &str),
    draft: &mut Draft,
) -> Result<(), Guard> {
    let whole = scene.span(call);
    let text = &scene.file.text;
    let spot = match spot::of(scene, call) {
        Spot::Init(span, _) if !place.after.is_empty() => Spot::Before(span.start),
        spot => spot,
    };
    let indent = layout::indent(text, spot.start(whole));
    let is_free = |name: &&str| {
        let is_captured = captures.names.iter().any(|taken| taken == name);
        !is_captured && scene.index().bound(name).is_empty() && scene.tokens().heads(name, AsModule::No, whole).is_empty()
    };
    let result = ["result", "value", "outcome"].into_iter().find(is_free).ok_or(Guard::UnusualForm)?;
    let result = spot.variable(scene).unwrap_or(result);
    let names: Vec<&str> = captures.given_back.iter().map(|given| given.name.as_str()).collect();
    let places: Vec<&str> = captures.given_back.iter().map(|given| given.place.as_str()).collect();
    let has_value = !matches!(spot, Spot::Statement);
    let tuple = |parts: &[&str]| {
        let parts: Vec<&str> = parts.iter().copied().chain(has_value.then_some(result)).collect();
        if let [one] = parts[..] { one.to_owned() } else { format!("({})", parts.join(", ")) }
    };
    let deeper = if captures.bindings.is_empty() { format!("{indent}    ") } else { format!("{indent}        ") };
    let moved = layout::reindented(&rewritten(scene, whole, &captures.changes)?, layout::indent(text, whole.start), &deeper);
    let first = if has_value { format!("let {result} = {moved};") } else { format!("{moved};") };
    let path = &place.path;
    let body = format!("move || {enter}{{\n{deeper}{first}\n{deeper}{}\n", tuple(&names));
    let offload = if captures.bindings.is_empty() {
        format!("{path}({body}{indent}}}{leave})")
    } else {
        let separator = format!("\n{indent}    ");
        let bindings = captures.bindings.join(&separator);
        format!("{path}({{{separator}{bindings}{separator}{body}{indent}    }}{leave}\n{indent}}})")
    };
    let assignment = format!("{} = {offload}{};", tuple(&places), place.wait(indent, ""));
    let mark = if spot.is_mutable(scene) { "mut " } else { "" };
    let code = format!("let {mark}{result};\n{indent}{assignment}");
    match spot {
        // The semicolon is there already.
        Spot::Statement => draft.changes.push((whole, assignment.trim_end_matches(';').to_owned())),
        Spot::Init(span, _) => draft.changes.push((Span::new(span.start, whole.end), code.trim_end_matches(';').to_owned())),
        Spot::Before(at) => {
            if has_comment(scene.text(Span::new(at, whole.start))) {
                return Err(Guard::Comment);
            }
            draft.changes.push((Span::new(at, at), format!("{code}\n{indent}")));
            draft.changes.push((whole, format!("{result}{}", place.after)));
        }
        Spot::Inside => draft.changes.push((whole, format!("{{\n{indent}{code}\n{indent}{result}{}\n{indent}}}", place.after))),
    }
    Ok(())
}

/// The text of a span after changes within it.
fn rewritten(scene: &Scene<'_>, span: Span, changes: &[Change]) -> Result<String, Guard> {
    let mut text = scene.text(span).to_owned();
    for (change, new) in changes.iter().rev() {
        let range = change.start.checked_sub(span.start).zip(change.end.checked_sub(span.start)).ok_or(Guard::UnusualForm)?;
        let range = range.0 as usize..range.1 as usize;
        if text.get(range.clone()).is_none() {
            return Err(Guard::UnusualForm);
        }
        text.replace_range(range, new);
    }
    Ok(text)
}

/// The fn that runs a closure on another thread.
pub(super) struct Place {
    /// Its path, as valid at the call.
    pub(super) path: String,
    /// Whether the awaited value is a `Result` whose error reports a panic of the moved code.
    joins: bool,
    /// Whether that error is propagated with `?`.
    propagates_error: bool,
    /// The code after the value, where that is used.
    after: String,
}

/// The error type of a `Result`.
pub(super) fn error_of<'t>(scene: &Scene<'_>, ty: &'t Ty) -> Option<&'t Ty> {
    match ty.kind() {
        TyKind::Adt(def, args) if &*scene.store().canonical_path(*def) == "std::result::Result" => args.get(1),
        _ => None,
    }
}

/// The fn that moves code to another thread at an expression, for code whose value is a `Result` with this error, or no `Result`. `None` if
/// there is none; the reason is in `draft`.
pub(super) fn place(
    input: &Input<'_>,
    scene: &Scene<'_>,
    at: ExprId,
    error: Option<&Ty>,
    draft: &mut Draft,
) -> Result<Option<Place>, Guard> {
    if let Some(own) = wrapper::find(scene, at, error) {
        draft.applicability = draft.applicability.max(own.most);
        return Ok(Some(Place { path: own.path, joins: false, propagates_error: false, after: String::new() }));
    }
    let runtimes = (input.runtimes)(scene.def.krate);
    let pools = || runtimes.iter().filter_map(|runtime| input.catalogue.contexts().pool(runtime)).filter(|pool| !pool.advice);
    let is_there = |pool: &&PoolEntry| (input.crate_use)(scene.def.krate, &pool.package).is_some_and(|used| !used.optional);
    let pool = pools().find(is_there).or_else(|| pools().next()).ok_or(Guard::NoRuntime)?;
    let home: Home = replace::home(scene);
    let used = (input.crate_use)(scene.def.krate, &pool.package);
    let is_driver_certain = (input.is_driver_certain)(scene.def.krate);
    let is_named = runtime::is_named(scene, used.as_ref());
    let features: Vec<&str> = pool.features.iter().map(String::as_str).collect();
    let needs = Needs {
        package: &pool.package,
        features: &features,
        since: None,
        is_driver_certain,
        is_named,
        contexts: input.catalogue.contexts(),
    };
    let Some(head) = runtime::crate_name(needs, used.as_ref(), home, draft) else { return Ok(None) };
    let path = paths::usable(scene, at, &pool.path, &head).ok_or(Guard::AmbiguousImport)?;
    let propagates_error = pool.joins && join_error::is_taken(scene, scene.root(at)?);
    if pool.joins
        && !propagates_error
        && let Some(path) = new_wrapper::add(input, scene, &pool.path, &head, draft)
    {
        return Ok(Some(Place { path, joins: false, propagates_error: false, after: String::new() }));
    }
    Ok(Some(Place { path, joins: pool.joins, propagates_error, after: String::new() }))
}

impl Place {
    /// The code after the call that awaits the value and resumes a panic of the moved code.
    pub(super) fn wait(&self, indent: &str, deeper: &str) -> String {
        const RAISE: &str = "std::panic::resume_unwind(error.into_panic())";
        if !self.joins || self.propagates_error {
            let mark = if self.propagates_error { "?" } else { "" };
            // Short code stays on its line.
            return if deeper.is_empty() { format!("\n{indent}.await{mark}") } else { format!(".await{mark}") };
        }
        let indent = format!("{indent}{deeper}");
        let line = format!("{indent}.unwrap_or_else(|error| {RAISE})");
        // `?;` may follow.
        let raise =
            if line.len() + 2 > MAX_WIDTH { format!("{indent}.unwrap_or_else(|error| {{\n{indent}    {RAISE}\n{indent}}})") } else { line };
        format!("\n{indent}.await\n{raise}")
    }
}

/// Puts the method calls on the value on lines of their own, as rustfmt does in a chain that no longer fits one line.
fn rest_of_chain<'s>(scene: &'s Scene<'_>, call: ExprId, new_line: &'s str) -> impl Iterator<Item = (Span, String)> + 's {
    let links = scene.around(call).take_while(|(above, below)| match scene.kind(*above) {
        ExprKind::Try { .. } | ExprKind::Await { .. } => true,
        ExprKind::MethodCall { receiver, .. } => receiver == below,
        _ => false,
    });
    links.filter_map(move |(above, below)| {
        let ExprKind::MethodCall { method_span, .. } = scene.kind(above) else { return None };
        let end = scene.span(below).end;
        (scene.text(Span::new(end, method_span.start)) == ".").then(|| (Span::new(end, end), new_line.to_owned()))
    })
}

/// Merges adjacent changes: two insertions at one offset would be two edits.
pub(super) fn merge_touching(changes: &mut Vec<(Span, String)>) {
    let mut merged: Vec<(Span, String)> = Vec::new();
    for (span, text) in changes.drain(..) {
        match merged.last_mut() {
            Some((last, before)) if last.end == span.start && (last.start == last.end || span.start == span.end) => {
                *last = Span::new(last.start, span.end);
                before.push_str(&text);
            }
            _ => merged.push((span, text)),
        }
    }
    *changes = merged;
}

/// Code that makes a value fit to come back.
#[derive(Default)]
struct Converted {
    /// After the call, on the other thread.
    inside: String,
    /// After the awaited value.
    outside: String,
}

/// Checks that the value can come back from another thread, if need be with another error.
fn result(input: &Input<'_>, scene: &Scene<'_>, call: ExprId, draft: &mut Draft) -> Result<Converted, Guard> {
    let ty = scene.ty(call);
    later::judge(scene, ty)?;
    later::judge_handle(scene, call)?;
    let auto = scene.auto_traits();
    let crosses = |ty: &Ty| is_owned(scene, ty).max(auto.holds(ty, Marker::Send));
    let is_sent = is_owned_at(scene, call, ty).max(auto.holds(ty, Marker::Send));
    let (converted, ty) = match (is_sent, with_other_error(input, scene, call)) {
        (Known::Yes, _) => return Ok(Converted::default()),
        (_, Some((converted, value))) => {
            draft.doubt(Guard::FlattenedError);
            (converted, value)
        }
        (_, None) => (Converted::default(), ty),
    };
    match crosses(ty) {
        Known::Yes => {}
        Known::Unknown => draft.doubt_about(Guard::ResultType, across::about(scene, across::Subject::Result, ty)),
        Known::No => return Err(Guard::ResultType),
    }
    Ok(converted)
}

/// The conversion of the value's error to one that can leave its thread, by the rules, with the type that the `Result` has otherwise.
fn with_other_error<'s>(input: &Input<'_>, scene: &'s Scene<'_>, call: ExprId) -> Option<(Converted, &'s Ty)> {
    let error = path_of(scene.db, error_of(scene, scene.ty(call))?)?;
    let entry = scene.catalogue.contexts().thread_bound_error(&error)?;
    let TyKind::Adt(_, parts) = scene.ty(call).kind() else { return None };
    let used = (input.crate_use)(scene.def.krate, &entry.package)?;
    let path = template::leading_path(&entry.code)?;
    let usable = paths::usable(scene, call, path, &used.name)?;
    let made = entry.code.replacen(path, &usable, 1).replace("{0}", "error");
    // `?` converts it back.
    let is_tried = scene.parent(call).is_some_and(|above| matches!(scene.kind(above), ExprKind::Try { .. }));
    let made = if is_tried { made } else { format!("{}({made})", paths::usable(scene, call, &format!("{error}::from"), &used.name)?) };
    let inside = format!(".map_err(|error| {})", entry.sends.replace("{0}", "error"));
    let outside = format!(".map_err(|error| {made})");
    Some((Converted { inside, outside }, parts.first()?))
}

/// Whether control flow leaves the code, without the parts in `left`: `?`, `return`, `break`, `.await`.
pub(super) fn leaves(scene: &Scene<'_>, id: ExprId, left: &[ExprId]) -> bool {
    let kind = scene.kind(id);
    match kind {
        _ if left.contains(&id) => return false,
        ExprKind::Try { .. }
        | ExprKind::Await { .. }
        | ExprKind::Return { .. }
        | ExprKind::Break { .. }
        | ExprKind::Continue { .. }
        | ExprKind::Yield { .. } => return true,
        ExprKind::Closure { .. } | ExprKind::Block { kind: BlockKind::Async { .. }, .. } => return false,
        _ => {}
    }
    let mut parts = Vec::new();
    kind.for_each_child(&mut |part| parts.push(part));
    parts.into_iter().any(|part| leaves(scene, part, left))
}
