//! Boxed trait objects, whose drop is that of the value inside: `let worker: Box<dyn Any> = Box::new(Worker::start());`.
//!
//! Only objects whose types are all known count.

use super::{Finder, Glues};
use crate::analysis::drops::drop_glue::{CONTAINERS, Glue, Part};
use crate::facts::{ExprId, ExprKind};
use crate::types::{Callee, Ty, TyKind};

impl Finder<'_> {
    /// The drop glue of a value, which may be a boxed object that comes from an expression.
    pub(super) fn glue_of_value(&self, ty: &Ty, value: Option<ExprId>) -> Glues {
        let Some((value, object)) = value.zip(self.boxed_object(ty)) else { return self.glue_of(ty) };
        let types = match self.boxed_here(value) {
            Some(ty) => vec![ty],
            None => self.types_in(value, &object).unwrap_or_default(),
        };
        let is_certain = types.len() == 1 && ty.as_adt().is_some_and(|(def, _)| Some(def) == self.view.db.lang.boxed);
        let parts = types.iter().flat_map(|ty| self.glue_of(ty).to_vec());
        let found: Vec<(Part, Glue)> = parts.map(|(part, glue)| (if is_certain { part } else { Part::Content }, glue)).collect();
        Glues::from(found)
    }

    /// The trait object that a box holds, or each box in a container.
    fn boxed_object(&self, ty: &Ty) -> Option<Ty> {
        let (def, args) = ty.as_adt()?;
        if Some(def) != self.view.db.lang.boxed {
            return self.boxed_object(self.contained(ty)?);
        }
        let inner = args.first()?;
        matches!(inner.kind(), TyKind::Dyn(_)).then(|| inner.clone())
    }

    /// What a container owns: `Guard` of `Vec<Guard>`.
    pub(super) fn contained<'t>(&self, ty: &'t Ty) -> Option<&'t Ty> {
        let (_, args) = ty.as_adt()?;
        let containers = self.view.catalogue.receivers().class(CONTAINERS)?;
        args.get(containers.wrapper(&self.view.path_of(ty)?)?)
    }

    /// The type of a value that is boxed by this very expression.
    fn boxed_here(&self, value: ExprId) -> Option<Ty> {
        let view = self.view;
        match &view.body.exprs[value].kind {
            ExprKind::Cast { operand, .. } => self.boxed_here(*operand),
            ExprKind::Path(_) => self.boxed_here(self.initial(value)?),
            ExprKind::Call { args, .. } => {
                let [only] = args[..] else { return None };
                let Callee::Fn(callee) = view.types.callees.get(&value)? else { return None };
                let (of, _) = view.db.impl_self(view.db.generic_parent(callee.def)?)?.as_adt().map(|(def, args)| (def, args.clone()))?;
                (Some(of) == view.db.lang.boxed).then(|| view.types.exprs[only].clone())
            }
            _ => None,
        }
    }

    /// All types that an object may have.
    fn types_in(&self, value: ExprId, object: &Ty) -> Option<Vec<Ty>> {
        let TyKind::Dyn(bounds) = object.kind() else { return None };
        self.view.types_behind(value, bounds.first()?.def)
    }
}
