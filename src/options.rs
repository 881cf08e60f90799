//! The options, the progress events and the errors of a run.

use crate::catalogue::DataError;
use crate::diagnostics::Level;
use crate::parse_cache::ParseCache;
use crate::project::{Overlay, Platform, absolute};
use crate::resident::Resident;
use crate::store::Store;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// All inputs of one run: it reads neither environment variables nor the current directory.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub struct CheckOptions {
    /// Files and folders to lint, absolute or relative to `current_dir`; empty means `current_dir`.
    pub paths: Vec<PathBuf>,
    /// Absolute. Paths in the report are relative to it where that is possible.
    pub current_dir: PathBuf,
    /// The folder with the sources of dependencies (`~/.cargo`); `None` if unknown.
    pub cargo_home: Option<PathBuf>,
    /// Whether findings in test code are reported.
    pub tests: TestCode,
    /// Lint ids, groups or `all`; empty means every lint that is on by default.
    pub select: Vec<String>,
    /// Lint ids, groups or `all` that do not run; wins over `select`.
    pub ignore: Vec<String>,
    /// Levels of lints, by id, group or `all`, that override the configured ones; of equal names the last wins.
    pub levels: Vec<(String, Level)>,
    /// Globs of files and folders without findings, relative to `current_dir`, besides those that are configured.
    pub exclude: Vec<String>,
    /// Folders of the packages whose files are linted, absolute; empty for all packages of `paths`.
    pub packages: BTreeSet<PathBuf>,
    /// The lowest level that is reported; `None` for the configured one, or else all.
    pub min_level: Option<Level>,
    /// Whether the dependencies' sources are read.
    pub dependencies: Dependencies,
    /// The target platform: code for other platforms is neither read nor linted.
    pub platform: Platform,
    /// Number of threads; `None` for one per core.
    pub threads: Option<usize>,
    /// The configuration file, which then replaces all others; `None` to look for `async-lint.toml` beside the manifests.
    pub config: Option<PathBuf>,
    /// If set, only findings in these files (absolute paths) are needed. Other files below `paths` are read as usual.
    pub focus: Option<BTreeSet<PathBuf>>,
    /// Lines to explain, besides linting.
    pub questions: Vec<Question>,
    /// Texts that replace files: the tree is linted as if it contained them.
    pub overlay: Overlay,
    /// Parsed files of earlier runs, for callers that lint more than once; `None` to parse everything, which needs less memory.
    pub cache: Option<Arc<ParseCache>>,
    /// Data that a run leaves for the next one. Valid while nothing on disk changes and only `focus` and `overlay` differ. `None` to leave
    /// nothing.
    pub resident: Option<Arc<Resident>>,
    /// Results of earlier runs on disk; `None` to compute everything.
    pub store: Option<Arc<Store>>,
}

impl CheckOptions {
    /// The defaults for `current_dir`: everything there, tests hidden, dependencies followed.
    #[must_use]
    pub fn new(current_dir: PathBuf) -> Self {
        Self {
            paths: Vec::new(),
            current_dir,
            cargo_home: None,
            tests: TestCode::Hide,
            select: Vec::new(),
            ignore: Vec::new(),
            levels: Vec::new(),
            exclude: Vec::new(),
            packages: BTreeSet::new(),
            min_level: None,
            dependencies: Dependencies::Follow,
            platform: Platform::host(),
            threads: None,
            focus: None,
            questions: Vec::new(),
            config: None,
            overlay: Overlay::default(),
            cache: None,
            resident: None,
            store: None,
        }
    }

    /// The paths to lint, absolute: `current_dir` if none are given.
    pub(crate) fn absolute_paths(&self) -> Vec<PathBuf> {
        if self.paths.is_empty() {
            return vec![self.current_dir.clone()];
        }
        self.paths.iter().map(|path| absolute(path, &self.current_dir)).collect()
    }
}

/// A line that the user asks about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Question {
    /// The file, absolute.
    pub file: PathBuf,
    /// 1-based.
    pub line: u32,
}

/// Whether findings in test code are reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub enum TestCode {
    /// Findings in test code are only counted.
    #[default]
    Hide,
    /// Findings in test code are reported like others.
    Show,
}

/// Whether calls into dependencies are analysed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub enum Dependencies {
    /// Their sources are read if they are on disk, and call paths continue into them.
    #[default]
    Follow,
    /// Only the workspace's own code is read.
    Ignore,
}

/// A phase of the run, for progress bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub enum Phase {
    /// Files are read and parsed; counted in files.
    Parse,
    /// Bodies are analysed; counted in bodies.
    Analyse,
    /// Calls are followed out of async code, into the workspace's other code and its dependencies; not counted.
    Follow,
    /// Findings get their levels and messages and are sorted; not counted.
    Report,
}

/// Receives the progress of a run. Called from many threads at once.
pub trait Progress: Sync {
    /// A phase begins; `total` is its final count, if known.
    fn begin(&self, phase: Phase, total: Option<usize>);
    /// This much more of the current phase is done.
    fn advance(&self, by: usize);
    /// This many more files were read for their signatures, in any phase.
    fn read_signatures(&self, files: usize);
    /// Whether to cancel the run: it then ends soon with [`CheckError::Cancelled`].
    fn is_cancelled(&self) -> bool {
        false
    }
}

/// Ignores all progress.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: Phase, _: Option<usize>) {}

    fn advance(&self, _: usize) {}

    fn read_signatures(&self, _: usize) {}
}

/// Why a run failed.
#[derive(Debug, thiserror::Error)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub enum CheckError {
    /// A given path cannot be read.
    #[error("cannot read `{}`: {source}", path.display())]
    Unreadable {
        /// As the user gave it.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A name in `select`, `ignore` or the configuration is neither a lint, nor a group, nor `all`.
    #[error("unknown lint `{name}`")]
    UnknownLint {
        /// As the user gave it.
        name: String,
        /// The nearest name that exists, if any is similar.
        suggestion: Option<String>,
    },
    /// An entry of `exclude` is not a glob.
    #[error("`{glob}`: {why}")]
    Glob {
        /// As the user gave it.
        glob: String,
        /// The error message.
        why: String,
    },
    /// Mistakes in data files or configuration, each with its position.
    #[error("{}", mistakes(.0))]
    Data(Vec<DataError>),
    /// The caller has cancelled the run.
    #[error("the run was cancelled")]
    Cancelled,
    /// The threads could not be started.
    #[error("cannot start threads: {0}")]
    Threads(String),
}

impl From<Vec<DataError>> for CheckError {
    fn from(errors: Vec<DataError>) -> Self {
        Self::Data(errors)
    }
}

fn mistakes(errors: &[DataError]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
