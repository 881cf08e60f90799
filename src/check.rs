//! The straight line: paths → project → names → types → analysis → report. Each arrow is one call.

use crate::analysis::{self, Input, Outcome, Report};
use crate::catalogue::Catalogue;
use crate::names::{CrateId, CrateStore, StubCrate};
use crate::options::{CheckError, CheckOptions, Phase, Progress};
use crate::project::{self, Sources};
use crate::selection::Selection;
use crate::sources::SourceLoader;
use crate::syntax;
use crate::trouble::Troubles;
use crate::types::TypeDb;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Lints what `options` names.
///
/// # Errors
/// What stops the whole run: a path that cannot be read, broken configuration. Trouble with one file is a finding.
pub fn check(options: &CheckOptions, progress: &dyn Progress) -> Result<Report, CheckError> {
    let outcome = run(options, progress)?;
    Ok(Report {
        version: 1,
        findings: outcome.findings,
        summary: outcome.summary,
        unresolved: outcome.unresolved,
        sources: outcome.sources,
    })
}

fn run(options: &CheckOptions, progress: &dyn Progress) -> Result<Outcome, CheckError> {
    let threads = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads.unwrap_or(0))
        .stack_size(syntax::STACK_BYTES)
        .build()
        .map_err(|error| CheckError::Threads(error.to_string()))?;
    threads.install(|| run_here(options, progress))
}

fn run_here(options: &CheckOptions, progress: &dyn Progress) -> Result<Outcome, CheckError> {
    let catalogue = Catalogue::embedded()?;
    let selection = Selection::new(catalogue.lints(), &options.select, &options.ignore)?;
    let discovery = project::Options {
        paths: options.paths.clone(),
        cargo_home: options.cargo_home.clone(),
        overlay: options.overlay.clone(),
        ..project::Options::new(options.current_dir.clone())
    };
    let project = project::discover(&discovery)
        .map_err(|error| CheckError::Unreadable { path: error.path, source: std::io::Error::other(error.message) })?;
    progress.begin(Phase::Parse, Some(project.requested.len()));
    let sources = Sources::new(&project, options.cargo_home.clone());
    let loader = SourceLoader {
        sources: &sources,
        overlay: &options.overlay,
        dependencies: options.dependencies,
        max_file_bytes: discovery.max_file_bytes,
        progress,
        problems: Mutex::default(),
    };
    let stubs: Vec<StubCrate> =
        catalogue.stubs().iter().map(|stub| StubCrate { name: stub.name.clone(), files: stub.files.clone() }).collect();
    let store = CrateStore::load(&project, &stubs, &loader);
    let db = TypeDb::new(&store);
    let runtimes = runtimes(&store, &sources);
    let display = |path: &Path| project::display_path(path, &options.current_dir);
    let mut outcome = analysis::analyse(&Input {
        db: &db,
        catalogue: &catalogue,
        selection: &selection,
        requested: &project.requested,
        show_tests: options.tests,
        min_level: options.min_level,
        runtime: &|krate| runtimes.get(&krate).cloned().unwrap_or_default(),
        display: &display,
        progress,
    });
    let unread = loader.problems.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let troubles = Troubles {
        catalogue: &catalogue,
        selection: &selection,
        min_level: options.min_level,
        display: &display,
        overlay: &options.overlay,
        max_file_bytes: discovery.max_file_bytes,
    };
    troubles.report(&project, unread, &store, &mut outcome);
    Ok(outcome)
}

/// The preferred runtime of each local crate, by its key in the catalogue; empty if it has none.
fn runtimes(store: &CrateStore<'_>, sources: &Sources) -> BTreeMap<CrateId, String> {
    let preferred = |krate: &CrateId| {
        let package = store.krate(*krate).package.as_ref()?;
        project::runtimes(package, sources).first().map(|found| found.runtime.key().to_owned())
    };
    store.local_crates().iter().map(|krate| (*krate, preferred(krate).unwrap_or_else(|| "tokio".to_owned()))).collect()
}
