//! The roles of fns in coded lints, by canonical path.

use super::schema::{Role, RolesFile};
use std::collections::{BTreeMap, BTreeSet};

/// All of `roles.toml`, for look-up.
#[derive(Clone, Debug, Default)]
pub struct Roles {
    of: BTreeMap<String, BTreeSet<Role>>,
    /// Paths by their last name.
    named: BTreeMap<String, BTreeSet<String>>,
    /// By crate and name: methods of types.
    methods: BTreeMap<(String, String), BTreeSet<Role>>,
    /// Crates with routers, and by crate the types whose methods take handlers or routers.
    router_crates: BTreeSet<String>,
    router_types: BTreeSet<(String, String)>,
}

impl Roles {
    /// The roles of the fn at this canonical path, sorted.
    #[must_use]
    pub fn of(&self, path: &str) -> Vec<Role> {
        self.of.get(path).map(|roles| roles.iter().copied().collect()).unwrap_or_default()
    }

    /// The roles of all methods of this name in a crate, for receivers whose type has no source.
    #[must_use]
    pub fn of_method(&self, krate: &str, name: &str) -> Vec<Role> {
        let key = (krate.to_owned(), name.to_owned());
        self.methods.get(&key).map(|roles| roles.iter().copied().collect()).unwrap_or_default()
    }

    /// Whether a type of this name in a crate takes handlers, and the crate's routers have paths.
    #[must_use]
    pub fn is_router(&self, krate: &str, name: &str) -> bool {
        self.router_crates.contains(krate) && self.router_types.contains(&(krate.to_owned(), name.to_owned()))
    }

    /// The paths of fns of this name that have a role.
    pub fn named(&self, name: &str) -> impl Iterator<Item = &str> {
        self.named.get(name).into_iter().flatten().map(String::as_str)
    }

    /// All fns with their roles, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &BTreeSet<Role>)> {
        self.of.iter().map(|(path, roles)| (path.as_str(), roles))
    }

    /// Adds a file's content. Paths that do not expand have been reported by the checks.
    pub(super) fn add(&mut self, file: &RolesFile) {
        for entry in &file.role {
            for path in entry.paths.iter().flat_map(|path| super::braces::expand(path).unwrap_or_default()) {
                let segments: Vec<&str> = path.split("::").collect();
                if let [krate, .., owner, name] = segments[..]
                    && owner.starts_with(char::is_uppercase)
                {
                    self.methods.entry((krate.to_owned(), name.to_owned())).or_default().insert(entry.is);
                    if matches!(entry.is, Role::Handler | Role::RouteMethod | Role::RoutePath | Role::RoutePrefix) {
                        self.router_types.insert((krate.to_owned(), owner.to_owned()));
                    }
                }
                if let (Role::RoutePath | Role::RoutePrefix, Some(krate)) = (entry.is, segments.first()) {
                    self.router_crates.insert((*krate).to_owned());
                }
                if let Some(name) = segments.last() {
                    self.named.entry((*name).to_owned()).or_default().insert(path.clone());
                }
                self.of.entry(path).or_default().insert(entry.is);
            }
        }
    }
}
