//! Arguments that stay behind: values that cannot be made on another thread, or not by code that stands in a closure, are made before the
//! offload, in the async code, and go along as variables. So a `?`, an `.await`, a macro or a borrow in an argument does not keep the call
//! from moving.

use super::auto_traits::{AutoTraits, Known, Marker};
use super::captures::{Moved, Shape, captures};
use super::draft::Draft;
use super::flow::is_plain;
use super::offload::leaves;
use super::owned::{is_owned, owner_of};
use super::region::is_handle;
use super::scene::Scene;
use super::template::Change;
use super::tokens::{AsModule, has_comment, inline_names};
use super::{across, across::Subject, later};
use crate::analysis::Guard;
use crate::catalogue::{Applicability, Form};
use crate::facts::{ExprId, ExprKind, PatKind, SelfParam, Span};
use crate::names::CrateKind;
use crate::syntax::{LexKind, Lexer};
use crate::types::{Callee, Mutability, Ty, TyKind};

/// What becomes of the arguments of a call that moves.
#[derive(Clone, Debug, Default)]
pub(super) struct Hoisted {
    /// `let data = json!({ .. });`, to stand before the closure.
    pub(super) bindings: Vec<String>,
    /// What stands in the place of each: `&data`.
    pub(super) changes: Vec<Change>,
    /// The expressions that are evaluated before.
    pub(super) parts: Vec<ExprId>,
    /// The new variables.
    pub(super) names: Vec<String>,
}

/// One of them.
struct Part<'s> {
    /// What is evaluated; the reference to it that the call gets is made by the call.
    value: ExprId,
    /// `&`, if the call gets a reference.
    prefix: &'static str,
    /// `.to_owned()`, if what is evaluated is a reference.
    suffix: String,
    /// The type of the variable.
    ty: &'s Ty,
}

/// The operands of `call` that must be evaluated before it moves, and those that come before them.
pub(super) fn of(scene: &Scene<'_>, call: ExprId, indent: &str, draft: &mut Draft) -> Result<Hoisted, Guard> {
    let mut hoisted = Hoisted::default();
    let (receiver, args) = scene.receiver_and_args(call);
    let operands: Vec<ExprId> = receiver.into_iter().chain(args.iter().copied()).collect();
    let is_needed = |operand: &ExprId| keeps(scene, call, *operand).is_err() && part(scene, *operand).is_some();
    let Some(last) = operands.iter().rposition(is_needed) else { return Ok(hoisted) };
    // A comment within an operand goes with it.
    let mut at = scene.span(call).start;
    for end in operands.iter().map(|operand| scene.span(*operand)) {
        if has_comment(scene.text(Span::new(at.min(end.start), end.start))) {
            return Err(Guard::Comment);
        }
        at = end.end;
    }
    if has_comment(scene.text(Span::new(at.min(scene.span(call).end), scene.span(call).end))) {
        return Err(Guard::Comment);
    }
    for (position, &operand) in operands.iter().enumerate().take(last + 1) {
        let kept = keeps(scene, call, operand);
        if kept.is_ok() && is_inert(scene, operand) {
            continue;
        }
        let Some(part) = part(scene, operand) else {
            kept?;
            return Err(Guard::UnusualForm);
        };
        // What it changes, the operands before it were to see as it was.
        if position > 0 && changes_something(scene, part.value) {
            return Err(Guard::UnusualForm);
        }
        let parameter = position.checked_sub(usize::from(receiver.is_some()));
        let name = name(scene, call, &hoisted.names, parameter, part.value).ok_or(Guard::UnusualForm)?;
        judge(scene, &name, &part, draft)?;
        let is_changed = receiver == Some(operand) && matches!(scene.self_param(call), Some(SelfParam::RefMut));
        let mark = if is_changed { "mut " } else { "" };
        let text = indented(scene, part.value, indent);
        hoisted.bindings.push(format!("let {mark}{name} = {text}{};", part.suffix));
        hoisted.changes.push((scene.span(operand), format!("{}{name}", part.prefix)));
        hoisted.parts.push(operand);
        hoisted.names.push(name);
    }
    Ok(hoisted)
}

/// Whether an operand can move with the call; why not, otherwise.
fn keeps(scene: &Scene<'_>, call: ExprId, operand: ExprId) -> Result<(), Guard> {
    if leaves(scene, operand, &[]) {
        return Err(Guard::ControlFlow);
    }
    if any(scene, operand, &|kind| matches!(kind, ExprKind::Macro(call) if !is_plain(call))) {
        return Err(Guard::MacroArgument);
    }
    let mut trial = Draft::new(Form::Offload, Applicability::Safe);
    captures(scene, Moved { span: scene.span(operand), at: call, shape: Shape::Call }, &[], &mut trial).map(drop)
}

