//! Paths, manifests, lock files, targets, features, editions, runtimes, and the sources of dependencies. All files of the linted project
//! are read through this module; it runs nothing and knows no syntax.

mod data_files;
mod dependencies;
mod discover;
mod features;
mod for_tests;
mod ignores;
mod lock;
mod loose;
mod manifest;
mod members;
mod model;
mod overlay;
mod paths;
mod platform;
mod read;
mod registry;
mod runtimes;
mod sources;
mod targets;
mod walk;
mod workspace;

#[cfg(test)]
mod tests;

pub use data_files::data_files;
pub use discover::{DiscoverError, Options, around, discover};
pub(crate) use features::{FeatureGraph, PackageFeatures};
pub use lock::Lock;
pub(crate) use model::code_name;
pub use model::{
    Dependency, DependencyKind, Edition, ForTests, Origin, Package, PackageId, Problem, ProblemAbout, Project, SourceFile, Target,
    TargetKind, Workspace,
};
pub use overlay::Overlay;
pub(crate) use overlay::Reads;
pub use paths::display_path;
pub(crate) use paths::{absolute, join};
pub use platform::Platform;
pub(crate) use read::plain;
pub use read::{MAX_FILE_BYTES, read_source};
pub(crate) use runtimes::crate_use;
pub use runtimes::{CrateUse, Runtime, RuntimeUse, is_runtime, runtimes};
pub use sources::Sources;
pub(crate) use walk::rust_files;
