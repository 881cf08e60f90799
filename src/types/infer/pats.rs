//! Patterns: variables get their types from the matched value.

use super::Infer;
use crate::facts::{Name, PatId, PatKind};
use crate::names::{DefKind, Namespace, Res};
use crate::types::subst::Subst;
use crate::types::ty::{Mutability, Ty, TyKind};
use std::sync::Arc;

/// How variables bind: by value, or by reference because a reference was matched by a non-reference pattern.
#[derive(Clone, Copy)]
enum Mode {
    Move,
    Ref(Mutability),
}

impl Infer<'_, '_> {
    /// Matches a pattern against a value of type `ty`; its variables come into scope.
    pub(super) fn pat(&mut self, id: PatId, ty: &Ty) {
        self.pat_in(id, ty, Mode::Move, 0);
    }

    fn pat_in(&mut self, id: PatId, ty: &Ty, mode: Mode, depth: u32) {
        if depth > 200 || !self.table.step() {
            return;
        }
        let body = self.body;
        let mut ty = self.table.shallow(ty);
        let mut mode = mode;
        let kind = &body.pats[id].kind;
        // Default binding modes: a non-reference pattern looks through references.
        if matches!(kind, PatKind::Tuple(_) | PatKind::TupleStruct { .. } | PatKind::Struct { .. } | PatKind::Slice(_) | PatKind::Path(_)) {
            for _ in 0..8 {
                let TyKind::Ref(mutability, inner) = ty.kind() else { break };
                mode = match (mode, mutability) {
                    (Mode::Ref(Mutability::Shared), _) | (_, Mutability::Shared) => Mode::Ref(Mutability::Shared),
                    _ => Mode::Ref(Mutability::Mutable),
                };
                ty = self.table.shallow(&inner.clone());
            }
        }
        match kind {
            PatKind::Bind { name, by_ref, mutable, sub } => {
                if let Some(constant) = self.constant_pattern(*name, sub.is_some()) {
                    self.table.try_unify(&constant, &ty.strip_refs().clone());
                    self.pats[id] = ty;
                    return;
                }
                let bound = match mode {
                    Mode::Ref(mutability) => Ty::reference(mutability, ty.clone()),
                    Mode::Move if *by_ref => Ty::reference(Mutability::from_mut(*mutable), ty.clone()),
                    Mode::Move => ty.clone(),
                };
                self.pats[id] = bound;
                if let Some(sub) = sub {
                    self.pat_in(*sub, &ty, mode, depth + 1);
                }
                self.locals.push((*name, id));
                return;
            }
            PatKind::Tuple(pats) => {
                let rest = pats.iter().position(|pat| matches!(body.pats[*pat].kind, PatKind::Rest));
                if rest.is_none() && matches!(ty.kind(), TyKind::Infer(_)) {
                    let items = self.table.fresh_args(pats.len());
                    let tuple = Ty::new(TyKind::Tuple(items));
                    self.table.unify(&ty, &tuple);
                    ty = tuple;
                }
                let items: Arc<[Ty]> = match ty.kind() {
                    TyKind::Tuple(items) => items.clone(),
                    _ => Arc::new([]),
                };
                self.positional(pats, rest, &items, mode, depth);
            }
            PatKind::TupleStruct { path, pats } => {
                let rest = pats.iter().position(|pat| matches!(body.pats[*pat].kind, PatKind::Rest));
                let items: Arc<[Ty]> = match self.constructor(path).or_else(|| self.projected(path, &ty)) {
                    Some(constructor) => {
                        self.table.try_unify(&constructor.ty(), &ty);
                        let subst = Subst::of(constructor.adt, constructor.args.clone());
                        let fields = self.db.fields(constructor.adt, constructor.variant);
                        fields.iter().map(|(_, field)| self.table.normalize(&field.subst(&subst))).collect()
                    }
                    None => Arc::new([]),
                };
                self.positional(pats, rest, &items, mode, depth);
            }
            PatKind::Struct { path, fields } => {
                let constructor = self.constructor(path).or_else(|| self.projected(path, &ty));
                let declared = constructor.as_ref().map(|constructor| {
                    self.table.try_unify(&constructor.ty(), &ty);
                    self.db.fields(constructor.adt, constructor.variant)
                });
                for field in fields {
                    let found = match (&declared, &constructor) {
                        (Some(declared), Some(constructor)) => {
                            let subst = Subst::of(constructor.adt, constructor.args.clone());
                            declared.iter().find(|(name, _)| *name == field.name).map(|(_, ty)| self.table.normalize(&ty.subst(&subst)))
                        }
                        _ => None,
                    };
                    let field_ty = found.unwrap_or_else(Ty::unknown);
                    self.pat_in(field.pat, &field_ty, mode, depth + 1);
                }
            }
            PatKind::Ref { pat, .. } => {
                let inner = match ty.kind() {
                    TyKind::Ref(_, inner) => inner.clone(),
                    TyKind::Infer(_) => {
                        let inner = self.table.fresh();
                        let reference = Ty::reference(Mutability::Shared, inner.clone());
                        self.table.unify(&ty, &reference);
                        inner
                    }
                    _ => Ty::unknown(),
                };
                self.pat_in(*pat, &inner, Mode::Move, depth + 1);
            }
            PatKind::Or(pats) => {
                // All alternatives bind the same names; those of the first one stay in scope.
                let before = self.locals.len();
                for (index, pat) in pats.iter().enumerate() {
                    let mark = self.locals.len();
                    self.pat_in(*pat, &ty, mode, depth + 1);
                    if index > 0 {
                        self.locals.truncate(mark.max(before));
                    }
                }
            }
            PatKind::Slice(pats) => {
                let item = self.item_of(&ty);
                for pat in pats {
                    let is_rest_binding = matches!(
                        &body.pats[*pat].kind,
                        PatKind::Bind { sub: Some(sub), .. } if matches!(body.pats[*sub].kind, PatKind::Rest)
                    );
                    let part = if is_rest_binding { Ty::new(TyKind::Slice(item.clone())) } else { item.clone() };
                    self.pat_in(*pat, &part, mode, depth + 1);
                }
            }
            PatKind::Typed { pat, ty: declared } => {
                let declared = self.lower(declared);
                self.table.coerce(&ty, &declared);
                self.pat_in(*pat, &declared, mode, depth + 1);
                self.pats[id] = declared;
                return;
            }
            PatKind::Missing | PatKind::Wild | PatKind::Rest | PatKind::Path(_) | PatKind::Literal => {}
        }
        self.pats[id] = ty;
    }

