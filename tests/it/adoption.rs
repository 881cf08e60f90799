//! Adopting the linter in code with many findings: baselines, changed lines, suppressions, in real repositories.

use crate::support;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const MANIFEST: &str = "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\ntokio = \"1\"\n";

/// Two findings: one in a handler, one through a helper.
const MAIN: &str = "\
mod store;

async fn direct() {
    std::thread::sleep(std::time::Duration::from_secs(1));
}

async fn through() {
    store::load();
}
";

const STORE: &str = "\
pub fn load() -> String {
    std::fs::read_to_string(\"x\").unwrap_or_default()
}
";

fn git(folder: &Path, args: &[&str]) {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["-c", "user.name=t", "-c", "user.email=t@localhost", "-c", "commit.gpgsign=false"]).args(args);
    let output = command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null").output().expect("git runs");
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A package in a repository, all committed.
fn repository() -> TempDir {
    let folder = support::folder();
    support::write(folder.path(), &[("Cargo.toml", MANIFEST), ("src/lib.rs", MAIN), ("src/store.rs", STORE)]);
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-qm", "first"]);
    folder
}

fn tool(folder: &Path, args: &[&str]) -> Output {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut command = support::tool(folder);
    command.args(args).env("PATH", path).env("CARGO_HOME", folder.join("home"));
    command.output().expect("it runs")
}

/// The exit code, the findings in the concise format, and stderr.
fn check(folder: &Path, args: &[&str]) -> (Option<i32>, Vec<String>, String) {
    let output = tool(folder, &[&["check", "--format", "concise"], args].concat());
    let lines = String::from_utf8(output.stdout).expect("it is UTF-8").lines().map(str::to_owned).collect();
    (output.status.code(), lines, String::from_utf8(output.stderr).expect("it is UTF-8"))
}

/// Where the findings are: `file:line lint`.
fn places(lines: &[String]) -> Vec<String> {
    let place = |line: &String| {
        let mut parts = line.splitn(3, ':');
        let (path, number) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let lint = line.split(['[', ']']).nth(1).unwrap_or_default();
        format!("{path}:{number} {lint}")
    };
    lines.iter().map(place).collect()
}

fn edit(folder: &Path, file: &str, from: &str, to: &str) {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).expect("it can be read");
    assert!(text.contains(from), "{file} has no `{from}`");
    fs::write(path, text.replace(from, to)).expect("it can be written");
}

#[test]
fn a_baseline_hides_what_was_there_and_nothing_else() {
    let folder = repository();
    let at = folder.path();
    assert_eq!(check(at, &[]).0, Some(1));
    let (code, lines, said) = check(at, &["--write-baseline"]);
    assert_eq!((code, lines.len(), said.as_str()), (Some(0), 0, "wrote 2 findings to async-lint-baseline.toml\n"));
    let written = fs::read_to_string(at.join("async-lint-baseline.toml")).expect("it was written");
    insta::assert_snapshot!(written);
    assert_eq!(check(at, &[]), (Some(0), Vec::new(), String::new()));
    // Lines move, and another file grows: nothing is new.
    edit(at, "src/lib.rs", "mod store;\n", "mod store;\n\n\n// Moved.\n");
    assert_eq!(check(at, &["src"]), (Some(0), Vec::new(), String::new()));
    // In another folder the same baseline applies.
    assert_eq!(check(&at.join("src"), &[]).0, Some(0));
    // One more of a kind is new, and so is one in another fn.
    edit(at, "src/lib.rs", "async fn through() {\n    store::load();", "async fn through() {\n    store::load();\n    store::load();");
    edit(at, "src/store.rs", "pub fn load", "pub async fn more() {\n    load();\n}\n\npub fn load");
    let (code, lines, _) = check(at, &[]);
    assert_eq!(
        (code, places(&lines)),
        (Some(1), vec!["src/lib.rs:12 blocking-file".to_owned(), "src/store.rs:2 blocking-file".to_owned()])
    );
    assert_eq!(check(at, &["--no-baseline"]).1.len(), 4);
    // A baseline that is written again has all findings, in the same order.
    check(at, &["--write-baseline"]);
    let again = fs::read_to_string(at.join("async-lint-baseline.toml")).expect("it was written");
    check(at, &["--write-baseline"]);
    assert_eq!(again, fs::read_to_string(at.join("async-lint-baseline.toml")).expect("it was written"));
    assert_eq!(again.matches("count = 2").count(), 1);
}

