//! Where control leaves a region of code while a place may still hold its value, and which assignments find a value there.
//!
//! The region is walked in the order of evaluation. Where control-flow paths meet, a place that may hold its value on one of them may hold it.
//! Panics leave nothing that counts, and code inside closures and async blocks runs elsewhere.

use super::Finder;
use crate::facts::{BinaryOp, BlockKind, ExprId, ExprKind, MacroCall, MacroKind, Name, Stmt};
use rustc_hash::{FxHashMap, FxHashSet};

/// The code in which a variable exists.
#[derive(Clone, Copy)]
pub(super) enum Region {
    /// All of an expression.
    Expr(ExprId),
    /// What follows this statement of a block.
    After(ExprId, usize),
}

/// What happens to the value of a place.
#[derive(Default)]
pub(super) struct Events {
    /// Expressions after which the place holds nothing.
    pub(super) gone: FxHashSet<ExprId>,
    /// What drops the value of the place if it has one: assignments and calls of `drop`, and whether it holds something afterwards.
    pub(super) assigned: FxHashMap<ExprId, bool>,
}

/// What a walk has found.
#[derive(Default)]
pub(super) struct PlaceFlow {
    /// Whether the region is left on some path while the place may hold its value.
    pub(super) is_dropped: bool,
    /// The assignments and calls of `drop` that may find a value.
    pub(super) replacing: FxHashSet<ExprId>,
}

/// The walk gives up after this many visits per expression on average, because nested loops may each be walked twice.
const MAX_VISITS: usize = 16;

/// Whether the place may hold its value; `None` if control does not reach this point.
type State = Option<bool>;

/// The target of `break` and `continue`.
struct Jump {
    label: Option<Name>,
    is_loop: bool,
    exit: State,
    again: State,
}

impl Finder<'_> {
    /// Follows a place through a region.
    pub(super) fn flow(&self, region: Region, holds: bool, events: &Events) -> PlaceFlow {
        let steps = self.view.body.exprs.len().saturating_mul(MAX_VISITS);
        let mut walk = Walk { finder: self, events, state: Some(holds), jumps: Vec::new(), found: PlaceFlow::default(), steps };
        match region {
            Region::Expr(id) => walk.walk(id),
            Region::After(block, index) => {
                if let ExprKind::Block { stmts, tail, .. } = &self.view.body.exprs[block].kind {
                    walk.stmts(stmts.get(index + 1..).unwrap_or_default(), *tail);
                }
            }
        }
        walk.leave();
        // What is unknown counts as no drop.
        if walk.steps == 0 { PlaceFlow::default() } else { walk.found }
    }
}

struct Walk<'w> {
    finder: &'w Finder<'w>,
    events: &'w Events,
    state: State,
    jumps: Vec<Jump>,
    found: PlaceFlow,
    steps: usize,
}

