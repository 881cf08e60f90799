//! The definitions that the catalogue has entries for: its paths, resolved from the crate under analysis.

pub(super) mod configured_fns;
pub(super) mod constructors;
pub(super) mod declared;
pub(super) mod named;

use super::body::BodyView;
use super::branches::Decider;
use super::callables::{Sources, Stored};
use super::drops::drop_glue::Glues;
use super::exemptions::lazy_values::FirstDerefs;
use super::exemptions::one_item::OneItemCalls;
use super::handlers::handler_fns::PassedHandlers;
use super::memory::Memory;
use super::objects::Bindings;
use super::origins::Origins;
use super::places::Excluded;
use crate::catalogue::{ApiIndex, CallKind, Callback, CallsBackRule, Catalogue, Role, Runs, TakerRule};
use crate::config::NamedPaths;
use crate::names::{CrateId, DefId, Namespace};
use crate::types::memo::Memo;
use crate::types::{Callee, Ty, TyKind, TypeDb};
use configured_fns::ConfiguredFns;
use declared::{DeclaredDefs, Index};
use named::definitions;
use rustc_hash::FxHashSet;
use std::sync::{Arc, OnceLock};

/// All catalogue entries of one definition.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// Entries for calls of a fn.
    pub(super) calls: Vec<ApiIndex>,
    /// Entries for iterating over a type or dropping it.
    pub(super) uses: Vec<ApiIndex>,
    /// Where it runs its closure arguments.
    pub(super) takers: Vec<TakerRule>,
    /// Its roles in coded lints.
    pub(super) roles: Vec<Role>,
    /// For a trait method: the condition under which an executor runs it.
    pub(super) callback: Option<Arc<Callback>>,
    /// For a trait: whether a framework implements it for fns and closures that it runs on an executor.
    pub(super) takes_handlers: bool,
    /// Which methods it calls on its arguments.
    pub(super) backs: Vec<CallsBackRule>,
}

/// The catalogue's definitions by crate, resolved on demand. `Sync`.
pub(super) struct KnownDefs<'a> {
    pub(super) db: &'a TypeDb<'a>,
    pub(super) catalogue: &'a Catalogue,
    pub(super) declared: Arc<DeclaredDefs>,
    pub(super) configured: ConfiguredFns<'a>,
    pub(super) origins: OnceLock<Arc<Origins>>,
    single_threaded: Memo<CrateId, Option<String>>,
    pub(super) stored: OnceLock<Arc<Stored>>,
    /// Where the variables of each body get their values from.
    pub(super) sources: Memo<DefId, Arc<Sources>>,
    /// Whether a fn of a dependency passes its argument to one that starts a task.
    pub(super) spawners: Memo<DefId, bool>,
    /// What does not run in a body.
    pub(super) excluded: Memo<DefId, Arc<Excluded>>,
    /// What dereferences the lazy variables of a body first.
    pub(super) first_derefs: Memo<DefId, Arc<FirstDerefs>>,
    /// The fns of the workspace that are passed as handlers.
    pub(super) handler_fns: OnceLock<FxHashSet<DefId>>,
    /// The same by the body that passes them.
    pub(super) passed_handlers: Arc<PassedHandlers>,
    /// For each fn: its parameters whose values may select a branch, in it or in its callees.
    deciding: Memo<DefId, Arc<[Decider]>>,
    /// By body: the calls that are about one item of an iterator.
    one_item: Memo<DefId, Arc<OneItemCalls>>,
    bindings: Memo<DefId, Arc<Bindings>>,
    /// What dropping a value of a type runs, in code of a crate.
    pub(super) glues: Memo<(CrateId, Ty), Glues>,
    /// The path of the member of a class that a value of a type owns. A class is identified by its address in the catalogue.
    pub(super) owned: Memo<(usize, Ty), Option<Arc<str>>>,
}

