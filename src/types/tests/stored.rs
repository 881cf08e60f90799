//! Types of bodies that were stored and read back.

use crate::names::tests::world::World;
use crate::types::{BodyTypes, TypeDb};
use std::sync::Arc;

const CODE: &str = "//- crate app lib 2021 other
//- src/lib.rs
pub struct Log<T>(T); impl<T> Log<T> { fn own(&self, all: &[T]) -> usize { all.len() } }
pub trait Rotate { fn rotate(&self) -> u8; } impl Rotate for Log<u8> { fn rotate(&self) -> u8 { 1 } }
fn shown() -> impl Rotate { Log(1u8) }
fn all(log: &Log<u8>, each: &dyn Rotate, pointer: fn(u8) -> bool) -> (u8, Option<bool>) {
    let add = |one: u8| (one, log.own(&[]));
    let (a, _) = add(2); pointer(a); shown().rotate(); other::thing(a);
    (each.rotate(), Some(true))
}
";

fn bodies(db: &TypeDb<'_>) -> Vec<Arc<BodyTypes>> {
    let krate = db.store.local_crates()[0];
    db.store.bodies_of(krate).iter().map(|def| db.body_types(*def).expect("types")).collect()
}

#[test]
fn types_come_back_as_they_were() {
    let world = World::new(CODE);
    let (store, again) = (world.load(), world.load());
    let (db, other) = (TypeDb::new(&store), TypeDb::new(&again));
    let fresh = format!("{:?}", bodies(&db));
    let bytes = db.pack_bodies().expect("they can be stored");
    assert_eq!(other.bodies.all().len(), 0);
    other.unpack_bodies(&bytes).expect("they can be read");
    assert_eq!(other.bodies.all().len(), 4, "nothing is inferred again");
    assert_eq!(format!("{:?}", bodies(&other)), fresh);
    assert_eq!(other.pack_bodies().as_ref(), Some(&bytes));
}

#[test]
fn forged_bytes_do_no_harm() {
    let world = World::new(CODE);
    let store = world.load();
    let db = TypeDb::new(&store);
    bodies(&db);
    let bytes = db.pack_bodies().expect("they can be stored");
    for at in 0..bytes.len() {
        for value in [0, 1, bytes[at] ^ 0x40, 0x7f, 0xff] {
            let mut forged = bytes.clone();
            forged[at] = value;
            let db = TypeDb::new(&store);
            db.unpack_bodies(&forged);
            assert_eq!(bodies(&db).len(), 4);
        }
        TypeDb::new(&store).unpack_bodies(&bytes[..at]);
    }
}
