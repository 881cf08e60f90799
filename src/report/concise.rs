//! One line for each finding, in the shape that editors and `grep` know: `path:line:column: level[lint] message`.

use super::{chain, escape, phrase};
use crate::diagnostics::Report;
use std::io::{self, Write};

/// Writes the findings; writes nothing if there are none. The line of a transitive finding ends with its call path.
pub(super) fn write<W: Write + ?Sized>(report: &Report, out: &mut W) -> io::Result<()> {
    for finding in &report.findings {
        let (path, start) = (escape::line(&finding.path), finding.start);
        let (level, lint, message) = (phrase::severity(finding.level), escape::line(&finding.lint), escape::line(&finding.message));
        write!(out, "{path}:{}:{}: {level}[{lint}] {message}", start.line, start.column)?;
        if !finding.via.is_empty() {
            write!(out, " (via {})", chain::one_line(finding))?;
        }
        writeln!(out)?;
    }
    Ok(())
}
