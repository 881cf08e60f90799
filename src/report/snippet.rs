//! Source as the human report draws it: only the marked lines, escaped; very long ones are cut to a window around the mark.
//!
//! codespan reads files through a trait; this is that trait over a file of which only the shown lines exist. Line numbers and
//! columns are those of the real file, even where text was escaped or cut. Positions are not trusted: one outside the text is clamped to
//! it.

use super::escape;
use crate::facts::Position;
use codespan_reporting::diagnostic::{Label, LabelStyle};
use codespan_reporting::files::{Error, Files};
use std::collections::BTreeMap;
use std::ops::Range;

/// Longest line, in characters, that is shown whole.
const MAX_LINE: usize = 240;
/// Characters kept on either side of the mark in a longer line.
const AROUND: usize = 60;
/// Longest mark, in characters, in a longer line.
const MAX_MARK: usize = 100;

/// A range to underline, on one line: if `end` is on a later line, the underline ends with the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// First character.
    pub(crate) start: Position,
    /// One past the last.
    pub(crate) end: Position,
    /// The label; escaped by [`Snippets`].
    pub(crate) message: String,
    /// Primary for the finding itself, secondary for the other marks.
    pub(crate) style: LabelStyle,
}

/// The shown files of one diagnostic; a file id is an index.
#[derive(Debug, Default)]
pub(crate) struct Snippets {
    files: Vec<Snippet>,
    labels: Vec<Label<usize>>,
}

#[derive(Debug, Default)]
struct Snippet {
    name: String,
    text: String,
    /// Range in `text` by 0-based line of the real file.
    lines: BTreeMap<usize, Range<usize>>,
    /// Real 1-based column by the byte in `text` at which a label starts.
    columns: BTreeMap<usize, usize>,
}

impl Snippets {
    /// Adds the lines of the file `name` that have `marks`. A secondary mark outside the window of a long line is dropped.
    pub(crate) fn add(&mut self, name: &str, source: &str, marks: &[Mark]) {
        let mut by_line: BTreeMap<usize, Vec<&Mark>> = BTreeMap::new();
        for mark in marks {
            by_line.entry(mark.start.line.saturating_sub(1) as usize).or_default().push(mark);
        }
        let mut snippet = Snippet { name: escape::line(name).into_owned(), ..Snippet::default() };
        let file = self.files.len();
        let mut previous: Option<(usize, usize)> = None;
        for (index, mut marks) in by_line {
            marks.sort_by_key(|mark| (mark.style == LabelStyle::Secondary, mark.start));
            let line = line_at(source, marks[0].start.offset as usize);
            // codespan draws a single unmarked line between two marked ones, so its text is needed.
            if let Some((_, end)) = previous.filter(|&(before, _)| before + 2 == index) {
                let between = line_at(source, end + 1);
                snippet.push_line(index - 1, &source[between], &[]);
            }
            let relative: Vec<_> = marks.iter().map(|mark| relative(mark, source, &line)).collect();
            let shown = snippet.push_line(index, &source[line.clone()], &relative);
            for ((mark, range), asked) in marks.into_iter().zip(shown).zip(&relative) {
                let Some(range) = range else { continue };
                let column = source[line.start..line.start + asked.start].chars().count() + 1;
                snippet.columns.insert(range.start, column);
                let label = Label::new(mark.style, file, range);
                self.labels.push(label.with_message(escape::line(&mark.message)));
            }
            previous = Some((index, line.end));
        }
        self.files.push(snippet);
    }

    /// The labels of everything added so far.
    pub(crate) fn labels(&self) -> Vec<Label<usize>> {
        self.labels.clone()
    }
}

impl Snippet {
    /// Appends one line, escaped and windowed around the first of `marks` (byte ranges in `line`); returns the range of each mark in the
    /// snippet's text.
    fn push_line(&mut self, index: usize, line: &str, marks: &[Range<usize>]) -> Vec<Option<Range<usize>>> {
        let window = window(line, marks.first());
        let start = self.text.len();
        if window.start > 0 {
            self.text.push('…');
        }
        // For each character boundary inside the window, its offset in the snippet's text.
        let mut moved = BTreeMap::new();
        for (at, c) in line[window.clone()].char_indices() {
            moved.insert(window.start + at, self.text.len());
            if c != '\t' && escape::is_hostile(c) { escape::push_escaped(&mut self.text, c) } else { self.text.push(c) }
        }
        moved.insert(window.end, self.text.len());
        if window.end < line.len() {
            self.text.push('…');
        }
        self.text.push('\n');
        self.lines.insert(index, start..self.text.len());
        let place = |mark: &Range<usize>| {
            let clipped = mark.start.max(window.start)..mark.end.min(window.end);
            let inside = clipped.start <= clipped.end && (clipped.start < window.end || window.end == line.len());
            inside.then(|| Some(*moved.get(&clipped.start)?..*moved.get(&clipped.end)?)).flatten()
        };
        marks.iter().map(place).collect()
    }
}

