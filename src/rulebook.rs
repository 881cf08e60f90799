//! The rules as they hold for some folders: ours, and what is configured there. Nothing is linted.

use crate::catalogue::Catalogue;
use crate::config::{Configuration, EmptyFolder};
use crate::options::{CheckError, CheckOptions};
use crate::project::{self, Project};
use std::path::PathBuf;
use xxhash_rust::xxh3::xxh3_64;

/// The configuration, and the rules that follow from it.
#[derive(Debug)]
pub(crate) struct Rulebook {
    /// What is configured for the packages around the paths.
    pub(crate) configuration: Configuration,
    /// Our rules and the user's.
    pub(crate) catalogue: Catalogue,
    /// A hash of the user's rules.
    pub(crate) user_rules: u64,
}

impl Rulebook {
    /// The rules for the paths of `options`, or else for its current folder. Manifests and configurations are read, and no code.
    ///
    /// # Errors
    /// [`CheckError::Data`] for mistakes in configurations or rules.
    pub(crate) fn load(options: &CheckOptions) -> Result<Self, CheckError> {
        let here = [PathBuf::from(".")];
        let paths = if options.paths.is_empty() { &here[..] } else { &options.paths };
        Self::of(&project::around(paths, &options.current_dir), options)
    }

    /// The rules for the current folder, where a configured folder may hold none yet: a command is about to write the first ones.
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
