//! Which crate's macro a call means.

use super::world::{World, def, path};

#[test]
fn macros_without_an_import() {
    let world = World::new(
        "//- crate app lib 2021 values helper
//- src/lib.rs
#[macro_use] extern crate values; #[macro_use] extern crate helper;
macro_rules! own { () => {} }
mod m { fn f() {} }
mod named { use values::json; }
mod globbed { use helper::*; }
//- crate values dep 2021
//- src/lib.rs
#[macro_export] macro_rules! json { () => {} }
#[macro_export] macro_rules! own { () => {} }
#[macro_export] macro_rules! both { () => {} }
macro_rules! hidden { () => {} }
//- crate helper dep 2021
//- src/lib.rs
#[macro_export] macro_rules! both { () => {} }
pub mod values { pub fn json() {} }
//- crate plain lib 2021 values
//- src/lib.rs
extern crate values;
fn f() {}
",
    );
    let store = world.load();
    let of = |place: &str, name: &str| store.macro_path(def(&store, place), &path(name));
    assert_eq!(of("app", "json").as_deref(), Some("values::json"));
    assert_eq!(of("app::m", "json").as_deref(), Some("values::json"));
    assert_eq!(of("app::named", "json").as_deref(), Some("values::json"));
    assert_eq!(of("app::globbed", "json").as_deref(), Some("values::json"));
    // The crate has one itself, two crates have one, none exports one, or a glob brings one.
    assert_eq!(of("app", "own"), None);
    assert_eq!(of("app", "both"), None);
    assert_eq!(of("app", "hidden"), None);
    assert_eq!(of("app::globbed", "both"), None);
    assert_eq!(of("plain", "json"), None);
    // An attribute may be a procedural macro, which is not seen.
    assert_eq!(store.imported_macro(def(&store, "app"), &path("json")), None);
}
