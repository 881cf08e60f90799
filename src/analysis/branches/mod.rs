//! Branches that a parameter selects: `if persist { .. }`, `match kind { Kind::Disk => .. }`, `let Some(path) = path else { return }`. A caller that
//! gives a literal value selects one of them.
//!
//! Only parameters that are never assigned count, and only conditions that name the parameter itself or a field of it, not what has been
//! computed from it.

mod conditions;
pub(super) mod constants;
pub(super) mod leaving;
mod values;

use super::body::BodyView;
use super::effects::conditional_causes::{Choice, Given, Param};
use crate::facts::{Arm, BinaryOp, ExprId, ExprKind, Name, PatId, PatKind, Span, Stmt};
use crate::types::Ty;
use serde::{Deserialize, Serialize};

/// A parameter, or a field of it, whose value selects a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Decider {
    pub(super) param: Param,
    /// `None`: the parameter itself; for a parameter that is passed on, with all its fields.
    pub(super) field: Option<Name>,
}

/// The value with which a branch runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Branch {
    of: Decider,
    takes: Taken,
}

/// Values of a parameter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Taken {
    Bool(bool),
    /// One of these variants.
    In(Vec<Name>),
    /// None of these variants.
    NotIn(Vec<Name>),
}

impl Branch {
    /// Whether the branch does not run, given what is known about the parameters.
    pub(super) fn is_excluded(&self, known: &[(Param, Given)]) -> bool {
        known.iter().any(|(param, given)| match (given, &self.takes) {
            (Given::Choice(field, _), _) if *param != self.of.param || *field != self.of.field => false,
            (Given::Choice(_, Choice::Bool(given)), Taken::Bool(taken)) => given != taken,
            (Given::Choice(_, Choice::Variant(given)), Taken::In(taken)) => !taken.contains(given),
            (Given::Choice(_, Choice::Variant(given)), Taken::NotIn(others)) => others.contains(given),
            _ => false,
        })
    }
}

/// The code that runs only with some values of a parameter.
#[derive(Debug, Default)]
pub(super) struct Branches(Vec<(Span, Branch)>);

impl Branches {
    /// The branches around a call. `span` is that of the call or of its name.
    pub(super) fn around(&self, span: Span) -> Vec<Branch> {
        self.0.iter().filter(|(region, _)| region.contains(span)).map(|(_, branch)| branch.clone()).collect()
    }

    /// What selects a branch.
    pub(super) fn deciders(&self) -> impl Iterator<Item = Decider> {
        self.0.iter().map(|(_, branch)| branch.of)
    }
}

