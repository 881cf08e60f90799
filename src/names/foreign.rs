//! Macros exported by workspace crates and path dependencies: calls to them expand like calls to a crate's own macros.

use super::data::{CrateKind, FileData};
use super::externs::{ExternTarget, crate_name};
use super::spec::CrateSpec;
use super::{CrateData, CrateId, CrateStore};
use crate::facts::ItemKind;
use crate::project::TargetKind;
use rayon::prelude::*;
use std::fmt::Write;
use std::sync::Arc;

impl CrateStore<'_> {
    /// Loads workspace crates, each after the crates whose macros it may call. Crates in a cycle are loaded together.
    pub(super) fn load_in_order(&self, ids: &[CrateId]) {
        let mut waiting: Vec<CrateId> = ids.to_vec();
        while !waiting.is_empty() {
            let is_loaded = |id: CrateId| self.slot(id).data.get().is_some();
            let is_ready = |id: &CrateId| self.macro_crates(*id).iter().all(|(_, other)| is_loaded(*other) || !ids.contains(other));
            let (mut now, rest): (Vec<CrateId>, Vec<CrateId>) = waiting.iter().partition(|id| is_ready(id));
            waiting = rest;
            if now.is_empty() {
                now = std::mem::take(&mut waiting);
            }
            let texts: Vec<Option<Arc<str>>> = now.iter().map(|id| self.foreign_macros(*id)).collect();
            now.par_iter().zip(texts).for_each(|(&id, macros)| {
                // Loaded outside the cell: a rayon worker must not hold it while it can steal other jobs.
                let data = self.load_crate(id, super::files::Workers::Pool, macros);
                let _ = self.slot(id).data.set(Box::new(data));
            });
        }
    }

    /// The crates whose macros a crate may call by path: those that its manifest finds in a folder, and its own library.
    fn macro_crates(&self, id: CrateId) -> Vec<(String, CrateId)> {
        let spec: &CrateSpec = &self.slot(id).spec;
        let Some(package) = &spec.package else { return Vec::new() };
        let mut found = Vec::new();
        if spec.target != TargetKind::Lib
            && let Some(lib) = self.lib_of(package)
        {
            found.push((self.slot(lib).spec.name.as_str().to_owned(), lib));
        }
        for dependency in package.dependencies.iter().filter(|dependency| dependency.path.is_some()) {
            if let ExternTarget::Crate(other) = self.locate(package, dependency)
                && other != id
                && self.slot(other).spec.stub.is_none()
            {
                found.push((crate_name(&dependency.name).as_str().to_owned(), other));
            }
        }
        found
    }

    /// The exported macros of those crates, each by its path: `macro_rules! jobs::off_thread { .. }`.
    fn foreign_macros(&self, id: CrateId) -> Option<Arc<str>> {
        let mut text = String::new();
        for (name, other) in self.macro_crates(id) {
            let data = match self.slot(other).spec.kind {
                CrateKind::Dependency => Some(self.krate(other)),
                _ => self.slot(other).data.get().map(|data| &**data),
            };
            if let Some(data) = data {
                export(&name, data, &mut text);
            }
        }
        (!text.is_empty()).then(|| text.into())
    }
}

fn export(krate: &str, data: &CrateData, text: &mut String) {
    for item in data.files.iter().flat_map(FileData::read_items) {
        let ItemKind::MacroRules(rules) = &item.kind else { continue };
        if rules.exported {
            let rules = rules.rules.replace("$ crate", "$crate").replace("$crate", &format!(":: {krate}"));
            let _ = writeln!(text, "macro_rules! {krate}::{} {{ {rules} }}", item.name);
        }
    }
}
