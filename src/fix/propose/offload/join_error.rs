//! Whether `?` can propagate tokio's `JoinError`, which reports a panic of the moved code: whether the error type of the surrounding code
//! implements `From<JoinError>`.

use super::super::code::scene::{Root, Scene, path_of};
use super::error_of;
use crate::facts::ItemKind;
use crate::names::{CrateKind, DefId};
use crate::types::{Ty, TyKind};

/// The class of errors that implement `From<JoinError>`, in `rules/receivers.toml`.
const TAKES_JOIN_ERROR: &str = "takes-join-error";

/// The class of errors that implement `From` for every error.
const TAKES_ANY_ERROR: &str = "takes-any-error";

/// The class of errors that awaiting a spawned task gives.
const JOIN_ERROR: &str = "join-error";

/// The attribute of a field from which a derive converts.
const FROM: &str = "#[from]";

/// Whether a `?` on a `Result` with a `JoinError` compiles in this future.
pub(in crate::fix::propose) fn is_taken(scene: &Scene<'_>, root: Root) -> bool {
    error_of_future(scene, root).is_some_and(|error| takes(scene, &error))
}

/// Whether a `?` compiles in this future whatever the error is.
pub(in crate::fix::propose) fn is_any_taken(scene: &Scene<'_>, root: Root) -> bool {
    let class = scene.catalogue.receivers().class(TAKES_ANY_ERROR);
    let is_listed = |ty: &Ty| path_of(scene.db, ty).is_some_and(|path| class.is_some_and(|class| class.has_type(&path)));
    error_of_future(scene, root).is_some_and(|error| match error.kind() {
        TyKind::Adt(def, args) if Some(*def) == scene.db.lang.boxed => args.first().is_some_and(|inner| is_any_error(scene, inner)),
        _ => is_listed(&error),
    })
}

/// The error type of the `Result` that a future returns.
pub(in crate::fix::propose) fn error_of_future(scene: &Scene<'_>, root: Root) -> Option<Ty> {
    let output = match root {
        Root::Fn => scene.db.fn_sig(scene.def)?.declared_ret.clone(),
        Root::Expr(block) => match scene.ty(block).kind() {
            TyKind::Future(output) => output.clone(),
            _ => return None,
        },
    };
    error_of(scene, &output).cloned()
}

fn takes(scene: &Scene<'_>, error: &Ty) -> bool {
    let class = scene.catalogue.receivers().class(TAKES_JOIN_ERROR);
    let is_listed = |path: &str| class.is_some_and(|class| class.has_type(path));
    match error.kind() {
        TyKind::Adt(def, args) if Some(*def) == scene.db.lang.boxed => args.first().is_some_and(|inner| is_any_error(scene, inner)),
        TyKind::Adt(def, _) if scene.store().kind(def.krate) == CrateKind::Local => has_impl(scene, *def) || has_variant(scene, *def),
        _ => path_of(scene.db, error).is_some_and(|path| is_listed(&path)),
    }
}

/// Whether a type of the workspace has an `impl From<JoinError>`.
fn has_impl(scene: &Scene<'_>, error: DefId) -> bool {
    let Some(from) = scene.db.lang.from else { return false };
    let of = |imp: DefId| scene.db.impl_trait(imp)?.args.first().cloned();
    scene.db.impls_for(from, error).into_iter().filter_map(of).any(|source| is_join_error(scene, &source))
}

/// Whether an enum of the workspace has a variant `(#[from] JoinError)`, of which a derive makes the impl.
fn has_variant(scene: &Scene<'_>, error: DefId) -> bool {
    let Some(ItemKind::Enum { variants, .. }) = scene.store().item(error).map(|item| &item.kind) else { return false };
    let text = &scene.store().file(error).text;
    (0..).zip(variants).any(|(index, variant)| {
        let written = text.get(variant.span.end as usize..).unwrap_or_default().trim_start();
        let is_converted = written.strip_prefix('(').is_some_and(|fields| fields.trim_start().starts_with(FROM));
        is_converted && matches!(&scene.db.fields(error, Some(index))[..], [(_, only)] if is_join_error(scene, only))
    })
}

fn is_join_error(scene: &Scene<'_>, ty: &Ty) -> bool {
    let class = scene.catalogue.receivers().class(JOIN_ERROR);
    path_of(scene.db, ty).is_some_and(|path| class.is_some_and(|class| class.has_type(&path)))
}

/// `dyn Error`, with any marker traits.
fn is_any_error(scene: &Scene<'_>, ty: &Ty) -> bool {
    let TyKind::Dyn(bounds) = ty.kind() else { return false };
    bounds.iter().any(|bound| &*scene.store().canonical_path(bound.def) == "std::error::Error")
}
