//! The control flow of a part: points with one event each, and edges to the points that may follow. Loops, branches and early exits are edges.

use super::super::body::BodyView;
use super::background;
use super::outline::{Event, Point, Unit};
use super::own_joins::OwnJoin;
use super::values::Values;
use crate::facts::{BlockKind, ExprId, ExprKind, MacroKind, Name, Stmt};
use smallvec::SmallVec;

/// The parts of a body, with their points.
pub(super) fn flow(values: &mut Values<'_>) -> (Vec<Unit>, Vec<Point>) {
    let mut points = Vec::new();
    let mut units = Vec::new();
    for (expr, body) in values.units.clone() {
        let mut walk = Walk {
            view: values.view,
            values,
            points: &mut points,
            at: None,
            exit: 0,
            loops: Vec::new(),
            depth: 0,
            unbounded: 0,
            endless: 0,
            serving: 0,
            beside: 0,
            anchors: Vec::new(),
        };
        let entry = walk.begin(None);
        walk.exit = walk.begin(None);
        walk.at = Some(entry);
        match &walk.view.body.exprs[body].kind {
            ExprKind::Block { kind: BlockKind::Async { .. }, stmts, tail, .. } if expr == body => walk.block(stmts, *tail),
            _ => walk.expr(body),
        }
        let exit = walk.exit;
        walk.leave(exit);
        let mut anchors = walk.anchors;
        let end = u32::try_from(points.len()).unwrap_or(u32::MAX);
        anchors.sort_unstable();
        let is_stream = matches!(&values.view.body.exprs[expr].kind, ExprKind::Macro(_));
        let waits = background::waits(values, body);
        units.push(Unit {
            span: values.view.body.exprs[expr].span,
            entry,
            exit,
            end,
            anchors,
            is_stream,
            waits,
            fills: values.fills.contains(&expr),
        });
    }
    (units, points)
}

/// A loop or labelled block.
struct Frame {
    label: Option<Name>,
    after: u32,
    /// The target of `continue`; `None` for a block.
    head: Option<u32>,
}

struct Walk<'w, 'a> {
    view: &'w BodyView<'a>,
    values: &'w Values<'a>,
    points: &'w mut Vec<Point>,
    /// The current point; `None` if control does not reach here.
    at: Option<u32>,
    exit: u32,
    loops: Vec<Frame>,
    /// How many loops enclose this code.
    depth: usize,
    /// How many of them are not over values in memory.
    unbounded: usize,
    /// How many of them may never end.
    endless: usize,
    /// How many of these wait for other parties.
    serving: usize,
    /// How many `select!`s and loops around this code hold futures that it delays.
    beside: usize,
    anchors: Vec<(u32, u32)>,
}

impl Walk<'_, '_> {
    fn begin(&mut self, from: Option<u32>) -> u32 {
        let index = u32::try_from(self.points.len()).unwrap_or(u32::MAX);
        let point = Point {
            in_loop: self.depth > 0,
            in_unbounded_loop: self.unbounded > 0,
            in_endless_loop: self.endless > 0,
            serves: self.serving > 0,
            is_beside: self.beside > 0,
            ..Point::default()
        };
        self.points.push(point);
        if let Some(from) = from {
            self.points[from as usize].next.push(index);
        }
        index
    }

    /// Control continues at `to`, and does not reach the next expression.
    fn leave(&mut self, to: u32) {
        if let Some(at) = self.at.take() {
            let next = &mut self.points[at as usize].next;
            if !next.contains(&to) {
                next.push(to);
            }
        }
    }

    /// Control may continue at `to`.
    fn may_leave(&mut self, to: u32) {
        if let Some(at) = self.at {
            self.leave(to);
            self.at = Some(self.begin(Some(at)));
        }
    }

    fn happen(&mut self, event: Event, join: OwnJoin) {
        if let Some(at) = self.at {
            self.points[at as usize].own_join = if matches!(event, Event::Beside(_)) { join } else { OwnJoin::No };
            self.points[at as usize].event = Some(event);
            self.at = Some(self.begin(Some(at)));
        }
    }

