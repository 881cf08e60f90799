//! Which crate's macro a call refers to. Does not expand macros.

use super::imports::{FINAL, Query};
use super::scope::Target;
use super::{CrateId, CrateStore, DefId, DefKind, Namespace, Res};
use crate::facts::{ItemKind, Name, Path, PathAnchor};

/// How many `use` declarations are followed from a macro's name to the macro.
const MAX_HOPS: usize = 8;

impl CrateStore<'_> {
    /// The path of the macro that a call in `scope` names, as users of its crate would write it: `crossbeam_channel::select` for
    /// `select!` after `use crossbeam_channel::select;`, also through a rename of the macro or of its crate, and after `#[macro_use] extern
    /// crate crossbeam_channel;`. `None` for a macro of std, of the crate itself, or of a glob import.
    #[must_use]
    pub fn macro_path(&self, scope: DefId, path: &Path) -> Option<String> {
        self.imported_macro(scope, path).or_else(|| match &path.segments[..] {
            [only] if path.anchor == PathAnchor::Plain => self.prelude_macro(self.scope_of(scope), only.name),
            _ => None,
        })
    }

    /// The same for a name that is imported by name.
    #[must_use]
    pub fn imported_macro(&self, scope: DefId, path: &Path) -> Option<String> {
        let names: Vec<Name> = path.segments.iter().map(|segment| segment.name).collect();
        let (&name, modules) = names.split_last()?;
        if modules.is_empty() {
            self.bare_macro(self.scope_of(scope), name, MAX_HOPS)
        } else {
            self.qualified_macro(scope, path, name, MAX_HOPS)
        }
    }

    /// The rules of the only macro of this name that a crate exports.
    #[must_use]
    pub fn exported_rules(&self, krate: CrateId, name: Name) -> Option<&str> {
        let krate = self.krate(krate);
        if !krate.exported_macros().contains(&name) {
            return None;
        }
        let items = krate.files.iter().flat_map(super::data::FileData::read_items);
        let mut found = items.filter_map(|item| match &item.kind {
            ItemKind::MacroRules(rules) if rules.exported && item.name == name => Some(rules.rules.as_str()),
            _ => None,
        });
        found.next().filter(|_| found.next().is_none())
    }

    /// A bare name: the innermost `use` of it decides.
    fn bare_macro(&self, scope: DefId, name: Name, hops: usize) -> Option<String> {
        let mut at = scope;
        loop {
            if let Some(path) = self.imported_by(at, name) {
                return self.qualified_macro(at, path, path.segments.last()?.name, hops);
            }
            let def = self.def(at);
            if def.kind != DefKind::Block {
                return None;
            }
            at = self.scope_of(def.parent?);
        }
    }

    /// The macro that `#[macro_use] extern crate` brings into scope, if only one of these crates exports one of this name and nothing else may
    /// have it: no macro of the crate itself, and no glob.
    fn prelude_macro(&self, scope: DefId, name: Name) -> Option<String> {
        let krate = self.krate(scope.krate);
        let prelude = krate.macro_prelude();
        if prelude.used.is_empty() || prelude.own.contains(&name) || self.may_be_from_glob(scope, name) {
            return None;
        }
        let mut found = None;
        for item in &prelude.used {
            let Res::Def(root) = self.extern_crate(krate.root, *item) else { return None };
            let used = self.krate(root.krate);
            if used.exported_macros().contains(&name) && found.replace(used.name).is_some() {
                return None;
            }
        }
        found.map(|krate| format!("{krate}::{name}"))
    }

    /// Whether a glob import in scope may bring a macro of this name.
    fn may_be_from_glob(&self, scope: DefId, name: Name) -> bool {
        let mut at = Some(scope);
        while let Some(id) = at {
            let may_have = |res: &Res| match res {
                Res::Def(module) => {
                    let is_open = || !self.globs(*module, FINAL - 1).is_empty();
                    self.krate(module.krate).has_macro(*module, name) || self.imported_by(*module, name).is_some() || is_open()
                }
                Res::External(_) => true,
                Res::Prim(_) | Res::Unresolved => false,
            };
            if self.globs(id, FINAL - 1).iter().any(|glob| may_have(&glob.res)) {
                return true;
            }
            let def = self.def(id);
            at = if def.kind == DefKind::Block { def.parent.map(|parent| self.scope_of(parent)) } else { None };
        }
        false
    }

    /// The path of a `use` in `scope` itself that binds a name.
    pub(super) fn imported_by(&self, scope: DefId, name: Name) -> Option<&Path> {
        let bindings = self.entry(scope).scope.as_deref()?.named.get(&name)?;
        let item = bindings.iter().find_map(|binding| if let Target::Import(item) = binding.target { Some(item) } else { None })?;
        match &self.scope_file(scope).read_item(item)?.kind {
            ItemKind::Use(decl) => Some(&decl.path),
            _ => None,
        }
    }

    /// `krate::name` or `module::name`: resolves the prefix, then the macro that it exports under that name.
    fn qualified_macro(&self, scope: DefId, path: &Path, name: Name, hops: usize) -> Option<String> {
        let mut module = path.clone();
        module.segments.pop()?;
        if module.segments.is_empty() && matches!(path.anchor, PathAnchor::Plain | PathAnchor::Extern) {
            return None;
        }
        // The `use` itself must not be found while its own path is followed.
        let found = Query::new(self).use_path(scope, &module, Namespace::Type, FINAL, Some((scope, name)));
        if found.rest > 0 {
            return None;
        }
        match found.res {
            Res::External(names) => {
                let names: Vec<&str> = names.iter().map(|name| name.as_str()).chain([name.as_str()]).collect();
                Some(names.join("::"))
            }
            Res::Def(module) => match self.imported_by(module, name) {
                Some(path) => self.qualified_macro(module, path, path.segments.last()?.name, hops.checked_sub(1)?),
                None => Some(format!("{}::{name}", self.canonical_path(module))),
            },
            Res::Prim(_) | Res::Unresolved => None,
        }
    }
}
