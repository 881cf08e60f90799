//! Fixes: computed in [`propose`].

pub mod propose;
