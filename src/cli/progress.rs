//! A progress bar on stderr, for long runs.

use crate::{Phase, Progress};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// A run shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_millis(500);

/// The bar. It is drawn only on a terminal, and vanishes when it is dropped.
#[derive(Debug)]
pub(super) struct Bar {
    drawn: ProgressBar,
    start: Instant,
    shown: AtomicBool,
    /// Files read for their signatures.
    signatures: AtomicUsize,
}

impl Bar {
    /// A bar that is not drawn yet.
    #[must_use]
    pub(super) fn new() -> Self {
        let drawn = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        Self { drawn, start: Instant::now(), shown: AtomicBool::new(false), signatures: AtomicUsize::new(0) }
    }

    /// Starts to draw, once the run has taken [`PATIENCE`]. Nothing is drawn if stderr is no terminal.
    fn show(&self) {
        if !self.shown.load(Ordering::Relaxed) && self.start.elapsed() > PATIENCE && !self.shown.swap(true, Ordering::Relaxed) {
            self.drawn.set_draw_target(ProgressDrawTarget::stderr());
        }
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
            Phase::Analyse => "analysing bodies",
            Phase::Follow => "following calls",
            Phase::Report => "writing the report",
        };
        let template = if total.is_some() { "{msg} [{bar:30}] {pos}/{len}{prefix}" } else { "{spinner} {msg}{prefix}" };
        self.drawn.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
        self.drawn.reset();
        match total {
            Some(total) => self.drawn.set_length(total as u64),
            None => self.drawn.unset_length(),
        }
        self.drawn.set_message(words);
    }

    fn advance(&self, by: usize) {
        self.show();
        self.drawn.inc(by as u64);
    }

    fn read_signatures(&self, files: usize) {
        self.show();
        let so_far = self.signatures.fetch_add(files, Ordering::Relaxed) + files;
        self.drawn.set_prefix(format!(", signatures of {so_far} files read"));
        self.drawn.tick();
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.drawn.finish_and_clear();
    }
}
