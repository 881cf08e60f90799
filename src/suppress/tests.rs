//! Where comments are inserted. What they silence is tested in `tests/`.

use super::*;
use crate::report::tests::samples;

#[test]
fn one_comment_stands_for_all_findings_of_a_line() {
    let mut report = samples::shop();
    let mut second = report.findings[0].clone();
    second.lint = "another-lint".to_owned();
    report.findings.insert(1, second);
    offer(&mut report, "known");
    let edits: Vec<&Edit> = report.findings[..2].iter().flat_map(|finding| &finding.fixes[0].edits).collect();
    assert_eq!(edits[0], edits[1], "equal fixes are made once");
    assert_eq!(edits[0].text, "    // async-lint: allow(another-lint, blocking-sleep) known\n");
    let text = &report.sources["src/handler.rs"];
    assert!(text[edits[0].start.offset as usize..].starts_with("    std::thread::sleep"));
}

#[test]
fn a_finding_without_its_text_has_no_comment() {
    let mut report = samples::shop();
    report.sources.clear();
    offer(&mut report, "known");
    assert!(report.findings.iter().all(|finding| finding.fixes.is_empty()));
}
