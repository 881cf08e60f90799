//! Makes text from outside harmless. Names, messages and source reach a terminal or a log only through this module.
//!
//! Knows which characters control a terminal or are invisible. Never knows what the text means. Escapes that a format needs on top
//! (GitHub's `%25`, SARIF's `\[`, …) are in that format's file.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Longest text, in characters, that is shown whole: an identifier of a megabyte must not flood the output.
const MAX_CHARS: usize = 4_000;

/// Whether `c` may not be shown as it is: control characters (ESC, C1 and lone `\r` included), line separators, and everything
/// that is invisible or turns the direction of text (bidi marks, overrides and isolates, zero-width characters,
/// tags); and the two characters of the first plane that XML refuses.
#[must_use]
pub fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
}

/// `text` on one line: every hostile character is written as `\n`, `\t`, `\u{202e}` and so on. The rest is kept byte for byte, up to a
/// maximum length.
#[must_use]
pub fn line(text: &str) -> Cow<'_, str> {
    escape_unless(text, |_| false)
}

/// `text` on as many lines as it has: as [`line()`], but `\n` stays and `\r\n` becomes `\n`.
#[must_use]
pub fn block(text: &str) -> Cow<'_, str> {
    if text.contains("\r\n") {
        return Cow::Owned(escape_unless(&text.replace("\r\n", "\n"), |c| c == '\n').into_owned());
    }
    escape_unless(text, |c| c == '\n')
}

/// Appends `c` to `out` the way a Rust literal would spell it.
pub(crate) fn push_escaped(out: &mut String, c: char) {
    match c {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '\0' => out.push_str("\\0"),
        _ => write!(out, "\\u{{{:x}}}", u32::from(c)).expect("a String takes any text"),
    }
}

fn escape_unless(text: &str, keep: impl Fn(char) -> bool) -> Cow<'_, str> {
    let (text, rest) = match text.char_indices().nth(MAX_CHARS) {
        Some((at, _)) => text.split_at(at),
        None => (text, ""),
    };
    if rest.is_empty() && !text.chars().any(|c| is_hostile(c) && !keep(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_hostile(c) && !keep(c) { push_escaped(&mut out, c) } else { out.push(c) }
    }
    if !rest.is_empty() {
        write!(out, "… ({} more bytes)", rest.len()).expect("a String takes any text");
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_spelled_out() {
        assert_eq!(line("a\x1b[31mb"), "a\\u{1b}[31mb");
        assert_eq!(line("\u{9b}31m\u{7f}"), "\\u{9b}31m\\u{7f}", "C1 introducers work without ESC");
        assert_eq!(line("x\ty\r\nz\0"), "x\\ty\\r\\nz\\0");
        assert_eq!(line("\u{202e}evil\u{2066}\u{200b}\u{feff}"), "\\u{202e}evil\\u{2066}\\u{200b}\\u{feff}");
    }

    #[test]
    fn harmless_text_is_borrowed() {
        assert!(matches!(line("größe → `Vec<日本>` 🦀"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_block_keeps_its_lines_and_nothing_else() {
        assert_eq!(block("a\r\nb\rc\n\x1bd"), "a\nb\\rc\n\\u{1b}d");
    }

    #[test]
    fn nothing_hostile_survives() {
        for c in (0..=0x10_ffff).filter_map(char::from_u32) {
            let mut buffer = [0; 4];
            let text = c.encode_utf8(&mut buffer);
            assert!(!line(text).chars().any(is_hostile));
            assert!(!block(text).chars().any(|c| is_hostile(c) && c != '\n'));
        }
    }

    #[test]
    fn a_megabyte_is_cut() {
        let shown = line(&"δ".repeat(500_000)).into_owned();
        assert_eq!(shown, format!("{}… (992000 more bytes)", "δ".repeat(MAX_CHARS)));
        assert!(matches!(line(&"δ".repeat(MAX_CHARS)), Cow::Borrowed(_)));
    }
}
