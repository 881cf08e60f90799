//! `fixtures/fixes/`: the results of fixes, and why some are withheld.
//!
//! `case.rs` is the code, `case.fixed.rs` the result of all safe fixes (absent: nothing changes), `case.unsafe.rs` that of all fixes (absent: the
//! same), `case.other.rs` that of replacements which are not the first choice (absent: there are none). `UPDATE_FIXES=1` writes them. Comments on a line with a finding: `//~ unsafe: guard` means that its fix may change behaviour because
//! of `guard`, `//~ if-it-compiles: guard` that only the compiler can say whether it compiles, `//~ withheld: guard` that there is no fix. The
//! notes of the findings must be exactly these comments. A first line `//@ tokio = { .. }` replaces the dependency on tokio (a version with `=`
//! is the locked one; `; ` separates several dependencies); `//@ none` leaves it out, `//@ loose` leaves out the whole manifest.

use crate::support;
use async_lint::diagnostics::{Applicability, Edit, Finding, Fix, Form, GUARDS, GuardOutcome};
use async_lint::fix::propose::superfluous_imports;
use async_lint::syntax::{Bodies, MacroTable, lower};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

const LOCK: &str = r#"version = 4

[[package]]
name = "case"
version = "0.1.0"
dependencies = [
 "mongodb",
 "redis",
 "tokio",
]

[[package]]
name = "mongodb"
version = "3.9.1"
source = "registry+https://github.com/rust-lang/crates.io-index"

[[package]]
name = "redis"
version = "1.8.1"
source = "registry+https://github.com/rust-lang/crates.io-index"

[[package]]
name = "tokio"
version = "1.45.1"
source = "registry+https://github.com/rust-lang/crates.io-index"
"#;
const TOKIO: &str = r#"tokio = { version = "1.45", features = ["full"] }"#;

fn cases() -> Vec<PathBuf> {
    let is_case =
        |path: &PathBuf| !["fixed", "unsafe", "other"].iter().any(|kind| path.to_string_lossy().ends_with(&format!(".{kind}.rs")));
    support::files(&support::root().join("fixtures/fixes"), ".rs").into_iter().filter(is_case).collect()
}

fn beside(case: &Path, kind: &str) -> PathBuf {
    case.with_extension(format!("{kind}.rs"))
}

/// Packages with one of these texts each, linted in one run.
struct Packages {
    folder: tempfile::TempDir,
    count: usize,
}

impl Packages {
    fn new(texts: &[String]) -> Self {
        let folder = support::folder();
        for (number, text) in texts.iter().enumerate() {
            let first = text.lines().next().and_then(|line| line.strip_prefix("//@ "));
            let root = folder.path().join(format!("p{number}"));
            if first == Some("loose") {
                support::write(&root, &[("src/lib.rs", text)]);
                continue;
            }
            let exact = first.and_then(|line| line.split_once("\"=")).and_then(|(_, rest)| rest.split_once('"'));
            let lock = exact.map_or_else(|| LOCK.to_owned(), |(version, _)| LOCK.replace("1.45.1", version));
            // Dependencies, then features.
            let (first, features) =
                first.map_or((None, ""), |line| line.split_once(" | ").map_or((Some(line), ""), |(one, two)| (Some(one), two)));
            let tokio = match first {
                Some("none") => String::new(),
                Some(line) => line.replace("; ", "\n"),
                None => TOKIO.to_owned(),
            };
            let features = features.replace("; ", "\n");
            let manifest = format!(
                "[package]\nname = \"case\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n[features]\n{features}\n\n[dependencies]\n{tokio}\nasync-channel = \
                 \"2\"\nflume = \"0.11\"\nfutures = \"0.3\"\ndashmap = \"6\"\nreqwest = {{ version = \"0.12\", features = [\"blocking\", \"json\"] }}\nserde_json = \"1\"\ntempfile = \"3\"\n"
            );
            support::write(&root, &[("Cargo.toml", &*manifest), ("Cargo.lock", &*lock), ("src/lib.rs", text)]);
        }
        Self { folder, count: texts.len() }
    }

    /// By package.
    fn findings(&self) -> Vec<Vec<Finding>> {
        let mut options = support::options(self.folder.path());
        options.select = vec!["all".to_owned()];
        // It is about fns, most of the cases are of its kind, and no fix is offered.
        options.ignore = vec!["never-awaits".to_owned()];
        let mut found: Vec<Vec<Finding>> = vec![Vec::new(); self.count];
        for finding in support::check(&options).findings {
            let number = finding.path.strip_prefix('p').and_then(|path| path.split('/').next()).expect("it is in a package");
            found[number.parse::<usize>().expect("packages are numbered")].push(finding);
        }
        found
    }

    fn file(&self, number: usize) -> PathBuf {
        self.folder.path().join(format!("p{number}/src/lib.rs"))
    }

