//! Findings at code that the fix of a neighbour removes: that fix ends them too. A runtime that is made for one `block_on` goes with it.

use crate::diagnostics::{Finding, Fix, Withheld};
use std::collections::BTreeMap;

/// Gives findings without a fix the fix that removes them, with its doubts.
pub(super) fn share(findings: &mut [Finding]) {
    let mut removing: BTreeMap<String, Vec<(Fix, Vec<Withheld>)>> = BTreeMap::new();
    for finding in findings.iter() {
        if let Some(fix) = finding.fixes.first().filter(|fix| fix.edits.iter().any(|edit| edit.text.trim().is_empty())) {
            removing.entry(finding.path.clone()).or_default().push((fix.clone(), finding.withheld.clone()));
        }
    }
    for finding in findings.iter_mut().filter(|finding| finding.fixes.is_empty()) {
        let Some(fixes) = removing.get(&finding.path) else { continue };
        let removes = |fix: &Fix| {
            let (start, end) = (finding.start.offset, finding.end.offset);
            let covers = |edit: &crate::diagnostics::Edit| edit.start.offset <= start && end <= edit.end.offset;
            start < end && fix.edits.iter().any(|edit| edit.path == finding.path && edit.text.trim().is_empty() && covers(edit))
        };
        if let Some((fix, withheld)) = fixes.iter().find(|(fix, _)| removes(fix)) {
            finding.fixes = vec![fix.clone()];
            finding.withheld.clone_from(withheld);
        }
    }
}
