//! The report for people: source snippets with what is wrong, the way there, why it matters and what to do.

use super::snippet::{Mark, Snippets};
use super::{Culprit, GroupBy, Options, Verbosity, chain, culprits, escape, phrase, preview, summary};
use crate::analysis::{Confidence, Finding, Hop, Kind, Report};
use crate::catalogue::Level;
use crate::facts::{LineIndex, Position};
use codespan_reporting::diagnostic::{Diagnostic, LabelStyle, Severity};
use codespan_reporting::files::Error;
use codespan_reporting::term::{self, Config};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use termcolor::{ColorSpec, WriteColor};

/// A report with what every one of its findings needs to be drawn.
struct Page<'a> {
    report: &'a Report,
    /// Line starts of the files in which chains end.
    lines: BTreeMap<&'a str, LineIndex>,
}

impl<'a> Page<'a> {
    fn new(report: &'a Report) -> Self {
        let ends: BTreeSet<&str> = report.findings.iter().filter_map(|finding| Some(finding.via.last()?.path.as_str())).collect();
        let lines = ends.into_iter().filter_map(|path| Some((path, LineIndex::new(report.sources.get(path)?)))).collect();
        Self { report, lines }
    }
}

/// Writes all findings, then the culprits that several share, then the summary.
pub(super) fn write(report: &Report, options: Options<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let (page, culprits) = (Page::new(report), culprits(&report.findings));
    match options.group_by {
        GroupBy::Place => {
            for finding in &report.findings {
                emit(&diagnostic(finding, &page, None), out)?;
            }
        }
        GroupBy::Culprit => write_grouped(&page, &culprits, out)?,
    }
    if options.verbosity == Verbosity::Quiet {
        return Ok(());
    }
    if options.group_by == GroupBy::Place && !culprits.is_empty() {
        write_culprits(&culprits, out)?;
    }
    bold(out, &summary::text(report, options.elapsed))?;
    writeln!(out)
}

/// One entry for each culprit, then what shares none.
fn write_grouped(page: &Page<'_>, culprits: &[Culprit<'_>], out: &mut dyn WriteColor) -> io::Result<()> {
    for culprit in culprits {
        emit(&diagnostic(culprit.findings[0], page, Some(culprit)), out)?;
    }
    let shared: BTreeSet<*const Finding> = culprits.iter().flat_map(|culprit| &culprit.findings).map(|&f| std::ptr::from_ref(f)).collect();
    for finding in page.report.findings.iter().filter(|&finding| !shared.contains(&std::ptr::from_ref(finding))) {
        emit(&diagnostic(finding, page, None), out)?;
    }
    Ok(())
}

