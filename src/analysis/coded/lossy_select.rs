//! Reads and writes in `select!` that lose data when another arm wins.

use super::CodedLint;
use super::site::{Found, Remark, Site};
use crate::catalogue::Role;
use crate::facts::{ExprId, ExprKind, MacroKind};

pub(super) const LINT: CodedLint = CodedLint { ids: &["lossy-select"], replaces: &[], find };

fn find(site: &Site<'_>) -> Vec<Found> {
    let lossy: Vec<ExprId> = site.playing(Role::Lossy).filter(|call| site.is_async(*call)).collect();
    lossy.into_iter().filter_map(|call| found(site, call)).collect()
}

fn found(site: &Site<'_>, call: ExprId) -> Option<Found> {
    let future = adapted(site, call);
    let select = site.parent(future)?;
    let ExprKind::Macro(written) = site.kind(select) else { return None };
    let MacroKind::Select { arms, .. } = &written.kind else { return None };
    let is_arm = arms.len() > 1 && arms.iter().any(|arm| arm.future == future);
    let mut above = std::iter::successors(site.parent(select), |at| site.parent(*at));
    let is_again = above.any(|at| matches!(site.kind(at), ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. }));
    if !is_arm || !is_again {
        return None;
    }
    let path = site.called(call);
    let name = path.rsplit("::").next().unwrap_or_default();
    Some(Found {
        lint: "lossy-select",
        span: site.view.name_span(call),
        place: site.place(call),
        message: format!("`{name}` loses what it has done so far when another arm of this `select!` wins"),
        help: "create the future before the loop and select on `&mut future`, or use a method that is cancellation safe".to_owned(),
        remark: Remark {
            subject: path.clone(),
            why: "the futures of the other arms are dropped, and with them what they have read or written so far".to_owned(),
            level: None,
        },
    })
}

/// The future with its adaptor methods: `read.fuse()`.
fn adapted(site: &Site<'_>, call: ExprId) -> ExprId {
    let receives = |outer: &ExprId, inner: ExprId| matches!(site.kind(*outer), ExprKind::MethodCall { receiver, .. } if *receiver == inner);
    let mut at = call;
    while let Some(outer) = site.parent(at).filter(|outer| receives(outer, at)) {
        at = outer;
    }
    at
}
