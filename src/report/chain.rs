//! The call path of a transitive finding as text: one hop per line with its position; the middle of a long path is left out.

use super::{escape, phrase};
use crate::diagnostics::{Finding, Hop};

/// Hops shown before the gap in a long chain.
const HEAD: usize = 4;
/// Hops shown after the gap; the last hop calls the API.
const TAIL: usize = 3;

/// One line of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link<'a> {
    /// A fn that the call goes through.
    Hop(&'a Hop),
    /// This many hops are not shown.
    Gap(usize),
}

/// The hops to show: all of a short chain, the ends of a long one.
#[must_use]
pub fn links(via: &[Hop]) -> Vec<Link<'_>> {
    let hidden = via.len().saturating_sub(HEAD + TAIL);
    if hidden < 2 {
        return via.iter().map(Link::Hop).collect();
    }
    let (head, tail) = (&via[..HEAD], &via[via.len() - TAIL..]);
    let hidden = hidden + via.iter().map(|hop| hop.left_out as usize).sum::<usize>();
    head.iter().map(Link::Hop).chain([Link::Gap(hidden)]).chain(tail.iter().map(Link::Hop)).collect()
}

/// The chain on several lines, escaped, columns aligned; empty for a direct finding.
///
/// ```text
/// → `crate::store::load`  src/store.rs:12
/// → `crate::store::read`  src/store.rs:40
/// → `std::fs::read`
/// ```
#[must_use]
pub(super) fn tree(finding: &Finding) -> String {
    if finding.via.is_empty() {
        return String::new();
    }
    let rows: Vec<(String, String)> = links(&finding.via).into_iter().map(row).collect();
    let width = rows.iter().filter(|(_, place)| !place.is_empty()).map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for (name, place) in rows {
        let line = format!("→ {name:width$}  {place}");
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text.push_str("→ `");
    text.push_str(&escape::line(&finding.api));
    text.push('`');
    text
}

/// The chain on one line, escaped: `crate::a (src/a.rs:1) → crate::b (src/b.rs:2) → std::fs::read`.
#[must_use]
pub(super) fn one_line(finding: &Finding) -> String {
    let hops = links(&finding.via).into_iter().map(|link| match link {
        Link::Hop(hop) => format!("{} ({}:{})", escape::line(&hop.function), escape::line(&hop.path), hop.line),
        Link::Gap(hidden) => format!("… {hidden} more …"),
    });
    hops.chain([escape::line(&finding.api).into_owned()]).collect::<Vec<_>>().join(" → ")
}

fn row(link: Link<'_>) -> (String, String) {
    match link {
        Link::Hop(hop) => (format!("`{}`", escape::line(&hop.function)), format!("{}:{}", escape::line(&hop.path), hop.line)),
        Link::Gap(hidden) => (format!("… {} …", phrase::count(hidden, "more fn", "more fns")), String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hops(number: u32) -> Vec<Hop> {
        (0..number).map(|line| Hop { function: format!("crate::f{line}"), path: "src/a.rs".into(), line, left_out: 0 }).collect()
    }

    #[test]
    fn a_long_chain_keeps_both_ends_and_counts_the_rest() {
        let via = hops(20);
        let shown = links(&via);
        assert_eq!(shown.len(), HEAD + TAIL + 1);
        assert_eq!(shown[HEAD], Link::Gap(20 - HEAD - TAIL));
        assert_eq!(shown.last(), Some(&Link::Hop(&via[19])));
    }

    #[test]
    fn a_gap_never_stands_for_a_single_hop() {
        let via = hops(u32::try_from(HEAD + TAIL + 1).expect("small"));
        assert!(links(&via).iter().all(|link| matches!(link, Link::Hop(_))));
    }
}
