//! The fuzz targets over the repository's own texts: their properties hold, and all targets are declared.

use crate::support;

#[path = "../../fuzz/src/lib.rs"]
#[expect(unreachable_pub, reason = "it is a library of its own for the targets")]
mod targets;

fn seeds() -> Vec<Vec<u8>> {
    let cases = ["fixtures/cases", "fixtures/fixes"].map(|folder| support::files(&support::root().join(folder), ".rs"));
    let mut texts: Vec<Vec<u8>> = cases.concat().iter().map(|file| std::fs::read(file).expect("cases can be read")).collect();
    texts.push(b"fn f() { \"\x1b[31m\\u{202e}\" }\xff".to_vec());
    texts.push("async fn \u{202e}f() { std::fs::read(\"\u{1b}]0;x\u{7}\"); }".into());
    texts
}

#[test]
fn lowering_takes_every_seed() {
    for seed in seeds() {
        targets::lower(&seed);
    }
}

#[test]
fn every_format_says_every_seed() {
    // Each is a whole run; a few of each kind are enough here.
    for seed in seeds().iter().step_by(12) {
        targets::lint(seed);
    }
    for seed in seeds().iter().rev().take(2) {
        targets::lint(seed);
    }
}

#[test]
fn fixes_of_seeds_parse() {
    for seed in seeds().iter().step_by(12) {
        targets::fix(seed);
    }
}

#[test]
fn small_programs_end_soon() {
    // A fixed sequence, so that a slow input can be reproduced.
    let mut seed = 20_u64;
    for _ in 0..12 {
        let bytes: Vec<u8> = (0..200)
            .map(|_| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                seed.to_le_bytes()[6]
            })
            .collect();
        targets::types(&bytes);
    }
}

#[test]
fn configurations_are_taken_or_refused() {
    for text in ["", "[levels]\nblocking-sleep = \"deny\"\n", "[levels", "\u{1b}[31m = 1", "[levels]\nno-such-lint = \"deny\"\n", "\0"] {
        targets::config(text.as_bytes());
    }
    targets::config(b"\xff\xfe");
}

#[test]
fn targets_are_declared_both_ways() {
    let fuzz = support::root().join("fuzz");
    let manifest = std::fs::read_to_string(fuzz.join("Cargo.toml")).expect("it is there");
    let mut declared: Vec<&str> = manifest.lines().filter_map(|line| line.strip_prefix("path = \"")?.strip_suffix('"')).collect();
    declared.sort_unstable();
    let mut present: Vec<String> = (support::files(&fuzz.join("fuzz_targets"), ".rs").iter())
        .map(|file| file.strip_prefix(&fuzz).expect("it is below").to_string_lossy().replace('\\', "/"))
        .collect();
    present.sort_unstable();
    assert_eq!(declared, present);
}
