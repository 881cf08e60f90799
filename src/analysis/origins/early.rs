//! What runs before a program serves anything: the entry points' own code up to the first spawn, and what that calls, at any depth.

use super::{Given, Origins};
use crate::analysis::body::BodyView;
use crate::analysis::startup::{is_entry, served_from};
use crate::names::{CrateKind, DefId};
use rustc_hash::FxHashMap;

/// By body that start-up code runs: the byte from which it may spawn or serve.
pub(super) type Early = FxHashMap<DefId, u32>;

impl Origins {
    /// Whether start-up code does one of these.
    pub(super) fn is_early(&self, view: &BodyView<'_>, list: Option<&Vec<Given>>) -> bool {
        let Some(list) = list else { return false };
        let early = self.early.get_or_init(|| self.find_early(view));
        let is_early = |given: &Given| {
            let end = *early.get(&given.body)?;
            Some(view.db.store.body(given.body)?.body.exprs[given.expr].span.start < end)
        };
        list.iter().any(|given| is_early(given).unwrap_or(false))
    }

    /// From the entry points along calls and uses of statics. Each body is looked at once.
    fn find_early(&self, view: &BodyView<'_>) -> Early {
        let mut uses: FxHashMap<DefId, Vec<(DefId, Given)>> = FxHashMap::default();
        for (named, list) in self.calls.iter().chain(&self.statics) {
            for given in list {
                uses.entry(given.body).or_default().push((*named, *given));
            }
        }
        let store = view.db.store;
        let locals = store.local_crates().iter().filter(|krate| store.krate(**krate).kind == CrateKind::Local);
        let mut queue: Vec<DefId> =
            locals.flat_map(|krate| store.bodies_of(*krate)).filter(|def| view.with(*def, is_entry).unwrap_or(false)).collect();
        let mut early = Early::default();
        while let Some(def) = queue.pop() {
            if early.contains_key(&def) {
                continue;
            }
            let Some((end, next)) = view.with(def, |body| {
                let end = served_from(body);
                let next = uses.get(&def).map(Vec::as_slice).unwrap_or_default().iter();
                let next = next.filter(|(_, given)| body.body.exprs[given.expr].span.start < end).map(|(named, _)| *named);
                (end, next.collect::<Vec<_>>())
            }) else {
                continue;
            };
            early.insert(def, end);
            queue.extend(next);
        }
        early
    }
}
