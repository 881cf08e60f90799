//! Where each expression of a body runs: on the executor, on another thread, in a sync fn, or nobody knows.

use super::known::KnownDefs;
use crate::catalogue::{Catalogue, Runs};
use crate::facts::{BlockKind, Body, ExprId, ExprKind, MacroKind, PatId, PatKind, Span, Stmt};
use crate::names::{CrateId, DefId, DefKind};
use crate::types::{BodyTypes, Callee, Ty, TyKind, TypeDb};
use index_vec::IndexVec;
use rustc_hash::FxHashMap;

/// Where an expression runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Place {
    /// In a sync fn, on the thread of whoever calls it.
    Sync,
    /// On an executor's thread: the number of its context in [`Places::contexts`].
    Async(usize),
    /// On another thread than the code around it.
    Offloaded,
    /// On this thread, which the runtime has given up first (`block_in_place`).
    GivenUp,
    /// In a closure that something unknown may call.
    Unsure,
}

/// What makes an expression's place async.
#[derive(Clone, Debug)]
pub(super) struct AsyncContext {
    pub(super) kind: AsyncKind,
    /// The keyword or signature that makes it so.
    pub(super) span: Span,
}

/// The kinds of async context, as DESIGN section 5 lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum AsyncKind {
    Fn,
    Block,
    Closure,
    Poll,
    Stream,
}

impl AsyncKind {
    /// The word for reports.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Fn => "async fn",
            Self::Block => "async block",
            Self::Closure => "async closure",
            Self::Poll => "poll fn",
            Self::Stream => "stream macro",
        }
    }
}

/// The places of one body.
#[derive(Debug, Default)]
pub(super) struct Places {
    pub(super) exprs: IndexVec<ExprId, Place>,
    pub(super) contexts: Vec<AsyncContext>,
    /// Where variables that may hold closures are called or taken to: parameters above all.
    pub(super) uses: FxHashMap<PatId, Vec<Place>>,
    /// Where arguments that can be called (fn items, variables) are run by what takes them.
    pub(super) taken: FxHashMap<ExprId, Place>,
}

/// What a fn does with a closure that it is given, where its own body tells.
pub(super) trait ClosureSummaries {
    /// For the argument number `argument` of `def` (receiver left out); `None` if nothing is known.
    fn runs(&self, def: DefId, argument: usize) -> Option<Runs>;
}

/// Finds the places of a body.
pub(super) fn places(
    db: &TypeDb<'_>,
    known: &KnownDefs<'_>,
    catalogue: &Catalogue,
    summaries: &dyn ClosureSummaries,
    def: DefId,
    body: &Body,
    types: &BodyTypes,
) -> Places {
    let mut walker = Walker {
        db,
        known,
        catalogue,
        summaries,
        krate: def.krate,
        def,
        body,
        types,
        places: Places { exprs: body.exprs.iter().map(|_| Place::Sync).collect(), contexts: Vec::new(), ..Places::default() },
        aliases: FxHashMap::default(),
        uses: FxHashMap::default(),
        waiting: Vec::new(),
    };
    let start = walker.root_place(def);
    walker.walk(body.root, start, Driven::No);
    walker.bound_closures();
    walker.places.uses = walker.uses;
    walker.places
}

/// Whether an async block here is driven by a `block_on` on this very thread.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Driven {
    No,
    Yes,
}

struct Walker<'a> {
    db: &'a TypeDb<'a>,
    known: &'a KnownDefs<'a>,
    catalogue: &'a Catalogue,
    summaries: &'a dyn ClosureSummaries,
    krate: CrateId,
    def: DefId,
    body: &'a Body,
    types: &'a BodyTypes,
    places: Places,
    /// Variables that are other names of a variable: `let mut f = f;`, `let f = Arc::new(f);`.
    aliases: FxHashMap<PatId, PatId>,
    /// Where variables that hold closures are called or taken to.
    uses: FxHashMap<PatId, Vec<Place>>,
    /// Closures bound to variables, in source order: their bodies are walked when all uses are known.
    waiting: Vec<(PatId, ExprId)>,
}

