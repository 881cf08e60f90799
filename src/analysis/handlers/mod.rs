//! Fns that a framework runs as handlers, by what is written around them.

pub(super) mod attribute_fns;
pub(super) mod handler_fns;
pub(super) mod listed_handlers;
pub(super) mod sync_releases;
