//! Connects the modules: `project/` reads text, `syntax/` turns it into facts, and `names/` requests both.

use super::stored_files;
use crate::facts::Span;
use crate::names::{BodyMode, Declaration, Definitions, Loader, Macros, Parsed, Parser, Reader, Storable, SyntaxError};
use crate::options::{Dependencies, Progress};
use crate::parse_cache::{Key, ParseCache, Part};
use crate::project::{Dependency, Overlay, Package, Problem, Sources};
use crate::store::{Key as StoreKey, KeyBuilder, Store};
use crate::syntax::{self, Bodies, Lowered, MacroTable};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

/// The store's sub-folder for dependencies.
const CRATES: &str = "crates";

/// Reads and parses files, and records which could not be read.
pub(crate) struct SourceLoader<'a> {
    pub(crate) sources: &'a Sources,
    pub(crate) overlay: &'a Overlay,
    pub(crate) dependencies: Dependencies,
    pub(crate) max_file_bytes: u64,
    pub(crate) progress: &'a dyn Progress,
    pub(crate) problems: Mutex<Vec<Problem>>,
    pub(crate) cache: Option<&'a ParseCache>,
    pub(crate) store: Option<&'a Store>,
    /// The folder in which cargo keeps the sources of published packages, which never change.
    pub(crate) registry: Option<PathBuf>,
}

/// The macros of a crate, and their cache key.
struct Scanned {
    key: Option<Key>,
    table: MacroTable,
    /// For the store; computed at first use.
    store_key: OnceLock<KeyBuilder>,
}

impl Scanned {
    fn new(key: Option<Key>, table: MacroTable) -> Self {
        Self { key, table, store_key: OnceLock::new() }
    }
}

impl SourceLoader<'_> {
    /// The store key of a crate; `None` for a package that may change without a new version.
    fn key(&self, storable: Storable<'_>) -> Option<StoreKey> {
        let key = KeyBuilder::new();
        Some(match storable {
            Storable::Library(package, features) => key.with(&self.stable_path(package)?).with(features).finish(),
            Storable::Stub(stub) => stub.files.iter().fold(key.with(&stub.name), |key, (name, text)| key.with(name).with(text)).finish(),
        })
    }

    /// The result of parsing `text`, from the cache if there is one. If dependencies come from a store, only bodies are cached: other parts
    /// would waste memory.
    fn remembered(&self, text: &str, part: Part, macros: &Macros, parse: impl Fn(&MacroTable) -> Lowered) -> Parsed {
        let scanned = macros.get::<Scanned>();
        let make = || parsed(scanned.map_or_else(|| parse(&MacroTable::default()), |scanned| parse(&scanned.table)));
        match self.cache.filter(|_| self.store.is_none() || matches!(part, Part::Bodies)) {
            Some(cache) => cache.parsed(text, part, scanned.and_then(|scanned| scanned.key), make),
            None => make(),
        }
    }
}

impl SourceLoader<'_> {
    /// The facts of one of the user's files, from the store if they are there. Texts that only replace files are not stored.
    fn stored_or_lowered(&self, text: &str, macros: &Macros, table: &MacroTable) -> Lowered {
        let lower = || syntax::lower(text, Bodies::Lower, table);
        let (Some(store), Some(scanned)) = (self.store, macros.get::<Scanned>()) else { return lower() };
        let key = scanned.store_key.get_or_init(|| stored_files::key_of_macros(&scanned.table)).clone().with(text).finish();
        if let Some(facts) = stored_files::load(store, key) {
            return Lowered { facts, errors: Vec::new() };
        }
        let lowered = lower();
        if lowered.errors.is_empty() && self.overlay.is_empty() {
            stored_files::keep(store, key, &lowered.facts);
        }
        lowered
    }
}

