//! Lowers written types: resolves paths, `Self` and generic parameters, and expands aliases.

use super::TypeDb;
use super::subst::Subst;
use super::ty::{Mutability, TraitRef, Ty, TyKind};
use crate::facts::{Bound, GenericArg, GenericArgs, ItemKind, Name, Parent, Path, PathAnchor, TypeRef};
use crate::names::{DefId, DefKind, Namespace, PrimTy, Res};
use std::sync::Arc;

/// The meaning of `impl Trait` at the position of the type being lowered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ImplTraitMode {
    /// In a parameter: the next anonymous generic parameter of the fn.
    Parameter(DefId, u32),
    /// In a return type: the next opaque type of the fn.
    Return(DefId, u32),
    /// Anywhere else, where it is not allowed.
    Disallowed,
}

/// The place where a type is written.
pub(super) struct LowerCtx<'a, 's> {
    pub(super) db: &'a TypeDb<'s>,
    /// The scope in which names are resolved.
    pub(super) scope: DefId,
    /// The innermost item whose generic parameters are in scope, and `Self` with it.
    pub(super) owner: Option<DefId>,
    pub(super) impl_trait: ImplTraitMode,
    /// Creates the types for `_` and omitted arguments; without it they are unknown.
    pub(super) fresh: Option<&'a mut dyn FnMut() -> Ty>,
    pub(super) depth: u32,
}

/// Aliases and types nested deeper than this are unknown.
const MAX_ALIAS_DEPTH: u32 = 24;

impl<'a, 's> LowerCtx<'a, 's> {
    /// A context for the signature of `owner`.
    pub(super) fn new(db: &'a TypeDb<'s>, owner: DefId) -> Self {
        Self { db, scope: db.store.scope_of(owner), owner: Some(owner), impl_trait: ImplTraitMode::Disallowed, fresh: None, depth: 0 }
    }

    fn hole(&mut self) -> Ty {
        self.fresh.as_mut().map_or_else(Ty::unknown, |fresh| fresh())
    }

    /// Lowers a type.
    pub(super) fn ty(&mut self, ty: &TypeRef) -> Ty {
        if self.depth > MAX_ALIAS_DEPTH {
            return Ty::unknown();
        }
        self.depth += 1;
        let lowered = self.ty_inner(ty);
        self.depth -= 1;
        lowered
    }

    fn ty_inner(&mut self, ty: &TypeRef) -> Ty {
        Ty::new(match ty {
            TypeRef::Path(path) => return self.path_ty(path),
            TypeRef::Ref { mutable, inner } => TyKind::Ref(Mutability::from_mut(*mutable), self.ty(inner)),
            TypeRef::Ptr { mutable, inner } => TyKind::Ptr(Mutability::from_mut(*mutable), self.ty(inner)),
            TypeRef::Slice(inner) => TyKind::Slice(self.ty(inner)),
            TypeRef::Array(inner) => TyKind::Array(self.ty(inner)),
            TypeRef::Tuple(items) => TyKind::Tuple(items.iter().map(|item| self.ty(item)).collect()),
            TypeRef::FnPtr { params, ret } => {
                let params = params.iter().map(|param| self.ty(param)).collect();
                TyKind::FnPtr(params, self.ty(ret))
            }
            TypeRef::Never => TyKind::Never,
            TypeRef::Infer => return self.hole(),
            TypeRef::DynTrait(bounds) => TyKind::Dyn(bounds.iter().filter_map(|bound| self.bound(bound)).collect()),
            TypeRef::ImplTrait(bounds) => return self.impl_trait(bounds),
            TypeRef::Unknown => return Ty::unknown(),
        })
    }

    fn impl_trait(&mut self, bounds: &[Bound]) -> Ty {
        match self.impl_trait {
            ImplTraitMode::Parameter(def, index) => {
                self.impl_trait = ImplTraitMode::Parameter(def, index + 1);
                // Nested `impl`s are counted, so that positions agree with `impl_trait_bounds`.
                for bound in bounds {
                    self.bound(bound);
                }
                Ty::new(TyKind::Param(def, index))
            }
            ImplTraitMode::Return(def, index) => {
                self.impl_trait = ImplTraitMode::Return(def, index + 1);
                for bound in bounds {
                    self.bound(bound);
                }
                Ty::new(TyKind::Opaque(def, index, self.db.identity_subst(def)))
            }
            ImplTraitMode::Disallowed => Ty::unknown(),
        }
    }

