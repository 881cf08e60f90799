//! Which traits' methods can be called in a scope.

use super::imports::{FINAL, Query};
use super::scope::{Target, Vis};
use super::{CrateStore, DefId, DefKind, Namespace, Res, prelude};
use crate::facts::ItemId;
use rustc_hash::FxHashSet;
use std::collections::VecDeque;
use std::sync::Arc;

impl CrateStore<'_> {
    /// Traits whose methods can be called in the scope of a definition: declared, imported (`as _` too) or brought by a glob there
    /// or in an enclosing block or its module, then those of the edition's prelude. Innermost first, each once.
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

    /// Traits of one scope, then those that its globs bring.
    fn reachable_traits(&self, scope: DefId, list: &mut Vec<DefId>) {
        let viewer = self.module_of(scope);
        let mut seen = FxHashSet::from_iter([scope]);
        let mut queue = VecDeque::from([scope]);
        while let Some(at) = queue.pop_front() {
            let visible = |vis: Vis| at == scope || self.visible(vis, at, viewer);
            list.extend(self.own_traits(at).iter().filter(|(_, vis)| visible(*vis)).map(|&(id, _)| id));
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
                        // Looking up a name that cannot be a trait's could load a crate for nothing.
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
