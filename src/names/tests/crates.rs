//! Paths that cross crates.

use super::world::{Type, Value, World, ask, check, describe, krate, std_stub, stub};
use crate::names::CrateKind;

#[test]
fn dependencies_chains_and_facades() {
    let world = World::new(
        "//- crate app bin 2021 facade other=real-name gone renamed=gone-too helper=path:helper
//- src/main.rs
pub use facade::tokio2::spawn; use other::thing; use gone::{self, x::Y}; use renamed::Z;
use helper::prelude::*;
//- crate helper lib 2021 facade
//- src/lib.rs
pub mod prelude { pub use facade::tokio2 as rt; pub use crate::private::Hidden; }
mod private { pub struct Hidden; }
//- crate facade dep 2018 tokio2
//- src/lib.rs
pub use tokio2; pub mod re { pub use tokio2::task::*; }
//- crate tokio2 dep 2021
//- src/lib.rs
pub mod task { mod blocking; pub use self::blocking::spawn_blocking; pub fn yield_now() {} fn hidden() {} pub use gone::*; }
pub use task::spawn_blocking as spawn;
//- src/task/blocking.rs
pub fn spawn_blocking() {}
//- crate real-name dep 2021
//- src/lib.rs
pub fn thing() {}
",
    );
    check(
        &world,
        &[
            ("app", "spawn", Value, "fn tokio2::task::blocking::spawn_blocking"),
            ("app", "facade::tokio2::task::yield_now", Value, "fn tokio2::task::yield_now"),
            ("app", "facade::re::spawn_blocking", Value, "fn tokio2::task::blocking::spawn_blocking"),
            ("app", "thing", Value, "fn real_name::thing"),
            ("app", "other::thing", Value, "fn real_name::thing"),
            ("app", "gone::a::b", Value, "ext gone::a::b"),
            ("app", "Y::new", Value, "ext gone::x::Y::new"),
            ("app", "Z", Type, "ext gone_too::Z"),
            ("app", "rt::task::yield_now", Value, "fn tokio2::task::yield_now"),
            ("app", "Hidden", Value, "struct helper::private::Hidden"),
            ("app", "tokio2::task", Type, "none"),
            ("app", "unknown::x", Value, "none"),
            ("helper", "facade::re::hidden", Value, "ext facade::re::hidden"),
        ],
    );
    let store = world.load();
    assert_eq!(store.krate(krate(&store, "helper")).kind, CrateKind::Local, "a path dependency is the crate to lint");
    assert_eq!(store.krate(krate(&store, "facade")).kind, CrateKind::Dependency);
    let app = krate(&store, "app");
    for (text, expected) in [
        ("facade::tokio2::spawn", "fn tokio2::task::blocking::spawn_blocking"),
        ("real_name::thing", "fn real_name::thing"),
        ("other::thing", "fn real_name::thing"),
        ("std::fs::File::open", "struct std::fs::File +1"),
        ("std::iter::Iterator::next", "trait std::iter::Iterator +1"),
        ("std::option::Option::Some", "variant std::option::Option::Some"),
        ("gone_too::a", "ext gone_too::a"),
        ("crate::spawn", "fn tokio2::task::blocking::spawn_blocking"),
        ("str::len", "prim str +1"),
        ("nowhere::a", "none"),
    ] {
        assert_eq!(describe(&store, &store.resolve_str(app, text, Value)), expected, "{text}");
    }
}

