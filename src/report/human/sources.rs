//! The source lines of a finding: the call, what makes its context async, and the line where the call path ends.

use crate::diagnostics::{Finding, Hop, Report};
use crate::facts::{LineIndex, Position};
use crate::report::phrase;
use crate::report::snippet::{Mark, Snippets};
use codespan_reporting::diagnostic::LabelStyle;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A report, with line indexes that all its findings share.
pub(in crate::report) struct Page<'a> {
    pub(super) report: &'a Report,
    /// Line starts of the files in which call paths end, computed on first use.
    lines: RefCell<BTreeMap<&'a str, LineIndex>>,
}

impl<'a> Page<'a> {
    pub(super) fn new(report: &'a Report) -> Self {
        Self { report, lines: RefCell::default() }
    }

    /// The texts of files.
    pub(in crate::report) fn sources(&self) -> &BTreeMap<String, Arc<str>> {
        &self.report.sources
    }

    /// The text of a line of a file, and the byte at which it starts. `None` if there is no such line.
    pub(in crate::report) fn line(&self, path: &str, line: u32) -> Option<(usize, &'a str)> {
        let (path, source) = self.report.sources.get_key_value(path)?;
        let mut known = self.lines.borrow_mut();
        let index = known.entry(path).or_insert_with(|| LineIndex::new(source));
        let span = index.line_span(line, source.len())?.range();
        Some((span.start, source.get(span)?))
    }
}

/// The call, what makes its context async, and the line where the call path ends.
pub(super) fn snippets(finding: &Finding, page: &Page<'_>) -> Snippets {
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

/// The line of `hop`, underlined at the API's last name, or as a whole if the name is not in it. `None` if the text has no such line.
fn hop_mark(hop: &Hop, api: &str, page: &Page<'_>) -> Option<Mark> {
    let (line_start, line) = page.line(&hop.path, hop.line)?;
    let name = api.rsplit("::").next().filter(|name| !name.is_empty());
    let (at, length) = name.and_then(|name| Some((line.find(name)?, name.len()))).unwrap_or_else(|| {
        let text = line.trim();
        (line.len() - line.trim_start().len(), text.len())
    });
    let place = |byte: usize| Position { line: hop.line, column: 1, offset: u32::try_from(line_start + byte).unwrap_or(u32::MAX) };
    let message = "this is the blocking call".to_owned();
    Some(Mark { start: place(at), end: place(at + length), message, style: LabelStyle::Secondary })
}
