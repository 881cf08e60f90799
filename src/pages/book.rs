//! The generated part of the book: a page for each lint, a table of them, and their entries in the table of contents.

use super::{markdown, page};
use crate::catalogue::{Catalogue, Lint};
use crate::report::{escape, phrase};
use std::collections::BTreeMap;

/// The line of the table of contents that the lints follow.
#[cfg(any(test, feature = "internals"))]
pub const MARKER: &str = "- [Lints](lints.md)";

/// The pages: (path below the book's sources, text), sorted.
#[must_use]
pub fn book(catalogue: &Catalogue) -> Vec<(String, String)> {
    let mut pages = vec![("lints.md".to_owned(), overview(catalogue))];
    pages.extend(catalogue.lints().map(|lint| (format!("lints/{}.md", lint.id), markdown(&page(catalogue, lint)))));
    pages
}

/// The entries of the table of contents, one a line.
#[must_use]
#[cfg(any(test, feature = "internals"))]
pub fn index(catalogue: &Catalogue) -> String {
    let entry = |lint: &Lint| format!("  - [{0}](lints/{0}.md)", lint.id);
    catalogue.lints().map(entry).collect::<Vec<_>>().join("\n")
}

fn overview(catalogue: &Catalogue) -> String {
    let mut groups: BTreeMap<&str, Vec<&Lint>> = BTreeMap::new();
    for lint in catalogue.lints() {
        groups.entry(&lint.file.group).or_default().push(lint);
    }
    let mut lines = vec!["# Lints\n\nEach lint by its group; `--select`, `--ignore` and `[levels]` take ids and groups.".to_owned()];
    for (group, lints) in groups {
        lines.push(format!("\n## {}\n\n| lint | level | cost | what it reports |\n| --- | --- | --- | --- |", escape::line(group)));
        for Lint { id, file } in lints {
            let (level, cost, summary) = (phrase::level(file.level), phrase::cost(file.cost), escape::line(&file.summary));
            lines.push(format!("| [{id}](lints/{id}.md) | {level} | {cost} | {} |", summary.replace('|', "\\|")));
        }
    }
    lines.join("\n") + "\n"
}
