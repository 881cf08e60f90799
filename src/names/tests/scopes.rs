//! Blocks, primitives, and traits in scope.

use super::world::{Type, Value, World, check, def, describe_def};

#[test]
fn blocks() {
    let world = World::new(
        "//- crate app lib 2021
//- src/lib.rs
use std::thread::sleep;
fn f() {
    use std::fs;
    fn sleep() {}
    mod inner { pub fn deep() {} fn g() { super::helper() } }
    struct Local; enum E { A }
    use E::*;
    use self::helper as by_self;
}
fn g() { use inner::*; { fn h() {} } }
fn helper() {}
struct S;
impl S { fn method(&self) { use std::fs::read; const C: u8 = 0; } }
",
    );
    check(
        &world,
        &[
            ("app", "fs::read", Value, "none"),
            ("app", "sleep", Value, "fn std::thread::sleep"),
            ("app::f{}", "fs::read", Value, "fn std::fs::read"),
            ("app::f{}", "sleep", Value, "fn app::{}::sleep"),
            ("app::f{}", "helper", Value, "fn app::helper"),
            ("app::f{}", "by_self", Value, "fn app::helper"),
            ("app::f{}", "inner::deep", Value, "fn app::{}::inner::deep"),
            ("app::f{}", "A", Value, "variant app::{}::E::A"),
            ("app::f{}", "self::sleep", Value, "fn std::thread::sleep"),
            ("app::f{}", "Local", Value, "struct app::{}::Local"),
            ("app::f{}", "super::x", Value, "none"),
            ("app::g{}", "deep", Value, "none"),
        ],
    );
    let store = world.load();
    let f = def(&store, "app::f{}");
    let sleep = store.resolve(f, &super::world::path("sleep"), Value);
    let crate::names::Res::Def(sleep) = sleep.res else { panic!("resolved above") };
    assert_eq!(store.scope_of(sleep), f);
    assert_eq!(store.scope_of(f), f);
    let names: Vec<_> = store.bodies_of(store.local_crates()[0]).iter().map(|id| describe_def(&store, *id)).collect();
    let expected = [
        "fn app::f",
        "fn app::{}::sleep",
        "fn app::{}::inner::deep",
        "fn app::{}::inner::g",
        "fn app::g",
        "fn app::{}::{}::h",
        "fn app::helper",
        "fn app::::method",
    ];
    assert_eq!(names, expected, "nested fns too, in source order");
}

#[test]
fn primitives_come_last() {
    let world = World::new(
        "//- crate app lib 2021
//- src/lib.rs
mod plain {}
mod imported { use std::str; use std::u32; }
mod declared { mod str { pub fn own() {} } struct u8; }
",
    );
    check(
        &world,
        &[
            ("app::plain", "str::from_utf8", Value, "prim str +1"),
            ("app::plain", "u32::MAX", Value, "prim u32 +1"),
            ("app::plain", "str", Type, "prim str"),
            ("app::plain", "str", Value, "none"),
            ("app::imported", "str::from_utf8", Value, "fn std::str::from_utf8"),
            ("app::imported", "u32::MAX", Value, "ext std::u32::MAX"),
            ("app::declared", "str::own", Value, "fn app::declared::str::own"),
            ("app::declared", "u8", Type, "struct app::declared::u8"),
            ("app::declared", "u16", Type, "prim u16"),
        ],
    );
}

fn traits(world: &World, place: &str) -> Vec<String> {
    let store = world.load();
    store.traits_in_scope(def(&store, place)).iter().map(|&id| describe_def(&store, id)).collect()
}

#[test]
fn traits_in_scope() {
    let world = World::new(
        "//- crate app lib 2021 helper
//- src/lib.rs
use helper::Ext as _; use std::io::prelude::*; trait Own {}
mod child { use super::*; trait Mine {} use helper::Ext; fn f() { use helper::sub::Deep; struct S; impl S { fn m() {} } } }
mod bare { }
//- crate old lib 2015
//- src/lib.rs
//- crate new lib 2024
//- src/lib.rs
//- crate helper dep 2021
//- src/lib.rs
pub trait Ext {} pub mod sub { pub trait Deep {} }
",
    );
    let prelude = ["trait std::iter::Extend", "trait std::iter::Iterator"];
    let with = |own: &[&str]| own.iter().chain(&prelude).map(|&name| name.to_owned()).collect::<Vec<_>>();
    assert_eq!(traits(&world, "app"), with(&["trait app::Own", "trait helper::Ext", "trait std::io::Read"]));
    assert_eq!(
        traits(&world, "app::child"),
        with(&["trait app::child::Mine", "trait helper::Ext", "trait app::Own", "trait std::io::Read"])
    );
    assert_eq!(traits(&world, "app::child::f{}")[0], "trait helper::sub::Deep");
    assert_eq!(traits(&world, "app::child::f{}").len(), 7);
    assert_eq!(traits(&world, "app::bare"), with(&[]));
    assert_eq!(traits(&world, "old"), ["trait std::iter::Iterator"]);
    assert_eq!(traits(&world, "new")[0], "trait std::prelude::rust_2024::Future");
}
