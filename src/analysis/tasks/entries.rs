//! Roots that are fns: entry points, tests, handlers by attribute or trait, polls.

use super::super::own::World;
use super::super::places::{AsyncKind, Places};
use super::routes;
use super::states::State;
use crate::catalogue::Role;
use crate::diagnostics::TaskKind;
use crate::facts::{Attr, Item};
use crate::names::{CrateKind, DefId, DefKind};
use crate::project::TargetKind;

/// A fn at which something begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) kind: Option<TaskKind>,
    pub(super) state: State,
    pub(super) route: Option<String>,
}

impl Entry {
    const fn new(kind: TaskKind, state: State) -> Self {
        Self { kind: Some(kind), state, route: None }
    }
}

/// What begins at a fn by what stands around it; nothing for most.
pub(super) fn entry(world: &World<'_>, places: &Places, def: DefId, in_test: bool) -> Option<Entry> {
    let store = world.db.store;
    let item = store.item(def)?;
    let contexts = world.catalogue.contexts();
    let named = |attr: &Attr| attr.path.joined();
    if item.attrs.iter().any(|attr| contexts.is_test_attribute(&named(attr))) {
        return Some(Entry::new(TaskKind::Test, State::Test));
    }
    let krate = store.krate(def.krate);
    let is_main = item.name == "main" && store.def(def).parent == Some(krate.root) && krate.target != TargetKind::Lib;
    if is_main || item.attrs.iter().any(|attr| contexts.entry_attribute(&named(attr)).is_some()) {
        return Some(if in_test { Entry::new(TaskKind::Test, State::Test) } else { Entry::new(TaskKind::Main, State::Alone) });
    }
    let served = if in_test { State::Test } else { State::Crowded };
    if let Some(handler) = handler(world, def, item, served) {
        return Some(handler);
    }
    let unknown = if in_test { State::Test } else { State::Unknown };
    if places.contexts.first().is_some_and(|context| context.kind == AsyncKind::Poll) {
        return Some(Entry::new(TaskKind::Poll, unknown));
    }
    of_trait(world, def, served, unknown)
}

/// The handler that an attribute on the fn, or on the impl around it, makes of it, with its route.
fn handler(world: &World<'_>, def: DefId, item: &Item, state: State) -> Option<Entry> {
    let store = world.db.store;
    let handler = |route: Option<String>| Entry { kind: Some(TaskKind::Handler), state, route };
    if let Some(attr) = item.attrs.iter().find(|attr| is_handler(world, def, attr)) {
        let name = attr.path.segments.last().map_or("", |segment| segment.name.as_str());
        return Some(handler(routes::of_attribute(name, &attr.args)));
    }
    let around = store.def(def).parent.filter(|parent| store.def(*parent).kind == DefKind::Impl).and_then(|parent| store.item(parent))?;
    around.attrs.iter().any(|attr| is_handler(world, def, attr)).then(|| handler(None))
}

/// Whether an attribute is one that the catalogue knows, by the path that is written or by the `use` that brings it.
fn is_handler(world: &World<'_>, def: DefId, attr: &Attr) -> bool {
    let contexts = world.catalogue.contexts();
    let store = world.db.store;
    let written: Vec<&str> = attr.path.segments.iter().map(|segment| segment.name.as_str()).collect();
    if contexts.is_route_attribute(&written.join("::"), &attr.args) {
        return true;
    }
    match (store.macro_path(store.scope_of(def), &attr.path), &written[..]) {
        (Some(path), _) => contexts.is_route_attribute(&path, &attr.args),
        // `#[macro_use] extern crate rocket;`, or a prelude of the crate's.
        (None, [name]) => store.krate(def.krate).package.as_ref().is_some_and(|package| {
            package
                .dependencies
                .iter()
                .any(|dependency| contexts.is_route_attribute(&format!("{}::{name}", dependency.package.replace('-', "_")), &attr.args))
        }),
        (None, _) => false,
    }
}

/// Methods of impls that no code of the workspace needs to call: of traits from elsewhere.
fn of_trait(world: &World<'_>, def: DefId, served: State, unknown: State) -> Option<Entry> {
    let store = world.db.store;
    let parent = store.def(def).parent.filter(|parent| store.def(*parent).kind == DefKind::Impl)?;
    let is_async = world.db.function(def).is_some_and(|function| function.sig.is_async);
    let Some(bound) = world.db.impl_trait(parent) else {
        // Inherent, or of a trait whose source is not available.
        let crate::facts::ItemKind::Impl(block) = &store.item(parent)?.kind else { return None };
        return (is_async && block.of_trait.is_some()).then_some(Entry { kind: None, state: unknown, route: None });
    };
    let method = world.db.trait_method(bound.def, store.def(def).name);
    if method.is_some_and(|method| world.known.roles(def.krate, method).contains(&Role::Handler)) {
        return Some(Entry { kind: Some(TaskKind::Handler), state: served, route: None });
    }
    let is_local = store.krate(bound.def.krate).kind == CrateKind::Local;
    (is_async && !is_local).then_some(Entry { kind: None, state: unknown, route: None })
}
