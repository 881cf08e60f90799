//! Every spelling of an import.

use super::world::{Type, Value, World, check};

#[test]
fn named_imports() {
    let world = World::new(
        "//- crate app lib 2021
//- src/lib.rs
use std::fs; use std::fs::read as slurp; use std::{thread::{self, sleep}, vec::Vec as V};
use self::a::deep::{self as d, leaf}; use crate::a as alias; pub use a::Both;
fn sleep2() {}
mod a { pub mod deep { pub fn leaf() {} pub use super::up; } pub fn up() {} pub struct Both; pub fn only_value() {}
    mod inner { use super::super::a::up as two_up; use super::{up as one_up, deep::*}; } }
use a::only_value;
use missing::thing; use std::fs::missing_fn;
",
    );
    check(
        &world,
        &[
            ("app", "fs", Type, "module std::fs"),
            ("app", "fs::read", Value, "fn std::fs::read"),
            ("app", "slurp", Value, "fn std::fs::read"),
            ("app", "read", Value, "none"),
            ("app", "thread::sleep", Value, "fn std::thread::sleep"),
            ("app", "sleep", Value, "fn std::thread::sleep"),
            ("app", "V::new", Value, "struct std::vec::Vec +1"),
            ("app", "d::leaf", Value, "fn app::a::deep::leaf"),
            ("app", "leaf", Value, "fn app::a::deep::leaf"),
            ("app", "alias::deep::up", Value, "fn app::a::up"),
            ("app", "Both", Type, "struct app::a::Both"),
            ("app", "Both", Value, "struct app::a::Both"),
            ("app", "only_value", Type, "none"),
            ("app", "only_value", Value, "fn app::a::only_value"),
            ("app", "self::sleep2", Value, "fn app::sleep2"),
            ("app::a::inner", "two_up", Value, "fn app::a::up"),
            ("app::a::inner", "one_up", Value, "fn app::a::up"),
            ("app::a::inner", "leaf", Value, "fn app::a::deep::leaf"),
            ("app::a::inner", "super::super::slurp", Value, "fn std::fs::read"),
            ("app::a::inner", "crate::Both", Value, "struct app::a::Both"),
            ("app::a::inner", "super::super::super::x", Value, "none"),
            // Modules do not inherit names from their parent.
            ("app::a::inner", "fs::read", Value, "none"),
            ("app", "thing", Value, "none"),
            ("app", "missing_fn", Value, "ext std::fs::missing_fn"),
            ("app", "std::missing::x", Value, "ext std::missing::x"),
            ("app", "::std::fs::read", Value, "fn std::fs::read"),
            ("app", "core::fs::read", Value, "fn std::fs::read"),
            ("app", "std::fs::File::open", Value, "struct std::fs::File +1"),
            ("app", "std::fs", Value, "none"),
        ],
    );
}

#[test]
fn self_leaf_binds_only_the_module() {
    let world = World::new(
        "//- crate app lib 2021
//- src/lib.rs
mod a { pub mod x { pub fn f() {} } pub fn x() {} }
mod by_self { pub use super::a::x::{self}; }
mod by_name { pub use super::a::x; }
",
    );
    check(
        &world,
        &[
            ("app::by_self", "x", Type, "module app::a::x"),
            ("app::by_self", "x", Value, "none"),
            ("app::by_name", "x", Type, "module app::a::x"),
            ("app::by_name", "x", Value, "fn app::a::x"),
        ],
    );
}