    fn texts(&self) -> Vec<String> {
        (0..self.count).map(|number| std::fs::read_to_string(self.file(number)).expect("it can be read")).collect()
    }
}

fn range(edit: &Edit) -> std::ops::Range<usize> {
    edit.start.offset as usize..edit.end.offset as usize
}

/// The ranges that a fix occupies: a fix that moves code occupies everything between its edits.
fn claims(fix: &Fix) -> Vec<(u32, u32)> {
    let spans = || fix.edits.iter().map(|edit| (edit.start.offset, edit.end.offset));
    match (fix.form, spans().min(), spans().map(|span| span.1).max()) {
        (Form::Offload, Some((start, _)), Some(end)) => vec![(start, end)],
        _ => spans().collect(),
    }
}

/// Edits of whole fixes that do not touch each other, first come, first served.
fn compatible<'f>(fixes: impl IntoIterator<Item = &'f Fix>) -> Vec<&'f Edit> {
    let mut taken: Vec<(u32, u32)> = Vec::new();
    let mut chosen: Vec<&Fix> = Vec::new();
    for fix in fixes {
        let fix_claims = claims(fix);
        let is_free = |claim: &(u32, u32)| taken.iter().all(|other| claim.1 < other.0 || other.1 < claim.0);
        // Several findings may have the same fix; edits of manifests are tested elsewhere.
        let is_known = chosen.iter().any(|other| other.edits == fix.edits);
        if !is_known
            && fix_claims.iter().all(is_free)
            && fix.edits.iter().all(|edit| Path::new(&edit.path).extension().is_some_and(|ext| ext == "rs"))
        {
            taken.extend(fix_claims);
            chosen.push(fix);
        }
    }
    let mut edits: Vec<&Edit> = chosen.into_iter().flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| (edit.start.offset, edit.end.offset));
    edits
}

fn apply(text: &str, edits: &[&Edit]) -> String {
    let mut text = text.to_owned();
    for edit in edits.iter().rev() {
        text.replace_range(range(edit), &edit.text);
    }
    text
}

/// The text without imports that all fixes together have made unused.
fn tidied(before: &str, mut after: String) -> String {
    loop {
        let removals = superfluous_imports(before, &after, &|_| false);
        if removals.is_empty() {
            return after;
        }
        for (span, text) in removals.into_iter().rev() {
            after.replace_range(span.range(), &text);
        }
    }
}

/// The texts after all fixes up to an applicability, in rounds until none is left, with their remaining findings.
fn fixed(texts: &[String], most: Applicability) -> (Vec<String>, Vec<Vec<Finding>>) {
    let packages = Packages::new(texts);
    for _ in 0..12 {
        let found = packages.findings();
        let mut is_done = true;
        for (number, (before, findings)) in packages.texts().iter().zip(&found).enumerate() {
            let fixes = findings.iter().filter_map(|finding| finding.fixes.iter().find(|fix| fix.applicability <= most));
            let edits = compatible(fixes);
            if edits.is_empty() {
                continue;
            }
            is_done = false;
            let after = tidied(before, apply(before, &edits));
            assert!(parses(&after), "fixed code does not parse:\n{after}");
            std::fs::write(packages.file(number), after).expect("it can be written");
        }
        if is_done {
            return (packages.texts(), found);
        }
    }
    panic!("fixes never come to an end");
}

/// Every case before and after, computed once for all tests.
struct Run {
    cases: Vec<PathBuf>,
    texts: Vec<String>,
    before: Vec<Vec<Finding>>,
    safe: (Vec<String>, Vec<Vec<Finding>>),
    all: (Vec<String>, Vec<Vec<Finding>>),
}

fn run() -> &'static Run {
    static RUN: OnceLock<Run> = OnceLock::new();
    RUN.get_or_init(|| {
        let cases = cases();
        let texts: Vec<String> = cases.iter().map(|case| std::fs::read_to_string(case).expect("cases are UTF-8")).collect();
        let before = Packages::new(&texts).findings();
        let (safe, all) = (fixed(&texts, Applicability::Safe), fixed(&texts, Applicability::Unsafe));
        Run { cases, texts, before, safe, all }
    })
}

fn parses(text: &str) -> bool {
    lower(text, Bodies::Lower, &MacroTable::default()).errors.is_empty()
}

