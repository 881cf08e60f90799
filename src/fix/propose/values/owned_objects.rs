//! Trait objects that borrow nothing by where they are written: without a lifetime, `Arc<dyn Trait>` as the type of a field, a parameter or a
//! fn's value is `'static`. An object that is not written there, behind `Self`, an alias or an associated type, may borrow.

use super::super::code::scene::Scene;
use super::auto_traits::Known;
use super::owned::{has_lifetimes, is_owned};
use crate::facts::{Bound, ExprId, ExprKind, GenericArg, ItemKind, Name, PatId, PatKind, Path, Stmt, TypeRef};
use crate::names::{DefId, Namespace, Res};
use crate::types::{Callee, Ty, TyKind};

/// The maximum number of `let`s between a variable and the declaration of its type.
const MAX_LETS: usize = 4;

/// The maximum number of type aliases that lead to one another.
const MAX_ALIASES: usize = 4;

/// Whether the value of a place or call, of type `ty`, borrows nothing.
pub(in crate::fix::propose) fn is_owned_at(scene: &Scene<'_>, place: ExprId, ty: &Ty) -> Known {
    let known = is_owned(scene, ty);
    if known != Known::Unknown || !ty.any(&mut |part| matches!(part.kind(), TyKind::Dyn(_))) {
        return known;
    }
    // All else that may be unknown about it is still unknown without the objects.
    if is_declared_static(scene, place, MAX_LETS) { is_owned(scene, &without_objects(ty)) } else { known }
}

/// The type with `()` in place of trait objects.
fn without_objects(ty: &Ty) -> Ty {
    if matches!(ty.kind(), TyKind::Dyn(_)) { Ty::unit() } else { ty.map_children(&mut without_objects) }
}

/// Whether the type of a place is written where objects without a lifetime are `'static`.
fn is_declared_static(scene: &Scene<'_>, place: ExprId, lets: usize) -> bool {
    match scene.kind(place) {
        ExprKind::Field { base, name, .. } => is_field_static(scene, scene.ty(*base), *name, scene.ty(place)),
        ExprKind::Path(_) => scene.local(place).is_some_and(|pat| is_variable_static(scene, pat, lets)),
        ExprKind::MethodCall { receiver, method, args, .. } if method == "clone" && args.is_empty() => {
            is_declared_static(scene, *receiver, lets)
        }
        // `Arc::clone(&self.backend)`
        ExprKind::Call { args, .. } => match (scene.types.callees.get(&place), &args[..]) {
            (Some(Callee::Fn(callee)), [one]) if Some(callee.def) == clone_method(scene) => is_declared_static(scene, *one, lets),
            _ => is_made_static(scene, place),
        },
        ExprKind::Ref { operand, .. } | ExprKind::Try { operand } => is_declared_static(scene, *operand, lets),
        ExprKind::MethodCall { .. } => is_made_static(scene, place),
        _ => false,
    }
}

/// Whether the callee of a call writes the type of its value where objects without a lifetime are `'static`.
fn is_made_static(scene: &Scene<'_>, call: ExprId) -> bool {
    let Some(Callee::Fn(callee)) = scene.types.callees.get(&call) else { return false };
    let Some(function) = scene.db.function(callee.def) else { return false };
    let text = scene.store().file(callee.def).text.get(function.sig.span.range());
    let is_bound = text.is_none_or(has_lifetime) || function.sig.is_async;
    !is_bound && Written { scene, by: callee.def }.is_static(&function.sig.ret, MAX_ALIASES)
}

fn is_variable_static(scene: &Scene<'_>, pat: PatId, lets: usize) -> bool {
    if let Some(number) = scene.body.params.iter().position(|param| *param == pat) {
        let Some(function) = scene.db.function(scene.def) else { return false };
        let is_written = |ty| Written { scene, by: scene.def }.has_objects(ty, &scene.types.pats[pat]);
        let has_lifetimes = has_lifetime(scene.text(function.sig.span));
        return !has_lifetimes && function.sig.params.get(number).is_some_and(|param| is_written(&param.ty));
    }
    let PatKind::Bind { .. } = scene.body.pats[pat].kind else { return false };
    match scene.index().let_of_pat(pat) {
        Some(Stmt::Let { ty: None, init: Some(init), .. }) if lets > 0 => is_declared_static(scene, *init, lets - 1),
        _ => false,
    }
}

/// Whether the objects in the type of a field are written in its struct, which has no lifetimes.
fn is_field_static(scene: &Scene<'_>, of: &Ty, name: Name, ty: &Ty) -> bool {
    let TyKind::Adt(def, args) = of.strip_refs().kind() else { return false };
    // `Arc<Self>`
    if def.krate == scene.store().std() {
        return args.first().is_some_and(|inner| is_field_static(scene, inner, name, ty));
    }
    let Some(ItemKind::Struct { fields, has_lifetimes: false, .. }) = scene.store().item(*def).map(|item| &item.kind) else { return false };
    let field = fields.list().iter().find(|field| field.name == name);
    field.is_some_and(|field| Written { scene, by: *def }.has_objects(&field.ty, ty))
}

/// A lifetime other than `'static`.
fn has_lifetime(text: &str) -> bool {
    text.replace("'static", "").contains('\'')
}

/// A type as an item writes it, beside its meaning.
#[derive(Clone, Copy)]
struct Written<'a, 's> {
    scene: &'a Scene<'s>,
    by: DefId,
}

