//! Results of earlier runs on disk, by key. Knows bytes and folders; what the bytes mean is known by who asks for them.
//!
//! **Architecture Invariant:** nothing in the folder is trusted. A file of another version, a truncated one, one with a flipped bit is as good as not there,
//! and a folder that cannot be written costs speed and one notice, nothing else. Files are written beside their place and renamed, so that two runs at
//! once see whole files only.

mod folder;
mod key;
mod usage;

pub use folder::{Store, default_folder};
pub(crate) use key::{Key, KeyBuilder};
pub use usage::Usage;
