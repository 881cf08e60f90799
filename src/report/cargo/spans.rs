//! Spans as rustc writes them.

use super::schema::{Line, Span};
use crate::diagnostics::{Edit, Finding, Hop, Report};
use crate::facts::Position;
use crate::project::display_path;
use crate::report::human::Page;
use crate::report::{Surroundings, phrase};
use std::path::Path;

/// Maximum lines of a span whose text is written.
const MAX_LINES: u32 = 20;
/// Maximum characters of one line.
const MAX_LINE: usize = 1_000;

/// What is needed to write spans.
pub(super) struct Spans<'s, 'r> {
    pub(super) page: &'s Page<'r>,
    pub(super) report: &'r Report,
    pub(super) around: Option<Surroundings<'s>>,
    /// What paths are relative to, absolute.
    pub(super) base: &'s Path,
}

impl Spans<'_, '_> {
    /// The span of a finding, with its label.
    pub(super) fn of(&self, finding: &Finding) -> Span {
        let label = Some(phrase::primary(finding)).filter(|label| !label.is_empty());
        Span { label, ..self.span(&finding.path, finding.start, finding.end) }
    }

    /// The line of a hop; `None` if it is not in one of the user's own files.
    pub(super) fn of_hop(&self, hop: &Hop) -> Option<Span> {
        let (start, line) = self.page.line(&hop.path, hop.line)?;
        self.report.own.contains(&hop.path).then_some(())?;
        let (text, indent) = (line.trim(), line.len() - line.trim_start().len());
        let small = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        let place = |byte: usize| Position {
            line: hop.line,
            column: small(line.get(..byte).unwrap_or_default().chars().count() + 1),
            offset: small(start + byte),
        };
        Some(self.span(&hop.path, place(indent), place(indent + text.len())))
    }

    /// The span that an edit replaces, with the replacement.
    pub(super) fn of_edit(&self, edit: &Edit, applicability: &'static str) -> Span {
        Span {
            suggested_replacement: Some(edit.text.clone()),
            suggestion_applicability: Some(applicability),
            ..self.span(&edit.path, edit.start, edit.end)
        }
    }

    fn span(&self, path: &str, start: Position, end: Position) -> Span {
        let file_name = self.around.map_or_else(|| path.to_owned(), |around| display_path(&around.absolute(path), self.base));
        Span {
            byte_start: start.offset,
            byte_end: end.offset,
            line_start: start.line,
            line_end: end.line,
            column_start: start.column,
            column_end: end.column,
            expansion: None,
            file_name,
            is_primary: true,
            label: None,
            suggested_replacement: None,
            suggestion_applicability: None,
            text: self.text(path, start, end),
        }
    }

    fn text(&self, path: &str, start: Position, end: Position) -> Vec<Line> {
        let last = end.line.min(start.line.saturating_add(MAX_LINES - 1));
        let mut lines = Vec::new();
        for number in start.line..=last {
            let Some((_, line)) = self.page.line(path, number) else { break };
            let line = line.trim_end_matches(['\n', '\r']);
            let length = line.chars().count();
            let from = if number == start.line { start.column as usize } else { 1 };
            let to = if number == end.line { end.column as usize } else { length + 1 };
            lines.push(Line { highlight_start: from, highlight_end: to, text: line.chars().take(MAX_LINE).collect() });
        }
        lines
    }
}
