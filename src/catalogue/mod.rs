//! The rules: loaded, checked and indexed by canonical path. Knows nothing of any project.

mod schema;

pub use schema::{
    Api, ApiFile, Applicability, ArgumentValue, Arity, CallKind, ContextsFile, Cost, EntryAttribute, Flavor, Form, FoundBy, Instead, Level,
    LintFile, ReceiverClass, ReceiversFile, Runs, SilentIf, Taker,
};