/// Where one fix ends several findings.
fn write_culprits(culprits: &[Culprit<'_>], out: &mut dyn WriteColor) -> io::Result<()> {
    bold(out, "one fix ends several findings:")?;
    writeln!(out)?;
    for culprit in culprits {
        let (path, function, api) = (escape::line(culprit.path), escape::line(culprit.function), escape::line(culprit.api));
        let findings = phrase::count(culprit.findings.len(), "finding", "findings");
        writeln!(out, "  {path}:{}: `{function}` calls `{api}`: {findings}", culprit.line)?;
    }
    writeln!(out)
}

/// A finding as codespan takes it, with the source that it shows.
fn diagnostic(finding: &Finding, page: &Page<'_>, culprit: Option<&Culprit<'_>>) -> (Diagnostic<usize>, Snippets) {
    let severity = match finding.level {
        Level::Deny => Severity::Error,
        Level::Warn => Severity::Warning,
        Level::Note | Level::Allow => Severity::Note,
    };
    let report = page.report;
    let snippets = snippets(finding, page);
    let mut notes = Vec::new();
    if !report.sources.contains_key(&finding.path) {
        notes.push(format!("at {}:{}:{}", escape::line(&finding.path), finding.start.line, finding.start.column));
    }
    if !finding.via.is_empty() {
        let subject = if phrase::is_contention(finding) { "the holder's way" } else { "the call goes" };
        notes.push(format!("note: {subject}\n{}", chain::tree(finding)));
    }
    notes.extend(culprit.and_then(also_reached));
    notes.extend(circumstances(finding));
    if !finding.why.is_empty() {
        notes.push(format!("note: {}", escape::block(finding.why.trim_end())));
    }
    if !finding.help.is_empty() {
        notes.push(format!("help: {}", escape::block(finding.help.trim_end())));
    }
    notes.extend(fix(finding, report));
    notes.extend(withheld(finding));
    let diagnostic = Diagnostic::new(severity)
        .with_code(escape::line(&finding.lint))
        .with_message(escape::line(&finding.message))
        .with_labels(snippets.labels())
        .with_notes(notes);
    (diagnostic, snippets)
}

/// The call, what makes it async, and the line where the chain ends.
fn snippets(finding: &Finding, page: &Page<'_>) -> Snippets {
    let report = page.report;
    let mut snippets = Snippets::default();
    let Some(source) = report.sources.get(&finding.path) else { return snippets };
    let call = Mark { start: finding.start, end: finding.end, message: phrase::primary(finding), style: LabelStyle::Primary };
    let mut marks = vec![call];
    if let Some((start, end)) = finding.context.span {
        let message = format!("this {} runs on an executor thread", finding.context.kind);
        marks.push(Mark { start, end, message, style: LabelStyle::Secondary });
    }
    let end = finding.via.last().and_then(|hop| Some((hop, hop_mark(hop, &finding.api, page)?)));
    match end {
        Some((hop, mark)) if hop.path == finding.path => {
            if marks.iter().all(|other| other.start.line != mark.start.line) {
                marks.push(mark);
            }
            snippets.add(&finding.path, source, &marks);
        }
        Some((hop, mark)) => {
            snippets.add(&finding.path, source, &marks);
            snippets.add(&hop.path, &report.sources[&hop.path], &[mark]);
        }
        None => snippets.add(&finding.path, source, &marks),
    }
    snippets
}

/// The line of `hop`, underlined where the API's last name stands, or wholly. `None` if the text has no such line.
fn hop_mark(hop: &Hop, api: &str, page: &Page<'_>) -> Option<Mark> {
    let source = page.report.sources.get(&hop.path)?;
    let span = page.lines.get(hop.path.as_str())?.line_span(hop.line, source.len())?;
    let (line_start, line) = (span.range().start, source.get(span.range())?);
    let name = api.rsplit("::").next().filter(|name| !name.is_empty());
    let (at, length) = name.and_then(|name| Some((line.find(name)?, name.len()))).unwrap_or_else(|| {
        let text = line.trim();
        (line.len() - line.trim_start().len(), text.len())
    });
    let place = |byte: usize| Position { line: hop.line, column: 1, offset: u32::try_from(line_start + byte).unwrap_or(u32::MAX) };
    let message = "this is the blocking call".to_owned();
    Some(Mark { start: place(at), end: place(at + length), message, style: LabelStyle::Secondary })
}

/// The other calls that end in the same culprit.
fn also_reached(culprit: &Culprit<'_>) -> Option<String> {
    let others = culprit.findings.get(1..).filter(|others| !others.is_empty())?;
    let first = format!("note: one fix there ends {} findings; it is also reached from", culprit.findings.len());
    let places = others.iter().map(|other| {
        let (path, name) = (escape::line(&other.path), escape::line(&other.context.name));
        format!("  {path}:{}:{} in `{name}`", other.start.line, other.start.column)
    });
    Some([first].into_iter().chain(places).collect::<Vec<_>>().join("\n"))
}

/// What a reader should know about this finding besides what is wrong.
fn circumstances(finding: &Finding) -> Option<String> {
    let mut parts = Vec::new();
    let stalled = escape::line(&finding.stalled);
    if !stalled.is_empty() {
        parts.push(&*stalled);
    }
    if finding.in_test {
        parts.push("it is in test code");
    }
    if phrase::is_contention(finding) {
        parts.push("another value of the type may have a lock of its own");
    } else if finding.confidence == Confidence::May && finding.kind == Kind::Transitive {
        parts.push("the call may reach one of several definitions; at least one of them blocks");
    }
    (!parts.is_empty()).then(|| format!("note: {}", parts.join("; ")))
}

/// The best fix and what it would change.
fn fix(finding: &Finding, report: &Report) -> Option<String> {
    let fix = finding.fixes.first()?;
    let mut parts = vec![format!("{}: {}", phrase::applicability(fix.applicability), escape::line(&fix.title))];
    parts.push(preview::diff(fix, &finding.path, &report.sources));
    let elsewhere: BTreeSet<_> = fix.edits.iter().filter(|edit| edit.path != finding.path).map(|edit| escape::line(&edit.path)).collect();
    if !elsewhere.is_empty() {
        parts.push(format!("and edits {}", elsewhere.into_iter().collect::<Vec<_>>().join(", ")));
    }
    parts.retain(|part| !part.is_empty());
    Some(parts.join("\n"))
}

/// Why there is no fix, or why it is not applied without being asked for.
fn withheld(finding: &Finding) -> Option<String> {
    let mut reasons: Vec<&str> = finding.withheld.iter().map(|withheld| withheld.guard.sentence()).collect();
    reasons.dedup();
    let head = if finding.fixes.is_empty() { "no fix is offered" } else { "the fix is not applied by `--fix`" };
    (!reasons.is_empty()).then(|| format!("note: {head}: {}", reasons.join("; ")))
}

fn emit((diagnostic, snippets): &(Diagnostic<usize>, Snippets), out: &mut dyn WriteColor) -> io::Result<()> {
    term::emit_to_write_style(out, &Config::default(), snippets, diagnostic).map_err(|error| match error {
        Error::Io(error) => error,
        other => io::Error::other(other),
    })
}

fn bold(out: &mut dyn WriteColor, text: &str) -> io::Result<()> {
    out.set_color(ColorSpec::new().set_bold(true))?;
    write!(out, "{text}")?;
    out.reset()
}
