//! Byte spans, and the only place where byte offsets become lines and columns.

use super::packed;
use serde::{Deserialize, Serialize};

/// A half-open range of bytes in one file, 0-based.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Serialize for Span {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if packed::skips_spans() { serializer.serialize_unit() } else { (self.start, self.end).serialize(serializer) }
    }
}

impl Span {
    /// A span from byte `start` up to but not including byte `end`.
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `other` lies wholly inside `self`.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The span as a range of indices into the file's text.
    #[must_use]
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A position to show: line and column are 1-based, the column counts characters (not bytes), `offset` is a 0-based byte.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Position {
    /// 1-based line.
    pub line: u32,
    /// 1-based column in characters.
    pub column: u32,
    /// 0-based byte offset.
    pub offset: u32,
}

/// Byte offsets at which the lines of a text start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Scans `text` once. Lines end at `\n`; a `\r` before it belongs to the line.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let newlines = text.bytes().enumerate().filter(|&(_, b)| b == b'\n').map(|(i, _)| offset(i + 1));
        let mut starts: Vec<u32> = std::iter::once(0).chain(newlines).collect();
        starts.shrink_to_fit();
        Self { starts }
    }

    /// The position of byte `at` of `text`, which must be the text that the index was built from. An offset past the end gives the end; one
    /// inside a character gives the column of that character.
    #[must_use]
    pub fn position(&self, text: &str, at: u32) -> Position {
        let at = at.min(offset(text.len()));
        let line = self.starts.partition_point(|&start| start <= at) - 1;
        let start = self.starts[line] as usize;
        let mut end = at as usize;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let column = text[start..end].chars().count() + 1;
        Position { line: offset(line + 1), column: offset(column), offset: at }
    }

    /// The 1-based line of byte `at`.
    #[must_use]
    pub fn line(&self, at: u32) -> u32 {
        offset(self.starts.partition_point(|&start| start <= at))
    }

    /// The byte range of 1-based `line`, its newline included; `None` if there is no such line.
    #[must_use]
    pub fn line_span(&self, line: u32, text_len: usize) -> Option<Span> {
        let index = (line as usize).checked_sub(1)?;
        let start = *self.starts.get(index)?;
        let end = self.starts.get(index + 1).copied().unwrap_or_else(|| offset(text_len));
        Some(Span { start, end })
    }
}

/// Source files above 4 GiB are refused before they are read, so every offset fits.
fn offset(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_offsets_count_bytes() {
        let text = "a\nδx\r\nz";
        let index = LineIndex::new(text);
        let x = u32::try_from(text.find('x').expect("x is there")).expect("small");
        assert_eq!(index.position(text, x), Position { line: 2, column: 2, offset: 4 });
        assert_eq!(index.position(text, 3).column, 1, "inside δ is δ");
        assert_eq!(index.position(text, 99).line, 3);
    }
}
