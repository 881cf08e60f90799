//! The comparison of findings with a record of real runs, for people. Knows counts and positions; never knows how they were joined.

use super::{escape, phrase};
use crate::diagnostics::{Confirmation, Confirmed, Miss};
use std::io;
use termcolor::{ColorSpec, WriteColor};

/// Maximum number of misses that are listed.
const MAX_MISSES: usize = 50;

/// Lists the events that no finding explains, and writes the share of those that one does.
pub fn write(confirmation: &Confirmation, out: &mut dyn WriteColor) -> io::Result<()> {
    if !confirmation.misses.is_empty() {
        writeln!(out, "seen to block, and not found:")?;
        for miss in confirmation.misses.iter().take(MAX_MISSES) {
            self::miss(miss, out)?;
        }
        if let Some(more) = confirmation.misses.len().checked_sub(MAX_MISSES).filter(|more| *more > 0) {
            writeln!(out, "  and {more} more")?;
        }
        writeln!(out)?;
    }
    out.set_color(ColorSpec::new().set_bold(true))?;
    write!(out, "recall on your tests: {} of {}", confirmation.explained, confirmation.events)?;
    out.reset()?;
    writeln!(out)
}

fn miss(miss: &Miss, out: &mut dyn WriteColor) -> io::Result<()> {
    let say = |text: &str| escape::line(text).into_owned();
    let place = if miss.path.is_empty() { "-".to_owned() } else { format!("{}:{}", say(&miss.path), miss.line) };
    let lint = if miss.lint.is_empty() { String::new() } else { format!(" [{}]", say(&miss.lint)) };
    writeln!(out, "  {place} in `{}`: `{}`{lint}, {}", say(&miss.function), say(&miss.api), seen(miss.times, miss.max_ns))?;
    writeln!(out, "      {}", say(&miss.reason))
}

/// `3 times, at most 12.345 ms`.
pub(crate) fn seen(times: u64, max_ns: u64) -> String {
    let count = phrase::count(usize::try_from(times).unwrap_or(usize::MAX), "time", "times");
    format!("{count}, at most {}.{:03} ms", max_ns / 1_000_000, max_ns / 1000 % 1000)
}

/// The note under a confirmed finding.
pub(super) fn note(confirmed: &Confirmed) -> String {
    format!("note: seen to block {} (`{}`)", seen(confirmed.times, confirmed.max_ns), escape::line(&confirmed.by))
}
