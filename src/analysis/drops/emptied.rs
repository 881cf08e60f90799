//! Fields that a type's own `drop` empties, so nothing is left in them when the fields are dropped: `if let Some(rt) = self.rt.take() { .. }`.
//!
//! Only what certainly happens on each path counts. A value that is dropped at once, as by `self.rt.take();`, is not taken out.

use super::super::body::BodyView;
use crate::catalogue::Role;
use crate::facts::{ExprId, ExprKind, MacroKind, Name, PatId, PatKind, Stmt};
use crate::names::{CrateKind, DefId};
use crate::types::Callee;
use rustc_hash::FxHashSet;

/// Methods of `self` that call others are followed this deep.
const MAX_CALLS: u32 = 4;

/// Methods that lead from a field to the value in it: `self.rt.lock().unwrap().take()`.
const INWARD: [&str; 7] = ["lock", "write", "borrow_mut", "get_mut", "unwrap", "expect", "as_mut"];

/// The fields that a method with `&mut self` empties on each path.
pub(in crate::analysis) fn emptied_fields(view: &BodyView<'_>, method: DefId) -> FxHashSet<Name> {
    emptied_by(view, method, 0)
}

fn emptied_by(view: &BodyView<'_>, method: DefId, depth: u32) -> FxHashSet<Name> {
    if depth > MAX_CALLS || view.db.store.kind(method.krate) != CrateKind::Local {
        return FxHashSet::default();
    }
    let found = view.with(method, |view| {
        let Some(receiver) = view.body.self_param else { return FxHashSet::default() };
        let mut walk = Walk { view, receiver, depth, is_left: false };
        walk.expr(view.body.root, Use::Kept)
    });
    found.unwrap_or_default()
}

/// What happens to the value of an expression.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// It is dropped at once.
    Dropped,
    /// Other code gets it.
    Kept,
}

/// Follows the code that runs on each path through a body.
struct Walk<'a> {
    view: &'a BodyView<'a>,
    receiver: PatId,
    depth: u32,
    /// Whether some path has left the fn, so what follows does not run on each.
    is_left: bool,
}

