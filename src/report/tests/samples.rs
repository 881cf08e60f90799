//! Hand-made reports.

use crate::catalogue::{FoundBy, Lint, LintFile};
use crate::diagnostics::{
    Applicability, Confidence, Context, Cost, Edit, Finding, Fix, Form, Hop, Kind, Level, LevelCounts, Report, Stalls, Summary, Task,
    TaskKind,
};
use crate::facts::{LineIndex, Position};
use std::collections::BTreeMap;

const HANDLER: &str = "\
use crate::store;

async fn handler(id: u64) -> String {
    std::thread::sleep(Duration::from_secs(1));
\tlet row = store::load(id).unwrap();
    row.name
}

async fn other(id: u64) {
    store::load(id + 1);
}

#[tokio::main]
async fn main() {
    if Path::new(\"größe\").exists() { run().await }
}
";

const STORE: &str = "\
pub fn load(id: u64) -> Option<Row> {
    let path = path_of(id);
    let text = std::fs::read_to_string(path).ok()?;
    parse(&text)
}
";

/// Start and end of the first `what` after the first `after`.
fn span(source: &str, after: &str, what: &str) -> (Position, Position) {
    let from = source.find(after).expect("the sample contains it");
    let start = from + source[from..].find(what).expect("the sample contains it");
    let index = LineIndex::new(source);
    let at = |byte: usize| index.position(source, u32::try_from(byte).expect("small"));
    (at(start), at(start + what.len()))
}

fn finding(lint: &str, path: &str, source: &str, after: &str, what: &str) -> Finding {
    let (start, end) = span(source, after, what);
    Finding {
        lint: lint.into(),
        level: Level::Warn,
        cost: Cost::Disk,
        kind: Kind::Direct,
        confidence: Confidence::Certain,
        message: String::new(),
        api: String::new(),
        path: path.into(),
        start,
        end,
        context: Context { kind: "async fn".into(), name: "handler".into(), span: None },
        in_test: false,
        startup: false,
        via: Vec::new(),
        fixes: Vec::new(),
        runs_in: Vec::new(),
        runs_in_more: 0,
        stalls: Stalls::Unknown,
        stalled: String::new(),
        confirmed: None,
        withheld: Vec::new(),
        dropped: None,
        blocks: true,
        help: String::new(),
        why: String::new(),
    }
}

fn report(findings: Vec<Finding>, sources: &[(&str, &str)]) -> Report {
    let count = |level| findings.iter().filter(|finding| finding.level == level).count();
    let levels = LevelCounts { deny: count(Level::Deny), warn: count(Level::Warn), note: count(Level::Note) };
    let summary = Summary {
        files: 2,
        functions: 4,
        functions_incomplete: 0,
        async_contexts: 3,
        calls: 9,
        calls_resolved: 8,
        findings: levels,
        hidden_in_tests: 3,
        suppressed: 1,
        in_baseline: 2,
        outside_changes: 0,
        unparsed: 1,
        left_out: vec!["bench/".to_owned()],
        missing_sources: ["anyhow", "diesel", "redis", "reqwest"].map(str::to_owned).into(),
        generated: vec!["src/proto.rs:3".to_owned()],
        elapsed_ms: 0,
    };
    let sources: BTreeMap<_, _> = sources.iter().map(|(path, text)| ((*path).to_owned(), (*text).into())).collect();
    let own = ["src/handler.rs", "src/store.rs"].map(str::to_owned).into();
    Report { version: 1, findings, summary, sources, own, ..Report::default() }
}

