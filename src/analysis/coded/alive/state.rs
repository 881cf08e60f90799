//! What is alive at one point, and the scopes that end it.

use crate::facts::{ExprId, PatId};
use std::collections::BTreeMap;

/// A place that holds a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// A variable, by the pattern that introduces it.
    Var(PatId),
    /// The value of an expression, which has no name.
    Temp(ExprId),
}

/// Number of a value among the walker's.
pub(super) type GuardId = usize;

/// The values that may be alive.
pub(super) type Live = BTreeMap<Key, GuardId>;

/// `None`: control does not come here.
pub(super) type State = Option<Live>;

/// What may be alive where two ways meet.
pub(super) fn join(a: State, b: State) -> State {
    match (a, b) {
        (Some(mut a), Some(b)) => {
            for (key, guard) in b {
                a.entry(key).or_insert(guard);
            }
            Some(a)
        }
        (one, None) | (None, one) => one,
    }
}

/// What ends with a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScopeKind {
    /// Variables.
    Vars,
    /// Temporaries.
    Temps,
}

#[derive(Debug)]
struct Scope {
    kind: ScopeKind,
    keys: Vec<Key>,
}

/// The scopes around one point, the outermost first.
#[derive(Debug, Default)]
pub(super) struct Scopes(Vec<Scope>);

impl Scopes {
    pub(super) fn push(&mut self, kind: ScopeKind) {
        self.0.push(Scope { kind, keys: Vec::new() });
    }

    /// Ends the innermost scope: what it ends.
    pub(super) fn pop(&mut self) -> Vec<Key> {
        self.0.pop().map(|scope| scope.keys).unwrap_or_default()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// What ends if control leaves all scopes from number `depth` on.
    pub(super) fn beyond(&self, depth: usize) -> impl Iterator<Item = Key> {
        self.0.iter().skip(depth).flat_map(|scope| scope.keys.iter().copied())
    }

    /// Has the innermost scope of a kind end `key`.
    pub(super) fn add(&mut self, kind: ScopeKind, key: Key) {
        if let Some(scope) = self.0.iter_mut().rev().find(|scope| scope.kind == kind)
            && !scope.keys.contains(&key)
        {
            scope.keys.push(key);
        }
    }
}
