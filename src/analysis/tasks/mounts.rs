//! Where the routers and handlers of a body go: under which paths, and to which fns.
//!
//! The search follows a router outwards from its expression: through method chains, the calls that take it, and variables. It ends where a fn
//! returns the router or passes it on, and [`super::prefixes`] goes on from there.

use super::entries::is_handler;
use super::outline::RECEIVER;
use super::routes::{Path, makes_handler, of_macro, text};
use super::values::Values;
use crate::catalogue::Role;
use crate::facts::{Attr, Body, ExprId, ExprKind, MacroKind, PatId, Stmt, TypeRef};
use crate::names::{CrateKind, DefId, Namespace, Res};
use crate::types::{Callee, Ty, TyKind};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::{OnceCell, RefCell};

/// One search takes at most so many steps; a router with more uses has no known prefix.
const MAX_STEPS: usize = 256;

/// What is mounted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Mounted {
    /// The handler that this fn is, or the router that it returns or adds routes to.
    Fn(DefId),
    /// What a fn receives as the argument with this index; the receiver is [`RECEIVER`].
    Param(DefId, u32),
}

/// The paths around a handler or router, joined.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Prefix {
    /// `None` if there is no path.
    pub(super) text: Option<String>,
    /// Whether the innermost path is that of a scope, in which `/` is a path of its own.
    keeps_slash: bool,
    /// Whether the innermost path is that of a route, not of a router.
    pub(super) is_route: bool,
    /// Whether nothing but a route or a router can have taken the value before the innermost path.
    is_direct: bool,
}

impl Prefix {
    pub(super) const NONE: Self = Self { text: None, keeps_slash: false, is_route: false, is_direct: true };

    pub(super) fn route(path: String) -> Self {
        Self { text: Some(path), is_route: true, ..Self::NONE }
    }

    /// This prefix around another, which is further inside.
    pub(super) fn around(&self, inner: Self) -> Self {
        match (&self.text, &inner.text) {
            (_, None) => {
                let is_direct = inner.is_direct;
                Self { is_route: self.is_route && is_direct, is_direct: self.is_direct && is_direct, ..self.clone() }
            }
            (None, Some(_)) => inner,
            (Some(outer), Some(path)) => Self { text: Some(joined(outer, path, self.keeps_slash)), ..inner },
        }
    }
}

/// A path below another, with single slashes between them.
fn joined(outer: &str, inner: &str, keeps_slash: bool) -> String {
    let outer = rooted(outer.trim_end_matches('/'));
    let inner = rooted(inner);
    match &inner[..] {
        "/" if !keeps_slash && !outer.is_empty() => outer,
        // A query belongs to the path before it.
        path if path.starts_with("/?") && !outer.is_empty() => outer + &path[1..],
        path => outer + path,
    }
}

/// A path with the slash in front that the framework adds.
pub(super) fn rooted(path: &str) -> String {
    if path.is_empty() || path.starts_with(['/', '*']) { path.to_owned() } else { format!("/{path}") }
}

/// One way on which a router goes on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Way {
    /// The paths up to there; `None` if one is not known.
    pub(super) prefix: Option<Prefix>,
    /// Where it leads; `None` if it ends here, usually in a server.
    pub(super) to: Option<Mounted>,
}

/// A mention of a fn or parameter that is, has or takes a router.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mount {
    pub(super) what: Mounted,
    pub(super) way: Way,
}

/// What the searches in one body share.
#[derive(Default)]
pub(super) struct Searched {
    uses: OnceCell<Uses>,
    /// By expression, the last call of its method chain.
    tops: RefCell<FxHashMap<ExprId, ExprId>>,
    /// By expression, the start of its method chain.
    chains: RefCell<FxHashMap<ExprId, Chain>>,
}

/// The start of a method chain: `Router::with_path("a")`, a variable.
#[derive(Clone)]
struct Chain {
    /// The paths that the chain itself has; `None` if one is not known.
    prefix: Option<Prefix>,
    base: ExprId,
    /// The crate of the macro that it begins with, also through variables.
    made_by: Option<String>,
}

