//! Where the values of a body flow that can be driven or called: futures, closures, fn items. The walk goes from the outside in, since the code
//! around a value decides its fate.

use super::super::body::BodyView;
use super::super::effects::local_effects::AnalysisCtx;
use super::bounded::Times;
use super::in_place::Param;
use super::mounts::Searched;
use super::outline::{Event, Given, NodeRef, RECEIVER, RootKind, RootSite, Select, TaskRuntime, UnitIx};
use super::own_joins::OwnJoin;
use super::variables::Variables;
use crate::facts::{BlockKind, ExprId, ExprKind, Name, PatId, Span, Stmt};
use crate::names::DefId;
use crate::types::TyKind;
use index_vec::IndexVec;
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

/// What happens to a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// This expression runs or drives it to completion.
    Driven(ExprId),
    /// The same, as often as this says.
    Repeated(ExprId, Times),
    /// This `block_on`, outside any runtime, drives it.
    Here(ExprId),
    /// It is driven in turn with others.
    Beside(ExprId),
    /// It is the future of an arm of this `select!`: the index in [`Values::selects`], and that of the arm.
    Arm(ExprId, u32, u32),
    /// It becomes a task or a handler of its own: index in [`Values::roots`].
    Root(usize),
    /// It is stored in this variable.
    Local(PatId),
    /// The enclosing fn returns it to its caller.
    Returned,
    /// It is the receiver of a workspace fn.
    Received(DefId),
    /// It is an argument of workspace fns: index in [`Values::arguments`].
    Given(usize),
    /// It is unknown what happens to it.
    Escapes,
}

/// All possible fates of a value; empty if it is dropped.
pub(super) type Fates = SmallVec<[Fate; 1]>;

/// An argument of workspace fns.
#[derive(Clone, Debug, Default)]
pub(super) struct Argument {
    /// The call.
    span: Span,
    /// The parameters that receive it.
    pub(super) params: Vec<Param>,
    /// Its fates if the fns run it in place.
    pub(super) fates: Fates,
    /// Its index in [`Values::givens`], if it may be run.
    given: Option<usize>,
}

impl Argument {
    pub(super) const fn new(span: Span, params: Vec<Param>, fates: Fates) -> Self {
        Self { span, params, fates, given: None }
    }

    fn given(index: usize) -> Self {
        Self { given: Some(index), ..Self::default() }
    }
}

/// The walk and its results.
pub(super) struct Values<'a> {
    pub(super) cx: &'a AnalysisCtx<'a>,
    pub(super) view: &'a BodyView<'a>,
    /// Expressions that are not compiled.
    pub(super) left_out: &'a FxHashSet<ExprId>,
    /// The workspace fns that calls run.
    pub(super) targets: FxHashMap<ExprId, Vec<DefId>>,
    /// Calls that may run closures of the workspace.
    pub(super) calls_closures: FxHashSet<ExprId>,
    /// The parts of the body: the expression of each, and the expression of its code.
    pub(super) units: Vec<(ExprId, ExprId)>,
    pub(super) unit_of: FxHashMap<ExprId, UnitIx>,
    pub(super) events: FxHashMap<ExprId, Vec<Event>>,
    pub(super) roots: Vec<RootSite>,
    pub(super) selects: Vec<Select>,
    pub(super) givens: Vec<Given>,
    pub(super) arguments: Vec<Argument>,
    pub(super) links: Vec<(NodeRef, NodeRef)>,
    pub(super) escapes: Vec<NodeRef>,
    pub(super) blocks_on: bool,
    pub(super) variables: Variables,
    /// Closures that initialise a static.
    pub(super) fills: FxHashSet<ExprId>,
    /// Variables that hold a value from a crate whose source is not available.
    pub(super) crates: FxHashMap<PatId, Name>,
    /// Variables that hold a future that waits for a timer or a signal.
    pub(super) backgrounds: FxHashSet<PatId>,
    /// Variables that hold a stream that polls several futures.
    pub(super) concurrents: FxHashSet<PatId>,
    /// Joins in which all futures are known.
    pub(super) own_joins: FxHashMap<ExprId, OwnJoin>,
    /// Variables that hold a runtime that was made here.
    pub(super) runtimes: FxHashSet<PatId>,
    /// Those of them that this body itself made, each with the expression that makes it.
    pub(super) made_runtimes: Vec<(PatId, ExprId)>,
    /// The runtimes that the body keeps to itself, each with what it drives.
    pub(super) driven: Vec<(u32, NodeRef)>,
    /// The fates of what the enclosing fn, closure or async block returns.
    pub(super) returned: Fates,
    /// The fates of the values of the enclosing loops.
    pub(super) broken: Vec<Fates>,
    /// What the searches for the prefixes of routes share.
    pub(super) searched: Searched,
}

