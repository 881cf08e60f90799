//! The tracing span of moved code: events that it records on another thread would be outside of any span, unless the span is carried along.

use super::super::Input;
use super::super::code::paths;
use super::super::code::scene::{Root, Scene};
use super::super::code::tokens::{AsModule, inline_names};
use super::super::draft::Draft;
use super::super::thread_effects::{Effects, WorkspaceEffects};
use super::super::values::across;
use super::captures::Captures;
use crate::facts::{ExprId, Span};
use crate::project::DependencyKind;

/// The crate whose spans can be carried, and the fn that returns the current span.
const PACKAGE: &str = "tracing";
const CURRENT: &str = "tracing::Span::current";

/// Code that moves to another thread.
pub(in crate::fix::propose) struct Code<'a> {
    /// An expression in it whose ancestors include all code around the moved code.
    pub(in crate::fix::propose) at: ExprId,
    pub(in crate::fix::propose) root: Root,
    /// Its bytes.
    pub(in crate::fix::propose) span: Span,
    pub(in crate::fix::propose) parts: Vec<ExprId>,
    /// Their subexpressions that do not move.
    pub(in crate::fix::propose) left: &'a [ExprId],
}

/// How moved code enters its original span.
pub(in crate::fix::propose) struct SpanEntry {
    /// `let span = tracing::Span::current();`.
    binding: String,
    /// The code at the start of the closure: `span.in_scope(|| `.
    open: String,
}

/// The code before and after the moved code that enters its original span. Notes in `draft` what blocks the move.
pub(in crate::fix::propose) fn enter(
    input: &Input<'_>,
    moves: &WorkspaceEffects<'_>,
    scene: &Scene<'_>,
    code: Code<'_>,
    captures: &mut Captures,
    draft: &mut Draft,
) -> (String, &'static str) {
    let effects = moves.of(scene, code.parts, code.left);
    let carried = carried(input, scene, (code.at, code.span), effects, &captures.names);
    across::judge_moved(scene, (code.at, code.span), code.root, effects, carried.as_ref(), draft);
    let Some(carried) = carried else { return (String::new(), "") };
    captures.bindings.push(carried.binding);
    (carried.open, ")")
}

/// How to carry the span, if the code records events and the package depends on `tracing`. `taken` are names with another meaning in the
/// closure.
fn carried(input: &Input<'_>, scene: &Scene<'_>, (at, code): (ExprId, Span), effects: Effects, taken: &[String]) -> Option<SpanEntry> {
    if !effects.events || effects.context {
        return None;
    }
    let used = (input.crate_use)(scene.def.krate, PACKAGE).filter(|used| !used.optional && used.kind == DependencyKind::Normal)?;
    let path = paths::usable(scene, at, CURRENT, &used.name)?;
    let inline = inline_names(scene.text(code));
    let tokens = scene.tokens();
    let is_taken = |name: &str| taken.iter().any(|taken| taken == name) || inline.contains(&name);
    let is_free = |name: &&str| !is_taken(name) && tokens.heads(name, AsModule::No, code).is_empty();
    let name = ["span", "current_span", "outer_span"].into_iter().find(is_free)?;
    Some(SpanEntry { binding: format!("let {name} = {path}();"), open: format!("{name}.in_scope(|| ") })
}
