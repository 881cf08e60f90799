//! What of an operand can be made before the call moves: values that own what they hold, and whose making leaves nothing behind that the
//! call would miss.

use super::super::alive::left_behind;
use super::super::auto_traits::{AutoTraits, Known, Marker};
use super::super::draft::Draft;
use super::super::dropped::is_quiet;
use super::super::flow::any_part;
use super::super::owned::{is_owned, owner_of};
use super::super::region::is_handle;
use super::super::scene::Scene;
use super::super::{across, across::Subject, later};
use crate::diagnostics::Guard;
use crate::facts::{ExprId, ExprKind, SelfParam, Span};
use crate::types::{Callee, Mutability, Ty, TyKind};

/// An operand that is made before.
pub(super) struct Part<'s> {
    /// What is evaluated; the reference to it that the call gets is made by the call.
    pub(super) value: ExprId,
    /// `&`, if the call gets a reference that it does not make by itself.
    pub(super) prefix: &'static str,
    /// `.to_owned()`, if what is evaluated is a reference.
    pub(super) suffix: String,
    /// What has to be owned and to move to another thread; `None` if it surely does.
    ty: Option<&'s Ty>,
}

/// How a call gets an operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// As it is written.
    Argument,
    /// By a dot, which borrows and dereferences by itself.
    Receiver,
}

impl<'s> Part<'s> {
    /// What of an operand of `call` can be made before; `None` for places, closures, and what is borrowed from somewhere else.
    pub(super) fn of(scene: &'s Scene<'_>, call: ExprId, operand: ExprId, role: Role) -> Option<Self> {
        let (value, is_borrowed) = match scene.kind(operand) {
            ExprKind::Ref { mutable: false, raw: false, operand } => (*operand, true),
            _ => (operand, false),
        };
        let prefix = if is_borrowed { "&" } else { "" };
        let is_written = !scene.body.exprs[value].from_expansion && scene.span(value) != Span::default();
        let lends = any_part(scene, value, &[], &|part| matches!(scene.kind(part), ExprKind::Ref { mutable: true, .. }));
        let ty = scene.ty(value);
        // What goes on to block has to move with what it is for.
        if !is_made(scene, value) || !is_written || lends || later::blocks(scene, ty) || is_handle(scene, ty) {
            return None;
        }
        let part = match ty.kind() {
            TyKind::Ref(Mutability::Mutable, _) | TyKind::Closure(_) | TyKind::Never => return None,
            TyKind::Ref(Mutability::Shared, pointee) => {
                let owner = owner_of(scene, pointee);
                let is_taken = role == Role::Receiver && !is_lent(scene, call);
                if is_borrowed || owner.is_there != Known::Yes || is_taken || !scene.is_postfix(value) {
                    return None;
                }
                let prefix = if role == Role::Receiver { "" } else { "&" };
                Part { value, prefix, suffix: format!(".{}()", owner.method), ty: owner.holds }
            }
            _ => Part { value, prefix, suffix: String::new(), ty: Some(ty) },
        };
        (part.crosses(scene) != Known::No).then_some(part)
    }

    /// Whether it can go to another thread.
    fn crosses(&self, scene: &Scene<'_>) -> Known {
        let auto = AutoTraits::new(scene.db, scene.catalogue, scene.def);
        self.ty.map_or(Known::Yes, |ty| is_owned(scene, ty).max(auto.holds(ty, Marker::Send)))
    }

    /// Notes what speaks against its going along as the variable `name`.
    pub(super) fn judge(&self, scene: &Scene<'_>, name: &str, draft: &mut Draft) -> Result<(), Guard> {
        let is_guard = |part: ExprId| scene.ty(part).any(&mut |ty| across::guard_path(scene.db, scene.catalogue, ty).is_some());
        // It would be released before the call.
        if any_part(scene, self.value, &[], &is_guard) {
            return Err(Guard::GuardAlive);
        }
        // What its making leaves behind lives until the call has returned, and would be gone before it: a folder that is removed with its handle.
        if !left_behind(scene, self.value).iter().all(|ty| is_quiet(scene, ty)) {
            return Err(Guard::UnusualForm);
        }
        if let Some(ty) = self.ty.filter(|_| self.crosses(scene) != Known::Yes) {
            draft.doubt_about(Guard::UnknownType, across::about(scene, Subject::Named(name), ty));
        }
        Ok(())
    }
}

/// Whether an expression makes a value, rather than naming one.
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

/// Whether a method borrows what its receiver points to: a method of references would be another one, or none, for what they point to.
fn is_lent(scene: &Scene<'_>, call: ExprId) -> bool {
    let Some(Callee::Fn(callee)) = scene.types.callees.get(&call) else { return false };
    let is_of_reference = callee.self_ty.as_ref().is_some_and(|ty| matches!(ty.kind(), TyKind::Ref(..)));
    matches!(scene.self_param(call), Some(SelfParam::Ref)) && !is_of_reference
}
