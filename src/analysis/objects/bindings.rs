//! The variables of one body: what each is bound to, what is stored through it later, and whether other code may store something in it.

use crate::analysis::body::BodyView;
use crate::analysis::places::FieldRef;
use crate::facts::{BlockKind, ExprId, ExprKind, Name, PatId, PatKind, Stmt};
use crate::names::{CrateKind, DefId, DefKind};
use crate::types::{Callee, Mutability, Ty, TyKind};
use rustc_hash::{FxHashMap, FxHashSet};

/// Limit on the steps from a place to the variable or field that it is in.
const MAX_STEPS: usize = 24;

/// Where a variable's value comes from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source {
    /// An expression, or something in it.
    Value(ExprId),
    /// A field that a pattern takes out of a struct.
    Field(FieldRef),
    /// A part that the pattern of the parameter with this number takes out of it.
    Param(usize),
}

/// A variable or field that holds a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Root {
    Local(PatId),
    Field(FieldRef),
}

/// What one body does with the variables and fields whose types contain trait objects.
#[derive(Debug, Default)]
pub(in crate::analysis) struct Bindings {
    from: FxHashMap<PatId, Source>,
    later: FxHashMap<PatId, Vec<ExprId>>,
    lent: FxHashSet<PatId>,
    /// What is stored in fields, except by struct literals.
    pub(in crate::analysis) fields_later: Vec<(FieldRef, ExprId)>,
    /// The fields that other code may store something in, and where.
    pub(in crate::analysis) fields_lent: Vec<(FieldRef, ExprId)>,
    /// The values of `return` outside closures and async blocks.
    pub(super) returns: Vec<ExprId>,
}

impl Bindings {
    pub(in crate::analysis) fn new(view: &BodyView<'_>) -> Self {
        let mut bindings = Self::default();
        for expr in &view.body.exprs {
            bindings.bind_all(view, &expr.kind);
        }
        for (index, param) in view.body.params.iter().enumerate() {
            if !matches!(view.body.pats[*param].kind, PatKind::Bind { .. }) {
                bindings.bind(view, *param, Source::Param(index));
            }
        }
        let taken_apart: FxHashSet<ExprId> = view.body.exprs.iter().filter_map(|expr| taken_apart(&expr.kind)).collect();
        for (id, expr) in view.body.exprs.iter_enumerated() {
            match &expr.kind {
                ExprKind::Assign { lhs, rhs } => bindings.store(view, *lhs, *rhs),
                ExprKind::MethodCall { receiver, args, .. } if !args.is_empty() && !view.is_local_call(id) => {
                    for arg in args {
                        bindings.store(view, *receiver, *arg);
                    }
                }
                // In `for s in &mut self.all` only what the loop itself stores counts.
                ExprKind::Ref { mutable: true, operand, .. } if !taken_apart.contains(&id) => bindings.lend(view, *operand, id),
                _ => {}
            }
        }
        let closures: Vec<_> = view.body.exprs.iter().filter(|expr| is_apart(&expr.kind)).map(|expr| expr.span).collect();
        bindings.returns = view
            .body
            .exprs
            .iter()
            .filter(|expr| !closures.iter().any(|closure| closure.contains(expr.span)))
            .filter_map(|expr| if let ExprKind::Return { value } = expr.kind { value } else { None })
            .collect();
        bindings
    }

    pub(super) fn source(&self, pat: PatId) -> Option<Source> {
        self.from.get(&pat).copied()
    }

