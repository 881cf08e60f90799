//! Which fixes a verifying command refuses, so that the others of the same file can be tried without them.

use super::bisect::Bisection;
use crate::diagnostics::Finding;
use crate::fix::apply::Plan;
use crate::fix::apply::verify::Verified;
use similar::{DiffOp, TextDiff};
use std::collections::BTreeSet;

/// How far from the line of an error a change still counts as its cause, in lines: the error may be about unchanged code between the edits
/// of a fix.
const NEAR: usize = 3;

/// The refused fixes.
#[derive(Debug, Default)]
pub(super) struct Refused {
    /// The findings whose fixes were refused.
    findings: BTreeSet<Refusal>,
    /// Files that the output does not name.
    unnamed: Bisection,
}

/// What a finding is about. Lines are not part of it: the fixes above it move it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Refusal {
    path: String,
    function: String,
    lint: String,
    api: String,
}

impl Refusal {
    fn of(finding: &Finding) -> Self {
        let Finding { path, context, lint, api, .. } = finding;
        Self { path: path.clone(), function: context.name.clone(), lint: lint.clone(), api: api.clone() }
    }
}

impl Refused {
    /// Adds what the command complained about in the files that were rolled back; `left` are the findings with those files as they were. Returns
    /// whether there is something new to try.
    pub(super) fn add(&mut self, plan: &Plan, verified: &Verified, left: &[Finding]) -> bool {
        let (mut named, mut unnamed) = (BTreeSet::new(), BTreeSet::new());
        for change in plan.changes.iter().filter(|change| verified.rolled_back.contains(&change.path)) {
            let diff = TextDiff::from_lines(&*change.before, &*change.after);
            let lines: BTreeSet<usize> =
                verified.blamed.get(&change.path).into_iter().flat_map(|blamed| before(diff.ops(), blamed)).collect();
            let is_blamed = |finding: &&Finding| {
                let edits = finding.fixes.iter().flat_map(|fix| &fix.edits).filter(|edit| edit.path == change.path);
                edits.into_iter().any(|edit| {
                    let at = edit.start.line.saturating_sub(1) as usize..=edit.end.line.saturating_sub(1) as usize;
                    lines.range(at).next().is_some()
                })
            };
            let before = self.findings.len();
            self.findings.extend(left.iter().filter(is_blamed).map(Refusal::of));
            if self.findings.len() == before { &mut unnamed } else { &mut named }.insert(&*change.path);
        }
        let fns = |path: &str| {
            let is_fixed = |one: &&Finding| one.path == path && one.fixes.iter().any(|fix| !fix.edits.is_empty());
            left.iter().filter(is_fixed).map(|one| one.context.name.as_str()).collect()
        };
        self.unnamed.add(&unnamed, &named, fns) || !named.is_empty()
    }

    /// Leaves out what has just been planned in vain. Returns whether there is something else to try.
    pub(super) fn skip(&mut self) -> bool {
        self.unnamed.skip()
    }

    /// Whether a fix of this finding was refused, or is left out for now.
    pub(super) fn has(&self, finding: &Finding) -> bool {
        self.findings.contains(&Refusal::of(finding)) || self.unnamed.has(&finding.path, &finding.context.name)
    }

    /// Whether nothing was refused.
    pub(super) fn is_empty(&self) -> bool {
        self.findings.is_empty() && self.unnamed.is_empty()
    }

    /// Forgets everything: other fixes of the same findings are tried.
    pub(super) fn clear(&mut self) {
        self.findings.clear();
        self.unnamed.clear();
    }
}

/// The lines before the changes that the lines `after` (1-based) come from.
fn before<'a>(ops: &'a [DiffOp], after: &'a BTreeSet<u32>) -> impl Iterator<Item = usize> + 'a {
    after.iter().flat_map(move |line| {
        let line = (*line as usize).saturating_sub(1);
        let near = line.saturating_sub(NEAR)..line + NEAR + 1;
        let is_near = move |op: &&DiffOp| {
            let new = op.new_range();
            !matches!(op, DiffOp::Equal { .. }) && new.start <= near.end && near.start <= new.end
        };
        // Lines are inserted between two old ones.
        ops.iter().filter(is_near).flat_map(|op| op.old_range().start.saturating_sub(1)..=op.old_range().end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(before_text: &str, after_text: &str, blamed: u32) -> Vec<usize> {
        let diff = TextDiff::from_lines(before_text, after_text);
        before(diff.ops(), &BTreeSet::from([blamed])).collect()
    }

    #[test]
    fn only_changes_near_the_line_are_blamed() {
        let text = (0..40).map(|line| line.to_string()).collect::<Vec<_>>().join("\n");
        let after = text.replace("\n5\n", "\nfive\n5\n").replace("\n30\n", "\nthirty\n30\n");
        assert_eq!(lines(&text, &after, 6), [4, 5]);
        assert_eq!(lines(&text, &after, 9), [4, 5]);
        assert_eq!(lines(&text, &after, 32), [29, 30]);
        assert_eq!(lines(&text, &after, 20), [] as [usize; 0]);
    }
}
