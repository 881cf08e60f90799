//! The effects of fns of published packages, cached between runs: which blocking APIs they use, which fns they call, and where they run closures.
//!
//! A published package never changes. So the effects of its fns depend only on the versions and features of its own dependencies, on the rules and
//! on our code; the caller puts all of these into the cache key. On a cache hit no body of a dependency is parsed or inferred, and most of their
//! crates are not even loaded.

use super::super::branches::{Branch, Decider};
use super::super::dispatch::open::SharedCallerInfo;
use super::super::edges::{Call, Target};
use super::super::places::Place;
use super::Effects;
use super::conditional_causes::{Condition, KnownArgument, Param};
use super::graph::CallGraph;
use super::local_effects::{AnalysisCtx, Cause, LocalEffects};
use crate::catalogue::{ApiIndex, Catalogue, LintIndex, Runs};
use crate::diagnostics::Confidence;
use crate::facts::{ExprId, Name, Span};
use crate::names::{CrateId, CrateKind, CrateStore, DefId, DefIndex};
use crate::types::Subst;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// The cache of effects between runs.
pub trait EffectsCache: Sync {
    /// The bytes that an earlier run stored.
    fn load(&self) -> Option<Vec<u8>>;

    /// Stores bytes for the next run.
    fn keep(&self, bytes: Vec<u8>);
}

/// A definition: its crate's index in [`Record::crates`], and its number in that crate.
type StoredDef = (u32, u32);

/// The cached data.
#[derive(Clone, Default, Serialize, Deserialize)]
struct Record {
    /// Crates by names that are the same in every run.
    crates: Vec<String>,
    fns: BTreeMap<StoredDef, StoredFn>,
    /// Where fns run closures, for each of their parameters.
    params: BTreeMap<StoredDef, Vec<Option<Runs>>>,
}

#[derive(Clone, Serialize, Deserialize)]
struct StoredFn {
    origin: Origin,
    causes: Vec<(StoredCause, Span)>,
    conditional_causes: Vec<(StoredCause, Span, Vec<Condition>)>,
    calls: Vec<StoredCall>,
    deciders: Vec<Decider>,
}

#[derive(Clone, Serialize, Deserialize)]
struct StoredCall {
    span: Span,
    targets: Vec<(StoredDef, Vec<KnownArgument>)>,
    branches: Vec<Branch>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
enum StoredCause {
    Api(u32),
    Marked,
    Coded(u32),
}

/// How reports show a dependency's fn.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::analysis) struct Origin {
    /// Its file, absolute.
    pub(in crate::analysis) file: PathBuf,
    /// The byte at which its item begins.
    pub(in crate::analysis) start: u32,
    /// Its path as shown; `None` if it reaches nothing, since it then appears in no report.
    pub(in crate::analysis) name: Option<String>,
    /// Its file as shown.
    pub(in crate::analysis) path: String,
    /// For each call, the byte at which it begins and its line.
    pub(in crate::analysis) lines: Vec<(u32, u32)>,
}

impl Origin {
    /// The line of a call.
    pub(in crate::analysis) fn line(&self, at: u32) -> Option<u32> {
        self.lines.iter().find(|(start, _)| *start == at).map(|(_, line)| *line)
    }
}

/// What earlier runs found about fns of dependencies.
#[derive(Default)]
pub(in crate::analysis) struct DependencyEffects {
    record: Record,
    crates: Vec<Option<CrateId>>,
    numbers: FxHashMap<CrateId, u32>,
    /// Entries that this run has added.
    new_params: Mutex<BTreeMap<DefId, Arc<[Option<Runs>]>>>,
}

impl DependencyEffects {
    /// Reads the cached data; empty if they do not fit the rules and the available packages.
    pub(in crate::analysis) fn load(store: &CrateStore<'_>, cache: Option<&dyn EffectsCache>) -> Self {
        let bytes = cache.and_then(EffectsCache::load);
        let record: Record = bytes.and_then(|bytes| postcard::from_bytes(&bytes).ok()).unwrap_or_default();
        let crates: Vec<Option<CrateId>> = record.crates.iter().map(|name| store.by_stable_name(name)).collect();
        let numbered = crates.iter().zip(0..).filter_map(|(krate, number)| Some(((*krate)?, number)));
        let numbers = numbered.collect();
        Self { record, crates, numbers, new_params: Mutex::default() }
    }

