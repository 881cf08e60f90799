//! Where to insert a feature in a declaration. Knows the layout of TOML, and of cargo's keys only `features`.

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
    /// Assumes that all lines end like the first.
    pub(super) fn of(text: &'a str) -> Self {
        let first = text.split_inclusive('\n').next().unwrap_or("");
        Self { text, newline: if first.ends_with("\r\n") { "\r\n" } else { "\n" } }
    }

    /// The end of the line of byte `at`, without its line ending; `None` if anything but a comment follows `at`.
    fn line_end(self, at: usize) -> Option<usize> {
        let rest = self.text.get(at..)?;
        let line = rest.split('\n').next().unwrap_or("");
        let line = line.strip_suffix('\r').unwrap_or(line);
        let is_free = line.trim_start().is_empty() || line.trim_start().starts_with('#');
        is_free.then_some(at + line.len())
    }

    /// The text before byte `at` on its line.
    fn line_before(self, at: usize) -> Option<&'a str> {
        let before = self.text.get(..at)?;
        Some(before.rsplit('\n').next().unwrap_or(before))
    }
}

/// The edits that add a feature to one declaration, which does not have it yet. `None` if its form is not supported.
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
            // The dotted path before the key is repeated; nothing else may be there.
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

/// Adds an element, on a line of its own if the others have one.
fn to_array(array: &Array, feature: &str, layout: Layout<'_>) -> Option<Vec<Replacement>> {
    let range = array.span()?;
    let Some(last) = array.iter().last() else { return Some(vec![insert(range.start + 1, quoted(feature))]) };
    let last = last.span()?;
    let own_line = layout.line_before(last.start)?;
    if !own_line.trim().is_empty() {
        return Some(vec![insert(last.end, format!(", {}", quoted(feature)))]);
    }
    let line = format!("{}{own_line}{}", layout.newline, quoted(feature));
    // The comment after the last element stays there, so the new line starts after it.
    match comma_after(layout.text.get(last.end..range.end)?) {
        Some(comma) => Some(vec![insert(layout.line_end(last.end + comma)?, format!("{line},"))]),
        None => match layout.line_end(last.end) {
            Some(end) if end == last.end => Some(vec![insert(end, format!(",{line}"))]),
            Some(end) => Some(vec![insert(last.end, ",".to_owned()), insert(end, line)]),
            None => Some(vec![insert(last.end, format!(", {}", quoted(feature)))]),
        },
    }
}

/// The offset after the trailing comma in `rest`, the text after an array's last element. Comments are skipped.
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

/// The spans of the table's own key and value that are last in the text.
fn last_value(table: &dyn TableLike) -> Option<(Range<usize>, Range<usize>)> {
    let values = table.iter().filter(|(_, item)| item.is_value());
    values.filter_map(|(name, item)| Some((table.key(name)?.span()?, item.span()?))).max_by_key(|(_, value)| value.end)
}

fn insert(at: usize, text: String) -> Replacement {
    Replacement { range: at..at, text }
}

/// A TOML string. Feature names contain neither quotes nor escapes; for any other name the check of the result fails.
fn quoted(feature: &str) -> String {
    format!("\"{feature}\"")
}
