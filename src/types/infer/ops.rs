//! Operators, indexing and fields.

use super::{Infer, Reached};
use crate::facts::{BinaryOp, ExprId, Name, UnaryOp};
use crate::names::{DefId, PrimTy};
use crate::types::select::Selection;
use crate::types::subst::Subst;
use crate::types::ty::{Ty, TyKind};
use crate::types::variables::VarKind;
use std::sync::Arc;

impl Infer<'_, '_> {
    pub(super) fn binary(&mut self, id: ExprId, op: BinaryOp, lhs: ExprId, rhs: ExprId, assign: bool) -> Ty {
        let bool_ty = Ty::prim(PrimTy::Bool);
        if matches!(op, BinaryOp::And | BinaryOp::Or) {
            // `a && let p = b && c`: variables that `a` binds are in scope on the right.
            self.expr_coerce(lhs, &bool_ty);
            self.expr_coerce(rhs, &bool_ty);
            return bool_ty;
        }
        let left = self.expr(lhs, None);
        let left = self.table.shallow(&left);
        let hint = self.is_number(&left).then(|| left.strip_refs().clone());
        let right = self.expr(rhs, hint.as_ref());
        let right = self.table.shallow(&right);
        if matches!(op, BinaryOp::Eq | BinaryOp::Ord) {
            let (l, r) = (left.strip_refs().clone(), right.strip_refs().clone());
            if self.is_number(&l) || self.is_number(&r) || matches!(l.kind(), TyKind::Infer(_)) || matches!(r.kind(), TyKind::Infer(_)) {
                self.table.try_unify(&l, &r);
            } else if l.as_adt().is_some() {
                let (item, method) =
                    if op == BinaryOp::Eq { (self.db.lang.partial_eq, "eq") } else { (self.db.lang.partial_ord, "partial_cmp") };
                self.operator_method(id, item, method, [l, r]);
            }
            return bool_ty;
        }
        let (l, r) = (self.table.shallow(left.strip_refs()), self.table.shallow(right.strip_refs()));
        if self.is_number(&l) && (self.is_number(&r) || matches!(r.kind(), TyKind::Infer(_))) {
            if !matches!(op, BinaryOp::Shl | BinaryOp::Shr) {
                self.table.try_unify(&l, &r);
            }
            return if assign { Ty::unit() } else { l };
        }
        if l == bool_ty && r == bool_ty {
            return if assign { Ty::unit() } else { bool_ty };
        }
        if assign {
            if l.as_adt().is_some() {
                let (item, method) = self.assigning(op);
                self.operator_method(id, item, method, [l, r]);
            }
            return Ty::unit();
        }
        let lang = &self.db.lang;
        let (item, method) = match op {
            BinaryOp::Add => (lang.add, "add"),
            BinaryOp::Sub => (lang.sub, "sub"),
            BinaryOp::Mul => (lang.mul, "mul"),
            BinaryOp::Div => (lang.div, "div"),
            BinaryOp::Rem => (lang.rem, "rem"),
            BinaryOp::BitAnd => (lang.bit_and, "bitand"),
            BinaryOp::BitOr => (lang.bit_or, "bitor"),
            BinaryOp::BitXor => (lang.bit_xor, "bitxor"),
            BinaryOp::Shl => (lang.shl, "shl"),
            BinaryOp::Shr => (lang.shr, "shr"),
            BinaryOp::And | BinaryOp::Or | BinaryOp::Eq | BinaryOp::Ord => return bool_ty,
        };
        let Some(item) = item else { return Ty::unknown() };
        if matches!(left.kind(), TyKind::Infer(_) | TyKind::Unknown) {
            return Ty::unknown();
        }
        let args: Arc<[Ty]> = Arc::new([right.clone()]);
        if matches!(self.table.select(&left, item, &args, 0), Selection::No) {
            // One side may be a reference, for which stubs declare no impl.
            return if matches!(l.kind(), TyKind::Adt(..)) { l } else { Ty::unknown() };
        }
        self.operator_call(id, item, method, &left, &args)
    }

    /// The trait and method of `l += r` and similar, for the operators in common use.
    fn assigning(&self, op: BinaryOp) -> (Option<DefId>, &'static str) {
        let lang = &self.db.lang;
        match op {
            BinaryOp::Add => (lang.add_assign, "add_assign"),
            BinaryOp::Sub => (lang.sub_assign, "sub_assign"),
            BinaryOp::Mul => (lang.mul_assign, "mul_assign"),
            BinaryOp::Div => (lang.div_assign, "div_assign"),
            BinaryOp::BitOr => (lang.bit_or_assign, "bitor_assign"),
            BinaryOp::Shl => (lang.shl_assign, "shl_assign"),
            _ => (None, ""),
        }
    }

    /// Records the method of a trait that an operator calls.
    fn operator_method(&mut self, id: ExprId, item: Option<DefId>, method: &str, args: [Ty; 2]) {
        if let Some(item) = item
            && let Some(method) = self.db.trait_method(item, Name::new(method))
        {
            self.callees.insert(id, Reached::Fn(method, Subst::of(item, Arc::new(args))));
        }
    }

