//! Cache keys: a hash of everything that a stored result depends on.

use xxhash_rust::xxh3::Xxh3;

/// 128 bits of hash over everything that a result depends on, the code that made it included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key(pub(super) u128);

/// Collects the inputs that a result depends on.
#[derive(Clone)]
pub(crate) struct KeyBuilder(Xxh3);

impl KeyBuilder {
    /// Begins with the code of this build: a new build ignores everything that was stored before.
    pub(crate) fn new() -> Self {
        Self(Xxh3::new()).with(env!("ASYNC_LINT_CODE_HASH"))
    }

    /// Adds a part; where one ends and the next begins counts.
    pub(crate) fn with(mut self, part: &str) -> Self {
        self.add(part.as_bytes());
        self
    }

    /// Adds a part.
    pub(crate) fn add(&mut self, part: &[u8]) {
        self.0.update(&(part.len() as u64).to_le_bytes());
        self.0.update(part);
    }

    /// The key of all that was added.
    pub(crate) fn finish(&self) -> Key {
        Key(self.0.digest128())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_into_each_other() {
        let key = |parts: &[&str]| parts.iter().fold(KeyBuilder::new(), |key, part| key.with(part)).finish();
        assert_eq!(key(&["ab", "c"]), key(&["ab", "c"]));
        assert_ne!(key(&["ab", "c"]), key(&["a", "bc"]));
        assert_ne!(key(&["ab"]), key(&["ab", ""]));
    }
}
