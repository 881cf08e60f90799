//! Public paths, and paths as they are displayed.

use super::world::{Type, Value, World, ask, def};
use crate::names::{CrateStore, DefId, Res};

const TEXT: &str = "//- crate app lib 2021 dep
//- src/lib.rs
pub mod store { pub struct Store; impl Store { pub fn load(&self) { fn nested() {} } } mod private { pub fn f() {} }
    impl Default for Store { fn default() {} } impl std::io::Read for &Store { fn read(&mut self) {} } }
pub use store::Store as Shop;
impl<T> Blanket for T { fn blanket() {} } pub trait Blanket { fn blanket(); }
impl str { fn on_str() {} } impl [u8] { fn on_slice() {} }
impl dep::client::Client { fn ext(&self) {} }
//- crate dep dep 2021
//- src/lib.rs
mod imp; pub mod prelude { pub use crate::imp::Client; } pub mod client { pub use crate::imp::*; }
pub use self::imp::inner::run as start; pub mod deep { pub mod er { pub use crate::imp::inner::only_deep; } }
pub use client as cl; mod hidden { pub fn unreachable() {} pub(crate) fn f() {} } pub(crate) use hidden::unreachable;
pub mod z { pub use crate::imp::inner::twin; } pub mod y { pub use crate::imp::inner::twin; }
pub mod a { pub use crate::home::at_home; } pub mod home { pub fn at_home() {} }
#[macro_export] macro_rules! mac { () => {} }
//- src/imp.rs
pub struct Client; impl Client { pub fn get() {} } pub enum Kind { One } pub trait Tr { fn m(); } pub(crate) mod inner { pub fn run() {} pub fn only_deep() {} pub fn twin() {} }
";

fn find(store: &CrateStore<'_>, place: &str, name: &str) -> DefId {
    let krate = def(store, place).krate;
    let all = super::world::all_defs(store, krate);
    all.into_iter().find(|&id| store.def(id).name == name).unwrap_or_else(|| panic!("no {name}"))
}

#[test]
fn canonical_paths() {
    let world = World::new(TEXT);
    let store = world.load();
    let cases = [
        ("dep", "Client", "dep::client::Client"),
        ("dep", "get", "dep::client::Client::get"),
        ("dep", "One", "dep::client::Kind::One"),
        ("dep", "m", "dep::client::Tr::m"),
        ("dep", "run", "dep::start"),
        ("dep", "only_deep", "dep::deep::er::only_deep"),
        ("dep", "unreachable", "dep::hidden::unreachable"),
        ("dep", "f", "dep::hidden::f"),
        ("dep", "twin", "dep::y::twin"),
        ("dep", "at_home", "dep::home::at_home"),
        ("dep", "mac", "dep::mac"),
        ("app", "load", "app::Shop::load"),
        ("app", "nested", "app::store::nested"),
        ("app", "default", "app::Shop::default"),
        ("app", "read", "app::Shop::read"),
        ("app", "on_str", "str::on_str"),
        ("app", "on_slice", "slice::on_slice"),
        ("app", "ext", "dep::client::Client::ext"),
        ("std", "Vec", "std::vec::Vec"),
        ("std", "Some", "std::option::Option::Some"),
    ];
    for (krate, name, expected) in cases {
        let id = find(&store, krate, name);
        assert_eq!(&*store.canonical_path(id), expected);
        // The canonical path of a public item resolves to that item.
        if !["hidden", "mac", "nested", "slice", "str"].iter().any(|part| expected.contains(part)) {
            let found = store.resolve_str(store.local_crates()[0], expected, if name == "m" { Type } else { Value });
            assert!(found.rest <= 1, "{expected}");
            assert!(matches!(found.res, Res::Def(_)), "{expected}: {found:?}");
        }
    }
    let blanket = super::world::all_defs(&store, store.local_crates()[0]);
    let paths: Vec<_> = blanket.into_iter().filter(|&id| store.def(id).name == "blanket").map(|id| store.canonical_path(id)).collect();
    assert_eq!(paths.iter().map(|path| &**path).collect::<Vec<_>>(), ["app::Blanket::blanket", "app::Blanket::blanket"]);
}

#[test]
fn display_paths() {
    let world = World::new(TEXT);
    let store = world.load();
    let cases = [
        ("app", "load", "crate::store::Store::load"),
        ("app", "default", "crate::store::Store::default"),
        ("app", "f", "crate::store::private::f"),
        ("app", "ext", "dep::client::Client::ext"),
        ("dep", "get", "dep::client::Client::get"),
        ("std", "read", "std::io::Read::read"),
    ];
    for (krate, name, expected) in cases {
        let mut all = super::world::all_defs(&store, def(&store, krate).krate);
        all.retain(|&id| store.def(id).name == name);
        assert!(all.iter().any(|&id| store.display_path(id) == expected), "{expected}");
    }
    assert_eq!(store.display_path(store.krate(store.local_crates()[0]).root), "crate");
    assert_eq!(ask(&store, "app", "dep::mac", Value), "none", "a macro is in neither namespace");
}
