//! Paths in value position: locals, fns, constructors, constants, associated items.

use super::Infer;
use crate::facts::{ExprId, GenericArgs, ItemKind, Name, Path, PathAnchor};
use crate::names::{CrateKind, DefId, DefKind, Namespace, Res};
use crate::types::methods::trait_member;
use crate::types::subst::Subst;
use crate::types::ty::{Ty, TyKind};
use std::sync::Arc;

/// A struct or variant named by a path, with the arguments of its type.
pub(super) struct Constructor {
    /// The struct or enum.
    pub(super) adt: DefId,
    /// The variant's number.
    pub(super) variant: Option<u32>,
    /// Arguments of the type.
    pub(super) args: Arc<[Ty]>,
}

impl Constructor {
    pub(super) fn ty(&self) -> Ty {
        Ty::new(TyKind::Adt(self.adt, self.args.clone()))
    }
}

impl Infer<'_, '_> {
    /// The type of a path expression.
    pub(super) fn path_value(&mut self, id: ExprId, path: &Path) -> Ty {
        if let Some(qself) = &path.qself {
            let self_ty = self.lower(&qself.ty);
            if qself.trait_segments == 0 {
                return self.assoc_value(id, &self_ty, path, 0);
            }
            let mut trait_path = path.clone();
            trait_path.qself = None;
            trait_path.segments.truncate(qself.trait_segments);
            let Some(trait_ref) = self.with_ctx(|ctx| ctx.trait_path(&trait_path)) else { return Ty::unknown() };
            let Some(segment) = path.segments.get(qself.trait_segments) else { return Ty::unknown() };
            if path.segments.len() > qself.trait_segments + 1 {
                let projected = self.with_ctx(|ctx| ctx.path_ty(&truncated(path, qself.trait_segments + 1)));
                let projected = self.table.normalize(&projected);
                return self.assoc_value(id, &projected, path, qself.trait_segments + 1);
            }
            let all: Arc<[Ty]> = std::iter::once(self_ty).chain(trait_ref.args.iter().cloned()).collect();
            return self.trait_member_value(id, (trait_ref.def, &all), segment.name, segment.args.as_deref());
        }
        if path.anchor == PathAnchor::Plain
            && let Some(first) = path.segments.first()
        {
            if path.segments.len() == 1 {
                if let Some(pat) = self.local(first.name) {
                    self.locals_used.insert(id, pat);
                    return self.pats[pat].clone();
                }
                if first.name == "Self" {
                    return self.self_constructor();
                }
            } else if let Some(base) = self.with_ctx(|ctx| ctx.self_or_param(first.name)) {
                return self.assoc_value(id, &base, path, 1);
            }
        }
        let resolved = self.db.store.resolve(self.scope(), path, Namespace::Value);
        let known = path.segments.len().saturating_sub(resolved.rest);
        match resolved.res {
            Res::Prim(prim) => self.assoc_value(id, &Ty::prim(prim), path, known),
            Res::External(name) => {
                if self.derived_builder(id, path).is_none() {
                    self.externals.insert(id, join(&name));
                }
                Ty::unknown()
            }
            Res::Unresolved => {
                let _ = self.derived_builder(id, path);
                Ty::unknown()
            }
            Res::Def(def) => self.def_value(id, def, path, known),
        }
    }

    fn def_value(&mut self, id: ExprId, def: DefId, path: &Path, known: usize) -> Ty {
        let last = known.checked_sub(1).and_then(|last| path.segments.get(last));
        let args = last.and_then(|segment| segment.args.as_deref());
        let rest = path.segments.len() - known;
        match self.db.store.def(def).kind {
            DefKind::Fn if rest == 0 => {
                let args = self.args(def, args, 0);
                Ty::new(TyKind::FnDef(def, Subst::of(def, args)))
            }
            DefKind::Const | DefKind::Static if rest == 0 => {
                self.values.insert(id, def);
                let ty = self.db.value_ty(def);
                self.table.normalize(&ty)
            }
            DefKind::Struct if rest == 0 => {
                let args = self.args(def, args, 0);
                self.constructor_value(def, &Constructor { adt: def, variant: None, args })
            }
            DefKind::Variant if rest == 0 => {
                let Some(parent) = self.db.store.def(def).parent else { return Ty::unknown() };
                let on_enum = known.checked_sub(2).and_then(|at| path.segments.get(at)).and_then(|segment| segment.args.as_deref());
                let args = self.args(parent, args.or(on_enum), 0);
                self.constructor_value(def, &Constructor { adt: parent, variant: self.db.store.def(def).variant, args })
            }
            DefKind::Trait if rest == 1 => {
                let segment = &path.segments[known];
                let mut all = vec![self.table.fresh()];
                all.extend(self.args(def, args, 1).iter().cloned());
                self.trait_member_value(id, (def, &all.into()), segment.name, segment.args.as_deref())
            }
            DefKind::Struct | DefKind::Enum | DefKind::TypeAlias if rest > 0 => {
                let base = self.with_ctx(|ctx| ctx.def_ty(def, args));
                let base = self.table.normalize(&base);
                self.assoc_value(id, &base, path, known)
            }
            // A constructor through a type alias.
            DefKind::TypeAlias => {
                let base = self.with_ctx(|ctx| ctx.def_ty(def, args));
                match self.table.normalize(&base).kind() {
                    TyKind::Adt(adt, args) => self.constructor_value(*adt, &Constructor { adt: *adt, variant: None, args: args.clone() }),
                    _ => Ty::unknown(),
                }
            }
            _ => Ty::unknown(),
        }
    }

