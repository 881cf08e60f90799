//! Which crates of the workspace can run code of each other.

use crate::names::CrateId;
use crate::types::TypeDb;
use petgraph::unionfind::UnionFind;
use rustc_hash::FxHashMap;

/// The group of each crate of the workspace: packages that depend on each other. Code of one group never calls code of another.
pub(in crate::fix::propose) fn groups(db: &TypeDb<'_>) -> FxHashMap<CrateId, usize> {
    let crates = db.store.local_crates();
    let mut by_package: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (index, &krate) in crates.iter().enumerate() {
        let package = db.store.krate(krate).package.as_ref();
        by_package.entry(package.map_or("", |package| package.name.as_str())).or_default().push(index);
    }
    let mut joined = UnionFind::<usize>::new(crates.len());
    for (index, &krate) in crates.iter().enumerate() {
        let Some(package) = db.store.krate(krate).package.as_ref() else { continue };
        let root = |other: usize| db.store.krate(crates[other]).package.as_ref().map(|package| &package.root);
        // Packages with the same name but different roots are unrelated.
        let siblings = by_package.get(package.name.as_str()).into_iter().flatten().filter(|other| root(**other) == Some(&package.root));
        let used = package.dependencies.iter().filter_map(|dependency| by_package.get(dependency.package.as_str())).flatten();
        siblings.chain(used).for_each(|other| {
            joined.union(index, *other);
        });
    }
    crates.iter().enumerate().map(|(index, &krate)| (krate, joined.find(index))).collect()
}
