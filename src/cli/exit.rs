//! Exit codes: the contract with scripts and CI.

use crate::diagnostics::Report;
use std::process::ExitCode;

/// How the process ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Exit {
    /// 0: async-lint ran, and there is no finding at `warn` or above.
    Clean = 0,
    /// 1: async-lint ran, and there is a finding at `warn` or above.
    Findings = 1,
    /// 2: async-lint could not run: bad arguments, bad configuration, a root that cannot be read, output that cannot be written.
    Failure = 2,
}

impl Exit {
    /// The exit code for `report`.
    #[must_use]
    pub const fn of(report: &Report) -> Self {
        let counts = &report.summary.findings;
        if counts.deny + counts.warn > 0 { Self::Findings } else { Self::Clean }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
