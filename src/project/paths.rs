//! Path arithmetic: making paths absolute, normalizing and displaying them. Knows nothing of manifests; only [`absolute`] reads the disk.

use std::path::{Component, Path, PathBuf};

/// A path for display: relative to `current_dir` if it is below it, else absolute; always with `/`; `.` for the current directory itself.
/// Bytes that are not UTF-8 become U+FFFD. The caller must escape it for the output format.
#[must_use]
pub fn display_path(path: &Path, current_dir: &Path) -> String {
    let shown = path.strip_prefix(current_dir).unwrap_or(path);
    if shown.as_os_str().is_empty() {
        return ".".to_owned();
    }
    let text = shown.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}

/// `path` relative to `base`, with `.` and `..` resolved textually, as cargo does for paths in manifests.
pub(crate) fn join(base: &Path, path: &Path) -> PathBuf {
    normalize(&base.join(path))
}

/// Resolves `.` and `..` textually; `..` at the root is dropped.
pub(crate) fn normalize(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                if !tidy.pop() {
                    tidy.push(component);
                }
            }
            other => tidy.push(other),
        }
    }
    tidy
}

/// A path from the user, absolute and normalized. As in every other tool, `..` after a symbolic link is the parent of the link's target, so
/// the textual result is used only if it is the same file.
pub(crate) fn absolute(path: &Path, current_dir: &Path) -> PathBuf {
    let joined = current_dir.join(path);
    let tidy = normalize(&joined);
    if !path.components().any(|component| component == Component::ParentDir) {
        return tidy;
    }
    match (joined.canonicalize(), tidy.canonicalize()) {
        (Ok(real), Ok(textual)) if real == textual => tidy,
        (Ok(real), _) => real,
        (Err(_), _) => tidy,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn below_the_current_directory_is_relative() {
        assert_eq!(display_path(Path::new("/a/b/src/c.rs"), Path::new("/a/b")), "src/c.rs");
        assert_eq!(display_path(Path::new("/a/b"), Path::new("/a/b")), ".");
    }

    #[test]
    fn elsewhere_is_absolute() {
        assert_eq!(display_path(Path::new("/a/bc/d.rs"), Path::new("/a/b")), "/a/bc/d.rs");
    }

    #[test]
    fn dots_are_resolved() {
        assert_eq!(join(Path::new("/a/b"), Path::new("../c/./d")), Path::new("/a/c/d"));
        assert_eq!(join(Path::new("/a"), Path::new("/x/y/..")), Path::new("/x"));
    }

    #[cfg(unix)]
    #[test]
    fn parent_of_a_symbolic_link_is_that_of_its_target() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let base = folder.path().canonicalize().expect("it exists");
        std::fs::create_dir_all(base.join("real/deep")).expect("created");
        std::os::unix::fs::symlink(base.join("real/deep"), base.join("link")).expect("linked");
        assert_eq!(absolute(Path::new("link/.."), &base), base.join("real"));
        assert_eq!(absolute(Path::new("real/deep/.."), &base), base.join("real"));
    }
}
