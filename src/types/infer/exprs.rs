//! One arm per kind of expression.

use super::Infer;
use crate::facts::{BlockKind, ExprId, ExprKind, FieldInit, Literal, MacroKind, Name, Path};
use crate::names::{Namespace, PrimTy, Res};
use crate::types::subst::Subst;
use crate::types::ty::{Mutability, Ty, TyKind};
use crate::types::variables::VarKind;
use std::sync::Arc;

impl Infer<'_, '_> {
    pub(super) fn expr_kind(&mut self, id: ExprId, expected: Option<&Ty>) -> Ty {
        let body = self.body;
        match &body.exprs[id].kind {
            ExprKind::Missing => Ty::unknown(),
            ExprKind::Path(path) => self.path_value(id, path),
            ExprKind::Literal(literal) => self.literal(literal),
            ExprKind::Call { callee, args } => self.call(id, *callee, args, expected),
            ExprKind::MethodCall { receiver, method, turbofish, args, .. } => {
                self.method_call(id, *receiver, *method, turbofish.as_deref(), args, expected)
            }
            ExprKind::Field { base, name, .. } => self.field(*base, *name),
            ExprKind::Index { base, index } => self.index(id, *base, *index),
            ExprKind::Unary { op, operand } => self.unary(id, *op, *operand, expected),
            ExprKind::Binary { op, lhs, rhs, assign } => self.binary(id, *op, *lhs, *rhs, *assign),
            ExprKind::Assign { lhs, rhs } => {
                let place = self.expr(*lhs, None);
                self.expr_coerce(*rhs, &place);
                Ty::unit()
            }
            ExprKind::Ref { mutable, raw, operand } => {
                let hint = expected.and_then(|expected| match self.table.shallow(expected).kind() {
                    TyKind::Ref(_, inner) | TyKind::Ptr(_, inner) => Some(inner.clone()),
                    _ => None,
                });
                let inner = self.expr(*operand, hint.as_ref());
                let mutability = Mutability::from_mut(*mutable);
                Ty::new(if *raw { TyKind::Ptr(mutability, inner) } else { TyKind::Ref(mutability, inner) })
            }
            ExprKind::Try { operand } => self.try_operator(id, *operand),
            ExprKind::Await { operand, .. } => {
                self.awaited = Some(*operand);
                let ty = self.expr(*operand, None);
                self.awaited = None;
                self.table.settle_pending();
                self.table.future_output(&ty)
            }
            ExprKind::Block { kind, scope, stmts, tail, label } => match kind {
                BlockKind::Async { .. } => self.async_block(|this, output| this.block(*scope, stmts, *tail, Some(output)), expected),
                BlockKind::Try => {
                    self.block(*scope, stmts, *tail, None);
                    expected.cloned().unwrap_or_else(Ty::unknown)
                }
                BlockKind::Plain | BlockKind::Unsafe | BlockKind::Const => match label {
                    Some(label) => {
                        let (ty, frame) = self.looped(Some(*label), |this| this.block(*scope, stmts, *tail, expected));
                        self.table.coerce(&ty, &frame.value);
                        if frame.breaks { frame.value } else { ty }
                    }
                    None => self.block(*scope, stmts, *tail, expected),
                },
            },
            ExprKind::Closure { params, ret, body, is_async, .. } => self.closure(id, params, ret.as_deref(), *body, *is_async, expected),
            ExprKind::If { cond, then, otherwise } => self.if_expr(*cond, *then, *otherwise, expected),
            ExprKind::Let { pat, scrutinee } => {
                let ty = self.expr(*scrutinee, None);
                self.pat(*pat, &ty);
                Ty::prim(PrimTy::Bool)
            }
            ExprKind::Match { scrutinee, arms } => self.match_expr(*scrutinee, arms, expected),
            ExprKind::While { label, cond, body } => {
                self.looped(*label, |this| {
                    this.frame(|this| {
                        this.expr(*cond, None);
                        this.expr(*body, None);
                    });
                });
                Ty::unit()
            }
            ExprKind::Loop { label, body } => {
                let ((), frame) = self.looped(*label, |this| {
                    this.expr(*body, None);
                });
                if frame.breaks { frame.value } else { Ty::never() }
            }
            ExprKind::For { label, pat, iter, body } => self.for_loop(id, *label, *pat, *iter, *body),
            ExprKind::Return { value } => {
                let ret = self.returns.last().cloned().unwrap_or_else(Ty::unknown);
                match value {
                    Some(value) => {
                        self.expr_coerce(*value, &ret);
                    }
                    None => self.table.coerce(&Ty::unit(), &ret),
                }
                Ty::never()
            }
            ExprKind::Break { label, value } => {
                self.break_expr(*label, *value);
                Ty::never()
            }
            ExprKind::Continue { .. } => Ty::never(),
            ExprKind::Yield { value } => {
                if let Some(value) = value {
                    self.expr(*value, None);
                }
                Ty::unit()
            }
            ExprKind::Struct { path, fields, base } => self.struct_literal(path, fields, *base),
            ExprKind::Tuple { items } => {
                let hints = expected.and_then(|expected| match self.table.shallow(expected).kind() {
                    TyKind::Tuple(hints) if hints.len() == items.len() => Some(hints.clone()),
                    _ => None,
                });
                let items = items.iter().enumerate().map(|(at, &item)| self.expr(item, hints.as_ref().map(|hints| &hints[at])));
                Ty::new(TyKind::Tuple(items.collect()))
            }
            ExprKind::Array { items } => {
                let item = self.table.fresh();
                if let Some(expected) = expected
                    && let TyKind::Array(wanted) | TyKind::Slice(wanted) = self.table.shallow(expected).kind()
                {
                    self.table.try_unify(&item, &wanted.clone());
                }
                for &id in items {
                    self.expr_coerce(id, &item);
                }
                Ty::new(TyKind::Array(item))
            }
            ExprKind::Repeat { item, len } => {
                let ty = self.expr(*item, None);
                self.expr(*len, Some(&Ty::prim(PrimTy::Usize)));
                Ty::new(TyKind::Array(ty))
            }
            ExprKind::Range { start, end, inclusive } => self.range(*start, *end, *inclusive),
            ExprKind::Cast { operand, ty } => {
                let ty = self.lower(ty);
                let from = self.expr(*operand, None);
                if matches!(ty.kind(), TyKind::FnPtr(..) | TyKind::Dyn(_) | TyKind::Ref(..)) {
                    self.table.coerce(&from, &ty);
                }
                ty
            }
            ExprKind::Macro(call) => {
                if !matches!(call.kind, MacroKind::Expanded { .. }) {
                    let scope = self.scope();
                    self.macro_scopes.insert(id, scope);
                }
                self.macro_call(call, expected)
            }
        }
    }