#[test]
fn a_baseline_only_gets_shorter() {
    let folder = repository();
    let at = folder.path();
    check(at, &["--write-baseline"]);
    edit(at, "src/store.rs", "std::fs::read_to_string(\"x\").unwrap_or_default()", "String::new()");
    let (code, _, said) = check(at, &[]);
    assert_eq!(code, Some(0));
    assert!(
        said.starts_with("note: 1 finding in the baseline no longer found") && said.contains("src/lib.rs: 1 × blocking-file in `through`"),
        "{said}"
    );
    let (code, _, said) = check(at, &["--baseline-strict", "--quiet"]);
    assert!(code == Some(1) && said.starts_with("error: "), "{said}");
    // A run that does not look for a finding does not report its entry as stale.
    for narrow in
        [&["--select", "blocking-sleep"][..], &["--min-level", "deny"], &["--no-deps"], &["src/store.rs"], &["-A", "blocking-file"]]
    {
        let (code, _, said) = check(at, &[&["--baseline-strict"], narrow].concat());
        assert_eq!((code, said.as_str()), (Some(0), ""), "{narrow:?}");
    }
    let (code, _, said) = check(at, &["--prune-baseline"]);
    assert_eq!((code, said.as_str()), (Some(0), "removed 1 finding from the baseline\n"));
    assert_eq!(check(at, &["--baseline-strict"]), (Some(0), Vec::new(), String::new()));
    // The entries of a deleted file are stale.
    fs::write(at.join("src/lib.rs"), "").expect("written");
    assert_eq!(check(at, &["--baseline-strict"]).0, Some(1));
}

#[test]
fn a_part_of_the_tree_renews_its_part_of_the_baseline() {
    let folder = repository();
    let at = folder.path();
    check(at, &["--write-baseline"]);
    edit(at, "src/store.rs", "pub fn load", "pub async fn more() {\n    load();\n}\n\npub fn load");
    check(at, &["--write-baseline", "src/store.rs"]);
    assert_eq!(check(at, &[]), (Some(0), Vec::new(), String::new()));
    let written = fs::read_to_string(at.join("async-lint-baseline.toml")).expect("it was written");
    assert_eq!(written.matches("[[finding]]").count(), 3, "{written}");
}

#[test]
fn a_broken_baseline_is_shown_where_it_is_broken() {
    let folder = repository();
    let at = folder.path();
    for (text, said) in [
        ("version = 1\n[[finding]]\nlint = \"x\"\npath = \"a\"\ncount = \"\x1b[2J\"\n", "invalid basic string"),
        ("version = 9\n", "only version 1 is supported"),
        ("<<<<<<< HEAD\n", "error"),
    ] {
        fs::write(at.join("async-lint-baseline.toml"), text).expect("written");
        let (code, lines, err) = check(at, &[]);
        assert_eq!((code, lines.len()), (Some(2), 0), "{err}");
        assert!(err.contains(said) && err.contains("async-lint-baseline.toml:") && !err.contains('\x1b'), "{err}");
    }
    // Paths in it are compared, never opened.
    let text = "version = 1\n[[finding]]\nlint = \"blocking-file\"\npath = \"../../../../etc/passwd\"\ncount = 99\n";
    fs::write(at.join("async-lint-baseline.toml"), text).expect("written");
    assert_eq!(check(at, &[]).0, Some(1));
    assert_eq!(check(at, &["--baseline", "none.toml"]).0, Some(2));
}

#[test]
fn changed_lines_and_what_leads_through_them_are_reported() {
    let folder = repository();
    let at = folder.path();
    assert_eq!(check(at, &["--changed"]), (Some(0), Vec::new(), String::new()));
    // The helper changes; the async code that calls it does not.
    edit(at, "src/store.rs", "read_to_string(\"x\")", "read_to_string(\"y\")");
    let (code, lines, _) = check(at, &["--changed"]);
    assert_eq!((code, places(&lines)), (Some(1), vec!["src/lib.rs:8 blocking-file".to_owned()]));
    assert_eq!(places(&check(&at.join("src"), &["--changed"]).1), ["lib.rs:8 blocking-file"]);
    git(at, &["commit", "-qam", "second"]);
    assert_eq!(check(at, &["--changed"]).1.len(), 0);
    assert_eq!(places(&check(at, &["--changed=HEAD~1"]).1), ["src/lib.rs:8 blocking-file"]);
    // An untracked file counts for the working tree.
    support::write(
        at,
        &[("src/bin/new.rs", "async fn f() {\n    std::thread::sleep(std::time::Duration::from_secs(1));\n}\nfn main() {}\n")],
    );
    assert_eq!(places(&check(at, &["--changed"]).1), ["src/bin/new.rs:2 blocking-sleep"]);
    let (code, _, said) = check(at, &["--changed=--output=/tmp/x"]);
    assert!(code == Some(2) && said.contains("git knows no commit"), "{said}");
    let outside = support::folder();
    assert_eq!(check(outside.path(), &["--changed"]).0, Some(2));
}

