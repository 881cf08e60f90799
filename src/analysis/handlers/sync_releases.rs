//! Frameworks that had no executor in earlier releases: a handler of Rocket 0.4 has a thread of its own.

use super::super::known::KnownDefs;
use crate::names::CrateId;
use semver::{Version, VersionReq};

impl KnownDefs<'_> {
    /// Whether an item at this path, as code of crate `from` sees it, belongs to a release without an executor, according to the manifest.
    pub(in crate::analysis) fn is_of_sync_release(&self, from: CrateId, path: &str) -> bool {
        let krate = path.split("::").next().unwrap_or_default();
        let mut releases = self.catalogue.contexts().sync_releases().filter(|(crates, _)| crates.iter().any(|one| one == krate));
        releases.any(|(crates, versions)| {
            let package = self.db.store.krate(from).package.as_ref();
            let mut dependencies = package.into_iter().flat_map(|package| &package.dependencies);
            dependencies.any(|dependency| {
                crates.contains(&dependency.package.replace('-', "_"))
                    && lowest(&dependency.req).is_some_and(|lowest| versions.matches(&lowest))
            })
        })
    }
}

/// The lowest version that meets a requirement, if it names one.
fn lowest(req: &VersionReq) -> Option<Version> {
    let first = req.comparators.first()?;
    Some(Version { pre: first.pre.clone(), ..Version::new(first.major, first.minor.unwrap_or(0), first.patch.unwrap_or(0)) })
}
