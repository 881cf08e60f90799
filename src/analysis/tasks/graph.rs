//! The graph of everything that is run or driven, across bodies. Nodes are parts of bodies, variables, and the futures that fns return.

use super::bounded::Times;
use super::in_place::{Param, in_place, run_in_place};
use super::outline::{Event, NodeRef, Outline, RECEIVER, VarIx, Written};
use super::own_joins::UnseenServers;
use super::states::State;
use super::visible::Visible;
use super::wrappers;
use crate::facts::Name;
use crate::names::{CrateId, DefId, DefKind};
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;
use std::sync::Arc;

/// Index of a node.
pub(super) type Node = u32;

/// An event with its nodes resolved.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Run(Vec<Node>),
    Repeat(Vec<Node>, Times),
    Beside(Vec<Node>),
    Here(Vec<Node>),
    Spawn,
    /// A task begins that stays on the thread of the code around it.
    SpawnLocal,
    /// A set of such tasks begins to run, which other code may have filled.
    LocalTasks,
    Serve,
    MaybeSpawn,
    /// A background task begins, which loops over a timer or waits for a signal; with the state that it leads to.
    Background(State),
    Loop,
    /// A runtime begins; `only` if it is the only one in its body.
    NewRuntime {
        only: bool,
    },
}

/// A fn with a body: the body's index, and the crate that a caller must be able to name; `None` if that crate is outside the workspace.
type Method = (usize, Option<CrateId>);

/// What the graph has to know of a fn beside its outline.
pub(super) struct FnName {
    pub(super) kind: DefKind,
    pub(super) name: Name,
    /// The crate that a caller must be able to name; `None` if that crate is outside the workspace.
    pub(super) home: Option<CrateId>,
    /// The method of a workspace trait that it implements, or is.
    pub(super) method: Option<DefId>,
}

/// What a node is.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// A part of a body: the indices of the body and of the part.
    Unit(usize, usize),
    /// Running it runs one of these nodes.
    Through(Vec<Node>),
    /// The same, but possibly none of them: the candidates of an unresolved call.
    Weak(Vec<Node>),
    /// A server.
    Server,
}

/// The graph.
pub(super) struct Graph {
    pub(super) outlines: Vec<Arc<Outline>>,
    pub(super) nodes: Vec<Kind>,
    /// By body, then by point.
    pub(super) steps: Vec<Vec<Option<Step>>>,
    by_def: FxHashMap<DefId, usize>,
    /// The first node of each body: the body's own code.
    first: Vec<Node>,
    /// The future that each body's fn returns.
    gives: Vec<Node>,
    /// By body.
    vars: Vec<FxHashMap<VarIx, Node>>,
    /// Candidates for unresolved calls by name, number of arguments and syntax; each with the crate that a caller must be able to name.
    methods: FxHashMap<(Name, u32, Written), Vec<Method>>,
    /// The bodies of the impls of each method of a workspace trait, and of its default.
    impls: FxHashMap<DefId, Vec<usize>>,
    /// The nodes for their code, and for the futures that they return.
    impl_nodes: FxHashMap<NodeRef, Node>,
    /// The node with the candidates for such a call in a crate.
    named: FxHashMap<(CrateId, NodeRef), Node>,
    /// By body and index: what calls pass to fns that run it in place.
    givens: FxHashMap<(usize, u32), Node>,
    /// The parameters of which fns only run what they receive.
    in_place: FxHashSet<Param>,
    pub(super) visible: Visible,
    pub(super) unseen_servers: UnseenServers,
    server: Node,
}

