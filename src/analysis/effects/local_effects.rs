//! Local effects of a fn: the blocking APIs that it uses, and the fns that it calls, on its caller's thread.

use super::super::body::BodyView;
use super::super::direct;
use super::super::dispatch::impls::TraitImpls;
use super::super::dispatch::open::CallerInfo;
use super::super::drops::drop_glue::Glue;
use super::super::drops::{DropPoint, drop_points};
use super::super::edges::{Call, calls};
use super::super::known::KnownDefs;
use super::super::places::{Place, Places, closure_places, places};
use super::conditional_causes::Condition;
use super::dependency_effects::{DependencyEffects, Origin};
use super::summaries::{Summaries, has_own_body};
use crate::catalogue::{ApiEntry, ApiIndex, Catalogue, Certainty, LintIndex, Role};
use crate::diagnostics::{Confidence, Cost, Level};
use crate::facts::{DirectiveKind, ExprId, ExprKind, Name, Span};
use crate::names::{CrateKind, DefId};
use crate::types::{Callee, TypeDb};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Lints whose findings in a dependency reflect how it is built, not what its callers wait for.
const INNER_WORKINGS: [&str; 3] = ["thread-park", "blocking-condvar", "block-in-place"];

/// Whether a cause is a primitive that locks and queues are built from.
pub(in crate::analysis) fn is_lock_primitive(catalogue: &Catalogue, cause: Cause) -> bool {
    cause.lint(catalogue).is_some_and(|lint| INNER_WORKINGS.contains(&catalogue.lint_at(lint).id.as_str()))
}

/// The lint of calls that put the thread to sleep.
const SLEEP: &str = "blocking-sleep";

/// Shorter sleeps in a dependency are ignored.
const SHORTEST_STALL: Duration = Duration::from_millis(1);

/// The lint for `block_in_place` on a single-threaded runtime.
const IN_VAIN: &str = "block-in-place-panics";

/// The lint for fns that a comment marks as blocking.
const MARKED: &str = "marked-blocking";

/// What blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::analysis) enum Cause {
    /// An API of the catalogue.
    Api(ApiIndex),
    /// A fn that a comment marks as blocking.
    Marked,
    /// A finding of a coded lint.
    Coded(LintIndex),
}

impl Cause {
    /// The API, if it is an API.
    pub(in crate::analysis) fn api(self) -> Option<ApiIndex> {
        match self {
            Self::Api(api) => Some(api),
            Self::Marked | Self::Coded(_) => None,
        }
    }

    /// The catalogue entry, if it is an API.
    pub(in crate::analysis) fn entry(self, catalogue: &Catalogue) -> Option<&ApiEntry> {
        match self {
            Self::Api(api) => Some(catalogue.api(api)),
            Self::Marked | Self::Coded(_) => None,
        }
    }

    /// The lint that reports it; `None` only if the catalogue lacks the lint for marked fns.
    pub(in crate::analysis) fn lint(self, catalogue: &Catalogue) -> Option<LintIndex> {
        match self {
            Self::Api(api) => Some(catalogue.api(api).lint),
            Self::Marked => catalogue.lint_index(MARKED),
            Self::Coded(lint) => Some(lint),
        }
    }

    /// Its cost class.
    pub(in crate::analysis) fn cost(self, catalogue: &Catalogue) -> Cost {
        match self {
            Self::Api(api) => catalogue.api(api).cost,
            Self::Marked => Cost::Unbounded,
            Self::Coded(lint) => catalogue.lint_at(lint).file.cost,
        }
    }

    /// The level of its findings without configuration.
    pub(in crate::analysis) fn level(self, catalogue: &Catalogue) -> Level {
        match self {
            Self::Api(api) => catalogue.api(api).level,
            Self::Marked => Level::Warn,
            Self::Coded(lint) => catalogue.lint_at(lint).file.level,
        }
    }
}

/// Local effects of a fn.
#[derive(Clone, Debug, Default)]
pub(in crate::analysis) struct LocalEffects {
    /// In source order.
    pub(in crate::analysis) causes: Vec<(Cause, Span)>,
    /// In source order.
    pub(in crate::analysis) calls: Vec<Call>,
    /// What blocks only for some values of parameters.
    pub(in crate::analysis) conditional_causes: Vec<(Cause, Span, Vec<Condition>)>,
    /// How reports show a dependency's fn, if its effects came from the cache.
    pub(in crate::analysis) origin: Option<Arc<Origin>>,
}

