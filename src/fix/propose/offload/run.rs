//! One offload for several neighbouring calls: the smallest run of statements that contains the blocking calls of a block, or a whole loop,
//! moves to another thread. Its text stays the same, except for its indentation.

use super::super::code::mention::{How, is_changed_after, mention};
use super::super::code::scene::{Root, Scene};
use super::super::draft::{Draft, MovesTo};
use super::super::offload::{self, merge_touching};
use super::super::replace::template::Change;
use super::super::thread_effects::WorkspaceEffects;
use super::super::values::across;
use super::super::values::auto_traits::{Known, Marker};
use super::super::values::later;
use super::super::values::owned::is_owned;
use super::super::{Input, RankedDrafts};
use super::anchor::{Anchor, Call, anchor, call_of, groups, outward};
use super::captures::{Captures, captures};
use super::last_let;
use super::last_let::LastLet;
use super::moved::{Moved, Shape, is_named_after};
use super::region::{Region, lines, must_stay};
use super::span_entry::{Code, enter};
use super::tried;
use crate::diagnostics::{Applicability, Form, Guard};
use crate::facts::{ExprId, ExprKind, MacroKind, PatId, PatKind, Span, Stmt};
use crate::types::Ty;
use std::collections::BTreeMap;

/// Adds the offloads of statement runs and loops to the calls of one body that they contain.
pub(in crate::fix::propose) fn add(input: &Input<'_>, moves: &WorkspaceEffects<'_>, scene: &Scene<'_>, made: &mut [RankedDrafts]) {
    let calls: Vec<Call> = made.iter().enumerate().filter_map(|(index, made)| call_of(index, made)).collect();
    let mut by_block: BTreeMap<ExprId, Vec<Anchor>> = BTreeMap::new();
    for call in calls {
        if let Some(anchor) = anchor(scene, call) {
            by_block.entry(anchor.region.block).or_default().push(anchor);
        }
    }
    for mut anchors in by_block.into_values() {
        anchors.sort_by_key(|anchor| (anchor.region.first, anchor.call.made));
        for group in groups(scene, &anchors) {
            if !offer(input, moves, scene, &group, made) {
                let alone = |anchor: &&Anchor| anchor.in_loop || !anchor.call.alone;
                for anchor in group.iter().filter(alone) {
                    let is_offered = group.len() > 1 && offer(input, moves, scene, std::slice::from_ref(anchor), made);
                    if !is_offered && !anchor.call.alone {
                        offer_outward(input, moves, scene, *anchor, made);
                    }
                }
            }
        }
    }
}

/// Tries the statements around a block in which nothing can move: values that it borrows, such as a lock guard, may be declared there.
fn offer_outward(input: &Input<'_>, moves: &WorkspaceEffects<'_>, scene: &Scene<'_>, anchor: Anchor, made: &mut [RankedDrafts]) {
    const MAX_STEPS: usize = 3;
    let wider = std::iter::successors(outward(scene, anchor), |anchor| outward(scene, *anchor));
    for anchor in wider.take(MAX_STEPS) {
        if offer(input, moves, scene, &[anchor], made) {
            return;
        }
    }
}

/// Adds one offload for a group, if it is possible and gains anything. Returns whether it did.
fn offer(input: &Input<'_>, moves: &WorkspaceEffects<'_>, scene: &Scene<'_>, group: &[Anchor], made: &mut [RankedDrafts]) -> bool {
    let [first, ..] = group else { return false };
    let last = group.last().unwrap_or(first);
    let gains = group.len() > 1 || group.iter().any(|anchor| anchor.in_loop || !anchor.call.alone);
    // Several findings at one call do not need a run.
    let is_one_call = group.iter().all(|anchor| anchor.call.expr == first.call.expr && !anchor.in_loop && anchor.call.alone);
    if !gains || is_one_call {
        return false;
    }
    let mut draft = Draft::new(Form::Offload, Applicability::Safe);
    let region = Region { last: last.region.last, ..first.region };
    let Ok(region) = fill(input, moves, scene, region, &mut draft) else { return false };
    if draft.is_refused() {
        return false;
    }
    let is_one_statement = group.len() > 1 && region.parts(scene).len() == 1;
    for anchor in group {
        // Moving one call of a statement alone would leave the others here.
        if is_one_statement {
            made[anchor.call.made].drafts.retain(|other| other.form != Form::Offload || other.outcome() == Applicability::Safe);
        }
        // A replacement that awaits is preferred to an offload, if it is as safe.
        let drafts = &mut made[anchor.call.made].drafts;
        let at = drafts.iter().take_while(|other| other.form == Form::Replace && !other.is_refused()).count();
        drafts.insert(at, draft.clone());
    }
    true
}

