//! Conversion between the positions of the protocol and byte offsets.

use gen_lsp_types::{Position, PositionEncodingKind, Range};

/// The unit in which a client counts characters of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// Halves of surrogate pairs count one each. What every client knows.
    #[default]
    Utf16,
    /// Code points.
    Utf32,
}

impl Encoding {
    /// The cheapest encoding that a client offers; UTF-16 if it offers none that is known.
    pub fn choose(offered: &[PositionEncodingKind]) -> Self {
        let wanted = [
            (PositionEncodingKind::UTF8, Self::Utf8),
            (PositionEncodingKind::UTF32, Self::Utf32),
            (PositionEncodingKind::UTF16, Self::Utf16),
        ];
        wanted.into_iter().find(|(kind, _)| offered.contains(kind)).map_or(Self::Utf16, |(_, encoding)| encoding)
    }

    /// Its name in the protocol.
    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn units(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
            Self::Utf32 => 1,
        }
    }
}

/// Where the lines of a text begin. Lines end in `\n`, `\r\n` or `\r`.
#[derive(Debug)]
pub struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    encoding: Encoding,
}

impl<'t> Lines<'t> {
    /// The lines of a text.
    pub fn new(text: &'t str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let ends = |&(at, byte): &(usize, &u8)| *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
        let starts = std::iter::once(0).chain(bytes.iter().enumerate().filter(ends).map(|(at, _)| at + 1)).collect();
        Self { text, starts, encoding }
    }

    /// The byte offset of a position. Past the end of a line: the line's end. Past the last line: the text's end. Inside a character: its start.
    pub fn offset(&self, position: Position) -> usize {
        let Some(&start) = self.starts.get(position.line as usize) else { return self.text.len() };
        let line = self.text[start..].split(['\r', '\n']).next().unwrap_or_default();
        let wanted = position.character as usize;
        let mut units = 0;
        for (at, c) in line.char_indices() {
            units += self.encoding.units(c);
            if units > wanted {
                return start + at;
            }
        }
        start + line.len()
    }

    /// The position of a byte offset. Past the end: the end. Inside a character: its start.
    pub fn position(&self, offset: usize) -> Position {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|&start| start <= offset) - 1;
        let before = &self.text[self.starts[line]..offset];
        let character = before.chars().map(|c| self.encoding.units(c)).sum::<usize>();
        let number = |number| u32::try_from(number).unwrap_or(u32::MAX);
        Position { line: number(line), character: number(character) }
    }

    /// The range between two byte offsets.
    pub fn range(&self, start: usize, end: usize) -> Range {
        Range { start: self.position(start), end: self.position(end.max(start)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "ab\r\nä😀x\rlast\n";

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn the_units_are_the_clients() {
        for (encoding, character) in [(Encoding::Utf8, 6), (Encoding::Utf16, 3), (Encoding::Utf32, 2)] {
            let lines = Lines::new(TEXT, encoding);
            assert_eq!(lines.position(10), at(1, character));
            assert_eq!(lines.offset(at(1, character)), 10);
        }
    }

    #[test]
    fn the_middle_of_a_character_is_before_it_and_what_is_too_far_is_the_end() {
        let lines = Lines::new(TEXT, Encoding::Utf16);
        assert_eq!(lines.offset(at(1, 2)), 6, "between the surrogates");
        assert_eq!(lines.offset(at(1, 99)), 11);
        assert_eq!(lines.offset(at(0, 3)), 2, "not between the bytes of the line's end");
        assert_eq!(lines.offset(at(99, 0)), TEXT.len());
        assert_eq!(lines.position(99), at(3, 0));
    }

    proptest! {
        #[test]
        fn positions_and_bytes_are_each_others_inverse(text in "[ab\u{e4}\u{1f600}\r\n]{0,40}", at in 0usize..200) {
            for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
                let lines = Lines::new(&text, encoding);
                let position = lines.position(at);
                let offset = lines.offset(position);
                prop_assert!(text.is_char_boundary(offset));
                prop_assert_eq!(lines.position(offset).line, position.line);
                if text.is_char_boundary(at) && !text[..at].ends_with('\r') {
                    prop_assert_eq!(offset, at.min(text.len()));
                }
            }
        }
    }
}
