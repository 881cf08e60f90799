//! Bodies of dependencies, which are lowered on demand.

use super::world::{Value, World, ask, check, def, describe, describe_def, path};
use crate::facts::{BodyRef, ExprKind, ItemKind};
use rayon::prelude::*;

const TEXT: &str = "//- crate app lib 2021 dep
//- src/lib.rs
use dep::f;
//- crate dep dep 2021
//- src/lib.rs
use std::thread; mod m { pub fn here() {} pub struct S; impl S { pub fn method(&self) { fn inner() {} inner(); here(); } } pub trait T { fn required(); fn provided() { struct P; } } }
pub fn f() { use std::fs::read; fn nested() { mod deep { pub fn x() { super::top() } } } read(); { fn second() {} } }
pub fn top() {} pub const C: fn() = { fn in_const() {} in_const }; pub fn plain() { thread::sleep() }
";

#[test]
fn deferred_bodies_see_what_the_item_sees() {
    let world = World::new(TEXT);
    let store = world.load();
    let f = def(&store, "dep::f");
    let ItemKind::Fn(function) = &store.item(f).expect("an item").kind else { panic!("a fn") };
    assert!(matches!(function.body, BodyRef::Deferred(_)));
    let scope = def(&store, "dep::f{}");
    assert_eq!(describe_def(&store, scope), "block dep::{}");
    for (text, expected) in [
        ("read", "fn std::fs::read"),
        ("nested", "fn dep::{}::nested"),
        ("top", "fn dep::top"),
        ("m::here", "fn dep::m::here"),
        ("thread::sleep", "fn std::thread::sleep"),
        ("second", "none"),
    ] {
        assert_eq!(describe(&store, &store.resolve(scope, &path(text), Value)), expected);
    }
    let again = store.body(f).expect("a body");
    assert!(std::ptr::eq(again.body, store.body(f).expect("a body").body), "lowered once");
    assert_eq!(again.file.path, store.file(f).path);
    let ExprKind::Block { stmts, .. } = &again.body.exprs[again.body.root].kind else { panic!("a block") };
    assert_eq!(stmts.len() + 1, 4);
    let span = again.body.exprs[again.body.root].span;
    assert!(again.file.text[span.range()].starts_with("{ use std::fs::read;"), "spans count in the original text");
    let owner = again.body.owner.0;
    assert_eq!(store.def_of_item(f.krate, again.file.id, owner), f, "the pseudo-file's item is the fn itself");
    assert_eq!(store.def_of_scope(f.krate, again.file.id, again.body.scope), store.krate(f.krate).root);
}

#[test]
fn methods_consts_and_trait_members() {
    let world = World::new(TEXT);
    let store = world.load();
    let all = super::world::all_defs(&store, def(&store, "dep").krate);
    let by_name = |name: &str| *all.iter().find(|&&id| store.def(id).name == name).expect("it is there");
    for (name, has_body) in [("method", true), ("required", false), ("provided", true), ("C", true), ("plain", true), ("S", false)] {
        assert_eq!(store.body(by_name(name)).is_some(), has_body, "{name}");
    }
    let body = store.body(by_name("method")).expect("a body");
    let ExprKind::Block { scope: Some(scope), .. } = body.body.exprs[body.body.root].kind else { panic!("a scope") };
    let scope = store.def_of_scope(body.file.krate, body.file.id, scope);
    assert_eq!(describe(&store, &store.resolve(scope, &path("inner"), Value)), "fn dep::m::{}::inner");
    assert_eq!(describe(&store, &store.resolve(scope, &path("here"), Value)), "fn dep::m::here");
    let crate::names::Res::Def(inner) = store.resolve(scope, &path("inner"), Value).res else { panic!("resolved") };
    assert!(store.body(inner).is_some(), "fns inside a deferred body are lowered with it");
    assert_eq!(&*store.canonical_path(inner), "dep::m::inner");
    check(&world, &[("app", "f", Value, "fn dep::f")]);
}

#[test]
fn many_threads_at_once() {
    let world = World::new(TEXT);
    let store = world.load();
    let all = super::world::all_defs(&store, def(&store, "dep").krate);
    let answers: Vec<_> = (0..64)
        .into_par_iter()
        .map(|_| {
            let bodies = all.iter().filter(|&&id| store.body(id).is_some()).count();
            (bodies, ask(&store, "dep::f{}", "nested", Value), store.traits_in_scope(def(&store, "dep::f{}")).len())
        })
        .collect();
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    assert_eq!(answers[0].0, 7);
}
