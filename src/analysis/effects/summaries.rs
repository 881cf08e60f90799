//! Where fns run their closure arguments, computed from their own bodies. So a user-defined `asyncify` or `retry` needs no rule.

use super::super::known::KnownDefs;
use super::super::places::{ClosureSummaries, FieldRef, Place, kept, places};
use super::dependency_effects::DependencyEffects;
use crate::catalogue::{Catalogue, Runs};
use crate::facts::{ExprKind, Name};
use crate::names::{CrateId, CrateKind, CrateStore, DefId};
use crate::types::memo::Memo;
use crate::types::{TyKind, TypeDb};
use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock};

/// Summaries of fns by argument, each computed once. A fn that passes its closure to itself, even indirectly, learns nothing from that call.
/// `Sync`.
pub(in crate::analysis) struct Summaries<'a> {
    db: &'a TypeDb<'a>,
    known: &'a KnownDefs<'a>,
    catalogue: &'a Catalogue,
    dependencies: &'a DependencyEffects,
    /// For each parameter in order, and then for the receiver.
    params: Memo<DefId, Arc<[Option<Runs>]>>,
    fields: Memo<FieldRef, Option<Runs>>,
    /// The workspace's bodies, by the names of the fields that they read.
    named: OnceLock<FxHashMap<Name, Vec<DefId>>>,
    /// The bodies that read fields with one name, by field.
    readers: Memo<Name, Arc<FxHashMap<FieldRef, Vec<DefId>>>>,
}

impl<'a> Summaries<'a> {
    pub(in crate::analysis) fn new(
        db: &'a TypeDb<'a>,
        known: &'a KnownDefs<'a>,
        catalogue: &'a Catalogue,
        dependencies: &'a DependencyEffects,
    ) -> Self {
        Self {
            db,
            known,
            catalogue,
            dependencies,
            params: Memo::default(),
            fields: Memo::default(),
            named: OnceLock::new(),
            readers: Memo::default(),
        }
    }

    fn compute(&self, def: DefId) -> Arc<[Option<Runs>]> {
        let none = || Arc::from(Vec::new());
        let Some(at) = self.db.store.body(def) else { return none() };
        let Some(types) = self.db.body_types(def) else { return none() };
        let places = places(self.db, self.known, self.catalogue, self, def, at.body, &types);
        let params = at.body.params.iter().chain(&at.body.self_param);
        params.map(|pat| joined(places.uses.get(pat).map(Vec::as_slice).unwrap_or_default())).collect()
    }
}

impl Summaries<'_> {
    /// The bodies of the workspace that read a field of this name.
    fn named(&self, name: Name) -> &[DefId] {
        let named = self.named.get_or_init(|| {
            let mut named: FxHashMap<Name, Vec<DefId>> = FxHashMap::default();
            for def in self.db.store.local_crates().iter().flat_map(|krate| self.db.store.bodies_of(*krate)).copied() {
                for expr in self.db.store.body(def).iter().flat_map(|at| &at.body.exprs) {
                    let ExprKind::Field { name, .. } = &expr.kind else { continue };
                    add_body(named.entry(*name).or_default(), def);
                }
            }
            named
        });
        named.get(&name).map(Vec::as_slice).unwrap_or_default()
    }

    /// The bodies of the workspace that read fields of this name, by field. Grouped, because many types share a field name and each is queried.
    fn readers(&self, name: Name) -> Arc<FxHashMap<FieldRef, Vec<DefId>>> {
        self.readers.get(name, || {
            let mut readers: FxHashMap<FieldRef, Vec<DefId>> = FxHashMap::default();
            for &def in self.named(name) {
                let (Some(at), Some(types)) = (self.db.store.body(def), self.db.body_types(def)) else { continue };
                for expr in &at.body.exprs {
                    let ExprKind::Field { base, name: read, .. } = &expr.kind else { continue };
                    let owner = (*read == name).then(|| self.db.field_owner(def, &types.exprs[*base], name)).flatten();
                    let Some(owner) = owner else { continue };
                    add_body(readers.entry((owner, name)).or_default(), def);
                }
            }
            Arc::new(readers)
        })
    }

    /// Whether a field may hold a callable.
    fn is_callable(&self, (def, name): FieldRef) -> bool {
        let fields = self.db.fields(def, None);
        let field = fields.iter().find(|(field, _)| *field == name);
        field.is_some_and(|(_, ty)| {
            let ty = self.db.pointee(ty);
            matches!(ty.kind(), TyKind::Param(..)) || self.db.is_callable_param(def, ty)
        })
    }

    fn compute_field(&self, field: FieldRef) -> Option<Runs> {
        let mut uses: Vec<Place> = Vec::new();
        let readers = self.readers(field.1);
        for &def in readers.get(&field).into_iter().flatten() {
            let (Some(at), Some(types)) = (self.db.store.body(def), self.db.body_types(def)) else { continue };
            let places = places(self.db, self.known, self.catalogue, self, def, at.body, &types);
            uses.extend(places.field_uses.iter().filter(|(used, _)| *used == field).map(|(_, place)| *place));
        }
        kept(&uses)
    }
}

