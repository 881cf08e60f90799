//! A fix as a short diff: the lines that it touches before and after.

use super::{escape, phrase};
use crate::diagnostics::{Edit, Fix};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Maximum lines of one diff; a longer one is cut.
const MAX_LINES: usize = 16;
/// Maximum characters of one line.
const MAX_LINE: usize = 160;
/// Edits at most this many lines apart are shown in one hunk.
const NEAR: u32 = 3;
/// Characters kept around the edits in a line that is too long to be shown whole.
const AROUND: usize = 40;

/// The diff of the edits of `fix` in the file `path`, escaped, each line led by `- ` or `+ `. Empty if there is nothing to show:
/// no edit in that file, no text for it, or edits that do not fit the text.
#[must_use]
pub(super) fn diff(fix: &Fix, path: &str, sources: &BTreeMap<String, Arc<str>>) -> String {
    let Some(source) = sources.get(path) else { return String::new() };
    let edits: Vec<&Edit> = fix.edits.iter().filter(|edit| edit.path == path).collect();
    // Edits far from each other (an import, and the call) are shown apart.
    let places = edits.chunk_by(|a, b| b.start.line.saturating_sub(a.end.line) <= NEAR);
    let Some(mut hunks) = places.map(|edits| hunk(source, edits)).collect::<Option<Vec<_>>>() else { return String::new() };
    hunks.retain(|lines| !lines.is_empty());
    let mut out = hunks.join(&["…".to_owned()][..]);
    if out.len() > MAX_LINES {
        let hidden = out.len() - MAX_LINES;
        out.truncate(MAX_LINES);
        out.push(format!("… {}", phrase::count(hidden, "more line", "more lines")));
    }
    out.join("\n")
}

/// The lines that neighbouring edits remove and add; `None` if the edits do not fit the text.
fn hunk(source: &str, edits: &[&Edit]) -> Option<Vec<String>> {
    let (before, after) = rewrite(source, edits)?;
    let (mut before, mut after): (Vec<_>, Vec<_>) = (before.lines().collect(), after.lines().collect());
    while !before.is_empty() && before.last() == after.last() {
        before.pop();
        after.pop();
    }
    let same = before.iter().zip(&after).take_while(|(before, after)| before == after).count();
    let (before, after) = (&before[same..], &after[same..]);
    let indent = before.iter().chain(after).filter(|line| !line.trim().is_empty()).map(|line| indent(line)).min().unwrap_or(0);
    let lines = before.iter().map(|line| ('-', line)).chain(after.iter().map(|line| ('+', line)));
    Some(lines.map(|(sign, line)| format!("{sign} {}", tidy(line, indent)).trim_end().into()).collect())
}

/// The lines that `edits` touch, before and after: whole lines, or, if they are very long, the text near the edits. `None` if there are no
/// edits, or they overlap or lie outside the text.
fn rewrite(source: &str, edits: &[&Edit]) -> Option<(String, String)> {
    let (first, last) = (edits.first()?, edits.last()?);
    let (head, tail) = (source.get(..first.start.offset as usize)?, source.get(last.end.offset as usize..)?);
    let mut start = head.rfind('\n').map_or(0, |newline| newline + 1);
    let mut end = source.len() - tail.len() + tail.find('\n').unwrap_or(tail.len());
    if source.get(start..end)?.lines().any(|line| line.chars().nth(MAX_LINE).is_some()) {
        let cut = head[start..].char_indices().rev().nth(AROUND).map_or(0, |(at, _)| at);
        start += cut;
        let rest = &source[source.len() - tail.len()..end];
        end = source.len() - tail.len() + rest.char_indices().nth(AROUND).map_or(rest.len(), |(at, _)| at);
    }
    let mut after = String::new();
    let mut at = start;
    for edit in edits {
        after.push_str(source.get(at..edit.start.offset as usize)?);
        after.push_str(&edit.text);
        at = edit.end.offset as usize;
    }
    after.push_str(source.get(at..end)?);
    Some((source.get(start..end)?.trim_end_matches('\r').to_owned(), after.trim_end_matches('\r').to_owned()))
}

fn indent(line: &str) -> usize {
    line.chars().take_while(|c| matches!(c, ' ' | '\t')).count()
}

/// `line` without its first `indent` characters, tabs as four spaces, escaped, and cut.
fn tidy(line: &str, indent: usize) -> String {
    let mut text: String = line.chars().skip(indent).take(MAX_LINE).collect::<String>().replace('\t', "    ");
    if line.chars().nth(indent + MAX_LINE).is_some() {
        text.push('…');
    }
    escape::line(&text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Applicability, Form};
    use crate::facts::LineIndex;

    /// The diff of a fix that, for each (`from`, `to`) of `changes`, replaces the first `from` in `source`.
    fn shown(source: &str, changes: &[(&str, &str)]) -> String {
        let index = LineIndex::new(source);
        let place = |byte: usize| index.position(source, u32::try_from(byte).expect("small"));
        let edit = |(from, to): &(&str, &str)| {
            let start = source.find(from).expect("it is there");
            Edit { path: "a.rs".into(), start: place(start), end: place(start + from.len()), text: (*to).into() }
        };
        let edits = changes.iter().map(edit).collect();
        let fix = Fix { form: Form::Replace, applicability: Applicability::Safe, title: String::new(), edits };
        diff(&fix, "a.rs", &BTreeMap::from([("a.rs".to_owned(), source.into())]))
    }

    #[test]
    fn only_changed_lines_are_shown_without_their_common_indent() {
        let source = "fn f() {\r\n    a();\r\n    {\r\n        b();\r\n    }\r\n}\r\n";
        assert_eq!(shown(source, &[("a()", "x().await")]), "- a();\n+ x().await;");
        assert_eq!(shown(source, &[("a", "x"), ("b", "y")]), "- a();\n- {\n-     b();\n+ x();\n+ {\n+     y();");
    }

    #[test]
    fn edits_far_apart_are_shown_apart() {
        let source = format!("use a;\n{}    b();\n", "\n".repeat(100));
        assert_eq!(shown(&source, &[("a", "x"), ("b", "y")]), "- use a;\n+ use x;\n…\n- b();\n+ y();");
    }

    #[test]
    fn a_long_diff_is_cut() {
        let text = shown("a", &[("a", &"b\n".repeat(100))]);
        assert_eq!(text.lines().count(), MAX_LINES + 1);
        assert!(text.ends_with("… 85 more lines"), "{text}");
    }

    #[test]
    fn edits_that_do_not_fit_show_nothing() {
        assert_eq!(shown("ab", &[("b", "x"), ("a", "y")]), "", "out of order");
        assert_eq!(shown("ab", &[]), "");
    }
}