/// The data that all bodies are analysed with.
pub(in crate::analysis) struct AnalysisCtx<'a> {
    pub(in crate::analysis) db: &'a TypeDb<'a>,
    pub(in crate::analysis) catalogue: &'a Catalogue,
    pub(in crate::analysis) known: &'a KnownDefs<'a>,
    pub(in crate::analysis) summaries: Summaries<'a>,
    pub(in crate::analysis) impls: TraitImpls<'a>,
    pub(in crate::analysis) dependencies: &'a DependencyEffects,
}

impl AnalysisCtx<'_> {
    /// A fn's local effects; empty if its body is not analysed.
    pub(in crate::analysis) fn local_effects(&self, def: DefId) -> LocalEffects {
        if self.db.store.kind(def.krate) != CrateKind::Local
            && let Some(own) = self.dependencies.local_effects(self.catalogue, def)
        {
            return own;
        }
        if let Some(own) = self.marked(def) {
            return own;
        }
        // A dependency's own tests, and code of features that are off, are not part of this build.
        let is_left_out = || self.db.store.krate(def.krate).kind == CrateKind::Dependency && self.db.store.is_left_out(def);
        if !has_own_body(self.db.store, self.catalogue, def.krate) || is_left_out() {
            return LocalEffects::default();
        }
        let (Some(at), Some(types)) = (self.db.store.body(def), self.db.body_types(def)) else { return LocalEffects::default() };
        let places = places(self.db, self.known, self.catalogue, &self.summaries, def, at.body, &types);
        let view = BodyView::new(self.db, self.known, self.catalogue, def, at, &types);
        let drop_points = drop_points(&view, &self.impls, &places);
        let all = calls(self, &view, &places, &drop_points);
        self.local_effects_of(&view, &places, &drop_points, &all)
    }

    /// The local effects of a closure in the body of a fn, constant or static, as its caller sees them.
    pub(in crate::analysis) fn local_effects_of_closure(&self, def: DefId, closure: ExprId) -> LocalEffects {
        let (Some(at), Some(types)) = (self.db.store.body(def), self.db.body_types(def)) else { return LocalEffects::default() };
        // The id may come from an older version of the text.
        if !at.body.exprs.get(closure).is_some_and(|expr| matches!(expr.kind, ExprKind::Closure { .. })) {
            return LocalEffects::default();
        }
        let places = closure_places(self.db, self.known, self.catalogue, &self.summaries, def, at.body, &types, closure);
        let view = BodyView::new(self.db, self.known, self.catalogue, def, at, &types);
        let drop_points = drop_points(&view, &self.impls, &places);
        let all = calls(self, &view, &places, &drop_points);
        self.local_effects_of(&view, &places, &drop_points, &all)
    }

    /// What blocks in the open calls of a fn, given what its caller supplies.
    pub(in crate::analysis) fn open_causes(&self, def: DefId, own: &LocalEffects, around: &CallerInfo) -> Vec<(Cause, Span)> {
        let open: Vec<_> = own.calls.iter().filter_map(|call| Some((call.expr, call.span, call.open.as_ref()?))).collect();
        let conditional_causes = own
            .conditional_causes
            .iter()
            .filter(|(.., conditions)| conditions.iter().all(|condition| condition.is_met(&around.known_arguments)))
            .map(|(cause, span, _)| (*cause, *span));
        if open.iter().all(|(.., open)| around.fill(self.db, &open.on).is_empty()) {
            return conditional_causes.collect();
        }
        let mut causes = self.with(def, |view| view.open_causes(open.into_iter(), around)).unwrap_or_default();
        causes.retain(|(cause, _)| cause.api().is_some_and(|api| self.propagates(api, def)));
        causes.extend(conditional_causes);
        causes
    }

    /// The static whose initialiser, a closure in a workspace fn, contains this span.
    pub(in crate::analysis) fn filled_at(&self, def: DefId, span: Span) -> Option<DefId> {
        let is_local = self.db.store.kind(def.krate) == CrateKind::Local;
        if is_local { self.with(def, |view| view.filled_at(span)).flatten() } else { None }
    }

    /// The value that another branch uses than that of a call in a workspace fn.
    pub(in crate::analysis) fn kept_beside(&self, def: DefId, call: Span) -> Option<Name> {
        let is_local = self.db.store.kind(def.krate) == CrateKind::Local;
        if is_local { self.with(def, |view| view.kept_beside(call)).flatten() } else { None }
    }

    /// Applies `look` to a body; `None` if there is none.
    fn with<R>(&self, def: DefId, look: impl FnOnce(&BodyView<'_>) -> R) -> Option<R> {
        let (at, types) = (self.db.store.body(def)?, self.db.body_types(def)?);
        Some(look(&BodyView::new(self.db, self.known, self.catalogue, def, at, &types)))
    }

    /// How reports about the workspace show a fn of a dependency.
    pub(in crate::analysis) fn shown_name(&self, def: DefId) -> String {
        let name = self.db.store.display_path(def);
        match name.strip_prefix("crate::") {
            Some(rest) => format!("{}::{rest}", self.db.store.krate(def.krate).name),
            None => name,
        }
    }

    /// The shown path of a dependency's file: relative to its package, so independent of the machine. `None` for a file of the workspace.
    pub(in crate::analysis) fn shown_path(&self, def: DefId, file: &Path) -> Option<String> {
        let krate = self.db.store.krate(def.krate);
        let package = krate.package.as_ref().filter(|_| krate.kind == CrateKind::Dependency)?;
        let inside = file.strip_prefix(&package.root).ok()?;
        let inside = inside.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        Some(format!("{}-{}/{inside}", package.name, package.version))
    }

    /// The local effects of a body, given where its expressions run, what it drops, and its calls.
    pub(in crate::analysis) fn local_effects_of(
        &self,
        view: &BodyView<'_>,
        places: &Places,
        drop_points: &[DropPoint],
        calls: &[Call],
    ) -> LocalEffects {
        if let Some(own) = self.marked(view.def) {
            return own;
        }
        let is_own = |place| place == Place::Sync;
        let uses = direct::uses(view, places, &is_own);
        let conditional_causes = self.conditional_causes(view, places, &uses);
        let is_conditional = |id: ExprId| conditional_causes.iter().any(|(_, _, call, _)| *call == id);
        let mut causes: Vec<(Cause, Span)> = uses
            .into_iter()
            .filter(|(id, api)| {
                self.propagates_if_certain(*api, view.def) && view.is_certain(*api, *id) && !self.is_back_off(view, *id, *api)
            })
            .filter(|(id, _)| !is_conditional(*id))
            .map(|(id, api)| (Cause::Api(api), view.name_span(id)))
            .collect();
        let certain = drop_points.iter().filter(|drop_point| is_own(drop_point.place) && drop_point.confidence == Confidence::Certain);
        causes.extend(certain.filter_map(|drop_point| match drop_point.glue {
            Glue::Api(api) if self.propagates(api, view.def) && !self.is_of_own_type(api, view.def) => {
                Some((Cause::Api(api), drop_point.span))
            }
            Glue::Api(_) | Glue::Fn(..) => None,
        }));
        causes.extend(self.block_in_place_panics(view, places));
        causes.sort_by_key(|(_, span)| *span);
        let mut calls: Vec<Call> = calls.iter().filter(|call| is_own(call.place)).cloned().collect();
        if self.db.store.krate(view.def.krate).kind == CrateKind::Dependency {
            // In dependencies only certain targets count.
            calls.retain(|call| call.targets.iter().all(|target| target.confidence == Confidence::Certain));
        }
        let branches = view.branches();
        for call in &mut calls {
            call.branches = branches.around(call.span);
        }
        let around = |span: Span| branches.around(span).into_iter().map(Condition::In);
        let conditional_causes = conditional_causes.into_iter();
        let mut conditional_causes: Vec<_> = conditional_causes
            .map(|(cause, span, _, condition)| (cause, span, std::iter::once(condition).chain(around(span)).collect()))
            .collect();
        causes.retain(|(cause, span)| {
            let conditions: Vec<Condition> = around(*span).collect();
            let always = conditions.is_empty();
            if !always {
                conditional_causes.push((*cause, *span, conditions));
            }
            always
        });
        conditional_causes.sort_by_key(|(_, span, _)| *span);
        LocalEffects { causes, calls, conditional_causes, origin: None }
    }

    /// Whether a fn is in the crate of the type that an entry for drops is about. Such a fn may keep the drop from doing anything, as
    /// `TempDir::keep` does, and has an entry of its own if it waits.
    fn is_of_own_type(&self, api: ApiIndex, def: DefId) -> bool {
        let krate = self.db.store.krate(def.krate);
        krate.kind == CrateKind::Dependency && self.catalogue.api(api).crate_name == krate.name.as_str()
    }

    /// `block_in_place` in a sync fn of a program whose only runtime has a single thread.
    fn block_in_place_panics(&self, view: &BodyView<'_>, places: &Places) -> Vec<(Cause, Span)> {
        let plays = |callee: &Callee| self.known.roles_of(view.def.krate, callee).contains(&Role::BlockInPlace);
        if self.db.store.krate(view.def.krate).kind != CrateKind::Local {
            return Vec::new();
        }
        let calls = view.types.callees.iter().filter(|(id, callee)| places.exprs[**id] == Place::Sync && plays(callee));
        let mut spans: Vec<Span> = calls.map(|(id, _)| view.name_span(*id)).collect();
        if spans.is_empty() || !view.block_in_place_panics() {
            return Vec::new();
        }
        spans.sort();
        let lint = self.catalogue.lint_index(IN_VAIN);
        lint.map(|lint| spans.into_iter().map(|span| (Cause::Coded(lint), span)).collect()).unwrap_or_default()
    }

    /// Whether a call is a very short sleep, or one that follows a failed try, with which a dependency's queue or lock backs off.
    fn is_back_off(&self, view: &BodyView<'_>, id: ExprId, api: ApiIndex) -> bool {
        let is_far = self.db.store.krate(view.def.krate).kind == CrateKind::Dependency;
        let is_nap = || view.receiver_and_args(id).1.iter().any(|arg| view.duration(*arg).is_some_and(|nap| nap < SHORTEST_STALL));
        is_far && self.catalogue.lint_at(self.catalogue.api(api).lint).id == SLEEP && (is_nap() || follows_a_try(view, id))
    }

    /// Whether the effect of an API that `def` uses propagates to callers of `def`.
    fn propagates(&self, api: ApiIndex, def: DefId) -> bool {
        // A call that only may block is not reported at the callers of its fn.
        self.propagates_if_certain(api, def) && self.catalogue.api(api).certainty == Certainty::Certain
    }

    /// Whether the effect propagates, provided that the API certainly blocks.
    pub(in crate::analysis) fn propagates_if_certain(&self, api: ApiIndex, def: DefId) -> bool {
        let entry = self.catalogue.api(api);
        let lint = self.catalogue.lint_at(entry.lint);
        let propagates_if_certain = match self.db.store.krate(def.krate).kind {
            CrateKind::Local => entry.cost > Cost::Lock,
            // Locks and queues of a dependency are built from short waits between its threads; these are its own business.
            CrateKind::Dependency | CrateKind::Stub => entry.cost >= Cost::Disk && !INNER_WORKINGS.contains(&lint.id.as_str()),
        };
        propagates_if_certain && lint.file.transitive
    }

    /// What the configuration, or a comment on the fn, says about it; this overrides its body.
    fn marked(&self, def: DefId) -> Option<LocalEffects> {
        let item = self.db.store.def(def).item?;
        if self.known.is_nonblocking(def) {
            return Some(LocalEffects::default());
        }
        let file = self.db.store.file(def);
        let directive = file.directives().iter().find(|directive| {
            directive.item == Some(item) && matches!(directive.kind, DirectiveKind::NonBlocking | DirectiveKind::Blocking)
        })?;
        let mut own = LocalEffects::default();
        if directive.kind == DirectiveKind::Blocking {
            own.causes.push((Cause::Marked, self.db.store.item(def)?.name_span));
        }
        Some(own)
    }
}

/// Shared local effects of one fn.
pub(in crate::analysis) type SharedLocalEffects = Arc<LocalEffects>;

/// Whether an expression runs in a branch that what `try_lock` and the like say selects: `match lock.try_write() { Err(WouldBlock) => nap() }`.
fn follows_a_try(view: &BodyView<'_>, id: ExprId) -> bool {
    let exprs = &view.body.exprs;
    let parents = view.parents();
    let is_try = |id: ExprId| {
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            if view.plays(id, Role::TryLock) {
                return true;
            }
            exprs[id].kind.for_each_child(&mut |child| open.push(child));
        }
        false
    };
    let mut at = id;
    while let Some(parent) = parents[at] {
        let asked = match &exprs[parent].kind {
            ExprKind::Match { scrutinee, .. } if *scrutinee != at => Some(*scrutinee),
            ExprKind::If { cond, .. } | ExprKind::While { cond, .. } if *cond != at => Some(*cond),
            _ => None,
        };
        if asked.is_some_and(is_try) {
            return true;
        }
        at = parent;
    }
    false
}