impl Parser for SourceLoader<'_> {
    fn stack_bytes(&self) -> usize {
        syntax::STACK_BYTES
    }

    fn scan(&self, texts: &[Arc<str>]) -> Macros {
        let make = |key| {
            let mut table = MacroTable::default();
            for text in texts {
                table.scan(text);
            }
            Macros::new(Scanned::new(key, table))
        };
        let Some(cache) = self.cache else { return make(None) };
        let key = cache.table_key(texts);
        cache.table(key, || make(Some(key)))
    }

    fn definitions(&self, macros: &Macros) -> Definitions {
        let scanned = macros.get::<Scanned>();
        let all = scanned.into_iter().flat_map(|scanned| scanned.table.definitions());
        all.map(|(name, rules)| (name, rules.to_vec())).collect()
    }

    fn defined(&self, definitions: Definitions) -> Macros {
        let mut table = MacroTable::default();
        for (name, rules) in definitions {
            for rules in &rules {
                table.add(name, rules);
            }
        }
        Macros::new(Scanned::new(None, table))
    }

    fn lower(&self, text: &str, bodies: BodyMode, macros: &Macros) -> Parsed {
        let lower = |how| self.remembered(text, Part::of(bodies), macros, |table| syntax::lower(text, how, table));
        match bodies {
            BodyMode::Lower => {
                let parsed = self.remembered(text, Part::Bodies, macros, |table| self.stored_or_lowered(text, macros, table));
                self.progress.advance(1);
                parsed
            }
            BodyMode::Defer => lower(Bodies::Defer),
            BodyMode::Outline => {
                let parsed = lower(Bodies::Outline);
                self.progress.read_signatures(1);
                parsed
            }
        }
    }

    fn lower_item(&self, text: &str, span: Span, macros: &Macros) -> Parsed {
        let item = text.get(span.start as usize..span.end as usize).unwrap_or("");
        self.remembered(item, Part::item(span), macros, |table| syntax::lower_item(text, span, table))
    }

    fn lower_declaration(&self, text: &str, span: Span, macros: &Macros) -> Option<Declaration> {
        let scanned = macros.get::<Scanned>()?;
        syntax::lower_declaration(text, span, &scanned.table)
    }
}

fn parsed(lowered: Lowered) -> Parsed {
    let errors = lowered.errors.into_iter().map(|error| SyntaxError { message: error.message, span: error.span }).collect();
    Parsed { facts: Arc::new(lowered.facts), errors }
}

impl Loader for SourceLoader<'_> {
    fn read(&self, path: &Path) -> Option<Arc<str>> {
        match self.overlay.read(path, self.max_file_bytes) {
            Ok(file) => Some(file.text),
            Err(problem) => {
                self.problems.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(problem);
                None
            }
        }
    }

    fn resolve(&self, path: &Path) -> Option<PathBuf> {
        path.canonicalize().ok()
    }

    fn locate(&self, from: &Package, dependency: &Dependency) -> Option<Arc<Package>> {
        match self.dependencies {
            Dependencies::Follow => self.sources.locate(from, dependency),
            Dependencies::Ignore => None,
        }
    }

    fn reader(&self) -> Reader {
        let (overlay, max_file_bytes) = (self.overlay.clone(), self.max_file_bytes);
        Arc::new(move |path| overlay.read(path, max_file_bytes).ok().map(|file| file.text))
    }

    fn stable_path(&self, package: &Package) -> Option<String> {
        Some(package.root.strip_prefix(self.registry.as_deref()?).ok()?.to_str()?.to_owned())
    }

    fn package_at(&self, stable_path: &str) -> Option<Arc<Package>> {
        let mut parts = stable_path.split('/');
        let is_plain = |part: &str| !part.is_empty() && part != "." && part != "..";
        (parts.clone().count() == 2 && parts.all(is_plain)).then_some(())?;
        self.sources.at(&self.registry.as_deref()?.join(stable_path))
    }

    fn stores(&self, storable: Storable<'_>) -> bool {
        self.store.is_some() && self.key(storable).is_some()
    }

    fn stored(&self, storable: Storable<'_>) -> Option<Vec<u8>> {
        self.store?.read(CRATES, self.key(storable)?)
    }

    fn keep(&self, storable: Storable<'_>, bytes: Vec<u8>) {
        if let (Some(store), Some(key)) = (self.store, self.key(storable)) {
            store.write(CRATES, key, &bytes);
        }
    }
}
