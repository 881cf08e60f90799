//! The settings of the guard, from the environment and from code. Never knows an event.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use super::event::Event;
use super::{caught, writer};

/// What is done with a blocking call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// It is written to the record, and nothing fails.
    Record,
    /// A guarded test or future fails at its end. It is written to the record too, if there is one.
    #[default]
    Fail,
    /// It is not watched: a hooked call costs one load and a jump.
    Off,
}

/// Settings of the guard. The environment takes precedence: `ASYNC_LINT_GUARD` is `record`, `fail` or `off`, `ASYNC_LINT_GUARD_OUT` is the file
/// of the record.
#[derive(Debug, Clone, Default)]
pub struct Builder {
    mode: Mode,
    output: Option<PathBuf>,
}

impl Builder {
    /// What is done with a blocking call; [`Mode::Fail`] unless set.
    #[must_use]
    pub fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// The file to which the record is appended. Unless set, `guard.jsonl` beside `Cargo.lock` in mode `record`, and none in mode `fail`.
    #[must_use]
    pub fn output(mut self, file: impl Into<PathBuf>) -> Self {
        self.output = Some(file.into());
        self
    }
}

/// The state of the guard.
#[derive(Debug, Clone)]
pub struct Status {
    /// The effective mode.
    pub mode: Mode,
    /// The file of the record.
    pub output: Option<PathBuf>,
    /// Hooks that do not see all calls; empty if there are none, or if the guard is off.
    pub not_set: Vec<Event>,
}

/// Watches every tokio runtime of the program from now on. Only the first call sets the mode; later ones return the same state.
///
/// ```no_run
/// use async_lint_runtime::guard::{self, Builder, Mode};
///
/// let status = guard::install(Builder::default().mode(Mode::Record).output("guard.jsonl"));
/// for event in &status.not_set {
///     eprintln!("{}", event.note);
/// }
/// ```
pub fn install(builder: Builder) -> Status {
    let settings = in_force(|| builder);
    if settings.mode != Mode::Off {
        begin();
    }
    let not_set = if settings.mode == Mode::Off { Vec::new() } else { not_set().to_vec() };
    Status { mode: settings.mode, output: settings.output.clone(), not_set }
}

/// The effective settings.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) mode: Mode,
    pub(super) output: Option<PathBuf>,
    pub(super) root: PathBuf,
}

static SETTINGS: OnceLock<Settings> = OnceLock::new();

fn in_force(asked: impl FnOnce() -> Builder) -> &'static Settings {
    SETTINGS.get_or_init(|| {
        let asked = asked();
        let told = std::env::var("ASYNC_LINT_GUARD").ok();
        let mode = told.as_deref().and_then(mode_of).unwrap_or(asked.mode);
        let root = root().to_path_buf();
        let output = std::env::var_os("ASYNC_LINT_GUARD_OUT").filter(|file| !file.is_empty()).map(PathBuf::from).or(asked.output);
        let output = output.or_else(|| (mode == Mode::Record).then(|| PathBuf::from("guard.jsonl")));
        Settings { mode, output: output.map(|file| absolute(&root, file)), root }
    })
}

/// The folder to which paths in the record are relative.
pub(super) fn root() -> &'static Path {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    ROOT.get_or_init(caught::workspace)
}

/// Makes the record's path absolute: cargo runs the tests of each package in the package's folder, but all share one record.
fn absolute(root: &Path, file: PathBuf) -> PathBuf {
    if file.is_absolute() { file } else { root.join(file) }
}

fn mode_of(word: &str) -> Option<Mode> {
    match word.trim() {
        "record" => Some(Mode::Record),
        "fail" => Some(Mode::Fail),
        "off" => Some(Mode::Off),
        _ => None,
    }
}

/// The settings. The first call turns the guard on, unless its mode is off.
pub(super) fn get() -> &'static Settings {
    let settings = in_force(Builder::default);
    if settings.mode != Mode::Off {
        begin();
    }
    settings
}

/// The settings, if they are determined already.
pub(super) fn known() -> Option<&'static Settings> {
    SETTINGS.get()
}

/// Before `main`: turns the guard on if `ASYNC_LINT_GUARD` is `record` or `fail`.
pub(super) fn begin_if_told() {
    let told = std::env::var("ASYNC_LINT_GUARD").ok();
    if matches!(told.as_deref().and_then(mode_of), Some(Mode::Record | Mode::Fail)) {
        get();
    }
}

fn begin() {
    static BEGUN: AtomicBool = AtomicBool::new(false);
    if !BEGUN.swap(true, Ordering::AcqRel) {
        writer::own();
        caught::watch::arm();
        caught::at_exit(writer::at_exit);
    }
}

/// The result of the self-test, which runs once.
pub(super) fn not_set() -> &'static [Event] {
    static TESTED: OnceLock<Vec<Event>> = OnceLock::new();
    TESTED.get_or_init(caught::self_test)
}
