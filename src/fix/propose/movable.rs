//! Which findings are about work that another thread could do.

use super::Input;
use super::replace::unflushed;
use crate::analysis::Site;
use crate::catalogue::CallKind;
use crate::diagnostics::{Cost, Finding, Kind};

/// Whether work that is not a call (a loop that reads a file in each iteration, a drop) could move to another thread with the statements
/// around it.
pub(super) fn is_moved_with_others(input: &Input<'_>, site: Site, finding: &Finding) -> bool {
    !is_call(input, site, finding) && is_movable(input, finding)
}

/// Whether the work of a finding benefits from moving to another thread. Locks do not.
pub(super) fn is_offloadable(input: &Input<'_>, site: Site, finding: &Finding) -> bool {
    is_call(input, site, finding) && is_movable(input, finding)
}

/// Whether a finding is at a call: of the API, or of a fn that reaches it.
fn is_call(input: &Input<'_>, site: Site, finding: &Finding) -> bool {
    finding.kind == Kind::Transitive || site.api.is_none_or(|api| input.catalogue.api(api).call == CallKind::Call)
}

/// Whether the work is long, and another thread can do it.
fn is_movable(input: &Input<'_>, finding: &Finding) -> bool {
    const LINTS_NOT_OFFLOADABLE: [&str; 9] = [
        unflushed::LINT,
        "blocking-stdout",
        "blocking-condvar",
        "thread-park",
        "block-in-place",
        "nested-block-on",
        "runtime-in-async",
        "blocking-sleep",
        "socket-bind",
    ];
    // A client that panics in async code has a fix of its own where it is called.
    let is_cost_movable = finding.cost > Cost::Lock && (finding.cost < Cost::Panics || finding.kind == Kind::Transitive);
    is_cost_movable
        && (finding.kind == Kind::Transitive || !LINTS_NOT_OFFLOADABLE.contains(&&*finding.lint))
        && !input.catalogue.by_path(&finding.api).iter().any(|api| input.catalogue.api(*api).one_thread)
}