impl Walk<'_> {
    /// The fields that an expression empties, whatever its value.
    fn expr(&mut self, id: ExprId, used: Use) -> FxHashSet<Name> {
        if self.is_left {
            return FxHashSet::default();
        }
        match &self.view.body.exprs[id].kind {
            ExprKind::If { cond, then, otherwise } => {
                let mut found = self.expr(*cond, Use::Kept);
                let mut inside = self.branch(*then);
                let mut outside = otherwise.map(|otherwise| self.branch(otherwise)).unwrap_or_default();
                // `if self.rt.is_some() { .. }`: otherwise it is empty already.
                outside.0.extend(self.asked_for(*cond));
                found.extend(joined([&mut inside, &mut outside]));
                self.is_left |= inside.1 || outside.1;
                found
            }
            ExprKind::Match { scrutinee, arms } => {
                let mut found = self.expr(*scrutinee, Use::Kept);
                let mut inside: Vec<_> = arms.iter().map(|arm| self.branch(arm.body)).collect();
                found.extend(joined(inside.iter_mut()));
                self.is_left |= inside.iter().any(|(_, is_left)| *is_left);
                found
            }
            ExprKind::Block { stmts, tail, .. } => {
                let mut found = FxHashSet::default();
                for stmt in stmts {
                    match stmt {
                        Stmt::Let { pat, init: Some(init), otherwise, .. } => {
                            let used = if self.is_used(*pat) { Use::Kept } else { Use::Dropped };
                            found.extend(self.expr(*init, used));
                            self.is_left |= otherwise.is_some_and(|otherwise| self.branch(otherwise).1);
                        }
                        Stmt::Expr { expr, semi, .. } => found.extend(self.expr(*expr, if *semi { Use::Dropped } else { Use::Kept })),
                        Stmt::Let { .. } | Stmt::Item(_) => {}
                    }
                }
                // Nobody gets the value of `drop` itself.
                found.extend(tail.map(|tail| self.expr(tail, Use::Dropped)).unwrap_or_default());
                found
            }
            ExprKind::Closure { .. } => FxHashSet::default(),
            // The body of a loop may run not at all.
            ExprKind::For { iter: first, body, .. } | ExprKind::While { cond: first, body, .. } => {
                let found = self.expr(*first, Use::Kept);
                self.is_left |= self.branch(*body).1;
                found
            }
            ExprKind::Loop { body, .. } => {
                self.is_left |= self.branch(*body).1;
                FxHashSet::default()
            }
            ExprKind::Return { .. } | ExprKind::Try { .. } | ExprKind::Break { .. } | ExprKind::Continue { .. } => {
                let found = self.children(id);
                self.is_left = true;
                found
            }
            ExprKind::Binary { lhs, .. } => self.expr(*lhs, Use::Kept),
            ExprKind::Macro(call) if !matches!(call.kind, MacroKind::Identity { .. } | MacroKind::Expanded { .. }) => FxHashSet::default(),
            ExprKind::Call { .. } | ExprKind::MethodCall { .. } => {
                let mut found = self.children(id);
                match self.taken_out_of(id) {
                    Some(field) if used == Use::Kept => {
                        found.insert(field);
                    }
                    _ => found.extend(self.by_own_method(id)),
                }
                found
            }
            _ => self.children(id),
        }
    }

    /// The fields that a branch empties, and whether it leaves the fn.
    fn branch(&mut self, id: ExprId) -> (FxHashSet<Name>, bool) {
        let mut walk = Walk { view: self.view, receiver: self.receiver, depth: self.depth, is_left: false };
        let found = walk.expr(id, Use::Dropped);
        (found, walk.is_left)
    }

    fn children(&mut self, id: ExprId) -> FxHashSet<Name> {
        let used = if self.drops(id) { Use::Dropped } else { Use::Kept };
        let mut children = Vec::new();
        self.view.body.exprs[id].kind.for_each_child(&mut |child| children.push(child));
        children.into_iter().flat_map(|child| self.expr(child, used)).collect()
    }

    /// Whether a call drops what it is given: `drop(self.rt.take())`, `self.rt.take().map(drop)`.
    fn drops(&self, call: ExprId) -> bool {
        let view = self.view;
        let (_, args) = view.receiver_and_args(call);
        let is_drop = |arg: &ExprId| match view.types.exprs[*arg].kind() {
            crate::types::TyKind::FnDef(def, _) => view.known.roles(view.def.krate, *def).contains(&Role::Drop),
            _ => false,
        };
        self.view.plays(call, Role::Drop) || args.iter().any(is_drop)
    }

    /// The field whose value a call takes out: `self.rt.take()`, `std::mem::take(&mut self.rt)`.
    fn taken_out_of(&self, call: ExprId) -> Option<Name> {
        if !self.view.plays(call, Role::TakeOut) {
            return None;
        }
        let (receiver, args) = self.view.receiver_and_args(call);
        self.field_of(receiver.or(args.first().copied())?)
    }

    /// The field of `self` that holds a value, behind locks and references.
    fn field_of(&self, id: ExprId) -> Option<Name> {
        let mut at = id;
        loop {
            at = match &self.view.body.exprs[at].kind {
                ExprKind::Field { base, name, .. } => return self.is_self(*base).then_some(*name),
                ExprKind::Ref { operand, .. } | ExprKind::Unary { operand, .. } => *operand,
                ExprKind::MethodCall { receiver, method, .. } if INWARD.contains(&method.as_str()) => *receiver,
                _ => return None,
            };
        }
    }

    fn is_self(&self, id: ExprId) -> bool {
        self.view.types.locals.get(&id) == Some(&self.receiver)
    }

    /// The field of which a condition says that it holds a value: `self.rt.is_some()`.
    fn asked_for(&self, cond: ExprId) -> Option<Name> {
        match &self.view.body.exprs[cond].kind {
            ExprKind::MethodCall { receiver, method, .. } if *method == "is_some" => self.field_of(*receiver),
            _ => None,
        }
    }

    /// What a method called on `self` empties: `self.stop()`.
    fn by_own_method(&self, call: ExprId) -> FxHashSet<Name> {
        match (&self.view.body.exprs[call].kind, self.view.types.callees.get(&call)) {
            (ExprKind::MethodCall { receiver, .. }, Some(Callee::Fn(callee))) if self.is_self(*receiver) => {
                emptied_by(self.view, callee.body_def(), self.depth + 1)
            }
            _ => FxHashSet::default(),
        }
    }

    /// Whether a pattern has no variables, or one that is used.
    fn is_used(&self, pat: PatId) -> bool {
        let pats = &self.view.body.pats;
        match &pats[pat].kind {
            PatKind::Wild => false,
            PatKind::Bind { .. } => self.view.types.locals.values().any(|local| *local == pat),
            PatKind::Typed { pat, .. } => self.is_used(*pat),
            _ => true,
        }
    }
}

/// The fields that each branch empties.
fn joined<'b>(branches: impl IntoIterator<Item = &'b mut (FxHashSet<Name>, bool)>) -> FxHashSet<Name> {
    let mut branches = branches.into_iter();
    let Some((first, _)) = branches.next() else { return FxHashSet::default() };
    let mut common = std::mem::take(first);
    for (other, _) in branches {
        common.retain(|name| other.contains(name));
    }
    common
}