    fn literal(&mut self, literal: &Literal) -> Ty {
        match literal {
            Literal::Int(_, suffix) => suffix.and_then(number).map_or_else(|| self.table.fresh_of(VarKind::Integer), Ty::prim),
            Literal::Float(_, suffix) => suffix.and_then(number).map_or_else(|| self.table.fresh_of(VarKind::Float), Ty::prim),
            Literal::Str(_) => Ty::reference(Mutability::Shared, Ty::prim(PrimTy::Str)),
            Literal::ByteStr => Ty::reference(Mutability::Shared, Ty::new(TyKind::Array(Ty::prim(PrimTy::U8)))),
            Literal::CStr => {
                let cstr = self.std_ty(self.db.lang.cstr, Arc::new([]));
                Ty::reference(Mutability::Shared, cstr)
            }
            Literal::Char => Ty::prim(PrimTy::Char),
            Literal::Byte => Ty::prim(PrimTy::U8),
            Literal::Bool(_) => Ty::prim(PrimTy::Bool),
        }
    }

    /// `e?`: the value inside a `Result` or `Option`.
    fn try_operator(&mut self, id: ExprId, operand: ExprId) -> Ty {
        let ty = self.expr(operand, None);
        let mut ty = self.table.shallow(&ty);
        if matches!(ty.kind(), TyKind::Infer(_)) {
            self.table.settle_pending();
            ty = self.table.shallow(&ty);
        }
        if matches!(ty.kind(), TyKind::Projection(..)) {
            ty = self.table.normalize(&ty);
        }
        let lang = &self.db.lang;
        let Some((def, args)) = ty.as_adt() else { return Ty::unknown() };
        let value = args.first().cloned().unwrap_or_else(Ty::unknown);
        if Some(def) == lang.result {
            let ret = self.returns.last().cloned().unwrap_or_else(Ty::unknown);
            if let Some(error) = args.get(1) {
                self.tries.push((id, error.clone(), ret));
            }
            return value;
        }
        if Some(def) == lang.option {
            return value;
        }
        if Some(def) == lang.control_flow {
            return args.get(1).cloned().unwrap_or_else(Ty::unknown);
        }
        if Some(def) == lang.poll {
            // For a `Poll<Result<T, E>>` the value is `Poll<T>`.
            if let Some((_, inner)) = self.table.shallow(&value).as_adt() {
                let inner = inner.first().cloned().unwrap_or_else(Ty::unknown);
                return Ty::new(TyKind::Adt(def, Arc::new([inner])));
            }
        }
        Ty::unknown()
    }

