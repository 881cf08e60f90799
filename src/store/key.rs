//! Cache keys: a hash of everything that a stored result depends on.

use xxhash_rust::xxh3::Xxh3;

/// A 128-bit hash of everything that a result depends on, including the code that produced it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key(pub(super) u128);

/// Collects the inputs that a result depends on.
#[derive(Clone)]
pub(crate) struct KeyBuilder(Xxh3);

impl KeyBuilder {
    /// Starts with a hash of the code of this build, so a new build ignores all results stored before.
    pub(crate) fn new() -> Self {
        Self(Xxh3::new()).with(env!("ASYNC_LINT_CODE_HASH"))
    }

    /// Adds a part. Its length is hashed too, so the boundaries between parts matter.
    pub(crate) fn with(mut self, part: &str) -> Self {
        self.add(part.as_bytes());
        self
    }

    /// Adds a part, as [`Self::with`] does.
    pub(crate) fn add(&mut self, part: &[u8]) {
        self.0.update(&(part.len() as u64).to_le_bytes());
        self.0.update(part);
    }

    /// The key of all parts so far.
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
