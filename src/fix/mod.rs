//! Fixes: what they change ([`propose`]), and changing it safely ([`apply`]). Knows findings and text, never output formats.

pub mod apply;
pub mod manifest;
pub mod propose;
