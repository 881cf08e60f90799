//! Types of one body: a walk over its expressions in order, with expectations passed down and obligations settled as soon as enough
//! is known. Never fails: types that cannot be inferred are unknown.

mod calls;
mod closures;
mod derived;
mod exprs;
mod flow;
mod fn_builders;
mod macros;
mod ops;
mod paths;
mod pats;
mod spine;

use super::TypeDb;
use super::lower::{ImplTraitMode, LowerCtx};
use super::result::{BodyTypes, Callee, Dispatch, FnCallee};
use super::subst::Subst;
use super::table::Table;
use super::ty::{Ty, TyKind};
use crate::facts::{Body, ExprId, Name, PatId, TypeRef};
use crate::names::{DefId, DefKind, FileData};
use index_vec::IndexVec;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// Infers the body of `def`; `None` if it has none.
pub(super) fn infer_body(db: &TypeDb<'_>, def: DefId) -> Option<BodyTypes> {
    let at = db.store.body(def)?;
    let scope = db.store.def_of_scope(def.krate, at.file.id, at.body.scope);
    let mut infer = Infer {
        table: Table::new(db, db.param_env(def), def.krate),
        db,
        def,
        file: at.file,
        body: at.body,
        exprs: at.body.exprs.iter().map(|_| Ty::unknown()).collect(),
        pats: at.body.pats.iter().map(|_| Ty::unknown()).collect(),
        callees: FxHashMap::default(),
        unanswered: FxHashMap::default(),
        macro_scopes: FxHashMap::default(),
        externals: FxHashMap::default(),
        derived: FxHashMap::default(),
        locals_used: FxHashMap::default(),
        values: FxHashMap::default(),
        constants: FxHashMap::default(),
        tries: Vec::new(),
        locals: Vec::new(),
        scopes: vec![scope],
        returns: Vec::new(),
        loops: Vec::new(),
        awaited: None,
        ready: FxHashSet::default(),
        depth: 0,
    };
    infer.run();
    Some(infer.finish())
}

/// A call whose generic arguments are still being found.
enum Reached {
    Fn(DefId, Subst),
    External(Arc<str>),
    Constructor(DefId),
    Closure(ExprId),
    Indirect,
}

/// The state of one inference.
struct Infer<'a, 's> {
    table: Table<'a, 's>,
    db: &'a TypeDb<'s>,
    def: DefId,
    file: &'a FileData,
    body: &'a Body,
    exprs: IndexVec<ExprId, Ty>,
    pats: IndexVec<PatId, Ty>,
    callees: FxHashMap<ExprId, Reached>,
    /// Method calls without an available callee, each with its scope.
    unanswered: FxHashMap<ExprId, DefId>,
    /// Unexpanded macro calls, each with its scope.
    macro_scopes: FxHashMap<ExprId, DefId>,
    /// Path expressions that resolve to code whose source is not available.
    externals: FxHashMap<ExprId, Arc<str>>,
    /// The results of calls of derived fns.
    derived: FxHashMap<ExprId, Ty>,
    locals_used: FxHashMap<ExprId, PatId>,
    values: FxHashMap<ExprId, DefId>,
    /// Constants of traits, with the generic arguments of the trait.
    constants: FxHashMap<ExprId, (DefId, Subst)>,
    /// `?` expressions: the error type of the operand, and the return type of the enclosing fn, closure or async block.
    tries: Vec<(ExprId, Ty, Ty)>,
    /// Local variables in scope, innermost last.
    locals: Vec<(Name, PatId)>,
    /// Scopes for names, innermost last.
    scopes: Vec<DefId>,
    /// Return types that `return` and `?` coerce to: the fn's, then those of closures and async blocks.
    returns: Vec<Ty>,
    loops: Vec<LoopFrame>,
    /// The call whose value is awaited: among `cfg`-exclusive twins its callee is the async one.
    awaited: Option<ExprId>,
    /// Links of long chains that have been inferred before the chain around them.
    ready: FxHashSet<ExprId>,
    depth: u32,
}

