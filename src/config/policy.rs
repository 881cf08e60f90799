//! Which findings of a file are reported, and at which level: lints, levels, test code, minimum level.

use super::layers::{Configuration, Layer, Scope};
use super::mistakes::unknown_lint;
use super::read::{GLOBS_PER_PATTERN, glob_set, relative};
use super::schema::ConfigFile;
use crate::catalogue::{Catalogue, DataError, Lint, Step};
use crate::diagnostics::Level;
use crate::options::{CheckOptions, TestCode};
use crate::selection::{ALL, GROUPS, Selection};
use crate::{CheckError, Dependencies};
use globset::GlobSet;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// What decides whether a finding in one file is reported, and at which level.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Which lints run, and their levels.
    pub selection: Selection,
    /// Whether findings in test code are reported or only counted.
    pub tests: TestCode,
    /// Findings below it are not reported.
    pub min_level: Level,
}

/// The policies of all files of a run. `Sync`; the results do not depend on the order of queries.
#[derive(Debug)]
pub struct Policies<'a> {
    configuration: &'a Configuration,
    catalogue: &'a Catalogue,
    options: &'a CheckOptions,
    /// The globs of each layer of `configuration`, which is identified by its address.
    globs: Vec<(Arc<Layer>, Globs)>,
    /// The globs of the options.
    exclude: GlobSet,
    /// Folders with rules that no given path leads into.
    rule_folders: Vec<PathBuf>,
    known: Mutex<BTreeMap<Key, Arc<Policy>>>,
}

/// A package, and the overrides that apply to a file: (index of the package's layer, index of the override).
type Key = (Option<usize>, Vec<(usize, usize)>);

#[derive(Debug)]
struct Globs {
    exclude: GlobSet,
    /// The patterns of all overrides; `owners` has the override of each.
    overrides: GlobSet,
    owners: Vec<usize>,
}

impl<'a> Policies<'a> {
    /// Checks the names of lints in the options and in all layers.
    ///
    /// # Errors
    /// [`CheckError::UnknownLint`] for the command line, [`CheckError::Data`] for a configuration.
    pub fn new(configuration: &'a Configuration, catalogue: &'a Catalogue, options: &'a CheckOptions) -> Result<Self, CheckError> {
        Selection::new(catalogue.lints(), &options.select, &options.ignore)?;
        let named: Vec<String> = options.levels.iter().map(|(name, _)| name.clone()).collect();
        Selection::new(catalogue.lints(), &named, &[])?;
        for glob in &options.exclude {
            glob_set(std::slice::from_ref(glob)).map_err(|why| CheckError::Glob { glob: glob.clone(), why })?;
        }
        let exclude = glob_set(&options.exclude).unwrap_or_default();
        let errors = unknown_names(configuration, catalogue);
        if !errors.is_empty() {
            return Err(errors.into());
        }
        let set = |patterns: &[String]| glob_set(patterns).unwrap_or_default();
        let globs = configuration.layers.iter().map(|layer| {
            let patterns = layer.data.overrides.iter().enumerate().flat_map(|(i, entry)| entry.paths.iter().map(move |path| (i, path)));
            let (owners, patterns): (Vec<usize>, Vec<String>) = patterns.map(|(i, path)| (i, path.clone())).unzip();
            (Arc::clone(layer), Globs { exclude: set(&layer.data.exclude), overrides: set(&patterns), owners })
        });
        let mut rule_folders = configuration.rule_folders();
        let asked = options.absolute_paths();
        rule_folders.retain(|folder| !asked.iter().any(|path| path.starts_with(folder)));
        Ok(Self { configuration, catalogue, options, globs: globs.collect(), exclude, rule_folders, known: Mutex::default() })
    }

    /// Whether a file is left out: by `exclude`, or because it is in a folder with rules into which no given path leads.
    #[must_use]
    pub fn excludes(&self, file: &Path) -> bool {
        if self.rule_folders.iter().any(|folder| file.starts_with(folder)) {
            return true;
        }
        if file.strip_prefix(&self.options.current_dir).is_ok_and(|below| self.exclude.is_match(below)) {
            return true;
        }
        let Some(scope) = self.scope(file) else { return false };
        scope.layers.iter().any(|layer| {
            let below = relative(layer, file);
            below.is_some_and(|below| self.globs_of(layer).is_some_and(|globs| globs.exclude.is_match(below)))
        })
    }

    /// Whether the sources of dependencies are read: if they are for at least one package.
    #[must_use]
    pub fn dependencies(&self) -> Dependencies {
        let wants = |scope: &Scope| scope.layers.iter().find_map(|layer| layer.data.dependencies).unwrap_or(true);
        let scopes = &self.configuration.scopes;
        let any = scopes.is_empty() || scopes.iter().any(wants);
        if any { self.options.dependencies } else { Dependencies::Ignore }
    }

