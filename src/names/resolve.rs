//! Paths: where the head is looked up, and how the segments after it are walked.

use super::externs::ExternTarget;
use super::imports::{FINAL, Query, SkippedImport};
use super::scope::Target;
use super::{CrateId, CrateStore, DefId, DefKind, Namespace, PrimTy, Res, Resolved, prelude};
use crate::facts::{ItemId, ItemKind, Name, Path, PathAnchor};
use crate::project::Edition;
use std::sync::Arc;

impl CrateStore<'_> {
    /// Resolves as many segments as name modules, items and variants, seen from `scope` (any definition: its scope counts). The
    /// `rest` trailing segments are left for type-relative look-up: `Vec::new` is `Vec` with `rest` 1. `Self`, generic
    /// parameters and locals are not resolved here: callers check single-segment heads first. A path that starts with `<T>` is unresolved.
    #[must_use]
    pub fn resolve(&self, scope: DefId, path: &Path, ns: Namespace) -> Resolved {
        Query::new(self).path(self.scope_of(scope), path, ns, FINAL, None)
    }

    /// The same for plain text such as `tokio::task::spawn_blocking`, seen from a crate. The first segment is a crate as `from`
    /// calls it, a real package name, `crate`, or a primitive type.
    #[must_use]
    pub fn resolve_str(&self, from: CrateId, path: &str, ns: Namespace) -> Resolved {
        let names: Vec<Name> = path.split("::").map(|name| Name::new(name.trim())).collect();
        let Some((&head, rest)) = names.split_first() else { return Resolved::unresolved() };
        let krate = self.krate(from);
        let res = if head == "crate" || head == krate.name {
            Res::Def(krate.root)
        } else if let Some(target) = self.crate_by_any_name(from, head) {
            self.target_res(target)
        } else if let Some(prim) = PrimTy::from_name(head.as_str()) {
            Res::Prim(prim)
        } else {
            return Resolved::unresolved();
        };
        Query::new(self).walk(res, rest, ns, FINAL)
    }

    fn crate_by_any_name(&self, from: CrateId, name: Name) -> Option<ExternTarget> {
        let krate = self.krate(from);
        if self.has_extern(from, name) {
            return self.extern_target(from, name);
        }
        let renamed = krate.package.as_deref().and_then(|package| {
            let dependency = package.dependencies.iter().find(|dependency| super::externs::crate_name(&dependency.package) == name)?;
            self.extern_target(from, super::externs::crate_name(&dependency.name))
        });
        renamed.or_else(|| self.stubs.get(&name).map(|&id| ExternTarget::Crate(id)))
    }

    fn target_res(&self, target: ExternTarget) -> Res {
        match target {
            ExternTarget::Crate(id) => Res::Def(self.krate(id).root),
            ExternTarget::Missing(name) => Res::External(Arc::from([name])),
        }
    }

    /// The crate of an `extern crate` item.
    pub(super) fn extern_crate(&self, scope: DefId, item: ItemId) -> Res {
        let Some(item) = self.scope_file(scope).read_item(item) else { return Res::Unresolved };
        let ItemKind::ExternCrate { krate } = item.kind else { return Res::Unresolved };
        if krate == "self" {
            return Res::Def(self.krate(scope.krate).root);
        }
        match self.extern_target(scope.krate, krate) {
            Some(target) => self.target_res(target),
            // Sysroot crates such as `proc_macro` or `test`, or a dependency that a build system adds.
            None => Res::External(Arc::from([krate])),
        }
    }

    /// A crate by its name in code; `extern crate a as b;` in the root adds names.
    fn extern_head(&self, krate: CrateId, name: Name) -> Option<Res> {
        let data = self.krate(krate);
        let declared = data.entry(data.root.index).scope.as_deref().and_then(|scope| scope.named.get(&name)).and_then(|bindings| {
            bindings.iter().find_map(|binding| match binding.target {
                Target::ExternCrate(item) => Some(self.extern_crate(data.root, item)),
                _ => None,
            })
        });
        declared.or_else(|| {
            self.has_extern(krate, name).then(|| self.extern_target(krate, name)).flatten().map(|target| self.target_res(target))
        })
    }

    fn super_of(&self, scope: DefId, levels: u8) -> Option<DefId> {
        (0..levels).try_fold(self.module_of(scope), |module, _| Some(self.module_of(self.def(module).parent?)))
    }

    /// Names of a module from its crate's root, the crate's real name first.
    pub(crate) fn module_path(&self, module: DefId) -> Vec<Name> {
        let mut names = Vec::new();
        let mut at = Some(module);
        while let Some(id) = at {
            let def = self.def(id);
            if def.kind != DefKind::Block {
                names.push(def.name);
            }
            at = def.parent;
        }
        names.reverse();
        names
    }
}