#[test]
fn what_changed_is_fixed_and_nothing_else() {
    let folder = repository();
    let at = folder.path();
    support::write(at, &[("src/two.rs", "async fn old() {\n    std::thread::sleep(std::time::Duration::from_secs(1));\n}\n")]);
    edit(at, "src/lib.rs", "mod store;\n", "mod store;\nmod two;\n");
    git(at, &["add", "."]);
    git(at, &["commit", "-qm", "second"]);
    edit(
        at,
        "src/two.rs",
        "async fn old",
        "async fn new() {\n    std::thread::sleep(std::time::Duration::from_secs(1));\n}\n\nasync fn old",
    );
    let output = tool(at, &["check", "--changed", "--fix", "--allow-dirty", "--no-format"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("fixed 1 finding in "), "{said}");
    let text = fs::read_to_string(at.join("src/two.rs")).expect("it can be read");
    assert_eq!((text.matches("tokio::time::sleep").count(), text.matches("std::thread::sleep").count()), (1, 1), "{text}");
}

#[test]
fn the_hook_lints_what_is_staged_and_reports_what_it_brings() {
    let folder = repository();
    let at = folder.path();
    let hook = &["--staged", "--quiet"];
    assert_eq!(check(at, hook).0, Some(0));
    // A staged sync helper that now blocks, in a package whose async code is not staged.
    edit(at, "src/store.rs", "pub fn load", "pub fn quick() {}\n\npub fn load");
    edit(at, "src/lib.rs", "    store::load();", "    store::load();\n    store::quick();");
    git(at, &["commit", "-qam", "second"]);
    edit(at, "src/store.rs", "pub fn quick() {}", "pub fn quick() { std::thread::sleep(std::time::Duration::from_secs(1)) }");
    git(at, &["add", "src/store.rs"]);
    let (code, lines, _) = check(at, hook);
    assert_eq!((code, places(&lines)), (Some(1), vec!["src/lib.rs:9 blocking-sleep".to_owned()]));
    // Unstaged changes in the working tree do not count.
    edit(at, "src/store.rs", "{ std::thread::sleep(std::time::Duration::from_secs(1)) }", "{}");
    edit(at, "src/lib.rs", "store::load();", "store::load(); std::thread::sleep(std::time::Duration::from_secs(1));");
    assert_eq!(check(at, hook).1, lines);
    git(at, &["add", "src/store.rs"]);
    assert_eq!(check(at, hook).0, Some(0));
}

#[test]
fn a_commit_of_named_files_is_judged_by_its_own_index() {
    let folder = repository();
    let at = folder.path();
    // Of another length: git may treat a file with the same length and time stamp as unchanged.
    edit(at, "src/store.rs", "read_to_string(\"x\")", "read_to_string(\"another\")");
    let index = at.join(".git/other-index");
    fs::copy(at.join(".git/index"), &index).expect("copied");
    let added =
        Command::new("git").arg("-C").arg(at).args(["add", "src/store.rs"]).env("GIT_INDEX_FILE", &index).status().expect("git runs");
    assert!(added.success());
    assert_eq!(check(at, &["--staged"]).0, Some(0), "the repository's own index has nothing");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut command = support::tool(at);
    command.args(["check", "--staged"]).env("PATH", path).env("GIT_INDEX_FILE", ".git/other-index");
    assert_eq!(command.output().expect("it runs").status.code(), Some(1));
}

/// git ignores the repository of another user, as in a container with a mounted folder: the message says why, and how to trust it.
#[test]
fn a_repository_of_another_user_is_an_error_with_a_remedy() {
    let folder = repository();
    let settings = ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"].map(|name| (name, "/dev/null"));
    let output = support::tool(folder.path())
        .args(["check", "--changed"])
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .envs(settings)
        .env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("dubious ownership") && said.contains("git config --global --add safe.directory"), "{said}");
}

