//! Hand-made lints.

use crate::catalogue::{Example, FoundBy, Lint, LintFile};
use crate::diagnostics::{Cost, Level};

/// One lint with every field, and one with few fields and with characters that must not reach a terminal.
pub(super) fn lints() -> Vec<Lint> {
    let sleep = LintFile {
        group: "blocking".into(),
        level: Level::Warn,
        cost: Cost::Unbounded,
        summary: "a thread sleeps in async code".into(),
        why: "The executor polls many tasks on one thread.\nWhile it sleeps, none of them moves.\n".into(),
        advice: "Use the runtime's timer.".into(),
        limits: vec!["Sleeps behind a trait object.".into(), "Two lines\nof text.".into()],
        example: Example::Code,
        bad: "async fn f() {\n    std::thread::sleep(D);\n\n}\n".into(),
        good: "async fn f() {\n    tokio::time::sleep(D).await;\n}\n".into(),
        transitive: true,
        alone: false,
        blocks: true,
        found_by: FoundBy::Data,
        no_proof: None,
        no_fix: None,
        api: Vec::new(),
    };
    let evil = LintFile { group: "to\u{202e}ol".into(), level: Level::Allow, cost: Cost::Cpu, summary: "\x1b[2Jx".into(), ..sleep.clone() };
    vec![Lint { id: "blocking-sleep".into(), file: sleep }, Lint { id: "x".into(), file: evil }]
}