impl BodyView<'_> {
    /// The branches that this fn's parameters select.
    pub(super) fn branches(&self) -> Branches {
        let mut found = Branches::default();
        let has_params = !self.body.params.is_empty() || self.body.self_param.is_some();
        if !has_params {
            return found;
        }
        for expr in self.body.exprs.iter().filter(|expr| !expr.from_expansion) {
            match &expr.kind {
                ExprKind::If { cond, then, otherwise } => {
                    found.add(self.span(*then), self.implied_by(*cond, true, 0));
                    if let Some(otherwise) = otherwise {
                        found.add(self.span(*otherwise), self.implied_by(*cond, false, 0));
                    }
                }
                ExprKind::Binary { op: BinaryOp::And, lhs, rhs, .. } => found.add(self.span(*rhs), self.implied_by(*lhs, true, 0)),
                ExprKind::Binary { op: BinaryOp::Or, lhs, rhs, .. } => found.add(self.span(*rhs), self.implied_by(*lhs, false, 0)),
                ExprKind::Match { scrutinee, arms } => self.arms(*scrutinee, arms, &mut found),
                ExprKind::MethodCall { receiver, method, args, .. } => {
                    let taken =
                        self.deciding(*receiver).and_then(|(of, ty)| Some(Branch { of, takes: self.of_closure(ty, method.as_str())? }));
                    let closures = args.iter().filter(|arg| matches!(self.body.exprs[**arg].kind, ExprKind::Closure { .. }));
                    for (closure, branch) in closures.zip(std::iter::repeat(taken)) {
                        found.add(self.span(*closure), branch.into_iter().collect());
                    }
                }
                ExprKind::Block { stmts, .. } => {
                    for stmt in stmts {
                        let (end, left) = match stmt {
                            Stmt::Let { pat, init: Some(init), otherwise: Some(_), span, .. } => {
                                (span.end, self.matched(*init, *pat, true).into_iter().collect())
                            }
                            // `let path = path?;`
                            Stmt::Let { init: Some(init), otherwise: None, span, .. } => match &self.body.exprs[*init].kind {
                                ExprKind::Try { operand } => (span.end, self.unwrapped(*operand).into_iter().collect()),
                                _ => continue,
                            },
                            Stmt::Expr { expr: left, span, .. } => match &self.body.exprs[*left].kind {
                                ExprKind::If { cond, then, otherwise: None }
                                    if self.types.exprs[*then].is_never()
                                        || self.leaves_before(*then, Span::new(span.end, expr.span.end)) =>
                                {
                                    (span.end, self.implied_by(*cond, false, 0))
                                }
                                _ => continue,
                            },
                            _ => continue,
                        };
                        found.add(Span::new(end, expr.span.end.max(end)), left);
                    }
                }
                _ => {}
            }
        }
        found
    }

    /// The arms of a match on parameters.
    fn arms(&self, scrutinee: ExprId, arms: &[Arm], found: &mut Branches) {
        let parts: Vec<Option<(Decider, &Ty)>> = match &self.body.exprs[scrutinee].kind {
            ExprKind::Tuple { items } => items.iter().map(|item| self.deciding(*item)).collect(),
            _ => vec![self.deciding(scrutinee)],
        };
        let is_tuple = matches!(self.body.exprs[scrutinee].kind, ExprKind::Tuple { .. });
        if parts.iter().all(Option::is_none) {
            return;
        }
        let mut earlier: Vec<Vec<Taken>> = vec![Vec::new(); parts.len()];
        for arm in arms {
            let region = arm.guard.map_or(self.span(arm.body), |guard| self.span(guard).cover(self.span(arm.body)));
            let pats: Vec<Option<PatId>> = match &self.body.pats[arm.pat].kind {
                PatKind::Tuple(pats) if is_tuple && pats.len() == parts.len() => pats.iter().copied().map(Some).collect(),
                _ if is_tuple => vec![None; parts.len()],
                _ => vec![Some(arm.pat)],
            };
            for (index, part) in parts.iter().enumerate() {
                let Some((of, ty)) = *part else { continue };
                let takes = pats[index].and_then(|pat| self.taken(pat, ty)).or_else(|| all_but(&earlier[index]));
                found.add(region, takes.map(|takes| Branch { of, takes }).into_iter().collect());
                // A value that this arm takes whatever the other parts are never reaches a later arm.
                let is_alone = pats.iter().enumerate().all(|(other, pat)| other == index || pat.is_some_and(|pat| self.is_plain(pat)));
                if let Some(pat) = pats[index]
                    && arm.guard.is_none()
                    && is_alone
                    && self.is_whole(pat)
                {
                    earlier[index].extend(self.taken(pat, ty));
                }
            }
        }
    }

    fn span(&self, id: ExprId) -> Span {
        self.body.exprs[id].span
    }
}

impl Branches {
    fn add(&mut self, region: Span, branches: Vec<Branch>) {
        self.0.extend(branches.into_iter().map(|branch| (region, branch)));
    }
}

/// What is left after other values have been taken.
fn all_but(earlier: &[Taken]) -> Option<Taken> {
    if let [Taken::Bool(value), ..] = earlier {
        return Some(Taken::Bool(!value));
    }
    let names = earlier.iter().flat_map(|taken| match taken {
        Taken::In(list) => list.clone(),
        _ => Vec::new(),
    });
    let names: Vec<Name> = names.collect();
    (!names.is_empty()).then_some(Taken::NotIn(names))
}
