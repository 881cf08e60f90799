//! Changes to files as one unified diff, for `git apply` and `patch -p1`. Knows the old and the new text, not why they differ.

use super::escape;
use similar::{ChangeTag, DiffOp, TextDiff};
use std::fmt::Write as _;
use std::io;
use termcolor::{Color, ColorSpec, WriteColor};

/// Unchanged lines shown around a change; 3 is the default of `diff -u` and git.
const CONTEXT: usize = 3;

/// A file before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangedFile<'a> {
    /// Its path from where the tool was started, `/`-separated.
    pub path: &'a str,
    /// Its text now.
    pub before: &'a str,
    /// Its text afterwards.
    pub after: &'a str,
}

/// Who reads a diff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reader {
    /// A person on a terminal. Control characters are escaped, so that text from outside cannot act on the terminal; such a diff cannot be applied.
    Person,
    /// A program: every byte as it is.
    Program,
}

/// Writes the diff of `files`, without those that do not differ; coloured if `out` supports colour.
///
/// # Errors
/// Those of writing.
pub fn write(files: &[ChangedFile<'_>], reader: Reader, out: &mut dyn WriteColor) -> io::Result<()> {
    for file in files.iter().filter(|file| file.before != file.after) {
        let path = file.path.trim_start_matches('/');
        paint(out, ColorSpec::new().set_bold(true), &format!("--- {}\n+++ {}\n", name("a/", path, reader), name("b/", path, reader)))?;
        let diff = TextDiff::from_lines(file.before, file.after);
        for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
            paint(out, ColorSpec::new().set_fg(Some(Color::Cyan)), &header(hunk.ops()))?;
            for change in hunk.iter_changes() {
                let (sign, color) = match change.tag() {
                    ChangeTag::Equal => (' ', None),
                    ChangeTag::Delete => ('-', Some(Color::Red)),
                    ChangeTag::Insert => ('+', Some(Color::Green)),
                };
                // Every line ends in a newline; a missing one is stated as git does it.
                let ending = if change.missing_newline() { "\n\\ No newline at end of file\n" } else { "" };
                let text = match reader {
                    Reader::Person => format!("{sign}{}\n{}", harmless(change.value()), ending.trim_start_matches('\n')),
                    Reader::Program => format!("{sign}{}{ending}", change.value()),
                };
                paint(out, ColorSpec::new().set_fg(color), &text)?;
            }
        }
    }
    Ok(())
}

/// The header of a hunk: its position in both texts. It is computed here because the library's header is wrong for some orders of deletions
/// and insertions.
fn header(ops: &[DiffOp]) -> String {
    let side = |range: &dyn Fn(&DiffOp) -> std::ops::Range<usize>| {
        let start = ops.iter().map(|op| range(op).start).min().unwrap_or(0);
        let length: usize = ops.iter().map(|op| range(op).len()).sum();
        // Lines count from 1; a side without lines has the number of the line before it.
        let first = if length == 0 { start } else { start + 1 };
        if length == 1 { first.to_string() } else { format!("{first},{length}") }
    };
    format!("@@ -{} +{} @@\n", side(&DiffOp::old_range), side(&DiffOp::new_range))
}

fn paint(out: &mut dyn WriteColor, spec: &ColorSpec, text: &str) -> io::Result<()> {
    if spec.is_none() {
        return out.write_all(text.as_bytes());
    }
    out.set_color(spec)?;
    out.write_all(text.as_bytes())?;
    out.reset()
}

/// One line without its ending, escaped for a terminal; tabs stay.
fn harmless(line: &str) -> String {
    let line = line.strip_suffix('\n').unwrap_or(line);
    let line = line.strip_suffix('\r').unwrap_or(line);
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        if c != '\t' && escape::is_hostile(c) { escape::push_escaped(&mut out, c) } else { out.push(c) }
    }
    out
}

/// A path for a header, quoted as in C if it has characters that would end it.
fn name(side: &str, path: &str, reader: Reader) -> String {
    let odd = |c: char| c.is_control() || c == '"' || c == '\\' || (reader == Reader::Person && escape::is_hostile(c));
    if !path.chars().any(odd) {
        // `patch` would read what follows a blank as a time stamp; like git, end such a name with a tab.
        return format!("{side}{path}{}", if path.contains(' ') { "\t" } else { "" });
    }
    let mut quoted = format!("\"{side}");
    for c in path.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if odd(c) => {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    write!(quoted, "\\{byte:03o}").expect("a String takes any text");
                }
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
