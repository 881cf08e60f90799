//! Values whose own `drop` does nothing because of how they were made: `Temp { keep: false, .. }`, where `drop` begins with `if self.keep`.

use super::Finder;
use super::disarmed::own_field;
use crate::analysis::body::BodyView;
use crate::analysis::drops::drop_glue::Glue;
use crate::facts::{BinaryOp, ExprId, ExprKind, Literal, Name, PatId, PatKind, Stmt, UnaryOp};
use crate::names::{CrateKind, DefId};
use crate::types::Callee;
use rustc_hash::FxHashMap;

/// Methods of `Option` and `Result` that keep the value of a success.
const KEEPING: [&str; 9] = ["unwrap", "expect", "ok", "map_err", "inspect_err", "ok_or", "ok_or_else", "context", "with_context"];

/// How many fns are followed to the struct literal that they return.
const MAX_FNS: u32 = 3;

/// What a field is known to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Held {
    Bool(bool),
    /// `None`
    Nothing,
}

impl Finder<'_> {
    /// Whether a value was made so that its own `drop` does nothing, and no use changes the fields that decide it.
    pub(super) fn is_inert(&self, value: ExprId, uses: &[ExprId], glue: &Glue) -> bool {
        let Glue::Fn(drop, _) = glue else { return false };
        if self.view.db.store.kind(drop.krate) != CrateKind::Local {
            return false;
        }
        let Some(mut held) = made(self.view, value, 0) else { return false };
        held.retain(|name, _| !self.may_change(uses, *name));
        !held.is_empty() && self.view.with(*drop, |view| does_nothing(view, &held)).unwrap_or(false)
    }

    /// Whether a use of a variable assigns to one of its fields, also through a method.
    fn may_change(&self, uses: &[ExprId], field: Name) -> bool {
        let exprs = &self.view.body.exprs;
        uses.iter().filter_map(|id| Some((*id, self.view.parents()[*id]?))).any(|(id, parent)| match &exprs[parent].kind {
            ExprKind::Field { name, .. } if *name == field => {
                self.view.parents()[parent].is_some_and(|above| matches!(exprs[above].kind, ExprKind::Assign { lhs, .. } if lhs == parent))
            }
            ExprKind::MethodCall { receiver, .. } if *receiver == id && !self.borrows_receiver_shared(parent) => {
                match self.view.types.callees.get(&parent) {
                    Some(Callee::Fn(callee)) => assigns(self.view, callee.body_def(), field),
                    _ => true,
                }
            }
            _ => false,
        })
    }
}

/// Whether a method assigns to a field of `self`. What it calls in turn is not looked at.
fn assigns(view: &BodyView<'_>, method: DefId, field: Name) -> bool {
    let found = view.with(method, |view| {
        view.body.exprs.iter().any(|expr| match &expr.kind {
            ExprKind::Assign { lhs, .. } => matches!(view.body.exprs[*lhs].kind, ExprKind::Field { name, .. } if name == field),
            _ => false,
        })
    });
    found.unwrap_or(true)
}

/// The constant fields of the struct that an expression makes, also in a fn of the workspace: `Temp::append(path).await?`.
fn made(view: &BodyView<'_>, value: ExprId, depth: u32) -> Option<FxHashMap<Name, Held>> {
    match &view.body.exprs[value].kind {
        ExprKind::Struct { fields, base: None, .. } => {
            Some(fields.iter().filter_map(|field| Some((field.name, constant(view, field.value)?))).collect())
        }
        ExprKind::Try { operand } | ExprKind::Await { operand, .. } => made(view, *operand, depth),
        ExprKind::Block { tail: Some(tail), .. } => made(view, *tail, depth),
        ExprKind::MethodCall { receiver, method, .. } if KEEPING.contains(&method.as_str()) => made(view, *receiver, depth),
        ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. } => match view.types.callees.get(&value)? {
            // `Ok(Self { .. })`
            Callee::Constructor(_) => made(view, *args.first().filter(|_| args.len() == 1)?, depth),
            Callee::Fn(callee) if depth < MAX_FNS && view.db.store.kind(callee.def.krate) == CrateKind::Local => {
                let returns = |view: &BodyView<'_>| {
                    let returns = |kind: &ExprKind| matches!(kind, ExprKind::Return { value: Some(_) });
                    let is_single = !view.body.exprs.iter().any(|expr| returns(&expr.kind));
                    is_single.then(|| made(view, view.body.root, depth + 1)).flatten()
                };
                view.with(callee.body_def(), returns).flatten()
            }
            _ => None,
        },
        _ => None,
    }
}