#[test]
fn globs_and_shadowing() {
    let world = World::new(
        "//- crate app lib 2021
//- src/lib.rs
mod a { pub fn f() {} pub fn g() {} fn private() {} pub(crate) fn inner() {} pub enum E { A, B { x: u8 }, C(u8) } pub use std::fs::read; use std::thread::sleep;
    mod child { use super::*; } }
mod b { use super::a::*; fn g() {} }
mod c { pub use super::a::*; use super::a::E::*; pub struct Vec; }
mod d { use super::c::*; }
mod e { use std::vec::Vec; use super::c::*; }
mod f { use super::c::Vec as _; use super::a::E::{self as Other, A as First}; }
",
    );
    check(
        &world,
        &[
            ("app::b", "f", Value, "fn app::a::f"),
            ("app::b", "g", Value, "fn app::b::g"),
            ("app::b", "private", Value, "none"),
            ("app::b", "inner", Value, "fn app::a::inner"),
            ("app::b", "read", Value, "fn std::fs::read"),
            ("app::b", "sleep", Value, "none"),
            ("app::a::child", "sleep", Value, "fn std::thread::sleep"),
            ("app::a::child", "private", Value, "fn app::a::private"),
            ("app::c", "A", Value, "variant app::a::E::A"),
            ("app::c", "B", Type, "variant app::a::E::B"),
            ("app::c", "B", Value, "none"),
            ("app::c", "C", Value, "variant app::a::E::C"),
            ("app::c", "E::C", Value, "variant app::a::E::C"),
            ("app::c", "E::new", Value, "enum app::a::E +1"),
            ("app::d", "g", Value, "fn app::a::g"),
            ("app::d", "A", Value, "none"),
            ("app::d", "Vec", Type, "struct app::c::Vec"),
            ("app::e", "Vec", Type, "struct std::vec::Vec"),
            ("app::f", "Vec", Type, "struct std::vec::Vec"),
            ("app::f", "First", Value, "variant app::a::E::A"),
            ("app::f", "Other::C", Value, "variant app::a::E::C"),
            ("app::f", "Option::Some", Value, "variant std::option::Option::Some"),
            ("app::f", "None", Value, "variant std::option::Option::None"),
        ],
    );
}

#[test]
fn cycles_end() {
    let world = World::new(
        "//- crate app lib 2021
//- src/lib.rs
pub mod a { pub use super::b::*; pub fn x() {} }
pub mod b { pub use super::c::*; pub fn y() {} }
pub mod c { pub use super::a::*; pub fn z() {} }
mod n1 { pub use super::n2::ping; } mod n2 { pub use super::n1::ping; }
mod own { pub use self::own::q; pub use own as own2; }
mod parent { pub use self::child::*; pub use super::a::*; pub mod child { pub use super::x; pub use super::*; } }
",
    );
    let mut table = Vec::new();
    for module in ["app::a", "app::b", "app::c"] {
        for (name, answer) in [("x", "fn app::a::x"), ("y", "fn app::b::y"), ("z", "fn app::c::z"), ("w", "none")] {
            table.push((module, name, Value, answer));
        }
    }
    table.extend([
        ("app", "n1::ping", Value, "ext app::n1::ping"),
        ("app::n1", "ping", Value, "none"),
        ("app::own", "own2", Value, "none"),
        ("app::own", "own2", Type, "none"),
        ("app::parent", "x", Value, "fn app::a::x"),
        ("app::parent::child", "x", Value, "fn app::a::x"),
        ("app::parent::child", "z", Value, "fn app::c::z"),
    ]);
    // `n1::ping` is declared with an unknown meaning: from outside it looks like the product of a macro.
    check(&world, &table);
}

#[test]
fn glob_paths_may_start_at_names_that_globs_bring() {
    let world = World::new(
        "//- crate app lib 2021 helper
//- src/lib.rs
mod a { pub mod inner { pub mod core2 { pub fn f() {} } pub fn g() {} } }
mod b { use super::a::*; use inner::*; use core2::*; }
mod c { use super::*; use helper::*; use helper::more::*; }
//- crate helper dep 2021
//- src/lib.rs
pub mod more { pub fn m() {} } pub fn h() {}
",
    );
    check(
        &world,
        &[
            ("app::b", "g", Value, "fn app::a::inner::g"),
            ("app::b", "f", Value, "fn app::a::inner::core2::f"),
            ("app::c", "h", Value, "fn helper::h"),
            ("app::c", "m", Value, "fn helper::more::m"),
            ("app::c", "a::inner::g", Value, "fn app::a::inner::g"),
        ],
    );
}

#[test]
fn use_of_a_crate_under_its_own_name() {
    let world = World::new(
        "//- crate app lib 2021 helper
//- src/lib.rs
mod a { use helper; use helper::helper as both; }
mod b { pub use ::helper::{self as h2}; mod helper { pub fn f() {} } fn x() { helper::f() } }
//- crate helper dep 2021
//- src/lib.rs
pub fn f() {} pub fn helper() {}
",
    );
    check(
        &world,
        &[
            ("app::a", "helper::f", Value, "fn helper::f"),
            ("app::a", "both", Value, "fn helper::helper"),
            ("app::b", "h2::f", Value, "fn helper::f"),
            ("app::b", "helper::f", Value, "fn app::b::helper::f"),
            ("app::b", "::helper::f", Value, "fn helper::f"),
        ],
    );
}

