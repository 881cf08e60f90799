//! The shape of `rules/apis/<crate>.toml`.

use crate::diagnostics::{Applicability, Cost, Form, Level};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `rules/apis/<crate>.toml`: the blocking APIs of one crate.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ApiFile {
    /// The crate's name in code (`std`, `tokio`, `reqwest`, `crossbeam_channel`).
    #[serde(rename = "crate")]
    pub krate: String,
    /// The entries.
    pub api: Vec<Api>,
}

/// One or several blocking APIs that share all properties.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of the data")]
pub struct Api {
    /// Canonical public paths as a user would write them: `std::fs::read`, `std::path::Path::exists`, `std::io::Read::read_to_string`.
    /// A segment may be a brace list: `std::fs::{read, write}`.
    pub paths: Vec<String>,
    /// The lint that reports it; left out in a lint's own file.
    #[serde(default)]
    pub lint: String,
    /// Overrides the lint's cost.
    pub cost: Option<Cost>,
    /// Overrides the lint's level.
    pub level: Option<Level>,
    /// Its level in handlers, where it runs for each request; for an API that needs no fix in start-up code.
    #[serde(default)]
    pub in_handlers: Option<Level>,
    /// What blocks, to complete "`path` …": `reads a whole file`, `waits for the child to exit`. Lower case, no full stop.
    pub why: String,
    /// How it is called.
    #[serde(default)]
    pub call: CallKind,
    /// Whether the methods belong to a type or a trait.
    #[serde(default)]
    pub owner: Owner,
    /// Number of arguments without the receiver, if it decides.
    #[serde(default)]
    pub arity: Option<Arity>,
    /// Receiver classes (`receivers.toml`); the receiver (or, for a path call of a method, the first argument) must be of one.
    #[serde(default)]
    pub receiver: Vec<String>,
    /// Receiver classes on which it is harmless: `flush` does nothing on a file without a buffer.
    #[serde(default)]
    pub except: Vec<String>,
    /// Receiver classes of which some argument must be one: `serde_json::from_reader` blocks only on a file or socket.
    #[serde(default)]
    pub any_argument: Vec<String>,
    /// Argument values that make it harmless.
    #[serde(default)]
    pub silent_if: Vec<SilentIf>,
    /// It does not block on a receiver that one of these fns made: a sender from `flume::unbounded` never waits for room.
    #[serde(default)]
    pub unless_made_by: Vec<String>,
    /// Fns that, called before it in the same fn, show that it does not wait: `JoinHandle::is_finished` before a `join`.
    #[serde(default)]
    pub unless_after: Vec<String>,
    /// Fns that wake another thread. A fn of a dependency that calls one of them first, directly or through a method of its own `self`, has told its
    /// helper thread to end, so it does not wait long.
    #[serde(default)]
    pub unless_woken: Vec<String>,
    /// It does not wait where a call of one of these fns has returned `true`: `event::poll` before `event::read`.
    #[serde(default)]
    pub unless_true: Vec<String>,
    /// Whether it is harmless on a static that an entry point fills before it serves anything.
    #[serde(default)]
    pub unless_filled: bool,
    /// Whether it is harmless where its result is kept for good, in a static or leaked.
    #[serde(default)]
    pub unless_kept: bool,
    /// Whether it is only true where the code asks the returned iterator for one item, outside loops: `read_dir(path)?.next().is_none()`.
    #[serde(default)]
    pub one_item: bool,
    /// Whether it is only true for a call outside of loops: one line written to a file takes microseconds, a line for each row of a table does not.
    #[serde(default)]
    pub outside_loops: bool,
    /// Whether one call takes well under a millisecond on a disk of the machine itself: it looks up or changes one entry of a folder. Outside of
    /// loops such a call is a note if only entry points run it and the futures that they join.
    #[serde(default)]
    pub brief: bool,
    /// Whether all its calls must come from the same thread, so that no fix may move one to another.
    #[serde(default)]
    pub one_thread: bool,
    /// The crate versions (semver requirement) for which the entry is true.
    #[serde(default)]
    pub versions: Option<String>,
    /// Whether every `next` of the iterator that it returns blocks, rather than the call. With `call = "iterate"`: whether only iterating over a
    /// value that other code made is reported, because making one is.
    #[serde(default)]
    pub lazy: bool,
    /// Argument values that make a call sure to block, where others only may.
    #[serde(default)]
    pub certain_if: Vec<SilentIf>,
    /// Whether a call of it is sure to block, or only may (through a trait object, for example).
    #[serde(default)]
    pub certainty: Certainty,
    /// What to write instead, per runtime.
    #[serde(default)]
    pub instead: BTreeMap<String, Instead>,
    /// How the entry was checked: `compiled`, `run` or `source`, with the version; one that is `unverified` says only that a call may block.
    #[serde(default)]
    pub verified: Option<String>,
}

