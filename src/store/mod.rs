//! Results of earlier runs on disk, by key. Handles bytes and folders; only the callers know the format of the bytes.
//!
//! **Architecture Invariant:** nothing in the folder is trusted. A file of another version, a truncated one, or one with a flipped bit is ignored,
//! and a folder that cannot be written costs speed and one notice, nothing else. Files are written beside their place and renamed, so that two runs at
//! once see whole files only.

mod folder;
mod key;
mod usage;

pub use folder::{Store, default_folder};
pub(crate) use key::{Key, KeyBuilder};
pub use usage::Usage;
