//! Macros exported by workspace crates and path dependencies: calls to them expand like calls to a crate's own macros. So do those of
//! which the stubs have a short form.

use super::data::{CrateKind, FileData};
use super::externs::{ExternTarget, crate_name};
use super::files::CalledMacro;
use super::spec::CrateSpec;
use super::{CrateData, CrateId, CrateStore};
use crate::facts::{ItemKind, Name};
use crate::project::{Dependency, TargetKind};
use rayon::prelude::*;
use std::collections::BTreeSet;
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

    /// The stubs with macros among a crate's dependencies. A loose file has no manifest, so every stub counts as a dependency.
    fn stubs_with_macros(&self, id: CrateId) -> Vec<(String, CrateId)> {
        let has_macros = |stub: CrateId| {
            let files = self.slot(stub).spec.stub.as_ref().map(|stub| &stub.files);
            stub != id && files.is_some_and(|files| files.iter().any(|(_, text)| text.contains("macro_rules!")))
        };
        let Some(package) = &self.slot(id).spec.package else { return Vec::new() };
        if package.manifest.is_none() {
            let all = self.stubs.iter().filter(|(_, stub)| has_macros(**stub));
            return all.map(|(name, stub)| (name.as_str().to_owned(), *stub)).collect();
        }
        let stub_of = |dependency: &Dependency| self.stubs.get(&crate_name(&dependency.package)).copied().filter(|stub| has_macros(*stub));
        let named = |dependency: &Dependency| Some((crate_name(&dependency.name).as_str().to_owned(), stub_of(dependency)?));
        package.dependencies.iter().filter_map(named).collect()
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
        for (name, stub) in self.stubs_with_macros(id) {
            export(&name, self.krate(stub), &mut text);
        }
        (!text.is_empty()).then(|| text.into())
    }
}

impl CrateStore<'_> {
    /// The macros that items of a crate call and that its published dependencies export, with those that these call.
    pub(super) fn called_macros(&self, spec: &CrateSpec, called: &BTreeSet<CalledMacro>) -> Option<Arc<str>> {
        let package = spec.package.as_ref().filter(|_| spec.kind == CrateKind::Local)?;
        let mut text = String::new();
        for dependency in package.dependencies.iter().filter(|dependency| dependency.path.is_none()) {
            let name = crate_name(&dependency.name);
            let mut wanted: Vec<Name> = called.iter().filter(|(krate, _)| *krate == name).map(|(_, name)| *name).collect();
            if wanted.is_empty() {
                continue;
            }
            let ExternTarget::Crate(other) = self.locate(package, dependency) else { continue };
            if self.slot(other).spec.kind != CrateKind::Dependency {
                continue;
            }
            let data = self.krate(other);
            let mut done = BTreeSet::new();
            while let Some(next) = wanted.pop() {
                if !done.insert(next) {
                    continue;
                }
                for rules in exported(data).filter(|(name, _)| *name == next).map(|(_, rules)| rules) {
                    write_rules(name.as_str(), next, rules, &mut text);
                    let calls = |name: Name| [" !", "!"].iter().any(|bang| rules.contains(&format!("{name}{bang}")));
                    wanted.extend(data.exported_macros().iter().copied().filter(|name| calls(*name)));
                }
            }
        }
        (!text.is_empty()).then(|| text.into())
    }
}

fn export(krate: &str, data: &CrateData, text: &mut String) {
    exported(data).for_each(|(name, rules)| write_rules(krate, name, rules, text));
}

/// The exported macros of a crate.
fn exported(data: &CrateData) -> impl Iterator<Item = (Name, &str)> {
    data.files.iter().flat_map(FileData::read_items).filter_map(|item| match &item.kind {
        ItemKind::MacroRules(rules) if rules.exported => Some((item.name, rules.rules.as_str())),
        _ => None,
    })
}

fn write_rules(krate: &str, name: Name, rules: &str, text: &mut String) {
    let rules = rules.replace("$ crate", "$crate").replace("$crate", &format!(":: {krate}"));
    let _ = writeln!(text, "macro_rules! {krate}::{name} {{ {rules} }}");
}
