//! Roots that are fns: entry points, tests, handlers by attribute or trait, `poll` fns.

use super::super::effects::local_effects::AnalysisCtx;
use super::super::places::{AsyncKind, Places, serves_rpc};
use super::super::runtimes::flavor::entry_attribute;
use super::routes::{self, Route};
use super::states::State;
use crate::catalogue::Role;
use crate::diagnostics::TaskKind;
use crate::facts::{Attr, Item, Visibility};
use crate::names::{CrateKind, DefId, DefKind, Namespace, Res};
use crate::project::TargetKind;

/// A fn that is a root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) kind: Option<TaskKind>,
    pub(super) state: State,
    pub(super) route: Option<Route>,
    /// Whether it starts a runtime, or is the program's `main`: its code runs in no other state, whoever calls it.
    pub(super) has_own_runtime: bool,
    /// How it starts runtimes with several threads.
    pub(super) threads: Threads,
    /// Whether it is a root only if no entry point of the workspace runs it: a library offers it as the content of `main`.
    pub(super) is_offered: bool,
}

/// How an entry point starts runtimes with several threads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Threads {
    /// It starts none, or also one that polls tasks on a single thread.
    #[default]
    Unknown,
    /// By its attribute: the runtime that drives its own code.
    Attribute,
    /// All runtimes that its code builds have several threads.
    Built,
}

impl Entry {
    const fn new(kind: TaskKind, state: State) -> Self {
        Self { kind: Some(kind), state, route: None, has_own_runtime: false, threads: Threads::Unknown, is_offered: false }
    }

    /// A handler.
    fn handler(route: Option<Route>, state: State) -> Self {
        Self { route, ..Self::new(TaskKind::Handler, state) }
    }

    /// A fn that other code runs, it is unknown where.
    fn unknown(state: State) -> Self {
        Self { kind: None, ..Self::new(TaskKind::Main, state) }
    }
}

/// The root that a fn is by its attributes, trait or signature; `None` for most fns.
pub(super) fn entry(cx: &AnalysisCtx<'_>, places: &Places, def: DefId, in_test: bool) -> Option<Entry> {
    let store = cx.db.store;
    let item = store.item(def)?;
    let contexts = cx.catalogue.contexts();
    let named = |attr: &Attr| attr.path.joined();
    if item.attrs.iter().any(|attr| contexts.is_test_attribute(&named(attr))) {
        return Some(Entry::new(TaskKind::Test, State::Test));
    }
    let krate = store.krate(def.krate);
    let is_main = item.name == "main" && store.def(def).parent == Some(krate.root) && krate.target != TargetKind::Lib;
    let started = item.attrs.iter().find_map(|attr| Some((attr, entry_attribute(store, contexts, def, attr)?.1)));
    if is_main || started.is_some() {
        let entry = if in_test { Entry::new(TaskKind::Test, State::Test) } else { Entry::new(TaskKind::Main, State::Alone) };
        let threads = match started {
            Some((attr, runtime)) if !runtime.is_single_threaded(&attr.args) => Threads::Attribute,
            None if builds_threads(cx, def) => Threads::Built,
            _ => Threads::Unknown,
        };
        return Some(Entry { has_own_runtime: true, threads, ..entry });
    }
    let served = if in_test { State::Test } else { State::Crowded };
    if let Some(handler) = handler(cx, def, item, served) {
        return Some(handler);
    }
    let unknown = if in_test { State::Test } else { State::Unknown };
    if places.contexts.first().is_some_and(|context| context.kind == AsyncKind::Poll) {
        return Some(Entry::new(TaskKind::Poll, unknown));
    }
    let is_offered = krate.target == TargetKind::Lib && item.visibility == Visibility::Public;
    if is_offered && !in_test && reads_arguments(cx, def) {
        return Some(Entry { is_offered: true, ..Entry::new(TaskKind::Main, State::Alone) });
    }
    of_trait(cx, def, served, unknown)
}

/// Whether all runtimes that a fn itself builds have several threads, and no tasks that stay on one.
fn builds_threads(cx: &AnalysisCtx<'_>, def: DefId) -> bool {
    let types = cx.db.body_types(def);
    let callees = types.iter().flat_map(|types| types.callees.values());
    let roles: Vec<Role> = callees.flat_map(|callee| cx.known.roles_of(def.krate, callee)).collect();
    roles.contains(&Role::MultiThread) && !roles.iter().any(|role| matches!(role, Role::SingleThread | Role::LocalTask))
}

/// Whether a fn parses the program's arguments: a library offers it as the content of `main`.
fn reads_arguments(cx: &AnalysisCtx<'_>, def: DefId) -> bool {
    let types = cx.db.body_types(def);
    let mut callees = types.iter().flat_map(|types| types.callees.values());
    callees.any(|callee| cx.known.roles_of(def.krate, callee).contains(&Role::Arguments))
}

