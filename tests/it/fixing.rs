//! `--fix` and `--diff` through the command line, with a fake linter over real files and real repositories. The tool's own fixes are tested
//! elsewhere.

use crate::support;
use async_lint::cli::{self, Exit, Invocation, Io, Paint, Stream};
use async_lint::diagnostics::{
    Applicability, Confidence, Context, Cost, Edit, Finding, Fix, Form, Kind, Level, LevelCounts, Report, Stalls,
};
use async_lint::facts::LineIndex;
use async_lint::{CheckError, CheckOptions};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;
use termcolor::NoColor;

/// Words that the fake linter finds, each with its replacement and the fix's applicability.
const WORDS: [(&str, &str, &str, Applicability); 5] = [
    ("blocking_sleep", "blocking-sleep", "waits", Applicability::Safe),
    ("blocking_read", "blocking-file-io", "reads(\n\n\n\n\n\n)", Applicability::Safe),
    ("blocking_file", "blocking-file", "reads", Applicability::Unsafe),
    ("blocking_join", "thread-join", "{", Applicability::Safe),
    ("blocking_dns", "blocking-dns", "", Applicability::Display),
];

/// The name of the last fn in a text.
fn function(text: &str) -> String {
    let after = text.rsplit_once("fn ").map_or("f", |(_, after)| after);
    after.split('(').next().unwrap_or_default().to_owned()
}

/// Lints the files that are named, or all below the current directory, through the overlay.
fn lint(options: &CheckOptions) -> Report {
    let mut report = Report { version: 1, ..Report::default() };
    let given = options.paths.iter().map(|path| options.current_dir.join(path));
    let paths: Vec<PathBuf> = if options.paths.is_empty() { support::files(&options.current_dir, ".rs") } else { given.collect() };
    for path in paths {
        let text = options.overlay.read(&path, 1 << 20).expect("it can be read").text;
        let shown = async_lint::project::display_path(&path, &options.current_dir);
        for (word, lint, new, applicability) in WORDS {
            for (at, _) in text.match_indices(word) {
                let index = LineIndex::new(&text);
                let place = |byte: usize| index.position(&text, u32::try_from(byte).expect("small"));
                let (start, end) = (place(at), place(at + word.len()));
                let edits = vec![Edit { path: shown.clone(), start, end, text: new.to_owned() }];
                let title = format!("make it `{new}`");
                report.findings.push(Finding {
                    lint: lint.to_owned(),
                    level: Level::Warn,
                    cost: Cost::Disk,
                    kind: Kind::Direct,
                    confidence: Confidence::Certain,
                    message: format!("`{word}` blocks"),
                    api: word.to_owned(),
                    path: shown.clone(),
                    start,
                    end,
                    context: Context { kind: "async fn".to_owned(), name: function(&text[..at]), span: None },
                    in_test: false,
                    startup: false,
                    via: Vec::new(),
                    fixes: vec![Fix { form: Form::Replace, applicability, title, edits }],
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
                });
            }
        }
        report.linted.insert(shown.clone());
        report.sources.insert(shown, text);
    }
    report.findings.sort_by(|a, b| (&a.path, a.start.offset).cmp(&(&b.path, b.start.offset)));
    report.findings.retain(|one| options.select.is_empty() || options.select.contains(&one.lint));
    report.findings.retain(|one| !options.ignore.contains(&one.lint));
    report.summary.findings = LevelCounts { warn: report.findings.len(), ..LevelCounts::default() };
    report
}

/// Exit code, standard output, standard error.
type Ran = (Exit, String, String);

fn check(folder: &Path, args: &[&str]) -> Ran {
    check_as(folder, args, Stream::Other)
}

