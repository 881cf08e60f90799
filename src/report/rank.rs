//! What to fix first.

use crate::analysis::{Confidence, Finding, Kind, Stalls};
use crate::catalogue::{Cost, Level};
use std::cmp::Reverse;

/// A finding's rank: the least is the most urgent. What fails alone comes before everything else, unless it is no more than
/// a note; then what stalls others, by level and
/// cost; what stalls nobody comes last.
pub(super) type Rank = (bool, bool, Reverse<Level>, Reverse<Cost>, Kind, Confidence);

/// The rank of a finding.
pub(super) fn rank(finding: &Finding) -> Rank {
    (
        finding.cost != Cost::Panics || finding.level < Level::Warn,
        finding.stalls == Stalls::Nobody,
        Reverse(finding.level),
        Reverse(finding.cost),
        finding.kind,
        finding.confidence,
    )
}
