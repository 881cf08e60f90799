//! Mixtures of everything that a parser recurses on: each is refused or parsed, and none exhausts the stack.

use super::super::{Bodies, MacroTable, lower, with_stack};

/// Text that adds a level or a link to the tree, or ends one.
const UNITS: [&str; 96] = [
    "for x in ",
    "for S {} in ",
    "while ",
    "loop {",
    "'a: loop {",
    "'a ",
    ".. ",
    "..= ",
    "a.. ",
    "a..b | ",
    "..",
    "|a| ",
    "|a, b| ",
    "|| ",
    "move |x| ",
    "static || ",
    "a >>= ",
    "a <<= ",
    "a = ",
    "a += ",
    "=",
    "if ",
    "else if ",
    "else ",
    "match ",
    "return ",
    "break ",
    "yield ",
    "- ",
    "& ",
    "&mut ",
    "* ",
    "! ",
    "a + ",
    "a? + ",
    "a.b() + ",
    "a.await + ",
    "x as u8 + ",
    "x as &u8 < ",
    "a::<A>() + ",
    "a.b(",
    "(a)(",
    "a[",
    "(",
    "[",
    "{",
    "S { a: ",
    "async {",
    "unsafe {",
    "const {",
    "const ",
    "let a = ",
    "if let S {} = ",
    "a || ",
    "a && ",
    "&& ",
    "a | ",
    "<a as b<",
    "<<A as B>::C as D>::E, ",
    "A<",
    "A<B, ",
    "A<{1}, ",
    "A<B = &",
    "dyn A<B=",
    "fn() -> ",
    "for<'a> fn() -> ",
    "impl Fn() -> ",
    "*const ",
    "*mut ",
    "&'a ",
    "a @ ",
    "box ",
    "ref ",
    "mut ",
    "m!(",
    "m![",
    "m!{",
    "#[a] ",
    "1 + 1 * 1 << 1 & 1 ^ 1 | 1 == 1 && 1 || ",
    "1 ",
    "a ",
    ", ",
    "; ",
    "use ",
    "a::",
    "a::{",
    "=> ",
    "} ",
    "> ",
    "?",
    ".b",
    ".b()",
    "()",
    "[0]",
    ".await",
    " as u8",
];

/// The code around the units.
const PLACES: [(&str, &str); 11] = [
    ("fn f() { ", " }"),
    ("fn f() { let x = ", "; }"),
    ("fn f() { match ", " {} }"),
    ("fn f() { match x { ", " => 1 } }"),
    ("fn f() { let ", " = 1; }"),
    ("fn f() { m!(", "); }"),
    ("async fn f() { a", " }"),
    ("type T = ", "u8;"),
    ("fn f<T: ", ">() {}"),
    ("use ", ";"),
    ("", ""),
];

/// The brackets that close those that `text` leaves open.
fn closing(text: &str) -> String {
    let mut open = Vec::new();
    for c in text.chars() {
        match c {
            '(' => open.push(')'),
            '[' => open.push(']'),
            '{' => open.push('}'),
            ')' | ']' | '}' if open.last() == Some(&c) => drop(open.pop()),
            _ => {}
        }
    }
    open.into_iter().rev().collect()
}

/// Whether units nested this many times parse.
fn parses(units: &str, times: usize, (before, after): (&str, &str)) -> bool {
    is_taken(&format!("{before}{}a{}{after}", units.repeat(times), closing(units).repeat(times)))
}

fn is_taken(text: &str) -> bool {
    lower(text, Bodies::Lower, &MacroTable::default()).errors.is_empty()
}

#[test]
fn each_alone() {
    with_stack(|| {
        for (index, unit) in UNITS.iter().enumerate() {
            parses(unit, [1_990, 650, 40_000][index % 3], PLACES[index % PLACES.len()]);
        }
        for unit in
            ["for x in ", ".. ", "|a| ", "|a, b| ", "a >>= ", "a <<= ", "else if ", "if ", "a::{", "f(a)? + ", "a? + ", "x.b()[0].await?()"]
        {
            for place in PLACES {
                assert!(!parses(unit, 150_000, place), "{unit}");
            }
        }
        for link in [" as u8", "?", ".await", "()", "[0]", ".b", ".b()", " + a", "..a", "?.b()[0]()"] {
            assert!(!parses(link, 150_000, ("async fn f() { a", "; }")), "{link}");
        }
        // Chains at the start of chains: no single level is deep, and no single chain is long.
        let chains = format!("{}a{}", "(".repeat(40), format!("{})", " + a".repeat(40_000)).repeat(40));
        assert!(!is_taken(&format!("fn f() {{ {chains}; }}")));
    });
}

#[test]
fn several_at_once() {
    // The sequence is fixed, so a failure can be repeated.
    let mut seed = 13_u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap_or(0) % below
    };
    with_stack(|| {
        for _ in 0..400 {
            let units: String = (0..2 + next(3)).map(|_| UNITS[next(UNITS.len())]).collect();
            let times = [180, 450, 640, 950, 1_990, 9_000][next(6)];
            parses(&units, times, PLACES[next(PLACES.len())]);
        }
    });
}

#[test]
fn real_tables_and_chains_are_no_nesting() {
    let list = |item: &str| format!("static A: [u32; 1] = [{}];", item.repeat(5_000));
    with_stack(|| {
        for item in ["1 << 3, ", "A << 3, ", "-1, ", "&a, ", "a <= b, ", "a == b, ", "1 < 2, ", "!a, ", "|a, b| a, "] {
            assert!(is_taken(&list(item)), "{item}");
        }
        for arm in ["'a'..='z' | ", "1 | ", "A::B { .. } | ", "0..=9 | "] {
            assert!(is_taken(&format!("fn f() {{ match x {{ {} 3 => 1, _ => 2 }} }}", arm.repeat(5_000))), "{arm}");
        }
        let sum = format!("fn f() {{ let s = 1 {}; }}", "+ -a * &b - !c.d()? << 2 ".repeat(5_000));
        assert!(is_taken(&sum));
    });
}

#[test]
fn numbers_of_any_length_are_quick() {
    let digits = |n: usize| format!("fn f() {{ {} }}", "1".repeat(n));
    with_stack(|| {
        assert!(is_taken(&digits(300)));
        assert!(!is_taken(&digits(1_000_000)));
        assert!(is_taken(&format!("fn f() {{ 0.{} }}", "1".repeat(1_000))));
    });
}