#[test]
fn a_change_of_manifest_or_configuration_is_to_blame_for_what_it_brings() {
    let folder = repository();
    let at = folder.path();
    // Nothing but the configuration changes.
    support::write(at, &[("async-lint.toml", "nonblocking = [\"crate::store::load\"]\n[levels]\nblocking-sleep = \"allow\"\n")]);
    git(at, &["add", "."]);
    git(at, &["commit", "-qm", "second"]);
    assert_eq!(check(at, &[]).0, Some(0));
    edit(at, "async-lint.toml", "[levels]\nblocking-sleep = \"allow\"\n", "");
    git(at, &["add", "."]);
    assert_eq!(places(&check(at, &["--staged"]).1), ["src/lib.rs:4 blocking-sleep"]);
    git(at, &["commit", "-qm", "third"]);
    // A changed manifest without effect on the findings adds none.
    edit(at, "Cargo.toml", "0.1.0", "0.2.0");
    git(at, &["add", "."]);
    assert_eq!(check(at, &["--staged"]).0, Some(0));
}

#[test]
fn the_hook_is_run_for_manifests_and_configurations_too() {
    let text = fs::read_to_string(support::root().join(".pre-commit-hooks.yaml")).expect("there is a hook");
    let files = text.lines().find_map(|line| line.trim().strip_prefix("files: ")).expect("it says for which files").trim_matches('\'');
    assert_eq!(files, r"(\.rs|(^|/)Cargo\.toml|(^|/)async-lint\.toml)$");
    assert!(text.contains("pass_filenames: false") && text.contains("--staged"));
}

