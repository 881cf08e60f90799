//! What a call does with its futures and closures.

use super::super::edges;
use super::bounded::Times;
use super::callee_roles::SPAWN;
use super::outline::{Event, NodeRef, RootKind};
use super::routes;
use super::values::{Argument, Fate, Fates, Values};
use crate::catalogue::{Role, Runs};
use crate::facts::{ExprId, ExprKind};
use crate::names::{CrateKind, DefId, DefKind};
use crate::types::{Callee, Dispatch, FnCallee, Subst, TyKind};
use smallvec::SmallVec;

/// Longer method chains are not followed to their start.
pub(super) const MAX_CHAIN: usize = 64;

/// How a call treats its arguments.
#[derive(Clone, Debug)]
pub(super) enum ArgumentUse {
    /// They become tasks: index of the root.
    Spawns(usize),
    /// They run on a thread of their own: index of the root.
    Thread(usize),
    /// They are polled in turn.
    Joins,
    /// The callable ones are handlers: index of the root.
    Handles(usize),
    /// The end of the future makes a server stop: index of the root.
    Signals(usize),
    /// The call itself drives them.
    Drives,
    /// The call itself calls and drives them, possibly many times.
    Retries,
    /// The call drives them once, outside any runtime.
    DrivesHere,
    /// The call invokes the callable ones before it returns.
    InPlace,
    /// The callable ones are invoked when the result is driven.
    Lazily,
    /// The same, once for each item of a stream.
    Each,
    /// Fns of the workspace receive them.
    PassesOn(Vec<DefId>),
    /// They are stored in the result, or in the receiver.
    Keeps,
    /// They are sent to other code, which may run them.
    Sends,
    /// It is unknown what happens to them.
    Unknown,
}

impl ArgumentUse {
    /// Classifies a call, and records its own events.
    pub(super) fn of(values: &mut Values<'_>, id: ExprId, args: &[ExprId], fates: &Fates) -> Self {
        let view = values.view;
        let roles = values.roles(id);
        let plays = |role: Role| roles.contains(&role);
        if plays(Role::NewRuntime) {
            values.event(id, Event::NewRuntime);
        }
        if plays(Role::Serve) {
            values.event(id, Event::Serve);
            values.source(NodeRef::Server, fates);
        }
        if values.is_dedicated(id) {
            return Self::Spawns(values.root(RootKind::Dedicated, id));
        }
        if plays(Role::Spawn) {
            let root = values.root(RootKind::Spawned, id);
            values.roots[root].runtime = values.runtime_of(id);
            values.roots[root].is_local = plays(Role::LocalTask);
            values.event(id, Event::Spawn(u32::try_from(root).unwrap_or(u32::MAX)));
            return Self::Spawns(root);
        }
        if plays(Role::ShutdownSignal) {
            return Self::Signals(values.root(RootKind::ShutdownSignal, id));
        }
        if plays(Role::Join) {
            values.keep_join_call(id, args, plays(Role::JoinMany));
            return Self::Joins;
        }
        if plays(Role::Handler) || plays(Role::RouteMethod) {
            let route = routes::of(values, id, plays(Role::RouteMethod));
            return Self::Handles(values.root(RootKind::Handler(route), id));
        }
        if plays(Role::BlockOn) || plays(Role::BlockOnRuntime) {
            values.blocks_on = true;
            if plays(Role::LocalTask) {
                values.event(id, Event::LocalTasks);
            }
            let (receiver, _) = view.receiver_and_args(id);
            let own = receiver.and_then(|receiver| view.types.locals.get(&receiver)).is_some_and(|pat| values.runtimes.contains(pat));
            return if own || plays(Role::BlockOn) { Self::DrivesHere } else { Self::Drives };
        }
        let is_static = view.db.store.def(view.def).kind == DefKind::Static;
        let on_static = || view.receiver_and_args(id).0.is_some_and(|receiver| view.static_of(receiver).is_some());
        if plays(Role::FillOnce) && (is_static || on_static()) {
            values.fills.extend(args.iter().filter(|arg| matches!(view.body.exprs[**arg].kind, ExprKind::Closure { .. })));
        }
        if plays(Role::Send) {
            return Self::Sends;
        }
        if plays(Role::Retry) {
            return Self::Retries;
        }
        if plays(Role::InTurn) {
            return Self::Drives;
        }
        Self::by_rule(values, id, args, fates)
    }

