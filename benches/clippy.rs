//! The linter compared with clippy, which has rustc's own types: how long both take for the same code, and which catalogued calls each finds in
//! async code. The folders are packages or workspaces; a copy is measured.
//!
//! `cargo bench --bench clippy -- FOLDER…`; `ASYNC_LINT=PROGRAM` measures another build of the linter.
#![expect(clippy::print_stdout, reason = "a benchmark tells people its figures")]

use async_lint::catalogue::{ApiEntry, CallKind, Catalogue};
use async_lint::diagnostics::Level;
use serde_json::Value;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// A call: its file below the folder, its line, the last part of the API's path.
type Call = (String, u64, String);

fn main() {
    let folders: Vec<PathBuf> = std::env::args_os().skip(1).filter(|arg| arg != "--bench").map(PathBuf::from).collect();
    let catalogue = Catalogue::embedded().expect("the rules are sound");
    let listed: Vec<&ApiEntry> = catalogue.apis().iter().filter(|api| is_comparable(api)).collect();
    println!("{:<24} {:>10} {:>10} {:>10}   seconds", "", "cold", "one edit", "unchanged");
    let total = folders.iter().map(|folder| compare(folder, &listed)).fold([0; 4], |sum, of| std::array::from_fn(|at| sum[at] + of[at]));
    println!(
        "all: found {} of {} calls in async code; {} of {} direct findings are calls that rustc does not see",
        total[0], total[1], total[2], total[3]
    );
}

/// Whether a call of it in async code must be found, independent of arguments and receiver.
fn is_comparable(api: &ApiEntry) -> bool {
    let plain = api.receiver.is_empty() && api.any_argument.is_empty() && api.silent_if.is_empty() && api.arity.is_none();
    let always = api.unless_made_by.is_empty() && api.unless_after.is_empty() && !api.unless_filled && !api.unless_kept && !api.lazy;
    plain && always && api.call == CallKind::Call && api.level != Level::Allow && api.versions.is_none()
}

fn compare(folder: &Path, listed: &[&ApiEntry]) -> [usize; 4] {
    let place = tempfile::tempdir().expect("a temporary folder can be made");
    let copy = place.path().join("code");
    for entry in walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_entry(|entry| !["target", ".git"].iter().any(|no| entry.file_name() == *no))
        .flatten()
    {
        let to = copy.join(entry.path().strip_prefix(folder).expect("it lies in it"));
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(&to).expect("a folder can be made");
        } else if entry.file_type().is_file() {
            std::fs::copy(entry.path(), &to).expect("a file can be copied");
        }
    }
    // Both need the sources of the dependencies.
    Command::new("cargo").arg("fetch").current_dir(&copy).status().expect("cargo runs");
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let target = place.path().join("target");
    let clippy = || {
        let mut command = Command::new("cargo");
        command.args(["clippy", "--quiet", "--message-format=json", "--target-dir"]).arg(&target).current_dir(&copy);
        command
    };
    let linter = || {
        let program = std::env::var_os("ASYNC_LINT").unwrap_or_else(|| OsString::from(env!("CARGO_BIN_EXE_async-lint")));
        let mut command = Command::new(program);
        command.args(["check", "--format", "json", "--exit-zero", "--select", "all", "--min-level", "note"]).current_dir(&copy);
        command.env("ASYNC_LINT_CACHE_DIR", place.path().join("cache"));
        command
    };
    times(&format!("{name}: clippy"), &copy, || drop(output(&mut clippy())));
    times(&format!("{name}: async-lint"), &copy, || drop(output(&mut linter())));

    let mut methods = String::from("disallowed-methods = [\n");
    for api in listed {
        writeln!(methods, "  {{ path = \"{}\", allow-invalid = true }},", api.path).expect("memory can be written");
    }
    std::fs::write(place.path().join("clippy.toml"), methods + "]\n").expect("a file can be written");
    edit(&copy);
    let mut with_list = clippy();
    with_list.env("CLIPPY_CONF_DIR", place.path()).args(["--", "--cap-lints", "warn", "--force-warn", "clippy::disallowed_methods"]);
    let seen: Vec<(Call, u64)> = output(&mut with_list).lines().filter_map(seen).collect();
    let findings: Value = serde_json::from_str(&output(&mut linter())).expect("the linter prints JSON");
    counts(&name, &copy, &seen, &findings, listed)
}