impl Query<'_, '_> {
    /// A path in a `use`: in edition 2015 it starts at the crate's root.
    pub(super) fn use_path(&mut self, scope: DefId, path: &Path, ns: Namespace, level: usize, except: SkippedImport) -> Resolved {
        if self.store.krate(scope.krate).edition == Edition::E2015 && path.anchor == PathAnchor::Plain {
            return self.rooted(scope, path, ns, level, except);
        }
        self.path(scope, path, ns, level, except)
    }

    pub(super) fn path(&mut self, scope: DefId, path: &Path, ns: Namespace, level: usize, except: SkippedImport) -> Resolved {
        if path.qself.is_some() {
            return Resolved::unresolved();
        }
        let store = self.store;
        let names: Vec<Name> = path.segments.iter().map(|segment| segment.name).collect();
        let from = match path.anchor {
            PathAnchor::Crate => Some(store.krate(scope.krate).root),
            PathAnchor::SelfModule => Some(store.module_of(scope)),
            PathAnchor::Super(levels) => store.super_of(scope, levels),
            PathAnchor::Extern if store.krate(scope.krate).edition == Edition::E2015 => return self.rooted(scope, path, ns, level, except),
            PathAnchor::Extern => {
                let Some((&head, rest)) = names.split_first() else { return Resolved::unresolved() };
                let res = store.extern_head(scope.krate, head).or_else(|| self.loose_head(scope, head));
                return self.walk(res.unwrap_or(Res::Unresolved), rest, ns, level);
            }
            PathAnchor::Plain => {
                let Some((&head, rest)) = names.split_first() else { return Resolved::unresolved() };
                let head_ns = if rest.is_empty() { ns } else { Namespace::Type };
                let mut res = self.lexical(scope, head, head_ns, level, except);
                if res == Res::Unresolved && (!rest.is_empty() || except.is_some()) {
                    res = self.loose_head(scope, head).unwrap_or(Res::Unresolved);
                }
                return self.walk(res, rest, ns, level);
            }
        };
        from.map_or_else(Resolved::unresolved, |from| self.walk_from(from, &names, ns, level, except))
    }

    /// A path from the crate's root, as edition 2015 reads `use a::b` and `::a::b`; crate names are found too.
    fn rooted(&mut self, scope: DefId, path: &Path, ns: Namespace, level: usize, except: SkippedImport) -> Resolved {
        let store = self.store;
        let root = store.krate(scope.krate).root;
        let names: Vec<Name> = path.segments.iter().map(|segment| segment.name).collect();
        let Some((&head, rest)) = names.split_first() else { return Resolved { res: Res::Def(root), rest: 0 } };
        let head_ns = if rest.is_empty() { ns } else { Namespace::Type };
        let res = self.in_scope(root, head, head_ns, level, except);
        let res = res.or_else(|| if head_ns == Namespace::Type { store.extern_head(scope.krate, head) } else { None });
        let res = res.or_else(|| self.loose_head(scope, head));
        self.walk(res.unwrap_or(Res::Unresolved), rest, ns, level)
    }

    /// A file without a manifest can name any crate.
    fn loose_head(&self, scope: DefId, head: Name) -> Option<Res> {
        let store = self.store;
        let package = store.krate(scope.krate).package.as_deref();
        super::externs::is_loose(package).then(|| store.extern_target(scope.krate, head).map(|target| store.target_res(target))).flatten()
    }

