//! Expands the member patterns of a workspace. A pattern is matched one path component at a time, so that a hostile one can
//! neither walk the whole disk nor follow a loop of links.

use super::paths::normalize;
use globset::{GlobBuilder, GlobMatcher};
use std::path::{Component, Path, PathBuf};

/// How many folders one pattern may list.
const BUDGET: usize = 20_000;

/// Whether a member entry is a pattern rather than a plain path.
pub(crate) fn is_pattern(entry: &str) -> bool {
    entry.contains(['*', '?', '['])
}

/// The folders that match `pattern` below `base`, sorted. A plain path matches itself, whether or not it exists.
pub(crate) fn expand(base: &Path, pattern: &str) -> Vec<PathBuf> {
    let mut found = vec![PathBuf::new()];
    let mut budget = BUDGET;
    if !Path::new(pattern).is_absolute() {
        found = vec![base.to_owned()];
    }
    for component in Path::new(pattern).components() {
        let text = component.as_os_str().to_str().unwrap_or("");
        found = match component {
            Component::Normal(_) if text == "**" => found.iter().flat_map(|folder| below(folder, &mut budget)).collect(),
            Component::Normal(name) if is_pattern(text) => {
                let Some(glob) = component_glob(text) else { return Vec::new() };
                let children = found.iter().flat_map(|folder| folders_in(folder, &mut budget));
                children.filter(|child| child.file_name().is_some_and(|file| *file == *name || glob.is_match(file))).collect()
            }
            other => found.into_iter().map(|folder| folder.join(other)).collect(),
        };
    }
    let mut found: Vec<PathBuf> = found.iter().map(|folder| normalize(folder)).collect();
    found.sort();
    found.dedup();
    found
}

fn component_glob(text: &str) -> Option<GlobMatcher> {
    GlobBuilder::new(text).literal_separator(true).build().ok().map(|glob| glob.compile_matcher())
}

/// The folder itself and all folders below it, without following symbolic links.
fn below(folder: &Path, budget: &mut usize) -> Vec<PathBuf> {
    let mut found = vec![folder.to_owned()];
    let mut next = 0;
    while let Some(current) = found.get(next).cloned() {
        next += 1;
        found.extend(folders_in(&current, budget).into_iter().filter(|child| !child.is_symlink()));
    }
    found
}

/// The folders directly in `folder`, hidden ones and build output left out.
fn folders_in(folder: &Path, budget: &mut usize) -> Vec<PathBuf> {
    if *budget == 0 {
        return Vec::new();
    }
    *budget -= 1;
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let is_wanted = |path: &PathBuf| path.file_name().is_some_and(|name| !name.as_encoded_bytes().starts_with(b"."));
    paths.filter(|path| is_wanted(path) && path.is_dir()).collect()
}