    /// Generic arguments for `def`: the written ones, and variables for the others.
    pub(super) fn args(&mut self, def: DefId, args: Option<&GenericArgs>, skip: usize) -> Arc<[Ty]> {
        let lowered = self.with_ctx(|ctx| ctx.args_for(def, args, skip));
        lowered.iter().map(|arg| self.table.normalize(arg)).collect()
    }

    fn self_constructor(&mut self) -> Ty {
        let Some(self_ty) = self.with_ctx(|ctx| ctx.self_or_param(Name::new("Self"))) else { return Ty::unknown() };
        match self_ty.kind() {
            TyKind::Adt(def, args) => self.constructor_value(*def, &Constructor { adt: *def, variant: None, args: args.clone() }),
            _ => Ty::unknown(),
        }
    }

    /// A unit struct or variant is a value; a tuple one is a fn.
    fn constructor_value(&mut self, def: DefId, constructor: &Constructor) -> Ty {
        let is_tuple = !self.db.fields(constructor.adt, constructor.variant).is_empty();
        if is_tuple { Ty::new(TyKind::FnDef(def, Subst::of(constructor.adt, constructor.args.clone()))) } else { constructor.ty() }
    }

    /// The value of `base::a::b`, where `from` is the index of segment `a`.
    fn assoc_value(&mut self, id: ExprId, base: &Ty, path: &Path, from: usize) -> Ty {
        let mut base = self.table.shallow(base);
        for index in from..path.segments.len() {
            let segment = &path.segments[index];
            let is_last = index + 1 == path.segments.len();
            if let TyKind::External(name, _) = base.kind() {
                let mut text = join(name).to_string();
                for segment in &path.segments[index..] {
                    text.push_str("::");
                    text.push_str(segment.name.as_str());
                }
                self.externals.insert(id, text.into());
                return Ty::unknown();
            }
            if let TyKind::Adt(def, args) = base.kind()
                && let Some(variant) = self.variant_named(*def, segment.name)
            {
                let constructor = Constructor { adt: *def, variant: self.db.store.def(variant).variant, args: args.clone() };
                return self.constructor_value(variant, &constructor);
            }
            if !is_last {
                let projected = self.with_ctx(|ctx| ctx.assoc_of(&base, segment.name));
                base = self.table.normalize(&projected);
                continue;
            }
            let Some(pick) = self.table.lookup_assoc(&base, segment.name, self.scopes.last().copied().unwrap_or(self.def)) else {
                self.derived_value(id, &base, segment.name);
                return Ty::unknown();
            };
            if self.is_own_constant(pick.def) {
                self.values.insert(id, pick.def);
            }
            return self.member_value(id, pick.def, pick.subst, segment.args.as_deref());
        }
        Ty::unknown()
    }

    /// Whether a member is a constant that the workspace declares for one type, not for a trait.
    fn is_own_constant(&self, member: DefId) -> bool {
        let store = self.db.store;
        let is_inherent =
            |imp: DefId| matches!(store.item(imp).map(|item| &item.kind), Some(ItemKind::Impl(block)) if block.of_trait.is_none());
        store.def(member).kind == DefKind::Const
            && store.kind(member.krate) == CrateKind::Local
            && store.def(member).parent.is_some_and(is_inherent)
    }

