//! Which crates of the workspace can run code of each other.

use super::{CrateId, CrateStore};
use petgraph::unionfind::UnionFind;
use rustc_hash::FxHashMap;

impl CrateStore<'_> {
    /// The group of each crate of the workspace: packages that depend on each other. Code of one group never calls code of another.
    pub(crate) fn package_groups(&self) -> FxHashMap<CrateId, usize> {
        let crates = self.local_crates();
        let mut by_package: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        for (index, &krate) in crates.iter().enumerate() {
            let package = self.krate(krate).package.as_ref();
            by_package.entry(package.map_or("", |package| package.name.as_str())).or_default().push(index);
        }
        let mut joined = UnionFind::<usize>::new(crates.len());
        for (index, &krate) in crates.iter().enumerate() {
            let Some(package) = self.krate(krate).package.as_ref() else { continue };
            let root = |other: usize| self.krate(crates[other]).package.as_ref().map(|package| &package.root);
            // Packages with the same name but different roots are unrelated.
            let siblings = by_package.get(package.name.as_str()).into_iter().flatten().filter(|other| root(**other) == Some(&package.root));
            let used = package.dependencies.iter().filter_map(|dependency| by_package.get(dependency.package.as_str())).flatten();
            siblings.chain(used).for_each(|other| {
                joined.union(index, *other);
            });
        }
        crates.iter().enumerate().map(|(index, &krate)| (krate, joined.find(index))).collect()
    }
}
