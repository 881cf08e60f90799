//! Workspaces: the root of a package, and the members of a root.

use super::dependencies::dependencies;
use super::lock::Lock;
use super::manifest::{Manifest, Manifests};
use super::members::{BUDGET, expand, is_pattern};
use super::model::{Problem, ProblemAbout, Workspace};
use super::paths::join;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The root manifest of the workspace of `manifest`: `package.workspace`, itself, or the nearest one above that does not exclude it. Broken
/// manifests on the way are reported and skipped.
pub(crate) fn root_of(manifest: &Arc<Manifest>, manifests: &Manifests, problems: &mut Vec<Problem>) -> Option<Arc<Manifest>> {
    if manifest.toml.workspace.is_some() {
        return Some(Arc::clone(manifest));
    }
    let declared = manifest.toml.package.as_ref().and_then(|package| package.workspace.as_ref());
    if let Some(declared) = declared {
        let path = join(&manifest.folder, &declared.join("Cargo.toml"));
        let root = sound(&path, manifests, problems).filter(|root| root.toml.workspace.is_some());
        if root.is_none() {
            let message = format!("`package.workspace` names `{}`, where there is no workspace", declared.display());
            problems.push(Problem::new(manifest.path.clone(), message, None));
        }
        return root;
    }
    let mut above = manifest.folder.ancestors().skip(1).filter_map(|folder| sound(&folder.join("Cargo.toml"), manifests, problems));
    let root = above.find(|root| root.toml.workspace.is_some())?;
    (!is_excluded(&root, &manifest.folder)).then_some(root)
}

fn sound(path: &Path, manifests: &Manifests, problems: &mut Vec<Problem>) -> Option<Arc<Manifest>> {
    match manifests.load(path)? {
        Ok(manifest) => Some(manifest),
        Err(problem) => {
            problems.push(problem);
            None
        }
    }
}

/// Cargo's rule: excluded are folders below an excluded path, unless they are below a path that is listed as a member.
fn is_excluded(root: &Manifest, folder: &Path) -> bool {
    let Some(workspace) = &root.toml.workspace else { return false };
    let below = |entries: &[String]| entries.iter().any(|entry| folder.starts_with(join(&root.folder, Path::new(entry))));
    below(&workspace.exclude) && !below(&workspace.members)
}

/// The manifests of all members, by cargo's rules: the root package, the matches of the patterns, and path dependencies of members that are
/// below the root.
pub(crate) fn members(root: &Arc<Manifest>, manifests: &Manifests, problems: &mut Vec<Problem>) -> BTreeSet<PathBuf> {
    let mut queue = VecDeque::new();
    if root.toml.package.is_some() {
        queue.push_back(root.path.clone());
    }
    let patterns = root.toml.workspace.as_ref().map_or(&[][..], |workspace| &workspace.members);
    let mut budget = BUDGET;
    for pattern in patterns {
        for folder in expand(&root.folder, pattern, &mut budget) {
            let path = folder.join("Cargo.toml");
            if path.is_file() {
                if !is_excluded(root, &folder) {
                    queue.push_back(path);
                }
            } else if !is_pattern(pattern) {
                problems.push(without_manifest(root, pattern, &folder));
            }
        }
    }
    let mut found = BTreeSet::new();
    while let Some(path) = queue.pop_front() {
        if found.contains(&path) {
            continue;
        }
        let Some(manifest) = sound(&path, manifests, problems).filter(|manifest| manifest.toml.package.is_some()) else { continue };
        for dependency in dependencies(&manifest, Some(root), &mut Vec::new()) {
            let folder = dependency.path.filter(|folder| folder.starts_with(&root.folder) && !is_excluded(root, folder));
            let path = folder.map(|folder| folder.join("Cargo.toml")).filter(|path| path.is_file());
            queue.extend(path.filter(|path| is_part_of(path, root, manifests)));
        }
        found.insert(path);
    }
    found
}

/// The problem of a member in this folder, which has no manifest. Git leaves the folder of a submodule that is not checked out empty.
fn without_manifest(root: &Manifest, member: &str, folder: &Path) -> Problem {
    let has_files = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if has_files {
        return Problem::new(root.path.clone(), format!("the workspace member `{member}` has no manifest"), None);
    }
    let message = format!("the workspace member `{member}` has no files, like a git submodule that is not checked out");
    Problem { about: ProblemAbout::AbsentFolder, ..Problem::new(root.path.clone(), message, None) }
}

/// Whether a path dependency below the root belongs to it and not to a nested workspace.
fn is_part_of(path: &Path, root: &Manifest, manifests: &Manifests) -> bool {
    let owner = manifests.sound(path).and_then(|manifest| root_of(&manifest, manifests, &mut Vec::new()));
    owner.is_some_and(|owner| owner.path == root.path)
}

/// The shared parts of the workspace with this root manifest: its lock file and its path patches.
pub(crate) fn shared(root: &Manifest, problems: &mut Vec<Problem>) -> Workspace {
    let lock = match Lock::read(&root.folder) {
        Some(Ok(lock)) => Some(Arc::new(lock)),
        Some(Err(problem)) => {
            problems.push(problem);
            None
        }
        None => None,
    };
    Workspace { root: root.folder.clone(), lock, patches: patches(root) }
}

#[expect(deprecated, reason = "cargo still honours `[replace]`")]
fn patches(root: &Manifest) -> BTreeMap<String, PathBuf> {
    let patched = root.toml.patch.values().flatten();
    let mut found = BTreeMap::new();
    for (key, dependency) in patched.chain(&root.toml.replace) {
        let Some(path) = dependency.detail().and_then(|detail| detail.path.as_ref()) else { continue };
        // Keys of `[replace]` are `name:version`.
        let name = dependency.package().unwrap_or_else(|| key.split(':').next().unwrap_or(key));
        found.entry(name.to_owned()).or_insert_with(|| join(&root.folder, Path::new(path)));
    }
    found
}
