//! What the fns of published packages do, kept between runs: which blocking APIs they use, which fns they call, and what they do with closures.
//!
//! A published package never changes, so what its fns do depends on the versions and features of its own dependencies, the rules and our code alone; the
//! caller puts all that into the key. With this available no body of a dependency is parsed or inferred, and most of their crates are not even loaded.

use super::edges::{Call, Target};
use super::effects::Effects;
use super::graph::CallGraph;
use super::open::Around;
use super::own::{Cause, Own, World};
use super::places::Place;
use crate::catalogue::{ApiIndex, Catalogue, LintIndex, Runs};
use crate::diagnostics::Confidence;
use crate::facts::{ExprId, Span};
use crate::names::{CrateId, CrateKind, CrateStore, DefId, DefIndex};
use crate::types::Subst;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// Where effects are kept between runs.
pub trait EffectsCache: Sync {
    /// What an earlier run has kept.
    fn load(&self) -> Option<Vec<u8>>;

    /// Keeps it for the next one.
    fn keep(&self, bytes: Vec<u8>);
}

/// A crate by its number among [`Record::crates`], and a definition in it.
type StoredDef = (u32, u32);

/// What is kept.
#[derive(Clone, Default, Serialize, Deserialize)]
struct Record {
    /// Crates by names that mean the same in every run.
    crates: Vec<String>,
    fns: BTreeMap<StoredDef, StoredFn>,
    /// What fns do with each of their arguments.
    params: BTreeMap<StoredDef, Vec<Option<Runs>>>,
}

#[derive(Clone, Serialize, Deserialize)]
struct StoredFn {
    origin: Origin,
    causes: Vec<(StoredCause, Span)>,
    calls: Vec<(Span, Vec<StoredDef>)>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
enum StoredCause {
    Api(u32),
    Marked,
    Coded(u32),
}

/// What reports say of a dependency's fn.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Origin {
    /// Its file, absolute.
    pub(super) file: PathBuf,
    /// Where its item begins.
    pub(super) start: u32,
    /// How its path is shown; `None` where nobody has asked for it, because it reaches nothing.
    pub(super) name: Option<String>,
    /// How its file is shown.
    pub(super) path: String,
    /// The lines on which calls begin, by byte.
    pub(super) lines: Vec<(u32, u32)>,
}

impl Origin {
    /// The line of a call.
    pub(super) fn line(&self, at: u32) -> Option<u32> {
        self.lines.iter().find(|(start, _)| *start == at).map(|(_, line)| *line)
    }
}

/// What earlier runs have found out about fns of dependencies.
#[derive(Default)]
pub(super) struct DependencyEffects {
    record: Record,
    crates: Vec<Option<CrateId>>,
    numbers: FxHashMap<CrateId, u32>,
    /// Answers that this run has added.
    new_params: Mutex<BTreeMap<DefId, Arc<[Option<Runs>]>>>,
}

