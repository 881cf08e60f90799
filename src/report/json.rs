//! The contract for programs: schema version 1, two spaces of indentation, a newline at the end.
//!
//! The fields are those of [`Report`], in that order. `summary.elapsed_ms` is written as it is in the report. A caller that wants
//! the same bytes from every run leaves it at 0, as the command line does without `--timings`.

use super::escape;
use crate::diagnostics::Report;
use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};
use std::io::{self, Write};

/// Writes the whole report.
pub(super) fn write<W: Write + ?Sized>(report: &Report, out: &mut W) -> io::Result<()> {
    value(report, out)
}

/// Writes any value as pretty JSON that is safe to print: invisible and bidirectional characters are written as `\u` escapes, which
/// means the same to every reader of JSON.
pub fn value<T: Serialize + ?Sized, W: Write + ?Sized>(value: &T, mut out: &mut W) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut out, Visible(PrettyFormatter::new()))).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

/// The same on one line.
pub(super) fn line<T: Serialize + ?Sized, W: Write + ?Sized>(value: &T, mut out: &mut W) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut out, Visible(CompactFormatter))).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

/// One of `serde_json`'s layouts, with invisible characters spelled out.
struct Visible<F>(F);

impl<F: Formatter> Formatter for Visible<F> {
    fn write_string_fragment<W: Write + ?Sized>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        if !fragment.chars().any(escape::is_hostile) {
            return out.write_all(fragment.as_bytes());
        }
        for c in fragment.chars() {
            let mut units = [0; 2];
            if escape::is_hostile(c) {
                c.encode_utf16(&mut units).iter().try_for_each(|unit| write!(out, "\\u{unit:04x}"))?;
            } else {
                write!(out, "{c}")?;
            }
        }
        Ok(())
    }

    fn begin_array<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_array(out)
    }

    fn end_array<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array(out)
    }

    fn begin_array_value<W: Write + ?Sized>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(out, first)
    }

    fn end_array_value<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array_value(out)
    }

    fn begin_object<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object(out)
    }

    fn end_object<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object(out)
    }

    fn begin_object_key<W: Write + ?Sized>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(out, first)
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object_value(out)
    }

    fn end_object_value<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object_value(out)
    }
}
