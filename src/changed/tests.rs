//! Patches as git writes them, and changes in a real repository.

use super::patch::changed_lines;
use super::*;
use proptest::prelude::*;
use std::fs;
use std::process::Command;

fn git(folder: &Path, args: &[&str]) {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["-c", "user.name=t", "-c", "user.email=t@localhost", "-c", "commit.gpgsign=false"]).args(args);
    let output = command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null").output().expect("git runs");
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A repository with the files `old.rs` and `größe "x".rs` committed.
fn repository() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().canonicalize().expect("it exists");
    git(&root, &["init", "-q", "-b", "trunk"]);
    fs::write(root.join("old.rs"), "one\ntwo\nthree\nfour\nfive\n").expect("written");
    fs::write(root.join("größe \"x\".rs"), "one\n").expect("written");
    git(&root, &["add", "."]);
    git(&root, &["commit", "-qm", "first"]);
    (folder, root)
}

fn some(ranges: &[RangeInclusive<u32>]) -> Lines {
    Lines::Some(ranges.to_vec())
}

#[test]
fn the_working_tree_is_compared_with_the_last_commit() {
    let (_folder, root) = repository();
    fs::write(root.join("old.rs"), "one\nTWO\nthree\nfive\nsix\n").expect("written");
    fs::write(root.join("größe \"x\".rs"), "one\nand\n").expect("written");
    fs::write(root.join("new.rs"), "one\n").expect("written");
    let changes = ask(&root, &Since::Head).expect("git answers");
    assert_eq!(changes.lines[&root.join("old.rs")], some(&[2..=2, 3..=4, 5..=5]), "beside a line that is gone its neighbours count");
    assert_eq!(changes.lines[&root.join("größe \"x\".rs")], some(&[2..=2]));
    assert_eq!(changes.lines[&root.join("new.rs")], Lines::All);
    assert_eq!(changes.lines.len(), 3);
}

#[test]
fn only_what_is_staged_counts_for_staged() {
    let (_folder, root) = repository();
    fs::write(root.join("old.rs"), "ONE\ntwo\nthree\nfour\nfive\n").expect("written");
    git(&root, &["add", "old.rs"]);
    fs::write(root.join("old.rs"), "zero\nONE\ntwo\nthree\nfour\nFIVE\n").expect("written");
    fs::write(root.join("new.rs"), "one\n").expect("written");
    let changes = ask(&root, &Since::Staged(None)).expect("git answers");
    assert_eq!(changes.lines, BTreeMap::from([(root.join("old.rs"), some(&[1..=1]))]));
    assert_eq!(changes.texts, BTreeMap::from([(root.join("old.rs"), Arc::from("ONE\ntwo\nthree\nfour\nfive\n"))]));
}

#[test]
fn a_branch_is_compared_from_where_it_left() {
    let (_folder, root) = repository();
    git(&root, &["checkout", "-qb", "feature"]);
    fs::write(root.join("new.rs"), "one\n").expect("written");
    git(&root, &["add", "."]);
    git(&root, &["commit", "-qm", "second"]);
    git(&root, &["checkout", "-q", "trunk"]);
    fs::write(root.join("old.rs"), "changed\n").expect("written");
    git(&root, &["commit", "-qam", "third"]);
    git(&root, &["checkout", "-q", "feature"]);
    let changes = ask(&root, &Since::Commit("trunk".into())).expect("git answers");
    assert_eq!(changes.lines, BTreeMap::from([(root.join("new.rs"), Lines::All)]));
}

#[test]
fn before_the_first_commit_everything_is_new() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().canonicalize().expect("it exists");
    git(&root, &["init", "-q"]);
    fs::write(root.join("a.rs"), "one\n").expect("written");
    git(&root, &["add", "."]);
    for since in [Since::Head, Since::Staged(None)] {
        assert_eq!(ask(&root, &since).expect("git answers").lines, BTreeMap::from([(root.join("a.rs"), Lines::All)]));
    }
}

#[test]
fn odd_names_of_commits_are_no_options() {
    let (_folder, root) = repository();
    for name in ["--output=/tmp/x", "-h", "no such", "", "trunk:old.rs", "--all"] {
        let said = ask(&root, &Since::Commit(name.to_owned())).expect_err("there is no such commit");
        assert!(said.starts_with("git knows no commit"), "{said}");
    }
    let outside = tempfile::tempdir().expect("a temporary folder");
    assert!(ask(outside.path(), &Since::Head).is_err());
}

#[test]
fn settings_of_before_are_known() {
    let (_folder, root) = repository();
    fs::write(root.join("Cargo.toml"), "[package]\n").expect("written");
    git(&root, &["add", "."]);
    git(&root, &["commit", "-qm", "second"]);
    fs::write(root.join("Cargo.toml"), "[package]\nname = \"x\"\n").expect("written");
    fs::write(root.join("async-lint.toml"), "").expect("written");
    git(&root, &["add", "."]);
    let changes = ask(&root, &Since::Staged(None)).expect("git answers");
    let expected = [(root.join("Cargo.toml"), Arc::from("[package]\n")), (root.join("async-lint.toml"), Arc::from(""))];
    assert_eq!(changes.settings, BTreeMap::from(expected));
}

#[cfg(unix)]
#[test]
fn nothing_that_the_repository_names_is_run() {
    let (_folder, root) = repository();
    let ran = root.join("ran");
    let script = root.join("evil.sh");
    fs::write(&script, format!("#!/bin/sh\ntouch '{}'\ncat\n", ran.display())).expect("written");
    fs::set_permissions(&script, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("made executable");
    let program = script.to_str().expect("it is UTF-8");
    for (key, value) in [
        ("core.fsmonitor", program),
        ("diff.external", program),
        ("diff.evil.textconv", program),
        ("diff.evil.command", program),
        ("filter.evil.clean", program),
        ("filter.evil.smudge", program),
        ("core.pager", program),
    ] {
        git(&root, &["config", key, value]);
    }
    fs::write(root.join(".gitattributes"), "*.rs diff=evil filter=evil\n").expect("written");
    fs::write(root.join("old.rs"), "one\ntwo\n").expect("written");
    for since in [Since::Head, Since::Staged(None), Since::Commit("HEAD".into())] {
        ask(&root, &since).expect("git answers");
    }
    assert!(!ran.exists());
}

#[test]
fn lines_move_with_edits() {
    let lines = some(&[2..=2, 4..=4]);
    assert_eq!(lines.moved("a\nb\nc\nd\n", "new\na\nb\nc\nd\n"), some(&[1..=1, 3..=3, 5..=5]));
    assert_eq!(lines.moved("a\nb\nc\nd\n", "a\nc\nd\n"), some(&[3..=3]));
    assert_eq!(Lines::All.moved("a", "b"), Lines::All);
}

proptest! {
    #[test]
    fn no_answer_breaks_the_reader(patch in "(diff --git |new file mode |\\+\\+\\+ |@@ |b/|\"|\\\\|[-+0-9,]|\\PC|\n){0,60}") {
        let _ = changed_lines(patch.as_bytes());
    }
}
