//! Sockets of std that are passed to a runtime while still in blocking mode.

use super::CodedLint;
use super::site::{Found, Remark, Site};
use crate::catalogue::Role;
use crate::facts::{ExprId, ExprKind};
use crate::types::Callee;

pub(super) const LINT: CodedLint = CodedLint { ids: &["missing-set-nonblocking"], replaces: &[], find };

fn find(site: &Site<'_>) -> Vec<Found> {
    // Any socket counts, since a closure may give it another name.
    if site.playing(Role::SetNonblocking).next().is_some() {
        return Vec::new();
    }
    site.playing(Role::FromStd).filter_map(|call| found(site, call)).collect()
}

fn found(site: &Site<'_>, call: ExprId) -> Option<Found> {
    let (_, args) = site.view.receiver_and_args(call);
    let given = *args.first()?;
    let made = match site.local(given) {
        Some(pat) => {
            let others = site.uses(pat).into_iter().filter(|named| *named != given);
            for other in others {
                is_harmless(site, other).then_some(())?;
            }
            site.init(pat)?
        }
        None => given,
    };
    if !site.plays(site.unwrapped(made), Role::StdSocket) {
        return None;
    }
    let path = site.called(call);
    Some(Found {
        lint: "missing-set-nonblocking",
        span: site.view.name_span(call),
        place: site.place(call),
        message: format!("`{path}` is given a socket that blocks"),
        help: "call `set_nonblocking(true)` on it first".to_owned(),
        remark: Remark {
            subject: path,
            why: "a read or accept then waits in the kernel, and the worker thread with it; a debug build of tokio panics".to_owned(),
            level: None,
        },
    })
}

/// Whether a variable is only the receiver of a std method here.
fn is_harmless(site: &Site<'_>, named: ExprId) -> bool {
    let Some(parent) = site.parent(named) else { return false };
    let is_of_std = match site.view.types.callees.get(&parent) {
        Some(Callee::Fn(callee)) => callee.def.krate == site.view.db.store.std(),
        _ => false,
    };
    let is_receiver = matches!(site.kind(parent), ExprKind::MethodCall { receiver, .. } if *receiver == named);
    is_receiver && is_of_std
}
