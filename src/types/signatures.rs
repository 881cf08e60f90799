//! The declarations of items: generics, bounds, signatures, fields, aliases. All memoised, all in terms of the item's own parameters.

use super::TypeDb;
use super::env::{FnSig, GenericsOf, GenericsParam, ParamEnv, Predicates};
use super::lower::{ImplTraitMode, LowerCtx, parent_of};
use super::subst::Subst;
use super::ty::{Mutability, TraitRef, Ty, TyKind};
use crate::facts::{Bound, Function, GenericParamKind, Generics, ItemKind, Name, SelfParam, TypeRef};
use crate::names::{DefId, DefKind, Namespace, Res, Resolved};
use std::sync::Arc;

/// What tokio's `task_local!` makes.
const TASK_LOCAL: &str = "tokio::task::LocalKey";

/// The generics that an item's facts declare.
pub(super) fn generics_of_item(kind: &ItemKind) -> Option<&Generics> {
    match kind {
        ItemKind::Fn(function) => Some(&function.sig.generics),
        ItemKind::Struct { generics, .. } | ItemKind::Enum { generics, .. } | ItemKind::TypeAlias { generics, .. } => Some(generics),
        ItemKind::Trait(def) => Some(&def.generics),
        ItemKind::Impl(block) => Some(&block.generics),
        _ => None,
    }
}

/// The bounds of the `impl Trait`s in a type, outermost first, in the order in which lowering meets them.
pub(super) fn impl_traits<'a>(ty: &'a TypeRef, out: &mut Vec<&'a [Bound]>) {
    match ty {
        TypeRef::ImplTrait(bounds) => {
            out.push(bounds);
            for bound in bounds {
                impl_traits_in_path(&bound.path, out);
            }
        }
        TypeRef::DynTrait(bounds) => bounds.iter().for_each(|bound| impl_traits_in_path(&bound.path, out)),
        TypeRef::Path(path) => impl_traits_in_path(path, out),
        TypeRef::Ref { inner, .. } | TypeRef::Ptr { inner, .. } | TypeRef::Slice(inner) | TypeRef::Array(inner) => impl_traits(inner, out),
        TypeRef::Tuple(items) => items.iter().for_each(|item| impl_traits(item, out)),
        TypeRef::FnPtr { params, ret } => {
            for param in params {
                impl_traits(param, out);
            }
            impl_traits(ret, out);
        }
        TypeRef::Never | TypeRef::Infer | TypeRef::Unknown => {}
    }
}

fn impl_traits_in_path<'a>(path: &'a crate::facts::Path, out: &mut Vec<&'a [Bound]>) {
    for args in path.segments.iter().filter_map(|segment| segment.args.as_deref()) {
        for arg in &args.args {
            if let crate::facts::GenericArg::Type(ty) = arg {
                impl_traits(ty, out);
            }
        }
        args.bindings.iter().for_each(|(_, ty)| impl_traits(ty, out));
    }
}

