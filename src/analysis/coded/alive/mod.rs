//! Which values of some receiver classes (above all guards) are alive where a future is suspended, or at a call.
//!
//! Follows Rust's rules for scopes, moves, and the lifetime of temporaries in each edition. Knows no lint.
//!
//! A body is walked in the order of evaluation, with the set of values that may be alive. Where control-flow paths meet, the sets are united. A
//! value whose use is not understood counts as moved, so no finding is reported for it.

mod control;
mod patterns;
mod state;
mod walk;

use super::site::Site;
use crate::catalogue::ReceiverSet;
use crate::facts::{ExprId, ExprKind, MacroKind, Span};
use crate::project::Edition;
use state::{GuardId, Live, Scopes};
use std::collections::{BTreeMap, BTreeSet};

/// A value that is alive across a suspension or a call.
#[derive(Clone, Debug)]
pub(in crate::analysis) struct Held {
    /// Index of its class.
    pub(super) class: usize,
    /// The canonical path of its type.
    pub(super) path: String,
    /// The call or parameter that it comes from, as written.
    pub(super) span: Span,
    /// Whether a variable holds it there.
    pub(super) storage: Storage,
    /// The call that made it, if it is not a parameter.
    pub(in crate::analysis) made_by: Option<ExprId>,
    /// The first suspension across which it is alive, or the call.
    pub(in crate::analysis) suspension: Suspension,
}

/// How a value is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Storage {
    Variable,
    Temporary,
}

/// A point where a future may be suspended, or a call.
#[derive(Clone, Copy, Debug)]
pub(in crate::analysis) struct Suspension {
    pub(in crate::analysis) at: ExprId,
    pub(super) span: Span,
    /// As written: `.await`, `select!`.
    pub(super) word: &'static str,
}

/// The values of `classes` that are alive across a suspension, in source order, each once.
pub(super) fn held(site: &Site<'_>, classes: &[&ReceiverSet]) -> Vec<Held> {
    if !site.view.body.exprs.iter().any(|expr| is_suspension(&expr.kind)) {
        return Vec::new();
    }
    let mut held = walk(site, classes, None);
    held.dedup_by_key(|held| held.span);
    held
}

/// The values of `classes` that are alive across one of these calls, in source order, once for each call.
pub(super) fn held_over(site: &Site<'_>, classes: &[&ReceiverSet], calls: &BTreeSet<ExprId>) -> Vec<Held> {
    if calls.is_empty() { Vec::new() } else { walk(site, classes, Some(calls)) }
}

fn walk(site: &Site<'_>, classes: &[&ReceiverSet], calls: Option<&BTreeSet<ExprId>>) -> Vec<Held> {
    let body = site.view.body;
    let types = &site.view.types;
    let mut known = types.exprs.iter().chain(&types.pats);
    if !known.any(|ty| classes.iter().any(|class| site.view.owns(ty, class))) {
        return Vec::new();
    }
    let mut walker = Walker {
        site,
        classes,
        calls,
        edition: site.view.db.store.krate(site.view.def.krate).edition,
        state: Some(Live::new()),
        scopes: Scopes::default(),
        jumps: Vec::new(),
        guards: Vec::new(),
        extended: None,
        found: BTreeMap::new(),
        steps: body.exprs.len().saturating_mul(MAX_VISITS),
    };
    walker.root(body.root, Live::new(), &body.params);
    let mut held: Vec<Held> = walker.found.into_values().collect();
    held.sort_by_key(|held| (held.span, held.suspension.span));
    held
}

const fn is_suspension(kind: &ExprKind) -> bool {
    match kind {
        ExprKind::Await { .. } | ExprKind::Yield { .. } => true,
        ExprKind::Macro(call) => matches!(call.kind, MacroKind::Join { .. } | MacroKind::Select { polls: false, .. }),
        _ => false,
    }
}

/// The walk gives up after this many visits per expression on average, because nested loops are each walked twice.
const MAX_VISITS: usize = 16;

/// What the context of an expression does with its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Usage {
    /// The value is moved or copied.
    Move,
    /// The value is only borrowed. A value without a name becomes a temporary.
    Look,
}

/// A value of one of the classes.
#[derive(Clone, Debug)]
struct Guard {
    class: usize,
    path: String,
    span: Span,
    maker: Maker,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Maker {
    Expr(ExprId),
    Param(crate::facts::PatId),
}

/// The target of `break` and `continue`.
struct Jump {
    label: Option<crate::facts::Name>,
    is_loop: bool,
    /// Number of enclosing scopes.
    depth: usize,
    /// Union over all `break`s.
    exit: state::State,
    /// Union over all `continue`s.
    again: state::State,
}

struct Walker<'a> {
    site: &'a Site<'a>,
    classes: &'a [&'a ReceiverSet],
    /// The calls of interest, instead of suspensions.
    calls: Option<&'a BTreeSet<ExprId>>,
    edition: Edition,
    /// What may be alive here; `None` if control does not reach this point.
    state: state::State,
    scopes: Scopes,
    jumps: Vec<Jump>,
    guards: Vec<Guard>,
    /// The expression whose temporary has its lifetime extended to that of a `let` variable.
    extended: Option<ExprId>,
    found: BTreeMap<(GuardId, Option<ExprId>), Held>,
    steps: usize,
}
