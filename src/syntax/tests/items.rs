//! Items.

use super::super::{Bodies, MacroTable, lower, lower_item};
use super::{body, facts, item};
use crate::facts::{
    BodyRef, Cfg, DirectiveKind, ExprKind, Fields, ItemKind, Parent, PathAnchor, ScopeKind, SelfParam, TypeRef, UseKind, Visibility,
};

#[test]
fn use_trees_become_leaves() {
    let facts =
        facts("pub use std::{fs::{self, read as r}, io::*, fmt::Write as _}; use super::super::x; use ::serde; use crate::a::r#fn;");
    let uses: Vec<_> = facts
        .items
        .iter()
        .map(|item| {
            let ItemKind::Use(decl) = &item.kind else { panic!() };
            let path: Vec<&str> = decl.path.segments.iter().map(|segment| segment.name.as_str()).collect();
            (item.name.as_str(), path.join("::"), decl.path.anchor, decl.kind)
        })
        .collect();
    let named = UseKind::Named { self_leaf: false };
    assert_eq!(
        uses,
        [
            ("fs", "std::fs".to_owned(), PathAnchor::Plain, UseKind::Named { self_leaf: true }),
            ("r", "std::fs::read".to_owned(), PathAnchor::Plain, named),
            ("*", "std::io".to_owned(), PathAnchor::Plain, UseKind::Glob),
            ("_", "std::fmt::Write".to_owned(), PathAnchor::Plain, UseKind::Anonymous),
            ("x", "x".to_owned(), PathAnchor::Super(2), named),
            ("serde", "serde".to_owned(), PathAnchor::Extern, named),
            ("fn", "a::fn".to_owned(), PathAnchor::Crate, named),
        ]
    );
    assert_eq!(facts.items[0].visibility, Visibility::Public);
}

#[test]
fn tests_are_marked_and_inherit() {
    let text = "#[cfg(test)] mod tests { use super::*; #[tokio::test] async fn a() {} fn helper() {} }\n#[cfg(all(test, unix))] fn b() {} #[cfg(any(test, unix))] fn c() {}";
    let facts = facts(text);
    let marked: Vec<_> = facts.items.iter().filter(|item| item.in_test).map(|item| item.name.as_str()).collect();
    assert_eq!(marked, ["tests", "*", "a", "helper", "b"]);
    let either = Cfg::Any(vec![Cfg::Flag("test".to_owned()), Cfg::Flag("unix".to_owned())]);
    assert_eq!(item(&facts, "c").cfg.as_deref(), Some(&either));
    assert!(super::facts("#![cfg(test)]\nfn a() {}").in_test);
}

#[test]
fn members_know_their_parent() {
    let facts = facts(
        "trait T: Send { fn need(&self); fn given(self: Box<Self>) -> u8 { 1 } type A: Clone; }\nimpl T for S { fn need(&self) {} }\nimpl !Send for S {}\nimpl<X: Y> S<X> { pub(crate) const N: u8 = 1; fn m(&mut self) {} }",
    );
    let ItemKind::Trait(def) = &item(&facts, "T").kind else { panic!() };
    assert_eq!(def.members.len(), 3);
    assert_eq!(facts.items[def.members[0]].visibility, Visibility::Public);
    let ItemKind::Fn(given) = &item(&facts, "given").kind else { panic!() };
    assert!(matches!(given.sig.self_param, Some(SelfParam::Typed(TypeRef::Path(_)))));
    let ItemKind::Fn(need) = &item(&facts, "need").kind else { panic!() };
    assert_eq!(need.body, BodyRef::None);
    let impls: Vec<_> =
        facts.items.iter().filter_map(|item| if let ItemKind::Impl(block) = &item.kind { Some(block) } else { None }).collect();
    assert_eq!(impls.len(), 2, "negative impls are dropped");
    assert_eq!(facts.items[impls[0].members[0]].visibility, Visibility::Public);
    assert_eq!(impls[1].generics.predicates.len(), 1);
    assert!(matches!(item(&facts, "m").parent, Parent::Impl(_)));
    assert_eq!(item(&facts, "N").visibility, Visibility::Crate);
}

