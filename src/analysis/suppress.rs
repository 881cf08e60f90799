//! Steering comments: which findings they silence, and which of them are mistakes.

use crate::catalogue::Catalogue;
use crate::facts::{DirectiveKind, FileFacts, LineIndex, Name, Span};

/// The `allow` comments of one file and which of them were needed.
pub(super) struct Suppressions<'a> {
    entries: Vec<Entry<'a>>,
}

struct Entry<'a> {
    lint: Name,
    /// Where the lint's name stands.
    span: Span,
    /// Bytes in which it silences.
    region: Span,
    group: Option<&'a str>,
    used: bool,
}

impl<'a> Suppressions<'a> {
    /// Reads the comments of a file.
    pub(super) fn new(catalogue: &'a Catalogue, facts: &FileFacts, lines: &LineIndex, text: &str) -> Self {
        let mut entries = Vec::new();
        for directive in &facts.directives {
            let DirectiveKind::Allow(lints) = &directive.kind else { continue };
            let region = match directive.item {
                Some(item) => facts.items[item].span,
                None => line_region(lines, text, directive.line, directive.own_line),
            };
            for (lint, span) in lints {
                let group = catalogue.lints().find(|known| known.file.group == lint.as_str()).map(|known| known.file.group.as_str());
                entries.push(Entry { lint: *lint, span: *span, region, group, used: false });
            }
        }
        Self { entries }
    }

    /// Whether a finding of `lint` (in `group`) at `span` is silenced.
    pub(super) fn silences(&mut self, lint: &str, group: &str, span: Span) -> bool {
        let mut silenced = false;
        for entry in &mut self.entries {
            let names = entry.lint == *lint || entry.lint == "all" || entry.group == Some(group);
            if names && entry.region.start <= span.start && span.start < entry.region.end {
                entry.used = true;
                silenced = true;
            }
        }
        silenced
    }

    /// Comments that silenced nothing: the lint's name and its place.
    pub(super) fn unused(&self) -> impl Iterator<Item = (Name, Span)> {
        self.entries.iter().filter(|entry| !entry.used).map(|entry| (entry.lint, entry.span))
    }
}

/// The line of the comment and, if it has the line to itself, the next one that is neither empty nor a comment.
fn line_region(lines: &LineIndex, text: &str, line: u32, own_line: bool) -> Span {
    let here = lines.line_span(line, text.len()).unwrap_or_default();
    if !own_line {
        return here;
    }
    let mut next = line + 1;
    while let Some(span) = lines.line_span(next, text.len()) {
        let words = text.get(span.range()).unwrap_or_default().trim();
        if !words.is_empty() && !words.starts_with("//") && !words.starts_with("#[") {
            return here.cover(span);
        }
        next += 1;
    }
    here
}