/// The part of `line` to show, in bytes: all of a short line, else the surroundings of `mark`.
fn window(line: &str, mark: Option<&Range<usize>>) -> Range<usize> {
    if line.chars().nth(MAX_LINE).is_none() {
        return 0..line.len();
    }
    let mark = mark.cloned().unwrap_or(0..0);
    let start = line[..mark.start].char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
    let length = line[mark.clone()].chars().count().min(MAX_MARK) + AROUND;
    let end = line[mark.start..].char_indices().nth(length).map_or(line.len(), |(at, _)| mark.start + at);
    start..end
}

/// The byte range of the line that contains byte `at` of `source`, without its line ending.
fn line_at(source: &str, at: usize) -> Range<usize> {
    let at = boundary(source, at);
    let start = source[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = source[at..].find('\n').map_or(source.len(), |newline| at + newline);
    start..start + source[start..end].trim_end_matches('\r').len()
}

/// A mark as bytes in its line, clamped to it and to whole characters.
fn relative(mark: &Mark, source: &str, line: &Range<usize>) -> Range<usize> {
    let start = boundary(source, mark.start.offset as usize).clamp(line.start, line.end);
    let end = boundary(source, mark.end.offset as usize).clamp(start, line.end);
    start - line.start..end - line.start
}

fn boundary(source: &str, at: usize) -> usize {
    let mut at = at.min(source.len());
    while !source.is_char_boundary(at) {
        at -= 1;
    }
    at
}

impl<'a> Files<'a> for Snippets {
    type FileId = usize;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: usize) -> Result<&'a str, Error> {
        self.files.get(id).map(|file| file.name.as_str()).ok_or(Error::FileMissing)
    }

    fn source(&'a self, id: usize) -> Result<&'a str, Error> {
        self.files.get(id).map(|file| file.text.as_str()).ok_or(Error::FileMissing)
    }

    fn line_index(&'a self, id: usize, byte: usize) -> Result<usize, Error> {
        let file = self.files.get(id).ok_or(Error::FileMissing)?;
        // Lines are in the text in the order of their numbers.
        let line = file.lines.iter().find(|(_, range)| byte < range.end).or_else(|| file.lines.iter().next_back());
        line.map(|(&index, _)| index).ok_or(Error::FileMissing)
    }

    fn column_number(&'a self, id: usize, _line: usize, byte: usize) -> Result<usize, Error> {
        let file = self.files.get(id).ok_or(Error::FileMissing)?;
        Ok(file.columns.get(&byte).copied().unwrap_or(1))
    }

    fn line_range(&'a self, id: usize, line: usize) -> Result<Range<usize>, Error> {
        let file = self.files.get(id).ok_or(Error::FileMissing)?;
        file.lines.get(&line).cloned().ok_or(Error::LineTooLarge { given: line, max: file.lines.len() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::LineIndex;

    fn mark(source: &str, what: &str) -> Mark {
        let index = LineIndex::new(source);
        let start = u32::try_from(source.find(what).expect("it is there")).expect("small");
        let end = start + u32::try_from(what.len()).expect("small");
        let [start, end] = [start, end].map(|at| index.position(source, at));
        Mark { start, end, message: String::new(), style: LabelStyle::Primary }
    }

    fn shown(source: &str, marks: &[Mark]) -> (String, Vec<String>) {
        let mut snippets = Snippets::default();
        snippets.add("a.rs", source, marks);
        let text = snippets.files[0].text.clone();
        let labels = snippets.labels.iter().map(|label| text[label.range.clone()].to_owned()).collect();
        (text, labels)
    }

    #[test]
    fn labels_follow_what_escaping_moved() {
        let source = "a\n/*\u{202e}\x1b*/ read();\r\nb";
        assert_eq!(shown(source, &[mark(source, "read")]), ("/*\\u{202e}\\u{1b}*/ read();\n".into(), vec!["read".into()]));
    }

    #[test]
    fn a_minified_file_is_cut_around_the_mark() {
        let source = format!("{}read(){}", "x".repeat(100_000), "y".repeat(100_000));
        let (text, labels) = shown(&source, &[mark(&source, "read")]);
        assert!(text.chars().count() < 2 * AROUND + MAX_MARK, "{text}");
        assert!(text.starts_with("…x") && text.ends_with("y…\n"));
        assert_eq!(labels, ["read"]);
        let mut snippets = Snippets::default();
        snippets.add("a.rs", &source, &[mark(&source, "read")]);
        let at = snippets.labels[0].range.start;
        assert_eq!(snippets.column_number(0, 0, at).expect("it is there"), 100_001, "the column is the real one");
    }

    #[test]
    fn positions_that_do_not_fit_are_clamped() {
        let nowhere = Position { line: 9, column: 9, offset: 1_000 };
        let inside = Position { line: 1, column: 1, offset: 1 };
        for (start, end) in [(nowhere, nowhere), (inside, nowhere), (nowhere, inside), (inside, inside)] {
            let mark = Mark { start, end, message: String::new(), style: LabelStyle::Primary };
            for source in ["", "δ", "δ\r\n", "\n\n"] {
                let (_, labels) = shown(source, std::slice::from_ref(&mark));
                assert_eq!(labels.len(), 1, "{source:?}");
            }
        }
    }
}
