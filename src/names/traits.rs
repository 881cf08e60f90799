//! The traits whose methods can be called in a scope.

use super::imports::{FINAL, Query};
use super::scope::{Target, Vis};
use super::{CrateStore, DefId, DefKind, Namespace, Res, prelude};
use crate::facts::{ItemId, Name};
use rustc_hash::FxHashSet;
use std::collections::VecDeque;
use std::sync::Arc;

/// An import from a crate whose source is not available; it may import traits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnseenImport {
    /// `use fs2::FileExt;`: the path of the item.
    Item(Arc<[Name]>),
    /// `use mysql::prelude::*;`: the path of the module.
    Glob(Arc<[Name]>),
}

impl UnseenImport {
    /// Whether the import may bring the item at `path` (`fs2::FileExt`) into scope.
    #[must_use]
    pub fn brings(&self, path: &str) -> bool {
        let (names, rest) = match self {
            Self::Item(names) => (names, 0),
            Self::Glob(names) => (names, 1),
        };
        let segments: Vec<&str> = path.split("::").collect();
        segments.len() == names.len() + rest && names.iter().zip(&segments).all(|(name, segment)| name.as_str() == *segment)
    }
}

impl CrateStore<'_> {
    /// The imports of a scope, of the blocks around it and of its module from crates whose sources are not available, in no particular
    /// order.
    #[must_use]
    pub fn unseen_imports(&self, scope: DefId) -> Vec<UnseenImport> {
        let mut found = Vec::new();
        let mut at = Some(self.scope_of(scope));
        while let Some(id) = at {
            self.own_unseen_imports(id, &mut found);
            let def = self.def(id);
            at = if def.kind == DefKind::Block { def.parent.map(|parent| self.scope_of(parent)) } else { None };
        }
        found
    }

    fn own_unseen_imports(&self, scope: DefId, found: &mut Vec<UnseenImport>) {
        let Some(data) = self.entry(scope).scope.as_deref() else { return };
        let mut import = |item: ItemId| {
            if let Res::External(path) = Query::new(self).import(scope, item, Namespace::Type, FINAL) {
                found.push(UnseenImport::Item(path));
            }
        };
        for name in data.order.iter().filter(|name| name.as_str().starts_with(char::is_uppercase)) {
            for binding in &data.named[name] {
                if let Target::Import(item) = binding.target {
                    import(item);
                }
            }
        }
        data.anonymous.iter().for_each(|glob| import(glob.item));
        found.extend(self.globs(scope, FINAL - 1).iter().filter_map(|glob| match &glob.res {
            Res::External(path) => Some(UnseenImport::Glob(Arc::clone(path))),
            _ => None,
        }));
    }

    /// Traits whose methods can be called in the scope of a definition: declared there, imported (`as _` too) or imported by a glob, in
    /// this scope, in an enclosing block or in its module; then those of the edition's prelude. Innermost first, each once.
    #[must_use]
    pub fn traits_in_scope(&self, scope: DefId) -> Arc<[DefId]> {
        let scope = self.scope_of(scope);
        let Some(data) = self.entry(scope).scope.as_deref() else { return Arc::default() };
        let compute = || {
            let mut list = Vec::new();
            let mut at = Some(scope);
            while let Some(id) = at {
                self.reachable_traits(id, &mut list);
                let def = self.def(id);
                at = if def.kind == DefKind::Block { def.parent.map(|parent| self.scope_of(parent)) } else { None };
            }
            let edition = self.krate(scope.krate).edition;
            if let Some(prelude) = prelude::module(self.krate(self.std()), edition) {
                self.reachable_traits(prelude, &mut list);
            }
            let mut seen = FxHashSet::default();
            list.retain(|id| seen.insert(*id));
            list.into()
        };
        Arc::clone(data.all_traits.get_or_init(compute))
    }

    /// Traits of one scope, then those that its globs import and that its own names do not shadow.
    fn reachable_traits(&self, scope: DefId, list: &mut Vec<DefId>) {
        let viewer = self.module_of(scope);
        let own = self.entry(scope).scope.as_deref();
        let is_shadowed = |at: DefId, id: DefId| {
            at != scope && own.is_some_and(|own| own.named.contains_key(&self.def(id).name)) && self.named_otherwise(scope, id)
        };
        let mut seen = FxHashSet::from_iter([scope]);
        let mut queue = VecDeque::from([scope]);
        while let Some(at) = queue.pop_front() {
            let visible = |vis: Vis| at == scope || self.visible(vis, at, viewer);
            list.extend(self.own_traits(at).iter().filter(|(id, vis)| visible(*vis) && !is_shadowed(at, *id)).map(|&(id, _)| id));
            for glob in &*self.globs(at, FINAL - 1) {
                if let Res::Def(target) = glob.res
                    && visible(glob.vis)
                    && seen.insert(target)
                {
                    queue.push_back(target);
                }
            }
        }
    }

    /// Whether a scope itself binds a trait's name to another item: `use diesel::prelude::*; use diesel_async::RunQueryDsl;`.
    fn named_otherwise(&self, scope: DefId, id: DefId) -> bool {
        let found = Query::new(self).named_here(scope, self.def(id).name, Namespace::Type);
        found.is_some_and(|res| res != Res::Def(id))
    }

    /// Traits that a scope declares or imports by name (or namelessly), in source order.
    fn own_traits(&self, scope: DefId) -> &[(DefId, Vis)] {
        let Some(data) = self.entry(scope).scope.as_deref() else { return &[] };
        data.traits.get_or_init(|| {
            let mut list = Vec::new();
            let import = |item: ItemId| match Query::new(self).import(scope, item, Namespace::Type, FINAL) {
                Res::Def(id) if self.def(id).kind == DefKind::Trait => Some(id),
                _ => None,
            };
            for name in &data.order {
                for binding in &data.named[name] {
                    let found = match binding.target {
                        Target::Def(id) => Some(id).filter(|&id| self.def(id).kind == DefKind::Trait),
                        // A lower-case name is hardly a trait: skipping it avoids loading a crate needlessly.
                        Target::Import(item) if name.as_str().starts_with(char::is_uppercase) => import(item),
                        Target::Import(_) | Target::ExternCrate(_) => None,
                    };
                    list.extend(found.map(|id| (id, binding.vis)));
                }
            }
            list.extend(data.anonymous.iter().filter_map(|glob| Some((import(glob.item)?, glob.vis))));
            list.into()
        })
    }
}
