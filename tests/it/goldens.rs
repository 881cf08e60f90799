//! Goldens of the formats that people read, over representative cases.

use crate::support;
use async_lint::report::Format;

/// The report on some files of `fixtures/cases/`, with every lint selected.
fn report(paths: &[&str], format: Format) -> String {
    // Outside the repository, whose package would apply to the files.
    let folder = support::folder();
    support::copy(&support::root().join("fixtures/cases"), folder.path());
    let mut options = support::options(folder.path());
    options.paths = paths.iter().map(Into::into).collect();
    options.select = vec!["all".to_owned()];
    support::text(&support::check(&options), format)
}

#[test]
fn human_entry_point() {
    insta::assert_snapshot!(report(&["blocking-sleep/entry_point.rs"], Format::Human));
}

#[test]
fn human_receivers() {
    insta::assert_snapshot!(report(&["file-sync/sync.rs", "blocking-dns/resolve.rs"], Format::Human));
}

#[test]
fn human_panics() {
    insta::assert_snapshot!(report(&["nested-block-on/block_on.rs", "blocking-http-client/ureq.rs"], Format::Human));
}

#[test]
fn human_comments() {
    insta::assert_snapshot!(report(&["unused-suppression/comments.rs", "malformed-directive/words.rs"], Format::Human));
}

#[test]
fn human_unparsed() {
    insta::assert_snapshot!(report(&["unparsed-file/broken.rs"], Format::Human));
}

#[test]
fn human_nothing() {
    let folder = support::folder();
    insta::assert_snapshot!(support::text(&support::check(&support::options(folder.path())), Format::Human));
}

#[test]
fn concise() {
    insta::assert_snapshot!(report(&["blocking-process/commands.rs", "blocking-sleep/macros.rs"], Format::Concise));
}

#[test]
fn github() {
    insta::assert_snapshot!(report(&["blocking-process/commands.rs"], Format::Github));
}
