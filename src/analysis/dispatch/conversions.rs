//! Which `From` impl a conversion runs: `value.into()` runs the one of the target type for the value's type.

use super::super::body::BodyView;
use super::super::effects::local_effects::AnalysisCtx;
use super::impls::TraitImpls;
use crate::facts::Name;
use crate::names::{CrateKind, DefId, Namespace, Res};
use crate::types::{FnCallee, Ty, TyKind, TypeDb};

impl BodyView<'_> {
    /// The type that a call of `into` or `try_into` converts to.
    pub(in crate::analysis) fn converts_to(&self, callee: &FnCallee) -> Option<Ty> {
        let parent = self.db.store.def(callee.def).parent?;
        converter(self.db, parent)?;
        callee.subst.get(parent, 1).cloned()
    }
}

impl AnalysisCtx<'_> {
    /// The fn that converts a value of type `from` to type `to`, given the method `into` or `try_into`.
    pub(in crate::analysis) fn conversion(&self, method: DefId, from: &Ty, to: &Ty) -> Option<DefId> {
        conversion(self.db, &self.impls, method, from, to)
    }
}

/// The fn that converts a value of type `from` to type `to`, given the method `into` or `try_into`. `None` if several impls may apply.
pub(in crate::analysis) fn conversion(db: &TypeDb<'_>, impls: &TraitImpls<'_>, method: DefId, from: &Ty, to: &Ty) -> Option<DefId> {
    let (trait_def, name) = converter(db, db.store.def(method).parent?)?;
    // The caller decides, and every type converts to itself.
    if matches!(from.strip_refs().kind(), TyKind::Param(..)) {
        return None;
    }
    let mut candidates = impls.of(trait_def, to.strip_refs());
    candidates.extend(beside_source(db, trait_def, from, to));
    let source = |imp: &DefId| db.impl_trait(*imp).and_then(|of| of.args.first().cloned());
    let (exact, open): (Vec<DefId>, Vec<DefId>) =
        candidates.iter().copied().partition(|imp| source(imp).is_some_and(|source| !matches!(source.kind(), TyKind::Param(..))));
    let is_known = !(from.is_unknown() || from.has_infer() || from.has_param());
    let that = |fits: &dyn Fn(Ty) -> bool| exact.iter().copied().filter(|imp| source(imp).is_some_and(fits)).collect::<Vec<DefId>>();
    let mut fitting = if is_known { that(&|source| fits(&source, from)) } else { exact.clone() };
    if fitting.is_empty() {
        // What the caller of a generic fn gives is known without its reference.
        fitting = that(&|source| fits(source.strip_refs(), from.strip_refs()));
    }
    // An impl for every source type applies if no other one does.
    let only = match (&fitting[..], &open[..]) {
        ([only], _) if is_known => *only,
        ([only], []) | ([], [only]) => *only,
        _ => return None,
    };
    db.member_fn(only, Name::new(name))
}

/// The impls for a type of another crate, which are in the crate of the value's type: `impl From<Page> for Vec<u8>`.
fn beside_source(db: &TypeDb<'_>, trait_def: DefId, from: &Ty, to: &Ty) -> Vec<DefId> {
    let home = |ty: &Ty| ty.strip_refs().as_adt().map(|(adt, _)| adt.krate);
    let Some(krate) = home(from).filter(|krate| db.store.kind(*krate) == CrateKind::Local && home(to) != Some(*krate)) else {
        return Vec::new();
    };
    let is_for = |imp: &DefId| db.impl_self(*imp).is_some_and(|own| !matches!(own.kind(), TyKind::Param(..)) && fits(&own, to));
    db.impls_of_trait(krate, trait_def).into_iter().filter(is_for).collect()
}

/// `From` and `from` for `Into`, `TryFrom` and `try_from` for `TryInto`.
fn converter(db: &TypeDb<'_>, trait_def: DefId) -> Option<(DefId, &'static str)> {
    let std = |path: &str| match db.store.resolve_str(db.store.std(), path, Namespace::Type) {
        found if found.rest == 0 => match found.res {
            Res::Def(def) => Some(def),
            _ => None,
        },
        _ => None,
    };
    if Some(trait_def) == std("std::convert::Into") {
        return Some((db.lang.from?, "from"));
    }
    (Some(trait_def) == std("std::convert::TryInto")).then_some((std("std::convert::TryFrom")?, "try_from"))
}

/// Whether an impl's source type may be the type of a value, which is known.
fn fits(source: &Ty, from: &Ty) -> bool {
    match (source.kind(), from.kind()) {
        (TyKind::Ref(_, source), TyKind::Ref(_, from))
        | (TyKind::Slice(source) | TyKind::Array(source), TyKind::Slice(from) | TyKind::Array(from)) => fits(source, from),
        (TyKind::Adt(source, source_args), TyKind::Adt(from, from_args)) => {
            source == from && source_args.iter().zip(from_args.iter()).all(|(source, from)| fits(source, from))
        }
        (TyKind::Param(..), _) => true,
        (TyKind::Tuple(source), TyKind::Tuple(from)) => {
            source.len() == from.len() && source.iter().zip(from.iter()).all(|(source, from)| fits(source, from))
        }
        _ => source == from || source.is_unknown(),
    }
}
