//! One entry of the page: source, call path, tasks, why, what to do, fix.

use super::{escaped, marked_up, push};
use crate::diagnostics::{Finding, Stalls};
use crate::report::human::Page;
use crate::report::{CallSite, Link, escape, links, phrase, preview};
use std::fmt::Write as _;

/// Lines shown above and below a call.
const AROUND: u32 = 3;
/// Maximum characters of a line.
const MAX_LINE: usize = 240;

/// Writes the most urgent finding of a call in full, and the other findings of that call by name.
pub(super) fn write(site: &CallSite<'_>, page: &Page<'_>, html: &mut String) {
    let finding = site.first();
    source(&finding.path, (finding.start.line, finding.start.column), (finding.end.line, finding.end.column), page, html);
    if !finding.via.is_empty() {
        chain(finding, html);
        if let Some(last) = finding.via.last().filter(|last| last.path != finding.path || last.line.abs_diff(finding.start.line) > AROUND) {
            let (from, to) = columns(&last.path, last.line, &finding.api, page);
            source(&last.path, (last.line, from), (last.line, to), page, html);
        }
    }
    for other in &site.findings[1..] {
        let _ = writeln!(html, "<p>also {}: {}</p>", escaped(&other.lint), marked_up(&other.message));
    }
    tasks(finding, html);
    for (head, text) in [("", &finding.why), ("help: ", &finding.help)] {
        if !text.is_empty() {
            let _ = writeln!(html, "<p>{head}{}</p>", marked_up(&escape::block(text.trim_end()).replace('\n', " ")));
        }
    }
    if let Some(fix) = site.findings.iter().find_map(|finding| finding.fixes.first()) {
        let title = marked_up(&format!("{}: {}", phrase::applicability(fix.applicability), fix.title));
        let diff = preview::diff(fix, &finding.path, page.sources());
        let _ = writeln!(html, "<p>{title}</p>");
        if !diff.is_empty() {
            let _ = writeln!(html, "<pre>{}</pre>", diff.lines().map(changed).collect::<String>());
        }
    }
}

/// Other calls with the same culprit, a line each.
pub(super) fn others(sites: &[CallSite<'_>], html: &mut String) {
    if sites.is_empty() {
        return;
    }
    html.push_str("<p class=\"dim\">also</p>\n<ul class=\"others\">\n");
    for site in sites {
        let first = site.first();
        let place = format!("{}:{}:{}", first.path, first.start.line, first.start.column);
        let within = if first.context.name.is_empty() { String::new() } else { format!(" in `{}`", first.context.name) };
        let _ = writeln!(html, "<li><code>{}</code>{}: {}", escaped(&place), marked_up(&within), marked_up(&first.message));
    }
    html.push_str("</ul>\n");
}

/// The columns of the API's last name in the line where a chain ends; those of the whole line if the name is not in it.
fn columns(path: &str, line: u32, api: &str, page: &Page<'_>) -> (u32, u32) {
    let name = api.rsplit("::").next().filter(|name| !name.is_empty());
    let found = page.line(path, line).zip(name).and_then(|((_, text), name)| Some((text[..text.find(name)?].chars().count(), name)));
    let column = |at: usize| u32::try_from(at + 1).unwrap_or(u32::MAX);
    found.map_or((1, u32::MAX), |(at, name)| (column(at), column(at + name.chars().count())))
}

fn chain(finding: &Finding, html: &mut String) {
    html.push_str("<ol class=\"chain\">\n");
    for link in links(&finding.via) {
        let _ = match link {
            Link::Hop(hop) => {
                let place = format!("{}:{}", hop.path, hop.line);
                writeln!(html, "<li>→ {} <span class=\"dim\">{}</span>", escaped(&hop.function), escaped(&place))
            }
            Link::Gap(hidden) => writeln!(html, "<li class=\"dim\">… {} …", phrase::count(hidden, "more fn", "more fns")),
        };
    }
    let _ = writeln!(html, "<li>→ {}\n</ol>", escaped(&finding.api));
}

fn tasks(finding: &Finding, html: &mut String) {
    let names: Vec<String> = finding.runs_in.iter().map(phrase::task).collect();
    if !names.is_empty() {
        let more = if finding.runs_in_more > 0 { format!(" and {} more", finding.runs_in_more) } else { String::new() };
        let _ = writeln!(html, "<p>runs in {}{more}</p>", marked_up(&names.join(", ")));
    }
    match finding.stalls {
        Stalls::Others => html.push_str("<p>other tasks of its runtime wait meanwhile</p>\n"),
        Stalls::Nobody => html.push_str("<p>stalls nobody: no other task can run at that moment</p>\n"),
        Stalls::Unknown => {}
    }
}

/// The lines around a marked range; columns count characters.
fn source(path: &str, start: (u32, u32), end: (u32, u32), page: &Page<'_>, html: &mut String) {
    let (first, last) = (start.0.saturating_sub(AROUND).max(1), end.0.min(start.0 + AROUND).saturating_add(AROUND));
    let mut lines = String::new();
    for number in first..=last {
        let Some((_, line)) = page.line(path, number) else { break };
        let line = line.trim_end_matches(['\n', '\r']);
        let from = if number == start.0 { start.1 as usize } else { 1 };
        let to = if number == end.0 { end.1 as usize } else { usize::MAX };
        let is_marked = (start.0..=end.0).contains(&number);
        let _ = writeln!(lines, "<i>{number:>5} </i>{}", marked(line, is_marked.then_some((from, to))));
    }
    if !lines.is_empty() {
        let _ = writeln!(html, "<p class=\"where dim\">{}</p>\n<pre>{lines}</pre>", escaped(path));
    }
}

/// A line with the characters from 1-based `mark.0` up to, not including, `mark.1` marked.
fn marked(line: &str, mark: Option<(usize, usize)>) -> String {
    // Of a long line, only the part around the mark is shown.
    let skip = mark.map_or(0, |(from, _)| if from > MAX_LINE / 2 { from - MAX_LINE / 4 } else { 0 });
    let indent = line.len() - line.trim_start().len();
    let mark = mark.map(|(from, to)| (from.max(indent + 1), to));
    let mut html = String::new();
    let mut is_open = false;
    for (column, c) in (1..).zip(line.chars()).skip(skip).take(MAX_LINE) {
        let inside = mark.is_some_and(|(from, to)| from <= column && column < to);
        if inside != is_open {
            html.push_str(if inside { "<mark>" } else { "</mark>" });
            is_open = inside;
        }
        match c {
            '\t' => html.push_str("    "),
            c if escape::is_hostile(c) => {
                let mut shown = String::new();
                escape::push_escaped(&mut shown, c);
                shown.chars().for_each(|c| push(&mut html, c));
            }
            c => push(&mut html, c),
        }
    }
    if is_open {
        html.push_str("</mark>");
    }
    html
}

/// A line of a diff.
fn changed(line: &str) -> String {
    let class = match line.as_bytes().first() {
        Some(b'+') => "add",
        Some(b'-') => "del",
        _ => "dim",
    };
    format!("<span class=\"{class}\">{}</span>", escaped(line))
}
