//! The rules that apply to some folders: async-lint's own and the configured ones. Nothing is linted here.

use crate::catalogue::Catalogue;
use crate::config::{Configuration, EmptyFolder};
use crate::options::{CheckError, CheckOptions};
use crate::project::{self, Project};
use std::path::PathBuf;
use xxhash_rust::xxh3::xxh3_64;

/// The configuration and the rules that result from it.
#[derive(Debug)]
pub(crate) struct Rulebook {
    /// The configuration of the packages that contain the paths.
    pub(crate) configuration: Configuration,
    /// async-lint's rules and the user's.
    pub(crate) catalogue: Catalogue,
    /// A hash of the user's rules.
    pub(crate) user_rules: u64,
}

impl Rulebook {
    /// The rules for the paths of `options`, or else for its current folder. Reads manifests and configurations, but no code.
    ///
    /// # Errors
    /// [`CheckError::Data`] for mistakes in configurations or rules.
    pub(crate) fn load(options: &CheckOptions) -> Result<Self, CheckError> {
        let here = [PathBuf::from(".")];
        let paths = if options.paths.is_empty() { &here[..] } else { &options.paths };
        Self::of(&project::around(paths, &options.current_dir), options)
    }

    /// The rules for the current folder. A configured folder may still be empty, because a command is about to write the first rules into
    /// it.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub(crate) fn load_for_new_lint(options: &CheckOptions) -> Result<Self, CheckError> {
        let project = project::around(&[PathBuf::from(".")], &options.current_dir);
        Self::with(&project, options, EmptyFolder::Accepted)
    }

    /// The rules for a project.
    pub(crate) fn of(project: &Project, options: &CheckOptions) -> Result<Self, CheckError> {
        Self::with(project, options, EmptyFolder::Refused)
    }

    fn with(project: &Project, options: &CheckOptions, empty: EmptyFolder) -> Result<Self, CheckError> {
        let configuration = Configuration::load(project, options.config.as_deref(), &options.current_dir)?;
        let data = configuration.user_data_with(&options.current_dir, empty)?;
        let user_rules = xxh3_64(format!("{data:?}").as_bytes());
        let catalogue = Catalogue::embedded()?.with_user_data(data)?;
        Ok(Self { configuration, catalogue, user_rules })
    }
}