    /// Lowers a bound; `None` if its trait is not available.
    pub(super) fn bound(&mut self, bound: &Bound) -> Option<TraitRef> {
        self.trait_path(&bound.path)
    }

    /// Lowers a path to a trait with its arguments.
    pub(super) fn trait_path(&mut self, path: &Path) -> Option<TraitRef> {
        let resolved = self.db.store.resolve(self.scope, path, Namespace::Type);
        let Res::Def(def) = resolved.res else {
            self.visit_args(path);
            return None;
        };
        if resolved.rest != 0 || self.db.store.def(def).kind != DefKind::Trait {
            self.visit_args(path);
            return None;
        }
        let args = path.segments.last().and_then(|segment| segment.args.as_deref());
        let lowered = self.args_for(def, args, 1);
        let bindings = args.map(|args| args.bindings.iter().map(|(name, ty)| (*name, self.ty(ty))).collect::<Vec<_>>()).unwrap_or_default();
        Some(TraitRef { def, args: lowered, bindings: bindings.into() })
    }

    /// Lowers the arguments of an unresolved path, so that `impl Trait`s in it are counted.
    fn visit_args(&mut self, path: &Path) {
        for args in path.segments.iter().filter_map(|segment| segment.args.as_deref()) {
            self.plain_args(Some(args));
            for (_, ty) in &args.bindings {
                self.ty(ty);
            }
        }
    }

    fn plain_args(&mut self, args: Option<&GenericArgs>) -> Arc<[Ty]> {
        args.map(|args| {
            args.args
                .iter()
                .map(|arg| match arg {
                    GenericArg::Type(ty) => self.ty(ty),
                    GenericArg::Const(_) => Ty::unknown(),
                })
                .collect()
        })
        .unwrap_or_default()
    }

    /// Arguments for the parameters of `def` from number `skip` on; missing ones are defaults, else holes. The result has no
    /// entry for the skipped ones.
    pub(super) fn args_for(&mut self, def: DefId, args: Option<&GenericArgs>, skip: usize) -> Arc<[Ty]> {
        let mut lowered: Vec<Ty> = self.plain_args(args).to_vec();
        let generics = self.db.generics(def);
        let want = generics.params.len().saturating_sub(skip);
        lowered.truncate(want);
        while lowered.len() < want {
            let param = &generics.params[skip + lowered.len()];
            let next = match &param.default {
                Some(default) if args.is_some() || self.fresh.is_none() => {
                    // A trait's default may mention `Self`, which only the caller knows.
                    let mut so_far: Vec<Ty> = vec![Ty::unknown(); skip];
                    so_far.extend(lowered.iter().cloned());
                    default.subst(&Subst::of(def, so_far.into()))
                }
                _ => self.hole(),
            };
            lowered.push(next);
        }
        lowered.into()
    }

