//! Callables written in the body that calls them, or returned by a workspace fn: `if loud { shout } else { say }`, `picker()(x)`,
//! `for step in [&load as &dyn Fn(&Path), &|path| show(path)]`.

use super::sources::is_only_callable;
use super::{Callable, Slot, Sources, Stored};
use crate::analysis::body::BodyView;
use crate::facts::{ExprId, ExprKind, MacroKind};
use crate::names::{CrateKind, DefKind};
use crate::types::{Callee, Subst, TyKind};

/// Limit on the steps from a call back to its callee.
const MAX_DEPTH: u32 = 16;

/// Collects the callables that an expression may be.
pub(super) struct Written<'a> {
    pub(super) stored: &'a Stored,
    pub(super) view: &'a BodyView<'a>,
    pub(super) sources: &'a Sources,
    /// The expression that is called.
    pub(super) callee: ExprId,
    pub(super) found: Vec<Callable>,
}

impl Written<'_> {
    /// The callables that an expression may be, as far as they are known.
    pub(super) fn find(mut self) -> Vec<Callable> {
        self.add(self.callee, 0);
        self.found
    }

    fn add(&mut self, at: ExprId, depth: u32) {
        if depth > MAX_DEPTH {
            return;
        }
        let view = self.view;
        match &view.body.exprs[at].kind {
            ExprKind::Closure { is_async: false, .. } => {
                self.push(Callable { def: view.def, closure: Some(at), subst: Subst::empty(), passed_to: None });
            }
            ExprKind::Path(_) => match view.types.exprs[at].kind() {
                TyKind::FnDef(def, subst) if view.db.store.def(*def).kind == DefKind::Fn => {
                    self.push(Callable { def: *def, closure: None, subst: subst.clone(), passed_to: None });
                }
                _ => {
                    let Some(&pat) = view.types.locals.get(&at) else { return };
                    match self.sources.of(pat) {
                        Some(from) => self.add(from, depth + 1),
                        None => self.stored.captured(view, self.callee, pat).iter().for_each(|held| self.push(held.clone())),
                    }
                }
            },
            ExprKind::Call { .. } | ExprKind::MethodCall { .. } => {
                if let Some(Callee::Fn(callee)) = view.types.callees.get(&at) {
                    let def = callee.body_def();
                    if view.db.store.krate(def.krate).kind == CrateKind::Local {
                        let held = self.stored.slots.get(&Slot::Result(def)).cloned().unwrap_or_default();
                        for callable in held {
                            self.push(callable);
                        }
                        return;
                    }
                    match &view.body.exprs[at].kind {
                        ExprKind::MethodCall { receiver, .. } => self.add(*receiver, depth + 1),
                        // `Arc::new(f)`
                        ExprKind::Call { args, .. } => args.iter().for_each(|arg| self.add(*arg, depth + 1)),
                        _ => {}
                    }
                }
            }
            ExprKind::Ref { operand, .. }
            | ExprKind::Unary { operand, .. }
            | ExprKind::Cast { operand, .. }
            | ExprKind::Try { operand }
            | ExprKind::Index { base: operand, .. }
            | ExprKind::Block { tail: Some(operand), .. } => self.add(*operand, depth + 1),
            ExprKind::Field { base, .. } if is_only_callable(view, at) => self.add(*base, depth + 1),
            ExprKind::If { then, otherwise, .. } => {
                [Some(*then), *otherwise].into_iter().flatten().for_each(|part| self.add(part, depth + 1));
            }
            ExprKind::Match { arms, .. } => arms.iter().for_each(|arm| self.add(arm.body, depth + 1)),
            ExprKind::Array { items } | ExprKind::Tuple { items } => items.iter().for_each(|item| self.add(*item, depth + 1)),
            ExprKind::Macro(call) => match &call.kind {
                MacroKind::Vec { items } => items.iter().for_each(|item| self.add(*item, depth + 1)),
                MacroKind::Expanded { expr } => self.add(*expr, depth + 1),
                // `hashmap! { "load" => load as fn() }`
                MacroKind::Exprs { args } => args.iter().for_each(|arg| self.add(*arg, depth + 1)),
                _ => {}
            },
            _ => {}
        }
    }

    fn push(&mut self, callable: Callable) {
        if !self.found.contains(&callable) {
            self.found.push(callable);
        }
    }
}
