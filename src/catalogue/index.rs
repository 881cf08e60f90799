//! The catalogue: everything in `rules/`, checked and indexed.

use super::apis::{ApiEntry, ApiIndex, Shared};
use super::check;
use super::contexts::Contexts;
use super::errors::DataError;
use super::inline::InlineRules;
use super::lints::{Lint, LintIndex};
use super::load::{self, Data, Origin, Parsed};
use super::receivers::Receivers;
use super::roles::Roles;
use super::schema::{Arity, CallKind, Owner, ReceiverClass};
use super::stubs::{self, StubFiles};
use index_vec::{IndexSlice, IndexVec};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// All rules.
#[derive(Clone, Debug)]
pub struct Catalogue {
    parsed: Vec<Arc<Parsed>>,
    lints: IndexVec<LintIndex, Lint>,
    lint_ids: BTreeMap<String, LintIndex>,
    apis: IndexVec<ApiIndex, ApiEntry>,
    by_path: FxHashMap<String, Vec<ApiIndex>>,
    /// The paths of APIs without their last segment: types, traits and modules.
    owners: FxHashSet<String>,
    by_trait_method: FxHashMap<String, Vec<ApiIndex>>,
    contexts: Contexts,
    receivers: Receivers,
    roles: Roles,
    stubs: Vec<StubFiles>,
}

/// The rules that users add.
#[derive(Clone, Debug, Default)]
pub struct UserData {
    /// Files in the formats of `rules/`: (path as messages show it, text).
    pub files: Vec<(PathBuf, String)>,
    /// Rules that configurations contain.
    pub inline: Vec<InlineRules>,
}

impl Catalogue {
    /// The rules that were compiled into the binary.
    ///
    /// # Errors
    /// All errors in them. A released binary has none, since a test loads them.
    pub fn embedded() -> Result<Self, Vec<DataError>> {
        Self::build(Vec::new(), super::embedded::FILES.iter().map(|(name, text)| (*name, *text)), Origin::Embedded)
    }

    /// The same with a user's files added: (path as messages show it, text). A user's API entry, taker or stub replaces ours for
    /// the same thing, a user's receiver class extends ours of the same name, and lints are added.
    ///
    /// # Errors
    /// Every mistake in the files.
    #[cfg(any(test, feature = "internals"))]
    pub fn with_user_files(self, files: Vec<(PathBuf, String)>) -> Result<Self, Vec<DataError>> {
        self.with_user_data(UserData { files, inline: Vec::new() })
    }

    /// The same, with user data added.
    ///
    /// # Errors
    /// Every mistake in the data.
    pub fn with_user_data(mut self, data: UserData) -> Result<Self, Vec<DataError>> {
        if data.files.is_empty() && data.inline.is_empty() {
            return Ok(self);
        }
        let sound = self.parsed.len();
        let inline = data.inline.into_iter().map(|inline| {
            let (name, text) = (inline.name.as_str().into(), Arc::clone(&inline.text));
            Arc::new(Parsed { name, text, origin: Origin::User, data: Data::Inline(Box::new(inline)) })
        });
        self.parsed.extend(inline);
        let files: Vec<_> = data.files.into_iter().map(|(path, text)| (path.to_string_lossy().replace('\\', "/"), text)).collect();
        Self::build_upon(self.parsed, sound, files.iter().map(|(name, text)| (name.as_str(), text.as_str())), Origin::User)
    }

    /// The lints, sorted by id.
    pub fn lints(&self) -> impl ExactSizeIterator<Item = &Lint> {
        self.lints.iter()
    }

    /// The lint with this id.
    #[must_use]
    pub fn lint(&self, id: &str) -> Option<&Lint> {
        self.lint_index(id).map(|i| &self.lints[i])
    }

    /// The index of the lint with this id.
    #[must_use]
    pub fn lint_index(&self, id: &str) -> Option<LintIndex> {
        self.lint_ids.get(id).copied()
    }

    /// The lint at an index.
    #[must_use]
    pub fn lint_at(&self, index: LintIndex) -> &Lint {
        &self.lints[index]
    }

    /// All API entries, sorted by path.
    #[must_use]
    pub fn apis(&self) -> &IndexSlice<ApiIndex, [ApiEntry]> {
        &self.apis
    }

