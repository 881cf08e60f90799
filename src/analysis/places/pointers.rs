//! References and smart pointers around a closure: the closure in `&|| ..` or `Box::new(|| ..)` runs where a bare closure would.

use super::Place;
use super::walk::Walker;
use crate::facts::{ExprId, ExprKind, UnaryOp};
use crate::names::DefId;
use crate::types::{Callee, Ty};

impl Walker<'_> {
    /// Sets the place of the references and pointers around a value.
    pub(super) fn wrapping(&mut self, outer: ExprId, value: ExprId, place: Place) {
        let mut id = outer;
        while id != value {
            self.places.exprs[id] = place;
            id = match &self.body.exprs[id].kind {
                ExprKind::Ref { operand, .. } => *operand,
                ExprKind::Call { callee, args } if args.len() == 1 => {
                    self.places.exprs[*callee] = place;
                    args[0]
                }
                _ => return,
            };
        }
    }

    /// The expression inside references, `Box::new` and the like.
    pub(super) fn unwrapped(&self, arg: ExprId) -> ExprId {
        let mut id = arg;
        loop {
            id = match &self.body.exprs[id].kind {
                ExprKind::Ref { operand, .. } => *operand,
                ExprKind::Call { callee, args } if args.len() == 1 && (self.is_pointer_fn(*callee) || self.is_wrapper(id)) => args[0],
                _ => return id,
            };
        }
    }

    /// Whether a call makes a value that is called like the closure inside it: `AssertUnwindSafe(|| ..)`.
    fn is_wrapper(&self, call: ExprId) -> bool {
        matches!(self.types.callees.get(&call), Some(Callee::Constructor(def)) if self.is_wrapper_type(*def))
    }

    fn is_wrapper_type(&self, def: DefId) -> bool {
        self.catalogue.contexts().is_callable_wrapper(&self.db.store.canonical_path(def))
    }

    /// The type of the callable in a wrapper; any other type itself.
    pub(super) fn wrapped<'t>(&self, ty: &'t Ty) -> &'t Ty {
        let mut ty = ty;
        while let Some((def, [inner])) = ty.as_adt().map(|(def, args)| (def, &args[..]))
            && self.is_wrapper_type(def)
        {
            ty = inner;
        }
        ty
    }

    /// The value that holds a callable, behind references, dereferences and the field of a wrapper: `f` of `f.0()` for `let f = AssertUnwindSafe(|| ..)`.
    pub(super) fn callable_inside(&self, callee: ExprId) -> ExprId {
        let mut id = callee;
        loop {
            id = match &self.body.exprs[id].kind {
                ExprKind::Ref { operand, .. } | ExprKind::Unary { op: UnaryOp::Deref, operand } => *operand,
                ExprKind::Field { base, .. } if self.types.exprs[*base].as_adt().is_some_and(|(def, _)| self.is_wrapper_type(def)) => *base,
                _ => return id,
            };
        }
    }

    /// `Box::new`, `Arc::clone` and the like, by name.
    fn is_pointer_fn(&self, callee: ExprId) -> bool {
        let ExprKind::Path(path) = &self.body.exprs[callee].kind else { return false };
        matches!(&path.segments[..], [.., ty, new]
            if ["Box", "Arc", "Rc"].contains(&ty.name.as_str()) && ["new", "clone"].contains(&new.name.as_str()))
    }
}
