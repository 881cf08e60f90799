//! Module trees: where files are found, and what happens if one is missing.

use super::world::{Type, Value, World, ask, check, def};
use std::path::Path;

#[test]
fn files_of_modules() {
    let world = World::new(
        "//- crate app lib 2021
//- src/lib.rs
mod a; mod b; mod inline { pub mod c; #[path = \"odd.rs\"] pub mod d; pub mod nested { pub mod e; } }
#[path = \"elsewhere/x.rs\"] mod x; mod r#type;
//- src/a.rs
pub fn in_a() {} pub mod child; pub mod inline { pub mod deep; #[path = \"p.rs\"] pub mod p; }
//- src/a/child.rs
pub fn in_child() {}
//- src/a/inline/deep.rs
pub fn in_deep() {}
//- src/a/inline/p.rs
pub fn in_p() {}
//- src/b/mod.rs
pub mod sibling; #[path = \"s2.rs\"] pub mod s2;
//- src/b/sibling.rs
pub fn in_sibling() {}
//- src/b/s2.rs
pub fn in_s2() {}
//- src/inline/c.rs
pub fn in_c() {}
//- src/inline/odd.rs
pub fn in_odd() {}
//- src/inline/nested/e/mod.rs
pub fn in_e() {}
//- src/elsewhere/x.rs
pub mod y;
//- src/elsewhere/y.rs
pub fn in_y() {}
//- src/type.rs
pub fn in_type() {}
",
    );
    check(
        &world,
        &[
            ("app", "a::in_a", Value, "fn app::a::in_a"),
            ("app", "a::child::in_child", Value, "fn app::a::child::in_child"),
            ("app", "a::inline::deep::in_deep", Value, "fn app::a::inline::deep::in_deep"),
            ("app", "a::inline::p::in_p", Value, "fn app::a::inline::p::in_p"),
            ("app", "b::sibling::in_sibling", Value, "fn app::b::sibling::in_sibling"),
            ("app", "b::s2::in_s2", Value, "fn app::b::s2::in_s2"),
            ("app", "inline::c::in_c", Value, "fn app::inline::c::in_c"),
            ("app", "inline::d::in_odd", Value, "fn app::inline::d::in_odd"),
            ("app", "inline::nested::e::in_e", Value, "fn app::inline::nested::e::in_e"),
            ("app", "x::y::in_y", Value, "fn app::x::y::in_y"),
            ("app", "type::in_type", Value, "fn app::type::in_type"),
        ],
    );
    let store = world.load();
    let data = store.krate(store.local_crates()[0]);
    assert_eq!(data.problems, []);
    let child = def(&store, "app::a::child");
    assert_eq!(store.file(child).path, Path::new("/app/src/a.rs"), "a module's item is where its `mod` stands");
    let inner = def(&store, "app::a::child::in_child");
    assert_eq!(store.file(inner).path, Path::new("/app/src/a/child.rs"));
    assert_eq!(store.def_of_scope(child.krate, store.def(child).scope_file, crate::facts::ScopeId::from_usize(0)), child);
    let item = store.def(inner).item.expect("a fn is an item");
    assert_eq!(store.def_of_item(inner.krate, store.def(inner).file, item), inner);
}

#[test]
fn paths_that_depend_on_the_system() {
    let world = World::new(
        "//- crate app lib 2021
//- src/lib.rs
#[cfg_attr(windows, path = \"sys/windows.rs\")] #[cfg_attr(unix, path = \"sys/unix.rs\")] mod sys;
#[cfg_attr(unix, path = \"nowhere.rs\")] mod plain;
//- src/sys/windows.rs
pub fn w() {}
//- src/sys/unix.rs
pub fn u() {}
//- src/plain.rs
pub fn p() {}
",
    );
    check(&world, &[("app", "sys::u", Value, "fn app::sys::u"), ("app", "plain::p", Value, "fn app::plain::p")]);
}

#[test]
fn missing_twice_and_outside() {
    let mut world = World::new(
        "//- crate app lib 2021
//- src/lib.rs
mod gone; mod same; #[path = \"same.rs\"] mod again; #[path = \"../../secret.rs\"] mod secret; #[path = \"lib.rs\"] mod me; mod broken;
//- src/same.rs
pub fn f() {} #[path = \"same.rs\"] pub mod own;
//- src/broken.rs
pub fn ( {
",
    );
    world.files.insert("/secret.rs".into(), "pub fn stolen() {}".into());
    let store = world.load();
    let data = store.krate(store.local_crates()[0]);
    let problems: Vec<_> = data.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(problems, ["file of module `gone` cannot be read", "module `secret` points outside of its package"]);
    let span = data.problems[0].span.clone().expect("the name");
    assert_eq!(&data.files[0].text[span], "gone");
    assert_eq!(ask(&store, "app", "same::f", Value), "fn app::same::f");
    assert_eq!(ask(&store, "app", "again::f", Value), "fn app::same::f", "a file is loaded once");
    assert_eq!(ask(&store, "app", "again::own::own::f", Value), "fn app::same::f");
    assert_eq!(ask(&store, "app", "me::same", Type), "module app::same");
    assert_eq!(data.files.len(), 3);
    assert_eq!(data.files.iter().map(|file| file.errors.len()).sum::<usize>(), 1, "one bad file, the others are read");
    assert_eq!(ask(&store, "app", "secret::stolen", Value), "ext app::secret::stolen");
}

#[test]
fn a_missing_root_is_a_problem_not_a_panic() {
    let mut world = World::new("//- crate app lib 2021\n//- src/lib.rs\nfn f() {}\n");
    world.files.clear();
    let store = world.load();
    let data = store.krate(store.local_crates()[0]);
    assert_eq!(data.problems.len(), 1);
    assert_eq!(ask(&store, "app", "std::fs::read", Value), "fn std::fs::read");
    assert!(store.file(data.root).text.is_empty());
}

#[test]
fn test_code_is_marked() {
    let world = World::new(
        "//- crate app lib 2021
//- src/lib.rs
#[cfg(test)] mod tests; mod plain; #[cfg(test)] mod t2 { pub fn f() { fn g() {} } }
//- src/tests.rs
mod deeper; fn f() {}
//- src/tests/deeper.rs
fn f() {}
//- src/plain.rs
#[test] fn t() {} fn f() {}
//- crate it test 2021
//- tests/it.rs
fn f() {}
",
    );
    let store = world.load();
    let cases = [
        ("app", false),
        ("app::tests", true),
        ("app::tests::f", true),
        ("app::tests::deeper::f", true),
        ("app::plain::t", true),
        ("app::plain::f", false),
        ("app::t2::f", true),
        ("app::t2::f{}", true),
        ("it::f", true),
    ];
    for (place, expected) in cases {
        assert_eq!(store.def(def(&store, place)).in_test, expected, "{place}");
    }
    let files = &store.krate(store.local_crates()[0]).files;
    let marked: Vec<_> =
        files.iter().map(|file| (file.path.file_name().and_then(|name| name.to_str()).unwrap_or(""), file.in_test)).collect();
    assert_eq!(marked, [("lib.rs", false), ("tests.rs", true), ("plain.rs", false), ("deeper.rs", true)]);
}

#[test]
fn macros_that_are_defined_later_still_bring_modules() {
    let world = World::new(
        "//- crate app lib 2021
//- src/lib.rs
#[macro_use] mod macros; cfg_rt! { pub mod runtime; pub use runtime::spawn; }
//- src/macros.rs
#[macro_use] mod cfg;
//- src/macros/cfg.rs
macro_rules! cfg_rt { ($($item:item)*) => { $(#[cfg(feature = \"rt\")] $item)* } }
//- src/runtime.rs
cfg_rt! { mod inner; pub use inner::spawn; }
//- src/runtime/inner.rs
pub fn spawn() {}
",
    );
    check(&world, &[("app", "spawn", Value, "fn app::runtime::inner::spawn")]);
}

#[test]
fn unreached_files_become_crates() {
    let mut world = World::new(
        "//- crate app lib 2021 helper
//- src/lib.rs
mod a;
//- src/a.rs
fn f() {}
//- src/orphan.rs
use helper::h; mod kid; #[path = \"ring.rs\"] mod ring;
//- src/orphan/kid.rs
//- src/kid.rs
//- src/ring.rs
#[path = \"orphan.rs\"] mod orphan;
//- tests/left/over.rs
fn f() {}
//- crate helper dep 2021
//- src/lib.rs
pub fn h() {}
",
    );
    world.project.requested = [
        "/app/src/a.rs",
        "/app/src/lib.rs",
        "/app/src/orphan.rs",
        "/app/src/kid.rs",
        "/app/src/ring.rs",
        "/app/tests/left/over.rs",
        "/stray/x.rs",
    ]
    .map(Into::into)
    .into();
    world.files.insert("/stray/x.rs".into(), "use std::fs::read;".into());
    let store = world.load();
    let roots: Vec<_> = store.local_crates().iter().map(|&id| store.krate(id).files[0].path.to_string_lossy().into_owned()).collect();
    assert_eq!(roots, ["/app/src/lib.rs", "/app/src/orphan.rs", "/stray/x.rs"]);
    assert_eq!(store.strays(), [std::path::PathBuf::from("/app/tests/left/over.rs")], "no target has its modules there");
    assert_eq!(ask(&store, "orphan", "h", Value), "fn helper::h");
    assert_eq!(ask(&store, "x", "read", Value), "fn std::fs::read");
    world.project.explicit.insert("/app/tests/left/over.rs".into());
    let store = world.load();
    assert!(store.strays().is_empty() && store.def(def(&store, "over::f")).in_test, "it was named");
}

#[test]
fn ids_do_not_depend_on_threads() {
    let mods: Vec<_> = (0..40).map(|index| format!("pub mod m{index};")).collect();
    let files: Vec<_> = (0..40).map(|index| format!("//- src/m{index}.rs\npub fn f{index}() {{}} pub use super::*;")).collect();
    let text = format!("//- crate app lib 2021\n//- src/lib.rs\n{}\n{}", mods.join(" "), files.join("\n"));
    let world = World::new(&text);
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| {
            let store = world.load();
            let all = super::world::all_defs(&store, store.local_crates()[0]);
            all.into_iter().map(|id| super::world::describe_def(&store, id)).collect::<Vec<_>>()
        })
    };
    assert_eq!(run(1), run(4));
}
