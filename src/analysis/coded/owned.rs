//! Whether a value of some type owns a value of a class: itself, inside wrappers, or in a field, but not behind a reference.

use super::super::body::BodyView;
use super::super::dispatch::callbacks::hidden_in_body;
use crate::catalogue::ReceiverSet;
use crate::names::{CrateKind, DefId, DefKind};
use crate::types::{Subst, Ty, TyKind};
use std::sync::Arc;

/// Types that own any number of values of another type, in `rules/receivers.toml`.
const LISTS: &str = "lists";

/// Wrappers and structs nested deeper than this are not looked through.
const MAX_DEPTH: usize = 8;

impl BodyView<'_> {
    /// Whether a value of type `ty` is a member of `class`, or owns one.
    pub(super) fn owns(&self, ty: &Ty, class: &ReceiverSet) -> bool {
        self.owned_path(ty, class).is_some()
    }

    /// Whether `ty` itself is a member of `class` by name.
    pub(super) fn is_member(&self, ty: &Ty, class: &ReceiverSet) -> bool {
        !is_reference(ty) && self.path_of(ty).is_some_and(|path| class.has_type(&path))
    }

    /// Whether a value of type `ty` that owns a member of `class` may cease to own one while it lives: no member is in it without a wrapper, such as
    /// an `Option`, around it. A guard has no empty value, so only another guard can take its place.
    pub(super) fn may_lose(&self, ty: &Ty, class: &ReceiverSet) -> bool {
        self.owns(ty, class) && !self.always_owns(ty, class, 0)
    }

    fn always_owns(&self, ty: &Ty, class: &ReceiverSet, depth: usize) -> bool {
        if depth > MAX_DEPTH || !self.owns(ty, class) {
            return false;
        }
        if self.is_member(ty, class) {
            return true;
        }
        if let TyKind::Tuple(items) = ty.kind() {
            return items.iter().any(|item| self.always_owns(item, class, depth + 1));
        }
        let is_wrapper = self.path_of(ty).is_some_and(|path| class.wrapper(&path).is_some());
        let Some((def, args)) = ty.as_adt().filter(|_| !is_wrapper) else { return false };
        let subst = Subst::of(def, args.clone());
        let always =
            |variant| self.db.fields(def, variant).iter().any(|(_, field)| self.always_owns(&field.subst(&subst), class, depth + 1));
        self.shapes(def).into_iter().all(always)
    }

    /// The numbers of an enum's variants; of a struct, the one that stands for its fields.
    fn shapes(&self, def: DefId) -> Vec<Option<u32>> {
        match self.db.store.def(def).kind {
            DefKind::Enum => (0..).take(self.db.store.variants(def).len()).map(Some).collect(),
            _ => vec![None],
        }
    }

    /// The canonical path of the member of `class` that a value of type `ty` is or owns.
    pub(super) fn owned_path(&self, ty: &Ty, class: &ReceiverSet) -> Option<Arc<str>> {
        let key = (std::ptr::from_ref(class).addr(), ty.clone());
        self.known.owned.get(key, || self.owned_at(ty, class, &mut Vec::new(), 0).map(Arc::from))
    }

    /// `around` are the enclosing structs and enums; a recursive one is visited once. `depth` counts every type around: a fn that returns
    /// `impl Trait` may wrap its own result.
    fn owned_at(&self, ty: &Ty, class: &ReceiverSet, around: &mut Vec<DefId>, depth: usize) -> Option<String> {
        if depth > MAX_DEPTH {
            return None;
        }
        let args = match ty.kind() {
            TyKind::Adt(_, args) | TyKind::External(_, args) => args,
            TyKind::Tuple(items) => return items.iter().find_map(|item| self.owned_at(item, class, around, depth + 1)),
            TyKind::Array(item) => return self.owned_at(item, class, around, depth + 1),
            TyKind::Opaque(def, index, subst) => {
                let hidden = hidden_in_body(self.db, *def, *index)?;
                return self.owned_at(&hidden.subst(subst), class, around, depth + 1);
            }
            _ => return None,
        };
        let path = self.path_of(ty)?;
        if class.has_type(&path) {
            return Some(path.to_string());
        }
        // A list in a struct may be empty as long as the struct lives.
        let lists = self.catalogue.receivers().class(LISTS).filter(|_| around.is_empty());
        let index = class.wrapper(&path).or_else(|| lists.and_then(|lists| lists.wrapper(&path)));
        if let Some(inner) = index.and_then(|index| args.get(index)) {
            return self.owned_at(inner, class, around, depth + 1);
        }
        let (def, args) = ty.as_adt().filter(|_| class.in_fields())?;
        let store = self.db.store;
        let is_own = store.krate(def.krate).kind == CrateKind::Local && matches!(store.def(def).kind, DefKind::Struct | DefKind::Enum);
        if !is_own || around.contains(&def) {
            return None;
        }
        around.push(def);
        let subst = Subst::of(def, args.clone());
        let mut owned_in = |variant| {
            self.db.fields(def, variant).iter().find_map(|(_, field)| self.owned_at(&field.subst(&subst), class, around, depth + 1))
        };
        // A variant without a member makes the whole uncertain.
        let owned: Option<Vec<String>> = self.shapes(def).into_iter().map(&mut owned_in).collect();
        around.pop();
        owned?.into_iter().next()
    }
}

fn is_reference(ty: &Ty) -> bool {
    matches!(ty.kind(), TyKind::Ref(..) | TyKind::Ptr(..))
}
