//! A slot for data that a run leaves in memory for the next run over the same tree. Only the run knows the data's type.

use std::any::Any;
use std::fmt;
use std::sync::{Mutex, PoisonError};

/// The slot.
#[derive(Default)]
pub struct Resident(Mutex<Option<Slot>>);

struct Slot {
    left: Box<dyn Any + Send>,
    /// Whether the data comes from a run that analysed all files.
    is_whole: bool,
}

impl fmt::Debug for Resident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Resident")
    }
}

impl Resident {
    /// Takes the data out of the slot; `None` if it is empty.
    pub(crate) fn take<T: 'static>(&self) -> Option<T> {
        let slot = self.0.lock().unwrap_or_else(PoisonError::into_inner).take()?;
        slot.left.downcast().ok().map(|left| *left)
    }

    /// Whether the slot is empty.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    /// Whether the data comes from an analysis of all files.
    pub(crate) fn is_whole(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref().is_some_and(|slot| slot.is_whole)
    }

    pub(crate) fn put<T: Send + 'static>(&self, left: T, is_whole: bool) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Slot { left: Box::new(left), is_whole });
    }
}
