//! The impl blocks of a crate by the names that are written in them. Nothing is resolved for it: the types and traits that a crate's impls speak of
//! lead into most of its dependencies, and few of them are ever asked for.

use super::{CrateId, CrateStore, DefId};
use crate::facts::{ItemKind, Name};
use rustc_hash::FxHashMap;

/// Impl blocks by written names.
#[derive(Debug, Default)]
pub struct ImplNames {
    /// Inherent members by name, each after its impl, in source order.
    pub inherent: FxHashMap<Name, Vec<(DefId, DefId)>>,
    /// Trait impls by the last segment of the trait's path, in source order.
    pub of_trait: FxHashMap<Name, Vec<DefId>>,
    /// Those of these names that some `use … as …` of the crate gives to something else.
    pub renamed: Vec<Name>,
}

impl CrateStore<'_> {
    /// The impl blocks of a crate by name.
    #[must_use]
    pub fn impl_names(&self, krate: CrateId) -> &ImplNames {
        self.krate(krate).impl_names.get_or_init(|| self.read_impl_names(krate))
    }

    fn read_impl_names(&self, krate: CrateId) -> ImplNames {
        let mut index = ImplNames::default();
        for &imp in self.impls(krate) {
            let Some(ItemKind::Impl(block)) = self.item(imp).map(|item| &item.kind) else { continue };
            let Some(of_trait) = &block.of_trait else {
                for &member in self.members(imp) {
                    index.inherent.entry(self.def(member).name).or_default().push((imp, member));
                }
                continue;
            };
            if let Some(segment) = of_trait.segments.last() {
                index.of_trait.entry(segment.name).or_default().push(imp);
            }
        }
        let renames = self.krate(krate).files.iter().flat_map(|file| &file.facts.items).filter_map(|item| match &item.kind {
            ItemKind::Use(import) => import.path.segments.last().is_some_and(|last| last.name != item.name).then_some(item.name),
            _ => None,
        });
        index.renamed = renames.filter(|name| index.of_trait.contains_key(name)).collect();
        index.renamed.sort();
        index.renamed.dedup();
        index
    }
}
