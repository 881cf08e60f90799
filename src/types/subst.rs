//! Generic arguments, by the item that declares their parameters.

use super::ty::Ty;
use crate::names::DefId;
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;
use std::sync::Arc;

/// Generic arguments by the item that declares the parameters: the fn's own, and those of its impl or trait.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Subst(SmallVec<[(DefId, Arc<[Ty]>); 1]>);

impl Subst {
    /// No arguments.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// Arguments of one item.
    #[must_use]
    pub fn of(owner: DefId, args: Arc<[Ty]>) -> Self {
        let mut subst = Self::default();
        subst.push(owner, args);
        subst
    }

    /// Adds the arguments of another item.
    pub fn push(&mut self, owner: DefId, args: Arc<[Ty]>) {
        self.0.retain(|(other, _)| *other != owner);
        self.0.push((owner, args));
    }

    /// The arguments of both; where both have arguments of an item, those of `other`.
    #[must_use]
    pub fn joined(mut self, other: Self) -> Self {
        other.0.into_iter().for_each(|(owner, args)| self.push(owner, args));
        self
    }

    /// The argument for a parameter.
    #[must_use]
    pub fn get(&self, owner: DefId, index: u32) -> Option<&Ty> {
        self.0.iter().find(|(other, _)| *other == owner).and_then(|(_, args)| args.get(index as usize))
    }

    /// The arguments of one item.
    #[must_use]
    pub fn args(&self, owner: DefId) -> Option<&Arc<[Ty]>> {
        self.0.iter().find(|(other, _)| *other == owner).map(|(_, args)| args)
    }

    /// All arguments.
    pub fn iter(&self) -> impl Iterator<Item = &Ty> {
        self.0.iter().flat_map(|(_, args)| args.iter())
    }

    pub(super) fn map(&self, f: &mut dyn FnMut(&Ty) -> Ty) -> Self {
        Self(self.0.iter().map(|(owner, args)| (*owner, args.iter().map(&mut *f).collect())).collect())
    }
}