    /// Lowers a path in type position.
    pub(super) fn path_ty(&mut self, path: &Path) -> Ty {
        if let Some(qself) = &path.qself {
            let self_ty = self.ty(&qself.ty);
            if qself.trait_segments == 0 {
                return self.assoc_chain(self_ty, path, 0);
            }
            let mut trait_path = path.clone();
            trait_path.qself = None;
            trait_path.segments.truncate(qself.trait_segments);
            let Some(trait_ref) = self.trait_path(&trait_path) else { return Ty::unknown() };
            let Some(name) = path.segments.get(qself.trait_segments).map(|segment| segment.name) else { return Ty::unknown() };
            let projected = projection(self_ty, &trait_ref, name);
            return self.assoc_chain(projected, path, qself.trait_segments + 1);
        }
        if path.anchor == PathAnchor::Plain
            && let Some(first) = path.segments.first()
            && let Some(ty) = self.self_or_param(first.name)
        {
            return self.assoc_chain(ty, path, 1);
        }
        let resolved = self.db.store.resolve(self.scope, path, Namespace::Type);
        let known = path.segments.len().saturating_sub(resolved.rest);
        let args = known.checked_sub(1).and_then(|last| path.segments.get(last)).and_then(|segment| segment.args.as_deref());
        let base = match resolved.res {
            Res::Prim(prim) => Ty::prim(prim),
            Res::External(name) => {
                return self.generated_builder(path).unwrap_or_else(|| {
                    let args = self.plain_args(args);
                    Ty::new(TyKind::External(name, args))
                });
            }
            Res::Unresolved => {
                return self.generated_builder(path).unwrap_or_else(|| {
                    self.visit_args(path);
                    Ty::unknown()
                });
            }
            // `use std::str;` does not shadow the primitive `str`: a module is not a type.
            Res::Def(def) if self.db.store.def(def).kind == DefKind::Module => match path.segments.as_slice() {
                [only] => PrimTy::from_name(only.name.as_str()).map_or_else(Ty::unknown, Ty::prim),
                _ => return Ty::unknown(),
            },
            Res::Def(def) => self.def_ty(def, args),
        };
        self.assoc_chain(base, path, known)
    }

    /// The type that a definition refers to, with the given arguments.
    pub(super) fn def_ty(&mut self, def: DefId, args: Option<&GenericArgs>) -> Ty {
        match self.db.store.def(def).kind {
            DefKind::Struct | DefKind::Enum => {
                let args = self.args_for(def, args, 0);
                Ty::new(TyKind::Adt(def, args))
            }
            DefKind::TypeAlias => {
                let args = self.args_for(def, args, 0);
                self.db.alias_ty(def, self.depth).subst(&Subst::of(def, args))
            }
            DefKind::Trait => {
                // A bare trait in type position: `dyn` of the editions before 2021.
                let args = self.args_for(def, args, 1);
                Ty::new(TyKind::Dyn(Arc::new([TraitRef { def, args, bindings: Arc::new([]) }])))
            }
            DefKind::Variant => match self.db.store.def(def).parent {
                Some(parent) => self.def_ty(parent, args),
                None => Ty::unknown(),
            },
            _ => Ty::unknown(),
        }
    }

    /// `Self` or a generic parameter in scope.
    pub(super) fn self_or_param(&self, name: Name) -> Option<Ty> {
        let mut owner = self.owner;
        while let Some(def) = owner {
            if name == "Self" {
                if let Some(ty) = self.db.self_ty(def) {
                    return Some(ty);
                }
            } else if let Some(index) = self.db.generics_names(def).iter().position(|param| *param == Some(name)) {
                return Some(Ty::new(TyKind::Param(def, u32::try_from(index).unwrap_or(u32::MAX))));
            }
            owner = self.db.generic_parent(def);
        }
        None
    }

    /// `base::A::B` for the segments from `from` on: associated types.
    fn assoc_chain(&mut self, base: Ty, path: &Path, from: usize) -> Ty {
        let mut ty = base;
        for segment in path.segments.get(from..).unwrap_or_default() {
            ty = self.assoc_of(&ty, segment.name);
        }
        ty
    }

    /// `base::name` where the trait is not written: found through bounds, the enclosing impl or trait.
    pub(super) fn assoc_of(&mut self, base: &Ty, name: Name) -> Ty {
        if base.is_unknown() {
            return Ty::unknown();
        }
        // Inside an impl, `Self::Name` is the impl's associated type.
        let mut owner = self.owner;
        while let Some(def) = owner {
            if self.db.store.def(def).kind == DefKind::Impl && self.db.self_ty(def).as_ref() == Some(base) {
                let member = self.db.store.members(def).iter().copied().find(|member| {
                    let member = self.db.store.def(*member);
                    member.kind == DefKind::TypeAlias && member.name == name
                });
                if let Some(member) = member {
                    return self.db.alias_ty(member, self.depth);
                }
                if let Some(trait_ref) = self.db.impl_trait(def)
                    && let Some(owner_trait) = self.db.trait_with_assoc(&trait_ref, name)
                {
                    return projection(base.clone(), &owner_trait, name);
                }
            }
            owner = self.db.generic_parent(def);
        }
        // Bounds as written: lowering all predicates could recurse, since the caller may be lowering them.
        let mut owner = self.owner;
        while let Some(def) = owner {
            if let Some(trait_ref) = self.bound_with_assoc(def, base, name) {
                return projection(base.clone(), &trait_ref, name);
            }
            owner = self.db.generic_parent(def);
        }
        if let TyKind::Projection(trait_def, assoc, _) = base.kind()
            && let Some(trait_ref) = self.db.assoc_bounds(*trait_def, *assoc).iter().find_map(|bound| self.db.trait_with_assoc(bound, name))
        {
            return projection(base.clone(), &trait_ref, name);
        }
        Ty::unknown()
    }