/// Statements, variables and closures of a body.
#[derive(Default)]
struct Uses {
    /// The pattern that each initialiser of a `let` fills.
    lets: FxHashMap<ExprId, PatId>,
    /// The initialiser of each variable.
    inits: FxHashMap<PatId, ExprId>,
    /// Where each variable is mentioned.
    mentions: FxHashMap<PatId, Vec<ExprId>>,
    /// The closure of each closure parameter.
    closures: FxHashMap<PatId, ExprId>,
    /// The tails of blocks.
    tails: FxHashSet<ExprId>,
}

impl Uses {
    fn new(body: &Body, locals: &FxHashMap<ExprId, PatId>) -> Self {
        let mut uses = Self::default();
        for (id, expr) in body.exprs.iter_enumerated() {
            match &expr.kind {
                ExprKind::Block { stmts, tail, .. } => {
                    uses.tails.extend(tail);
                    for stmt in stmts {
                        if let Stmt::Let { pat, init: Some(init), .. } = stmt {
                            uses.lets.insert(*init, *pat);
                            uses.inits.insert(*pat, *init);
                        }
                    }
                }
                ExprKind::Closure { params, .. } => uses.closures.extend(params.iter().map(|(pat, _)| (*pat, id))),
                ExprKind::Path(_) => {
                    if let Some(pat) = locals.get(&id) {
                        uses.mentions.entry(*pat).or_default().push(id);
                    }
                }
                _ => {}
            }
        }
        uses
    }
}

/// What a search has found up to an expression.
#[derive(Clone)]
struct Trail {
    /// The innermost path, as it is written.
    first: Path,
    prefix: Option<Prefix>,
}

impl Trail {
    const START: Self = Self { first: Path::Missing, prefix: Some(Prefix::NONE) };

    /// The trail below these paths.
    fn below(mut self, outer: Option<Prefix>) -> Self {
        if self.first == Path::Missing {
            match &outer {
                Some(Prefix { text: Some(path), .. }) => self.first = Path::Known(path.clone()),
                Some(_) => {}
                None => self.first = Path::Unknown,
            }
        }
        self.prefix = outer.zip(self.prefix).map(|(outer, inner)| outer.around(inner));
        self
    }
}

/// A variable that holds the router.
struct Holder {
    trail: Trail,
    /// Whether the router goes on from there.
    goes_on: bool,
}

/// The search from one expression.
struct Search<'s, 'a> {
    values: &'s Values<'a>,
    /// Variables whose mentions are followed.
    seen: FxHashMap<PatId, Holder>,
    /// The variable whose mention is being followed.
    under: Option<PatId>,
    open: Vec<(ExprId, Trail, Option<PatId>)>,
    found: Vec<(Path, Way)>,
}

/// The ways of a handler that a call receives: that call, and its path as it is written there.
pub(super) fn of_handler(values: &Values<'_>, call: ExprId, path: &Path) -> Vec<Way> {
    let own = match &values.view.body.exprs[call].kind {
        ExprKind::MethodCall { receiver, .. } => Trail::START.below(values.chain(*receiver).prefix),
        _ => Trail::START,
    };
    let mut ways: Vec<Way> = Vec::new();
    for (first, way) in values.search(call, own) {
        let prefix = match (path, &first) {
            (Path::Known(text), Path::Missing) => way.prefix.map(|prefix| prefix.around(Prefix::route(text.clone()))),
            _ if *path == first => way.prefix,
            // The handler has no path where it is made: `fn show() -> MethodRouter`.
            (Path::Missing, _) => way.prefix,
            _ => None,
        };
        ways.push(Way { prefix, ..way });
    }
    ways.sort();
    ways.dedup();
    ways
}

