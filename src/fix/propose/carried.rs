//! The span that moved code belongs to: events that it records on another thread would belong to none, unless the span goes along.

use super::Input;
use super::moves::Doings;
use super::paths;
use super::scene::Scene;
use super::tokens::{AsModule, inline_names};
use crate::facts::{ExprId, Span};
use crate::project::DependencyKind;

/// The crate whose spans can be carried, and what gives the one that the code is in.
const PACKAGE: &str = "tracing";
const CURRENT: &str = "tracing::Span::current";

/// How moved code enters the span that it came from.
pub(super) struct Carried {
    /// `let span = tracing::Span::current();`.
    pub(super) binding: String,
    /// What stands before the code in the closure: `span.in_scope(|| `.
    pub(super) open: String,
    /// What stands after it.
    pub(super) close: &'static str,
}

/// The way to take along the span of code at `at`, if it records events and the package depends on what it takes.
pub(super) fn carried(input: &Input<'_>, scene: &Scene<'_>, at: ExprId, (code, doings): (Span, Doings)) -> Option<Carried> {
    if !doings.in_spans || doings.context {
        return None;
    }
    let used = (input.crate_use)(scene.def.krate, PACKAGE).filter(|used| !used.optional && used.kind == DependencyKind::Normal)?;
    let path = paths::usable(scene, at, CURRENT, &used.name)?;
    let inline = inline_names(scene.text(code));
    let tokens = scene.tokens();
    let is_free = |name: &&str| !inline.contains(name) && tokens.heads(name, AsModule::No, code).is_empty();
    let name = ["span", "current_span", "outer_span"].into_iter().find(is_free)?;
    Some(Carried { binding: format!("let {name} = {path}();"), open: format!("{name}.in_scope(|| "), close: ")" })
}
