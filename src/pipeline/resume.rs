//! Resumes from what an earlier run has left, if nothing but the contents of bodies has changed since.

use super::loader::SourceLoader;
use super::warm_state::{Inputs, Results, WarmState};
use crate::analysis::Memory;
use crate::fix::propose::Kept;
use crate::names::{CrateId, CrateStore, DefId, Differences, FileId, SyntaxError};
use crate::options::CheckOptions;
use crate::project::{Overlay, Problem, Reads};
use crate::types::Tables;
use rustc_hash::FxHashSet;
use std::path::PathBuf;
use std::sync::PoisonError;

/// The results of an earlier run.
pub(super) struct Earlier {
    parts: Results,
    /// The texts that the earlier run read.
    overlay: Overlay,
    /// The files whose text has changed since.
    changed: Vec<PathBuf>,
    /// As for [`WarmState::is_whole`].
    is_whole: bool,
}

impl Earlier {
    /// Adds what was read for it to what this run reads.
    pub(super) fn of(left: WarmState, changed: Vec<PathBuf>, reads: &Reads) -> (Inputs, Self) {
        let WarmState { inputs, overlay, parts, is_whole, reads: before } = left;
        let before = std::mem::take(&mut *before.lock().unwrap_or_else(PoisonError::into_inner));
        let mut reads = reads.lock().unwrap_or_else(PoisonError::into_inner);
        for (path, hash) in before {
            reads.entry(path).or_insert(hash);
        }
        drop(reads);
        (inputs, Self { parts, overlay, changed, is_whole })
    }
}

/// An earlier run's store and results, updated to the present texts.
pub(super) struct Resumed<'a> {
    pub(super) store: CrateStore<'a>,
    pub(super) types: Tables,
    pub(super) memory: Memory,
    pub(super) kept: Kept,
    /// Files that do not parse: the store keeps their last text that parsed.
    pub(super) unparsed: Vec<Problem>,
    /// The texts that the store has.
    pub(super) overlay: Overlay,
    /// As for [`WarmState::is_whole`].
    pub(super) is_whole: bool,
}

/// Resumes from an earlier run; `None` if anything but bodies has changed.
pub(super) fn resume<'a>(earlier: Earlier, options: &CheckOptions, loader: &'a SourceLoader<'a>) -> Option<Resumed<'a>> {
    let Earlier { parts: Results { crates, mut types, memory, kept }, overlay, changed, is_whole } = earlier;
    let (store, Differences { bodies, unparsed }) = CrateStore::resume(crates, loader, &changed)?;
    types.forget(|def| bodies.contains(&def));
    // The analysis results of a body contain positions, which are wrong if the file has changed.
    let moved: FxHashSet<(CrateId, FileId)> = {
        let files = store.local_crates().iter().flat_map(|&krate| &store.krate(krate).files);
        let moved = files.filter(|file| changed.contains(&file.path) && !unparsed.contains_key(&file.path));
        moved.map(|file| (file.krate, file.id)).collect()
    };
    let crates: FxHashSet<CrateId> = moved.iter().map(|(krate, _)| *krate).collect();
    let has_moved = |def: DefId| crates.contains(&def.krate) && moved.contains(&(def.krate, store.def(def).file));
    memory.forget(bodies, has_moved);
    kept.forget(|krate, file| moved.contains(&(krate, file)), |def| store.def(def).file);
    let overlay = options.overlay.but_for(unparsed.keys(), &overlay);
    let problem = |path: &PathBuf, error: SyntaxError| {
        let span = error.span.start as usize..error.span.end as usize;
        Problem::new(path.clone(), error.message, Some(span))
    };
    let unparsed = unparsed.into_iter().flat_map(|(path, errors)| errors.into_iter().map(move |error| problem(&path, error))).collect();
    Some(Resumed { store, types, memory, kept, unparsed, overlay, is_whole })
}