    /// What is stored in a variable after its declaration.
    pub(super) fn stored_later(&self, pat: PatId) -> &[ExprId] {
        self.later.get(&pat).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether other code may store something in a variable.
    pub(super) fn is_lent(&self, pat: PatId) -> bool {
        self.lent.contains(&pat)
    }

    fn bind_all(&mut self, view: &BodyView<'_>, kind: &ExprKind) {
        match kind {
            ExprKind::Let { pat, scrutinee } => self.bind(view, *pat, Source::Value(*scrutinee)),
            ExprKind::For { pat, iter, .. } => self.bind(view, *pat, Source::Value(*iter)),
            ExprKind::Match { scrutinee, arms } => arms.iter().for_each(|arm| self.bind(view, arm.pat, Source::Value(*scrutinee))),
            ExprKind::Block { stmts, .. } => {
                for stmt in stmts {
                    if let Stmt::Let { pat, init: Some(init), .. } = stmt {
                        self.bind(view, *pat, Source::Value(*init));
                    }
                }
            }
            // `all.iter().for_each(|s| ..)`
            ExprKind::MethodCall { receiver, args, .. } => {
                for arg in args {
                    if let ExprKind::Closure { params, .. } = &view.body.exprs[*arg].kind {
                        for (pat, _) in params {
                            self.bind(view, *pat, Source::Value(*receiver));
                        }
                    }
                }
            }
            _ => {}
        }
    }

    fn bind(&mut self, view: &BodyView<'_>, pat: PatId, from: Source) {
        match &view.body.pats[pat].kind {
            PatKind::Bind { sub, .. } => {
                self.from.insert(pat, from);
                if let Some(sub) = sub {
                    self.bind(view, *sub, from);
                }
            }
            PatKind::Tuple(pats) | PatKind::Or(pats) | PatKind::Slice(pats) => pats.iter().for_each(|pat| self.bind(view, *pat, from)),
            PatKind::TupleStruct { pats, .. } => match view.struct_of(pat) {
                Some(adt) => {
                    for (index, inner) in pats.iter().enumerate() {
                        self.bind_field(view, *inner, (adt, Name::new(&index.to_string())));
                    }
                }
                // `Some(s)`. A field of the user's own enum has no source.
                None if view.is_std_type(&view.types.pats[pat]) => pats.iter().for_each(|pat| self.bind(view, *pat, from)),
                None => {}
            },
            PatKind::Struct { fields, .. } => {
                if let Some(adt) = view.struct_of(pat) {
                    for field in fields {
                        self.bind_field(view, field.pat, (adt, field.name));
                    }
                }
            }
            PatKind::Ref { pat, .. } | PatKind::Typed { pat, .. } => self.bind(view, *pat, from),
            _ => {}
        }
    }

    fn bind_field(&mut self, view: &BodyView<'_>, pat: PatId, field: FieldRef) {
        match &view.body.pats[pat].kind {
            PatKind::Bind { .. } => {
                self.from.insert(pat, Source::Field(field));
                if matches!(view.types.pats[pat].kind(), TyKind::Ref(Mutability::Mutable, _)) && holds_object(&view.types.pats[pat]) {
                    self.fields_lent.push((field, view.body.root));
                }
            }
            PatKind::Ref { pat, .. } | PatKind::Typed { pat, .. } => self.bind_field(view, *pat, field),
            _ => {}
        }
    }

    /// Something is stored in a place.
    fn store(&mut self, view: &BodyView<'_>, place: ExprId, value: ExprId) {
        for root in self.roots(view, place) {
            match root {
                Root::Local(pat) => self.later.entry(pat).or_default().push(value),
                Root::Field(field) => self.fields_later.push((field, value)),
            }
        }
    }

    fn lend(&mut self, view: &BodyView<'_>, place: ExprId, at: ExprId) {
        // What is behind `&mut dyn Trait` cannot be replaced by another type.
        if matches!(view.types.exprs[place].kind(), TyKind::Dyn(_)) {
            return;
        }
        for root in self.roots(view, place) {
            match root {
                Root::Local(pat) => _ = self.lent.insert(pat),
                Root::Field(field) => self.fields_lent.push((field, at)),
            }
        }
    }

    /// The variables and fields with trait objects that a place may be in: `self.all` of `self.all.lock().unwrap()[0]`.
    fn roots(&self, view: &BodyView<'_>, place: ExprId) -> Vec<Root> {
        let (mut at, mut found) = (place, Vec::new());
        for _ in 0..MAX_STEPS {
            let holds = || holds_object(&view.types.exprs[at]);
            at = match &view.body.exprs[at].kind {
                ExprKind::Field { base, name, .. } => {
                    if holds()
                        && let Some(adt) = view.db.field_owner(view.def, &view.types.exprs[*base], *name)
                    {
                        found.push(Root::Field((adt, *name)));
                        return found;
                    }
                    *base
                }
                ExprKind::MethodCall { receiver, .. } => *receiver,
                ExprKind::Index { base, .. } => *base,
                ExprKind::Ref { operand, .. }
                | ExprKind::Unary { operand, .. }
                | ExprKind::Try { operand }
                | ExprKind::Await { operand, .. } => *operand,
                ExprKind::Path(_) if holds() => {
                    let Some(&pat) = view.types.locals.get(&at) else { return found };
                    found.push(Root::Local(pat));
                    // `let mut all = self.all.lock().unwrap();`
                    match self.source(pat) {
                        Some(Source::Value(from)) => from,
                        Some(Source::Field(field)) => {
                            found.push(Root::Field(field));
                            return found;
                        }
                        Some(Source::Param(_)) | None => return found,
                    }
                }
                _ => return found,
            };
        }
        found
    }
}

/// Whether a type contains a trait object.
pub(super) fn holds_object(ty: &Ty) -> bool {
    ty.any(&mut |part| matches!(part.kind(), TyKind::Dyn(_)))
}

/// The expressions that a construct takes apart by patterns.
fn taken_apart(kind: &ExprKind) -> Option<ExprId> {
    match kind {
        ExprKind::Let { scrutinee, .. } | ExprKind::Match { scrutinee, .. } | ExprKind::For { iter: scrutinee, .. } => Some(*scrutinee),
        _ => None,
    }
}

/// Whether `return` in an expression leaves that expression instead of the fn.
fn is_apart(kind: &ExprKind) -> bool {
    matches!(kind, ExprKind::Closure { .. } | ExprKind::Block { kind: BlockKind::Async { .. }, .. })
}

impl BodyView<'_> {
    /// Whether a call runs a fn of the workspace.
    pub(super) fn is_local_call(&self, call: ExprId) -> bool {
        matches!(self.types.callees.get(&call), Some(Callee::Fn(callee)) if self.db.store.krate(callee.body_def().krate).kind == CrateKind::Local)
    }

    /// The struct of the workspace that a pattern takes apart.
    fn struct_of(&self, pat: PatId) -> Option<DefId> {
        let (adt, _) = self.types.pats[pat].strip_refs().as_adt()?;
        let store = self.db.store;
        (store.krate(adt.krate).kind == CrateKind::Local && store.def(adt).kind == DefKind::Struct).then_some(adt)
    }

    fn is_std_type(&self, ty: &Ty) -> bool {
        ty.strip_refs().as_adt().is_some_and(|(adt, _)| adt.krate == self.db.store.std())
    }
}