    fn by_rule(values: &mut Values<'_>, id: ExprId, args: &[ExprId], fates: &Fates) -> Self {
        let view = values.view;
        let callee = view.types.callees.get(&id);
        let rule = match callee {
            Some(Callee::Fn(callee)) => {
                let found = (0..args.len().max(1)).find_map(|index| view.known.runs(view.def.krate, callee.def, index));
                let in_place = || {
                    let krate = view.db.store.krate(callee.def.krate);
                    view.catalogue.contexts().is_in_place_crate(krate.name.as_str()).then_some(Runs::InPlace)
                };
                let is_local = view.db.store.krate(callee.def.krate).kind == CrateKind::Local;
                if found.is_none() && is_local {
                    return Self::PassesOn(values.targets.get(&id).cloned().unwrap_or_default());
                }
                found.or_else(in_place).or_else(|| {
                    use super::super::places::ClosureSummaries;
                    // What another crate keeps, it may run in tasks of its own.
                    let found = (0..args.len()).find_map(|index| values.cx.summaries.runs(callee.body_def(), index));
                    found.filter(|runs| !matches!(runs, Runs::OnExecutor | Runs::Stored))
                })
            }
            Some(Callee::External(path)) => view.catalogue.contexts().taker_of(path, 0).map(|rule| rule.runs),
            Some(Callee::Constructor(def)) => {
                // A handler may be wrapped in a workspace struct that is itself a handler.
                let is_handler = fates.iter().any(|fate| values.is_handler(fate));
                let is_far = view.db.store.krate(def.krate).kind != CrateKind::Local;
                return if is_far || is_handler { Self::Keeps } else { Self::Unknown };
            }
            // A method that iterators and streams have: it runs its closures in this task.
            None => match &view.body.exprs[id].kind {
                ExprKind::MethodCall { method, .. } if view.catalogue.contexts().is_in_task_method(method.as_str()) => Some(Runs::InPlace),
                _ => None,
            },
            _ => None,
        };
        match rule {
            Some(Runs::Offloaded) => Self::Thread(values.root(RootKind::Thread, id)),
            Some(Runs::InPlace | Runs::BlockInPlace) => Self::InPlace,
            Some(Runs::OnExecutor) if values.repeats(callee) => Self::Each,
            Some(Runs::OnExecutor) => Self::Lazily,
            Some(Runs::Stored) => Self::Keeps,
            None => {
                if values.may_spawn(id, args) {
                    values.event(id, Event::MaybeSpawn);
                }
                Self::Unknown
            }
        }
    }
}

/// The fates of a callable that is called repeatedly by an owner with these fates.
pub(super) fn repeated(fates: &Fates) -> Fates {
    fates.iter().map(|fate| if let Fate::Driven(at) = fate { Fate::Repeated(*at, Times::Any) } else { fate.clone() }).collect()
}