/// Prints the time of a first run, of one after an edit, and of one without changes.
fn times(title: &str, copy: &Path, run: impl Fn()) {
    let timed = || {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    let cold = timed();
    edit(copy);
    let [edited, unchanged] = [timed(), timed()];
    println!("{title:<24} {} {} {}", seconds(cold), seconds(edited), seconds(unchanged));
}

fn seconds(time: Duration) -> String {
    format!("{:>10.2}", time.as_secs_f64())
}

/// Adds a line to each root file of a target.
fn edit(copy: &Path) {
    for file in walkdir::WalkDir::new(copy).into_iter().flatten() {
        if ["main.rs", "lib.rs"].iter().any(|root| file.file_name() == *root) {
            let text = std::fs::read_to_string(file.path()).expect("sources are UTF-8");
            std::fs::write(file.path(), text + "\n").expect("the copy can be written");
        }
    }
}

fn output(command: &mut Command) -> String {
    let output = command.output().expect("it runs");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("it prints UTF-8")
}

/// The call that one of clippy's messages is about, and its column.
fn seen(line: &str) -> Option<(Call, u64)> {
    let message: Value = serde_json::from_str(line).ok()?;
    let message = message.get("message")?;
    let is_ours = message["code"]["code"] == "clippy::disallowed_methods";
    let span = message["spans"].as_array()?.iter().find(|span| span["is_primary"] == true)?;
    let api = message["message"].as_str()?.split('`').nth(1)?;
    let place = (span["file_name"].as_str()?.to_owned(), span["line_start"].as_u64()?, last(api).to_owned());
    (is_ours && span["expansion"].is_null()).then_some((place, span["column_start"].as_u64()?))
}

fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

/// Numbers of: calls in async code that were found, all such calls, direct findings that clippy does not have, all direct findings.
fn counts(name: &str, copy: &Path, seen: &[(Call, u64)], findings: &Value, listed: &[&ApiEntry]) -> [usize; 4] {
    let findings = findings["findings"].as_array().expect("a list");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let call = |finding: &Value| {
        (text(&finding["path"]), finding["start"]["line"].as_u64().unwrap_or_default(), last(&text(&finding["api"])).to_owned())
    };
    let found: BTreeSet<Call> = findings.iter().map(call).collect();
    let expected: BTreeSet<&Call> =
        seen.iter().filter(|((file, line, _), column)| is_async(&copy.join(file), *line, *column)).map(|(call, _)| call).collect();
    for (file, line, api) in expected.iter().filter(|call| !found.contains(**call)) {
        println!("  missed   {name} {file}:{line} {api}");
    }
    let known: BTreeSet<&Call> = seen.iter().map(|(call, _)| call).collect();
    let is_listed = |finding: &&Value| listed.iter().any(|api| finding["api"] == *api.path);
    let direct: BTreeSet<Call> =
        findings.iter().filter(|finding| finding["kind"] == "direct" && finding["in_test"] == false).filter(is_listed).map(call).collect();
    let unseen: Vec<&Call> = direct.iter().filter(|call| !known.contains(call)).collect();
    for (file, line, api) in &unseen {
        println!("  unseen   {name} {file}:{line} {api}");
    }
    [expected.iter().filter(|call| found.contains(**call)).count(), expected.len(), unseen.len(), direct.len()]
}

/// Whether the innermost fn, block or closure around a position is async. Inside a macro call, this is unknown.
fn is_async(file: &Path, line: u64, column: u64) -> bool {
    let Some(file) = std::fs::read_to_string(file).ok().and_then(|text| syn::parse_file(&text).ok()) else { return false };
    let place = (usize::try_from(line).unwrap_or_default(), usize::try_from(column).unwrap_or_default().saturating_sub(1));
    let mut innermost = Innermost { place, is_async: false };
    innermost.visit_file(&file);
    innermost.is_async
}

struct Innermost {
    place: (usize, usize),
    is_async: bool,
}

impl Innermost {
    /// Nodes are visited from the outside in, so the last one around the position decides.
    fn node(&mut self, node: &impl Spanned, is_async: bool) {
        let (start, end) = (node.span().start(), node.span().end());
        if (start.line, start.column) <= self.place && self.place <= (end.line, end.column) {
            self.is_async = is_async;
        }
    }
}

impl<'ast> Visit<'ast> for Innermost {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.node(item, item.sig.asyncness.is_some());
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.node(item, item.sig.asyncness.is_some());
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        self.node(item, item.sig.asyncness.is_some());
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_expr_async(&mut self, block: &'ast syn::ExprAsync) {
        self.node(block, true);
        visit::visit_expr_async(self, block);
    }

    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        self.node(closure, closure.asyncness.is_some());
        visit::visit_expr_closure(self, closure);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.node(call, false);
        visit::visit_macro(self, call);
    }
}