/// The mentions of fns and parameters of the workspace that are, have or take routers.
pub(super) fn mounts(values: &Values<'_>) -> Vec<Mount> {
    let view = values.view;
    let mut mounts = Vec::new();
    let mut add = |what: Mounted, found: Vec<(Path, Way)>| mounts.extend(found.into_iter().map(|(_, way)| Mount { what, way }));
    let called = |id: ExprId| match view.types.callees.get(&id) {
        Some(Callee::Fn(callee)) => Some(callee.body_def()).filter(|def| values.is_own(*def)),
        _ => None,
    };
    for (id, expr) in view.body.exprs.iter_enumerated() {
        let (what, from) = match &expr.kind {
            ExprKind::Call { .. } | ExprKind::MethodCall { .. } => {
                let Some(def) = called(id) else { continue };
                let (receiver, args) = view.receiver_and_args(id);
                if values.is_router(&view.types.exprs[id]) || values.returns_service(def) {
                    (Mounted::Fn(def), Some(id))
                } else if view.types.exprs[id] == Ty::unit()
                    && let Some(taken) = args.into_iter().chain(receiver).find(|arg| values.is_router(&view.types.exprs[*arg]))
                {
                    // `configure(&mut app)` adds routes to a variable.
                    (Mounted::Fn(def), Some(taken).filter(|taken| !values.is_left_out(*taken)))
                } else {
                    continue;
                }
            }
            ExprKind::Path(_) => match (view.types.locals.get(&id), view.types.exprs[id].kind()) {
                (Some(pat), _) => {
                    let Some(index) = values.param_index(*pat) else { continue };
                    if !values.is_router(&view.types.exprs[id]) {
                        continue;
                    }
                    (Mounted::Param(view.def, index), Some(id))
                }
                (None, TyKind::FnDef(def, _)) if values.is_own(*def) => {
                    let is_callee =
                        |parent: ExprId| matches!(&view.body.exprs[parent].kind, ExprKind::Call { callee, .. } if *callee == id);
                    if values.parents()[id].is_some_and(is_callee) || !(values.has_routes(*def) || values.is_routed(*def)) {
                        continue;
                    }
                    (Mounted::Fn(*def), Some(id))
                }
                _ => continue,
            },
            _ => continue,
        };
        let Some(from) = from.filter(|from| !values.is_left_out(*from)) else { continue };
        let found = if from == id { values.search(id, Trail::START) } else { values.search_receiver(from) };
        add(what, found);
    }
    mounts
}

