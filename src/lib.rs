//! async-lint finds blocking calls that run in async contexts.

pub mod analysis;
pub mod baseline;
pub mod catalogue;
pub mod changed;
mod check;
pub mod cli;
pub mod config;
pub mod confirm;
mod drivers;
mod example_cases;
mod examples;
pub mod facts;
pub mod fix;
mod git;
pub mod names;
mod options;
pub mod pages;
mod parse_cache;
pub mod project;
pub mod report;
mod rulebook;
mod run_cache;
mod scaffold;
pub mod selection;
pub mod server;
pub mod session;
mod sources;
pub mod store;
pub mod suppress;
pub mod syntax;
mod trouble;
pub mod types;

pub use check::check;
pub use options::{CheckError, CheckOptions, Dependencies, Phase, Progress, Question, Silent, TestCode};
pub use parse_cache::ParseCache;
pub use rulebook::Rulebook;