impl<'a> KnownDefs<'a> {
    /// Reuses what is known from an earlier analysis of the same declarations.
    pub(super) fn new(db: &'a TypeDb<'a>, catalogue: &'a Catalogue, named_paths: &'a NamedPaths, memory: Option<&Memory>) -> Self {
        let (declared, passed_handlers) = memory.map(Memory::declared).unwrap_or_default();
        Self {
            db,
            catalogue,
            declared: declared.unwrap_or_else(|| Arc::new(DeclaredDefs::new(catalogue))),
            configured: ConfiguredFns::new(db, named_paths),
            origins: OnceLock::new(),
            single_threaded: Memo::default(),
            stored: OnceLock::new(),
            sources: Memo::default(),
            spawners: Memo::default(),
            excluded: Memo::default(),
            first_derefs: Memo::default(),
            handler_fns: OnceLock::new(),
            passed_handlers,
            deciding: Memo::default(),
            one_item: Memo::default(),
            bindings: Memo::default(),
            glues: Memo::default(),
            owned: Memo::default(),
        }
    }

    /// The parameters of a fn whose values may select a branch, in it or in its callees.
    pub(super) fn deciders(&self, def: DefId) -> Arc<[Decider]> {
        self.deciding.get(def, || {
            let (Some(at), Some(types)) = (self.db.store.body(def), self.db.body_types(def)) else { return Arc::from([]) };
            BodyView::new(self.db, self, self.catalogue, def, at, &types).deciding_params().into()
        })
    }

    /// Those of all fns that were asked about.
    pub(super) fn all_deciders(&self) -> Vec<(DefId, Arc<[Decider]>)> {
        self.deciding.all()
    }

    /// The calls of a body that are about one item of an iterator; computed once per body.
    pub(super) fn one_item_calls(&self, body: DefId, find: impl Fn() -> OneItemCalls) -> Arc<OneItemCalls> {
        self.one_item.get(body, || Arc::new(find()))
    }

    /// The variables of a body with what is stored in them; computed once per body.
    pub(super) fn bindings(&self, body: DefId, find: impl Fn() -> Bindings) -> Arc<Bindings> {
        self.bindings.get(body, || Arc::new(find()))
    }

    /// What the catalogue says about `def` in code of crate `from`.
    pub(super) fn get(&self, from: CrateId, def: DefId) -> Option<Known> {
        if def.krate == self.db.store.std() {
            return self.std_index().get(&def).cloned();
        }
        let seen = self.index_seen_from(from, self.db.store.def(def).name).and_then(|seen| seen.get(&def).cloned());
        let own = || self.own_index(def.krate)?.get(&def).cloned();
        match seen {
            // What the catalogue says about a re-exported path is completed by the call entries of the definition's own path.
            Some(mut seen) if seen.calls.is_empty() => {
                seen.calls = own().map(|own| own.calls).unwrap_or_default();
                Some(seen)
            }
            Some(seen) => Some(seen),
            None => own(),
        }
    }

    /// What starts a program's only runtime, if it is single-threaded; computed once per crate.
    pub(super) fn single_threaded(&self, krate: CrateId, find: impl Fn(CrateId) -> Option<String>) -> Option<String> {
        self.single_threaded.get(krate, || find(krate))
    }

    /// Where values stored in the workspace come from; computed at first use.
    pub(super) fn stored(&self) -> &Stored {
        self.stored.get_or_init(|| Arc::new(Stored::new(self.db, self, self.catalogue)))
    }

    /// Where values of the workspace come from; computed at first use.
    pub(super) fn origins(&self) -> &Origins {
        self.origins.get_or_init(|| Arc::new(Origins::new(self.db, self, self.catalogue)))
    }

