//! What would be held across a new `.await`: variables in scope, temporaries of the statement, values being iterated or matched.
//!
//! No live value is left out; a few dead ones may be counted. What the future holds from its start (parameters, captured variables) is not
//! counted, since it decides whether the future is `Send` with or without the new `.await`.

use super::super::code::scene::{Root, Scene};
use crate::diagnostics::Guard;
use crate::facts::{ExprId, ExprKind, MacroKind, PatId, PatKind, SelfParam, Stmt};
use crate::types::{Callee, Mutability, Ty};

/// A value that would be held.
#[derive(Clone, Debug)]
pub(in crate::fix::propose) struct Held {
    /// Its type.
    pub(in crate::fix::propose) ty: Ty,
    /// The variable, if it is one.
    pub(in crate::fix::propose) pat: Option<PatId>,
}

/// Everything that would be held across an `.await` of the replacement of `call`, in the future `root`.
pub(in crate::fix::propose) fn held(scene: &Scene<'_>, call: ExprId, root: Root) -> Result<Vec<Held>, Guard> {
    let mut held = around(scene, call, root)?;
    let mut walk = Walk { scene, root, held: Vec::new() };
    // The call's own operands move into the future that replaces it.
    let (receiver, args) = scene.receiver_and_args(call);
    for &operand in receiver.iter().chain(args) {
        walk.operand(operand);
    }
    held.append(&mut walk.held);
    Ok(held)
}

/// What the code around `call` holds, without the call's own operands.
pub(in crate::fix::propose) fn around(scene: &Scene<'_>, call: ExprId, root: Root) -> Result<Vec<Held>, Guard> {
    let mut walk = Walk { scene, root, held: Vec::new() };
    for (above, below) in scene.around(call) {
        if root == Root::Expr(above) {
            break;
        }
        walk.step(above, below)?;
    }
    Ok(walk.held)
}

/// The temporaries of an expression that live until its statement ends.
pub(in crate::fix::propose) fn left_behind(scene: &Scene<'_>, id: ExprId) -> Vec<Ty> {
    let mut walk = Walk { scene, root: Root::Fn, held: Vec::new() };
    walk.temporaries(id);
    walk.held.into_iter().map(|held| held.ty).collect()
}

struct Walk<'a, 's> {
    scene: &'a Scene<'s>,
    root: Root,
    held: Vec<Held>,
}

impl Walk<'_, '_> {
    fn push(&mut self, ty: &Ty) {
        self.held.push(Held { ty: ty.clone(), pat: None });
    }

    fn step(&mut self, above: ExprId, below: ExprId) -> Result<(), Guard> {
        let scene = self.scene;
        match scene.kind(above) {
            ExprKind::Block { stmts, .. } => {
                for stmt in stmts {
                    if stmt.has(below) {
                        break;
                    }
                    if let Stmt::Let { pat, init, .. } = stmt {
                        self.bindings(*pat);
                        if let Some(init) = init {
                            self.extended(*init);
                        }
                    }
                }
            }
            ExprKind::Call { callee, args } => self.earlier(std::iter::once(callee).chain(args), below),
            ExprKind::MethodCall { receiver, args, .. } if *receiver != below => {
                self.receiver(*receiver);
                self.earlier(args, below);
            }
            ExprKind::Binary { lhs, rhs, assign: false, .. } if *rhs == below => {
                self.operand(*lhs);
                self.condition(*lhs);
            }
            ExprKind::Index { base, index } if *index == below => self.receiver(*base),
            ExprKind::Struct { fields, .. } => self.earlier(fields.iter().map(|field| &field.value), below),
            ExprKind::Tuple { items } | ExprKind::Array { items } => self.earlier(items, below),
            ExprKind::Range { start: Some(start), end: Some(end), .. } if *end == below => self.operand(*start),
            ExprKind::If { cond, then, otherwise } if *cond != below => {
                if *then == below {
                    self.condition(*cond);
                } else if *otherwise == Some(below) {
                    // Up to edition 2021 the scrutinee's temporaries live through `else` too.
                    self.condition(*cond);
                }
            }
            ExprKind::While { cond, body, .. } if *body == below => self.condition(*cond),
            ExprKind::Match { scrutinee, arms } if *scrutinee != below => {
                self.operand(*scrutinee);
                for arm in arms {
                    if arm.guard == Some(below) {
                        return Err(Guard::UnusualForm);
                    }
                    if arm.body == below {
                        self.bindings(arm.pat);
                    }
                }
            }
            ExprKind::For { pat, iter, body, .. } if *body == below => {
                self.bindings(*pat);
                self.operand(*iter);
                match scene.types.callees.get(&above) {
                    Some(Callee::Fn(callee)) if callee.self_ty.is_some() => {
                        let iterator = callee.self_ty.clone().unwrap_or_default();
                        self.push(&iterator);
                    }
                    _ => self.push(&Ty::unknown()),
                }
            }
            ExprKind::Macro(call) => match &call.kind {
                MacroKind::Format { args, .. } | MacroKind::Print { args } | MacroKind::Unit { args } | MacroKind::Diverge { args } => {
                    // Formatting borrows its arguments.
                    for &arg in args.iter().take_while(|arg| **arg != below) {
                        self.receiver(arg);
                    }
                }
                MacroKind::Vec { items } => self.earlier(items, below),
                MacroKind::Select { arms, .. } => {
                    // When a handler runs, the futures have been dropped.
                    arms.iter().filter(|arm| arm.handler == below).for_each(|arm| self.bindings(arm.pat));
                }
                _ => {}
            },
            _ => {}
        }
        Ok(())
    }

