//! Fixes: proposing them ([`propose`]) and applying them safely ([`apply`]). Knows findings and text, never output formats.

pub mod apply;
pub mod manifest;
pub mod propose;