    fn struct_literal(&mut self, path: &Path, fields: &[FieldInit], base: Option<ExprId>) -> Ty {
        let Some(constructor) = self.constructor(path) else {
            for field in fields {
                self.expr(field.value, None);
            }
            if let Some(base) = base {
                self.expr(base, None);
            }
            let resolved = self.db.store.resolve(self.scope(), path, Namespace::Type);
            return match resolved.res {
                Res::External(name) => Ty::new(TyKind::External(name, Arc::new([]))),
                _ => Ty::unknown(),
            };
        };
        let subst = Subst::of(constructor.adt, constructor.args.clone());
        let declared = self.db.fields(constructor.adt, constructor.variant);
        for field in fields {
            match declared.iter().find(|(name, _)| *name == field.name) {
                Some((_, ty)) => {
                    let ty = self.table.normalize(&ty.subst(&subst));
                    self.expr_coerce(field.value, &ty);
                }
                None => {
                    self.expr(field.value, None);
                }
            }
        }
        let ty = constructor.ty();
        if let Some(base) = base {
            self.expr_coerce(base, &ty);
        }
        ty
    }

    fn range(&mut self, start: Option<ExprId>, end: Option<ExprId>, inclusive: bool) -> Ty {
        let lang = self.db.lang.clone();
        let item = match (start, end, inclusive) {
            (Some(_), Some(_), false) => lang.range,
            (Some(_), Some(_), true) => lang.range_inclusive,
            (Some(_), None, _) => lang.range_from,
            (None, Some(_), false) => lang.range_to,
            (None, Some(_), true) => lang.range_to_inclusive,
            (None, None, _) => return self.std_ty(lang.range_full, Arc::new([])),
        };
        let bound = self.table.fresh();
        for id in [start, end].into_iter().flatten() {
            self.expr_coerce(id, &bound);
        }
        self.std_ty(item, Arc::new([bound]))
    }
}

/// The primitive that a literal's suffix names.
fn number(suffix: Name) -> Option<PrimTy> {
    Some(match suffix.as_str() {
        "i8" => PrimTy::I8,
        "i16" => PrimTy::I16,
        "i32" => PrimTy::I32,
        "i64" => PrimTy::I64,
        "i128" => PrimTy::I128,
        "isize" => PrimTy::Isize,
        "u8" => PrimTy::U8,
        "u16" => PrimTy::U16,
        "u32" => PrimTy::U32,
        "u64" => PrimTy::U64,
        "u128" => PrimTy::U128,
        "usize" => PrimTy::Usize,
        "f32" => PrimTy::F32,
        "f64" => PrimTy::F64,
        _ => return None,
    })
}
