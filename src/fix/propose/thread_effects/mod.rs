//! Whether code behaves differently on another thread: whether it reads state of its thread or task, and whether it changes shared state.
//! It knows the bodies of the workspace, but of a dependency only which packages that depends on.

mod body;
mod context;

pub(super) use body::BodyEffectsCache;

use super::Input;
use super::scene::Scene;
use crate::catalogue::{Catalogue, Role};
use crate::facts::{Attr, Body, ExprId, ItemKind, Parent};
use crate::names::{CrateId, CrateKind, DefId};
use crate::project::{DependencyKind, TargetKind};
use crate::types::{BodyTypes, TypeDb};
use body::{BodyEffects, EffectCollector, Part};
use context::Group;
use petgraph::unionfind::UnionFind;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// Macros that declare thread-local or task-local variables.
const LOCALS: [&str; 2] = ["thread_local", "task_local"];

/// The effects of a piece of code, including those of its callees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Effects {
    /// It reads or sets state of its thread or task.
    pub(super) context: bool,
    /// It records events; they belong to the thread's current span.
    pub(super) events: bool,
    /// It changes shared state, through a lock or an atomic.
    pub(super) shared: bool,
}

/// The effects of all bodies of the workspace; computed at the first query.
pub(super) struct WorkspaceEffects<'a> {
    db: &'a TypeDb<'a>,
    catalogue: &'a Catalogue,
    crates: Crates,
    directs: &'a BodyEffectsCache,
    known: OnceLock<Known>,
}

/// Crates with fns that read the context of a thread or task, or that record events.
struct Crates {
    context: BTreeSet<String>,
    events: BTreeSet<String>,
}

impl Crates {
    fn of(catalogue: &Catalogue) -> Self {
        let with = |role: Role| {
            let paths = catalogue.roles().iter().filter(|(_, roles)| roles.contains(&role)).map(|(path, _)| head(path));
            // In std and tokio only some fns do this; roles.toml lists them by path.
            paths.filter(|head| !matches!(*head, "std" | "tokio")).map(str::to_owned).collect()
        };
        Self { context: with(Role::ThreadContext), events: with(Role::Event) }
    }
}

#[derive(Default)]
struct Known {
    of: FxHashMap<DefId, Effects>,
    /// The group of each crate: packages that depend on each other.
    groups: FxHashMap<CrateId, usize>,
    /// By group: the possible effects of unknown callees, and whether the group creates spans.
    open: Vec<(Effects, bool)>,
    /// By group: what unknown callees may reach of the context of threads.
    context: Vec<Group>,
    /// The fns that use the context of threads, in their futures as well.
    anywhere: FxHashSet<DefId>,
    /// The fns that drive futures to their end.
    drivers: FxHashSet<DefId>,
}

impl<'a> WorkspaceEffects<'a> {
    /// For the workspace of `input`.
    pub(super) fn new(input: &Input<'a>) -> Self {
        Self {
            db: input.db,
            catalogue: input.catalogue,
            crates: Crates::of(input.catalogue),
            directs: &input.kept.directs,
            known: OnceLock::new(),
        }
    }

    /// Analyses all bodies. Must be called before fixes are made in parallel: a worker that started it would wait in rayon while it holds
    /// the lock, and could steal a task that waits for the same lock.
    pub(super) fn prepare(&self) {
        self.known.get_or_init(|| self.all());
    }

    /// The effects of some expressions, without the parts in `left`. Events count only if there are spans, or may be.
    pub(super) fn of(&self, scene: &Scene<'_>, parts: Vec<ExprId>, left: &[ExprId]) -> Effects {
        let direct = self.collector(scene.def, scene.body, &scene.types).all(parts, left, false);
        let known = self.known.get_or_init(|| self.all());
        let called = direct.parts().into_iter().flat_map(|part| &part.calls).filter_map(|def| known.of.get(def).copied());
        let effects = called.fold(direct.now.effects.and(direct.polled.effects), Effects::and);
        let (open, spans) = known.around(scene.def);
        let effects = if direct.parts().iter().all(|part| part.open.is_empty()) { effects } else { effects.and(open) };
        Effects {
            context: known.uses_context(scene.def, &direct),
            events: effects.events && (spans || self.is_library(scene.def.krate)),
            ..effects
        }
    }

