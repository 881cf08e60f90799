//! A fix as a short diff: the lines that it touches before and after.

use super::escape;
use crate::analysis::{Edit, Fix};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Most lines of one diff; a longer one is cut.
const MAX_LINES: usize = 16;
/// Most characters of one line.
const MAX_LINE: usize = 160;
/// Characters kept around the edits where the lines are too long to be shown whole.
const AROUND: usize = 40;

/// The diff of the edits of `fix` in the file `path`, escaped, each line led by `- ` or `+ `. Empty if there is nothing to show:
/// no edit in that file, no text for it, or edits that do not fit the text.
#[must_use]
pub(super) fn diff(fix: &Fix, path: &str, sources: &BTreeMap<String, Arc<str>>) -> String {
    let Some(source) = sources.get(path) else { return String::new() };
    let edits: Vec<&Edit> = fix.edits.iter().filter(|edit| edit.path == path).collect();
    let Some((before, after)) = rewrite(source, &edits) else { return String::new() };
    let (mut before, mut after): (Vec<_>, Vec<_>) = (before.lines().collect(), after.lines().collect());
    while !before.is_empty() && before.last() == after.last() {
        before.pop();
        after.pop();
    }
    let same = before.iter().zip(&after).take_while(|(before, after)| before == after).count();
    let indent = before[same..].iter().chain(&after[same..]).filter(|line| !line.trim().is_empty()).map(|line| indent(line)).min();
    let lines = before[same..].iter().map(|line| ('-', line)).chain(after[same..].iter().map(|line| ('+', line)));
    let mut out: Vec<String> = lines.map(|(sign, line)| format!("{sign} {}", tidy(line, indent.unwrap_or(0))).trim_end().into()).collect();
    if out.len() > MAX_LINES {
        let hidden = out.len() - MAX_LINES;
        out.truncate(MAX_LINES);
        out.push(format!("… {hidden} more lines"));
    }
    out.join("\n")
}

/// The lines that `edits` touch, before and after: whole lines, or the surroundings of the edits where those are very long. `None`
/// if the edits are none, overlap, or lie outside the text.
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