    /// A bound of `base` declared on `def` whose trait (or a supertrait) has an associated type `name`.
    fn bound_with_assoc(&mut self, def: DefId, base: &Ty, name: Name) -> Option<TraitRef> {
        if self.depth > MAX_ALIAS_DEPTH {
            return None;
        }
        if self.db.store.def(def).kind == DefKind::Trait && *base == Ty::new(TyKind::Param(def, 0)) {
            let own = TraitRef { def, args: self.db.identity_args(def).iter().skip(1).cloned().collect(), bindings: Arc::new([]) };
            if let Some(found) = self.db.trait_with_assoc(&own, name) {
                return Some(found);
            }
        }
        let item = self.db.store.item(def)?;
        let generics = super::signatures::generics_of_item(&item.kind)?;
        let mut inner = LowerCtx {
            db: self.db,
            scope: self.scope,
            owner: Some(def),
            impl_trait: ImplTraitMode::Disallowed,
            fresh: None,
            depth: self.depth + 6,
        };
        for predicate in &generics.predicates {
            // Lowering `T::A: Bound` would query `T::A` again, so only bounds on plain parameters are considered.
            if !is_plain_param(&predicate.ty) || inner.ty(&predicate.ty) != *base {
                continue;
            }
            for bound in &predicate.bounds {
                let Some(trait_def) = inner.trait_of(bound) else { continue };
                let probe = TraitRef { def: trait_def, args: Arc::new([]), bindings: Arc::new([]) };
                if self.db.trait_with_assoc(&probe, name).is_some() {
                    let full = inner.bound(bound)?;
                    return self.db.trait_with_assoc(&full, name);
                }
            }
        }
        None
    }

    fn trait_of(&self, bound: &Bound) -> Option<DefId> {
        match self.db.store.resolve(self.scope, &bound.path, Namespace::Type) {
            resolved if resolved.rest == 0 => match resolved.res {
                Res::Def(def) if self.db.store.def(def).kind == DefKind::Trait => Some(def),
                _ => None,
            },
            _ => None,
        }
    }
}

/// `<self_ty as trait_ref>::name`, or the bound's own binding of `name`.
fn projection(self_ty: Ty, trait_ref: &TraitRef, name: Name) -> Ty {
    if let Some((_, ty)) = trait_ref.bindings.iter().find(|(bound, _)| *bound == name) {
        return ty.clone();
    }
    let args = std::iter::once(self_ty).chain(trait_ref.args.iter().cloned()).collect();
    Ty::new(TyKind::Projection(trait_ref.def, name, args))
}

fn is_plain_param(ty: &TypeRef) -> bool {
    matches!(ty, TypeRef::Path(path) if path.qself.is_none() && path.segments.len() == 1 && path.anchor == PathAnchor::Plain)
}

/// The item that encloses an associated item's generics: its impl or trait.
pub(super) fn parent_of(db: &TypeDb<'_>, def: DefId) -> Option<DefId> {
    let item = db.store.item(def)?;
    match (item.parent, &item.kind) {
        (Parent::Scope, _) | (_, ItemKind::Impl(_) | ItemKind::Trait(_)) => None,
        (Parent::Impl(_) | Parent::Trait(_), _) => db.store.def(def).parent,
    }
}
