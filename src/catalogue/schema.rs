//! The shape of `rules/`: what may stand in a lint, an API file, and the shared lists. Unknown keys are errors everywhere.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `rules/lints/<id>.toml`: one lint. The id is the file's stem.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LintFile {
    /// The group that `--select` and `--ignore` know: `blocking`, `locks`, `runtime`, `offload`, `tool`.
    pub group: String,
    /// The level without configuration.
    pub level: Level,
    /// The default cost class of its APIs.
    pub cost: Cost,
    /// One line: what is reported, lower case, no full stop.
    pub summary: String,
    /// Why it matters, Markdown.
    pub why: String,
    /// What to do about it, Markdown.
    pub advice: String,
    /// What it does not see, Markdown items.
    #[serde(default)]
    pub limits: Vec<String>,
    /// What the examples are.
    #[serde(default)]
    pub example: Example,
    /// Code that gives exactly one finding of this lint (a whole file).
    pub bad: String,
    /// The same, mended: silent.
    pub good: String,
    /// Whether effects of this lint travel through calls (locks, stdout and cheap CPU work do not).
    #[serde(default = "yes")]
    pub transitive: bool,
    /// `data` if it is wholly described by APIs, `coded` if `analysis/` finds it.
    #[serde(default)]
    pub found_by: FoundBy,
    /// Why there is no recorded proof, if there is none.
    #[serde(default)]
    pub no_proof: Option<String>,
    /// Blocking APIs of any crate that it reports, beside those in `apis/`; their `lint` is this one.
    #[serde(default)]
    pub api: Vec<Api>,
}

fn yes() -> bool {
    true
}

/// What a lint's examples are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Example {
    /// A file of Rust.
    #[default]
    Code,
    /// An `async-lint.toml`.
    Configuration,
}

/// How a lint's findings come about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FoundBy {
    /// From API entries.
    #[default]
    Data,
    /// From code in `analysis/`.
    Coded,
}

/// What a finding does to the exit code, lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Not looked for, unless selected by name or with `all` (then reported as `note`).
    Allow,
    /// Printed, never fails the run.
    Note,
    /// Exit code 1.
    Warn,
    /// Exit code 1.
    Deny,
}

/// Cost classes, cheapest first; severity and advice follow them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Cost {
    /// A short critical section.
    Lock,
    /// Computation.
    Cpu,
    /// A stat.
    Metadata,
    /// File contents.
    Disk,
    /// Starting or steering a process.
    Process,
    /// A database round trip.
    Database,
    /// A network round trip.
    Network,
    /// As long as another party likes: join, recv, stdin, sleep.
    Unbounded,
    /// Panics or deadlocks inside a runtime.
    Panics,
}

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

/// One or several blocking APIs with everything in common.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Api {
    /// Canonical public paths as a user would write them: `std::fs::read`, `std::path::Path::exists`, `std::io::Read::read_to_string`.
    /// A segment may be a brace list: `std::fs::{read, write}`.
    pub paths: Vec<String>,
    /// The lint that reports it; in a lint's own file that lint, and left out.
    #[serde(default)]
    pub lint: String,
    /// Overrides the lint's cost.
    pub cost: Option<Cost>,
    /// Overrides the lint's level.
    pub level: Option<Level>,
    /// What blocks, to complete "`path` …": `reads a whole file`, `waits for the child to exit`. Lower case, no full stop.
    pub why: String,
    /// How it is called.
    #[serde(default)]
    pub call: CallKind,
    /// Number of arguments without the receiver, if it decides.
    #[serde(default)]
    pub arity: Option<Arity>,
    /// Receiver classes (`receivers.toml`); the receiver (or, for a path call of a method, the first argument) must be of one.
    #[serde(default)]
    pub receiver: Vec<String>,
    /// Receiver classes of which some argument must be one: `serde_json::from_reader` blocks only on a file or socket.
    #[serde(default)]
    pub any_argument: Vec<String>,
    /// Argument values that make it harmless.
    #[serde(default)]
    pub silent_if: Vec<SilentIf>,
    /// The crate versions (semver requirement) for which the entry is true.
    #[serde(default)]
    pub versions: Option<String>,
    /// Whether its effect is felt at every `next` of the iterator that it returns, rather than in the call.
    #[serde(default)]
    pub lazy: bool,
    /// Whether a call of it is sure to block, or only may (a trait object behind which anything can be).
    #[serde(default)]
    pub certainty: Certainty,
    /// What to write instead, per runtime.
    #[serde(default)]
    pub instead: BTreeMap<String, Instead>,
    /// How the entry was checked: `compiled`, `run`, `source` or `unverified`, with the version.
    #[serde(default)]
    pub verified: Option<String>,
}