    /// The entry at an index.
    #[must_use]
    pub fn api(&self, index: ApiIndex) -> &ApiEntry {
        &self.apis[index]
    }

    /// The entries for a canonical path; several if they differ in receiver, arguments or version.
    #[must_use]
    pub fn by_path(&self, path: &str) -> &[ApiIndex] {
        self.by_path.get(path).map_or(&[], Vec::as_slice)
    }

    /// Whether a fn or method of the type at this canonical path is an API.
    #[must_use]
    pub fn has_methods(&self, ty: &str) -> bool {
        self.owners.contains(ty)
    }

    /// The entries for methods of traits by the method's name, sorted by path.
    #[must_use]
    pub fn of_trait_method(&self, name: &str) -> &[ApiIndex] {
        self.by_trait_method.get(name).map_or(&[], Vec::as_slice)
    }

    /// The rules that decide where code runs.
    #[must_use]
    pub fn contexts(&self) -> &Contexts {
        &self.contexts
    }

    /// The receiver classes.
    #[must_use]
    pub fn receivers(&self) -> &Receivers {
        &self.receivers
    }

    /// The fns that coded lints look for.
    #[must_use]
    pub fn roles(&self) -> &Roles {
        &self.roles
    }

    /// The stubs, sorted by crate.
    #[must_use]
    pub fn stubs(&self) -> &[StubFiles] {
        &self.stubs
    }

    /// The users' own lints, by id: (lint, path of its file as messages show it, text of the file).
    pub(crate) fn user_lints(&self) -> Vec<(&Lint, &str, &Arc<str>)> {
        let files = self.parsed.iter().filter(|file| file.origin == Origin::User);
        let mut found: Vec<_> = files
            .filter_map(|file| match &file.data {
                Data::Lint { id, .. } => Some((self.lint(id)?, &*file.name, &file.text)),
                _ => None,
            })
            .collect();
        found.sort_by_key(|(lint, ..)| &lint.id);
        found
    }

    /// The parsed files.
    #[cfg(any(test, feature = "internals"))]
    pub(super) fn parsed(&self) -> &[Arc<Parsed>] {
        &self.parsed
    }

    /// The parsed files, to be extended.
    #[cfg(test)]
    pub(super) fn into_parsed(self) -> Vec<Arc<Parsed>> {
        self.parsed
    }

    /// Adds files to files that were parsed before, checks the new ones, and indexes everything.
    pub(super) fn build<'a>(
        parsed: Vec<Arc<Parsed>>,
        files: impl Iterator<Item = (&'a str, &'a str)>,
        origin: Origin,
    ) -> Result<Self, Vec<DataError>> {
        let sound = parsed.len();
        Self::build_upon(parsed, sound, files, origin)
    }

    /// The same; only the first `sound` files of `parsed` have been checked already.
    fn build_upon<'a>(
        mut parsed: Vec<Arc<Parsed>>,
        sound: usize,
        files: impl Iterator<Item = (&'a str, &'a str)>,
        origin: Origin,
    ) -> Result<Self, Vec<DataError>> {
        let mut errors = Vec::new();
        // Parsing TOML is most of the work, so it is done in parallel. The results keep the order of the files.
        let files: Vec<_> = files.collect();
        let read: Vec<_> = files.par_iter().map(|(name, text)| load::parse(name, text, origin)).collect();
        for file in read {
            match file {
                Ok(file) => parsed.push(Arc::new(file)),
                Err(error) => errors.push(error),
            }
        }
        let classes = merge_classes(&parsed);
        errors.extend(check::check(&parsed, sound, &classes));
        let receivers = Receivers::flatten(&classes).unwrap_or_default();
        if !errors.is_empty() {
            errors.sort_by(|a, b| (&a.file, a.span.start, &a.message).cmp(&(&b.file, b.span.start, &b.message)));
            return Err(errors);
        }
        let (lints, lint_ids) = collect_lints(&parsed);
        let apis = collect_apis(&parsed, &lints, &lint_ids);
        let mut by_path: FxHashMap<String, Vec<ApiIndex>> = FxHashMap::default();
        let mut by_trait_method: FxHashMap<String, Vec<ApiIndex>> = FxHashMap::default();
        for (index, api) in apis.iter_enumerated() {
            if api.owner == Owner::Trait {
                by_trait_method.entry(api.name().to_owned()).or_default().push(index);
            }
            by_path.entry(api.path.clone()).or_default().push(index);
        }
        let owners = apis.iter().filter_map(|api| api.path.rsplit_once("::")).map(|(owner, _)| owner.to_owned()).collect();
        let mut contexts = Contexts::default();
        let mut roles = Roles::default();
        for file in &parsed {
            match &file.data {
                Data::Contexts(data) => contexts.add(data),
                Data::Inline(inline) => contexts.add(&inline.contexts),
                Data::Roles(data) => roles.add(data),
                _ => {}
            }
        }
        let stub_files = parsed.iter().filter(|f| matches!(f.data, Data::Stub)).map(|f| (&*f.name, &f.text));
        let stubs = stubs::group(stub_files);
        Ok(Self { parsed, lints, lint_ids, apis, by_path, owners, by_trait_method, contexts, receivers, roles, stubs })
    }
}

