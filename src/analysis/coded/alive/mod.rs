//! Which values of some classes (guards above all) are alive where a future is suspended, or at a call.
//!
//! It follows Rust's own rules: scopes, moves, temporaries and what they live for in each edition. Knows no lint.
//!
//! A body is walked in the order of evaluation with the set of values that may be alive; where ways meet, the sets are united. What is
//! not understood counts as moved away, so that nothing is said of it.

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

/// A value that lives across a suspension or a call.
#[derive(Clone, Debug)]
pub(in crate::analysis) struct Held {
    /// Which of the classes.
    pub(super) class: usize,
    /// The canonical path of its type.
    pub(super) path: String,
    /// The name of what made it, as written.
    pub(super) span: Span,
    /// Whether it has a name there.
    pub(super) storage: Storage,
    /// The call that made it, if it is not a parameter.
    pub(in crate::analysis) made_by: Option<ExprId>,
    /// The first suspension that it lives across, or the call.
    pub(in crate::analysis) suspension: Suspension,
}

/// How a value is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Storage {
    Variable,
    Temporary,
}

/// A place where a future gives its thread back, or a call.
#[derive(Clone, Copy, Debug)]
pub(in crate::analysis) struct Suspension {
    pub(in crate::analysis) at: ExprId,
    pub(super) span: Span,
    /// As written: `.await`, `select!`.
    pub(super) word: &'static str,
}

/// The values of `classes` that live across a suspension, in source order, each once.
pub(super) fn held(site: &Site<'_>, classes: &[&ReceiverSet]) -> Vec<Held> {
    if !site.view.body.exprs.iter().any(|expr| is_suspension(&expr.kind)) {
        return Vec::new();
    }
    let mut held = walk(site, classes, None);
    held.dedup_by_key(|held| held.span);
    held
}

/// The values of `classes` that live across one of these calls, in source order, once for each call.
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
        ExprKind::Macro(call) => matches!(call.kind, MacroKind::Join { .. } | MacroKind::Select { .. }),
        _ => false,
    }
}

/// How often an expression is walked on average before the walk gives up: loops in loops are walked twice each.
const MAX_VISITS: usize = 16;

/// What stands in a value's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Usage {
    /// The value is moved (or copied) to where it is wanted.
    Move,
    /// The value is looked at where it is: it stays, and one that has no name becomes a temporary.
    Look,
}

/// What is known of one value of a class.
#[derive(Clone, Debug)]
struct Guard {
    class: usize,
    path: String,
    span: Span,
    maker: Maker,
}

/// What gave a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Maker {
    Expr(ExprId),
    Param(crate::facts::PatId),
}

/// The target of `break` and `continue`.
struct Jump {
    label: Option<crate::facts::Name>,
    is_loop: bool,
    /// Number of scopes around it.
    depth: usize,
    /// United over all `break`s.
    exit: state::State,
    /// United over all `continue`s.
    again: state::State,
}

struct Walker<'a> {
    site: &'a Site<'a>,
    classes: &'a [&'a ReceiverSet],
    /// Calls that are asked about, instead of suspensions.
    calls: Option<&'a BTreeSet<ExprId>>,
    edition: Edition,
    /// What may be alive here; `None` where control does not come.
    state: state::State,
    scopes: Scopes,
    jumps: Vec<Jump>,
    guards: Vec<Guard>,
    /// The expression whose temporary lives as long as the variable that `let` binds to it.
    extended: Option<ExprId>,
    found: BTreeMap<(GuardId, Option<ExprId>), Held>,
    steps: usize,
}
