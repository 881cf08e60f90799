//! Expands the member patterns of a workspace. A pattern is matched one path component at a time, so that a hostile one can neither walk
//! the whole disk nor follow a loop of links.

use super::paths::normalize;
use globset::{GlobBuilder, GlobMatcher};
use std::path::{Component, Path, PathBuf};

/// Limit for the folders that all patterns of one workspace may list.
pub(crate) const BUDGET: usize = 8_000;

#[cfg(test)]
std::thread_local! {
    /// The number of folders that this thread has listed for patterns.
    pub(crate) static LISTED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Whether a member entry is a pattern rather than a plain path.
pub(crate) fn is_pattern(entry: &str) -> bool {
    entry.contains(['*', '?', '['])
}

/// The folders that match `pattern` below `base`, sorted. A plain path matches itself, whether or not it exists. `budget` is the number of
/// folders that may still be listed.
pub(crate) fn expand(base: &Path, pattern: &str, budget: &mut usize) -> Vec<PathBuf> {
    let mut found = vec![PathBuf::new()];
    if !Path::new(pattern).is_absolute() {
        found = vec![base.to_owned()];
    }
    for component in Path::new(pattern).components() {
        let text = component.as_os_str().to_str().unwrap_or("");
        found = match component {
            Component::Normal(_) if text == "**" => found.iter().flat_map(|folder| below(folder, budget)).collect(),
            Component::Normal(name) if is_pattern(text) => {
                let Some(glob) = component_glob(text) else { return Vec::new() };
                let children = found.iter().flat_map(|folder| folders_in(folder, budget));
                children.filter(|child| child.file_name().is_some_and(|file| *file == *name || glob.is_match(file))).collect()
            }
            other => found.into_iter().map(|folder| folder.join(other)).collect(),
        };
        // Several `**` reach a folder many times.
        found.sort();
        found.dedup();
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

/// The folders directly in `folder`, hidden ones left out.
fn folders_in(folder: &Path, budget: &mut usize) -> Vec<PathBuf> {
    if *budget == 0 {
        return Vec::new();
    }
    *budget -= 1;
    #[cfg(test)]
    LISTED.set(LISTED.get() + 1);
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let visible = entries.filter_map(Result::ok).filter(|entry| !entry.file_name().as_encoded_bytes().starts_with(b"."));
    // The file type from the listing saves a system call per file, except for links.
    let folders = visible.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir() || (kind.is_symlink() && entry.path().is_dir())));
    folders.map(|entry| entry.path()).collect()
}
