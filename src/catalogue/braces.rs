//! Brace lists in paths: `std::fs::{read, write}`.

/// Maximum number of paths from one list; more is a mistake, or an attack by a project's file.
const MAX: usize = 4096;

/// The paths that `text` expands to, in the order written. Any segment may be a list; lists do not nest.
///
/// # Errors
/// A message without a position if braces do not match, a list is empty or nested, or a segment is no identifier.
pub(crate) fn expand(text: &str) -> Result<Vec<String>, String> {
    let mut done = vec![String::new()];
    let mut rest = text;
    while let Some(open) = rest.find(['{', '}']) {
        let (before, tail) = rest.split_at(open);
        let Some(tail) = tail.strip_prefix('{') else { return Err("`}` without `{`".to_owned()) };
        let Some(close) = tail.find(['{', '}']) else { return Err("`{` without `}`".to_owned()) };
        let (list, after) = tail.split_at(close);
        let Some(after) = after.strip_prefix('}') else { return Err("brace lists do not nest".to_owned()) };
        let members: Vec<&str> = list.split(',').map(str::trim).collect();
        if done.len().saturating_mul(members.len()) > MAX {
            return Err(format!("expands to more than {MAX} paths"));
        }
        done = done.iter().flat_map(|head| members.iter().map(move |m| format!("{head}{before}{m}"))).collect();
        rest = after;
    }
    for path in &mut done {
        path.push_str(rest);
        check_path(path)?;
    }
    Ok(done)
}

/// Accepts only paths of the form `a::b::c`.
fn check_path(path: &str) -> Result<(), String> {
    if path.is_empty() {
        return Err("must not be empty".to_owned());
    }
    match path.split("::").find(|segment| !is_identifier(segment)) {
        None => Ok(()),
        Some("") => Err(format!("`{path}` has an empty segment")),
        Some(segment) => Err(format!("`{segment}` is not an identifier")),
    }
}

fn is_identifier(text: &str) -> bool {
    !text.is_empty() && !text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(|c| c.is_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expands_last_inner_and_several_lists() {
        assert_eq!(expand("a::b").unwrap(), ["a::b"]);
        assert_eq!(expand("a::{b, c}").unwrap(), ["a::b", "a::c"]);
        assert_eq!(expand("a::{B,C}::{d, e}").unwrap(), ["a::B::d", "a::B::e", "a::C::d", "a::C::e"]);
        assert_eq!(expand("a::{b, c}_in").unwrap(), ["a::b_in", "a::c_in"]);
    }

    #[test]
    fn refuses_what_is_no_path() {
        for (text, message) in [
            ("", "must not be empty"),
            ("a::{b", "`{` without `}`"),
            ("a::b}", "`}` without `{`"),
            ("a::{b, {c}}", "brace lists do not nest"),
            ("a::{b,}", "`a::` has an empty segment"),
            ("a::", "`a::` has an empty segment"),
            ("a::b c", "`b c` is not an identifier"),
            ("a::9", "`9` is not an identifier"),
        ] {
            assert_eq!(expand(text).unwrap_err(), message, "{text}");
        }
        let bomb = "{a,b,c,d,e,f,g,h}".repeat(8);
        assert_eq!(expand(&bomb).unwrap_err(), "expands to more than 4096 paths");
    }
}