/// Whether a `loop` never ends.
fn is_endless(scene: &Scene<'_>, id: ExprId) -> bool {
    let is_loop = matches!(scene.kind(id), ExprKind::Loop { .. }) && scene.types.exprs[id].is_never();
    let mut open = vec![id];
    while let Some(part) = open.pop().filter(|_| is_loop) {
        match scene.kind(part) {
            ExprKind::Return { .. } | ExprKind::Try { .. } | ExprKind::Break { .. } => return false,
            ExprKind::Closure { .. } => {}
            kind => kind.for_each_child(&mut |part| open.push(part)),
        }
    }
    is_loop
}

fn fill(input: &Input<'_>, moves: &WorkspaceEffects<'_>, scene: &Scene<'_>, region: Region, draft: &mut Draft) -> Result<Region, Guard> {
    let at = *region.parts(scene).first().ok_or(Guard::UnusualForm)?;
    let root = scene.root(at)?;
    let region = region.grown(scene, root)?;
    // An endless loop would occupy its thread for ever and keep the process from ending.
    if region.parts(scene).iter().any(|part| is_endless(scene, *part)) {
        return Err(Guard::ControlFlow);
    }
    // The code around relies on it that this code does not end: `let Some(x) = y else { panic!(..) };`.
    if region
        .parts(scene)
        .iter()
        .any(|part| matches!(scene.kind(*part), ExprKind::Macro(call) if matches!(call.kind, MacroKind::Diverge { .. })))
    {
        return Err(Guard::ControlFlow);
    }
    let span = region.span(scene).ok_or(Guard::UnusualForm)?;
    if region.bindings(scene).iter().any(|pat| matches!(scene.body.pats[*pat].kind, PatKind::Bind { by_ref: true, .. })) {
        return Err(Guard::UnusualForm);
    }
    let (region, at, span, mut captures) = with_declarations(scene, region, at, span, draft)?;
    let code = Code { at, root, span, parts: region.parts(scene), left: &[] };
    let (enter, leave) = enter(input, moves, scene, code, &mut captures, draft);
    let lines = lines(&scene.tokens(), &scene.file.text, span)?;
    let indent = lines.indent;
    let given: Vec<String> = captures.given_back.iter().map(|given| given.name.clone()).collect();
    captures.given_back.iter().for_each(|given| given.declare_mutable(draft));
    draft.gives_back = !captures.given_back.is_empty();
    let value = value(scene, region, (root, at, indent), &given, draft)?;
    let Some(place) = offload::place(input, scene, at, value.error.as_ref(), draft)? else { return Ok(region) };
    let unit = if indent.contains('\t') { "\t" } else { "    " };
    let path = &place.path;
    let (open, deeper, close) = if captures.bindings.is_empty() {
        (format!("{path}(move || {enter}{{"), unit.to_owned(), format!("\n{indent}}}{leave})"))
    } else {
        let separator = format!("\n{indent}{unit}");
        let bindings = captures.bindings.join(&separator);
        let open = format!("{path}({{{separator}{bindings}{separator}move || {enter}{{");
        (open, format!("{unit}{unit}"), format!("\n{indent}{unit}}}{leave}\n{indent}}})"))
    };
    draft.changes.push((Span::new(span.start, span.start), format!("{}{open}\n{indent}{deeper}{}", value.left, value.tail_open)));
    // Rewritten code no longer has lines of its own.
    let is_rewritten = |at: u32| captures.changes.iter().any(|(span, _)| span.start < at && at < span.end);
    let starts = lines.starts.iter().filter(|at| !is_rewritten(**at));
    draft.changes.extend(starts.map(|&at| (Span::new(at, at), deeper.clone())));
    draft.changes.extend(captures.changes);
    if !value.tail_close.is_empty() {
        draft.changes.push((Span::new(span.end, span.end), value.tail_close.clone()));
    }
    let result = value.result.as_ref().map(|result| format!("\n{indent}{deeper}{result}")).unwrap_or_default();
    let wait = place.wait(indent, "");
    draft.changes.push((Span::new(lines.span.end, lines.span.end), format!("{result}{close}{wait}{}", value.after)));
    draft.changes.sort_by_key(|(span, _)| *span);
    merge_touching(&mut draft.changes);
    let what = if matches!(scene.kind(at), ExprKind::For { .. } | ExprKind::While { .. } | ExprKind::Loop { .. })
        && region.parts(scene).len() == 1
    {
        "loop"
    } else {
        "statements"
    };
    draft.title = format!("move the {what} to `{path}`");
    draft.moves_to = Some(MovesTo::Pool(path.clone()));
    Ok(region)
}