    fn collector<'b>(&'b self, def: DefId, body: &'b Body, types: &'b BodyTypes) -> EffectCollector<'b> {
        EffectCollector { db: self.db, catalogue: self.catalogue, crates: &self.crates, def, body, types }
    }

    /// Analyses all bodies, then propagates effects to callers.
    fn all(&self) -> Known {
        let store = self.db.store;
        let bodies: Vec<DefId> = store.local_crates().iter().flat_map(|&krate| store.bodies_of(krate)).copied().collect();
        let direct = self.directs.all(&bodies, &|def| self.direct(def));
        let mut callers: FxHashMap<DefId, Vec<DefId>> = FxHashMap::default();
        for (caller, found) in &direct {
            let calls = found.parts().into_iter().flat_map(|part| &part.calls);
            calls.for_each(|callee| callers.entry(*callee).or_default().push(*caller));
        }
        let mut known = Known { groups: groups(self.db), ..Known::default() };
        known.open.resize(store.local_crates().len(), <(Effects, bool)>::default());
        known.context.resize(store.local_crates().len(), Group::default());
        for &krate in store.local_crates() {
            let group = known.groups[&krate];
            known.context[group].is_open |= self.has_hidden_context(krate);
            known.open[group].0.events |= depends_on(self.db, krate, &self.crates.events);
        }
        for (def, one) in &direct {
            let Some(&group) = known.groups.get(&def.krate) else { continue };
            let (open, spans) = &mut known.open[group];
            for part in one.parts() {
                (*open, *spans) = (open.and(part.effects), *spans || part.spans);
            }
            let context = &mut known.context[group];
            context.is_anywhere = open.context;
            context.is_implied |= one.now.effects.context && is_of_std_trait(self.db, *def);
        }
        let closed = |has: &dyn Fn(Effects) -> bool| {
            let is = |def: DefId, part: &Part| has(part.effects) || (!part.open.is_empty() && has(known.around(def).0));
            let seeds = direct.iter().filter(|(def, one)| one.parts().iter().any(|part| is(**def, part))).map(|(def, _)| *def);
            context::closure(seeds, &callers)
        };
        let (events, shared) = (closed(&|effects| effects.events), closed(&|effects| effects.shared));
        let anywhere = closed(&|effects| effects.context);
        let drive = direct.iter().filter(|(_, one)| one.parts().iter().any(|part| part.drives)).map(|(def, _)| *def);
        let drivers = context::closure(drive, &callers);
        let group = |def: DefId| known.groups.get(&def.krate).copied();
        let context = context::users(self.db, &direct, &group, (&anywhere, &drivers), &mut known.context);
        let all = |def| Effects { context: context.contains(def), events: events.contains(def), shared: shared.contains(def) };
        known.of = direct.keys().map(|def| (*def, all(def))).collect();
        (known.anywhere, known.drivers) = (anywhere, drivers);
        known
    }

    fn direct(&self, def: DefId) -> BodyEffects {
        let store = self.db.store;
        let mut found = if let (Some(at), Some(types)) = (store.body(def), self.db.body_types(def)) {
            let is_async = self.db.function(def).is_some_and(|function| function.sig.is_async);
            self.collector(def, at.body, &types).all(vec![at.body.root], &[], is_async)
        } else {
            let mut unread = BodyEffects::default();
            unread.now.open.anything = true;
            unread
        };
        let names = |attr: &Attr| attr.path.segments.last().is_some_and(|last| last.name == "instrument");
        let is_in_span = store.item(def).is_some_and(|item| item.attrs.iter().any(names));
        found.now.spans |= is_in_span;
        found.now.effects.events |= is_in_span;
        found
    }

    /// Whether a crate uses the context of threads where no body shows it: in a macro that declares its variables, or in a dependency.
    fn has_hidden_context(&self, krate: CrateId) -> bool {
        let mut items = self.db.store.krate(krate).files.iter().flat_map(|file| &file.facts.items);
        let declares = |kind: &ItemKind| {
            let ItemKind::MacroCall { path } = kind else { return false };
            path.segments.last().is_some_and(|last| LOCALS.contains(&last.name.as_str()))
        };
        items.any(|item| declares(&item.kind)) || depends_on(self.db, krate, &self.crates.context)
    }

    /// Whether a crate's callers are outside the workspace, and may have spans of their own.
    fn is_library(&self, krate: CrateId) -> bool {
        let store = self.db.store;
        let (own, root) = (store.krate(krate), |id| store.krate(id).package.as_ref().map(|package| package.root.clone()));
        let is_program = |id: &CrateId| store.krate(*id).target == TargetKind::Bin && root(*id) == root(krate);
        own.target == TargetKind::Lib && !store.local_crates().iter().any(is_program)
    }
}

