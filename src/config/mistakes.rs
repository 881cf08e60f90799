//! Rewords the parser's messages about a configuration, and suggests the name that may have been meant.

use crate::nearest::nearest;

/// More names than this are not listed.
const MAX_LISTED: usize = 12;

/// The parser's message in one line, with the nearest of the names that it expected.
pub(super) fn reworded(message: &str) -> String {
    let message = message.lines().collect::<Vec<_>>().join(", ");
    let kinds = [("unknown field", "key"), ("unknown variant", "value")];
    let Some((_, what)) = kinds.iter().find(|(start, _)| message.starts_with(start)) else { return message };
    let mut names = message.split('`').skip(1).step_by(2);
    let Some(given) = names.next() else { return message };
    let known: Vec<&str> = names.collect();
    match nearest(given, known.iter().copied()) {
        Some(meant) => format!("unknown {what} `{given}`; did you mean `{meant}`?"),
        None if known.is_empty() || known.len() > MAX_LISTED => format!("unknown {what} `{given}`"),
        None => format!("unknown {what} `{given}`; write one of {}", known.join(", ")),
    }
}

/// The message for a name that is neither a lint nor a group.
pub(super) fn unknown_lint(name: &str, known: impl Iterator<Item = impl AsRef<str>>) -> String {
    let known: Vec<_> = known.collect();
    match nearest(name, known.iter().map(AsRef::as_ref)) {
        Some(meant) => format!("unknown lint `{name}`; did you mean `{meant}`?"),
        None => format!("unknown lint `{name}`; `async-lint rules` lists them all"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_names_come_with_the_nearest() {
        let said = reworded("unknown field `levls`, expected one of `select`, `levels`");
        assert_eq!(said, "unknown key `levls`; did you mean `levels`?");
        let said = reworded("unknown variant `loud`, expected one of `allow`, `note`");
        assert_eq!(said, "unknown value `loud`; write one of allow, note");
        assert_eq!(reworded("invalid type: integer `3`, expected a string"), "invalid type: integer `3`, expected a string");
        assert_eq!(reworded("unknown field"), "unknown field");
    }
}