/// The receiver classes of all files; classes with the same name are merged.
fn merge_classes(parsed: &[Arc<Parsed>]) -> BTreeMap<String, ReceiverClass> {
    let mut classes: BTreeMap<String, ReceiverClass> = BTreeMap::new();
    for file in parsed {
        let Data::Receivers(data) = &file.data else { continue };
        for (name, class) in &data.class {
            let target = classes.entry(name.clone()).or_default();
            target.types.extend(class.types.iter().cloned());
            target.name_endings.extend(class.name_endings.iter().cloned());
            target.modules.extend(class.modules.iter().cloned());
            target.in_fields |= class.in_fields;
            target.includes.extend(class.includes.iter().cloned());
            target.wrappers.extend(class.wrappers.iter().map(|(path, arguments)| (path.clone(), arguments.clone())));
        }
    }
    classes
}

fn collect_lints(parsed: &[Arc<Parsed>]) -> (IndexVec<LintIndex, Lint>, BTreeMap<String, LintIndex>) {
    let mut lints: Vec<Lint> = Vec::new();
    for file in parsed {
        if let Data::Lint { id, file } = &file.data {
            lints.push(Lint { id: id.clone(), file: (**file).clone() });
        }
    }
    lints.sort_by(|a, b| a.id.cmp(&b.id));
    let lints: IndexVec<LintIndex, Lint> = lints.into_iter().collect();
    let ids = lints.iter_enumerated().map(|(index, lint)| (lint.id.clone(), index)).collect();
    (lints, ids)
}

/// Entries with the same identity replace each other; the last one wins. The last part: whether it is only true for one item, and only outside of loops.
type Identity = (String, CallKind, Option<Arity>, Arc<[String]>, Arc<[String]>, Option<String>, (bool, bool));

fn collect_apis(
    parsed: &[Arc<Parsed>],
    lints: &IndexVec<LintIndex, Lint>,
    ids: &BTreeMap<String, LintIndex>,
) -> IndexVec<ApiIndex, ApiEntry> {
    let mut entries: BTreeMap<Identity, ApiEntry> = BTreeMap::new();
    for file in parsed {
        let apis: Vec<_> = match &file.data {
            Data::Apis(data) => data.api.iter().collect(),
            Data::Lint { file, .. } => file.api.iter().collect(),
            Data::Inline(inline) => inline.apis.iter().chain(&inline.blocking).collect(),
            _ => continue,
        };
        for api in apis {
            let Some(&lint) = ids.get(&api.lint) else { continue };
            let shared = Shared::of(api);
            for path in api.paths.iter().flat_map(|p| super::braces::expand(p).unwrap_or_default()) {
                for entry in shared.entries(path.clone(), api, (lint, &lints[lint]), &file.name) {
                    let (receiver, any_argument) = (Arc::clone(&entry.receiver), Arc::clone(&entry.any_argument));
                    let special = (entry.one_item, entry.outside_loops);
                    entries.insert((path.clone(), api.call, api.arity, receiver, any_argument, api.versions.clone(), special), entry);
                }
            }
        }
    }
    for file in parsed {
        let Data::Inline(inline) = &file.data else { continue };
        entries.retain(|(path, ..), _| !inline.nonblocking.contains(path));
    }
    entries.into_values().collect()
}