/// What of an operand can be evaluated before; `None` for places, closures, and what is borrowed from somewhere else.
fn part<'s>(scene: &'s Scene<'_>, operand: ExprId) -> Option<Part<'s>> {
    let (value, prefix) = match scene.kind(operand) {
        ExprKind::Ref { mutable: false, raw: false, operand } => (*operand, "&"),
        _ => (operand, ""),
    };
    let is_made = match scene.kind(value) {
        ExprKind::Call { .. }
        | ExprKind::MethodCall { .. }
        | ExprKind::Try { .. }
        | ExprKind::Await { .. }
        | ExprKind::Macro(_)
        | ExprKind::Binary { assign: false, .. }
        | ExprKind::Tuple { .. } => true,
        ExprKind::Field { base, .. } | ExprKind::Index { base, .. } => !scene.is_place(*base),
        _ => false,
    };
    let is_written = !scene.body.exprs[value].from_expansion && scene.span(value) != Span::default();
    let lends = any(scene, value, &|kind| matches!(kind, ExprKind::Ref { mutable: true, .. }));
    let ty = scene.ty(value);
    // What goes on to block has to move with what it is for.
    if !is_made || !is_written || lends || later::blocks(scene, ty) || is_handle(scene, ty) {
        return None;
    }
    let (ty, prefix, suffix) = match ty.kind() {
        TyKind::Ref(Mutability::Mutable, _) | TyKind::Closure(_) | TyKind::Never => return None,
        TyKind::Ref(Mutability::Shared, _) if prefix == "&" => return None,
        TyKind::Ref(Mutability::Shared, pointee) => match owner_of(scene, pointee) {
            (method, Known::Yes) => (pointee, "&", format!(".{method}()")),
            _ => return None,
        },
        _ => (ty, prefix, String::new()),
    };
    let suffix = if suffix.is_empty() || scene.is_postfix(value) { suffix } else { return None };
    let auto = AutoTraits::new(scene.db, scene.catalogue, scene.def);
    // The owned twin of what is borrowed: `String` of `str`.
    let is_dyn_sized = !suffix.is_empty();
    (is_dyn_sized || is_owned(scene, ty).max(auto.holds(ty, Marker::Send)) != Known::No).then_some(Part { value, prefix, suffix, ty })
}

/// Notes what speaks against a value that goes along.
fn judge(scene: &Scene<'_>, name: &str, part: &Part<'_>, draft: &mut Draft) -> Result<(), Guard> {
    let holds_guard = |id: ExprId| scene.ty(id).any(&mut |ty| across::guard_path(scene.db, ty).is_some());
    if any_expr(scene, part.value, &holds_guard) {
        // It would be released before the call.
        return Err(Guard::GuardAlive);
    }
    if part.suffix.is_empty() {
        let auto = AutoTraits::new(scene.db, scene.catalogue, scene.def);
        if is_owned(scene, part.ty).max(auto.holds(part.ty, Marker::Send)) != Known::Yes {
            draft.doubt_about(Guard::UnknownType, across::about(scene, Subject::Named(name), part.ty));
        }
    }
    Ok(())
}

/// Whether it is of no consequence when an operand is evaluated.
fn is_inert(scene: &Scene<'_>, id: ExprId) -> bool {
    match scene.kind(id) {
        ExprKind::Literal(_) | ExprKind::Closure { .. } => true,
        ExprKind::Ref { operand, .. } => is_inert(scene, *operand),
        // `Path::new("a")`
        ExprKind::Call { args, .. } => {
            let is_of_std = matches!(scene.types.callees.get(&id), Some(Callee::Fn(callee)) if callee.def.krate == scene.store().std());
            is_of_std && args.iter().all(|arg| is_inert(scene, *arg))
        }
        // Conversions that everybody writes.
        ExprKind::MethodCall { receiver, method, args, .. } => {
            const CONVERSIONS: [&str; 10] =
                ["as_bytes", "as_deref", "as_mut", "as_path", "as_ref", "as_slice", "as_str", "clone", "to_owned", "to_string"];
            args.is_empty() && CONVERSIONS.contains(&method.as_str()) && is_inert(scene, *receiver)
        }
        _ => scene.is_place(id),
    }
}

/// Whether the evaluation of an expression may change a variable.
fn changes_something(scene: &Scene<'_>, id: ExprId) -> bool {
    any_expr(scene, id, &|id| match scene.kind(id) {
        ExprKind::Ref { mutable: true, .. } | ExprKind::Assign { .. } | ExprKind::Binary { assign: true, .. } => true,
        ExprKind::MethodCall { receiver, .. } => {
            matches!(scene.self_param(id), Some(SelfParam::RefMut)) && scene.place_root(*receiver).is_some()
        }
        _ => false,
    })
}