impl DependencyEffects {
    /// Reads what was kept; nothing, if it does not fit the rules and the available packages.
    pub(super) fn load(store: &CrateStore<'_>, cache: Option<&dyn EffectsCache>) -> Self {
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

    /// What a fn does, if an earlier run has analysed it.
    pub(super) fn own(&self, catalogue: &Catalogue, def: DefId) -> Option<Own> {
        let stored = self.record.fns.get(&self.stored(def)?)?;
        let cause = |cause: StoredCause| {
            Some(match cause {
                StoredCause::Api(index) if (index as usize) < catalogue.apis().len() => Cause::Api(ApiIndex::from_usize(index as usize)),
                StoredCause::Api(_) => return None,
                StoredCause::Marked => Cause::Marked,
                StoredCause::Coded(index) => Cause::Coded(catalogue.checked_lint(index as usize)?),
            })
        };
        let target = |def: &StoredDef| Some(Target::certain(self.def(*def)?, Subst::empty()));
        let call = |(span, targets): &(Span, Vec<StoredDef>)| {
            let targets = targets.iter().map(target).collect::<Option<Vec<_>>>()?;
            Some(Call { span: *span, expr: ExprId::from_usize(0), place: Place::Sync, targets, open: None })
        };
        Some(Own {
            told: Vec::new(),
            causes: stored.causes.iter().map(|(kind, span)| Some((cause(*kind)?, *span))).collect::<Option<_>>()?,
            calls: stored.calls.iter().map(call).collect::<Option<_>>()?,
            origin: Some(Arc::new(stored.origin.clone())),
        })
    }

    /// What a fn does with its arguments, if an earlier run has found out.
    pub(super) fn params(&self, def: DefId) -> Option<Arc<[Option<Runs>]>> {
        self.record.params.get(&self.stored(def)?).map(|params| Arc::from(params.as_slice()))
    }

    /// Remembers what a fn does with its arguments.
    pub(super) fn add_params(&self, def: DefId, params: &Arc<[Option<Runs>]>) {
        self.new_params.lock().unwrap_or_else(PoisonError::into_inner).insert(def, Arc::clone(params));
    }

    /// Keeps what this run has found out on top of it, if there is anything new.
    pub(super) fn keep(&self, world: &World<'_>, graph: &CallGraph, effects: &Effects, cache: &dyn EffectsCache) {
        let mut writer = Writer { store: world.db.store, record: self.record.clone(), numbers: self.numbers.clone() };
        let mut is_new = false;
        for (node, reached) in &graph.nodes {
            if reached.own.origin.is_some()
                || node.around != Around::default()
                || world.db.store.kind(node.def.krate) != CrateKind::Dependency
            {
                continue;
            }
            let name = effects.of(node).next().is_some().then(|| world.shown_name(node.def));
            if let Some(at) = writer.number(node.def)
                && let Some(stored) = writer.stored_fn(world, node.def, &reached.own, name)
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

/// A record that grows.
struct Writer<'a> {
    store: &'a CrateStore<'a>,
    record: Record,
    numbers: FxHashMap<CrateId, u32>,
}

impl Writer<'_> {
    /// The definition in a form that means the same in every run; `None` for one that has none.
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

    fn stored_fn(&mut self, world: &World<'_>, def: DefId, own: &Own, name: Option<String>) -> Option<StoredFn> {
        let store = self.store;
        let cause = |cause: Cause| match cause {
            Cause::Api(api) => u32::try_from(api.index()).ok().map(StoredCause::Api),
            Cause::Marked => Some(StoredCause::Marked),
            Cause::Coded(lint) => u32::try_from(lint.index()).ok().map(StoredCause::Coded),
        };
        let causes = own.causes.iter().map(|(kind, span)| Some((cause(*kind)?, *span))).collect::<Option<Vec<_>>>()?;
        let mut calls = Vec::with_capacity(own.calls.len());
        for call in &own.calls {
            if call.open.is_some() || call.targets.iter().any(|target| target.confidence != Confidence::Certain) {
                return None;
            }
            let targets = call.targets.iter().map(|target| self.number(target.def)).collect::<Option<Vec<_>>>()?;
            calls.push((call.span, targets));
        }
        let file = store.file(def);
        let starts = causes.iter().map(|(_, span)| span.start).chain(calls.iter().map(|(span, _)| span.start));
        // Nobody asks for the lines of a fn that reaches nothing.
        let lines = if name.is_some() { starts.map(|at| (at, file.lines.line(at))).collect() } else { Vec::new() };
        let origin = Origin {
            file: file.path.clone(),
            start: store.item(def).map_or(0, |item| item.span.start),
            name,
            path: world.shown_path(def, &file.path)?,
            lines,
        };
        Some(StoredFn { origin, causes, calls })
    }
}

impl Catalogue {
    /// The lint with this number.
    fn checked_lint(&self, index: usize) -> Option<LintIndex> {
        (index < self.lints().len()).then(|| LintIndex::from_usize(index))
    }
}
