//! References and smart pointers around a closure: the closure in `&|| ..` or `Box::new(|| ..)` runs where a bare closure would.

use super::Place;
use super::walk::Walker;
use crate::facts::{ExprId, ExprKind};

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
                ExprKind::Call { callee, args } if args.len() == 1 && self.is_pointer_fn(*callee) => args[0],
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
