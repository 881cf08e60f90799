//! Where a value that blocks at its use goes within its body: the calls that get it, and where it is lost sight of. Knows no fixes.
//!
//! A value that may be in a place is followed there. So more calls may be listed than get it, but none is left out without a mark.

use super::super::code::scene::{Scene, path_of};
use super::super::offload::region::is_handle;
use super::alive::bound;
use crate::catalogue::Role;
use crate::facts::{BlockKind, ExprId, ExprKind, Label, MacroCall, MacroKind, Name, PatId, Stmt};
use crate::names::CrateKind;
use crate::types::{Callee, Ty, TyKind};
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;

/// The class in `rules/receivers.toml` of types whose reads and writes block.
const STREAMS: &str = "blocking-io";

/// The module of std's types that own or borrow an open file by its number.
const DESCRIPTORS: &str = "std::os::";

/// The maximum number of types that one query visits.
const MAX_TYPES: usize = 256;

/// The uses of a value in one body.
#[derive(Default)]
pub(in crate::fix::propose) struct Uses {
    /// The calls, macros and loops that get it.
    pub(in crate::fix::propose) calls: BTreeSet<Use>,
    /// Where it goes on in a way that is not followed.
    pub(in crate::fix::propose) lost: BTreeSet<ExprId>,
}

/// A call, macro or loop that gets a value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::fix::propose) struct Use {
    pub(in crate::fix::propose) call: ExprId,
    /// The expression that passes the value.
    pub(in crate::fix::propose) value: ExprId,
    /// Whether that may be another value: a fn was given both, and may have put one into the other.
    pub(in crate::fix::propose) is_unsure: bool,
}

/// What happens to a value in the expression around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The value of that expression has it.
    Held,
    /// It is used up there, or has gone to variables or out of the body.
    Gone,
    /// Unknown.
    Lost,
}

impl Uses {
    /// The uses of the value of `maker`; none if it does not block at its use.
    pub(in crate::fix::propose) fn of(scene: &Scene<'_>, maker: ExprId) -> Self {
        if !holds(scene, scene.ty(maker)) {
            return Self::default();
        }
        let mut walk = Walk { scene, uses: Self::default(), open: vec![(maker, false)], is_unsure: false, seen: BTreeSet::new() };
        while let Some((at, is_unsure)) = walk.open.pop() {
            walk.is_unsure = is_unsure;
            walk.follow(at);
        }
        walk.uses.calls.retain(|found| found.call != maker);
        walk.uses
    }
}

struct Walk<'a, 's> {
    scene: &'a Scene<'s>,
    uses: Uses,
    /// Expressions whose value has it, and that are not followed yet; each with whether it may be another value.
    open: Vec<(ExprId, bool)>,
    /// The same of the expression that is followed.
    is_unsure: bool,
    /// Variables that have it, each with the field in which it is.
    seen: BTreeSet<(PatId, Vec<Name>, bool)>,
}

impl Walk<'_, '_> {
    fn follow(&mut self, from: ExprId) {
        for (above, below) in self.scene.around(from) {
            match self.step(above, below) {
                Step::Held => {}
                Step::Gone => return,
                Step::Lost => {
                    self.uses.lost.insert(above);
                    return;
                }
            }
        }
    }

    fn step(&mut self, above: ExprId, below: ExprId) -> Step {
        let scene = self.scene;
        match scene.kind(above) {
            ExprKind::MethodCall { receiver, args, .. } => {
                self.get(above, below);
                let others = args.iter().copied().filter(|arg| *arg != below && is_borrowed_mutably(scene, *arg));
                let into = others.chain((*receiver != below).then_some(*receiver));
                self.passed(above, into)
            }
            ExprKind::Call { args, .. } => {
                self.get(above, below);
                self.passed(above, args.iter().copied().filter(|arg| *arg != below && is_borrowed_mutably(scene, *arg)))
            }
            ExprKind::Macro(call) => self.macro_step(above, call, below),
            ExprKind::Block { kind, stmts, tail, .. } => {
                for stmt in stmts {
                    if let Stmt::Let { pat, init: Some(init), .. } = stmt
                        && *init == below
                    {
                        self.bind(*pat);
                    }
                }
                match kind {
                    BlockKind::Try => Step::Lost,
                    _ if *tail == Some(below) => Step::Held,
                    _ => Step::Gone,
                }
            }
            ExprKind::Let { pat, .. } => {
                self.bind(*pat);
                Step::Gone
            }
            ExprKind::Match { scrutinee, arms } => {
                for arm in arms.iter().filter(|_| *scrutinee == below) {
                    self.bind(arm.pat);
                }
                held_if(arms.iter().any(|arm| arm.body == below))
            }
            ExprKind::If { cond, .. } => held_if(*cond != below),
            ExprKind::For { pat, iter, .. } => {
                if *iter == below {
                    self.get(above, below);
                    self.bind(*pat);
                }
                Step::Gone
            }
            ExprKind::While { .. } | ExprKind::Loop { .. } => Step::Gone,
            ExprKind::Break { label, .. } => self.go_on(self.target(above, *label), Step::Lost),
            // Out of the body, it is for others to use.
            ExprKind::Return { .. } => self.go_on(self.inner_body(above), Step::Gone),
            ExprKind::Assign { lhs, .. } => {
                if *lhs == below {
                    return Step::Gone;
                }
                if self.put(*lhs) { Step::Gone } else { Step::Lost }
            }
            ExprKind::Field { .. } | ExprKind::Index { .. } | ExprKind::Binary { assign: false, .. } => {
                held_if(may_hold(scene, scene.ty(above)))
            }
            ExprKind::Try { .. }
            | ExprKind::Ref { .. }
            | ExprKind::Unary { .. }
            | ExprKind::Cast { .. }
            | ExprKind::Await { .. }
            | ExprKind::Struct { .. }
            | ExprKind::Tuple { .. }
            | ExprKind::Array { .. }
            | ExprKind::Repeat { .. }
            | ExprKind::Range { .. }
            // The call that runs the closure, or gets it, has its value.
            | ExprKind::Closure { .. } => Step::Held,
            ExprKind::Binary { .. }
            | ExprKind::Yield { .. }
            | ExprKind::Missing
            | ExprKind::Path(_)
            | ExprKind::Literal(_)
            | ExprKind::Continue { .. } => Step::Lost,
        }
    }

