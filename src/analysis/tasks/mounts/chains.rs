//! The method chains of a body: what each begins with, and the paths that it has.

use super::super::routes::{Path, makes_handler, of_macro, text};
use super::super::values::Values;
use super::prefix::Prefix;
use crate::catalogue::Role;
use crate::facts::{Body, ExprId, ExprKind, PatId, Stmt};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::{OnceCell, RefCell};

/// What the searches in one body share.
#[derive(Default)]
pub(in crate::analysis::tasks) struct Searched {
    uses: OnceCell<Uses>,
    /// By expression, the last call of its method chain.
    tops: RefCell<FxHashMap<ExprId, ExprId>>,
    /// By expression, the start of its method chain.
    chains: RefCell<FxHashMap<ExprId, Chain>>,
}

/// The start of a method chain: `Router::with_path("a")`, a variable.
#[derive(Clone)]
pub(super) struct Chain {
    /// The paths that the chain itself has; `None` if one is not known.
    pub(super) prefix: Option<Prefix>,
    pub(super) base: ExprId,
    /// The crate of the macro that it begins with, also through variables.
    pub(super) made_by: Option<String>,
}

/// Statements, variables and closures of a body.
#[derive(Default)]
pub(super) struct Uses {
    /// The pattern that each initialiser of a `let` fills.
    pub(super) lets: FxHashMap<ExprId, PatId>,
    /// The initialiser of each variable.
    pub(super) inits: FxHashMap<PatId, ExprId>,
    /// Where each variable is mentioned.
    pub(super) mentions: FxHashMap<PatId, Vec<ExprId>>,
    /// The closure of each closure parameter.
    pub(super) closures: FxHashMap<PatId, ExprId>,
    /// The tails of blocks.
    pub(super) tails: FxHashSet<ExprId>,
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

impl Values<'_> {
    pub(super) fn uses(&self) -> &Uses {
        self.searched.uses.get_or_init(|| Uses::new(self.view.body, &self.view.types.locals))
    }

    /// The last call of the method chain that begins with an expression; calls of the workspace's own methods end it.
    pub(super) fn top(&self, id: ExprId) -> ExprId {
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
    pub(super) fn chain(&self, id: ExprId) -> Chain {
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
    pub(super) fn is_beside(&self, call: ExprId, chain: &Chain) -> bool {
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
