//! Contended locks: async code takes a lock that other code holds during something slow.

use super::super::coded::{Access, HeldDuring, Hold, LockId, Remark, Take};
use super::super::direct::{Chain, Hit};
use super::super::edges::Call;
use super::super::findings::wording;
use super::graph::Edges;
use super::local_effects::Cause;
use super::transitive::Reporting;
use crate::catalogue::Catalogue;
use crate::diagnostics::{Confidence, Cost, Hop, Level};
use crate::facts::Span;
use crate::names::DefId;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The lint.
const CONTENDED: &str = "contended-lock";

/// The slowest thing that happens while a lock is held.
pub(in crate::analysis) struct Holder {
    cause: Cause,
    chain: Chain,
}

/// The slowest holders of locks; shared and exclusive access separately.
pub(in crate::analysis) type Holders = BTreeMap<(LockId, Access), Holder>;

/// The slowest holders of each lock, by cost, then by call path length, then by position. Each hold comes with the body that contains it, and with
/// the targets of its call.
pub(in crate::analysis) fn holders<'h>(
    reporting: &Reporting<'_>,
    holds: impl Iterator<Item = (DefId, &'h Hold, Option<Edges>)>,
) -> Holders {
    let catalogue = reporting.cx.catalogue;
    let mut slowest = Holders::new();
    for (body, hold, edges) in holds {
        for (cause, span, mut rest) in reached(reporting, body, hold, edges.as_ref()) {
            // A cause that is only noted may not wait at all: a send into a channel that may be unbounded.
            let may_be_short = cause.cost(catalogue) < Cost::Disk || cause.level(catalogue) < Level::Warn;
            if may_be_short || rest.confidence == Confidence::May {
                continue;
            }
            let file = reporting.cx.db.store.file(body);
            let path = reporting.path(body, file);
            let line = file.lines.position(&file.text, span.start).line;
            rest.via.insert(0, Hop { function: reporting.cx.db.store.display_path(body), path: path.clone(), line, left_out: 0 });
            rest.files.insert(0, (path, Arc::clone(&file.text)));
            // Locks are identified by field or variable, not by value, so two uses may concern different locks.
            rest.confidence = Confidence::May;
            let found = Holder { cause, chain: rest };
            let key = (hold.lock, hold.access);
            match slowest.get(&key) {
                Some(other) if rank(catalogue, other) <= rank(catalogue, &found) => {}
                _ => drop(slowest.insert(key, found)),
            }
        }
    }
    slowest
}

/// The call that a lock is held over, if its targets have bodies.
pub(in crate::analysis) fn held_over(hold: &Hold) -> Option<&Call> {
    match &hold.over {
        HeldDuring::Call(call) => Some(call),
        HeldDuring::Api(..) => None,
    }
}

fn reached(reporting: &Reporting<'_>, body: DefId, hold: &Hold, edges: Option<&Edges>) -> Vec<(Cause, Span, Chain)> {
    match (&hold.over, edges) {
        (HeldDuring::Api(api, span), _) => {
            vec![(
                Cause::Api(*api),
                *span,
                Chain { confidence: Confidence::Certain, via: Vec::new(), files: Vec::new(), once: None, in_loop: false, kept: None },
            )]
        }
        (HeldDuring::Call(call), Some(edges)) => {
            reporting.chains(body, edges).into_iter().map(|(cause, chain)| (cause, call.span, chain)).collect()
        }
        (HeldDuring::Call(_), None) => Vec::new(),
    }
}

/// Sort key: smaller is worse.
fn rank<'h>(catalogue: &Catalogue, holder: &'h Holder) -> (std::cmp::Reverse<Cost>, usize, Vec<(&'h str, u32)>) {
    let via = &holder.chain.via;
    (std::cmp::Reverse(holder.cause.cost(catalogue)), via.len(), via.iter().map(|hop| (hop.path.as_str(), hop.line)).collect())
}

/// The findings of one body: where it takes a lock that has a slow holder.
pub(in crate::analysis) fn hits(reporting: &Reporting<'_>, body: DefId, takes: &[Take], holders: &Holders) -> Vec<Hit> {
    let catalogue = reporting.cx.catalogue;
    let Some(lint) = catalogue.lint_index(CONTENDED) else { return Vec::new() };
    let found = |take: &Take| {
        // Readers wait only for writers.
        let exclusive = holders.get(&(take.lock, Access::Exclusive));
        let shared = holders.get(&(take.lock, Access::Shared)).filter(|_| take.access == Access::Exclusive);
        let holder = exclusive.into_iter().chain(shared).min_by_key(|holder| rank(catalogue, holder))?;
        let first = holder.chain.via.first()?;
        // The holder is this very body.
        if first.function == reporting.cx.db.store.display_path(body) {
            return None;
        }
        let name = first.function.strip_prefix("crate::").unwrap_or(&first.function);
        let slow = match holder.cause.entry(catalogue) {
            Some(api) => format!("`{}`", api.path),
            None => "what is marked as blocking".to_owned(),
        };
        Some(Hit {
            cause: Cause::Coded(lint),
            span: take.span,
            expr: Some(take.expr),
            context: Some(take.context),
            confidence: holder.chain.confidence,
            message: format!("`{name}` holds this lock while it calls {slow}, which {}", wording::effect(holder.cause.cost(catalogue))),
            help: format!("do the slow part of `{name}` before or after its critical section, or take an async lock"),
            chain: Some(holder.chain.clone()),
            remark: Some(Remark {
                subject: holder.cause.entry(catalogue).map_or_else(String::new, |api| api.path.clone()),
                why: "async code that takes the lock meanwhile waits just as long, and blocks its executor thread".to_owned(),
                level: None,
            }),
        })
    };
    takes.iter().filter_map(found).collect()
}
