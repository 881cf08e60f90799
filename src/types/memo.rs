//! A table of computed facts that many threads fill.

use rustc_hash::{FxHashMap, FxHasher};
use std::cell::RefCell;
use std::hash::{Hash, Hasher};
use std::sync::RwLock;

/// Values by key, computed at most a few times each; the value of a key never depends on who computes it.
///
/// Code may define things by themselves (`trait A: B<Self::Item>`, `struct S<T = S>`). A key that is asked for while it is being computed gets the
/// default value; what was computed with that stand-in is not kept, except for the key that the circle began with.
#[derive(Debug)]
pub(crate) struct Memo<K, V>(RwLock<FxHashMap<K, V>>);

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

/// A computation under way on this thread.
struct Frame {
    table: usize,
    key: u64,
    used_stand_in: bool,
}

thread_local! {
    static UNDER_WAY: RefCell<Vec<Frame>> = const { RefCell::new(Vec::new()) };
}

impl<K: Eq + Hash, V: Clone + Default> Memo<K, V> {
    /// The value for `key`; `compute` runs without the lock, so it may ask for other keys.
    pub(crate) fn get(&self, key: K, compute: impl FnOnce() -> V) -> V {
        if let Some(found) = self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner).get(&key) {
            return found.clone();
        }
        let mut hasher = FxHasher::default();
        key.hash(&mut hasher);
        let (table, hash) = (std::ptr::from_ref(self).addr(), hasher.finish());
        let is_circle = UNDER_WAY.with_borrow_mut(|frames| {
            let begin = frames.iter().position(|frame| frame.table == table && frame.key == hash);
            match begin {
                Some(begin) => frames.iter_mut().skip(begin + 1).for_each(|frame| frame.used_stand_in = true),
                None => frames.push(Frame { table, key: hash, used_stand_in: false }),
            }
            begin.is_some()
        });
        if is_circle {
            return V::default();
        }
        let value = compute();
        let keep = UNDER_WAY.with_borrow_mut(|frames| frames.pop().is_none_or(|frame| !frame.used_stand_in));
        if !keep {
            return value;
        }
        self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner).entry(key).or_insert(value).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(memo: &Memo<u32, Vec<u32>>, key: u32) -> Vec<u32> {
        memo.get(key, || {
            let mut value = ask(memo, (key + 1) % 3);
            value.push(key);
            value
        })
    }

    #[test]
    fn a_circle_ends_and_only_its_beginning_is_kept() {
        let memo: Memo<u32, Vec<u32>> = Memo::default();
        assert_eq!(ask(&memo, 0), [2, 1, 0]);
        assert_eq!(memo.0.read().expect("no panic").len(), 1, "what leaned on a stand-in is computed anew when it is asked for");
        assert_eq!(ask(&memo, 1), [2, 1, 0, 2, 1], "the beginning of the circle is known by now");
    }
}
