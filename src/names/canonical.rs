//! Paths for display: the public path of a definition, and its path as a hop of a call path.

use super::data::CrateKind;
use super::imports::{FINAL, Query};
use super::scope::Target;
use super::scope::Vis;
use super::{CrateId, CrateStore, DefId, DefIndex, DefKind, Namespace, Res};
use crate::facts::{ItemKind, Name, PathAnchor, TypeRef};
use crate::project::Edition;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// Modules deeper than this are not searched for public paths.
const MAX_DEPTH: usize = 16;

/// How a path is rendered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// The public path, the crate's real name first.
    Public,
    /// The path of its definition; starts with `crate` for local crates.
    Display,
}

impl CrateStore<'_> {
    /// The path by which a user names a definition: the shortest `pub` path from its own crate's root, the crate's real name first
    /// (`std::fs::read`); for private things the path of the definition. Associated items are named through their type, trait
    /// members through the trait, members of blanket impls through the impl's trait.
    #[must_use]
    pub fn canonical_path(&self, id: DefId) -> Arc<str> {
        Arc::clone(self.entry(id).path.get_or_init(|| Arc::from(self.render(id, Style::Public))))
    }

    /// The path for a hop of a call path: `crate::store::Store::load` in local crates, the canonical path elsewhere.
    #[must_use]
    pub fn display_path(&self, id: DefId) -> String {
        if self.krate(id.krate).kind == CrateKind::Local { self.render(id, Style::Display) } else { self.canonical_path(id).to_string() }
    }

    fn render(&self, id: DefId, style: Style) -> String {
        let def = self.def(id);
        let krate = self.krate(id.krate);
        let crate_name = || if style == Style::Display && krate.kind == CrateKind::Local { "crate" } else { krate.name.as_str() };
        let Some(parent) = def.parent else { return crate_name().to_owned() };
        match def.kind {
            DefKind::Impl => return self.self_type(id, style),
            DefKind::Block => return self.render(parent, style),
            DefKind::Macro if style == Style::Public => {
                return format!("{}::{}", krate.name, def.name);
            }
            _ => {}
        }
        // A variant is named through its enum, even where it is re-exported by itself (`Some`).
        if style == Style::Public
            && def.kind != DefKind::Variant
            && let Some(path) = self.public_paths(id.krate).get(&id.index)
        {
            return format!("{}::{path}", krate.name);
        }
        let scoped = matches!(self.def(parent).kind, DefKind::Module | DefKind::Block);
        // A private item in a public module gets the path of its definition.
        let prefix = if scoped { self.definition_prefix(parent, crate_name()) } else { self.render(parent, style) };
        format!("{prefix}::{}", def.name)
    }

    fn definition_prefix(&self, scope: DefId, crate_name: &str) -> String {
        let mut path = crate_name.to_owned();
        for name in self.module_path(self.module_of(scope)).iter().skip(1) {
            path.push_str("::");
            path.push_str(name.as_str());
        }
        path
    }

    /// The type that an impl is for; its trait if the type is a parameter.
    fn self_type(&self, id: DefId, style: Style) -> String {
        let Some(ItemKind::Impl(block)) = self.item(id).map(|item| &item.kind) else { return "impl".to_owned() };
        let scope = self.scope_of(id);
        let is_param = |path: &crate::facts::Path| matches!(&path.segments[..], [only] if block.generics.params.iter().any(|param| param.name == only.name));
        let mut ty = &block.self_ty;
        while let TypeRef::Ref { inner, .. } = ty {
            ty = inner;
        }
        let path = match ty {
            TypeRef::Path(path) if is_param(path) => block.of_trait.as_ref().unwrap_or(path),
            TypeRef::Path(path) => path,
            TypeRef::DynTrait(bounds) | TypeRef::ImplTrait(bounds) if !bounds.is_empty() => &bounds[0].path,
            TypeRef::Slice(_) => return "slice".to_owned(),
            TypeRef::Array(_) => return "array".to_owned(),
            TypeRef::Tuple(_) => return "tuple".to_owned(),
            TypeRef::Ptr { .. } => return "pointer".to_owned(),
            TypeRef::FnPtr { .. } => return "fn".to_owned(),
            _ => return "impl".to_owned(),
        };
        let found = self.resolve(scope, path, Namespace::Type);
        match found.res {
            Res::Def(target) if self.def(target).kind != DefKind::Impl => match style {
                Style::Public => self.canonical_path(target).to_string(),
                Style::Display => self.display_path(target),
            },
            Res::Prim(prim) => prim.as_str().to_owned(),
            Res::External(names) => join(&names),
            _ => path.segments.last().map_or("impl", |segment| segment.name.as_str()).to_owned(),
        }
    }

    /// The shortest public path of each public definition of a crate, without the crate's name.
    pub(super) fn public_paths(&self, krate: CrateId) -> &FxHashMap<DefIndex, Box<str>> {
        let data = self.krate(krate);
        let stored = || super::stored::public_paths(data.stored_paths.as_deref()?, data.defs.len());
        data.public_paths.get_or_init(|| stored().unwrap_or_else(|| self.find_public_paths(krate)))
    }

    fn find_public_paths(&self, krate: CrateId) -> FxHashMap<DefIndex, Box<str>> {
        let data = self.krate(krate);
        let mut paths: FxHashMap<DefIndex, Box<str>> = FxHashMap::default();
        let mut modules = FxHashSet::from_iter([data.root]);
        let mut level = vec![(data.root, String::new())];
        for _ in 0..MAX_DEPTH {
            // Breadth first: all paths of `n` segments before any longer path.
            let mut found: BTreeMap<DefIndex, (u8, bool, String)> = BTreeMap::new();
            for (module, prefix) in &level {
                for (name, id) in self.public_names(*module) {
                    if id.krate != krate || paths.contains_key(&id.index) || modules.contains(&id) {
                        continue;
                    }
                    let path = if prefix.is_empty() { name.to_string() } else { format!("{prefix}::{name}") };
                    let home = self.def(id).parent == Some(*module) && self.def(id).name == name;
                    let candidate = (preference(&path), !home, path);
                    let best = found.entry(id.index).or_insert_with(|| candidate.clone());
                    if candidate < *best {
                        *best = candidate;
                    }
                }
            }
            level = Vec::new();
            for (index, (_, _, path)) in found {
                let id = DefId { krate, index };
                if self.def(id).kind == DefKind::Module && modules.insert(id) {
                    level.push((id, path.clone()));
                }
                paths.insert(index, path.into());
            }
            if level.is_empty() {
                break;
            }
        }
        paths
    }

    /// The crate's own definitions that other crates can name through a module.
    fn public_names(&self, module: DefId) -> Vec<(Name, DefId)> {
        let mut names = Vec::new();
        let mut seen = FxHashSet::from_iter([module]);
        let mut queue = VecDeque::from([module]);
        while let Some(at) = queue.pop_front() {
            let Some(data) = self.entry(at).scope.as_deref() else { continue };
            for name in &data.order {
                for binding in data.named[name].iter().filter(|binding| binding.vis == Vis::Public) {
                    match binding.target {
                        Target::Def(id) => names.push((*name, id)),
                        Target::Import(item) if !self.is_foreign(at, item) => {
                            for ns in [Namespace::Type, Namespace::Value] {
                                if let Res::Def(id) = Query::new(self).import(at, item, ns, FINAL) {
                                    names.push((*name, id));
                                }
                            }
                        }
                        Target::Import(_) | Target::ExternCrate(_) => {}
                    }
                }
            }
            for glob in &*self.globs(at, FINAL - 1) {
                if glob.vis == Vis::Public
                    && let Res::Def(id) = glob.res
                    && id.krate == module.krate
                    && seen.insert(id)
                {
                    queue.push_back(id);
                }
            }
        }
        names
    }

    /// Whether an import plainly starts at another crate: following it would load that crate for nothing.
    fn is_foreign(&self, scope: DefId, item: crate::facts::ItemId) -> bool {
        let Some(item) = self.scope_file(scope).read_item(item) else { return false };
        let ItemKind::Use(decl) = &item.kind else { return false };
        let krate = self.krate(scope.krate);
        let Some(head) = decl.path.segments.first() else { return false };
        let names_crate = krate.externs.contains_key(&head.name);
        let local = |at: DefId| {
            self.entry(at).scope.as_deref().is_some_and(|data| {
                data.named.get(&head.name).is_some_and(|bindings| bindings.iter().any(|binding| matches!(binding.target, Target::Def(_))))
            })
        };
        match decl.path.anchor {
            PathAnchor::Extern => names_crate,
            PathAnchor::Plain => names_crate && !local(if krate.edition == Edition::E2015 { krate.root } else { scope }),
            _ => false,
        }
    }
}

/// Among paths of one length: preludes last.
fn preference(path: &str) -> u8 {
    u8::from(path.split("::").any(|name| name == "prelude"))
}

fn join(names: &[Name]) -> String {
    names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join("::")
}
