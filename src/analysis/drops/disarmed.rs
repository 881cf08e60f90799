//! Changes of a value after which its own `drop` does nothing: `self.handle = None`, `self.armed = false`, where `drop` looks at that field first.

use super::Finder;
use super::flow::Events;
use crate::analysis::body::BodyView;
use crate::analysis::drops::drop_glue::Glue;
use crate::catalogue::Role;
use crate::facts::{ExprId, ExprKind, Literal, Name, Stmt};
use crate::names::{CrateKind, DefId};
use crate::types::Callee;
use rustc_hash::FxHashSet;

impl Finder<'_> {
    /// The expressions that disarm a variable's `drop`.
    pub(super) fn disarmed(&self, uses: &[ExprId], glue: &Glue) -> Vec<ExprId> {
        let Glue::Fn(drop, _) = glue else { return Vec::new() };
        if uses.is_empty() || self.view.db.store.kind(drop.krate) != CrateKind::Local {
            return Vec::new();
        }
        let mut asked = None;
        let mut found = Vec::new();
        for &id in uses {
            let Some(change) = self.change_at(id) else { continue };
            let asked = asked.get_or_insert_with(|| asked_fields(self.view, *drop));
            let is_disarming = match change {
                Change::Field(_, name) => asked.contains(&name),
                Change::Method(_, method) => !asked.is_empty() && changed_fields(self.view, method).iter().any(|name| asked.contains(name)),
            };
            if is_disarming {
                let (Change::Field(at, _) | Change::Method(at, _)) = change;
                found.push(at);
            }
        }
        found
    }

    /// Whether a value's own `drop` still does something where a variable is passed to `drop`.
    pub(super) fn is_armed(&self, arg: ExprId, call: ExprId, glue: &Glue) -> bool {
        let Some(pat) = self.view.types.locals.get(&arg) else { return true };
        let Some(region) = self.sources.get(pat).and_then(|source| source.region) else { return true };
        let uses = self.uses.get(pat).map(Vec::as_slice).unwrap_or_default();
        let gone: FxHashSet<ExprId> = self.disarmed(uses, glue).into_iter().collect();
        if gone.is_empty() {
            return true;
        }
        let mut assigned = self.assignments(uses, |_| true);
        assigned.insert(call, false);
        self.flow(region, true, &Events { gone, assigned }).replacing.contains(&call)
    }

    /// The change of a variable that a use is part of.
    fn change_at(&self, id: ExprId) -> Option<Change> {
        let parent = self.view.parents()[id]?;
        match &self.view.body.exprs[parent].kind {
            ExprKind::Field { name, .. } => Some(Change::Field(self.emptying(parent)?, *name)),
            ExprKind::MethodCall { receiver, .. } if *receiver == id => match self.view.types.callees.get(&parent)? {
                Callee::Fn(callee) => Some(Change::Method(parent, callee.body_def())),
                _ => None,
            },
            _ => None,
        }
    }

    /// The expression around a field that empties it or sets it to a constant.
    fn emptying(&self, field: ExprId) -> Option<ExprId> {
        let parent = self.view.parents()[field]?;
        match &self.view.body.exprs[parent].kind {
            ExprKind::Assign { lhs, rhs } => (*lhs == field && is_constant(self.view, *rhs)).then_some(parent),
            ExprKind::MethodCall { receiver, .. } => (*receiver == field && self.plays(parent, Role::TakeOut)).then_some(parent),
            ExprKind::Ref { .. } => self.view.parents()[parent].filter(|call| self.plays(*call, Role::TakeOut)),
            _ => None,
        }
    }
}

/// A change of a variable, with the expression that makes it.
enum Change {
    /// A field is emptied, or set to a constant.
    Field(ExprId, Name),
    /// A method is called.
    Method(ExprId, DefId),
}

/// `false`, `None`, `State::Done`.
fn is_constant(view: &BodyView<'_>, id: ExprId) -> bool {
    match &view.body.exprs[id].kind {
        ExprKind::Literal(literal) => matches!(literal, Literal::Bool(_) | Literal::Int(..)),
        ExprKind::Path(_) => !view.types.locals.contains_key(&id),
        _ => false,
    }
}

/// The fields of `self` that a `drop` looks at before it does something: in conditions, in what it matches and iterates over, and where it
/// takes a value out.
fn asked_fields(view: &BodyView<'_>, drop: DefId) -> FxHashSet<Name> {
    let found = view.with(drop, |view| {
        let mut open: Vec<ExprId> = Vec::new();
        for (id, expr) in view.body.exprs.iter_enumerated() {
            match &expr.kind {
                ExprKind::If { cond: asked, .. }
                | ExprKind::While { cond: asked, .. }
                | ExprKind::Match { scrutinee: asked, .. }
                | ExprKind::For { iter: asked, .. } => open.push(*asked),
                ExprKind::Block { stmts, .. } => open.extend(stmts.iter().filter_map(|stmt| match stmt {
                    Stmt::Let { init, otherwise: Some(_), .. } => *init,
                    _ => None,
                })),
                ExprKind::Call { .. } | ExprKind::MethodCall { .. } if view.plays(id, Role::TakeOut) => open.push(id),
                _ => {}
            }
        }
        let mut fields = FxHashSet::default();
        while let Some(id) = open.pop() {
            fields.extend(own_field(view, id));
            view.body.exprs[id].kind.for_each_child(&mut |child| open.push(child));
        }
        fields
    });
    found.unwrap_or_default()
}

/// The fields of `self` that a method empties or sets to a constant.
fn changed_fields(view: &BodyView<'_>, method: DefId) -> FxHashSet<Name> {
    if view.db.store.kind(method.krate) != CrateKind::Local {
        return FxHashSet::default();
    }
    let found = view.with(method, |view| {
        let mut fields = FxHashSet::default();
        for (id, expr) in view.body.exprs.iter_enumerated() {
            match &expr.kind {
                ExprKind::Assign { lhs, rhs } if is_constant(view, *rhs) => fields.extend(own_field(view, *lhs)),
                ExprKind::Call { .. } | ExprKind::MethodCall { .. } if view.plays(id, Role::TakeOut) => {
                    let (receiver, args) = view.receiver_and_args(id);
                    fields.extend(receiver.or(args.first().copied()).and_then(|value| own_field(view, behind_ref(view, value))));
                }
                _ => {}
            }
        }
        fields
    });
    found.unwrap_or_default()
}

fn behind_ref(view: &BodyView<'_>, id: ExprId) -> ExprId {
    match view.body.exprs[id].kind {
        ExprKind::Ref { operand, .. } => operand,
        _ => id,
    }
}

/// The name of a field of `self`.
pub(super) fn own_field(view: &BodyView<'_>, id: ExprId) -> Option<Name> {
    match &view.body.exprs[id].kind {
        ExprKind::Field { base, name, .. } => {
            (view.body.self_param.is_some() && view.types.locals.get(base).copied() == view.body.self_param).then_some(*name)
        }
        _ => None,
    }
}
