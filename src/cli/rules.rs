//! `async-lint rules`: every lint in one table.

use super::args::{RulesArgs, RulesFormat};
use super::lints::{self, Lint};
use super::{Exit, Io};
use crate::report::{escape, json, phrase};
use serde::Serialize;
use std::io;
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
    let lints = lints::load();
    let rows: Vec<Row<'_>> = lints.iter().map(row).collect();
    io.out_paint.onto(io.out, |mut out| match args.format {
        RulesFormat::Human => table(&rows, out),
        RulesFormat::Json => json::value(&Document { version: 1, lints: rows }, &mut out),
    })?;
    Ok(Exit::Clean)
}

fn row((id, file): &Lint) -> Row<'_> {
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