impl Graph {
    /// Builds the graph of all bodies of the workspace.
    pub(super) fn new(outlines: Vec<Arc<Outline>>, name_of: &dyn Fn(DefId) -> FnName, visible: Visible) -> Self {
        let mut graph = Self {
            nodes: vec![Kind::Server],
            steps: Vec::new(),
            by_def: outlines.iter().enumerate().map(|(index, outline)| (outline.def, index)).collect(),
            first: Vec::new(),
            gives: Vec::new(),
            vars: vec![FxHashMap::default(); outlines.len()],
            methods: FxHashMap::default(),
            impls: FxHashMap::default(),
            impl_nodes: FxHashMap::default(),
            named: FxHashMap::default(),
            givens: FxHashMap::default(),
            in_place: in_place(outlines.iter().map(AsRef::as_ref)),
            visible,
            unseen_servers: UnseenServers::default(),
            server: 0,
            outlines,
        };
        for body in 0..graph.outlines.len() {
            let first = graph.add(Kind::Unit(body, 0));
            for unit in 1..graph.outlines[body].units.len() {
                graph.add(Kind::Unit(body, unit));
            }
            // The code of an async fn is the future that the fn returns.
            let gives = if graph.outlines[body].is_async { first } else { graph.add(Kind::Through(Vec::new())) };
            graph.first.push(first);
            graph.gives.push(gives);
        }
        for body in 0..graph.outlines.len() {
            let outline = &graph.outlines[body];
            let FnName { kind, name, home, method } = name_of(outline.def);
            if let Some(method) = method.filter(|_| !outline.in_test) {
                graph.impls.entry(method).or_default().push(body);
            }
            let arity = u32::try_from(outline.params.len()).unwrap_or(u32::MAX - 1);
            let ways = match outline.self_param {
                // `Type::method(receiver, ..)`.
                Some(_) => [Some((name, arity, Written::Method)), Some((name, arity + 1, Written::Path))],
                None => [Some((name, arity, Written::Path)), None],
            };
            for key in ways.into_iter().flatten().filter(|_| kind == DefKind::Fn) {
                graph.methods.entry(key).or_default().push((body, home));
            }
        }
        graph.link();
        graph.find_steps();
        graph
    }

    fn add(&mut self, kind: Kind) -> Node {
        let node = Node::try_from(self.nodes.len()).unwrap_or(Node::MAX);
        self.nodes.push(kind);
        node
    }

    /// The candidates for a call of an unknown fn: every fn with that name that the calling crate can name.
    fn named_node(&mut self, from: CrateId, of: NodeRef) -> Option<Node> {
        if let Some(&node) = self.named.get(&(from, of)) {
            return Some(node);
        }
        let (key, is_future) = match of {
            NodeRef::Named(name, arity, written) => ((name, arity, written), false),
            NodeRef::NamedFuture(name, arity, written) => ((name, arity, written), true),
            _ => return None,
        };
        let seen = self.methods.get(&key)?.iter().filter(|(_, home)| self.visible.sees(from, *home)).map(|(body, _)| *body);
        // Nothing of an async fn runs where it is only called.
        let nodes = seen.filter(|body| is_future || !self.outlines[*body].is_async);
        let nodes = nodes.map(|body| if is_future { self.gives[body] } else { self.first[body] }).collect();
        let node = self.add(Kind::Weak(nodes));
        self.named.insert((from, of), node);
        Some(node)
    }

    /// The node for the impls of a trait's method: every one of the workspace.
    fn impl_node(&mut self, of: NodeRef, method: DefId) -> Option<Node> {
        if let Some(&node) = self.impl_nodes.get(&of) {
            return Some(node);
        }
        let bodies = self.impls.get(&method)?;
        let nodes = match of {
            NodeRef::Impls(_) => bodies.iter().filter(|body| !self.outlines[**body].is_async).map(|body| self.first[*body]).collect(),
            _ => bodies.iter().map(|body| self.gives[*body]).collect(),
        };
        let node = self.add(Kind::Through(nodes));
        self.impl_nodes.insert(of, node);
        Some(node)
    }

    fn var(&mut self, body: usize, var: VarIx) -> Node {
        if let Some(&node) = self.vars[body].get(&var) {
            return node;
        }
        let node = self.add(Kind::Through(Vec::new()));
        self.vars[body].insert(var, node);
        node
    }

