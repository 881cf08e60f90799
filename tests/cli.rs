//! The command line: real processes with a scrubbed environment, and, where findings are needed, the same code in this process with
//! hand-made ones.

use assert_cmd::Command;
use async_lint::cli::{self, Exit, Invocation, Io, Paint, Stream};
use async_lint::diagnostics::{Confidence, Context, Cost, Finding, Kind, Level, LevelCounts, Report, Stalls, Summary};
use async_lint::facts::Position;
use async_lint::{CheckError, CheckOptions, Dependencies, Progress, TestCode};
use std::cell::RefCell;
use std::io::{self, Write};
use std::path::Path;
use termcolor::NoColor;

/// The binary in a folder, with a scrubbed environment.
fn tool(folder: &Path) -> Command {
    let mut command = assert_cmd::cargo::cargo_bin_cmd!("async-lint");
    command.env_clear().env("ASYNC_LINT_CACHE_DIR", concat!(env!("CARGO_TARGET_TMPDIR"), "/cache")).current_dir(folder);
    command
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder can be made")
}

fn stdout(command: &mut Command) -> String {
    String::from_utf8(command.output().expect("it runs").stdout).expect("it is UTF-8")
}

#[test]
fn help_teaches() {
    let folder = folder();
    insta::assert_snapshot!("help", stdout(tool(folder.path()).arg("--help")));
    insta::assert_snapshot!("help_check", stdout(tool(folder.path()).args(["check", "--help"])));
}

#[test]
fn version() {
    let folder = folder();
    let expected = format!("async-lint {}\n", env!("CARGO_PKG_VERSION"));
    tool(folder.path()).arg("--version").assert().code(0).stdout(expected);
}

#[test]
fn bad_arguments_end_with_2_and_say_nothing_on_stdout() {
    let folder = folder();
    let bad: [&[&str]; 11] = [
        &[],
        &["frobnicate"],
        &["check", "--format", "xml"],
        &["check", "--threads", "0"],
        &["check", "--threads", "-1"],
        &["check", "--min-level", "allow"],
        &["check", "--target", "x86_64-nowhere"],
        &["check", "does/not/exist"],
        &["check", "--select", "no-such-lint"],
        &["check", "--ignore", "no-such-lint"],
        &["explain", "no-such-lint"],
    ];
    for args in bad {
        let output = tool(folder.path()).args(args).output().expect("it runs");
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(output.stdout.is_empty(), "{args:?}");
        assert!(!output.stderr.is_empty(), "{args:?}");
    }
}

#[test]
fn a_missing_path_is_named() {
    let folder = folder();
    let output = tool(folder.path()).args(["check", "not\x1bhere"]).output().expect("it runs");
    let said = String::from_utf8(output.stderr).expect("it is UTF-8");
    assert!(said.starts_with("error: cannot read `not\\u{1b}here`: "), "{said}");
}

#[test]
fn an_empty_folder_is_clean_and_its_json_has_the_shape_of_the_contract() {
    let folder = folder();
    let output = tool(folder.path()).args(["check", "--format", "json"]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout.ends_with(b"}\n"));
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    assert_eq!(value["version"], 1);
    assert_eq!(value["findings"], serde_json::json!([]));
    let zero = serde_json::json!({
        "files": 0, "functions": 0, "functions_incomplete": 0, "async_contexts": 0, "calls": 0, "calls_resolved": 0,
        "findings": {"deny": 0, "warn": 0, "note": 0},
        "hidden_in_tests": 0, "suppressed": 0, "in_baseline": 0, "outside_changes": 0, "unparsed": 0, "left_out": [], "missing_sources": [], "generated": [], "elapsed_ms": 0,
    });
    assert_eq!(value["summary"], zero);
}

#[test]
fn cargo_passes_its_subcommand_first() {
    let folder = folder();
    for args in [&["async-lint", "rules"][..], &["rules"][..]] {
        let mut command = assert_cmd::cargo::cargo_bin_cmd!("cargo-async-lint");
        let output = command
            .env_clear()
            .env("ASYNC_LINT_CACHE_DIR", concat!(env!("CARGO_TARGET_TMPDIR"), "/cache"))
            .current_dir(folder.path())
            .args(args)
            .output()
            .expect("it runs");
        assert_eq!(output.stdout, tool(folder.path()).arg("rules").output().expect("it runs").stdout, "{args:?}");
    }
}

