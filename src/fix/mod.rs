//! Fixes: what they change, and changing it safely. Knows findings and text, never output formats.

pub mod apply;
pub mod manifest;
