//! Integrations into CI: the shell steps of `action.yml`, the job of `.gitlab/async-lint.yml` and the pre-commit hooks, run in a
//! repository with a finding on a new line and one on an old line.

use crate::support;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

const OLD: &str = "pub async fn old() {\n    std::thread::sleep(std::time::Duration::from_secs(1));\n}\n";
const NEW: &str = "\npub async fn new() {\n    let _ = std::fs::read(\"a\");\n}\n";

fn read(name: &str) -> String {
    std::fs::read_to_string(support::root().join(name)).expect("it is there")
}

/// The texts of `KEY: |` or `- |` blocks, without their indentation.
fn scripts(text: &str, begin: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (number, line) in lines.iter().enumerate().filter(|(_, line)| line.trim() == begin) {
        let indent = line.len() - line.trim_start().len();
        let inside = |line: &&&str| line.trim().is_empty() || line.len() - line.trim_start().len() > indent;
        let block: Vec<&str> = lines[number + 1..].iter().take_while(inside).copied().collect();
        let first = block.first().expect("a block is not empty");
        let own = first.len() - first.trim_start().len();
        found.push(block.iter().map(|line| line.get(own..).unwrap_or_default()).collect::<Vec<_>>().join("\n") + "\n");
    }
    found
}

fn git(folder: &Path, args: &[&str]) {
    let identity = ["-c", "user.name=t", "-c", "user.email=t@localhost", "-c", "commit.gpgsign=false"];
    let status = Command::new("git").arg("-C").arg(folder).args(identity).args(args).status().expect("git runs");
    assert!(status.success(), "git {args:?}");
}

/// A package whose branch adds a finding to that of `origin/main`.
fn repository() -> TempDir {
    let folder = support::folder();
    let manifest = "[package]\nname = \"demo\"\nedition = \"2024\"\n[dependencies]\ntokio = \"1\"\n";
    support::write(folder.path(), &[("Cargo.toml", manifest), ("src/lib.rs", OLD), (".gitignore", "/out\n")]);
    for args in [&["init", "-q"][..], &["add", "."], &["commit", "-qm", "first"], &["update-ref", "refs/remotes/origin/main", "HEAD"]] {
        git(folder.path(), args);
    }
    support::write(folder.path(), &[("src/lib.rs", &format!("{OLD}{NEW}")), ("out/.keep", "")]);
    git(folder.path(), &["commit", "-qam", "second"]);
    folder
}

/// Runs a step as a runner does, with the built tool on the path.
fn step(folder: &Path, script: &str, variables: &[(&str, &str)]) -> Output {
    let tool = PathBuf::from(env!("CARGO_BIN_EXE_async-lint"));
    let tools = tool.parent().expect("it is in a folder").display();
    let path = format!("{tools}:{}", std::env::var("PATH").expect("there is a path"));
    let out = |name: &str| folder.join("out").join(name);
    Command::new("bash")
        .args(["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script])
        .env_clear()
        .env("PATH", path)
        .env("HOME", folder.join("out"))
        .env("GITHUB_OUTPUT", out("output"))
        .env("GITHUB_STEP_SUMMARY", out("summary"))
        .env("GITHUB_PATH", out("path"))
        .env("RUNNER_TEMP", folder.join("out"))
        .envs(variables.iter().copied())
        .current_dir(folder)
        .output()
        .expect("bash runs")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn the_action_reports_changed_lines() {
    let action = read("action.yml");
    let [install, lint, fail] = &scripts(&action, "run: |")[..] else { panic!("the action has three scripts") };
    // Users' inputs reach the shell only through variables, never as code.
    assert!([install, lint, fail].iter().all(|script| !script.contains("${{")));
    let repository = repository();
    let folder = repository.path();
    let installed = step(folder, install, &[("VERSION", "none"), ("PACKAGE", "")]);
    assert!(installed.status.success() && said(&installed).starts_with("async-lint "), "{}", said(&installed));
    let common = [("PATHS", ""), ("ARGS", "--no-deps"), ("ASYNC_LINT_CACHE_DIR", "~/cache")];
    let ran = step(folder, lint, &[&common[..], &[("CHANGED", "auto"), ("BASE_REF", "main")]].concat());
    let annotations = said(&ran);
    assert!(ran.status.success(), "{annotations}");
    assert!(annotations.contains("line=6") && !annotations.contains("line=2"), "only the new line: {annotations}");
    let file = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap_or_default();
    assert_eq!(file("out/output"), "exit-code=1\n");
    assert!(file("out/summary").contains("blocking-file"), "{}", file("out/summary"));
    assert!(file("async-lint.sarif").contains("\"blocking-file\""));
    assert!(folder.join("out/cache").is_dir(), "the cache is where the action restores it");
    assert_eq!(step(folder, fail, &[("CODE", "1")]).status.code(), Some(1));
    assert_eq!(step(folder, fail, &[("CODE", "0")]).status.code(), Some(0));
    // On a push there is no base: everything is linted.
    let all = step(folder, lint, &[&common[..], &[("CHANGED", "auto"), ("BASE_REF", "")]].concat());
    assert!(said(&all).contains("line=2") && said(&all).contains("line=6"), "{}", said(&all));
    let shallow = step(folder, lint, &[&common[..], &[("CHANGED", "auto"), ("BASE_REF", "gone")]].concat());
    assert_eq!(shallow.status.code(), Some(2));
    assert!(said(&shallow).contains("fetch-depth: 0"), "{}", said(&shallow));
}

#[test]
fn the_gitlab_job_reports_changed_lines() {
    let template = read(".gitlab/async-lint.yml");
    assert!(template.contains("merge_request_event"), "a job without rules runs in no pipeline of a merge request");
    let [script] = &scripts(&template, "- |")[..] else { panic!("the job has one script") };
    let repository = repository();
    let folder = repository.path();
    let cache = folder.join("out/cache").display().to_string();
    let variables = [("CI_MERGE_REQUEST_DIFF_BASE_SHA", "origin/main"), ("ASYNC_LINT_CACHE_DIR", &*cache)];
    let ran = step(folder, script, &variables);
    assert_eq!(ran.status.code(), Some(1), "{}", said(&ran));
    let report = std::fs::read_to_string(folder.join("gl-code-quality-report.json")).expect("the report is written");
    assert!(report.contains("blocking-file") && !report.contains("blocking-sleep"), "{report}");
    let all = step(folder, script, &[("ASYNC_LINT_CACHE_DIR", &*cache)]);
    assert!(said(&all).contains("blocking-sleep"), "{}", said(&all));
}

#[test]
fn both_hooks_run_the_tool_on_what_is_staged() {
    let hooks = read(".pre-commit-hooks.yaml");
    let values = |key: &str| hooks.lines().filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix(key)).collect::<Vec<_>>();
    assert_eq!(values("id: "), ["async-lint", "async-lint-build"]);
    assert_eq!(values("language: "), ["python", "rust"]);
    let entries = values("entry: ");
    assert_eq!(entries[0], entries[1]);
    let repository = repository();
    let folder = repository.path();
    let clean = step(folder, entries[0], &[("ASYNC_LINT_CACHE_DIR", "out/cache")]);
    assert_eq!(clean.status.code(), Some(0), "{}", said(&clean));
    support::write(folder, &[("src/lib.rs", &format!("{OLD}{NEW}{}", NEW.replace("new", "newer")))]);
    git(folder, &["add", "."]);
    let found = step(folder, entries[0], &[("ASYNC_LINT_CACHE_DIR", "out/cache")]);
    assert_eq!(found.status.code(), Some(1), "{}", said(&found));
}
