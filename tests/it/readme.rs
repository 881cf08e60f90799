//! Every command in the README is run, or is on a list with the reason why not; the output there is the tool's real output.
//!
//! `UPDATE_README=1 cargo test --test it readme` writes the output of today into it.

use crate::support;
use async_lint::catalogue::{Catalogue, Proofs};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Mutex;
use tempfile::TempDir;

/// Commands that are not run here, each with the reason.
const NOT_RUN: [(&str, &str); 19] = [
    ("pip install async-lint", "needs the network; the tests of packages install the wheel"),
    ("npm install --save-dev async-lint", "needs the network; the tests of packages install its packages"),
    ("cargo binstall async-lint", "needs the network; the tests of packages unpack the archive"),
    ("cargo install --locked async-lint", "needs the network, and builds everything"),
    ("async-lint check --write-baseline", "writes; the tests of adoption do"),
    ("async-lint check --suppress known", "writes; the tests of adoption do"),
    ("async-lint check --changed=origin/main", "needs a repository; the tests of adoption have one"),
    ("async-lint check --fix", "writes; the tests of fixing do"),
    ("async-lint check --fix --unsafe-fixes --fixable blocking-sleep", "writes; the tests of fixing do"),
    ("async-lint check --fix --verify 'cargo check --all-targets'", "builds what it lints"),
    ("cargo add --dev async-lint-runtime --features guard", "changes a manifest"),
    ("ASYNC_LINT_GUARD=record cargo test", "is what the tests of the guard do"),
    ("async-lint check --confirm guard.jsonl", "needs a record; the tests of the book have one"),
    ("cargo run --release -p async-lint-fixtures -- prove --quick", "measures for minutes; its own tests run a part of it"),
    ("cargo fmt --all --check", "is run by .ci/run"),
    ("cargo clippy --workspace --all-targets --locked -- -D warnings", "is run by .ci/run"),
    ("ASYNC_LINT_COMPILE_REPLACEMENTS=1 ASYNC_LINT_CHECK_MSRV=1 cargo test --workspace --locked", "is what runs this test"),
    ("cargo test -p async-lint-runtime-clients --features families --profile guarded --locked", "is run by .ci/run"),
    ("RUSTDOCFLAGS=\"-D warnings\" cargo doc --workspace --no-deps --locked", "is run by .ci/run"),
];

/// Locked by a test while it may write the README.
static WRITING: Mutex<()> = Mutex::new(());

/// A fenced block.
struct Block<'a> {
    language: &'a str,
    content: &'a str,
}

fn text() -> String {
    std::fs::read_to_string(support::root().join("README.md")).expect("there is a README")
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    for part in text.split("\n```").skip(1).step_by(2) {
        let (language, content) = part.split_once('\n').unwrap_or((part, ""));
        blocks.push(Block { language, content });
    }
    blocks
}

/// The commands of a block of shell, or of the steps of a workflow.
fn commands<'a>(block: &Block<'a>) -> Vec<&'a str> {
    let lines = block.content.lines().map(str::trim);
    match block.language {
        "sh" => lines.filter(|line| !line.is_empty()).collect(),
        "yaml" => lines.filter_map(|line| line.strip_prefix("- run: ")).collect(),
        _ => Vec::new(),
    }
}

/// Binary and arguments of a command of this project; the binaries that tests build replace `cargo run` and installed ones.
fn ours(command: &str) -> Option<(&'static str, Vec<&str>)> {
    let (binary, args) = if let Some(args) = command.strip_prefix("cargo run -- ") {
        (env!("CARGO_BIN_EXE_async-lint"), args)
    } else if let Some(args) = command.strip_prefix("async-lint ") {
        (env!("CARGO_BIN_EXE_async-lint"), args)
    } else {
        (env!("CARGO_BIN_EXE_cargo-async-lint"), command.strip_prefix("cargo ").filter(|args| args.starts_with("async-lint "))?)
    };
    Some((binary, args.split(' ').collect()))
}

/// A folder that looks like this repository to the README's commands, without parts that take long to lint.
fn folder() -> TempDir {
    let folder = support::folder();
    support::copy(&support::root().join("examples"), &folder.path().join("examples"));
    folder
}

fn run(folder: &Path, binary: &str, args: &[&str]) -> Output {
    // An empty home: findings must not depend on the crates on this machine.
    let home = folder.join("home");
    Command::new(binary)
        .args(args)
        .env_clear()
        .env("ASYNC_LINT_CACHE_DIR", concat!(env!("CARGO_TARGET_TMPDIR"), "/cache"))
        .env("CARGO_HOME", home)
        .current_dir(folder)
        .output()
        .expect("it runs")
}

#[test]
fn every_command_is_run_or_listed() {
    let text = text();
    let folder = folder();
    let mut listed: Vec<&str> = NOT_RUN.iter().map(|(command, _)| *command).collect();
    let mut number = 0;
    for command in blocks(&text).iter().flat_map(commands) {
        if NOT_RUN.iter().any(|(known, _)| *known == command) {
            listed.retain(|known| *known != command);
            continue;
        }
        let (binary, args) = ours(command).unwrap_or_else(|| panic!("README: `{command}` is neither run nor listed"));
        number += 1;
        let output = run(folder.path(), binary, &args);
        let (code, said) = (output.status.code(), String::from_utf8_lossy(&output.stderr));
        assert!(matches!(code, Some(0 | 1)) && said.is_empty(), "README: `{command}` ends with {code:?}: {said}");
    }
    assert!(listed.is_empty(), "not in the README any more: {listed:?}");
    assert!(number > 8, "the README has commands");
}

