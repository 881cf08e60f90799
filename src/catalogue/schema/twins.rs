//! `contexts.toml`: async code that takes the place of a blocking client.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How an async client makes the requests of a blocking one of another package.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct AsyncRequest {
    /// The package of the async client.
    pub package: String,
    /// What differs from the blocking client, to complete "the async client, which".
    pub differs: String,
    /// Fns that begin a request. `code` makes a client that has a method of each one's name.
    pub starts: Vec<RequestStep>,
    /// What follows.
    pub steps: Vec<RequestStep>,
    /// The value that makes requests with the same settings and connections, if the blocking client has one.
    pub client: Option<RequestClient>,
}

/// A value of a blocking client that makes requests, and what takes its place.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RequestClient {
    /// The path of its type.
    pub blocking: String,
    /// The path of the async client's type.
    pub twin: String,
    /// Its methods that begin a request, brace lists allowed; the async client has them too.
    pub methods: Vec<String>,
    /// The calls that make it, in chains: those that begin one have no `{self}` in their code.
    pub makers: Vec<RequestStep>,
}

/// A call of such a request, and what takes its place.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RequestStep {
    /// The fns of the blocking client, brace lists allowed.
    pub paths: Vec<String>,
    /// A template, as in `instead`.
    pub code: String,
    /// Features of the package that it needs.
    #[serde(default)]
    pub features: Vec<String>,
    /// Whether the argument must be written as `Some(value)`, of which the code gets `value`.
    #[serde(default)]
    pub some: bool,
}

/// A blocking connection that the same client also makes as an async one. What `apis/` says in place of its calls makes and uses the async one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct AsyncConnection {
    /// The path of the blocking connection's type.
    pub connection: String,
    /// The traits whose methods use a blocking connection, and those with the same methods for an async one.
    pub traits: BTreeMap<String, String>,
    /// What differs from the blocking connection, to complete "the async connection, which".
    pub differs: String,
}

/// A blocking client and the async one of the same package.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct AsyncTwin {
    /// The package that has both.
    pub package: String,
    /// The path of the blocking client's module.
    pub blocking: String,
    /// The path of the module with the same names for the async one.
    pub twin: String,
    /// Fns and methods of the blocking module, brace lists allowed, that the twin has with the same signature and that do not wait.
    pub same: Vec<String>,
    /// Of methods of `same` whose twin takes fewer types: the paths of those that it takes. Primitive types always fit.
    #[serde(default)]
    pub takes: BTreeMap<String, Vec<String>>,
    /// Those of `same` that set what the blocking client has by default and the twin has not.
    #[serde(default)]
    pub limits: Vec<String>,
    /// What the twin lacks unless one of `limits` is called, to complete "the twin has". Without it, the two behave alike.
    pub lacks: Option<String>,
    /// The method that ends a chain of calls with the wait, where the twin awaits the chain itself: `run`.
    pub finish: Option<String>,
    /// The first release that has both: `mongodb >= 3`.
    pub since: Option<String>,
}
