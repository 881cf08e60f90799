//! Method calls that no available definition can be the callee of.

use crate::facts::{ExprId, ExprKind};
use crate::names::tests::world::{World, def};
use crate::types::{Callee, TypeDb};

/// The methods of one body without an available callee, each with what is known about it; sorted.
fn unanswered(world: &World, place: &str) -> Vec<String> {
    let store = world.load();
    let db = TypeDb::new(&store);
    let at = def(&store, place);
    let (body, types) = (store.body(at).expect("a body").body, db.body_types(at).expect("types"));
    let name = |id: ExprId| match &body.exprs[id].kind {
        ExprKind::MethodCall { method, .. } => method.as_str(),
        other => panic!("no method call: {other:?}"),
    };
    let mut found: Vec<String> = types
        .unanswered
        .keys()
        .map(|id| match types.callees.get(id) {
            Some(Callee::External(path)) => format!("{} = {path}", name(*id)),
            None => name(*id).to_owned(),
            Some(other) => panic!("{} is answered by {other:?}", name(*id)),
        })
        .collect();
    found.sort();
    found
}

#[test]
fn methods_that_nothing_at_hand_answers() {
    let world = World::new(
        "//- crate app lib 2021 fs2 ssh2
//- src/lib.rs
use fs2::FileExt; use ssh2::Channel;
pub struct Log; impl Log { fn own(&self) {} }
trait Rotate { fn rotate(&self) {} } impl Rotate for Log {}
fn seen(log: &Log) { log.own(); log.rotate(); }
fn unseen(log: &Log, bytes: [u8; 1]) { log.lock_exclusive(); log.own(); bytes.digest(); }
fn of_other_crates(channel: &mut Channel) { channel.read_to_string(); }
fn of_unknown_type(made: Missing) { nowhere().lock_exclusive(); let other = made.field; other.lock_exclusive(); }
fn generic<T>(value: T) { value.lock_exclusive(); }
",
    );
    assert!(unanswered(&world, "app::seen").is_empty());
    assert_eq!(unanswered(&world, "app::unseen"), ["lock_exclusive"]);
    assert_eq!(unanswered(&world, "app::of_other_crates"), ["read_to_string = ssh2::Channel::read_to_string"]);
    assert_eq!(unanswered(&world, "app::of_unknown_type"), ["lock_exclusive", "lock_exclusive"]);
    // The methods of a type parameter are not known.
    assert!(unanswered(&world, "app::generic").is_empty());
}