struct LoopFrame {
    label: Option<Name>,
    value: Ty,
    breaks: bool,
}

/// Expressions nested deeper than this are not analysed. The parser's own limit is lower on a normal thread.
const MAX_EXPR_DEPTH: u32 = 3_000;

impl Infer<'_, '_> {
    fn run(&mut self) {
        let body = self.body;
        let expected = if self.db.store.def(self.def).kind == DefKind::Fn {
            let Some(sig) = self.db.fn_sig(self.def) else { return };
            if let Some(pat) = body.self_param {
                let ty = sig.self_param.clone().unwrap_or_else(Ty::unknown);
                self.bind_self(pat, &ty);
            }
            for (&pat, ty) in body.params.iter().zip(&sig.params) {
                let ty = self.table.normalize(ty);
                self.pat(pat, &ty);
            }
            let ret = self.table.normalize(&sig.declared_ret);
            // Inside its own fn an opaque return type is the hidden type, inferred from the body.
            if matches!(ret.kind(), TyKind::Opaque(..)) { self.table.fresh() } else { ret }
        } else {
            self.table.normalize(&self.db.declared_ty(self.def))
        };
        self.returns.push(expected.clone());
        let ty = self.expr(body.root, Some(&expected));
        self.table.coerce(&ty, &expected);
        self.table.settle_pending();
    }

    fn bind_self(&mut self, pat: PatId, ty: &Ty) {
        let ty = self.table.normalize(ty);
        self.pats[pat] = ty;
        self.locals.push((Name::new("self"), pat));
    }

    /// The scope in which names are looked up now.
    fn scope(&self) -> DefId {
        self.scopes.last().copied().unwrap_or(self.def)
    }

    /// Lowers a type written in the body; holes become variables.
    fn lower(&mut self, ty: &TypeRef) -> Ty {
        let lowered = self.with_ctx(|ctx| ctx.ty(ty));
        self.table.normalize(&lowered)
    }

    /// Runs `f` with a context in which left-out types become variables.
    fn with_ctx<R>(&mut self, f: impl FnOnce(&mut LowerCtx<'_, '_>) -> R) -> R {
        let scope = self.scope();
        let (db, def) = (self.db, self.def);
        let table = &mut self.table;
        let mut fresh = || table.fresh();
        let mut ctx = LowerCtx { db, scope, owner: Some(def), impl_trait: ImplTraitMode::Disallowed, fresh: Some(&mut fresh), depth: 0 };
        f(&mut ctx)
    }

    /// Infers an expression; the result is its type before any coercion.
    fn expr(&mut self, id: ExprId, expected: Option<&Ty>) -> Ty {
        if self.ready.remove(&id) {
            return self.exprs[id].clone();
        }
        if self.depth > MAX_EXPR_DEPTH {
            self.table.exhausted = true;
            return Ty::unknown();
        }
        self.unroll(id, expected);
        // Once the budget is exhausted, types are unknown, but paths still resolve.
        self.table.step();
        self.depth += 1;
        let ty = self.expr_kind(id, expected);
        self.depth -= 1;
        self.exprs[id] = ty.clone();
        ty
    }

    /// Infers an expression that must have a type.
    fn expr_coerce(&mut self, id: ExprId, to: &Ty) -> Ty {
        let ty = self.expr(id, Some(to));
        self.table.coerce(&ty, to);
        ty
    }

    fn local(&self, name: Name) -> Option<PatId> {
        self.locals.iter().rev().find(|(local, _)| *local == name).map(|(_, pat)| *pat)
    }

    /// Runs `f` in a frame of its own for local variables.
    fn frame<R>(&mut self, f: impl FnOnce(&mut Self) -> R) -> R {
        let before = self.locals.len();
        let result = f(self);
        self.locals.truncate(before);
        result
    }

