//! `async-lint new-lint`: a lint is two new files and no edit, here and in a folder of the user's.

use crate::support;
use async_lint::CheckOptions;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The exit code, and stdout and stderr together.
fn run(folder: &Path, args: &[&str]) -> (Option<i32>, String) {
    let output = support::tool(folder).args(args).output().expect("it runs");
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).expect("it is UTF-8"))
}

/// All files below a folder with their content.
fn content(folder: &Path) -> BTreeMap<PathBuf, String> {
    let files = support::files(folder, "");
    files.into_iter().map(|path| (path.clone(), std::fs::read_to_string(&path).expect("they are UTF-8"))).collect()
}

/// Lines with a mark, and lines with a finding of `lint`, of one file.
fn marked_and_found(options: &CheckOptions, case: &Path, lint: &str) -> (Vec<u32>, Vec<u32>) {
    let text = std::fs::read_to_string(case).expect("it is UTF-8");
    let marked = (1..).zip(text.lines()).filter(|(_, line)| line.ends_with(&format!("//~ {lint}"))).map(|(number, _)| number);
    let findings = support::check(options).findings;
    assert!(findings.iter().all(|finding| finding.lint == lint), "{findings:#?}");
    (marked.collect(), findings.iter().map(|finding| finding.start.line).collect())
}

#[test]
fn a_new_lint_in_this_repository_is_two_files() {
    let folder = support::folder();
    support::copy(&support::root().join("rules"), &folder.path().join("rules"));
    support::copy(&support::root().join("fixtures/cases/blocking-sleep"), &folder.path().join("fixtures/cases/blocking-sleep"));
    let before = content(folder.path());
    let (code, said) = run(folder.path(), &["new-lint", "house-call"]);
    assert_eq!(code, Some(0), "{said}");
    let after = content(folder.path());
    let new: Vec<_> =
        after.keys().filter(|path| !before.contains_key(*path)).map(|path| path.strip_prefix(folder.path()).unwrap_or(path)).collect();
    assert_eq!(new, [Path::new("fixtures/cases/house-call/basic.rs"), Path::new("rules/lints/house-call.toml")]);
    assert!(before.iter().all(|(path, text)| after.get(path) == Some(text)), "no file was changed");
    // The built-in rules are in the binary already, so only the new file is added.
    let lint = std::fs::read_to_string(folder.path().join("rules/lints/house-call.toml")).expect("it is there");
    support::write(folder.path(), &[("added/lints/house-call.toml", &lint), ("c.toml", "rules = [\"added\"]")]);
    let case = folder.path().join("fixtures/cases/house-call/basic.rs");
    let options = CheckOptions { paths: vec![case.clone()], config: Some("c.toml".into()), ..support::options(folder.path()) };
    let (marked, found) = marked_and_found(&options, &case, "house-call");
    assert_eq!(found, marked);
    assert_eq!(marked.len(), 2);
}

#[test]
fn a_new_lint_in_a_folder_of_the_user_s() {
    let folder = support::folder();
    let manifest = "[package]\nname = \"demo\"\n[dependencies]\nbilling_call = \"1\"\n";
    let code = "pub async fn f() { billing_call::tell(1); }\n";
    support::write(folder.path(), &[("Cargo.toml", manifest), ("src/lib.rs", code)]);
    let (code, said) = run(folder.path(), &["new-lint", "billing-call"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("no folder with rules is configured") && said.contains("--dir"), "{said}");
    let (code, said) = run(folder.path(), &["new-lint", "billing-call", "--dir", "lint-rules"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("add the folder to async-lint.toml: rules = [\"lint-rules\"]"), "{said}");
    support::write(folder.path(), &[("async-lint.toml", "rules = [\"lint-rules\"]\n")]);
    // The case is not part of the package, but can be linted by its path.
    let places = |options: &CheckOptions| {
        support::check(options).findings.into_iter().map(|finding| (finding.path, finding.lint)).collect::<Vec<_>>()
    };
    let options = support::options(folder.path());
    assert_eq!(places(&options), [("src/lib.rs".to_owned(), "billing-call".to_owned())]);
    let case = folder.path().join("lint-rules/cases/billing-call/basic.rs");
    let options = CheckOptions { paths: vec!["lint-rules/cases".into()], ..options };
    let (marked, found) = marked_and_found(&options, &case, "billing-call");
    assert_eq!(found, marked);
    // The second lint is written to the folder of the first.
    assert_eq!(run(folder.path(), &["new-lint", "shipping-call"]).0, Some(0));
    let case = folder.path().join("lint-rules/cases/shipping-call/basic.rs");
    let options = CheckOptions { paths: vec![case.clone()], ..options };
    let (marked, found) = marked_and_found(&options, &case, "shipping-call");
    assert_eq!(found, marked);
}

#[test]
fn ids_that_are_taken_or_no_ids_are_refused() {
    let folder = support::folder();
    support::write(folder.path(), &[("house/lints/.keep", "")]);
    for (id, why) in [
        ("blocking-sleep", "there is a lint `blocking-sleep` already"),
        ("Billing", "is not kebab-case"),
        ("billing_call", "is not kebab-case"),
        ("../up", "is not kebab-case"),
        ("", "is not kebab-case"),
        ("locks", "is the name of a group"),
        ("all", "is the name of a group"),
    ] {
        let (code, said) = run(folder.path(), &["new-lint", id, "--dir", "house"]);
        assert_eq!(code, Some(2), "{id}: {said}");
        assert!(said.contains(why), "{id}: {said}");
    }
    assert_eq!(run(folder.path(), &["new-lint", "a-call", "--dir", "house"]).0, Some(0));
    let (code, said) = run(folder.path(), &["new-lint", "a-call", "--dir", "house"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("cannot write `house/lints/a-call.toml`: "), "{said}");
}

/// In the order of the book: the folder is configured first, then the first lint is written into it.
#[test]
fn the_folder_may_be_configured_before_it_has_rules() {
    for prepared in [&[][..], &[("lint-rules/.keep", "")]] {
        let folder = support::folder();
        support::write(folder.path(), &[("async-lint.toml", "rules = [\"lint-rules\"]\n")]);
        support::write(folder.path(), prepared);
        let (code, said) = run(folder.path(), &["new-lint", "billing-call", "--dir", "lint-rules"]);
        assert_eq!(code, Some(0), "{said}");
        assert!(!said.contains("add the folder"), "it is configured: {said}");
        assert_eq!(run(folder.path(), &["new-lint", "shipping-call"]).0, Some(0));
        let (code, said) = run(folder.path(), &["test-lints"]);
        assert_eq!((code, &*said), (Some(0), "billing-call: ok\nshipping-call: ok\n"));
    }
    // Any other command rejects a folder that does not exist.
    let folder = support::folder();
    support::write(folder.path(), &[("async-lint.toml", "rules = [\"lint-rules\"]\n")]);
    assert_eq!(run(folder.path(), &["test-lints"]).0, Some(2));
}