impl Walk<'_> {
    /// Control may leave the region here.
    fn leave(&mut self) {
        self.found.is_dropped |= self.state == Some(true);
    }

    fn walk(&mut self, id: ExprId) {
        self.steps = self.steps.saturating_sub(1);
        if self.steps == 0 || self.finder.places.left_out().contains(&id) {
            return;
        }
        let view = self.finder.view;
        let kind = &view.body.exprs[id].kind;
        match kind {
            ExprKind::Closure { .. } | ExprKind::Block { kind: BlockKind::Async { .. }, .. } => {}
            ExprKind::Block { label: None, kind: BlockKind::Plain | BlockKind::Unsafe | BlockKind::Const, stmts, tail, .. } => {
                self.stmts(stmts, *tail);
            }
            // A `?` in a `try` block leaves the block.
            ExprKind::Block { label, stmts, tail, .. } => self.jump(*label, false, |walk| walk.stmts(stmts, *tail)),
            ExprKind::If { cond, then, otherwise } => {
                self.walk(*cond);
                self.branches(std::iter::once(Some(*then)).chain(std::iter::once(*otherwise)));
            }
            ExprKind::Match { scrutinee, arms } => {
                self.walk(*scrutinee);
                for arm in arms {
                    self.walk_all(arm.guard);
                }
                self.branches(arms.iter().map(|arm| Some(arm.body)));
            }
            ExprKind::While { label, cond, body } => self.jump(*label, true, |walk| {
                walk.walk(*cond);
                walk.may_end();
                walk.walk(*body);
            }),
            ExprKind::For { label, iter, body, .. } => {
                self.walk(*iter);
                self.jump(*label, true, |walk| {
                    walk.may_end();
                    walk.walk(*body);
                });
            }
            ExprKind::Loop { label, body } => self.jump(*label, true, |walk| walk.walk(*body)),
            ExprKind::Binary { op: BinaryOp::And | BinaryOp::Or, lhs, rhs, assign: false } => {
                self.walk(*lhs);
                self.branches([Some(*rhs), None].into_iter());
            }
            ExprKind::Return { value } => {
                self.walk_all(*value);
                self.leave();
                self.state = None;
            }
            ExprKind::Break { label, value } => {
                self.walk_all(*value);
                self.go(*label, false);
            }
            ExprKind::Continue { label } => self.go(*label, true),
            ExprKind::Try { operand } => {
                self.walk(*operand);
                let is_in_try = self.jumps.iter().any(|jump| !jump.is_loop && jump.label.is_none());
                if !is_in_try {
                    self.leave();
                }
            }
            ExprKind::Macro(call) => self.macro_call(call, kind),
            _ => self.children(kind),
        }
        if let Some(&holds) = self.events.assigned.get(&id) {
            if self.state == Some(true) {
                self.found.replacing.insert(id);
            }
            self.state = self.state.map(|_| holds);
        }
        if self.events.gone.contains(&id) {
            self.state = self.state.map(|_| false);
        }
        if view.types.exprs[id].is_never() {
            self.state = None;
        }
    }

    fn walk_all(&mut self, ids: impl IntoIterator<Item = ExprId>) {
        for id in ids {
            self.walk(id);
        }
    }

    fn children(&mut self, kind: &ExprKind) {
        kind.for_each_child(&mut |child| self.walk(child));
    }

    fn stmts(&mut self, stmts: &[Stmt], tail: Option<ExprId>) {
        for stmt in stmts {
            match stmt {
                Stmt::Let { init, otherwise, .. } => {
                    self.walk_all(*init);
                    if otherwise.is_some() {
                        self.branches([*otherwise, None].into_iter());
                    }
                }
                Stmt::Expr { expr, .. } => self.walk(*expr),
                Stmt::Item(_) => {}
            }
        }
        self.walk_all(tail);
    }

    /// One of these runs; `None` is a branch without code.
    fn branches(&mut self, branches: impl Iterator<Item = Option<ExprId>>) {
        let before = self.state;
        let mut after = None;
        for branch in branches {
            self.state = before;
            self.walk_all(branch);
            after = join(after, self.state);
        }
        self.state = after;
    }

    /// Runs the body of a loop or block that can be left. A loop's body runs again if it may fill the place.
    fn jump(&mut self, label: Option<Name>, is_loop: bool, mut body: impl FnMut(&mut Self)) {
        let mut entry = self.state;
        loop {
            self.jumps.push(Jump { label, is_loop, exit: None, again: None });
            self.state = entry;
            body(self);
            let Some(jump) = self.jumps.pop() else { return };
            if !is_loop {
                self.state = join(self.state, jump.exit);
                return;
            }
            let round = join(join(entry, self.state), jump.again);
            self.state = jump.exit;
            if round == entry || self.steps == 0 {
                return;
            }
            entry = round;
        }
    }

    /// The innermost loop may end here.
    fn may_end(&mut self) {
        if let Some(jump) = self.jumps.last_mut() {
            jump.exit = join(jump.exit, self.state);
        }
    }

    /// `break` or `continue`. One to a target outside leaves the region.
    fn go(&mut self, label: Option<Name>, again: bool) {
        let target = self.jumps.iter_mut().rev().find(|jump| if label.is_some() { jump.label == label } else { jump.is_loop });
        match target {
            Some(jump) if again => jump.again = join(jump.again, self.state),
            Some(jump) => jump.exit = join(jump.exit, self.state),
            None => self.leave(),
        }
        self.state = None;
    }

    fn macro_call(&mut self, call: &MacroCall, kind: &ExprKind) {
        match &call.kind {
            MacroKind::Select { arms, otherwise, .. } => {
                for arm in arms {
                    self.walk_all(arm.guard);
                    self.walk(arm.future);
                }
                self.branches(arms.iter().map(|arm| arm.handler).chain(*otherwise).map(Some));
            }
            MacroKind::Stream { .. } | MacroKind::Opaque => {}
            _ => self.children(kind),
        }
        if call.may_return() {
            self.leave();
        }
        if matches!(call.kind, MacroKind::Diverge { .. }) {
            self.state = None;
        }
    }
}

/// What may be held where two control-flow paths meet.
const fn join(a: State, b: State) -> State {
    match (a, b) {
        (Some(a), Some(b)) => Some(a || b),
        (one, None) | (None, one) => one,
    }
}
