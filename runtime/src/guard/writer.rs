//! Writes the record: JSON Lines, appended, each line in one write. Knows files; never knows what an event means.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::event::{Event, EventKind};
use super::settings::{self, Settings};
use super::{Taken, allow, caught, scopes};

/// How often collected events are written: a program that is killed loses those since the last write.
const INTERVAL: Duration = Duration::from_millis(100);

/// Called after a recording: starts a thread, if there is none, that writes the record.
pub(super) fn wake() {
    static STARTED: AtomicBool = AtomicBool::new(false);
    let Some(settings) = settings::known().filter(|settings| settings.output.is_some()) else { return };
    if STARTED.load(Ordering::Relaxed) || STARTED.swap(true, Ordering::AcqRel) {
        return;
    }
    // If the system refuses a thread, the record is written when the program ends.
    let _ = std::thread::Builder::new().name("async-lint-guard".to_owned()).spawn(move || {
        caught::watch::unwatched(|| {
            loop {
                std::thread::sleep(INTERVAL);
                flush(settings);
            }
        });
    });
}

/// Locked while events are taken and written: symbolising is slow, and a program that ends meanwhile must wait for it.
static WRITING: Mutex<()> = Mutex::new(());

/// Writes all events except those of guarded futures that are still running.
fn flush(settings: &Settings) {
    let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let events = caught::take(&settings.root, Taken::Returned, |scope| !scopes::is_guarded(scope));
    append(settings, &events);
}

/// Appends events to the record, if there is one. One `write` for each line: lines of several processes do not mix.
pub(super) fn append(settings: &Settings, events: &[Event]) {
    let Some(path) = &settings.output else { return };
    if events.is_empty() {
        return;
    }
    let Ok(mut file) = OpenOptions::new().create(true).append(true).open(path) else { return };
    about_the_guard(settings, &mut file);
    for event in events {
        if file.write_all(&event.line()).is_err() {
            return;
        }
    }
}

/// Writes, before the first event of this process, the hooks that do not see all calls.
fn about_the_guard(settings: &Settings, file: &mut File) {
    static TOLD: AtomicBool = AtomicBool::new(false);
    if settings.mode == settings::Mode::Off || TOLD.swap(true, Ordering::AcqRel) {
        return;
    }
    for event in settings::not_set() {
        let _ = file.write_all(&event.line());
    }
}

/// Runs when the program ends: writes the remaining events, and the unused allowances.
pub(super) extern "C" fn at_exit() {
    static DONE: AtomicBool = AtomicBool::new(false);
    // It must not unwind into C code.
    let _ = std::panic::catch_unwind(|| {
        let Some(settings) = settings::known() else { return };
        if DONE.swap(true, Ordering::AcqRel) || OWNER.load(Ordering::Relaxed) != caught::process() {
            return;
        }
        caught::watch::unwatched(|| {
            let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
            let mut events = caught::take(&settings.root, Taken::All, |_| true);
            events.extend(allow::unused().into_iter().map(|allowance| Event {
                path: allowance.place.file().replace('\\', "/"),
                line: allowance.place.line(),
                column: allowance.place.column(),
                times: allowance.entered,
                note: allowance.reason.to_owned(),
                ..Event::of(EventKind::UnusedAllowance)
            }));
            append(settings, &events);
        });
    });
}

/// The process that writes the record: a child after `fork` does not.
static OWNER: AtomicI32 = AtomicI32::new(0);

/// This process owns the record.
pub(super) fn own() {
    OWNER.store(caught::process(), Ordering::Relaxed);
}
