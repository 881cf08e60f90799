//! The grammar of the one-line texts from which messages are composed: no capital first, no full stop last.

/// What is wrong with `text` as a part of a message, if anything.
pub(crate) fn fault(text: &str) -> Option<&'static str> {
    if text.trim().is_empty() {
        return Some("must not be empty");
    }
    if text.trim() != text {
        return Some("starts or ends with white space");
    }
    if text.contains('\n') {
        return Some("must be one line");
    }
    if text.ends_with('.') && !text.ends_with("..") {
        return Some("ends with a full stop");
    }
    starts_like_a_sentence(text).then_some("starts with a capital letter")
}

/// A capital followed by lower case letters only is a sentence's first word; `DNS`, `TcpStream` and `Argon2` are names.
fn starts_like_a_sentence(text: &str) -> bool {
    let word: &str = text.split(|c: char| c.is_whitespace() || c == ',').next().unwrap_or_default();
    let mut chars = word.chars();
    let first_is_capital = chars.next().is_some_and(char::is_uppercase);
    first_is_capital && chars.all(|c| c.is_lowercase() || c == '\'' || c == '-')
}

/// Whether `text` is `kebab-case`.
pub fn is_kebab_case(text: &str) -> bool {
    let word = |w: &str| !w.is_empty() && w.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.split('-').all(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_messages_from_sentences() {
        for good in ["reads a whole file", "DNS lookup", "TcpStream waits", "Argon2 work", "`Drop` runs", "waits and so on .."] {
            assert_eq!(fault(good), None, "{good}");
        }
        assert_eq!(fault("Reads a file"), Some("starts with a capital letter"));
        assert_eq!(fault("reads a file."), Some("ends with a full stop"));
        assert_eq!(fault(" "), Some("must not be empty"));
        assert_eq!(fault("reads "), Some("starts or ends with white space"));
        assert_eq!(fault("a\nb"), Some("must be one line"));
    }

    #[test]
    fn knows_kebab_case() {
        assert!(is_kebab_case("blocking-sleep") && is_kebab_case("utf8"));
        for bad in ["", "Blocking", "a_b", "a--b", "-a", "a-", "9a"] {
            assert!(!is_kebab_case(bad), "{bad}");
        }
    }
}
