//! The local effects of one body, told apart by when they happen: while the body runs, or when a future that it makes is polled.

use super::{Crates, Effects, LOCALS, depends_on, head, sees};
use crate::catalogue::{Catalogue, Role};
use crate::facts::{BlockKind, Body, ExprId, ExprKind, ItemKind, MacroKind, Name};
use crate::fix::propose::across::is_changing_guard;
use crate::fix::propose::cancel::is_atomic_change;
use crate::names::{CrateKind, DefId, DefKind};
use crate::types::{BodyTypes, Callee, FnCallee, TyKind, TypeDb};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::{Arc, Mutex, PoisonError};

/// The unknown callees of some code.
#[derive(Clone, Debug, Default)]
pub(super) struct Open {
    /// It may call anything: a macro hides its code.
    pub(super) anything: bool,
    /// It calls a value, or a fn that no file at hand declares.
    pub(super) foreign: bool,
    /// The names of fns and methods that were not resolved.
    pub(super) names: Vec<Name>,
    /// Methods of traits whose impl is unknown, each with its trait.
    pub(super) methods: Vec<(DefId, Name)>,
}

impl Open {
    /// Whether there are none.
    pub(super) const fn is_empty(&self) -> bool {
        !self.anything && !self.foreign && self.names.is_empty() && self.methods.is_empty()
    }
}

/// The effects of a part of a body, without those of its callees.
#[derive(Clone, Debug, Default)]
pub(super) struct Part {
    pub(super) effects: Effects,
    pub(super) open: Open,
    /// Whether it creates spans.
    pub(super) spans: bool,
    /// Whether it drives a future to its end.
    pub(super) drives: bool,
    /// The fns of the workspace that it calls, or uses as values.
    pub(super) calls: Vec<DefId>,
    /// Whether it reads the context of its thread in a closure that may be kept.
    pub(super) keeps_context: bool,
}

impl Part {
    fn add(&mut self, other: Self) {
        self.effects = self.effects.and(other.effects);
        self.open.anything |= other.open.anything;
        self.open.foreign |= other.open.foreign;
        self.open.names.extend(other.open.names);
        self.open.methods.extend(other.open.methods);
        self.spans |= other.spans;
        self.drives |= other.drives;
        self.calls.extend(other.calls);
        self.keeps_context |= other.keeps_context;
    }
}

/// The local effects of a body.
#[derive(Clone, Debug, Default)]
pub(super) struct BodyEffects {
    /// What happens while it runs.
    pub(super) now: Part,
    /// What happens when its futures are polled.
    pub(super) polled: Part,
    /// The fns of the workspace that it uses as values.
    pub(super) values: Vec<DefId>,
}

impl BodyEffects {
    /// Both parts.
    pub(super) const fn parts(&self) -> [&Part; 2] {
        [&self.now, &self.polled]
    }
}

/// The local effects of bodies, cached across runs.
#[derive(Default)]
pub(in crate::fix::propose) struct BodyEffectsCache(Mutex<FxHashMap<DefId, Arc<BodyEffects>>>);

impl BodyEffectsCache {
    /// Removes the entries of some bodies.
    pub(in crate::fix::propose) fn forget(&self, has_moved: impl Fn(DefId) -> bool) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|body, _| !has_moved(*body));
    }

    pub(super) fn all(&self, bodies: &[DefId], look: &(dyn Fn(DefId) -> BodyEffects + Sync)) -> FxHashMap<DefId, Arc<BodyEffects>> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let missing: Vec<DefId> = bodies.iter().copied().filter(|body| !known.contains_key(body)).collect();
        known.extend(missing.into_par_iter().map(|body| (body, Arc::new(look(body)))).collect::<Vec<_>>());
        bodies.iter().filter_map(|body| Some((*body, Arc::clone(known.get(body)?)))).collect()
    }
}

/// Collects the local effects of one body.
pub(super) struct EffectCollector<'a> {
    pub(super) db: &'a TypeDb<'a>,
    pub(super) catalogue: &'a Catalogue,
    pub(super) crates: &'a Crates,
    pub(super) def: DefId,
    pub(super) body: &'a Body,
    pub(super) types: &'a BodyTypes,
}

