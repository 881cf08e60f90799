//! The configurations of a run, and which of them apply to which package.

use super::schema::ConfigFile;
use crate::catalogue::{DataError, Step, Values};
use crate::project::join;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// Everything that was configured for one run.
#[derive(Clone, Debug, Default)]
pub struct Configuration {
    /// The packages, sorted by folder.
    pub scopes: Vec<Scope>,
    /// All layers, each once, in the order in which they were read: workspaces before their packages.
    pub layers: Vec<Arc<Layer>>,
}

/// A package, or a folder of loose files, and the configurations that apply to it.
#[derive(Clone, Debug)]
pub struct Scope {
    /// Its folder, absolute.
    pub root: PathBuf,
    /// Its name.
    pub name: String,
    /// The names of its crates in code: what `crate` means there.
    pub crates: Vec<String>,
    /// Its configurations, the nearest first.
    pub layers: Vec<Arc<Layer>>,
}

/// One configuration: a file, or a table in a manifest.
#[derive(Clone, Debug)]
pub struct Layer {
    /// The file's path as messages show it, `/`-separated.
    pub file: String,
    /// The folder that its globs and paths are relative to, absolute.
    pub folder: PathBuf,
    /// Its whole text.
    pub text: Arc<str>,
    /// The keys from the top of the text to the configuration: none in `async-lint.toml`.
    pub prefix: &'static [&'static str],
    /// Folders of rules must be below this folder. `None` if the user named the file with `--config`, and so trusts it.
    pub confined_to: Option<PathBuf>,
    /// Its content.
    pub data: ConfigFile,
    /// The spans of its values, computed on first use.
    values: OnceLock<Values>,
}

impl Layer {
    /// A layer with the parsed content `data` of `text`.
    pub(super) fn new(file: String, folder: PathBuf, text: Arc<str>, prefix: &'static [&'static str], data: ConfigFile) -> Self {
        Self { file, folder, text, prefix, confined_to: None, data, values: OnceLock::new() }
    }

    /// The bytes of the value at `steps` below the configuration.
    pub(crate) fn span(&self, steps: &[Step<'_>]) -> Range<usize> {
        let below = self.prefix.iter().map(|key| Step::Key(key)).chain(steps.iter().copied());
        self.values.get_or_init(|| Values::new(&self.text)).locate(&below.collect::<Vec<_>>())
    }

    /// An error at the value at `steps`.
    pub(crate) fn error(&self, steps: &[Step<'_>], message: impl Into<String>) -> DataError {
        DataError { file: self.file.clone(), text: Arc::clone(&self.text), span: self.span(steps), message: message.into() }
    }

    /// The 1-based line of a top-level key.
    pub(crate) fn line_of(&self, key: &str) -> usize {
        let start = self.span(&[Step::Name(key)]).start;
        self.text.get(..start).unwrap_or_default().bytes().filter(|byte| *byte == b'\n').count() + 1
    }
}

impl Configuration {
    /// The package that a file belongs to: the one with the deepest folder above it.
    #[must_use]
    pub fn scope_of(&self, file: &Path) -> Option<usize> {
        let holds = |(_, scope): &(usize, &Scope)| file.starts_with(&scope.root);
        self.scopes.iter().enumerate().filter(holds).max_by_key(|(_, scope)| scope.root.as_os_str().len()).map(|(number, _)| number)
    }

    /// The folders with rules of all layers, joined to the folders of their layers.
    #[must_use]
    pub fn rule_folders(&self) -> Vec<PathBuf> {
        let folders = |layer: &Arc<Layer>| layer.data.rules.iter().map(|name| join(&layer.folder, Path::new(name))).collect::<Vec<_>>();
        self.layers.iter().flat_map(folders).collect()
    }

    /// The names of the crates to which a layer applies.
    pub(crate) fn crates_of(&self, layer: &Arc<Layer>) -> Vec<&str> {
        let holds = |scope: &&Scope| scope.layers.iter().any(|other| Arc::ptr_eq(other, layer));
        let mut crates: Vec<&str> = self.scopes.iter().filter(holds).flat_map(|scope| &scope.crates).map(String::as_str).collect();
        crates.sort_unstable();
        crates.dedup();
        crates
    }
}