#[test]
fn a_macro_with_the_name_of_its_crate() {
    let world = World::new(
        "//- crate app lib 2021 anyhow smallvec
//- src/lib.rs
mod a { use anyhow::{anyhow, Result}; use smallvec::{smallvec, SmallVec}; fn f() { anyhow::bail() } }
//- crate smallvec dep 2021
//- src/lib.rs
mod macros { #[macro_export] macro_rules! smallvec { () => {} } } pub struct SmallVec; pub mod imp { pub fn f() {} }
",
    );
    check(
        &world,
        &[
            ("app::a", "Result", Type, "ext anyhow::Result"),
            ("app::a", "anyhow::bail", Value, "ext anyhow::bail"),
            ("app::a", "anyhow", Value, "ext anyhow::anyhow"),
            ("app::a", "SmallVec", Type, "struct smallvec::SmallVec"),
            ("app::a", "smallvec::imp::f", Value, "fn smallvec::imp::f"),
            ("app::a", "smallvec", Value, "none"),
        ],
    );
}

#[test]
fn edition_2015() {
    let world = World::new(
        "//- crate app lib 2015 helper
//- src/lib.rs
extern crate helper as h; extern crate helper;
mod a { pub fn f() {} mod b { use a::f; use std::fs; use h::x; fn g() { ::a::f(); } } }
//- crate helper dep 2015
//- src/lib.rs
pub fn x() {}
",
    );
    check(
        &world,
        &[
            ("app::a::b", "f", Value, "fn app::a::f"),
            ("app::a::b", "fs::read", Value, "fn std::fs::read"),
            ("app::a::b", "x", Value, "fn helper::x"),
            ("app::a::b", "::a::f", Value, "fn app::a::f"),
            ("app::a::b", "::h::x", Value, "fn helper::x"),
            ("app::a::b", "::std::fs::read", Value, "fn std::fs::read"),
        ],
    );
}

#[test]
fn extern_crate_items() {
    let world = World::new(
        "//- crate app lib 2021 helper
//- src/lib.rs
extern crate helper as renamed; extern crate self as me; extern crate alloc; #[macro_use] extern crate proc_macro;
pub fn f() {}
mod m { fn g() { renamed::x() } }
//- crate helper dep 2021
//- src/lib.rs
pub fn x() {}
",
    );
    check(
        &world,
        &[
            ("app", "renamed::x", Value, "fn helper::x"),
            ("app::m", "renamed::x", Value, "fn helper::x"),
            ("app::m", "me::f", Value, "fn app::f"),
            ("app", "alloc::vec::Vec", Type, "struct std::vec::Vec"),
            ("app", "proc_macro::TokenStream", Type, "ext proc_macro::TokenStream"),
        ],
    );
}

#[test]
fn cfg_twins() {
    let world = World::new(
        "//- crate app lib 2021
//- src/lib.rs
#[cfg(windows)] mod imp { pub fn f() {} }
#[cfg(unix)] mod imp { pub fn g() {} }
#[cfg(windows)] use std::fs::read as pick; #[cfg(not(windows))] use std::thread::sleep as pick;
#[cfg(feature = \"a\")] fn twin() {} #[cfg(not(feature = \"a\"))] fn twin() -> u8 { 0 }
#[cfg(test)] mod mock { pub fn now() {} } #[cfg(not(test))] mod mock { pub fn later() {} }
",
    );
    check(
        &world,
        &[
            ("app", "imp::g", Value, "fn app::imp::g"),
            ("app", "imp::f", Value, "ext app::imp::f"),
            ("app", "pick", Value, "fn std::thread::sleep"),
            ("app", "mock::later", Value, "fn app::mock::later"),
        ],
    );
    let store = world.load();
    let twins = super::world::all_defs(&store, store.local_crates()[0]);
    let twins: Vec<_> = twins.into_iter().filter(|&id| store.def(id).name == "twin").collect();
    assert_eq!(twins.len(), 2, "both are kept");
    let found = store.resolve(store.krate(store.local_crates()[0]).root, &super::world::path("twin"), Value);
    assert_eq!(found.res, crate::names::Res::Def(twins[1]), "a feature that is not declared is off");
}
