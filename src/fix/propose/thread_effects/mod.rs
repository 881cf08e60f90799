//! Whether code behaves differently on another thread: whether it reads state of its thread or task, and whether it changes shared state; and
//! which async fns have several futures that some code polls in turn, and which have only futures that run to their end. All come from one walk over all
//! bodies.
//! It knows the bodies of the workspace, but of a dependency only which packages that depends on.

mod collector;
mod driven;
mod implied;

use self::collector::{EffectCollector, depends_on, head};
use self::driven::{Drive, Driven};
use super::Input;
use super::code::scene::Scene;
use super::together::repeated;
use crate::catalogue::{Catalogue, Role};
use crate::facts::{ExprId, Item, ItemKind, Name};
use crate::names::{CrateId, DefId};
use crate::project::TargetKind;
use crate::types::TypeDb;
use crate::types::per_body::PerBody;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

/// Macros that declare thread-local or task-local variables.
const LOCALS: [&str; 2] = ["thread_local", "task_local"];

/// The effects of a piece of code, including those of its callees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "they are independent of each other")]
pub(super) struct Effects {
    /// It reads or sets state of its thread or task, or must always run on the same thread.
    pub(super) context: bool,
    /// It records events; they belong to the thread's current span.
    pub(super) events: bool,
    /// It may change shared state, through a lock or an atomic.
    pub(super) shared: bool,
    /// It changes what other code sees: shared state, files, a database.
    pub(super) changes: bool,
}

/// The local effects of a body.
#[derive(Clone, Debug, Default)]
pub(super) struct BodyEffects {
    effects: Effects,
    /// Whether it calls code of which nothing is known: a fn pointer, or the expansion of a macro.
    open: bool,
    /// Whether it may call a fn of another crate of which nothing is known.
    foreign: bool,
    /// The names in its calls of macros of other crates whose expansion is unknown.
    expanded: Option<BTreeSet<Name>>,
    /// The names of unresolved callees, and of methods of unknown impls: each may be any fn of the workspace with that name.
    unresolved: BTreeSet<Name>,
    /// Whether it creates spans.
    spans: bool,
    /// The async fns of which it has several futures polled in turn.
    repeated: Vec<DefId>,
    /// How it drives the async fns of the workspace that it names.
    drives: Vec<(DefId, Drive)>,
    /// The names in macro calls whose expansion is unknown.
    hidden: BTreeSet<Name>,
    /// The fns of the workspace that it calls.
    calls: Vec<DefId>,
    /// The types of the workspace whose values it has. Impls of std's traits run without a call by name: operators, drops, formatting.
    adts: BTreeSet<DefId>,
}

