//! The names that a module or block declares, before any import is followed.

use super::imports::{GlobTarget, Memo};
use super::{DefId, DefIndex};
use crate::facts::{ItemId, Name};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::sync::{Arc, OnceLock};

/// The visibility of a binding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Vis {
    /// Visible everywhere.
    Public,
    /// Visible in this module and those inside it.
    In(DefIndex),
}

/// The target of a name in a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A definition of this crate.
    Def(DefId),
    /// A `use` leaf of the scope's file.
    Import(ItemId),
    /// An `extern crate` of the scope's file.
    ExternCrate(ItemId),
}

/// One declaration of a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Binding {
    pub(super) target: Target,
    pub(super) vis: Vis,
    /// How well its `cfg` fits this host: lower is better.
    pub(super) rank: u8,
}

/// A glob import.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glob {
    pub(super) item: ItemId,
    pub(super) vis: Vis,
}

/// How often glob imports are allowed to feed the heads of other glob imports' paths.
pub(super) const LEVELS: usize = 3;

/// The declarations of a module or block.
#[derive(Debug, Default)]
pub(super) struct ScopeData {
    /// Bindings by name: those that fit the platform best first, else in source order.
    pub(super) named: FxHashMap<Name, SmallVec<[Binding; 1]>>,
    /// Names in source order, each once.
    pub(super) order: Vec<Name>,
    pub(super) globs: Vec<Glob>,
    /// `use … as _`.
    pub(super) anonymous: Vec<Glob>,
    /// The targets of the globs, by level (see `imports`).
    pub(super) glob_targets: [OnceLock<Arc<[GlobTarget]>>; LEVELS],
    pub(super) memo: Memo,
    /// Traits declared or imported right here.
    pub(super) traits: OnceLock<Box<[(DefId, Vis)]>>,
    /// `traits`, plus those of the enclosing scopes and the prelude.
    pub(super) all_traits: OnceLock<Arc<[DefId]>>,
}

impl ScopeData {
    pub(super) fn bind(&mut self, name: Name, binding: Binding) {
        let list = self.named.entry(name).or_default();
        if list.is_empty() {
            self.order.push(name);
        }
        // Stable: among equals the first declaration stays first.
        let at = list.iter().position(|other| other.rank > binding.rank).unwrap_or(list.len());
        list.insert(at, binding);
    }

    /// Rebinds `name` from definition `from` to `to`.
    pub(super) fn redirect(&mut self, name: Name, from: DefId, to: DefId) {
        for binding in self.named.get_mut(&name).into_iter().flatten() {
            if binding.target == Target::Def(from) {
                binding.target = Target::Def(to);
            }
        }
    }
}
