//! Where in a declaration the new feature's bytes go. Knows how TOML is laid out, not what the keys mean to cargo beyond `features`.

use super::Replacement;
use std::ops::Range;
use toml_edit::{Array, Item, Table, TableLike, Value};

/// The text that is edited, and how its lines end.
#[derive(Clone, Copy)]
pub(super) struct Layout<'a> {
    text: &'a str,
    newline: &'static str,
}

impl<'a> Layout<'a> {
    /// Takes the line ending of the first line for all.
    pub(super) fn of(text: &'a str) -> Self {
        let first = text.split_inclusive('\n').next().unwrap_or("");
        Self { text, newline: if first.ends_with("\r\n") { "\r\n" } else { "\n" } }
    }

    /// The rest of the line from byte `at`, without its line ending: where that starts. Nothing but a comment may stand there.
    fn line_end(self, at: usize) -> Option<usize> {
        let rest = self.text.get(at..)?;
        let line = rest.split('\n').next().unwrap_or("");
        let line = line.strip_suffix('\r').unwrap_or(line);
        let is_free = line.trim_start().is_empty() || line.trim_start().starts_with('#');
        is_free.then_some(at + line.len())
    }

    /// What stands on the line before byte `at`.
    fn line_before(self, at: usize) -> Option<&'a str> {
        let before = self.text.get(..at)?;
        Some(before.rsplit('\n').next().unwrap_or(before))
    }
}

/// The edits that add a feature to one declaration, which does not have it yet. `None` if its spelling leaves no place for it.
pub(super) fn add_to(item: &Item, feature: &str, layout: Layout<'_>) -> Option<Vec<Replacement>> {
    if let Some(version) = item.as_value().filter(|value| value.is_str()) {
        let range = version.span()?;
        let version = layout.text.get(range.clone())?;
        return Some(vec![Replacement { text: format!("{{ version = {version}, features = [{}] }}", quoted(feature)), range }]);
    }
    let table = item.as_table_like()?;
    if let Some(features) = table.get("features") {
        return to_array(features.as_array()?, feature, layout);
    }
    match item {
        Item::Value(Value::InlineTable(inline)) if !inline.is_dotted() => {
            let range = inline.span()?;
            Some(vec![match last_value(inline) {
                Some((_, value)) => insert(value.end, format!(", features = [{}]", quoted(feature))),
                None => insert(range.start + 1, format!(" features = [{}] ", quoted(feature))),
            }])
        }
        Item::Table(table) => to_table(table, feature, layout),
        _ => None,
    }
}

/// A new line below the last one of `[dependencies.name]`, or of the dotted keys `name.…`.
fn to_table(table: &Table, feature: &str, layout: Layout<'_>) -> Option<Vec<Replacement>> {
    let (prefix, end) = match last_value(table) {
        Some((key, value)) => {
            let prefix = layout.line_before(key.start)?;
            // The dotted path before the key is written again, as it is; nothing else may stand there.
            if prefix.contains(['{', '[', '#', '=', ',']) || (!table.is_dotted() && !prefix.trim().is_empty()) {
                return None;
            }
            (prefix, value.end)
        }
        None if table.is_dotted() => return None,
        None => ("", table.span()?.end),
    };
    Some(vec![insert(layout.line_end(end)?, format!("{}{prefix}features = [{}]", layout.newline, quoted(feature)))])
}

/// One more element, on a line of its own where the others have one.
fn to_array(array: &Array, feature: &str, layout: Layout<'_>) -> Option<Vec<Replacement>> {
    let range = array.span()?;
    let Some(last) = array.iter().last() else { return Some(vec![insert(range.start + 1, quoted(feature))]) };
    let last = last.span()?;
    let own_line = layout.line_before(last.start)?;
    if !own_line.trim().is_empty() {
        return Some(vec![insert(last.end, format!(", {}", quoted(feature)))]);
    }
    let line = format!("{}{own_line}{}", layout.newline, quoted(feature));
    // The comment behind the last element stays behind it, so the new line starts after the comment.
    match comma_after(layout.text.get(last.end..range.end)?) {
        Some(comma) => Some(vec![insert(layout.line_end(last.end + comma)?, format!("{line},"))]),
        None => match layout.line_end(last.end) {
            Some(end) if end == last.end => Some(vec![insert(end, format!(",{line}"))]),
            Some(end) => Some(vec![insert(last.end, ",".to_owned()), insert(end, line)]),
            None => Some(vec![insert(last.end, format!(", {}", quoted(feature)))]),
        },
    }
}

/// One past the comma that trails the last element of an array, `rest` being what follows that element. Comments are skipped.
fn comma_after(rest: &str) -> Option<usize> {
    let mut in_comment = false;
    for (at, byte) in rest.bytes().enumerate() {
        match byte {
            b'\n' => in_comment = false,
            b'#' => in_comment = true,
            b',' if !in_comment => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The key and value that stand last in the text, of those that belong to the table itself.
fn last_value(table: &dyn TableLike) -> Option<(Range<usize>, Range<usize>)> {
    let values = table.iter().filter(|(_, item)| item.is_value());
    values.filter_map(|(name, item)| Some((table.key(name)?.span()?, item.span()?))).max_by_key(|(_, value)| value.end)
}

fn insert(at: usize, text: String) -> Replacement {
    Replacement { range: at..at, text }
}

/// A TOML string. Names of features have neither quotes nor escapes; one that has is refused when the result is looked up.
fn quoted(feature: &str) -> String {
    format!("\"{feature}\"")
}
