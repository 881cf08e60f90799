//! Calls: the callee's signature is instantiated, its bounds become obligations, arguments are checked against its parameters.

use super::paths::join;
use super::{Infer, Reached};
use crate::facts::{ExprId, ExprKind, GenericArgs, Name};
use crate::names::{DefId, DefKind};
use crate::types::subst::Subst;
use crate::types::table::{Obligation, without_lost};
use crate::types::ty::{Ty, TyKind};
use std::sync::Arc;

impl Infer<'_, '_> {
    pub(super) fn call(&mut self, id: ExprId, callee: ExprId, args: &[ExprId], expected: Option<&Ty>) -> Ty {
        let is_awaited = self.awaited.take() == Some(id);
        let callee_ty = self.expr(callee, None);
        let callee_ty = if is_awaited { self.async_twin(callee_ty) } else { callee_ty };
        if let Some(path) = self.externals.get(&callee) {
            self.callees.insert(id, Reached::External(path.clone()));
            self.all(args);
            return self.derived.get(&callee).cloned().unwrap_or_else(Ty::unknown);
        }
        let mut ty = self.table.shallow(&callee_ty);
        for _ in 0..6 {
            match ty.kind().clone() {
                TyKind::FnDef(def, subst) => return self.call_fn(id, def, &subst, None, args, expected),
                TyKind::Closure(closure) => {
                    let reached = if closure.owner == self.def { Reached::Closure(closure.expr) } else { Reached::Indirect };
                    self.callees.insert(id, reached);
                    self.check_args(args, &closure.params, None);
                    return closure.ret.clone();
                }
                TyKind::FnPtr(params, ret) => {
                    // `(S::RUN)(job)`: the impl decides which fn that is, as for a method.
                    let constant = self.constants.get(&callee).cloned();
                    self.callees.insert(id, constant.map_or(Reached::Indirect, |(def, subst)| Reached::Fn(def, subst)));
                    self.check_args(args, &params, None);
                    return ret;
                }
                TyKind::Param(..) | TyKind::Dyn(_) | TyKind::Opaque(..) | TyKind::Projection(..) => {
                    if let Some(ret) = self.call_bounded(id, &ty, args) {
                        return ret;
                    }
                }
                _ => {}
            }
            match self.table.deref_once(&ty) {
                Some(next) => ty = self.table.shallow(&next),
                None => break,
            }
        }
        self.all(args);
        Ty::unknown()
    }

    /// The async one among mutually exclusive fns of one name in one scope.
    fn async_twin(&mut self, callee: Ty) -> Ty {
        let ty = self.table.shallow(&callee);
        let TyKind::FnDef(def, subst) = ty.kind() else { return callee };
        let is_async = |def: DefId| self.db.fn_sig(def).is_some_and(|sig| sig.is_async);
        if is_async(*def) {
            return callee;
        }
        let twins = self.db.store.twins(*def);
        match twins.into_iter().find(|twin| is_async(*twin)) {
            Some(twin) => {
                let args = self.args(twin, None, 0);
                let mut subst = subst.clone();
                subst.push(twin, args);
                Ty::new(TyKind::FnDef(twin, subst))
            }
            None => callee,
        }
    }

    /// A call of a value with an `Fn` bound.
    fn call_bounded(&mut self, id: ExprId, ty: &Ty, args: &[ExprId]) -> Option<Ty> {
        let fn_once = self.db.lang.fn_once?;
        let async_fn_once = self.db.lang.async_fn_once;
        for bound in self.table.assumed_bounds(ty) {
            let db = self.db;
            let hit = db.find_supertrait(&bound, &mut |candidate| candidate.def == fn_once || Some(candidate.def) == async_fn_once);
            let Some(hit) = hit else { continue };
            self.callees.insert(id, Reached::Indirect);
            let params: Vec<Ty> = match hit.args.first().map(|tuple| self.table.shallow(tuple)) {
                Some(tuple) => match tuple.kind() {
                    TyKind::Tuple(items) => items.iter().map(|item| self.table.normalize(item)).collect(),
                    _ => Vec::new(),
                },
                None => Vec::new(),
            };
            self.check_args(args, &params, None);
            let ret = hit.bindings.first().map_or_else(Ty::unit, |(_, ret)| ret.clone());
            let ret = self.table.normalize(&ret);
            return Some(if Some(hit.def) == async_fn_once { Ty::new(TyKind::Future(ret)) } else { ret });
        }
        None
    }