fn check_as(folder: &Path, args: &[&str], out_stream: Stream) -> Ran {
    let args = ["async-lint", "check"].iter().chain(args).map(Into::into).collect();
    let cli = cli::parse(Invocation::Direct, args).expect("the arguments are good");
    let (mut out, mut err) = (Vec::new(), NoColor::new(Vec::new()));
    let current_dir = folder.canonicalize().expect("it exists");
    let mut io = Io {
        input: &mut std::io::empty(),
        out: &mut out,
        out_paint: Paint::Plain,
        out_stream,
        file_paint: Paint::Plain,
        err: &mut err,
        current_dir,
        store: None,
        cargo_home: None,
    };
    let exit = cli::run(&cli, &mut io, &|options, _| Ok::<_, CheckError>(lint(options)));
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it is UTF-8");
    (exit, text(out), text(err.into_inner()))
}

fn git(folder: &Path, args: &[&str]) {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["-c", "user.name=t", "-c", "user.email=t@localhost", "-c", "commit.gpgsign=false"]).args(args);
    let output = command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null").output().expect("git runs");
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

const A: &str = "async fn f() {\n    blocking_sleep(); // größe\n    blocking_file();\n}\n";

/// A clean repository with these files.
fn repository(files: &[(&str, &str)]) -> TempDir {
    let folder = support::folder();
    support::write(folder.path(), files);
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["-c", "core.autocrlf=false", "add", "."]);
    git(folder.path(), &["commit", "-qm", "first"]);
    folder
}

fn read(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).expect("it is there")
}

#[test]
fn safe_fixes_are_written_and_the_rest_is_reported() {
    let folder = repository(&[("src/a.rs", A)]);
    let (exit, out, err) = check(folder.path(), &["--fix", "--format", "concise"]);
    assert_eq!(read(&folder, "src/a.rs"), A.replace("blocking_sleep", "waits"));
    assert_eq!(exit, Exit::Findings);
    assert_eq!(out, "src/a.rs:3:5: warning[blocking-file] `blocking_file` blocks\n");
    assert_eq!(err, "fixed 1 finding in 1 file; 1 more with `--unsafe-fixes`\n");
    let (exit, _, err) = check(folder.path(), &["--fix", "--unsafe-fixes", "--allow-dirty"]);
    assert_eq!((exit, err.as_str()), (Exit::Clean, "fixed 1 finding in 1 file\n"));
    assert_eq!(read(&folder, "src/a.rs"), A.replace("blocking_sleep", "waits").replace("blocking_file", "reads"));
    let (exit, _, err) = check(folder.path(), &["--fix", "--unsafe-fixes"]);
    assert_eq!((exit, err.as_str()), (Exit::Clean, "nothing to fix\n"), "and a dirty repository is none of its business then");
}

