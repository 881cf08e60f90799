//! Parses a demangled name: the paths of a fn without its generic arguments. Knows both manglings; never knows what a path means.

/// The paths under which the fn may be catalogued, as segments: for a trait method the path with the trait first, then the one with the type.
pub(super) fn paths(function: &str) -> Vec<Vec<&str>> {
    let mut found = Vec::new();
    if let Some(rest) = function.strip_prefix('<') {
        if let Some((inside, after)) = split_at_close(rest) {
            let tail = segments(after);
            for head in parts(inside) {
                found.push(segments(head).into_iter().chain(tail.iter().copied()).collect());
            }
        }
    } else if let Some((before, rest)) = function.split_once("<impl ") {
        if let Some((inside, after)) = split_at_close(rest) {
            let _ = before;
            let tail = segments(after);
            for head in parts(inside) {
                found.push(segments(head).into_iter().chain(tail.iter().copied()).collect());
            }
        }
    } else {
        found.push(segments(function));
    }
    found.retain(|path: &Vec<&str>| !path.is_empty());
    found
}

/// The text up to the bracket that closes the current one, and the text after it.
fn split_at_close(text: &str) -> Option<(&str, &str)> {
    let mut depth = 1;
    let mut previous = ' ';
    for (at, c) in text.char_indices() {
        match c {
            '<' => depth += 1,
            // The `>` of an arrow closes nothing.
            '>' if previous != '-' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((&text[..at], &text[at + 1..]));
        }
        previous = c;
    }
    None
}

/// `T as Trait` and `Trait for T` as trait, type; anything else as it is.
fn parts(inside: &str) -> Vec<&str> {
    let split = |word: &str| {
        let mut depth = 0_i32;
        inside.char_indices().find(|&(at, c)| {
            depth += match c {
                '<' => 1,
                '>' => -1,
                _ => 0,
            };
            depth == 0 && inside[at..].starts_with(word)
        })
    };
    if let Some((at, _)) = split(" as ") {
        return vec![&inside[at + 4..], &inside[..at]];
    }
    if let Some((at, _)) = split(" for ") {
        return vec![&inside[..at], &inside[at + 5..]];
    }
    vec![inside]
}

/// The segments of a path, without generic arguments, closures and references.
fn segments(path: &str) -> Vec<&str> {
    let path = path.trim_start_matches(['&', '*', ' ']).trim_start_matches("mut ").trim_start_matches("dyn ");
    let mut found = Vec::new();
    let (mut depth, mut begin) = (0_i32, 0);
    let bytes = path.as_bytes();
    let mut at = 0;
    let mut push = |segment: &'_ str, range: std::ops::Range<usize>| {
        let name = segment.split(['<', ' ', '+']).next().unwrap_or_default();
        if !name.is_empty() && !name.starts_with('{') {
            found.push(range.start..range.start + name.len());
        }
    };
    while at < bytes.len() {
        match bytes[at] {
            b'<' => depth += 1,
            b'>' => depth -= 1,
            b':' if depth == 0 && bytes.get(at + 1) == Some(&b':') => {
                push(&path[begin..at], begin..at);
                at += 1;
                begin = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    if begin <= path.len() {
        push(&path[begin..], begin..path.len());
    }
    found.into_iter().map(|range| &path[range]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generic_arguments_and_closures_are_left_out() {
        assert_eq!(paths("std::sync::Mutex<T>::lock"), [vec!["std", "sync", "Mutex", "lock"]]);
        assert_eq!(paths("std::fs::read::<&str>"), [vec!["std", "fs", "read"]]);
        assert_eq!(paths("app::handler::{{closure}}::{{closure}}"), [vec!["app", "handler"]]);
        assert_eq!(paths("app::run::{closure#0}"), [vec!["app", "run"]]);
        assert_eq!(paths("read"), [vec!["read"]]);
    }

    #[test]
    fn a_method_of_a_trait_is_known_by_trait_and_type() {
        let file = paths("<std::fs::File as std::io::Read>::read");
        assert_eq!(file, [vec!["std", "io", "Read", "read"], vec!["std", "fs", "File", "read"]]);
        let reference = paths("std::io::impls::<impl std::io::Read for &mut R>::read");
        assert_eq!(reference, [vec!["std", "io", "Read", "read"], vec!["R", "read"]]);
        let nested = paths("<a::B<c::D as e::F> as g::H<fn() -> u8>>::i");
        assert_eq!(nested, [vec!["g", "H", "i"], vec!["a", "B", "i"]]);
    }

    #[test]
    fn what_is_no_path_gives_none_and_never_panics() {
        for text in ["", "<", "<<<", "::", "<a as ", ">", "a::<", "é::ß<", "<impl "] {
            let _ = paths(text);
        }
    }
}
