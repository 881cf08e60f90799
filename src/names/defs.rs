//! Turns the facts of a crate's files into definitions and scopes. One file at a time, without recursion.

use super::data::{Entry, FileMap};
use super::scope::{Binding, Glob, ScopeData, Target, Vis};
use super::{CrateId, Def, DefId, DefIndex, DefKind, FileId, cfg};
use crate::facts::{FileFacts, ItemId, ItemKind, Name, PathAnchor, ScopeId, ScopeKind, UseKind, Visibility};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Builds consecutive definitions of one crate, starting at index `base`.
pub(super) struct Builder<'a> {
    pub(super) krate: CrateId,
    pub(super) base: usize,
    pub(super) entries: Vec<Entry>,
    pub(super) impls: Vec<DefId>,
    pub(super) features: &'a cfg::Features,
    /// Features that only tests enable.
    pub(super) test_features: &'a BTreeSet<String>,
    /// The parent module of a module, for `pub(super)`; the nearest module of a block.
    pub(super) module_of: &'a dyn Fn(DefIndex) -> DefIndex,
    pub(super) parent_of: &'a dyn Fn(DefIndex) -> Option<DefIndex>,
}

/// The file that is being built.
#[derive(Clone, Copy)]
pub(super) struct FileCtx<'f> {
    pub(super) id: FileId,
    pub(super) facts: &'f FileFacts,
    /// Whether all of it is test code.
    pub(super) in_test: bool,
}

/// An out-of-line module or an included file: its definition and its item.
pub(super) struct Outline {
    pub(super) def: DefIndex,
    pub(super) item: ItemId,
}

