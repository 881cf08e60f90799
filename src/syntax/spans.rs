//! Converts the parser's spans to byte ranges of the original text.
//!
//! proc-macro2 counts lines and columns in characters of the parsed slice. Here they become byte offsets of the whole file. Tokens from a
//! macro's definition have the call-site span; they get the span of the macro call that is being expanded.

use crate::facts::Span;
use proc_macro2::LineColumn;
use std::borrow::Cow;

/// A span, and whether it comes from a macro's definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sp {
    /// Bytes of the file.
    pub(super) span: Span,
    /// Whether it comes from a macro definition; `span` is then the call's path.
    pub(super) expanded: bool,
}

impl Sp {
    /// The smallest span over both. If only one comes from a macro definition, it is that one, so that no span mixes the two.
    pub(super) fn cover(self, other: Self) -> Self {
        match (self.expanded, other.expanded) {
            (false, false) => Self { span: self.span.cover(other.span), expanded: false },
            (true, _) => self,
            (false, true) => other,
        }
    }
}

/// The number of characters between two stored byte offsets.
const STEP: usize = 64;

/// Maps positions in one parsed slice to bytes of the file.
pub(super) struct Spans<'t> {
    text: Cow<'t, str>,
    /// The original text of the slice: of the same length, but without cuts.
    written: &'t str,
    base: u32,
    /// For each line of the slice, how many characters precede it.
    lines: Vec<u32>,
    /// Byte offset of every 64th character; empty if the slice is ASCII.
    steps: Vec<u32>,
    /// The path of the macro call that is being expanded.
    pub(super) call: Option<Span>,
}

impl<'t> Spans<'t> {
    /// `slice` is the parsed text; it starts at byte `base` of the file.
    pub(super) fn new(slice: &'t str, base: u32) -> Self {
        Self::of_skeleton(slice, slice, base)
    }

    /// `slice` is the parsed text, a skeleton of `written`.
    pub(super) fn of_skeleton(slice: impl Into<Cow<'t, str>>, written: &'t str, base: u32) -> Self {
        let slice = slice.into();
        let ascii = slice.is_ascii();
        let mut lines = vec![0];
        let mut steps = Vec::new();
        if ascii {
            lines.extend(slice.bytes().enumerate().filter(|&(_, b)| b == b'\n').map(|(i, _)| small(i + 1)));
        } else {
            for (chars, (byte, c)) in slice.char_indices().enumerate() {
                if chars % STEP == 0 {
                    steps.push(small(byte));
                }
                if c == '\n' {
                    lines.push(small(chars + 1));
                }
            }
        }
        Self { text: slice, written, base, lines, steps, call: None }
    }

    /// The bytes of `span`.
    pub(super) fn of(&self, span: proc_macro2::Span) -> Sp {
        let (start, end) = (span.start(), span.end());
        if start.line == 1 && end.line == 1 && end.column == 0 {
            return Sp { span: self.call.unwrap_or(Span::new(self.base, self.base)), expanded: self.call.is_some() };
        }
        Sp { span: Span::new(self.byte(start), self.byte(end)), expanded: false }
    }

    /// The text at `span`, which lies in the slice; empty if it does not.
    pub(super) fn text_at(&self, span: Span) -> &'t str {
        let range = span.start.saturating_sub(self.base) as usize..span.end.saturating_sub(self.base) as usize;
        self.written.get(range).unwrap_or("")
    }

    fn byte(&self, at: LineColumn) -> u32 {
        let line = self.lines.get(at.line - 1).copied().unwrap_or(0);
        let chars = line as usize + at.column;
        if self.steps.is_empty() {
            return self.base + small(chars.min(self.text.len()));
        }
        let from = self.steps.get(chars / STEP).copied().unwrap_or_else(|| small(self.text.len())) as usize;
        let more = self.text[from..].char_indices().nth(chars % STEP).map_or(self.text.len() - from, |(i, _)| i);
        self.base + small(from + more)
    }
}

fn small(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
