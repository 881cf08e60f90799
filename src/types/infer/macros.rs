//! Macro calls by their meaning.

use super::Infer;
use crate::facts::{ExprId, ExprKind, MacroCall, MacroKind, Name};
use crate::names::{DefId, Namespace, PrimTy, Res};
use crate::types::ty::{Mutability, Ty, TyKind};
use std::sync::Arc;

/// How many calls of a method chain are followed to its start.
const MAX_CALLS: usize = 16;

impl Infer<'_, '_> {
    pub(super) fn macro_call(&mut self, call: &MacroCall, expected: Option<&Ty>) -> Ty {
        match &call.kind {
            MacroKind::Format { args, arguments_only } => {
                self.all(args);
                let item = if *arguments_only { self.db.lang.arguments } else { self.db.lang.string };
                self.std_ty(item, Arc::new([]))
            }
            MacroKind::Print { args } | MacroKind::Unit { args } => {
                self.all(args);
                Ty::unit()
            }
            MacroKind::Diverge { args } => {
                self.all(args);
                Ty::never()
            }
            MacroKind::Vec { items } => {
                let item = self.table.fresh();
                if let Some(wanted) = expected.and_then(|ty| self.vec_item(ty)) {
                    self.table.try_unify(&item, &wanted);
                }
                for &id in items {
                    self.expr_coerce(id, &item);
                }
                self.std_ty(self.db.lang.vec, Arc::new([item]))
            }
            MacroKind::VecRepeat { item, len } => {
                let ty = self.expr(*item, None);
                self.expr_coerce(*len, &Ty::prim(PrimTy::Usize));
                self.std_ty(self.db.lang.vec, Arc::new([ty]))
            }
            MacroKind::Identity { value } => self.expr(*value, expected),
            MacroKind::Error { args } => {
                self.all(args);
                self.error_ty(call)
            }
            MacroKind::Join { futures, fallible } => self.join(futures, *fallible),
            MacroKind::Select { arms, otherwise, .. } => {
                let result = self.table.fresh();
                for arm in arms {
                    let future = self.expr(arm.future, None);
                    let output = self.table.future_output(&future);
                    self.frame(|this| {
                        this.pat(arm.pat, &output);
                        if let Some(guard) = arm.guard {
                            this.expr(guard, None);
                        }
                        this.expr_coerce(arm.handler, &result);
                    });
                }
                if let Some(otherwise) = otherwise {
                    self.expr_coerce(*otherwise, &result);
                }
                result
            }
            MacroKind::Stream { block, .. } => {
                let hole = self.table.fresh();
                self.returns.push(hole);
                let loops = std::mem::take(&mut self.loops);
                self.expr(*block, None);
                self.loops = loops;
                self.returns.pop();
                Ty::unknown()
            }
            MacroKind::Ready { value } => {
                let ty = self.expr(*value, None);
                match self.table.shallow(&ty).kind() {
                    TyKind::Adt(def, args) if Some(*def) == self.db.lang.poll => args.first().cloned().unwrap_or_else(Ty::unknown),
                    _ => Ty::unknown(),
                }
            }
            MacroKind::Str => Ty::reference(Mutability::Shared, Ty::prim(PrimTy::Str)),
            MacroKind::U32 => Ty::prim(PrimTy::U32),
            MacroKind::Bytes => Ty::reference(Mutability::Shared, Ty::new(TyKind::Array(Ty::prim(PrimTy::U8)))),
            MacroKind::Cfg { .. } => Ty::prim(PrimTy::Bool),
            MacroKind::Expanded { expr } => self.expr(*expr, expected),
            MacroKind::Exprs { args } => {
                self.all(args);
                let path = self.db.store.macro_path(self.scope(), &call.path);
                let known = path.and_then(|path| self.db.macro_result(self.def.krate, &path)).unwrap_or_else(|| self.span_ty(call));
                if known.is_unknown() { self.nominal(expected) } else { known }
            }
            MacroKind::Opaque => self.nominal(expected),
        }
    }

    /// The type that the code around demands of a value, if nothing else can be coerced to it: a struct or enum without unknown parts.
    fn nominal(&mut self, expected: Option<&Ty>) -> Ty {
        let Some(expected) = expected.map(|expected| self.table.resolve(expected)) else { return Ty::unknown() };
        let is_plain = |part: &Ty| matches!(part.kind(), TyKind::Adt(..) | TyKind::Prim(_) | TyKind::Tuple(_));
        if expected.as_adt().is_some() && !expected.any(&mut |part| !is_plain(part)) { expected } else { Ty::unknown() }
    }

