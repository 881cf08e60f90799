//! Hostile trees. Nothing may hang, panic, or hide the files beside it.

use super::{Tree, manifest, names, package};
use crate::project::members::{BUDGET, LISTED};
use crate::project::{MAX_FILE_BYTES, read_source};

#[cfg(unix)]
mod unix {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};

    fn pipe(tree: &Tree, path: &str) {
        let made = std::process::Command::new("mkfifo").arg(tree.root.join(path)).status().expect("mkfifo runs");
        assert!(made.success());
    }

    #[test]
    fn links_to_folders_are_not_followed() {
        let tree = Tree::new(&[("src/a.rs", "")]);
        symlink("..", tree.root.join("src/loop")).expect("linked");
        symlink(&tree.root, tree.root.join("src/self")).expect("linked");
        let project = tree.discover(&[]);
        assert_eq!(tree.requested(&project), ["src/a.rs"]);
        assert!(project.problems.is_empty());
    }

    #[test]
    fn links_to_files_are_not_followed() {
        let tree = Tree::new(&[("src/a.rs", ""), ("shared/outside.rs", "")]);
        symlink("a.rs", tree.root.join("src/b.rs")).expect("linked");
        symlink("../shared/outside.rs", tree.root.join("src/c.rs")).expect("linked");
        symlink("d.rs", tree.root.join("src/d.rs")).expect("linked");
        symlink("nowhere.rs", tree.root.join("src/e.rs")).expect("linked");
        let project = tree.discover(&["src"]);
        assert_eq!(tree.requested(&project), ["src/a.rs"]);
        let problems = tree.problems(&project);
        assert_eq!(problems.len(), 3, "{problems:?}");
        assert_eq!(problems[0], "src/c.rs: is a symbolic link that leads out of the folder, and is not followed");
        assert!(problems[1].starts_with("src/d.rs: the symbolic link cannot be followed: "), "{problems:?}");
        assert_eq!(problems[2], "src/e.rs: the symbolic link cannot be followed: no such file or directory");
    }

    #[test]
    fn pipes_in_every_role() {
        let tree = Tree::new(&[("Cargo.toml", &manifest("a", "")), ("src/lib.rs", ""), ("b/x.rs", "")]);
        for path in ["src/pipe.rs", "Cargo.lock", ".gitignore", ".ignore", "b/Cargo.toml", "build.rs"] {
            pipe(&tree, path);
        }
        std::fs::create_dir(tree.root.join(".cargo")).expect("created");
        pipe(&tree, ".cargo/config.toml");
        let project = tree.discover(&[]);
        assert_eq!(tree.requested(&project), ["b/x.rs", "src/lib.rs"]);
        assert_eq!(tree.targets(package(&project, "a")), ["Lib a src/lib.rs E2021"]);
        let sources = crate::project::Sources::new(&project, None);
        assert!(sources.problems().is_empty());
        assert_eq!(
            tree.problems(&project),
            [".gitignore", ".ignore", "Cargo.lock", "b/Cargo.toml", "build.rs", "src/pipe.rs"]
                .map(|path| format!("{path}: is not a regular file"))
        );
        // If it is named explicitly it is reported as well, and the run continues.
        let project = tree.discover(&["src/pipe.rs", "src/lib.rs"]);
        assert_eq!(tree.requested(&project), ["src/lib.rs"]);
        assert_eq!(project.problems.iter().filter(|problem| problem.path.ends_with("src/pipe.rs")).count(), 1);
    }

    #[test]
    fn names_that_are_not_utf8() {
        let tree = Tree::new(&[("Cargo.toml", &manifest("a", "")), ("src/lib.rs", "")]);
        let name = OsStr::from_bytes(b"odd\xff.rs");
        std::fs::write(tree.root.join("src").join(name), "").expect("written");
        std::fs::create_dir_all(tree.root.join("src/bin").join(OsStr::from_bytes(b"\xfe"))).expect("created");
        let project = tree.discover(&[]);
        assert!(project.requested.contains(&tree.root.join("src").join(name)));
        assert_eq!(tree.requested(&project)[1], "src/odd\u{fffd}.rs");
        assert_eq!(names(&tree.discover(&["src"])), ["a"]);
        let loose = Tree::new(&[]);
        std::fs::write(loose.root.join(name), "").expect("written");
        assert_eq!(names(&loose.discover(&[])), ["odd_"]);
    }

    #[test]
    fn folders_that_cannot_be_listed() {
        let tree = Tree::new(&[("src/a.rs", ""), ("locked/b.rs", "")]);
        let locked = tree.root.join("locked");
        std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o000)).expect("locked");
        let is_barred = std::fs::read_dir(&locked).is_err();
        let (project, given) = (tree.discover(&[]), crate::project::discover(&tree.options(&["locked"])));
        std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o755)).expect("unlocked");
        // The superuser may list everything.
        if is_barred {
            assert_eq!(tree.requested(&project), ["src/a.rs"]);
            assert_eq!(tree.problems(&project), ["locked: cannot be read: permission denied"]);
            assert_eq!(given.expect_err("barred").to_string(), "`locked` cannot be read: permission denied");
        } else {
            assert_eq!(tree.requested(&project), ["locked/b.rs", "src/a.rs"]);
        }
    }
}

