//! Real crates: `cargo test names::tests::sweep -- --ignored --nocapture` loads the sources that cargo has on this machine and says
//! how long that takes and which imports lead nowhere. Ignored by default, because what is there differs from machine to machine.

use super::world::{STD, lower, lower_item, scan};
use crate::facts::{ItemKind, Span};
use crate::names::imports::{FINAL, Query};
use crate::names::{BodyMode, CrateStore, DefKind, Loader, Macros, Namespace, Parsed, Parser, Res};
use crate::project::{Dependency, Package, Project, Sources};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

struct Disk(Sources);

impl Loader for Disk {
    fn read(&self, path: &Path) -> Option<Arc<str>> {
        std::fs::read_to_string(path).ok().map(Arc::from)
    }

    fn locate(&self, from: &Package, dependency: &Dependency) -> Option<Arc<Package>> {
        self.0.locate(from, dependency)
    }
}

impl Parser for Disk {
    fn scan(&self, texts: &[Arc<str>]) -> Macros {
        scan(texts)
    }

    fn lower(&self, text: &str, bodies: BodyMode, macros: &Macros) -> Parsed {
        lower(text, bodies, macros)
    }

    fn lower_item(&self, text: &str, span: Span, macros: &Macros) -> Parsed {
        lower_item(text, span, macros)
    }
}
