//! Module trees, imports, re-exports, preludes and shadowing: a path in a scope becomes a definition or an external path. Knows no
//! types of values and no rules.

mod attributes;
mod bodies;
mod canonical;
mod cfg;
mod data;
mod declared;
mod defs;
mod externs;
mod fields;
mod files;
mod foreign;
mod ids;
mod impl_names;
mod imports;
mod kept;
mod load;
mod loader;
mod macros;
mod modules;
mod outline;
mod package_groups;
pub(crate) mod portable;
mod prelude;
mod resolve;
mod scope;
mod spec;
mod store;
mod stored;
mod traits;

#[cfg(test)]
pub(crate) mod tests;

pub use data::{BodyAt, CrateData, CrateKind, Def, FileData, Resolved};
pub use ids::{CrateId, DefId, DefIndex, DefKind, FileId, Namespace, PrimTy, Res};
pub use impl_names::ImplNames;
pub(crate) use kept::{Differences, KeptCrates};
pub use loader::{BodyMode, Declaration, Definitions, Loader, Macros, Parsed, Parser, Reader, Storable, StubCrate, SyntaxError};
pub use store::CrateStore;
pub use traits::UnseenImport;