impl Values<'_> {
    /// Records that a value which is this node has these fates.
    pub(super) fn source(&mut self, node: NodeRef, fates: &Fates) {
        for fate in fates {
            match fate {
                Fate::Driven(at) => self.event(*at, Event::Run(vec![node])),
                Fate::Repeated(at, times) => self.event(*at, Event::Repeat(vec![node], *times)),
                Fate::Here(at) => self.event(*at, Event::Here(vec![node])),
                Fate::Beside(at) => {
                    self.event(*at, Event::Beside(vec![node]));
                    let begins = if self.own_joins.contains_key(at) { RootKind::Joined } else { RootKind::Branch };
                    let root = self.root(begins, *at);
                    self.roots[root].targets.push(node);
                }
                Fate::Arm(at, select, arm) => {
                    let root = self.root(RootKind::Arm(*select, *arm), *at);
                    self.roots[root].targets.push(node);
                    self.selects[*select as usize].arms[*arm as usize].futures.push(node);
                }
                Fate::Root(root) => self.roots[*root].targets.push(node),
                Fate::Local(pat) => self.links.push((self.variables.node(*pat), node)),
                Fate::Returned => self.links.push((NodeRef::Drive(self.view.def), node)),
                Fate::Received(def) => self.links.push((NodeRef::Param(*def, RECEIVER), node)),
                Fate::Given(argument) => {
                    let given = self.given(*argument);
                    self.givens[given].nodes.push(node);
                }
                Fate::Escapes => self.escapes.push(node),
            }
        }
    }

    /// The index among the givens of an argument that may be run, which becomes one at its first use.
    fn given(&mut self, argument: usize) -> usize {
        if let Some(given) = self.arguments[argument].given {
            return given;
        }
        let given = self.givens.len();
        let Argument { span, params, fates, .. } = std::mem::replace(&mut self.arguments[argument], Argument::given(given));
        self.givens.push(Given { span, params, nodes: Vec::new() });
        self.source(NodeRef::Given(u32::try_from(given).unwrap_or(u32::MAX)), &fates);
        given
    }

    /// The parent of each expression.
    pub(super) fn parents(&self) -> &IndexVec<ExprId, Option<ExprId>> {
        self.view.parents()
    }

    pub(super) fn event(&mut self, at: ExprId, event: Event) {
        let events = self.events.entry(at).or_default();
        // Alternatives at one place form one event.
        match (events.last_mut(), event) {
            (Some(Event::Run(nodes)), Event::Run(more)) | (Some(Event::Beside(nodes)), Event::Beside(more)) => nodes.extend(more),
            (_, event) => events.push(event),
        }
    }

    pub(super) fn root(&mut self, begins: RootKind, at: ExprId) -> usize {
        self.roots.push(RootSite {
            begins,
            span: self.view.name_span(at),
            runtime: TaskRuntime::Around,
            is_local: false,
            targets: Vec::new(),
        });
        self.roots.len() - 1
    }

    /// Records a part of the body that runs separately.
    pub(super) fn unit(&mut self, expr: ExprId, body: ExprId) -> UnitIx {
        let index = UnitIx::try_from(self.units.len()).unwrap_or(UnitIx::MAX);
        self.units.push((expr, body));
        self.unit_of.insert(expr, index);
        index
    }

    /// Walks the code of a part; `returned` are the fates of what it returns.
    pub(super) fn inner(&mut self, body: ExprId, returned: &Fates) {
        let around = std::mem::replace(&mut self.returned, returned.clone());
        let loops = std::mem::take(&mut self.broken);
        self.walk(body, returned);
        self.returned = around;
        self.broken = loops;
    }

    /// Walks a closure with these fates. Whoever calls it drives what it returns, unless `result` says otherwise.
    pub(super) fn closure(&mut self, id: ExprId, fates: &Fates, result: Option<&Fates>) {
        let ExprKind::Closure { body, is_async, .. } = &self.view.body.exprs[id].kind else { return };
        let unit = self.unit(id, *body);
        // The code of an async closure is the future that a call of it returns.
        self.source(NodeRef::Unit(unit), result.filter(|_| *is_async).unwrap_or(fates));
        let own = || SmallVec::from_elem(Fate::Driven(*body), 1);
        let returned = if *is_async { SmallVec::from_elem(Fate::Escapes, 1) } else { result.cloned().unwrap_or_else(own) };
        self.inner(*body, &returned);
    }

    /// Walks the body itself.
    pub(super) fn body(&mut self, returned: &Fates) {
        let root = self.view.body.root;
        self.unit(root, root);
        self.inner(root, returned);
    }

    /// Walks an expression whose value has these fates.
    pub(super) fn walk(&mut self, id: ExprId, fates: &Fates) {
        if self.left_out.contains(&id) {
            return;
        }
        let none = Fates::new();
        let view = self.view;
        let body = view.body;
        match &body.exprs[id].kind {
            ExprKind::Path(_) => self.path(id, fates),
            ExprKind::Block { kind: BlockKind::Async { .. }, .. } => self.async_block(id, fates),
            ExprKind::Block { stmts, tail, .. } => {
                self.statements(stmts);
                if let Some(tail) = tail {
                    self.walk(*tail, fates);
                }
            }
            ExprKind::Closure { .. } => self.closure(id, fates, None),
            ExprKind::Call { callee, args } => self.call(id, Some(*callee), None, args, fates),
            ExprKind::MethodCall { receiver, args, .. } => self.call(id, None, Some(*receiver), args, fates),
            ExprKind::Await { operand, .. } => {
                self.walk(*operand, &SmallVec::from_elem(Fate::Driven(id), 1));
                if self.is_foreign(*operand) {
                    self.event(id, Event::Foreign);
                }
            }
            ExprKind::If { cond, then, otherwise } => {
                self.walk(*cond, &none);
                self.walk(*then, fates);
                if let Some(otherwise) = otherwise {
                    self.walk(*otherwise, fates);
                }
            }
            ExprKind::Match { scrutinee, arms } => {
                let bound = self.bound(arms.iter().map(|arm| arm.pat));
                self.walk(*scrutinee, &bound);
                for arm in arms {
                    if let Some(guard) = &arm.guard {
                        self.walk(*guard, &none);
                    }
                    self.walk(arm.body, fates);
                }
            }
            ExprKind::Let { pat, scrutinee } => {
                let bound = self.bound([*pat]);
                self.walk(*scrutinee, &bound);
            }
            ExprKind::For { pat, iter, body: inner, .. } => {
                let bound = self.bound([*pat]);
                self.walk(*iter, &bound);
                self.looped(*inner, &none);
            }
            ExprKind::Loop { body: inner, .. } => self.looped(*inner, fates),
            ExprKind::While { cond, body: inner, .. } => {
                self.walk(*cond, &none);
                self.looped(*inner, &none);
            }
            ExprKind::Return { value: Some(value) } => {
                // A closure drives what it returns early at that point.
                let driven = |fate: &Fate| if matches!(fate, Fate::Driven(_)) { Fate::Driven(id) } else { fate.clone() };
                let returned = self.returned.iter().map(driven).collect();
                self.walk(*value, &returned);
            }
            ExprKind::Break { value: Some(value), .. } => {
                let broken = self.broken.last().cloned().unwrap_or_default();
                self.walk(*value, &broken);
            }
            ExprKind::Assign { lhs, rhs } => {
                let kept = self.assigned(*lhs);
                self.walk(*rhs, &kept);
                self.walk(*lhs, &none);
            }
            ExprKind::Struct { fields, base, .. } => {
                let kept: Fates = if fates.is_empty() { none.clone() } else { SmallVec::from_elem(Fate::Escapes, 1) };
                for field in fields {
                    self.walk(field.value, &kept);
                }
                if let Some(base) = base {
                    self.walk(*base, &none);
                }
            }
            ExprKind::Macro(call) => self.macro_call(id, call, fates),
            ExprKind::Try { operand }
            | ExprKind::Ref { operand, .. }
            | ExprKind::Unary { operand, .. }
            | ExprKind::Cast { operand, .. }
            | ExprKind::Index { base: operand, .. } => {
                self.walk(*operand, fates);
                if let ExprKind::Index { index, .. } = &body.exprs[id].kind {
                    self.walk(*index, &none);
                }
            }
            kind @ (ExprKind::Tuple { .. } | ExprKind::Array { .. } | ExprKind::Repeat { .. }) => self.children(kind, fates),
            kind => self.children(kind, &none),
        }
    }

    pub(super) fn children(&mut self, kind: &ExprKind, fates: &Fates) {
        let mut children: SmallVec<[ExprId; 8]> = SmallVec::new();
        kind.for_each_child(&mut |child| children.push(child));
        for child in children {
            self.walk(child, fates);
        }
    }

    pub(super) fn looped(&mut self, body: ExprId, fates: &Fates) {
        self.broken.push(fates.clone());
        self.walk(body, &Fates::new());
        self.broken.pop();
    }

    pub(super) fn async_block(&mut self, id: ExprId, fates: &Fates) {
        let ExprKind::Block { stmts, tail, .. } = &self.view.body.exprs[id].kind else { return };
        let unit = self.unit(id, id);
        self.source(NodeRef::Unit(unit), fates);
        let escapes: Fates = SmallVec::from_elem(Fate::Escapes, 1);
        let around = std::mem::replace(&mut self.returned, escapes.clone());
        let loops = std::mem::take(&mut self.broken);
        self.statements(stmts);
        if let Some(tail) = tail {
            self.walk(*tail, &escapes);
        }
        self.returned = around;
        self.broken = loops;
    }

    pub(super) fn statements(&mut self, stmts: &[Stmt]) {
        for stmt in stmts {
            match stmt {
                Stmt::Let { pat, init, otherwise, .. } => {
                    let bound = self.bound([*pat]);
                    if let Some(init) = init {
                        self.keep_runtimes(*pat, *init, &bound);
                        self.keep_background(*pat, *init);
                        self.keep_concurrent(*pat, *init);
                    }
                    if let Some(krate) = init.and_then(|init| self.crate_of(init)) {
                        self.crates.insert(*pat, krate);
                    }
                    if let Some(init) = init {
                        self.walk(*init, &bound);
                    }
                    if let Some(otherwise) = otherwise {
                        self.walk(*otherwise, &Fates::new());
                    }
                }
                Stmt::Expr { expr, .. } => self.walk(*expr, &Fates::new()),
                Stmt::Item(_) => {}
            }
        }
    }

    /// A variable, or a fn as a value.
    pub(super) fn path(&mut self, id: ExprId, fates: &Fates) {
        if fates.is_empty() {
            return;
        }
        if let Some(pat) = self.view.types.locals.get(&id) {
            let node = self.variables.node(*pat);
            self.source(node, fates);
        } else if let TyKind::FnDef(def, _) = self.view.types.exprs[id].kind() {
            for target in self.item_targets(*def) {
                self.source(NodeRef::Code(target), fates);
                self.source(NodeRef::Drive(target), fates);
            }
        }
    }
}
