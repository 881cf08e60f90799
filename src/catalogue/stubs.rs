//! Stub sources: signatures in Rust syntax for code whose source is not available. Their text is not parsed here.

use std::collections::BTreeMap;
use std::sync::Arc;

/// The stubs of one crate: `stubs/<crate>.rs`, or `stubs/<crate>/lib.rs` with its modules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StubFiles {
    /// The crate's name in code.
    pub name: String,
    /// (path relative to the crate's root with `/`, text), sorted by path; the root is `lib.rs`.
    pub files: Vec<(String, Arc<str>)>,
}

/// (crate, path within it) of a stub file, by its name.
pub(super) fn place(file: &str) -> (String, String) {
    let parts: Vec<&str> = file.split('/').collect();
    let below = parts.iter().rposition(|p| *p == "stubs").map_or(parts.len().saturating_sub(1), |i| i + 1);
    match parts.get(below..) {
        Some([krate, rest @ ..]) if !rest.is_empty() => ((*krate).to_owned(), rest.join("/")),
        Some([only]) => (only.strip_suffix(".rs").unwrap_or(only).to_owned(), "lib.rs".to_owned()),
        _ => (file.to_owned(), "lib.rs".to_owned()),
    }
}

/// Groups stub files by crate. A later file replaces an earlier one with the same path: a user's stub wins over ours.
pub(super) fn group<'a>(files: impl Iterator<Item = (&'a str, &'a Arc<str>)>) -> Vec<StubFiles> {
    let mut crates: BTreeMap<String, BTreeMap<String, Arc<str>>> = BTreeMap::new();
    for (file, text) in files {
        let (name, path) = place(file);
        crates.entry(name).or_default().insert(path, Arc::clone(text));
    }
    crates.into_iter().map(|(name, files)| StubFiles { name, files: files.into_iter().collect() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_crates_from_modules() {
        let place = |file: &str| {
            let (krate, path) = place(file);
            format!("{krate} {path}")
        };
        assert_eq!(place("stubs/tokio.rs"), "tokio lib.rs");
        assert_eq!(place("stubs/std/lib.rs"), "std lib.rs");
        assert_eq!(place("my/stubs/std/io/buffered.rs"), "std io/buffered.rs");
        assert_eq!(place("elsewhere/thing.rs"), "thing lib.rs");
    }
}