/// The handler with its route, if an attribute on the fn or on its impl makes the fn one.
fn handler(cx: &AnalysisCtx<'_>, def: DefId, item: &Item, state: State) -> Option<Entry> {
    let store = cx.db.store;
    let handler = |route: Option<Route>| Entry::handler(route, state);
    let handlers = item.attrs.iter().filter(|attr| is_handler(cx, def, attr)).map(|attr| {
        let name = attr.path.segments.last().map_or("", |segment| segment.name.as_str());
        (name, routes::of_attribute(name, &attr.args))
    });
    let handlers: Vec<(&str, Option<Route>)> = handlers.collect();
    if let [(_, first), others @ ..] = &handlers[..] {
        let mut route = first.clone();
        // One of several attributes may only be documentation, with or without the prefix. The one named like a method registers the fn.
        if let Some(route) = route.as_mut().filter(|_| others.iter().any(|(_, other)| other.is_some())) {
            route.is_fixed = true;
            let registered = handlers.iter().find(|(name, _)| routes::METHODS.contains(name));
            if let Some((_, Some(registered))) = registered {
                route.method.clone_from(&registered.method);
            }
        }
        return Some(handler(route));
    }
    if let Some(listed) = cx.known.listed_handler(def) {
        return Some(handler(listed.route.as_ref().map(|(method, path)| Route::fixed(method, path))));
    }
    let around = store.def(def).parent.filter(|parent| store.def(*parent).kind == DefKind::Impl).and_then(|parent| store.item(parent))?;
    let is_excepted = item.attrs.iter().any(|attr| cx.catalogue.contexts().is_handler_exception(&attr.path.joined(), &attr.args));
    (!is_excepted && around.attrs.iter().any(|attr| is_handler(cx, def, attr))).then(|| handler(None))
}

/// Whether an attribute is a route attribute of the catalogue: by its resolved path, or by its bare name if that does not resolve and a
/// dependency of the package has such an attribute.
pub(super) fn is_handler(cx: &AnalysisCtx<'_>, def: DefId, attr: &Attr) -> bool {
    let contexts = cx.catalogue.contexts();
    let store = cx.db.store;
    let is_sync = |path: &str| cx.known.is_of_sync_release(def.krate, path);
    if store.attribute_paths(def, attr).iter().any(|path| contexts.is_route_attribute(path, &attr.args) && !is_sync(path)) {
        return true;
    }
    let [only] = &attr.path.segments[..] else { return false };
    let of = |package: &str| {
        let path = format!("{}::{}", package.replace('-', "_"), only.name);
        contexts.is_route_attribute(&path, &attr.args) && !is_sync(&path)
    };
    let package = store.krate(def.krate).package.as_ref();
    store.imported_macro(store.scope_of(def), &attr.path).is_none()
        && package.is_some_and(|package| package.dependencies.iter().any(|dependency| of(&dependency.package)))
}

/// Trait methods that need no caller in the workspace, because the trait is defined elsewhere.
fn of_trait(cx: &AnalysisCtx<'_>, def: DefId, served: State, unknown: State) -> Option<Entry> {
    let store = cx.db.store;
    let parent = store.def(def).parent.filter(|parent| store.def(*parent).kind == DefKind::Impl)?;
    let is_async = cx.db.function(def).is_some_and(|function| function.sig.is_async);
    if let Some(crate::facts::ItemKind::Impl(block)) = store.item(parent).map(|item| &item.kind)
        && let Some(path) = &block.of_trait
        && serves_rpc(cx.db, cx.catalogue, parent, path, store.def(def).name)
    {
        return Some(Entry::handler(None, served));
    }
    let Some(bound) = cx.db.impl_trait(parent) else {
        // Inherent impls, and impls of a trait whose source is not available.
        let crate::facts::ItemKind::Impl(block) = &store.item(parent)?.kind else { return None };
        let path = block.of_trait.as_ref()?;
        if let Res::External(names) = store.resolve(parent, path, Namespace::Type).res {
            let names: Vec<&str> = names.iter().chain([&store.def(def).name]).map(|name| name.as_str()).collect();
            if cx.catalogue.roles().of(&names.join("::")).contains(&Role::Handler) {
                return Some(Entry::handler(None, served));
            }
        }
        return is_async.then_some(Entry::unknown(unknown));
    };
    let method = cx.db.trait_method(bound.def, store.def(def).name);
    if method.is_some_and(|method| cx.known.roles(def.krate, method).contains(&Role::Handler)) {
        return Some(Entry::handler(None, served));
    }
    let is_local = store.krate(bound.def.krate).kind == CrateKind::Local;
    (is_async && !is_local).then_some(Entry::unknown(unknown))
}
