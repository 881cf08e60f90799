use super::*;
use std::fs;
use std::process::Command;

fn git(folder: &Path, args: &[&str]) {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["-c", "user.name=t", "-c", "user.email=t@localhost", "-c", "commit.gpgsign=false"]).args(args);
    let output = command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null").output().expect("git runs");
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A repository with `src/a.rs` and `b.rs` committed.
fn repository() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().canonicalize().expect("it exists");
    fs::create_dir(root.join("src")).expect("made");
    fs::write(root.join("src/a.rs"), "fn a() {}\n").expect("written");
    fs::write(root.join("b.rs"), "fn b() {}\n").expect("written");
    git(&root, &["init", "-q"]);
    git(&root, &["add", "."]);
    git(&root, &["commit", "-qm", "first"]);
    (folder, root)
}

fn ask(root: &Path, allowed: AllowedChanges) -> Result<(), Unsafe> {
    check(&[&root.join("src/a.rs")], allowed, NoVcs::Refuse)
}

#[test]
fn a_clean_repository_may_be_written_to() {
    let (_folder, root) = repository();
    assert_eq!(ask(&root, AllowedChanges::Refuse), Ok(()));
    fs::write(root.join("notes.txt"), "unknown to git, and not touched").expect("written");
    assert_eq!(ask(&root, AllowedChanges::Refuse), Ok(()));
}

#[test]
fn a_change_anywhere_in_the_repository_stops_it() {
    let (_folder, root) = repository();
    fs::write(root.join("b.rs"), "fn b() { 1 }\n").expect("written");
    assert_eq!(ask(&root, AllowedChanges::Refuse), Err(Unsafe::Dirty(vec!["b.rs".to_owned()])));
    assert_eq!(ask(&root, AllowedChanges::Staged), Err(Unsafe::Dirty(vec!["b.rs".to_owned()])));
    assert_eq!(ask(&root, AllowedChanges::Any), Ok(()));
    git(&root, &["add", "b.rs"]);
    assert_eq!(ask(&root, AllowedChanges::Refuse), Err(Unsafe::Dirty(vec!["b.rs".to_owned()])));
    assert_eq!(ask(&root, AllowedChanges::Staged), Ok(()));
    fs::remove_file(root.join("b.rs")).expect("removed");
    assert_eq!(ask(&root, AllowedChanges::Staged), Err(Unsafe::Dirty(vec!["b.rs".to_owned()])));
}

#[test]
fn a_file_that_git_does_not_know_could_not_be_restored() {
    let (_folder, root) = repository();
    fs::write(root.join("src/größe.rs"), "fn c() {}\n").expect("written");
    let new = root.join("src/größe.rs");
    assert_eq!(check(&[&new], AllowedChanges::Refuse, NoVcs::Refuse), Err(Unsafe::Untracked(vec!["src/größe.rs".to_owned()])));
    git(&root, &["add", "."]);
    assert_eq!(check(&[&new], AllowedChanges::Staged, NoVcs::Refuse), Ok(()));
}

#[test]
fn without_version_control_only_if_allowed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("a.rs");
    fs::write(&file, "").expect("written");
    assert_eq!(check(&[&file], AllowedChanges::Any, NoVcs::Refuse), Err(Unsafe::NoVcs(file.clone())));
    assert_eq!(check(&[&file], AllowedChanges::Refuse, NoVcs::Allow), Ok(()));
    fs::create_dir(folder.path().join(".jj")).expect("made");
    assert_eq!(check(&[&file], AllowedChanges::Refuse, NoVcs::Refuse), Ok(()), "another system is there, and not asked");
}

#[test]
fn what_git_cannot_read_is_not_clean() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join(".git"), "gitdir: nowhere\n").expect("written");
    let result = check(&[&folder.path().join("a.rs")], AllowedChanges::Staged, NoVcs::Allow);
    assert!(matches!(result, Err(Unsafe::Unknown { .. })), "{result:?}");
}

/// Every setting that could make `git status` run a program.
#[cfg(unix)]
#[test]
fn nothing_that_the_repository_names_is_run() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, root) = repository();
    let program = root.join(".git/evil");
    let trace = root.join(".git/ran");
    fs::write(&program, format!("#!/bin/sh\necho \"$0 $*\" >> '{}'\ncat\n", trace.display())).expect("written");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("set");
    let evil = program.to_str().expect("it is UTF-8");
    for name in ["post-index-change", "fsmonitor-watchman", "query-watchman", "reference-transaction", "post-checkout"] {
        fs::create_dir_all(root.join("hooks")).expect("made");
        fs::copy(&program, root.join("hooks").join(name)).expect("copied");
    }
    let hooks = root.join("hooks");
    for (key, value) in [
        ("core.fsmonitor", evil),
        ("core.hooksPath", hooks.to_str().expect("it is UTF-8")),
        ("core.pager", evil),
        ("core.sshCommand", evil),
        ("core.editor", evil),
        ("core.askPass", evil),
        ("diff.external", evil),
        ("diff.evil.textconv", evil),
        ("diff.evil.command", evil),
        ("filter.evil.clean", evil),
        ("filter.evil.smudge", evil),
        ("filter.evil.required", "true"),
        ("filter.Long.Name.process", evil),
        ("alias.status", &format!("!{evil}")),
        ("alias.ls-files", &format!("!{evil}")),
        ("credential.helper", evil),
        ("gpg.program", evil),
        ("status.submoduleSummary", "true"),
    ] {
        git(&root, &["config", key, value]);
    }
    fs::write(root.join(".gitattributes"), "*.rs filter=evil diff=evil\nb.rs filter=Long.Name\n").expect("written");
    // Same length, other bytes, a new time: git has to read the file to know whether it has changed.
    fs::write(root.join("src/a.rs"), "fn z() {}\n").expect("written");
    let touched = fs::File::options().write(true).open(root.join("b.rs")).expect("it opens");
    touched.set_modified(std::time::SystemTime::now() + std::time::Duration::from_secs(5)).expect("set");
    // The test works: without our precautions git runs the program.
    let careless = Command::new("git").arg("-C").arg(&root).args(["status", "--porcelain"]).output().expect("git runs");
    assert!(trace.exists(), "git ran nothing: {careless:?}");
    fs::remove_file(&trace).expect("removed");
    let result = ask(&root, AllowedChanges::Refuse);
    assert!(!trace.exists(), "{}", fs::read_to_string(&trace).unwrap_or_default());
    assert_eq!(result, Err(Unsafe::Dirty(vec!["src/a.rs".to_owned()])));
}

#[test]
fn a_filter_with_a_name_that_cannot_be_switched_off_stops_it() {
    let (_folder, root) = repository();
    let mut config = fs::read_to_string(root.join(".git/config")).expect("it is there");
    config.push_str("[filter \"a=b\"]\n\tclean = cat\n");
    fs::write(root.join(".git/config"), config).expect("written");
    assert!(matches!(ask(&root, AllowedChanges::Refuse), Err(Unsafe::Unknown { .. })));
}