    pub(super) fn all(&mut self, args: &[ExprId]) {
        for &id in args {
            self.expr(id, None);
        }
    }

    /// A type of std by its definition, or unknown if the stubs lack it.
    pub(super) fn std_ty(&self, item: Option<DefId>, args: Arc<[Ty]>) -> Ty {
        item.map_or_else(Ty::unknown, |def| {
            // Allocator parameters and the like are left out by the stubs; a mismatch would be a mistake in them.
            let want = self.db.generics(def).params.len();
            let args =
                if args.len() == want { args } else { args.iter().cloned().chain(std::iter::repeat(Ty::unknown())).take(want).collect() };
            Ty::new(TyKind::Adt(def, args))
        })
    }

    fn vec_item(&mut self, ty: &Ty) -> Option<Ty> {
        match self.table.shallow(ty).kind() {
            TyKind::Adt(def, args) if Some(*def) == self.db.lang.vec => args.first().cloned(),
            _ => None,
        }
    }

    fn join(&mut self, futures: &[ExprId], fallible: bool) -> Ty {
        let mut outputs = Vec::new();
        let mut error = Ty::unknown();
        for &id in futures {
            let ty = self.expr(id, None);
            let output = self.table.future_output(&ty);
            if !fallible {
                outputs.push(output);
                continue;
            }
            match self.table.shallow(&output).kind() {
                TyKind::Adt(def, args) if Some(*def) == self.db.lang.result && args.len() == 2 => {
                    outputs.push(args[0].clone());
                    error = args[1].clone();
                }
                _ => outputs.push(Ty::unknown()),
            }
        }
        let tuple = Ty::new(TyKind::Tuple(outputs.into()));
        if fallible { self.std_ty(self.db.lang.result, Arc::new([tuple, error])) } else { tuple }
    }

    /// `anyhow!` creates the `Error` of the crate that the macro comes from.
    fn error_ty(&mut self, call: &MacroCall) -> Ty {
        let name = call.path.segments.last().map_or("", |segment| segment.name.as_str());
        let eyre = name == "eyre";
        self.first_ty(if eyre { &["eyre::Report", "color_eyre::Report", "color_eyre::eyre::Report"] } else { &["anyhow::Error"] })
    }

    /// `info_span!` and similar create a `Span`, if tracing is available.
    fn span_ty(&mut self, call: &MacroCall) -> Ty {
        let name = call.path.segments.last().map_or("", |segment| segment.name.as_str());
        match name {
            "span" | "error_span" | "warn_span" | "info_span" | "debug_span" | "trace_span" => self.first_ty(&["tracing::Span"]),
            _ => Ty::unknown(),
        }
    }

    /// The method that a value has if no type tells, but its method chain starts with a macro of another crate: that of the only trait in scope
    /// from the same crate. `warp::path!("a").and(get()).map(..)` calls `warp::Filter::map`.
    pub(super) fn method_of_made(&self, receiver: ExprId, method: Name) -> Option<DefId> {
        let inner = |at: &ExprId| match &self.body.exprs[*at].kind {
            ExprKind::MethodCall { receiver, .. } => Some(*receiver),
            _ => None,
        };
        let first = std::iter::successors(Some(receiver), inner).take(MAX_CALLS).last()?;
        let ExprKind::Macro(call) = &self.body.exprs[first].kind else { return None };
        let store = self.db.store;
        let path = store.macro_path(*self.macro_scopes.get(&first)?, &call.path)?;
        let resolved = store.resolve_str(self.def.krate, path.split("::").next()?, Namespace::Type);
        let (Res::Def(root), 0) = (resolved.res, resolved.rest) else { return None };
        let traits = store.traits_in_scope(self.scope());
        let own = traits.iter().filter(|of| of.krate == root.krate && root.krate != store.std());
        let mut methods = own.filter_map(|of| self.db.trait_method(*of, method));
        methods.next().filter(|_| methods.next().is_none())
    }

    /// The first of these types that exists.
    fn first_ty(&mut self, paths: &[&str]) -> Ty {
        for path in paths {
            let resolved = self.db.store.resolve_str(self.def.krate, path, Namespace::Type);
            if let (Res::Def(def), 0) = (resolved.res, resolved.rest) {
                return self.with_ctx(|ctx| ctx.def_ty(def, None));
            }
        }
        Ty::unknown()
    }
}