impl Values<'_> {
    /// Whether a callee calls its closure again and again.
    fn repeats(&self, callee: Option<&Callee>) -> bool {
        match callee {
            Some(Callee::Fn(callee)) => self.view.known.repeats(self.view.def.krate, callee.def),
            Some(Callee::External(path)) => self.view.catalogue.contexts().taker(path).iter().any(|rule| rule.repeats),
            _ => false,
        }
    }

    /// Whether a call drives no future that its closure returns.
    fn gives_back(&self, id: ExprId) -> bool {
        match self.view.types.callees.get(&id) {
            Some(Callee::Fn(callee)) => !self.view.known.drives(self.view.def.krate, callee.def),
            Some(Callee::External(path)) => self.view.catalogue.contexts().taker_of(path, 0).is_some_and(|rule| !rule.drives),
            _ => false,
        }
    }

    /// Whether an awaited expression is the future of a call into code that is not the workspace's, nor a runtime's: a client's `run()`.
    pub(super) fn is_foreign(&self, awaited: ExprId) -> bool {
        let contexts = self.view.catalogue.contexts();
        let is_call = matches!(self.view.body.exprs[awaited].kind, ExprKind::Call { .. } | ExprKind::MethodCall { .. });
        is_call
            && self.roles(awaited).is_empty()
            && match self.view.types.callees.get(&awaited) {
                Some(Callee::Fn(callee)) => {
                    let store = self.view.db.store;
                    let krate = store.krate(callee.def.krate);
                    // What std makes only waits for what it is given, if anything.
                    krate.kind != CrateKind::Local && krate.id != store.std() && !contexts.is_opaque_crate(krate.name.as_str())
                }
                Some(Callee::External(path)) => {
                    let krate = path.split("::").next().unwrap_or_default();
                    !["std", "core", "alloc"].contains(&krate) && !contexts.is_opaque_crate(krate)
                }
                Some(Callee::Closure(_) | Callee::Constructor(_)) => false,
                Some(Callee::Indirect) | None => true,
            }
    }

    /// Whether a call of an unknown fn may start a task, judged by the fn's name.
    fn may_spawn(&self, id: ExprId, args: &[ExprId]) -> bool {
        let name = match &self.view.body.exprs[id].kind {
            ExprKind::MethodCall { method, .. } => Some(*method),
            ExprKind::Call { callee, .. } => match &self.view.body.exprs[*callee].kind {
                ExprKind::Path(path) => path.segments.last().map(|segment| segment.name),
                _ => None,
            },
            _ => None,
        };
        !args.is_empty() && name.is_some_and(|name| name.as_str().starts_with(SPAWN))
    }

    /// Walks one argument of a call.
    pub(super) fn argument(
        &mut self,
        id: ExprId,
        arg: ExprId,
        index: usize,
        receiver: Option<ExprId>,
        treats: &ArgumentUse,
        fates: &Fates,
    ) {
        let one = |fate: Fate| -> Fates { SmallVec::from_elem(fate, 1) };
        let is_closure = matches!(self.view.body.exprs[arg].kind, ExprKind::Closure { .. });
        let kept = match treats {
            // A blocking pool gives the future of a closure back: `web::block(|| async { .. }).await?.await`.
            ArgumentUse::Thread(root) if is_closure && self.gives_back(id) => {
                return self.closure(arg, &one(Fate::Root(*root)), Some(fates));
            }
            ArgumentUse::Spawns(root) | ArgumentUse::Thread(root) => one(Fate::Root(*root)),
            ArgumentUse::Joins => one(Fate::Beside(id)),
            ArgumentUse::Handles(root) if self.is_callable(arg) || self.wraps_callable(arg) || self.is_generic(arg) => {
                one(Fate::Root(*root))
            }
            ArgumentUse::Signals(root) if self.last_future(id) == Some(arg) => one(Fate::Root(*root)),
            ArgumentUse::Drives => one(Fate::Driven(id)),
            ArgumentUse::Retries => one(Fate::Repeated(id, Times::Any)),
            ArgumentUse::Each if self.is_callable(arg) && !fates.is_empty() => self.item_fates(id, receiver, repeated(fates)),
            ArgumentUse::DrivesHere => one(Fate::Here(id)),
            ArgumentUse::InPlace if is_closure => {
                let times = receiver.map_or(Times::Any, |receiver| self.view.times_of(&self.view.types.exprs[receiver]));
                let run = self.item_fates(id, receiver, one(Fate::Repeated(id, times)));
                return self.closure(arg, &run, Some(fates));
            }
            ArgumentUse::InPlace if self.is_callable(arg) => {
                let mut kept = fates.clone();
                kept.push(Fate::Driven(id));
                kept
            }
            ArgumentUse::PassesOn(targets) => {
                let index = u32::try_from(index).unwrap_or(u32::MAX - 1);
                self.given_to(id, targets, index, fates).into_iter().collect()
            }
            ArgumentUse::Sends => one(Fate::Escapes),
            ArgumentUse::Unknown if self.is_callable(arg) => one(Fate::Escapes),
            // Several futures that are awaited together take turns.
            ArgumentUse::Unknown if self.is_one_of_several(id) => {
                fates.iter().map(|fate| if let Fate::Driven(at) = fate { Fate::Beside(*at) } else { fate.clone() }).collect()
            }
            _ if !fates.is_empty() => fates.clone(),
            _ => match receiver.and_then(|receiver| self.view.types.locals.get(&receiver)) {
                Some(_) if receiver.is_some_and(|receiver| self.is_concurrent(receiver)) => one(Fate::Beside(id)),
                Some(pat) => one(Fate::Local(*pat)),
                // A field, a static or a lock guard may store what its method receives: `self.hooks.push(Box::new(hook))`.
                None if matches!(treats, ArgumentUse::InPlace | ArgumentUse::Keeps) && receiver.is_some() => one(Fate::Escapes),
                None if matches!(treats, ArgumentUse::Unknown) => one(Fate::Escapes),
                None => Fates::new(),
            },
        };
        self.walk(arg, &kept);
    }

    /// The fate of an argument of workspace fns. If they run it in place, an async fn does so where its future is driven, another one also where it
    /// is called.
    fn given_to(&mut self, id: ExprId, targets: &[DefId], index: u32, fates: &Fates) -> Option<Fate> {
        let is_sync = targets.iter().any(|target| !self.is_async(*target));
        let mut there = repeated(fates);
        there.extend(is_sync.then_some(Fate::Repeated(id, Times::Any)));
        let params = targets.iter().map(|target| (*target, index)).collect();
        self.arguments.push(Argument::new(self.view.name_span(id), params, there));
        Some(Fate::Given(self.arguments.len() - 1)).filter(|_| !targets.is_empty())
    }

    /// Whether an expression is a closure, a fn item, or a variable that holds one.
    pub(super) fn is_callable(&self, id: ExprId) -> bool {
        let ty = self.view.types.exprs[id].strip_refs();
        matches!(self.view.body.exprs[id].kind, ExprKind::Closure { .. })
            || matches!(ty.kind(), TyKind::Closure(_) | TyKind::FnDef(..) | TyKind::FnPtr(..))
            || (self.view.types.locals.contains_key(&id) && self.view.db.is_callable_param(self.view.def, ty))
    }

    /// Whether an expression is a variable whose type only the caller knows.
    fn is_generic(&self, id: ExprId) -> bool {
        self.view.types.locals.contains_key(&id) && matches!(self.view.types.exprs[id].kind(), TyKind::Param(..))
    }

    /// The last argument of a call that may be a future; those before it may be streams.
    fn last_future(&self, id: ExprId) -> Option<ExprId> {
        let (_, args) = self.view.receiver_and_args(id);
        let may_be = |arg: &&ExprId| {
            let ty = &self.view.types.exprs[**arg];
            matches!(ty.kind(), TyKind::Future(_) | TyKind::Opaque(..) | TyKind::Param(..))
                || ty.any(&mut |part| matches!(part.kind(), TyKind::Dyn(_)))
        };
        args.iter().rfind(may_be).copied()
    }

    /// Whether several of a call's arguments are futures.
    fn is_one_of_several(&self, id: ExprId) -> bool {
        let (_, args) = self.view.receiver_and_args(id);
        let is_future = |arg: &&ExprId| matches!(self.view.types.exprs[**arg].kind(), TyKind::Future(_));
        args.iter().filter(is_future).count() > 1
    }

    /// Whether futures in a value of this type take turns.
    pub(super) fn is_concurrent(&self, id: ExprId) -> bool {
        let path = self.view.type_path(id);
        path.is_some_and(|path| self.view.catalogue.contexts().is_concurrent_type(&path))
    }

    /// The fns with bodies that a fn item may be.
    pub(super) fn item_targets(&self, def: DefId) -> Vec<DefId> {
        let callee = FnCallee { def, implementation: None, self_ty: None, dispatch: Dispatch::Static, subst: Subst::empty() };
        let found = edges::targets(self.view, &self.cx.impls, &callee);
        let mut targets: Vec<DefId> = found.into_iter().map(|target| target.def).collect();
        targets.retain(|target| self.view.db.store.krate(target.krate).kind == CrateKind::Local);
        targets
    }
}
