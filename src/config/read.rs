//! Reads and parses one configuration, and checks everything that does not depend on the lints.

use super::layers::Layer;
use super::mistakes::reworded;
use super::schema::ConfigFile;
use crate::catalogue::{DataError, Step, expand_path, locate};
use crate::project::{Overlay, display_path};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use serde::Deserialize;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Maximum size of an `async-lint.toml` in bytes; a manifest has its own limit.
const MAX_BYTES: u64 = 1 << 20;
const MAX_MANIFEST_BYTES: u64 = 4 << 20;
/// Maximum length of a glob: nobody writes a longer one, and its regular expression would be costly.
const MAX_GLOB_BYTES: usize = 1_000;

/// The tables of a manifest that configure async-lint.
#[derive(Deserialize)]
struct Manifest {
    package: Option<Part>,
    workspace: Option<Part>,
}

#[derive(Deserialize)]
struct Part {
    metadata: Option<Metadata>,
}

#[derive(Deserialize)]
struct Metadata {
    #[serde(rename = "async-lint")]
    ours: Option<ConfigFile>,
}

/// The table with the configuration of the package.
const PACKAGE: &[&str] = &["package", "metadata", "async-lint"];
const WORKSPACE: &[&str] = &["workspace", "metadata", "async-lint"];

/// The configurations in the folder of a manifest.
#[derive(Clone, Default)]
pub(super) struct Found {
    /// `[package.metadata.async-lint]`.
    pub(super) package: Option<Arc<Layer>>,
    /// `async-lint.toml`, or `[workspace.metadata.async-lint]`.
    pub(super) shared: Option<Arc<Layer>>,
}

/// Reads configurations; paths in messages are relative to a folder.
pub(super) struct Reader<'a> {
    pub(super) current_dir: &'a Path,
    pub(super) overlay: &'a Overlay,
    pub(super) errors: Vec<DataError>,
}

impl Reader<'_> {
    /// Reads the file at `path`. Its folders of rules must be below `confined_to`.
    pub(super) fn file(&mut self, path: &Path, confined_to: Option<&Path>) -> Option<Arc<Layer>> {
        let text = self.text(path, MAX_BYTES)?;
        let layer = |data| self.layer(path, &text, &[], confined_to, data);
        match toml::from_str::<ConfigFile>(&text) {
            Ok(data) => self.checked(layer(data)),
            Err(error) => {
                self.parse_error(path, &text, &error);
                None
            }
        }
    }

    /// Reads the configurations beside the manifest of `folder`, and in it.
    pub(super) fn folder(&mut self, folder: &Path, confined_to: &Path) -> Found {
        let path = folder.join(super::FILE_NAME);
        let file = if path.symlink_metadata().is_ok() { self.file(&path, Some(confined_to)) } else { None };
        let mut found = self.manifest(&folder.join("Cargo.toml"), confined_to);
        if path.symlink_metadata().is_ok() {
            for layer in found.package.iter().chain(&found.shared) {
                let message = format!("configured twice: here, and in `{}`", display_path(&path, self.current_dir));
                self.errors.push(layer.error(&[], message));
            }
            found = Found { package: None, shared: file };
        }
        found
    }

    fn manifest(&mut self, path: &Path, confined_to: &Path) -> Found {
        let mut found = Found::default();
        // A broken manifest is reported where packages are read.
        let Ok(source) = self.overlay.read(path, MAX_MANIFEST_BYTES) else { return found };
        if !source.text.contains("async-lint") || toml::from_str::<toml::Table>(&source.text).is_err() {
            return found;
        }
        let manifest = match toml::from_str::<Manifest>(&source.text) {
            Ok(manifest) => manifest,
            Err(error) => {
                // `metadata` may contain anything; only errors in our own table are reported.
                let is_ours = |part: &&[&str]| error.span().is_some_and(|span| within(&source.text, part, &span));
                if [PACKAGE, WORKSPACE].iter().any(is_ours) {
                    self.parse_error(path, &source.text, &error);
                }
                return found;
            }
        };
        let mut take = |part: Option<Part>, prefix| {
            let data = part?.metadata?.ours?;
            let layer = self.layer(path, &source.text, prefix, Some(confined_to), data);
            self.checked(layer)
        };
        found.package = take(manifest.package, PACKAGE);
        found.shared = take(manifest.workspace, WORKSPACE);
        found
    }

    fn text(&mut self, path: &Path, max_bytes: u64) -> Option<Arc<str>> {
        match self.overlay.read(path, max_bytes) {
            Ok(source) => Some(source.text),
            Err(problem) => {
                let file = display_path(path, self.current_dir);
                self.errors.push(DataError {
                    file,
                    text: "".into(),
                    span: 0..0,
                    message: format!("the configuration {}", said(&problem.message)),
                });
                None
            }
        }
    }

    fn layer(&self, path: &Path, text: &Arc<str>, prefix: &'static [&'static str], confined_to: Option<&Path>, data: ConfigFile) -> Layer {
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let mut layer = Layer::new(display_path(path, self.current_dir), folder, Arc::clone(text), prefix, data);
        layer.confined_to = confined_to.map(Path::to_owned);
        layer
    }

    fn parse_error(&mut self, path: &Path, text: &Arc<str>, error: &toml::de::Error) {
        self.errors.push(DataError {
            file: display_path(path, self.current_dir),
            text: Arc::clone(text),
            span: error.span().unwrap_or(text.len()..text.len()),
            message: reworded(error.message()),
        });
    }

    /// Reports invalid values of a layer.
    fn checked(&mut self, layer: Layer) -> Option<Arc<Layer>> {
        let before = self.errors.len();
        let data = &layer.data;
        if data.select.as_ref().is_some_and(Vec::is_empty) {
            self.errors.push(layer.error(&[Step::Key("select")], "selects nothing; leave it out to run every lint that is on by default"));
        }
        globs(&layer, &data.exclude, &[Step::Key("exclude")], &mut self.errors);
        for (i, entry) in data.overrides.iter().enumerate() {
            let here = [Step::Key("override"), Step::Index(i), Step::Key("paths")];
            if entry.paths.is_empty() {
                self.errors.push(layer.error(&here, "must not be empty"));
            }
            globs(&layer, &entry.paths, &here, &mut self.errors);
        }
        if let Some(name) = &data.offload_fn
            && (name.contains("::") || expand_path(name).ok().is_none_or(|names| names != [name.as_str()]))
        {
            self.errors.push(layer.error(&[Step::Key("offload-fn")], format!("`{name}` is not the name of a fn")));
        }
        let nonblocking = data.nonblocking.iter().map(|entry| ("nonblocking", &entry.path));
        let blocking = data.blocking.iter().map(|entry| ("blocking", &entry.path));
        let startup = data.startup_fns.iter().map(|path| ("startup-fns", path));
        let dedicated = data.dedicated_runtime.iter().map(|path| ("dedicated-runtime", path));
        for list in [nonblocking.collect::<Vec<_>>(), blocking.collect(), startup.collect(), dedicated.collect()] {
            for (i, (key, path)) in list.into_iter().enumerate() {
                let fault = match expand_path(path) {
                    Ok(paths) => paths.iter().find(|path| !path.contains("::")).map(|path| format!("`{path}` is not a path into a crate")),
                    Err(message) => Some(message),
                };
                let element = [Step::Key(key), Step::Index(i), Step::Key("path")];
                self.errors.extend(fault.map(|message| layer.error(&element, message)));
            }
        }
        (self.errors.len() == before).then(|| Arc::new(layer))
    }
}