impl ClosureSummaries for Summaries<'_> {
    fn runs(&self, def: DefId, argument: usize) -> Option<Runs> {
        if !has_own_body(self.db.store, self.catalogue, def.krate) {
            return None;
        }
        let sig = self.db.fn_sig(def)?;
        let param = sig.params.get(argument)?;
        if !self.db.is_callable_param(def, param) && !self.db.accepts_callables(def, param) {
            return None;
        }
        self.runs_parameter(def, argument)
    }

    fn runs_receiver(&self, def: DefId) -> Option<Runs> {
        if !has_own_body(self.db.store, self.catalogue, def.krate) {
            return None;
        }
        let sig = self.db.fn_sig(def).filter(|sig| sig.self_param.is_some())?;
        self.runs_parameter(def, sig.params.len())
    }

    fn stored(&self, field: FieldRef) -> Option<Runs> {
        // How a dependency uses its own fields is not analysed.
        if self.db.store.krate(field.0.krate).kind != CrateKind::Local || !self.is_callable(field) {
            return None;
        }
        self.fields.get(field, || self.compute_field(field))
    }
}

impl Summaries<'_> {
    /// Where a fn runs its parameter number `index`; the receiver comes after the other parameters.
    fn runs_parameter(&self, def: DefId, index: usize) -> Option<Runs> {
        let is_far = self.db.store.kind(def.krate) == CrateKind::Dependency;
        let params = self.params.get(def, || {
            if is_far && let Some(params) = self.dependencies.params(def) {
                return params;
            }
            self.compute(def)
        });
        if is_far {
            self.dependencies.add_params(def, &params);
        }
        params.get(index).copied().flatten()
    }
}

/// Adds a body, unless it was the last one to be added.
fn add_body(bodies: &mut Vec<DefId>, def: DefId) {
    if bodies.last() != Some(&def) {
        bodies.push(def);
    }
}

/// Whether the bodies of a crate are analysed.
pub(in crate::analysis) fn has_own_body(store: &CrateStore<'_>, catalogue: &Catalogue, krate: CrateId) -> bool {
    let data = store.krate(krate);
    match data.kind {
        CrateKind::Local => true,
        CrateKind::Dependency => !catalogue.contexts().is_opaque_crate(data.name.as_str()),
        CrateKind::Stub => false,
    }
}

/// Where a fn runs a parameter that it calls or passes on at these places.
fn joined(uses: &[Place]) -> Option<Runs> {
    let any = |wanted: fn(&Place) -> bool| uses.iter().any(wanted);
    if any(|place| *place == Place::TasksMovedAway) {
        // Such a fn calls its closure directly only if the runtime has no other tasks to stall.
        Some(Runs::BlockInPlace)
    } else if any(|place| *place == Place::Offloaded) {
        // If the fn also calls it directly, its author has decided when that is harmless: no claim is made.
        uses.iter().all(|place| *place == Place::Offloaded).then_some(Runs::Offloaded)
    } else if any(|place| *place == Place::Sync) {
        Some(Runs::InPlace)
    } else if any(|place| matches!(place, Place::Async(_) | Place::Later)) {
        Some(Runs::OnExecutor)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_that_can_stall_decides() {
        assert_eq!(joined(&[]), None);
        assert_eq!(joined(&[Place::Offloaded]), Some(Runs::Offloaded));
        assert_eq!(joined(&[Place::Offloaded, Place::Unsure]), None);
        assert_eq!(joined(&[Place::Offloaded, Place::Sync]), None);
        assert_eq!(joined(&[Place::Async(0), Place::Offloaded]), None);
        assert_eq!(joined(&[Place::Async(0), Place::Sync]), Some(Runs::InPlace));
        assert_eq!(joined(&[Place::TasksMovedAway, Place::Async(0)]), Some(Runs::BlockInPlace));
    }
}
