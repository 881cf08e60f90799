//! The candidate files of `mod name;`. Pure path arithmetic.

use crate::facts::{FileFacts, Item, ItemId, ItemKind, ScopeId, ScopeKind};
use std::path::{Component, Path, PathBuf};

/// A file's path and how it was reached, which decides where its own `mod`s are searched.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Place {
    /// The file's path.
    pub(super) path: PathBuf,
    /// Whether its child modules lie beside it (`lib.rs`, `mod.rs`, `#[path]`) or in a folder of its name.
    pub(super) owns_folder: bool,
}

impl Place {
    /// A crate root.
    pub(super) fn root(path: PathBuf) -> Self {
        Self { path, owns_folder: true }
    }

    fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// The folder in which the file's own `mod name;` are searched.
    fn module_folder(&self) -> PathBuf {
        if self.owns_folder { self.folder().to_owned() } else { self.folder().join(self.path.file_stem().unwrap_or_default()) }
    }
}

/// Removes `.` and resolves `..` by text alone.
pub(super) fn normalize(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                if !matches!(out.components().next_back(), Some(Component::Normal(_))) || !out.pop() {
                    out.push("..");
                }
            }
            other => out.push(other),
        }
    }
    out
}

/// The files that may hold the out-of-line module or the include `item` of a file, best first.
pub(super) fn candidates(place: &Place, facts: &FileFacts, item: ItemId) -> Vec<Place> {
    let module = &facts.items[item];
    if let ItemKind::Include { path } = &module.kind {
        return vec![Place { path: normalize(&place.folder().join(path.replace('\\', "/"))), owns_folder: true }];
    }
    let ItemKind::Module { scope: None, path_attr } = &module.kind else { return Vec::new() };
    let inline = inline_folders(facts, module.scope);
    if let Some(path) = path_attr {
        // Directly in a file the attribute counts from the file's own folder, inside inline modules from theirs.
        let base = if inline.is_empty() { place.folder().to_owned() } else { join_all(place.module_folder(), &inline) };
        let path = path.replace('\\', "/");
        return vec![Place { path: normalize(&base.join(path)), owns_folder: true }];
    }
    let base = if inline.is_empty() { place.folder().to_owned() } else { join_all(place.module_folder(), &inline) };
    let mut found: Vec<Place> =
        conditional_paths(module).into_iter().map(|path| Place { path: normalize(&base.join(path)), owns_folder: true }).collect();
    let base = join_all(place.module_folder(), &inline);
    let name = module.name.as_str();
    found.push(Place { path: normalize(&base.join(format!("{name}.rs"))), owns_folder: false });
    found.push(Place { path: normalize(&base.join(name).join("mod.rs")), owns_folder: true });
    found
}

/// Paths from `#[cfg_attr(unix, path = "sys/unix.rs")]`, those for other systems than Linux last. The arguments are kept as text
/// with single spaces between tokens.
fn conditional_paths(module: &Item) -> Vec<&str> {
    let mut paths: Vec<(bool, &str)> = Vec::new();
    for attr in module.attrs.iter().filter(|attr| attr.path.segments.last().is_some_and(|last| last.name == "cfg_attr")) {
        let Some((condition, rest)) = attr.args.split_once("path = \"") else { continue };
        let Some((path, _)) = rest.split_once('"') else { continue };
        let elsewhere = ["windows", "wasm", "wasi", "apple", "macos"].iter().any(|system| condition.contains(system));
        let here = condition.contains("linux") || condition.contains("unix");
        paths.push((elsewhere && (!here || condition.contains("not")), path));
    }
    paths.sort_by_key(|&(elsewhere, _)| elsewhere);
    paths.into_iter().map(|(_, path)| path).collect()
}

/// Folder names of the inline modules around `scope`, outermost first.
fn inline_folders(facts: &FileFacts, mut scope: ScopeId) -> Vec<&str> {
    let mut folders = Vec::new();
    loop {
        let here = &facts.scopes[scope];
        if let ScopeKind::Module(item) = here.kind {
            let item = &facts.items[item];
            match &item.kind {
                ItemKind::Module { path_attr: Some(path), .. } => folders.push(path.as_str()),
                _ => folders.push(item.name.as_str()),
            }
        }
        match here.parent {
            Some(parent) if parent < scope => scope = parent,
            _ => break,
        }
    }
    folders.reverse();
    folders
}

fn join_all(base: PathBuf, folders: &[&str]) -> PathBuf {
    folders.iter().fold(base, |path, folder| path.join(folder))
}
