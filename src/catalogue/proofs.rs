//! The recorded measurements of fixes: servers before and after, under the same load. Only reads the record; never measures or judges.

use serde::Deserialize;

/// The last recorded run of the proof servers, `rules/proofs.json`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proofs {
    /// 1.
    pub version: u32,
    /// Where and when.
    pub machine: ProofMachine,
    /// One for each proved fix, sorted by lint.
    pub proofs: Vec<Proof>,
}

/// What the figures were measured on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofMachine {
    /// Number of threads that can run at once.
    pub cores: usize,
    /// The processor's name.
    pub cpu: String,
    /// The day in UTC, `2031-05-17`.
    pub date: String,
    /// `debug` or `release`: how the servers were built.
    pub profile: String,
}

/// One fix that was measured.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// The lint's id.
    pub lint: String,
    /// The folder of its servers below `fixtures/`.
    pub case: String,
    /// The stem of the server's file: `after`, `after_native` …
    pub fix: String,
    /// `--fix`, `--fix --unsafe-fixes`, or `hand`.
    pub written_by: String,
    /// What one request does, to complete "one request …".
    pub work: String,
    /// The behaviour without the fix, with its figure; completes "the server …".
    pub before: String,
    /// The same figure with the fix, and the minimum factor of the improvement: a wait counts at least as long as the load generator was late.
    pub after: String,
}

impl Proofs {
    /// The record that was compiled into the binary.
    ///
    /// # Errors
    /// If the record does not have this format, which a test excludes.
    pub fn recorded() -> serde_json::Result<Self> {
        serde_json::from_str(include_str!("../../rules/proofs.json"))
    }

    /// The proofs of one lint.
    pub fn of<'a>(&'a self, lint: &'a str) -> impl Iterator<Item = &'a Proof> {
        self.proofs.iter().filter(move |proof| proof.lint == lint)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Catalogue;
    use super::*;

    #[test]
    fn every_lint_is_proved_or_says_why_not() {
        let catalogue = Catalogue::embedded().expect("the rules are sound");
        let proofs = Proofs::recorded().expect("the record is sound");
        for lint in catalogue.lints() {
            let is_proved = proofs.of(&lint.id).next().is_some();
            let reason = &lint.file.no_proof;
            assert!(is_proved != reason.is_some(), "{}: it is proved ({is_proved}), or `no-proof` says why not ({reason:?})", lint.id);
        }
        for proof in &proofs.proofs {
            assert!(catalogue.lint(&proof.lint).is_some(), "{} is no lint", proof.lint);
        }
        assert!(proofs.proofs.len() >= 40);
    }
}
