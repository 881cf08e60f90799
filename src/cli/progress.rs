//! A progress bar on stderr, for runs that take long enough to wonder about.

use crate::{Phase, Progress};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// A run shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_millis(500);

/// The bar. It is drawn only on a terminal, and vanishes when it is dropped.
#[derive(Debug)]
pub(super) struct Bar {
    drawn: ProgressBar,
    start: Instant,
    shown: AtomicBool,
}

impl Bar {
    /// A bar that is not drawn yet.
    #[must_use]
    pub(super) fn new() -> Self {
        let drawn = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        Self { drawn, start: Instant::now(), shown: AtomicBool::new(false) }
    }
}

impl Default for Bar {
    fn default() -> Self {
        Self::new()
    }
}

impl Progress for Bar {
    fn begin(&self, phase: Phase, total: Option<usize>) {
        let words = match phase {
            Phase::Parse => "reading files",
            Phase::Load => "reading dependencies",
            Phase::Analyse => "analysing bodies",
        };
        let template = if total.is_some() { "{msg} [{bar:30}] {pos}/{len}" } else { "{spinner} {msg} {pos}" };
        self.drawn.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
        self.drawn.reset();
        match total {
            Some(total) => self.drawn.set_length(total as u64),
            None => self.drawn.unset_length(),
        }
        self.drawn.set_message(words);
    }

    fn advance(&self, by: usize) {
        if !self.shown.load(Ordering::Relaxed) && self.start.elapsed() > PATIENCE && !self.shown.swap(true, Ordering::Relaxed) {
            // Not drawn at all if stderr is no terminal.
            self.drawn.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.drawn.inc(by as u64);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.drawn.finish_and_clear();
    }
}
