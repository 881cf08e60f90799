//! What a fn does in the thread of whoever calls it: the blocking APIs that it uses and the fns that it calls.

use super::body::BodyView;
use super::direct;
use super::edges::{Call, calls};
use super::finding::Confidence;
use super::impls::TraitImpls;
use super::known::KnownDefs;
use super::places::{Place, Places, places};
use super::summaries::{Summaries, has_own_body};
use crate::catalogue::{ApiIndex, Catalogue, Cost};
use crate::facts::{DirectiveKind, Span};
use crate::names::{CrateKind, DefId};
use crate::types::TypeDb;
use std::sync::Arc;

/// Lints whose findings in a dependency say how it is built, not what its callers wait for.
const INNER_WORKINGS: [&str; 3] = ["thread-park", "blocking-condvar", "block-in-place"];

/// A fn's own doings.
#[derive(Clone, Debug, Default)]
pub(super) struct Own {
    /// In source order.
    pub(super) apis: Vec<(ApiIndex, Span)>,
    /// In source order.
    pub(super) calls: Vec<Call>,
}

/// Everything that bodies are judged by.
pub(super) struct World<'a> {
    pub(super) db: &'a TypeDb<'a>,
    pub(super) catalogue: &'a Catalogue,
    pub(super) known: &'a KnownDefs<'a>,
    pub(super) summaries: Summaries<'a>,
    pub(super) impls: TraitImpls<'a>,
}

impl World<'_> {
    /// What a fn does; nothing if its body is not looked into.
    pub(super) fn own(&self, def: DefId) -> Own {
        if !has_own_body(self.db.store, self.catalogue, def.krate) || self.is_cut(def) {
            return Own::default();
        }
        let (Some(at), Some(types)) = (self.db.store.body(def), self.db.body_types(def)) else { return Own::default() };
        let places = places(self.db, self.known, self.catalogue, &self.summaries, def, at.body, &types);
        let view = BodyView { db: self.db, known: self.known, catalogue: self.catalogue, def, file: at.file, body: at.body, types: &types };
        self.own_of(&view, &places)
    }

    /// What a fn whose places are known does.
    pub(super) fn own_of(&self, view: &BodyView<'_>, places: &Places) -> Own {
        if self.is_cut(view.def) {
            return Own::default();
        }
        let is_own = |place| place == Place::Sync;
        let apis = direct::uses(view, places, &is_own)
            .into_iter()
            .filter(|(_, api)| self.travels(*api, view.def))
            .map(|(id, api)| (api, view.name_span(id)))
            .collect();
        let mut calls = calls(view, &self.impls, places, &is_own);
        if self.db.store.krate(view.def.krate).kind == CrateKind::Dependency {
            // Far from the user's code only what is certain counts.
            calls.retain(|call| call.targets.iter().all(|target| target.confidence == Confidence::Certain));
        }
        Own { apis, calls }
    }

    /// Whether the effect of an API that `def` uses is felt by the callers of `def`.
    fn travels(&self, api: ApiIndex, def: DefId) -> bool {
        let entry = self.catalogue.api(api);
        let lint = self.catalogue.lint_at(entry.lint);
        let is_felt = match self.db.store.krate(def.krate).kind {
            CrateKind::Local => entry.cost > Cost::Lock,
            // How a dependency's threads wait for each other is its own business: locks and queues are built of that.
            CrateKind::Dependency | CrateKind::Stub => entry.cost >= Cost::Disk && !INNER_WORKINGS.contains(&lint.id.as_str()),
        };
        is_felt && lint.file.transitive
    }

    /// Whether a comment on the fn says that it does not block.
    fn is_cut(&self, def: DefId) -> bool {
        let Some(item) = self.db.store.def(def).item else { return false };
        let is_cut = |kind: &DirectiveKind| matches!(kind, DirectiveKind::NonBlocking);
        self.db.store.file(def).facts.directives.iter().any(|directive| directive.item == Some(item) && is_cut(&directive.kind))
    }

    /// The calls of a body that stand in async code.
    pub(super) fn async_calls(&self, view: &BodyView<'_>, places: &Places) -> Vec<Call> {
        calls(view, &self.impls, places, &|place| matches!(place, Place::Async(_)))
    }
}

/// What is known of one fn in the call graph.
pub(super) type OwnRef = Arc<Own>;