impl Values<'_> {
    fn is_own(&self, def: DefId) -> bool {
        self.view.db.store.krate(def.krate).kind == CrateKind::Local
    }

    fn is_left_out(&self, id: ExprId) -> bool {
        let mut at = Some(id);
        while let Some(id) = at.filter(|_| !self.left_out.is_empty()) {
            if self.left_out.contains(&id) {
                return true;
            }
            at = self.parents()[id];
        }
        false
    }

    /// Whether a type is that of a router, a route or a method router, or contains one.
    fn is_router(&self, ty: &Ty) -> bool {
        let store = self.view.db.store;
        let roles = self.view.catalogue.roles();
        ty.any(&mut |ty| match ty.kind() {
            TyKind::External(path, _) => {
                path.first().zip(path.last()).is_some_and(|(krate, name)| roles.is_router(krate.as_str(), name.as_str()))
            }
            TyKind::Adt(def, _) => {
                let krate = store.krate(def.krate);
                krate.kind != CrateKind::Local && roles.is_router(krate.name.as_str(), store.def(*def).name.as_str())
            }
            _ => false,
        })
    }

    /// Whether a fn returns a value of a router's trait: `impl Filter`, `impl Endpoint`.
    fn returns_service(&self, def: DefId) -> bool {
        let store = self.view.db.store;
        let Some(function) = self.view.db.function(def) else { return false };
        let TypeRef::ImplTrait(bounds) = &function.sig.ret else { return false };
        bounds.iter().any(|bound| match store.resolve(store.scope_of(def), &bound.path, Namespace::Type).res {
            Res::External(names) => names
                .first()
                .zip(names.last())
                .is_some_and(|(krate, name)| self.view.catalogue.roles().is_router(krate.as_str(), name.as_str())),
            Res::Def(found) => {
                self.view.catalogue.roles().is_router(store.krate(found.krate).name.as_str(), store.def(found).name.as_str())
            }
            _ => false,
        })
    }

    /// Whether a fn returns or receives a router.
    fn has_routes(&self, def: DefId) -> bool {
        let sig = self.view.db.fn_sig(def);
        sig.is_some_and(|sig| sig.params.iter().chain([&sig.ret]).any(|ty| self.is_router(ty))) || self.returns_service(def)
    }

    /// Whether an attribute with a path makes a fn a handler.
    fn is_routed(&self, def: DefId) -> bool {
        let is_route = |attr: &Attr| attr.args.contains('"') && is_handler(self.cx, def, attr);
        self.view.db.store.item(def).is_some_and(|item| item.attrs.iter().any(is_route))
    }

    /// The index of the parameter that a pattern is.
    fn param_index(&self, pat: PatId) -> Option<u32> {
        let body = self.view.body;
        if body.self_param == Some(pat) {
            return Some(RECEIVER);
        }
        let index = body.params.iter().position(|param| self.binds(*param, pat))?;
        u32::try_from(index).ok()
    }

    fn binds(&self, pat: PatId, wanted: PatId) -> bool {
        use super::values::Fate;
        pat == wanted || self.bound([pat]).contains(&Fate::Local(wanted))
    }

    fn uses(&self) -> &Uses {
        self.searched.uses.get_or_init(|| Uses::new(self.view.body, &self.view.types.locals))
    }

    /// Where the value of an expression goes.
    fn search(&self, id: ExprId, trail: Trail) -> Vec<(Path, Way)> {
        let mut search = Search::new(self);
        search.open(id, trail);
        search.run()
    }

    /// Where the router goes that a call changes.
    fn search_receiver(&self, receiver: ExprId) -> Vec<(Path, Way)> {
        let mut search = Search::new(self);
        search.rest_on(receiver, Trail::START);
        search.run()
    }

    /// The workspace fn that a call runs.
    fn own_callee(&self, call: ExprId) -> Option<DefId> {
        match self.view.types.callees.get(&call) {
            Some(Callee::Fn(callee)) => Some(callee.body_def()).filter(|def| self.is_own(*def)),
            _ => None,
        }
    }

    /// The last call of the method chain that begins with an expression; calls of the workspace's own methods end it.
    fn top(&self, id: ExprId) -> ExprId {
        let mut passed = Vec::new();
        let mut at = id;
        let top = loop {
            if let Some(top) = self.searched.tops.borrow().get(&at) {
                break *top;
            }
            let Some(parent) = self.parents()[at] else { break at };
            let goes_on = match &self.view.body.exprs[parent].kind {
                ExprKind::MethodCall { receiver, .. } => *receiver == at && self.own_callee(parent).is_none(),
                ExprKind::Ref { .. } | ExprKind::Try { .. } | ExprKind::Await { .. } | ExprKind::Field { .. } => true,
                _ => false,
            };
            if !goes_on {
                break at;
            }
            passed.push(at);
            at = parent;
        };
        self.searched.tops.borrow_mut().extend(passed.into_iter().map(|at| (at, top)));
        top
    }

    /// The start of the method chain that ends with an expression.
    fn chain(&self, id: ExprId) -> Chain {
        let exprs = &self.view.body.exprs;
        let mut passed = Vec::new();
        let mut at = id;
        let mut chain = loop {
            if let Some(chain) = self.searched.chains.borrow().get(&at) {
                break chain.clone();
            }
            let init = || self.view.types.locals.get(&at).and_then(|pat| self.uses().inits.get(pat)).copied();
            let next = match &exprs[at].kind {
                ExprKind::MethodCall { receiver, .. } => Some(*receiver),
                ExprKind::Ref { operand, .. }
                | ExprKind::Unary { operand, .. }
                | ExprKind::Try { operand }
                | ExprKind::Await { operand, .. } => Some(*operand),
                ExprKind::Path(_) => init(),
                _ => None,
            };
            let Some(next) = next.filter(|_| passed.len() < exprs.len()) else {
                break Chain { prefix: self.own_path(at), base: at, made_by: self.macro_crate(at) };
            };
            passed.push(at);
            at = next;
        };
        for at in passed.into_iter().rev() {
            if matches!(exprs[at].kind, ExprKind::Path(_)) {
                chain.base = at;
            } else if self.is_beside(at, &chain) {
                chain.prefix = Some(Prefix::NONE);
            } else {
                chain.prefix = chain.prefix.zip(self.own_path(at)).map(|(outer, own)| outer.around(own));
            }
            self.searched.chains.borrow_mut().insert(at, chain.clone());
        }
        chain
    }

    /// Whether a call takes what is served beside its receiver, which is this chain.
    fn is_beside(&self, call: ExprId, chain: &Chain) -> bool {
        let ExprKind::MethodCall { method, .. } = &self.view.body.exprs[call].kind else { return false };
        let of_macro = |krate: &String| self.view.catalogue.roles().of_method(krate, method.as_str()).contains(&Role::RouteBeside);
        self.plays(call, Role::RouteBeside) || chain.made_by.as_ref().is_some_and(of_macro)
    }

    fn macro_crate(&self, id: ExprId) -> Option<String> {
        let ExprKind::Macro(call) = &self.view.body.exprs[id].kind else { return None };
        let path = self.view.db.store.macro_path(*self.view.types.macro_scopes.get(&id)?, &call.path)?;
        path.split("::").next().map(str::to_owned)
    }

    /// The path that a call gives to the router it makes: `Router::with_path("a")`.
    fn own_path(&self, id: ExprId) -> Option<Prefix> {
        match of_macro(self, id) {
            Some(Path::Known(path)) => return Some(Prefix::route(path)),
            Some(_) => return None,
            None => {}
        }
        let (_, args) = self.view.receiver_and_args(id);
        let [only] = &args[..] else { return Some(Prefix::NONE) };
        let roles = self.roles(id);
        if !roles.contains(&Role::RoutePath) || self.is_router(&self.view.types.exprs[*only]) || makes_handler(self, *only) {
            return Some(Prefix::NONE);
        }
        let is_scope = roles.contains(&Role::RouteScope);
        text(self.view, *only).map(|path| Prefix { keeps_slash: is_scope, is_route: !is_scope, ..Prefix::route(path) })
    }
}

