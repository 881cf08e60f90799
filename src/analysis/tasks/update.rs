//! Updates the result after an edit inside a body: only the body's own parts are walked again, and all other results are kept.

use super::super::effects::local_effects::AnalysisCtx;
use super::Tasks;
use super::bounded::Times;
use super::follows::for_each_follower;
use super::graph::{Kind, Node};
use super::once::once;
use super::outline::{NodeRef, Outline, RootKind, Waits};
use super::propagation::StatePropagation;
use super::roots::place;
use super::server_task::begins_tasks;
use super::states::State;
use super::task_facts::TaskFacts;
use crate::diagnostics::TaskKind;
use crate::names::DefId;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

impl Tasks {
    /// Updates the result for these facts, which are all bodies of their files. Returns whether that was possible: what a body starts, runs or
    /// leaves behind for others must be unchanged.
    pub(in crate::analysis) fn update(&mut self, cx: &AnalysisCtx<'_>, fresh: &FxHashMap<DefId, TaskFacts>) -> bool {
        let bodies: Option<Vec<(usize, &TaskFacts)>> =
            fresh.iter().map(|(def, task_facts)| Some((self.fits(*def, task_facts)?, task_facts))).collect();
        let Some(mut bodies) = bodies else { return false };
        if !bodies.iter().all(|(body, task_facts)| self.graph.takes_as_before(*body, &task_facts.outline)) {
            return false;
        }
        bodies.sort_by_key(|(body, _)| *body);
        let mut is_renewed = false;
        for (body, task_facts) in bodies {
            if self.graph.outlines[body].is_alike(&task_facts.outline) {
                self.graph.move_to(body, Arc::clone(&task_facts.outline));
            } else if self.renew(body, &task_facts.outline) {
                is_renewed = true;
            } else {
                return false;
            }
        }
        if is_renewed {
            self.offered = OnceLock::new();
            self.shared = OnceLock::new();
            self.unthreaded = OnceLock::new();
            self.handled = OnceLock::new();
            self.live = OnceLock::new();
            self.called = OnceLock::new();
            self.unseen_local = OnceLock::new();
            self.once = once(&self.graph, &self.begin, &self.effects.order, &|point| point.in_loop, Times::AtMostOnce);
            self.bounded = once(&self.graph, &self.begin, &self.effects.order, &|point| point.in_unbounded_loop, Times::Listed);
        }
        let files: FxHashSet<&Path> = fresh.keys().map(|def| cx.db.store.file(*def).path.as_path()).collect();
        self.find_lines(cx, &files);
        self.find_twins(cx, &files);
        true
    }

    /// The index of the body, if only the control flow of its parts may have changed.
    fn fits(&self, def: DefId, task_facts: &TaskFacts) -> Option<usize> {
        let body = self.graph.body(def)?;
        let (old, new) = (&self.graph.outlines[body], &task_facts.outline);
        let begins = |outline: &Outline| {
            outline.roots.iter().map(|root| (root.begins.clone(), root.runtime, root.is_local, root.targets.clone())).collect::<Vec<_>>()
        };
        let givens = |outline: &Outline| outline.givens.iter().map(|given| (given.params.clone(), given.nodes.clone())).collect::<Vec<_>>();
        let streams = |outline: &Outline| outline.units.iter().map(|unit| (unit.is_stream, unit.waits)).collect::<Vec<_>>();
        // Roots are bound to the nodes of variables, so what flows into these must be the same.
        let is_var = |node: &NodeRef| matches!(node, NodeRef::Var(_));
        let arms = || old.selects.iter().flat_map(|select| &select.arms);
        let holds_vars = old.roots.iter().any(|root| root.targets.iter().any(is_var))
            || arms().any(|arm| arm.futures.iter().any(is_var))
            || old.givens.iter().any(|given| given.nodes.iter().any(is_var))
            || old.escapes.iter().any(is_var)
            || old.units.iter().any(|unit| matches!(unit.waits, Waits::As(NodeRef::Var(_))));
        let shape =
            |outline: &Outline| (outline.is_async, outline.in_test, outline.blocks_on, outline.params.len(), outline.self_param.is_some());
        let is_alike = shape(old) == shape(new)
            && streams(old) == streams(new)
            && begins(old) == begins(new)
            && old.selects == new.selects
            && givens(old) == givens(new)
            && old.escapes == new.escapes
            && (!holds_vars || old.links == new.links)
            && old.mounts == new.mounts
            && old.driven == new.driven;
        (is_alike && self.entries[body] == task_facts.entry).then_some(body)
    }

