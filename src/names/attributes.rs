//! The macro paths that an attribute's name may resolve to. Does not expand macros.

use super::imports::FINAL;
use super::{CrateStore, DefId, DefKind, Namespace, Res, Resolved};
use crate::facts::{Attr, ItemKind, Name, Path};

impl CrateStore<'_> {
    /// The candidate paths of an attribute macro on `def`: as written, through the `use` that imports the name, and, if there is none,
    /// through each glob and each `#[macro_use] extern crate` in scope.
    #[must_use]
    pub fn attribute_paths(&self, def: DefId, attr: &Attr) -> Vec<String> {
        self.macro_paths(def, &attr.path)
    }

    /// The same for the path of an attribute or of a derive.
    #[must_use]
    pub fn macro_paths(&self, def: DefId, path: &Path) -> Vec<String> {
        let scope = self.scope_of(def);
        let mut paths = vec![path.joined()];
        let imported = self.imported_macro(scope, path);
        // A trait may have the macro's name, so the `use` may import the trait and not the macro.
        if let [only] = &path.segments[..] {
            paths.extend(self.imported_by(scope, only.name).map(Path::joined));
        }
        if imported.is_none()
            && let [only] = &path.segments[..]
        {
            paths.extend(self.macro_sources(scope).iter().map(|source| format!("{source}::{}", only.name)));
        }
        paths.extend(imported);
        paths
    }

    /// The definition that a path would refer to if its last segment were `name`: the trait from which an attribute generates the trait of
    /// the path. A `use` of a single segment is followed.
    #[must_use]
    pub fn sibling(&self, scope: DefId, path: &Path, name: Name) -> Option<DefId> {
        let scope = self.scope_of(scope);
        let named = |path: &Path| {
            let mut path = path.clone();
            path.segments.last_mut()?.name = name;
            match self.resolve(scope, &path, Namespace::Type) {
                Resolved { res: Res::Def(def), rest: 0 } => Some(def),
                _ => None,
            }
        };
        let imported = || match &path.segments[..] {
            [only] => named(self.imported_by(scope, only.name)?),
            _ => None,
        };
        named(path).or_else(imported)
    }

    /// The modules whose macros are in scope without a `use` that names them.
    fn macro_sources(&self, scope: DefId) -> Vec<String> {
        let join = |names: &[Name]| names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join("::");
        let mut sources = Vec::new();
        let mut at = Some(scope);
        while let Some(id) = at {
            for glob in &*self.globs(id, FINAL - 1) {
                match &glob.res {
                    Res::Def(module) => sources.push(self.canonical_path(*module).to_string()),
                    Res::External(names) => sources.push(join(names)),
                    Res::Prim(_) | Res::Unresolved => {}
                }
            }
            let def = self.def(id);
            at = if def.kind == DefKind::Block { def.parent.map(|parent| self.scope_of(parent)) } else { None };
        }
        let krate = self.krate(scope.krate);
        let items = krate.macro_prelude().used.iter().filter_map(|item| self.scope_file(krate.root).read_item(*item));
        let mut used: Vec<String> =
            items.filter_map(|item| if let ItemKind::ExternCrate { krate } = item.kind { Some(krate.to_string()) } else { None }).collect();
        used.sort();
        sources.extend(used);
        sources
    }
}
