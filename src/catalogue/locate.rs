//! Finds the bytes of a value in a TOML text by its keys. Only asked once something is known to be wrong, so a run over sound data
//! never parses a file twice.

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
    let end = text.len()..text.len();
    let Ok(root) = DeTable::parse(text) else { return end };
    let Some((first, rest)) = steps.split_first() else { return end };
    let Some((mut span, mut value)) = in_table(root.get_ref(), *first) else { return end };
    for step in rest {
        let next = match (value.get_ref(), *step) {
            (DeValue::Table(table), step) => in_table(table, step),
            (DeValue::Array(array), Step::Index(i)) => array.get(i).map(|v| (v.span(), v)),
            _ => None,
        };
        match next {
            Some(found) => (span, value) = found,
            None => break,
        }
    }
    span
}

fn in_table<'t, 'i>(table: &'t DeTable<'i>, step: Step<'_>) -> Option<(Range<usize>, &'t Spanned<DeValue<'i>>)> {
    let (Step::Key(name) | Step::Name(name)) = step else { return None };
    let (key, value) = table.iter().find(|(key, _)| key.get_ref() == name)?;
    Some((if matches!(step, Step::Name(_)) { key.span() } else { value.span() }, value))
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