    /// The roles of `def` in coded lints, in code of crate `from`.
    pub(super) fn roles(&self, from: CrateId, def: DefId) -> Vec<Role> {
        let roles = |index: &Index| index.get(&def).map(|known| known.roles.clone()).filter(|roles| !roles.is_empty());
        if def.krate == self.db.store.std() {
            return roles(self.std_index()).unwrap_or_default();
        }
        let seen = self.index_seen_from(from, self.db.store.def(def).name);
        let own = || roles(&*self.own_index(def.krate)?);
        seen.and_then(|seen| roles(&seen)).or_else(own).unwrap_or_default()
    }

    /// The roles of a callee, in code of crate `from`.
    pub(super) fn roles_of(&self, from: CrateId, callee: &Callee) -> Vec<Role> {
        match callee {
            Callee::Fn(callee) => self.roles(from, callee.def),
            Callee::External(path) => self.catalogue.roles().of(path),
            Callee::Constructor(_) | Callee::Closure(_) | Callee::Indirect => Vec::new(),
        }
    }

    /// Which methods `def` calls on its arguments, in code of crate `from`.
    pub(super) fn called_back(&self, from: CrateId, def: DefId) -> Vec<CallsBackRule> {
        if def.krate == self.db.store.std() {
            return self.std_index().get(&def).map(|known| known.backs.clone()).unwrap_or_default();
        }
        self.get(from, def).map(|known| known.backs).unwrap_or_default()
    }

    /// The method of a trait at a path, of std or of a crate that `from` can name.
    pub(super) fn trait_method(&self, from: CrateId, path: &str) -> Option<DefId> {
        let is_std = path.split("::").next() == Some("std");
        if is_std { self.std_method(path) } else { definitions(self.db, from, path, Namespace::Value).first().copied() }
    }

    /// The method of a std trait at a path.
    pub(super) fn std_method(&self, path: &str) -> Option<DefId> {
        definitions(self.db, self.db.store.std(), path, Namespace::Value).first().copied()
    }

    /// Whether a fn calls its closures again and again, in code of crate `from`.
    pub(super) fn repeats(&self, from: CrateId, def: DefId) -> bool {
        self.get(from, def).is_some_and(|known| known.takers.iter().any(|rule| rule.repeats))
    }

    /// Where a fn runs a closure that is its argument number `argument` (receiver left out).
    pub(super) fn runs(&self, from: CrateId, def: DefId, argument: usize) -> Option<Runs> {
        let known = self.get(from, def)?;
        let fits = |rule: &&TakerRule| rule.argument == Some(argument);
        let rule = known.takers.iter().find(fits).or_else(|| known.takers.iter().find(|rule| rule.argument.is_none()))?;
        Some(rule.runs)
    }

    /// The condition under which an executor runs a trait's method, in code of crate `from`.
    pub(super) fn callback(&self, from: CrateId, method: DefId) -> Option<Arc<Callback>> {
        self.get(from, method)?.callback
    }

    /// Whether a framework implements a trait for fns and closures that it runs on an executor.
    pub(super) fn takes_handlers(&self, trait_def: DefId) -> bool {
        self.get(trait_def.krate, trait_def).is_some_and(|known| known.takes_handlers)
    }

    /// Whether `def` drives the futures in its closure argument itself (`block_on`).
    pub(super) fn drives(&self, from: CrateId, def: DefId) -> bool {
        self.get(from, def).is_some_and(|known| known.takers.iter().any(|rule| rule.drives))
    }

    /// The entries for iterating over a type or dropping it.
    pub(super) fn uses_of(&self, from: CrateId, ty: &Ty) -> Vec<ApiIndex> {
        match ty.strip_refs().kind() {
            TyKind::Adt(def, _) => self.get(from, *def).map(|known| known.uses).unwrap_or_default(),
            TyKind::External(path, _) => {
                let path = path.iter().map(|name| name.as_str()).collect::<Vec<_>>().join("::");
                let is_use = |api: &&ApiIndex| matches!(self.catalogue.api(**api).call, CallKind::Iterate | CallKind::Drop);
                self.catalogue.by_path(&path).iter().filter(is_use).copied().collect()
            }
            _ => Vec::new(),
        }
    }
}