/// A small server with one finding of each kind.
pub(crate) fn shop() -> Report {
    let in_handler = Some(span(HANDLER, "async fn handler", "async fn handler"));
    let hop = |function: &str, path: &str, line| Hop { function: function.into(), path: path.into(), line, left_out: 0 };

    let mut sleep = finding("blocking-sleep", "src/handler.rs", HANDLER, "std::", "std::thread::sleep");
    sleep.cost = Cost::Unbounded;
    sleep.message = "`std::thread::sleep` blocks the async worker thread".into();
    sleep.api = "std::thread::sleep".into();
    sleep.context.span = in_handler;
    sleep.why = "the thread sleeps, and with it every other task that it would poll".into();
    sleep.help = "use `tokio::time::sleep(Duration::from_secs(1)).await`".into();
    let edit = |what: &str, text: &str| {
        let (start, end) = span(HANDLER, what, what);
        Edit { path: "src/handler.rs".into(), start, end, text: text.into() }
    };
    sleep.fixes = vec![Fix {
        form: Form::Replace,
        applicability: Applicability::Safe,
        title: "replace it with `tokio::time::sleep`".into(),
        edits: vec![
            edit("std::thread::sleep", "tokio::time::sleep"),
            Edit { start: span(HANDLER, "sleep", ";").0, end: span(HANDLER, "sleep", ";").0, ..edit("sleep", ".await") },
            Edit { path: "Cargo.toml".into(), ..edit("use", "[\"time\"]") },
        ],
    }];

    let mut load = finding("blocking-file", "src/handler.rs", HANDLER, "let row", "store::load");
    load.kind = Kind::Transitive;
    load.message = "`store::load` reaches `std::fs::read_to_string`, which blocks the async worker thread".into();
    load.api = "std::fs::read_to_string".into();
    load.context.span = in_handler;
    load.via = vec![hop("crate::store::load", "src/store.rs", 3)];
    load.why = "`std::fs::read_to_string` reads a whole file".into();
    load.help = "make `load` async, or call it in `tokio::task::spawn_blocking`".into();

    let mut other = finding("blocking-file", "src/handler.rs", HANDLER, "async fn other", "store::load");
    other.kind = Kind::Transitive;
    other.confidence = Confidence::May;
    other.context = Context { kind: "async fn".into(), name: "other".into(), span: None };
    other.message.clone_from(&load.message);
    other.api.clone_from(&load.api);
    other.via = (1..12).map(|line| hop(&format!("layer{line}::Service::call"), "layer-0.1.0/src/lib.rs", line)).collect();
    other.via.push(hop("crate::store::load", "src/store.rs", 3));

    let mut exists = finding("blocking-metadata", "src/handler.rs", HANDLER, "#[tokio", "exists");
    exists.level = Level::Note;
    exists.cost = Cost::Metadata;
    exists.startup = true;
    exists.message = "`std::path::Path::exists` asks the file system in async code".into();
    exists.api = "std::path::Path::exists".into();
    exists.context = Context { kind: "async fn".into(), name: "main".into(), span: Some(span(HANDLER, "async fn main", "async fn main")) };
    exists.help = "use `tokio::fs::try_exists(path).await`".into();

    let mut panics = finding("nested-runtime", "src/gone.rs", HANDLER, "run()", "run()");
    panics.level = Level::Deny;
    panics.cost = Cost::Panics;
    panics.in_test = true;
    panics.message = "`tokio::runtime::Runtime::block_on` panics inside a runtime".into();
    panics.api = "tokio::runtime::Runtime::block_on".into();
    report(vec![sleep, load, other, exists, panics], &[("src/handler.rs", HANDLER), ("src/store.rs", STORE)])
}

/// The same, with information about tasks.
pub(in crate::report) fn served() -> Report {
    let mut report = shop();
    let mut handler = Task::new(TaskKind::Handler, "crate::handler".into(), "src/main.rs".into(), 31);
    handler.route = Some("GET /rows/{id}".into());
    for (finding, stalls) in report.findings.iter_mut().zip([Stalls::Nobody, Stalls::Others, Stalls::Unknown, Stalls::Unknown]) {
        finding.stalls = stalls;
    }
    report.findings[1].runs_in = vec![handler];
    report.findings[1].runs_in_more = 2;
    report.findings[0].runs_in = vec![Task::new(TaskKind::Main, "crate::main".into(), "src/main.rs".into(), 9)];
    report
}