impl Walker<'_> {
    fn root_place(&mut self, def: DefId) -> Place {
        if self.db.store.def(def).kind != DefKind::Fn {
            return Place::Unsure;
        }
        let Some(function) = self.db.function(def) else { return Place::Sync };
        if let Some(span) = function.sig.async_span.or(function.sig.is_async.then_some(function.sig.span)) {
            return self.context(AsyncKind::Fn, span);
        }
        let polled = self.db.fn_sig(def).is_some_and(|sig| sig.params.iter().any(|param| self.is_task_context(param)));
        if polled { self.context(AsyncKind::Poll, function.sig.span) } else { Place::Sync }
    }

    /// `&mut std::task::Context`.
    fn is_task_context(&self, ty: &Ty) -> bool {
        match ty.kind() {
            TyKind::Ref(crate::types::Mutability::Mutable, inner) => match inner.kind() {
                TyKind::Adt(def, _) => Some(*def) == self.db.lang.context,
                _ => false,
            },
            _ => false,
        }
    }

    fn context(&mut self, kind: AsyncKind, span: Span) -> Place {
        self.places.contexts.push(AsyncContext { kind, span });
        Place::Async(self.places.contexts.len() - 1)
    }

    fn walk(&mut self, id: ExprId, place: Place, driven: Driven) {
        self.places.exprs[id] = place;
        let body = self.body;
        match &body.exprs[id].kind {
            ExprKind::Block { kind: BlockKind::Async { async_span, .. }, .. } => {
                let inner = match (place, driven) {
                    (Place::Offloaded | Place::GivenUp, Driven::Yes) => place,
                    _ => self.context(AsyncKind::Block, *async_span),
                };
                self.children(id, inner, driven);
            }
            ExprKind::Block { stmts, .. } => {
                // `let f = || ..;`: the body runs where `f` is used.
                for stmt in stmts {
                    if let Stmt::Let { pat, init: Some(init), .. } = stmt
                        && let PatKind::Bind { sub: None, .. } = &body.pats[*pat].kind
                        && let ExprKind::Closure { is_async: false, .. } = &body.exprs[*init].kind
                    {
                        self.waiting.push((*pat, *init));
                    }
                    self.alias(stmt);
                }
                self.children(id, place, driven);
            }
            ExprKind::Closure { body: inner, is_async, params, .. } => {
                if self.waiting.iter().any(|(_, closure)| *closure == id) {
                    return;
                }
                let place = self.loose_closure(id, *is_async, params.iter().map(|(pat, _)| *pat), Place::Unsure, driven);
                self.walk(*inner, place, driven);
            }
            ExprKind::Call { callee, args } => {
                if let ExprKind::Closure { body: inner, is_async: false, .. } = &body.exprs[*callee].kind {
                    // `(|| ..)()`.
                    self.places.exprs[*callee] = place;
                    self.walk(*inner, place, driven);
                } else {
                    self.walk(*callee, place, driven);
                    self.used(*callee, place);
                }
                self.args(id, args, place, driven);
            }
            ExprKind::MethodCall { receiver, args, .. } => {
                self.walk(*receiver, place, driven);
                self.args(id, args, place, driven);
            }
            ExprKind::Macro(call) => {
                if let MacroKind::Stream { block, .. } = &call.kind {
                    let inner = self.context(AsyncKind::Stream, call.path.span);
                    self.walk(*block, inner, Driven::No);
                } else {
                    self.children(id, place, driven);
                }
            }
            _ => self.children(id, place, driven),
        }
    }

    fn children(&mut self, id: ExprId, place: Place, driven: Driven) {
        let mut children = Vec::new();
        self.body.exprs[id].kind.for_each_child(&mut |child| children.push(child));
        for child in children {
            self.walk(child, place, driven);
        }
    }

    fn args(&mut self, call: ExprId, args: &[ExprId], place: Place, driven: Driven) {
        let callee = self.types.callees.get(&call);
        let is_block_on = match callee {
            Some(Callee::Fn(callee)) => self.known.drives(self.krate, callee.def),
            _ => false,
        };
        let driven = if is_block_on { Driven::Yes } else { driven };
        for (index, &arg) in args.iter().enumerate() {
            // `&|| ..` and `Box::new(|| ..)` run where the closure alone would.
            let value = self.unwrapped(arg);
            let body = self.body;
            if let ExprKind::Closure { body: inner, is_async, params, .. } = &body.exprs[value].kind {
                self.wrapping(arg, value, place);
                let taken = self.taken_place(callee, index, place);
                let inner_place = self.loose_closure(value, *is_async, params.iter().map(|(pat, _)| *pat), taken, driven);
                self.places.exprs[value] = place;
                self.walk(*inner, inner_place, driven);
            } else {
                self.walk(arg, place, driven);
                if self.can_be_called(value) {
                    let taken = self.taken_place(callee, index, place);
                    self.places.taken.insert(value, taken);
                    self.used(value, taken);
                }
            }
        }
    }

    /// The references and pointers around a value.
    fn wrapping(&mut self, outer: ExprId, value: ExprId, place: Place) {
        let mut id = outer;
        while id != value {
            self.places.exprs[id] = place;
            id = match &self.body.exprs[id].kind {
                ExprKind::Ref { operand, .. } => *operand,
                ExprKind::Call { callee, args } if args.len() == 1 => {
                    self.places.exprs[*callee] = place;
                    args[0]
                }
                _ => return,
            };
        }
    }

    /// What stands below references and `Box::new` and its like.
    fn unwrapped(&self, arg: ExprId) -> ExprId {
        let mut id = arg;
        loop {
            id = match &self.body.exprs[id].kind {
                ExprKind::Ref { operand, .. } => *operand,
                ExprKind::Call { callee, args } if args.len() == 1 && self.is_pointer_fn(*callee) => args[0],
                _ => return id,
            };
        }
    }

    /// `Box::new`, `Arc::clone` and the like, by name.
    fn is_pointer_fn(&self, callee: ExprId) -> bool {
        let ExprKind::Path(path) = &self.body.exprs[callee].kind else { return false };
        matches!(&path.segments[..], [.., ty, new]
            if ["Box", "Arc", "Rc"].contains(&ty.name.as_str()) && ["new", "clone"].contains(&new.name.as_str()))
    }

    /// The place of a closure's body, given where its taker runs it.
    fn loose_closure(
        &mut self,
        id: ExprId,
        is_async: bool,
        mut params: impl Iterator<Item = PatId>,
        taken: Place,
        driven: Driven,
    ) -> Place {
        let span = self.body.exprs[id].span;
        if is_async {
            return match (taken, driven) {
                (Place::Offloaded | Place::GivenUp, Driven::Yes) => taken,
                _ => self.context(AsyncKind::Closure, span),
            };
        }
        if params.any(|pat| self.is_task_context(&self.types.pats[pat])) {
            return self.context(AsyncKind::Poll, span);
        }
        taken
    }

    /// Where the argument number `index` of a call runs if it is a closure.
    fn taken_place(&mut self, callee: Option<&Callee>, index: usize, place: Place) -> Place {
        let (callee, index) = match callee {
            Some(Callee::Fn(callee)) => {
                // In `Trait::method(receiver, closure)` the receiver is the first argument.
                (callee, index)
            }
            Some(Callee::Closure(_) | Callee::Indirect | Callee::Constructor(_) | Callee::External(_)) | None => {
                return match callee {
                    Some(Callee::External(path)) => {
                        Self::taken_by(self.catalogue.contexts().taker_of(path, index).map(|rule| rule.runs), place)
                    }
                    _ => Place::Unsure,
                };
            }
        };
        let rule = self.known.runs(self.krate, callee.def, index);
        if rule.is_some() {
            return Self::taken_by(rule, place);
        }
        let krate = self.db.store.krate(callee.def.krate);
        if self.catalogue.contexts().is_in_place_crate(krate.name.as_str()) && self.takes_callable(callee.def, index) {
            return place;
        }
        let runs = self.summaries.runs(callee.body_def(), index);
        Self::taken_by(runs, place)
    }

    fn taken_by(runs: Option<Runs>, place: Place) -> Place {
        match runs {
            Some(Runs::InPlace) => place,
            Some(Runs::Offloaded) => Place::Offloaded,
            Some(Runs::BlockInPlace) => Place::GivenUp,
            Some(Runs::OnExecutor) => match place {
                // What a sync fn sets up is judged where it is awaited.
                Place::Async(_) => place,
                _ => Place::Unsure,
            },
            Some(Runs::Stored) | None => Place::Unsure,
        }
    }

    /// Whether the fn calls what it is given: its parameter has an `Fn` bound (`Box::new` and `Vec::push` do not call anything).
    fn takes_callable(&self, def: DefId, index: usize) -> bool {
        let Some(sig) = self.db.fn_sig(def) else { return false };
        let Some(param) = sig.params.get(index) else { return false };
        self.db.is_callable_param(def, param)
    }

    /// A variable is called, or handed to something that runs it at `place`.
    fn used(&mut self, id: ExprId, place: Place) {
        let mut id = id;
        while let ExprKind::Ref { operand, .. } = &self.body.exprs[id].kind {
            id = *operand;
        }
        if let Some(pat) = self.types.locals.get(&id) {
            let mut pat = *pat;
            while let Some(of) = self.aliases.get(&pat) {
                pat = *of;
            }
            self.uses.entry(pat).or_default().push(place);
        }
    }

    /// `let mut f = f;`, `let f = Arc::new(f);`, `let g = f.clone();`.
    fn alias(&mut self, stmt: &Stmt) {
        let Stmt::Let { pat, init: Some(init), .. } = stmt else { return };
        let PatKind::Bind { sub: None, .. } = &self.body.pats[*pat].kind else { return };
        let mut id = self.unwrapped(*init);
        if let ExprKind::MethodCall { receiver, method, args, .. } = &self.body.exprs[id].kind
            && args.is_empty()
            && *method == "clone"
        {
            id = self.unwrapped(*receiver);
        }
        // A variable's pattern comes before those that are bound to it, so there are no circles.
        if let Some(of) = self.types.locals.get(&id)
            && of != pat
            && !self.aliases.contains_key(pat)
        {
            self.aliases.insert(*pat, *of);
        }
    }

    /// Whether an argument is something that its taker may call.
    fn can_be_called(&self, id: ExprId) -> bool {
        let ty = self.types.exprs[id].strip_refs();
        match ty.kind() {
            TyKind::Closure(_) | TyKind::FnDef(..) => true,
            TyKind::Unknown => self.types.locals.get(&id).is_some_and(|pat| self.waiting.iter().any(|(waiting, _)| waiting == pat)),
            _ => self.types.locals.contains_key(&id) && self.db.is_callable_param(self.def, ty),
        }
    }

    /// Closures bound to variables, the last first: an earlier one may be used in a later one.
    fn bound_closures(&mut self) {
        while let Some((pat, closure)) = self.waiting.pop() {
            let uses = self.uses.remove(&pat).unwrap_or_default();
            let place = joined(&uses);
            let body = self.body;
            let ExprKind::Closure { body: inner, params, .. } = &body.exprs[closure].kind else { continue };
            let place = self.loose_closure(closure, false, params.iter().map(|(pat, _)| *pat), place, Driven::No);
            self.walk(*inner, place, Driven::No);
        }
    }
}

/// The place that decides among several uses: one on the executor is enough to stall it.
fn joined(uses: &[Place]) -> Place {
    let find = |wanted: fn(&Place) -> bool| uses.iter().copied().find(wanted);
    find(|place| matches!(place, Place::Async(_)))
        .or_else(|| find(|place| matches!(place, Place::Unsure)))
        .or_else(|| find(|place| matches!(place, Place::Sync)))
        .or_else(|| find(|place| matches!(place, Place::Offloaded | Place::GivenUp)))
        .unwrap_or(Place::Unsure)
}