#[test]
fn json_stays_the_contract() {
    let folder = repository(&[("a.rs", A)]);
    let (exit, out, _) = check(folder.path(), &["--fix", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&out).expect("it is JSON");
    assert_eq!((exit, value["version"].as_u64(), value["findings"].as_array().map(Vec::len)), (Exit::Findings, Some(1), Some(1)));
    assert_eq!(value["findings"][0]["lint"], "blocking-file");
    assert_eq!(value["findings"][0]["fixes"][0]["edits"][0]["text"], "reads");
}

#[test]
fn selection_and_fixable_decide_what_is_fixed() {
    for (args, fixed) in [
        (&["--select", "blocking-file"][..], &["blocking_file"][..]),
        (&["--ignore", "blocking-file"], &["blocking_sleep"]),
        (&["--fixable", "blocking-file"], &["blocking_file"]),
        (&["--unfixable", "blocking-file"], &["blocking_sleep"]),
        (&["--fixable", "blocking", "--unfixable", "blocking-sleep"], &["blocking_file"]),
        (&["--fixable", "all"], &["blocking_sleep", "blocking_file"]),
    ] {
        let folder = repository(&[("a.rs", A)]);
        check(folder.path(), &[&["--fix", "--unsafe-fixes"], args].concat());
        let text = read(&folder, "a.rs");
        for word in ["blocking_sleep", "blocking_file"] {
            assert_eq!(!text.contains(word), fixed.contains(&word), "{args:?}: {text}");
        }
    }
    let folder = repository(&[("a.rs", A)]);
    let (exit, _, err) = check(folder.path(), &["--fix", "--fixable", "blocking-slep"]);
    assert_eq!(exit, Exit::Failure);
    assert!(err.contains("did you mean `blocking-sleep`?"), "{err}");
    assert_eq!(read(&folder, "a.rs"), A);
}

#[test]
fn a_fix_that_does_not_hold_is_named_and_not_made() {
    let folder = repository(&[("a.rs", "async fn f() {\n    blocking_join();\n    blocking_sleep();\n    blocking_dns();\n}\n")]);
    let (exit, _, err) = check(folder.path(), &["--fix", "--quiet"]);
    assert_eq!((exit, err.as_str()), (Exit::Findings, ""));
    let (_, _, err) = check(folder.path(), &["--fix", "--allow-dirty"]);
    assert_eq!(
        err,
        "note: not fixed: a.rs:2: make it `{` [thread-join]: the result does not parse\n\
         nothing to fix; 1 suggestion to apply by hand; 1 fix dropped\n"
    );
    assert_eq!(read(&folder, "a.rs"), "async fn f() {\n    blocking_join();\n    waits();\n    blocking_dns();\n}\n");
}

#[test]
fn line_endings_marks_and_missing_newlines_stay() {
    let text = "\u{feff}async fn f() {\r\n    blocking_sleep();\r\n}";
    let folder = repository(&[("a.rs", text)]);
    check(folder.path(), &["--fix"]);
    assert_eq!(read(&folder, "a.rs"), text.replace("blocking_sleep", "waits"));
}

#[test]
fn what_git_could_not_undo_is_refused() {
    let folder = repository(&[("a.rs", A), ("b.rs", "fn b() {}\n")]);
    support::write(folder.path(), &[("b.rs", "fn b() { 1 }\n")]);
    let (exit, out, err) = check(folder.path(), &["--fix"]);
    assert_eq!((exit, out.as_str()), (Exit::Failure, ""));
    assert!(err.contains("uncommitted changes: `b.rs`") && err.contains("--allow-dirty"), "{err}");
    git(folder.path(), &["add", "."]);
    assert_eq!(check(folder.path(), &["--fix"]).0, Exit::Failure);
    assert_eq!(read(&folder, "a.rs"), A);
    assert_eq!(check(folder.path(), &["--fix", "--allow-staged"]).0, Exit::Findings);
    assert_ne!(read(&folder, "a.rs"), A);

    let folder = support::folder();
    support::write(folder.path(), &[("a.rs", A)]);
    let (exit, _, err) = check(folder.path(), &["--fix", "--allow-dirty"]);
    assert!(exit == Exit::Failure && err.contains("--allow-no-vcs"), "{err}");
    assert_eq!(read(&folder, "a.rs"), A);
    assert_eq!(check(folder.path(), &["--fix", "--allow-no-vcs"]).0, Exit::Findings);
    assert_ne!(read(&folder, "a.rs"), A);
}

#[test]
fn a_diff_is_printed_and_nothing_is_written() {
    let folder = repository(&[("src/a.rs", A), ("b.rs", "\u{feff}blocking_sleep();\r\nlast")]);
    let (exit, out, err) = check(folder.path(), &["--diff"]);
    assert_eq!(exit, Exit::Findings);
    assert_eq!(err, "would fix 2 findings in 2 files; 1 more with `--unsafe-fixes`\n");
    assert_eq!(read(&folder, "src/a.rs"), A);
    // `git apply` has the same result as `--fix`.
    support::write(folder.path(), &[("the.diff", &out)]);
    git(folder.path(), &["apply", "the.diff"]);
    assert_eq!(read(&folder, "src/a.rs"), A.replace("blocking_sleep", "waits"));
    assert_eq!(read(&folder, "b.rs"), "\u{feff}waits();\r\nlast");
    let (exit, out, err) = check(folder.path(), &["--diff"]);
    assert_eq!((exit, out.as_str()), (Exit::Clean, ""));
    assert_eq!(err, "nothing to fix; 1 more with `--unsafe-fixes`\n");
    assert_eq!(check(folder.path(), &["--diff", "--fix", "--unsafe-fixes", "--quiet"]).0, Exit::Findings, "to look is not to write");
    assert!(read(&folder, "src/a.rs").contains("blocking_file"));
}

#[test]
fn a_diff_on_a_terminal_cannot_steer_it() {
    let folder = repository(&[("a.rs", "async fn f() { blocking_sleep(); } // \x1b[2J\u{202e}\n")]);
    let (_, out, _) = check_as(folder.path(), &["--diff"], Stream::Terminal);
    assert!(out.contains("// \\u{1b}[2J\\u{202e}\n") && !out.contains('\x1b'), "{out}");
    assert!(check(folder.path(), &["--diff"]).1.contains('\x1b'), "a program gets the bytes");
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_stay_links() {
    let folder = repository(&[("src/real.rs", A)]);
    std::os::unix::fs::symlink("src/real.rs", folder.path().join("link.rs")).expect("linked");
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-qm", "link"]);
    let (exit, ..) = check(folder.path(), &["--fix", "link.rs"]);
    assert_eq!(exit, Exit::Findings);
    assert!(folder.path().join("link.rs").is_symlink());
    assert_eq!(read(&folder, "src/real.rs"), A.replace("blocking_sleep", "waits"));
    // A file with two names is fixed once.
    let folder = repository(&[("src/real.rs", A)]);
    std::os::unix::fs::symlink("src/real.rs", folder.path().join("link.rs")).expect("linked");
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-qm", "link"]);
    let (_, _, err) = check(folder.path(), &["--fix"]);
    assert!(err.contains("is the same file as `link.rs`"), "{err}");
    assert_eq!(read(&folder, "src/real.rs"), A.replace("blocking_sleep", "waits"));
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_tree_is_not_written_through() {
    let outside = support::folder();
    support::write(outside.path(), &[("mine.rs", A)]);
    let folder = repository(&[("a.rs", "fn a() {}\n")]);
    std::os::unix::fs::symlink(outside.path().join("mine.rs"), folder.path().join("b.rs")).expect("linked");
    let (_, _, err) = check(folder.path(), &["--fix", "--allow-dirty", "--allow-no-vcs"]);
    assert!(err.contains("leads out of the linted folders"), "{err}");
    assert_eq!(read(&outside, "mine.rs"), A);
}

#[cfg(unix)]
#[test]
fn what_is_read_only_stays_as_it_is() {
    use std::os::unix::fs::PermissionsExt;
    let folder = repository(&[("a.rs", A), ("b.rs", A)]);
    fs::set_permissions(folder.path().join("a.rs"), fs::Permissions::from_mode(0o444)).expect("set");
    let (exit, _, err) = check(folder.path(), &["--fix"]);
    assert_eq!(exit, Exit::Failure);
    assert!(
        err.starts_with("note: not fixed: a.rs:2: make it `waits` [blocking-sleep]: `a.rs` is read-only\nfixed 1 finding in 1 file;"),
        "{err}"
    );
    assert_eq!((read(&folder, "a.rs"), read(&folder, "b.rs")), (A.to_owned(), A.replace("blocking_sleep", "waits")));
    let (exit, _, err) = check(folder.path(), &["--fix", "-q", "--allow-dirty"]);
    assert_eq!((exit, err.as_str()), (Exit::Failure, "note: not fixed: a.rs:2: make it `waits` [blocking-sleep]: `a.rs` is read-only\n"));
}

/// A command that fails as long as `b.rs` has its new text, and prints the position.
#[cfg(unix)]
const PICKY: &str = "sh -c 'if grep -q waits b.rs; then echo \"error: no\"; echo \" --> b.rs:2:5\"; exit 1; fi'";

#[cfg(unix)]
#[test]
fn what_the_user_s_command_rejects_is_undone() {
    let folder = repository(&[("a.rs", A), ("b.rs", A)]);
    let (exit, out, err) = check(folder.path(), &["--fix", "--format", "concise", "--verify", PICKY]);
    assert_eq!(exit, Exit::Findings);
    assert_eq!((read(&folder, "a.rs"), read(&folder, "b.rs")), (A.replace("blocking_sleep", "waits"), A.to_owned()));
    let said = format!(
        "note: `{PICKY}` says\n  error: no\n   --> b.rs:2:5\nnote: the fixes in b.rs were undone: the command fails with them\n\
         fixed 1 finding in 1 file; 2 more with `--unsafe-fixes`\n"
    );
    assert_eq!(err, said);
    assert!(out.contains("b.rs:2:5: warning[blocking-sleep]"), "{out}");
}

#[cfg(unix)]
#[test]
fn the_other_fixes_of_a_file_are_tried_without_the_rejected_one() {
    const PICKY: &str = "sh -c 'if sed -n 2p b.rs | grep -q waits; then echo \"error: no\"; echo \" --> b.rs:2:5\"; exit 1; fi'";
    let far = format!("{A}{}{}", "\n".repeat(20), A.replace("fn f", "fn z"));
    let folder = repository(&[("b.rs", &far)]);
    let (exit, _, err) = check(folder.path(), &["--fix", "--verify", PICKY]);
    assert_eq!(exit, Exit::Findings);
    let (first, last) = far.split_at(A.len());
    assert_eq!(read(&folder, "b.rs"), format!("{first}{}", last.replace("blocking_sleep", "waits")), "{err}");
}

/// The fix above it moves the refused one to another line.
#[cfg(unix)]
#[test]
fn a_rejected_fix_stays_rejected_when_it_moves() {
    const PICKY: &str =
        "sh -c 'if grep -q waits b.rs; then echo \"error: no\"; echo \" --> b.rs:$(grep -n waits b.rs | cut -d: -f1):5\"; exit 1; fi'";
    let grows = A.replace("blocking_sleep", "blocking_read");
    let far = format!("{grows}{}{}", "\n".repeat(20), A.replace("fn f", "fn z"));
    let folder = repository(&[("b.rs", &far)]);
    let (exit, _, err) = check(folder.path(), &["--fix", "--verify", PICKY]);
    assert_eq!(exit, Exit::Findings);
    let text = read(&folder, "b.rs");
    assert!(text.contains("reads") && text.contains("blocking_sleep"), "{text}\n{err}");
}

#[cfg(unix)]
#[test]
fn a_command_that_fails_anyway_ends_with_2_and_changes_nothing() {
    let folder = repository(&[("a.rs", A)]);
    for (command, said) in [
        (
            "sh -c 'echo broken\x1b[2J before; exit 1'",
            " says\n  broken\\u{1b}[2J before\nerror: the command fails before anything is fixed",
        ),
        ("sh -c 'test ! -e .git/seen && touch .git/seen'", "error: the command still fails with every file as it was before"),
        ("./no-such-program", "error: the command cannot be run: "),
    ] {
        let (exit, out, err) = check(folder.path(), &["--fix", "--verify", command]);
        assert_eq!((exit, out.as_str()), (Exit::Failure, ""), "{command}");
        assert!(err.contains(said), "{command}: {err}");
        assert_eq!(read(&folder, "a.rs"), A, "{command}");
    }
}

#[test]
fn arguments_that_make_no_sense_without_fixing_are_refused() {
    for args in [
        &["--unsafe-fixes"][..],
        &["--allow-dirty"],
        &["--verify", "cargo check"],
        &["--fixable", "all"],
        &["--diff", "--allow-dirty"],
        &["--fix", "--explain-unresolved"],
        &["--fix", "--verify", "cargo 'check"],
        &["--fix", "--verify", " "],
    ] {
        let all = ["async-lint", "check"].iter().chain(args).map(Into::into).collect();
        assert!(cli::parse(Invocation::Direct, all).is_err(), "{args:?}");
    }
}

/// Texts of the overlay are linted instead of files, sources and manifests alike; nothing is written.
#[test]
fn the_linter_sees_texts_that_are_not_written_yet() {
    use async_lint::project::Overlay;
    let folder = support::folder();
    let manifest = "[package]\nname = \"a\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[dependencies]\ntokio = \"1\"\n";
    let source = "pub async fn f() { std::thread::sleep(std::time::Duration::from_secs(1)); }\n";
    support::write(folder.path(), &[("Cargo.toml", manifest), ("src/lib.rs", source)]);
    let mut options = support::options(&folder.path().canonicalize().expect("it exists"));
    assert_eq!(support::check(&options).findings.len(), 1);
    let fixed = source.replace("std::thread::sleep", "tokio::time::sleep").replace(");", ").await;");
    options.overlay = Overlay::new(BTreeMap::from([(options.current_dir.join("src/lib.rs"), fixed.as_str().into())]));
    assert_eq!(support::check(&options).findings.len(), 0);
    let smol = manifest.replace("tokio", "smol");
    options.overlay = Overlay::new(BTreeMap::from([(options.current_dir.join("Cargo.toml"), smol.as_str().into())]));
    let report = support::check(&options);
    assert!(report.findings[0].help.contains("smol") || report.findings[0].help.contains("async_io"), "{}", report.findings[0].help);
    assert_eq!(read(&folder, "src/lib.rs"), source);
}

/// The manifest of a package that tokio drives.
const MANIFEST: &str = "[package]\nname = \"a\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[dependencies]\ntokio = { version = \"1\", features = [\"full\"] }\n";

/// The real `async-lint check` in a folder, without any dependency's source.
fn tool(folder: &TempDir, args: &[&str]) -> std::process::Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_async-lint"));
    command.arg("check").args(args).env("CARGO_HOME", folder.path().join(".git/none")).current_dir(folder.path());
    command.output().expect("it runs")
}

/// End to end with the tool's own fixes: found, fixed, written, no longer found.
#[test]
fn the_tool_s_own_fixes_are_written() {
    let source = "use std::time::Duration;\n\npub async fn f() {\n    std::thread::sleep(Duration::from_secs(1)); // a nap\n}\n";
    let folder = repository(&[("Cargo.toml", MANIFEST), ("src/lib.rs", source)]);
    let run = |args: &[&str]| tool(&folder, args);
    assert_eq!(run(&["--diff"]).status.code(), Some(1));
    let output = run(&["--fix"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "fixed 1 finding in 1 file\n");
    let expected = source.replace("std::thread::sleep(Duration::from_secs(1));", "tokio::time::sleep(Duration::from_secs(1)).await;");
    assert_eq!(read(&folder, "src/lib.rs"), expected);
    assert_eq!(run(&["--diff"]).status.code(), Some(0), "a second time changes nothing");
}

/// Where a type parameter has the name of the error's type, the type is named by its path.
#[test]
fn a_type_parameter_is_not_taken_for_the_error() {
    let source = "pub struct Failed;

impl From<std::io::Error> for Failed {
    fn from(_: std::io::Error) -> Self {
        Self
    }
}

fn load(path: &str) -> std::io::Result<String> {
    std::fs::read_to_string(path)
}

fn parse(text: &str) -> Result<usize, Failed> {
    std::fs::write(\"copy\", text)?;
    text.parse().map_err(|_| Failed)
}

pub async fn f<PARAMETER>(_mark: PARAMETER, path: String) -> Result<usize, crate::Failed> {
    let text = load(&path)?;
    let number = parse(&text)?;
    tokio::task::yield_now().await;
    Ok(number)
}
";
    for (parameter, path) in [("Failed", "crate::Failed"), ("Mark", "Failed")] {
        let source = source.replace("PARAMETER", parameter);
        let folder = repository(&[("Cargo.toml", MANIFEST), ("src/lib.rs", &source)]);
        tool(&folder, &["--fix"]);
        let fixed = read(&folder, "src/lib.rs");
        assert!(fixed.contains(&format!("Ok::<_, {path}>(number)")), "{fixed}");
    }
}

/// Formatted as rustfmt does, until a fix makes the chain too long for one line.
const PROBE: &str = "pub async fn f(report_file: &str) -> String {\n    std::fs::read_to_string(report_file).unwrap_or_default()\n}\n";

/// Fixes `PROBE`, and the same code in another layout than rustfmt's, in a repository whose configuration tries to run a program.
fn fixed_probes(args: &[&str], rustfmt: Option<&str>) -> (TempDir, String) {
    let odd = format!("mod  odd  {{}}\n{PROBE}");
    let evil = "#!/bin/sh\ntouch \"$(dirname \"$0\")/ran\"\n";
    let folder = repository(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", PROBE),
        ("src/odd.rs", &odd),
        ("rust-toolchain.toml", "[toolchain]\npath = \"evil\"\n"),
        ("evil/bin/rustfmt", evil),
        ("rustfmt", evil),
    ]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_async-lint"));
    command.args(["check", "--fix", "--exit-zero", "--select", "blocking-file"]).args(args).current_dir(folder.path());
    command.env("CARGO_HOME", folder.path().join(".git/none")).env_remove("RUSTFMT").envs(rustfmt.map(|program| ("RUSTFMT", program)));
    #[cfg(unix)]
    for program in ["evil/bin/rustfmt", "rustfmt"] {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder.path().join(program), fs::Permissions::from_mode(0o755)).expect("it is ours");
    }
    let output = command.arg("--allow-dirty").output().expect("it runs");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    for ran in ["evil/bin/ran", "ran"] {
        assert!(!folder.path().join(ran).exists(), "a program of the linted tree has been run");
    }
    let odd = read(&folder, "src/odd.rs");
    assert!(odd.starts_with("mod  odd  {}\n") && odd.contains("tokio::fs"), "a layout that was not rustfmt's stays: {odd}");
    (folder, String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn what_rustfmt_had_laid_out_is_laid_out_by_it_again() {
    let (by_hand, _) = fixed_probes(&["--no-format"], None);
    let (formatted, err) = fixed_probes(&[], None);
    assert_eq!(err, "fixed 2 findings in 2 files\n");
    let (by_hand_text, text) = (read(&by_hand, "src/lib.rs"), read(&formatted, "src/lib.rs"));
    assert_ne!(by_hand_text, text);
    let squeeze = |text: &str| text.split_whitespace().collect::<String>();
    assert_eq!(squeeze(&by_hand_text), squeeze(&text));
    let again = Command::new("rustfmt").args(["--edition", "2021", "--check"]).arg(formatted.path().join("src/lib.rs")).status();
    assert!(again.expect("rustfmt is there").success());
}

#[test]
fn without_rustfmt_the_fixes_are_made_all_the_same() {
    let (by_hand, _) = fixed_probes(&["--no-format"], None);
    let (folder, err) = fixed_probes(&[], Some("/nonexistent/rustfmt"));
    assert_eq!(read(&folder, "src/lib.rs"), read(&by_hand, "src/lib.rs"));
    assert!(err.starts_with("note: the fixed files are not formatted, because rustfmt cannot be run: "), "{err}");
    assert!(err.ends_with("\nfixed 2 findings in 2 files\n"), "{err}");
    // As rustup's proxy does for a toolchain without rustfmt.
    #[cfg(unix)]
    {
        let (_, err) = fixed_probes(&[], Some("false"));
        assert!(err.starts_with("note: the fixed files are not formatted, because rustfmt cannot be run: exit status: 1\n"), "{err}");
    }
}