    fn given_node(&mut self, body: usize, given: u32) -> Node {
        if let Some(&node) = self.givens.get(&(body, given)) {
            return node;
        }
        let node = self.add(Kind::Through(Vec::new()));
        self.givens.insert((body, given), node);
        let given = self.outlines[body].givens[given as usize].clone();
        if given.params.iter().any(|param| self.in_place.contains(param)) {
            let nodes: Vec<Node> = given.nodes.into_iter().filter_map(|of| self.node(body, of)).collect();
            self.nodes[node as usize] = Kind::Through(nodes);
        }
        node
    }

    /// The node for a reference in a body; `None` if it is not in the workspace.
    pub(super) fn node(&mut self, body: usize, of: NodeRef) -> Option<Node> {
        match of {
            NodeRef::Unit(unit) => Some(self.first[body] + unit),
            NodeRef::Var(var) => Some(self.var(body, var)),
            NodeRef::Code(def) => self.by_def.get(&def).map(|&body| self.first[body]),
            NodeRef::Drive(def) => self.by_def.get(&def).map(|&body| self.gives[body]),
            NodeRef::Param(def, index) => {
                let body = *self.by_def.get(&def)?;
                let outline = &self.outlines[body];
                let var = if index == RECEIVER { outline.self_param } else { outline.params.get(index as usize).copied() }?;
                Some(self.var(body, var))
            }
            NodeRef::Given(given) => Some(self.given_node(body, given)),
            NodeRef::Impls(method) | NodeRef::ImplFutures(method) => self.impl_node(of, method),
            NodeRef::Named(..) | NodeRef::NamedFuture(..) => self.named_node(self.outlines[body].def.krate, of),
            NodeRef::Server => Some(self.server),
        }
    }

    fn link(&mut self) {
        for body in 0..self.outlines.len() {
            for (from, to) in self.links(body) {
                if let Kind::Through(nodes) = &mut self.nodes[from as usize] {
                    nodes.push(to);
                }
            }
        }
    }

    /// Pairs of nodes in a body: whoever runs the first runs the second.
    fn links(&mut self, body: usize) -> Vec<(Node, Node)> {
        let outline = Arc::clone(&self.outlines[body]);
        let mut links = outline.links.clone();
        for given in &outline.givens {
            // What a fn runs in place is followed at each of its calls.
            for &(def, index) in given.params.iter().filter(|param| !self.in_place.contains(param)) {
                links.extend(given.nodes.iter().map(|node| (NodeRef::Param(def, index), *node)));
            }
        }
        links.into_iter().filter_map(|(from, to)| Some((self.node(body, from)?, self.node(body, to)?))).collect()
    }

    fn find_steps(&mut self) {
        for body in 0..self.outlines.len() {
            let steps = self.steps_of(body);
            self.steps.push(steps);
        }
    }

    fn steps_of(&mut self, body: usize) -> Vec<Option<Step>> {
        let outline = Arc::clone(&self.outlines[body]);
        let runtimes = outline.points.iter().filter(|point| point.event == Some(Event::NewRuntime)).count();
        outline.points.iter().map(|point| self.step(body, point.event.as_ref()?, runtimes)).collect()
    }

    /// The index of a body.
    pub(super) fn body(&self, def: DefId) -> Option<usize> {
        self.by_def.get(&def).copied()
    }

    /// The nodes of a body's parts.
    pub(super) fn parts(&self, body: usize) -> Range<Node> {
        let first = self.first[body];
        first..first + Node::try_from(self.outlines[body].units.len()).unwrap_or(0)
    }

    /// The points of a body at which futures take turns, with these.
    pub(super) fn joins(&self, body: usize) -> impl Iterator<Item = (usize, &[Node])> {
        let steps = self.steps[body].iter().enumerate();
        steps.filter_map(|(point, step)| if let Some(Step::Beside(nodes)) = step { Some((point, nodes.as_slice())) } else { None })
    }

    /// The nodes of a body's variables, and of what it passes on.
    pub(super) fn vars_of(&self, body: usize) -> impl Iterator<Item = Node> {
        let givens = (0..).zip(&self.outlines[body].givens).filter_map(move |(given, _)| self.givens.get(&(body, given)).copied());
        self.vars[body].values().copied().chain(givens)
    }

