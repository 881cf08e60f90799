//! The shape of `rules/roles.toml` and `rules/tasks.toml`.

use serde::{Deserialize, Serialize};

/// `rules/roles.toml`: fns that coded lints look for; `rules/tasks.toml`: fns that begin, join and serve tasks.
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

/// The parts that fns play for coded lints and for the search for tasks.
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
    /// Runs its closure for each item of an iterator: `Iterator::map`, `for_each`.
    Each,
    /// Leaves at most so many items of an iterator: `Iterator::take`.
    AtMost,
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
    /// Reads or writes in parts that are lost if its future is dropped: `AsyncReadExt::read_exact`.
    Lossy,
    /// Gives standard input that is read on the runtime's pool: `tokio::io::stdin`.
    PooledStdin,
    /// Hands bytes to an async writer, which may keep them: `AsyncWriteExt::write_all`.
    AsyncWrite,
    /// Waits until an async writer has passed on what it keeps, or makes that needless.
    AsyncFlush,
    /// One file operation, each a trip to the blocking pool: `tokio::fs::metadata`.
    AsyncFile,
    /// Starts a runtime with several threads: `tokio::runtime::Runtime::new`.
    MultiThread,
    /// Drops its argument: `std::mem::drop`.
    Drop,
    /// Drops what its receiver holds: `Vec::clear`.
    Clear,
    /// Takes out what a place holds, which is empty then: `Option::take`, `std::mem::take`.
    TakeOut,
    /// Keeps its argument for as long as the process lives: `Box::leak`.
    Keep,
    /// Fills a cell that is filled once, with its argument or what its closure gives: `OnceLock::get_or_init`.
    FillOnce,
    /// Reads a directory many entries at a time: `tokio::fs::ReadDir::next_entry`.
    AsyncEntries,
    /// Makes its future a task of its own: `tokio::spawn`.
    Spawn,
    /// Polls the futures that it is given in turn: `join_all`, `buffer_unordered`.
    Join,
    /// Drives its future on this thread, of which no runtime knows: `futures::executor::block_on`.
    BlockOn,
    /// Drives its future on a runtime that may have other tasks: `Runtime::block_on`.
    BlockOnRuntime,
    /// Says whether a runtime drives this thread: `Handle::try_current`.
    AskRuntime,
    /// Makes a runtime with a single thread: `Builder::new_current_thread`.
    SingleThread,
    /// Makes a runtime, on which nothing was spawned yet.
    NewRuntime,
    /// Gives a future that waits for a moment in time: `Interval::tick`.
    Timer,
    /// Gives a future that waits for a signal to the process, or for its end: `ctrl_c`, `CancellationToken::cancelled`.
    Signal,
    /// Drives the futures of its closure one after the other: `retry`.
    InTurn,
    /// Calls what it is given until it succeeds: `backon::Retryable::retry`.
    Retry,
    /// Serves requests, from here until what it gives has been awaited: `axum::serve`.
    Serve,
    /// Reads or sets what belongs to the thread or task that it runs in: `LocalKey::with`.
    ThreadContext,
    /// Records an event, which belongs to the span that its thread is in: `tracing::info!`.
    Event,
    /// Makes a span, or runs code in one: `tracing::info_span!`, `TraceLayer::new_for_http`.
    Span,
    /// Takes handlers; as a method of a trait: its impls are handlers.
    Handler,
    /// Takes a handler for the method that is its name: `axum::routing::get`.
    RouteMethod,
    /// Its first literal is the path of the handlers that it takes: `Router::route`.
    RoutePath,
}