impl Builder<'_> {
    pub(super) fn push(&mut self, def: Def) -> DefIndex {
        let index = DefIndex::from_usize(self.base + self.entries.len());
        self.entries.push(Entry::new(def));
        index
    }

    pub(super) fn id(&self, index: DefIndex) -> DefId {
        DefId { krate: self.krate, index }
    }

    fn own(&mut self, index: DefIndex) -> Option<&mut Entry> {
        self.entries.get_mut(index.index().checked_sub(self.base)?)
    }

    /// Builds everything in a file. `owner` is the definition of the file's root scope: the module, or for a pseudo-file the enclosing
    /// scope. `alias` gives the definition of an out-of-line module whose file already belongs to another `mod`. `skip` is the item of a
    /// pseudo-file that already has a definition.
    pub(super) fn file(
        &mut self,
        file: FileCtx<'_>,
        owner: DefIndex,
        skip: Option<(ItemId, DefIndex)>,
        alias: &dyn Fn(ItemId) -> Option<DefIndex>,
    ) -> (FileMap, Vec<Outline>) {
        let facts = file.facts;
        let mut map = FileMap { items: vec![None; facts.items.len()], scopes: vec![None; facts.scopes.len()] };
        let mut outlines = Vec::new();
        if let Some((item, def)) = skip
            && let Some(slot) = map.items.get_mut(item.index())
        {
            *slot = Some(def);
        }
        for (id, scope) in facts.scopes.iter_enumerated() {
            let parent = scope.parent.and_then(|parent| map.scopes.get(parent.index()).copied().flatten()).unwrap_or(owner);
            let def = match scope.kind {
                ScopeKind::File => owner,
                ScopeKind::Module(_) => map.scopes[id.index()].unwrap_or(parent),
                ScopeKind::Block(body) => {
                    let owner_test = facts.bodies.get(body).and_then(|body| facts.items.get(body.owner.0)).is_some_and(|item| item.in_test);
                    self.push(Def {
                        kind: DefKind::Block,
                        name: Name::new(""),
                        parent: Some(self.id(parent)),
                        file: file.id,
                        item: None,
                        scope: Some(id),
                        scope_file: file.id,
                        variant: None,
                        in_test: file.in_test || owner_test,
                    })
                }
            };
            map.scopes[id.index()] = Some(def);
            let mut data = ScopeData::default();
            for &item in &scope.items {
                if map.items.get(item.index()).is_none_or(Option::is_some) {
                    continue;
                }
                self.item(file, item, def, &mut map, &mut data, &mut outlines, alias);
            }
            if let Some(entry) = self.own(def) {
                entry.scope = Some(Box::new(data));
            }
        }
        (map, outlines)
    }

    #[allow(clippy::too_many_arguments, reason = "the state of one walk, split so that its parts can be borrowed apart")]
    fn item(
        &mut self,
        file: FileCtx<'_>,
        id: ItemId,
        parent: DefIndex,
        map: &mut FileMap,
        scope: &mut ScopeData,
        outlines: &mut Vec<Outline>,
        alias: &dyn Fn(ItemId) -> Option<DefIndex>,
    ) {
        let item = &file.facts.items[id];
        let vis = self.visibility(&item.visibility, parent);
        let binding = |target| Binding { target, vis, rank: cfg::rank(item.cfg.as_deref(), self.features) };
        let kind = match &item.kind {
            ItemKind::Use(decl) => {
                match decl.kind {
                    UseKind::Named { .. } => scope.bind(item.name, binding(Target::Import(id))),
                    UseKind::Glob => scope.globs.push(Glob { item: id, vis }),
                    UseKind::Anonymous => scope.anonymous.push(Glob { item: id, vis }),
                }
                return;
            }
            ItemKind::ExternCrate { .. } => {
                if item.name != "_" {
                    scope.bind(item.name, binding(Target::ExternCrate(id)));
                }
                return;
            }
            ItemKind::Include { .. } => {
                let def = self.block(file, parent, file.in_test || item.in_test);
                outlines.push(Outline { def, item: id });
                return;
            }
            ItemKind::MacroCall { .. } => return,
            kind => def_kind(kind),
        };
        if let ItemKind::Module { scope: None, .. } = item.kind
            && let Some(def) = alias(id)
        {
            map.items[id.index()] = Some(def);
            let target = Target::Def(self.id(def));
            scope.bind(item.name, Binding { target, vis, rank: cfg::rank(item.cfg.as_deref(), self.features) });
            return;
        }
        let cfg = item.cfg.as_deref();
        let is_for_tests = cfg.is_some_and(|cfg| cfg.is_only_with(self.test_features) || cfg::is_test_only_here(cfg, self.features));
        let in_test = file.in_test || item.in_test || is_for_tests || self.own(parent).is_some_and(|entry| entry.def.in_test);
        let parent_id = self.id(parent);
        let def = self.push(Def {
            kind,
            name: item.name,
            parent: Some(parent_id),
            file: file.id,
            item: Some(id),
            scope: None,
            scope_file: file.id,
            variant: None,
            in_test,
        });
        map.items[id.index()] = Some(def);
        let rank = cfg::rank(item.cfg.as_deref(), self.features);
        if kind != DefKind::Impl {
            scope.bind(item.name, Binding { target: Target::Def(self.id(def)), vis, rank });
        }
        match &item.kind {
            ItemKind::Module { scope: Some(inner), .. } => {
                if let Some(slot) = map.scopes.get_mut(inner.index()) {
                    *slot = Some(def);
                    self.entry_mut(def).def.scope = Some(*inner);
                }
                self.entry_mut(def).scope = Some(Box::default());
            }
            ItemKind::Module { scope: None, .. } => {
                self.entry_mut(def).scope = Some(Box::default());
                outlines.push(Outline { def, item: id });
            }
            ItemKind::Enum { variants, .. } => {
                let members = (0u32..)
                    .zip(variants)
                    .map(|(index, variant)| self.member(file, DefKind::Variant, variant.name, def, id, Some(index), in_test))
                    .collect();
                self.entry_mut(def).members = members;
            }
            ItemKind::Trait(decl) => self.members(file, def, &decl.members, map, in_test),
            ItemKind::Impl(decl) => {
                let impl_id = self.id(def);
                self.impls.push(impl_id);
                self.members(file, def, &decl.members, map, in_test);
            }
            _ => {}
        }
    }

    /// The scope of an included file. As in a block, its code sees the names of the enclosing scopes.
    fn block(&mut self, file: FileCtx<'_>, parent: DefIndex, in_test: bool) -> DefIndex {
        let def = self.push(Def {
            kind: DefKind::Block,
            name: Name::new(""),
            parent: Some(self.id(parent)),
            file: file.id,
            item: None,
            scope: None,
            scope_file: file.id,
            variant: None,
            in_test,
        });
        self.entry_mut(def).scope = Some(Box::default());
        def
    }

    /// Binds the definitions of an included file in the scopes around it.
    pub(super) fn name_included(&mut self, block: DefIndex) {
        let mut around = block;
        let is_included = |def: &Def| def.kind == DefKind::Block && def.scope == Some(ScopeId::from_usize(0));
        while let Some(entry) = self.own(around).filter(|entry| is_included(&entry.def))
            && let Some(parent) = entry.def.parent
        {
            around = parent.index;
            let Some(included) = self.own(block).and_then(|entry| entry.scope.as_deref()) else { return };
            let defs = included.order.iter().flat_map(|name| included.named[name].iter().map(|binding| (*name, *binding)));
            let defs: Vec<(Name, Binding)> = defs.filter(|(_, binding)| matches!(binding.target, Target::Def(_))).collect();
            if let Some(scope) = self.own(around).and_then(|entry| entry.scope.as_deref_mut()) {
                for (name, binding) in defs {
                    scope.bind(name, binding);
                }
            }
        }
    }

    fn members(&mut self, file: FileCtx<'_>, parent: DefIndex, items: &[ItemId], map: &mut FileMap, in_test: bool) {
        let mut members = Vec::with_capacity(items.len());
        for &id in items {
            let Some(item) = file.facts.items.get(id) else { continue };
            if matches!(item.kind, ItemKind::MacroCall { .. } | ItemKind::Include { .. } | ItemKind::Use(_)) {
                continue;
            }
            if let Some(def) = map.items[id.index()] {
                members.push(self.id(def));
                continue;
            }
            let member = self.member(file, def_kind(&item.kind), item.name, parent, id, None, in_test || item.in_test);
            map.items[id.index()] = Some(member.index);
            members.push(member);
        }
        self.entry_mut(parent).members = members.into();
    }

    #[allow(clippy::too_many_arguments, reason = "the fields of a definition")]
    fn member(
        &mut self,
        file: FileCtx<'_>,
        kind: DefKind,
        name: Name,
        parent: DefIndex,
        item: ItemId,
        variant: Option<u32>,
        in_test: bool,
    ) -> DefId {
        let parent = Some(self.id(parent));
        let def = Def { kind, name, parent, file: file.id, item: Some(item), scope: None, scope_file: file.id, variant, in_test };
        let index = self.push(def);
        self.id(index)
    }

    fn entry_mut(&mut self, index: DefIndex) -> &mut Entry {
        self.own(index).expect("the definition was pushed by this builder")
    }

    fn visibility(&self, visibility: &Visibility, scope: DefIndex) -> Vis {
        let module = self.module(scope);
        match visibility {
            Visibility::Public => Vis::Public,
            Visibility::Crate => Vis::In(DefIndex::from_usize(0)),
            Visibility::Private => Vis::In(module),
            Visibility::Restricted(path) => match path.anchor {
                PathAnchor::Super(levels) => {
                    let up = (0..levels).fold(module, |module, _| self.parent_module(module));
                    Vis::In(up)
                }
                PathAnchor::SelfModule => Vis::In(module),
                PathAnchor::Plain if path.segments.is_empty() || path.segments[0].name == "self" => Vis::In(module),
                // `pub(in crate::a)` is treated as `pub(crate)`; the difference only matters for globs.
                _ => Vis::In(DefIndex::from_usize(0)),
            },
        }
    }

    /// The nearest module around a scope; the scope itself if it is one.
    fn module(&self, mut scope: DefIndex) -> DefIndex {
        loop {
            match scope.index().checked_sub(self.base).and_then(|index| self.entries.get(index)) {
                None => return (self.module_of)(scope),
                Some(entry) if entry.def.kind == DefKind::Module => return scope,
                Some(entry) => match entry.def.parent {
                    Some(parent) => scope = parent.index,
                    None => return scope,
                },
            }
        }
    }

    fn parent_module(&self, module: DefIndex) -> DefIndex {
        let parent = match module.index().checked_sub(self.base).and_then(|index| self.entries.get(index)) {
            None => (self.parent_of)(module),
            Some(entry) => entry.def.parent.map(|parent| parent.index),
        };
        parent.map_or(module, |parent| self.module(parent))
    }
}

