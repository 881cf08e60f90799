//! The shape of `rules/roles.toml` and `rules/tasks.toml`.

use serde::{Deserialize, Serialize};

/// `rules/roles.toml`: fns with a role in coded lints; `rules/tasks.toml`: fns that spawn, join and serve tasks.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RolesFile {
    /// The roles and their fns.
    pub role: Vec<RoleEntry>,
}

/// Fns with the same role.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RoleEntry {
    /// The role.
    pub is: Role,
    /// Canonical paths; brace lists allowed.
    pub paths: Vec<String>,
}

/// The roles of fns in coded lints and in the detection of tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Runs its closure on the runtime's pool for blocking work: `tokio::task::spawn_blocking`.
    BlockingPool,
    /// Runs its closure on this thread, which the runtime has given up first: `tokio::task::block_in_place`.
    BlockInPlace,
    /// Runs its future on one fixed thread, where `block_in_place` is impossible: `tokio::task::spawn_local`.
    LocalTask,
    /// Runs its closure for the items of a stream, with the concurrency limit in its first argument: `for_each_concurrent`.
    ConcurrentEach,
    /// Runs its closure for each item of an iterator: `Iterator::map`, `for_each`.
    Each,
    /// Limits an iterator, or each of its items, to as many items as its argument says: `Iterator::take`, `slice::chunks`.
    AtMost,
    /// Takes all items of an iterator at once: `Iterator::collect`, `join_all`.
    Gather,
    /// Gives up on its future after a while: `tokio::time::timeout`.
    Timeout,
    /// Waits for a permit that another task must release: `Semaphore::acquire`, `JoinSet::join_next`.
    Permit,
    /// Waits as long as another party likes: `Receiver::recv`, `TcpListener::accept`.
    LongWait,
    /// Waits for the next client, without blocking: `tokio::net::TcpListener::accept`.
    Accept,
    /// Checks whether something has happened, without waiting: `try_recv`, `AtomicBool::load`.
    Probe,
    /// Spends a moment without releasing the thread: `std::hint::spin_loop`.
    Spin,
    /// Makes progress whenever another thread does: `compare_exchange`.
    LockFree,
    /// Opens a file for the handle that it returns: `std::fs::File::open`.
    OpenFile,
    /// A method of a builder that its async counterpart has with the same meaning: `std::process::Command::arg`.
    SharedBuilder,
    /// Makes a std socket, which is in blocking mode.
    StdSocket,
    /// Takes a std socket, which must be nonblocking: `tokio::net::TcpListener::from_std`.
    FromStd,
    /// Sets whether a socket blocks.
    SetNonblocking,
    /// Reads or writes in parts that are lost if its future is dropped: `AsyncReadExt::read_exact`.
    Lossy,
    /// Returns a handle of standard input that is read on the runtime's blocking pool: `tokio::io::stdin`.
    PooledStdin,
    /// Passes bytes to an async writer, which may buffer them: `AsyncWriteExt::write_all`.
    AsyncWrite,
    /// Waits until an async writer has flushed its buffer, or makes a flush needless.
    AsyncFlush,
    /// A file operation that makes a round trip to the blocking pool: `tokio::fs::metadata`.
    AsyncFile,
    /// Starts a runtime with several threads: `tokio::runtime::Runtime::new`.
    MultiThread,
    /// Drops its argument: `std::mem::drop`.
    Drop,
    /// Drops what its receiver holds: `Vec::clear`.
    Clear,
    /// Drops items of the iterator that is its receiver: `Iterator::count`.
    DropItems,
    /// Takes the value out of a place and leaves it empty: `Option::take`, `std::mem::take`.
    TakeOut,
    /// Puts its argument into a place and drops what was there: `Option::insert`.
    Overwrite,
    /// Keeps its argument for as long as the process lives: `Box::leak`.
    Keep,
    /// Fills a cell at most once, with its argument or its closure's result: `OnceLock::get_or_init`.
    FillOnce,
    /// Parses the arguments of the program: `clap::Parser::parse`.
    Arguments,
    /// Runs the initialiser of a lazy value that has none yet: `LazyCell::force`.
    ForceLazy,
    /// Reads a directory many entries at a time: `tokio::fs::ReadDir::next_entry`.
    AsyncEntries,
    /// Ends the process: `std::process::exit`.
    Exit,
    /// Checks whether the thread unwinds from a panic: `std::thread::panicking`.
    AskUnwinding,
    /// Makes its future a task of its own: `tokio::spawn`.
    Spawn,
    /// Polls the futures that it is given in turn: `join_all`, `buffer_unordered`.
    Join,
    /// Joins any number of futures of one kind, and is a [`Self::Join`] too: `join_all`.
    JoinMany,
    /// Drives its future on the current thread without a runtime: `futures::executor::block_on`.
    BlockOn,
    /// Drives its future on a runtime that may have other tasks: `Runtime::block_on`.
    BlockOnRuntime,
    /// Checks whether a runtime drives this thread: `Handle::try_current`.
    AskRuntime,
    /// Makes a runtime with a single thread: `Builder::new_current_thread`.
    SingleThread,
    /// Makes a runtime, on which nothing has been spawned yet.
    NewRuntime,
    /// Returns a handle of the runtime: `Runtime::handle`.
    RuntimeHandle,
    /// Makes a runtime that of the current thread's code: `Runtime::enter`.
    EnterRuntime,
    /// Returns a future that waits until a point in time: `Interval::tick`.
    Timer,
    /// Returns a future that waits for a signal or for shutdown: `ctrl_c`, `CancellationToken::cancelled`.
    Signal,
    /// Drives the futures of its closure one after the other: `OnceCell::get_or_init`.
    InTurn,
    /// Passes its argument to other code, which may run it in another task: `tokio::sync::mpsc::Sender::send`.
    Send,
    /// Calls what it is given until it succeeds: `backon::Retryable::retry`.
    Retry,
    /// Takes the future whose end makes a server stop: `axum::serve::Serve::with_graceful_shutdown`.
    ShutdownSignal,
    /// Serves requests until the returned future has completed: `axum::serve`.
    Serve,
    /// Reads or sets state of the current thread or task: `LocalKey::with`.
    ThreadContext,
    /// Fails instead of waiting for a lock, a borrow or another thread's change: `Mutex::try_lock`.
    TryLock,
    /// Changes files, a database or state of the process, which other code sees: `std::fs::rename`.
    Persist,
    /// Its effect lasts until the receiver is closed: `File::lock`, `AsRawFd::as_raw_fd`.
    LastsUntilClose,
    /// Records an event in the current span of the thread: `tracing::info!`.
    Event,
    /// A macro that evaluates its arguments only if somebody records them, and takes no `.await` in them: `log::info!`.
    RecordingMacro,
    /// Makes a span, or runs code in one: `tracing::info_span!`, `TraceLayer::new_for_http`.
    Span,
    /// A macro that evaluates each argument once, in place, and borrows its value: `rusqlite::params!`.
    BorrowingMacro,
    /// A macro whose arguments may await: what it evaluates before can be held by any future: `serde_json::json!`.
    AwaitingMacro,
    /// Takes handlers. If it is a trait method, its impls are handlers.
    Handler,
    /// Takes a handler for the HTTP method of the same name: `axum::routing::get`.
    RouteMethod,
    /// Takes handlers and, as its first literal, their path: `Router::route`.
    RoutePath,
    /// Takes a path, and what is served below it: `Router::nest`.
    RoutePrefix,
    /// Of fns with `route-path`: makes a scope, in which `/` is a path of its own: `actix_web::web::scope`.
    RouteScope,
    /// Takes what is served beside its receiver, not below its path: `warp::Filter::or`.
    RouteBeside,
    /// A type of parameters by which handlers read a request: `axum::extract::State`.
    Extractor,
    /// A type or trait of the values with which handlers answer: `axum::response::IntoResponse`.
    Response,
}
