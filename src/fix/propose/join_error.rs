//! Whether `?` can propagate tokio's `JoinError`, which reports a panic of the moved code: whether the error type of the surrounding code
//! implements `From<JoinError>`.

use super::offload::error_of;
use super::scene::{Root, Scene, path_of};
use crate::types::{Ty, TyKind};

/// The class of errors that implement `From<JoinError>`, in `rules/receivers.toml`.
const TAKES_JOIN_ERROR: &str = "takes-join-error";

/// Whether a `?` on a `Result` with a `JoinError` compiles in this future.
pub(super) fn is_taken(scene: &Scene<'_>, root: Root) -> bool {
    error_of_future(scene, root).is_some_and(|error| takes(scene, &error))
}

/// The error type of the `Result` that a future returns.
pub(super) fn error_of_future(scene: &Scene<'_>, root: Root) -> Option<Ty> {
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
        _ => path_of(scene.db, error).is_some_and(|path| is_listed(&path)),
    }
}

/// `dyn Error`, with any marker traits.
fn is_any_error(scene: &Scene<'_>, ty: &Ty) -> bool {
    let TyKind::Dyn(bounds) = ty.kind() else { return false };
    bounds.iter().any(|bound| &*scene.store().canonical_path(bound.def) == "std::error::Error")
}