/// A report in which every text from outside contains characters that could break a format.
pub(super) fn hostile() -> Report {
    let evil = "\x1b[31m%0A::error::x,y:z\r\n::stop-commands::t]]>\u{202e}\u{2066}<b>\u{200b}\0\u{9b}1m";
    let path = "src/a,b:c%\n::warning::d\x1b]8;;http:\u{202e}.rs";
    let source = "async fn f() {\n    /* \u{202e}\u{2066}\x1b[2J\r */ read(\"日本\");\t// ]]>\r\n}\n";
    let mut direct = finding("blocking-file", path, source, "read", "read");
    direct.message = format!("calls {evil}");
    direct.api = format!("evil::{evil}");
    direct.context = Context { kind: "async fn".into(), name: evil.into(), span: Some(span(source, "async", "async fn f")) };
    direct.help = format!("first {evil}\nsecond");
    direct.why = format!("because {evil}");
    let (start, end) = span(source, "read", "read");
    let edits = vec![Edit { path: path.into(), start, end, text: format!("x{evil}") }];
    direct.fixes = vec![Fix { form: Form::Replace, applicability: Applicability::Unsafe, title: evil.into(), edits }];
    let mut transitive = direct.clone();
    transitive.kind = Kind::Transitive;
    transitive.fixes.clear();
    transitive.via = vec![
        Hop { function: evil.into(), path: evil.into(), line: u32::MAX, left_out: 0 },
        Hop { function: evil.into(), path: path.into(), line: 2, left_out: 0 },
    ];
    report(vec![direct, transitive.clone(), transitive], &[(path, source)])
}

/// One line of a hundred thousand characters.
pub(super) fn minified() -> Report {
    let source = format!("async fn f(){}read(){}", "a;".repeat(25_000 - 1), ";b".repeat(25_000));
    let mut call = finding("blocking-file", "src/min.rs", &source, "read", "read");
    call.message = "`std::fs::read` blocks the async worker thread".into();
    call.api = "std::fs::read".into();
    call.context.span = Some(span(&source, "async", "async fn f"));
    let (start, end) = span(&source, "read", "read");
    let edits = vec![Edit { path: "src/min.rs".into(), start, end, text: "tokio::fs::read".into() }];
    call.fixes = vec![Fix { form: Form::Replace, applicability: Applicability::Safe, title: "use `tokio::fs::read`".into(), edits }];
    report(vec![call], &[("src/min.rs", &source)])
}

/// The lint of the first finding of [`shop`].
pub(super) fn lint() -> Lint {
    let file = LintFile {
        example: crate::catalogue::Example::Code,
        group: "blocking".into(),
        level: Level::Warn,
        cost: Cost::Unbounded,
        summary: "a thread sleeps in async code".into(),
        why: "The executor polls many tasks on one thread.".into(),
        advice: "Use the runtime's `sleep`.".into(),
        limits: Vec::new(),
        bad: String::new(),
        good: String::new(),
        transitive: true,
        alone: false,
        blocks: true,
        found_by: FoundBy::Data,
        no_proof: None,
        no_fix: None,
        api: Vec::new(),
    };
    Lint { id: "blocking-sleep".into(), file }
}

/// `number` transitive findings in one file, each on a line of its own; their call paths end on as many lines of a second file.
pub(super) fn many(number: u32) -> Report {
    let line = "    store::load();\n";
    let length = u32::try_from(line.len()).expect("small");
    let mut template = shop().findings.swap_remove(1);
    template.context.span = None;
    let findings = (0..number).map(|at| {
        let place = |column: u32| Position { line: at + 1, column: column + 1, offset: at * length + column };
        let mut finding = Finding { start: place(4), end: place(15), ..template.clone() };
        finding.via[0].line = at + 1;
        finding
    });
    let source = line.repeat(number as usize);
    report(findings.collect(), &[("src/handler.rs", &source), ("src/store.rs", &source)])
}

/// `number` calls whose call paths all end on the same line.
pub(super) fn many_alike(number: u32) -> Report {
    let mut report = many(number);
    for finding in &mut report.findings {
        finding.via[0].line = 1;
    }
    report
}
