//! Transitive findings: a call in async code runs a fn that reaches a blocking API.

use super::super::direct::{Chain, Hit};
use super::super::exemptions::outside_loops::is_in_loop;
use super::super::findings::wording;
use super::super::places::Place;
use super::graph::{Edges, Node};
use super::local_effects::{AnalysisCtx, Cause};
use super::{Effect, EffectClass, Effects};
use crate::diagnostics::{Confidence, Cost, Hop};
use crate::facts::{ExprId, Span};
use crate::names::{DefId, DefKind, FileData};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// What is needed to report findings.
pub(in crate::analysis) struct Reporting<'a> {
    pub(in crate::analysis) cx: &'a AnalysisCtx<'a>,
    pub(in crate::analysis) effects: &'a Effects,
    pub(in crate::analysis) display: &'a (dyn Fn(&Path) -> String + Sync),
}

/// The call path from a call to a blocking API; the fields are those of [`Chain`].
struct CallPath {
    via: Vec<Hop>,
    files: Vec<(String, Arc<str>)>,
    once: Option<String>,
    kept: Option<String>,
}

impl Reporting<'_> {
    /// The transitive findings of one body: one for each call and lint. An API that `direct` reports on a line is not reported again on that line.
    /// In a future that a runtime of another thread drives (`apart`), only what panics is reported.
    pub(in crate::analysis) fn hits(
        &self,
        body: DefId,
        file: &FileData,
        calls: &[Edges],
        apart: &FxHashMap<ExprId, usize>,
        runtimes: &[String],
        direct: &[Hit],
    ) -> Vec<Hit> {
        let line = |span: Span| file.lines.position(&file.text, span.start).line;
        let reported: BTreeSet<_> = direct.iter().map(|hit| (hit.cause, line(hit.span))).collect();
        let mut seen: BTreeSet<(Span, Cause)> = BTreeSet::new();
        let mut hits: Vec<Hit> = Vec::new();
        for call in calls {
            let (context, panics_only) = match (call.place, apart.get(&call.expr)) {
                (Place::Async(context), _) => (context, false),
                (Place::Offloaded, Some(context)) => (*context, true),
                _ => continue,
            };
            for (class, (node, confidence, effect)) in self.reached(call) {
                let panics = || effect.cause.cost(self.cx.catalogue) == Cost::Panics && confidence == Confidence::Certain;
                if panics_only && !panics() {
                    continue;
                }
                if reported.contains(&(effect.cause, line(call.span))) {
                    continue;
                }
                if !seen.insert((call.span, effect.cause)) {
                    continue;
                }
                let CallPath { via, files, once, kept } = self.hops(body, (class, effect.cause), node);
                let kept = kept.or_else(|| self.kept_beside(effect.cause, body, call.span));
                let filled = || self.cx.filled_at(body, call.span).map(|named| self.cx.db.store.def(named).name.as_str().to_owned());
                let once = once.or_else(filled);
                let in_loop = self.cx.db.store.body(body).is_some_and(|at| is_in_loop(at.body, call.span));
                let name = via.first().map_or("", |hop| hop.function.as_str());
                let name = name.strip_prefix("crate::").unwrap_or(name);
                hits.push(Hit {
                    cause: effect.cause,
                    span: call.span,
                    expr: Some(call.expr),
                    context: Some(context),
                    confidence,
                    message: self.message(name, effect.cause, &via),
                    help: wording::offload(self.cx.catalogue, effect.cause.cost(self.cx.catalogue), runtimes),
                    chain: Some(Chain { confidence, via, files, once, in_loop, kept }),
                    remark: None,
                });
            }
        }
        hits
    }

    fn message(&self, name: &str, cause: Cause, via: &[Hop]) -> String {
        let catalogue = self.cx.catalogue;
        let effect = wording::effect(cause.cost(catalogue));
        if let Cause::Coded(lint) = cause {
            let summary = &catalogue.lint_at(lint).file.summary;
            let last = via.last().filter(|_| via.len() > 1).map_or(name, |last| last.function.as_str());
            return format!("in `{last}`, {summary}");
        }
        match (cause.entry(catalogue), via) {
            (Some(api), _) => format!("`{name}` reaches `{}`, which {effect}", api.path),
            (None, [.., last]) if via.len() > 1 => format!("`{name}` reaches `{}`, which is marked as blocking", last.function),
            (None, _) => format!("`{name}` is marked as blocking"),
        }
    }

    /// What a call in `body` reaches: the best call path for each lint.
    pub(in crate::analysis) fn chains(&self, body: DefId, call: &Edges) -> Vec<(Cause, Chain)> {
        let chain = |(class, (node, confidence, effect)): (EffectClass, (&Node, Confidence, &Effect))| {
            let CallPath { via, files, once, kept } = self.hops(body, (class, effect.cause), node);
            (effect.cause, Chain { confidence, via, files, once, in_loop: false, kept })
        };
        self.reached(call).into_iter().map(chain).collect()
    }

    /// The best call path for each lint that the call reaches.
    fn reached<'e>(&'e self, call: &'e Edges) -> BTreeMap<EffectClass, (&'e Node, Confidence, &'e Effect)> {
        let mut best: BTreeMap<EffectClass, (&Node, Confidence, &Effect)> = BTreeMap::new();
        let key = |(node, confidence, effect): &(&Node, Confidence, &Effect)| (*confidence, effect.length, self.effects.rank(node));
        for (node, confidence) in &call.targets {
            for (class, effect) in self.effects.of(node) {
                let found = (node, effect.confidence.max(*confidence), effect);
                match best.get(&class) {
                    Some(other) if key(other) <= key(&found) => {}
                    _ => {
                        best.insert(class, found);
                    }
                }
            }
        }
        // Of each lint only the highest level, which comes last.
        let mut classes = best.keys().copied().collect::<Vec<_>>().into_iter().peekable();
        while let Some(class) = classes.next() {
            if classes.peek().is_some_and(|next| next.lint == class.lint) {
                best.remove(&class);
            }
        }
        best
    }

    fn hops(&self, body: DefId, (class, cause): (EffectClass, Cause), from: &Node) -> CallPath {
        let store = self.cx.db.store;
        let mut hops = Vec::new();
        let mut files = Vec::new();
        let (mut once, mut kept) = (None, None);
        for (node, span, left_out) in self.effects.chain(class, from) {
            let def = node.def;
            if let Some(origin) = self.effects.origin(def)
                && let (Some(name), Some(line)) = (&origin.name, origin.line(span.start))
            {
                let text = store.text_of(&origin.file);
                hops.push(Hop { function: name.clone(), line, path: origin.path.clone(), left_out });
                files.push((origin.path.clone(), text));
                continue;
            }
            if once.is_none() {
                let is_static = node.closure.is_none() && store.def(def).kind == DefKind::Static;
                let filled = if is_static { Some(def) } else { self.cx.filled_at(def, span) };
                once = filled.map(|named| store.def(named).name.as_str().to_owned());
            }
            kept = kept.or_else(|| self.kept_beside(cause, def, span));
            let file = store.file(def);
            let path = self.path(def, file);
            let line = file.lines.position(&file.text, span.start).line;
            hops.push(Hop { function: self.name(body, node), line, path: path.clone(), left_out });
            files.push((path, Arc::clone(&file.text)));
        }
        CallPath { via: hops, files, once, kept }
    }

    /// The value that a body uses where it does not make this call, if that matters for the level of the cause.
    fn kept_beside(&self, cause: Cause, body: DefId, call: Span) -> Option<String> {
        cause.entry(self.cx.catalogue).filter(|entry| entry.in_handlers.is_some())?;
        self.cx.kept_beside(body, call).map(|name| name.as_str().to_owned())
    }

    /// The fn's name as shown; `crate` means the crate of the reported code.
    fn name(&self, body: DefId, node: &Node) -> String {
        let name = if node.def.krate == body.krate { self.cx.db.store.display_path(node.def) } else { self.cx.shown_name(node.def) };
        if node.closure.is_some() { format!("{name}::{{closure}}") } else { name }
    }

    /// How a file is shown.
    pub(in crate::analysis) fn path(&self, def: DefId, file: &FileData) -> String {
        self.cx.shown_path(def, &file.path).unwrap_or_else(|| (self.display)(&file.path))
    }
}
