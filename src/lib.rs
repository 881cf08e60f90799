//! async-lint finds blocking calls that run in async contexts.

pub mod analysis;
pub mod catalogue;
pub mod facts;
pub mod names;
pub mod project;
pub mod syntax;
