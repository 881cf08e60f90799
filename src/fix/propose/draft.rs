//! A fix in the making: its changes, and what speaks against it.

use super::template::Change;
use crate::analysis::{Guard, GuardOutcome, Withheld};
use crate::catalogue::{Applicability, Form};
use crate::project::CrateUse;

/// A fix for one finding, or the reasons why there is none.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) form: Form,
    pub(super) title: String,
    /// What the data say of the rewrite in itself.
    pub(super) applicability: Applicability,
    /// Changes of the file that the finding is in.
    pub(super) changes: Vec<Change>,
    guards: Vec<Withheld>,
}

impl Draft {
    /// A draft without changes.
    pub(super) const fn new(form: Form, applicability: Applicability) -> Self {
        Self { form, title: String::new(), applicability, changes: Vec::new(), guards: Vec::new() }
    }

    /// There will be no such fix.
    pub(super) fn refuse(&mut self, guard: Guard) {
        self.note(guard, GuardOutcome::Refused);
    }

    /// The fix is not to be applied without being asked for.
    pub(super) fn doubt(&mut self, guard: Guard) {
        self.note(guard, GuardOutcome::Unsafe);
    }

    /// Features that the package does not enable.
    pub(super) fn missing_features(&mut self, _used: &CrateUse, _features: &[&str]) {
        self.refuse(Guard::FeatureMissing);
    }

    fn note(&mut self, guard: Guard, outcome: GuardOutcome) {
        let note = Withheld { guard, outcome };
        if !self.guards.contains(&note) {
            self.guards.push(note);
        }
    }

    /// Whether there is no such fix.
    pub(super) fn is_refused(&self) -> bool {
        self.guards.iter().any(|note| note.outcome == GuardOutcome::Refused)
    }

    /// What may be done with the fix.
    pub(super) fn outcome(&self) -> Applicability {
        if self.guards.is_empty() { self.applicability } else { self.applicability.max(Applicability::Unsafe) }
    }

    /// What spoke against it.
    pub(super) fn guards(&self) -> &[Withheld] {
        &self.guards
    }
}
