//! The shape of `rules/contexts.toml`.

use super::twins::{AsyncConnection, AsyncRequest, AsyncTwin};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `rules/contexts.toml`: what makes code async, what takes it off the executor thread, what runs a closure in place.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ContextsFile {
    /// Fns that take a closure (or future) and decide where it runs.
    #[serde(default)]
    pub taker: Vec<Taker>,
    /// Features without further dependencies, which leave the lock file unchanged: `tokio/fs`.
    #[serde(default)]
    pub light_features: Vec<String>,
    /// Crates whose fns run closures in place, unless they are listed as takers: `std`.
    #[serde(default)]
    pub in_place_crates: Vec<String>,
    /// Attributes that make a fn an entry point: `tokio::main`.
    #[serde(default)]
    pub entry: Vec<EntryAttribute>,
    /// Attributes that make a fn a test: `test`, `tokio::test`.
    #[serde(default)]
    pub test_attributes: Vec<String>,
    /// Attributes that make a *sync* fn run on the executor, or all sync fns of an impl: `rocket::get`, and with an argument that decides
    /// `tauri::command(async)`.
    #[serde(default)]
    pub handler_attributes: Vec<String>,
    /// Attributes, as they are written, that except a method from what its impl's attribute makes of it: `graphql(skip)`.
    #[serde(default)]
    pub handler_exceptions: Vec<String>,
    /// Attributes that make a fn, or all methods of an impl, the root of a task, without any other effect: `actix_web::get`.
    #[serde(default)]
    pub route_attributes: Vec<String>,
    /// Attributes that put a fn or the value of a static into the static that their argument names: `linkme::distributed_slice`.
    #[serde(default)]
    pub gathering_attributes: Vec<String>,
    /// Types in which futures are polled in turn: `FuturesUnordered`.
    #[serde(default)]
    pub concurrent_types: Vec<String>,
    /// Trait methods whose sync body is run by an executor: `std::future::Future::poll`.
    #[serde(default)]
    pub poll_methods: Vec<String>,
    /// Trait methods that an executor runs only under some condition.
    #[serde(default)]
    pub callback: Vec<Callback>,
    /// Derives whose attributes name fns that an executor runs.
    #[serde(default)]
    pub derive_callback: Vec<DeriveCallback>,
    /// Releases of frameworks that have no executor: what this file says about their attributes and traits does not hold for them.
    #[serde(default)]
    pub sync_release: Vec<SyncRelease>,
    /// Fns that make something which programs make once.
    #[serde(default)]
    pub constructor: Vec<Constructor>,
    /// Attributes that generate another trait from a trait; an executor runs the sync methods of the generated trait.
    #[serde(default)]
    pub rpc_trait: Vec<RpcTrait>,
    /// Traits that a framework implements for fns and closures, which it then runs on an executor: `axum::handler::Handler`.
    #[serde(default)]
    pub handler_traits: Vec<String>,
    /// Files without a disk behind them.
    #[serde(default)]
    pub memory_files: Vec<MemoryFiles>,
    /// Methods that run their closure before they return, whatever they are called on: `is_some_and`.
    #[serde(default)]
    pub in_place_methods: Vec<String>,
    /// Methods that run their closure in the task that calls them, whatever they are called on: `map` of a value, iterator or stream.
    #[serde(default)]
    pub in_task_methods: Vec<String>,
    /// Constructors of values that are called like the one closure inside them: `std::panic::AssertUnwindSafe`.
    #[serde(default)]
    pub callable_wrappers: Vec<String>,
    /// Fns that call methods of their receiver or arguments.
    #[serde(default)]
    pub calls_back: Vec<CallsBack>,
    /// Crates whose own bodies are never analysed: `tokio`, `async_std`.
    #[serde(default)]
    pub opaque_crates: Vec<String>,
    /// Paths that show which runtime drives a crate's futures.
    #[serde(default)]
    pub driver: Vec<DriverEntry>,
    /// Where runtimes take blocking code.
    #[serde(default)]
    pub pool: Vec<PoolEntry>,
    /// Errors that cannot leave their thread.
    #[serde(default)]
    pub thread_bound_error: Vec<ThreadBoundError>,
    /// Blocking clients whose crate has an async twin.
    #[serde(default)]
    pub async_twin: Vec<AsyncTwin>,
    /// Blocking connections of clients that make async ones as well.
    #[serde(default)]
    pub async_connection: Vec<AsyncConnection>,
    /// Requests of blocking clients that the async client of another package makes too.
    #[serde(default)]
    pub async_request: Vec<AsyncRequest>,
}

