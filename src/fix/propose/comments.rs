//! Removes suppression comments that silence nothing. Knows only findings and texts: such a finding is about a comment, not about code.

use super::code::layout::line_start;
use crate::analysis::Outcome;
use crate::diagnostics::{Applicability, Edit, Finding, Fix, Form};
use crate::facts::{LineIndex, Position};
use std::collections::BTreeMap;

/// The lint that reports names in a suppression comment that silence nothing.
const LINT: &str = "unused-suppression";

/// Fills in the fixes of findings about comments.
pub(super) fn propose(outcome: &mut Outcome) {
    let mut by_file: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, finding) in outcome.findings.iter().enumerate().filter(|(_, finding)| finding.lint == LINT) {
        by_file.entry(finding.path.clone()).or_default().push(index);
    }
    for (path, indices) in by_file {
        let Some(text) = outcome.sources.get(&path).cloned() else { continue };
        let lines = LineIndex::new(&text);
        let unused: Vec<(usize, usize)> = indices.iter().map(|&index| bytes(&outcome.findings[index])).collect();
        for index in indices {
            let Some(change) = change(&text, bytes(&outcome.findings[index]), &unused) else { continue };
            let position = |at: usize| -> Option<Position> { Some(lines.position(&text, u32::try_from(at).ok()?)) };
            let (Some(start), Some(end)) = (position(change.start), position(change.end)) else { continue };
            let edits = vec![Edit { path: path.clone(), start, end, text: change.text }];
            let title = change.title.to_owned();
            outcome.findings[index].fixes = vec![Fix { form: Form::Replace, applicability: Applicability::Safe, title, edits }];
        }
    }
}

fn bytes(finding: &Finding) -> (usize, usize) {
    (finding.start.offset as usize, finding.end.offset as usize)
}

/// Bytes of a text, and their replacement.
#[derive(Debug, PartialEq, Eq)]
struct Change {
    start: usize,
    end: usize,
    text: String,
    title: &'static str,
}

/// The change that resolves the finding at `name` and all others about the same comment. `None` if there is no such comment.
fn change(text: &str, name: (usize, usize), unused: &[(usize, usize)]) -> Option<Change> {
    let open = text.get(..name.0)?.rfind('(')?;
    let close = name.1 + text.get(name.1..)?.find(')')?;
    let list = &text[open + 1..close];
    let mut kept = Vec::new();
    let mut at = open + 1;
    for part in list.split(',') {
        let start = at + (part.len() - part.trim_start().len());
        at += part.len() + 1;
        let is_unused = unused.contains(&(start, start + part.trim().len()));
        if !is_unused && !part.trim().is_empty() {
            kept.push(part.trim());
        }
    }
    if !kept.is_empty() {
        return Some(Change { start: open + 1, end: close, text: kept.join(", "), title: "remove what silences nothing" });
    }
    let (start, end) = comment(text, open, close)?;
    let line_start = line_start(text, start);
    let line_end = text[end..].find('\n').map_or(text.len(), |newline| end + newline + 1);
    let is_alone = text[line_start..start].trim().is_empty() && text[end..line_end].trim().is_empty();
    // Code before the comment stays; the blanks between them are removed.
    let before = line_start + text[line_start..start].trim_end().len();
    let is_last = text[end..line_end].trim().is_empty();
    let (start, end) = match (is_alone, is_last) {
        (true, _) => (line_start, line_end),
        (false, true) => (before, end),
        (false, false) => (start, end),
    };
    Some(Change { start, end, text: String::new(), title: "remove the comment" })
}

/// The bytes of the comment that contains a list, with its delimiters.
fn comment(text: &str, open: usize, close: usize) -> Option<(usize, usize)> {
    let mark = text.get(..open)?.rfind("async-lint:")?;
    let lead = text[..mark].trim_end_matches([' ', '\t', '\r', '\n', '/', '*']).len();
    let opening = &text[lead..mark];
    let line_end = text[close..].find('\n').map_or(text.len(), |newline| close + newline);
    let at = lead + opening.find(['/'])?;
    if text[at..].starts_with("//") {
        let end = close + text[close..line_end].trim_end_matches('\r').len();
        return Some((at, end));
    }
    let block = text[at..].starts_with("/*").then(|| text[close..].find("*/"))??;
    Some((at, close + block + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text after the fix, if the names in `unused` silence nothing.
    fn fixed(text: &str, unused: &[&str]) -> String {
        let places: Vec<_> = unused.iter().filter_map(|name| text.find(name).map(|at| (at, at + name.len()))).collect();
        let changes: Vec<_> = places.iter().map(|&place| change(text, place, &places).expect("there is a comment")).collect();
        assert!(changes.windows(2).all(|pair| pair[0] == pair[1]), "one fix for all of a comment");
        format!("{}{}{}", &text[..changes[0].start], changes[0].text, &text[changes[0].end..])
    }

    #[test]
    fn a_comment_goes_with_its_line() {
        assert_eq!(fixed("a\n    // async-lint: allow(x) why\r\nb\r\n", &["x"]), "a\nb\r\n");
        assert_eq!(fixed("f(); // async-lint: allow(x) why\nb\n", &["x"]), "f();\nb\n");
        assert_eq!(fixed("f(); // async-lint: allow(x) why\r\nb\r\n", &["x"]), "f();\r\nb\r\n");
        assert_eq!(fixed("f(/* async-lint: allow(x) why */ b);\n", &["x"]), "f( b);\n");
        assert_eq!(fixed("// async-lint: allow(x)", &["x"]), "");
    }

    #[test]
    fn names_that_are_needed_stay() {
        assert_eq!(fixed("// async-lint: allow(xx, yy,zz) why\n", &["xx"]), "// async-lint: allow(yy, zz) why\n");
        assert_eq!(fixed("// async-lint: allow(xx, yy, zz) why\n", &["xx", "zz"]), "// async-lint: allow(yy) why\n");
        assert_eq!(fixed("// async-lint: allow(xx, yy) why\nb\n", &["xx", "yy"]), "b\n");
    }
}