    fn earlier<'x>(&mut self, parts: impl IntoIterator<Item = &'x ExprId>, below: ExprId) {
        for &part in parts.into_iter().take_while(|part| **part != below) {
            self.operand(part);
        }
    }

    /// A value that is held until the expression around it is done, and the temporaries that it borrows from.
    fn operand(&mut self, id: ExprId) {
        let scene = self.scene;
        match scene.kind(id) {
            ExprKind::Literal(_) | ExprKind::Let { .. } => return,
            ExprKind::Path(_) if scene.local(id).is_none_or(|pat| scene.is_outer(pat, self.root)) => return,
            _ => self.push(scene.ty(id)),
        }
        self.temporaries(id);
    }

    /// A borrowed value: a shared reference to it is held.
    fn receiver(&mut self, id: ExprId) {
        if matches!(self.scene.kind(id), ExprKind::Literal(_)) {
            return;
        }
        let borrowed = Ty::reference(Mutability::Shared, self.scene.ty(id).clone());
        self.push(&borrowed);
        self.operand(id);
    }

    /// The temporaries of `id` that live until its statement ends.
    fn temporaries(&mut self, id: ExprId) {
        let scene = self.scene;
        match scene.kind(id) {
            ExprKind::Block { tail, .. } => tail.iter().for_each(|tail| self.temporaries(*tail)),
            ExprKind::If { then, otherwise, cond } => {
                self.condition(*cond);
                self.temporaries(*then);
                if let Some(part) = otherwise {
                    self.temporaries(*part);
                }
            }
            ExprKind::Match { scrutinee, arms } => {
                self.operand(*scrutinee);
                for arm in arms {
                    self.temporaries(arm.body);
                }
            }
            ExprKind::Closure { .. } | ExprKind::While { .. } | ExprKind::Loop { .. } | ExprKind::For { .. } => {}
            ExprKind::MethodCall { receiver, args, .. } => {
                if matches!(scene.self_param(id), Some(SelfParam::Value)) || scene.is_place(*receiver) {
                    self.temporaries(*receiver);
                } else {
                    self.receiver(*receiver);
                }
                for arg in args {
                    self.temporaries(*arg);
                }
            }
            ExprKind::Ref { operand: inner, .. }
            | ExprKind::Field { base: inner, .. }
            | ExprKind::Index { base: inner, .. }
            | ExprKind::Unary { operand: inner, .. }
                if !scene.is_place(*inner) =>
            {
                self.receiver(*inner);
            }
            kind => {
                let mut parts = Vec::new();
                kind.for_each_child(&mut |part| parts.push(part));
                for part in parts {
                    self.temporaries(part);
                }
            }
        }
    }

    /// Temporaries that a `let` keeps alive as long as its variables: `let x = &make();`.
    fn extended(&mut self, init: ExprId) {
        match self.scene.kind(init) {
            ExprKind::Ref { operand, .. } if !self.scene.is_place(*operand) => {
                self.push(self.scene.ty(*operand));
                self.extended(*operand);
            }
            ExprKind::Tuple { items } | ExprKind::Array { items } => items.iter().for_each(|item| self.extended(*item)),
            ExprKind::Struct { fields, .. } => fields.iter().for_each(|field| self.extended(field.value)),
            _ => {}
        }
    }

    /// The bindings of the `let`s of a condition, and their temporaries that live in the branch.
    fn condition(&mut self, cond: ExprId) {
        match self.scene.kind(cond) {
            ExprKind::Let { pat, scrutinee } => {
                self.bindings(*pat);
                self.operand(*scrutinee);
            }
            ExprKind::Binary { lhs, rhs, .. } => {
                self.condition(*lhs);
                self.condition(*rhs);
            }
            _ => {}
        }
    }

    fn bindings(&mut self, pat: PatId) {
        bound(self.scene, pat, &mut |pat| {
            self.held.push(Held { ty: self.scene.types.pats[pat].clone(), pat: Some(pat) });
        });
    }
}

/// Calls `f` on each variable that a pattern binds.
pub(in crate::fix::propose) fn bound(scene: &Scene<'_>, pat: PatId, f: &mut dyn FnMut(PatId)) {
    match &scene.body.pats[pat].kind {
        PatKind::Bind { sub, .. } => {
            f(pat);
            if let Some(sub) = sub {
                bound(scene, *sub, f);
            }
        }
        PatKind::Tuple(pats) | PatKind::TupleStruct { pats, .. } | PatKind::Or(pats) | PatKind::Slice(pats) => {
            for pat in pats {
                bound(scene, *pat, f);
            }
        }
        PatKind::Struct { fields, .. } => fields.iter().for_each(|field| bound(scene, field.pat, f)),
        PatKind::Ref { pat, .. } | PatKind::Typed { pat, .. } => bound(scene, *pat, f),
        PatKind::Missing | PatKind::Wild | PatKind::Rest | PatKind::Path(_) | PatKind::Literal => {}
    }
}
