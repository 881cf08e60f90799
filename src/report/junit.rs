//! JUnit XML, for CI systems that show test results: a suite for each file, a failed case for each finding at `warn` or above, a
//! skipped one for each note. Without findings there is one case that passed, since an empty report is an error to some readers.

use super::{chain, escape, phrase};
use crate::diagnostics::{Finding, Level, Report};
use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};
use std::io::{self, Write};

/// Writes the whole report. No times and no ids, so that equal runs give equal bytes.
pub(super) fn write<W: Write + ?Sized>(report: &Report, out: &mut W) -> io::Result<()> {
    let mut document = quick_junit::Report::new("async-lint");
    for findings in report.findings.chunk_by(|a, b| a.path == b.path) {
        let mut suite = TestSuite::new(escape::line(&findings[0].path));
        suite.add_test_cases(findings.iter().map(case));
        document.add_test_suite(suite);
    }
    if report.findings.is_empty() {
        let mut suite = TestSuite::new("async-lint");
        suite.add_test_case(TestCase::new("no findings", TestCaseStatus::success()));
        document.add_test_suite(suite);
    }
    // In memory first: the serialiser's error type does not distinguish a closed pipe from other errors.
    let text = document.to_string().map_err(io::Error::other)?;
    out.write_all(text.as_bytes())
}

fn case(finding: &Finding) -> TestCase {
    let mut status = match finding.level {
        Level::Deny | Level::Warn => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Level::Note | Level::Allow => TestCaseStatus::skipped(),
    };
    let (path, start) = (escape::line(&finding.path), finding.start);
    let mut text = format!("{path}:{}:{}", start.line, start.column);
    if !finding.via.is_empty() {
        text = format!("{text}\nvia {}", chain::one_line(finding));
    }
    if !finding.help.is_empty() {
        text = format!("{text}\nhelp: {}", escape::block(&finding.help));
    }
    status.set_message(escape::line(&finding.message)).set_type(phrase::severity(finding.level)).set_description(text);
    let mut case = TestCase::new(format!("{} at {}:{}", escape::line(&finding.lint), start.line, start.column), status);
    case.set_classname(path);
    case
}
