//! `notify`, version 8.

use std::path::Path;

pub type Result<T> = std::result::Result<T, Error>;
pub struct Error {}
impl std::error::Error for Error {}

pub enum RecursiveMode { Recursive, NonRecursive }
pub struct Config {}
pub struct Event {}
pub trait EventHandler {}
impl<F: FnMut(Result<Event>)> EventHandler for F {}

pub trait Watcher {
    fn new<F: EventHandler>(event_handler: F, config: Config) -> Result<Self> where Self: Sized;
    fn watch(&mut self, path: &Path, recursive_mode: RecursiveMode) -> Result<()>;
    fn unwatch(&mut self, path: &Path) -> Result<()>;
}

/// An alias of one watcher or another, by the system.
pub struct RecommendedWatcher {}

impl Watcher for RecommendedWatcher {
    fn new<F: EventHandler>(event_handler: F, config: Config) -> Result<Self> {}
    fn watch(&mut self, path: &Path, recursive_mode: RecursiveMode) -> Result<()> {}
    fn unwatch(&mut self, path: &Path) -> Result<()> {}
}

pub fn recommended_watcher<F: EventHandler>(event_handler: F) -> Result<RecommendedWatcher> {}
