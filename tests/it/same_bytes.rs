//! The same code gives the same bytes, with any number of threads and in every run.

use crate::support;
use async_lint::ParseCache;
use async_lint::report::Format;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

fn json(folder: &Path, paths: &[&str], threads: usize) -> String {
    let mut options = support::options(folder);
    options.paths = paths.iter().map(Into::into).collect();
    options.select = vec!["all".to_owned()];
    options.threads = Some(threads);
    support::text(&support::check(&options), Format::Json)
}

#[test]
fn one_thread_and_eight_give_the_same_json() {
    for paths in [&["fixtures/cases"][..], &["examples/axum-service", "runtime", "tests"]] {
        let one = json(&support::root(), paths, 1);
        assert!(one.len() > 1_000, "there is something to compare");
        for threads in [2, 8, 8] {
            assert!(one == json(&support::root(), paths, threads), "{paths:?} with {threads} threads");
        }
    }
}

#[test]
fn the_order_in_which_paths_are_given_does_not_matter() {
    let root = support::root().join("fixtures/cases");
    let forwards = json(&root, &["blocking-file", "blocking-sleep", "short-lock"], 2);
    let backwards = json(&root, &["short-lock", "blocking-sleep", "blocking-file"], 2);
    assert_eq!(forwards, backwards);
}

const MANIFEST: &str = "[package]\nname = \"a\"\nversion = \"0.1.0\"\nedition = \"2021\"\n";

/// Rounds of fixes and editors lint mostly the same texts many times; unchanged texts are not parsed again.
#[test]
fn what_earlier_runs_have_parsed_changes_nothing() {
    let folder = support::folder();
    let lib = "#[macro_use]\nmod rules;\nmod nap;\npub async fn f() {\n    call!(nap::nap());\n}\n";
    let (blocks, waits) = ("std::thread::sleep(std::time::Duration::from_secs(1))", "drop(1)");
    let rules = |body: &str| format!("macro_rules! call {{\n    ($call:expr) => {{\n        {body}\n    }};\n}}\n");
    let nap = |body: &str| format!("pub fn nap() {{\n    {body};\n}}\n");
    let mut options = support::options(folder.path());
    let cache = Arc::new(ParseCache::default());
    let mut reports = BTreeSet::new();
    // The macro is defined in another file than its call, so the text of the calling file stays the same.
    for (rule, body) in
        [("$call", blocks), ("stringify!($call)", blocks), ("$call", waits), ("$call", blocks), ("stringify!($call)", waits)]
    {
        support::write(
            folder.path(),
            &[("Cargo.toml", MANIFEST), ("src/lib.rs", lib), ("src/rules.rs", &rules(rule)), ("src/nap.rs", &nap(body))],
        );
        options.cache = None;
        let fresh = support::text(&support::check(&options), Format::Json);
        options.cache = Some(Arc::clone(&cache));
        for _ in 0..2 {
            assert_eq!(support::text(&support::check(&options), Format::Json), fresh, "with `{rule}` and `{body}`");
        }
        reports.insert(fresh);
    }
    assert!(reports.len() > 1, "the trees differ in what is found");
}
