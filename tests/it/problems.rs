//! A bad file is reported, and the rest is linted; exit codes distinguish findings from failures.

use crate::support;
use std::path::Path;

/// A file with one finding, which must be reported beside the bad files.
const GOOD: &str = "async fn good() {\n    std::thread::sleep(d);\n}\n";
const GOOD_LINE: &str = "good.rs:2:5: warning[blocking-sleep] `std::thread::sleep` blocks the async worker thread\n";

/// The exit code and output of `check --format concise` on `folder`.
fn check(folder: &Path) -> (Option<i32>, String) {
    let output = support::tool(folder).args(["check", "--format", "concise"]).output().expect("it runs");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    (output.status.code(), String::from_utf8(output.stdout).expect("it is UTF-8"))
}

/// Lints a bad file beside a good one; returns the output about the bad one.
fn beside_a_good_one(bad: &[u8]) -> String {
    let folder = support::folder();
    support::write(folder.path(), &[("good.rs", GOOD)]);
    std::fs::write(folder.path().join("bad.rs"), bad).expect("it can be written");
    let (code, said) = check(folder.path());
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains(GOOD_LINE), "{said}");
    said.replace(GOOD_LINE, "")
}

#[test]
fn exit_codes_tell_clean_from_findings_from_failure() {
    let folder = support::folder();
    let code = |args: &[&str]| support::tool(folder.path()).args(args).output().expect("it runs").status.code();
    support::write(folder.path(), &[("a.rs", "async fn f() {}\n")]);
    assert_eq!(code(&["check"]), Some(0));
    support::write(folder.path(), &[("b.rs", "async fn f(p: &std::path::Path) { p.exists(); }\n")]);
    assert_eq!(code(&["check"]), Some(0), "notes alone are no failure");
    support::write(folder.path(), &[("c.rs", GOOD)]);
    assert_eq!(code(&["check"]), Some(1));
    assert_eq!(code(&["check", "a.rs"]), Some(0), "only what was asked for");
    assert_eq!(code(&["check", "--exit-zero"]), Some(0));
    assert_eq!(code(&["check", "--ignore", "blocking-sleep"]), Some(0));
    assert_eq!(code(&["check", "none.rs"]), Some(2));
    assert_eq!(code(&["check", "--select", "none"]), Some(2));
}

#[test]
fn a_syntax_error() {
    let said = beside_a_good_one(b"fn f( {}\n");
    assert!(said.starts_with("bad.rs:1:5: warning[unparsed-file] ") && said.lines().count() == 1, "{said}");
}

#[test]
fn a_syntax_error_beside_tests() {
    let folder = support::folder();
    let manifest = "[package]\nname = \"p\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
    let files = [("Cargo.toml", manifest), ("src/lib.rs", ""), ("tests/ui/broken.rs", "fn f( {}\n")];
    support::write(folder.path(), &files);
    assert_eq!(check(folder.path()), (Some(0), String::new()), "it may be meant to be broken");
    let output = support::tool(folder.path()).args(["check", "--tests", "--format", "concise", "tests"]).output().expect("it runs");
    let said = String::from_utf8(output.stdout).expect("it is UTF-8");
    assert!(said.starts_with("tests/ui/broken.rs:1:5: note[unparsed-file] "), "{said}");
}

/// Templates in a package have the names of the files that are generated from them.
#[test]
fn a_syntax_error_where_no_module_leads() {
    let folder = support::folder();
    let manifest = "[package]\nname = \"p\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
    let files = [("Cargo.toml", manifest), ("src/lib.rs", ""), ("templates/a.rs", "fn {{name}}() {}\n")];
    support::write(folder.path(), &files);
    assert_eq!(check(folder.path()), (Some(0), String::new()), "cargo does not read it");
    let output = support::tool(folder.path()).args(["check", "--format", "json"]).output().expect("it runs");
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["summary"]["left_out"], serde_json::json!(["templates/a.rs"]));
    let named = support::tool(folder.path()).args(["check", "./templates/a.rs"]).output().expect("it runs");
    assert_eq!(named.status.code(), Some(1), "it was asked for");
    support::write(folder.path(), &[("src/lib.rs", "fn f( {}\n")]);
    assert_eq!(check(folder.path()).0, Some(1), "a part of the package");
}

#[test]
fn not_utf8() {
    assert_eq!(beside_a_good_one(b"fn f() {} // \xff\n"), "bad.rs:1:1: warning[unparsed-file] not UTF-8: invalid byte at offset 13\n");
}

#[test]
fn a_hundred_thousand_parentheses() {
    let mut text = b"fn f() { ".to_vec();
    text.extend(std::iter::repeat_n(b'(', 100_000));
    text.extend(std::iter::repeat_n(b')', 100_000));
    text.extend(b" }\n");
    let said = beside_a_good_one(&text);
    assert!(said.starts_with("bad.rs:1:") && said.contains("warning[unparsed-file] "), "{said}");
    assert_eq!(said.lines().count(), 1);
}

