//! What a value derefs to: the type that declares a field, a trait object. Knows `Deref`, but not the field's type.

use super::table::Table;
use super::{Ty, TyKind, TypeDb};
use crate::facts::Name;
use crate::names::{CrateId, DefId};

/// Maximum autoderef steps, the same as in inference.
const MAX_DEREFS: usize = 10;

/// Step budget of one query. An impl of `Deref` takes a few steps.
const FUEL: u32 = 2_000;

impl TypeDb<'_> {
    /// The struct or union whose field `value.name` is, for a value of type `ty` in code of the body `viewer`. References, counted pointers
    /// and all other types that deref to it are followed. `None` if there is no such field.
    #[must_use]
    pub fn field_owner(&self, viewer: DefId, ty: &Ty, name: Name) -> Option<DefId> {
        let mut at = self.pointee(ty).clone();
        let (mut table, mut hidden) = (None, None);
        for _ in 0..MAX_DEREFS {
            let TyKind::Adt(adt, _) = at.kind() else { break };
            if self.fields(*adt, None).iter().any(|(field, _)| *field == name) {
                if self.store.is_field_visible(*adt, name, viewer) {
                    return Some(*adt);
                }
                hidden.get_or_insert(*adt);
            }
            let table = table.get_or_insert_with(|| Table::for_goal(self, viewer.krate, FUEL, &[]));
            let Some(target) = table.deref_once(&at) else { break };
            at = self.pointee(&table.shallow(&target)).clone();
        }
        hidden
    }

    /// The first trait of the trait object that a value of type `ty` is or derefs to, in code of the crate `home`. References, counted
    /// pointers, guards and all other types with `Deref` are followed.
    #[must_use]
    pub fn object_behind(&self, home: CrateId, ty: &Ty) -> Option<DefId> {
        let mut at = self.pointee(ty).clone();
        let mut table = None;
        for _ in 0..MAX_DEREFS {
            match at.kind() {
                TyKind::Dyn(bounds) => return Some(bounds.first()?.def),
                TyKind::Adt(..) => {}
                _ => return None,
            }
            let table = table.get_or_insert_with(|| Table::for_goal(self, home, FUEL, &[]));
            let target = table.deref_once(&at)?;
            at = self.pointee(&table.shallow(&target)).clone();
        }
        None
    }
}
