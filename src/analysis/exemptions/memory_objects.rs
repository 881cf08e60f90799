//! Trait objects over memory: `let out: &mut dyn Write = &mut buffer;`. Only values that the same body has made count.

use super::super::body::BodyView;
use super::super::origins::{assignments, bound_to};
use crate::facts::{ExprId, ExprKind, MacroKind, UnaryOp};
use crate::types::{Callee, Ty, TyKind};

/// Limit on the expressions visited for one call.
const MAX_STEPS: u32 = 100;

/// Types whose reads and writes only copy bytes, in `rules/receivers.toml`.
pub(in crate::analysis) const MEMORY: &str = "in-memory";

/// Methods that lead from a container or wrapper to what is in it.
const INWARD: [&str; 11] =
    ["as_mut", "as_ref", "as_deref", "as_deref_mut", "iter", "iter_mut", "into_iter", "unwrap", "expect", "by_ref", "take"];

impl BodyView<'_> {
    /// Whether an expression is a trait object, and all values behind it are certainly in memory.
    pub(in crate::analysis) fn is_memory_object(&self, id: ExprId) -> bool {
        has_object(&self.types.exprs[id]) && Trace { view: self, steps: MAX_STEPS }.is_memory(id)
    }
}

fn has_object(ty: &Ty) -> bool {
    ty.any(&mut |part| matches!(part.kind(), TyKind::Dyn(_)))
}

struct Trace<'a> {
    view: &'a BodyView<'a>,
    steps: u32,
}

impl Trace<'_> {
    fn is_memory(&mut self, id: ExprId) -> bool {
        let view = self.view;
        if self.steps == 0 {
            return false;
        }
        self.steps -= 1;
        let ty = &view.types.exprs[id];
        if self.is_memory_type(ty) {
            return true;
        }
        match &view.body.exprs[id].kind {
            // `None` holds nothing.
            ExprKind::Path(path) if path.segments.last().is_some_and(|last| last.name == "None") => true,
            ExprKind::Path(_) if has_object(ty) => {
                let Some((pat, (value, None))) = view.types.locals.get(&id).and_then(|pat| Some((*pat, bound_to(view.body, *pat)?))) else {
                    return false;
                };
                let later: Vec<ExprId> = assignments(view, pat).collect();
                self.is_memory(value) && later.into_iter().all(|value| self.is_memory(value))
            }
            ExprKind::Ref { operand, .. } | ExprKind::Unary { op: UnaryOp::Deref, operand } | ExprKind::Cast { operand, .. } => {
                self.is_memory(*operand)
            }
            ExprKind::MethodCall { receiver, method, args, .. } => match args[..] {
                [closure] if *method == "map" => match view.body.exprs[closure].kind {
                    ExprKind::Closure { body, .. } => self.is_memory(body),
                    _ => false,
                },
                _ => INWARD.contains(&method.as_str()) && self.is_memory(*receiver),
            },
            ExprKind::Call { args, .. } => match args[..] {
                [only] => (self.is_box(ty) || matches!(view.types.callees.get(&id), Some(Callee::Constructor(_)))) && self.is_memory(only),
                _ => false,
            },
            ExprKind::If { then, otherwise: Some(otherwise), .. } => self.is_memory(*then) && self.is_memory(*otherwise),
            ExprKind::Match { arms, .. } => arms.iter().all(|arm| self.is_memory(arm.body)),
            ExprKind::Block { tail: Some(tail), .. } => self.is_memory(*tail),
            ExprKind::Array { items } => items.iter().all(|item| self.is_memory(*item)),
            ExprKind::Macro(call) => match &call.kind {
                MacroKind::Vec { items } => !items.is_empty() && items.iter().all(|item| self.is_memory(*item)),
                MacroKind::Identity { value } | MacroKind::Expanded { expr: value } => self.is_memory(*value),
                _ => false,
            },
            _ => false,
        }
    }

    fn is_box(&self, ty: &Ty) -> bool {
        ty.as_adt().is_some_and(|(def, _)| Some(def) == self.view.db.lang.boxed)
    }

    /// Whether a type is one of those in memory, behind references and boxes.
    fn is_memory_type(&self, ty: &Ty) -> bool {
        if let TyKind::Slice(item) | TyKind::Array(item) = ty.strip_refs().kind() {
            return matches!(item.kind(), TyKind::Prim(crate::names::PrimTy::U8));
        }
        let class = self.view.catalogue.receivers().class(MEMORY);
        class.is_some_and(|class| self.view.in_class(ty, class, 0))
    }
}
