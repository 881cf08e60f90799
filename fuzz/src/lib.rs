//! What the fuzz targets do with their bytes. Each target panics if a promise is broken; `tests/it/fuzz.rs` runs them over seeds.

mod programs;

use async_lint::diagnostics::Applicability;
use async_lint::report::{self, Format};
use async_lint::syntax::{Bodies, MacroTable, lower as lower_text};
use async_lint::{CheckOptions, Silent};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use termcolor::NoColor;

/// Lowering takes any text, with bodies and without, and what it says lies within the text.
pub fn lower(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut macros = MacroTable::default();
    macros.scan(text);
    for bodies in [Bodies::Lower, Bodies::Defer] {
        let lowered = lower_text(text, bodies, &macros);
        for error in &lowered.errors {
            assert!(text.get(error.span.range()).is_some(), "an error's place cuts the text");
        }
    }
}

/// A run over any file ends with a report, and every format can say it without raw control bytes.
pub fn lint(data: &[u8]) {
    let folder = package(data);
    let options = CheckOptions { select: vec!["all".to_owned()], ..CheckOptions::new(folder.path().to_owned()) };
    let report = async_lint::check(&options, &Silent).expect("a readable folder can be linted");
    for format in [Format::Human, Format::Concise, Format::Json, Format::Github, Format::Sarif, Format::Junit] {
        let mut out = NoColor::new(Vec::new());
        report::write(&report, format, report::Options::default(), &mut out).expect("memory can be written");
        let text = String::from_utf8(out.into_inner()).expect("reports are UTF-8");
        let raw = text.chars().find(|c| c.is_control() && !matches!(c, '\n'));
        assert_eq!(raw, None, "{format:?} lets a control character through");
    }
}

/// What any fix makes of a file that parses does parse.
pub fn fix(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let parses = |text: &str| lower_text(text, Bodies::Lower, &MacroTable::default()).errors.is_empty();
    if !parses(text) {
        return;
    }
    let folder = package(data);
    let report = async_lint::check(&CheckOptions::new(folder.path().to_owned()), &Silent).expect("a readable folder can be linted");
    for fix in report.findings.iter().flat_map(|finding| &finding.fixes) {
        if fix.applicability == Applicability::Display {
            continue;
        }
        let mut edits: Vec<_> = fix.edits.iter().filter(|edit| edit.path.ends_with("lib.rs")).collect();
        edits.sort_by_key(|edit| std::cmp::Reverse((edit.start.offset, edit.end.offset)));
        let mut fixed = text.to_owned();
        let mut free = usize::MAX;
        for edit in edits {
            let (start, end) = (edit.start.offset as usize, edit.end.offset as usize);
            assert!(start <= end && end <= free, "edits of one fix overlap: {}\n{text}", fix.title);
            fixed.replace_range(start..end, &edit.text);
            free = start;
        }
        assert!(parses(&fixed), "a fix breaks the file:\n{fixed}");
    }
}

/// So long a run over one small program may take, on a slow machine and without optimisation.
const MAX_RUN: Duration = Duration::from_secs(30);

/// Whatever a small program asks of types, a run over it ends soon.
pub fn types(data: &[u8]) {
    let text = programs::program(data);
    let folder = package(text.as_bytes());
    let start = Instant::now();
    let _ = async_lint::check(&CheckOptions::new(folder.path().to_owned()), &Silent).expect("a readable folder can be linted");
    assert!(start.elapsed() < MAX_RUN, "a small program takes {:?}:\n{text}", start.elapsed());
}

/// Any configuration is either taken or refused with its mistakes.
pub fn config(data: &[u8]) {
    let folder = package(b"pub async fn f() { std::thread::sleep(std::time::Duration::from_secs(1)); }");
    std::fs::write(folder.path().join("async-lint.toml"), data).expect("a file can be written");
    if let Err(error) = async_lint::check(&CheckOptions::new(folder.path().to_owned()), &Silent) {
        assert!(!error.to_string().is_empty(), "a refusal says why");
    }
}

/// A package of one file, which is the library's root.
fn package(text: &[u8]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    std::fs::create_dir(folder.path().join("src")).expect("a folder can be made");
    let manifest = "[package]\nname = \"fuzzed\"\nedition = \"2024\"\n[dependencies]\ntokio = { version = \"1\", features = [\"full\"] }\n";
    std::fs::write(folder.path().join("Cargo.toml"), manifest).expect("a file can be written");
    std::fs::write(folder.path().join("src/lib.rs"), text).expect("a file can be written");
    folder
}
