//! `timeout(d, spawn_blocking(..))`: the work continues after the timeout.

use super::CodedLint;
use super::site::{Found, Remark, Site};
use crate::catalogue::Role;
use crate::facts::{BlockKind, ExprId, ExprKind};

pub(super) const LINT: CodedLint = CodedLint { ids: &["timeout-over-offload"], replaces: &[], find };

fn find(site: &Site<'_>) -> Vec<Found> {
    site.playing(Role::Timeout).filter(|call| site.is_async(*call)).filter_map(|call| found(site, call)).collect()
}

fn found(site: &Site<'_>, call: ExprId) -> Option<Found> {
    let (_, args) = site.view.receiver_and_args(call);
    let offload = offloaded(site, *args.get(1)?)?;
    let path = site.called(offload);
    Some(Found {
        lint: "timeout-over-offload",
        span: site.view.name_span(call),
        place: site.place(call),
        message: format!("this timeout does not end the work in `{path}`"),
        help: "give the work itself a deadline or a flag that it checks, and limit how many run at once".to_owned(),
        remark: Remark {
            subject: path,
            why: "what runs on the blocking pool cannot be cancelled: it keeps its thread until it is done".to_owned(),
            level: None,
        },
    })
}

/// The offload that a future is, or ends with. A borrowed or stored handle is awaited again later, so it does not count.
fn offloaded(site: &Site<'_>, future: ExprId) -> Option<ExprId> {
    let mut at = future;
    for _ in 0..8 {
        if site.plays(at, Role::BlockingPool) {
            return Some(at);
        }
        at = match site.kind(at) {
            ExprKind::Await { operand, .. } | ExprKind::Try { operand } => *operand,
            ExprKind::Block { kind: BlockKind::Async { .. } | BlockKind::Plain, stmts, tail: Some(tail), .. } if stmts.is_empty() => *tail,
            ExprKind::Path(_) => {
                let pat = site.local(at)?;
                (site.uses(pat).len() == 1).then_some(())?;
                site.init(pat)?
            }
            ExprKind::MethodCall { .. } => {
                let inner = site.unwrapped(at);
                (inner != at).then_some(inner)?
            }
            _ => return None,
        };
    }
    None
}