    fn stored(&self, def: DefId) -> Option<StoredDef> {
        Some((*self.numbers.get(&def.krate)?, u32::try_from(def.index.index()).ok()?))
    }

    fn def(&self, (krate, index): StoredDef) -> Option<DefId> {
        let krate = (*self.crates.get(krate as usize)?)?;
        Some(DefId { krate, index: DefIndex::from_usize(index as usize) })
    }

    /// A fn's local effects, if an earlier run has analysed it.
    pub(in crate::analysis) fn local_effects(&self, catalogue: &Catalogue, def: DefId) -> Option<LocalEffects> {
        let stored = self.record.fns.get(&self.stored(def)?)?;
        let cause = |cause: StoredCause| {
            Some(match cause {
                StoredCause::Api(index) if (index as usize) < catalogue.apis().len() => Cause::Api(ApiIndex::from_usize(index as usize)),
                StoredCause::Api(_) => return None,
                StoredCause::Marked => Cause::Marked,
                StoredCause::Coded(index) => Cause::Coded(catalogue.checked_lint(index as usize)?),
            })
        };
        let target = |(def, known_arguments): &(StoredDef, Vec<KnownArgument>)| {
            Some(Target { known_arguments: known_arguments.as_slice().into(), ..Target::certain(self.def(*def)?, Subst::empty()) })
        };
        let call = |StoredCall { span, targets, branches }: &StoredCall| {
            let targets = targets.iter().map(target).collect::<Option<Vec<_>>>()?;
            Some(Call { span: *span, expr: ExprId::from_usize(0), place: Place::Sync, targets, open: None, branches: branches.clone() })
        };
        let conditional = |(kind, span, conditions): &(StoredCause, Span, Vec<Condition>)| Some((cause(*kind)?, *span, conditions.clone()));
        Some(LocalEffects {
            conditional_causes: stored.conditional_causes.iter().map(conditional).collect::<Option<_>>()?,
            causes: stored.causes.iter().map(|(kind, span)| Some((cause(*kind)?, *span))).collect::<Option<_>>()?,
            calls: stored.calls.iter().map(call).collect::<Option<_>>()?,
            origin: Some(Arc::new(stored.origin.clone())),
        })
    }

    /// The parameters of a fn whose values may select a branch, if an earlier run has analysed it.
    fn deciders(&self, def: DefId) -> Option<&[Decider]> {
        Some(&self.record.fns.get(&self.stored(def)?)?.deciders)
    }

    /// Where a fn runs its closure parameters, if an earlier run has found out.
    pub(in crate::analysis) fn params(&self, def: DefId) -> Option<Arc<[Option<Runs>]>> {
        self.record.params.get(&self.stored(def)?).map(|params| Arc::from(params.as_slice()))
    }

    /// Adds where a fn runs its closure parameters.
    pub(in crate::analysis) fn add_params(&self, def: DefId, params: &Arc<[Option<Runs>]>) {
        self.new_params.lock().unwrap_or_else(PoisonError::into_inner).insert(def, Arc::clone(params));
    }

    /// Stores the cached data with everything that this run has added, if anything is new.
    pub(in crate::analysis) fn keep(&self, cx: &AnalysisCtx<'_>, graph: &CallGraph, effects: &Effects, cache: &dyn EffectsCache) {
        let mut writer = Writer { store: cx.db.store, record: self.record.clone(), numbers: self.numbers.clone() };
        let mut is_new = false;
        for (node, reached) in &graph.nodes {
            if reached.own.origin.is_some()
                || node.around != SharedCallerInfo::default()
                || cx.db.store.kind(node.def.krate) != CrateKind::Dependency
            {
                continue;
            }
            let name = effects.of(node).next().is_some().then(|| cx.shown_name(node.def));
            if let Some(at) = writer.number(node.def)
                && let Some(stored) = writer.stored_fn(cx, node.def, &reached.own, name)
            {
                writer.record.fns.insert(at, stored);
                is_new = true;
            }
        }
        for (def, params) in &*self.new_params.lock().unwrap_or_else(PoisonError::into_inner) {
            if self.params(*def).is_none()
                && let Some(at) = writer.number(*def)
            {
                writer.record.params.insert(at, params.to_vec());
                is_new = true;
            }
        }
        if is_new && let Ok(bytes) = postcard::to_stdvec(&writer.record) {
            cache.keep(bytes);
        }
    }
}