impl Known {
    /// The possible effects of unknown callees in a body, and whether its group creates spans.
    fn around(&self, def: DefId) -> (Effects, bool) {
        const ANYTHING: Effects = Effects { context: true, events: true, shared: true };
        self.groups.get(&def.krate).and_then(|group| self.open.get(*group)).copied().unwrap_or((ANYTHING, true))
    }

    /// Whether code of a body uses the context of its thread while it runs.
    fn uses_context(&self, def: DefId, code: &BodyEffects) -> bool {
        let Some(group) = self.groups.get(&def.krate).and_then(|group| self.context.get(*group)) else { return true };
        if group.is_implied {
            return true;
        }
        // What drives a future runs its code as well.
        let does_drive = |def: &DefId| self.drivers.contains(def);
        let drives = code.parts().iter().any(|part| part.drives || part.calls.iter().any(does_drive));
        let is_user = |def: &DefId| if drives { self.anywhere.contains(def) } else { self.of.get(def).is_some_and(|of| of.context) };
        let parts = code.parts();
        let parts = if drives { &parts[..] } else { &parts[..1] };
        parts.iter().any(|part| part.effects.context || group.is_reached(&part.open) || part.calls.iter().any(is_user))
    }
}

/// The group of each crate of the workspace: packages that depend on each other. Code of one group never calls code of another.
pub(super) fn groups(db: &TypeDb<'_>) -> FxHashMap<CrateId, usize> {
    let crates = db.store.local_crates();
    let mut by_package: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (index, &krate) in crates.iter().enumerate() {
        let package = db.store.krate(krate).package.as_ref();
        by_package.entry(package.map_or("", |package| package.name.as_str())).or_default().push(index);
    }
    let mut joined = UnionFind::<usize>::new(crates.len());
    for (index, &krate) in crates.iter().enumerate() {
        let Some(package) = db.store.krate(krate).package.as_ref() else { continue };
        let root = |other: usize| db.store.krate(crates[other]).package.as_ref().map(|package| &package.root);
        // Packages with the same name but different roots are unrelated.
        let siblings = by_package.get(package.name.as_str()).into_iter().flatten().filter(|other| root(**other) == Some(&package.root));
        let used = package.dependencies.iter().filter_map(|dependency| by_package.get(dependency.package.as_str())).flatten();
        siblings.chain(used).for_each(|other| {
            joined.union(index, *other);
        });
    }
    crates.iter().enumerate().map(|(index, &krate)| (krate, joined.find(index))).collect()
}

impl Effects {
    const fn and(self, other: Self) -> Self {
        Self { context: self.context || other.context, events: self.events || other.events, shared: self.shared || other.shared }
    }
}

fn head(path: &str) -> &str {
    path.split("::").next().unwrap_or(path)
}

/// Whether a crate depends on one of `others`.
fn depends_on(db: &TypeDb<'_>, krate: CrateId, others: &BTreeSet<String>) -> bool {
    others.iter().any(|head| sees(db, krate, head))
}

/// Whether a crate depends on another. Optional dependencies count only for crates of the workspace.
fn sees(db: &TypeDb<'_>, krate: CrateId, head: &str) -> bool {
    let krate = db.store.krate(krate);
    krate.package.as_ref().is_some_and(|package| {
        package.dependencies.iter().any(|dependency| {
            dependency.kind == DependencyKind::Normal
                && (krate.kind == CrateKind::Local || !dependency.optional)
                && dependency.package.replace('-', "_") == head
        })
    })
}

/// Whether a fn is in an impl of a trait of std.
fn is_of_std_trait(db: &TypeDb<'_>, def: DefId) -> bool {
    let Some(Parent::Impl(_)) = db.store.item(def).map(|item| item.parent) else { return false };
    let of = db.store.def(def).parent.and_then(|block| db.impl_trait(block));
    of.is_some_and(|of| of.def.krate == db.store.std())
}