    /// Whether the other bodies' calls still mean the same after a body got this outline.
    pub(super) fn takes_as_before(&self, body: usize, outline: &Outline) -> bool {
        let old = &self.outlines[body];
        run_in_place(old) == run_in_place(outline)
            && wrappers::spawned(old) == wrappers::spawned(outline)
            && wrappers::passed_on(old) == wrappers::passed_on(outline)
    }

    /// Replaces the outline of a body by one that differs only in source positions.
    pub(super) fn move_to(&mut self, body: usize, outline: Arc<Outline>) {
        self.outlines[body] = outline;
    }

    /// Replaces the outline of a body by another with the same number of parts. Returns the index of the first new node; parameters and parts keep
    /// their nodes.
    pub(super) fn replace(&mut self, body: usize, outline: Arc<Outline>) -> Node {
        let joined = Node::try_from(self.nodes.len()).unwrap_or(Node::MAX);
        let old = std::mem::replace(&mut self.outlines[body], outline);
        let new = Arc::clone(&self.outlines[body]);
        let params = |outline: &Outline| outline.self_param.into_iter().chain(outline.params.iter().copied()).collect::<Vec<_>>();
        let kept: Vec<Option<Node>> = params(&old).into_iter().map(|var| self.vars[body].get(&var).copied()).collect();
        self.vars[body] = params(&new).into_iter().zip(kept).filter_map(|(var, node)| Some((var, node?))).collect();
        self.givens.retain(|(other, _), _| *other != body);
        for (from, to) in self.links(body) {
            if let Kind::Through(nodes) = &mut self.nodes[from as usize]
                && !nodes.contains(&to)
            {
                nodes.push(to);
            }
        }
        self.steps[body] = self.steps_of(body);
        joined
    }

    /// What an event means in the graph; `None` for one that runs nothing of the workspace.
    fn step(&mut self, body: usize, event: &Event, runtimes: usize) -> Option<Step> {
        let mut nodes = |refs: &[NodeRef]| refs.iter().filter_map(|of| self.node(body, *of)).collect();
        Some(match event {
            Event::Run(refs) => Step::Run(nodes(refs)),
            Event::Repeat(refs, times) => Step::Repeat(nodes(refs), *times),
            Event::Beside(refs) => Step::Beside(nodes(refs)),
            Event::Select(select) => {
                let lone = self.lone_arm(body, *select);
                let arms = (0..).zip(&self.outlines[body].selects[*select as usize].arms);
                let running = arms.filter(|(arm, _)| lone.is_none_or(|lone| lone == *arm));
                let futures: Vec<NodeRef> = running.flat_map(|(_, arm)| arm.futures.iter().copied()).collect();
                let nodes = futures.into_iter().filter_map(|of| self.node(body, of)).collect();
                if lone.is_some() { Step::Run(nodes) } else { Step::Beside(nodes) }
            }
            Event::Here(refs) => Step::Here(nodes(refs)),
            Event::Spawn(root) => {
                let site = &self.outlines[body].roots[*root as usize];
                let (targets, spawn) = (site.targets.clone(), if site.is_local { Step::SpawnLocal } else { Step::Spawn });
                let tasks = targets.iter().map(|of| self.node(body, *of).and_then(|node| self.background(node)));
                let task = tasks.reduce(|one, other| one.zip(other).map(|(one, other)| one.max(other)));
                task.flatten().map_or(spawn, Step::Background)
            }
            Event::Serve => Step::Serve,
            Event::LocalTasks => Step::LocalTasks,
            Event::Loop => Step::Loop,
            Event::MaybeSpawn => Step::MaybeSpawn,
            Event::NewRuntime => Step::NewRuntime { only: runtimes == 1 },
            Event::Foreign => return None,
        })
    }

    /// The future that a fn returns.
    pub(super) fn given(&self, def: DefId) -> Option<Node> {
        self.by_def.get(&def).map(|&body| self.gives[body])
    }

    /// The code of a fn.
    pub(super) fn code(&self, def: DefId) -> Option<Node> {
        self.by_def.get(&def).map(|&body| self.first[body])
    }
}
