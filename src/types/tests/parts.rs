//! The types of what a value holds.

use crate::names::tests::world::{World, def};
use crate::types::{Ty, TypeDb};
use std::sync::Arc;

#[test]
fn what_a_dependency_leaves_out() {
    let world = World::new(
        "//- crate app lib 2021 helper
//- src/lib.rs
use helper::Out;
pub enum Own { A(u8), #[cfg(feature = \"x\")] B(u16) }
//- crate helper dep 2021
//- src/lib.rs
pub enum Out { A(u8), #[cfg(feature = \"x\")] B(u16), #[cfg(not(feature = \"x\"))] C(u32) }
pub struct Parts { a: u8, #[cfg(feature = \"x\")] b: u16, c: u32 }
pub struct Both(#[cfg(unix)] u8, #[cfg(not(unix))] u8);
",
    );
    let store = world.load();
    let db = TypeDb::new(&store);
    let parts = |place: &str| {
        let none: Arc<[Ty]> = Arc::new([]);
        let parts = db.parts_of(def(&store, place), &none).expect("it is data");
        parts.iter().map(|ty| db.show(ty)).collect::<Vec<_>>()
    };
    assert_eq!(parts("helper::Out"), ["u8", "u32"]);
    assert_eq!(parts("helper::Parts"), ["u8", "u32"]);
    assert_eq!(parts("helper::Both"), ["u8"]);
    // Which features a package of the workspace is built with is not known.
    assert_eq!(parts("app::Own"), ["u8", "u16"]);
}
