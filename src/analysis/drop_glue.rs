//! What dropping a value of a type surely runs: its own `drop`, and those of its fields.
//!
//! Only what is there in every value counts: not the payload of an enum, not what a collection may hold, not what is shared by counting.

use super::body::BodyView;
use super::impls::TraitImpls;
use crate::catalogue::{ApiIndex, CallKind};
use crate::names::{CrateKind, DefId, DefKind};
use crate::types::{Subst, Ty, TyKind};

/// Fields of fields deeper than this are not looked at.
const MAX_DEPTH: u32 = 6;

/// What a drop runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Glue {
    /// `Drop::drop` of user code.
    Fn(DefId),
    /// A type whose drop the catalogue knows.
    Api(ApiIndex),
}

/// Where in the value something is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The value itself, which therefore cannot be taken apart.
    Whole,
    /// A field, which may have been moved out.
    Field,
}

/// What dropping a `ty` runs, outermost first; empty if nothing is known to be run.
pub(super) fn glue(view: &BodyView<'_>, impls: &TraitImpls<'_>, ty: &Ty) -> Vec<(Part, Glue)> {
    let mut found = Vec::new();
    collect(view, impls, ty, 0, Part::Whole, &mut found);
    found
}

fn collect(view: &BodyView<'_>, impls: &TraitImpls<'_>, ty: &Ty, depth: u32, part: Part, found: &mut Vec<(Part, Glue)>) {
    if depth > MAX_DEPTH {
        return;
    }
    let mut push = |glue: Glue| {
        if !found.iter().any(|(_, other)| *other == glue) {
            found.push((part, glue));
        }
    };
    match ty.kind() {
        TyKind::Tuple(items) => {
            for item in items.iter() {
                collect(view, impls, item, depth + 1, Part::Field, found);
            }
        }
        TyKind::External(..) => {
            let known = view.known.uses_of(view.def.krate, ty);
            if let Some(api) = known.into_iter().find(|api| view.catalogue.api(*api).call == CallKind::Drop) {
                push(Glue::Api(api));
            }
        }
        TyKind::Adt(def, args) => {
            let known = view.known.uses_of(view.def.krate, ty);
            if let Some(api) = known.into_iter().find(|api| view.catalogue.api(*api).call == CallKind::Drop) {
                // The catalogue's word covers the fields.
                push(Glue::Api(api));
                return;
            }
            if let Some(drop) = view.db.lang.drop.and_then(|drop| impls.method(drop, ty, "drop")) {
                push(Glue::Fn(drop));
            }
            let store = view.db.store;
            if &*store.canonical_path(*def) == "std::boxed::Box" {
                if let Some(inner) = args.first() {
                    collect(view, impls, inner, depth + 1, part, found);
                }
                return;
            }
            // Of std and of dependencies only what they say of the value itself counts: what they are built of is theirs to manage.
            if store.krate(def.krate).kind != CrateKind::Local || store.def(*def).kind != DefKind::Struct {
                return;
            }
            let subst = Subst::of(*def, args.clone());
            for (_, field) in view.db.fields(*def, None).iter() {
                collect(view, impls, &field.subst(&subst), depth + 1, Part::Field, found);
            }
        }
        _ => {}
    }
}
