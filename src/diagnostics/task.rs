//! Tasks that run the code of a finding, and whether others are stalled. Plain data; does not know how it is computed.

use super::stored::is_absent;
use serde::{Deserialize, Serialize};

/// Whether another task on the same runtime can wait while the call blocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Stalls {
    /// Another task that is stalled by the call is certain to exist.
    Others,
    /// No other task can exist on that runtime when the call runs.
    Nobody,
    /// Neither is known; treated as [`Stalls::Others`].
    #[default]
    Unknown,
}

/// How a task begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum TaskKind {
    /// A handler that is registered with a router or a server.
    Handler,
    /// A future that is passed to `spawn`, `join!`, `select!` and the like.
    Task,
    /// The entry point of a program.
    Main,
    /// A test.
    Test,
    /// A stream that is polled.
    Stream,
    /// An implementation of `poll`.
    Poll,
}

/// One task that runs the code of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Task {
    /// How it begins.
    pub kind: TaskKind,
    /// The fn that it runs, as `crate::reports::show`, or the fn that contains its future.
    pub name: String,
    /// The file where it is registered, spawned or defined, as for [`Finding::path`](super::Finding::path).
    pub path: String,
    /// 1-based line there.
    pub line: u32,
    /// Method and path of a handler where both are literal, as `GET /reports/{name}`.
    #[serde(skip_serializing_if = "is_absent")]
    pub route: Option<String>,
}

impl Task {
    /// A task without a route.
    #[must_use]
    pub const fn new(kind: TaskKind, name: String, path: String, line: u32) -> Self {
        Self { kind, name, path, line, route: None }
    }
}

/// Whether a file is an example, by its folder. A module may have that name, but not the folder around the sources.
pub(crate) fn is_in_example(path: &str) -> bool {
    path.split('/').take_while(|part| *part != "src").any(|part| part == "examples")
}
