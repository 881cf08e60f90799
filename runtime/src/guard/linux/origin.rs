//! Whose code a frame belongs to. Knows where cargo and rustc keep sources; never knows what a fn does.

use std::path::{Path, PathBuf};

use super::table;
use crate::stack::Frame;

/// Whose code it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    /// The standard library.
    Std,
    /// The guard's own.
    Guard,
    /// A crate that is not the user's, by its name in code; empty where it is not known.
    Dependency(String),
    /// The user's own.
    User,
    /// A C function, or one without any information.
    Unknown,
}

impl Origin {
    /// Whether it is the machinery of an async runtime.
    pub(super) fn is_runtime(&self) -> bool {
        matches!(self, Self::Dependency(name) if table::is_runtime(name))
    }

    /// Whether it waits on behalf of its caller: locks and wrappers of system calls.
    pub(super) fn is_primitive(&self) -> bool {
        match self {
            Self::Std | Self::Guard | Self::Unknown => true,
            Self::Dependency(name) => table::is_primitive(name),
            Self::User => false,
        }
    }
}

/// Folders of sources that ship with the compiler.
const STD_FOLDERS: [&str; 5] = ["/rustc/", "/rust/deps/", "/library/std/src/", "/library/core/src/", "/library/alloc/src/"];

/// Whose code a frame is. `root` is the workspace's folder.
pub(super) fn of(frame: &Frame, root: &Path) -> Origin {
    // The folder `guard`.
    let own = Path::new(file!()).ancestors().nth(2).unwrap_or(Path::new(""));
    let crate_name = first_segment(&frame.function);
    let Some(path) = &frame.file else {
        return match crate_name {
            Some("std" | "core" | "alloc") => Origin::Std,
            Some("async_lint_runtime") => Origin::Guard,
            Some(name) => Origin::Dependency(name.to_owned()),
            None => Origin::Unknown,
        };
    };
    let file = path.to_string_lossy().replace('\\', "/");
    if STD_FOLDERS.iter().any(|folder| file.contains(folder)) {
        return Origin::Std;
    }
    if file.contains(&*own.to_string_lossy()) {
        return Origin::Guard;
    }
    if let Some(package) = registry_package(&file) {
        return Origin::Dependency(package);
    }
    // Generated code in `OUT_DIR` belongs to its package, which the path does not tell.
    if file.contains("/target/") && file.contains("/out/") {
        return Origin::Dependency(crate_name.unwrap_or_default().to_owned());
    }
    if path.starts_with(root) || path.is_relative() || crate_name.is_some() {
        return if path.extension().is_some_and(|extension| extension == "rs") { Origin::User } else { Origin::Unknown };
    }
    Origin::Unknown
}

/// The crate of a file that cargo has downloaded or vendored: `…/registry/src/<index>/<name>-<version>/…`.
fn registry_package(file: &str) -> Option<String> {
    let folder = if let Some((_, rest)) = file.split_once("/registry/src/") {
        rest.split('/').nth(1)?
    } else if let Some((_, rest)) = file.split_once("/git/checkouts/") {
        rest.split('/').next()?
    } else {
        file.split_once("/vendor/")?.1.split('/').next()?
    };
    // The version begins after the last hyphen that precedes a digit; a git checkout has a hash there.
    let name = folder.rmatch_indices('-').find(|(at, _)| folder[at + 1..].starts_with(|c: char| c.is_ascii_digit()));
    let name = name.map_or_else(|| folder.rsplit_once('-').map_or(folder, |(name, _)| name), |(at, _)| &folder[..at]);
    Some(name.replace('-', "_"))
}

/// The crate that a demangled path begins with.
fn first_segment(function: &str) -> Option<&str> {
    let path = function.trim_start_matches(['<', '&', '*']).trim_start_matches("dyn ").trim_start_matches("mut ");
    path.split_once("::").map(|(first, _)| first).filter(|first| first.chars().all(|c| c.is_alphanumeric() || c == '_'))
}

/// The folder of the workspace: the nearest one above the package (while cargo runs its tests) or the current directory that has a
/// lock file.
pub(in crate::guard) fn workspace() -> PathBuf {
    let begin = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).or_else(|| std::env::current_dir().ok()).unwrap_or_default();
    let locked = begin.ancestors().find(|folder| folder.join("Cargo.lock").is_file());
    locked.unwrap_or(&begin).to_path_buf()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(function: &str, file: Option<&str>) -> Origin {
        of(&Frame { function: function.to_owned(), file: file.map(PathBuf::from), line: Some(1), column: None }, Path::new("/home/me/app"))
    }

    #[test]
    fn the_folder_decides_and_the_name_only_without_one() {
        assert_eq!(origin("sleep", Some("/rustc/abc/library/std/src/thread/functions.rs")), Origin::Std);
        assert_eq!(origin("poll", Some("/c/registry/src/index-1/tokio-util-0.7.1/src/a.rs")), Origin::Dependency("tokio_util".into()));
        assert_eq!(origin("x", Some("/c/registry/src/index-1/foo-1-2.0.0-rc.1/src/a.rs")), Origin::Dependency("foo_1".into()));
        assert_eq!(origin("x", Some("/c/git/checkouts/dep-abcdef/123/src/a.rs")), Origin::Dependency("dep".into()));
        assert_eq!(origin("handler", Some("/home/me/app/src/main.rs")), Origin::User);
        assert_eq!(origin("other::f", Some("/home/me/other/src/lib.rs")), Origin::User);
        assert_eq!(origin("__read", Some("/build/glibc/sysdeps/read.c")), Origin::Unknown);
        assert_eq!(origin("tokio::x", None), Origin::Dependency("tokio".into()));
        assert_eq!(origin("clock_nanosleep", None), Origin::Unknown);
    }
}
