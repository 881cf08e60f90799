//! Which fns a call runs that does not name them: trait methods, conversions, operators, and what std calls back.

pub(super) mod callbacks;
pub(super) mod conversions;
pub(super) mod formatted;
pub(super) mod impls;
pub(super) mod mutated;
pub(super) mod open;