/// The captures of a region. Variables that it would have to return join the region if they are declared directly before it.
fn with_declarations(
    scene: &Scene<'_>,
    mut region: Region,
    mut at: ExprId,
    mut span: Span,
    draft: &mut Draft,
) -> Result<(Region, ExprId, Span, Captures), Guard> {
    loop {
        let mut trial = draft.clone();
        let found = captures(scene, Moved { span, at, shape: Shape::Statements }, &[], &mut trial);
        let before = region.first.checked_sub(1).map(|first| Region { first, ..region });
        let declares = |wider: &Region| match wider.stmts(scene).first() {
            Some(Stmt::Let { pat, init: Some(_), otherwise: None, .. }) if wider.exits(scene).barred.is_none() => {
                let comes_back =
                    |found: &Captures| name(scene, *pat).is_some_and(|name| found.given_back.iter().any(|given| given.name == name));
                found.as_ref().map_or_else(|_| must_stay(scene, *pat) && wider.names(scene, *pat), comes_back)
            }
            _ => false,
        };
        let Some(wider) = before.filter(declares) else {
            let found = found?;
            *draft = trial;
            return Ok((region, at, span, found));
        };
        let wider = if found.is_err() { wider.grown(scene, scene.root(at)?)? } else { wider };
        region = wider;
        at = *region.parts(scene).first().ok_or(Guard::UnusualForm)?;
        span = region.span(scene).ok_or(Guard::UnusualForm)?;
    }
}

/// How a region's values come back.
#[derive(Default)]
struct Value {
    /// The code before the offload: `let (a, b) = `.
    left: String,
    /// The closure's value, if it is not already the last expression.
    result: Option<String>,
    /// The code around the block's tail expression, if that moves along.
    tail_open: String,
    tail_close: String,
    /// The code after the offload: `?;`.
    after: String,
    /// The error type of the closure's value, if that is a `Result`.
    error: Option<Ty>,
}

fn value(
    scene: &Scene<'_>,
    region: Region,
    (root, at, indent): (Root, ExprId, &str),
    given: &[String],
    draft: &mut Draft,
) -> Result<Value, Guard> {
    let exits = region.exits(scene);
    let mut value = Value::default();
    if let Some(tail) = region.tail(scene) {
        if !given.is_empty() {
            return Err(Guard::UsedLater);
        }
        returns(scene, scene.ty(tail), draft)?;
        value.error = offload::error_of(scene, scene.ty(tail)).cloned();
        // At the end of the future, `?` and `return` in the closure have the same effect.
        if region.is_at_the_end(scene, root) || exits.tries.is_empty() {
            return if exits.returns && !region.is_at_the_end(scene, root) { Err(Guard::ControlFlow) } else { Ok(value) };
        }
        if region.first != region.last {
            // `Ok(` would have to be inserted in the middle of the kept text; too rare to support.
            return Err(Guard::ControlFlow);
        }
        let (error, ty) = tried::error(scene, (root, at), &exits.tries, draft)?;
        if let Some(mark) = tried::superfluous(scene, tail, &ty) {
            draft.changes.push((mark, String::new()));
            (value.after, value.error) = ("?".to_owned(), Some(ty));
            return Ok(value);
        }
        value.error = Some(ty);
        (value.tail_open, value.tail_close, value.after) = (format!("Ok::<_, {error}>("), ")".to_owned(), "?".to_owned());
        return Ok(value);
    }
    if exits.returns {
        return Err(Guard::ControlFlow);
    }
    let outputs = region.outputs(scene);
    let span = region.span(scene).ok_or(Guard::UnusualForm)?;
    let mut names: Vec<String> = Vec::new();
    for &pat in &outputs {
        let ty = &scene.types.pats[pat];
        if is_named_after(scene, pat, span.end) {
            returns(scene, ty, draft)?;
        } else {
            comes_back(scene, ty, draft)?;
        }
        names.push(name(scene, pat).ok_or(Guard::UnusualForm)?);
    }
    if hides(scene, region, &outputs) || names.iter().any(|name| given.contains(name)) {
        return Err(Guard::UnusualForm);
    }
    // `Ok(` would be far from its end if the value were long.
    let fits = |inlined: &LastLet| exits.tries.is_empty() || inlined.is_short(scene);
    let inlined = last_let::of(scene, region, &outputs).filter(|inlined| given.is_empty() && fits(inlined));
    let mut patterns = Vec::with_capacity(outputs.len());
    for (&pat, name) in outputs.iter().zip(&names) {
        let is_inlined = inlined.is_some();
        patterns.push(match (is_changed_after(scene, pat, span.end), is_named_after(scene, pat, span.end)) {
            (true, _) => {
                draft.changes.extend(superfluous_mut(scene, pat, span).filter(|_| !is_inlined));
                format!("mut {name}")
            }
            // It is only kept until the end of the block.
            (false, false) if !name.starts_with('_') => format!("_{name}"),
            (false, _) => name.clone(),
        });
    }
    value.left = match (names.is_empty(), given.is_empty()) {
        (true, true) => String::new(),
        (false, true) => format!("let {} = ", tuple(&patterns)),
        (true, false) => format!("{} = ", tuple(given)),
        (false, false) => {
            let declared = format!("let {};\n{indent}", patterns.join(&format!(";\n{indent}let ")));
            format!("{declared}{} = ", tuple(&[names.as_slice(), given].concat()))
        }
    };
    names.extend(given.iter().cloned());
    if exits.tries.is_empty() {
        value.after.push(';');
        match inlined {
            Some(inlined) => draft.changes.extend(inlined.bare()),
            None => value.result = (!names.is_empty()).then(|| tuple(&names)),
        }
    } else {
        let (error, ty) = tried::error(scene, (root, at), &exits.tries, draft)?;
        if let Some(inlined) = inlined {
            draft.changes.extend(inlined.tried(scene, (&error, &ty)));
            value.error = Some(ty);
            value.after.push_str("?;");
            return Ok(value);
        }
        value.error = Some(ty);
        let inner = if names.is_empty() { "()".to_owned() } else { tuple(&names) };
        value.result = Some(format!("Ok::<_, {error}>({inner})"));
        value.after.push_str("?;");
    }
    Ok(value)
}