/// A position as the type's own index.
pub(super) fn count(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

impl TypeDb<'_> {
    /// The fn's facts.
    #[must_use]
    pub fn function(&self, def: DefId) -> Option<&Function> {
        match &self.store.item(def)?.kind {
            ItemKind::Fn(function) => Some(function),
            _ => None,
        }
    }

    /// The impl or trait whose parameters an associated item may use.
    #[must_use]
    pub fn generic_parent(&self, def: DefId) -> Option<DefId> {
        match self.store.def(def).kind {
            DefKind::Variant => self.store.def(def).parent,
            _ => parent_of(self, def),
        }
    }

    /// Names of the declared parameters, without their defaults (which may need the names).
    pub(super) fn generics_names(&self, def: DefId) -> Vec<Option<Name>> {
        let mut names = Vec::new();
        if self.store.def(def).kind == DefKind::Trait {
            names.push(Some(Name::new("Self")));
        }
        if let Some(generics) = self.store.item(def).and_then(|item| generics_of_item(&item.kind)) {
            names.extend(generics.params.iter().map(|param| Some(param.name)));
        }
        names
    }

    /// The parameters that `def` itself declares.
    #[must_use]
    pub fn generics(&self, def: DefId) -> Arc<GenericsOf> {
        self.generics.get(def, || {
            let mut of = GenericsOf { params: Vec::new() };
            if self.store.def(def).kind == DefKind::Trait {
                of.params.push(GenericsParam { name: Some(Name::new("Self")), default: None });
            }
            let Some(item) = self.store.item(def) else { return Arc::new(of) };
            if self.store.def(def).kind == DefKind::Variant {
                return Arc::new(of);
            }
            if let Some(generics) = generics_of_item(&item.kind) {
                for param in &generics.params {
                    let default = match &param.kind {
                        GenericParamKind::Type(default) => default.as_ref().map(|ty| LowerCtx::new(self, def).ty(ty)),
                        GenericParamKind::Const(_) => None,
                    };
                    of.params.push(GenericsParam { name: Some(param.name), default });
                }
            }
            if let ItemKind::Fn(function) = &item.kind {
                let mut anonymous = Vec::new();
                function.sig.params.iter().for_each(|param| impl_traits(&param.ty, &mut anonymous));
                of.params.extend(anonymous.iter().map(|_| GenericsParam { name: None, default: None }));
            }
            Arc::new(of)
        })
    }

    /// The item's own parameters as types.
    #[must_use]
    pub fn identity_args(&self, def: DefId) -> Arc<[Ty]> {
        (0..self.generics(def).params.len()).map(|index| Ty::new(TyKind::Param(def, count(index)))).collect()
    }

    /// The identity substitution for the item and its parent.
    pub(super) fn identity_subst(&self, def: DefId) -> Subst {
        let mut subst = Subst::of(def, self.identity_names(def));
        if let Some(parent) = self.generic_parent(def) {
            subst.push(parent, self.identity_names(parent));
        }
        subst
    }

    /// Like `identity_args`, from names and anonymous parameters alone: usable while generics are being lowered.
    fn identity_names(&self, def: DefId) -> Arc<[Ty]> {
        let mut len = self.generics_names(def).len();
        if let Some(function) = self.function(def) {
            let mut anonymous = Vec::new();
            function.sig.params.iter().for_each(|param| impl_traits(&param.ty, &mut anonymous));
            len += anonymous.len();
        }
        (0..len).map(|index| Ty::new(TyKind::Param(def, count(index)))).collect()
    }

    /// Bounds that the item itself declares, `impl Trait` parameters included.
    #[must_use]
    pub fn predicates(&self, def: DefId) -> Predicates {
        self.predicates.get(def, || {
            let mut out = Vec::new();
            let Some(item) = self.store.item(def) else { return out.into() };
            if let Some(generics) = generics_of_item(&item.kind) {
                for predicate in &generics.predicates {
                    let mut ctx = LowerCtx::new(self, def);
                    let ty = ctx.ty(&predicate.ty);
                    out.extend(predicate.bounds.iter().filter_map(|bound| ctx.bound(bound)).map(|bound| (ty.clone(), bound)));
                }
            }
            if let ItemKind::Fn(function) = &item.kind {
                let mut anonymous = Vec::new();
                function.sig.params.iter().for_each(|param| impl_traits(&param.ty, &mut anonymous));
                let first = self.generics_names(def).len();
                for (index, bounds) in anonymous.iter().enumerate() {
                    let ty = Ty::new(TyKind::Param(def, count(first + index)));
                    let mut ctx = LowerCtx::new(self, def);
                    // Nested `impl`s follow their outer one.
                    ctx.impl_trait = ImplTraitMode::Parameter(def, count(first + index + 1));
                    for bound in *bounds {
                        if let Some(bound) = ctx.bound(bound) {
                            out.push((ty.clone(), bound));
                        }
                    }
                }
            }
            out.into()
        })
    }

    /// The bounds assumed in the item: its own, its parent's, and `Self: Trait` inside a trait.
    #[must_use]
    pub fn param_env(&self, def: DefId) -> Arc<ParamEnv> {
        self.envs.get(def, || {
            let mut predicates = Vec::new();
            let mut owner = Some(def);
            while let Some(current) = owner {
                predicates.extend(self.predicates(current).iter().cloned());
                if self.store.def(current).kind == DefKind::Trait {
                    let args = self.identity_args(current);
                    let own = TraitRef { def: current, args: args.iter().skip(1).cloned().collect(), bindings: Arc::new([]) };
                    predicates.push((Ty::new(TyKind::Param(current, 0)), own));
                }
                owner = self.generic_parent(current);
            }
            Arc::new(ParamEnv { predicates })
        })
    }

    /// The signature of a fn or of a tuple constructor.
    #[must_use]
    pub fn fn_sig(&self, def: DefId) -> Option<Arc<FnSig>> {
        self.signatures.get(def, || match self.store.def(def).kind {
            DefKind::Fn => self.lower_fn_sig(def).map(Arc::new),
            DefKind::Struct => {
                let ret = Ty::new(TyKind::Adt(def, self.identity_args(def)));
                Some(Arc::new(self.constructor_sig(def, None, ret)))
            }
            DefKind::Variant => {
                let parent = self.store.def(def).parent?;
                let ret = Ty::new(TyKind::Adt(parent, self.identity_args(parent)));
                Some(Arc::new(self.constructor_sig(parent, self.store.def(def).variant, ret)))
            }
            _ => None,
        })
    }

    fn constructor_sig(&self, def: DefId, variant: Option<u32>, ret: Ty) -> FnSig {
        let params = self.fields(def, variant).iter().map(|(_, ty)| ty.clone()).collect();
        FnSig { self_param: None, params, ret: ret.clone(), declared_ret: ret, is_async: false }
    }

    fn lower_fn_sig(&self, def: DefId) -> Option<FnSig> {
        let sig = &self.function(def)?.sig;
        let mut ctx = LowerCtx::new(self, def);
        ctx.impl_trait = ImplTraitMode::Parameter(def, count(self.generics_names(def).len()));
        let params = sig.params.iter().map(|param| ctx.ty(&param.ty)).collect();
        ctx.impl_trait = ImplTraitMode::Disallowed;
        let self_param = sig.self_param.as_ref().map(|param| {
            let self_ty = self.generic_parent(def).and_then(|parent| self.self_ty(parent)).unwrap_or_else(Ty::unknown);
            match param {
                SelfParam::Value => self_ty,
                SelfParam::Ref => Ty::reference(Mutability::Shared, self_ty),
                SelfParam::RefMut => Ty::reference(Mutability::Mutable, self_ty),
                SelfParam::Typed(ty) => ctx.ty(ty),
            }
        });
        ctx.impl_trait = ImplTraitMode::Return(def, 0);
        let declared_ret = ctx.ty(&sig.ret);
        let ret = if sig.is_async { Ty::new(TyKind::Future(declared_ret.clone())) } else { declared_ret.clone() };
        Some(FnSig { self_param, params, ret, declared_ret, is_async: sig.is_async })
    }

    /// `Self` as seen from an impl, a trait or a type's own definition.
    #[must_use]
    pub fn self_ty(&self, def: DefId) -> Option<Ty> {
        self.self_types.get(def, || match self.store.def(def).kind {
            DefKind::Trait => Some(Ty::new(TyKind::Param(def, 0))),
            DefKind::Struct | DefKind::Enum => Some(Ty::new(TyKind::Adt(def, self.identity_names(def)))),
            DefKind::Impl => match &self.store.item(def)?.kind {
                ItemKind::Impl(block) => Some(LowerCtx::new(self, def).ty(&block.self_ty)),
                _ => None,
            },
            _ => None,
        })
    }

    /// The trait that an impl implements, in terms of the impl's parameters.
    #[must_use]
    pub fn impl_trait(&self, def: DefId) -> Option<TraitRef> {
        self.impl_traits.get(def, || match &self.store.item(def)?.kind {
            ItemKind::Impl(block) => LowerCtx::new(self, def).trait_path(block.of_trait.as_ref()?),
            _ => None,
        })
    }

    /// The fields of a struct, or of a variant (by its number), in terms of the type's parameters.
    #[must_use]
    pub fn fields(&self, def: DefId, variant: Option<u32>) -> Arc<[(Name, Ty)]> {
        self.fields.get((def, variant), || {
            let Some(item) = self.store.item(def) else { return Arc::new([]) };
            let fields = match (&item.kind, variant) {
                (ItemKind::Struct { fields, .. }, _) => fields,
                (ItemKind::Enum { variants, .. }, Some(index)) => match variants.get(index as usize) {
                    Some(variant) => &variant.fields,
                    None => return Arc::new([]),
                },
                _ => return Arc::new([]),
            };
            let mut ctx = LowerCtx::new(self, def);
            fields.list().iter().map(|field| (field.name, ctx.ty(&field.ty))).collect()
        })
    }

    /// The type that an alias or associated type expands to, in terms of its own (and its impl's) parameters.
    pub(super) fn alias_ty(&self, def: DefId, depth: u32) -> Ty {
        if depth > 20 {
            return Ty::unknown();
        }
        self.aliases.get(def, || match self.store.item(def).map(|item| &item.kind) {
            Some(ItemKind::TypeAlias { ty: Some(ty), .. }) => {
                let mut ctx = LowerCtx::new(self, def);
                ctx.depth = depth + 1;
                ctx.ty(ty)
            }
            _ => Ty::unknown(),
        })
    }

    /// The type of a const or static where it is used: that of a thread-local or task-local variable is a `LocalKey`.
    #[must_use]
    pub fn value_ty(&self, def: DefId) -> Ty {
        let declared = self.declared_ty(def);
        let wrapper = match self.store.item(def).map(|item| &item.kind) {
            Some(ItemKind::Static { wrapper, .. }) => wrapper.map(Name::as_str),
            _ => None,
        };
        let key = match wrapper {
            Some("thread_local") => self.lang.local_key,
            Some("task_local") => match self.store.resolve_str(def.krate, TASK_LOCAL, Namespace::Type) {
                Resolved { res: Res::Def(key), rest: 0, .. } => Some(key),
                _ => None,
            },
            // No value has the type of a slice: an attribute macro gathers the elements elsewhere.
            _ if matches!(declared.kind(), TyKind::Slice(_)) => return Ty::reference(Mutability::Shared, declared),
            _ => return declared,
        };
        key.map_or_else(Ty::unknown, |key| Ty::new(TyKind::Adt(key, [declared].into_iter().collect())))
    }

    /// The declared type of a const or static, which is that of its initialiser.
    #[must_use]
    pub fn declared_ty(&self, def: DefId) -> Ty {
        self.values.get(def, || match self.store.item(def).map(|item| &item.kind) {
            Some(ItemKind::Const { ty, .. } | ItemKind::Static { ty, .. }) => LowerCtx::new(self, def).ty(ty),
            _ => Ty::unknown(),
        })
    }

    /// The member of a trait with this name, if it is a fn.
    #[must_use]
    pub fn trait_method(&self, trait_def: DefId, name: Name) -> Option<DefId> {
        self.member_fn(trait_def, name)
    }

    /// The fn with this name among the members of an impl or trait.
    #[must_use]
    pub fn member_fn(&self, container: DefId, name: Name) -> Option<DefId> {
        self.member_of_kind(container, DefKind::Fn, name)
    }

    /// The member of an impl for a method or constant of its trait.
    #[must_use]
    pub fn member_like(&self, imp: DefId, of_trait: DefId) -> Option<DefId> {
        let wanted = self.store.def(of_trait);
        self.member_of_kind(imp, wanted.kind, wanted.name)
    }

    fn member_of_kind(&self, container: DefId, kind: DefKind, name: Name) -> Option<DefId> {
        self.store.members(container).iter().copied().find(|member| {
            let member = self.store.def(*member);
            member.kind == kind && member.name == name
        })
    }
}
