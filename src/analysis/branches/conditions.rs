//! What conditions, patterns and callers of closures say about the parameters of a fn.

use super::values::is_bool;
use super::{Branch, Decider, Taken};
use crate::analysis::body::BodyView;
use crate::analysis::effects::conditional_causes::Choice;
use crate::facts::{BinaryOp, ExprId, ExprKind, Name, PatId, Span, UnaryOp};
use crate::types::Ty;

/// Conditions nested deeper than this are not read.
const MAX_NESTING: u32 = 16;

impl BodyView<'_> {
    /// What a condition says about the parameters if it has this value.
    pub(super) fn implied_by(&self, cond: ExprId, value: bool, depth: u32) -> Vec<Branch> {
        if depth > MAX_NESTING {
            return Vec::new();
        }
        let branch = |of, takes| vec![Branch { of, takes }];
        match &self.body.exprs[cond].kind {
            ExprKind::Unary { op: UnaryOp::Not, operand } => self.implied_by(*operand, !value, depth + 1),
            ExprKind::Binary { op, lhs, rhs, .. } if (*op == BinaryOp::And && value) || (*op == BinaryOp::Or && !value) => {
                let mut both = self.implied_by(*lhs, value, depth + 1);
                both.extend(self.implied_by(*rhs, value, depth + 1));
                both
            }
            ExprKind::Binary { op: BinaryOp::Eq, lhs, rhs, .. } => {
                let (Some((of, _)), Some(Choice::Variant(variant))) = (self.deciding(*lhs), self.literal_value(*rhs, 0)) else {
                    return Vec::new();
                };
                // A variant with fields is equal only if they are.
                let is_unit = matches!(self.body.exprs[self.behind_refs(*rhs)].kind, ExprKind::Path(_));
                let between = self.text(Span::new(self.span(*lhs).end, self.span(*rhs).start));
                let is_equal = between.contains("==") == value;
                match (is_equal, is_unit) {
                    (true, _) => branch(of, Taken::In(vec![variant])),
                    (false, true) => branch(of, Taken::NotIn(vec![variant])),
                    (false, false) => Vec::new(),
                }
            }
            ExprKind::Let { pat, scrutinee } => self.matched(*scrutinee, *pat, value).into_iter().collect(),
            // `matches!(kind, Kind::Disk)`
            ExprKind::Match { scrutinee, arms } => match &arms[..] {
                [arm, _] if arm.guard.is_none() && self.is_literal(arm.body, true) => {
                    self.matched(*scrutinee, arm.pat, value).into_iter().collect()
                }
                _ => Vec::new(),
            },
            ExprKind::MethodCall { receiver, method, args, .. } if args.is_empty() => {
                let variant = match method.as_str() {
                    "is_some" => "Some",
                    "is_none" => "None",
                    _ => return Vec::new(),
                };
                match self.deciding(*receiver) {
                    Some((of, ty)) if ty.as_adt().is_some_and(|(def, _)| Some(def) == self.db.lang.option) => {
                        let list = vec![Name::new(variant)];
                        branch(of, if value { Taken::In(list) } else { Taken::NotIn(list) })
                    }
                    _ => Vec::new(),
                }
            }
            _ => match self.deciding(cond) {
                Some((of, ty)) if is_bool(ty) => branch(of, Taken::Bool(value)),
                Some(_) => Vec::new(),
                // `let write = persist && !dry;`
                None => self.fixed(cond).map_or_else(Vec::new, |init| self.implied_by(init, value, depth + 1)),
            },
        }
    }

    /// What a pattern says about a parameter if it matches, or if it does not.
    pub(super) fn matched(&self, scrutinee: ExprId, pat: PatId, matches: bool) -> Option<Branch> {
        let (of, ty) = self.deciding(scrutinee)?;
        let takes = match self.taken(pat, ty)? {
            Taken::Bool(value) => Taken::Bool(value == matches),
            Taken::In(list) if !matches => self.is_whole(pat).then_some(Taken::NotIn(list))?,
            takes => takes,
        };
        Some(Branch { of, takes })
    }

    /// The parameter, or the field of one, that an expression names, with its type behind references, if its value can select a branch.
    pub(in crate::analysis) fn deciding(&self, id: ExprId) -> Option<(Decider, &Ty)> {
        let mut id = self.behind_refs(id);
        while let ExprKind::Unary { op: UnaryOp::Deref, operand } = &self.body.exprs[id].kind {
            id = *operand;
        }
        let ty = self.types.exprs[id].strip_refs();
        let of = match &self.body.exprs[id].kind {
            ExprKind::Field { base, name, .. } => {
                // Behind a smart pointer the argument may be another value.
                self.own_struct(&self.types.exprs[*base])?;
                Decider { param: self.param_of(self.behind_refs(*base))?, field: Some(*name) }
            }
            _ => Decider { param: self.param_of(id)?, field: None },
        };
        (is_bool(ty) || self.is_enum(ty)).then_some((of, ty))
    }

    /// What follows from `?` on a parameter.
    pub(super) fn unwrapped(&self, id: ExprId) -> Option<Branch> {
        let (of, ty) = self.deciding(id)?;
        let (def, _) = ty.as_adt()?;
        let name = match Some(def) {
            option if option == self.db.lang.option => "Some",
            result if result == self.db.lang.result => "Ok",
            _ => return None,
        };
        Some(Branch { of, takes: Taken::In(vec![Name::new(name)]) })
    }

    /// The values of a receiver with which a method runs its closure: `path.map(|path| ..)`, `flag.then(|| ..)`.
    pub(super) fn of_closure(&self, receiver: &Ty, method: &str) -> Option<Taken> {
        let variant = |name: &str| Some(Taken::In(vec![Name::new(name)]));
        if is_bool(receiver) {
            return (method == "then").then_some(Taken::Bool(true));
        }
        let is_option = receiver.as_adt().is_some_and(|(def, _)| Some(def) == self.db.lang.option);
        match method {
            "map" | "and_then" | "is_some_and" | "is_none_or" | "inspect" | "filter" | "map_or" if is_option => variant("Some"),
            "unwrap_or_else" | "or_else" | "ok_or_else" if is_option => variant("None"),
            _ => None,
        }
    }
}