/// How sure it is that a call blocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// It does.
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

/// A number of arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Arity {
    /// At least.
    pub min: usize,
    /// At most.
    pub max: usize,
}

/// A harmless argument.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SilentIf {
    /// 0-based argument, receiver left out.
    pub argument: usize,
    /// The value that it has.
    pub is: ArgumentValue,
}

/// Recognised argument values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ArgumentValue {
    /// `Duration::ZERO`, `Duration::from_secs(0)`, `Duration::default()`.
    ZeroDuration,
    /// A string literal or array that is an IP address with a port: no name lookup.
    SocketAddress,
    /// An in-memory reader: `&[u8]`, `Cursor`.
    InMemory,
    /// `Duration` literal below one millisecond.
    SubMillisecond,
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
    /// The rewrite is only right if the receiver is a chain of calls that starts with this constructor, which is replaced too.
    #[serde(default)]
    pub root: Option<Root>,
    /// Crate features needed: `["tokio/fs"]`.
    #[serde(default)]
    pub features: Vec<String>,
    /// Version of the crate in `code` from which it exists: `tokio >= 1.26`.
    #[serde(default)]
    pub since: Option<String>,
    /// Whether the rewrite keeps behaviour.
    #[serde(default)]
    pub applicability: Applicability,
    /// Named circumstances in which the fix is withheld (guards known to `fix/`).
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

/// The three forms of DESIGN section 8.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Path and `.await`.
    #[default]
    Replace,
    /// `spawn_blocking` around it.
    Offload,
    /// Printed advice only.
    Restructure,
}

/// What may be done with a fix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Applicability {
    /// Same behaviour, comments kept, it compiles: applied by `--fix`.
    Safe,
    /// Needs `--unsafe-fixes`.
    Unsafe,
    /// Shown only.
    #[default]
    Display,
}

/// `rules/receivers.toml`: classes of types by behaviour.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ReceiversFile {
    /// The classes by name.
    pub class: BTreeMap<String, ReceiverClass>,
}

/// A set of types: those named, and wrappers around a member.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ReceiverClass {
    /// Canonical paths of member types: `std::fs::File`; brace lists allowed.
    #[serde(default)]
    pub types: Vec<String>,
    /// Wrapper types that are members when the type argument with this 0-based index is: `std::io::BufReader = 0`; brace lists allowed. References,
    /// `Box`, `Arc` and `Rc` always pass through.
    #[serde(default)]
    pub wrappers: BTreeMap<String, usize>,
    /// Other classes that belong to it.
    #[serde(default)]
    pub includes: Vec<String>,
}

/// `rules/contexts.toml`: what makes code async, what takes it off the executor thread, what runs a closure in place.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ContextsFile {
    /// Fns that take a closure (or future) and decide where it runs.
    #[serde(default)]
    pub taker: Vec<Taker>,
    /// Crates all of whose closure-taking fns run them in place, unless listed: `std`.
    #[serde(default)]
    pub in_place_crates: Vec<String>,
    /// Attributes that make a fn an entry point: `tokio::main`.
    #[serde(default)]
    pub entry: Vec<EntryAttribute>,
    /// Attributes that make a fn a test: `test`, `tokio::test`.
    #[serde(default)]
    pub test_attributes: Vec<String>,
    /// Attributes that make a *sync* fn run on the executor: actix and rocket route attributes.
    #[serde(default)]
    pub handler_attributes: Vec<String>,
    /// Trait methods whose sync body is polled by an executor: `std::future::Future::poll`.
    #[serde(default)]
    pub poll_methods: Vec<String>,
    /// Crates whose own bodies are never looked into: `tokio`, `async_std`.
    #[serde(default)]
    pub opaque_crates: Vec<String>,
}

