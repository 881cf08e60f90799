//! Guards that are alive while their future is suspended: of locks, of `RefCell`s, of tracing spans.

use super::CodedLint;
use super::alive::{Held, Storage, held};
use super::site::{Found, Remark, Site};
use crate::catalogue::ReceiverSet;

pub(super) const LINT: CodedLint = CodedLint {
    ids: &["guard-across-await", "refcell-across-await", "span-guard-across-await", "async-guard-across-await"],
    replaces: &[],
    find,
};

/// The lint for one class of guards, with its texts.
struct Kind {
    lint: &'static str,
    /// In `rules/receivers.toml`.
    class: &'static str,
    why: &'static str,
    advice: &'static str,
}

const KINDS: [Kind; 4] = [
    Kind {
        lint: "guard-across-await",
        class: "lock-guard",
        why: "a task that takes the lock meanwhile blocks its thread; if this task needs that thread to continue, both wait for ever",
        advice: "or take an async lock, whose guard may live there",
    },
    Kind {
        lint: "refcell-across-await",
        class: "cell-guard",
        why: "a task that borrows the cell meanwhile on this thread panics",
        advice: "or take an async lock, whose guard may live there",
    },
    Kind {
        lint: "span-guard-across-await",
        class: "span-guard",
        why: "everything that runs on this thread meanwhile is recorded in the span, and this task may continue outside of it",
        advice: "or wrap the future in `Instrument::instrument`",
    },
    Kind {
        lint: "async-guard-across-await",
        class: "async-guard",
        why: "no thread waits for it, but every task that wants the same lock or permit waits as long as this one is suspended",
        advice: "or hold it only around the code that needs it",
    },
];

fn find(site: &Site<'_>) -> Vec<Found> {
    let receivers = site.view.catalogue.receivers();
    let classes: Vec<&ReceiverSet> = KINDS.iter().filter_map(|kind| receivers.class(kind.class)).collect();
    if classes.len() != KINDS.len() {
        // The embedded rules contain all classes.
        return Vec::new();
    }
    held(site, &classes).into_iter().filter(|held| is_async(site, held)).map(|held| found(site, &held)).collect()
}

/// A future that `block_on` drives on a separate thread stalls no other task while it holds a guard.
fn is_async(site: &Site<'_>, held: &Held) -> bool {
    matches!(site.place(held.suspension.at), super::super::places::Place::Async(_))
}

fn found(site: &Site<'_>, held: &Held) -> Found {
    let kind = &KINDS[held.class];
    let name = held.path.rsplit("::").next().unwrap_or_default();
    let line = site.line(held.suspension.span);
    let (temporary, first) = match held.storage {
        Storage::Variable => ("", "drop it first, in a block of its own"),
        Storage::Temporary => ("temporary ", "bind its result to a variable first, so that the guard is dropped there"),
    };
    Found {
        lint: kind.lint,
        span: held.span,
        place: site.place(held.suspension.at),
        message: format!("this {temporary}`{name}` is held across the {} on line {line}", held.suspension.word),
        help: format!("{first}, {}", kind.advice),
        remark: Remark { subject: held.path.clone(), why: kind.why.to_owned(), level: None },
    }
}
