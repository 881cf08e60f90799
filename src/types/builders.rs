//! Builders that `derive_builder` generates: `ConfigBuilder` of `#[derive(Builder)] struct Config`.

use super::lower::LowerCtx;
use super::ty::{Ty, TyKind};
use crate::facts::{Name, Path};
use crate::names::DefId;
use std::sync::Arc;

/// The suffix of the names of generated builders.
pub(super) const BUILDER: &str = "Builder";

/// The crate whose builders have their type's name with the suffix, and a `build` that returns a `Result`.
const CRATE: &str = "derive_builder";

impl LowerCtx<'_, '_> {
    /// The generated builder that a path names: an external type whose argument is what its `build` returns.
    pub(super) fn generated_builder(&mut self, path: &Path) -> Option<Ty> {
        let made = path.segments.last()?.name.as_str().strip_suffix(BUILDER).filter(|made| !made.is_empty())?;
        let made = self.db.store.sibling(self.scope, path, Name::new(made))?;
        if !self.has_builder(made) {
            return None;
        }
        let base = self.def_ty(made, None);
        let result = Ty::new(TyKind::Adt(self.db.lang.result?, Arc::new([base, Ty::unknown()])));
        Some(builder_of(&self.db.store.canonical_path(made), &result))
    }

    fn has_builder(&self, made: DefId) -> bool {
        let store = self.db.store;
        let is_of_crate = |path: &String| path.split("::").next() == Some(CRATE);
        store.item(made).is_some_and(|item| {
            let mut derives = item.attrs.iter().flat_map(|attr| &attr.derives);
            derives.any(|derive| {
                derive.segments.last().is_some_and(|last| last.name == BUILDER) && store.macro_paths(made, derive).iter().any(is_of_crate)
            })
        })
    }
}

/// The builder of the type at `path`, whose `build` returns `made`.
pub(super) fn builder_of(path: &str, made: &Ty) -> Ty {
    let names: Arc<[Name]> = format!("{path}{BUILDER}").split("::").map(Name::new).collect();
    Ty::new(TyKind::External(names, Arc::new([made.clone()])))
}
