//! The scope of an event: a test, a future, or none. Knows names and runtimes; never knows events.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tokio::runtime::{Handle, Id};

/// Names of scopes by number, from 1, and the runtimes that belong to scopes.
struct Scopes {
    names: Vec<String>,
    /// Scopes by the thread's name, for tests without the guard's attribute.
    by_thread: Option<HashMap<String, u64>>,
    /// The runtimes of tests; ids of runtimes that have ended may be reused.
    runtimes: Vec<(Id, u64)>,
    /// Scopes whose future still runs.
    guarded: Vec<u64>,
}

static SCOPES: Mutex<Scopes> = Mutex::new(Scopes { names: Vec::new(), by_thread: None, runtimes: Vec::new(), guarded: Vec::new() });

impl Scopes {
    fn open(&mut self, name: String) -> u64 {
        self.names.push(name);
        self.names.len() as u64
    }
}

fn with<T>(ask: impl FnOnce(&mut Scopes) -> T) -> T {
    ask(&mut SCOPES.lock().unwrap_or_else(PoisonError::into_inner))
}

/// A new scope for a future in which blocking is forbidden, until [`close`].
pub(super) fn open_guarded(name: String) -> u64 {
    with(|scopes| {
        let scope = scopes.open(name);
        scopes.guarded.push(scope);
        scope
    })
}

/// Whether the scope's future still runs.
pub(super) fn is_guarded(scope: u64) -> bool {
    with(|scopes| scopes.guarded.contains(&scope))
}

/// From now on, events on the workers of the current runtime belong to the scope, until [`close`].
pub(super) fn take_runtime(scope: u64) {
    if let Ok(runtime) = Handle::try_current() {
        with(|scopes| scopes.runtimes.push((runtime.id(), scope)));
    }
}

/// The scope's future has ended; its runtime no longer belongs to it.
pub(super) fn close(scope: u64) {
    with(|scopes| {
        scopes.guarded.retain(|guarded| *guarded != scope);
        scopes.runtimes.retain(|(_, owner)| *owner != scope);
    });
}

/// The name of a scope.
pub(super) fn name(scope: u64) -> String {
    let index = usize::try_from(scope).unwrap_or(0).wrapping_sub(1);
    with(|scopes| scopes.names.get(index).cloned().unwrap_or_default())
}

/// The scope of the runtime for which this thread works; else the test after which Rust's test harness named the thread; else 0.
pub(super) fn of_this_thread() -> u64 {
    let runtime = Handle::try_current().ok().map(|runtime| runtime.id());
    let owner = with(|scopes| scopes.runtimes.iter().rfind(|(id, _)| Some(*id) == runtime).map(|(_, scope)| *scope));
    if let Some(owner) = owner {
        return owner;
    }
    let thread = std::thread::current();
    let Some(name) = thread.name().filter(|name| !NOT_TESTS.contains(name)) else { return 0 };
    with(|scopes| {
        if let Some(&scope) = scopes.by_thread.get_or_insert_default().get(name) {
            return scope;
        }
        let scope = scopes.open(name.to_owned());
        scopes.by_thread.get_or_insert_default().insert(name.to_owned(), scope);
        scope
    })
}

/// Names of threads that are not named after a test.
const NOT_TESTS: [&str; 3] = ["main", "tokio-runtime-worker", "tokio-rt-worker"];
