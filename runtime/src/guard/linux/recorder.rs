//! Recorded calls, as addresses: the same call from the same stack is one entry. Knows no names: stacks are symbolised later, where no task
//! waits.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasherDefault, DefaultHasher};
use std::ptr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::hooks::{Hook, Waits};
use super::watch::Polls;
use crate::guard::{Taken, writer};
use crate::latencies::nanos;
use crate::stack::own_addresses;

/// Maximum number of entries; further stacks are only counted.
const MAX_ENTRIES: usize = 20_000;

/// One call from one stack.
#[derive(Debug, Clone)]
pub(super) struct Key {
    /// The scope that it belongs to.
    pub(super) scope: u64,
    /// The function.
    pub(super) hook: &'static Hook,
    /// What it waited for.
    pub(super) waits: Waits,
    /// Whether a task was being polled.
    pub(super) polls: Polls,
    /// Return addresses, innermost first.
    pub(super) stack: Arc<[usize]>,
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        ptr::eq(self.hook, other.hook)
            && (self.scope, self.waits, self.polls, &self.stack) == (other.scope, other.waits, other.polls, &other.stack)
    }
}

impl Eq for Key {}

impl std::hash::Hash for Key {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.scope, ptr::from_ref(self.hook).addr(), self.waits, self.polls, &self.stack).hash(state);
    }
}

/// How often, and how long.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tally {
    /// The position among all entries, by the first call.
    pub(super) order: usize,
    /// How often it was called.
    pub(super) times: u64,
    /// The longest of the calls that have returned.
    pub(super) max_ns: u64,
    /// How many have not.
    running: u32,
}

type Entries = HashMap<Key, Tally, BuildHasherDefault<DefaultHasher>>;

struct Record {
    entries: Entries,
    /// How many entries have been made so far, including those taken out.
    made: usize,
    /// Calls that were not kept because there were too many stacks.
    dropped: u64,
}

static RECORD: Mutex<Record> = Mutex::new(Record { entries: HashMap::with_hasher(BuildHasherDefault::new()), made: 0, dropped: 0 });

/// A call that is under way.
pub(super) struct Ticket(Key);

impl Ticket {
    /// Whether it waits at a futex.
    pub(super) fn is_futex(&self) -> bool {
        self.0.waits == Waits::Thread
    }
}

/// Takes this thread's stack and counts the call.
pub(super) fn begin(scope: u64, hook: &'static Hook, waits: Waits, polls: Polls) -> Ticket {
    let key = Key { scope, hook, waits, polls, stack: own_addresses().into() };
    let mut record = RECORD.lock().unwrap_or_else(PoisonError::into_inner);
    let Record { entries, made, dropped } = &mut *record;
    let room = entries.len() < MAX_ENTRIES;
    match entries.entry(key.clone()) {
        Entry::Occupied(mut entry) => {
            entry.get_mut().times += 1;
            entry.get_mut().running += 1;
        }
        Entry::Vacant(entry) if room => {
            entry.insert(Tally { order: *made, times: 1, max_ns: 0, running: 1 });
            *made += 1;
        }
        Entry::Vacant(_) => *dropped += 1,
    }
    drop(record);
    writer::wake();
    Ticket(key)
}

/// The call has returned; if it did not wait after all, it is removed.
pub(super) fn end(ticket: &Ticket, took: Duration, waited: bool) {
    let mut record = RECORD.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(tally) = record.entries.get_mut(&ticket.0) else { return };
    tally.running = tally.running.saturating_sub(1);
    if waited {
        tally.max_ns = tally.max_ns.max(nanos(took));
        return;
    }
    tally.times -= 1;
    if tally.times == 0 {
        record.entries.remove(&ticket.0);
    }
}

/// Takes out the entries of the scopes for which `wanted` returns true, in the order of their first calls, with the number of calls that were
/// not kept.
pub(super) fn take(taken: Taken, wanted: impl Fn(u64) -> bool) -> (Vec<(Key, Tally)>, u64) {
    let mut record = RECORD.lock().unwrap_or_else(PoisonError::into_inner);
    let dropped = std::mem::take(&mut record.dropped);
    let mut taken: Vec<_> =
        record.entries.extract_if(|key, tally| wanted(key.scope) && (taken == Taken::All || tally.running == 0)).collect();
    drop(record);
    taken.sort_by_key(|(_, tally)| tally.order);
    (taken, dropped)
}
