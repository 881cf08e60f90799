//! A draft of a fix: its changes, and its blockers.

use super::replace::template::Change;
use crate::catalogue::Contexts;
use crate::diagnostics::{Applicability, Edit, Form, Guard, GuardOutcome, Withheld};
use crate::facts::{ItemId, Span};
use crate::project::{CrateUse, DependencyKind};
use std::sync::Arc;

/// A fix for one finding, or the reasons why there is none.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) form: Form,
    pub(super) title: String,
    /// The fn that the code moves to.
    pub(super) moves_to: Option<MovesTo>,
    /// The applicability of the rewrite by the catalogue.
    pub(super) applicability: Applicability,
    /// Changes of the file that the finding is in.
    pub(super) changes: Vec<Change>,
    /// The import that the call went through, if other code uses it too.
    pub(super) import: Option<SharedImport>,
    /// Features that the manifest must enable.
    pub(super) features: Vec<MissingFeature>,
    /// Changes of the same file that belong to the fix but not to the code that it moves: a declaration that becomes mutable.
    pub(super) apart: Vec<Change>,
    /// Edits of other files.
    pub(super) elsewhere: Vec<Edit>,
    /// Whether a variable moves to another thread and comes back.
    pub(super) gives_back: bool,
    guards: Vec<Withheld>,
}

/// A fn that runs code in another place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum MovesTo {
    /// On another thread: `spawn_blocking`, or a fn of the workspace that wraps it.
    Pool(String),
    /// On this thread, without other tasks: `block_in_place`.
    InPlace(String),
}

/// An import that several calls use: it can be removed only with the last of them.
#[derive(Clone, Debug)]
pub(super) struct SharedImport {
    pub(super) leaf: ItemId,
    /// Where this call mentions it.
    pub(super) at: Span,
    /// All mentions, including this call's.
    pub(super) all: Arc<[Span]>,
    /// The change that removes it.
    pub(super) removal: Option<Change>,
}

/// A feature of a dependency that a fix needs and the package does not enable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MissingFeature {
    /// The package that has it.
    pub(super) package: String,
    /// The name of the package in code.
    pub(super) name: String,
    pub(super) kind: DependencyKind,
    pub(super) feature: String,
}

impl Draft {
    /// A draft without changes.
    pub(super) const fn new(form: Form, applicability: Applicability) -> Self {
        Self {
            form,
            title: String::new(),
            moves_to: None,
            applicability,
            changes: Vec::new(),
            import: None,
            features: Vec::new(),
            apart: Vec::new(),
            elsewhere: Vec::new(),
            gives_back: false,
            guards: Vec::new(),
        }
    }

    /// Refuses the fix.
    pub(super) fn refuse(&mut self, guard: Guard) {
        self.note(Withheld { guard, outcome: GuardOutcome::Refused, about: None });
    }

    /// Makes the fix doubtful: it is applied only if it is verified or asked for.
    pub(super) fn doubt(&mut self, guard: Guard) {
        self.note(Withheld { guard, outcome: guard.doubt(), about: None });
    }

    /// Like [`Self::doubt`], and names what is in doubt.
    pub(super) fn doubt_about(&mut self, guard: Guard, about: String) {
        self.note(Withheld { guard, outcome: guard.doubt(), about: Some(about) });
    }

    /// Adds features that the fix needs and the package does not enable.
    pub(super) fn missing_features(&mut self, contexts: &Contexts, package: &str, used: &CrateUse, missing: &[&str]) {
        for feature in missing {
            if !contexts.is_light(package, feature) {
                self.doubt(Guard::FeatureMissing);
            }
            let (package, feature) = (package.to_owned(), (*feature).to_owned());
            let missing = MissingFeature { package, name: used.name.clone(), kind: used.kind, feature };
            if !self.features.contains(&missing) {
                self.features.push(missing);
            }
        }
    }

    fn note(&mut self, note: Withheld) {
        if !self.guards.contains(&note) {
            self.guards.push(note);
        }
    }

    /// Adds the notes of a part of the fix.
    pub(super) fn take_guards(&mut self, part: &Self) {
        part.guards.iter().for_each(|note| self.note(note.clone()));
    }

    /// Whether the fix is refused.
    pub(super) fn is_refused(&self) -> bool {
        self.guards.iter().any(|note| note.outcome == GuardOutcome::Refused)
    }

    /// The applicability of the fix, with all doubts.
    pub(super) fn outcome(&self) -> Applicability {
        let of = |note: &Withheld| match note.outcome {
            GuardOutcome::IfItCompiles => Applicability::IfItCompiles,
            GuardOutcome::Unsafe => Applicability::Unsafe,
            GuardOutcome::Refused => Applicability::Display,
        };
        self.guards.iter().map(of).fold(self.applicability, Applicability::max)
    }

    /// Its blockers.
    pub(super) fn guards(&self) -> &[Withheld] {
        &self.guards
    }
}
