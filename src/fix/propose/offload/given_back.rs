//! Variables that move into offloaded code and come back with its value: `(file, result) = offload(move || { .. (file, result) }).await`. They
//! need not be `Clone`, and a change of them is kept. Knows patterns and types, and no text but the name.

use super::super::code::scene::{Root, Scene};
use super::super::draft::Draft;
use super::super::values::alive::bound;
use crate::facts::{ExprId, ExprKind, PatId, PatKind, Span};
use crate::names::{DefId, Namespace, Res};
use crate::types::TyKind;

/// A variable, or a field of one, that comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::fix::propose) struct GivenBack {
    /// What it is assigned to afterwards: `output.stdout`.
    pub(in crate::fix::propose) place: String,
    /// Its name in the moved code.
    pub(in crate::fix::propose) name: String,
    /// The variable's declaration, if it lacks a `mut`.
    declaration: Option<Span>,
}

impl GivenBack {
    /// The place at `expr`, if it can move away and be assigned again; `name` is its name in the moved code.
    pub(in crate::fix::propose) fn of(scene: &Scene<'_>, expr: ExprId, place: &str, name: &str) -> Option<Self> {
        let pat = scene.place_root(expr)?;
        let PatKind::Bind { by_ref: false, mutable, sub: None, .. } = scene.body.pats[pat].kind else { return None };
        let root = scene.root(expr).ok()?;
        // The declaration of what a block captures is in other code.
        let is_captured = root != Root::Fn && scene.is_outer(pat, root);
        if (is_captured && !mutable) || scene.body.self_param == Some(pat) || is_alternative(scene, pat) || !owns(scene, expr) {
            return None;
        }
        let span = scene.body.pats[pat].span;
        let is_written = place.split('.').next() == Some(scene.text(span)) || scene.text(span).starts_with("mut ");
        let declaration = (!mutable).then_some(span);
        is_written.then(|| Self { place: place.to_owned(), name: name.to_owned(), declaration })
    }

    /// Makes its variable mutable, so that it can be assigned again.
    pub(in crate::fix::propose) fn declare_mutable(&self, draft: &mut Draft) {
        draft.apart.extend(self.declaration.map(|span| (Span::new(span.start, span.start), "mut ".to_owned())));
    }
}

/// Whether a place belongs to its variable: the variable is no reference, and no field is reached through a pointer or taken from a value
/// with a `drop` of its own.
fn owns(scene: &Scene<'_>, place: ExprId) -> bool {
    if matches!(scene.ty(place).kind(), TyKind::Ref(..)) {
        return false;
    }
    match scene.kind(place) {
        ExprKind::Path(_) => true,
        ExprKind::Field { base, name, .. } => {
            let TyKind::Adt(def, _) = scene.ty(*base).kind() else { return false };
            let lacks = |of: Option<DefId>| of.is_some_and(|of| scene.db.impls_for(of, *def).is_empty());
            let is_own = || scene.db.field_owner(scene.def, scene.ty(*base), *name) == Some(*def);
            lacks(scene.db.lang.drop) && (is_own() || lacks(deref(scene))) && owns(scene, *base)
        }
        _ => false,
    }
}

/// Whether a variable is bound in several alternatives of a pattern.
fn is_alternative(scene: &Scene<'_>, pat: PatId) -> bool {
    let mut found = false;
    for (id, fact) in scene.body.pats.iter_enumerated() {
        if matches!(fact.kind, PatKind::Or(_)) {
            bound(scene, id, &mut |one| found |= one == pat);
        }
    }
    found
}

/// The trait `Deref`.
fn deref(scene: &Scene<'_>) -> Option<DefId> {
    let store = scene.store();
    let found = store.resolve_str(store.std(), "std::ops::Deref", Namespace::Type);
    match found.res {
        Res::Def(def) if found.rest == 0 => Some(def),
        _ => None,
    }
}