fn constant(view: &BodyView<'_>, id: ExprId) -> Option<Held> {
    match &view.body.exprs[id].kind {
        ExprKind::Literal(Literal::Bool(value)) => Some(Held::Bool(*value)),
        ExprKind::Path(path) => path.segments.last().filter(|last| last.name == "None").map(|_| Held::Nothing),
        _ => None,
    }
}

/// Whether a `drop` does nothing for such fields: all of it is in an `if` whose condition is false, or it returns first.
fn does_nothing(view: &BodyView<'_>, held: &FxHashMap<Name, Held>) -> bool {
    let ExprKind::Block { stmts, tail, .. } = &view.body.exprs[view.body.root].kind else { return false };
    let first = match stmts.first() {
        // `let Some(lock) = self.lock.take() else { return };`
        Some(Stmt::Let { pat, init: Some(init), otherwise: Some(_), .. }) => {
            return is_some(view, *pat) && field_of(view, *init, held) == Some(Held::Nothing);
        }
        Some(Stmt::Expr { expr, .. }) => Some(*expr),
        Some(_) => None,
        None => *tail,
    };
    let Some(ExprKind::If { cond, then, otherwise: None }) = first.map(|first| &view.body.exprs[first].kind) else { return false };
    let is_all = stmts.len() + usize::from(tail.is_some()) == 1;
    match value_of(view, *cond, held) {
        Some(false) => is_all,
        Some(true) => view.types.exprs[*then].is_never() || view.leaves_before(*then, view.body.exprs[view.body.root].span),
        None => false,
    }
}

/// What a condition is for such fields of `self`, if that is known.
fn value_of(view: &BodyView<'_>, cond: ExprId, held: &FxHashMap<Name, Held>) -> Option<bool> {
    let exprs = &view.body.exprs;
    let of_field = |id: ExprId| field_of(view, id, held);
    match &exprs[cond].kind {
        ExprKind::Field { .. } => match of_field(cond)? {
            Held::Bool(value) => Some(value),
            Held::Nothing => None,
        },
        ExprKind::Unary { op: UnaryOp::Not, operand } => value_of(view, *operand, held).map(|value| !value),
        ExprKind::Binary { op: BinaryOp::And, lhs, rhs, assign: false } => {
            let (lhs, rhs) = (value_of(view, *lhs, held), value_of(view, *rhs, held));
            if lhs == Some(false) || rhs == Some(false) { Some(false) } else { lhs.zip(rhs).map(|(lhs, rhs)| lhs && rhs) }
        }
        ExprKind::MethodCall { receiver, method, .. } if of_field(*receiver) == Some(Held::Nothing) => match method.as_str() {
            "is_some" => Some(false),
            "is_none" => Some(true),
            _ => None,
        },
        ExprKind::Let { pat, scrutinee } if of_field(*scrutinee) == Some(Held::Nothing) => is_some(view, *pat).then_some(false),
        _ => None,
    }
}

/// What the field of `self` holds that an expression names or takes.
fn field_of(view: &BodyView<'_>, id: ExprId, held: &FxHashMap<Name, Held>) -> Option<Held> {
    let mut at = id;
    loop {
        at = match &view.body.exprs[at].kind {
            ExprKind::Ref { operand, .. } => *operand,
            ExprKind::MethodCall { receiver, method, .. } if matches!(method.as_str(), "take" | "as_ref" | "as_mut" | "clone") => *receiver,
            ExprKind::Field { .. } => return held.get(&own_field(view, at)?).copied(),
            _ => return None,
        };
    }
}

/// Whether a pattern is `Some(..)`.
fn is_some(view: &BodyView<'_>, pat: PatId) -> bool {
    match &view.body.pats[pat].kind {
        PatKind::TupleStruct { path, .. } => path.segments.last().is_some_and(|last| last.name == "Some"),
        _ => false,
    }
}