#[test]
fn completions_are_scripts() {
    let folder = folder();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = stdout(tool(folder.path()).args(["completions", shell]));
        assert!(script.contains("async-lint") && script.contains("explain"), "{shell}");
    }
}

#[test]
fn every_listed_lint_explains_itself() {
    let folder = folder();
    let rules = stdout(tool(folder.path()).args(["rules", "--format", "json"]));
    let rules: serde_json::Value = serde_json::from_str(&rules).expect("it is JSON");
    for lint in rules["lints"].as_array().expect("it is a list") {
        let id = lint["id"].as_str().expect("it is text");
        let text = stdout(tool(folder.path()).args(["explain", id]));
        assert!(text.starts_with(id) && text.contains("\nWhy\n"), "{text}");
    }
}

/// Runs `check` with `args` in this process over `findings`; returns the exit code, stdout and stderr.
fn check_with(args: &[&str], findings: &[Level], paint: Paint) -> (Exit, String, String) {
    let mut out = Vec::new();
    let (exit, err) = check_into(args, findings, paint, &mut out);
    (exit, String::from_utf8(out).expect("it is UTF-8"), err)
}

fn check_into(args: &[&str], findings: &[Level], out_paint: Paint, out: &mut dyn Write) -> (Exit, String) {
    let args = ["async-lint", "check"].iter().chain(args).map(Into::into).collect();
    let cli = cli::parse(Invocation::Direct, args).expect("the arguments are good");
    let mut err = NoColor::new(Vec::new());
    let current_dir = std::env::temp_dir();
    let mut io = Io {
        input: &mut io::empty(),
        out,
        out_paint,
        out_stream: Stream::Other,
        file_paint: Paint::Plain,
        err: &mut err,
        current_dir,
        store: None,
        cargo_home: None,
    };
    let exit = cli::run(&cli, &mut io, &|_, _| Ok(report(findings)));
    (exit, String::from_utf8(err.into_inner()).expect("it is UTF-8"))
}

fn report(levels: &[Level]) -> Report {
    let count = |level| levels.iter().filter(|&&other| other == level).count();
    let findings = LevelCounts { deny: count(Level::Deny), warn: count(Level::Warn), note: count(Level::Note) };
    let summary = Summary { findings, elapsed_ms: 77, ..Summary::default() };
    let linted = ["src/a.rs".to_owned()].into();
    Report { version: 1, findings: levels.iter().map(|&level| finding(level)).collect(), summary, linted, ..Report::default() }
}

fn finding(level: Level) -> Finding {
    let at = Position { line: 1, column: 1, offset: 0 };
    Finding {
        lint: "blocking-sleep".into(),
        level,
        cost: Cost::Unbounded,
        kind: Kind::Direct,
        confidence: Confidence::Certain,
        message: "`std::thread::sleep` blocks the async worker thread".into(),
        api: "std::thread::sleep".into(),
        path: "src/a.rs".into(),
        start: at,
        end: at,
        dropped: None,
        blocks: true,
        context: Context { kind: "async fn".into(), name: "f".into(), span: None },
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
        help: String::new(),
        why: String::new(),
    }
}

#[test]
fn the_exit_code_follows_the_highest_level() {
    let exit = |args: &[&str], levels: &[Level]| check_with(args, levels, Paint::Plain).0;
    assert_eq!(exit(&[], &[]), Exit::Clean);
    assert_eq!(exit(&[], &[Level::Note]), Exit::Clean);
    assert_eq!(exit(&[], &[Level::Note, Level::Warn]), Exit::Findings);
    assert_eq!(exit(&[], &[Level::Deny]), Exit::Findings);
    assert_eq!(exit(&["--exit-zero"], &[Level::Deny]), Exit::Clean);
    for (exit, code) in [(Exit::Clean, 0), (Exit::Findings, 1), (Exit::Failure, 2)] {
        assert_eq!(exit as u8, code);
    }
}

#[test]
fn only_asked_for_does_time_get_into_json() {
    let json = |args: &[&str]| -> serde_json::Value {
        let (_, out, _) = check_with(args, &[], Paint::Plain);
        serde_json::from_str(&out).expect("it is JSON")
    };
    assert_eq!(json(&["--format", "json"])["summary"]["elapsed_ms"], 0);
    assert!(json(&["--format", "json", "--timings"])["summary"]["elapsed_ms"].is_u64());
}