/// An error that cannot leave its thread, and what can in its place.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ThreadBoundError {
    /// The path of the error's type.
    pub error: String,
    /// The package that has it.
    pub package: String,
    /// The code for what comes back from another thread; `{0}` is the error.
    pub sends: String,
    /// The code that makes an error of that: it starts with the path of a fn, and `{0}` is what came back. `?` converts it to the first error.
    pub code: String,
}

/// A runtime's fn that takes a closure to a thread for blocking code: what a fix writes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PoolEntry {
    /// The runtime, by its key in the `instead` tables.
    pub runtime: String,
    /// The package that has the fn.
    pub package: String,
    /// The fn.
    pub path: String,
    /// Features of the package that it needs.
    #[serde(default)]
    pub features: Vec<String>,
    /// Whether the awaited value is a `Result` whose error says that the closure panicked.
    #[serde(default)]
    pub joins: bool,
    /// Whether only advice names it, and no fix writes it.
    #[serde(default)]
    pub advice: bool,
}

/// Paths that only code for one runtime uses.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DriverEntry {
    /// The runtime, by its key in the `instead` tables.
    pub runtime: String,
    /// Paths as written in code; each includes everything below it; brace lists allowed.
    pub paths: Vec<String>,
    /// What a task of this runtime can wait for instead of polling, as shown in advice: "`tokio::sync::Notify`, a `watch` channel".
    #[serde(default)]
    pub notification: Option<String>,
    /// Features of the runtime's package that only such code needs. Without any in the data, whichever are on show it.
    #[serde(default)]
    pub features: Vec<String>,
}

/// Methods that an executor runs under some condition.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Callback {
    /// Trait methods; brace lists allowed.
    pub methods: Vec<String>,
    /// Only in packages that depend on one of these crates (names as in code), because sync programs use the trait too.
    #[serde(default)]
    pub beside: Vec<String>,
    /// Not for types that match this.
    #[serde(default)]
    pub unless: Option<Unless>,
}

/// What makes a type's methods run elsewhere: one of its associated types.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Unless {
    /// The trait that declares it: `actix::Actor`.
    #[serde(rename = "trait")]
    pub trait_path: String,
    /// Its name: `Context`.
    pub associated: String,
    /// Canonical paths of the associated type that make the methods run elsewhere; brace lists allowed.
    pub is: Vec<String>,
}

/// An attribute that generates another trait from a trait: `jsonrpsee::proc_macros::rpc` generates `EchoServer` from `Echo`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RpcTrait {
    /// Paths of the attribute; brace lists allowed.
    pub attributes: Vec<String>,
    /// The suffix of the generated trait's name.
    pub suffix: String,
    /// An argument of a method's own attribute by which it runs on another thread: `blocking`.
    #[serde(default)]
    pub offloaded: Option<String>,
}

/// Files whose contents the kernel generates when they are read.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MemoryFiles {
    /// Lints of calls that wait for a disk.
    pub lints: Vec<String>,
    /// What the paths start with: `/proc/`.
    pub below: Vec<String>,
    /// Whether only looking up their names is without a disk: to open a device may wait for the hardware.
    #[serde(default)]
    pub names_only: bool,
}