/// A fn that decides where its closure runs.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Taker {
    /// Canonical paths; brace lists allowed.
    pub paths: Vec<String>,
    /// Where its closure arguments run.
    pub runs: Runs,
    /// 0-based index of the argument (receiver left out); all closures if absent.
    #[serde(default)]
    pub argument: Option<usize>,
    /// Whether an `async` block in the offloaded closure is driven there too (`block_on` inside): else it is async again.
    #[serde(default)]
    pub drives: bool,
}

/// Where a closure runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Runs {
    /// On another thread.
    Offloaded,
    /// Where the taker is called, before it returns.
    InPlace,
    /// On an executor thread, whatever the caller is.
    OnExecutor,
    /// Kept for later; who knows where.
    Stored,
    /// On this thread, which the runtime has given up first (`block_in_place`).
    BlockInPlace,
}

/// `rules/roles.toml`: fns that coded lints look for.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RolesFile {
    /// Which fns play which part.
    pub role: Vec<RoleEntry>,
}

/// Fns that play the same part.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RoleEntry {
    /// The part.
    pub is: Role,
    /// Canonical paths; brace lists allowed.
    pub paths: Vec<String>,
}

/// The parts that fns play for coded lints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Runs its closure on the runtime's pool for blocking work: `tokio::task::spawn_blocking`.
    BlockingPool,
    /// Runs its closure on this thread, which the runtime has given up first: `tokio::task::block_in_place`.
    BlockInPlace,
    /// Runs its future on one thread, where nothing can be given up: `tokio::task::spawn_local`.
    LocalTask,
    /// Runs its closure for the items of a stream, at most so many at a time as its first argument says: `for_each_concurrent`.
    ConcurrentEach,
    /// Gives up on its future after a while: `tokio::time::timeout`.
    Timeout,
    /// Waits for leave to go on, which others must give back: `Semaphore::acquire`, `JoinSet::join_next`.
    Permit,
    /// Waits as long as another party likes: `Receiver::recv`, `TcpListener::accept`.
    LongWait,
    /// Looks whether something has happened, without waiting: `try_recv`, `AtomicBool::load`.
    Probe,
    /// Passes a moment without giving the thread back: `std::hint::spin_loop`.
    Spin,
    /// Makes progress whenever another thread does: `compare_exchange`.
    LockFree,
    /// Makes a socket of std, which blocks.
    StdSocket,
    /// Takes a socket of std that must not block: `tokio::net::TcpListener::from_std`.
    FromStd,
    /// Says whether a socket blocks.
    SetNonblocking,
    /// Hands bytes to an async writer, which may keep them: `AsyncWriteExt::write_all`.
    AsyncWrite,
    /// Waits until an async writer has passed on what it keeps, or makes that needless.
    AsyncFlush,
    /// One file operation, each a trip to the blocking pool: `tokio::fs::metadata`.
    AsyncFile,
    /// Reads a directory many entries at a time: `tokio::fs::ReadDir::next_entry`.
    AsyncEntries,
}

/// An attribute that makes a fn an entry point.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct EntryAttribute {
    /// `tokio::main`.
    pub path: String,
    /// The runtime that it starts.
    pub runtime: String,
    /// Its flavour without arguments.
    #[serde(default)]
    pub flavor: Flavor,
}

/// How many threads poll.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flavor {
    /// Several workers; the root future is not on one of them.
    #[default]
    MultiThread,
    /// Everything on this thread.
    CurrentThread,
}