    /// Adds the events of an expression; its operands' events are already there.
    fn emit(&mut self, id: ExprId) {
        if let Some(at) = self.at
            && self.view.is_anchor(id)
        {
            self.anchors.push((self.view.name_span(id).start, at));
        }
        for event in self.values.events.get(&id).into_iter().flatten() {
            self.happen(event.clone(), self.values.own_joins.get(&id).copied().unwrap_or_default());
        }
        if matches!(&self.view.body.exprs[id].kind, ExprKind::Call { .. } | ExprKind::MethodCall { .. })
            && self.view.types.exprs[id].is_never()
        {
            self.at = None;
        }
    }

    /// Walks the branches, each from the same point.
    fn branches(&mut self, ways: &mut [&mut dyn FnMut(&mut Self)]) {
        let from = self.at;
        let mut ends: SmallVec<[u32; 4]> = SmallVec::new();
        for way in ways {
            self.at = from.map(|from| self.begin(Some(from)));
            way(self);
            ends.extend(self.at);
        }
        self.meet(&ends);
    }

    fn meet(&mut self, ends: &[u32]) {
        self.at = None;
        if let Some((first, rest)) = ends.split_first() {
            let after = self.begin(Some(*first));
            for end in rest {
                self.points[*end as usize].next.push(after);
            }
            self.at = Some(after);
        }
    }

    fn block(&mut self, stmts: &[Stmt], tail: Option<ExprId>) {
        for stmt in stmts {
            match stmt {
                Stmt::Let { init, otherwise, .. } => {
                    if let Some(init) = init {
                        self.expr(*init);
                    }
                    if let Some(otherwise) = otherwise {
                        self.branches(&mut [&mut |_| {}, &mut |walk| walk.expr(*otherwise)]);
                    }
                }
                Stmt::Expr { expr, .. } => self.expr(*expr),
                Stmt::Item(_) => {}
            }
        }
        if let Some(tail) = &tail {
            self.expr(*tail);
        }
    }

    fn looped(&mut self, label: Option<Name>, ends: bool, cond: Option<ExprId>, body: ExprId) {
        let Some(from) = self.at else { return };
        let may_never_end = !ends || cond.is_some_and(|cond| self.view.awaits(cond));
        if may_never_end {
            self.happen(Event::Loop, OwnJoin::No);
        }
        let after = self.begin(None);
        self.depth += 1;
        self.endless += usize::from(may_never_end);
        let serves = may_never_end && self.values.waits_for_others(cond.into_iter().chain([body]));
        self.serving += usize::from(serves);
        let delays = self.values.takes_from_concurrent(cond.into_iter().chain([body]));
        self.beside += usize::from(delays);
        let head = self.begin(Some(self.at.unwrap_or(from)));
        self.at = Some(head);
        if let Some(cond) = &cond {
            self.expr(*cond);
        }
        if ends {
            self.may_leave(after);
        }
        self.loops.push(Frame { label, after, head: Some(head) });
        self.expr(body);
        self.loops.pop();
        self.leave(head);
        self.depth -= 1;
        self.endless -= usize::from(may_never_end);
        self.serving -= usize::from(serves);
        self.beside -= usize::from(delays);
        self.at = Some(after);
    }

