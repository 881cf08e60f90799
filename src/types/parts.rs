//! The types of what a value of a struct or enum holds.

use super::TypeDb;
use super::subst::Subst;
use super::ty::Ty;
use crate::facts::{Cfg, Fields, ItemKind};
use crate::names::{CrateKind, DefId};
use std::sync::Arc;

impl TypeDb<'_> {
    /// The types of all fields of a struct, or of all variants of an enum, with these type arguments; `None` for any other item. What a dependency
    /// leaves out by `cfg` is not among them.
    pub(crate) fn parts_of(&self, def: DefId, args: &Arc<[Ty]>) -> Option<Vec<Ty>> {
        let is_in = |cfg: Option<&Cfg>| {
            let is_outside = self.store.kind(def.krate) == CrateKind::Dependency;
            !(is_outside && cfg.is_some_and(|cfg| self.store.is_off(def.krate, cfg)))
        };
        let variants: Vec<(Option<u32>, &Fields)> = match &self.store.item(def)?.kind {
            ItemKind::Struct { fields, .. } => vec![(None, fields)],
            ItemKind::Enum { variants, .. } => {
                let compiled = (0_u32..).zip(variants).filter(|(_, variant)| is_in(variant.cfg.as_deref()));
                compiled.map(|(index, variant)| (Some(index), &variant.fields)).collect()
            }
            _ => return None,
        };
        let subst = Subst::of(def, args.clone());
        let parts = |(variant, written): (Option<u32>, &Fields)| {
            let types = self.fields(def, variant);
            let compiled = types.iter().zip(written.list()).filter(|(_, field)| is_in(field.cfg.as_deref()));
            compiled.map(|((_, ty), _)| ty.subst(&subst)).collect::<Vec<_>>()
        };
        Some(variants.into_iter().flat_map(parts).collect())
    }
}