#[test]
fn a_nul() {
    let said = beside_a_good_one(b"async fn f() { \0 }\n");
    assert!(said.starts_with("bad.rs:1:") && said.contains("warning[unparsed-file] "), "{said}");
}

#[test]
fn a_byte_order_mark_is_no_problem() {
    let said = beside_a_good_one(b"\xef\xbb\xbfasync fn f() { std::thread::sleep(d); }\n");
    assert!(said.starts_with("bad.rs:1:") && said.contains("[blocking-sleep]") && said.lines().count() == 1, "{said}");
}

#[test]
fn carriage_returns_are_no_problem() {
    let said = beside_a_good_one(b"async fn f() {\r\n    std::thread::sleep(d);\r\n}\r\n");
    assert_eq!(said, GOOD_LINE.replace("good", "bad"));
    let said =
        beside_a_good_one(b"async fn f() {\r\n    // async-lint: allow(blocking-sleep) on purpose\r\n    std::thread::sleep(d);\r\n}\r\n");
    assert_eq!(said, "");
}

#[test]
fn a_module_without_a_file() {
    let folder = support::folder();
    let manifest = "[package]\nname = \"p\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
    let lib = "mod gone;\nmod here;\n";
    support::write(folder.path(), &[("Cargo.toml", manifest), ("src/lib.rs", lib), ("src/here.rs", GOOD)]);
    let (code, said) = check(folder.path());
    assert_eq!(code, Some(1));
    let note = "src/lib.rs:1:5: note[unparsed-file] file of module `gone` cannot be read\n";
    assert_eq!(said, format!("src/here.rs:2:5: warning[blocking-sleep] `std::thread::sleep` blocks the async worker thread\n{note}"));
}

#[test]
fn a_broken_manifest() {
    let folder = support::folder();
    support::write(folder.path(), &[("Cargo.toml", "[package\n"), ("src/lib.rs", GOOD)]);
    let (code, said) = check(folder.path());
    assert_eq!(code, Some(1));
    assert!(said.starts_with("Cargo.toml:1:9: warning[unparsed-file] "), "{said}");
    assert!(said.ends_with(&GOOD_LINE.replace("good.rs", "src/lib.rs")), "{said}");
}

#[cfg(unix)]
#[test]
fn links() {
    use std::os::unix::fs::symlink;
    let folder = support::folder();
    support::write(folder.path(), &[("good.rs", GOOD), ("below/a.rs", "")]);
    symlink(folder.path(), folder.path().join("below/loop")).expect("links can be made");
    symlink("loop.rs", folder.path().join("loop.rs")).expect("links can be made");
    symlink("nothing", folder.path().join("dangling.rs")).expect("links can be made");
    let (code, said) = check(folder.path());
    assert_eq!(code, Some(1));
    let (first, rest) = said.split_once('\n').expect("it has lines");
    assert!(first.starts_with("dangling.rs:1:1: warning[unparsed-file] the symbolic link cannot be followed: "), "{said}");
    assert!(rest.starts_with(GOOD_LINE) && rest.contains("loop.rs:1:1: warning[unparsed-file] "), "{said}");
    assert_eq!(said.lines().count(), 3, "{said}");
}

#[cfg(unix)]
#[test]
fn unreadable() {
    use std::os::unix::fs::PermissionsExt;
    let folder = support::folder();
    support::write(folder.path(), &[("good.rs", GOOD), ("secret.rs", GOOD), ("closed/a.rs", GOOD)]);
    let set = |name: &str, mode| {
        std::fs::set_permissions(folder.path().join(name), std::fs::Permissions::from_mode(mode)).expect("permissions can be set");
    };
    set("secret.rs", 0o000);
    set("closed", 0o000);
    // As root, every file can be read.
    let is_almighty = std::fs::read(folder.path().join("secret.rs")).is_ok();
    let (code, said) = check(folder.path());
    set("closed", 0o755);
    assert_eq!(code, Some(1));
    assert!(said.contains(GOOD_LINE), "{said}");
    if is_almighty {
        assert_eq!(said.lines().count(), 3, "{said}");
    } else {
        assert!(said.contains("secret.rs:1:1: warning[unparsed-file] cannot be read: permission denied\n"), "{said}");
        assert!(said.contains("closed:1:1: warning[unparsed-file] cannot be read: permission denied\n"), "{said}");
    }
}