impl Written<'_, '_> {
    /// Whether each object in `ty` is written where `'static` is the default.
    fn has_objects(self, written: &TypeRef, ty: &Ty) -> bool {
        if !ty.any(&mut |part| matches!(part.kind(), TyKind::Dyn(_))) {
            return true;
        }
        match (written, ty.kind()) {
            (TypeRef::DynTrait(bounds), TyKind::Dyn(_)) => bounds.iter().all(|bound| self.is_without_lifetimes(bound)),
            // `&dyn Trait` lives as long as the reference.
            (TypeRef::Ref { inner, .. }, TyKind::Ref(_, ty)) => !matches!(**inner, TypeRef::DynTrait(_)) && self.has_objects(inner, ty),
            (TypeRef::Slice(inner), TyKind::Slice(ty)) | (TypeRef::Array(inner), TyKind::Array(ty)) => self.has_objects(inner, ty),
            (TypeRef::Tuple(items), TyKind::Tuple(types)) => {
                items.len() == types.len() && items.iter().zip(types.iter()).all(|(item, ty)| self.has_objects(item, ty))
            }
            (TypeRef::Path(path), TyKind::Adt(def, types)) => {
                let args = path.segments.last().and_then(|segment| segment.args.as_deref());
                let mut args = args.into_iter().flat_map(|args| &args.args);
                let is_written = |ty: &Ty| match args.next() {
                    Some(GenericArg::Type(arg)) => self.has_objects(arg, ty),
                    Some(GenericArg::Const(_)) | None => self.has_objects(&TypeRef::Infer, ty),
                };
                // With a lifetime, a type may bound its objects by it.
                self.resolve(path) == Some(*def) && !has_lifetimes(self.scene, *def) && types.iter().all(is_written)
            }
            _ => false,
        }
    }

    /// Whether each object that a type as written stands for is `'static`, whatever its arguments are. Unknown for type parameters.
    fn is_static(self, written: &TypeRef, aliases: usize) -> bool {
        match written {
            TypeRef::DynTrait(bounds) => bounds.iter().all(|bound| self.is_without_lifetimes(bound)),
            TypeRef::Ref { inner, .. } => !matches!(**inner, TypeRef::DynTrait(_)) && self.is_static(inner, aliases),
            TypeRef::Slice(inner) | TypeRef::Array(inner) => self.is_static(inner, aliases),
            TypeRef::Tuple(items) => items.iter().all(|item| self.is_static(item, aliases)),
            TypeRef::Path(path) => {
                let args = path.segments.iter().filter_map(|segment| segment.args.as_deref()).flat_map(|args| &args.args);
                let are_static = args.clone().all(|arg| match arg {
                    GenericArg::Type(arg) => self.is_static(arg, aliases),
                    GenericArg::Const(_) => true,
                });
                are_static && path.qself.is_none() && self.is_static_head(path, aliases)
            }
            _ => false,
        }
    }

    /// The same for a path without its arguments.
    fn is_static_head(self, path: &Path, aliases: usize) -> bool {
        let store = self.scene.store();
        let found = store.resolve(store.scope_of(self.by), path, Namespace::Type);
        let Res::Def(def) = found.res else { return found.rest == 0 && matches!(found.res, Res::Prim(_)) };
        match store.item(def).map(|item| &item.kind) {
            _ if found.rest > 0 => false,
            Some(ItemKind::TypeAlias { generics, ty: Some(ty), .. }) => {
                let item = store.item(def);
                let text = item.and_then(|item| store.file(def).text.get(item.span.range()));
                // Its parameters stand for the arguments.
                let own = |name: Name| generics.params.iter().any(|param| param.name == name);
                aliases > 0 && !text.is_none_or(has_lifetime) && Written { by: def, ..self }.is_static_but(ty, &own, aliases - 1)
            }
            Some(ItemKind::Struct { .. } | ItemKind::Enum { .. }) => !has_lifetimes(self.scene, def),
            _ => false,
        }
    }

    /// The same for the type of an alias with these parameters.
    fn is_static_but(self, written: &TypeRef, own: &dyn Fn(Name) -> bool, aliases: usize) -> bool {
        let TypeRef::Path(path) = written else { return self.is_static(written, aliases) };
        let args = path.segments.iter().filter_map(|segment| segment.args.as_deref()).flat_map(|args| &args.args);
        let is_param = |path: &Path| matches!(&path.segments[..], [only] if only.args.is_none() && own(only.name));
        let are_static = args.clone().all(|arg| match arg {
            GenericArg::Type(arg) => self.is_static_but(arg, own, aliases),
            GenericArg::Const(_) => true,
        });
        is_param(path) || are_static && path.qself.is_none() && self.is_static_head(path, aliases)
    }

    fn resolve(self, path: &Path) -> Option<DefId> {
        let store = self.scene.store();
        let found = store.resolve(store.scope_of(self.by), path, Namespace::Type);
        match found.res {
            Res::Def(def) if found.rest == 0 && path.qself.is_none() => Some(def),
            _ => None,
        }
    }

    /// Whether the trait of a bound has no lifetime parameters, which would bound its objects.
    fn is_without_lifetimes(self, bound: &Bound) -> bool {
        let store = self.scene.store();
        self.resolve(&bound.path).is_some_and(|def| {
            let text = store.item(def).and_then(|item| store.file(def).text.get(item.name_span.start as usize..item.span.end as usize));
            text.is_some_and(|text| !has_lifetime(text.split('{').next().unwrap_or(text)))
        })
    }
}

/// `Clone::clone`.
fn clone_method(scene: &Scene<'_>) -> Option<DefId> {
    let clone = scene.db.lang.clone?;
    scene.store().members(clone).iter().copied().find(|member| scene.store().def(*member).name == "clone")
}
