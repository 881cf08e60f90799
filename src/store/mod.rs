//! Results of earlier runs on disk, by key. Handles bytes and folders; only the callers know the format of the bytes.
//!
//! **Architecture Invariant:** nothing in the folder is trusted. A truncated file, or one of another version or with a flipped bit, is
//! ignored. A folder that cannot be written costs only speed and one notice. Files are written under a temporary name and then renamed, so
//! that concurrent runs see only whole files.

mod folder;
mod key;
mod usage;

pub use folder::{Store, default_folder};
pub(crate) use key::{Key, KeyBuilder};
pub use usage::Usage;
