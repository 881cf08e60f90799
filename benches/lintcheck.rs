//! Lints pinned crates and compares the findings with the recorded ones; see `lintcheck/README.md`. Each run is a separate process, so that its
//! memory can be measured, and a run that does not end can be killed.
#![expect(clippy::print_stdout, reason = "a check tells people what it found")]

mod support;

use async_lint::{CheckOptions, Dependencies, Silent};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

/// Makes the process do one run over a folder, and print only its findings.
const ONE: &str = "--one";
/// Makes it record the findings.
const RECORD: &str = "--record";
/// How long one crate may take.
const MAX_RUN: Duration = Duration::from_secs(60);

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    if let [first, folder] = &args[..]
        && first == ONE
    {
        one(Path::new(folder));
        return ExitCode::SUCCESS;
    }
    let record = args.iter().any(|arg| arg == RECORD);
    let words: Vec<&String> = args.iter().filter(|arg| *arg != RECORD).collect();
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("lintcheck");
    let list = std::fs::read_to_string(here.join("crates.txt")).expect("the list is there");
    let crates = list.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' '));
    let crates: Vec<(&str, &str)> =
        crates.filter(|(name, _)| words.is_empty() || words.iter().any(|word| name.contains(word.as_str()))).collect();
    fetch(&crates);
    println!("{:<32} {:>8} {:>9} {:>9}  difference", "crate", "findings", "time", "MiB peak");
    let mut is_same = true;
    for (name, version) in crates {
        is_same &= check(&here, &format!("{name}-{version}"), record);
    }
    if is_same { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Has cargo download the sources, by a package that depends on all of them and is never built.
fn fetch(crates: &[(&str, &str)]) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let mut manifest =
        String::from("[package]\nname = \"fetched\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[lib]\npath = \"lib.rs\"\n[dependencies]\n");
    for (name, version) in crates {
        writeln!(manifest, "{name} = {{ version = \"={version}\", default-features = false }}").expect("memory can be written");
    }
    std::fs::write(folder.path().join("Cargo.toml"), manifest).expect("a file can be written");
    std::fs::write(folder.path().join("lib.rs"), "").expect("a file can be written");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let fetched = Command::new(cargo).arg("fetch").current_dir(folder.path()).status().is_ok_and(|status| status.success());
    if !fetched {
        println!("not all sources could be fetched; what is there is checked");
    }
}

/// The folder in which cargo keeps the sources of a crate.
fn source(krate: &str) -> Option<PathBuf> {
    let home = support::cargo_home()?;
    let registries = std::fs::read_dir(home.join("registry/src")).ok()?;
    registries.flatten().map(|registry| registry.path().join(krate)).find(|folder| folder.is_dir())
}

/// Lints one crate and prints the differences; returns whether there are none.
fn check(here: &Path, krate: &str, record: bool) -> bool {
    let Some(folder) = source(krate) else {
        println!("{krate:<32} its source is not there");
        return false;
    };
    let start = Instant::now();
    let Some(said) = limited(&folder) else {
        println!("{krate:<32} more than {} s, or no end that was wanted", MAX_RUN.as_secs());
        return false;
    };
    let time = start.elapsed();
    let mut lines: Vec<&str> = said.lines().collect();
    let peak = lines.pop().unwrap_or_default();
    let file = here.join("findings").join(format!("{krate}.txt"));
    let recorded = std::fs::read_to_string(&file).unwrap_or_default();
    let (old, new): (BTreeSet<&str>, BTreeSet<&str>) = (recorded.lines().collect(), lines.iter().copied().collect());
    let (gone, added): (Vec<_>, Vec<_>) = (old.difference(&new).collect(), new.difference(&old).collect());
    println!("{krate:<32} {:>8} {time:>9.1?} {peak:>9}  -{} +{}", lines.len(), gone.len(), added.len());
    for (sign, lines) in [('-', &gone), ('+', &added)] {
        for line in lines {
            println!("    {sign} {line}");
        }
    }
    if record {
        let text = lines.iter().fold(String::new(), |text, line| text + line + "\n");
        std::fs::write(file, text).expect("findings can be written");
    }
    record || (gone.is_empty() && added.is_empty())
}

/// The output of a run in a separate process; `None` if it fails or takes too long.
fn limited(folder: &Path) -> Option<String> {
    let program = std::env::current_exe().ok()?;
    let out = tempfile::NamedTempFile::new().ok()?;
    let mut child = Command::new(program).arg(ONE).arg(folder).stdout(Stdio::from(out.reopen().ok()?)).spawn().ok()?;
    let end = Instant::now() + MAX_RUN;
    loop {
        match child.try_wait().ok()? {
            Some(status) => return if status.success() { std::fs::read_to_string(out.path()).ok() } else { None },
            None if Instant::now() < end => std::thread::sleep(Duration::from_millis(50)),
            None => {
                let _ = child.kill();
                let _ = child.wait();
                return None;
            }
        }
    }
}

/// Lints a folder and prints its findings, one per line, then the peak memory in MiB.
fn one(folder: &Path) {
    let mut options = CheckOptions::new(folder.to_owned());
    options.dependencies = Dependencies::Ignore;
    let report = async_lint::check(&options, &Silent).expect("the folder can be linted");
    for finding in &report.findings {
        println!(
            "{}:{}:{} {} {}",
            finding.path,
            finding.start.line,
            finding.start.column,
            finding.lint,
            finding.message.replace('\n', " ")
        );
    }
    println!("{}", support::peak_kib().map_or_else(|| "unknown".to_owned(), |kib| (kib / 1024).to_string()));
}
