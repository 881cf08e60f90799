//! The pipeline: paths → project → configuration → names → types → analysis → fix → report. Each arrow is one call.

mod cached_bodies;
mod cached_run;
mod generated;
mod loader;
mod problems;
mod resume;
mod stored_files;
mod warm_state;

use self::cached_bodies::BodyCache;
use self::cached_run::{RunCache, StoredEffects};
use self::loader::SourceLoader;
use self::problems::ProblemReporter;
use self::resume::{Earlier, Resumed, resume};
use self::warm_state::{Inputs, Results, WarmState};
use crate::analysis::{self, Input, Memory, Outcome, RuntimeThreads};
use crate::config::Policies;
use crate::diagnostics::{Finding, Fix, Level, Report};
use crate::drivers::drivers;
use crate::fix;
use crate::fix::propose::Kept;
use crate::names::{CrateId, CrateStore, StubCrate};
use crate::options::{CheckError, CheckOptions, Dependencies, Phase, Progress, Silent};
use crate::project::{self, MAX_FILE_BYTES, Problem, Project, Reads, Sources};
use crate::rulebook::Rulebook;
use crate::store::Key;
use crate::syntax;
use crate::types::TypeDb;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Lints the paths of `options`.
///
/// # Errors
/// An error that stops the whole run: a path that cannot be read, or broken configuration. An error in one file becomes a finding.
pub fn check(options: &CheckOptions, progress: &dyn Progress) -> Result<Report, CheckError> {
    on_threads(options, || run(options, progress))
}

fn report(outcome: Outcome) -> Report {
    Report {
        version: 1,
        findings: outcome.findings,
        summary: outcome.summary,
        confirmation: None,
        unresolved: outcome.unresolved,
        answers: outcome.answers,
        sources: outcome.sources,
        linted: outcome.linted,
        own: outcome.own,
    }
}

/// Lints the texts of the options' overlay, each as a separate crate, with rules that are already loaded. Reads no files.
pub(crate) fn check_texts(rulebook: Rulebook, folder: &Path, options: &CheckOptions) -> Result<Vec<Finding>, CheckError> {
    let project = Project::of_texts(folder, &options.overlay);
    on_threads(options, || {
        let rules = cached_run::fingerprint(&rulebook);
        lint(inputs(project, rulebook, rules, None, options)?, options, &Silent, None, Records::default())
    })
    .map(|outcome| outcome.findings)
}

fn on_threads<T: Send>(options: &CheckOptions, run: impl FnOnce() -> Result<T, CheckError> + Send) -> Result<T, CheckError> {
    let threads = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads.unwrap_or(0))
        .stack_size(syntax::STACK_BYTES)
        .build()
        .map_err(|error| CheckError::Threads(error.to_string()))?;
    threads.install(run)
}

fn run(options: &CheckOptions, progress: &dyn Progress) -> Result<Report, CheckError> {
    let (overlay, reads) = options.overlay.recording();
    let options = &CheckOptions { overlay, ..options.clone() };
    let left = options.focus.as_ref().and(options.resident.as_ref()).and_then(|resident| WarmState::take(resident, &options.overlay));
    if let Some((left, changed)) = left {
        let (inputs, earlier) = Earlier::of(left, changed, &reads);
        return Ok(report(lint(inputs, options, progress, Some(earlier), Records { reads, bodies: None })?));
    }
    let discovery = project::Options {
        paths: options.paths.clone(),
        overlay: options.overlay.clone(),
        platform: options.platform,
        ..project::Options::new(options.current_dir.clone())
    };
    let project = project::discover(&discovery)
        .map_err(|error| CheckError::Unreadable { path: error.path, source: std::io::Error::other(error.message) })?;
    let rulebook = Rulebook::of(&project, options)?;
    let rules = cached_run::fingerprint(&rulebook);
    let is_complete = options.focus.is_none();
    let is_kept = options.store.is_some() || options.resident.is_some();
    let key = is_kept.then(|| cached_run::key(options, &project, &rules));
    let runs = key.and_then(|key| RunCache::of(options, key));
    if let Some(report) = runs.as_ref().filter(|_| is_complete).and_then(RunCache::find) {
        return Ok(report);
    }
    let bodies = runs.as_ref().map(|runs| BodyCache::of(runs, &reads));
    let left = key.filter(|_| is_complete).and_then(|key| WarmState::take_same(options, key));
    let (inputs, earlier) = match left {
        Some((left, changed)) => {
            let (inputs, earlier) = Earlier::of(left, changed, &reads);
            (inputs, Some(earlier))
        }
        None => (inputs(project, rulebook, rules, key, options)?, None),
    };
    let records = Records { reads: Arc::clone(&reads), bodies: bodies.as_ref() };
    let report = report(lint(inputs, options, progress, earlier, records)?);
    if let Some(runs) = runs.filter(|_| is_complete) {
        runs.keep(&report, &reads);
        options.store.iter().for_each(|store| store.trim());
    }
    Ok(report)
}

