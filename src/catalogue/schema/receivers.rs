//! The shape of `rules/receivers.toml`.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `rules/receivers.toml`: classes of types by behaviour.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ReceiversFile {
    /// The classes by name.
    pub class: BTreeMap<String, ReceiverClass>,
}

/// The type arguments of a wrapper that may be what it wraps, by 0-based index.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(untagged)]
pub enum WrappedArguments {
    /// One argument.
    One(usize),
    /// Any of these.
    Any(Vec<usize>),
}

/// A set of types: the types named, and wrappers around a member.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ReceiverClass {
    /// Canonical paths of member types: `std::fs::File`; brace lists allowed.
    #[serde(default)]
    pub types: Vec<String>,
    /// Endings of the names of member types, in any crate: `MutexGuard`.
    #[serde(default)]
    pub name_endings: Vec<String>,
    /// Modules and crates all of whose types are members: `tokio::sync`.
    #[serde(default)]
    pub modules: Vec<String>,
    /// Wrapper types that are members when the type argument with this 0-based index is: `std::io::BufReader = 0`; brace lists allowed. References,
    /// `Box`, `Arc` and `Rc` always pass through. With several indices, one of the arguments is enough: `std::iter::Zip = [0, 1]`.
    #[serde(default)]
    pub wrappers: BTreeMap<String, WrappedArguments>,
    /// Whether structs of the linted code are members when one of their fields is.
    #[serde(default)]
    pub in_fields: bool,
    /// Other classes whose members are members of this class too.
    #[serde(default)]
    pub includes: Vec<String>,
}