/// Fns whose body, which is not available, calls a trait method: `Iterator::count` calls `next`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CallsBack {
    /// Canonical paths; brace lists allowed.
    pub paths: Vec<String>,
    /// The method that is called: `std::iter::Iterator::next`.
    pub method: String,
    /// The value whose method is called.
    #[serde(default)]
    pub on: CalledOn,
    /// A receiver class whose wrappers pass such calls on to the wrapped value.
    #[serde(default)]
    pub through: Option<String>,
    /// Whether the call happens on an executor, even if sync code created the value: `futures::stream::iter`.
    #[serde(default)]
    pub on_executor: bool,
    /// The attribute of the trait's derive in which the following keys are looked for.
    #[serde(default)]
    pub attribute: Option<String>,
    /// The word in that attribute of a field by which the derived method visits the field; it visits all fields if absent.
    #[serde(default)]
    pub attribute_nested: Option<String>,
    /// Keys in attributes of the trait's derive whose value is the path of a fn that the derived method calls: `#[serde(serialize_with = "path")]`.
    #[serde(default)]
    pub attribute_fns: Vec<String>,
    /// Keys in such attributes whose value is the path of a module with a fn of the method's name: `#[serde(with = "module")]`.
    #[serde(default)]
    pub attribute_modules: Vec<String>,
}

/// A derive whose attributes name fns that an executor runs: `#[field(validate = unique())]` of `rocket::FromForm`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DeriveCallback {
    /// Paths of the derive; brace lists allowed.
    pub derives: Vec<String>,
    /// The attribute.
    pub attribute: String,
    /// Keys in it whose value is the path of a fn, or a call of one.
    pub keys: Vec<String>,
}

/// Releases of a framework without an executor: Rocket before 0.5.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SyncRelease {
    /// The framework's crates, with those of its macros.
    pub crates: Vec<String>,
    /// The versions, as a requirement: `<0.5`.
    pub versions: String,
}

/// Fns that make something which programs make once, and whose body is analysed: `reqwest::ClientBuilder::build`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Constructor {
    /// Canonical paths; brace lists allowed.
    pub paths: Vec<String>,
    /// The versions of their crate for which this is true; all if absent.
    #[serde(default)]
    pub versions: Option<String>,
    /// Lints of which findings through these fns are reported only in handlers, where each request would make another one.
    #[serde(default)]
    pub only_in_handlers: Vec<String>,
    /// Methods that keep these fns from blocking if they were called on the value before, some only with a literal argument: `tls_certs_only`,
    /// `danger_accept_invalid_certs(true)`.
    #[serde(default)]
    pub unless_after: Vec<String>,
}

/// The value whose method a fn calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CalledOn {
    /// Its receiver.
    #[default]
    Receiver,
    /// Its first argument, receiver left out.
    First,
    /// Its second argument, receiver left out.
    Second,
    /// Its third argument, receiver left out.
    Third,
    /// The value in its result, a `Result`, if there is one.
    Success,
    /// Its result.
    Result,
    /// The items of its receiver, a list.
    Item,
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
    /// Whether the offloaded closure drives its `async` blocks itself, with a `block_on` inside. Otherwise they are async code again.
    #[serde(default)]
    pub drives: bool,
    /// Whether it calls the closure again and again: once for each item of a stream.
    #[serde(default)]
    pub repeats: bool,
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
    /// Kept for later; where it runs is unknown.
    Stored,
    /// On this thread, which the runtime has given up first (`block_in_place`).
    BlockInPlace,
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

impl EntryAttribute {
    /// Whether the runtime has a single thread, given the attribute's arguments as text.
    #[must_use]
    pub fn is_single_threaded(&self, args: &str) -> bool {
        match self.flavor {
            Flavor::CurrentThread => !args.contains("multi_thread"),
            Flavor::MultiThread => args.contains("current_thread"),
        }
    }
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
