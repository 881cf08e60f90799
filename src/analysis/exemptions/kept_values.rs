//! Code that makes a value only where it does not use one that the program keeps: `if self.reloads { load() } else { &self.templates }`.

use super::super::body::BodyView;
use crate::facts::{Arm, ExprId, ExprKind, Name, PatId, PatKind, Span, UnaryOp};
use crate::names::DefId;
use crate::types::TyKind;

/// Types of the standard library say nothing about what a value is for.
const STD: [&str; 3] = ["std::", "core::", "alloc::"];

impl BodyView<'_> {
    /// The field or static that keeps a value of a type that a call makes, if another branch than that of the call uses this value.
    pub(in crate::analysis) fn kept_beside(&self, call: Span) -> Option<Name> {
        let is_call = |id: &ExprId| matches!(self.body.exprs[*id].kind, ExprKind::Call { .. } | ExprKind::MethodCall { .. });
        let around = self.body.exprs.indices().filter(|id| is_call(id) && self.body.exprs[*id].span.contains(call));
        let made = around.min_by_key(|id| self.body.exprs[*id].span.end - self.body.exprs[*id].span.start)?;
        let mut types: Vec<DefId> = Vec::new();
        self.types.exprs[made].any(&mut |part| {
            types.extend(part.as_adt().map(|(def, _)| def).filter(|def| !self.is_std(*def)));
            false
        });
        let parents = self.parents();
        let mut at = made;
        while let Some(parent) = parents[at].filter(|_| !types.is_empty()) {
            let found = match &self.body.exprs[parent].kind {
                ExprKind::Closure { .. } => return None,
                ExprKind::If { then, otherwise: Some(other), .. } if *then == at => self.kept_in(*other, &types),
                ExprKind::If { cond, then, otherwise: Some(other) } if *other == at => {
                    self.kept_in(*then, &types).or_else(|| match &self.body.exprs[*cond].kind {
                        ExprKind::Let { pat, scrutinee } => self.kept_in_pattern(*pat, *scrutinee, &types),
                        _ => None,
                    })
                }
                ExprKind::Match { scrutinee, arms } if *scrutinee != at => self.kept_in_arms(*scrutinee, arms, at, &types),
                _ => None,
            };
            if found.is_some() {
                return found;
            }
            at = parent;
        }
        None
    }

    fn is_std(&self, def: DefId) -> bool {
        let path = self.db.store.canonical_path(def);
        STD.iter().any(|start| path.starts_with(start))
    }

    fn kept_in_arms(&self, scrutinee: ExprId, arms: &[Arm], own: ExprId, types: &[DefId]) -> Option<Name> {
        let others = arms.iter().filter(|arm| arm.body != own);
        others.into_iter().find_map(|arm| self.kept_in(arm.body, types).or_else(|| self.kept_in_pattern(arm.pat, scrutinee, types)))
    }

    /// The kept value of one of these types that a branch uses, possibly behind a lock or in a collection.
    fn kept_in(&self, branch: ExprId, types: &[DefId]) -> Option<Name> {
        let mut inside = self.body.inside(branch).into_iter();
        inside.find_map(|id| self.kept_place(id).filter(|_| self.types.exprs[id].any(&mut |part| is_one_of(part.kind(), types))))
    }

    /// The same for what a pattern takes out of a kept value.
    fn kept_in_pattern(&self, pat: PatId, scrutinee: ExprId, types: &[DefId]) -> Option<Name> {
        let kept = self.body.inside(scrutinee).into_iter().find_map(|id| self.kept_place(id))?;
        let mut open = vec![pat];
        while let Some(pat) = open.pop() {
            match &self.body.pats[pat].kind {
                PatKind::Bind { .. } if is_one_of(self.types.pats[pat].strip_refs().kind(), types) => return Some(kept),
                PatKind::Tuple(pats) | PatKind::TupleStruct { pats, .. } | PatKind::Or(pats) => open.extend(pats),
                PatKind::Ref { pat, .. } => open.push(*pat),
                _ => {}
            }
        }
        None
    }

    /// The name of a field of what the caller or the program keeps, or of a static.
    fn kept_place(&self, id: ExprId) -> Option<Name> {
        if let Some(named) = self.static_of(id) {
            return Some(self.db.store.def(named).name);
        }
        let ExprKind::Field { base, name, .. } = &self.body.exprs[id].kind else { return None };
        let mut at = *base;
        loop {
            at = match &self.body.exprs[at].kind {
                ExprKind::Field { base, .. } | ExprKind::Index { base, .. } => *base,
                ExprKind::MethodCall { receiver, .. } => *receiver,
                ExprKind::Ref { operand, .. }
                | ExprKind::Try { operand }
                | ExprKind::Await { operand, .. }
                | ExprKind::Unary { op: UnaryOp::Deref, operand } => *operand,
                _ => break,
            };
        }
        let is_param = self.types.locals.get(&at).is_some_and(|pat| self.body.params.contains(pat) || self.body.self_param == Some(*pat));
        (is_param || self.static_of(at).is_some()).then_some(*name)
    }
}

fn is_one_of(kind: &TyKind, types: &[DefId]) -> bool {
    matches!(kind, TyKind::Adt(def, _) if types.contains(def))
}
