//! One symbolised frame of a recorded stack: whose code it is, which API it is, and whether a task begins there. Knows names and files; never
//! looks at other frames.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::origin::{self, Origin};
use super::table;
use crate::stack::{Frame, frames_at};

/// A frame, and whose code it is.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub(super) frame: Frame,
    pub(super) origin: Origin,
}

impl Named {
    /// Whether it is the hook of this name.
    pub(super) fn is_hook(&self, name: &str) -> bool {
        self.origin == Origin::Guard && (self.frame.function == name || self.frame.function.ends_with(&format!("::{name}")))
    }

    /// Whether it belongs to a crate that wraps locks and system calls.
    pub(super) fn is_wrapper(&self) -> bool {
        matches!(&self.origin, Origin::Dependency(name) if table::is_primitive(name))
    }

    /// Whether calls from it stall nobody.
    pub(super) fn is_let_through(&self) -> bool {
        let is = |part: &str| self.frame.function.contains(part);
        // The worker has passed its tasks to another thread, or a panic is being printed.
        (self.is_of_tokio() && is("block_in_place"))
            || (self.origin == Origin::Std && (is("panicking::default_hook") || is("panicking::panic_with_hook")))
    }

    /// Whether a runtime polls a task in it. With only line tables, names have no path, so the file is compared.
    pub(super) fn is_task_boundary(&self) -> bool {
        let function = &self.frame.function;
        let is_file = |part: &str| self.frame.file.as_ref().is_some_and(|file| file.to_string_lossy().replace('\\', "/").contains(part));
        ["tokio::runtime::task::", "tokio::runtime::park::"].iter().any(|part| function.contains(part))
            || self.is_block_on()
            || (self.is_of_tokio() && ["/src/runtime/task/", "/src/runtime/park.rs"].iter().any(|part| is_file(part)))
    }

    /// Whether it polls a future until it is ready.
    pub(super) fn is_block_on(&self) -> bool {
        let function = &self.frame.function;
        function.contains("::block_on") || function.starts_with("block_on<") || function == "block_on"
    }

    fn is_of_tokio(&self) -> bool {
        matches!(&self.origin, Origin::Dependency(name) if name == "tokio")
    }

    /// The catalogued API that this frame is, if any.
    pub(super) fn api(&self, class: table::Class) -> Option<table::Api> {
        let crate_name = match &self.origin {
            Origin::Std => "std",
            Origin::Dependency(name) => name,
            Origin::Guard | Origin::User | Origin::Unknown => return None,
        };
        let file = self.frame.file.as_ref().map(|file| file.to_string_lossy().replace('\\', "/")).unwrap_or_default();
        // std's private fns serve several public types, and the linker folds identical ones, so their names do not determine the API. What the call
        // waits for does.
        if crate_name == "std" && self.frame.function.contains("std::sys::") {
            let name = self.frame.function.rsplit("::").next()?;
            return table::of_frame(crate_name, name, &[], class).filter(|api| api.is_for(class));
        }
        let modules: Vec<&str> = file.rsplit_once("/src/").map_or("", |(_, inside)| inside).trim_end_matches(".rs").split('/').collect();
        table::of_frame(crate_name, &self.frame.function, &modules, class)
    }
}

/// The symbolised frames of a stack. Each address is looked up once and cached, since that reads debug information.
pub(super) fn named(stack: &[usize], root: &Path) -> Vec<Named> {
    static KNOWN: Mutex<Option<HashMap<usize, Arc<[Named]>>>> = Mutex::new(None);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let known = known.get_or_insert_default();
    let mut frames = Vec::new();
    for &address in stack {
        let found = known
            .entry(address)
            .or_insert_with(|| frames_at(address).into_iter().map(|frame| Named { origin: origin::of(&frame, root), frame }).collect());
        frames.extend(found.iter().cloned());
    }
    frames
}