/// The message of a problem as the predicate of a sentence.
fn said(message: &str) -> String {
    if message.starts_with("not UTF-8") { format!("is {message}") } else { message.to_owned() }
}

fn within(text: &str, keys: &[&str], span: &Range<usize>) -> bool {
    let steps: Vec<_> = keys.iter().map(|key| Step::Key(key)).collect();
    // `locate` falls back to the nearest parent of a missing table, so check that the table exists.
    let exists = {
        let mut table = text.parse::<toml::Table>().ok().map(toml::Value::Table);
        for key in keys {
            table = table.and_then(|table| table.get(key).cloned());
        }
        table.is_some()
    };
    let around = locate(text, &steps);
    // The span of a table with a header is only the header; the table's content follows it.
    exists && around.start <= span.start
}

fn globs(layer: &Layer, patterns: &[String], at: &[Step<'_>], errors: &mut Vec<DataError>) {
    for (i, pattern) in patterns.iter().enumerate() {
        if let Err(message) = glob_set(std::slice::from_ref(pattern)) {
            errors.push(layer.error(&[at, &[Step::Index(i)]].concat(), message));
        }
    }
}

/// Number of globs that [`glob_set`] makes from each pattern.
pub(super) const GLOBS_PER_PATTERN: usize = 2;

/// Matches paths relative to a layer's folder. `dir` and `dir/` also match everything in the folder.
///
/// # Errors
/// A message about the first invalid pattern.
pub(super) fn glob_set(patterns: &[String]) -> Result<GlobSet, String> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        if pattern.trim().is_empty() {
            return Err("must not be empty".to_owned());
        }
        if pattern.len() > MAX_GLOB_BYTES {
            return Err(format!("is longer than {MAX_GLOB_BYTES} bytes"));
        }
        let plain = pattern.trim_start_matches("./").trim_end_matches('/');
        let globs: [String; GLOBS_PER_PATTERN] = [plain.to_owned(), format!("{plain}/**")];
        for text in globs {
            let glob = GlobBuilder::new(&text).literal_separator(true).build().map_err(|error| format!("not a glob: {}", error.kind()))?;
            set.add(glob);
        }
    }
    set.build().map_err(|error| format!("not a glob: {}", error.kind()))
}

/// `path` relative to the folder of a layer; `None` if it is not below it.
pub(super) fn relative<'p>(layer: &Layer, path: &'p Path) -> Option<&'p Path> {
    path.strip_prefix(&layer.folder).ok()
}

/// The file that the user named, absolute.
pub(super) fn named(config: &Path, current_dir: &Path) -> PathBuf {
    current_dir.join(config)
}
