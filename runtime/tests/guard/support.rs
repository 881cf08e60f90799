//! Runs a future under the guard and returns the guard's message.

use std::future::Future;
use std::panic::{AssertUnwindSafe, Location};

use async_lint_runtime::guard;

/// The path of `file!()` as the record writes it.
pub(crate) fn in_record(file: &str) -> String {
    // These files are also tests of the package `clients`, where their path contains `..`.
    file.replace('\\', "/").replace("/clients/../", "/")
}

/// Runs the future on a current-thread runtime of tokio.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be built").block_on(future)
}

/// The message with which the guard fails the future; empty if it does not.
pub(crate) fn message<F: Future>(future: F) -> String {
    let guarded = AssertUnwindSafe(|| block_on(guard::forbid_blocking(future)));
    match std::panic::catch_unwind(guarded) {
        Ok(_) => String::new(),
        Err(payload) => payload.downcast_ref::<String>().cloned().unwrap_or_else(|| "a panic without a text".to_owned()),
    }
}

/// Fails unless the future is caught at the line, by the API and the lint.
#[track_caller]
pub(crate) fn caught<F: Future>(line: u32, api: &str, lint: &str, future: F) {
    let file = in_record(Location::caller().file());
    let text = message(future);
    assert!(text.contains(&format!("error[{lint}]: `{api}` blocks")), "{text}");
    assert!(text.contains(&format!("  --> {file}:{line}:")), "{file}:{line} in\n{text}");
}

/// Fails if the future is caught.
#[track_caller]
pub(crate) fn silent<F: Future>(future: F) {
    let text = message(future);
    assert!(text.is_empty(), "{text}");
}