    /// A member of a trait with these arguments, `Self` first.
    fn trait_member_value(&mut self, id: ExprId, of: (DefId, &Arc<[Ty]>), name: Name, own: Option<&GenericArgs>) -> Ty {
        let (trait_def, args) = of;
        let mut found = trait_member(self.db, trait_def, name).map(|member| (member, Subst::of(trait_def, args.clone())));
        if found.is_none() {
            // `Sub::method` may be declared in a supertrait of `Sub`.
            let bound = crate::types::TraitRef { def: trait_def, args: args.iter().skip(1).cloned().collect(), bindings: Arc::new([]) };
            let db = self.db;
            let mut member = None;
            let hit = db.find_supertrait(&bound, &mut |candidate| {
                member = trait_member(db, candidate.def, name);
                member.is_some()
            });
            if let (Some(hit), Some(member), Some(self_ty)) = (hit, member, args.first()) {
                let all = std::iter::once(self_ty.clone()).chain(hit.args.iter().cloned()).collect();
                found = Some((member, Subst::of(hit.def, all)));
            }
        }
        let Some((member, subst)) = found else { return Ty::unknown() };
        self.member_value(id, member, subst, own)
    }

    fn member_value(&mut self, id: ExprId, member: DefId, mut subst: Subst, own: Option<&GenericArgs>) -> Ty {
        let store = self.db.store;
        if store.def(member).kind == DefKind::Const {
            if store.def(member).parent.is_some_and(|parent| store.def(parent).kind == DefKind::Trait) {
                self.constants.insert(id, (member, subst.clone()));
            }
            let ty = self.db.value_ty(member).subst(&subst);
            return self.table.normalize(&ty);
        }
        let own = self.args(member, own, 0);
        subst.push(member, own);
        Ty::new(TyKind::FnDef(member, subst))
    }

    /// The variant of an enum with this name.
    pub(super) fn variant_named(&self, def: DefId, name: Name) -> Option<DefId> {
        if self.db.store.def(def).kind != DefKind::Enum {
            return None;
        }
        self.db.store.variants(def).iter().copied().find(|variant| self.db.store.def(*variant).name == name)
    }

    /// The struct or variant that a struct literal or pattern names.
    pub(super) fn constructor(&mut self, path: &Path) -> Option<Constructor> {
        let of_ty = |ty: &Ty| match ty.kind() {
            TyKind::Adt(adt, args) => Some(Constructor { adt: *adt, variant: None, args: args.clone() }),
            _ => None,
        };
        let last = path.segments.last()?;
        // `Self::Variant`, `Alias::Variant`, `<T as X>::Variant`.
        let prefix = (path.segments.len() > 1).then(|| truncated(path, path.segments.len() - 1));
        let starts_with_self =
            path.anchor == PathAnchor::Plain && path.segments.first().is_some_and(|first| first.name == "Self") || path.qself.is_some();
        if !starts_with_self {
            let resolved = self.db.store.resolve(self.scope(), path, Namespace::Type);
            match resolved.res {
                Res::Def(def) if resolved.rest == 0 => match self.db.store.def(def).kind {
                    DefKind::Variant => {
                        let adt = self.db.store.def(def).parent?;
                        let on_enum = prefix.as_ref().and_then(|prefix| prefix.segments.last()).and_then(|segment| segment.args.as_deref());
                        let args = self.args(adt, last.args.as_deref().or(on_enum), 0);
                        return Some(Constructor { adt, variant: self.db.store.def(def).variant, args });
                    }
                    DefKind::Struct | DefKind::TypeAlias => {
                        let ty = self.with_ctx(|ctx| ctx.path_ty(path));
                        return of_ty(&self.table.normalize(&ty));
                    }
                    _ => return None,
                },
                Res::Def(_) if resolved.rest == 1 => {}
                _ => return None,
            }
        }
        let Some(prefix) = prefix else {
            let ty = self.with_ctx(|ctx| ctx.path_ty(path));
            return of_ty(&self.table.normalize(&ty));
        };
        let base = self.with_ctx(|ctx| ctx.path_ty(&prefix));
        let base = self.table.normalize(&base);
        let TyKind::Adt(adt, args) = base.kind() else { return None };
        if let Some(variant) = self.variant_named(*adt, last.name) {
            return Some(Constructor { adt: *adt, variant: self.db.store.def(variant).variant, args: args.clone() });
        }
        let ty = self.with_ctx(|ctx| ctx.path_ty(path));
        of_ty(&self.table.normalize(&ty))
    }
}

/// The first `len` segments of a path.
fn truncated(path: &Path, len: usize) -> Path {
    let mut short = path.clone();
    short.segments.truncate(len);
    short
}

/// The text of an external path.
pub(super) fn join(path: &[Name]) -> Arc<str> {
    path.iter().map(|name| name.as_str()).collect::<Vec<_>>().join("::").into()
}
