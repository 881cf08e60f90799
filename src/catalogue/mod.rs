//! The rules: loaded, checked and indexed by canonical path. Knows nothing of any project.
//!
//! The data are in `rules/` and compiled into the binary; users add files in the same formats. Every mistake in them is a [`DataError`] with
//! its position in the TOML file, and nothing is used before everything has been checked.

mod apis;
mod braces;
mod check;
mod contexts;
mod embedded;
mod errors;
mod grammar;
#[cfg(any(test, feature = "internals"))]
mod guard;
mod index;
mod inline;
mod lints;
mod load;
mod locate;
mod placeholders;
mod proofs;
mod receivers;
mod roles;
mod schema;
mod since;
mod stubs;
#[cfg(test)]
mod tests;
mod twins;

pub use apis::{ApiEntry, ApiIndex};
pub(crate) use braces::expand as expand_path;
pub use contexts::{CallsBackRule, ConstructorRule, Contexts, TakerRule};
pub use errors::DataError;
pub use grammar::is_kebab_case;
pub use index::{Catalogue, UserData};
pub use inline::InlineRules;
pub use lints::{Lint, LintIndex};
pub(crate) use locate::{Step, Values, locate};
pub use proofs::{Proof, ProofMachine, Proofs};
pub use receivers::{ReceiverSet, Receivers};
pub use roles::Roles;
pub use schema::{
    Api, ApiFile, ArgumentValue, Arity, CallKind, CalledOn, Certainty, ContextsFile, DriverEntry, EntryAttribute, Example, Flavor, FoundBy,
    GuardFile, HookEntry, Instead, LintFile, Owner, ReceiverClass, ReceiversFile, Role, RoleEntry, RolesFile, Root, Runs, SilentIf, Taker,
};
pub use schema::{
    AsyncConnection, AsyncRequest, AsyncTwin, Callback, Constructor, DeriveCallback, PoolEntry, RequestClient, RequestStep, RpcTrait,
    ThreadBoundError, Unless,
};
pub use since::Since;
pub use stubs::StubFiles;
