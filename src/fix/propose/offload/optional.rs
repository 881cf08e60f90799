//! Captures of optional references: `Option<&str>` moves as an `Option<String>`, which the moved code uses as `name.as_deref()`.

use super::super::code::scene::Scene;
use super::super::values::auto_traits::Known;
use super::super::values::owned::owner_of;
use crate::types::{Mutability, Ty, TyKind};

/// An optional reference.
pub(super) struct OptionalRef<'t> {
    pub(super) pointee: &'t Ty,
    /// Whether an owned value can be made of what it refers to.
    pub(super) is_there: Known,
    /// What makes an option that owns its value.
    pub(super) made_by: &'static str,
    /// What makes an optional reference of that.
    pub(super) used_as: &'static str,
}

/// The parts of a type that is an option of a shared reference.
pub(super) fn optional_ref<'t>(scene: &Scene<'_>, ty: &'t Ty) -> Option<OptionalRef<'t>> {
    let TyKind::Adt(def, args) = ty.kind() else { return None };
    let is_option = def.krate == scene.store().std() && &*scene.store().canonical_path(*def) == "std::option::Option";
    let TyKind::Ref(Mutability::Shared, pointee) = args.first().filter(|_| is_option)?.kind() else { return None };
    let owner = owner_of(scene, pointee);
    let is_same_type = owner.method == "clone";
    let (made_by, used_as) = if is_same_type { ("cloned()", "as_ref()") } else { ("map(ToOwned::to_owned)", "as_deref()") };
    Some(OptionalRef { pointee, is_there: owner.is_there, made_by, used_as })
}
