//! Suppression comments: which findings they silence, and which of them are mistakes.

use crate::catalogue::Catalogue;
use crate::facts::{DirectiveKind, FileFacts, LineIndex, Name, Span};
use rustc_hash::FxHashMap;

/// The `allow` comments of one file, and which of them have silenced a finding.
pub(in crate::analysis) struct Suppressions<'a> {
    catalogue: &'a Catalogue,
    lines: &'a LineIndex,
    entries: Vec<Entry>,
    regions: Vec<Region>,
    /// Regions of items by start, each with the index of the enclosing one. Items are disjoint or nested.
    items: Vec<(Span, usize, Option<usize>)>,
    /// Regions of lines, by the silenced lines.
    by_line: FxHashMap<u32, Vec<usize>>,
}

struct Entry {
    lint: Name,
    /// Span of the lint's name.
    span: Span,
    used: bool,
}

/// The part of a file that a comment applies to.
#[derive(Default)]
struct Region {
    span: Span,
    /// The names in the comment, with the entries that have silenced no finding yet.
    names: FxHashMap<Name, Vec<usize>>,
}

impl<'a> Suppressions<'a> {
    /// Reads the comments of a file.
    pub(in crate::analysis) fn new(catalogue: &'a Catalogue, facts: &FileFacts, lines: &'a LineIndex, text: &str) -> Self {
        let mut new = Self { catalogue, lines, entries: Vec::new(), regions: Vec::new(), items: Vec::new(), by_line: FxHashMap::default() };
        let mut known: FxHashMap<(Span, bool), usize> = FxHashMap::default();
        let mut code_lines = CodeLines { lines, text, known: None };
        for directive in &facts.directives {
            let DirectiveKind::Allow(lints) = &directive.kind else { continue };
            let (span, of_lines) = if let Some(item) = directive.item {
                (facts.items[item].span, None)
            } else {
                let (span, last) = code_lines.region(directive.line, directive.own_line);
                (span, Some([directive.line, last]))
            };
            let index = *known.entry((span, of_lines.is_some())).or_insert_with(|| {
                new.regions.push(Region { span, ..Region::default() });
                new.regions.len() - 1
            });
            let is_new = new.regions[index].names.is_empty();
            for (lint, span) in lints {
                new.regions[index].names.entry(*lint).or_default().push(new.entries.len());
                new.entries.push(Entry { lint: *lint, span: *span, used: false });
            }
            match of_lines {
                _ if !is_new => {}
                None => new.items.push((span, index, None)),
                Some([first, last]) => {
                    new.by_line.entry(first).or_default().push(index);
                    if last != first {
                        new.by_line.entry(last).or_default().push(index);
                    }
                }
            }
        }
        new.nest();
        new
    }

    /// Finds the enclosing region of each item region.
    fn nest(&mut self) {
        self.items.sort_unstable_by_key(|(span, ..)| (span.start, std::cmp::Reverse(span.end)));
        let mut open: Vec<usize> = Vec::new();
        for at in 0..self.items.len() {
            let start = self.items[at].0.start;
            while open.pop_if(|outer| self.items[*outer].0.end <= start).is_some() {}
            self.items[at].2 = open.last().copied();
            open.push(at);
        }
    }

    /// Whether a finding of `lint` (in `group`) at `span` is silenced.
    pub(in crate::analysis) fn silences(&mut self, lint: &str, group: &str, span: Span) -> bool {
        let mut silenced = false;
        let known_group = self.catalogue.lints().any(|known| known.file.group == group);
        let names = [Name::new(lint), Name::new("all"), Name::new(group)];
        let names = if known_group { &names[..] } else { &names[..2] };
        let of_line = self.by_line.get(&self.lines.line(span.start)).into_iter().flatten().copied();
        let before = self.items.partition_point(|(region, ..)| region.start <= span.start);
        let around = std::iter::successors(before.checked_sub(1), |at| self.items[*at].2).map(|at| self.items[at].1);
        for region in of_line.chain(around) {
            let region = &mut self.regions[region];
            if region.span.start > span.start || region.span.end <= span.start {
                continue;
            }
            for name in names {
                if let Some(entries) = region.names.get_mut(name) {
                    silenced = true;
                    for entry in entries.drain(..) {
                        self.entries[entry].used = true;
                    }
                }
            }
        }
        silenced
    }

    /// Unused entries: the lint's name and its span.
    pub(in crate::analysis) fn unused(&self) -> impl Iterator<Item = (Name, Span)> {
        self.entries.iter().filter(|entry| !entry.used).map(|entry| (entry.lint, entry.span))
    }
}

/// Finds lines that are not empty and hold neither a comment nor an attribute.
struct CodeLines<'t> {
    lines: &'t LineIndex,
    text: &'t str,
    /// The last query and its result, since comments often follow each other.
    known: Option<(u32, Option<(u32, Span)>)>,
}

impl CodeLines<'_> {
    /// The line of a comment and, if the comment is alone on it, the next line of code; with the number of the last of these lines.
    fn region(&mut self, line: u32, own_line: bool) -> (Span, u32) {
        let here = self.lines.line_span(line, self.text.len()).unwrap_or_default();
        match self.next(line + 1).filter(|_| own_line) {
            Some((next, span)) => (here.cover(span), next),
            None => (here, line),
        }
    }

    /// The first line of code at or after a line.
    fn next(&mut self, from: u32) -> Option<(u32, Span)> {
        if let Some((since, found)) = self.known
            && since <= from
            && found.is_none_or(|(line, _)| from <= line)
        {
            return found;
        }
        let spans = (from..).map_while(|line| Some((line, self.lines.line_span(line, self.text.len())?)));
        let is_code = |(_, span): &(u32, Span)| {
            let words = self.text.get(span.range()).unwrap_or_default().trim();
            !words.is_empty() && !words.starts_with("//") && !words.starts_with("#[")
        };
        let found = spans.into_iter().find(is_code);
        self.known = Some((from, found));
        found
    }
}
