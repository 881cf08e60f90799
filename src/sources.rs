//! The shell between the rooms: text comes from `project/`, facts from `syntax/`, and `names/` asks for both.

use crate::facts::Span;
use crate::names::{BodyMode, Loader, Macros, Parsed, Parser, SyntaxError};
use crate::options::{Dependencies, Progress};
use crate::project::{Dependency, Overlay, Package, Problem, Sources};
use crate::syntax::{self, Bodies, Lowered, MacroTable};
use std::path::Path;
use std::sync::{Arc, Mutex};

/// Reads and parses what is asked for, and remembers what could not be read.
pub(crate) struct SourceLoader<'a> {
    pub(crate) sources: &'a Sources,
    pub(crate) overlay: &'a Overlay,
    pub(crate) dependencies: Dependencies,
    pub(crate) max_file_bytes: u64,
    pub(crate) progress: &'a dyn Progress,
    pub(crate) problems: Mutex<Vec<Problem>>,
}

impl Parser for SourceLoader<'_> {
    fn stack_bytes(&self) -> usize {
        syntax::STACK_BYTES
    }

    fn scan(&self, texts: &[Arc<str>]) -> Macros {
        let mut table = MacroTable::default();
        for text in texts {
            table.scan(text);
        }
        Macros::new(table)
    }

    fn lower(&self, text: &str, bodies: BodyMode, macros: &Macros) -> Parsed {
        let lower = |bodies| parsed(with_table(macros, |table| syntax::lower(text, bodies, table)));
        match bodies {
            BodyMode::Lower => {
                let parsed = lower(Bodies::Lower);
                self.progress.advance(1);
                parsed
            }
            BodyMode::Defer => {
                let parsed = lower(Bodies::Defer);
                self.progress.read_signatures(1);
                parsed
            }
        }
    }

    fn lower_item(&self, text: &str, span: Span, macros: &Macros) -> Parsed {
        parsed(with_table(macros, |table| syntax::lower_item(text, span, table)))
    }
}

fn with_table(macros: &Macros, f: impl FnOnce(&MacroTable) -> Lowered) -> Lowered {
    match macros.get::<MacroTable>() {
        Some(table) => f(table),
        None => f(&MacroTable::default()),
    }
}

fn parsed(lowered: Lowered) -> Parsed {
    let errors = lowered.errors.into_iter().map(|error| SyntaxError { message: error.message, span: error.span }).collect();
    Parsed { facts: lowered.facts, errors }
}

impl Loader for SourceLoader<'_> {
    fn read(&self, path: &Path) -> Option<Arc<str>> {
        match self.overlay.read(path, self.max_file_bytes) {
            Ok(file) => Some(file.text),
            Err(problem) => {
                self.problems.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(problem);
                None
            }
        }
    }

    fn locate(&self, from: &Package, dependency: &Dependency) -> Option<Arc<Package>> {
        match self.dependencies {
            Dependencies::Follow => self.sources.locate(from, dependency),
            Dependencies::Ignore => None,
        }
    }
}