/// The `mut` of a variable that only the code behind the region changes.
fn superfluous_mut(scene: &Scene<'_>, pat: PatId, region: Span) -> Option<Change> {
    let PatKind::Bind { mutable: true, by_ref: false, .. } = scene.body.pats[pat].kind else { return None };
    let keeps = |id: &ExprId| mention(scene, *id, Shape::Statements).is_ok_and(|mention| mention.how != How::Change);
    let mut inside = scene.mentions(pat).iter().filter(|id| region.contains(scene.span(**id)));
    let start = scene.body.pats[pat].span.start;
    let is_plain = scene.text(scene.body.pats[pat].span).starts_with("mut ");
    (is_plain && inside.all(keeps)).then(|| (Span::new(start, start + 4), String::new()))
}

fn tuple(names: &[String]) -> String {
    match names {
        [one] => one.clone(),
        _ => format!("({})", names.join(", ")),
    }
}

fn name(scene: &Scene<'_>, pat: PatId) -> Option<String> {
    match &scene.body.pats[pat].kind {
        PatKind::Bind { name, .. } => Some(name.to_string()),
        _ => None,
    }
}

/// Whether an output is shadowed at the end of a region.
fn hides(scene: &Scene<'_>, region: Region, outputs: &[PatId]) -> bool {
    let all = region.bindings(scene);
    outputs.iter().any(|output| {
        let own = &scene.body.pats[*output];
        all.iter().any(|other| scene.body.pats[*other].span.start > own.span.start && name(scene, *other) == name(scene, *output))
    })
}

/// Checks that a value can come back from another thread, and that its later use does not block.
pub(in crate::fix::propose) fn returns(scene: &Scene<'_>, ty: &Ty, draft: &mut Draft) -> Result<(), Guard> {
    if !ty.is_unknown() {
        later::judge(scene, ty)?;
    }
    comes_back(scene, ty, draft)
}

/// Checks that a value can come back from another thread.
fn comes_back(scene: &Scene<'_>, ty: &Ty, draft: &mut Draft) -> Result<(), Guard> {
    if ty.is_unknown() {
        return Err(Guard::ResultType);
    }
    let auto = scene.auto_traits();
    match is_owned(scene, ty).max(auto.holds(ty, Marker::Send)) {
        Known::Yes => Ok(()),
        Known::Unknown => {
            draft.doubt_about(Guard::ResultType, across::about(scene, across::Subject::Result, ty));
            Ok(())
        }
        Known::No => Err(Guard::ResultType),
    }
}
