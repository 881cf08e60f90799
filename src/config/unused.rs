//! Entries of configurations that name fns of the linted code, so that those without a matching fn can be reported.

use super::layers::{Configuration, Layer};
use crate::catalogue::Step;
use std::ops::Range;
use std::sync::Arc;

/// Paths that the analysis looks up among definitions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedPaths {
    /// Fns whose effects do not propagate to callers.
    pub nonblocking: Vec<String>,
    /// Fns whose code is start-up code.
    pub startup: Vec<String>,
    /// Statics that hold a runtime for blocking work, and fns that return one or spawn on it.
    pub dedicated: Vec<String>,
}

/// An entry that names fns.
pub(crate) struct NamedFns {
    /// The configuration that contains it.
    pub(crate) layer: Arc<Layer>,
    /// The bytes of the path.
    pub(crate) span: Range<usize>,
    /// As written.
    pub(crate) written: String,
    /// The canonical paths that it names.
    pub(crate) paths: Vec<String>,
}

impl Configuration {
    /// The paths that the analysis looks up.
    #[must_use]
    pub fn named_paths(&self) -> NamedPaths {
        let mut named_paths = NamedPaths::default();
        for layer in &self.layers {
            named_paths.nonblocking.extend(layer.data.nonblocking.iter().flat_map(|entry| self.canonical(layer, &entry.path)));
            named_paths.startup.extend(layer.data.startup_fns.iter().flat_map(|path| self.canonical(layer, path)));
            named_paths.dedicated.extend(layer.data.dedicated_runtime.iter().flat_map(|path| self.canonical(layer, path)));
        }
        named_paths
    }

    /// All entries that name fns, in the order of the layers.
    pub(crate) fn named_fns(&self) -> Vec<NamedFns> {
        let mut named = Vec::new();
        for layer in &self.layers {
            let data = &layer.data;
            let nonblocking = data.nonblocking.iter().map(|entry| &entry.path).enumerate().map(|(i, path)| ("nonblocking", i, path));
            let blocking = data.blocking.iter().map(|entry| &entry.path).enumerate().map(|(i, path)| ("blocking", i, path));
            let startup = data.startup_fns.iter().enumerate().map(|(i, path)| ("startup-fns", i, path));
            let dedicated = data.dedicated_runtime.iter().enumerate().map(|(i, path)| ("dedicated-runtime", i, path));
            for (key, i, path) in nonblocking.chain(blocking).chain(startup).chain(dedicated) {
                named.push(NamedFns {
                    layer: Arc::clone(layer),
                    span: layer.span(&[Step::Key(key), Step::Index(i), Step::Key("path")]),
                    written: path.clone(),
                    paths: self.canonical(layer, path),
                });
            }
        }
        named
    }
}