    /// Walks a changed body again. Returns whether the results for all others are unaffected.
    fn renew(&mut self, body: usize, outline: &Arc<Outline>) -> bool {
        if self.graph.parts(body).any(|node| self.effects.is_cyclic(node)) {
            return false;
        }
        let led_to = self.leads_to(body);
        let began = self.begins_tasks(body);
        let joined = self.graph.replace(body, Arc::clone(outline));
        let parts = self.graph.parts(body);
        let more = joined..Node::try_from(self.graph.nodes.len()).unwrap_or(joined);
        self.effects.renew(&self.graph, &more.clone().collect::<Vec<_>>());
        let does_the_same = self.effects.renew(&self.graph, &parts.clone().collect::<Vec<_>>());
        // Whether an entry point only waits for a server that it spawns is not recomputed.
        let is_main = self.entries[body].as_ref().is_some_and(|entry| entry.kind == Some(TaskKind::Main));
        if is_main && outline.roots.iter().any(|root| root.begins == RootKind::Spawned) {
            return false;
        }
        // What an entry point waits for may be a server because of what this body begins.
        if !does_the_same || self.leads_to(body) != led_to || self.begins_tasks(body) != began {
            return false;
        }
        self.reach.fit(&self.graph, body);
        let is_left = Cell::new(false);
        let entered = self.reach.entered.clone();
        let is_here = |node: Node, state: State| {
            let here = parts.contains(&node) || more.contains(&node);
            is_left.set(is_left.get() || !here && !entered[node as usize].has(state));
            here
        };
        let mut down = StatePropagation::new(&self.graph, &self.effects, &is_here, &mut self.reach);
        parts.clone().for_each(|node| down.again(node));
        down.run();
        !is_left.get()
    }

    /// The parts of a body during which other tasks begin.
    fn begins_tasks(&self, body: usize) -> Vec<bool> {
        (0..self.graph.outlines[body].units.len()).map(|unit| begins_tasks(&self.graph, &self.effects, body, unit)).collect()
    }

    /// The nodes outside the body that it runs.
    fn leads_to(&self, body: usize) -> FxHashSet<Node> {
        let own: FxHashSet<Node> = self.graph.parts(body).chain(self.graph.vars_of(body)).collect();
        let mut found = FxHashSet::default();
        for node in &own {
            for_each_follower(&self.graph, *node, &mut |next| {
                let is_nothing = matches!(&self.graph.nodes[next as usize], Kind::Weak(nodes) if nodes.is_empty());
                if !is_nothing && !own.contains(&next) {
                    found.insert(next);
                }
            });
        }
        found
    }

    /// Updates the lines of roots in these files.
    fn find_lines(&mut self, cx: &AnalysisCtx<'_>, files: &FxHashSet<&Path>) {
        for (task, at) in self.roots.iter_mut().zip(&self.places) {
            let def = self.graph.home(*at);
            let file = cx.db.store.file(def);
            if files.contains(file.path.as_path()) {
                let (_, byte) = place(cx, &self.graph, *at);
                task.line = file.lines.line(byte);
            }
        }
    }

    /// Updates the positions of the bodies in these files.
    fn find_twins(&mut self, cx: &AnalysisCtx<'_>, files: &FxHashSet<&Path>) {
        let store = cx.db.store;
        for &file in files {
            let Some(known) = self.twins.remove(file) else { continue };
            let mut found: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
            let mut bodies: Vec<usize> = known.into_values().flatten().collect();
            bodies.sort_unstable();
            for body in bodies {
                let start = store.item(self.graph.outlines[body].def).map_or(0, |item| item.span.start);
                found.entry(start).or_default().push(body);
            }
            self.twins.insert(PathBuf::from(file), found);
        }
    }
}
