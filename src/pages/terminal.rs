//! A page on a terminal.

use super::{ApiRow, Block, Page};
use crate::report::escape;
use std::io;
use termcolor::{ColorSpec, WriteColor};

/// Writes the page: headings are highlighted, code is indented by four spaces.
pub fn write(page: &Page, out: &mut dyn WriteColor) -> io::Result<()> {
    heading(out, &escape::line(&page.id))?;
    writeln!(out, "{}", escape::block(&page.summary))?;
    writeln!(out, "{}", escape::line(&page.facts))?;
    for section in &page.sections {
        writeln!(out)?;
        heading(out, section.title)?;
        for block in &section.blocks {
            match block {
                Block::Text(text) => writeln!(out, "{}", escape::block(text))?,
                Block::Code(_, code) => writeln!(out, "{}", escape::block(&indented(code)))?,
                Block::Apis(rows) => apis(rows, out)?,
            }
        }
    }
    Ok(())
}

fn apis(rows: &[ApiRow], out: &mut dyn WriteColor) -> io::Result<()> {
    for row in rows {
        writeln!(out, "{}: {}", escape::line(&row.path), escape::line(&row.why))?;
        for (runtime, code) in &row.instead {
            writeln!(out, "    {}: {}", escape::line(runtime), escape::line(code))?;
        }
    }
    Ok(())
}

fn heading(out: &mut dyn WriteColor, text: &str) -> io::Result<()> {
    out.set_color(ColorSpec::new().set_bold(true))?;
    write!(out, "{text}")?;
    out.reset()?;
    writeln!(out)
}

/// Code indented by four spaces; blank lines stay empty.
fn indented(code: &str) -> String {
    let line = |line: &str| if line.trim().is_empty() { String::new() } else { format!("    {line}") };
    code.trim_end().lines().map(line).collect::<Vec<_>>().join("\n")
}
