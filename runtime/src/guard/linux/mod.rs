//! How calls are caught: hooks in the program, the state of each thread, stacks, and their names. For Linux with glibc, on x86-64 and
//! 64-bit ARM.

mod hooks;
mod named;
mod origin;
mod recorder;
mod resolve;
mod symbol;
mod table;
pub(super) mod watch;

use super::Taken;
use super::event::{Event, EventKind};
use crate::stack::Frame;
pub(super) use hooks::process;
pub(super) use origin::workspace;

/// Registers `finish` to complete the record when the program ends. Called once.
pub(super) fn at_exit(finish: extern "C" fn()) {
    hooks::at_exit(finish);
}

/// Takes out the events of the wanted scopes. Slow, because it symbolises stacks.
pub(super) fn take(root: &std::path::Path, taken: Taken, wanted: impl Fn(u64) -> bool) -> Vec<Event> {
    let (entries, dropped) = recorder::take(taken, wanted);
    let mut events = resolve::events(entries, root);
    if dropped > 0 {
        events.push(Event { times: dropped, note: "calls from more stacks than are kept".to_owned(), ..Event::of(EventKind::Dropped) });
    }
    events
}

/// The API that the user's code called, and its lint: the outermost of `frames` that is an API. The frames are innermost first, without those of
/// the user. `waited_for` is the class of what was waited for, if it is known.
pub(super) fn api_of(frames: &[Frame], waited_for: Option<&'static str>, root: &std::path::Path) -> Option<(&'static str, &'static str)> {
    let class = table::Class { word: waited_for.unwrap_or_default(), is_receiver: waited_for.is_some() };
    let named = |frame: &Frame| named::Named { origin: origin::of(frame, root), frame: frame.clone() };
    let api = frames.iter().rev().find_map(|frame| named(frame).api(class))?;
    Some((api.path, api.lint))
}

/// Calls each hook once, and returns an event for each that does not see all calls.
pub(super) fn self_test() -> Vec<Event> {
    let mut events = Vec::new();
    let mut only_own = Vec::new();
    for (hook, unset) in hooks::self_test() {
        if unset == hooks::Unset::OnlyOwnCalls {
            only_own.push(hook.name());
        } else {
            events.push(Event { api: hook.name().to_owned(), note: unset.words().to_owned(), ..Event::of(EventKind::HookNotSet) });
        }
    }
    if !only_own.is_empty() {
        let note = format!("{}: {}", hooks::Unset::OnlyOwnCalls.words(), only_own.join(", "));
        events.push(Event { note, ..Event::of(EventKind::HookNotSet) });
    }
    events
}