/// Where an expression is.
#[derive(Clone, Copy, Default)]
struct Around {
    /// In a future that the body makes.
    is_polled: bool,
    /// In a closure that may be kept.
    is_kept: bool,
    /// In an argument of what sets a panic hook.
    is_hook: bool,
}

impl EffectCollector<'_> {
    /// The effects of these expressions and their parts, without those in `left`.
    pub(super) fn all(&self, parts: Vec<ExprId>, left: &[ExprId], is_async: bool) -> BodyEffects {
        let mut found = BodyEffects::default();
        let mut callees = FxHashSet::default();
        let around = Around { is_polled: is_async, ..Around::default() };
        let mut open: Vec<(ExprId, Around)> = parts.into_iter().map(|part| (part, around)).collect();
        while let Some((id, around)) = open.pop() {
            if left.contains(&id) {
                continue;
            }
            let kind = &self.body.exprs[id].kind;
            let mut one = Part::default();
            self.look(id, &mut one);
            one.keeps_context = one.effects.context && around.is_kept;
            if let ExprKind::Path(_) = kind
                && !callees.contains(&id)
            {
                found.values.extend(&one.calls);
            }
            if around.is_polled { &mut found.polled } else { &mut found.now }.add(one);
            let runs_here = self.runs_its_closures(id);
            let is_hook = around.is_hook || self.is_panic_hook(id);
            if let ExprKind::Call { callee, .. } = kind {
                callees.insert(*callee);
            }
            kind.for_each_child(&mut |part| {
                let is_async =
                    matches!(kind, ExprKind::Block { kind: BlockKind::Async { .. }, .. } | ExprKind::Closure { is_async: true, .. });
                let is_closure = matches!(self.body.exprs[part].kind, ExprKind::Closure { .. });
                let is_kept = around.is_kept || is_closure && !runs_here && !is_hook;
                open.push((part, Around { is_polled: around.is_polled || is_async, is_kept, is_hook }));
            });
        }
        found
    }

    /// Whether a call runs the closures among its arguments before it returns: methods of std do, as far as they do not start threads, and
    /// what the types of receivers leave open is taken for one of them, as the analysis does.
    fn runs_its_closures(&self, id: ExprId) -> bool {
        let std = self.db.store.std();
        matches!(self.body.exprs[id].kind, ExprKind::MethodCall { .. })
            && match self.types.callees.get(&id) {
                Some(Callee::Fn(callee)) => callee.def.krate == std,
                None => true,
                Some(_) => false,
            }
    }

    /// Whether a call sets a panic hook.
    fn is_panic_hook(&self, id: ExprId) -> bool {
        let store = self.db.store;
        let Some(Callee::Fn(callee)) = self.types.callees.get(&id) else { return false };
        callee.def.krate == store.std() && self.catalogue.roles().of(&store.canonical_path(callee.def)).contains(&Role::PanicHook)
    }

    /// Adds the effects of one expression, without those of its parts.
    fn look(&self, id: ExprId, found: &mut Part) {
        found.effects.shared |= self.types.exprs[id].any(&mut |part| is_changing_guard(self.db, self.catalogue, part))
            || is_atomic_change(self.db, self.body, self.types, id);
        match &self.body.exprs[id].kind {
            ExprKind::Macro(call) => {
                let path = self.types.macro_scopes.get(&id).and_then(|scope| self.db.store.macro_path(*scope, &call.path));
                match call.kind {
                    // The tokens of its arguments are read, and its own cannot name a fn of the workspace.
                    MacroKind::Exprs { .. } if path.as_ref().is_some_and(|path| !self.is_own(path)) => found.open.foreign = true,
                    MacroKind::Exprs { .. } | MacroKind::Opaque => found.open.anything = true,
                    _ => {}
                }
                if let Some(path) = path {
                    self.named(&path, found);
                } else {
                    // It may be imported by a glob or `#[macro_use]`.
                    let name = call.path.segments.last().map_or("", |last| last.name.as_str());
                    let named = self.catalogue.roles().named(name).filter(|path| sees(self.db, self.def.krate, head(path)));
                    named.for_each(|path| self.named(path, found));
                }
            }
            kind @ (ExprKind::Call { .. } | ExprKind::MethodCall { .. } | ExprKind::For { .. }) => match self.types.callees.get(&id) {
                Some(Callee::Fn(callee)) => self.callee(callee, found),
                Some(Callee::External(path)) => {
                    self.named(path, found);
                    found.open.foreign |= self.catalogue.by_path(path).is_empty();
                }
                Some(Callee::Constructor(_) | Callee::Closure(_)) => {}
                Some(Callee::Indirect) => found.open.foreign = true,
                None => match self.written_name(kind) {
                    Some(name) => found.open.names.push(name),
                    None => found.open.foreign |= !matches!(kind, ExprKind::For { .. }),
                },
            },
            // A fn used as a value may be called by the code that receives it.
            ExprKind::Path(_) => {
                found.effects.context |= self.types.values.get(&id).is_some_and(|def| self.is_local(*def));
                if let TyKind::FnDef(def, _) = self.types.exprs[id].kind() {
                    self.target(*def, found);
                }
            }
            _ => {}
        }
    }

    /// Whether a path leads into a crate of the workspace.
    fn is_own(&self, path: &str) -> bool {
        let store = self.db.store;
        store.local_crates().iter().any(|krate| store.krate(*krate).name == head(path))
    }

    /// Whether it is a variable of a thread or task.
    fn is_local(&self, def: DefId) -> bool {
        let kind = self.db.store.item(def).map(|item| &item.kind);
        matches!(kind, Some(ItemKind::Static { wrapper: Some(wrapper), .. }) if LOCALS.contains(&wrapper.as_str()))
    }

    /// The last name of a callee as it is written.
    fn written_name(&self, kind: &ExprKind) -> Option<Name> {
        match kind {
            ExprKind::MethodCall { method, .. } => Some(*method),
            ExprKind::Call { callee, .. } => match &self.body.exprs[*callee].kind {
                ExprKind::Path(path) => path.segments.last().map(|last| last.name),
                _ => None,
            },
            _ => None,
        }
    }

    fn callee(&self, callee: &FnCallee, found: &mut Part) {
        let store = self.db.store;
        let of_trait = store.def(callee.def).parent.filter(|parent| store.def(*parent).kind == DefKind::Trait);
        match (callee.implementation, of_trait) {
            (Some(implementation), _) => self.target(implementation, found),
            // The impl is unknown. Impls of std's traits count as called everywhere.
            (None, Some(of)) if of.krate != store.std() => found.open.methods.push((of, store.def(callee.def).name)),
            (None, _) => {}
        }
        self.target(callee.def, found);
    }

    fn target(&self, def: DefId, found: &mut Part) {
        let store = self.db.store;
        match store.krate(def.krate).kind {
            CrateKind::Local => found.calls.push(def),
            _ if def.krate == store.std() => self.named(&store.canonical_path(def), found),
            CrateKind::Dependency | CrateKind::Stub => {
                let path = store.canonical_path(def);
                self.named(&path, found);
                if self.catalogue.by_path(&path).is_empty() {
                    found.effects.context |= depends_on(self.db, def.krate, &self.crates.context);
                    found.effects.events |= depends_on(self.db, def.krate, &self.crates.events);
                }
            }
        }
    }

    /// Adds the effects that the roles of a fn or macro imply.
    fn named(&self, path: &str, found: &mut Part) {
        for role in self.catalogue.roles().of(path) {
            found.effects.context |= role == Role::ThreadContext;
            found.effects.events |= matches!(role, Role::Event | Role::Span);
            found.spans |= role == Role::Span;
            found.drives |= matches!(role, Role::BlockOn | Role::BlockOnRuntime);
        }
    }
}