#[test]
fn signatures_are_kept() {
    let text = "#[inline]\npub async fn f<T: A + ?Sized, const N: usize>(x: &'a mut [T; N], (a, b): (u8, u8)) -> io::Result<Vec<u8>>\nwhere T: B // c\n{}";
    let facts = facts(text);
    let ItemKind::Fn(f) = &facts.items[0].kind else { panic!() };
    assert!(f.sig.is_async && !f.sig.is_unsafe);
    assert_eq!(&text[f.sig.async_span.expect("async").range()], "async");
    assert!(
        text[f.sig.span.range()].starts_with("pub async") && text[f.sig.span.range()].ends_with("where T: B"),
        "{}",
        &text[f.sig.span.range()]
    );
    assert_eq!(f.sig.generics.params.len(), 2);
    assert_eq!(f.sig.generics.predicates.len(), 2);
    assert_eq!(f.sig.params[0].name.map(|name| name.to_string()).as_deref(), Some("x"));
    assert_eq!(f.sig.params[1].name, None);
    assert_eq!(body(&facts, "f").params.len(), 2);
    assert_eq!(&text[facts.items[0].span.range()], text);
}

#[test]
fn item_macros_that_are_transparent_give_items() {
    let text = "lazy_static! { pub static ref A: Mutex<u8> = Mutex::new(read()); }\nthread_local!(static B: RefCell<u8> = const { RefCell::new(1) });\n\
        cfg_if::cfg_if! { if #[cfg(unix)] { fn u() {} } else { fn w() {} } }\ncfg_rt! { pub mod rt; impl S { cfg_io! { fn io(&self) {} } } }\n\
        pin_project! { pub struct P<T> { #[pin] inner: T } }\nbitflags! { struct F: u32 { const A = 1; } }";
    let facts = facts(text);
    let ItemKind::Static { wrapper, .. } = &item(&facts, "A").kind else { panic!() };
    assert_eq!(wrapper.map(|w| w.to_string()).as_deref(), Some("lazy_static"));
    assert!(matches!(&item(&facts, "B").kind, ItemKind::Static { wrapper: Some(_), .. }));
    assert_eq!(item(&facts, "u").cfg.as_deref(), Some(&Cfg::All(vec![Cfg::Flag("unix".to_owned())])));
    assert!(matches!(item(&facts, "w").cfg.as_deref(), Some(Cfg::All(_))));
    assert!(matches!(item(&facts, "io").parent, Parent::Impl(_)));
    let ItemKind::Struct { fields: Fields::Named(fields), .. } = &item(&facts, "P").kind else { panic!() };
    assert_eq!(fields[0].name.as_str(), "inner");
    assert!(matches!(item(&facts, "bitflags").kind, ItemKind::MacroCall { .. }));
    assert_eq!(facts.skipped.len(), 1);
}

