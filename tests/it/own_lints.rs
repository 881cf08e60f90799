//! `async-lint test-lints`: the examples of a user's own lints are run, and a failing one is shown in its file.

use crate::support;
use std::path::Path;

/// The exit code, stdout and stderr.
fn run(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let output = support::tool(folder).args(args).output().expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("it is UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// A user's lint with these examples.
fn lint(bad: &str, good: &str) -> String {
    format!(
        "group = \"blocking\"\nlevel = \"warn\"\ncost = \"network\"\nsummary = \"asks the billing service\"\nwhy = \"It waits.\"\n\
         advice = \"Offload it.\"\nno-proof = \"none yet\"\nbad = '''\n{bad}'''\ngood = '''\n{good}'''\n\
         [[api]]\npaths = [\"billing::ask\"]\nwhy = \"waits for the answer\"\n"
    )
}

const CONFIG: &str = "rules = [\"lint-rules\"]\n";
const BAD: &str = "pub async fn f() {\n    billing::ask();\n}\n";
const GOOD: &str = "pub fn f() {\n    billing::ask();\n}\n";

/// The output for a lint with these examples; expects exit code 1.
fn refuted(bad: &str, good: &str) -> String {
    let folder = support::folder();
    support::write(folder.path(), &[("async-lint.toml", CONFIG), ("lint-rules/lints/billing-call.toml", &lint(bad, good))]);
    let (code, out, err) = run(folder.path(), &["test-lints"]);
    assert_eq!((code, &*err), (Some(1), ""), "{out}");
    out
}

#[test]
fn what_new_lint_writes_is_true() {
    let folder = support::folder();
    support::write(folder.path(), &[("lint-rules/.keep", "")]);
    let (code, said, _) = run(folder.path(), &["new-lint", "billing-call", "--dir", "lint-rules"]);
    assert_eq!(code, Some(0));
    assert!(said.contains("async-lint test-lints billing-call"), "{said}");
    support::write(folder.path(), &[("async-lint.toml", CONFIG)]);
    assert_eq!(run(folder.path(), &["test-lints"]), (Some(0), "billing-call: ok\n".to_owned(), String::new()));
}

#[test]
fn examples_do_not_depend_on_what_is_configured_for_the_code() {
    let folder = support::folder();
    let config = format!("exclude = [\"**\"]\nignore = [\"billing-call\"]\n{CONFIG}[levels]\nbilling-call = \"allow\"\n");
    let manifest = "[package]\nname = \"demo\"\n";
    let files = [
        ("Cargo.toml", manifest),
        ("async-lint.toml", &*config),
        ("lint-rules/lints/billing-call.toml", &*lint(BAD, GOOD)),
        // The APIs of the lint may be in another file of the folder.
        (
            "lint-rules/apis/billing.toml",
            "crate = \"billing\"\n[[api]]\npaths = [\"billing::tell\"]\nlint = \"other-call\"\nwhy = \"waits\"\n",
        ),
        ("lint-rules/lints/other-call.toml", &*lint(&BAD.replace("ask", "tell"), BAD).replace("billing::ask\"]", "billing::hear\"]")),
    ];
    support::write(folder.path(), &files);
    assert_eq!(run(folder.path(), &["test-lints"]).1, "billing-call: ok\nother-call: ok\n");
    assert_eq!(run(folder.path(), &["test-lints", "other-call"]).1, "other-call: ok\n");
}

#[test]
fn examples_that_are_not_true_are_shown_where_they_stand() {
    let twice = "pub async fn f() {\n    billing::ask();\n    billing::ask();\n}\n";
    insta::assert_snapshot!(
        [refuted(GOOD, GOOD), refuted(twice, GOOD), refuted(BAD, BAD), refuted(BAD, "pub async fn f( {\n")].join("\n--\n")
    );
}

#[test]
fn one_lint_that_fails_does_not_hide_the_others() {
    let folder = support::folder();
    let other = lint(&BAD.replace("ask", "tell"), GOOD).replace("billing::ask\"]", "billing::tell\"]");
    let files = [
        ("async-lint.toml", CONFIG),
        ("lint-rules/lints/billing-call.toml", &*lint(GOOD, BAD)),
        ("lint-rules/lints/other-call.toml", &*other),
    ];
    support::write(folder.path(), &files);
    let (code, out, _) = run(folder.path(), &["test-lints"]);
    assert_eq!(code, Some(1));
    assert!(out.ends_with("billing-call: FAILED\nother-call: ok\n"), "{out}");
    assert_eq!(out.matches("error: ").count(), 2, "{out}");
    assert_eq!(run(folder.path(), &["test-lints", "other-call"]).0, Some(0));
}

#[test]
fn what_cannot_be_run_ends_with_2() {
    let folder = support::folder();
    let (code, out, err) = run(folder.path(), &["test-lints"]);
    assert_eq!((code, &*out), (Some(2), ""));
    assert!(err.contains("no folder with rules is configured"), "{err}");
    let files = [("async-lint.toml", CONFIG), ("lint-rules/lints/billing-call.toml", &*lint(BAD, GOOD))];
    support::write(folder.path(), &files);
    let (code, out, err) = run(folder.path(), &["test-lints", "blocking-sleep"]);
    assert_eq!((code, &*out), (Some(2), ""));
    assert!(err.contains("there is no lint `blocking-sleep` in the configured folders"), "{err}");
    support::write(folder.path(), &[("lint-rules/lints/billing-call.toml", "group = 1\n")]);
    let (code, out, err) = run(folder.path(), &["test-lints"]);
    assert_eq!((code, &*out), (Some(2), ""));
    assert!(err.contains("lint-rules/lints/billing-call.toml:1:9"), "{err}");
}

#[test]
fn the_marks_of_cases_are_compared_with_what_is_found() {
    let folder = support::folder();
    let case = "lint-rules/cases/billing-call/basic.rs";
    let files = [("async-lint.toml", CONFIG), ("lint-rules/lints/billing-call.toml", &*lint(BAD, GOOD))];
    support::write(folder.path(), &files);
    support::write(folder.path(), &[(case, "pub async fn f() {\n    billing::ask(); //~ billing-call\n}\n")]);
    assert_eq!(run(folder.path(), &["test-lints"]), (Some(0), "billing-call: ok\n".to_owned(), String::new()));
    support::write(folder.path(), &[(case, "pub async fn f() {\n    billing::ask();\n    let _ = 1; //~ billing-call\n}\n")]);
    let (code, out, _) = run(folder.path(), &["test-lints"]);
    assert_eq!(code, Some(1));
    assert!(out.contains("the mark says that `billing-call` has a finding here; it has none"), "{out}");
    assert!(out.contains("`billing-call` has a finding here; no mark says so"), "{out}");
    assert!(out.contains("basic.rs:2:1") && out.contains("basic.rs:3:1") && out.contains("billing-call: FAILED"), "{out}");
    support::write(folder.path(), &[(case, "pub async fn f( {\n")]);
    let (code, out, _) = run(folder.path(), &["test-lints"]);
    assert!(code == Some(1) && out.contains("the case cannot be read"), "{out}");
}
