//! A memo table that many threads fill, with a default value for cycles.
//!
//! Definitions may be cyclic (`trait A: B<Self::Item>`, `struct S<T = S>`), directly or through each other. The members of a cycle
//! are found with Tarjan's algorithm while they are computed for the first time. Each is then computed once more, and sees the default value in
//! place of every member. So a value does not depend on which member was asked for first, and a cycle of n members costs 2n computations.

use rustc_hash::{FxHashMap, FxHasher};
use std::any::Any;
use std::cell::RefCell;
use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// Values by key, each computed at most a few times; the value of a key never depends on who computes it.
#[derive(Debug)]
pub(crate) struct Memo<K, V> {
    values: RwLock<FxHashMap<K, V>>,
    /// The keys that are known to be in a cycle, by their hash.
    cycles: Arc<RwLock<FxHashMap<u64, CycleId>>>,
    table: u32,
}

/// A cycle, identified by its smallest member, so the identity does not depend on where the cycle was entered.
type CycleId = Slot;

/// A key of a table, by hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Slot {
    table: u32,
    key: u64,
}

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        static TABLES: AtomicU32 = AtomicU32::new(0);
        Self { values: RwLock::default(), cycles: Arc::default(), table: TABLES.fetch_add(1, Ordering::Relaxed) }
    }
}

/// A computation under way on this thread.
struct Frame {
    slot: Slot,
    /// Tarjan's low link: the lowest frame reachable from this one, itself included.
    low: usize,
    /// How many values were held back when it began.
    held: usize,
    /// The cycle being settled whose default value this frame has used.
    used_default_of: Option<CycleId>,
}

/// A provisional value, held until its cycle is complete.
struct Held {
    slot: Slot,
    low: usize,
    value: Box<dyn Any>,
    cycles: Arc<RwLock<FxHashMap<u64, CycleId>>>,
}

/// The computations under way on this thread.
#[derive(Default)]
struct UnderWay {
    frames: Vec<Frame>,
    depths: FxHashMap<Slot, usize>,
    held: Vec<Held>,
    held_at: FxHashMap<Slot, usize>,
    /// Cycles whose members are being settled, each with the number of frames below it.
    settling: Vec<(CycleId, usize)>,
}

thread_local! {
    static UNDER_WAY: RefCell<UnderWay> = RefCell::default();
}

/// The result of looking a key up before computing it.
enum Found<V> {
    Value(V),
    /// The key is in a cycle that is not being settled.
    Settle(CycleId),
    Nothing,
}

impl<K: Copy + Eq + Hash, V: Clone> Memo<K, V> {
    /// The values computed so far, in no particular order.
    pub(crate) fn all(&self) -> Vec<(K, V)> {
        self.values.read().unwrap_or_else(PoisonError::into_inner).iter().map(|(key, value)| (*key, value.clone())).collect()
    }

    /// Sets the value of a key that has none yet.
    pub(crate) fn put(&self, key: K, value: V) {
        self.values.write().unwrap_or_else(PoisonError::into_inner).entry(key).or_insert(value);
    }
}

impl<K: Copy + Eq + Hash, V> Memo<K, V> {
    /// Forgets the values of some keys. Must not be called while anything is computed.
    pub(crate) fn forget(&mut self, is_changed: impl Fn(K) -> bool) {
        self.values.get_mut().unwrap_or_else(PoisonError::into_inner).retain(|key, _| !is_changed(*key));
    }
}

