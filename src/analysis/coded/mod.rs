//! Lints that need more than the path of an API: each looks at one typed body and says what it finds. Knows neither output formats
//! nor edits, and names no type or fn of a library: those stand in `rules/`.
//!
//! A new one is a file here, a file in `rules/lints/`, a folder in `fixtures/cases/`, and its line in [`LINTS`].

mod alive;
mod guard_across_await;
mod owned;
mod site;

use super::direct::Hit;
use site::{Found, Site};

pub(super) use site::Remark;

use super::body::BodyView;
use super::places::Places;

/// One lint, or several that are found on the same way.
struct CodedLint {
    /// The files in `rules/lints/` that describe what it finds.
    ids: &'static [&'static str],
    /// Looks at one body.
    find: fn(&Site<'_>) -> Vec<Found>,
}

/// All coded lints.
const LINTS: &[CodedLint] = &[guard_across_await::LINT];

/// What the coded lints find in one body, in source order.
pub(super) fn hits(view: &BodyView<'_>, places: &Places, startup: Option<u32>) -> Vec<Hit> {
    let site = Site { view, places };
    let mut hits: Vec<Hit> = Vec::new();
    for lint in LINTS {
        for found in (lint.find)(&site) {
            debug_assert!(lint.ids.contains(&found.lint), "{} is none of its lints", found.lint);
            hits.extend(site.hit(found, startup));
        }
    }
    hits.sort_by_key(|hit| hit.span);
    hits
}

#[cfg(test)]
mod tests {
    use super::LINTS;
    use crate::catalogue::{Catalogue, FoundBy};
    use std::collections::BTreeSet;

    /// Found outside of bodies: by the report, or on the way through calls.
    const ELSEWHERE: [&str; 1] = ["marked-blocking"];

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
