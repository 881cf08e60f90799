//! What the conditions around a point say about a place that may hold a value: `if self.slot.is_none() { self.slot = Some(guard); }` replaces
//! nothing. Only conditions before the point count; what cannot be read is unknown.

use super::Finder;
use crate::catalogue::Role;
use crate::facts::{BinaryOp, ExprId, ExprKind, MacroKind, Name, PatId, PatKind, Span, Stmt, UnaryOp};
use crate::names::PrimTy;
use crate::types::TyKind;
use rustc_hash::FxHashMap;

/// The variable or field at the root of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Root {
    /// A variable.
    Local(PatId),
    /// The innermost field: `map` of `self.state.map.lock()`.
    Field(Name),
}

/// Whether a place holds a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holding {
    /// It does.
    Something,
    /// It does not.
    Nothing,
    /// A condition names it, but says neither.
    Unknown,
}

/// A place that more conditions name is unknown.
const MAX_CONDITIONS: usize = 64;

/// Methods that say whether there is a value.
const PRESENT: [&str; 5] = ["is_some", "is_some_and", "contains_key", "contains", "is_ok"];
const ABSENT: [&str; 3] = ["is_none", "is_empty", "is_err"];

impl Holding {
    const fn negated(self) -> Self {
        match self {
            Self::Something => Self::Nothing,
            Self::Nothing => Self::Something,
            Self::Unknown => Self::Unknown,
        }
    }
}

