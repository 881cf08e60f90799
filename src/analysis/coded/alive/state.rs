//! What is alive at one point, and the scopes that end the lifetimes.

use crate::facts::{ExprId, PatId};
use std::collections::BTreeMap;

/// Where a value is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// A variable, by the pattern that introduces it.
    Var(PatId),
    /// A temporary, by its expression.
    Temp(ExprId),
}

/// Number of a value in the walk.
pub(super) type GuardId = usize;

/// The values that may be alive.
pub(super) type Live = BTreeMap<Key, GuardId>;

/// `None` if control does not reach this point.
pub(super) type State = Option<Live>;

/// What may be alive where two control-flow paths meet.
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

/// What a scope drops at its end.
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

/// The scopes around one point, outermost first.
#[derive(Debug, Default)]
pub(super) struct Scopes(Vec<Scope>);

impl Scopes {
    pub(super) fn push(&mut self, kind: ScopeKind) {
        self.0.push(Scope { kind, keys: Vec::new() });
    }

    /// Ends the innermost scope; returns what it drops.
    pub(super) fn pop(&mut self) -> Vec<Key> {
        self.0.pop().map(|scope| scope.keys).unwrap_or_default()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// What is dropped if control leaves all scopes from index `depth` on.
    pub(super) fn beyond(&self, depth: usize) -> impl Iterator<Item = Key> {
        self.0.iter().skip(depth).flat_map(|scope| scope.keys.iter().copied())
    }

    /// Makes the innermost scope of a kind drop `key` at its end.
    pub(super) fn add(&mut self, kind: ScopeKind, key: Key) {
        if let Some(scope) = self.0.iter_mut().rev().find(|scope| scope.kind == kind)
            && !scope.keys.contains(&key)
        {
            scope.keys.push(key);
        }
    }
}
