//! The types of what a value of a struct or enum holds.

use super::TypeDb;
use super::subst::Subst;
use super::ty::Ty;
use crate::names::{DefId, DefKind};
use std::sync::Arc;

impl TypeDb<'_> {
    /// The types of all fields of a struct, or of all variants of an enum, with these type arguments; `None` for any other item.
    pub(crate) fn parts_of(&self, def: DefId, args: &Arc<[Ty]>) -> Option<Vec<Ty>> {
        let variants: Vec<Option<u32>> = match self.store.def(def).kind {
            DefKind::Struct => vec![None],
            DefKind::Enum => (0..u32::try_from(self.store.variants(def).len()).unwrap_or(u32::MAX)).map(Some).collect(),
            _ => return None,
        };
        let subst = Subst::of(def, args.clone());
        let fields = variants.into_iter().map(|variant| self.fields(def, variant));
        Some(fields.flat_map(|fields| fields.iter().map(|(_, ty)| ty.subst(&subst)).collect::<Vec<_>>()).collect())
    }
}