fn def_kind(kind: &ItemKind) -> DefKind {
    match kind {
        ItemKind::Module { .. } => DefKind::Module,
        ItemKind::Fn(_) => DefKind::Fn,
        ItemKind::Struct { .. } => DefKind::Struct,
        ItemKind::Enum { .. } => DefKind::Enum,
        ItemKind::Trait(_) => DefKind::Trait,
        ItemKind::Impl(_) => DefKind::Impl,
        ItemKind::TypeAlias { .. } => DefKind::TypeAlias,
        ItemKind::Const { .. } => DefKind::Const,
        ItemKind::Static { .. } => DefKind::Static,
        // Only macros have this kind; callers handle the others, which are not definitions.
        ItemKind::MacroRules(_)
        | ItemKind::Use(_)
        | ItemKind::ExternCrate { .. }
        | ItemKind::Include { .. }
        | ItemKind::MacroCall { .. } => DefKind::Macro,
    }
}

/// The module that each out-of-line file belongs to, by file index.
pub(super) type FileOwners = FxHashMap<usize, DefIndex>;

/// The root module of a crate.
pub(super) fn root_def(name: Name, in_test: bool) -> Def {
    Def {
        kind: DefKind::Module,
        name,
        parent: None,
        file: FileId::from_usize(0),
        item: None,
        scope: Some(ScopeId::from_usize(0)),
        scope_file: FileId::from_usize(0),
        variant: None,
        in_test,
    }
}