#[test]
fn colours_are_for_people() {
    let escapes = |args: &[&str], paint| check_with(args, &[Level::Warn], paint).1.contains('\x1b');
    assert!(escapes(&[], Paint::Ansi));
    assert!(!escapes(&[], Paint::Plain));
    for format in ["concise", "json", "github", "sarif", "junit"] {
        assert!(!escapes(&["--format", format], Paint::Ansi), "{format}");
    }
}

#[test]
fn the_environment_decides_about_colour() {
    let folder = folder();
    let escapes = |variables: &[(&str, &str)], args: &[&str]| {
        let mut command = tool(folder.path());
        stdout(command.envs(variables.iter().copied()).arg("rules").args(args)).contains('\x1b')
    };
    assert!(!escapes(&[], &[]), "a pipe is no terminal");
    assert!(escapes(&[("CLICOLOR_FORCE", "1")], &[]));
    assert!(!escapes(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], &[]));
    assert!(escapes(&[("NO_COLOR", "1")], &["--color", "always"]));
    assert!(!escapes(&[("CLICOLOR_FORCE", "1")], &["--color", "never"]));
}

#[test]
fn findings_go_to_the_file_that_was_asked_for() {
    let folder = folder();
    let file = folder.path().join("out.txt");
    let path = file.to_str().expect("it is UTF-8");
    let (exit, out, err) = check_with(&["--format", "concise", "-o", path], &[Level::Warn], Paint::Ansi);
    assert_eq!((exit, out.as_str(), err.as_str()), (Exit::Findings, "", ""));
    let written = std::fs::read_to_string(&file).expect("it was written");
    assert_eq!(written, "src/a.rs:1:1: warning[blocking-sleep] `std::thread::sleep` blocks the async worker thread\n");
    let (exit, _, err) = check_with(&["-o", &format!("{path}/below/a/file")], &[], Paint::Plain);
    assert_eq!(exit, Exit::Failure);
    assert!(err.starts_with("error: cannot write `"), "{err}");
}

/// A stream that fails.
struct Broken(io::ErrorKind);

impl Write for Broken {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Err(self.0.into())
    }
}

#[test]
fn a_reader_that_left_is_no_failure_and_a_full_disk_is() {
    let many = vec![Level::Warn; 1_000];
    for format in ["human", "concise", "json", "github", "sarif", "junit"] {
        let run = |kind| check_into(&["--format", format], &many, Paint::Plain, &mut Broken(kind));
        assert_eq!(run(io::ErrorKind::BrokenPipe), (Exit::Findings, String::new()), "{format}");
        let (exit, err) = run(io::ErrorKind::StorageFull);
        assert_eq!(exit, Exit::Failure, "{format}");
        assert!(err.starts_with("error: the output cannot be written: "), "{err}");
    }
}

#[test]
fn options_arrive_as_they_were_given() {
    let seen = RefCell::new(None);
    let checker = |options: &CheckOptions, _: &dyn Progress| -> Result<Report, CheckError> {
        seen.replace(Some(options.clone()));
        Ok(report(&[]))
    };
    let args = "async-lint check a b --select x,y --select z --ignore w --min-level warn --tests --no-deps --threads 3 --config c.toml";
    let cli = cli::parse(Invocation::Direct, args.split(' ').map(Into::into).collect()).expect("the arguments are good");
    let mut err = NoColor::new(Vec::new());
    let (out, current_dir, cargo_home) = (&mut Vec::new(), "/here".into(), Some("/cargo".into()));
    let mut io = Io {
        input: &mut io::empty(),
        out,
        out_paint: Paint::Plain,
        out_stream: Stream::Other,
        file_paint: Paint::Plain,
        err: &mut err,
        current_dir,
        store: None,
        cargo_home,
    };
    assert_eq!(cli::run(&cli, &mut io, &checker), Exit::Clean);
    let options = seen.into_inner().expect("it was called");
    assert_eq!(options.paths, [Path::new("a"), Path::new("b")]);
    assert_eq!((options.select, options.ignore), (vec!["x".into(), "y".into(), "z".into()], vec!["w".to_owned()]));
    assert_eq!((options.min_level, options.threads), (Some(Level::Warn), Some(3)));
    assert_eq!((options.tests, options.dependencies), (TestCode::Show, Dependencies::Ignore));
    assert_eq!(options.config.as_deref(), Some(Path::new("c.toml")));
    assert_eq!((options.current_dir.as_path(), options.cargo_home.as_deref()), (Path::new("/here"), Some(Path::new("/cargo"))));
}