/// The effects of all bodies of the workspace; computed at the first query.
pub(super) struct WorkspaceEffects<'a> {
    db: &'a TypeDb<'a>,
    catalogue: &'a Catalogue,
    crates: Crates,
    directs: &'a PerBody<Arc<BodyEffects>>,
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
    /// By group: the possible effects of other crates' fns.
    foreign: Vec<Effects>,
    /// By group: its thread-local and task-local variables; `None` for one whose name is unknown.
    locals: FxHashMap<usize, FxHashSet<Option<Name>>>,
    /// By group and name: the effects of all fns of the workspace with that name.
    named: FxHashMap<(usize, Name), Effects>,
    /// The async fns of which some code has several futures polled in turn.
    repeated: FxHashSet<DefId>,
    /// The async fns whose futures always run to their end.
    driven: Driven,
    /// Types with an impl of a trait of std that uses the context, and types that contain one.
    with_context: FxHashSet<DefId>,
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
        let looker = EffectCollector {
            db: self.db,
            catalogue: self.catalogue,
            crates: &self.crates,
            def: scene.def,
            body: scene.body,
            types: &scene.types,
            is_whole: false,
        };
        let mut open = parts;
        let mut direct = BodyEffects::default();
        while let Some(id) = open.pop() {
            if left.contains(&id) {
                continue;
            }
            looker.look(id, &mut direct);
            scene.kind(id).for_each_child(&mut |part| open.push(part));
        }
        let known = self.known.get_or_init(|| self.all());
        let called = direct.calls.iter().filter_map(|def| known.of.get(def).copied());
        let group = known.groups.get(&scene.def.krate).copied();
        let named = direct.unresolved.iter().filter_map(|name| known.named.get(&(group?, *name)).copied());
        let mut effects = called.chain(named).fold(direct.effects, Effects::and);
        if direct.foreign || direct.expanded.is_some() {
            effects = effects.and(known.foreign(scene.def));
        }
        if let Some(names) = &direct.expanded {
            let mut named = names.iter().filter_map(|name| known.named.get(&(group?, *name)));
            effects.context |= named.any(|effects| effects.context) || known.names_local(scene.def, names);
            effects.shared |= known.around(scene.def).0.shared;
        }
        effects.context |= known.is_implied(&direct);
        let (open, spans) = known.around(scene.def);
        let effects = if direct.open { effects.and(open) } else { effects };
        Effects { events: effects.events && (spans || self.is_library(scene.def.krate)), ..effects }
    }

    /// Whether a fn of the workspace changes what other code sees, itself or through its callees.
    pub(super) fn changes(&self, def: DefId) -> bool {
        self.known.get_or_init(|| self.all()).of.get(&def).is_some_and(|effects| effects.changes)
    }

    /// Whether some code has several futures of an async fn polled in turn.
    pub(super) fn is_repeated(&self, def: DefId) -> bool {
        self.known.get_or_init(|| self.all()).repeated.contains(&def)
    }

    /// Whether the futures of an async fn always run to their end, on a runtime with several threads. `has_several` says that of all runtimes.
    pub(super) fn runs_to_its_end(&self, def: DefId, has_several: &dyn Fn() -> bool) -> bool {
        let driven = &self.known.get_or_init(|| self.all()).driven;
        driven.on_several_threads.contains(&def) || driven.on_any.contains(&def) && has_several()
    }

    /// Analyses all bodies, then propagates effects to callers.
    fn all(&self) -> Known {
        let store = self.db.store;
        let bodies: Vec<DefId> = store.local_crates().iter().flat_map(|&krate| store.bodies_of(krate)).copied().collect();
        let direct: FxHashMap<DefId, Arc<BodyEffects>> =
            self.directs.all_in_parallel(&bodies, |def| Arc::new(self.direct(def))).into_iter().collect();
        let mut known = Known { groups: self.db.store.package_groups(), ..Known::default() };
        let groups = known.groups.clone();
        let name_of = |def: DefId| Some((*groups.get(&def.krate)?, store.def(def).name));
        let mut callers: FxHashMap<DefId, Vec<DefId>> = FxHashMap::default();
        // By group and name: the fns with an unresolved callee of that name, and those that give the name to an unknown macro.
        let mut guessing: FxHashMap<(usize, Name), Vec<DefId>> = FxHashMap::default();
        let mut expanding = guessing.clone();
        for (caller, found) in &direct {
            found.calls.iter().for_each(|callee| callers.entry(*callee).or_default().push(*caller));
            if let Some(&group) = groups.get(&caller.krate) {
                found.unresolved.iter().for_each(|name| guessing.entry((group, *name)).or_default().push(*caller));
                found.expanded.iter().flatten().for_each(|name| expanding.entry((group, *name)).or_default().push(*caller));
            }
        }
        let none = FxHashMap::default();
        let closure = |expanding: &FxHashMap<(usize, Name), Vec<DefId>>, is: &dyn Fn(DefId, &BodyEffects) -> bool| {
            let mut found: FxHashSet<DefId> = direct.iter().filter(|(def, one)| is(**def, one)).map(|(def, _)| *def).collect();
            let mut open: Vec<DefId> = found.iter().copied().collect();
            let mut seen = FxHashSet::default();
            while let Some(def) = open.pop() {
                let name = name_of(def).filter(|name| seen.insert(*name));
                let guessing = name.and_then(|name| guessing.get(&name));
                let expanding = name.and_then(|name| expanding.get(&name));
                let above = callers.get(&def).into_iter().chain(guessing).chain(expanding).flatten();
                open.extend(above.filter(|caller| found.insert(**caller)));
            }
            found
        };
        known.foreign.resize(store.local_crates().len(), Effects::default());
        known.open.resize(store.local_crates().len(), <(Effects, bool)>::default());
        // Groups with such an impl for no type in particular.
        let mut implied = vec![false; store.local_crates().len()];
        for &krate in store.local_crates() {
            known.locals.entry(known.groups[&krate]).or_default().extend(self.local_names(krate));
            let (open, _) = &mut known.open[known.groups[&krate]];
            open.context |= self.has_context(krate);
            open.events |= depends_on(self.db, krate, &self.crates.events);
            let foreign = &mut known.foreign[known.groups[&krate]];
            foreign.context |= depends_on(self.db, krate, &self.crates.context);
            foreign.events |= depends_on(self.db, krate, &self.crates.events);
        }
        for (def, one) in &direct {
            let Some(&group) = known.groups.get(&def.krate) else { continue };
            let (open, spans) = &mut known.open[group];
            (*open, *spans) = (open.and(one.effects), *spans || one.spans);
            if one.effects.context && implied::is_of_std_trait(self.db, *def) {
                let adt = implied::adt_of(self.db, *def);
                implied[group] |= adt.is_none();
                known.with_context.extend(adt);
            }
        }
        implied::add_containers(self.db, direct.values().flat_map(|one| &one.adts), &mut known.with_context);
        let group = |def: DefId| known.groups.get(&def.krate).copied();
        let is_implied = |def| group(def).is_none_or(|group| implied[group]);
        let context = closure(&expanding, &|def, one| {
            let is_own = one.effects.context || is_implied(def) || known.is_implied(one);
            let names_local = || one.expanded.as_ref().is_some_and(|names| known.names_local(def, names));
            let is_foreign = (one.foreign || one.expanded.is_some()) && known.foreign(def).context;
            is_own || is_foreign || (one.open && known.around(def).0.context) || names_local()
        });
        let events = closure(&none, &|def, one| {
            let is_foreign = (one.foreign || one.expanded.is_some()) && known.foreign(def).events;
            one.effects.events || is_foreign || (one.open && known.around(def).0.events)
        });
        let is_open = |one: &BodyEffects| one.open || one.expanded.is_some();
        let shared = closure(&none, &|def, one| one.effects.shared || (is_open(one) && known.around(def).0.shared));
        let changes = closure(&none, &|_, one| one.effects.changes);
        let all = |def| Effects {
            context: context.contains(def),
            events: events.contains(def),
            shared: shared.contains(def),
            changes: changes.contains(def),
        };
        known.driven = driven::to_their_end(self.db, self.catalogue, &direct);
        known.repeated = direct.values().flat_map(|one| &one.repeated).copied().collect();
        known.of = direct.keys().map(|def| (*def, all(def))).collect();
        for (def, effects) in &known.of {
            if let Some(name) = name_of(*def) {
                let named = known.named.entry(name).or_default();
                *named = named.and(*effects);
            }
        }
        known
    }

    fn direct(&self, def: DefId) -> BodyEffects {
        let mut found = BodyEffects::default();
        let (Some(at), Some(types)) = (self.db.store.body(def), self.db.body_types(def)) else {
            return BodyEffects { open: true, ..found };
        };
        let looker = EffectCollector {
            db: self.db,
            catalogue: self.catalogue,
            crates: &self.crates,
            def,
            body: at.body,
            types: &types,
            is_whole: true,
        };
        for (id, _) in at.body.exprs.iter_enumerated() {
            looker.look(id, &mut found);
        }
        found.repeated = repeated(self.db, self.catalogue, at.body, &types);
        found.drives = driven::drives(self.db, self.catalogue, def, at.body, &types);
        found.hidden = driven::hidden_names(at.body, at.file);
        let is_in_span = self
            .db
            .store
            .item(def)
            .is_some_and(|item| item.attrs.iter().any(|attr| attr.path.segments.last().is_some_and(|last| last.name == "instrument")));
        found.spans |= is_in_span;
        found.effects.events |= is_in_span;
        found
    }

    /// Whether a crate declares thread-local or task-local variables, or depends on a crate of `context`.
    fn has_context(&self, krate: CrateId) -> bool {
        self.local_names(krate).next().is_some() || depends_on(self.db, krate, &self.crates.context)
    }

    /// The names of a crate's thread-local and task-local variables; `None` for what could not be read.
    fn local_names(&self, krate: CrateId) -> impl Iterator<Item = Option<Name>> {
        let items = self.db.store.krate(krate).files.iter().flat_map(|file| &file.facts.items);
        let declared = |item: &Item| match &item.kind {
            ItemKind::Static { wrapper: Some(name), .. } if LOCALS.contains(&name.as_str()) || *name == "LocalKey" => Some(Some(item.name)),
            ItemKind::MacroCall { path } if path.segments.last().is_some_and(|last| LOCALS.contains(&last.name.as_str())) => Some(None),
            _ => None,
        };
        items.filter_map(declared)
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
    /// Whether code uses the context through a type that it has values of.
    fn is_implied(&self, one: &BodyEffects) -> bool {
        !self.with_context.is_empty() && one.adts.iter().any(|adt| self.with_context.contains(adt))
    }

    /// Whether one of these names may be a thread-local or task-local variable of the group.
    fn names_local(&self, def: DefId, names: &BTreeSet<Name>) -> bool {
        let locals = self.groups.get(&def.krate).and_then(|group| self.locals.get(group));
        locals.is_some_and(|locals| locals.contains(&None) || names.iter().any(|name| locals.contains(&Some(*name))))
    }

    /// The possible effects of fns of other crates that a body calls.
    fn foreign(&self, def: DefId) -> Effects {
        self.groups.get(&def.krate).and_then(|group| self.foreign.get(*group)).copied().unwrap_or_default()
    }

    /// The possible effects of unknown callees in a body, and whether its group creates spans.
    fn around(&self, def: DefId) -> (Effects, bool) {
        const ANYTHING: Effects = Effects { context: true, events: true, shared: true, changes: false };
        self.groups.get(&def.krate).and_then(|group| self.open.get(*group)).copied().unwrap_or((ANYTHING, true))
    }
}

impl Effects {
    const fn and(self, other: Self) -> Self {
        Self {
            context: self.context || other.context,
            events: self.events || other.events,
            shared: self.shared || other.shared,
            changes: self.changes || other.changes,
        }
    }
}
