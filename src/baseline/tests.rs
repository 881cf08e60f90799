//! Reading, writing and applying baselines, hostile ones included.

use super::*;
use proptest::prelude::*;

fn key(path: &str, function: &str, api: &str) -> Key {
    Key { path: path.into(), function: function.into(), lint: "blocking-file".into(), api: api.into(), in_test: false }
}

#[test]
fn what_is_written_is_read() {
    let mut baseline = Baseline::default();
    baseline.entries.insert(key("src/b.rs", "g", "std::fs::read"), 2);
    baseline.entries.insert(Key { in_test: true, ..key("src/a \"x\".rs", "", "") }, 1);
    let written = text(&baseline);
    assert_eq!(parse(&written, "b.toml"), Ok(baseline));
    insta::assert_snapshot!(written);
}

#[test]
fn mistakes_are_shown_where_they_stand() {
    let at = |text: &str| parse(text, "b.toml").map_err(|error| text[error.span].to_owned()).expect_err("it is wrong");
    assert_eq!(at("version = 7\n"), "7");
    assert_eq!(at("version = 1\nfindings = 3\n"), "findings");
    assert_eq!(at("version = 1\n[[finding]]\nlint = \"x\"\npath = \"a\"\ncount = -1\n"), "-1");
    assert_eq!(at("version = 1\n[[finding]]\nlint = \"x\"\npath = \"a\"\nline = 3\ncount = 1\n"), "line");
    assert!(parse("<<<<<<< HEAD\n", "b.toml").is_err());
    assert!(parse("", "b.toml").is_err());
}

#[test]
fn equal_entries_add_up_and_none_overflows() {
    let entry = |count: u64| format!("[[finding]]\nlint = \"x\"\npath = \"a\"\ncount = {count}\n");
    let most = u64::try_from(i64::MAX).expect("it is positive");
    let text = format!("version = 1\n{}{}{}{}", entry(most), entry(most), entry(most), entry(0));
    let baseline = parse(&text, "b.toml").expect("it is sound");
    assert_eq!(baseline.entries.len(), 1);
    assert_eq!(baseline.len(), usize::MAX);
}

#[test]
fn pruning_takes_out_what_is_missing_and_nothing_else() {
    let mut baseline = Baseline::default();
    baseline.entries.insert(key("a", "f", "x"), 3);
    baseline.entries.insert(key("a", "g", "x"), 1);
    assert_eq!(baseline.prune(&[(key("a", "f", "x"), 2), (key("a", "g", "x"), 9), (key("b", "g", "x"), 1)]), 3);
    assert_eq!(baseline.entries.into_iter().collect::<Vec<_>>(), [(key("a", "f", "x"), 1)]);
}

#[test]
fn paths_are_those_from_the_baseline_s_folder() {
    let place = Place { current_dir: "/r/crates/a".into(), folder: "/r".into() };
    assert_eq!(place.path("src/a.rs"), "crates/a/src/a.rs");
    assert_eq!(place.path("/elsewhere/a.rs"), "/elsewhere/a.rs");
    assert_eq!(home(&["/r".into(), "/r/crates".into(), "/x".into()], Path::new("/r/crates/a")), Path::new("/r/crates").join(FILE_NAME));
    assert_eq!(home(&[], Path::new("/r")), Path::new("/r").join(FILE_NAME));
}

proptest! {
    #[test]
    fn no_text_breaks_the_reader(text in "(version = 1\n)?(\\[\\[finding\\]\\]\n)?(count = [0-9]{1,30}\n)?\\PC{0,200}") {
        if let Ok(baseline) = parse(&text, "b.toml") {
            prop_assert_eq!(parse(&super::text(&baseline), "b.toml"), Ok(baseline));
        }
    }

    #[test]
    fn any_key_survives(path in "\\PC{0,20}", function in any::<String>(), api in any::<String>(), count in 1..usize::MAX >> 1) {
        let mut baseline = Baseline::default();
        baseline.entries.insert(key(&path, &function, &api), count);
        prop_assert_eq!(parse(&text(&baseline), "b.toml"), Ok(baseline));
    }
}
