//! The variables of a body.

use super::outline::{NodeRef, VarIx};
use super::values::{Fate, Fates, Values};
use crate::facts::{ExprId, ExprKind, PatId, PatKind};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// The variables that an outline mentions, numbered in the order of their first mention: the others do not change it.
#[derive(Default)]
pub(super) struct Variables(FxHashMap<PatId, VarIx>);

impl Variables {
    pub(super) fn number(&mut self, pat: PatId) -> VarIx {
        let next = VarIx::try_from(self.0.len()).unwrap_or(VarIx::MAX);
        *self.0.entry(pat).or_insert(next)
    }

    pub(super) fn node(&mut self, pat: PatId) -> NodeRef {
        NodeRef::Var(self.number(pat))
    }
}

impl Values<'_> {
    /// The variables that patterns bind.
    pub(super) fn bound(&self, pats: impl IntoIterator<Item = PatId>) -> Fates {
        let mut found = Fates::new();
        let mut queue: Vec<PatId> = pats.into_iter().collect();
        while let Some(pat) = queue.pop() {
            match &self.view.body.pats[pat].kind {
                PatKind::Bind { sub, .. } => {
                    found.push(Fate::Local(pat));
                    queue.extend(sub);
                }
                PatKind::Tuple(pats) | PatKind::TupleStruct { pats, .. } | PatKind::Or(pats) | PatKind::Slice(pats) => queue.extend(pats),
                PatKind::Struct { fields, .. } => queue.extend(fields.iter().map(|field| field.pat)),
                PatKind::Ref { pat, .. } | PatKind::Typed { pat, .. } => queue.push(*pat),
                PatKind::Missing | PatKind::Wild | PatKind::Rest | PatKind::Path(_) | PatKind::Literal => {}
            }
        }
        found
    }

    /// The fates of a value that is assigned to this expression.
    pub(super) fn assigned(&self, lhs: ExprId) -> Fates {
        match (self.view.types.locals.get(&lhs), &self.view.body.exprs[lhs].kind) {
            (Some(pat), _) => SmallVec::from_elem(Fate::Local(*pat), 1),
            // `_ = future`.
            (None, ExprKind::Missing) => Fates::new(),
            _ => SmallVec::from_elem(Fate::Escapes, 1),
        }
    }
}