/// The inputs of a run: the project, its rules, and the sources of its dependencies.
fn inputs(mut project: Project, rulebook: Rulebook, rules: String, key: Option<Key>, options: &CheckOptions) -> Result<Inputs, CheckError> {
    let policies = Policies::new(&rulebook.configuration, &rulebook.catalogue, options)?;
    // Cases of the user's own rules may name crates that the package does not depend on.
    for folder in rulebook.configuration.rule_folders() {
        project.set_apart(&folder);
    }
    project.requested.retain(|file| !policies.excludes(file));
    project.problems.retain(|problem| !policies.excludes(&problem.path));
    if !options.packages.is_empty() {
        project.keep_packages(&options.packages);
    }
    let sources = Sources::new(&project, options.cargo_home.clone());
    Ok(Inputs { project, rulebook, rules, sources, key })
}

/// What a run records for later ones, beside its results.
#[derive(Default)]
struct Records<'r> {
    /// The texts that the run reads.
    reads: Arc<Reads>,
    /// Where the types of bodies are stored.
    bodies: Option<&'r BodyCache<'r>>,
}

fn lint(
    inputs: Inputs,
    options: &CheckOptions,
    progress: &dyn Progress,
    earlier: Option<Earlier>,
    Records { reads, bodies }: Records<'_>,
) -> Result<Outcome, CheckError> {
    let Inputs { project, rulebook, rules, sources, key: _ } = &inputs;
    let Rulebook { configuration, catalogue, .. } = rulebook;
    let policies = Policies::new(configuration, catalogue, options)?;
    progress.begin(Phase::Parse, Some(project.requested.len()));
    if let Some(cache) = &options.cache {
        cache.begin();
    }
    let loader = SourceLoader {
        sources,
        overlay: &options.overlay,
        dependencies: policies.dependencies(),
        max_file_bytes: MAX_FILE_BYTES,
        progress,
        problems: Mutex::default(),
        cache: options.cache.as_deref(),
        store: options.store.as_deref(),
        registry: options.cargo_home.as_ref().map(|home| home.join("registry").join("src")),
    };
    let resumed = earlier.and_then(|earlier| resume(earlier, options, &loader));
    let is_resumed = resumed.is_some();
    let Resumed { store, types, memory, kept, unparsed, overlay, is_whole } = resumed.unwrap_or_else(|| {
        let stubs: Vec<StubCrate> =
            catalogue.stubs().iter().map(|stub| StubCrate { name: stub.name.clone(), files: stub.files.clone() }).collect();
        let store = CrateStore::load(project, &stubs, &loader);
        let (types, memory, kept) = Default::default();
        Resumed { store, types, memory, kept, unparsed: Vec::new(), overlay: options.overlay.clone(), is_whole: false }
    });
    let db = TypeDb::with(&store, types);
    let context = RunContext {
        project,
        rulebook,
        rules,
        policies: &policies,
        sources,
        loader: &loader,
        unparsed: &unparsed,
        kept: &kept,
        options,
        progress,
    };
    if let Some(bodies) = bodies.filter(|_| !is_resumed) {
        bodies.load(&db);
    }
    // A complete run traces anew what spans bodies, so its findings equal those of a new process.
    let (memory, before) = if options.focus.is_none() { (Memory::default(), Some(memory)) } else { (memory, None) };
    let threads = RuntimeThreads::new(&db, catalogue, &memory);
    let memory_of_others = options.resident.as_ref().map(|_| &memory);
    let outcome = context.outcome(&db, &threads, memory_of_others, is_resumed);
    if !is_resumed && outcome.is_ok() {
        store.keep_dependencies();
    }
    if outcome.is_ok()
        && let Some(bodies) = bodies
    {
        bodies.keep(&db);
    }
    let memory = before.filter(|_| outcome.is_err()).unwrap_or(memory);
    // Data of a failed run is dropped unless the run was resumed, and data from half-written files does not replace other data.
    let is_better = || outcome.is_ok() && !is_half_written(&store, options);
    if let Some(resident) = options.resident.as_ref().filter(|resident| is_resumed || resident.is_empty() && outcome.is_ok() || is_better())
    {
        let types = db.into_tables();
        let parts = Results { crates: store.keep(), types, memory, kept };
        // Of what does not parse, the crates have an older text.
        reads.lock().unwrap_or_else(PoisonError::into_inner).extend(unparsed.iter().map(|problem| (problem.path.clone(), None)));
        let is_whole = is_whole || outcome.is_ok() && options.focus.as_ref().is_none_or(|focus| inputs.project.requested.is_subset(focus));
        WarmState { inputs, overlay, parts, is_whole, reads }.put(resident);
    }
    outcome
}

