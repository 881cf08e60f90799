//! Imports from crates whose sources are not available.

use super::world::{World, def};
use crate::facts::Name;
use crate::names::UnseenImport;

/// `fs2::FileExt` for an item, `mysql::prelude::*` for a module's contents; sorted.
fn unseen(world: &World, place: &str) -> Vec<String> {
    let store = world.load();
    let join = |names: &[Name]| names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join("::");
    let mut found: Vec<String> = store
        .unseen_imports(def(&store, place))
        .iter()
        .map(|import| match import {
            UnseenImport::Item(names) => join(names),
            UnseenImport::Glob(names) => format!("{}::*", join(names)),
        })
        .collect();
    found.sort();
    found
}

#[test]
fn imports_of_crates_that_are_not_at_hand() {
    let world = World::new(
        "//- crate app lib 2021 helper fs2 diesel mysql nix ssh2 redis sled
//- src/lib.rs
use fs2::FileExt; use diesel::RunQueryDsl as _; use mysql::prelude::*; use nix::{fcntl::flock, sys::Signal as Sig};
use helper::Ext; use std::io::prelude::*; struct Own;
mod child { use ssh2::Session; fn plain() {} fn scoped() { use redis::Commands; { use sled::Tree; } } }
mod again { pub use super::FileExt; use super::Own; }
mod bare {}
//- crate helper dep 2021
//- src/lib.rs
pub trait Ext {}
",
    );
    // Names that cannot be traits are left out, and so are imports from available crates.
    assert_eq!(unseen(&world, "app"), ["diesel::RunQueryDsl", "fs2::FileExt", "mysql::prelude::*", "nix::sys::Signal"]);
    // Nothing is inherited from the enclosing module.
    assert_eq!(unseen(&world, "app::child"), ["ssh2::Session"]);
    assert_eq!(unseen(&world, "app::child::plain"), ["ssh2::Session"]);
    // A block sees its module.
    assert_eq!(unseen(&world, "app::child::scoped{}"), ["redis::Commands", "ssh2::Session"]);
    assert_eq!(unseen(&world, "app::again"), ["fs2::FileExt"]);
    assert!(unseen(&world, "app::bare").is_empty());
}

#[test]
fn an_item_brings_itself_and_a_glob_what_stands_right_below() {
    let names = |path: &str| path.split("::").map(Name::new).collect();
    let (item, glob) = (UnseenImport::Item(names("fs2::FileExt")), UnseenImport::Glob(names("mysql::prelude")));
    assert!(item.brings("fs2::FileExt"));
    assert!(glob.brings("mysql::prelude::Queryable"));
    for other in ["fs2", "fs2::FileExt::lock_exclusive", "fs3::FileExt", "fs2::File"] {
        assert!(!item.brings(other), "{other}");
    }
    for other in ["mysql::prelude", "mysql::prelude::deep::Queryable", "mysql::Queryable", "postgres::prelude::Queryable"] {
        assert!(!glob.brings(other), "{other}");
    }
}