    fn operator_call(&mut self, id: ExprId, item: DefId, method: &str, self_ty: &Ty, args: &Arc<[Ty]>) -> Ty {
        let all: Arc<[Ty]> = std::iter::once(self_ty.clone()).chain(args.iter().cloned()).collect();
        if let Some(method) = self.db.trait_method(item, Name::new(method)) {
            self.callees.insert(id, Reached::Fn(method, Subst::of(item, all.clone())));
        }
        self.table.project(item, Name::new("Output"), &all, 0).unwrap_or_else(Ty::unknown)
    }

    fn is_number(&mut self, ty: &Ty) -> bool {
        let ty = self.table.shallow(ty.strip_refs());
        match ty.kind() {
            TyKind::Prim(prim) => !matches!(prim, PrimTy::Bool | PrimTy::Char | PrimTy::Str),
            _ => matches!(self.table.var_kind(&ty), Some(VarKind::Integer | VarKind::Float)),
        }
    }

    pub(super) fn unary(&mut self, id: ExprId, op: UnaryOp, operand: ExprId, expected: Option<&Ty>) -> Ty {
        match op {
            UnaryOp::Deref => {
                let ty = self.expr(operand, None);
                let ty = self.table.shallow(&ty);
                if let TyKind::Ptr(_, inner) = ty.kind() {
                    return inner.clone();
                }
                if let (TyKind::Adt(def, _), Some(deref)) = (ty.kind(), self.db.lang.deref)
                    && Some(*def) != self.db.lang.boxed
                    && let Some(method) = self.db.trait_method(deref, Name::new("deref"))
                {
                    self.callees.insert(id, Reached::Fn(method, Subst::of(deref, Arc::new([ty.clone()]))));
                }
                self.table.deref_once(&ty).unwrap_or_else(Ty::unknown)
            }
            UnaryOp::Not | UnaryOp::Neg => {
                let ty = self.expr(operand, expected);
                let plain = self.table.shallow(ty.strip_refs());
                if self.is_number(&plain) || plain == Ty::prim(PrimTy::Bool) {
                    return plain;
                }
                let (item, method) = match op {
                    UnaryOp::Not => (self.db.lang.not, "not"),
                    _ => (self.db.lang.neg, "neg"),
                };
                match item {
                    Some(item) if matches!(plain.kind(), TyKind::Adt(..) | TyKind::Param(..)) => {
                        let none: Arc<[Ty]> = Arc::new([]);
                        self.operator_call(id, item, method, &ty, &none)
                    }
                    _ => Ty::unknown(),
                }
            }
        }
    }

    pub(super) fn index(&mut self, id: ExprId, base: ExprId, index: ExprId) -> Ty {
        let base_ty = self.expr(base, None);
        let index_ty = self.expr(index, None);
        let index_ty = self.table.shallow(&index_ty);
        let is_range = matches!(index_ty.kind(), TyKind::Adt(def, _) if self.is_range(*def));
        let mut ty = self.table.shallow(&base_ty);
        for _ in 0..8 {
            match ty.kind() {
                TyKind::Array(item) | TyKind::Slice(item) => {
                    return if is_range { Ty::new(TyKind::Slice(item.clone())) } else { item.clone() };
                }
                TyKind::Prim(PrimTy::Str) => return ty,
                TyKind::Adt(def, _) if Some(*def) != self.db.lang.vec && Some(*def) != self.db.lang.string => {
                    let Some(item) = self.db.lang.index else { return Ty::unknown() };
                    let args: Arc<[Ty]> = Arc::new([index_ty.clone()]);
                    if !matches!(self.table.select(&ty, item, &args, 0), Selection::No) {
                        return self.operator_call(id, item, "index", &ty, &args);
                    }
                }
                _ => {}
            }
            match self.table.deref_once(&ty) {
                Some(next) => ty = self.table.shallow(&next),
                None => return Ty::unknown(),
            }
        }
        Ty::unknown()
    }

    fn is_range(&self, def: DefId) -> bool {
        let lang = &self.db.lang;
        [lang.range, lang.range_from, lang.range_to, lang.range_full, lang.range_inclusive, lang.range_to_inclusive].contains(&Some(def))
    }

    pub(super) fn field(&mut self, base: ExprId, name: Name) -> Ty {
        let base_ty = self.expr(base, None);
        let mut ty = self.table.shallow(&base_ty);
        if matches!(ty.kind(), TyKind::Infer(_)) {
            self.table.settle_pending();
            ty = self.table.shallow(&ty);
        }
        // As in rustc, a field that is private here gives way to one of the same name behind `Deref`.
        let mut hidden = None;
        for _ in 0..10 {
            match ty.kind() {
                TyKind::Adt(def, args) => {
                    let fields = self.db.fields(*def, None);
                    if let Some((_, field)) = fields.iter().find(|(field, _)| *field == name) {
                        let field = field.subst(&Subst::of(*def, args.clone()));
                        if self.db.store.is_field_visible(*def, name, self.scope()) {
                            return self.table.normalize(&field);
                        }
                        hidden.get_or_insert(field);
                    }
                }
                TyKind::Tuple(items) => {
                    if let Some(item) = name.as_str().parse::<usize>().ok().and_then(|index| items.get(index)) {
                        return item.clone();
                    }
                }
                TyKind::Projection(..) => ty = self.table.normalize(&ty),
                _ => {}
            }
            match self.table.deref_once(&ty) {
                Some(next) => ty = self.table.shallow(&next),
                None => break,
            }
        }
        hidden.map_or_else(Ty::unknown, |field| self.table.normalize(&field))
    }
}
