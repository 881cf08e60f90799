//! All packages in the local registry: run with `--ignored --nocapture`.

use super::super::{Bodies, MacroTable, lower, with_stack};
use super::check_invariants;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

#[test]
#[ignore = "reads every crate of the local registry"]
fn every_file_of_the_registry_is_lowered() {
    let home = std::env::var("CARGO_HOME").unwrap_or_else(|_| format!("{}/.cargo", std::env::var("HOME").unwrap_or_default()));
    let only = std::env::var("SWEEP").unwrap_or_default();
    let root = std::path::Path::new(&home).join("registry/src");
    let (mut files, mut bytes, mut parse, mut lowering) = (0_u32, 0_usize, Duration::ZERO, Duration::ZERO);
    let (mut deferring, mut outlining) = (Duration::ZERO, Duration::ZERO);
    let mut different = Vec::new();
    let (mut failed, mut skipped, mut slow) = (Vec::new(), BTreeMap::<String, u32>::new(), Vec::new());
    with_stack(|| {
        for entry in walkdir::WalkDir::new(root).sort_by_file_name().into_iter().filter_map(Result::ok) {
            let path = entry.path();
            if path.extension().is_none_or(|ext| ext != "rs") || !path.to_string_lossy().contains(&only) {
                continue;
            }
            let Ok(text) = std::fs::read_to_string(path) else { continue };
            files += 1;
            bytes += text.len();
            let start = Instant::now();
            let parsed = syn::parse_file(&text).is_ok();
            let plain = start.elapsed();
            parse += plain;
            proc_macro2::extra::invalidate_current_thread_spans();
            let start = Instant::now();
            let lowered = lower(&text, Bodies::Lower, &MacroTable::default());
            let ours = start.elapsed();
            lowering += ours;
            if ours > plain * 5 && ours > Duration::from_millis(50) {
                slow.push(format!("{} {plain:?} {ours:?}", path.display()));
            }
            let start = Instant::now();
            let deferred = lower(&text, Bodies::Defer, &MacroTable::default());
            deferring += start.elapsed();
            let start = Instant::now();
            lower(&text, Bodies::Outline, &MacroTable::default());
            outlining += start.elapsed();
            let differences = super::outline::differences(&text, &MacroTable::default());
            different.extend(differences.iter().map(|difference| format!("{} {difference}", path.display())));
            assert!(!lowered.errors.is_empty() || deferred.errors.is_empty(), "{}", path.display());
            check_invariants(&text, &lowered.facts);
            for error in &lowered.errors {
                failed.push(format!("{}:{} {} (syn alone: {parsed})", path.display(), error.span.start, error.message));
            }
            for skip in &lowered.facts.skipped {
                *skipped.entry(format!("{}{}", skip.path, if skip.at.is_none() { " (item)" } else { "" })).or_default() += 1;
            }
        }
    });
    let mut top: Vec<_> = skipped.iter().map(|(path, count)| (*count, path)).collect();
    top.sort_by(|a, b| b.cmp(a));
    println!("{files} files, {bytes} bytes; parse {parse:?}, lower {lowering:?}, defer {deferring:?}, outline {outlining:?}");
    println!("{} items differ:\n{}", different.len(), different.join("\n"));
    println!("{} failed:\n{}", failed.len(), failed.join("\n"));
    println!("slow:\n{}", slow.join("\n"));
    println!("{} skipped of {} names: {:?}", skipped.values().sum::<u32>(), skipped.len(), &top[..top.len().min(60)]);
    assert!(files > 0);
}
