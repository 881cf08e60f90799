//! Transitive findings: a call in async code runs a fn that reaches a blocking API.

use super::direct::{Chain, Hit};
use super::effects::{Effect, Effects};
use super::finding::{Confidence, Hop};
use super::graph::{Edges, Node};
use super::own::{Cause, World};
use super::places::Place;
use super::wording;
use crate::catalogue::LintIndex;
use crate::facts::Span;
use crate::names::{CrateKind, DefId, FileData};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// How findings are put.
pub(super) struct Reporting<'a> {
    pub(super) world: &'a World<'a>,
    pub(super) effects: &'a Effects,
    pub(super) display: &'a (dyn Fn(&Path) -> String + Sync),
}

impl Reporting<'_> {
    /// The findings of one body's calls: one for each call and lint. `direct` are those of the body itself; an API that is reported on a line is not
    /// reported there again.
    pub(super) fn hits(&self, body: DefId, file: &FileData, calls: &[Edges], runtime: &str, direct: &[Hit]) -> Vec<Hit> {
        let line = |span: Span| file.lines.position(&file.text, span.start).line;
        let reported: Vec<_> = direct.iter().map(|hit| (hit.cause, line(hit.span))).collect();
        let mut hits: Vec<Hit> = Vec::new();
        for call in calls {
            let Place::Async(context) = call.place else { continue };
            for (lint, (node, confidence, effect)) in self.reached(call) {
                if reported.contains(&(effect.cause, line(call.span))) {
                    continue;
                }
                let is_same = |hit: &&Hit| hit.span == call.span && hit.cause == effect.cause;
                if hits.iter().any(|hit| is_same(&hit)) {
                    continue;
                }
                let (via, files) = self.hops(body, lint, node);
                let name = via.first().map_or("", |hop| hop.function.as_str());
                let name = name.strip_prefix("crate::").unwrap_or(name);
                hits.push(Hit {
                    cause: effect.cause,
                    span: call.span,
                    expr: Some(call.expr),
                    context: Some(context),
                    confidence,
                    message: self.message(name, effect.cause, &via),
                    help: wording::offload(effect.cause.cost(self.world.catalogue), runtime),
                    chain: Some(Chain { confidence, via, files }),
                    remark: None,
                });
            }
        }
        hits
    }

    fn message(&self, name: &str, cause: Cause, via: &[Hop]) -> String {
        let catalogue = self.world.catalogue;
        let effect = wording::effect(cause.cost(catalogue));
        match (cause.entry(catalogue), via) {
            (Some(api), _) => format!("`{name}` reaches `{}`, which {effect}", api.path),
            (None, [.., last]) if via.len() > 1 => format!("`{name}` reaches `{}`, which is marked as blocking", last.function),
            (None, _) => format!("`{name}` is marked as blocking"),
        }
    }

    /// What a call in `body` reaches: the best way to each lint.
    pub(super) fn chains(&self, body: DefId, call: &Edges) -> Vec<(Cause, Chain)> {
        let chain = |(lint, (node, confidence, effect)): (LintIndex, (&Node, Confidence, &Effect))| {
            let (via, files) = self.hops(body, lint, node);
            (effect.cause, Chain { confidence, via, files })
        };
        self.reached(call).into_iter().map(chain).collect()
    }

    /// The best way to each lint that the call reaches.
    fn reached<'e>(&'e self, call: &'e Edges) -> BTreeMap<LintIndex, (&'e Node, Confidence, &'e Effect)> {
        let mut best: BTreeMap<LintIndex, (&Node, Confidence, &Effect)> = BTreeMap::new();
        let key = |(node, confidence, effect): &(&Node, Confidence, &Effect)| (*confidence, effect.length, self.effects.rank(node));
        for (node, confidence) in &call.targets {
            for (lint, effect) in self.effects.of(node) {
                let found = (node, effect.confidence.max(*confidence), effect);
                match best.get(&lint) {
                    Some(other) if key(other) <= key(&found) => {}
                    _ => {
                        best.insert(lint, found);
                    }
                }
            }
        }
        best
    }

    fn hops(&self, body: DefId, lint: LintIndex, from: &Node) -> (Vec<Hop>, Vec<(String, Arc<str>)>) {
        let store = self.world.db.store;
        let mut hops = Vec::new();
        let mut files = Vec::new();
        for (def, span) in self.effects.chain(lint, from) {
            let file = store.file(def);
            let path = self.path(def, file);
            hops.push(Hop { function: self.name(body, def), line: file.lines.position(&file.text, span.start).line, path: path.clone() });
            files.push((path, Arc::clone(&file.text)));
        }
        (hops, files)
    }

    /// `crate` means the crate of the code that is reported, as in that code.
    fn name(&self, body: DefId, def: DefId) -> String {
        let store = self.world.db.store;
        let name = store.display_path(def);
        match name.strip_prefix("crate::") {
            Some(rest) if def.krate != body.krate => format!("{}::{rest}", store.krate(def.krate).name),
            _ => name,
        }
    }

    /// A dependency's file is named by its package: where it lies on this machine says nothing.
    pub(super) fn path(&self, def: DefId, file: &FileData) -> String {
        let krate = self.world.db.store.krate(def.krate);
        if krate.kind == CrateKind::Dependency
            && let Some(package) = &krate.package
            && let Ok(inside) = file.path.strip_prefix(&package.root)
        {
            let inside = inside.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
            return format!("{}-{}/{inside}", package.name, package.version);
        }
        (self.display)(&file.path)
    }
}
