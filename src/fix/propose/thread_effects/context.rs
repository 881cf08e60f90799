//! Which fns use the context of their thread while they run. A future's code does so only where it is polled: a call that makes the future
//! does not, unless it also drives it.

use super::body::{BodyEffects, Open};
use crate::facts::{Name, Parent};
use crate::names::DefId;
use crate::types::TypeDb;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// What a group of packages can reach through callees that are unknown.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    /// Whether any unknown callee may use the context: a dependency does, or code that is hidden, or code outside may call back a fn that
    /// uses it: an impl of another crate's trait, a fn used as a value, a closure that is kept.
    pub(super) is_open: bool,
    /// Whether a fn of the group uses it, in a future as well.
    pub(super) is_anywhere: bool,
    /// Whether all fns may use it: an impl runs without a call by name.
    pub(super) is_implied: bool,
    /// The names of its fns that use it.
    names: FxHashSet<Name>,
    /// The methods of traits that an impl of the group fills in with a fn that uses it.
    methods: FxHashSet<(DefId, Name)>,
}

impl Group {
    /// Whether unknown callees may use the context.
    pub(super) fn is_reached(&self, open: &Open) -> bool {
        let is_known = open.is_empty();
        let anything = open.anything && self.is_anywhere;
        !is_known && (self.is_open || anything)
            || open.names.iter().any(|name| self.names.contains(name))
            || open.methods.iter().any(|method| self.methods.contains(method))
    }
}

/// The fns that use it while they run. Completes `groups`; `group` is the index of a fn's group, `anywhere` are the fns that use it at all,
/// in their futures as well, and `drivers` those that drive futures to their end.
pub(super) fn users(
    db: &TypeDb<'_>,
    direct: &FxHashMap<DefId, Arc<BodyEffects>>,
    group: &dyn Fn(DefId) -> Option<usize>,
    (anywhere, drivers): (&FxHashSet<DefId>, &FxHashSet<DefId>),
    groups: &mut [Group],
) -> FxHashSet<DefId> {
    let values: FxHashSet<DefId> = direct.values().flat_map(|one| one.values.iter().copied()).collect();
    let mut callers: FxHashMap<DefId, Vec<DefId>> = FxHashMap::default();
    let mut by_name: FxHashMap<(usize, Name), Vec<DefId>> = FxHashMap::default();
    let mut by_method: FxHashMap<(usize, DefId, Name), Vec<DefId>> = FxHashMap::default();
    let mut with_open: FxHashMap<usize, Vec<DefId>> = FxHashMap::default();
    for (&def, one) in direct {
        one.now.calls.iter().for_each(|callee| callers.entry(*callee).or_default().push(def));
        let Some(group) = group(def) else { continue };
        one.now.open.names.iter().for_each(|name| by_name.entry((group, *name)).or_default().push(def));
        let methods = one.now.open.methods.iter();
        methods.for_each(|(of, name)| by_method.entry((group, *of, *name)).or_default().push(def));
        if !one.now.open.is_empty() {
            with_open.entry(group).or_default().push(def);
        }
        groups[group].is_open |= one.parts().iter().any(|part| part.keeps_context) && !is_test(db, def);
    }
    let is_own = |of: DefId| db.store.local_crates().contains(&of.krate);
    let is_user = |(def, one): &(&DefId, &Arc<BodyEffects>)| {
        let by_group = group(**def).is_none_or(|group| groups[group].is_implied || groups[group].is_reached(&one.now.open));
        one.now.effects.context || by_group || drivers.contains(def) && anywhere.contains(def)
    };
    let mut open: Vec<DefId> = direct.iter().filter(is_user).map(|(def, _)| *def).collect();
    let mut found: FxHashSet<DefId> = open.iter().copied().collect();
    while let Some(def) = open.pop() {
        let mut above: Vec<DefId> = callers.get(&def).cloned().unwrap_or_default();
        // Nothing calls tests.
        if let Some(group) = group(def).filter(|_| !is_test(db, def)) {
            let name = db.store.def(def).name;
            if groups[group].names.insert(name) {
                above.extend(by_name.get(&(group, name)).into_iter().flatten());
            }
            let of_trait = trait_of(db, def);
            if let Some(of) = of_trait
                && groups[group].methods.insert((of, name))
            {
                above.extend(by_method.get(&(group, of, name)).into_iter().flatten());
            }
            if !groups[group].is_open && (of_trait.is_some_and(|of| !is_own(of)) || values.contains(&def)) {
                groups[group].is_open = true;
                above.extend(with_open.get(&group).into_iter().flatten());
            }
        }
        open.extend(above.into_iter().filter(|caller| found.insert(*caller)));
    }
    found
}

/// The trait that a fn is declared in, or fills in.
fn trait_of(db: &TypeDb<'_>, def: DefId) -> Option<DefId> {
    let parent = db.store.def(def).parent?;
    match db.store.item(def)?.parent {
        Parent::Trait(_) => Some(parent),
        Parent::Impl(_) => db.impl_trait(parent).map(|of| of.def),
        Parent::Scope => None,
    }
}

fn is_test(db: &TypeDb<'_>, def: DefId) -> bool {
    db.store.def(def).in_test || db.store.file(def).in_test
}

/// These fns and all that lead to them.
pub(super) fn closure(seeds: impl Iterator<Item = DefId>, callers: &FxHashMap<DefId, Vec<DefId>>) -> FxHashSet<DefId> {
    let mut found: FxHashSet<DefId> = seeds.collect();
    let mut open: Vec<DefId> = found.iter().copied().collect();
    while let Some(def) = open.pop() {
        open.extend(callers.get(&def).into_iter().flatten().filter(|caller| found.insert(**caller)));
    }
    found
}
