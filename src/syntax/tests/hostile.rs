//! Hostile text.

use super::super::{Bodies, MacroTable, lower, with_stack};
use super::check_invariants;

fn survives(text: &str) -> bool {
    with_stack(|| {
        let lowered = lower(text, Bodies::Lower, &MacroTable::default());
        check_invariants(text, &lowered.facts);
        lowered.errors.is_empty()
    })
}

fn nested(open: &str, close: &str, depth: usize) -> String {
    format!("fn f() {{ let x = {}1{}; }}", open.repeat(depth), close.repeat(depth))
}

#[test]
fn deep_nesting_is_refused_and_thousands_are_fine() {
    let shapes = [
        ("(", ")"),
        ("[", "]"),
        ("{", "}"),
        ("!", ""),
        ("-", ""),
        ("&", ""),
        ("*", ""),
        ("||", ""),
        ("|a| ", ""),
        ("f(", ")"),
        ("a.b(", ")"),
        ("if a {", "} else {1}"),
        ("match a { _ => ", "}"),
        ("async {", "}"),
        ("loop {", "}"),
        ("unsafe {", "}"),
        ("return ", ""),
        ("a = ", ""),
        ("x![", "]"),
        ("S { a: ", "}"),
        ("&'a ", ""),
        ("if ", "{} else {}"),
        ("a::<", ">()"),
        ("move || ", ""),
        ("break ", ""),
        ("vec![", "]"),
        ("println!(\"{}\", ", ")"),
        ("x!{ let a = ", "; }"),
        ("json!({\"a\": ", "})"),
        ("select!{ a = b => ", "}"),
        ("x += ", ""),
        ("..", ""),
        ("|a|", ""),
        ("return if a {} else {} + ", ""),
        ("a = if a {} else {} = ", ""),
        ("let a = ", ""),
        ("else if ", ""),
        ("a || |b| ", ""),
    ];
    for (open, close) in shapes {
        survives(&nested(open, close, 900));
        survives(&nested(open, close, 1_900));
        survives(&nested(open, close, 100_000));
    }
    assert!(survives(&nested("(", ")", 1_500)));
    assert!(!survives(&nested("(", ")", 100_000)));
}

#[test]
fn deep_types_patterns_and_items() {
    for (open, close) in [
        ("A<", ">"),
        ("&", ""),
        ("&'a ", ""),
        ("*const ", ""),
        ("(", ",)"),
        ("[", "]"),
        ("fn() -> ", ""),
        ("impl Fn() -> ", ""),
        ("<", " as B>::C"),
        ("dyn A<B=", ">"),
        ("A<X, ", ">"),
    ] {
        for depth in [1_900, 100_000] {
            survives(&format!("type T = {}u8{};", open.repeat(depth), close.repeat(depth)));
            survives(&format!("fn f() {{ let {}u8{} = 1; }}", open.repeat(depth), close.repeat(depth)));
        }
    }
    for depth in [1_900, 100_000] {
        survives(&format!("{}{}", "mod a {".repeat(depth), "}".repeat(depth)));
        survives(&format!("{}{}", "fn a() {".repeat(depth), "}".repeat(depth)));
        survives(&format!("use {}a{};", "a::{".repeat(depth), "}".repeat(depth)));
        survives(&format!("use {}a;", "a::".repeat(depth)));
        survives(&format!("#[cfg({}a{})] fn f() {{}}", "not(".repeat(depth), ")".repeat(depth)));
        survives(&format!("fn f() {{ let {}x = 1; }}", "a @ ".repeat(depth)));
    }
}

#[test]
fn long_chains_are_parsed() {
    for link in [" + a", " - a", " * a", " && a", " || a", ".b", ".b()", "?", ".await", " as u8", "[0]", "()", " == 1 && a", " < 1 || a"] {
        assert!(survives(&format!("fn f() {{ a{}; }}", link.repeat(50_000))), "{link}");
    }
    assert!(survives(&format!("fn f() {{ if a {{}} {} }}", "else if b { c() } ".repeat(50_000))));
    assert!(survives(&format!("fn f() {{ if a {{}} {} }}", "else if let Some(a) = b { c() } ".repeat(20_000))));
    assert!(survives(&format!("fn f() {{ {} }}", "if let Some(a) = b { *c = -d; } ".repeat(20_000))));
    assert!(survives(&format!("static A: [i8; 1] = [{}];", "-1, !2, &x, a == b, ".repeat(20_000))));
    assert!(survives(&"impl Iterator<Item = X> for A<B> { type C = D; fn a() -> u8 { 1 } }\n".repeat(5_000)));
}

#[test]
fn deep_expansions_inside_each_other_are_bounded() {
    for levels in [50, 400, 1_800] {
        let deep = format!("{}$e{}", "(".repeat(levels), ")".repeat(levels));
        let calls = format!("{}g(){}", "d!(".repeat(100), ")".repeat(100));
        survives(&format!("macro_rules! d {{ ($e:expr) => {{ {deep} }} }}\nfn f() {{ {calls}; d!({calls}) }}"));
        survives(&format!("macro_rules! d {{ ($e:expr) => {{ d!({deep}) }} }}\nfn f() {{ d!(1) }}"));
    }
}

#[test]
fn odd_bytes() {
    assert!(survives("\u{feff}#!/usr/bin/env run\nfn f() {}\r\n"));
    assert!(survives("#![allow(x)]\r\nfn é() { \"ü\"; }"));
    assert!(survives(""));
    assert!(survives("#!"));
    for text in [
        "fn f() { \0 }",
        "\0",
        "fn f() { \"",
        "/*",
        "'",
        "r#\"",
        "fn f( {",
        "}",
        "fn f() { 1 } }",
        "b'",
        "'\\",
        "é'é",
        "\u{feff}\u{feff}",
        "r###",
        "#!\u{feff}",
    ] {
        survives(text);
    }
    assert!(!survives("fn f() { \0 }"));
}

#[test]
fn errors_point_into_the_text() {
    let text = "\u{feff}fn f() {\n let = 1;\n}";
    let lowered = lower(text, Bodies::Lower, &MacroTable::default());
    assert_eq!(&text[lowered.errors[0].span.range()], "=");
    assert!(lowered.errors[0].message.starts_with("expected"), "{}", lowered.errors[0].message);
    assert!(lowered.facts.items.is_empty() && lowered.facts.scopes.len() == 1);
}
