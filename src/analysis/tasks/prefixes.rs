//! Joins the paths of routes with those under which other bodies mount their routers.

use super::mounts::{Mounted, Prefix, Way, rooted};
use super::outline::Outline;
use super::routes::{self, Route};
use crate::names::DefId;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Routers that more fns than this pass on have no known prefix.
const MAX_FNS: usize = 32;

/// All mounts of the workspace, by what is mounted; each with whether it is in a test.
pub(super) struct Prefixes<'a> {
    mounts: FxHashMap<Mounted, Vec<(bool, &'a Way)>>,
    known: FxHashMap<Mounted, Option<Prefix>>,
}

impl<'a> Prefixes<'a> {
    pub(super) fn new(outlines: &'a [Arc<Outline>]) -> Self {
        let mut mounts: FxHashMap<Mounted, Vec<(bool, &Way)>> = FxHashMap::default();
        for outline in outlines {
            for mount in &outline.mounts {
                mounts.entry(mount.what).or_default().push((outline.in_test, &mount.way));
            }
        }
        Self { mounts, known: FxHashMap::default() }
    }

    /// The route of a handler that a body registers: below all prefixes if they are known, else as it is registered.
    pub(super) fn shown(&mut self, route: &Route) -> Option<String> {
        let whole = self.only(&mut route.ways.iter(), 0);
        let whole = whole.filter(|whole| route.path.is_some() || whole.is_route).and_then(|whole| whole.text);
        let path = whole.or_else(|| route.path.clone())?;
        Some(routes::joined(route.method.as_deref(), &rooted(&path)))
    }

    /// The route of a fn whose attribute has it.
    pub(super) fn of_attribute(&mut self, def: DefId, route: &Route) -> Option<String> {
        let path = route.path.clone()?;
        // The routers of tests are none of the program's.
        let is_only_tested =
            self.mounts.get(&Mounted::Fn(def)).is_some_and(|mounts| !mounts.is_empty() && mounts.iter().all(|(in_test, _)| *in_test));
        if route.is_fixed || is_only_tested {
            return Some(routes::joined(route.method.as_deref(), &rooted(&path)));
        }
        let way = Way { prefix: Some(Prefix::route(path)), to: Some(Mounted::Fn(def)) };
        self.shown(&Route { ways: vec![way], ..route.clone() })
    }

    /// The prefix of all these ways, if it is the same one.
    fn only(&mut self, ways: &mut dyn Iterator<Item = &Way>, depth: usize) -> Option<Prefix> {
        let mut only: Option<Prefix> = None;
        for way in ways {
            let inner = way.prefix.clone()?;
            let whole = match way.to {
                Some(to) => self.around(to, depth + 1)?.around(inner),
                None => inner,
            };
            if only.as_ref().is_some_and(|only| *only != whole) {
                return None;
            }
            only = Some(whole);
        }
        only
    }

    /// The prefix under which something is mounted. What nobody mounts is served as it is.
    fn around(&mut self, mounted: Mounted, depth: usize) -> Option<Prefix> {
        if let Some(known) = self.known.get(&mounted) {
            return known.clone();
        }
        if depth > MAX_FNS {
            return None;
        }
        // A fn that mounts itself has no prefix.
        self.known.insert(mounted, None);
        let mounts = self.mounts.get(&mounted).cloned().unwrap_or_default();
        let only_tests = mounts.iter().all(|(in_test, _)| *in_test);
        let mut ways = mounts.iter().filter(|(in_test, _)| only_tests || !in_test).map(|(_, way)| *way);
        let found = if mounts.is_empty() { Some(Prefix::NONE) } else { self.only(&mut ways, depth) };
        self.known.insert(mounted, found.clone());
        found
    }
}