/// A name for the variable that means nothing else in the call: the callee's own, or one after what is evaluated.
fn name(scene: &Scene<'_>, call: ExprId, taken: &[String], parameter: Option<usize>, value: ExprId) -> Option<String> {
    let whole = scene.span(call);
    let inline = inline_names(scene.text(whole));
    let tokens = scene.tokens();
    let own = scene.span(value);
    let is_free = |name: &String| {
        let mut others = tokens.heads(name, AsModule::No, whole).into_iter().filter(|span| !own.contains(*span));
        !taken.contains(name) && !inline.contains(&name.as_str()) && others.next().is_none()
    };
    let candidates = [parameter.and_then(|number| parameter_name(scene, call, number)), name_of(scene, value)];
    candidates.into_iter().flatten().chain(["value", "argument"].map(str::to_owned)).find(is_free)
}

/// What a fn of the workspace calls its parameter.
fn parameter_name(scene: &Scene<'_>, call: ExprId, number: usize) -> Option<String> {
    let Some(Callee::Fn(callee)) = scene.types.callees.get(&call) else { return None };
    let def = callee.implementation.unwrap_or(callee.def);
    if scene.store().krate(def.krate).kind != CrateKind::Local {
        return None;
    }
    let body = scene.store().body(def)?.body;
    match &body.pats[*body.params.get(number)?].kind {
        PatKind::Bind { name, .. } => word(name.as_str()),
        PatKind::Typed { pat, .. } => match &body.pats[*pat].kind {
            PatKind::Bind { name, .. } => word(name.as_str()),
            _ => None,
        },
        _ => None,
    }
}

/// A name after the fn that makes a value, or the field that it is.
fn name_of(scene: &Scene<'_>, value: ExprId) -> Option<String> {
    match scene.kind(value) {
        ExprKind::Try { operand } | ExprKind::Await { operand, .. } => name_of(scene, *operand),
        ExprKind::MethodCall { receiver, method, .. } => {
            const PLAIN: [&str; 9] =
                ["clone", "context", "expect", "map_err", "to_owned", "to_string", "unwrap", "with_context", "unwrap_or_default"];
            let method = method.as_str();
            if PLAIN.contains(&method) || method.starts_with("as_") || method.starts_with("into_") || method.starts_with("to_") {
                return name_of(scene, *receiver);
            }
            word(method.strip_prefix("get_").unwrap_or(method))
        }
        ExprKind::Call { callee, .. } => match scene.kind(*callee) {
            ExprKind::Path(path) => path.segments.last().and_then(|last| word(last.name.as_str())),
            _ => None,
        },
        ExprKind::Field { name, .. } => word(name.as_str()),
        ExprKind::Path(path) => path.segments.last().and_then(|last| word(last.name.as_str())),
        _ => None,
    }
}

/// A name that a variable can have.
fn word(name: &str) -> Option<String> {
    const NOT: [&str; 8] = ["new", "from", "default", "self", "get", "open", "with", "type"];
    let name = name.trim_start_matches('_');
    let is_word = name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    (is_word && !NOT.contains(&name)).then(|| name.to_owned())
}

/// The text of an expression as it would stand one step further in than `indent`.
fn indented(scene: &Scene<'_>, id: ExprId, indent: &str) -> String {
    let span = scene.span(id);
    let text = scene.text(span);
    let line_start = scene.file.text[..span.start as usize].rfind('\n').map_or(0, |newline| newline + 1);
    let line = &scene.file.text[line_start..span.start as usize];
    let old = &line[..line.len() - line.trim_start().len()];
    let new = format!("{indent}    ");
    let mut out = String::with_capacity(text.len());
    let mut last = 0;
    let literals: Vec<(usize, usize)> =
        Lexer::new(text, 0).filter(|lexeme| lexeme.kind == LexKind::Literal).map(|lexeme| (lexeme.start, lexeme.end)).collect();
    for (at, _) in text.match_indices('\n') {
        let from = at + 1;
        let is_literal = literals.iter().any(|(start, end)| *start < from && from < *end);
        if !is_literal && text[from..].starts_with(old) {
            out.push_str(&text[last..from]);
            out.push_str(&new);
            last = from + old.len();
        }
    }
    out.push_str(&text[last..]);
    out
}

/// Whether a part of an expression is of a kind.
fn any(scene: &Scene<'_>, id: ExprId, is: &dyn Fn(&ExprKind) -> bool) -> bool {
    any_expr(scene, id, &|id| is(scene.kind(id)))
}

/// Whether something holds of a part of an expression.
fn any_expr(scene: &Scene<'_>, id: ExprId, is: &dyn Fn(ExprId) -> bool) -> bool {
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        if is(id) {
            return true;
        }
        scene.kind(id).for_each_child(&mut |part| open.push(part));
    }
    false
}
