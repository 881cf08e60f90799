//! Which runtime drives the futures of a crate. Where the manifest does not decide, the code does. Reads names, manifests and facts; never
//! guesses.

use crate::catalogue::Contexts;
use crate::facts::{ExprKind, Path, PathAnchor};
use crate::names::{CrateId, CrateStore, FileData};
use crate::project::{self, DependencyKind, Package, RuntimeUse, Sources};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The runtimes of one crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Drivers {
    /// Those that may drive it, by their keys in the catalogue, the preferred one first.
    pub(crate) runtimes: Arc<[String]>,
    /// Whether it is certain that one of them drives it.
    pub(crate) certain: bool,
}

/// The runtimes of all local crates.
pub(crate) fn drivers(store: &CrateStore<'_>, sources: &Sources, contexts: &Contexts) -> BTreeMap<CrateId, Drivers> {
    let mut shown = Shown { store, contexts, by_crate: BTreeMap::new() };
    store.local_crates().iter().map(|&krate| (krate, of_crate(krate, sources, &mut shown))).collect()
}

fn of_crate(krate: CrateId, sources: &Sources, shown: &mut Shown<'_>) -> Drivers {
    let package = shown.store.krate(krate).package.clone().filter(|package| package.manifest.is_some());
    // A file without a manifest is assumed to use tokio; its fixes are never marked safe.
    let Some(package) = package else { return Drivers { runtimes: Arc::from(["tokio".to_owned()]), certain: true } };
    let declared = project::runtimes(&package, sources);
    let present = |one: &&RuntimeUse| one.kind == DependencyKind::Normal && !one.optional;
    let keys = |family: Option<&str>| {
        let mut fitting: Vec<&RuntimeUse> =
            declared.iter().filter(|one| family.is_none_or(|family| family_of(one.runtime.key()) == family)).collect();
        // A runtime that is only there for tests or under a condition cannot be used by code that is always built, so it comes last.
        fitting.sort_by_key(|one| !present(one));
        fitting.into_iter().map(|one| one.runtime.key().to_owned()).collect::<Arc<[String]>>()
    };
    let families: BTreeSet<&str> = declared.iter().filter(present).map(|one| family_of(one.runtime.key())).collect();
    let is_driven = |one: &RuntimeUse| {
        // With default features alone it relies on those that other packages enable, so it counts as driving code.
        let is_plain = one.features.iter().all(|feature| feature == "default");
        let key = one.runtime.key();
        one.package != key || is_plain || shown.contexts.is_driven(key, &one.features)
    };
    if families.len() < 2 && declared.iter().all(is_driven) {
        return Drivers { runtimes: keys(None), certain: true };
    }
    let families = shown.by_package(&package);
    match families.iter().collect::<Vec<_>>()[..] {
        [only] => {
            // If the package does not depend on that runtime, there is none to offer, and no other replaces it.
            let runtimes = keys(Some(only));
            let certain = !runtimes.is_empty();
            Drivers { runtimes, certain }
        }
        _ => Drivers { runtimes: keys(None), certain: false },
    }
}

/// Groups runtimes that are the same underneath.
fn family_of(runtime: &str) -> &str {
    match runtime {
        "actix" | "tauri" => "tokio",
        other => other,
    }
}

/// The runtimes that code uses, by crate.
struct Shown<'a> {
    store: &'a CrateStore<'a>,
    contexts: &'a Contexts,
    by_crate: BTreeMap<CrateId, Arc<ByUse>>,
}

/// The families of runtimes that paths name.
#[derive(Default)]
struct ByUse {
    in_code: BTreeSet<String>,
    in_tests: BTreeSet<String>,
}

impl Shown<'_> {
    /// The runtimes that the package's code names; if none, those that its tests name; if none, those of the rest of the workspace.
    fn by_package(&mut self, package: &Package) -> BTreeSet<String> {
        let crates: Vec<CrateId> = self.store.local_crates().to_vec();
        let is_own = |krate: &&CrateId| self.store.krate(**krate).package.as_ref().is_some_and(|other| other.manifest == package.manifest);
        let own: Vec<CrateId> = crates.iter().filter(is_own).copied().collect();
        let own_uses: Vec<Arc<ByUse>> = own.into_iter().map(|krate| self.of(krate)).collect();
        let code: BTreeSet<String> = own_uses.iter().flat_map(|uses| uses.in_code.iter().cloned()).collect();
        if !code.is_empty() {
            return code;
        }
        let tests: BTreeSet<String> = own_uses.iter().flat_map(|uses| uses.in_tests.iter().cloned()).collect();
        if !tests.is_empty() {
            return tests;
        }
        crates.into_iter().flat_map(|krate| self.of(krate).in_code.clone()).collect()
    }

    fn of(&mut self, krate: CrateId) -> Arc<ByUse> {
        if let Some(known) = self.by_crate.get(&krate) {
            return Arc::clone(known);
        }
        let data = self.store.krate(krate);
        let mut uses = ByUse::default();
        for file in &data.files {
            self.file(file, data.target.is_test(), &mut uses);
        }
        let uses = Arc::new(uses);
        self.by_crate.insert(krate, Arc::clone(&uses));
        uses
    }

    fn file(&self, file: &FileData, in_test: bool, uses: &mut ByUse) {
        let in_test = in_test || file.in_test || file.facts.in_test;
        for item in &file.facts.items {
            let to = if in_test || item.in_test { &mut uses.in_tests } else { &mut uses.in_code };
            item.attrs.iter().for_each(|attr| self.path(&attr.path, to));
            if let crate::facts::ItemKind::Use(decl) = &item.kind {
                self.path(&decl.path, to);
            }
            let crate::facts::ItemKind::Fn(function) = &item.kind else { continue };
            let crate::facts::BodyRef::Lowered(body) = function.body else { continue };
            for expr in &file.facts.bodies[body].exprs {
                if let ExprKind::Path(path) = &expr.kind {
                    self.path(path, to);
                }
            }
        }
    }

    fn path(&self, path: &Path, to: &mut BTreeSet<String>) {
        if !matches!(path.anchor, PathAnchor::Plain | PathAnchor::Extern) || path.segments.len() > 16 {
            return;
        }
        let names: Vec<&str> = path.segments.iter().map(|segment| segment.name.as_str()).collect();
        if let Some(runtime) = self.contexts.driver(&names) {
            to.insert(family_of(runtime).to_owned());
        }
    }
}