#[test]
fn problems_are_counted() {
    let folder = support::folder();
    support::write(folder.path(), &[("good.rs", GOOD), ("bad.rs", "fn f( {}\n")]);
    std::fs::write(folder.path().join("worse.rs"), b"\xff").expect("it can be written");
    let output = support::tool(folder.path()).args(["check", "--format", "json"]).output().expect("it runs");
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    assert_eq!(json["summary"]["unparsed"], 2);
    assert_eq!(json["summary"]["findings"], serde_json::json!({"deny": 0, "warn": 3, "note": 0}));
    let output = support::tool(folder.path()).args(["check"]).output().expect("it runs");
    let human = String::from_utf8(output.stdout).expect("it is UTF-8");
    assert!(human.contains("worse.rs") && human.contains("2 files could not be parsed"), "{human}");
}

#[test]
fn what_is_compiled_is_linted_though_it_is_ignored() {
    let folder = support::folder();
    let manifest = "[package]\nname = \"a\"\nversion = \"0.1.0\"\nedition = \"2021\"\n";
    let files = [
        ("Cargo.toml", manifest),
        (".gitignore", "generated.rs\nloose.rs\n"),
        (".git/HEAD", "ref: refs/heads/main\n"),
        ("src/lib.rs", "mod generated;\n"),
        ("src/generated.rs", GOOD),
        ("src/loose.rs", GOOD),
    ];
    support::write(folder.path(), &files);
    let (code, said) = check(folder.path());
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("src/generated.rs:2:5") && !said.contains("loose.rs"), "{said}");
}

#[test]
fn a_package_beside_the_workspace_is_told_of_once() {
    let folder = support::folder();
    let beside = "[package]\nname = \"b\"\nversion = \"0.1.0\"\n[dependencies]\nx = { workspace = true }\ny = { workspace = true }\n";
    let member = "[package]\nname = \"a\"\nversion = \"0.1.0\"\n";
    let files = [
        ("Cargo.toml", "[workspace]\nmembers = [\"a\"]\nexclude = [\"b\"]\n"),
        ("a/Cargo.toml", member),
        ("a/src/lib.rs", ""),
        ("b/Cargo.toml", beside),
        ("b/src/lib.rs", ""),
    ];
    support::write(folder.path(), &files);
    assert_eq!(check(folder.path()), (Some(0), String::new()));
    let output = support::tool(folder.path()).args(["check"]).output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert_eq!(said.matches("`b/` not linted").count(), 1, "{said}");
}

/// A git submodule that is not checked out is no mistake in the code; a folder without a manifest may be.
#[test]
fn a_member_without_files_is_a_note() {
    let folder = workspace_with_a_gone_member();
    let (code, said) = check(folder.path());
    assert_eq!(code, Some(1), "{said}");
    let absent = "the workspace member `gone` has no files, like a git submodule that is not checked out";
    assert_eq!(said, format!("Cargo.toml:1:1: note[unparsed-file] {absent}\na/src/{GOOD_LINE}").replace("good.rs", "lib.rs"));
    let json = support::tool(folder.path()).args(["check", "--format", "json"]).output().expect("it runs").stdout;
    let json: serde_json::Value = serde_json::from_slice(&json).expect("it is JSON");
    assert_eq!(json["summary"]["unparsed"], 0, "every file was read");
    support::write(folder.path(), &[("gone/readme.md", "")]);
    let (_, said) = check(folder.path());
    assert!(said.starts_with("Cargo.toml:1:1: warning[unparsed-file] the workspace member `gone` has no manifest\n"), "{said}");
}

/// `why` is about one file: it goes on like `check` if another one could not be read, or a module of this one.
#[test]
fn why_goes_on_beside_a_bad_file() {
    let folder = workspace_with_a_gone_member();
    let why = |line: &str| {
        let output = support::tool(folder.path()).args(["why", line]).output().expect("it runs");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    for wrong in ["", "mod none;\n", "fn f( {}\n"] {
        support::write(folder.path(), &[("a/src/other.rs", wrong), ("gone/readme.md", "")]);
        let (code, said, beside) = why("a/src/lib.rs:2");
        assert!(code == Some(0) && said.contains("[blocking-sleep], reported as warn"), "{said}{beside}");
        assert!(beside.contains("note: Cargo.toml: the workspace member `gone` has no manifest"), "{beside}");
        assert_eq!(why("a/src/lib.rs:3").1, "a/src/lib.rs:3: there is no call on this line\n");
    }
    let (code, said, beside) = why("a/src/other.rs:2");
    assert!(code == Some(2) && said.is_empty() && beside.contains("error: a/src/other.rs: "), "{said}{beside}");
}

/// A workspace with the members `a`, whose second line has a finding, and `gone`, which has no files.
fn workspace_with_a_gone_member() -> tempfile::TempDir {
    let folder = support::folder();
    let manifest = "[package]\nname = \"a\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
    let code = format!("{GOOD}mod other;\n");
    let root = "[workspace]\nmembers = [\"a\", \"gone\"]\n";
    support::write(folder.path(), &[("Cargo.toml", root), ("a/Cargo.toml", manifest), ("a/src/lib.rs", &code), ("a/src/other.rs", "")]);
    folder
}
