//! A stall as an event of `tracing`. The monitor's own thread emits it, so the subscriber must be global, and the test needs its own
//! binary.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Mutex, PoisonError};

use async_lint_runtime::StallMonitor;
use async_lint_runtime::monitor::MonitorBuilder;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};

#[path = "../src/monitor/tests/stalled.rs"]
mod stalled;

/// The fields of each of the monitor's events.
static SEEN: Mutex<Vec<BTreeMap<&'static str, String>>> = Mutex::new(Vec::new());

struct Collect;

impl<S: Subscriber> Layer<S> for Collect {
    fn on_event(&self, event: &Event<'_>, _context: Context<'_, S>) {
        if event.metadata().target() == "async_lint_runtime::stall" {
            assert_eq!(*event.metadata().level(), Level::WARN);
            let mut fields = Fields(BTreeMap::new());
            event.record(&mut fields);
            SEEN.lock().unwrap_or_else(PoisonError::into_inner).push(fields.0);
        }
    }
}

struct Fields(BTreeMap<&'static str, String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}

#[test]
fn a_stall_is_an_event_of_tracing() {
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(Collect)).expect("nobody else sets one");
    let runtime = stalled::runtime(1);
    let monitor = stalled::quick().tracing().watch(runtime.handle());
    stalled::stall_a_worker(&runtime);
    // `stop` returns after all events have been emitted.
    monitor.stop();
    let seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    let of = |fields: &BTreeMap<&str, String>, name: &str| fields.get(name).cloned().unwrap_or_default();
    let longest = seen.iter().max_by_key(|fields| of(fields, "millis").parse::<u64>().unwrap_or(0)).expect("a stall was seen");
    assert!(of(longest, "millis").parse::<u64>().is_ok_and(|millis| millis >= 200), "{longest:?}");
    assert_eq!(of(longest, "worker"), "0");
    assert!(of(longest, "queue_depth").parse::<usize>().is_ok(), "{longest:?}");
    if cfg!(target_os = "linux") {
        assert!(of(longest, "cause").contains("nanosleep"), "{longest:?}");
        assert!(of(longest, "place").contains("stalled.rs"), "{longest:?}");
    }
}