impl<K: Eq + Hash, V: Clone + Default + 'static> Memo<K, V> {
    /// The value for `key`; `compute` runs without the lock, so it may query other keys.
    pub(crate) fn get(&self, key: K, compute: impl Fn() -> V) -> V {
        // While a cycle is settled, each member sees the default value of the others, even of those whose value is final.
        let settles = UNDER_WAY.with_borrow(|under_way| !under_way.settling.is_empty());
        let final_value = || self.values.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if !settles && let Some(found) = final_value() {
            return found;
        }
        let mut hasher = FxHasher::default();
        key.hash(&mut hasher);
        let slot = Slot { table: self.table, key: hasher.finish() };
        let known = self.cycles.read().unwrap_or_else(PoisonError::into_inner).get(&slot.key).copied();
        if settles
            && !known.is_some_and(|cycle| UNDER_WAY.with_borrow(|under_way| under_way.is_settling(cycle)))
            && let Some(found) = final_value()
        {
            return found;
        }
        let settle = match UNDER_WAY.with_borrow_mut(|under_way| under_way.look_up::<V>(slot, known)) {
            Found::Value(value) => return value,
            Found::Settle(cycle) => Some(cycle),
            Found::Nothing => None,
        };
        let (value, cycle) = self.compute(slot, settle, &compute);
        match cycle {
            Outcome::Keep => self.keep(key, value),
            Outcome::Held => value,
            Outcome::Settle(cycle) => {
                let (value, outcome) = self.compute(slot, Some(cycle), &compute);
                if matches!(outcome, Outcome::Held) { value } else { self.keep(key, value) }
            }
        }
    }

    fn compute(&self, slot: Slot, settle: Option<CycleId>, compute: &impl Fn() -> V) -> (V, Outcome) {
        UNDER_WAY.with_borrow_mut(|under_way| under_way.begin(slot, settle));
        let value = compute();
        let outcome = UNDER_WAY.with_borrow_mut(|under_way| under_way.end(slot, settle, &value, &self.cycles));
        (value, outcome)
    }

    fn keep(&self, key: K, value: V) -> V {
        self.values.write().unwrap_or_else(PoisonError::into_inner).entry(key).or_insert(value).clone()
    }
}

/// What to do with a computed value.
enum Outcome {
    /// It is final.
    Keep,
    /// It depends on something that is still being computed.
    Held,
    /// It depends on a cycle that is now complete: it is computed once more.
    Settle(CycleId),
}

impl UnderWay {
    fn is_settling(&self, cycle: CycleId) -> bool {
        self.settling.iter().any(|(settling, _)| *settling == cycle)
    }

