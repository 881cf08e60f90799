//! Values that are bound to variables, and the expressions that made them.

use super::state::{GuardId, Key, ScopeKind};
use super::{Guard, Maker, Usage, Walker};
use crate::analysis::origins::is_empty;
use crate::facts::{ExprId, ExprKind, MacroKind, PatId, PatKind, Span};
use crate::types::Ty;

/// How many steps a value is followed back to the expression that made it.
const MAX_STEPS: usize = 24;

impl Walker<'_> {
    /// The class that a value of this type belongs to, or holds a member of.
    pub(super) fn class(&self, ty: &Ty) -> Option<usize> {
        self.classes.iter().position(|class| self.site.view.owns(ty, class))
    }

    pub(super) fn class_of(&self, id: ExprId) -> Option<usize> {
        self.class(&self.site.view.types.exprs[id])
    }

    /// Whether a type wraps a member of a class, so that it may be empty.
    pub(super) fn is_wrapped(&self, ty: &Ty) -> bool {
        self.class(ty).is_some_and(|class| !self.site.view.is_member(ty, self.classes[class]))
    }

    /// The variables of a pattern that move a value of a class out of the scrutinee.
    pub(super) fn takers(&self, pat: PatId) -> Vec<PatId> {
        let mut found = Vec::new();
        self.collect(pat, &mut found);
        found
    }

    fn collect(&self, pat: PatId, found: &mut Vec<PatId>) {
        let all = |pats: &[PatId], found: &mut Vec<PatId>| pats.iter().for_each(|pat| self.collect(*pat, found));
        match &self.site.view.body.pats[pat].kind {
            // `None` parses as a variable but is not one.
            PatKind::Bind { name, sub: None, .. } if name.as_str().starts_with(char::is_uppercase) => {}
            PatKind::Bind { by_ref, sub, .. } => {
                if !by_ref && self.class(&self.site.view.types.pats[pat]).is_some() {
                    found.push(pat);
                }
                if let Some(sub) = sub {
                    self.collect(*sub, found);
                }
            }
            PatKind::Tuple(pats) | PatKind::TupleStruct { pats, .. } | PatKind::Or(pats) | PatKind::Slice(pats) => all(pats, found),
            PatKind::Struct { fields, .. } => fields.iter().for_each(|field| self.collect(field.pat, found)),
            PatKind::Typed { pat, .. } => self.collect(*pat, found),
            // Nothing can be moved out of a reference.
            PatKind::Ref { .. } | PatKind::Missing | PatKind::Wild | PatKind::Rest | PatKind::Path(_) | PatKind::Literal => {}
        }
    }

    /// Binds a value to the variables of a pattern.
    pub(super) fn bind(&mut self, takers: &[PatId], value: Option<GuardId>) {
        for &pat in takers {
            let key = Key::Var(pat);
            self.scopes.add(ScopeKind::Vars, key);
            if let (Some(live), Some(guard)) = (&mut self.state, value) {
                live.insert(key, guard);
            }
        }
    }

    /// A pattern matches a scrutinee: from here on, its variables hold what it moves out.
    pub(super) fn matched(&mut self, pat: PatId, scrutinee: ExprId) {
        let takers = self.takers(pat);
        if takers.is_empty() {
            if !self.keeps(pat) {
                self.refuted(scrutinee);
            }
            return;
        }
        let value = self.value_of(scrutinee);
        self.forget(scrutinee);
        self.bind(&takers, value);
    }

    /// Whether a value that matches this pattern certainly contains something.
    fn keeps(&self, pat: PatId) -> bool {
        match &self.site.view.body.pats[pat].kind {
            PatKind::TupleStruct { path, .. } => path.segments.last().is_some_and(|name| name.name == "Some" || name.name == "Ok"),
            PatKind::Typed { pat, .. } => self.keeps(*pat),
            _ => false,
        }
    }

    /// A pattern did not match, or does not look inside: the wrapper counts as empty.
    pub(super) fn refuted(&mut self, scrutinee: ExprId) {
        if self.is_wrapped(&self.site.view.types.exprs[scrutinee]) {
            self.forget(scrutinee);
        }
    }

    /// Removes the value of an expression from what is alive.
    pub(super) fn forget(&mut self, id: ExprId) {
        let key = self.key(id);
        if let Some(live) = &mut self.state {
            live.remove(&key);
        }
    }

    /// Where the value of an expression is kept: in the variable that it names, else in a temporary.
    pub(super) fn key(&self, id: ExprId) -> Key {
        match self.site.view.types.locals.get(&id) {
            Some(pat) => Key::Var(*pat),
            None => Key::Temp(id),
        }
    }

    /// The value of an expression. It must be queried before the operands are moved.
    pub(super) fn value_of(&mut self, id: ExprId) -> Option<GuardId> {
        let class = self.class_of(id)?;
        if self.is_empty(id) {
            return None;
        }
        let mut at = id;
        for _ in 0..MAX_STEPS {
            if let Some(guard) = self.state.as_ref().and_then(|live| live.get(&self.key(at))) {
                return Some(*guard);
            }
            let next = self.passed_on(at);
            match next {
                Some(next) if self.class_of(next).is_some() => at = next,
                _ => break,
            }
        }
        if matches!(self.site.view.body.exprs[at].kind, ExprKind::Path(_)) {
            // A variable of an inner block that is the block's value. Otherwise a constant, `None`, or a moved variable.
            let inner = self.site.view.types.locals.get(&at).filter(|_| at != id)?;
            return Some(self.guard(Maker::Param(*inner), class, id));
        }
        Some(self.guard(Maker::Expr(at), class, id))
    }

    /// Whether a value is made without a member of a class: `Vec::new()`, `Session { guard: None }`.
    fn is_empty(&self, id: ExprId) -> bool {
        let view = self.site.view;
        match &view.body.exprs[id].kind {
            ExprKind::Path(_) => !view.types.locals.contains_key(&id),
            ExprKind::Struct { fields, base: None, .. } => {
                let mut owning = fields.iter().map(|field| field.value).filter(|value| self.class_of(*value).is_some()).peekable();
                owning.peek().is_some() && owning.all(|value| self.is_empty(value))
            }
            _ => is_empty(view, id),
        }
    }

    /// The operand whose value an expression passes on.
    fn passed_on(&self, id: ExprId) -> Option<ExprId> {
        match &self.site.view.body.exprs[id].kind {
            ExprKind::MethodCall { receiver, .. } => (self.receiver_usage(id, *receiver) == Usage::Move).then_some(*receiver),
            ExprKind::Call { args, .. } => args.iter().copied().find(|arg| self.class_of(*arg).is_some()),
            ExprKind::Try { operand } | ExprKind::Cast { operand, .. } | ExprKind::Field { base: operand, .. } => Some(*operand),
            ExprKind::Block { tail, .. } => *tail,
            ExprKind::If { then, .. } => Some(*then),
            ExprKind::Match { scrutinee, arms } => match self.class_of(*scrutinee) {
                Some(_) => Some(*scrutinee),
                None => arms.first().map(|arm| arm.body),
            },
            ExprKind::Tuple { items } | ExprKind::Array { items } => items.iter().copied().find(|item| self.class_of(*item).is_some()),
            ExprKind::Macro(call) => match call.kind {
                MacroKind::Identity { value } | MacroKind::Expanded { expr: value } => Some(value),
                _ => None,
            },
            _ => None,
        }
    }

    /// The number of the value that comes from `maker`.
    pub(super) fn guard(&mut self, maker: Maker, class: usize, typed: ExprId) -> GuardId {
        let view = self.site.view;
        let (span, ty) = match maker {
            Maker::Expr(id) => (view.name_span(id), &view.types.exprs[typed]),
            Maker::Param(pat) => (view.body.pats[pat].span, &view.types.pats[pat]),
        };
        self.add_guard(maker, class, span, ty)
    }

    fn add_guard(&mut self, maker: Maker, class: usize, span: Span, ty: &Ty) -> GuardId {
        if let Some(known) = self.guards.iter().position(|guard| guard.maker == maker && guard.class == class) {
            return known;
        }
        let path = self.site.view.owned_path(ty, self.classes[class]).unwrap_or_default();
        self.guards.push(Guard { class, path: path.to_string(), span, maker });
        self.guards.len() - 1
    }

    /// Adds the parameters of a fn or closure that receive a value of a class.
    pub(super) fn params(&mut self, params: &[PatId]) {
        for &param in params {
            for pat in self.takers(param) {
                let ty = &self.site.view.types.pats[pat];
                let Some(class) = self.class(ty) else { continue };
                let span = self.site.view.body.pats[pat].span;
                let guard = self.add_guard(Maker::Param(pat), class, span, &ty.clone());
                self.bind(&[pat], Some(guard));
            }
        }
    }
}