#[test]
fn files_that_a_dependency_includes_are_read() {
    let world = World::new(
        "//- crate app bin 2021 maps
//- src/main.rs
use maps::tree::Tree;
//- crate maps dep 2021
//- src/lib.rs
pub mod tree; pub mod missing { include!(\"generated.rs\"); }
//- src/tree/mod.rs
pub mod shared; include!(\"impl.rs\");
//- src/tree/shared.rs
include!(\"impl.rs\");
//- src/tree/impl.rs
pub struct Tree; pub fn grow() {}
",
    );
    check(
        &world,
        &[
            ("app", "Tree", Value, "struct maps::tree::{}::Tree"),
            ("app", "maps::tree::grow", Value, "fn maps::tree::{}::grow"),
            ("app", "maps::missing::x", Value, "ext maps::missing::x"),
        ],
    );
}

#[test]
fn stubs_stand_in_for_missing_sources() {
    let world = World::new(
        "//- crate app lib 2021 fake-http have
//- src/lib.rs
use fake_http::blocking::get; use have::real;
//- crate have dep 2021
//- src/lib.rs
pub fn real() {}
",
    );
    let stubs = [
        stub("fake_http", &[("lib.rs", "pub mod blocking { pub fn get() -> Option<u8> {} use std::fs::read; }")]),
        stub("have", &[("lib.rs", "pub fn stubbed() {}")]),
        std_stub(),
    ];
    let store = world.load_with(&stubs);
    assert_eq!(ask(&store, "app", "get", Value), "fn fake_http::blocking::get");
    assert_eq!(ask(&store, "app", "have::real", Value), "fn have::real", "the source wins");
    assert_eq!(ask(&store, "app", "have::stubbed", Value), "ext have::stubbed");
    assert_eq!(ask(&store, "fake_http::blocking", "read", Value), "fn std::fs::read");
    assert_eq!(store.std().index(), 0);
    assert!(store.body(super::world::def(&store, "fake_http::blocking::get")).is_none(), "stubs have no bodies");
}

#[test]
fn loose_files_can_name_anything() {
    let mut world = World::new(
        "//- crate dir loose 2021
//- a.rs
use tokio2::task::spawn; use std::fs; mod helper;
//- helper.rs
pub fn h() {}
",
    );
    world.project.requested = ["/dir/a.rs", "/dir/helper.rs"].map(Into::into).into();
    let tokio = stub("tokio2", &[("lib.rs", "pub mod task { pub fn spawn() {} }")]);
    let store = world.load_with(&[std_stub(), tokio]);
    assert_eq!(store.local_crates().len(), 1, "helper.rs belongs to a.rs");
    for (text, ns, expected) in [
        ("spawn", Value, "fn tokio2::task::spawn"),
        ("tokio2::task::spawn", Value, "fn tokio2::task::spawn"),
        ("fs::read", Value, "fn std::fs::read"),
        ("serde_json::to_string", Value, "ext serde_json::to_string"),
        ("unknown", Value, "none"),
        ("String", Type, "none"),
        ("u8::MAX", Value, "prim u8 +1"),
        ("helper::h", Value, "fn a::helper::h"),
    ] {
        assert_eq!(ask(&store, "a", text, ns), expected, "{text}");
    }
}

#[test]
fn the_library_is_known_to_its_binary_and_tests() {
    let mut world = World::new(
        "//- crate my-app lib 2021
//- src/lib.rs
pub fn run() {}
//- src/main.rs
fn main() { my_app::run() }
//- tests/it.rs
use my_app::run;
",
    );
    let package = world.project.packages.iter_mut().next().expect("one");
    for (kind, name, file) in
        [(crate::project::TargetKind::Bin, "my-app", "src/main.rs"), (crate::project::TargetKind::Test, "it", "tests/it.rs")]
    {
        let target = crate::project::Target { kind, name: name.to_owned(), root: package.root.join(file), ..package.targets[0].clone() };
        package.targets.push(target);
    }
    let store = world.load();
    let [_, bin, test] = store.local_crates() else { panic!("three crates") };
    let root = store.krate(*bin).root;
    assert_eq!(describe(&store, &store.resolve(root, &super::world::path("my_app::run"), Value)), "fn my_app::run");
    assert_eq!(ask(&store, "it", "run", Value), "fn my_app::run");
    assert!(store.def(store.krate(*test).root).in_test && !store.def(root).in_test);
}