    fn look_up<V: Clone + Default + 'static>(&mut self, slot: Slot, known: Option<CycleId>) -> Found<V> {
        if let Some(cycle) = known {
            let Some(&(_, base)) = self.settling.iter().find(|(settling, _)| *settling == cycle) else { return Found::Settle(cycle) };
            self.frames.iter_mut().skip(base).for_each(|frame| frame.used_default_of = Some(cycle));
            return Found::Value(V::default());
        }
        if let Some(&depth) = self.depths.get(&slot) {
            self.reach(depth);
            return Found::Value(V::default());
        }
        if let Some(&at) = self.held_at.get(&slot)
            && let Some(value) = self.held[at].value.downcast_ref::<V>().cloned()
        {
            self.reach(self.held[at].low);
            return Found::Value(value);
        }
        Found::Nothing
    }

    fn reach(&mut self, depth: usize) {
        if let Some(top) = self.frames.last_mut() {
            top.low = top.low.min(depth);
        }
    }

    fn begin(&mut self, slot: Slot, settle: Option<CycleId>) {
        let depth = self.frames.len();
        if let Some(cycle) = settle {
            self.settling.push((cycle, depth + 1));
        } else {
            self.depths.insert(slot, depth);
        }
        self.frames.push(Frame { slot, low: depth, held: self.held.len(), used_default_of: None });
    }

    fn end<V: Clone + 'static>(
        &mut self,
        slot: Slot,
        settle: Option<CycleId>,
        value: &V,
        cycles: &Arc<RwLock<FxHashMap<u64, CycleId>>>,
    ) -> Outcome {
        let frame = self.frames.pop().expect("every frame that begins ends");
        let depth = self.frames.len();
        if settle.is_some() {
            self.settling.pop();
        } else {
            self.depths.remove(&slot);
        }
        if frame.low < depth {
            self.reach(frame.low);
            self.held_at.insert(slot, self.held.len());
            self.held.push(Held { slot, low: frame.low, value: Box::new(value.clone()), cycles: Arc::clone(cycles) });
            return Outcome::Held;
        }
        let members = self.held.split_off(frame.held);
        for member in &members {
            self.held_at.remove(&member.slot);
        }
        if settle.is_some() {
            // Values that used this frame's default are not kept; they are computed again when they are next needed.
            return Outcome::Keep;
        }
        let own = frame.used_default_of;
        if members.is_empty() && own.is_none() {
            // A key whose only cycle is through itself has already seen its own default.
            return Outcome::Keep;
        }
        let smallest = members.iter().map(|member| member.slot).chain([frame.slot]).min().expect("the frame itself");
        let cycle = own.unwrap_or(smallest);
        for member in &members {
            member.cycles.write().unwrap_or_else(PoisonError::into_inner).entry(member.slot.key).or_insert(cycle);
        }
        cycles.write().unwrap_or_else(PoisonError::into_inner).entry(slot.key).or_insert(cycle);
        // For the cycle being settled this is one more member: it is not settled here, but when it is next needed.
        if own.is_some() { Outcome::Held } else { Outcome::Settle(cycle) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    /// A value that lists the keys it was computed from: `edges` gives the keys that each key needs.
    fn ask(memo: &Memo<u32, Vec<u32>>, edges: &dyn Fn(u32) -> Vec<u32>, key: u32, computed: &Cell<u32>) -> Vec<u32> {
        memo.get(key, || {
            computed.set(computed.get() + 1);
            let mut value: Vec<u32> = edges(key).into_iter().flat_map(|next| ask(memo, edges, next, computed)).collect();
            value.push(key);
            value
        })
    }

    fn answers(edges: &dyn Fn(u32) -> Vec<u32>, order: &[u32]) -> (Vec<Vec<u32>>, u32) {
        let (memo, computed) = (Memo::default(), Cell::new(0));
        for &key in order {
            ask(&memo, edges, key, &computed);
        }
        let mut sorted = order.to_vec();
        sorted.sort_unstable();
        (sorted.iter().map(|&key| ask(&memo, edges, key, &computed)).collect(), computed.get())
    }

    #[test]
    fn without_cycles_each_key_is_computed_once() {
        let edges = |key: u32| (key + 1..5).collect();
        let (values, computed) = answers(&edges, &[0, 1, 2, 3, 4]);
        assert_eq!(values[3], [4, 3]);
        assert_eq!(computed, 5);
    }

    #[test]
    fn a_member_of_a_cycle_sees_the_default_in_place_of_the_others_whoever_is_asked_first() {
        let edges = |key: u32| vec![(key + 1) % 3];
        for order in [[0, 1, 2], [1, 2, 0], [2, 1, 0]] {
            assert_eq!(answers(&edges, &order).0, [[0], [1], [2]]);
        }
    }

    #[test]
    fn what_only_leads_into_a_cycle_is_no_member() {
        // 0 → 1 ⇄ 2 → 3
        let edges = |key: u32| [vec![1], vec![2], vec![1, 3], vec![]][key as usize].clone();
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
            assert_eq!(answers(&edges, &order).0, [vec![1, 0], vec![1], vec![3, 2], vec![3]]);
        }
    }

    #[test]
    fn two_cycles_that_share_a_key_are_one() {
        // 0 → 1 → 2 → 0, and 1 → 3 → 2.
        let edges = |key: u32| [vec![1], vec![2, 3], vec![0], vec![2]][key as usize].clone();
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 3, 0, 1]] {
            assert_eq!(answers(&edges, &order).0, [[0], [1], [2], [3]]);
        }
    }

    #[test]
    fn a_cycle_costs_two_computations_a_member_however_dense_it_is() {
        let edges = |key: u32| (0..24).filter(|other| *other != key).collect();
        let order: Vec<u32> = (0..24).collect();
        let (values, computed) = answers(&edges, &order);
        assert!(values.iter().enumerate().all(|(key, value)| *value == [u32::try_from(key).expect("small")]));
        assert!(computed <= 2 * 24, "{computed}");
    }
}
