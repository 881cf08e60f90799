//! Follows a router outwards from its expression.

use super::super::outline::RECEIVER;
use super::super::routes::{Path, text};
use super::super::values::{Fate, Values};
use super::prefix::Prefix;
use super::{Mounted, Way};
use crate::catalogue::Role;
use crate::facts::{ExprId, ExprKind, MacroKind, PatId};
use crate::types::Callee;
use rustc_hash::FxHashMap;

/// One search takes at most so many steps; a router with more uses has no known prefix.
const MAX_STEPS: usize = 256;

/// What a search has found up to an expression.
#[derive(Clone)]
pub(super) struct Trail {
    /// The innermost path, as it is written.
    first: Path,
    prefix: Option<Prefix>,
}

impl Trail {
    pub(super) const START: Self = Self { first: Path::Missing, prefix: Some(Prefix::NONE) };

    /// The trail below these paths.
    pub(super) fn below(mut self, outer: Option<Prefix>) -> Self {
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

impl Values<'_> {
    /// Where the value of an expression goes.
    pub(super) fn search(&self, id: ExprId, trail: Trail) -> Vec<(Path, Way)> {
        let mut search = Search::new(self);
        search.open(id, trail);
        search.run()
    }

    /// Where the router goes that a call changes.
    pub(super) fn search_receiver(&self, receiver: ExprId) -> Vec<(Path, Way)> {
        let mut search = Search::new(self);
        search.rest_on(receiver, Trail::START);
        search.run()
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
