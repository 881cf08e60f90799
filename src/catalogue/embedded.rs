//! The files of `rules/` as they were when the binary was built. Knows nothing of their formats.

/// (name relative to `rules/` with `/`, text), sorted by name; written by the build script.
pub(super) static FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/embedded_rules.rs"));