#[test]
fn a_suppression_is_written_above_every_line_and_silences_it() {
    let folder = repository();
    let at = folder.path();
    let tricky = "async fn f() {\n    let text = \"first\n    second\".to_owned() + &std::fs::read_to_string(\"x\").unwrap_or_default();\n    drop(text);\n}\n";
    support::write(at, &[("src/tricky.rs", tricky)]);
    edit(at, "src/lib.rs", "mod store;\n", "mod store;\nmod tricky;\n");
    git(at, &["add", "."]);
    git(at, &["commit", "-qm", "second"]);
    let output = tool(at, &["check", "--suppress", "it is known", "--diff"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("+    // async-lint: allow(blocking-sleep) it is known"));
    let output = tool(at, &["check", "--suppress", "it is known", "--format", "concise"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("suppressed 2 findings in 1 file"), "{said}");
    let text = fs::read_to_string(at.join("src/lib.rs")).expect("it can be read");
    assert!(text.contains("    // async-lint: allow(blocking-sleep) it is known\n    std::thread::sleep"), "{text}");
    // No comment can be inserted inside a string: the finding stays, and the file is unchanged.
    assert_eq!(fs::read_to_string(at.join("src/tricky.rs")).expect("it can be read"), tricky);
    assert_eq!(places(&check(at, &[]).1), ["src/tricky.rs:3 blocking-file"]);
    for bad in ["", "  ", "two\nlines"] {
        assert_eq!(tool(at, &["check", "--suppress", bad]).status.code(), Some(2));
    }
}

#[test]
fn a_suppression_that_nothing_needs_goes_with_fix() {
    let folder = repository();
    let at = folder.path();
    check(at, &["--suppress", "it is known"]);
    edit(at, "src/store.rs", "std::fs::read_to_string(\"x\").unwrap_or_default()", "String::new()");
    git(at, &["commit", "-qam", "second"]);
    assert_eq!(places(&check(at, &[]).1), ["src/lib.rs:9 unused-suppression"]);
    let output = tool(at, &["check", "--fix"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(0) && said.contains("fixed 1 finding in 1 file"), "{said}");
    let text = fs::read_to_string(at.join("src/lib.rs")).expect("it can be read");
    assert_eq!(text.matches("async-lint: allow").count(), 1, "{text}");
    assert!(text.contains("async fn through() {\n    store::load();\n}"), "{text}");
}

#[test]
fn levels_and_limits_of_the_command_line_decide() {
    let folder = repository();
    let at = folder.path();
    let levels = |args: &[&str]| {
        let level = |line: &String| line.split(' ').nth(1).unwrap_or_default().split('[').next().unwrap_or_default().to_owned();
        check(at, args).1.iter().map(level).collect::<Vec<_>>()
    };
    assert_eq!(levels(&[]), ["warning", "warning"]);
    assert_eq!(levels(&["-D", "blocking"]), ["error", "error"]);
    assert_eq!(levels(&["-A", "all", "-D", "blocking-sleep"]), ["error"]);
    assert_eq!(levels(&["-Dblocking-sleep", "-Ablocking-file"]), ["error"]);
    support::write(at, &[("async-lint.toml", "ignore = [\"blocking-sleep\"]\n[levels]\nblocking-file = \"deny\"\n")]);
    assert_eq!(levels(&[]), ["error"]);
    assert_eq!(levels(&["-W", "blocking-sleep,blocking-file"]), ["warning", "warning"]);
    fs::remove_file(at.join("async-lint.toml")).expect("removed");
    assert_eq!(check(at, &["-D", "no-such-lint"]).0, Some(2));
    for (most, code) in [("0", 1), ("1", 1), ("2", 0), ("99", 0)] {
        assert_eq!(check(at, &["--max-warnings", most]).0, Some(code), "{most}");
    }
    assert_eq!(check(at, &["--max-warnings", "99", "-D", "blocking-sleep"]).0, Some(1));
    assert_eq!(places(&check(at, &["--exclude", "src/lib.rs"]).1), Vec::<String>::new());
    assert_eq!(check(at, &["--exclude", "["]).0, Some(2));
    assert_eq!(check(at, &["--min-confidence", "certain"]).1.len(), 2);
}

#[test]
fn packages_are_chosen_by_name() {
    let folder = support::folder();
    let at = folder.path();
    let member =
        |name: &str| format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\ntokio = \"1\"\n");
    let code = "async fn f() {\n    std::thread::sleep(std::time::Duration::from_secs(1));\n}\n";
    support::write(
        at,
        &[
            ("Cargo.toml", &format!("{}[workspace]\nmembers = [\"crates/*\"]\n", member("top"))),
            ("src/lib.rs", code),
            ("crates/a/Cargo.toml", &member("shop-a")),
            ("crates/a/src/lib.rs", code),
            ("crates/b/Cargo.toml", &member("shop-b")),
            ("crates/b/src/lib.rs", code),
            ("src/sub/more.rs", code),
        ],
    );
    let found = |folder: &Path, args: &[&str]| {
        places(&check(folder, args).1).iter().map(|place| place.split(':').next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found(at, &["-p", "shop-a"]), ["crates/a/src/lib.rs"]);
    assert_eq!(found(at, &["-p", "shop-*"]), ["crates/a/src/lib.rs", "crates/b/src/lib.rs"]);
    assert_eq!(found(at, &["-p", "top"]), ["src/lib.rs", "src/sub/more.rs"]);
    assert_eq!(found(at, &["--workspace"]).len(), 4);
    assert_eq!(found(&at.join("crates/a"), &["--workspace"]).len(), 4);
    assert_eq!(found(&at.join("src"), &["--manifest-path", "../crates/b/Cargo.toml"]).len(), 1);
    let (code, _, said) = check(at, &["-p", "shop-c"]);
    assert!(code == Some(2) && said.contains("did you mean `shop-"), "{said}");
    assert_eq!(check(at, &["--manifest-path", "src/lib.rs"]).0, Some(2));
}

#[test]
fn a_text_from_standard_input_stands_for_its_file() {
    let folder = repository();
    let at = folder.path();
    let lint = |args: &[&str], text: &[u8]| {
        let mut command = support::tool(at);
        command.args(["check", "--format", "concise"]).args(args);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
        std::io::Write::write_all(&mut child.stdin.take().expect("it is piped"), text).expect("it listens");
        let output = child.wait_with_output().expect("it ends");
        let lines: Vec<String> = String::from_utf8(output.stdout).expect("it is UTF-8").lines().map(str::to_owned).collect();
        (output.status.code(), places(&lines))
    };
    let unsaved = MAIN.replace("async fn direct() {", "async fn direct() {\n    store::load();");
    let expected = ["src/lib.rs:4 blocking-file", "src/lib.rs:5 blocking-sleep", "src/lib.rs:9 blocking-file"].map(str::to_owned).to_vec();
    assert_eq!(lint(&["--stdin-filename", "src/lib.rs", "-"], unsaved.as_bytes()), (Some(1), expected.clone()));
    assert_eq!(lint(&["--stdin-filename", "src/lib.rs"], unsaved.as_bytes()), (Some(1), expected));
    let new = b"async fn f() { std::thread::sleep(std::time::Duration::from_secs(1)); }";
    assert_eq!(lint(&["--stdin-filename", "src/new.rs"], new), (Some(1), vec!["src/new.rs:1 blocking-sleep".to_owned()]));
    assert_eq!(lint(&["--stdin-filename", "src/lib.rs"], b"\xff").0, Some(2));
    assert_eq!(lint(&["-"], b"").0, Some(2));
}

#[test]
fn a_path_without_rust_files_is_said() {
    let folder = repository();
    let at = folder.path();
    fs::create_dir(at.join("empty")).expect("made");
    let (code, _, said) = check(at, &["src/store.rs", "empty"]);
    assert_eq!((code, said.as_str()), (Some(0), "note: there is no Rust file to lint in `empty`\n"));
    assert_eq!(check(at, &["--quiet", "empty"]).2, "");
}
