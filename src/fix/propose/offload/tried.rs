//! The error type of a closure that gets code with `?`: code outside propagates the error as before.

use super::super::code::paths;
use super::super::code::scene::{Root, Scene};
use super::super::draft::Draft;
use super::join_error::error_of_future;
use super::run::returns;
use crate::diagnostics::Guard;
use crate::facts::{ExprId, ExprKind, Span};
use crate::types::{Ty, TyKind};

/// The error type of these `?`, with its path at an expression: the type that all operands have, or else that of the future `root`, to which
/// each `?` converts its error anyway.
pub(in crate::fix::propose) fn error(
    scene: &Scene<'_>,
    (root, at): (Root, ExprId),
    tries: &[ExprId],
    draft: &mut Draft,
) -> Result<(String, Ty), Guard> {
    let error = match common(scene, tries)? {
        Some(error) => error.clone(),
        None => error_of_future(scene, root).ok_or(Guard::ControlFlow)?,
    };
    returns(scene, &error, draft).map_err(|_| Guard::ControlFlow)?;
    match error.kind() {
        TyKind::Adt(def, args) if args.is_empty() => paths::type_path(scene, at, *def).map(|path| (path, error)).ok_or(Guard::ControlFlow),
        _ => Err(Guard::ControlFlow),
    }
}

/// The error type that all operands have; `None` if they have different ones.
fn common<'s>(scene: &'s Scene<'_>, tries: &[ExprId]) -> Result<Option<&'s Ty>, Guard> {
    let mut errors: Vec<&Ty> = Vec::new();
    for id in tries {
        let ExprKind::Try { operand } = scene.kind(*id) else { continue };
        let TyKind::Adt(def, args) = scene.ty(*operand).kind() else { return Err(Guard::ControlFlow) };
        if &*scene.store().canonical_path(*def) != "std::result::Result" {
            return Err(Guard::ControlFlow);
        }
        errors.push(args.get(1).ok_or(Guard::ControlFlow)?);
    }
    let first = *errors.first().ok_or(Guard::ControlFlow)?;
    Ok(Some(first).filter(|first| errors.iter().all(|error| error == first)))
}

/// The `?` at the end of a closure's last value, if that is a `Result` with the closure's error without it: `f(x)` for `Ok(f(x)?)`.
pub(in crate::fix::propose) fn superfluous(scene: &Scene<'_>, value: ExprId, error: &Ty) -> Option<Span> {
    let ExprKind::Try { operand } = scene.kind(value) else { return None };
    let mark = Span::new(scene.span(*operand).end, scene.span(value).end);
    let is_same = super::error_of(scene, scene.ty(*operand)) == Some(error);
    (is_same && scene.text(mark) == "?").then_some(mark)
}
