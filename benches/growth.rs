//! How the cost of a run grows: for each family of inputs the processor time for n, 2n and 4n, each in a separate process. A nearly linear cost
//! doubles at each step, a quadratic one quadruples.
//!
//! `cargo bench --bench growth` measures all families, `cargo bench --bench growth -- chain macro` those with one of these words in their name.
#![expect(clippy::print_stdout, reason = "a benchmark tells people its figures")]

#[path = "growth/families.rs"]
#[expect(unreachable_pub, reason = "it is shared with tests")]
mod families;

use async_lint::{CheckOptions, Silent};
use families::{FAMILIES, Family};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Makes the process do one run over a folder, and print only its processor time.
const ONE: &str = "--one";

/// How long one run may take.
const MAX_RUN: Duration = Duration::from_secs(60);

/// A higher factor from one step to the next is marked.
const NEAR_LINEAR: f64 = 2.6;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    if let [first, folder] = &args[..]
        && first == ONE
    {
        return one(Path::new(folder));
    }
    println!("{:<44} {:>6} {:>9} {:>9} {:>9} {:>6}", "family", "n", "n", "2n", "4n", "worst");
    let is_wanted = |family: &&Family| args.is_empty() || args.iter().any(|word| family.name.contains(word.as_str()));
    // The base cost of every run.
    let base = measure(&|_| (FAMILIES[0].make)(1), 1).unwrap_or_default();
    for family in FAMILIES.iter().filter(is_wanted) {
        let times: Vec<Option<f64>> = [1, 2, 4].map(|times| measure(&family.make, family.n * times)).to_vec();
        let own = |time: &Option<f64>| time.map(|time| (time - base).max(0.02));
        let steps = times.windows(2).filter_map(|pair| Some(own(&pair[1])? / own(&pair[0])?));
        let worst = steps.fold(0.0, f64::max);
        let shown = |time: &Option<f64>| time.map_or_else(|| "too long".to_owned(), |time| format!("{time:.2} s"));
        let [n, n2, n4] = [0, 1, 2].map(|at| shown(&times[at]));
        let mark = if worst > NEAR_LINEAR || times.iter().any(Option::is_none) { "  !" } else { "" };
        println!("{:<44} {:>6} {n:>9} {n2:>9} {n4:>9} {worst:>6.1}{mark}", family.name, family.n);
    }
}

/// The processor time of one run in seconds; `None` if it took too long.
fn measure(make: &dyn Fn(usize) -> families::Files, n: usize) -> Option<f64> {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    families::write(folder.path(), make(n));
    let program = std::env::current_exe().expect("this program has a path");
    let mut child = Command::new(program).arg(ONE).arg(folder.path()).stdout(Stdio::piped()).spawn().expect("this program runs");
    let end = Instant::now() + MAX_RUN;
    loop {
        match child.try_wait() {
            Ok(Some(_)) => break,
            Ok(None) if Instant::now() < end => std::thread::sleep(Duration::from_millis(20)),
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                return None;
            }
        }
    }
    let output = child.wait_with_output().expect("it has ended");
    String::from_utf8_lossy(&output.stdout).trim().parse().ok()
}

/// Lints a folder, and prints the processor time of this process, or the elapsed time on systems that do not report it.
fn one(folder: &Path) {
    let start = Instant::now();
    let report = async_lint::check(&CheckOptions::new(folder.to_owned()), &Silent);
    std::hint::black_box(report.is_ok());
    let ticks = || {
        let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
        // Count fields after the name, which may contain any character: user time and system time are the 12th and 13th.
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        Some(fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?)
    };
    println!("{:.2}", ticks().map_or_else(|| start.elapsed().as_secs_f64(), |ticks| ticks / 100.0));
}
