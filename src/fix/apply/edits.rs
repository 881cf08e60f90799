//! Edits of one text: whether they fit, the text afterwards, and where its bytes have moved. Knows only bytes.

use crate::diagnostics::Edit;
use std::borrow::Cow;
use std::ops::RangeInclusive;

/// Why edits cannot be applied to a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum EditConflict {
    /// It ends before it starts.
    #[error("an edit ends before it starts")]
    Reversed,
    /// It reaches past the end of the text.
    #[error("an edit lies outside of the file")]
    OutOfRange,
    /// It starts or ends between the bytes of one character.
    #[error("an edit cuts a character in two")]
    InsideCharacter,
    /// Two edits overlap.
    #[error("two of its edits overlap")]
    Overlapping,
}

/// A text after edits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// The text.
    pub text: String,
    /// The new positions of the old bytes.
    pub moved: Moved,
}

/// Applies `edits` to `text`. They may be in any order, and duplicates are ignored. If all lines of the text end in `\r\n`, so do added
/// lines.
///
/// # Errors
/// A [`EditConflict`] if they do not fit the text or each other. Text added where another edit starts or ends fits.
pub fn apply(text: &str, edits: &[&Edit]) -> Result<Edited, EditConflict> {
    let mut sorted = edits.to_vec();
    sorted.sort_by_key(|edit| (edit.start.offset, edit.end.offset, edit.text.as_str()));
    sorted.dedup_by(|a, b| same(a, b));
    let crlf = ends_in_crlf(text);
    let mut after = String::with_capacity(text.len() + 256);
    let mut pieces = Vec::with_capacity(sorted.len());
    let mut done = 0;
    for (nth, edit) in sorted.iter().enumerate() {
        let (start, end) = (edit.start.offset as usize, edit.end.offset as usize);
        check(text, start, end)?;
        let clash =
            nth > 0 && (start < done || (start, end) == (sorted[nth - 1].start.offset as usize, sorted[nth - 1].end.offset as usize));
        if clash {
            return Err(EditConflict::Overlapping);
        }
        after.push_str(&text[done..start]);
        let new_start = after.len();
        after.push_str(&if crlf { with_crlf(&edit.text) } else { Cow::Borrowed(edit.text.as_str()) });
        pieces.push(Piece { start, end, new_start, new_end: after.len() });
        done = end;
    }
    after.push_str(&text[done..]);
    Ok(Edited { text: after, moved: Moved { stages: vec![pieces] } })
}

/// Whether two edits do the same.
pub(super) fn same(a: &Edit, b: &Edit) -> bool {
    (&a.path, a.start.offset, a.end.offset, &a.text) == (&b.path, b.start.offset, b.end.offset, &b.text)
}

fn check(text: &str, start: usize, end: usize) -> Result<(), EditConflict> {
    if end < start {
        Err(EditConflict::Reversed)
    } else if end > text.len() {
        Err(EditConflict::OutOfRange)
    } else if !text.is_char_boundary(start) || !text.is_char_boundary(end) {
        Err(EditConflict::InsideCharacter)
    } else {
        Ok(())
    }
}

/// Whether there are lines, and all of them end in `\r\n`. Only then may a `\n` in an edit be rewritten: it cannot be copied from the text.
fn ends_in_crlf(text: &str) -> bool {
    let mut newlines = text.match_indices('\n').peekable();
    newlines.peek().is_some() && newlines.all(|(at, _)| text[..at].ends_with('\r'))
}

fn with_crlf(text: &str) -> Cow<'_, str> {
    if text.contains('\n') { Cow::Owned(text.replace("\r\n", "\n").replace('\n', "\r\n")) } else { Cow::Borrowed(text) }
}

/// Maps the bytes of a text to their positions after edits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// Replacements applied together, by position. Offsets of a stage are in the text after the stage before.
    stages: Vec<Vec<Piece>>,
}

/// One replacement: old bytes `start..end` became new bytes `new_start..new_end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    start: usize,
    end: usize,
    new_start: usize,
    new_end: usize,
}

impl Moved {
    /// The new positions of old byte `at`: one if it was not touched, else the range of its replacement.
    #[must_use]
    pub fn places(&self, at: u32) -> RangeInclusive<u32> {
        self.stages.iter().fold(at..=at, |now, stage| *places(stage, *now.start()).start()..=*places(stage, *now.end()).end())
    }

    /// Appends later edits.
    #[must_use]
    pub fn then(mut self, others: Self) -> Self {
        self.stages.extend(others.stages);
        self
    }

    /// The range from the first to the last of these edits in the new text, including their text. The edits must be among those that were
    /// applied.
    #[must_use]
    pub fn hull(&self, edits: &[&Edit]) -> Option<RangeInclusive<u32>> {
        let starts = edits.iter().map(|edit| *self.places(edit.start.offset).start());
        let ends = edits.iter().map(|edit| *self.places(edit.end.offset).end());
        Some(starts.min()?..=ends.max()?)
    }
}

fn places(pieces: &[Piece], at: u32) -> RangeInclusive<u32> {
    let at = at as usize;
    let next = pieces.partition_point(|piece| piece.start <= at);
    let small = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    match next.checked_sub(1).map(|last| pieces[last]) {
        Some(piece) if at < piece.end || at == piece.start => small(piece.new_start)..=small(piece.new_end),
        Some(piece) => {
            let now = small(at - piece.end + piece.new_end);
            now..=now
        }
        None => small(at)..=small(at),
    }
}
