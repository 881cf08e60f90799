//! The annotated cases of `fixtures/cases/transitive`: the findings are exactly the marks.

use async_lint::diagnostics::{Confidence, Finding, Kind};
use async_lint::{CheckOptions, Silent, check};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cases/transitive")
}

fn findings(threads: usize) -> Vec<Finding> {
    let options = CheckOptions { threads: Some(threads), ..CheckOptions::new(root()) };
    check(&options, &Silent).expect("the cases are readable").findings
}

/// The lints of a file by line, sorted.
type Lines = BTreeMap<(String, u32), Vec<String>>;

/// The expected findings: `//~ lint lint` marks a line with findings, a bare `//~` a near miss, which must be silent.
fn marks() -> Lines {
    let mut marks = Lines::new();
    for file in ["app", "store"].iter().flat_map(|name| std::fs::read_dir(root().join(name).join("src")).expect("the case has sources")) {
        let path = file.expect("entries are readable").path();
        let shown = path.strip_prefix(root()).expect("it is below").to_string_lossy().replace('\\', "/");
        let text = std::fs::read_to_string(&path).expect("cases are text");
        for (number, line) in text.lines().enumerate() {
            if let Some((_, lints)) = line.split_once("//~") {
                let mut lints: Vec<String> = lints.split_whitespace().map(str::to_owned).collect();
                lints.sort();
                marks.insert((shown.clone(), u32::try_from(number + 1).expect("files are short")), lints);
            }
        }
    }
    marks
}

#[test]
fn marks_are_met_in_both_directions() {
    let mut found = Lines::new();
    for finding in findings(1) {
        found.entry((finding.path.clone(), finding.start.line)).or_default().push(finding.lint);
    }
    for lints in found.values_mut() {
        lints.sort();
    }
    let (near_misses, marks): (Lines, Lines) = marks().into_iter().partition(|(_, lints)| lints.is_empty());
    let missing: Vec<_> = marks.iter().filter(|(place, lints)| found.get(*place) != Some(lints)).collect();
    let surplus: Vec<_> = found.iter().filter(|(place, lints)| marks.get(*place) != Some(lints)).collect();
    assert!(missing.is_empty() && surplus.is_empty(), "expected: {missing:#?}\nfound: {surplus:#?}");
    assert!(marks.values().map(Vec::len).sum::<usize>() >= 60, "there are too few cases to prove anything");
    assert!(near_misses.len() >= 60, "there are only {} near misses", near_misses.len());
}

#[test]
fn a_chain_names_every_fn_on_the_way() {
    let findings = findings(1);
    let finding = findings.iter().find(|finding| finding.via.len() == 4).expect("`renamed` goes through four fns");
    let hops: Vec<_> = finding.via.iter().map(|hop| (hop.function.as_str(), hop.path.as_str())).collect();
    assert_eq!(
        hops,
        [
            ("store::deep::three", "store/src/lib.rs"),
            ("store::deep::two", "store/src/lib.rs"),
            ("store::deep::one", "store/src/lib.rs"),
            ("store::load", "store/src/lib.rs"),
        ]
    );
    assert_eq!((finding.kind, finding.confidence, finding.api.as_str()), (Kind::Transitive, Confidence::Certain, "std::fs::read"));
}

#[test]
fn calls_through_trait_objects_only_may_block() {
    let findings = findings(1);
    let dynamic = findings.iter().filter(|finding| finding.path == "app/src/traits.rs" && finding.confidence == Confidence::May);
    assert!(dynamic.count() >= 3);
}

#[test]
fn threads_change_nothing() {
    assert_eq!(findings(1), findings(4));
}
