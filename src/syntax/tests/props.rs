//! Properties that hold for any text.

use super::super::{Bodies, MacroTable, lower, lower_item, with_stack};
use super::check_invariants;
use crate::facts::{BodyRef, ItemKind};
use proptest::prelude::*;

/// Real code to cut up and mutate, from this module.
const SEEDS: [&str; 4] = [
    include_str!("../exprs.rs"),
    include_str!("../macros/select.rs"),
    include_str!("../macro_rules/pieces.rs"),
    include_str!("../scan.rs"),
];

const WORDS: [&str; 64] = [
    "fn",
    "f",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "<",
    ">",
    ",",
    ";",
    ":",
    "::",
    "=",
    "=>",
    "->",
    "&",
    "*",
    "!",
    "|",
    "||",
    "let",
    "if",
    "else",
    "match",
    "async",
    "await",
    ".",
    "?",
    "..",
    "macro_rules!",
    "$x",
    "$(",
    ")*",
    ":expr",
    "$x:tt",
    "1",
    "\"s\"",
    "'a",
    "'c'",
    "struct",
    "impl",
    "trait",
    "mod",
    "use",
    "self",
    "Self",
    "crate",
    "pub",
    "#[test]",
    "#[cfg(test)]",
    "select!",
    "vec!",
    "println!",
    "é",
    "// async-lint: allow(x)\n",
    "x!",
    "move",
    "loop",
    "return",
    "const",
    "static",
    "r#type",
];

fn holds(text: &str) {
    let whole = lower(text, Bodies::Lower, &MacroTable::default());
    check_invariants(text, &whole.facts);
    let deferred = lower(text, Bodies::Defer, &MacroTable::default());
    if !whole.errors.is_empty() {
        // Deferred lowering does not see errors inside bodies.
        return;
    }
    assert_eq!(deferred.errors, []);
    check_invariants(text, &deferred.facts);
    if !whole.facts.unread.is_empty() {
        // Nor does it leave out what contains them.
        return;
    }
    assert_eq!(super::outline::differences(text, &MacroTable::default()), [""; 0], "{text}");
    for item in &deferred.facts.items {
        let found =
            whole.facts.items.iter().find(|same| (same.name, same.name_span, same.span.end) == (item.name, item.name_span, item.span.end));
        let Some(same) = found else { panic!("{:?} is only in the skeleton", &text[item.span.range()]) };
        let body = match &item.kind {
            ItemKind::Fn(function) => function.body,
            ItemKind::Const { body, .. } | ItemKind::Static { body, .. } => *body,
            _ => BodyRef::None,
        };
        if let BodyRef::Deferred(_) = body {
            assert!(same.span.start <= item.span.start, "doc comments are left out");
            let mut own = MacroTable::default();
            own.scan(text);
            let again = lower_item(text, item.span, &own);
            assert_eq!(again.errors, [], "{:?}", &text[item.span.range()]);
            check_invariants(text, &again.facts);
            let original = match &same.kind {
                ItemKind::Fn(function) => function.body,
                ItemKind::Const { body, .. } | ItemKind::Static { body, .. } => *body,
                _ => BodyRef::None,
            };
            let BodyRef::Lowered(original) = original else { panic!("lowered") };
            assert_eq!(again.facts.bodies[0].exprs.len(), whole.facts.bodies[original].exprs.len());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn token_soup(words in proptest::collection::vec(proptest::sample::select(&WORDS[..]), 0..60)) {
        with_stack(|| holds(&words.join(" ")));
    }

    #[test]
    fn token_soup_in_a_fn(words in proptest::collection::vec(proptest::sample::select(&WORDS[..]), 0..12)) {
        with_stack(|| holds(&format!("fn f() {{ {} }} fn g() {{ x!({}) }}", words.join(" "), words.join(" "))));
    }

    #[test]
    fn any_text(text in "\\PC{0,200}") {
        with_stack(|| holds(&text));
    }

    #[test]
    fn mutated_code(seed in 0..SEEDS.len(), from in 0_usize..8_000, len in 0_usize..12, word in proptest::sample::select(&WORDS[..])) {
        let text = SEEDS[seed];
        let mut from = from % text.len();
        while !text.is_char_boundary(from) { from -= 1; }
        let mut to = (from + len).min(text.len());
        while !text.is_char_boundary(to) { to -= 1; }
        let mutated = format!("{}{}{}", &text[..from], word, &text[to..]);
        with_stack(|| holds(&mutated));
    }
}

#[test]
fn the_seeds_hold() {
    for seed in SEEDS {
        with_stack(|| holds(seed));
    }
}
