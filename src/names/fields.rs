//! Which code can name a field of a struct.

use super::scope::Vis;
use super::{CrateStore, DefId, DefIndex};
use crate::facts::{ItemKind, Name, PathAnchor, Visibility};

impl CrateStore<'_> {
    /// Whether code in `viewer` can name the field `name` of a struct. False if there is no such field.
    #[must_use]
    pub fn is_field_visible(&self, of: DefId, name: Name, viewer: DefId) -> bool {
        let Some(ItemKind::Struct { fields, .. }) = self.item(of).map(|item| &item.kind) else { return false };
        let Some(field) = fields.list().iter().find(|field| field.name == name) else { return false };
        self.visible(self.field_visibility(&field.visibility, of), of, viewer)
    }

    fn field_visibility(&self, written: &Visibility, of: DefId) -> Vis {
        let module = self.module_of(of);
        let whole_crate = Vis::In(DefIndex::from_usize(0));
        match written {
            Visibility::Public => Vis::Public,
            Visibility::Crate => whole_crate,
            Visibility::Private => Vis::In(module.index),
            Visibility::Restricted(path) => match path.anchor {
                PathAnchor::Super(levels) => Vis::In((0..levels).fold(module, |module, _| self.module_above(module)).index),
                PathAnchor::SelfModule => Vis::In(module.index),
                PathAnchor::Plain if path.segments.first().is_none_or(|first| first.name == "self") => Vis::In(module.index),
                // `pub(in crate::a)` counts as `pub(crate)`.
                _ => whole_crate,
            },
        }
    }

    /// The module around a module; the root is its own.
    fn module_above(&self, module: DefId) -> DefId {
        self.def(module).parent.map_or(module, |parent| self.module_of(parent))
    }
}
