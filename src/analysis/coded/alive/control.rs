//! Blocks, branches and loops.

use super::state::{Live, ScopeKind, State, join};
use super::{Jump, Usage, Walker};
use crate::facts::{BinaryOp, ExprId, ExprKind, Name, PatId, Stmt};
use crate::project::Edition;

impl Walker<'_> {
    pub(super) fn control(&mut self, id: ExprId, kind: &ExprKind) {
        match kind {
            ExprKind::Block { label: Some(label), stmts, tail, .. } => {
                self.jump(Some(*label), false, |this| this.stmts(stmts, *tail));
            }
            ExprKind::Block { stmts, tail, .. } => self.stmts(stmts, *tail),
            ExprKind::If { cond, then, otherwise } => self.branch(*cond, *then, *otherwise),
            ExprKind::Let { pat, scrutinee } => {
                self.walk(*scrutinee, Usage::Look);
                self.matched(*pat, *scrutinee);
            }
            ExprKind::Match { scrutinee, arms } => {
                self.walk(*scrutinee, Usage::Look);
                let before = self.state.clone();
                let mut after = None;
                for arm in arms {
                    self.state.clone_from(&before);
                    self.scopes.push(ScopeKind::Vars);
                    self.matched(arm.pat, *scrutinee);
                    if let Some(guard) = arm.guard {
                        self.in_temps(|this| this.walk(guard, Usage::Move));
                    }
                    self.in_temps(|this| this.walk(arm.body, Usage::Move));
                    self.end_scope();
                    after = join(after, self.state.take());
                }
                self.state = after;
            }
            ExprKind::While { label, cond, body } => self.jump(*label, true, |this| {
                this.scopes.push(ScopeKind::Temps);
                this.scopes.push(ScopeKind::Vars);
                this.walk(*cond, Usage::Move);
                let out = this.without(this.scopes.len() - 2);
                if !this.has_let(*cond) {
                    this.state.clone_from(&out);
                }
                let out = this.otherwise(*cond, out);
                this.leave(out);
                this.in_temps(|this| this.walk(*body, Usage::Move));
                this.end_scope();
                this.end_scope();
            }),
            ExprKind::Loop { label, body } => self.jump(*label, true, |this| this.in_temps(|this| this.walk(*body, Usage::Move))),
            ExprKind::For { label, pat, iter, body } => self.each(*label, *pat, *iter, *body),
            ExprKind::Return { value } => {
                self.walk_all(value, Usage::Move);
                self.state = None;
            }
            ExprKind::Break { label, value } => {
                self.walk_all(value, Usage::Move);
                self.go(*label, false);
            }
            ExprKind::Continue { label } => self.go(*label, true),
            ExprKind::Binary { op: BinaryOp::And | BinaryOp::Or, lhs, rhs, .. } => self.lazy(id, *lhs, *rhs),
            other => {
                let mut parts = Vec::new();
                other.for_each_child(&mut |part| parts.push(part));
                let usage = if matches!(other, ExprKind::Binary { .. }) { Usage::Look } else { Usage::Move };
                self.walk_all(&parts, usage);
            }
        }
    }

    /// `a && b`: each operand is a scope of temporaries. In a chain of `let`s the temporaries live as long as the branch.
    fn lazy(&mut self, id: ExprId, lhs: ExprId, rhs: ExprId) {
        if self.has_let(id) {
            self.walk(lhs, Usage::Move);
            self.walk(rhs, Usage::Move);
            return;
        }
        self.in_temps(|this| this.walk(lhs, Usage::Move));
        let skipped = self.state.clone();
        self.in_temps(|this| this.walk(rhs, Usage::Move));
        self.state = join(self.state.take(), skipped);
    }

    pub(super) fn stmts(&mut self, stmts: &[Stmt], tail: Option<ExprId>) {
        self.scopes.push(ScopeKind::Vars);
        for stmt in stmts {
            match stmt {
                Stmt::Let { pat, init, otherwise, .. } => self.declare(*pat, *init, *otherwise),
                Stmt::Expr { expr, .. } => self.in_temps(|this| this.walk(*expr, Usage::Move)),
                Stmt::Item(_) => {}
            }
        }
        match tail {
            // Since the 2024 edition a block's last expression drops its temporaries before the block's variables.
            Some(tail) if self.edition >= Edition::E2024 => self.in_temps(|this| this.walk(tail, Usage::Move)),
            Some(tail) => self.walk(tail, Usage::Move),
            None => {}
        }
        self.end_scope();
    }

    fn declare(&mut self, pat: PatId, init: Option<ExprId>, otherwise: Option<ExprId>) {
        let takers = self.takers(pat);
        let Some(init) = init else { return self.bind(&takers, None) };
        let value = if takers.is_empty() { None } else { self.value_of(init) };
        self.in_temps(|this| {
            this.extended = this.extended_by(init);
            this.walk(init, if takers.is_empty() { Usage::Look } else { Usage::Move });
            this.extended = None;
        });
        if let Some(otherwise) = otherwise {
            let matched = self.state.clone();
            self.refuted(init);
            self.in_temps(|this| this.walk(otherwise, Usage::Move));
            self.state = join(matched, self.state.take());
        }
        self.bind(&takers, value);
    }

    /// `let a = &value().field`: the temporary lives as long as `a`.
    fn extended_by(&self, init: ExprId) -> Option<ExprId> {
        let exprs = &self.site.view.body.exprs;
        let ExprKind::Ref { operand, .. } = &exprs[init].kind else { return None };
        let mut at = *operand;
        loop {
            at = match &exprs[at].kind {
                ExprKind::Ref { operand: inner, .. }
                | ExprKind::Unary { operand: inner, .. }
                | ExprKind::Field { base: inner, .. }
                | ExprKind::Index { base: inner, .. } => *inner,
                _ => return Some(at),
            };
        }
    }

    fn branch(&mut self, cond: ExprId, then: ExprId, otherwise: Option<ExprId>) {
        let with_let = self.has_let(cond);
        // Before 2024 the temporaries of the scrutinee of `if let` live through the `else`, until the end of the statement.
        let own_temps = !with_let || self.edition >= Edition::E2024;
        let depth = self.scopes.len();
        if own_temps {
            self.scopes.push(ScopeKind::Temps);
        }
        self.scopes.push(ScopeKind::Vars);
        self.walk(cond, Usage::Move);
        let skipped = self.without(depth);
        let skipped = self.otherwise(cond, skipped);
        if !with_let {
            self.state.clone_from(&skipped);
        }
        self.in_temps(|this| this.walk(then, Usage::Move));
        while self.scopes.len() > depth {
            self.end_scope();
        }
        let taken = std::mem::replace(&mut self.state, skipped);
        if let Some(otherwise) = otherwise {
            self.in_temps(|this| this.walk(otherwise, Usage::Move));
        }
        self.state = join(taken, self.state.take());
    }

    /// What is alive if the condition is false.
    fn otherwise(&mut self, cond: ExprId, state: State) -> State {
        let outer = std::mem::replace(&mut self.state, state);
        let mut conds = vec![cond];
        while let Some(cond) = conds.pop() {
            match self.site.view.body.exprs[cond].kind {
                ExprKind::Let { scrutinee, .. } => self.refuted(scrutinee),
                ExprKind::Binary { op: BinaryOp::And, lhs, rhs, .. } => conds.extend([lhs, rhs]),
                _ => {}
            }
        }
        std::mem::replace(&mut self.state, outer)
    }

    fn has_let(&self, cond: ExprId) -> bool {
        let mut conds = vec![cond];
        while let Some(cond) = conds.pop() {
            match self.site.view.body.exprs[cond].kind {
                ExprKind::Let { .. } => return true,
                ExprKind::Binary { op: BinaryOp::And, lhs, rhs, .. } => conds.extend([lhs, rhs]),
                _ => {}
            }
        }
        false
    }

    fn each(&mut self, label: Option<Name>, pat: PatId, iter: ExprId, body: ExprId) {
        self.scopes.push(ScopeKind::Vars);
        // An iterator that holds a value lives until the loop has ended.
        self.extended = Some(iter);
        self.walk(iter, Usage::Look);
        self.extended = None;
        let takers = self.takers(pat);
        self.jump(label, true, |this| {
            this.leave(this.state.clone());
            this.scopes.push(ScopeKind::Vars);
            let value = if takers.is_empty() { None } else { this.value_of(iter) };
            this.bind(&takers, value);
            this.in_temps(|this| this.walk(body, Usage::Move));
            this.end_scope();
        });
        self.end_scope();
        if self.class_of(iter).is_some() {
            self.forget(iter);
        }
    }

    /// Runs the body of a loop or labelled block. A loop's body runs again if more is alive at its end than at its start.
    fn jump(&mut self, label: Option<Name>, is_loop: bool, mut body: impl FnMut(&mut Self)) {
        let mut entry = self.state.clone();
        loop {
            self.jumps.push(Jump { label, is_loop, depth: self.scopes.len(), exit: None, again: None });
            body(self);
            let Some(jump) = self.jumps.pop() else { return };
            if !is_loop {
                self.state = join(self.state.take(), jump.exit);
                return;
            }
            let round = join(join(entry.clone(), self.state.take()), jump.again);
            self.state = jump.exit;
            if round.as_ref().map(Live::len) == entry.as_ref().map(Live::len) || self.steps == 0 {
                return;
            }
            entry.clone_from(&round);
            self.state = round;
        }
    }

    /// Records that control may leave the innermost loop here.
    fn leave(&mut self, state: State) {
        if let Some(jump) = self.jumps.last_mut() {
            jump.exit = join(jump.exit.take(), state);
        }
    }

    /// `break` or `continue`.
    fn go(&mut self, label: Option<Name>, again: bool) {
        let target = self.jumps.iter().rposition(|jump| if label.is_some() { jump.label == label } else { jump.is_loop });
        if let Some(target) = target {
            let state = self.without(self.jumps[target].depth);
            let jump = &mut self.jumps[target];
            let way = if again { &mut jump.again } else { &mut jump.exit };
            *way = join(way.take(), state);
        }
        self.state = None;
    }

    /// What is alive after all scopes from index `depth` on have ended.
    fn without(&self, depth: usize) -> State {
        let mut state = self.state.clone();
        if let Some(live) = &mut state {
            for key in self.scopes.beyond(depth) {
                live.remove(&key);
            }
        }
        state
    }
}