impl<'s, 'a> Search<'s, 'a> {
    fn new(values: &'s Values<'a>) -> Self {
        Self { values, seen: FxHashMap::default(), under: None, open: Vec::new(), found: Vec::new() }
    }

    fn run(mut self) -> Vec<(Path, Way)> {
        let mut steps = 0;
        while let Some((at, trail, under)) = self.open.pop() {
            steps += 1;
            if steps > MAX_STEPS {
                return vec![(Path::Unknown, Way { prefix: None, to: None })];
            }
            self.under = under;
            self.step(at, trail);
        }
        // A server is started by a method of the variable, or out of sight.
        let left = self.seen.into_values().filter(|holder| !holder.goes_on).map(|holder| holder.trail);
        self.found.extend(left.map(|trail| (trail.first, Way { prefix: trail.prefix, to: None })));
        self.found
    }

    fn open(&mut self, id: ExprId, trail: Trail) {
        self.open.push((id, trail, self.under));
    }

    fn goes_on(&mut self) {
        if let Some(holder) = self.under.and_then(|pat| self.seen.get_mut(&pat)) {
            holder.goes_on = true;
        }
    }

    fn ends(&mut self, trail: Trail, to: Option<Mounted>) {
        self.goes_on();
        self.found.push((trail.first, Way { prefix: trail.prefix, to }));
    }

    fn step(&mut self, id: ExprId, trail: Trail) {
        let values = self.values;
        let view = values.view;
        let at = values.top(id);
        let Some(parent) = values.parents()[at] else {
            return self.ends(trail, Some(Mounted::Fn(view.def)));
        };
        match &view.body.exprs[parent].kind {
            ExprKind::MethodCall { .. } => self.taken(at, parent, trail),
            ExprKind::Call { callee, .. } if *callee != at => self.taken(at, parent, trail),
            ExprKind::Block { .. } if !values.uses().tails.contains(&at) => match values.uses().lets.get(&at) {
                Some(pat) => self.bound(*pat, &trail),
                None => self.rest_on(at, trail),
            },
            ExprKind::If { cond, .. } if *cond == at => self.ends(trail, None),
            ExprKind::Match { scrutinee, arms } if *scrutinee == at => {
                for arm in arms {
                    self.bound(arm.pat, &trail);
                }
            }
            ExprKind::Call { .. }
            | ExprKind::Block { .. }
            | ExprKind::Closure { .. }
            | ExprKind::Tuple { .. }
            | ExprKind::Array { .. }
            | ExprKind::Unary { .. }
            | ExprKind::Cast { .. }
            | ExprKind::Break { .. }
            | ExprKind::If { .. }
            | ExprKind::Match { .. } => self.open(parent, trail),
            ExprKind::Let { pat, .. } => self.bound(*pat, &trail),
            ExprKind::Assign { lhs, rhs } if *rhs == at => match view.types.locals.get(lhs) {
                Some(pat) => self.mentioned(*pat, &trail),
                None => self.ends(trail, None),
            },
            ExprKind::Return { .. } => {
                let is_inner = |id: ExprId| matches!(view.body.exprs[id].kind, ExprKind::Closure { .. });
                let mut around = values.parents()[parent];
                while around.is_some_and(|id| !is_inner(id)) {
                    around = around.and_then(|id| values.parents()[id]);
                }
                self.ends(trail, around.is_none().then_some(Mounted::Fn(view.def)));
            }
            ExprKind::Macro(call) => match &call.kind {
                MacroKind::Identity { .. } | MacroKind::Expanded { .. } | MacroKind::Vec { .. } | MacroKind::Exprs { .. } => {
                    self.open(parent, trail);
                }
                // It is printed or compared.
                _ => {}
            },
            _ => self.ends(trail, None),
        }
    }

