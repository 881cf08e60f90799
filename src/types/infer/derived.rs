//! What derives and attributes of other crates make beside a type: constructors, builders, projections of pinned values. Nothing of that is
//! written anywhere, so it goes by the names that all of them use.

use super::{Infer, Reached};
use crate::facts::{ExprId, Name};
use crate::types::ty::{Mutability, Ty, TyKind};
use std::sync::Arc;

/// What the names of made builders end in.
const BUILDER: &str = "Builder";

impl Infer<'_, '_> {
    /// `Type::new` and `Type::builder`, where some derive of another crate may have made them: what a call gives.
    pub(super) fn derived_value(&mut self, id: ExprId, base: &Ty, name: Name) {
        let Some((def, _)) = base.as_adt().filter(|(def, _)| self.db.has_foreign_derive(*def)) else { return };
        let path = self.db.store.canonical_path(def);
        let given = match name.as_str() {
            "builder" => builder_of(&path, base),
            "new" => base.clone(),
            _ => Ty::unknown(),
        };
        self.externals.insert(id, format!("{path}::{name}").into());
        self.derived.insert(id, given);
    }

    /// What a method of a made builder, or the projection of a pinned struct, gives; `None` if it is neither.
    pub(super) fn derived_method(&mut self, id: ExprId, receiver: &Ty, method: Name) -> Option<Ty> {
        let receiver = self.table.shallow(receiver);
        if let TyKind::External(path, args) = receiver.strip_refs().kind()
            && let ([made], Some(last)) = (&args[..], path.last())
            && last.as_str().ends_with(BUILDER)
        {
            let made = if method == "build" { made.clone() } else { receiver.strip_refs().clone() };
            self.callees.insert(id, Reached::External(format!("{}::{method}", super::paths::join(path)).into()));
            return Some(made);
        }
        if method == "project" || method == "project_ref" {
            let pinned = self.pinned(&receiver)?;
            let (def, _) = pinned.as_adt()?;
            self.callees.insert(id, Reached::External(format!("{}::{method}", self.db.store.canonical_path(def)).into()));
            // The projection has the same fields, each behind a reference.
            return Some(Ty::reference(Mutability::from_mut(method == "project"), pinned));
        }
        None
    }

    /// `T` of `Pin<&mut T>`, also behind a reference.
    fn pinned(&mut self, ty: &Ty) -> Option<Ty> {
        let (def, args) = ty.strip_refs().as_adt()?;
        if Some(def) != self.db.lang.pin {
            return None;
        }
        let inner = self.table.shallow(args.first()?);
        let inner = inner.strip_refs().clone();
        Some(self.table.shallow(&inner))
    }
}

/// The type of the builder that a derive makes for a type.
fn builder_of(path: &str, base: &Ty) -> Ty {
    let names: Arc<[Name]> = format!("{path}{BUILDER}").split("::").map(Name::new).collect();
    Ty::new(TyKind::External(names, Arc::new([base.clone()])))
}
