//! Module trees, imports, re-exports, preludes and shadowing: a path in a scope becomes a definition or an external path. Knows no
//! types of values and no rules.

mod ids;

pub use ids::{CrateId, DefId, DefIndex, DefKind, FileId, Namespace, PrimTy, Res};