/// Whether a text that replaces one of the user's files does not parse.
fn is_half_written(store: &CrateStore<'_>, options: &CheckOptions) -> bool {
    let own = store.local_crates().iter().flat_map(|&krate| &store.krate(krate).files);
    own.into_iter().any(|file| !file.errors.is_empty() && options.overlay.get(&file.path).is_some())
}

/// The inputs that stay fixed while the code is analysed.
struct RunContext<'r> {
    project: &'r Project,
    rulebook: &'r Rulebook,
    rules: &'r str,
    policies: &'r Policies<'r>,
    sources: &'r Sources,
    loader: &'r SourceLoader<'r>,
    unparsed: &'r [Problem],
    kept: &'r Kept,
    options: &'r CheckOptions,
    progress: &'r dyn Progress,
}

impl RunContext<'_> {
    /// Runs types, analysis and fixes, and adds the files that could not be read.
    fn outcome(
        &self,
        db: &TypeDb<'_>,
        threads: &RuntimeThreads<'_>,
        memory: Option<&Memory>,
        is_resumed: bool,
    ) -> Result<Outcome, CheckError> {
        let Self { project, rulebook, rules, policies, sources, loader, unparsed, kept, options, progress } = *self;
        let Rulebook { configuration, catalogue, .. } = rulebook;
        let store = db.store;
        stop_if_cancelled(progress)?;
        let drivers = drivers(store, sources, catalogue.contexts());
        // A resumed run already holds the effects of dependencies.
        let effects = if is_resumed { None } else { StoredEffects::of(options, project, rules) };
        let mut requested = with_modules(project, store, options, policies);
        let asked_for = requested.clone();
        requested.retain(|path| unparsed.iter().all(|problem| problem.path != *path));
        let display = |path: &Path| project::display_path(path, &options.current_dir);
        let named = options.absolute_paths().into_iter().collect();
        let mut outcome = analysis::analyse(&Input {
            db,
            catalogue,
            policies,
            named_paths: &configuration.named_paths(),
            requested: &requested,
            named: &named,
            runtimes: &|krate| drivers.get(&krate).map(|drivers| Arc::clone(&drivers.runtimes)).unwrap_or_default(),
            threads,
            effects: effects.as_ref().map(|effects| effects as &dyn analysis::EffectsCache),
            questions: &options.questions,
            memory,
            display: &display,
            progress,
        });
        stop_if_cancelled(progress)?;
        let crate_use = |krate: CrateId, wanted: &str| {
            let package = store.krate(krate).package.as_ref()?;
            project::crate_use(package, wanted, sources, store.built_dependencies(package))
        };
        let manifest = |path: &Path| {
            let text = options.overlay.read(path, MAX_FILE_BYTES).ok()?.text;
            Some(fix::propose::Manifest { path: display(path), text })
        };
        let manifests = |krate: CrateId| {
            let package = store.krate(krate).package.as_ref()?;
            let own = package.manifest.as_ref()?;
            let root = package.workspace.as_ref().filter(|root| *root != own);
            Some(fix::propose::Manifests { own: manifest(own)?, root: root.and_then(|root| manifest(root)) })
        };
        fix::propose::propose(
            &fix::propose::Input {
                db,
                catalogue,
                runtimes: &|krate| drivers.get(&krate).map(|drivers| drivers.runtimes.to_vec()).unwrap_or_default(),
                is_driver_certain: &|krate| drivers.get(&krate).is_none_or(|drivers| drivers.certain),
                threads,
                manifests: &manifests,
                display: &display,
                crate_use: &crate_use,
                offload_fn: &|krate| policies.offload_fn(&store.krate(krate).files.first()?.path).map(str::to_owned),
                texts: &fix::propose::Texts::default(),
                kept,
            },
            &mut outcome,
        );
        // Positions in files that do not parse are those of an older text.
        let stale: BTreeSet<String> = unparsed.iter().map(|problem| display(&problem.path)).collect();
        let is_current = |fix: &Fix| fix.edits.iter().all(|edit| !stale.contains(&edit.path));
        outcome.findings.iter_mut().for_each(|finding| finding.fixes.retain(is_current));
        let unread = loader.problems.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let problems =
            ProblemReporter { catalogue, policies, display: &display, overlay: &options.overlay, max_file_bytes: MAX_FILE_BYTES };
        problems.report(project, unread, store, &mut outcome);
        let unparsed = unparsed.iter().filter(|problem| asked_for.contains(&problem.path));
        unparsed.for_each(|problem| problems.add(problem, Level::Deny, &mut outcome));
        if policies.dependencies() == Dependencies::Follow {
            outcome.summary.missing_sources = sources.missing(project);
        }
        outcome.summary.generated = generated::unread(store, &display);
        problems.unused_configuration(configuration, db, &mut outcome);
        outcome.linted = project.requested.iter().map(|path| display(path)).collect();
        let own = store.local_crates().iter().flat_map(|&krate| &store.krate(krate).files);
        outcome.own = own.map(|file| display(&file.path)).collect();
        Ok(outcome)
    }
}

