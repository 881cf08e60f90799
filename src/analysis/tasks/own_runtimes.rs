//! Which of several runtimes a task runs on: a runtime that a body makes and keeps to itself shares no task with any other.

use super::outline::{Event, NodeRef, RootKind, TaskRuntime};
use super::values::Values;
use crate::catalogue::Role;
use crate::facts::{BlockKind, ExprId, ExprKind, PatId, PatKind, Stmt, UnaryOp};

/// More variables than this are not followed to where one runtime is used.
const MAX_ALIASES: usize = 16;

/// The uses of one runtime, all of which are in the body that makes it.
#[derive(Default)]
struct Uses {
    /// Calls that make tasks on it.
    spawns: Vec<ExprId>,
    /// Calls that drive a future on it.
    drives: Vec<ExprId>,
    /// Calls by which code of this thread gets it without naming it.
    enters: Vec<ExprId>,
}

/// One mention of a runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    /// It is recorded, or gives the runtime to nobody.
    Known,
    /// It binds the runtime to this variable.
    Alias(PatId),
    /// Code that is not seen here may get the runtime.
    Unknown,
}

impl Values<'_> {
    /// Assigns the tasks of this body to the runtimes that it makes. Such a task leaves the code around it alone, unless this code runs on the same
    /// runtime.
    pub(super) fn assign_runtimes(&mut self) {
        let mut made: Vec<(PatId, ExprId)> = self.made_runtimes.clone();
        made.sort_unstable();
        for (number, (pat, init)) in (0..).zip(made) {
            let uses = self.uses_of(pat);
            let made_in = self.part_around(init);
            let in_part = |part: ExprId, uses: &Uses| uses.drives.iter().chain(&uses.enters).any(|call| self.part_around(*call) == part);
            if self.is_async_part(made_in) || uses.as_ref().is_some_and(|uses| !in_part(made_in, uses)) {
                self.forget(init, &|event| matches!(event, Event::NewRuntime));
            }
            let Some(uses) = uses else { continue };
            let is_only =
                uses.drives.is_empty() && uses.enters.is_empty() && matches!(uses.spawns[..], [only] if !self.may_repeat(only, init));
            for &call in &uses.spawns {
                let Some(root) = self.spawned_by(call) else { continue };
                self.roots[root].runtime = TaskRuntime::Own(number);
                let part = self.part_around(call);
                if !uses.drives.iter().chain(&uses.enters).any(|call| self.part_around(*call) == part) {
                    self.forget(call, &|event| matches!(event, Event::Spawn(_)));
                }
                if is_only {
                    self.roots[root].begins = RootKind::Dedicated;
                }
            }
            for call in &uses.drives {
                let driven = self.events.get(call).into_iter().flatten().filter_map(|event| match event {
                    Event::Here(nodes) | Event::Run(nodes) => Some(nodes.as_slice()),
                    _ => None,
                });
                let driven: Vec<(u32, NodeRef)> = driven.flatten().map(|node| (number, *node)).collect();
                self.driven.extend(driven);
            }
        }
    }

    /// The uses of a runtime in a variable; `None` if code that is not seen here may use it too.
    fn uses_of(&self, pat: PatId) -> Option<Uses> {
        let mut uses = Uses::default();
        let (mut seen, mut open) = (vec![pat], vec![pat]);
        while let Some(pat) = open.pop() {
            for (mention, _) in self.view.types.locals.iter().filter(|(_, of)| **of == pat) {
                let of = self.use_of(*mention, &mut uses);
                if of == Use::Unknown {
                    return None;
                }
                if let Use::Alias(alias) = of {
                    if seen.len() >= MAX_ALIASES {
                        return None;
                    }
                    if !seen.contains(&alias) {
                        seen.push(alias);
                        open.push(alias);
                    }
                }
            }
        }
        uses.spawns.sort_unstable();
        Some(uses)
    }

    /// Records one mention of a runtime.
    fn use_of(&self, mention: ExprId, uses: &mut Uses) -> Use {
        let exprs = &self.view.body.exprs;
        let mut at = mention;
        loop {
            let Some(parent) = self.parents()[at] else { return Use::Unknown };
            match &exprs[parent].kind {
                ExprKind::Ref { .. } | ExprKind::Unary { op: UnaryOp::Deref, .. } => at = parent,
                ExprKind::MethodCall { receiver, method, args, .. } if *receiver == at => {
                    let roles = self.roles(parent);
                    if roles.contains(&Role::RuntimeHandle) || args.is_empty() && *method == "clone" {
                        at = parent;
                        continue;
                    }
                    let calls = if roles.contains(&Role::Spawn) {
                        &mut uses.spawns
                    } else if roles.contains(&Role::BlockOnRuntime) {
                        &mut uses.drives
                    } else if roles.contains(&Role::EnterRuntime) {
                        &mut uses.enters
                    } else if [Role::Keep, Role::BlockingPool].iter().any(|role| roles.contains(role)) {
                        return Use::Known;
                    } else {
                        return Use::Unknown;
                    };
                    calls.push(parent);
                    return Use::Known;
                }
                ExprKind::Call { args, .. } if args[..] == [at] => {
                    if self.plays(parent, Role::Drop) || self.plays(parent, Role::Keep) {
                        return Use::Known;
                    }
                    // `Arc::new(runtime)`, `Arc::clone(&runtime)`.
                    let (outer, inner) = (&self.view.types.exprs[parent], self.view.types.exprs[at].strip_refs());
                    let is_pointer = outer == inner || outer.as_adt().is_some_and(|(_, args)| args.first() == Some(inner));
                    let is_std = self.view.path_of(outer).is_some_and(|path| path.starts_with("std::"));
                    if !is_pointer || !is_std {
                        return Use::Unknown;
                    }
                    at = parent;
                }
                ExprKind::Block { stmts, .. } => {
                    let found = stmts.iter().find_map(|stmt| match stmt {
                        Stmt::Let { pat, init: Some(init), .. } if *init == at => match self.view.body.pats[*pat].kind {
                            PatKind::Bind { sub: None, .. } => Some(Use::Alias(*pat)),
                            PatKind::Wild => Some(Use::Known),
                            _ => None,
                        },
                        Stmt::Expr { expr, .. } if *expr == at => Some(Use::Known),
                        _ => None,
                    });
                    return found.unwrap_or(Use::Unknown);
                }
                _ => return Use::Unknown,
            }
        }
    }

    /// The closure, async block or fn whose code contains an expression.
    fn part_around(&self, id: ExprId) -> ExprId {
        let mut at = id;
        while let Some(parent) = self.parents()[at] {
            at = parent;
            if matches!(self.view.body.exprs[at].kind, ExprKind::Closure { .. } | ExprKind::Block { kind: BlockKind::Async { .. }, .. }) {
                return at;
            }
        }
        self.view.body.root
    }

    /// Whether a task runs such a part: what follows a new runtime there still runs in that task.
    fn is_async_part(&self, part: ExprId) -> bool {
        match &self.view.body.exprs[part].kind {
            ExprKind::Closure { is_async, .. } => *is_async,
            ExprKind::Block { kind: BlockKind::Async { .. }, .. } => true,
            _ => self.is_async(self.view.def),
        }
    }

    /// Whether a call may run more than once for one run of the statement with `init`: in a loop, or in a closure that is more than a thread's.
    fn may_repeat(&self, call: ExprId, init: ExprId) -> bool {
        let block = self.parents()[init];
        let mut at = call;
        while let Some(parent) = self.parents()[at] {
            if Some(parent) == block {
                return false;
            }
            at = parent;
            let repeats = match &self.view.body.exprs[at].kind {
                ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. } => true,
                ExprKind::Closure { .. } => !self.is_of_thread(at),
                _ => false,
            };
            if repeats {
                return true;
            }
        }
        true
    }

    /// Whether a closure is given to a thread, which calls it once.
    fn is_of_thread(&self, closure: ExprId) -> bool {
        let unit = self.unit_of.get(&closure).map(|unit| NodeRef::Unit(*unit));
        let threads = self.roots.iter().filter(|root| root.begins == RootKind::Thread);
        unit.is_some_and(|unit| threads.flat_map(|root| &root.targets).any(|target| *target == unit))
    }

    /// The root that a call spawns.
    fn spawned_by(&self, call: ExprId) -> Option<usize> {
        self.events.get(&call)?.iter().find_map(|event| if let Event::Spawn(root) = event { Some(*root as usize) } else { None })
    }

    /// Takes back an event at a call, or at a call inside of what makes a value.
    fn forget(&mut self, id: ExprId, is_it: &dyn Fn(&Event) -> bool) {
        for id in self.view.body.inside(id) {
            if let Some(events) = self.events.get_mut(&id) {
                events.retain(|event| !is_it(event));
            }
        }
    }
}