    fn positional(&mut self, pats: &[PatId], rest: Option<usize>, items: &Arc<[Ty]>, mode: Mode, depth: u32) {
        for (index, pat) in pats.iter().enumerate() {
            let at = match rest {
                Some(rest) if index == rest => continue,
                Some(rest) if index > rest => (items.len() + index).checked_sub(pats.len()),
                _ => Some(index),
            };
            let item = at.and_then(|at| items.get(at)).cloned().unwrap_or_else(Ty::unknown);
            self.pat_in(*pat, &item, mode, depth + 1);
        }
    }

    /// The element type of an array or slice, also behind references and smart pointers.
    pub(super) fn item_of(&mut self, ty: &Ty) -> Ty {
        let mut ty = self.table.shallow(ty);
        for _ in 0..8 {
            match ty.kind() {
                TyKind::Array(item) | TyKind::Slice(item) => return item.clone(),
                _ => match self.table.deref_once(&ty) {
                    Some(next) => ty = self.table.shallow(&next),
                    None => return Ty::unknown(),
                },
            }
        }
        Ty::unknown()
    }

    /// The type of an identifier pattern that is a constant, unit struct or unit variant. By convention, which rustc warns about, only
    /// those start with an upper-case letter.
    fn constant_pattern(&mut self, name: Name, has_sub: bool) -> Option<Ty> {
        if has_sub || !name.as_str().starts_with(|c: char| c.is_uppercase()) {
            return None;
        }
        let path = crate::facts::Path {
            anchor: crate::facts::PathAnchor::Plain,
            qself: None,
            segments: vec![crate::facts::Segment { name, span: crate::facts::Span::default(), args: None }],
            span: crate::facts::Span::default(),
        };
        let resolved = self.db.store.resolve(self.scope(), &path, Namespace::Value);
        let Res::Def(def) = resolved.res else { return None };
        match self.db.store.def(def).kind {
            DefKind::Const | DefKind::Static => {
                let ty = self.db.value_ty(def);
                Some(self.table.normalize(&ty))
            }
            DefKind::Struct => {
                let args = self.args(def, None, 0);
                Some(Ty::new(TyKind::Adt(def, args)))
            }
            DefKind::Variant => {
                let parent = self.db.store.def(def).parent?;
                let args = self.args(parent, None, 0);
                Some(Ty::new(TyKind::Adt(parent, args)))
            }
            _ => None,
        }
    }
}
