//! Closures and async blocks.

use super::Infer;
use crate::facts::{ExprId, PatId, TypeRef};
use crate::names::DefId;
use crate::types::table::Obligation;
use crate::types::ty::{ClosureTy, Ty, TyKind};
use std::sync::Arc;

/// The type hints for a closure from its context.
#[derive(Default)]
struct Expected {
    params: Option<Arc<[Ty]>>,
    ret: Option<Ty>,
    /// The return type is the output of awaiting the call (`AsyncFn`).
    awaited: bool,
}

impl Infer<'_, '_> {
    pub(super) fn closure(
        &mut self,
        id: ExprId,
        params: &[(PatId, Option<TypeRef>)],
        ret: Option<&TypeRef>,
        closure_body: ExprId,
        is_async: bool,
        expected: Option<&Ty>,
    ) -> Ty {
        let hints = expected.map(|expected| self.closure_hints(expected)).unwrap_or_default();
        let mut param_tys = Vec::with_capacity(params.len());
        for (index, (_, declared)) in params.iter().enumerate() {
            let hint = hints.params.as_ref().and_then(|params| params.get(index)).cloned();
            let ty = match declared {
                Some(declared) => {
                    let declared = self.lower(declared);
                    if let Some(hint) = hint {
                        self.table.try_unify(&declared, &hint);
                    }
                    declared
                }
                None => hint.unwrap_or_else(|| self.table.fresh()),
            };
            param_tys.push(ty);
        }
        let output = match ret {
            Some(ret) => self.lower(ret),
            None => self.table.fresh(),
        };
        if let Some(hint) = &hints.ret {
            let hint = self.table.shallow(hint);
            if is_async && !hints.awaited {
                if let TyKind::Future(inner) = hint.kind() {
                    self.table.try_unify(&output, &inner.clone());
                }
            } else if ret.is_none() && !matches!(hint.kind(), TyKind::Infer(_)) {
                self.table.try_unify(&output, &hint);
            }
        }
        let returned = if is_async { Ty::new(TyKind::Future(output.clone())) } else { output.clone() };
        let closure = Ty::new(TyKind::Closure(Arc::new(ClosureTy { owner: self.def, expr: id, params: param_tys.clone(), ret: returned })));
        // The body may use the type of the closure's own expression (a recursion guard), so it is recorded first.
        self.exprs[id] = closure.clone();
        self.frame(|this| {
            for ((pat, _), ty) in params.iter().zip(&param_tys) {
                this.pat(*pat, ty);
            }
            this.in_fn_like(closure_body, &output);
        });
        closure
    }

    /// `async { .. }`: a future of the block's value.
    pub(super) fn async_block(&mut self, run: impl FnOnce(&mut Self, &Ty) -> Ty, expected: Option<&Ty>) -> Ty {
        let output = self.table.fresh();
        if let Some(expected) = expected {
            let expected = self.table.shallow(expected);
            if let TyKind::Future(inner) = expected.kind() {
                self.table.try_unify(&output, &inner.clone());
            }
        }
        self.returns.push(output.clone());
        let loops = std::mem::take(&mut self.loops);
        let ty = run(self, &output);
        self.table.coerce(&ty, &output);
        self.loops = loops;
        self.returns.pop();
        Ty::new(TyKind::Future(output))
    }

    /// A body with its own `return` and `?`.
    fn in_fn_like(&mut self, body: ExprId, output: &Ty) {
        self.returns.push(output.clone());
        let loops = std::mem::take(&mut self.loops);
        let ty = self.expr(body, Some(output));
        self.table.coerce(&ty, output);
        self.loops = loops;
        self.returns.pop();
    }

    /// The hints for a closure from its expected type: a bound on a variable, `impl Fn`, `dyn Fn`, `Box<dyn Fn>`, a fn pointer.
    fn closure_hints(&mut self, expected: &Ty) -> Expected {
        let expected = self.table.shallow(expected);
        match expected.kind() {
            TyKind::FnPtr(params, ret) => Expected { params: Some(params.clone()), ret: Some(ret.clone()), awaited: false },
            TyKind::Infer(_) => {
                let candidates: Vec<_> = self
                    .table
                    .pending
                    .iter()
                    .filter_map(|obligation| match obligation {
                        Obligation::Bound { ty, bound } => Some((ty.clone(), bound.clone())),
                        Obligation::Projects { .. } => None,
                    })
                    .collect();
                for (ty, bound) in candidates {
                    if self.table.shallow(&ty) == expected
                        && let Some(hints) = self.fn_hints(bound.def, &bound.args, &bound.bindings)
                    {
                        return hints;
                    }
                }
                // Bounds such as `F: Handler<T>` give no hints.
                Expected::default()
            }
            TyKind::Closure(closure) => {
                Expected { params: Some(closure.params.clone().into()), ret: Some(closure.ret.clone()), awaited: false }
            }
            TyKind::Dyn(_) | TyKind::Param(..) | TyKind::Opaque(..) => {
                for bound in self.table.assumed_bounds(&expected) {
                    if let Some(hints) = self.fn_hints(bound.def, &bound.args, &bound.bindings) {
                        return hints;
                    }
                }
                Expected::default()
            }
            _ => Expected::default(),
        }
    }

    fn fn_hints(&mut self, def: DefId, args: &Arc<[Ty]>, bindings: &Arc<[(crate::facts::Name, Ty)]>) -> Option<Expected> {
        let lang = &self.db.lang;
        let is_async = [lang.async_fn, lang.async_fn_mut, lang.async_fn_once].contains(&Some(def));
        if !is_async && ![lang.fn_, lang.fn_mut, lang.fn_once].contains(&Some(def)) {
            return None;
        }
        let tuple = args.first().cloned()?;
        let tuple = self.table.normalize(&tuple);
        let params = match self.table.shallow(&tuple).kind() {
            TyKind::Tuple(items) => Some(items.clone()),
            _ => None,
        };
        let ret = bindings.first().map(|(_, ty)| self.table.normalize(ty));
        Some(Expected { params, ret, awaited: is_async })
    }
}
