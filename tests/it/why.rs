//! `why`: each explanation of a call, on code to which it applies.

use crate::support;
use async_lint::diagnostics::{Answer, Finding};
use async_lint::{Question, TestCode, check};

const CODE: &str = r#"
use std::path::Path;
use std::time::Duration;

pub async fn handler(path: &Path, cache: &dyn Cache, run: fn()) {
    std::thread::sleep(Duration::from_secs(1));
    load(path);
    calm();
    cache.get();
    run();
    tokio::task::spawn_blocking(|| std::fs::read("a"));
    std::thread::sleep(Duration::ZERO);
    nowhere::at_all();
    quick(path);
    std::fs::read("b"); // async-lint: allow(blocking-file) small
    somewhere::keep(|| std::fs::read("c"));
    String::new();
    awaited().await;
    returned().await;
}

async fn awaited() {
    std::fs::read("f");
}

fn returned() -> impl Future<Output = ()> {
    async { drop(std::fs::read("g")) }
}

fn load(path: &Path) {
    std::fs::read(path);
}

fn calm() {}

// async-lint: nonblocking the file is in memory
fn quick(path: &Path) {
    std::fs::read(path);
}

pub trait Cache {
    fn get(&self);
}

struct Store;

impl Store {
    fn fetch(&self) {
        std::fs::read("e");
    }
}

struct Lent(Store);

impl std::ops::Deref for Lent {
    type Target = Store;
    fn deref(&self) -> &Store {
        &self.0
    }
}

async fn leave(path: &str, store: Store) {
    if path.is_empty() {
        if Path::new("leaving").exists() {
            store.fetch();
        }
        std::process::exit(1);
    }
    if tokio::runtime::Handle::try_current().is_err() {
        std::fs::read("without a runtime");
    }
}

async fn borrowed(lent: Lent) {
    lent.fetch();
}

#[tokio::main]
async fn main() {
    std::fs::read("settings");
    serve().await;
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn test() {
        std::fs::read("d");
    }
}
"#;

/// The answers for the line that begins with this text.
fn answers(begin: &str) -> Vec<Answer> {
    let folder = support::folder();
    support::write(folder.path(), &[("a.rs", CODE)]);
    let line = CODE.lines().position(|line| line.trim_start().starts_with(begin)).expect("the line is there") + 1;
    let question = Question { file: folder.path().join("a.rs"), line: u32::try_from(line).expect("few lines") };
    let options = async_lint::CheckOptions { questions: vec![question], ..support::options(folder.path()) };
    check(&options, &async_lint::Silent).expect("the run succeeds").answers
}

/// The answer for the call with this text.
fn answer(begin: &str, call: &str) -> Answer {
    let found = answers(begin);
    found.iter().find(|answer| answer.call == call).unwrap_or_else(|| panic!("no `{call}` in {found:#?}")).clone()
}

fn fate(answer: &Answer) -> &str {
    &answer.reaches.first().unwrap_or_else(|| panic!("it reaches nothing: {answer:#?}")).fate
}

#[test]
fn what_is_reported_is_told_with_its_way() {
    let sleep = answer("std::thread::sleep(Duration::from_secs", "std::thread::sleep");
    assert_eq!((sleep.target.as_str(), fate(&sleep), sleep.silent.as_deref()), ("`std::thread::sleep`", "reported as warn", None));
    assert_eq!(sleep.runs, "on an executor thread (async fn on line 5)");
    let load = answer("load(path)", "load");
    assert_eq!(load.reaches[0].via.len(), 1);
    assert_eq!((load.reaches[0].api.as_str(), load.reaches[0].via[0].line), ("std::fs::read", 31));
    assert_eq!(load.target, "`crate::load` (a.rs:30)");
    let settings = answer("std::fs::read(\"settings\")", "std::fs::read");
    assert_eq!(fate(&settings), "reported as note: it stalls nobody: only `main` runs here, nothing was spawned before it");
}

