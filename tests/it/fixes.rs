//! `fixtures/fixes/`: what the fixes make of a file, and why some are withheld.
//!
//! `case.rs` is the code, `case.fixed.rs` what all safe fixes make of it (absent: nothing changes), `case.unsafe.rs` what all fixes make of
//! it (absent: the same). `UPDATE_FIXES=1` writes them. A comment `//~ unsafe: guard` says that the fix of the finding on this line is not
//! safe because of `guard`, `//~ withheld: guard` that there is none; both hold in both directions. A first line
//! `//@ tokio = { .. }` replaces the dependency on tokio; `//@ none` leaves it out.

use crate::support;
use async_lint::analysis::{Edit, Finding, Fix, GuardOutcome};
use async_lint::catalogue::Applicability;
use async_lint::fix::propose::superfluous_imports;
use async_lint::syntax::{Bodies, MacroTable, lower};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

const TOKIO: &str = r#"tokio = { version = "1.45", features = ["full"] }"#;

fn cases() -> Vec<PathBuf> {
    let is_case = |path: &PathBuf| !["fixed", "unsafe"].iter().any(|kind| path.to_string_lossy().ends_with(&format!(".{kind}.rs")));
    support::files(&support::root().join("fixtures/fixes"), ".rs").into_iter().filter(is_case).collect()
}

fn beside(case: &Path, kind: &str) -> PathBuf {
    case.with_extension(format!("{kind}.rs"))
}

/// A package that holds only this text.
struct Package {
    folder: tempfile::TempDir,
}

impl Package {
    fn new(text: &str) -> Self {
        let folder = support::folder();
        let tokio = match text.lines().next().and_then(|line| line.strip_prefix("//@ ")) {
            Some("none") => "",
            Some(line) => line,
            None => TOKIO,
        };
        let manifest = format!(
            "[package]\nname = \"case\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n{tokio}\nasync-channel = \"2\"\nflume = \"0.11\"\nfutures = \"0.3\"\n"
        );
        let lock = "version = 4\n\n[[package]]\nname = \"case\"\nversion = \"0.1.0\"\ndependencies = [\n \"tokio\",\n]\n\n[[package]]\nname = \"tokio\"\nversion = \"1.45.1\"\nsource = \"registry+https://github.com/rust-lang/crates.io-index\"\n";
        support::write(folder.path(), &[("Cargo.toml", &manifest), ("Cargo.lock", lock), ("src/lib.rs", text)]);
        Self { folder }
    }

    fn findings(&self) -> Vec<Finding> {
        let mut options = support::options(self.folder.path());
        options.select = vec!["all".to_owned()];
        support::check(&options).findings
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("src/lib.rs")
    }

    fn text(&self) -> String {
        std::fs::read_to_string(self.file()).expect("it can be read")
    }
}

fn range(edit: &Edit) -> std::ops::Range<usize> {
    edit.start.offset as usize..edit.end.offset as usize
}

/// Edits of whole fixes that do not touch each other, first come, first served.
fn compatible<'f>(fixes: impl IntoIterator<Item = &'f Fix>) -> Vec<&'f Edit> {
    let mut taken: Vec<&Edit> = Vec::new();
    for fix in fixes {
        let is_free =
            |edit: &&Edit| taken.iter().all(|other| edit.end.offset <= other.start.offset || other.end.offset <= edit.start.offset);
        if fix.edits.iter().all(|edit| is_free(&edit)) {
            taken.extend(&fix.edits);
        }
    }
    taken.sort_by_key(|edit| (edit.start.offset, edit.end.offset));
    taken
}

fn apply(text: &str, edits: &[&Edit]) -> String {
    let mut text = text.to_owned();
    for edit in edits.iter().rev() {
        text.replace_range(range(edit), &edit.text);
    }
    text
}

/// All fixes up to an applicability, in rounds until there is none left.
fn fixed(text: &str, most: Applicability) -> String {
    let package = Package::new(text);
    for _ in 0..12 {
        let before = package.text();
        let findings = package.findings();
        let fixes = findings.iter().filter_map(|finding| finding.fixes.iter().find(|fix| fix.applicability <= most));
        let edits = compatible(fixes);
        if edits.is_empty() {
            return before;
        }
        let mut after = apply(&before, &edits);
        loop {
            let imports = superfluous_imports(&before, &after, &|_| false);
            if imports.is_empty() {
                break;
            }
            for (span, with) in imports.into_iter().rev() {
                after.replace_range(span.range(), &with);
            }
        }
        assert!(parses(&after), "fixed code does not parse:\n{after}");
        std::fs::write(package.file(), after).expect("it can be written");
    }
    panic!("fixes never come to an end:\n{}", package.text());
}

fn parses(text: &str) -> bool {
    lower(text, Bodies::Lower, &MacroTable::default()).errors.is_empty()
}

