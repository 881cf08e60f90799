//! For any mutation of real code, a run ends, and the number of threads makes no difference.

use crate::support;
use async_lint::report::Format;
use proptest::prelude::*;
use std::path::Path;

/// Texts to start from: the cases.
fn seeds() -> Vec<String> {
    let files = support::files(&support::root().join("fixtures/cases"), ".rs");
    files.iter().map(|file| std::fs::read_to_string(file).expect("cases are UTF-8")).collect()
}

/// Pieces that parsers stumble over.
const PIECES: [&str; 16] = [
    "{",
    "}",
    "(",
    ")",
    "async ",
    "\"",
    "'",
    "//",
    "/*",
    "r#\"",
    "|",
    "::",
    "macro_rules! m { () => { m!() } }",
    "\u{202e}",
    "\0",
    "#![cfg(test)]",
];

#[derive(Clone, Debug)]
enum Change {
    Insert(prop::sample::Index, &'static str),
    Cut(prop::sample::Index, usize),
    Repeat(prop::sample::Index, usize),
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<prop::sample::Index>;
    prop_oneof![
        (at(), prop::sample::select(&PIECES[..])).prop_map(|(at, piece)| Change::Insert(at, piece)),
        (at(), 1..200_usize).prop_map(|(at, length)| Change::Cut(at, length)),
        (at(), 1..80_usize).prop_map(|(at, length)| Change::Repeat(at, length)),
    ]
}

fn changed(seed: &str, changes: &[Change]) -> String {
    let mut chars: Vec<char> = seed.chars().collect();
    for change in changes {
        let length = chars.len() + 1;
        match change {
            Change::Insert(at, piece) => {
                let at = at.index(length);
                drop(chars.splice(at..at, piece.chars()));
            }
            Change::Cut(at, number) => {
                let at = at.index(length);
                drop(chars.drain(at..chars.len().min(at + number)));
            }
            Change::Repeat(at, number) => {
                let at = at.index(length);
                let piece = chars[at..chars.len().min(at + number)].to_vec();
                drop(chars.splice(at..at, piece));
            }
        }
    }
    chars.into_iter().collect()
}

fn json(folder: &Path, threads: usize) -> String {
    let mut options = support::options(folder);
    options.select = vec!["all".to_owned()];
    options.threads = Some(threads);
    support::text(&support::check(&options), Format::Json)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_code_never_stops_a_run(
        start in any::<prop::sample::Index>(),
        files in prop::collection::vec(prop::collection::vec(change(), 1..6), 8),
    ) {
        let seeds = seeds();
        let folder = support::folder();
        let start = start.index(seeds.len());
        for (index, changes) in files.iter().enumerate() {
            let text = changed(&seeds[(start + index) % seeds.len()], changes);
            support::write(folder.path(), &[(&format!("f{index}.rs"), &text)]);
        }
        prop_assert_eq!(json(folder.path(), 1), json(folder.path(), 8));
    }
}
