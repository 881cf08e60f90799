//! Hoists arguments of a call that moves: values that cannot be computed on another thread or inside a closure are computed before the
//! offload, in the async code, and captured as variables. So a `?`, an `.await`, a macro or a borrow in an argument does not keep the call
//! from moving.

mod name;
pub(super) mod order;
mod part;

use super::code::flow::{any_part, is_plain};
use super::code::layout;
use super::code::scene::Scene;
use super::code::tokens::has_comment;
use super::draft::Draft;
use super::offload::captures::captures;
use super::offload::leaves;
use super::offload::moved::{Moved, Shape};
use super::replace::template::Change;
use crate::diagnostics::{Applicability, Form, Guard};
use crate::facts::{ExprId, ExprKind, SelfParam, Span};
use name::Names;
pub(super) use name::name_of;
use order::{Uses, is_inert};
use part::{Part, Position};

/// The maximum number of hoisted operands of one call.
const MAX_PARTS: usize = 16;

/// The hoisted operands of a call that moves.
#[derive(Clone, Debug, Default)]
pub(super) struct Hoisted {
    /// `let data = json!({ .. });`, placed before the closure.
    pub(super) bindings: Vec<String>,
    /// What replaces each operand: `&data`.
    pub(super) changes: Vec<Change>,
    /// The expressions that are evaluated before the closure.
    pub(super) parts: Vec<ExprId>,
    /// The new variables.
    pub(super) names: Vec<String>,
}

/// An operand of the call.
#[derive(Clone, Copy)]
struct Operand {
    expr: ExprId,
    position: Position,
}

/// Hoists the operands of `call` that cannot move, and earlier operands where the order of evaluation matters.
pub(super) fn of(scene: &Scene<'_>, call: ExprId, indent: &str, draft: &mut Draft) -> Result<Hoisted, Guard> {
    let mut hoisted = Hoisted::default();
    let operands = operands(scene, call);
    let is_needed = |operand: &Operand| keeps(scene, call, operand.expr).is_err() && part(scene, call, *operand).is_some();
    let Some(last) = operands.iter().rposition(is_needed) else { return Ok(hoisted) };
    if has_comment_between(scene, call, &operands) {
        return Err(Guard::Comment);
    }
    let chosen = chosen(scene, call, &operands[..=last])?;
    let mut names = Names::of(scene, call);
    for operand in chosen {
        let Some(part) = part(scene, call, operand) else {
            keeps(scene, call, operand.expr)?;
            return Err(Guard::UnusualForm);
        };
        let name = names.give(scene, operand.position, part.value).ok_or(Guard::UnusualForm)?;
        if has_comment_beside(scene, operand.expr, part.value) {
            return Err(Guard::Comment);
        }
        part.judge(scene, &name, draft)?;
        let is_receiver = matches!(operand.position, Position::Receiver | Position::FirstArgument);
        let is_changed = is_receiver && matches!(scene.self_param(call), Some(SelfParam::RefMut));
        let mark = if is_changed { "mut " } else { "" };
        let text = layout::deeper(&scene.file.text, scene.span(part.value), indent);
        hoisted.bindings.push(format!("let {mark}{name} = {text}{};", part.suffix));
        hoisted.changes.push((scene.span(operand.expr), format!("{}{name}", part.prefix)));
        hoisted.parts.push(operand.expr);
        hoisted.names.push(name);
    }
    Ok(hoisted)
}

fn part<'s>(scene: &'s Scene<'_>, call: ExprId, operand: Operand) -> Option<Part<'s>> {
    Part::of(scene, call, operand.expr, operand.position)
}

fn operands(scene: &Scene<'_>, call: ExprId) -> Vec<Operand> {
    let (receiver, args) = scene.receiver_and_args(call);
    let is_by_dot = matches!(scene.kind(call), ExprKind::MethodCall { .. });
    let first = if is_by_dot { Position::Receiver } else { Position::FirstArgument };
    let receiver = receiver.into_iter().map(|expr| Operand { expr, position: first });
    receiver.chain(args.iter().zip(0..).map(|(&expr, number)| Operand { expr, position: Position::Argument(number) })).collect()
}

/// Whether there is a comment between the operands. A comment within an operand moves with it.
fn has_comment_between(scene: &Scene<'_>, call: ExprId, operands: &[Operand]) -> bool {
    let whole = scene.span(call);
    let ends = operands.iter().map(|operand| scene.span(operand.expr)).chain([Span::new(whole.end, whole.end)]);
    let mut at = whole.start;
    for span in ends {
        if has_comment(scene.text(Span::new(at.min(span.start), span.start))) {
            return true;
        }
        at = span.end;
    }
    false
}

/// Whether there is a comment in an operand beside the part that is hoisted: `&/* why */ value`.
fn has_comment_beside(scene: &Scene<'_>, operand: ExprId, part: ExprId) -> bool {
    let (whole, part) = (scene.span(operand), scene.span(part));
    has_comment(scene.text(Span::new(whole.start, part.start))) || has_comment(scene.text(Span::new(part.end, whole.end)))
}

/// Which operands are hoisted: the last, and each earlier one whose value depends on when it is evaluated.
fn chosen(scene: &Scene<'_>, call: ExprId, operands: &[Operand]) -> Result<Vec<Operand>, Guard> {
    let mut uses = Uses::default();
    let mut chosen = Vec::new();
    for (number, operand) in operands.iter().enumerate().rev() {
        let is_last = number + 1 == operands.len();
        // What cannot be hoisted either is judged with the call.
        let can_stay = || keeps(scene, call, operand.expr).is_ok() || part(scene, call, *operand).is_none();
        let stays = !is_last && is_inert(scene, operand.expr) && can_stay();
        if stays && !uses.concern(scene, operand.expr) {
            continue;
        }
        if chosen.len() == MAX_PARTS {
            return Err(Guard::UnusualForm);
        }
        uses.add(scene, operand.expr);
        chosen.push(*operand);
    }
    chosen.reverse();
    Ok(chosen)
}

/// Whether an operand can move with the call, or the reason why not.
fn keeps(scene: &Scene<'_>, call: ExprId, operand: ExprId) -> Result<(), Guard> {
    if leaves(scene, operand, &[]) {
        return Err(Guard::ControlFlow);
    }
    if any_part(scene, operand, &[], &|part| matches!(scene.kind(part), ExprKind::Macro(call) if !is_plain(scene, part, call))) {
        return Err(Guard::MacroArgument);
    }
    let mut trial = Draft::new(Form::Offload, Applicability::Safe);
    let found = captures(scene, Moved { span: scene.span(operand), at: call, shape: Shape::Call }, &[], &mut trial)?;
    // Its value is simpler to move than what it is computed from.
    if found.given_back.is_empty() { Ok(()) } else { Err(Guard::UsedLater) }
}