#[test]
fn cases_are_fixed_as_recorded() {
    let update = std::env::var_os("UPDATE_FIXES").is_some();
    let mut wrong = String::new();
    for case in cases() {
        let text = std::fs::read_to_string(&case).expect("cases are UTF-8");
        let safe = fixed(&text, Applicability::Safe);
        let all = fixed(&text, Applicability::Unsafe);
        for (kind, made, base) in [("fixed", &safe, &text), ("unsafe", &all, &safe)] {
            let file = beside(&case, kind);
            if update {
                if made == base {
                    drop(std::fs::remove_file(&file));
                } else {
                    std::fs::write(&file, made).expect("it can be written");
                }
            }
            let recorded = std::fs::read_to_string(&file).unwrap_or_else(|_| base.clone());
            if recorded != *made {
                writeln!(wrong, "{}: is now\n{made}", file.display()).expect("text can grow");
            }
        }
    }
    assert!(wrong.is_empty(), "set UPDATE_FIXES=1 and look at the difference\n{wrong}");
}

#[test]
fn every_recorded_result_has_its_case() {
    let files = support::files(&support::root().join("fixtures/fixes"), ".rs");
    let cases: BTreeSet<PathBuf> = cases().into_iter().collect();
    for file in files.iter().filter(|file| !cases.contains(*file)) {
        let case = file.with_extension("").with_extension("rs");
        assert!(cases.contains(&case), "{} has no case", file.display());
    }
    assert!(cases.len() > 10, "only {} cases were found", cases.len());
}

/// What is said of a line: `unsafe: guard-alive`.
type Notes = BTreeMap<(u32, String), usize>;

#[test]
fn guards_are_named_as_marked() {
    let mut wrong = String::new();
    let mut seen = BTreeSet::new();
    for case in cases() {
        let text = std::fs::read_to_string(&case).expect("cases are UTF-8");
        let mut said = Notes::new();
        for finding in Package::new(&text).findings() {
            for withheld in finding.withheld {
                let outcome = match withheld.outcome {
                    GuardOutcome::Refused => "withheld",
                    GuardOutcome::Unsafe => "unsafe",
                };
                seen.insert(withheld.guard);
                *said.entry((finding.start.line, format!("{outcome}: {}", withheld.guard.id()))).or_default() += 1;
            }
        }
        let mut marked = Notes::new();
        for (line, text) in (1..).zip(text.lines()) {
            for mark in text.split("//~ ").skip(1) {
                *marked.entry((line, mark.trim().to_owned())).or_default() += 1;
            }
        }
        if said != marked {
            writeln!(wrong, "{}:\n  said   {said:?}\n  marked {marked:?}", case.display()).expect("text can grow");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(seen.len() >= 10, "only {seen:?} were seen");
}

#[test]
fn no_fix_brings_a_finding_that_was_not_there() {
    for case in cases() {
        let text = std::fs::read_to_string(&case).expect("cases are UTF-8");
        let lints = |text: &str| {
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            for finding in Package::new(text).findings() {
                *counts.entry(finding.lint).or_default() += 1;
            }
            counts
        };
        let before = lints(&text);
        for most in [Applicability::Safe, Applicability::Unsafe] {
            for (lint, count) in lints(&fixed(&text, most)) {
                assert!(count <= before.get(&lint).copied().unwrap_or(0), "{}: more {lint} than before", case.display());
            }
        }
    }
}

/// The comments of a text, in order.
fn comments(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    // The cases hold no `//` in strings but in URLs, which a fix does not touch either.
    while let Some(at) = rest.find("//") {
        let line = rest[at..].lines().next().unwrap_or_default();
        found.push(line);
        rest = &rest[at + line.len()..];
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn any_subset_of_fixes_parses_and_keeps_comments(chosen in proptest::collection::vec(any::<bool>(), 64)) {
        static FOUND: std::sync::OnceLock<Vec<(String, Vec<Fix>)>> = std::sync::OnceLock::new();
        let found = FOUND.get_or_init(|| {
            let files = cases().into_iter().chain(support::files(&support::root().join("fixtures/cases"), ".rs"));
            let texts = files.map(|file| std::fs::read_to_string(file).expect("cases are UTF-8")).filter(|text| parses(text));
            texts.map(|text| {
                let fixes = Package::new(&text).findings().into_iter().flat_map(|finding| finding.fixes).collect();
                (text, fixes)
            }).collect()
        });
        let mut tried = 0;
        for (text, fixes) in found {
            let some: Vec<&Fix> = fixes.iter().zip(chosen.iter().cycle()).filter(|(_, chosen)| **chosen).map(|(fix, _)| fix).collect();
            tried += some.len();
            let after = apply(text, &compatible(some));
            prop_assert!(parses(&after), "{after}");
            let (before, after) = (comments(text), comments(&after));
            prop_assert_eq!(before, after);
        }
        prop_assert!(tried > 20 || chosen.iter().filter(|chosen| **chosen).count() < 8);
    }
}
