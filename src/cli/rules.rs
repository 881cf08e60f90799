//! `async-lint rules`: every lint in one table.

use super::args::{RulesArgs, RulesFormat};
use super::{Exit, Io, failure, settings};
use crate::catalogue::{Catalogue, Lint};
use crate::pages;
use crate::report::{escape, json, phrase};
use crate::rulebook::Rulebook;
use serde::Serialize;
use std::path::Path;
use std::{fs, io};
use termcolor::{ColorSpec, WriteColor};

/// A lint as JSON.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    level: &'static str,
    cost: &'static str,
    group: &'a str,
    transitive: bool,
    summary: &'a str,
}

/// The JSON document.
#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    lints: Vec<Row<'a>>,
}

/// Prints the lints.
pub(super) fn run(args: &RulesArgs, io: &mut Io<'_>) -> io::Result<Exit> {
    let catalogue = match Rulebook::load(&settings(&[], args.config.as_ref(), io)) {
        Ok(rulebook) => rulebook.catalogue,
        Err(error) => return Ok(failure::check(&error, io.err)),
    };
    if let Some(dir) = &args.output_dir {
        return Ok(pages(&catalogue, &io.current_dir.join(dir), io));
    }
    if args.format == RulesFormat::Markdown {
        let pages = catalogue.lints().map(|lint| pages::markdown(&pages::page(&catalogue, lint))).collect::<Vec<_>>();
        io.out_paint.onto(io.out, |out| write!(out, "{}", pages.join("\n")))?;
        return Ok(Exit::Clean);
    }
    io.out_paint.onto(io.out, |out| write(catalogue.lints(), args.format, out))?;
    Ok(Exit::Clean)
}

/// Writes a page for each lint, and the table of them.
fn pages(catalogue: &Catalogue, dir: &Path, io: &mut Io<'_>) -> Exit {
    for (name, text) in pages::book(catalogue) {
        let path = dir.join(name);
        let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, text));
        if let Err(error) = written {
            return failure::text(&format!("cannot write `{}`: {error}", path.display()), None, io.err);
        }
    }
    Exit::Clean
}

fn write<'a>(lints: impl Iterator<Item = &'a Lint>, format: RulesFormat, mut out: &mut dyn WriteColor) -> io::Result<()> {
    let rows: Vec<Row<'_>> = lints.map(row).collect();
    match format {
        RulesFormat::Human | RulesFormat::Markdown => table(&rows, out),
        RulesFormat::Json => json::value(&Document { version: 1, lints: rows }, &mut out),
    }
}

fn row(Lint { id, file }: &Lint) -> Row<'_> {
    Row {
        id,
        level: phrase::level(file.level),
        cost: phrase::cost(file.cost),
        group: &file.group,
        transitive: file.transitive,
        summary: &file.summary,
    }
}

/// Columns as wide as their widest cell; the summary comes last and is not padded.
fn table(rows: &[Row<'_>], out: &mut dyn WriteColor) -> io::Result<()> {
    let cells = |row: &Row<'_>| [row.id, row.level, row.cost, row.group].map(|cell| escape::line(cell).into_owned());
    let head = ["lint", "level", "cost", "group"].map(str::to_owned);
    let lines: Vec<_> = rows.iter().map(|row| (cells(row), escape::line(row.summary))).collect();
    let mut widths = head.clone().map(|cell| cell.chars().count());
    for (cells, _) in &lines {
        for (width, cell) in widths.iter_mut().zip(cells) {
            *width = cell.chars().count().max(*width);
        }
    }
    let print = |out: &mut dyn WriteColor, cells: &[String; 4], last: &str| {
        for (cell, width) in cells.iter().zip(widths) {
            write!(out, "{cell:width$}  ")?;
        }
        writeln!(out, "{last}")
    };
    out.set_color(ColorSpec::new().set_bold(true))?;
    print(out, &head, "what it reports")?;
    out.reset()?;
    lines.iter().try_for_each(|(cells, summary)| print(out, cells, summary))
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use termcolor::NoColor;

    fn text(format: RulesFormat) -> String {
        let mut out = NoColor::new(Vec::new());
        write(samples::lints().iter(), format, &mut out).expect("memory takes everything");
        String::from_utf8(out.into_inner()).expect("it is UTF-8")
    }

    #[test]
    fn the_table_is_aligned() {
        insta::assert_snapshot!(text(RulesFormat::Human));
    }

    #[test]
    fn json_is_a_document() {
        insta::assert_snapshot!(text(RulesFormat::Json));
    }
}
