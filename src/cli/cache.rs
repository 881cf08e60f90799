//! `async-lint cache`, and the choice of the folder in which a run stores its results.

use super::{Exit, Io, failure};
use crate::store::{Store, default_folder};
use clap::{Args, Subcommand};
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// Which folder results are stored in. These options may be given before or after any command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Cache")]
pub struct StoreArgs {
    /// Store results for the next run in this folder
    ///
    /// By default `ASYNC_LINT_CACHE_DIR`, or else async-lint in the user's cache folder.
    #[arg(long, global = true, value_name = "DIR")]
    pub cache_dir: Option<PathBuf>,
    /// Neither use nor store results of other runs
    #[arg(long, global = true, conflicts_with = "cache_dir")]
    pub no_cache: bool,
}

/// `async-lint cache`.
#[derive(Debug, Args)]
pub struct CacheArgs {
    /// What to do with it.
    #[command(subcommand)]
    pub action: CacheAction,
}

/// What can be done with the cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Subcommand)]
pub enum CacheAction {
    /// Print the folder
    Dir,
    /// Print how much is stored
    Stats,
    /// Remove everything that is stored
    Clean,
}

impl StoreArgs {
    /// The store of a run; `from_environment` is `ASYNC_LINT_CACHE_DIR`.
    pub(super) fn store(&self, from_environment: Option<OsString>) -> Option<Arc<Store>> {
        if self.no_cache {
            return None;
        }
        let named = from_environment.filter(|folder| !folder.is_empty()).map(PathBuf::from);
        self.cache_dir.clone().or(named).or_else(default_folder).map(|folder| Arc::new(Store::new(folder)))
    }
}

/// Runs the command.
pub(super) fn run(args: &CacheArgs, io: &mut Io<'_>) -> io::Result<Exit> {
    let Some(store) = io.store.clone() else {
        return Ok(failure::text("there is no cache: --no-cache was given, or this system has no folder for caches", None, io.err));
    };
    match args.action {
        CacheAction::Dir => writeln!(io.out, "{}", store.folder().display())?,
        CacheAction::Stats => {
            let usage = store.usage();
            writeln!(io.out, "folder        {}", store.folder().display())?;
            writeln!(io.out, "dependencies  {} with facts, {} with effects", usage.crates, usage.effects)?;
            writeln!(io.out, "workspaces    {} with the types of their bodies", usage.bodies)?;
            writeln!(io.out, "runs          {}", usage.runs)?;
            writeln!(io.out, "size          {} kB", usage.bytes / 1000)?;
        }
        CacheAction::Clean => {
            if let Err(error) = store.clean() {
                return Ok(failure::text(&format!("cannot clean `{}`: {error}", store.folder().display()), None, io.err));
            }
        }
    }
    Ok(Exit::Clean)
}
