//! The same code gives the same bytes, whatever number of threads works on it and however often.

use crate::support;
use async_lint::report::Format;
use std::path::Path;

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
