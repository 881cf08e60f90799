//! The impl blocks of a crate by the names written in them. The names are not resolved: the types and traits of a crate's impls come from
//! most of its dependencies, and few of the impls are ever needed.

use super::data::Entry;
use super::{CrateId, CrateStore, DefId, DefKind, PrimTy};
use crate::facts::{FileFacts, ImplBlock, ItemKind, Name, PathAnchor, TypeRef};
use rustc_hash::{FxHashMap, FxHashSet};

/// Impl blocks by written names.
#[derive(Debug, Default)]
pub struct ImplNames {
    /// Inherent members by name, each after its impl, in source order.
    pub inherent: FxHashMap<Name, Vec<(DefId, DefId)>>,
    /// Trait impls by the last segment of the trait's path, in source order.
    pub of_trait: FxHashMap<Name, Vec<DefId>>,
    /// Names from above that a `use … as …` of the crate rebinds.
    pub renamed: Vec<Name>,
    /// The name of the self type, if only a type of that name can be meant: a primitive one, or one that the crate itself declares.
    pub selves: FxHashMap<DefId, Name>,
}

impl CrateStore<'_> {
    /// The impl blocks of a crate by name.
    #[must_use]
    pub fn impl_names(&self, krate: CrateId) -> &ImplNames {
        let data = self.krate(krate);
        data.impl_names.get_or_init(|| {
            let facts: Vec<&FileFacts> = data.files.iter().map(|file| &*file.facts).collect();
            ImplNames::read(&data.defs, &data.impls, &facts)
        })
    }
}

impl ImplNames {
    /// Reads the impls among a crate's definitions, whose items are in `facts`, file by file.
    pub(super) fn read(defs: &[Entry], impls: &[DefId], facts: &[&FileFacts]) -> Self {
        let mut index = Self::default();
        let own_types = OwnTypes::read(defs, facts);
        let entry = |def: DefId| &defs[def.index.index()];
        for &imp in impls {
            let def = &entry(imp).def;
            let item = facts.get(def.file.index()).zip(def.item).and_then(|(facts, item)| facts.items.get(item));
            let Some(ItemKind::Impl(block)) = item.map(|item| &item.kind) else { continue };
            if let Some(name) = self_name(block).filter(|name| own_types.has_only(*name)) {
                index.selves.insert(imp, name);
            }
            let Some(of_trait) = &block.of_trait else {
                for &member in &entry(imp).members {
                    index.inherent.entry(entry(member).def.name).or_default().push((imp, member));
                }
                continue;
            };
            if let Some(segment) = of_trait.segments.last() {
                index.of_trait.entry(segment.name).or_default().push(imp);
            }
        }
        index.renamed = renamings(facts).filter(|name| index.of_trait.contains_key(name)).collect();
        index.renamed.sort();
        index.renamed.dedup();
        index
    }
}

/// The names that `use … as …` gives to something else.
fn renamings<'f>(facts: &'f [&FileFacts]) -> impl Iterator<Item = Name> + 'f {
    facts.iter().flat_map(|facts| &facts.items).filter_map(|item| match &item.kind {
        ItemKind::Use(import) => import.path.segments.last().is_some_and(|last| last.name != item.name).then_some(item.name),
        _ => None,
    })
}

/// What the names of types mean in a crate.
struct OwnTypes {
    /// Structs, unions and enums.
    declared: FxHashSet<Name>,
    /// Names that an alias or a `use … as …` gives to other types.
    aliases: FxHashSet<Name>,
}

impl OwnTypes {
    fn read(defs: &[Entry], facts: &[&FileFacts]) -> Self {
        let named =
            |kinds: &[DefKind]| defs.iter().map(|entry| &entry.def).filter(|def| kinds.contains(&def.kind)).map(|def| def.name).collect();
        let mut own = Self { declared: named(&[DefKind::Struct, DefKind::Enum]), aliases: named(&[DefKind::TypeAlias]) };
        own.aliases.extend(renamings(facts));
        own
    }

    /// Whether `name` is that of a type of this crate, or of a primitive type, and of nothing else here.
    fn has_only(&self, name: Name) -> bool {
        let is_primitive = PrimTy::from_name(name.as_str()).is_some();
        !self.aliases.contains(&name) && (self.declared.contains(&name) != is_primitive)
    }
}

/// The name of an impl's self type, if it is a plain path.
fn self_name(block: &ImplBlock) -> Option<Name> {
    let TypeRef::Path(path) = &block.self_ty else { return None };
    let is_param = |name: Name| block.generics.params.iter().any(|param| param.name == name);
    match (path.anchor, &path.segments[..]) {
        (PathAnchor::Plain, [only]) if path.qself.is_none() && !is_param(only.name) => Some(only.name),
        (PathAnchor::Crate | PathAnchor::SelfModule | PathAnchor::Super(_), [.., last]) => Some(last.name),
        _ => None,
    }
}