impl AnalysisCtx<'_> {
    /// Whether a parameter of a fn, or a field of it, may select a branch, in the fn or in its callees.
    pub(in crate::analysis) fn decides(&self, def: DefId, param: Param, field: Option<Name>) -> bool {
        let is_it = |of: &Decider| of.param == param && (of.field.is_none() || of.field == field);
        match self.dependencies.deciders(def) {
            Some(stored) => stored.iter().any(is_it),
            None => self.known.deciders(def).iter().any(is_it),
        }
    }
}

/// A record under construction.
struct Writer<'a> {
    store: &'a CrateStore<'a>,
    record: Record,
    numbers: FxHashMap<CrateId, u32>,
}

impl Writer<'_> {
    /// The definition in a form that is the same in every run; `None` if it has no such form.
    fn number(&mut self, def: DefId) -> Option<StoredDef> {
        if !self.store.is_stable(def) {
            return None;
        }
        if !self.numbers.contains_key(&def.krate) {
            let name = self.store.stable_name(def.krate)?;
            let number = u32::try_from(self.record.crates.len()).ok()?;
            self.record.crates.push(name);
            self.numbers.insert(def.krate, number);
        }
        Some((*self.numbers.get(&def.krate)?, u32::try_from(def.index.index()).ok()?))
    }

    fn stored_fn(&mut self, cx: &AnalysisCtx<'_>, def: DefId, own: &LocalEffects, name: Option<String>) -> Option<StoredFn> {
        let store = self.store;
        let cause = |cause: Cause| match cause {
            Cause::Api(api) => u32::try_from(api.index()).ok().map(StoredCause::Api),
            Cause::Marked => Some(StoredCause::Marked),
            Cause::Coded(lint) => u32::try_from(lint.index()).ok().map(StoredCause::Coded),
        };
        let causes = own.causes.iter().map(|(kind, span)| Some((cause(*kind)?, *span))).collect::<Option<Vec<_>>>()?;
        let conditional = |(kind, span, conditions): &(Cause, Span, Vec<Condition>)| Some((cause(*kind)?, *span, conditions.clone()));
        let conditional_causes = own.conditional_causes.iter().map(conditional).collect::<Option<Vec<_>>>()?;
        let mut calls = Vec::with_capacity(own.calls.len());
        for call in &own.calls {
            if call.open.is_some() || call.targets.iter().any(|target| target.confidence != Confidence::Certain) {
                return None;
            }
            let targets = call.targets.iter().map(|target| Some((self.number(target.def)?, target.known_arguments.to_vec())));
            let targets = targets.collect::<Option<Vec<_>>>()?;
            calls.push(StoredCall { span: call.span, targets, branches: call.branches.clone() });
        }
        let file = store.file(def);
        let starts = causes.iter().map(|(_, span)| span.start).chain(conditional_causes.iter().map(|(_, span, _)| span.start));
        let starts = starts.chain(calls.iter().map(|call| call.span.start));
        // Lines of a fn that reaches nothing are never shown.
        let lines = if name.is_some() { starts.map(|at| (at, file.lines.line(at))).collect() } else { Vec::new() };
        let origin = Origin {
            file: file.path.clone(),
            start: store.item(def).map_or(0, |item| item.span.start),
            name,
            path: cx.shown_path(def, &file.path)?,
            lines,
        };
        let deciders = cx.known.deciders(def).to_vec();
        Some(StoredFn { origin, causes, conditional_causes, calls, deciders })
    }
}

impl Catalogue {
    /// The lint with this index, if there is one.
    fn checked_lint(&self, index: usize) -> Option<LintIndex> {
        (index < self.lints().len()).then(|| LintIndex::from_usize(index))
    }
}