/// # Errors
/// [`CheckError::Cancelled`] if the caller has cancelled the run.
fn stop_if_cancelled(progress: &dyn Progress) -> Result<(), CheckError> {
    if progress.is_cancelled() { Err(CheckError::Cancelled) } else { Ok(()) }
}

/// The files to lint, plus ignored files that they reach by `mod`: code that is compiled is linted.
fn with_modules(project: &Project, store: &CrateStore<'_>, options: &CheckOptions, policies: &Policies<'_>) -> BTreeSet<PathBuf> {
    let asked = options.absolute_paths();
    let is_asked = |path: &Path| asked.iter().any(|asked| path.starts_with(asked));
    let is_looked_at = |path: &PathBuf| options.focus.as_ref().is_none_or(|focus| focus.contains(path));
    let mut requested: BTreeSet<PathBuf> = project.requested.iter().filter(|path| is_looked_at(path)).cloned().collect();
    for &krate in store.local_crates() {
        let files = &store.krate(krate).files;
        if files.first().is_some_and(|root| project.requested.contains(&root.path)) {
            let reached = files.iter().map(|file| &file.path);
            let reached = reached.filter(|path| is_looked_at(path) && is_asked(path) && !policies.excludes(path));
            requested.extend(reached.cloned());
        }
    }
    requested
}
