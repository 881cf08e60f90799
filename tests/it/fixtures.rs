//! `fixtures/cases/`: every lint runs over every case, and the findings are exactly the marks, line by line and in number.
//!
//! A mark is a comment at a line's end: `//~ lint-id` (`#~ lint-id` in a configuration), with as many ids as there are findings on that line.
//! `known-gaps/` has cases that the tool still gets wrong: `//~? lint-id` is a missed finding, `//~! lint-id` a wrong one. The tests check those
//! marks too, so that a closed gap is noticed, and its case moved.
//!
//! An id may be followed by required properties of its finding: `stalls=nobody`, `in=handler:show` (kind and last name of the nearest task),
//! `route=GET:/x`.

use crate::support;
use async_lint::catalogue::Catalogue;
use async_lint::diagnostics::Finding;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

const GAPS: &str = "known-gaps";
/// Cases of all lints, reached through calls.
const CHAINS: &str = "transitive";
/// What most fns of the cases do, so it is marked only in its own folder.
const NEVER_AWAITS: &str = "never-awaits";
/// Cases of who is stalled.
const TASKS: &str = "tasks";

/// Path below the cases, line, lint.
type Place = (String, u32, String);

/// How often each place occurs.
type Counted = BTreeMap<Place, usize>;

#[derive(Default)]
struct Marks {
    /// The findings that the tool reports today, gaps included.
    said: Counted,
    /// Findings that it misses.
    missed: BTreeSet<Place>,
    /// Further required properties of a finding: `stalls=nobody`.
    details: BTreeMap<Place, Vec<String>>,
}

#[test]
fn cases_are_found_as_marked() {
    let cases = support::root().join("fixtures/cases");
    // Outside the repository, so that each case belongs to its own package or to none.
    let folder = support::folder();
    support::copy(&cases, folder.path());
    let mut options = support::options(folder.path());
    options.select = vec!["all".to_owned()];
    let report = support::check(&options);
    let mut found = Counted::new();
    let mut messages = BTreeMap::new();
    let mut details: BTreeMap<Place, Vec<String>> = BTreeMap::new();
    let is_marked = |finding: &Finding| finding.lint != NEVER_AWAITS || finding.path.starts_with(NEVER_AWAITS);
    for finding in report.findings.into_iter().filter(is_marked) {
        let place = (finding.path.clone(), finding.start.line, finding.lint.clone());
        details.entry(place.clone()).or_default().extend(details_of(&finding));
        messages.insert(place.clone(), finding.message);
        *found.entry(place).or_default() += 1;
    }
    let marks = marks(&cases);
    let mut wrong = String::new();
    for place in marks.said.keys().chain(found.keys()).collect::<BTreeSet<_>>() {
        let (said, marked) = (count(&found, place), count(&marks.said, place));
        let (path, row, lint) = place;
        if said != marked && marks.missed.contains(place) {
            writeln!(wrong, "{path}:{row}: {lint} is found now: move the case out of {GAPS}").expect("text can grow");
        } else if said != marked {
            let message = messages.get(place).map_or("", String::as_str);
            writeln!(wrong, "{path}:{row}: {lint} is marked {marked} times and found {said} times {message}").expect("text can grow");
        }
    }
    for (place, wanted) in &marks.details {
        let said = details.get(place).map(Vec::as_slice).unwrap_or_default();
        for detail in wanted.iter().filter(|detail| !said.contains(detail)) {
            let (path, row, lint) = place;
            writeln!(wrong, "{path}:{row}: {lint} is marked {detail} and is {}", said.join(" ")).expect("text can grow");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(found.len() > 200, "only {} places were found: were the cases read?", found.len());
}

/// The properties of a finding that marks may require.
fn details_of(finding: &Finding) -> Vec<String> {
    let word = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let mut details =
        vec![format!("stalls={}", word(serde_json::json!(finding.stalls))), format!("level={}", word(serde_json::json!(finding.level)))];
    if finding.runs_in.is_empty() {
        details.push("in=nobody".to_owned());
    }
    if let Some(task) = finding.runs_in.first() {
        let name = task.name.rsplit("::").next().unwrap_or_default();
        details.push(format!("in={}:{name}", word(serde_json::json!(task.kind))));
        let route = task.route.as_ref().map_or_else(|| "none".to_owned(), |route| route.replace(' ', ":"));
        details.push(format!("route={route}"));
    }
    details
}

fn count(counted: &Counted, place: &Place) -> usize {
    counted.get(place).copied().unwrap_or(0)
}

fn marks(cases: &Path) -> Marks {
    let mut marks = Marks::default();
    for file in support::files(cases, ".rs").into_iter().chain(support::files(cases, "async-lint.toml")) {
        let path = file.strip_prefix(cases).expect("it is below the cases").to_string_lossy().replace('\\', "/");
        let text = std::fs::read_to_string(&file).expect("cases are UTF-8");
        for (line, text) in (1..).zip(text.lines()) {
            let Some((_, mark)) = text.split_once("//~").or_else(|| text.split_once("#~")) else { continue };
            // A bare mark is at a near miss.
            let Some(kind) = mark.get(..1) else { continue };
            let ids = &mark[1..];
            assert!(kind == " " || path.starts_with(GAPS), "{path}:{line}: `//~{kind}` belongs into {GAPS}");
            let mut last = None;
            for id in ids.split_whitespace() {
                if id.contains('=') {
                    let place = last.clone().expect("a detail stands after a lint");
                    marks.details.entry(place).or_default().push(id.to_owned());
                    continue;
                }
                let place = (path.clone(), line, id.to_owned());
                last = Some(place.clone());
                match kind {
                    " " | "!" => *marks.said.entry(place).or_default() += 1,
                    "?" => drop(marks.missed.insert(place)),
                    _ => panic!("{path}:{line}: `//~{kind}` is no mark"),
                }
            }
        }
    }
    marks
}

#[test]
fn marks_and_folders_name_lints() {
    let catalogue = Catalogue::embedded().expect("the rules are sound");
    let cases = support::root().join("fixtures/cases");
    let marks = marks(&cases);
    for (path, line, lint) in marks.said.keys().chain(&marks.missed) {
        assert!(catalogue.lint(lint).is_some(), "{path}:{line}: there is no lint `{lint}`");
    }
    for entry in std::fs::read_dir(&cases).expect("it can be listed") {
        let name = entry.expect("it can be listed").file_name().to_string_lossy().into_owned();
        let is_mixed = name == GAPS || name == CHAINS || name == TASKS;
        assert!(is_mixed || catalogue.lint(&name).is_some(), "fixtures/cases/{name}: there is no lint of that name");
        let marked = marks.said.keys().any(|(path, _, lint)| *lint == name && path.starts_with(&format!("{name}/")));
        assert!(is_mixed || marked, "fixtures/cases/{name} marks no `{name}`");
    }
}

#[test]
fn every_lint_has_a_case() {
    let catalogue = Catalogue::embedded().expect("the rules are sound");
    let cases = support::root().join("fixtures/cases");
    let without: Vec<&str> = catalogue.lints().map(|lint| lint.id.as_str()).filter(|id| !cases.join(id).is_dir()).collect();
    assert!(without.is_empty(), "a lint needs fixtures/cases/<its id>/: {without:?}");
}