#[test]
fn cases_are_fixed_as_recorded() {
    let update = std::env::var_os("UPDATE_FIXES").is_some();
    let mut wrong = String::new();
    let run = run();
    for (number, case) in run.cases.iter().enumerate() {
        let (text, safe, all) = (&run.texts[number], &run.safe.0[number], &run.all.0[number]);
        // A replacement that is not the first choice is written too, where a person chooses it.
        let others = run.before[number].iter().flat_map(|finding| finding.fixes.iter().skip(1).filter(|fix| fix.form == Form::Replace));
        let other = apply(text, &compatible(others));
        for (kind, made, base) in [("fixed", safe, text), ("unsafe", all, safe), ("other", &other, text)] {
            let file = beside(case, kind);
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

/// Notes on a line: `unsafe: guard-alive`.
type Notes = BTreeMap<(u32, String), usize>;

#[test]
fn guards_are_named_as_marked() {
    let mut wrong = String::new();
    let mut seen = BTreeSet::new();
    let run = run();
    for ((case, text), findings) in run.cases.iter().zip(&run.texts).zip(&run.before) {
        let mut said = Notes::new();
        for finding in findings {
            // One guard may apply several times; it counts once.
            let mut named = BTreeSet::new();
            for withheld in finding.withheld.iter().filter(|withheld| named.insert((withheld.guard, withheld.outcome))) {
                let outcome = match withheld.outcome {
                    GuardOutcome::Refused => "withheld",
                    GuardOutcome::Unsafe => "unsafe",
                    GuardOutcome::IfItCompiles => "if-it-compiles",
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
    let without_case: Vec<&str> = GUARDS.iter().filter(|guard| !seen.contains(guard)).map(|guard| guard.id()).collect();
    assert!(without_case.is_empty(), "guards without a case: {without_case:?}");
}

#[test]
fn no_fix_brings_a_finding_that_was_not_there() {
    let lints = |findings: &[Finding]| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for finding in findings {
            *counts.entry(finding.lint.clone()).or_default() += 1;
        }
        counts
    };
    let run = run();
    for (number, case) in run.cases.iter().enumerate() {
        let before = lints(&run.before[number]);
        // The last resort, `block_in_place`, is itself reported; it is never safe.
        let (safe, mut all) = (lints(&run.safe.1[number]), lints(&run.all.1[number]));
        all.remove("block-in-place");
        for after in [safe, all] {
            for (lint, count) in after {
                assert!(count <= before.get(&lint).copied().unwrap_or(0), "{}: more {lint} than before", case.display());
            }
        }
    }
}

/// Each fix of any applicability, applied alone, resolves its finding and adds none elsewhere.
#[test]
fn every_fix_ends_what_its_finding_is_about() {
    let run = run();
    let mut alone: Vec<(usize, &Finding, String)> = Vec::new();
    for (number, findings) in run.before.iter().enumerate() {
        for finding in findings.iter().filter(|finding| !finding.api.is_empty()) {
            let fixes = finding.fixes.iter();
            alone.extend(fixes.filter_map(|fix| {
                let edits = compatible([fix]);
                (!edits.is_empty()).then(|| (number, finding, apply(&run.texts[number], &edits)))
            }));
        }
    }
    let texts: Vec<String> = alone.iter().map(|(.., text)| text.clone()).collect();
    let after = Packages::new(&texts).findings();
    let of_api = |findings: &[Finding], api: &str| findings.iter().filter(|finding| finding.api == api).count();
    for ((number, finding, text), after) in alone.iter().zip(&after) {
        let (before, left) = (of_api(&run.before[*number], &finding.api), of_api(after, &finding.api));
        assert!(left < before, "{}: `{}` is found {left} times, before {before}:\n{text}", run.cases[*number].display(), finding.api);
        let others = after.len().saturating_sub(run.before[*number].len());
        assert_eq!(others, 0, "{}: new findings:\n{text}", run.cases[*number].display());
    }
    assert!(alone.len() > 100, "only {} fixes were tried", alone.len());
}

/// The comments of a text, in order.
fn comments(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    // In the cases, strings contain `//` only in URLs, which no fix touches.
    while let Some(at) = rest.find("//") {
        let line = rest[at..].lines().next().unwrap_or_default();
        found.push(line);
        rest = &rest[at + line.len()..];
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_subset_of_fixes_parses_and_keeps_comments(chosen in proptest::collection::vec(any::<bool>(), 64)) {
        static FOUND: OnceLock<Vec<(String, Vec<Fix>)>> = OnceLock::new();
        let found = FOUND.get_or_init(|| {
            let files = cases().into_iter().chain(support::files(&support::root().join("fixtures/cases"), ".rs"));
            let texts: Vec<String> = files.map(|file| std::fs::read_to_string(file).expect("cases are UTF-8")).filter(|text| parses(text)).collect();
            let fixes = Packages::new(&texts).findings().into_iter().map(|found| {
                // Fixes of this lint remove comments on purpose.
                let kept = found.into_iter().filter(|finding| finding.lint != "unused-suppression");
                kept.flat_map(|finding| finding.fixes).collect()
            });
            texts.iter().cloned().zip(fixes.collect::<Vec<_>>()).collect()
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