    /// The offload fn that fixes may add to the crate of this file, by its absolute path.
    #[must_use]
    pub fn offload_fn(&self, file: &Path) -> Option<&str> {
        self.scope(file)?.layers.iter().find_map(|layer| layer.data.offload_fn.as_deref())
    }

    /// The policy of a file, by its absolute path.
    #[must_use]
    pub fn of(&self, file: &Path) -> Arc<Policy> {
        let scope = self.configuration.scope_of(file);
        let layers = scope.map_or(&[][..], |number| &self.configuration.scopes[number].layers);
        let mut matched = Vec::new();
        for (number, layer) in layers.iter().enumerate() {
            let (Some(below), Some(globs)) = (relative(layer, file), self.globs_of(layer)) else { continue };
            let mut those: Vec<usize> =
                globs.overrides.matches(below).into_iter().map(|pattern| globs.owners[pattern / GLOBS_PER_PATTERN]).collect();
            those.sort_unstable();
            those.dedup();
            matched.extend(those.into_iter().map(|i| (number, i)));
        }
        let key = (scope, matched);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(policy) = known.get(&key) {
            return Arc::clone(policy);
        }
        let policy = Arc::new(self.make(layers, &key.1));
        known.insert(key, Arc::clone(&policy));
        policy
    }

    fn make(&self, layers: &[Arc<Layer>], matched: &[(usize, usize)]) -> Policy {
        let mut select = self.options.select.clone();
        let mut ignore = self.options.ignore.clone();
        let mut levels: Vec<&BTreeMap<String, Level>> = Vec::new();
        for (number, layer) in layers.iter().enumerate() {
            let data = &layer.data;
            for (_, i) in matched.iter().rev().filter(|(layer, _)| *layer == number) {
                levels.push(&data.overrides[*i].levels);
                ignore.extend(data.overrides[*i].ignore.iter().cloned());
            }
            levels.push(&data.levels);
            // A layer with `select` starts afresh: `ignore` of layers further away no longer applies.
            if select.is_empty() {
                ignore.extend(data.ignore.iter().cloned());
                select = data.select.clone().unwrap_or_default();
            }
        }
        let lints = || self.catalogue.lints();
        // `Policies::new` has checked all names.
        let selection = Selection::new(lints(), &select, &ignore).unwrap_or_default().with_levels(lints(), &levels);
        // A lint that the command line names with a level runs even if it is not configured, unless the command line itself leaves it out.
        let options = self.options;
        let is_ignored = |lint: &Lint| options.ignore.iter().any(|name| *name == lint.id || *name == lint.file.group || name == ALL);
        let selection = selection.with_named(lints(), &options.levels, |lint| options.select.is_empty() && !is_ignored(lint));
        let nearest = |value: fn(&ConfigFile) -> Option<Level>| layers.iter().find_map(|layer| value(&layer.data));
        let min_level = self.options.min_level.or_else(|| nearest(|data| data.min_level.map(Level::from))).unwrap_or(Level::Note);
        let tests = layers.iter().find_map(|layer| layer.data.tests);
        let tests = if tests == Some(true) { TestCode::Show } else { self.options.tests };
        Policy { selection, tests, min_level }
    }

    fn scope(&self, file: &Path) -> Option<&Scope> {
        self.configuration.scope_of(file).map(|number| &self.configuration.scopes[number])
    }

    fn globs_of(&self, layer: &Arc<Layer>) -> Option<&Globs> {
        self.globs.iter().find(|(other, _)| Arc::ptr_eq(other, layer)).map(|(_, globs)| globs)
    }
}

/// Errors for names in the layers that are neither a lint, nor a group, nor `all`.
fn unknown_names(configuration: &Configuration, catalogue: &Catalogue) -> Vec<DataError> {
    let mut known: BTreeSet<&str> = catalogue.lints().flat_map(|lint| [lint.id.as_str(), lint.file.group.as_str()]).collect();
    known.extend(GROUPS);
    known.insert(ALL);
    let mut errors = Vec::new();
    for layer in &configuration.layers {
        let mut check = |name: &String, steps: &[Step<'_>]| {
            if !known.contains(name.as_str()) {
                errors.push(layer.error(steps, unknown_lint(name, known.iter())));
            }
        };
        for (i, name) in layer.data.select.iter().flatten().enumerate() {
            check(name, &[Step::Key("select"), Step::Index(i)]);
        }
        for (i, name) in layer.data.ignore.iter().enumerate() {
            check(name, &[Step::Key("ignore"), Step::Index(i)]);
        }
        for name in layer.data.levels.keys() {
            check(name, &[Step::Key("levels"), Step::Name(name)]);
        }
        for (i, entry) in layer.data.overrides.iter().enumerate() {
            let here = [Step::Key("override"), Step::Index(i)];
            for (j, name) in entry.ignore.iter().enumerate() {
                check(name, &[here[0], here[1], Step::Key("ignore"), Step::Index(j)]);
            }
            for name in entry.levels.keys() {
                check(name, &[here[0], here[1], Step::Key("levels"), Step::Name(name)]);
            }
        }
    }
    errors
}
