//! Finds the span of a value in a TOML text by its keys. It parses the text again, so it is only used for messages.

use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One step from the top of the file towards a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step<'a> {
    /// The value of this key.
    Key(&'a str),
    /// The key itself rather than its value; only as the last step.
    Name(&'a str),
    /// The element with this 0-based index.
    Index(usize),
}

/// The span of the value at `steps`, or of the nearest value above it that exists, or nothing at the end of the text.
pub(crate) fn locate(text: &str, steps: &[Step<'_>]) -> Range<usize> {
    Values::new(text).locate(steps)
}

/// The spans of all values of a text, for many look-ups in the same text.
#[derive(Clone, Debug)]
pub(crate) struct Values {
    root: Option<Value>,
    /// The length of the text.
    end: usize,
}

/// The span of a value, and the values in it.
#[derive(Clone, Debug, Default)]
struct Value {
    span: Range<usize>,
    /// By key, with the position of the key.
    table: BTreeMap<String, (Range<usize>, Value)>,
    array: Vec<Value>,
}

impl Values {
    /// The spans of `text`; none if it does not parse.
    pub(crate) fn new(text: &str) -> Self {
        let root = DeTable::parse(text).ok().map(|root| Value { table: in_table(root.get_ref()), ..Value::default() });
        Self { root, end: text.len() }
    }

    /// As [`locate`].
    pub(crate) fn locate(&self, steps: &[Step<'_>]) -> Range<usize> {
        let mut found = None;
        let mut at = self.root.as_ref();
        for step in steps {
            let next = at.and_then(|value| match step {
                Step::Key(name) => value.table.get(*name).map(|(_, value)| (value.span.clone(), value)),
                Step::Name(name) => value.table.get(*name).map(|(key, value)| (key.clone(), value)),
                Step::Index(i) => value.array.get(*i).map(|value| (value.span.clone(), value)),
            });
            let Some((span, value)) = next else { break };
            (found, at) = (Some(span), Some(value));
        }
        found.unwrap_or(self.end..self.end)
    }
}

fn in_table(table: &DeTable<'_>) -> BTreeMap<String, (Range<usize>, Value)> {
    table.iter().map(|(key, value)| (key.get_ref().clone().into_owned(), (key.span(), read(value)))).collect()
}

/// Recursive: the parser bounds the nesting of values.
fn read(value: &Spanned<DeValue<'_>>) -> Value {
    let span = value.span();
    match value.get_ref() {
        DeValue::Table(table) => Value { span, table: in_table(table), array: Vec::new() },
        DeValue::Array(array) => Value { span, table: BTreeMap::new(), array: array.iter().map(read).collect() },
        _ => Value { span, ..Value::default() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a = 1\n[[t]]\nx = [\"p\", \"q\"]\n[t.m]\nk = { c = \"v\" }\n";

    fn at(steps: &[Step<'_>]) -> &'static str {
        &TEXT[locate(TEXT, steps)]
    }

    #[test]
    fn finds_scalars_elements_and_keys() {
        assert_eq!(at(&[Step::Key("a")]), "1");
        assert_eq!(at(&[Step::Key("t"), Step::Index(0), Step::Key("x"), Step::Index(1)]), "\"q\"");
        assert_eq!(at(&[Step::Key("t"), Step::Index(0), Step::Key("m"), Step::Key("k"), Step::Key("c")]), "\"v\"");
        assert_eq!(at(&[Step::Key("t"), Step::Index(0), Step::Key("m"), Step::Name("k")]), "k");
    }

    #[test]
    fn falls_back_to_what_exists() {
        assert_eq!(at(&[Step::Key("a"), Step::Key("nope")]), "1");
        assert_eq!(locate(TEXT, &[Step::Key("nope")]), TEXT.len()..TEXT.len());
        assert_eq!(locate("not toml", &[Step::Key("a")]), 8..8);
    }
}