    /// A call of a known fn or constructor. `receiver` is the receiver's type for method calls, else the receiver is the first argument.
    fn call_fn(&mut self, id: ExprId, def: DefId, subst: &Subst, receiver: Option<&Ty>, args: &[ExprId], expected: Option<&Ty>) -> Ty {
        let Some(sig) = self.db.fn_sig(def) else {
            self.all(args);
            return Ty::unknown();
        };
        let is_fn = self.db.store.def(def).kind == DefKind::Fn;
        if let Some(builder) = self.fn_builder(id, def, subst, args.len()) {
            self.all(args);
            return builder;
        }
        self.callees.insert(id, if is_fn { Reached::Fn(def, subst.clone()) } else { Reached::Constructor(def) });
        if is_fn {
            self.require_bounds(def, subst);
        }
        let ret = sig.ret.subst(subst);
        let ret = self.table.normalize(&ret);
        let mut params: Vec<Ty> = Vec::with_capacity(sig.params.len() + 1);
        if receiver.is_none() {
            params.extend(sig.self_param.iter().map(|param| param.subst(subst)));
        }
        params.extend(sig.params.iter().map(|param| param.subst(subst)));
        let params: Vec<Ty> = params.iter().map(|param| self.table.normalize(param)).collect();
        if let (Some(receiver), Some(param)) = (receiver, &sig.self_param) {
            let param = param.subst(subst);
            let param = self.table.normalize(&param);
            self.table.coerce(receiver, &param);
        }
        let hints = expected.map(|expected| self.expected_params(&ret, expected, &params));
        self.check_args(args, &params, hints.as_deref());
        ret
    }

    /// The bounds of the fn and of its impl or trait.
    fn require_bounds(&mut self, def: DefId, subst: &Subst) {
        let mut owner = Some(def);
        while let Some(current) = owner {
            for (ty, bound) in self.db.predicates(current).iter() {
                let ty = ty.subst(subst);
                let bound = bound.subst(subst);
                let ty = self.table.normalize(&ty);
                let bound = bound.map(&mut |ty| self.table.normalize(ty));
                if ty.has_infer() || bound.args.iter().any(Ty::has_infer) || bound.bindings.iter().any(|(_, ty)| ty.has_infer()) {
                    self.table.require(Obligation::Bound { ty, bound });
                }
            }
            if self.db.store.def(current).kind == DefKind::Trait
                && let Some(all) = subst.args(current)
                && let Some(self_ty) = all.first()
            {
                let bound = crate::types::TraitRef { def: current, args: all.iter().skip(1).cloned().collect(), bindings: Arc::new([]) };
                if all.iter().any(Ty::has_infer) {
                    self.table.require(Obligation::Bound { ty: self_ty.clone(), bound });
                }
            }
            owner = self.db.generic_parent(current);
        }
    }

    /// Parameter types suggested by the expected result (`Box::new(|x| ..)` where a `Box<dyn Fn(u8)>` is expected): hints only.
    fn expected_params(&mut self, ret: &Ty, expected: &Ty, params: &[Ty]) -> Vec<Ty> {
        let mut hints = Vec::new();
        let expected = self.table.resolve(expected);
        if matches!(expected.kind(), TyKind::Infer(_)) || matches!(self.table.shallow(ret).kind(), TyKind::Infer(_)) {
            return hints;
        }
        let count = self.table.var_count();
        self.table.probe(|table| {
            if table.unify(ret, &expected) {
                hints = params.iter().map(|param| table.resolve(param)).collect();
            }
            false
        });
        hints.iter().map(|hint| without_lost(hint, count)).collect()
    }