#[test]
fn a_method_reached_through_a_deref_is_told_with_both() {
    let lent = answer("lent.fetch()", "fetch");
    assert_eq!((lent.reaches[0].api.as_str(), fate(&lent)), ("std::fs::read", "reported as warn"));
}

#[test]
fn what_is_not_reported_has_a_reason() {
    for (begin, call, reason) in [
        ("calm();", "calm", "no blocking call is reached from its body"),
        ("awaited().await", "awaited", "it is an async fn: what blocks is reported in its own body"),
        (
            "returned().await",
            "returned",
            "no blocking call is reached before it returns; what blocks in its async blocks is reported there",
        ),
        ("cache.get()", "get", "it goes through a trait, and no available impl reaches a blocking call"),
        ("run();", "run", "the fn behind the value is unknown"),
        (
            "std::thread::sleep(Duration::ZERO)",
            "std::thread::sleep",
            "the catalogue lists it, but not for this receiver or these arguments",
        ),
        ("nowhere::at_all()", "nowhere::at_all", "the catalogue does not list it, and its source is not available"),
        ("quick(path)", "quick", "the comment on line 36 of its file marks it as nonblocking: the file is in memory"),
        ("String::new()", "String::new", "the catalogue does not list it, and only signatures of `std` are known"),
        (
            "tokio::task::spawn_blocking",
            "tokio::task::spawn_blocking",
            "the catalogue says where its closure runs, and that it does not block itself",
        ),
    ] {
        assert_eq!(answer(begin, call).silent.as_deref(), Some(reason), "{begin}");
    }
    assert_eq!(fate(&answer("std::fs::read(\"b\")", "std::fs::read")), "not reported: a comment allows it");
    assert_eq!(fate(&answer("std::fs::read(\"d\")", "std::fs::read")), "not reported: it is test code (`--tests` shows it)");
}

#[test]
fn other_threads_and_sync_fns_are_told_apart() {
    let offloaded = answer("tokio::task::spawn_blocking", "std::fs::read");
    assert_eq!(offloaded.runs, "on another thread, in the closure on line 11 passed to `tokio::task::spawn_blocking`");
    assert_eq!(offloaded.silent.as_deref(), Some("it blocks a thread that is meant for blocking work"));
    let kept = answer("somewhere::keep", "std::fs::read");
    assert!(kept.runs.starts_with("unknown, in the closure on line 16"), "{}", kept.runs);
    let sync = answer("std::fs::read(path)", "std::fs::read");
    assert_eq!(sync.runs, "on the thread of the caller of `load`, which is not async");
    assert_eq!(sync.silent.as_deref(), Some("`load` is not async; what it reaches is reported where async code calls it"));
}

#[test]
fn code_in_no_task_is_told_by_its_surroundings() {
    for (begin, call) in [("if Path::new(\"leaving\")", "exists"), ("store.fetch();", "fetch")] {
        let leaving = answer(begin, call);
        assert_eq!(leaving.runs, "in code that only leads to the end of the process");
        assert_eq!(leaving.silent.as_deref(), Some("no task that it keeps waiting would still finish"));
    }
    let outside = answer("std::fs::read(\"without a runtime\")", "std::fs::read");
    assert_eq!(outside.runs, "only where no runtime drives the thread");
    assert_eq!(outside.silent.as_deref(), Some("there are no tasks that would wait"));
}

#[test]
fn a_line_without_calls_has_no_answers() {
    assert_eq!(answers("pub trait Cache"), []);
    let options = support::options(support::root().as_path());
    assert_eq!((options.tests, options.questions), (TestCode::Hide, Vec::new()));
}

