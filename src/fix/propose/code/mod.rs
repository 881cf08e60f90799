//! The code around a finding: its text, its tokens, and what each expression stands in.

pub(super) mod body_cache;
pub(super) mod body_index;
pub(super) mod calls;
pub(super) mod flow;
pub(super) mod layout;
pub(super) mod mention;
pub(super) mod mentions;
pub(super) mod paths;
pub(super) mod scene;
pub(super) mod spot;
pub(super) mod texts;
pub(super) mod tokens;