    /// Checks arguments against parameters, closures last: the other arguments determine the types of closure parameters.
    fn check_args(&mut self, args: &[ExprId], params: &[Ty], hints: Option<&[Ty]>) {
        let body = self.body;
        let is_closure = |id: ExprId| matches!(body.exprs[id].kind, ExprKind::Closure { .. });
        for closures in [false, true] {
            if closures {
                if !args.iter().any(|&arg| is_closure(arg)) {
                    continue;
                }
                self.table.settle_pending();
            }
            for (index, &arg) in args.iter().enumerate() {
                if is_closure(arg) != closures {
                    continue;
                }
                let Some(param) = params.get(index) else {
                    self.expr(arg, None);
                    continue;
                };
                let resolved = self.table.shallow(param);
                let hint = match hints.and_then(|hints| hints.get(index)) {
                    Some(hint) if matches!(resolved.kind(), TyKind::Infer(_)) && !matches!(hint.kind(), TyKind::Infer(_)) => hint.clone(),
                    _ => resolved,
                };
                let ty = self.expr(arg, Some(&hint));
                self.table.coerce(&ty, param);
            }
        }
        self.table.settle_pending();
    }

    pub(super) fn method_call(
        &mut self,
        id: ExprId,
        receiver: ExprId,
        method: Name,
        turbofish: Option<&GenericArgs>,
        args: &[ExprId],
        expected: Option<&Ty>,
    ) -> Ty {
        let is_awaited = self.awaited.take() == Some(id);
        let receiver_ty = self.expr(receiver, None);
        if matches!(self.table.shallow(&receiver_ty).kind(), TyKind::Infer(_)) {
            self.table.settle_pending();
        }
        let scope = self.scope();
        // `write!` is lowered to a call of `write_fmt` with the format's arguments.
        let arity = (method.as_str() != "write_fmt").then_some(args.len());
        if let Some(mut pick) = self.table.lookup_method(&receiver_ty, method, arity, scope) {
            if is_awaited && !self.db.fn_sig(pick.def).is_some_and(|sig| sig.is_async) {
                let twins = self.db.store.twins(pick.def);
                pick.def = twins.into_iter().find(|twin| self.db.fn_sig(*twin).is_some_and(|sig| sig.is_async)).unwrap_or(pick.def);
            }
            let mut subst = pick.subst;
            let own = self.args(pick.def, turbofish, 0);
            subst.push(pick.def, own);
            let receiver = pick.self_ty;
            let adjusted = self.db.fn_sig(pick.def).and_then(|sig| sig.self_param.clone());
            let adjusted = adjusted.map(|param| match param.kind() {
                TyKind::Ref(mutability, _) => Ty::reference(*mutability, receiver.clone()),
                _ => receiver.clone(),
            });
            let is_typed = self
                .db
                .function(pick.def)
                .is_some_and(|function| matches!(function.sig.self_param, Some(crate::facts::SelfParam::Typed(_))));
            let receiver = if is_typed { None } else { adjusted };
            let unknown = Ty::unknown();
            return self.call_fn(id, pick.def, &subst, Some(receiver.as_ref().unwrap_or(&unknown)), args, expected);
        }
        if let Some(def) = self.method_of_made(receiver, method) {
            return self.call_fn(id, def, &Subst::empty(), Some(&receiver_ty), args, expected);
        }
        if self.has_known_head(&receiver_ty) || self.table.shallow(&receiver_ty).is_unknown() {
            self.unanswered.insert(id, scope);
        }
        if let Some(given) = self.derived_method(id, &receiver_ty, method) {
            self.all(args);
            return given;
        }
        // A callable field: `(self.f)(x)` is a call, `self.f(x)` is not, so nothing else is left to try.
        if let Some(path) = self.external_receiver(&receiver_ty) {
            self.callees.insert(id, Reached::External(format!("{path}::{method}").into()));
        }
        self.all(args);
        Ty::unknown()
    }

    /// Whether the receiver's type constructor behind references is known, even if its source is not available.
    fn has_known_head(&mut self, ty: &Ty) -> bool {
        let ty = self.table.shallow(ty);
        let mut ty = ty.strip_refs().clone();
        if let TyKind::Infer(_) = ty.kind() {
            ty = self.table.shallow(&ty);
        }
        matches!(ty.kind(), TyKind::Adt(..) | TyKind::External(..) | TyKind::Prim(_) | TyKind::Slice(_) | TyKind::Future(_))
    }

    /// The path of a type whose source is not available, looked for through references and smart pointers.
    fn external_receiver(&mut self, ty: &Ty) -> Option<Arc<str>> {
        let mut ty = self.table.shallow(ty);
        for _ in 0..6 {
            if let TyKind::External(path, _) = ty.kind() {
                return Some(join(path));
            }
            ty = self.table.deref_once(&ty)?;
            ty = self.table.shallow(&ty);
        }
        None
    }
}
