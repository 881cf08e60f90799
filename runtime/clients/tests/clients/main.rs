//! Blocking clients under the guard: each is caught at the line of the user's own code, with the API and the lint that the linter has for it.

#![cfg(all(target_os = "linux", target_env = "gnu"))]

use std::future::Future;

mod databases;
mod files;
mod http;
#[allow(dead_code, reason = "the families ask for more")]
#[path = "../../../tests/guard/support.rs"]
mod support;

/// Fails unless the future is caught at the line, by the lint, and by an API of this crate with this name. With only line tables, the name of a
/// dependency's fn has no type, so the guard guesses the type.
#[track_caller]
fn caught<F: Future>(line: u32, crate_name: &str, name: &str, lint: &str, future: F) {
    let file = std::panic::Location::caller().file();
    is_caught(file, line, crate_name, name, lint, &support::message(future));
}

/// The same for a message.
fn is_caught(file: &str, line: u32, crate_name: &str, name: &str, lint: &str, text: &str) {
    let api = text.split(&format!("error[{lint}]: `{crate_name}::")).nth(1).and_then(|rest| rest.split('`').next());
    assert_eq!(api.and_then(|api| api.rsplit("::").next()), Some(name), "{text}");
    assert!(text.contains(&format!("  --> {file}:{line}:")), "{file}:{line} in\n{text}");
}
