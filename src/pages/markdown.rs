//! A page as Markdown.

use super::{ApiRow, Block, Page};
use crate::report::escape;
use std::fmt::Write;

/// The page, with a heading of the first level.
#[must_use]
pub fn markdown(page: &Page) -> String {
    let mut text =
        format!("# {}\n\n{}\n\n*{}*\n", escape::line(&page.id), capital(&escape::line(&page.summary)), escape::line(&page.facts));
    for section in &page.sections {
        add(&mut text, format_args!("\n## {}\n", section.title));
        for block in &section.blocks {
            match block {
                Block::Text(words) => add(&mut text, format_args!("\n{}\n", escape::block(words))),
                Block::Code(language, code) => {
                    let fence = fence(code);
                    add(&mut text, format_args!("\n{fence}{language}\n{}\n{fence}\n", escape::block(code)));
                }
                Block::Apis(rows) => table(&mut text, rows),
            }
        }
    }
    text
}

fn add(text: &mut String, what: std::fmt::Arguments<'_>) {
    text.write_fmt(what).expect("a String takes any text");
}

fn table(text: &mut String, rows: &[ApiRow]) {
    text.push_str("\n| API | what it does | write instead |\n| --- | --- | --- |\n");
    for row in rows {
        let instead: Vec<_> = row.instead.iter().map(|(runtime, code)| format!("{}: {}", escape::line(runtime), code_span(code))).collect();
        add(text, format_args!("| {} | {} | {} |\n", code_span(&row.path), cell(&escape::line(&row.why)), instead.join("<br>")));
    }
}

/// Code in a table cell: `|` is escaped, since it ends a cell even in code.
fn code_span(code: &str) -> String {
    let code = cell(&escape::line(code));
    if code.contains('`') { format!("`` {code} ``") } else { format!("`{code}`") }
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// A code fence that is longer than any in the code.
fn fence(code: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(3.max(longest + 1))
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_uppercase().collect::<String>());
    format!("{}{}.", first.unwrap_or_default(), chars.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_cannot_leave_its_fence_or_cell() {
        assert_eq!(fence("a"), "```");
        assert_eq!(fence("a ```` b"), "`````");
        assert_eq!(code_span("move |x| x"), "`move \\|x\\| x`");
        assert_eq!(code_span("a`b"), "`` a`b ``");
    }
}
