//! Branches that a parameter selects: `if persist { .. }`, `match kind { Kind::Disk => .. }`, `let Some(path) = path else { return }`. A caller that
//! gives a literal value selects one of them.
//!
//! Only parameters that are never assigned count, and only conditions that name the parameter itself, not what has been computed from it.

use super::body::BodyView;
use super::conditional_causes::{Given, Param};
use crate::facts::{Arm, BinaryOp, ExprId, ExprKind, Literal, Name, PatId, PatKind, Span, Stmt, UnaryOp};
use crate::names::{CrateKind, DefKind};
use crate::types::{Callee, Mutability, Ty, TyKind};
use std::sync::Arc;

/// Conditions nested deeper than this are not read.
const MAX_NESTING: u32 = 16;

/// The value of a parameter with which a branch runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Branch {
    pub(super) param: Param,
    takes: Taken,
}

/// Values of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Taken {
    Bool(bool),
    /// One of these variants.
    In(Arc<[Name]>),
    /// None of these variants.
    NotIn(Arc<[Name]>),
}

impl Branch {
    /// Whether the branch does not run, given what is known about the parameters.
    pub(super) fn is_excluded(&self, known: &[(Param, Given)]) -> bool {
        known.iter().filter(|(param, _)| *param == self.param).any(|(_, given)| match (given, &self.takes) {
            (Given::Bool(given), Taken::Bool(taken)) => given != taken,
            (Given::Variant(given), Taken::In(taken)) => !taken.contains(given),
            (Given::Variant(given), Taken::NotIn(others)) => others.contains(given),
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

    /// The parameters that select a branch.
    pub(super) fn params(&self) -> impl Iterator<Item = Param> {
        self.0.iter().map(|(_, branch)| branch.param)
    }
}

impl BodyView<'_> {
    /// The branches that this fn's parameters select.
    pub(super) fn branches(&self) -> Branches {
        let mut found = Branches::default();
        let has_params = !self.body.params.is_empty() || self.body.self_param.is_some();
        if !has_params || self.db.store.krate(self.def.krate).kind != CrateKind::Local {
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
                    let taken = self
                        .deciding(*receiver)
                        .and_then(|(param, ty)| Some(Branch { param, takes: self.of_closure(ty, method.as_str())? }));
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
        let parts: Vec<Option<(Param, &Ty)>> = match &self.body.exprs[scrutinee].kind {
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
                let Some((param, ty)) = *part else { continue };
                let takes = pats[index].and_then(|pat| self.taken(pat, ty)).or_else(|| all_but(&earlier[index]));
                found.add(region, takes.map(|takes| Branch { param, takes }).into_iter().collect());
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

    /// The values of a receiver with which a method runs its closure: `path.map(|path| ..)`, `flag.then(|| ..)`.
    fn of_closure(&self, receiver: &Ty, method: &str) -> Option<Taken> {
        let variant = |name: &str| Some(Taken::In([Name::new(name)].into()));
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

    /// What follows from `?` on a parameter.
    fn unwrapped(&self, id: ExprId) -> Option<Branch> {
        let (param, ty) = self.deciding(id)?;
        let (def, _) = ty.as_adt()?;
        let name = match Some(def) {
            option if option == self.db.lang.option => "Some",
            result if result == self.db.lang.result => "Ok",
            _ => return None,
        };
        Some(Branch { param, takes: Taken::In([Name::new(name)].into()) })
    }

    fn span(&self, id: ExprId) -> Span {
        self.body.exprs[id].span
    }

    /// What a condition says about the parameters if it has this value.
    fn implied_by(&self, cond: ExprId, value: bool, depth: u32) -> Vec<Branch> {
        if depth > MAX_NESTING {
            return Vec::new();
        }
        let branch = |param, takes| vec![Branch { param, takes }];
        match &self.body.exprs[cond].kind {
            ExprKind::Unary { op: UnaryOp::Not, operand } => self.implied_by(*operand, !value, depth + 1),
            ExprKind::Binary { op, lhs, rhs, .. } if (*op == BinaryOp::And && value) || (*op == BinaryOp::Or && !value) => {
                let mut both = self.implied_by(*lhs, value, depth + 1);
                both.extend(self.implied_by(*rhs, value, depth + 1));
                both
            }
            ExprKind::Binary { op: BinaryOp::Eq, lhs, rhs, .. } => {
                let (Some((param, _)), Some(Given::Variant(variant))) = (self.deciding(*lhs), self.literal_value(*rhs, 0)) else {
                    return Vec::new();
                };
                // A variant with fields is equal only if they are.
                let is_unit = matches!(self.body.exprs[self.behind_refs(*rhs)].kind, ExprKind::Path(_));
                let between = self.text(Span::new(self.span(*lhs).end, self.span(*rhs).start));
                let is_equal = between.contains("==") == value;
                match (is_equal, is_unit) {
                    (true, _) => branch(param, Taken::In([variant].into())),
                    (false, true) => branch(param, Taken::NotIn([variant].into())),
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
                    Some((param, ty)) if ty.as_adt().is_some_and(|(def, _)| Some(def) == self.db.lang.option) => {
                        let list: Arc<[Name]> = [Name::new(variant)].into();
                        branch(param, if value { Taken::In(list) } else { Taken::NotIn(list) })
                    }
                    _ => Vec::new(),
                }
            }
            _ => match self.deciding(cond) {
                Some((param, ty)) if is_bool(ty) => branch(param, Taken::Bool(value)),
                Some(_) => Vec::new(),
                // `let write = persist && !dry;`
                None => self.fixed(cond).map_or_else(Vec::new, |init| self.implied_by(init, value, depth + 1)),
            },
        }
    }

    /// What a pattern says about a parameter if it matches, or if it does not.
    fn matched(&self, scrutinee: ExprId, pat: PatId, matches: bool) -> Option<Branch> {
        let (param, ty) = self.deciding(scrutinee)?;
        let takes = match self.taken(pat, ty)? {
            Taken::Bool(value) => Taken::Bool(value == matches),
            Taken::In(list) if !matches => self.is_whole(pat).then_some(Taken::NotIn(list))?,
            takes => takes,
        };
        Some(Branch { param, takes })
    }

    /// The parameter that an expression names, with its type behind references, if its value can select a branch.
    fn deciding(&self, id: ExprId) -> Option<(Param, &Ty)> {
        let mut id = self.behind_refs(id);
        while let ExprKind::Unary { op: UnaryOp::Deref, operand } = &self.body.exprs[id].kind {
            id = *operand;
        }
        let param = self.param_of(id)?;
        let ty = self.types.exprs[id].strip_refs();
        (is_bool(ty) || self.is_enum(ty)).then_some((param, ty))
    }

    /// The parameter that an expression names, if the fn never changes its value.
    pub(super) fn param_of(&self, id: ExprId) -> Option<Param> {
        let mut at = id;
        for _ in 0..MAX_NESTING {
            match self.own_param(at) {
                Some(param) => return Some(param),
                // `let flag = flag;`
                None => at = self.behind_refs(self.fixed(at)?),
            }
        }
        None
    }

    fn own_param(&self, id: ExprId) -> Option<Param> {
        let pat = *self.types.locals.get(&id)?;
        let PatKind::Bind { mutable: false, by_ref: false, .. } = self.body.pats[pat].kind else { return None };
        if matches!(self.types.exprs[id].kind(), TyKind::Ref(Mutability::Mutable, _)) {
            return None;
        }
        if self.body.self_param == Some(pat) {
            return Some(Param::Receiver);
        }
        self.body.params.iter().position(|param| *param == pat).map(Param::At)
    }

    /// Whether a type is an enum whose variants are known.
    pub(super) fn is_enum(&self, ty: &Ty) -> bool {
        ty.as_adt().is_some_and(|(def, _)| self.db.store.def(def).kind == DefKind::Enum)
    }

    fn variant_of(&self, ty: &Ty, name: Name) -> Option<Name> {
        let (def, _) = ty.as_adt()?;
        let has = self.db.store.variants(def).iter().any(|variant| self.db.store.def(*variant).name == name);
        has.then_some(name)
    }

    /// The values that a pattern for a value of this type accepts; `None` if it accepts all, or is not understood.
    fn taken(&self, pat: PatId, ty: &Ty) -> Option<Taken> {
        let data = &self.body.pats[pat];
        let variant = |name: Name| Some(Taken::In([self.variant_of(ty, name)?].into()));
        match &data.kind {
            PatKind::Literal if is_bool(ty) => match self.text(data.span) {
                "true" => Some(Taken::Bool(true)),
                "false" => Some(Taken::Bool(false)),
                _ => None,
            },
            PatKind::Path(path) | PatKind::TupleStruct { path, .. } | PatKind::Struct { path, .. } => variant(path.segments.last()?.name),
            PatKind::Bind { name, sub: None, .. } => variant(*name),
            PatKind::Bind { sub: Some(sub), .. } => self.taken(*sub, ty),
            PatKind::Ref { pat, .. } => self.taken(*pat, ty),
            PatKind::Or(pats) => {
                let mut all: Vec<Name> = Vec::new();
                for pat in pats {
                    let Taken::In(list) = self.taken(*pat, ty)? else { return None };
                    all.extend(list.iter());
                }
                Some(Taken::In(all.into()))
            }
            _ => None,
        }
    }

    /// Whether a pattern for a variant accepts the variant with any fields.
    fn is_whole(&self, pat: PatId) -> bool {
        match &self.body.pats[pat].kind {
            PatKind::Wild | PatKind::Rest | PatKind::Path(_) | PatKind::Literal | PatKind::Bind { sub: None, .. } => true,
            PatKind::Bind { sub: Some(pat), .. } | PatKind::Ref { pat, .. } => self.is_whole(*pat),
            PatKind::Or(pats) => pats.iter().all(|pat| self.is_whole(*pat)),
            PatKind::TupleStruct { pats, .. } => pats.iter().all(|pat| self.is_plain(*pat)),
            PatKind::Struct { fields, .. } => fields.iter().all(|field| self.is_plain(field.pat)),
            _ => false,
        }
    }

    /// Whether a pattern accepts every value: a variable, `_` or `..`.
    fn is_plain(&self, pat: PatId) -> bool {
        match &self.body.pats[pat].kind {
            PatKind::Wild | PatKind::Rest => true,
            // A name in capitals may be a constant or a variant.
            PatKind::Bind { name, sub: None, .. } => !name.as_str().starts_with(char::is_uppercase),
            PatKind::Tuple(pats) => pats.iter().all(|pat| self.is_plain(*pat)),
            _ => false,
        }
    }

    fn is_literal(&self, id: ExprId, value: bool) -> bool {
        matches!(self.body.exprs[id].kind, ExprKind::Literal(Literal::Bool(is)) if is == value)
    }

    /// The `bool` or the variant that an expression certainly is.
    pub(super) fn literal_value(&self, id: ExprId, depth: u32) -> Option<Given> {
        if depth > MAX_NESTING {
            return None;
        }
        let id = self.behind_refs(id);
        let ty = self.types.exprs[id].strip_refs();
        match &self.body.exprs[id].kind {
            ExprKind::Literal(Literal::Bool(value)) => Some(Given::Bool(*value)),
            ExprKind::Unary { op: UnaryOp::Not, operand } => match self.literal_value(*operand, depth + 1)? {
                Given::Bool(value) => Some(Given::Bool(!value)),
                _ => None,
            },
            ExprKind::Path(_) if self.types.locals.contains_key(&id) => self.literal_value(self.fixed(id)?, depth + 1),
            ExprKind::Path(path) => match self.types.values.get(&id) {
                Some(named) if self.db.store.def(*named).kind == DefKind::Const => {
                    self.with(*named, |view| view.literal_value(view.body.root, depth + 1)).flatten()
                }
                None if self.is_enum(ty) => self.variant_of(ty, path.segments.last()?.name).map(Given::Variant),
                _ => None,
            },
            ExprKind::Call { .. } if self.is_enum(ty) => match self.types.callees.get(&id) {
                Some(Callee::Constructor(def)) => self.variant_of(ty, self.db.store.def(*def).name).map(Given::Variant),
                _ => None,
            },
            ExprKind::Struct { path, .. } if self.is_enum(ty) => self.variant_of(ty, path.segments.last()?.name).map(Given::Variant),
            _ => None,
        }
    }

    /// The initial value of a variable that never gets another one.
    fn fixed(&self, id: ExprId) -> Option<ExprId> {
        let pat = *self.types.locals.get(&id)?;
        let PatKind::Bind { mutable: false, .. } = self.body.pats[pat].kind else { return None };
        self.initial(id)
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
        Taken::In(list) => list.to_vec(),
        _ => Vec::new(),
    });
    let names: Vec<Name> = names.collect();
    (!names.is_empty()).then(|| Taken::NotIn(names.into()))
}

fn is_bool(ty: &Ty) -> bool {
    matches!(ty.kind(), TyKind::Prim(crate::names::PrimTy::Bool))
}