    /// What is left after a call that may have put the value `into` places.
    fn passed(&mut self, call: ExprId, into: impl Iterator<Item = ExprId>) -> Step {
        let scene = self.scene;
        let is_held = may_hold(scene, scene.ty(call));
        let places: Vec<ExprId> = into.filter(|place| may_hold(scene, scene.ty(*place))).collect();
        // What is not in a variable goes on in the value of the call: `Command::new("ls").stdout(file)`.
        let before = self.is_unsure;
        // std puts what it is given where it can: `files.push(file)`.
        self.is_unsure |= !matches!(scene.types.callees.get(&call), Some(Callee::Fn(callee)) if callee.def.krate == scene.store().std());
        let are_found = places.into_iter().filter(|place| !self.put(*place)).count() == 0;
        self.is_unsure = before;
        match (is_held, are_found) {
            (true, _) => Step::Held,
            (false, true) => Step::Gone,
            (false, false) => Step::Lost,
        }
    }

    fn macro_step(&mut self, above: ExprId, call: &MacroCall, below: ExprId) -> Step {
        self.get(above, below);
        match &call.kind {
            MacroKind::Vec { .. }
            | MacroKind::VecRepeat { .. }
            | MacroKind::Identity { .. }
            | MacroKind::Ready { .. }
            | MacroKind::Join { .. }
            | MacroKind::Expanded { .. } => Step::Held,
            MacroKind::Select { arms, otherwise, .. } => {
                for arm in arms.iter().filter(|arm| arm.future == below) {
                    self.bind(arm.pat);
                }
                held_if(arms.iter().any(|arm| arm.handler == below) || *otherwise == Some(below))
            }
            MacroKind::Format { .. }
            | MacroKind::Print { .. }
            | MacroKind::Unit { .. }
            | MacroKind::Diverge { .. }
            | MacroKind::Error { .. }
            | MacroKind::Str
            | MacroKind::U32
            | MacroKind::Bytes
            | MacroKind::Cfg { .. } => Step::Gone,
            MacroKind::Exprs { .. } if self.scene.has_macro_role(above, call, Role::BorrowingMacro) => Step::Gone,
            MacroKind::Exprs { .. } | MacroKind::Opaque | MacroKind::Stream { .. } => Step::Lost,
        }
    }

    /// A call, macro or loop gets it.
    fn get(&mut self, call: ExprId, value: ExprId) {
        self.uses.calls.insert(Use { call, value, is_unsure: self.is_unsure });
    }

    /// The variables of a pattern get it.
    fn bind(&mut self, pat: PatId) {
        let mut pats = Vec::new();
        bound(self.scene, pat, &mut |pat| pats.push(pat));
        for pat in pats {
            self.store(pat, &[]);
        }
    }

    /// A field of a variable gets it; the whole variable if there are no `fields`.
    fn store(&mut self, pat: PatId, fields: &[Name]) {
        let scene = self.scene;
        if may_hold(scene, &scene.types.pats[pat]) && self.seen.insert((pat, fields.to_vec(), self.is_unsure)) {
            let parts = scene.mentions(pat).iter().filter_map(|mention| part(scene, *mention, fields));
            self.open.extend(parts.map(|part| (part, self.is_unsure)));
        }
    }