    fn finish(mut self) -> BodyTypes {
        self.table.settle_pending();
        let (locals, values) = (std::mem::take(&mut self.locals_used), std::mem::take(&mut self.values));
        let mut out = BodyTypes { locals, values, ..BodyTypes::default() };
        let tries = std::mem::take(&mut self.tries);
        for (id, error, ret) in tries {
            self.try_conversion(id, &error, &ret);
        }
        let mut reached: Vec<_> = std::mem::take(&mut self.callees).into_iter().collect();
        reached.sort_by_key(|(id, _)| *id);
        for (id, reached) in reached {
            let callee = match reached {
                Reached::Fn(def, subst) => Callee::Fn(Box::new(self.fn_callee(def, &subst))),
                Reached::External(path) => Callee::External(path),
                Reached::Constructor(def) => Callee::Constructor(def),
                Reached::Closure(expr) => Callee::Closure(expr),
                Reached::Indirect => Callee::Indirect,
            };
            out.callees.insert(id, callee);
        }
        let mut constants: Vec<_> = std::mem::take(&mut self.constants).into_iter().collect();
        constants.sort_by_key(|(id, _)| *id);
        for (id, (def, subst)) in constants {
            if let Some(of_impl) = self.fn_callee(def, &subst).implementation {
                out.values.insert(id, of_impl);
            }
        }
        out.unanswered = std::mem::take(&mut self.unanswered);
        out.macro_scopes = std::mem::take(&mut self.macro_scopes);
        let exprs = std::mem::take(&mut self.exprs);
        out.exprs = exprs.iter().map(|ty| self.table.finish(ty)).collect();
        let pats = std::mem::take(&mut self.pats);
        out.pats = pats.iter().map(|ty| self.table.finish(ty)).collect();
        out.exhausted = self.table.exhausted;
        out
    }

    fn fn_callee(&mut self, def: DefId, subst: &Subst) -> FnCallee {
        let parent = self.db.generic_parent(def);
        let mut owners = vec![def];
        owners.extend(parent);
        let subst = self.table.finish_subst(subst, &owners);
        let mut callee = FnCallee { def, implementation: None, self_ty: None, dispatch: Dispatch::Static, subst };
        let Some(parent) = parent else { return callee };
        if self.db.store.def(parent).kind == DefKind::Trait {
            let self_ty = callee.subst.get(parent, 0).cloned().unwrap_or_else(Ty::unknown);
            callee.dispatch = match self_ty.kind() {
                TyKind::Dyn(_) => Dispatch::Dynamic,
                TyKind::Param(..) | TyKind::Opaque(..) | TyKind::Projection(..) => Dispatch::Generic,
                _ => Dispatch::Static,
            };
            if callee.dispatch == Dispatch::Static && !self_ty.is_unknown() {
                let args: Arc<[Ty]> = callee.subst.args(parent).map(|args| args.iter().skip(1).cloned().collect()).unwrap_or_default();
                if let Some((implementation, imp, of_impl)) = self.table.implementation(def, &self_ty, &args) {
                    callee.implementation = Some(implementation);
                    // `M` for the `T` of `impl<T: Find> Find for Arc<T>`.
                    if !of_impl.is_empty() {
                        callee.subst.push(imp, of_impl.iter().map(|arg| self.table.finish(arg)).collect());
                    }
                }
            }
            callee.self_ty = Some(self_ty);
        } else {
            callee.self_ty = self.db.self_ty(parent).map(|ty| {
                let ty = self.table.normalize(&ty.subst(&callee.subst));
                self.table.finish(&ty)
            });
        }
        callee
    }

    /// `e?` converts the error with `From` where the types differ: that is a call.
    fn try_conversion(&mut self, id: ExprId, error: &Ty, ret: &Ty) {
        let (Some(from), ret) = (self.db.lang.from, self.table.finish(ret)) else { return };
        let error = self.table.finish(error);
        let Some((def, args)) = ret.as_adt() else { return };
        if Some(def) != self.db.lang.result {
            return;
        }
        let Some(target) = args.get(1).cloned() else { return };
        if target == error || target.as_adt().is_none() || error.is_unknown() {
            return;
        }
        if let Some(method) = self.db.trait_method(from, Name::new("from")) {
            self.callees.insert(id, Reached::Fn(method, Subst::of(from, Arc::new([target, error]))));
        }
    }
}
