//! The shape of `rules/`: what a lint, an API file and the shared lists may contain. Unknown keys are errors everywhere.

mod api;
mod contexts;
mod guard;
mod lint;
mod receivers;
mod roles;
mod twins;

pub use api::{Api, ApiFile, ArgumentValue, Arity, CallKind, Certainty, Instead, Owner, Root, SilentIf};
pub(super) use contexts::MemoryFiles;
pub use contexts::{
    Callback, CalledOn, Constructor, ContextsFile, DeriveCallback, DriverEntry, EntryAttribute, Flavor, PoolEntry, RpcTrait, Runs, Taker,
    ThreadBoundError, Unless,
};
pub use guard::{GuardFile, HookEntry};
pub use lint::{Example, FoundBy, LintFile};
pub(super) use receivers::WrappedArguments;
pub use receivers::{ReceiverClass, ReceiversFile};
pub use roles::{Role, RoleEntry, RolesFile};
pub use twins::{AsyncConnection, AsyncRequest, AsyncTwin, RequestClient, RequestStep};