    /// A call takes the value as an argument, or a method of the workspace as its receiver.
    fn taken(&mut self, at: ExprId, call: ExprId, trail: Trail) {
        let values = self.values;
        let (receiver, args) = values.view.receiver_and_args(call);
        if let Some(def) = values.own_callee(call) {
            let index = args.iter().position(|arg| *arg == at).and_then(|index| u32::try_from(index).ok());
            return self.ends(trail, Some(Mounted::Param(def, index.unwrap_or(RECEIVER))));
        }
        let roles = values.roles(call);
        let plays = |wanted: &[Role]| wanted.iter().any(|role| roles.contains(role));
        if plays(&[Role::Handler, Role::RouteMethod]) && matches!(values.view.body.exprs[at].kind, ExprKind::Closure { .. }) {
            // What a handler returns is no router.
            return;
        }
        let mut trail = trail;
        let is_constructor = matches!(values.view.types.callees.get(&call), Some(Callee::Constructor(_)));
        if !is_constructor && !plays(&[Role::Handler, Role::RouteMethod, Role::RoutePath, Role::RoutePrefix]) {
            trail = trail.below(Some(Prefix { is_direct: false, ..Prefix::NONE }));
        }
        if plays(&[Role::RoutePath, Role::RoutePrefix])
            && let [path, _, ..] = &args[..]
            && *path != at
        {
            let is_route = plays(&[Role::RoutePath]);
            trail = trail.below(text(values.view, *path).map(|path| Prefix { is_route, ..Prefix::route(path) }));
        }
        // `a.or(b)` serves `b` beside `a`, not below it.
        if let Some(receiver) = receiver {
            let chain = values.chain(receiver);
            if !values.is_beside(call, &chain) {
                trail = trail.below(chain.prefix);
            }
        }
        self.open(call, trail);
    }

    /// A statement leaves the value behind in what its method chain begins with: `config.service(show);`.
    fn rest_on(&mut self, at: ExprId, trail: Trail) {
        let values = self.values;
        let base = values.chain(at).base;
        let Some(pat) = values.view.types.locals.get(&base) else { return self.ends(trail, None) };
        if values.param_index(*pat).is_some() {
            return self.ends(trail, Some(Mounted::Fn(values.view.def)));
        }
        let closures = &values.uses().closures;
        let closure =
            closures.get(pat).or_else(|| closures.iter().find(|(param, _)| values.binds(**param, *pat)).map(|(_, closure)| closure));
        match closure {
            Some(closure) => self.open(*closure, trail),
            None => self.mentioned(*pat, &trail),
        }
    }

    fn bound(&mut self, pat: PatId, trail: &Trail) {
        use super::values::Fate;
        for fate in self.values.bound([pat]) {
            if let Fate::Local(pat) = fate {
                self.mentioned(pat, trail);
            }
        }
    }

    fn mentioned(&mut self, pat: PatId, trail: &Trail) {
        if self.seen.contains_key(&pat) {
            return;
        }
        self.goes_on();
        self.seen.insert(pat, Holder { trail: trail.clone(), goes_on: false });
        let mentions = self.values.uses().mentions.get(&pat).into_iter().flatten();
        self.open.extend(mentions.map(|id| (*id, trail.clone(), Some(pat))));
    }
}