/// What `check` reports and hides by default, and what `why` says of it, for all cases.
#[test]
fn each_finding_is_told_as_it_is_reported() {
    let folder = support::folder();
    support::copy(&support::root().join("fixtures/cases"), folder.path());
    let hidden = async_lint::CheckOptions { select: vec!["all".to_owned()], ..support::options(folder.path()) };
    let reported = check(&hidden, &async_lint::Silent).expect("the run succeeds");
    let shown = async_lint::CheckOptions { tests: TestCode::Show, ..hidden };
    let all = check(&shown, &async_lint::Silent).expect("the run succeeds").findings;
    assert!(all.len() > reported.findings.len(), "the cases have test code");
    let question = |finding: &Finding| Question { file: folder.path().join(&finding.path), line: finding.start.line };
    let asked = async_lint::CheckOptions { questions: all.iter().map(question).collect(), ..shown };
    let answers = check(&asked, &async_lint::Silent).expect("the run succeeds").answers;
    let is_same = |a: &Finding, b: &Finding| (&a.path, a.start, &a.lint, &a.api) == (&b.path, b.start, &b.lint, &b.api);
    let mut wrong = Vec::new();
    for finding in &all {
        let level = serde_json::json!(finding.level).as_str().unwrap_or_default().to_owned();
        let is_reported = reported.findings.iter().any(|other| is_same(other, finding) && other.level == finding.level);
        let here: Vec<&Answer> = answers.iter().filter(|answer| (&answer.path, answer.start) == (&finding.path, finding.start)).collect();
        let reaches = here.iter().flat_map(|answer| &answer.reaches).map(|reach| (&reach.lint, &reach.fate));
        let found = here.iter().flat_map(|answer| &answer.findings).map(|found| (&found.lint, &found.fate));
        let fates: Vec<&String> = reaches.chain(found).filter(|(lint, _)| **lint == finding.lint).map(|(_, fate)| fate).collect();
        let says_level = |fate: &&String| fate.strip_prefix("reported as ").is_some_and(|rest| rest.starts_with(&level));
        let is_told = fates.iter().any(|fate| says_level(fate) && is_reported != fate.contains("else hidden: "));
        if !here.is_empty() && !is_told || fates.iter().any(|fate| fate.starts_with("not reported")) {
            wrong.push(format!("{}:{}: {} is a {level}: {fates:?}", finding.path, finding.start.line, finding.lint));
        }
        if is_reported == finding.in_test {
            wrong.push(format!("{}:{}: {} in_test: {}", finding.path, finding.start.line, finding.lint, finding.in_test));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The cases have a finding of each lint.
#[test]
fn each_finding_at_a_call_is_in_its_answer() {
    let folder = support::folder();
    support::copy(&support::root().join("fixtures/cases"), folder.path());
    let options = async_lint::CheckOptions { tests: TestCode::Show, select: vec!["all".to_owned()], ..support::options(folder.path()) };
    let findings = check(&options, &async_lint::Silent).expect("the run succeeds").findings;
    let question = |finding: &Finding| Question { file: folder.path().join(&finding.path), line: finding.start.line };
    let options = async_lint::CheckOptions { questions: findings.iter().map(question).collect(), ..options };
    let answers = check(&options, &async_lint::Silent).expect("the run succeeds").answers;
    let mut missing = Vec::new();
    let mut about_calls = 0;
    for finding in &findings {
        let here: Vec<&Answer> = answers.iter().filter(|answer| (&answer.path, answer.start) == (&finding.path, finding.start)).collect();
        let is_told = |answer: &&Answer| {
            let reached = answer.reaches.iter().any(|reach| reach.lint == finding.lint && reach.fate.starts_with("reported as"));
            answer.silent.is_none() && (reached || answer.findings.iter().any(|other| other.lint == finding.lint))
        };
        about_calls += usize::from(!here.is_empty());
        if !here.is_empty() && !here.iter().any(is_told) {
            missing.push(format!("{}:{}: {} {here:#?}", finding.path, finding.start.line, finding.lint));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    assert!(about_calls > 1000, "{about_calls} of {} findings are at calls", findings.len());
}