impl Finder<'_> {
    /// The variable or field that a chain of method calls starts from.
    pub(super) fn root_of(&self, id: ExprId) -> Option<Root> {
        let mut at = id;
        loop {
            at = match &self.view.body.exprs[at].kind {
                ExprKind::Field { name, .. } => return Some(Root::Field(*name)),
                ExprKind::Path(_) => return self.view.types.locals.get(&at).map(|pat| Root::Local(*pat)),
                ExprKind::MethodCall { receiver, .. } => *receiver,
                ExprKind::Try { operand }
                | ExprKind::Await { operand, .. }
                | ExprKind::Ref { operand, .. }
                | ExprKind::Unary { operand, .. } => *operand,
                ExprKind::Index { base, .. } => *base,
                _ => return None,
            };
        }
    }

    /// What the conditions before an expression say about a place, and where; `None` if no condition names it. The last one decides.
    pub(super) fn asked(&self, root: Root, at: ExprId) -> Option<(Holding, Span)> {
        let exprs = &self.view.body.exprs;
        let span = exprs[at].span;
        let mut found: Option<(Holding, Span)> = None;
        let mut says = |condition: ExprId, holding: Option<Holding>| {
            let at = exprs[condition].span;
            if let Some(holding) = holding
                && found.is_none_or(|(_, before)| before.start <= at.start)
            {
                found = Some((holding, at));
            }
        };
        let conditions = self.conditions.get_or_init(|| self.conditions()).get(&root)?;
        if conditions.len() > MAX_CONDITIONS {
            return Some((Holding::Unknown, span));
        }
        for expr in conditions.iter().map(|id| &exprs[*id]).filter(|expr| expr.span.start < span.start) {
            match &expr.kind {
                ExprKind::If { cond, then, otherwise } => {
                    if exprs[*then].span.contains(span) {
                        says(*cond, self.holds_after(*cond, root, true));
                    } else if otherwise.is_some_and(|otherwise| exprs[otherwise].span.contains(span)) {
                        says(*cond, self.holds_after(*cond, root, false));
                    } else if expr.span.end <= span.start {
                        // A block that runs to its end says nothing about what follows.
                        let after = self.holds_after(*cond, root, false);
                        let is_passed = || self.view.leaves_before(*then, span);
                        says(*cond, after.map(|after| if is_passed() { after } else { Holding::Unknown }));
                    }
                }
                // `assert!(self.slot.is_none())`
                ExprKind::Macro(call) if expr.span.end <= span.start => {
                    let MacroKind::Unit { args } = &call.kind else { continue };
                    let Some(&cond) = args.first() else { continue };
                    says(cond, self.holds_after(cond, root, true).filter(|holding| *holding == Holding::Nothing));
                }
                ExprKind::While { cond, body, .. } => {
                    let is_inside = exprs[*body].span.contains(span);
                    says(*cond, self.holds_after(*cond, root, is_inside));
                }
                ExprKind::Match { scrutinee, arms } if self.names(*scrutinee, root) => {
                    let around = arms.iter().find(|arm| exprs[arm.body].span.contains(span));
                    says(*scrutinee, Some(around.map_or(Holding::Unknown, |arm| self.holds_if(*scrutinee, arm.pat, root))));
                }
                ExprKind::Block { stmts, .. } if expr.span.contains(span) => {
                    for stmt in stmts {
                        // `let Some(x) = &self.slot else { .. };`
                        if let Stmt::Let { pat, init: Some(init), otherwise: Some(otherwise), .. } = stmt
                            && self.names(*init, root)
                        {
                            let holding = self.holds_if(*init, *pat, root);
                            let is_else = exprs[*otherwise].span.contains(span);
                            let is_before = exprs[*init].span.end <= span.start;
                            says(*init, is_before.then_some(if is_else { holding.negated() } else { holding }));
                        }
                    }
                }
                _ => {}
            }
        }
        found
    }

    /// The expressions with a condition or scrutinee that names a place, by place.
    fn conditions(&self) -> FxHashMap<Root, Vec<ExprId>> {
        let exprs = &self.view.body.exprs;
        let mut found: FxHashMap<Root, Vec<ExprId>> = FxHashMap::default();
        for (id, expr) in exprs.iter_enumerated() {
            let mut open: Vec<ExprId> = match &expr.kind {
                ExprKind::If { cond, .. } | ExprKind::While { cond, .. } => vec![*cond],
                ExprKind::Match { scrutinee, .. } => vec![*scrutinee],
                ExprKind::Macro(call) => match &call.kind {
                    MacroKind::Unit { args } => args.first().copied().into_iter().collect(),
                    _ => continue,
                },
                ExprKind::Block { stmts, .. } => stmts
                    .iter()
                    .filter_map(|stmt| match stmt {
                        Stmt::Let { init, otherwise: Some(_), .. } => *init,
                        _ => None,
                    })
                    .collect(),
                _ => continue,
            };
            while let Some(at) = open.pop() {
                open.extend(self.named_condition(at));
                let root = match &exprs[at].kind {
                    ExprKind::Field { name, .. } => Some(Root::Field(*name)),
                    ExprKind::Path(_) => self.view.types.locals.get(&at).map(|pat| Root::Local(*pat)),
                    _ => None,
                };
                if let Some(named) = root.map(|root| found.entry(root).or_default())
                    && named.last() != Some(&id)
                {
                    named.push(id);
                }
                exprs[at].kind.for_each_child(&mut |child| open.push(child));
            }
        }
        found
    }

    /// What a variable that is a condition was computed from: `let is_missing = self.slot.is_none();`.
    fn named_condition(&self, id: ExprId) -> Option<ExprId> {
        let is_condition = matches!(self.view.types.exprs[id].kind(), TyKind::Prim(PrimTy::Bool));
        if is_condition { self.initial(id) } else { None }
    }

    /// What a condition says if it is true, or false; `None` if it does not name the place.
    fn holds_after(&self, cond: ExprId, root: Root, is_true: bool) -> Option<Holding> {
        let exprs = &self.view.body.exprs;
        let mut found = None;
        let mut open = vec![(cond, is_true)];
        while let Some((id, is_true)) = open.pop() {
            let holding = match &exprs[id].kind {
                ExprKind::Unary { op: UnaryOp::Not, operand } => {
                    open.push((*operand, !is_true));
                    continue;
                }
                // All parts of a true `&&` are true, and all parts of a false `||` are false.
                ExprKind::Binary { op: BinaryOp::And, lhs, rhs, assign: false } if is_true => {
                    open.extend([(*rhs, true), (*lhs, true)]);
                    continue;
                }
                ExprKind::Binary { op: BinaryOp::Or, lhs, rhs, assign: false } if !is_true => {
                    open.extend([(*rhs, false), (*lhs, false)]);
                    continue;
                }
                ExprKind::Path(_) if self.named_condition(id).is_some() => {
                    open.extend(self.named_condition(id).map(|named| (named, is_true)));
                    continue;
                }
                _ if !self.names(id, root) => continue,
                ExprKind::Let { pat, scrutinee } => self.holds_if(*scrutinee, *pat, root),
                ExprKind::MethodCall { receiver, method, .. } if self.root_of(*receiver) == Some(root) => match method.as_str() {
                    // There may be a value that does not meet the condition.
                    "is_some_and" if !is_true => Holding::Unknown,
                    name if PRESENT.contains(&name) => Holding::Something,
                    name if ABSENT.contains(&name) => Holding::Nothing,
                    _ => Holding::Unknown,
                },
                _ => Holding::Unknown,
            };
            let holding = if is_true { holding } else { holding.negated() };
            // Of two parts that name the place, the one that says something counts.
            if found.is_none_or(|before| before == Holding::Unknown) {
                found = Some(holding);
            }
        }
        found
    }

    /// What it says about a place that its value matches a pattern.
    fn holds_if(&self, scrutinee: ExprId, pat: PatId, root: Root) -> Holding {
        if self.root_of(scrutinee) != Some(root) || self.takes_out(scrutinee) {
            return Holding::Unknown;
        }
        match &self.view.body.pats[pat].kind {
            PatKind::TupleStruct { path, .. } if path.segments.last().is_some_and(|last| last.name == "Some") => Holding::Something,
            PatKind::Path(path) if path.segments.last().is_some_and(|last| last.name == "None") => Holding::Nothing,
            PatKind::Bind { name, sub: None, .. } if *name == "None" => Holding::Nothing,
            _ => Holding::Unknown,
        }
    }

    /// Whether a chain of method calls takes the value out.
    fn takes_out(&self, id: ExprId) -> bool {
        let mut at = id;
        while let ExprKind::MethodCall { receiver, .. } = &self.view.body.exprs[at].kind {
            if self.plays(at, Role::TakeOut) {
                return true;
            }
            at = *receiver;
        }
        false
    }

    /// Whether an expression names a place anywhere.
    pub(super) fn names(&self, id: ExprId, root: Root) -> bool {
        let exprs = &self.view.body.exprs;
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            let is_named = match (&exprs[id].kind, root) {
                (ExprKind::Field { name, .. }, Root::Field(field)) => *name == field,
                (ExprKind::Path(_), Root::Local(pat)) => self.view.types.locals.get(&id) == Some(&pat),
                _ => false,
            };
            if is_named {
                return true;
            }
            exprs[id].kind.for_each_child(&mut |child| open.push(child));
        }
        false
    }

    /// Whether the body may empty a place between a position and an expression: it takes the value out, assigns to it, or passes on the place or
    /// the variable that contains it.
    pub(super) fn may_be_emptied(&self, place: ExprId, from: u32, at: ExprId) -> bool {
        let exprs = &self.view.body.exprs;
        let Some(root) = self.root_of(place) else { return true };
        let variable = if matches!(root, Root::Field(_)) { self.variable_of(place) } else { None };
        let is_whole = |id: &ExprId| variable.is_some() && self.view.types.locals.get(&self.view.behind_refs(*id)).copied() == variable;
        let is_passed_on = |arg: &ExprId| self.names(*arg, root) || is_whole(arg);
        let between = exprs.iter_enumerated().filter(|(_, expr)| from <= expr.span.start && expr.span.end <= exprs[at].span.start);
        between.into_iter().any(|(id, expr)| match &expr.kind {
            ExprKind::Assign { lhs, .. } => self.root_of(*lhs) == Some(root),
            ExprKind::MethodCall { receiver, args, .. } => {
                (self.root_of(*receiver) == Some(root) && !self.borrows_receiver_shared(id))
                    || is_whole(receiver)
                    || args.iter().any(is_passed_on)
            }
            ExprKind::Call { args, .. } => args.iter().any(is_passed_on),
            _ => false,
        })
    }

    /// The variable that a place is part of.
    pub(super) fn variable_of(&self, place: ExprId) -> Option<PatId> {
        let mut at = place;
        loop {
            at = match &self.view.body.exprs[at].kind {
                ExprKind::Field { base, .. } | ExprKind::Index { base, .. } => *base,
                ExprKind::MethodCall { receiver, .. } => *receiver,
                ExprKind::Try { operand }
                | ExprKind::Await { operand, .. }
                | ExprKind::Ref { operand, .. }
                | ExprKind::Unary { operand, .. } => *operand,
                _ => return self.view.types.locals.get(&at).copied(),
            };
        }
    }
}
