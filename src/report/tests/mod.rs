//! Goldens of every format over hand-made reports, hostile ones included, and what must hold for any of them.

pub(super) mod samples;
mod unified;

use super::{Format, GroupBy, Options, Verbosity, escape, write};
use crate::analysis::Report;
use std::time::Duration;
use termcolor::{Ansi, NoColor};

const FORMATS: [Format; 6] = [Format::Human, Format::Concise, Format::Json, Format::Github, Format::Sarif, Format::Junit];

fn render(report: &Report, format: Format, options: Options<'_>) -> String {
    let mut out = NoColor::new(Vec::new());
    write(report, format, options, &mut out).expect("memory takes everything");
    String::from_utf8(out.into_inner()).expect("reports are UTF-8")
}

fn normal() -> Options<'static> {
    Options { elapsed: Some(Duration::from_millis(1234)), ..Options::default() }
}

#[test]
fn human() {
    insta::assert_snapshot!(render(&samples::shop(), Format::Human, normal()));
}

#[test]
fn human_by_culprit() {
    let options = Options { group_by: GroupBy::Culprit, ..normal() };
    insta::assert_snapshot!(render(&samples::shop(), Format::Human, options));
}

#[test]
fn human_hostile() {
    insta::assert_snapshot!(render(&samples::hostile(), Format::Human, normal()));
}

#[test]
fn human_in_colour() {
    let mut report = samples::shop();
    report.findings.truncate(1);
    let mut out = Ansi::new(Vec::new());
    write(&report, Format::Human, normal(), &mut out).expect("memory takes everything");
    insta::assert_snapshot!(String::from_utf8(out.into_inner()).expect("reports are UTF-8").replace('\x1b', "␛"));
}

#[test]
fn concise() {
    insta::assert_snapshot!(render(&samples::shop(), Format::Concise, normal()));
}

#[test]
fn concise_hostile() {
    insta::assert_snapshot!(render(&samples::hostile(), Format::Concise, normal()));
}

#[test]
fn json() {
    insta::assert_snapshot!(render(&samples::shop(), Format::Json, normal()));
}

#[test]
fn json_hostile() {
    let report = samples::hostile();
    let text = render(&report, Format::Json, normal());
    let value: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(value, serde_json::to_value(&report).expect("it serialises"), "escapes change nothing for a reader");
    insta::assert_snapshot!(text);
}

#[test]
fn github() {
    insta::assert_snapshot!(render(&samples::shop(), Format::Github, Options::default()));
}

#[test]
fn github_hostile() {
    let text = render(&samples::hostile(), Format::Github, Options { verbosity: Verbosity::Quiet, ..Options::default() });
    assert_eq!(text.lines().count(), samples::hostile().findings.len(), "no finding can start a second command");
    insta::assert_snapshot!(text);
}

#[test]
fn sarif() {
    let lint = samples::lint();
    insta::assert_snapshot!(render(&samples::shop(), Format::Sarif, Options { lints: &[&lint], ..normal() }));
}

#[test]
fn sarif_hostile() {
    insta::assert_snapshot!(render(&samples::hostile(), Format::Sarif, normal()));
}

#[test]
fn junit() {
    insta::assert_snapshot!(render(&samples::shop(), Format::Junit, normal()));
}

#[test]
fn junit_hostile() {
    insta::assert_snapshot!(render(&samples::hostile(), Format::Junit, normal()));
}

#[test]
fn nothing_found() {
    let mut report = samples::shop();
    report.findings.clear();
    report.summary.findings = crate::analysis::LevelCounts::default();
    insta::assert_snapshot!(render(&report, Format::Human, normal()));
    assert_eq!(render(&report, Format::Concise, normal()), "");
    let junit = render(&report, Format::Junit, normal());
    assert!(junit.contains(r#"tests="1" skipped="0" failures="0" errors="0""#), "{junit}");
}

#[test]
fn quiet_is_findings_only() {
    let quiet = Options { verbosity: Verbosity::Quiet, ..normal() };
    let text = render(&samples::shop(), Format::Human, quiet);
    assert!(render(&samples::shop(), Format::Human, normal()).starts_with(&text));
    assert!(!text.contains("one fix ends") && !text.contains("async contexts"));
}

#[test]
fn no_format_prints_a_hostile_character() {
    for format in FORMATS {
        for group_by in [GroupBy::Place, GroupBy::Culprit] {
            let text = render(&samples::hostile(), format, Options { group_by, ..normal() });
            let bad = text.chars().find(|&c| c != '\n' && escape::is_hostile(c));
            assert_eq!(bad, None, "{format:?}");
        }
    }
}

#[test]
fn a_minified_line_does_not_flood() {
    let text = render(&samples::minified(), Format::Human, Options { verbosity: Verbosity::Quiet, ..normal() });
    assert!(text.lines().all(|line| line.chars().count() < 300), "{text}");
    assert!(text.contains("src/min.rs:1:50011"), "the place is the real one: {text}");
    insta::assert_snapshot!(text);
}

#[test]
fn positions_from_another_text_do_no_harm() {
    let mut report = samples::shop();
    for text in ["", "\n", "δδδ\r\n\tδ", "fn main() {}\n".repeat(100).as_str()] {
        for source in report.sources.values_mut() {
            *source = text.into();
        }
        for format in FORMATS {
            let shown = render(&report, format, normal());
            assert!(shown.contains("blocking-sleep"), "{format:?}");
        }
    }
}

#[test]
#[ignore = "prints how long ten thousand findings take"]
fn speed() {
    let report = samples::many(10_000);
    for format in FORMATS {
        let start = std::time::Instant::now();
        let bytes = render(&report, format, normal()).len();
        println!("{format:?}: {:?}, {bytes} bytes", start.elapsed());
    }
}
