//! The interfaces that this module needs: file text, the location of a dependency, and a parser. Knows no file system and no syntax tree,
//! so tests can fake all three.

use crate::facts::{FileFacts, Name, Span};
use crate::project::{Dependency, Package};
use std::any::Any;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Finds crates. Implemented over `project/` and `syntax/`, and faked in tests.
pub trait Loader: Parser {
    /// The text of a file (valid UTF-8), or `None` if it cannot be read.
    fn read(&self, path: &Path) -> Option<Arc<str>>;

    /// `path` with every symbolic link resolved; `None` if nothing exists there or the loader has no links.
    fn resolve(&self, _path: &Path) -> Option<PathBuf> {
        None
    }

    /// The package on disk that `dependency` of `from` refers to, if its source is available.
    fn locate(&self, from: &Package, dependency: &Dependency) -> Option<Arc<Package>>;

    /// A reader like [`Loader::read`] that outlives the loader, for texts that are read later.
    fn reader(&self) -> Reader {
        Arc::new(|_| None)
    }

    /// A machine-independent path of a package that never changes; `None` for other packages.
    fn stable_path(&self, _: &Package) -> Option<String> {
        None
    }

    /// The package of a stable path.
    fn package_at(&self, _stable_path: &str) -> Option<Arc<Package>> {
        None
    }

    /// Whether this crate is stored between runs.
    fn stores(&self, _: Storable<'_>) -> bool {
        false
    }

    /// The bytes that [`Loader::keep`] stored for this crate, in this run or an earlier one.
    fn stored(&self, _: Storable<'_>) -> Option<Vec<u8>> {
        None
    }

    /// Stores a crate for later runs.
    fn keep(&self, _: Storable<'_>, _: Vec<u8>) {}
}

/// A crate that may be stored between runs.
#[derive(Clone, Copy, Debug)]
pub enum Storable<'a> {
    /// A package's library with a fingerprint of its features that is the same in every run.
    Library(&'a Package, &'a str),
    /// Signatures.
    Stub(&'a StubCrate),
}

/// Reads the text of a file.
pub type Reader = Arc<dyn Fn(&Path) -> Option<Arc<str>> + Send + Sync>;

/// Macro definitions by name, as text.
pub type Definitions = Vec<(Name, Vec<String>)>;

/// Lowers source text to facts.
pub trait Parser: Sync {
    /// The stack, in bytes, that a thread needs to parse the worst text that is accepted.
    fn stack_bytes(&self) -> usize {
        2 << 20
    }

    /// Collects the `macro_rules!` definitions of a crate's files, in the order given. Called again with all texts whenever files
    /// were added, so it must be cheap.
    fn scan(&self, texts: &[Arc<str>]) -> Macros;

    /// The definitions in a table that [`Parser::scan`] returned.
    fn definitions(&self, _: &Macros) -> Definitions {
        Vec::new()
    }

    /// A table of these definitions.
    fn defined(&self, _: Definitions) -> Macros {
        self.scan(&[])
    }

    /// Lowers a file with the macros of its crate.
    fn lower(&self, text: &str, bodies: BodyMode, macros: &Macros) -> Parsed;

    /// Lowers the item at `span` of `text`, its body included, into a pseudo-file: scope 0 is the root, item 0 is the item, spans
    /// count in `text`.
    fn lower_item(&self, text: &str, span: Span, macros: &Macros) -> Parsed;

    /// The parts of the item at `span` of `text` that [`BodyMode::Outline`] leaves out; `None` if there is no such item.
    fn lower_declaration(&self, text: &str, span: Span, macros: &Macros) -> Option<Declaration>;
}

pub use crate::syntax::Declaration;

/// Whether bodies are lowered with their file or on demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyMode {
    /// With the file: for code to lint.
    Lower,
    /// On demand; until then they are spans.
    Defer,
    /// On demand, as are declarations: for dependencies and stubs.
    Outline,
}

/// A crate's macro table, opaque to this module.
#[derive(Clone)]
pub struct Macros(Arc<dyn Any + Send + Sync>);

impl Macros {
    /// Wraps the parser's own table.
    #[must_use]
    pub fn new<T: Any + Send + Sync>(table: T) -> Self {
        Self(Arc::new(table))
    }

    /// The parser's own table, if it is a `T`.
    #[must_use]
    pub fn get<T: Any + Send + Sync>(&self) -> Option<&T> {
        self.0.downcast_ref()
    }
}

impl std::fmt::Debug for Macros {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Macros")
    }
}

/// A lowered file.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// The file's facts, shared with the parse cache.
    pub facts: Arc<FileFacts>,
    /// Its syntax errors.
    pub errors: Vec<SyntaxError>,
}

/// A syntax error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The message, in lower case without a full stop.
    pub message: String,
    /// Its span in bytes.
    pub span: Span,
}

/// Signatures in Rust syntax for a crate whose source is not available.
#[derive(Clone, Debug)]
pub struct StubCrate {
    /// The crate's real name.
    pub name: String,
    /// Files by their path under the crate's `src`, the root `lib.rs` among them, with their text.
    pub files: Vec<(String, Arc<str>)>,
}
