//! Reads and writes in `select!` that lose data when another arm wins.

use super::CodedLint;
use super::site::{Found, Remark, Site};
use crate::catalogue::Role;
use crate::facts::{ExprId, ExprKind, MacroKind, Name, PatId, Stmt};

pub(super) const LINT: CodedLint = CodedLint { ids: &["lossy-select"], replaces: &[], find };

fn find(site: &Site<'_>) -> Vec<Found> {
    let lossy: Vec<ExprId> = site.playing(Role::Lossy).filter(|call| site.is_async(*call)).collect();
    lossy.into_iter().filter_map(|call| found(site, call)).collect()
}

fn found(site: &Site<'_>, call: ExprId) -> Option<Found> {
    let future = adapted(site, call);
    let select = site.parent(future)?;
    let ExprKind::Macro(written) = site.kind(select) else { return None };
    let MacroKind::Select { arms, otherwise, polls } = &written.kind else { return None };
    let others = arms.iter().filter(|arm| arm.future != future).map(|arm| arm.handler);
    let others: Vec<ExprId> = others.chain(otherwise.filter(|_| *polls)).collect();
    if arms.iter().all(|arm| arm.future != future) || !is_repeated(site, call, select, &others) {
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

/// Whether the same reader or writer may be used again after another arm has won. Otherwise what is lost was of no use.
fn is_repeated(site: &Site<'_>, call: ExprId, select: ExprId, others: &[ExprId]) -> bool {
    let receiver = site.view.receiver_and_args(call).0;
    let used = receiver.and_then(|receiver| rooted_in(site, receiver));
    let around: Vec<ExprId> = site.loops(select).collect();
    // A loop around the variable makes a new one in each round.
    let is_outside = |at: &ExprId| used.is_none_or(|pat| !site.view.body.exprs[*at].span.contains(site.view.body.pats[pat].span));
    let Some(outermost) = around.iter().copied().take_while(is_outside).last() else { return false };
    let leaves = Leaves { site, from: around[0], to: outermost };
    let later = || {
        let end = site.view.body.exprs[outermost].span.end;
        let is_after = |again: &ExprId| site.view.body.exprs[*again].span.start >= end;
        let text = |at: ExprId| site.view.text(site.view.body.exprs[at].span);
        let is_same = |again: ExprId| match (receiver, site.view.receiver_and_args(again).0) {
            (Some(first), Some(second)) => rooted_in(site, second) == used && text(first) == text(second),
            _ => false,
        };
        site.playing(Role::Lossy).filter(is_after).any(is_same)
    };
    others.iter().any(|handler| match leaves.through(*handler) {
        _ if leaves.may_go_on(*handler) => true,
        None => true,
        Some(Way::Loop) => later(),
        Some(Way::Fn) => false,
    })
}

/// The variable that a place starts with.
fn rooted_in(site: &Site<'_>, id: ExprId) -> Option<PatId> {
    let mut at = id;
    loop {
        at = match site.kind(at) {
            ExprKind::Path(_) => return site.local(at),
            ExprKind::Field { base, .. } => *base,
            ExprKind::Ref { operand, .. } | ExprKind::Unary { operand, .. } => *operand,
            ExprKind::MethodCall { receiver, .. } => *receiver,
            _ => return None,
        };
    }
}

/// How control leaves a loop.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// To the code after it.
    Loop,
    /// Out of the fn, or nowhere.
    Fn,
}

/// Whether code leaves a loop on each path.
struct Leaves<'a> {
    site: &'a Site<'a>,
    /// The loop around the code.
    from: ExprId,
    /// The loop to leave, which is the same or one around it.
    to: ExprId,
}

impl Leaves<'_> {
    /// How an expression leaves the loop; `None` if it may not.
    fn through(&self, id: ExprId) -> Option<Way> {
        let site = self.site;
        match site.kind(id) {
            ExprKind::Return { .. } => Some(Way::Fn),
            ExprKind::Break { label: None, .. } => (self.from == self.to).then_some(Way::Loop),
            ExprKind::Break { label: Some(label), .. } => (self.is_beyond(*label, true)).then_some(Way::Loop),
            ExprKind::Continue { label: Some(label) } => (self.is_beyond(*label, false)).then_some(Way::Loop),
            ExprKind::Macro(call) => match &call.kind {
                MacroKind::Diverge { .. } => Some(Way::Fn),
                MacroKind::Expanded { expr } => self.through(*expr),
                _ => None,
            },
            ExprKind::Call { .. } | ExprKind::MethodCall { .. } => site.view.types.exprs[id].is_never().then_some(Way::Fn),
            // `Err(stopped)?`
            ExprKind::Try { operand } => match site.kind(*operand) {
                ExprKind::Call { callee, .. } if matches!(site.kind(*callee), ExprKind::Path(path) if path.segments.last().is_some_and(|last| last.name == "Err")) => {
                    Some(Way::Fn)
                }
                _ => None,
            },
            ExprKind::Block { stmts, tail, label: None, .. } if !site.is_apart(id) => {
                stmts.iter().filter_map(Stmt::evaluates).chain(*tail).find_map(|expr| self.through(expr))
            }
            ExprKind::If { then, otherwise: Some(otherwise), .. } => self.through(*then)?.min(self.through(*otherwise)?).into(),
            ExprKind::Match { arms, .. } => {
                let ways: Option<Vec<Way>> = arms.iter().map(|arm| self.through(arm.body)).collect();
                ways?.into_iter().min()
            }
            _ => None,
        }
    }

    /// Whether some path through an expression starts the next round.
    fn may_go_on(&self, id: ExprId) -> bool {
        let site = self.site;
        let is_of_loop = |jump: ExprId| site.loops(jump).next() == Some(self.from);
        site.inside(id).into_iter().any(|at| match site.kind(at) {
            ExprKind::Continue { label: None } => is_of_loop(at),
            ExprKind::Break { label: None, .. } => self.from != self.to && is_of_loop(at),
            ExprKind::Continue { label: Some(label) } => !self.is_beyond(*label, false),
            _ => false,
        })
    }

    /// Whether the loop with a label is around the loop to leave, or is that loop itself.
    fn is_beyond(&self, label: Name, itself: bool) -> bool {
        let site = self.site;
        let is_named = |at: &ExprId| match site.kind(*at) {
            ExprKind::Loop { label: own, .. }
            | ExprKind::While { label: own, .. }
            | ExprKind::For { label: own, .. }
            | ExprKind::Block { label: own, .. } => *own == Some(label),
            _ => false,
        };
        (itself && is_named(&self.to)) || site.ancestors(self.to).any(|at| is_named(&at))
    }
}