    fn expr(&mut self, id: ExprId) {
        if self.values.left_out.contains(&id) {
            return;
        }
        // A separate part: its events happen where it is driven, which may be here.
        if self.values.unit_of.contains_key(&id) && id != self.view.body.root {
            return self.emit(id);
        }
        let body = self.view.body;
        match &body.exprs[id].kind {
            ExprKind::Block { stmts, tail, label, .. } => match label {
                Some(label) => {
                    let after = self.begin(None);
                    self.loops.push(Frame { label: Some(*label), after, head: None });
                    self.block(stmts, *tail);
                    self.loops.pop();
                    self.leave(after);
                    self.at = Some(after);
                }
                None => self.block(stmts, *tail),
            },
            ExprKind::If { cond, then, otherwise } => {
                self.expr(*cond);
                let otherwise = *otherwise;
                self.branches(&mut [&mut |walk| walk.expr(*then), &mut |walk| otherwise.iter().for_each(|id| walk.expr(*id))]);
            }
            ExprKind::Match { scrutinee, arms } => {
                self.expr(*scrutinee);
                let from = self.at;
                let mut ends: Vec<u32> = Vec::new();
                for arm in arms {
                    self.at = from.map(|from| self.begin(Some(from)));
                    if let Some(guard) = &arm.guard {
                        self.expr(*guard);
                    }
                    self.expr(arm.body);
                    ends.extend(self.at);
                }
                self.meet(&ends);
            }
            ExprKind::Binary { lhs, rhs, op: crate::facts::BinaryOp::And | crate::facts::BinaryOp::Or, assign: false } => {
                self.expr(*lhs);
                self.branches(&mut [&mut |_| {}, &mut |walk| walk.expr(*rhs)]);
            }
            ExprKind::Loop { label, body } => {
                self.unbounded += 1;
                self.looped(*label, false, None, *body);
                self.unbounded -= 1;
            }
            ExprKind::While { label, cond, body } => {
                self.unbounded += 1;
                self.looped(*label, true, Some(*cond), *body);
                self.unbounded -= 1;
            }
            ExprKind::For { label, iter, body, .. } => {
                self.expr(*iter);
                self.emit(id);
                let is_bounded = self.view.is_bounded(&self.view.types.exprs[*iter], 0);
                self.unbounded += usize::from(!is_bounded);
                self.looped(*label, true, None, *body);
                self.unbounded -= usize::from(!is_bounded);
            }
            ExprKind::Return { value } => {
                if let Some(value) = value {
                    self.expr(*value);
                }
                self.emit(id);
                let exit = self.exit;
                self.leave(exit);
            }
            ExprKind::Break { label, value } => {
                if let Some(value) = value {
                    self.expr(*value);
                }
                self.jump(*label, |frame| Some(frame.after).filter(|_| label.is_some() || frame.head.is_some()));
            }
            ExprKind::Continue { label } => self.jump(*label, |frame| frame.head),
            ExprKind::Try { operand } => {
                self.expr(*operand);
                self.emit(id);
                let exit = self.exit;
                self.may_leave(exit);
            }
            ExprKind::Macro(call) => match &call.kind {
                MacroKind::Select { arms, otherwise, .. } => {
                    for arm in arms {
                        if let Some(guard) = &arm.guard {
                            self.expr(*guard);
                        }
                        self.expr(arm.future);
                    }
                    self.emit(id);
                    // In a loop, the futures that outlive the `select!` are polled again after the handler.
                    let comes_around = self.loops.iter().any(|frame| frame.head.is_some());
                    let waiting: Vec<bool> = arms.iter().map(|arm| comes_around && self.values.outlives(arm.future)).collect();
                    let from = self.at;
                    let mut ends: Vec<u32> = Vec::new();
                    for (index, handler) in arms.iter().map(|arm| arm.handler).chain(*otherwise).enumerate() {
                        let delays = waiting.iter().enumerate().any(|(other, waits)| *waits && other != index);
                        self.beside += usize::from(delays);
                        self.at = from.map(|from| self.begin(Some(from)));
                        self.expr(handler);
                        ends.extend(self.at);
                        self.beside -= usize::from(delays);
                    }
                    self.meet(&ends);
                }
                MacroKind::Diverge { args } => {
                    for arg in args {
                        self.expr(*arg);
                    }
                    self.emit(id);
                    let exit = self.exit;
                    self.leave(exit);
                }
                _ => {
                    call.for_each_expr(&mut |expr| self.expr(expr));
                    self.emit(id);
                }
            },
            kind => {
                kind.for_each_child(&mut |child| self.expr(child));
                self.emit(id);
            }
        }
        // A closure drives the future that is its result.
        if matches!(&body.exprs[id].kind, ExprKind::Block { .. } | ExprKind::If { .. } | ExprKind::Match { .. } | ExprKind::Loop { .. }) {
            self.emit(id);
        }
    }

    fn jump(&mut self, label: Option<Name>, to: impl Fn(&Frame) -> Option<u32>) {
        let mut frames = self.loops.iter().rev().filter(|frame| label.is_none() || frame.label == label);
        let found = frames.find_map(to).unwrap_or(self.exit);
        self.leave(found);
    }
}

impl BodyView<'_> {
    /// Whether a finding may be located at an expression.
    fn is_anchor(&self, id: ExprId) -> bool {
        matches!(
            self.body.exprs[id].kind,
            ExprKind::Call { .. } | ExprKind::MethodCall { .. } | ExprKind::Macro(_) | ExprKind::For { .. } | ExprKind::Await { .. }
        )
    }
}
