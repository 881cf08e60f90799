//! Goldens of every format over hand-made reports, hostile ones included, and properties that hold for every format.

mod order;
pub(crate) mod samples;
mod unified;

use super::{Extent, Format, GroupBy, Options, Surroundings, Verbosity, escape, groups, write};
use crate::diagnostics::Report;
use std::time::Duration;
use termcolor::{Ansi, NoColor};

const FORMATS: [Format; 11] = [
    Format::Human,
    Format::Concise,
    Format::Json,
    Format::Github,
    Format::Gitlab,
    Format::Sarif,
    Format::Junit,
    Format::Rdjson,
    Format::Cargo,
    Format::Markdown,
    Format::Html,
];

fn render(report: &Report, format: Format, options: Options<'_>) -> String {
    let mut out = NoColor::new(Vec::new());
    write(report, format, options, &mut out).expect("memory takes everything");
    String::from_utf8(out.into_inner()).expect("reports are UTF-8")
}

fn normal() -> Options<'static> {
    Options { elapsed: Some(Duration::from_millis(1234)), group_by: GroupBy::File, ..Options::default() }
}

#[test]
fn human() {
    insta::assert_snapshot!(render(&samples::shop(), Format::Human, normal()));
}

#[test]
fn human_by_culprit() {
    let options = Options { group_by: GroupBy::Culprit, extent: Extent::Bounded, ..normal() };
    insta::assert_snapshot!(render(&samples::shop(), Format::Human, options));
}

#[test]
fn human_by_lint() {
    let options = Options { group_by: GroupBy::Lint, extent: Extent::Bounded, ..normal() };
    insta::assert_snapshot!(render(&samples::shop(), Format::Human, options));
}

#[test]
fn human_by_task() {
    let options = Options { group_by: GroupBy::Task, ..normal() };
    insta::assert_snapshot!(render(&samples::served(), Format::Human, options));
}

#[test]
fn counts() {
    insta::assert_snapshot!(render(&samples::served(), Format::Human, Options { extent: Extent::Counts, ..normal() }));
}

#[test]
fn the_bounded_report_is_short_and_says_what_it_leaves_out() {
    let options = Options { group_by: GroupBy::Culprit, extent: Extent::Bounded, ..normal() };
    for report in [samples::many(2_000), samples::many_alike(2_000)] {
        let text = render(&report, Format::Human, options);
        let lines = text.lines().count();
        assert!(lines <= 300, "{lines} lines");
        assert!(text.contains("`--full` shows all of them"), "{text}");
    }
    let text = render(&samples::many_alike(2_000), Format::Human, options);
    assert!(text.contains("… and 1991 more"), "{text}");
}

#[test]
fn what_panics_comes_first_and_what_stalls_nobody_last() {
    let report = samples::served();
    let levels: Vec<_> = groups(&report, GroupBy::Culprit).iter().map(|group| group.sites[0].first().lint.clone()).collect();
    assert_eq!(levels, ["nested-runtime", "blocking-file", "blocking-metadata", "blocking-sleep"]);
}

#[test]
fn one_call_is_one_entry_with_one_diff() {
    let mut report = samples::shop();
    report.findings.truncate(1);
    let mut second = report.findings[0].clone();
    second.lint = "blocking-file".into();
    second.message = "`std::thread::sleep` reads a file".into();
    report.findings.push(second);
    let text = render(&report, Format::Human, normal());
    assert_eq!(text.matches("safe fix").count(), 1, "{text}");
    assert!(
        text.contains("note: other findings of this call") && text.contains("warning[blocking-file] `std::thread::sleep` reads a file"),
        "{text}"
    );
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
fn gitlab() {
    insta::assert_snapshot!(render(&samples::shop(), Format::Gitlab, normal()));
}

#[test]
fn rdjson() {
    insta::assert_snapshot!(render(&samples::shop(), Format::Rdjson, normal()));
}

#[test]
fn markdown() {
    insta::assert_snapshot!(render(&samples::served(), Format::Markdown, Options { group_by: GroupBy::Culprit, ..normal() }));
}

#[test]
fn markdown_hostile() {
    insta::assert_snapshot!(render(&samples::hostile(), Format::Markdown, normal()));
}

#[test]
fn a_comment_holds_the_markdown_of_thousands() {
    let options = Options { extent: Extent::Bounded, group_by: GroupBy::Culprit, ..normal() };
    let text = render(&samples::many(5_000), Format::Markdown, options);
    assert!(text.chars().count() < 60_000 && text.contains("more."), "{} characters", text.len());
}

#[test]
fn cargo() {
    insta::assert_snapshot!(render(&samples::shop(), Format::Cargo, normal()));
}

#[test]
fn html_is_one_page_without_anything_from_outside() {
    let html = render(&samples::served(), Format::Html, Options { group_by: GroupBy::Culprit, ..normal() });
    assert!(!html.contains("http") || html.matches("http").count() == html.matches("http-equiv").count(), "nothing is fetched");
    insta::assert_snapshot!(html.split("<h1>").nth(1).expect("it has a heading").split("<script>").next().expect("it ends"));
    let evil = render(&samples::hostile(), Format::Html, normal());
    assert!(!evil.contains("<b>") && !evil.contains("]]><"), "no markup comes from the code");
}

#[test]
fn annotations_have_paths_from_the_root_of_the_repository() {
    let around = Surroundings { current_dir: "/r/crates/a".as_ref(), repository: Some("/r".as_ref()), packages: &[] };
    let options = Options { around: Some(around), ..normal() };
    for format in [Format::Github, Format::Gitlab, Format::Sarif, Format::Markdown] {
        let text = render(&samples::shop(), format, options);
        assert!(text.contains("crates/a/src/handler.rs"), "{format:?}: {text}");
    }
    let sarif: serde_json::Value = serde_json::from_str(&render(&samples::shop(), Format::Sarif, options)).expect("it is JSON");
    let text = sarif["runs"][0]["results"].to_string();
    let places = text.matches("\"uri\":").count();
    assert_eq!(text.matches("\"uri\":\"crates/a/src/").count() + text.matches("crates/a/Cargo.toml").count(), places, "{text}");
}

#[test]
fn nothing_found() {
    let mut report = samples::shop();
    report.findings.clear();
    report.summary.findings = crate::diagnostics::LevelCounts::default();
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
    assert!(!text.contains("by lint") && !text.contains("async contexts"));
}

#[test]
fn no_format_prints_a_hostile_character() {
    for format in FORMATS {
        for group_by in [GroupBy::File, GroupBy::Culprit, GroupBy::Lint, GroupBy::Task] {
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