    /// A place gets it. Whether the place is known.
    fn put(&mut self, place: ExprId) -> bool {
        let scene = self.scene;
        let (mut at, mut fields) = (place, Vec::new());
        loop {
            at = match scene.kind(at) {
                ExprKind::Field { base, name, .. } => {
                    fields.push(*name);
                    *base
                }
                ExprKind::Index { base: inner, .. }
                | ExprKind::Unary { operand: inner, .. }
                | ExprKind::Ref { operand: inner, .. }
                | ExprKind::Try { operand: inner }
                | ExprKind::Await { operand: inner, .. }
                | ExprKind::MethodCall { receiver: inner, .. } => {
                    fields.clear();
                    *inner
                }
                ExprKind::Tuple { items } | ExprKind::Array { items } => {
                    return items.iter().filter(|item| !self.put(**item)).count() == 0;
                }
                ExprKind::Path(path) => {
                    // `_`, or a static, which is for others to use.
                    let Some(pat) = scene.local(at) else { return !path.segments.is_empty() };
                    fields.reverse();
                    self.store(pat, &fields);
                    return true;
                }
                _ => return false,
            };
        }
    }

    fn go_on(&mut self, at: Option<ExprId>, otherwise: Step) -> Step {
        let Some(at) = at else { return otherwise };
        self.open.push((at, self.is_unsure));
        Step::Gone
    }

    /// The loop or block that a `break` gives its value to.
    fn target(&self, exit: ExprId, label: Option<Name>) -> Option<ExprId> {
        let is_named = |of: &Option<Label>| label.is_some() && *of == label;
        self.scene.around(exit).map(|(above, _)| above).find(|above| match self.scene.kind(*above) {
            ExprKind::Loop { label: of, .. } | ExprKind::While { label: of, .. } | ExprKind::For { label: of, .. } => {
                label.is_none() || is_named(of)
            }
            ExprKind::Block { label: of, .. } => is_named(of),
            _ => false,
        })
    }

    /// The closure or async block that a `return` leaves; `None` if it leaves the fn.
    fn inner_body(&self, exit: ExprId) -> Option<ExprId> {
        let is_body = |above: &ExprId| matches!(self.scene.kind(*above), ExprKind::Closure { .. }) || self.scene.is_async_block(*above);
        self.scene.around(exit).map(|(above, _)| above).find(is_body)
    }
}

const fn held_if(is_held: bool) -> Step {
    if is_held { Step::Held } else { Step::Gone }
}

fn is_borrowed_mutably(scene: &Scene<'_>, arg: ExprId) -> bool {
    matches!(scene.kind(arg), ExprKind::Ref { mutable: true, .. })
}

/// The part of a mentioned variable that has what is in one of its fields; `None` if the mention is of another field.
fn part(scene: &Scene<'_>, mention: ExprId, fields: &[Name]) -> Option<ExprId> {
    let mut at = mention;
    for field in fields {
        let Some(above) = scene.parent(at) else { break };
        match scene.kind(above) {
            ExprKind::Field { base, name, .. } if *base == at && name == field => at = above,
            ExprKind::Field { base, .. } if *base == at => return None,
            _ => break,
        }
    }
    Some(at)
}

/// Whether a type has, or contains, a value that blocks when it is used: a file, a socket, a connection, a child process or its pipe.
pub(in crate::fix::propose) fn holds(scene: &Scene<'_>, ty: &Ty) -> bool {
    let streams = scene.catalogue.receivers().class(STREAMS);
    let blocks = |path: String| scene.catalogue.has_methods(&path) || streams.is_some_and(|streams| streams.has_type(&path));
    ty.any(&mut |part| is_handle(scene, part) || path_of(scene.db, part).is_some_and(blocks))
}

/// Whether a value of this type may have such a value in it, if it was given one. Looks into the fields of the workspace's types.
fn may_hold(scene: &Scene<'_>, ty: &Ty) -> bool {
    let mut seen: FxHashSet<Ty> = FxHashSet::default();
    let mut open = vec![ty.clone()];
    while let Some(ty) = open.pop() {
        if holds(scene, &ty) || seen.len() > MAX_TYPES {
            return true;
        }
        if !seen.insert(ty.clone()) {
            continue;
        }
        match ty.kind() {
            TyKind::Prim(_) | TyKind::Never | TyKind::FnDef(..) | TyKind::FnPtr(..) => {}
            TyKind::Ref(_, inner) | TyKind::Slice(inner) | TyKind::Array(inner) => open.push(inner.clone()),
            TyKind::Tuple(items) => open.extend(items.iter().cloned()),
            TyKind::Adt(def, _) if scene.store().canonical_path(*def).starts_with(DESCRIPTORS) => return true,
            TyKind::Adt(def, args) if def.krate == scene.store().std() => open.extend(args.iter().cloned()),
            TyKind::Adt(def, args) if scene.store().krate(def.krate).kind == CrateKind::Local => match scene.db.parts_of(*def, args) {
                Some(parts) => open.extend(parts.iter().cloned()),
                None => return true,
            },
            _ => return true,
        }
    }
    false
}