    /// Looks up a single name from a scope: blocks outwards to the module, then crates, the prelude, primitives.
    fn lexical(&mut self, scope: DefId, name: Name, ns: Namespace, level: usize, except: SkippedImport) -> Res {
        let store = self.store;
        let mut at = scope;
        loop {
            if let Some(res) = self.in_scope(at, name, ns, level, except) {
                return self.or_crate(scope.krate, name, ns, res);
            }
            let def = store.def(at);
            match def.parent {
                Some(parent) if def.kind == DefKind::Block => at = store.scope_of(parent),
                _ => break,
            }
        }
        if ns == Namespace::Type
            && let Some(res) = store.extern_head(scope.krate, name)
        {
            return res;
        }
        let prelude = prelude::module(store.krate(store.std()), store.krate(scope.krate).edition);
        if let Some(res) = prelude.and_then(|prelude| self.in_scope(prelude, name, ns, level, except)) {
            return res;
        }
        match PrimTy::from_name(name.as_str()) {
            Some(prim) if ns == Namespace::Type => Res::Prim(prim),
            _ => Res::Unresolved,
        }
    }

    /// `use anyhow::{anyhow, Result}` imports a macro or fn with the name of its crate. If the source does not show which item that is, the
    /// name at the head of a path refers to the crate.
    fn or_crate(&self, krate: CrateId, name: Name, ns: Namespace, res: Res) -> Res {
        let Res::External(path) = &res else { return res };
        if ns == Namespace::Value || path.len() != 2 || path[1] != name {
            return res;
        }
        let same = |found: &Res| match found {
            Res::External(names) => names[..] == path[..1],
            Res::Def(root) => self.store.krate(root.krate).name == path[0],
            _ => false,
        };
        self.store.extern_head(krate, name).filter(same).unwrap_or(res)
    }

    fn walk_from(&mut self, from: DefId, names: &[Name], ns: Namespace, level: usize, except: SkippedImport) -> Resolved {
        let Some((&head, rest)) = names.split_first() else { return Resolved { res: Res::Def(from), rest: 0 } };
        let head_ns = if rest.is_empty() { ns } else { Namespace::Type };
        match self.in_scope(from, head, head_ns, level, except) {
            Some(res) => self.walk(res, rest, ns, level),
            None => self.absent(from, names, ns, level),
        }
    }

    /// Walks the segments after the head.
    pub(super) fn walk(&mut self, mut res: Res, mut names: &[Name], ns: Namespace, level: usize) -> Resolved {
        while let Some((&name, rest)) = names.split_first() {
            let here = if rest.is_empty() { ns } else { Namespace::Type };
            match &res {
                Res::Def(id) => match self.store.def(*id).kind {
                    DefKind::Module => match self.in_scope(*id, name, here, level, None) {
                        Some(next) => res = next,
                        None => return self.absent(*id, names, ns, level),
                    },
                    DefKind::Enum => match self.store.variant(*id, name) {
                        Some(variant) => res = Res::Def(variant),
                        None => return Resolved { res, rest: names.len() },
                    },
                    _ => return Resolved { res, rest: names.len() },
                },
                Res::External(path) => {
                    let path = path.iter().chain(names).copied().collect();
                    return Resolved { res: Res::External(path), rest: 0 };
                }
                Res::Prim(_) => return Resolved { res, rest: names.len() },
                Res::Unresolved => return Resolved::unresolved(),
            }
            names = rest;
        }
        Resolved { res, rest: 0 }
    }

    /// The result for names that a module with available source does not declare: a macro may have generated the item, or a crate without
    /// source may export it.
    fn absent(&mut self, module: DefId, names: &[Name], ns: Namespace, level: usize) -> Resolved {
        let other = if ns == Namespace::Type { Namespace::Value } else { Namespace::Type };
        if let [name] = names
            && (self.store.krate(module.krate).has_macro(module, *name) || self.in_scope(module, *name, other, level, None).is_some())
        {
            return Resolved::unresolved();
        }
        let globs = if level == 0 { Arc::default() } else { self.store.globs(module, level - 1) };
        let mut external = globs.iter().filter_map(|glob| match &glob.res {
            Res::External(path) => Some(path),
            _ => None,
        });
        let prefix = match (external.next(), external.next()) {
            (Some(path), None) => path.to_vec(),
            _ => self.store.module_path(module),
        };
        Resolved { res: Res::External(prefix.into_iter().chain(names.iter().copied()).collect()), rest: 0 }
    }
}
