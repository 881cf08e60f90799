//! async-lint finds blocking calls that run in async contexts.
//!
//! This is the linter as a library. [`check`] lints the paths of [`CheckOptions`] and returns a [`Report`]; [`formats::write`] prints it in
//! any of the program's formats. [`Session`] lints one tree repeatedly while its texts change, as an editor needs. The linted code is never
//! run.
//!
//! ```
//! use async_lint::{CheckOptions, Silent, check};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mut options = CheckOptions::new(std::env::current_dir()?);
//! options.paths = vec!["examples/axum-service".into()];
//! let report = check(&options, &Silent)?;
//! for finding in &report.findings {
//!     println!("{}:{}: {}", finding.path, finding.start.line, finding.message);
//! }
//! # assert!(!report.findings.is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! The feature `internals` exposes the inner modules to this repository's own tests, benchmarks and fuzz targets. They may change in any
//! version.
#![cfg_attr(not(feature = "internals"), allow(unreachable_pub, unused_imports, reason = "what the tests of the modules inside see"))]

#[cfg(not(feature = "internals"))]
mod analysis;
#[cfg(feature = "internals")]
pub mod analysis;
#[cfg(not(feature = "internals"))]
mod baseline;
#[cfg(feature = "internals")]
pub mod baseline;
#[cfg(not(feature = "internals"))]
mod catalogue;
#[cfg(feature = "internals")]
pub mod catalogue;
#[cfg(not(feature = "internals"))]
mod changed;
#[cfg(feature = "internals")]
pub mod changed;
#[doc(hidden)]
pub mod cli;
#[cfg(not(feature = "internals"))]
mod config;
#[cfg(feature = "internals")]
pub mod config;
#[cfg(not(feature = "internals"))]
mod confirm;
#[cfg(feature = "internals")]
pub mod confirm;
#[cfg(not(feature = "internals"))]
mod diagnostics;
#[cfg(feature = "internals")]
pub mod diagnostics;
mod drivers;
#[cfg(not(feature = "internals"))]
mod facts;
#[cfg(feature = "internals")]
pub mod facts;
#[cfg(not(feature = "internals"))]
mod fix;
#[cfg(feature = "internals")]
pub mod fix;
mod git;
#[cfg(not(feature = "internals"))]
mod names;
#[cfg(feature = "internals")]
pub mod names;
mod nearest;
mod options;
mod own_lints;
#[cfg(not(feature = "internals"))]
mod pages;
#[cfg(feature = "internals")]
pub mod pages;
mod parse_cache;
mod pipeline;
#[cfg(not(feature = "internals"))]
mod project;
#[cfg(feature = "internals")]
pub mod project;
#[cfg(not(feature = "internals"))]
mod report;
#[cfg(feature = "internals")]
pub mod report;
mod resident;
mod rulebook;
#[cfg(not(feature = "internals"))]
mod selection;
#[cfg(feature = "internals")]
pub mod selection;
#[cfg(not(feature = "internals"))]
mod server;
#[cfg(feature = "internals")]
pub mod server;
#[cfg(not(feature = "internals"))]
mod session;
#[cfg(feature = "internals")]
pub mod session;
#[cfg(not(feature = "internals"))]
mod store;
#[cfg(feature = "internals")]
pub mod store;
#[cfg(not(feature = "internals"))]
mod suppress;
#[cfg(feature = "internals")]
pub mod suppress;
#[cfg(not(feature = "internals"))]
mod syntax;
#[cfg(feature = "internals")]
pub mod syntax;
#[cfg(not(feature = "internals"))]
mod types;
#[cfg(feature = "internals")]
pub mod types;

pub use diagnostics::{
    Answer, Applicability, CallFinding, Confidence, Confirmation, Confirmed, Context, Cost, Edit, Finding, Fix, Form, Guard, GuardOutcome,
    Hop, Kind, Level, LevelCounts, Miss, Reach, Report, Stalls, Summary, Task, TaskKind, UnresolvedCall, Withheld,
};
pub use facts::Position;
pub use options::{CheckError, CheckOptions, Dependencies, Phase, Progress, Question, Silent, TestCode};
pub use parse_cache::ParseCache;
pub use pipeline::check;
pub use project::{Overlay, Platform};
pub use resident::Resident;
pub use session::{Checked, Extent, FileFindings, Revision, Session, Snapshot};
pub use store::{Store, default_folder};

/// Reports as text.
pub mod formats {
    pub use crate::report::{Extent, Format, GroupBy, Options, Surroundings, Verbosity, write};
}