#[test]
fn the_arms_of_cfg_select_are_items_with_conditions() {
    let facts = facts(
        "cfg_select! { feature = \"full\" => { pub mod a; fn f() {} } false => { fn no() {} } any(unix, windows) => { fn u() {} } _ => { fn w() {} } }",
    );
    let conditions = |name: &str| match item(&facts, name).cfg.as_deref() {
        Some(Cfg::All(all)) => match &all[..] {
            [Cfg::All(arm)] => arm.clone(),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    };
    assert_eq!(conditions("a").len(), 1);
    assert!(matches!(&conditions("u")[..], [Cfg::Not(_), Cfg::Not(_), Cfg::Any(_)]));
    assert!(matches!(&conditions("w")[..], [Cfg::Not(_), Cfg::Not(_), Cfg::Not(_), Cfg::All(all)] if all.is_empty()));
    assert!(facts.skipped.is_empty());
}

#[test]
fn macros_of_the_file_give_items() {
    let text = "macro_rules! make { ($($n:ident => $b:block),*) => { $( pub fn $n() -> u8 $b )* } }\nmake!(one => { first() }, two => { second() });";
    let facts = facts(text);
    let one = body(&facts, "one");
    let call = one.exprs.iter().find(|expr| matches!(expr.kind, ExprKind::Call { .. })).expect("a call");
    assert!(!call.from_expansion, "the caller wrote it");
    assert_eq!(&text[call.span.range()], "first()");
    assert_eq!(&text[item(&facts, "two").name_span.range()], "two");
    assert_eq!(&text[item(&facts, "two").span.range()], "make");
}

#[test]
fn nested_items_come_after_the_outer_ones() {
    let text = "fn a() { use x::y; fn inner() { mod deep { const C: u8 = 1; } } }\nmod m { fn b() {} }";
    let facts = facts(text);
    let names: Vec<_> = facts.items.iter().map(|item| item.name.as_str()).collect();
    assert_eq!(names, ["a", "m", "b", "y", "inner", "deep", "C"]);
    assert!(matches!(facts.scopes[item(&facts, "y").scope].kind, ScopeKind::Block(_)));
    let deferred = lower(text, Bodies::Defer, &MacroTable::default()).facts;
    assert_eq!(deferred.items.len(), 3);
    assert!(deferred.bodies.is_empty());
    for (id, item) in deferred.items.iter_enumerated() {
        assert_eq!((item.name, item.span, item.scope), (facts.items[id].name, facts.items[id].span, facts.items[id].scope));
    }
}

#[test]
fn one_item_is_lowered_again_as_it_was() {
    let text = "\u{feff}// é\nstruct S;\nimpl S { /// doc\n #[x] pub async fn m(&mut self, n: u8) -> u8 { self.go(n).await } const K: u8 = one(); }\ntrait T { const D: u8; fn t(&self) { two() } }\nlazy_static! { static ref L: u8 = three(); }";
    let whole = facts(text);
    let deferred = lower(text, Bodies::Defer, &MacroTable::default()).facts;
    for name in ["m", "K", "t", "L"] {
        let again = lower_item(text, item(&deferred, name).span, &MacroTable::default());
        assert_eq!(again.errors, [], "{name}");
        assert_eq!(again.facts.items[0].span.end, item(&whole, name).span.end, "{name}");
        assert_eq!(again.facts.bodies[0].exprs, body(&whole, name).exprs, "{name}");
        assert_eq!(again.facts.bodies[0].self_param, body(&whole, name).self_param, "{name}");
    }
    assert_eq!(lower_item(text, crate::facts::Span::new(0, 1), &MacroTable::default()).errors.len(), 1);
}

#[test]
fn comments_steer() {
    let text = "// async-lint: blocking it does\n// more\n#[a(b)]\n/// doc\npub fn f() {\n  g(); // async-lint: allow(blocking-fs, x) known\n  let s = \"// async-lint: allow(no)\";\n}\n/* async-lint: allow */\n/// async-lint: allow(no)\nfn h() {}\n//async-lint: nonblocking\nmod m;";
    let facts = facts(text);
    let found: Vec<_> =
        facts.directives.iter().map(|d| (d.line, d.own_line, d.item.map(|id| facts.items[id].name.as_str()), d.reason.as_str())).collect();
    assert_eq!(found, [(1, true, Some("f"), "it does"), (6, false, None, "known"), (9, true, Some("h"), ""), (12, true, Some("m"), "")]);
    let DirectiveKind::Allow(lints) = &facts.directives[1].kind else { panic!() };
    assert_eq!(lints.iter().map(|(_, span)| &text[span.range()]).collect::<Vec<_>>(), ["blocking-fs", "x"]);
    assert_eq!(&text[facts.directives[1].span.range()], "async-lint: allow(blocking-fs, x)");
    assert_eq!(facts.directives[2].kind, DirectiveKind::Malformed("allow".to_owned()));
    assert_eq!(facts.directives[3].kind, DirectiveKind::NonBlocking);
}

#[test]
fn trait_objects_of_older_editions_are_read() {
    let text = "type A = Fn(u8) + Send;\ntype B = Box<std::ops::FnMut(u8) -> u8>;\nfn f(x: &(Fn(u8) + Send), y: &for<'a> Fn(&'a u8)) { é(); }\nstatic X: &FnOnce() = a;";
    let facts = facts(text);
    assert_eq!(facts.items.len(), 4);
    assert_eq!(&text[item(&facts, "f").span.range()], text.lines().nth(2).expect("the fn"));
    assert_eq!(body(&facts, "f").exprs.iter().filter(|expr| matches!(expr.kind, ExprKind::Call { .. })).count(), 1);
    for wrong in ["type A = Gn(u8);", "type A = dyn fn(u8) Fn(u8);", "enum E { Fn(u8) Fn(u8) }"] {
        assert_eq!(lower(wrong, Bodies::Lower, &MacroTable::default()).errors.len(), 1, "{wrong}");
    }
}

#[test]
fn what_is_never_compiled_and_what_is_included_is_read() {
    let text = "fn f() {\n    #[cfg(any())]\n    impl !Trait {}\n    g();\n}";
    assert_eq!(body(&facts(text), "f").exprs.iter().filter(|expr| matches!(expr.kind, ExprKind::Call { .. })).count(), 1);
    let piece = lower("// generated\nSome(match x { 1 => \"a\", _ => return None })", Bodies::Lower, &MacroTable::default());
    assert!(piece.errors.is_empty() && piece.facts.items.is_empty());
    for wrong in ["let x = ;", "fn f( {}", "impl Trait for ! !X {}"] {
        assert_eq!(lower(wrong, Bodies::Lower, &MacroTable::default()).errors.len(), 1, "{wrong}");
    }
}
