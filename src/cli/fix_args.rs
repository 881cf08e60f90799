//! The part of `async-lint check` that changes files.

use crate::fix::apply::verify;
use clap::{ArgGroup, Args};

/// The part of `async-lint check` that changes files.
#[derive(Debug, Args)]
#[command(next_help_heading = "Fixing", group(ArgGroup::new("fixing").args(["fix", "diff", "suppress"]).multiple(true)))]
#[group(skip)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line; what they mean is an enum from there on")]
pub struct FixArgs {
    /// Apply the safe fixes, then report what is left; with --verify also fixes that only the compiler can check. Notes about code that stalls nobody are fixed only with --min-level note, or if their lint is named
    #[arg(long, conflicts_with_all = ["explain_unresolved", "statistics"])]
    pub fix: bool,
    /// Print what --fix or --suppress would change as a unified diff, write nothing, and exit with 1 if there is a change
    #[arg(long, conflicts_with_all = ["explain_unresolved", "statistics"])]
    pub diff: bool,
    /// Silence every reported line by a comment above it with this reason
    #[arg(long, value_name = "REASON", value_parser = reason, conflicts_with_all = ["explain_unresolved", "statistics", "fix"])]
    pub suppress: Option<String>,
    /// Also apply fixes that may change behaviour; review them
    #[arg(long, requires = "fixing", conflicts_with = "suppress")]
    pub unsafe_fixes: bool,
    /// Fix only these of the reported lints or groups
    #[arg(long, requires = "fixing", value_delimiter = ',', value_name = "LINT")]
    pub fixable: Vec<String>,
    /// Do not fix these lints or groups; wins over --fixable
    #[arg(long, requires = "fixing", value_delimiter = ',', value_name = "LINT")]
    pub unfixable: Vec<String>,
    /// Do not run rustfmt on fixed files; otherwise it formats those that were formatted before
    #[arg(long, requires = "fixing")]
    pub no_format: bool,
    /// Fix even if git has uncommitted changes
    #[arg(long, requires = "fixing", conflicts_with = "diff")]
    pub allow_dirty: bool,
    /// Fix even if git has staged changes
    #[arg(long, requires = "fixing", conflicts_with = "diff")]
    pub allow_staged: bool,
    /// Fix even without version control, which could undo it
    #[arg(long, requires = "fixing", conflicts_with = "diff")]
    pub allow_no_vcs: bool,
    /// Run this command, without a shell, before and after fixing, and restore the files whose fixes make it fail; unlike the linter, it may
    /// execute code of the project, such as build scripts
    #[arg(long, requires = "fix", value_name = "COMMAND", value_parser = verify::Command::parse)]
    pub verify: Option<verify::Command>,
    /// Stop the command of --verify after this many seconds, as a failure
    #[arg(long, requires = "verify", value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    pub verify_timeout: Option<u64>,
}

fn reason(text: &str) -> Result<String, String> {
    let text = text.trim();
    match text {
        "" => Err("a reason is needed: it tells the next reader why".to_owned()),
        text if text.chars().any(char::is_control) => Err("a reason is one line".to_owned()),
        text => Ok(text.to_owned()),
    }
}
