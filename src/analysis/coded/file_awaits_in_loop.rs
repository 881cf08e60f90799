//! Loops that go to the blocking pool several times per iteration, and await nothing else.

use super::CodedLint;
use super::site::{Found, Remark, Site};
use crate::catalogue::Role;
use crate::facts::{ExprId, ExprKind, Literal};

pub(super) const LINT: CodedLint = CodedLint { ids: &["file-awaits-in-loop"], replaces: &[], find };

/// How many trips per iteration are worth a finding; fewer in loops over the entries of a directory.
const TRIPS: usize = 2;
const TRIPS_PER_ENTRY: usize = 1;

fn find(site: &Site<'_>) -> Vec<Found> {
    if site.playing(Role::AsyncFile).next().is_none() {
        return Vec::new();
    }
    let all = site.view.body.exprs.iter_enumerated().map(|(id, _)| id);
    all.filter(|id| site.is_async(*id)).filter_map(|id| found(site, id)).collect()
}

fn found(site: &Site<'_>, around: ExprId) -> Option<Found> {
    let rounds: Vec<ExprId> = match site.kind(around) {
        // A fixed number of iterations is no problem.
        ExprKind::For { iter, .. } if is_range(site, *iter) => return None,
        ExprKind::For { body, .. } => vec![*body],
        ExprKind::While { cond, body, .. } => vec![*cond, *body],
        _ => return None,
    };
    let parts: Vec<ExprId> = rounds.into_iter().flat_map(|part| site.inside(part)).collect();
    let own = |part: &ExprId| site.loops(*part).next() == Some(around);
    let suspensions: Vec<ExprId> = parts.iter().copied().filter(|part| site.suspends(*part)).collect();
    let mut trips = Vec::new();
    let mut needed = TRIPS;
    for at in suspensions {
        let ExprKind::Await { operand, .. } = site.kind(at) else { return None };
        // A loop that awaits something else as well cannot be moved to the pool as a whole.
        let (is_trip, is_entry) = (site.plays(*operand, Role::AsyncFile), site.plays(*operand, Role::AsyncEntries));
        if !is_trip && !is_entry {
            return None;
        }
        if is_trip && own(&at) {
            trips.push(*operand);
        }
        if is_entry && own(&at) {
            needed = TRIPS_PER_ENTRY;
        }
    }
    let first = *trips.first().filter(|_| trips.len() >= needed)?;
    let path = site.called(first);
    let number = if trips.len() == 1 { "a trip".to_owned() } else { format!("{} trips", trips.len()) };
    Some(Found {
        lint: "file-awaits-in-loop",
        span: site.view.name_span(first),
        place: site.place(first),
        message: format!("each iteration of this loop makes {number} to the blocking pool"),
        help: "do the whole loop with `std::fs` in one `tokio::task::spawn_blocking(move || ..).await`".to_owned(),
        remark: Remark { subject: path, why: "a trip costs more than most file operations themselves".to_owned(), level: None },
    })
}

fn is_range(site: &Site<'_>, iter: ExprId) -> bool {
    match site.kind(iter) {
        ExprKind::Range { end: Some(end), .. } => matches!(site.kind(*end), ExprKind::Literal(Literal::Int(..))),
        ExprKind::Array { .. } => true,
        ExprKind::Ref { operand, .. } => is_range(site, *operand),
        _ => false,
    }
}
