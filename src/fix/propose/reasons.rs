//! Why a finding has no fix when nothing was tried for it: its kind of work has no rewrite.

use super::Input;
use super::code::scene::Scene;
use crate::analysis::Site;
use crate::catalogue::CallKind;
use crate::diagnostics::{Cost, Finding, Guard, Kind};
use crate::facts::{ExprId, ExprKind};

/// What is in the way of a fix for this finding; `None` if it is not about a call or a value.
pub(super) fn of(input: &Input<'_>, finding: &Finding, site: Option<(&Scene<'_>, Site)>) -> Option<Guard> {
    if finding.api.is_empty() {
        return None;
    }
    let apis = || {
        let named = input.catalogue.by_path(&finding.api).iter().copied();
        site.and_then(|(_, site)| site.api).into_iter().chain(named).map(|api| input.catalogue.api(api))
    };
    let panics = finding.cost == Cost::Panics && finding.kind == Kind::Direct && apis().any(|api| api.call == CallKind::Call);
    let always = input.catalogue.lint(&finding.lint).and_then(|lint| lint.file.no_fix);
    if always.is_some() {
        return always;
    }
    Some(match site {
        _ if apis().any(|api| api.one_thread) => Guard::OneThread,
        // A client that panics in async code is replaced where it is built, with all its uses.
        Some((scene, site)) if panics && is_from_outside(scene, site.expr) => Guard::OtherRoot,
        Some(_) if panics => Guard::OtherUse,
        _ => Guard::OtherDesign,
    })
}

/// Whether the receiver of a call is not built in the same body.
fn is_from_outside(scene: &Scene<'_>, call: ExprId) -> bool {
    let Some(mut at) = scene.receiver_and_args(call).0 else { return false };
    loop {
        at = match scene.kind(at) {
            ExprKind::MethodCall { receiver: inner, .. }
            | ExprKind::Try { operand: inner }
            | ExprKind::Ref { operand: inner, .. }
            | ExprKind::Await { operand: inner, .. } => *inner,
            ExprKind::Field { .. } => return true,
            ExprKind::Path(_) => return scene.local(at).is_none_or(|pat| scene.index().let_of_pat(pat).is_none()),
            _ => return false,
        }
    }
}
