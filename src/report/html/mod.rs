//! One self-contained HTML page with every finding, the most urgent first: call path, source and fix. It can be searched and filtered.

mod entry;

use super::human::{self, Page};
use super::{Group, Heading, Options, escape, groups, phrase, summary};
use crate::diagnostics::Report;
use std::fmt::Write as _;
use std::io::{self, Write};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Writes the page.
pub(super) fn write<W: Write + ?Sized>(report: &Report, options: Options<'_>, out: &mut W) -> io::Result<()> {
    let (page, groups) = (human::page(report), groups(report, options.group_by));
    out.write_all(head(report, options).as_bytes())?;
    for (number, group) in (1..).zip(&groups) {
        out.write_all(section(number, group, &page).as_bytes())?;
    }
    writeln!(out, "<script>\n{SCRIPT}</script>\n</html>")
}

fn head(report: &Report, options: Options<'_>) -> String {
    let mut html = String::from("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n");
    let policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";
    let _ = writeln!(html, "<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
    html.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>async-lint</title>\n");
    let _ = writeln!(html, "<style>\n{STYLE}</style>\n<h1>What blocks in async code</h1>");
    let _ = writeln!(html, "<p>{}</p>", escaped(&summary::text(report, None)));
    // The page counts by lint itself.
    for line in summary::details_without_lints(report, options.tried) {
        let _ = writeln!(html, "<p class=\"dim\">{}</p>", marked_up(&line));
    }
    html.push_str("<div class=\"bar\">\n<input id=\"search\" type=\"search\" placeholder=\"search (/)\" aria-label=\"search\">\n");
    let lints = summary::lints(report);
    let lints: Vec<(&str, String)> = lints.iter().map(|(lint, number)| (*lint, format!("{lint} ({number})"))).collect();
    html.push_str(&choice("lint", "all lints", &lints));
    let words = |words: &[&'static str]| words.iter().map(|word| (*word, (*word).to_owned())).collect::<Vec<_>>();
    html.push_str(&choice("level", "all levels", &words(&["error", "warning", "note"])));
    let stalls = [("others", "stalls others"), ("unknown", "may stall others"), ("nobody", "stalls nobody")];
    html.push_str(&choice("stalls", "all stalls", &stalls.map(|(value, text)| (value, text.to_owned()))));
    html.push_str("<button id=\"open\" type=\"button\">open or close all</button>\n<span id=\"count\" class=\"dim\" aria-live=\"polite\"></span>\n</div>\n");
    if !options.lints.is_empty() && !report.findings.is_empty() {
        html.push_str(&legend(report, options));
    }
    html
}

/// A table of the lints that have findings.
fn legend(report: &Report, options: Options<'_>) -> String {
    let mut html = String::from("<details><summary class=\"dim\">the lints that were found</summary>\n<table>\n");
    for (id, number) in summary::lints(report) {
        let lint = options.lints.iter().find(|lint| lint.id == id);
        let words = lint.map(|lint| marked_up(&lint.file.summary)).unwrap_or_default();
        let _ = writeln!(html, "<tr><td><code>{}</code><td class=\"number\">{number}<td>{words}", escaped(id));
    }
    html.push_str("</table>\n</details>\n");
    html
}

fn choice(id: &str, all: &str, values: &[(&str, String)]) -> String {
    let mut html = format!("<select id=\"{id}\" aria-label=\"{id}\"><option value=\"\">{all}</option>");
    for (value, text) in values {
        let _ = write!(html, "<option value=\"{}\">{}</option>", escaped(value), escaped(text));
    }
    html.push_str("</select>\n");
    html
}

fn section(number: usize, group: &Group<'_>, page: &Page<'_>) -> String {
    let first = group.sites[0].first();
    let level = phrase::severity(first.level);
    let mut lints: Vec<&str> = group.sites.iter().flat_map(|site| &site.findings).map(|finding| finding.lint.as_str()).collect();
    lints.sort_unstable();
    lints.dedup();
    let mut html = format!(
        "<details class=\"group\" id=\"g{number}\" data-lints=\"{}\" data-level=\"{level}\" data-stalls=\"{}\" data-findings=\"{}\">\n",
        escaped(&lints.join(" ")),
        phrase::stalls(first.stalls),
        group.findings()
    );
    let place = match group.heading {
        Heading::Culprit { path, line } => format!("{path}:{line}"),
        Heading::File(path) => path.to_owned(),
        Heading::Lint(_) | Heading::Task(_) => format!("{}:{}", first.path, first.start.line),
    };
    let calls = if group.sites.len() > 1 { phrase::count(group.sites.len(), "call", "calls") } else { String::new() };
    let _ = writeln!(
        html,
        "<summary><span class=\"level {level}\">{level}</span><span>{}</span><span class=\"dim\">{calls}</span><span class=\"where\">{} <span class=\"dim\">{}</span></span></summary>",
        marked_up(&first.message),
        escaped(&place),
        escaped(&first.lint)
    );
    let _ = writeln!(html, "<div class=\"body\">");
    entry::write(&group.sites[0], page, &mut html);
    entry::others(&group.sites[1..], &mut html);
    html.push_str("</div>\n</details>\n");
    html
}

/// Text with HTML's special characters and invisible characters escaped.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in escape::line(text).chars() {
        push(&mut html, c);
    }
    html
}

fn push(html: &mut String, c: char) {
    match c {
        '&' => html.push_str("&amp;"),
        '<' => html.push_str("&lt;"),
        '>' => html.push_str("&gt;"),
        '"' => html.push_str("&quot;"),
        '\'' => html.push_str("&#39;"),
        c => html.push(c),
    }
}

/// A sentence with code in backticks.
fn marked_up(text: &str) -> String {
    let text = escaped(text);
    let last = text.matches('`').count();
    let parts = text.split('`').enumerate();
    parts.map(|(index, part)| if index % 2 == 1 && index < last { format!("<code>{part}</code>") } else { part.to_owned() }).collect()
}