/// Whether a call is sure to block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// It blocks.
    #[default]
    Certain,
    /// It depends on what is behind a trait object or a generic parameter.
    May,
}

/// How an API is reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CallKind {
    /// A call of the fn or method.
    #[default]
    Call,
    /// The `next` of a `for` loop (or an adaptor's consumer) over the type at `paths`.
    Iterate,
    /// Dropping a value of the type at `paths`.
    Drop,
    /// A macro call.
    Macro,
}

/// What the last but one segment of a method's path names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Owner {
    /// A type, or a module.
    #[default]
    Type,
    /// A trait: if its source is not available, a call of the method is recognised by the trait's import.
    Trait,
}

/// A number of arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Arity {
    /// At least.
    pub min: usize,
    /// At most.
    pub max: usize,
}

/// A condition on the value of an argument.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SilentIf {
    /// 0-based argument, receiver left out; the receiver itself if absent.
    #[serde(default)]
    pub argument: Option<usize>,
    /// The value.
    pub is: ArgumentValue,
}

/// Recognised argument values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ArgumentValue {
    /// `Duration::ZERO`, `Duration::from_secs(0)`, `Duration::default()`, also in a `Some`.
    ZeroDuration,
    /// A string literal or array that is an IP address with a port: no name lookup.
    SocketAddress,
    /// An in-memory reader: `&[u8]`, `Cursor`.
    InMemory,
    /// `Duration` literal below one millisecond.
    SubMillisecond,
    /// A flag of the system that says not to wait, alone or with others: `WNOHANG`, `LOCK_NB`, `MSG_DONTWAIT`.
    NoWaitFlag,
    /// A timeout of `0` in a number, or a constant named `ZERO`.
    Zero,
    /// A timeout that is written out and not `0`, or one that never ends: `60_000`, `-1`, `Duration::from_secs(5)`, `NONE`.
    Wait,
    /// Flags that are written out, none of which says not to wait: `LOCK_EX`, `CommitMode::Sync`.
    WaitingFlag,
    /// A literal SQL statement that begins a deferred transaction or rolls one back: `"BEGIN"`, `"SAVEPOINT a"`, `"ROLLBACK"`.
    TransactionControl,
}

/// A replacement under one runtime: `tokio`, `async-std`, `smol`, `actix`, or `any`.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Instead {
    /// Shown to the user, and the template of the fix: `tokio::fs::read({0}).await`. `{self}` is the receiver, `{&self}` the receiver
    /// borrowed unless it is a reference, `{0}`, `{1}` arguments, `{args}` all of them. `{name}` is the last segment of the API's
    /// path, filled in when the data are loaded.
    pub code: String,
    /// What kind of rewrite it is.
    #[serde(default)]
    pub form: Form,
    /// The rewrite is only correct if the receiver is a chain of calls that starts with this constructor, which is replaced too.
    #[serde(default)]
    pub root: Option<Root>,
    /// Crate features needed: `["tokio/fs"]`.
    #[serde(default)]
    pub features: Vec<String>,
    /// The versions of the crate that have the replacement: `tokio >= 1.26`.
    #[serde(default)]
    pub since: Option<String>,
    /// Whether the rewrite keeps behaviour.
    #[serde(default)]
    pub applicability: Applicability,
    /// Circumstances in which the fix is withheld, besides those that apply to every fix: `sub-millisecond`, `value-used`.
    #[serde(default)]
    pub refuse_if: Vec<String>,
    /// A remark for the user: what differs.
    #[serde(default)]
    pub note: Option<String>,
}

/// The constructor at the start of a builder chain: `std::process::Command::new` becomes `tokio::process::Command::new`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Root {
    /// Canonical path that must be called there.
    pub from: String,
    /// The path to write instead.
    pub to: String,
}
