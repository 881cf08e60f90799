//! Placeholders in `instead.code`: `{self}`, `{&self}`, `{0}`, `{args}`, `{name}`.

/// The first thing in `code` that looks like a placeholder but is not one. Braces followed by white space, `{}` and `{:?}` are Rust.
pub(super) fn unknown(code: &str) -> Option<&str> {
    let mut rest = code;
    while let Some(open) = rest.find('{') {
        let tail = &rest[open..];
        let close = tail.find('}')?;
        let inner = &tail[1..close];
        if looks_like_one(inner) && !is_known(inner) {
            return Some(&tail[..=close]);
        }
        rest = &tail[1..];
    }
    None
}

fn looks_like_one(inner: &str) -> bool {
    let name = inner.strip_prefix('&').unwrap_or(inner);
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

fn is_known(inner: &str) -> bool {
    matches!(inner, "self" | "&self" | "args" | "name") || (inner.len() == 1 && inner.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_placeholders_from_rust() {
        for good in ["f({0}, {args}).await", "{self}.g({&self})", "{ f({0}).await; }", "|x| { x }", "format!(\"{}{:?}\", {0})", "a {"] {
            assert_eq!(unknown(good), None, "{good}");
        }
        assert_eq!(unknown("f({arg0})"), Some("{arg0}"));
        assert_eq!(unknown("f({10})"), Some("{10}"));
        assert_eq!(unknown("{ f({&0}) }"), Some("{&0}"));
    }
}
