//! Which part of an operand can be hoisted: a value that owns its data, and whose temporaries the call does not need.

use super::super::code::flow::any_part;
use super::super::code::scene::Scene;
use super::super::draft::Draft;
use super::super::offload::region::is_handle;
use super::super::replace::snapshot;
use super::super::values::across;
use super::super::values::across::Subject;
use super::super::values::alive::left_behind;
use super::super::values::auto_traits::{Known, Marker};
use super::super::values::dropped::is_quiet;
use super::super::values::later;
use super::super::values::owned::{is_owned, owner_of};
use crate::diagnostics::Guard;
use crate::facts::{ExprId, ExprKind, SelfParam, Span};
use crate::types::{Callee, Mutability, Ty, TyKind};

/// The part of an operand that is hoisted.
pub(super) struct Part<'s> {
    /// The hoisted expression. If the call gets a reference to it, that is taken in the call.
    pub(super) value: ExprId,
    /// `&`, if the call needs a reference and there is no autoref.
    pub(super) prefix: &'static str,
    /// `.to_owned()`, if the hoisted expression is a reference.
    pub(super) suffix: String,
    /// The type that must be owned and `Send`; `None` if it surely is.
    ty: Option<&'s Ty>,
}

/// The position of an operand in its call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Position {
    /// The receiver of a method call, with autoref and autoderef.
    Receiver,
    /// The receiver of a method called by its path, passed as written.
    FirstArgument,
    /// An argument, with the index of its parameter without the receiver.
    Argument(usize),
}

impl<'s> Part<'s> {
    /// The part of an operand of `call` that can be hoisted; `None` for places, closures, and what is borrowed from elsewhere.
    pub(super) fn of(scene: &'s Scene<'_>, call: ExprId, operand: ExprId, position: Position) -> Option<Self> {
        let (value, is_borrowed) = match scene.kind(operand) {
            ExprKind::Ref { mutable: false, raw: false, operand } => (*operand, true),
            _ => (operand, false),
        };
        let prefix = if is_borrowed { "&" } else { "" };
        let is_written = !scene.body.exprs[value].from_expansion && scene.span(value) != Span::default();
        let lends = any_part(scene, value, &[], &|part| matches!(scene.kind(part), ExprKind::Ref { mutable: true, .. }));
        let ty = scene.ty(value);
        // A value that blocks when it is used must move with its use.
        if !is_made(scene, value) || !is_written || lends || later::blocks(scene, ty) || is_handle(scene, ty) {
            return None;
        }
        let part = match ty.kind() {
            TyKind::Ref(Mutability::Mutable, _) | TyKind::Closure(_) | TyKind::Never => return None,
            TyKind::Ref(Mutability::Shared, pointee) => {
                let owner = owner_of(scene, pointee);
                let is_taken = position == Position::Receiver && !is_lent(scene, call);
                if is_borrowed || owner.is_there != Known::Yes || is_taken || !scene.is_postfix(value) {
                    return None;
                }
                let prefix = if position == Position::Receiver { "" } else { "&" };
                Part { value, prefix, suffix: format!(".{}()", owner.method), ty: owner.holds }
            }
            _ => Part { value, prefix, suffix: String::new(), ty: Some(ty) },
        };
        (part.crosses(scene) != Known::No).then_some(part)
    }

    /// Whether it can go to another thread.
    fn crosses(&self, scene: &Scene<'_>) -> Known {
        let auto = scene.auto_traits();
        self.ty.map_or(Known::Yes, |ty| is_owned(scene, ty).max(auto.holds(ty, Marker::Send)))
    }

    /// Notes in `draft` what blocks capturing it as the variable `name`.
    pub(super) fn judge(&self, scene: &Scene<'_>, name: &str, draft: &mut Draft) -> Result<(), Guard> {
        let is_copied = |part: ExprId| scene.local(part).is_some_and(|pat| snapshot::of(scene, pat).is_some());
        let is_guard =
            |part: ExprId| !is_copied(part) && scene.ty(part).any(&mut |ty| across::guard_path(scene.db, scene.catalogue, ty).is_some());
        // The guard would be released before the call.
        if any_part(scene, self.value, &[], &is_guard) {
            return Err(Guard::GuardAlive);
        }
        // Its temporaries used to live until the call has returned; hoisted, they are dropped earlier. That matters for a folder that is
        // removed with its handle.
        if !left_behind(scene, self.value).iter().all(|ty| is_quiet(scene, ty)) {
            return Err(Guard::UnusualForm);
        }
        if let Some(ty) = self.ty.filter(|_| self.crosses(scene) != Known::Yes) {
            draft.doubt_about(Guard::UnknownType, across::about(scene, Subject::Named(name), ty));
        }
        Ok(())
    }
}

/// Whether an expression creates a value rather than naming a place.
fn is_made(scene: &Scene<'_>, value: ExprId) -> bool {
    match scene.kind(value) {
        ExprKind::Call { .. }
        | ExprKind::MethodCall { .. }
        | ExprKind::Try { .. }
        | ExprKind::Await { .. }
        | ExprKind::Macro(_)
        | ExprKind::Binary { assign: false, .. }
        | ExprKind::Tuple { .. } => true,
        ExprKind::Field { base, .. } | ExprKind::Index { base, .. } => !scene.is_place(*base),
        _ => false,
    }
}

/// Whether a method takes `&self` and is not a method of a reference type. A method of a reference type might be another one, or missing,
/// for the owned value.
fn is_lent(scene: &Scene<'_>, call: ExprId) -> bool {
    let Some(Callee::Fn(callee)) = scene.types.callees.get(&call) else { return false };
    let is_of_reference = callee.self_ty.as_ref().is_some_and(|ty| matches!(ty.kind(), TyKind::Ref(..)));
    matches!(scene.self_param(call), Some(SelfParam::Ref)) && !is_of_reference
}
