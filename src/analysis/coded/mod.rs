//! Lints that need more than the path of an API: each examines one typed body and returns findings. Knows neither output formats nor edits, and
//! names no type or fn of a library: those are in `rules/`.
//!
//! A new lint is a file here, a file in `rules/lints/`, a folder in `fixtures/cases/`, and its `mod` line below.

mod alive;
mod block_in_place;
mod busy_wait;
mod cpu_on_blocking_pool;
mod endless_offload;
mod file_awaits_in_loop;
mod given_up;
mod guard_across_await;
mod locks;
mod lossy_select;
mod missing_set_nonblocking;
mod owned;
mod site;
mod stdin_at_exit;
mod timeout_over_offload;
mod unbounded_offload;
mod unflushed_file;

use super::direct::Hit;
use site::{Found, Site};

use super::edges::Call;
use locks::locks;
pub(super) use locks::{Access, HeldDuring, Hold, LockId, Take};
pub(super) use site::Remark;

use super::body::BodyView;
use super::places::Places;

/// One lint, or several that share their search.
struct CodedLint {
    /// The stems of the files in `rules/lints/` that describe its findings.
    ids: &'static [&'static str],
    /// Catalogue lints that are not reported where one of these is, since they would say less about the same code.
    replaces: &'static [&'static str],
    /// Examines one body.
    find: fn(&Site<'_>) -> Vec<Found>,
}

/// All coded lints: the `LINT` of each file here that has one, by name. `build.rs` generates the list, so that none is forgotten.
const LINTS: &[CodedLint] = include!(concat!(env!("OUT_DIR"), "/coded_lints.rs"));

/// The locks that a body takes in async code, and those that it holds over calls in other code.
pub(super) fn locks_of(view: &BodyView<'_>, places: &Places, calls: &[Call]) -> (Vec<Take>, Vec<Hold>) {
    locks(&Site::new(view, places, &[]), calls)
}

/// Adds the findings of the coded lints in one body, and drops the direct ones that they replace.
pub(super) fn add_hits(view: &BodyView<'_>, places: &Places, runtimes: &[String], direct: &mut Vec<Hit>) {
    let site = Site::new(view, places, runtimes);
    let mut hits: Vec<Hit> = Vec::new();
    for lint in LINTS {
        for found in (lint.find)(&site) {
            debug_assert!(lint.ids.contains(&found.lint), "{} is none of its lints", found.lint);
            direct.retain(|hit| hit.span != found.span || !is_replaced(view, lint, hit));
            hits.extend(site.hit(found));
        }
    }
    hits.sort_by_key(|hit| hit.span);
    direct.extend(hits);
}

fn is_replaced(view: &BodyView<'_>, lint: &CodedLint, hit: &Hit) -> bool {
    hit.cause.lint(view.catalogue).is_some_and(|index| lint.replaces.contains(&view.catalogue.lint_at(index).id.as_str()))
}

#[cfg(test)]
mod tests {
    use super::LINTS;
    use crate::catalogue::{Catalogue, FoundBy};
    use std::collections::BTreeSet;

    /// Lints whose findings are made outside this folder: by the report, or along call paths.
    const ELSEWHERE: [&str; 3] = ["contended-lock", "marked-blocking", "never-awaits"];

    #[test]
    fn coded_lints_are_described_and_described_ones_are_coded() {
        let catalogue = Catalogue::embedded().expect("the rules are sound");
        let coded: BTreeSet<&str> = LINTS.iter().flat_map(|lint| lint.ids).copied().collect();
        let is_ours = |lint: &&crate::catalogue::Lint| lint.file.found_by == FoundBy::Coded && lint.file.group != "tool";
        let described: BTreeSet<&str> =
            catalogue.lints().filter(is_ours).map(|lint| lint.id.as_str()).filter(|id| !ELSEWHERE.contains(id)).collect();
        assert_eq!(coded, described);
    }
}
