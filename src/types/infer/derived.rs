//! Items that derives and attributes of other crates generate: constructors, builders, projections of pinned values. Their definitions
//! are not in any source, so they are recognized by their conventional names.

use super::paths::Constructor;
use super::{Infer, Reached};
use crate::facts::{Attr, ExprId, Name, Path};
use crate::names::DefKind;
use crate::types::builders::{BUILDER, builder_of};
use crate::types::subst::Subst;
use crate::types::ty::{Mutability, Ty, TyKind};
use std::sync::Arc;

/// The derives that generate a method for each field.
const GETTERS: [&str; 4] = ["Getters", "MutGetters", "CopyGetters", "Getter"];

/// The derives that generate an iterator over the variants of an enum.
const ENUM_ITERATORS: [&str; 2] = ["EnumIter", "IntoEnumIterator"];

impl Infer<'_, '_> {
    /// The value of `Type::new` and `Type::builder`, if a derive of another crate may have generated them.
    pub(super) fn derived_value(&mut self, id: ExprId, base: &Ty, name: Name) {
        let scope = self.scopes.last().copied().unwrap_or(self.def);
        let of_fn = self.constructor_builder(base, name, scope);
        let is_generated = |def| of_fn.is_some() || self.db.has_foreign_derive(def);
        let Some((def, _)) = base.as_adt().filter(|(def, _)| is_generated(*def)) else { return };
        let path = self.db.store.canonical_path(def);
        let given = match name.as_str() {
            "builder" => of_fn.unwrap_or_else(|| builder_of(&path, base)),
            "new" | "default" => base.clone(),
            "iter" if self.db.has_derive_in(def, &ENUM_ITERATORS) => self.iterator_of(base),
            "from_repr" if self.db.has_derive_in(def, &["FromRepr"]) => match self.db.lang.option {
                Some(option) => Ty::new(TyKind::Adt(option, Arc::new([base.clone()]))),
                None => Ty::unknown(),
            },
            _ => Ty::unknown(),
        };
        self.externals.insert(id, format!("{path}::{name}").into());
        self.derived.insert(id, given);
    }

    /// An iterator of std over values of a type.
    fn iterator_of(&mut self, item: &Ty) -> Ty {
        let Some(vec) = self.db.lang.vec else { return Ty::unknown() };
        let list = Ty::new(TyKind::Adt(vec, Arc::new([item.clone()])));
        self.table.iteration(&list).0
    }

    /// The value of a method of a generated builder, or of the projection of a pinned struct; `None` if it is neither.
    pub(super) fn derived_method(&mut self, id: ExprId, receiver: &Ty, method: Name) -> Option<Ty> {
        let receiver = self.table.shallow(receiver);
        if let Some(made) = self.builder_call(id, &receiver, method) {
            return Some(made);
        }
        if let TyKind::External(path, args) = receiver.strip_refs().kind()
            && let ([made], Some(last)) = (&args[..], path.last())
            && last.as_str().ends_with(BUILDER)
        {
            let made = if method == "build" { made.clone() } else { receiver.strip_refs().clone() };
            self.callees.insert(id, Reached::External(format!("{}::{method}", super::paths::join(path)).into()));
            return Some(made);
        }
        if method == "project" || method == "project_ref" {
            let pinned = self.pinned(&receiver)?;
            let (def, _) = pinned.as_adt()?;
            self.callees.insert(id, Reached::External(format!("{}::{method}", self.db.store.canonical_path(def)).into()));
            // The projection has the same fields, each behind a reference.
            return Some(Ty::reference(Mutability::from_mut(method == "project"), pinned));
        }
        self.getter(id, receiver.strip_refs(), method)
    }

    /// The value of `value.field()`, `value.get_field()` and `value.field_mut()` if a derive generates them: a reference to the field.
    fn getter(&mut self, id: ExprId, receiver: &Ty, method: Name) -> Option<Ty> {
        let (def, args) = receiver.as_adt().filter(|(def, _)| self.db.has_derive_in(*def, &GETTERS))?;
        let name = method.as_str().strip_prefix("get_").unwrap_or(method.as_str());
        let fields = self.db.fields(def, None);
        let by_name = |name: &str| fields.iter().find(|(field, _)| field.as_str() == name);
        let changed = || Some((Mutability::Mutable, by_name(name.strip_suffix("_mut")?)?));
        let (mutability, (_, field)) = by_name(name).map(|field| (Mutability::Shared, field)).or_else(changed)?;
        let field = field.subst(&Subst::of(def, args.clone()));
        self.callees.insert(id, Reached::External(format!("{}::{method}", self.db.store.canonical_path(def)).into()));
        let field = self.table.normalize(&field);
        Some(Ty::reference(mutability, field))
    }

    /// The value of `TypeBuilder::default()`, if a derive of `Type` generates the builder. Its `build` returns a `Result`.
    pub(super) fn derived_builder(&mut self, id: ExprId, path: &Path) -> Option<()> {
        let (make, builder) = path.segments.split_last()?;
        if builder.is_empty() || !["default", "create_empty", "new"].contains(&make.name.as_str()) {
            return None;
        }
        let builder = Path { segments: builder.to_vec(), ..path.clone() };
        let given = self.with_ctx(|ctx| ctx.generated_builder(&builder))?;
        let TyKind::External(name, _) = given.kind() else { return None };
        self.externals.insert(id, format!("{}::{}", super::paths::join(name), make.name).into());
        self.derived.insert(id, given);
        Some(())
    }

    /// The struct or variant whose generated projection a pattern names, matched against a value of type `ty`: `StepProj::Copying(file)` for
    /// `#[pin_project(project = StepProj)] enum Step`. The projection has the same fields, each behind a reference.
    pub(super) fn projected(&self, path: &Path, ty: &Ty) -> Option<Constructor> {
        let (adt, args) = ty.as_adt()?;
        let is_enum = self.db.store.def(adt).kind == DefKind::Enum;
        let (projection, variant) = match &path.segments[..] {
            [.., projection, variant] if is_enum => (projection.name, Some(variant.name)),
            [.., projection] if !is_enum => (projection.name, None),
            _ => return None,
        };
        if !self.db.store.item(adt)?.attrs.iter().any(|attr| names_projection(attr, projection)) {
            return None;
        }
        let variant = match variant {
            Some(name) => Some(self.db.store.def(self.variant_named(adt, name)?).variant?),
            None => None,
        };
        Some(Constructor { adt, variant, args: args.clone() })
    }

    /// `T` of `Pin<&mut T>`, also behind a reference.
    fn pinned(&mut self, ty: &Ty) -> Option<Ty> {
        let (def, args) = ty.strip_refs().as_adt()?;
        if Some(def) != self.db.lang.pin {
            return None;
        }
        let inner = self.table.shallow(args.first()?);
        let inner = inner.strip_refs().clone();
        Some(self.table.shallow(&inner))
    }
}

/// Whether an attribute gives the generated projection of a pinned type this name: `pin_project(project = Name)`, `project = Name`.
fn names_projection(attr: &Attr, name: Name) -> bool {
    let is_key = |key: &str| ["project", "project_ref"].contains(&key.trim());
    let is_whole = || attr.path.segments.last().is_some_and(|last| is_key(last.name.as_str())) && name == attr.args.as_str();
    let is_part = |part: &str| part.split_once('=').is_some_and(|(key, value)| is_key(key) && name == value.trim());
    is_whole() || attr.args.split(',').any(is_part)
}
