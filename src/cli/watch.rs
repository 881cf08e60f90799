//! `async-lint check --watch`: lints, prints, waits until a file changes, and starts again. It decides only which changes matter.

use super::check_args::CheckArgs;
use super::color::Stream;
use super::{Checker, Exit, Io, check, failure};
use notify::{Event, EventKind, RecursiveMode, Watcher};
use std::io;
use std::path::{Component, Path};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// Editors write a file in several steps, and several files at once: events within this time of each other are one change.
const SETTLE: Duration = Duration::from_millis(50);

/// Clears the screen and puts the cursor at its start.
const CLEAR: &str = "\u{1b}[2J\u{1b}[H";

/// Lints again and again, until the process is stopped or the watcher fails.
pub(super) fn run(args: &CheckArgs, io: &mut Io<'_>, checker: Checker<'_>) -> io::Result<Exit> {
    let (sender, changes) = channel();
    let send = move |event: notify::Result<Event>| {
        // If nobody receives it, the process is about to end.
        let _ = sender.send(event);
    };
    let current_dir = io.current_dir.clone();
    let here = [current_dir.clone()];
    let watched: Vec<_> = args.paths.iter().map(|path| current_dir.join(path)).collect();
    let watched = if watched.is_empty() { &here[..] } else { &watched[..] };
    let started = notify::recommended_watcher(send).and_then(|mut watcher| {
        for path in watched {
            watcher.watch(path, RecursiveMode::Recursive)?;
        }
        Ok(watcher)
    });
    let _watcher = match started {
        Ok(watcher) => watcher,
        Err(error) => return Ok(failure::text(&format!("changes cannot be watched: {error}"), None, io.err)),
    };
    loop {
        if io.out_stream == Stream::Terminal {
            write!(io.out, "{CLEAR}")?;
        }
        check::once(args, io, checker)?;
        io.out.flush()?;
        if let Err(message) = wait(&changes) {
            return Ok(failure::text(&format!("changes cannot be watched: {message}"), None, io.err));
        }
    }
}

/// Waits for a change that matters, then until no event has come for [`SETTLE`].
fn wait(changes: &Receiver<notify::Result<Event>>) -> Result<(), String> {
    loop {
        match changes.recv() {
            Ok(Ok(event)) if matters(&event) => break,
            Ok(Ok(_)) => {}
            Ok(Err(error)) => return Err(error.to_string()),
            Err(error) => return Err(error.to_string()),
        }
    }
    while !matches!(changes.recv_timeout(SETTLE), Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected)) {}
    Ok(())
}

/// Whether an event may change the findings: an input was written, not a file of a build.
fn matters(event: &Event) -> bool {
    !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(|path| is_input(path))
}

fn is_input(path: &Path) -> bool {
    let is_built = path.components().any(|part| part == Component::Normal("target".as_ref()) || part == Component::Normal(".git".as_ref()));
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let is_read = path.extension().is_some_and(|extension| extension == "rs" || extension == "toml");
    !is_built && (is_read || name == "Cargo.lock")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_linted_or_configures_matters() {
        for yes in ["src/main.rs", "Cargo.toml", "Cargo.lock", "async-lint.toml", "a/rules/x.toml"] {
            assert!(is_input(Path::new(yes)), "{yes}");
        }
        for no in ["target/debug/build/x.rs", ".git/index", "README.md", "src/main.rs~", ""] {
            assert!(!is_input(Path::new(no)), "{no}");
        }
    }

    #[test]
    fn many_events_are_one_change() {
        let (sender, changes) = channel();
        let event = |path: &str| Ok(Event::new(EventKind::Any).add_path(path.into()));
        for path in ["README.md", "src/a.rs", "src/b.rs"] {
            sender.send(event(path)).expect("it is received");
        }
        assert_eq!(wait(&changes), Ok(()));
        drop(sender);
        assert!(wait(&changes).is_err(), "nothing is left of them");
    }
}
