//! Turns addresses into events: symbolises stacks, finds the user's frame and the API, and leaves out a runtime's own calls. Knows stacks and
//! the table; never knows what is done with an event.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

use super::hooks::Waits;
use super::named::{Named, named};
use super::origin::Origin;
use super::recorder::{Key, Tally};
use super::{table, watch::Polls};
use crate::guard::event::{Event, EventKind, StackFrame};
use crate::guard::scopes;
use crate::stack::Frame;

/// Maximum number of frames of an event.
const MAX_STACK: usize = 48;

/// Upper bound of the guard's own frames between the hook and the capture of the stack.
const MAX_OWN_FRAMES: usize = 40;

/// The events for recorded entries, in order. Entries of one API from one line of the user's in one test become one event: `std::fs::read`
/// opens, queries the size and reads.
pub(super) fn events(entries: Vec<(Key, Tally)>, root: &Path) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    let mut firsts: HashMap<EventKey, (usize, &'static str)> = HashMap::new();
    for (key, tally) in entries {
        let Some(event) = event(&key, tally, root) else { continue };
        let place = EventKey {
            name: event.api.rsplit("::").next().unwrap_or_default().to_owned(),
            path: event.path.clone(),
            position: (event.line, event.column),
            function: event.function.clone(),
            task: event.task.clone(),
            scope: key.scope,
        };
        if let Some(&(index, first)) = firsts.get(&place) {
            let known = &mut events[index];
            known.max_ns = known.max_ns.max(event.max_ns);
            // The API was called as often as the first function that it calls.
            if first == key.hook.name() && known.stack == event.stack {
                known.times += event.times;
            }
        } else {
            firsts.insert(place, (events.len(), key.hook.name()));
            events.push(event);
        }
    }
    events
}

#[derive(PartialEq, Eq, Hash)]
struct EventKey {
    /// `std::fs::read_to_string` first opens, then reads as `std::io::Read::read_to_string` does; without paths, both have the same name.
    name: String,
    path: String,
    position: (u32, u32),
    function: String,
    task: String,
    scope: u64,
}

/// The event for one entry; `None` for a runtime's own calls, and for calls inside `block_in_place`.
fn event(key: &Key, tally: Tally, root: &Path) -> Option<Event> {
    let frames = named(&key.stack, root);
    // The innermost frames belong to the capture of the stack, up to and including the hook.
    let hook = frames.iter().take(MAX_OWN_FRAMES).rposition(|named| named.is_hook(key.hook.name())).map_or(0, |index| index + 1);
    let frames: Vec<&Named> = frames[hook..].iter().collect();
    if frames.iter().any(|named| named.is_let_through()) {
        return None;
    }
    let user = frames.iter().position(|named| named.origin == Origin::User);
    let after_user = frames.get(user.unwrap_or(frames.len())..).unwrap_or_default();
    if key.polls == Polls::IfInBlockOn && !after_user.iter().any(|named| named.is_block_on()) {
        return None;
    }
    // Without a frame of the user, everything inside the task is searched.
    let called = user.or_else(|| frames.iter().position(|named| named.is_task_boundary()));
    let called = &frames[..called.unwrap_or(frames.len())];
    let class = table::Class { word: key.waits.word(), is_receiver: key.hook.takes_descriptor() && !key.waits.word().is_empty() };
    let first = called.iter().position(|named| !named.origin.is_primitive());
    let is_runtimes_own = first.is_some_and(|index| called[index].origin.is_runtime()) || (user.is_none() && first.is_none());
    // Waits of a runtime itself count only if its caller called a catalogued API.
    let mut searched = called;
    if let (Some(first), true) = (first, is_runtimes_own) {
        let after = called[first..].iter().position(|named| !(named.origin.is_runtime() || named.origin == Origin::Std));
        let end = after.map_or(called.len(), |after| first + after);
        // A runtime that waits for its own tasks stalls no other task, unless it was started inside a task.
        if !frames[end..].iter().any(|named| named.origin == Origin::Guard || named.is_task_boundary()) {
            return None;
        }
        searched = &called[first..end];
    }
    // Calls of std on behalf of another crate's lock are not std APIs of the user; the crate's API is searched.
    let is_wrapped = |at: usize| searched[at].origin == Origin::Std && searched.get(at + 1).is_some_and(|outer| outer.is_wrapper());
    let inside = (0..searched.len()).rfind(|at| is_wrapped(*at)).map_or(0, |at| at + 1);
    let api = searched[inside..].iter().rev().find_map(|named| named.api(class));
    if is_runtimes_own && api.is_none() {
        return None;
    }
    let outermost = || {
        let named = called.iter().rev().find(|named| !matches!(named.origin, Origin::Unknown | Origin::Guard));
        named.map_or_else(|| key.hook.name().to_owned(), |named| named.frame.function.clone())
    };
    let lint = api.map(|api| api.lint).or_else(|| table::of_hook(key.hook.name(), key.waits.word())).unwrap_or_default();
    if key.waits == Waits::Memory && !table::is_about_memory(lint) {
        return None;
    }
    // Leave out the frames of the runtime outside the task, and of the guard outside the test.
    let outer = frames.iter().rposition(|named| named.origin == Origin::User).unwrap_or(0);
    let boundary = after_user.iter().position(|named| named.is_task_boundary()).map(|at| user.unwrap_or(0) + at);
    let outer = boundary.and_then(|at| frames[..at].iter().rposition(|named| named.origin == Origin::User)).unwrap_or(outer);
    let task = frames.get(outer).filter(|_| user.is_some());
    let place = user.map(|index| &frames[index].frame);
    Some(Event {
        api: api.map_or_else(outermost, |api| api.path.to_owned()),
        lint: lint.to_owned(),
        path: place.map(|frame| shown(frame, root)).unwrap_or_default(),
        line: place.and_then(|frame| frame.line).unwrap_or(0),
        column: place.and_then(|frame| frame.column).unwrap_or(0),
        function: place.map(|frame| frame.function.clone()).unwrap_or_default(),
        task: task.map(|named| named.frame.function.clone()).unwrap_or_default(),
        test: scopes::name(key.scope),
        times: tally.times,
        max_ns: tally.max_ns,
        stack: stack(&frames[..=outer.min(frames.len().saturating_sub(1))], root),
        ..Event::of(EventKind::Blocking)
    })
}

/// The frames from the API that the user called outwards. Frames further in belong to std and the C library, and are the same for every call.
fn stack(frames: &[&Named], root: &Path) -> Vec<StackFrame> {
    let kept = frames.iter().filter(|named| !matches!(named.origin, Origin::Guard | Origin::Unknown));
    kept.take(MAX_STACK)
        .map(|named| StackFrame {
            function: named.frame.function.clone(),
            path: shown(&named.frame, root),
            line: named.frame.line.unwrap_or(0),
            user: named.origin == Origin::User,
        })
        .collect()
}

/// A frame's file: relative to the workspace if it is inside.
fn shown(frame: &Frame, root: &Path) -> String {
    let Some(file) = &frame.file else { return String::new() };
    let mut path = PathBuf::new();
    // The path of a cargo target may contain `..`: `package/../tests/all.rs`.
    for part in file.components() {
        if part != Component::ParentDir || !path.pop() {
            path.push(part);
        }
    }
    path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/")
}
