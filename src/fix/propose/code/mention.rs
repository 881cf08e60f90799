//! The mentions of a place, and how the code around each uses it.

use super::super::offload::moved::Shape;
use super::super::values::owned::is_copy;
use super::flow::is_plain;
use super::scene::{Root, Scene};
use crate::catalogue::Role;
use crate::diagnostics::Guard;
use crate::facts::{ExprId, ExprKind, MacroKind, PatId, SelfParam, UnaryOp};
use crate::types::TyKind;

/// The method that `write!` and `writeln!` call, with the formatted values as arguments.
const WRITE_FMT: &str = "write_fmt";

/// One mention of a place.
pub(in crate::fix::propose) struct Mention {
    /// The whole place: `self.config.path`.
    pub(in crate::fix::propose) place: ExprId,
    pub(in crate::fix::propose) how: How,
}

/// How the code uses a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::fix::propose) enum How {
    /// Takes a shared reference.
    Borrow,
    /// Calls a method on it, with autoref or autoderef.
    Receiver,
    /// Uses it by value.
    Take,
    /// Changes it.
    Change,
}

pub(in crate::fix::propose) fn mention(scene: &Scene<'_>, local: ExprId, shape: Shape) -> Result<Mention, Guard> {
    let mut place = local;
    for (above, below) in scene.around(local) {
        match scene.kind(above) {
            ExprKind::Field { base, .. } if *base == below => place = above,
            _ => break,
        }
    }
    let how = match scene.around(place).next().map(|(above, below)| (above, scene.kind(above), below)) {
        Some((_, ExprKind::Ref { mutable: true, .. }, _)) => How::Change,
        Some((_, ExprKind::Assign { lhs, .. } | ExprKind::Binary { assign: true, lhs, .. }, below)) if *lhs == below => How::Change,
        Some((_, ExprKind::Ref { .. }, _)) => How::Borrow,
        Some((call, ExprKind::MethodCall { receiver, .. }, below)) if *receiver == below => match scene.self_param(call) {
            Some(SelfParam::RefMut) => How::Change,
            Some(SelfParam::Value) if !matches!(scene.ty(place).kind(), TyKind::Ref(..)) => How::Take,
            Some(_) => How::Receiver,
            None => return Err(Guard::UnknownType),
        },
        Some((above, ExprKind::Macro(call), _)) => match call.kind {
            MacroKind::Format { .. } | MacroKind::Print { .. } | MacroKind::Unit { .. } => How::Receiver,
            MacroKind::Exprs { .. } if is_plain(scene, above, call) => How::Receiver,
            _ => How::Take,
        },
        // `write!(out, "{name}")` borrows what it formats.
        Some((_, ExprKind::MethodCall { method, args, .. }, below)) if *method == WRITE_FMT && args.contains(&below) => How::Receiver,
        Some((_, ExprKind::Index { base, .. }, below)) if *base == below && !is_changed(scene, place) => How::Receiver,
        Some((
            _,
            ExprKind::Call { .. }
            | ExprKind::MethodCall { .. }
            | ExprKind::Tuple { .. }
            | ExprKind::Struct { .. }
            | ExprKind::Binary { .. },
            _,
        )) => How::Take,
        // An element or the pointee is changed.
        Some((_, ExprKind::Index { .. } | ExprKind::Unary { op: UnaryOp::Deref, .. }, _)) if is_changed(scene, place) => How::Change,
        Some((_, ExprKind::Closure { .. }, _)) => return Err(Guard::UnusualForm),
        Some(_) if shape == Shape::Statements => How::Take,
        _ => return Err(Guard::UnusualForm),
    };
    Ok(Mention { place, how })
}

/// Whether a mention passes a variable on by value. That moves it, or copies it if its type is `Copy`; so does a closure with `move`.
pub(in crate::fix::propose) fn is_passed_on(scene: &Scene<'_>, mention: &Mention) -> bool {
    let Some((above, below)) = scene.around(mention.place).next() else { return false };
    let is_passed = match scene.kind(above) {
        ExprKind::Call { callee, .. } => *callee != below,
        ExprKind::MethodCall { .. } | ExprKind::Struct { .. } | ExprKind::Tuple { .. } => true,
        _ => false,
    };
    is_passed && mention.how == How::Take
}

/// Whether an element or the pointee of a place is assigned or borrowed mutably.
fn is_changed(scene: &Scene<'_>, place: ExprId) -> bool {
    for (above, below) in scene.around(place) {
        match scene.kind(above) {
            ExprKind::Index { base: inner, .. } | ExprKind::Field { base: inner, .. } | ExprKind::Unary { operand: inner, .. }
                if *inner == below => {}
            ExprKind::Ref { mutable, .. } => return *mutable,
            ExprKind::Assign { lhs, .. } | ExprKind::Binary { assign: true, lhs, .. } => return *lhs == below,
            ExprKind::MethodCall { receiver, .. } if *receiver == below => {
                return !matches!(scene.self_param(above), Some(SelfParam::Ref | SelfParam::Value));
            }
            _ => return false,
        }
    }
    false
}

/// Whether a mention moves its variable away.
pub(in crate::fix::propose) fn takes(scene: &Scene<'_>, local: ExprId) -> bool {
    let Ok(mention) = mention(scene, local, Shape::Statements) else { return false };
    mention.place == local && is_passed_on(scene, &mention) && !is_copy(scene, scene.ty(local))
}

/// Whether a variable is moved away anywhere, so that its scope does not drop it.
pub(in crate::fix::propose) fn is_moved(scene: &Scene<'_>, pat: PatId) -> bool {
    scene.mentions(pat).iter().any(|mention| takes(scene, *mention))
}

/// Whether a variable is changed after a byte, or may be.
pub(in crate::fix::propose) fn is_changed_after(scene: &Scene<'_>, pat: PatId, end: u32) -> bool {
    let mut later = scene.mentions(pat).iter().filter(|id| scene.span(**id).start >= end);
    later.any(|id| mention(scene, *id, Shape::Statements).is_ok_and(|mention| mention.how == How::Change))
}

/// Whether a mention of a variable of this future, or of one of its fields, only reads it.
pub(in crate::fix::propose) fn is_read(scene: &Scene<'_>, local: ExprId) -> bool {
    let is_own = |root: Root| root == Root::Fn || scene.local(local).is_some_and(|pat| !scene.is_outer(pat, root));
    !scene.body.exprs[local].from_expansion && scene.root(local).is_ok_and(is_own) && reads(scene, local)
}

/// Whether a mention of a variable only reads it, or copies a field of it.
pub(in crate::fix::propose) fn reads(scene: &Scene<'_>, local: ExprId) -> bool {
    let Ok(Mention { place, how }) = mention(scene, local, Shape::Statements) else { return false };
    match how {
        How::Borrow | How::Receiver => true,
        How::Take => place != local && is_copy(scene, scene.ty(place)),
        How::Change => false,
    }
}

/// Whether a mention of a variable drops it: `drop(variable)`.
pub(in crate::fix::propose) fn is_dropped_by_name(scene: &Scene<'_>, local: ExprId) -> bool {
    let call = scene.parent(local).filter(|above| matches!(scene.kind(*above), ExprKind::Call { .. }));
    call.is_some_and(|call| scene.roles(call).contains(&Role::Drop))
}