#[test]
fn manifests_that_are_not_toml() {
    let cases: [&[u8]; 6] = [b"\0\0\0", b"[package]\nname = \"a\0\"", b"\xff\xfe", b"[package]\n", b"[package]\nname = \"\"\n", b"= = ="];
    for bytes in cases {
        let tree = Tree::new(&[("src/lib.rs", ""), ("ok/Cargo.toml", &manifest("ok", "")), ("ok/src/lib.rs", "")]);
        tree.write_bytes("Cargo.toml", bytes);
        let project = tree.discover(&[]);
        assert_eq!(project.requested.len(), 2, "{bytes:?}");
        assert_eq!(tree.requested(&project), ["ok/src/lib.rs", "src/lib.rs"]);
        assert_eq!(project.problems.len(), 1, "{bytes:?}: {:?}", project.problems);
        assert!(names(&project).contains(&"ok"));
    }
}

#[test]
fn an_empty_manifest_is_no_package() {
    let tree = Tree::new(&[("Cargo.toml", ""), ("src/lib.rs", "")]);
    let project = tree.discover(&[]);
    assert_eq!(project.packages.len(), 1);
    assert_eq!(project.packages[0].manifest, None);
}

#[test]
fn deep_and_huge_manifests() {
    let deep = format!("a = {}{}", "[".repeat(100_000), "]".repeat(100_000));
    let huge = format!("# {}", "x".repeat(5 << 20));
    for text in [deep, huge] {
        let tree = Tree::new(&[("Cargo.toml", &text), ("src/lib.rs", "")]);
        let project = tree.discover(&[]);
        assert_eq!(tree.requested(&project), ["src/lib.rs"]);
        assert_eq!(project.problems.len(), 1);
        assert!(project.problems[0].message.len() < 500);
    }
}

#[test]
fn workspaces_that_name_each_other() {
    let tree = Tree::new(&[
        ("Cargo.toml", &manifest("a", "workspace = \"b\"")),
        ("src/lib.rs", ""),
        ("b/Cargo.toml", &manifest("b", "workspace = \"..\"\n[dependencies]\na = { path = \"..\" }")),
        ("b/src/lib.rs", ""),
        (
            "c/Cargo.toml",
            "[workspace]\nmembers = [\"../c\", \".\", \"*/../..\", \"/\", \"**\"]\n[package]\nname = \"c\"\n[dependencies]\nc = { path = \".\" }",
        ),
        ("c/src/lib.rs", ""),
    ]);
    let project = tree.discover(&[]);
    assert_eq!(names(&project), ["a", "c"]);
}

#[test]
fn a_broken_lock_file_is_reported_once() {
    for text in
        ["version = 99\n", "[[package]]\nname = 1", "\0", "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\ndependencies = [\"gone\"]"]
    {
        let tree = Tree::new(&[("Cargo.toml", &manifest("a", "")), ("src/lib.rs", ""), ("Cargo.lock", text)]);
        let project = tree.discover(&[]);
        assert_eq!(names(&project), ["a"]);
        assert_eq!(project.problems.len(), 1, "{text}: {:?}", project.problems);
        assert!(project.problems[0].message.starts_with("broken lock file: "), "{}", project.problems[0].message);
    }
}

#[test]
fn a_giant_source_stays_requested_and_is_refused_when_read() {
    let tree = Tree::new(&[("small.rs", "")]);
    let path = tree.root.join("giant.rs");
    std::fs::File::create(&path).and_then(|file| file.set_len(100 << 20)).expect("sparse file");
    let project = tree.discover(&[]);
    assert_eq!(tree.requested(&project), ["giant.rs", "small.rs"]);
    assert!(read_source(&path, MAX_FILE_BYTES).is_err());
}

#[test]
fn member_patterns_are_bounded() {
    let patterns = vec!["\"/**/**/x\""; 500].join(", ");
    let tree = Tree::new(&[("Cargo.toml", &manifest("a", &format!("[workspace]\nmembers = [{patterns}]"))), ("src/lib.rs", "")]);
    let start = std::time::Instant::now();
    assert_eq!(tree.requested(&tree.discover(&[])), ["src/lib.rs"]);
    // One walk that uses up the budget takes about a second; five hundred would take minutes.
    assert!(start.elapsed().as_secs() < 60);
    let listed = LISTED.get();
    assert!((1..=BUDGET).contains(&listed), "all patterns together listed {listed} folders");
}

#[test]
fn a_giant_ignore_file_is_reported() {
    let tree = Tree::new(&[(".gitignore", &"a?b*[c]\n".repeat(100_000)), ("a.rs", "")]);
    let project = tree.discover(&[]);
    assert_eq!(tree.requested(&project), ["a.rs"]);
    assert_eq!(tree.problems(&project), [".gitignore: is larger than 262144 bytes"]);
}
