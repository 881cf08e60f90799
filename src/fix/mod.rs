//! Fixes: what they change, computed in [`propose`], and changing it safely in [`apply`]. Knows findings and text, never output formats.

pub mod apply;
pub mod manifest;
pub mod propose;
