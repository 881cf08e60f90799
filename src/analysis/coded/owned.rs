//! Whether a value of some type owns a value of a class: itself, or inside wrappers, but not behind a reference.

use super::super::body::BodyView;
use crate::catalogue::ReceiverSet;
use crate::types::{Ty, TyKind};

/// Wrappers nested deeper than this are not looked through.
const MAX_WRAPPERS: u32 = 8;

impl BodyView<'_> {
    /// Whether a value of type `ty` is, or holds, one of `class`.
    pub(super) fn owns(&self, ty: &Ty, class: &ReceiverSet) -> bool {
        self.owns_at(ty, class, 0)
    }

    /// Whether `ty` itself is a member of `class` by name.
    pub(super) fn is_member(&self, ty: &Ty, class: &ReceiverSet) -> bool {
        !is_reference(ty) && self.path_of(ty).is_some_and(|path| class.has_type(&path))
    }

    fn owns_at(&self, ty: &Ty, class: &ReceiverSet, depth: u32) -> bool {
        if depth > MAX_WRAPPERS {
            return false;
        }
        let args = match ty.kind() {
            TyKind::Adt(_, args) | TyKind::External(_, args) => args,
            TyKind::Tuple(items) => return items.iter().any(|item| self.owns_at(item, class, depth + 1)),
            _ => return false,
        };
        let Some(path) = self.path_of(ty) else { return false };
        if class.has_type(&path) {
            return true;
        }
        let inner = class.wrapper(&path).and_then(|index| args.get(index));
        inner.is_some_and(|inner| self.owns_at(inner, class, depth + 1))
    }

    /// The canonical path of the member of `class` that a value of type `ty` is or holds.
    pub(super) fn owned_path(&self, ty: &Ty, class: &ReceiverSet) -> Option<String> {
        let mut ty = ty.clone();
        for _ in 0..=MAX_WRAPPERS {
            let path = self.path_of(&ty);
            if let Some(path) = path.as_ref().filter(|path| class.has_type(path)) {
                return Some(path.to_string());
            }
            let next = match ty.kind() {
                TyKind::Tuple(items) => items.iter().find(|item| self.owns(item, class)).cloned(),
                TyKind::Adt(_, args) | TyKind::External(_, args) => args.get(class.wrapper(&path?)?).cloned(),
                _ => None,
            };
            ty = next?;
        }
        None
    }
}

fn is_reference(ty: &Ty) -> bool {
    matches!(ty.kind(), TyKind::Ref(..) | TyKind::Ptr(..))
}