#[test]
fn output_is_the_tool_s_own() {
    let _one_at_a_time = WRITING.lock();
    let text = text();
    let folder = folder();
    let blocks = blocks(&text);
    let mut updated = text.clone();
    let mut number = 0;
    for pair in blocks.windows(2) {
        let [command, shown] = pair else { continue };
        let [line] = commands(command)[..] else { continue };
        if command.language != "sh" || !["text", "diff"].contains(&shown.language) {
            continue;
        }
        let (binary, args) = ours(line).expect("output is shown of our own commands only");
        let output = String::from_utf8(run(folder.path(), binary, &args).stdout).expect("it is UTF-8");
        number += 1;
        let said = output.trim_end();
        if timeless(said) != timeless(shown.content) {
            let language = shown.language;
            let old = format!("{line}\n```\n\n```{language}\n{}\n```", shown.content);
            // Between the fences of an empty block there is only a newline.
            let empty = format!("{line}\n```\n\n```{language}\n```");
            let new = format!("{line}\n```\n\n```{language}\n{said}\n```");
            updated = updated.replace(&old, &new).replace(&empty, &new);
        }
    }
    assert_eq!(number, 3, "the README shows output");
    if updated != text {
        let mut difference = String::new();
        for (old, new) in text.lines().zip(updated.lines()).filter(|(old, new)| old != new).take(1) {
            writeln!(difference, "- {old}\n+ {new}").expect("text can grow");
        }
        let update = std::env::var_os("UPDATE_README").is_some();
        if update {
            std::fs::write(support::root().join("README.md"), updated).expect("the README can be written");
        }
        assert!(update, "the README shows other output than the tool gives; UPDATE_README=1 refreshes it\n{difference}");
    }
}

const FIGURES: (&str, &str) = ("<!-- figures -->\n", "<!-- end of figures -->\n");

/// The figures match the rules and the last recorded run of the proofs.
#[test]
fn figures_are_those_of_the_rules() {
    let _one_at_a_time = WRITING.lock();
    let text = text();
    let (head, rest) = text.split_once(FIGURES.0).expect("the README has a place for figures");
    let (shown, tail) = rest.split_once(FIGURES.1).expect("the place has an end");
    let figures = figures();
    if std::env::var_os("UPDATE_README").is_some() {
        let updated = format!("{head}{}{figures}{}{tail}", FIGURES.0, FIGURES.1);
        std::fs::write(support::root().join("README.md"), updated).expect("the README can be written");
    } else {
        assert_eq!(shown, figures, "UPDATE_README=1 writes them anew");
    }
}

fn figures() -> String {
    let catalogue = Catalogue::embedded().expect("the rules are sound");
    let crates: BTreeSet<&str> = catalogue.apis().iter().filter_map(|api| api.path.split("::").next()).collect();
    let Proofs { proofs, machine, .. } = Proofs::recorded().expect("the record is sound");
    let lints: BTreeSet<&str> = proofs.iter().map(|proof| proof.lint.as_str()).collect();
    let written: BTreeSet<&str> = proofs.iter().filter(|proof| proof.written_by != "hand").map(|proof| proof.case.as_str()).collect();
    let checked = std::fs::read_to_string(support::root().join("lintcheck/crates.txt")).expect("it is there");
    let checked = checked.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).count();
    format!(
        "| | | how to repeat |\n| --- | --- | --- |\n\
         | lints | {} | `async-lint rules` |\n\
         | blocking APIs known | {} in {} crates, std included | `cargo test --test it figures` |\n\
         | fixes measured under load, before and after | {} for {} lints; for {} servers the fix is what `--fix` writes, byte for byte \
         ({} cores, {} build, {}) | `cargo run --release -p async-lint-fixtures -- prove` |\n\
         | published crates whose recorded findings are compared | {checked} | `cargo bench --bench lintcheck` |\n",
        catalogue.lints().len(),
        // What is brief outside of loops has a second entry for them.
        catalogue.apis().iter().filter(|api| api.in_tasks.is_none()).count(),
        crates.len(),
        proofs.len(),
        lints.len(),
        written.len(),
        machine.cores,
        machine.profile,
        machine.date,
    )
}

/// Without the time at the end of the summary.
fn timeless(output: &str) -> &str {
    match output.rsplit_once("; ") {
        Some((before, time)) if time.ends_with(" ms") || time.ends_with(" s") => before,
        _ => output,
    }
}

/// `.ci/run` reads its commands from the README by this heading.
#[test]
fn the_continuous_check_runs_the_section_on_tests() {
    let text = text();
    let (_, section) = text.split_once("\n## Tests\n").expect("the README has a section on tests");
    let section = section.split("\n## ").next().unwrap_or(section);
    let block = &blocks(section)[0];
    assert_eq!(commands(block).len(), 5);
    let script = std::fs::read_to_string(support::root().join(".ci/run")).expect("there is a script");
    assert!(script.contains("section==\"## Tests\""));
}
