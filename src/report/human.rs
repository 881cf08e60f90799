//! The report for people: findings by urgency, each with source, call path, why it matters and what to do. Its length is bounded unless
//! `--full` is given.

mod diagnostic;
mod sources;

use super::{CallSite, Extent, Group, GroupBy, Heading, Options, Verbosity, confirmation, escape, groups, phrase, summary};
use crate::diagnostics::{Finding, Report};
use codespan_reporting::files::Error;
use codespan_reporting::term::{self, Config};
pub(super) use sources::Page;
use std::io;
use termcolor::{Buffer, ColorSpec, NoColor, WriteColor};

/// Maximum number of lines of a bounded report, its summary included.
const MAX_LINES: usize = 300;
/// Maximum number of groups in a bounded report.
const MAX_GROUPS: usize = 20;
/// Maximum number of entries of a group that are listed besides its example.
const MAX_OTHERS: usize = 8;

/// Writes the groups, then the summary.
pub(super) fn write(report: &Report, options: Options<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let (page, groups) = (Page::new(report), groups(report, options.group_by));
    let tail = match options.verbosity {
        Verbosity::Normal => summary::details(report, options.tried),
        Verbosity::Quiet => Vec::new(),
    };
    match options.extent {
        Extent::Bounded | Extent::Counts => bounded(&groups, &page, tail.len(), out)?,
        Extent::Full => groups.iter().try_for_each(|group| full(group, options.group_by, &page, out))?,
    }
    if options.verbosity == Verbosity::Quiet {
        return Ok(());
    }
    for line in tail {
        writeln!(out, "{line}")?;
    }
    bold(out, &summary::text(report, options.elapsed))?;
    writeln!(out)?;
    report.confirmation.as_ref().map_or(Ok(()), |confirmation| confirmation::write(confirmation, out))
}

/// One finding as this report shows it, without colour.
pub(super) fn one(finding: &Finding, page: &Page<'_>) -> io::Result<String> {
    let mut out = NoColor::new(Vec::new());
    emit(&CallSite { findings: vec![finding] }, None, page, &mut out)?;
    Ok(String::from_utf8_lossy(&out.into_inner()).into_owned())
}

/// Sources and line indexes, shared by several findings.
pub(super) fn page(report: &Report) -> Page<'_> {
    Page::new(report)
}

/// Every finding of a group.
fn full(group: &Group<'_>, group_by: GroupBy, page: &Page<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    // Groups by file need no headings: each finding names its file.
    if group_by != GroupBy::File && (group.sites.len() > 1 || group_by != GroupBy::Culprit) {
        bold(out, &heading(group))?;
        writeln!(out, "\n")?;
    }
    group.sites.iter().try_for_each(|site| emit(site, None, page, out))
}

/// Writes as many groups as fit, and how many more there are. The summary that follows takes `tail` lines and one more.
fn bounded(groups: &[Group<'_>], page: &Page<'_>, tail: usize, out: &mut dyn WriteColor) -> io::Result<()> {
    // One line for the summary itself, two for what is left out.
    let room = MAX_LINES.saturating_sub(tail + 3);
    let (mut used, mut shown, mut is_cut) = (0, 0, false);
    for group in groups.iter().take(MAX_GROUPS) {
        let mut buffer = if out.supports_color() { Buffer::ansi() } else { Buffer::no_color() };
        is_cut |= example(group, page, &mut buffer)?;
        let lines = buffer.as_slice().split(|&byte| byte == b'\n').count() - 1;
        if shown > 0 && used + lines > room {
            break;
        }
        out.write_all(buffer.as_slice())?;
        used += lines;
        shown += 1;
    }
    let rest = &groups[shown..];
    if !rest.is_empty() {
        let findings = rest.iter().map(Group::findings).sum();
        let (findings, places) = (phrase::count(findings, "finding", "findings"), phrase::count(rest.len(), "place", "places"));
        bold(out, &format!("… and {findings} more with {places} to fix: `--full` shows all of them, `--statistics` counts them"))?;
        writeln!(out, "\n")?;
    } else if is_cut {
        bold(out, "`--full` shows all of them")?;
        writeln!(out, "\n")?;
    }
    Ok(())
}

/// Writes the most urgent entry of a group in full, and lists the others. Returns whether some of them are only counted.
fn example(group: &Group<'_>, page: &Page<'_>, out: &mut dyn WriteColor) -> io::Result<bool> {
    let others = &group.sites[1..];
    let is_cut = others.len() > MAX_OTHERS + 1;
    let named = &others[..if is_cut { MAX_OTHERS } else { others.len() }];
    let rest = others.len() - named.len();
    if let Heading::Culprit { path, line } = group.heading {
        let mut also = Vec::new();
        if !others.is_empty() {
            let (calls, path) = (phrase::count(group.sites.len(), "call", "calls"), escape::line(path));
            also.push(format!("note: a change in {path}:{line} fixes {calls}; it is also reached from"));
            also.extend(named.iter().map(|site| format!("  {}", place(site.first()))));
            also.extend((rest > 0).then(|| format!("  … and {rest} more")));
        }
        emit(&group.sites[0], (!also.is_empty()).then(|| also.join("\n")), page, out)?;
        return Ok(is_cut);
    }
    bold(out, &heading(group))?;
    writeln!(out, "\n")?;
    emit(&group.sites[0], None, page, out)?;
    for site in named {
        let first = site.first();
        let (level, lint, message) = (phrase::severity(first.level), escape::line(&first.lint), escape::line(&first.message));
        writeln!(out, "  {}: {level}[{lint}] {message}", place(first))?;
    }
    if rest > 0 {
        writeln!(out, "  … and {rest} more")?;
    }
    if !named.is_empty() {
        writeln!(out)?;
    }
    Ok(is_cut)
}

/// What the findings of a group have in common, and their number.
fn heading(group: &Group<'_>) -> String {
    let findings = phrase::count(group.findings(), "finding", "findings");
    match group.heading {
        Heading::Culprit { path, line } => format!("a change in {}:{line} fixes {findings}:", escape::line(path)),
        Heading::File(path) => format!("{}: {findings}", escape::line(path)),
        Heading::Lint(lint) => format!("{}: {findings}", escape::line(lint)),
        Heading::Task(Some(task)) => format!("{}: {findings}", phrase::task(task)),
        Heading::Task(None) => format!("in no known task: {findings}"),
    }
}

fn place(finding: &Finding) -> String {
    let path = escape::line(&finding.path);
    let name = escape::line(&finding.context.name);
    let within = if name.is_empty() { String::new() } else { format!(" in `{name}`") };
    format!("{path}:{}:{}{within}", finding.start.line, finding.start.column)
}

fn emit(site: &CallSite<'_>, also: Option<String>, page: &Page<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let (diagnostic, snippets) = diagnostic::of(site, page, also);
    term::emit_to_write_style(out, &Config::default(), &snippets, &diagnostic).map_err(|error| match error {
        Error::Io(error) => error,
        other => io::Error::other(other),
    })
}

fn bold(out: &mut dyn WriteColor, text: &str) -> io::Result<()> {
    out.set_color(ColorSpec::new().set_bold(true))?;
    write!(out, "{text}")?;
    out.reset()
}
