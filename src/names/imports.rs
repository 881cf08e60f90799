//! Looks a name up in one scope: in its declarations, its named imports and its glob imports.
//!
//! Results must not depend on the order of queries, although imports can be cyclic. Two rules ensure that. Glob imports are resolved in
//! levels: at level `n` the path of a glob sees names that globs of level `n - 1` import, at level 0 none, so no glob depends on
//! itself. And the result of a named import is cached globally only if its resolution met no cycle; otherwise it is valid only for
//! the query that met the cycle.

use super::scope::{Binding, LEVELS, Target, Vis};
use super::{CrateStore, DefId, DefKind, Namespace, Res};
use crate::facts::{Fields, ItemId, ItemKind, Name, UseKind};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// A chain of imports longer than this is not followed: it bounds recursion.
const MAX_CHAIN: usize = 80;

/// The glob level used for queries from outside this module.
pub(super) const FINAL: usize = LEVELS;

/// The module or enum whose names a glob imports.
#[derive(Clone, Debug)]
pub(super) struct GlobTarget {
    /// A module or an enum, or something in a crate whose source is not available.
    pub(super) res: Res,
    pub(super) vis: Vis,
}

/// Results of named imports and look-ups by scope.
#[derive(Debug, Default)]
pub(super) struct Memo(Mutex<FxHashMap<MemoKey, Remembered>>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum MemoKey {
    Import(ItemId, Namespace, u8),
    /// At the final level.
    Name(Name, Namespace),
}

#[derive(Clone, Debug)]
struct Remembered {
    res: Res,
    /// Whether a cycle was met: then the result is reused only by a fresh query.
    cyclic: bool,
}

impl Memo {
    fn get(&self, key: MemoKey) -> Option<Remembered> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned()
    }

    fn set(&self, key: MemoKey, value: Remembered) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key, value);
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct ImportKey {
    scope: DefId,
    item: ItemId,
    ns: Namespace,
    level: usize,
}

/// One name query, and the imports that are being followed for it.
pub(super) struct Query<'s, 'a> {
    pub(super) store: &'s CrateStore<'a>,
    stack: FxHashSet<ImportKey>,
    /// Results that are valid for this query only.
    provisional: FxHashMap<ImportKey, Res>,
    cyclic: bool,
}

/// An import to skip, by scope and name: the import `use tokio;` must not find itself when its own head is looked up.
pub(super) type SkippedImport = Option<(DefId, Name)>;

impl<'s, 'a> Query<'s, 'a> {
    pub(super) fn new(store: &'s CrateStore<'a>) -> Self {
        Self { store, stack: FxHashSet::default(), provisional: FxHashMap::default(), cyclic: false }
    }

    /// Looks `name` up in one module or block, its globs included, but not in enclosing scopes.
    pub(super) fn in_scope(&mut self, scope: DefId, name: Name, ns: Namespace, level: usize, except: SkippedImport) -> Option<Res> {
        let data = self.store.entry(scope).scope.as_deref()?;
        let key = MemoKey::Name(name, ns);
        let memoised = level == FINAL && except.is_none_or(|(at, _)| at != scope);
        if memoised
            && let Some(known) = data.memo.get(key)
            && (!known.cyclic || self.stack.is_empty())
        {
            self.cyclic |= known.cyclic;
            return (known.res != Res::Unresolved).then_some(known.res);
        }
        let outer = std::mem::take(&mut self.cyclic);
        let found = self.search(scope, name, ns, level, except);
        let cyclic = self.cyclic;
        self.cyclic |= outer;
        if memoised && (!cyclic || self.stack.is_empty()) {
            data.memo.set(key, Remembered { res: found.clone().unwrap_or(Res::Unresolved), cyclic });
        }
        found
    }

    fn search(&mut self, scope: DefId, name: Name, ns: Namespace, level: usize, except: SkippedImport) -> Option<Res> {
        let except_here = except.filter(|&(at, _)| at == scope).map(|(_, name)| name);
        let mut weak = match self.named(scope, name, ns, level, None, except_here) {
            Some(Res::External(path)) => Some(Res::External(path)),
            Some(res) => return Some(res),
            None => None,
        };
        if level == 0 {
            return weak;
        }
        let viewer = self.store.module_of(scope);
        let mut seen = FxHashSet::from_iter([scope]);
        let mut queue: VecDeque<DefId> = VecDeque::new();
        let store = self.store;
        let mut at = scope;
        loop {
            for glob in &*store.globs(at, level - 1) {
                if let Res::Def(target) = glob.res
                    && (at == scope || store.visible(glob.vis, at, viewer))
                    && seen.insert(target)
                {
                    queue.push_back(target);
                }
            }
            let Some(next) = queue.pop_front() else { break };
            at = next;
            match self.named(at, name, ns, level, Some(viewer), None) {
                Some(res @ Res::External(_)) => weak = weak.or(Some(res)),
                Some(res) => return Some(res),
                None => {}
            }
        }
        weak
    }

    /// The target of a name that a scope itself declares or imports, globs left out.
    pub(super) fn named_here(&mut self, scope: DefId, name: Name, ns: Namespace) -> Option<Res> {
        self.named(scope, name, ns, FINAL, None, None)
    }

    /// The target of a name in a module, block or enum, globs left out. With a `viewer` (a module), only targets visible to it.
    fn named(&mut self, scope: DefId, name: Name, ns: Namespace, level: usize, viewer: Option<DefId>, except: Option<Name>) -> Option<Res> {
        let store = self.store;
        if store.def(scope).kind == DefKind::Enum {
            return store.variant(scope, name).filter(|&id| store.is_in(id, ns)).map(Res::Def);
        }
        let bindings = store.entry(scope).scope.as_deref()?.named.get(&name)?;
        let mut weak = None;
        for binding in bindings {
            if viewer.is_some_and(|viewer| !store.visible(binding.vis, scope, viewer)) {
                continue;
            }
            match self.binding(scope, *binding, ns, level, except == Some(name)) {
                Res::Unresolved => {}
                res @ Res::External(_) => weak = weak.or(Some(res)),
                res => return Some(res),
            }
        }
        weak
    }

    /// The target of one binding in a namespace; [`Res::Unresolved`] if there is none.
    pub(super) fn binding(&mut self, scope: DefId, binding: Binding, ns: Namespace, level: usize, skip_imports: bool) -> Res {
        match binding.target {
            Target::Def(id) if self.store.is_in(id, ns) => Res::Def(id),
            Target::Import(item) if !skip_imports => self.import(scope, item, ns, level),
            Target::ExternCrate(item) if ns == Namespace::Type => self.store.extern_crate(scope, item),
            _ => Res::Unresolved,
        }
    }

    /// The target of a `use` leaf in a namespace.
    pub(super) fn import(&mut self, scope: DefId, item: ItemId, ns: Namespace, level: usize) -> Res {
        let store = self.store;
        let Some(data) = store.entry(scope).scope.as_deref() else { return Res::Unresolved };
        let memo_key = MemoKey::Import(item, ns, u8::try_from(level).unwrap_or(u8::MAX));
        if let Some(known) = data.memo.get(memo_key)
            && (!known.cyclic || self.stack.is_empty())
        {
            self.cyclic |= known.cyclic;
            return known.res;
        }
        let key = ImportKey { scope, item, ns, level };
        if let Some(res) = self.provisional.get(&key) {
            self.cyclic = true;
            return res.clone();
        }
        if self.stack.len() >= MAX_CHAIN || !self.stack.insert(key) {
            self.cyclic = true;
            return Res::Unresolved;
        }
        let outer = std::mem::take(&mut self.cyclic);
        let res = self.follow(scope, item, ns, level);
        self.stack.remove(&key);
        let top = self.stack.is_empty();
        if !self.cyclic || top {
            data.memo.set(memo_key, Remembered { res: res.clone(), cyclic: self.cyclic });
        } else {
            self.provisional.insert(key, res.clone());
        }
        if top {
            self.provisional.clear();
        }
        self.cyclic |= outer;
        res
    }

    fn follow(&mut self, scope: DefId, item: ItemId, ns: Namespace, level: usize) -> Res {
        let Some(item) = self.store.scope_file(scope).read_item(item) else { return Res::Unresolved };
        let ItemKind::Use(decl) = &item.kind else { return Res::Unresolved };
        if decl.kind == (UseKind::Named { self_leaf: true }) && ns == Namespace::Value {
            return Res::Unresolved;
        }
        let found = self.use_path(scope, &decl.path, ns, level, Some((scope, item.name)));
        if found.rest == 0 { found.res } else { Res::Unresolved }
    }
}

impl CrateStore<'_> {
    /// The targets of a scope's globs, their paths resolved at `level`.
    pub(super) fn globs(&self, scope: DefId, level: usize) -> Arc<[GlobTarget]> {
        let Some(data) = self.entry(scope).scope.as_deref() else { return Arc::default() };
        let Some(cell) = data.glob_targets.get(level) else { return Arc::default() };
        let compute = || {
            let file = self.scope_file(scope);
            data.globs
                .iter()
                .filter_map(|glob| {
                    let ItemKind::Use(decl) = &file.read_item(glob.item)?.kind else { return None };
                    let found = Query::new(self).use_path(scope, &decl.path, Namespace::Type, level, None);
                    (found.rest == 0).then_some(GlobTarget { res: found.res, vis: glob.vis })
                })
                .collect()
        };
        Arc::clone(cell.get_or_init(compute))
    }

    /// Whether a binding of `scope` can be named from module `viewer`.
    pub(super) fn visible(&self, vis: Vis, scope: DefId, viewer: DefId) -> bool {
        let Vis::In(module) = vis else { return true };
        if scope.krate != viewer.krate {
            return false;
        }
        let mut at = viewer;
        loop {
            if at.index == module || module.index() == 0 {
                return true;
            }
            match self.def(at).parent {
                Some(parent) => at = parent,
                None => return false,
            }
        }
    }

    /// Whether a definition's name is in a namespace.
    pub(super) fn is_in(&self, id: DefId, ns: Namespace) -> bool {
        match (self.def(id).kind, ns) {
            (DefKind::Block | DefKind::Impl | DefKind::Macro, _) => false,
            (DefKind::Fn | DefKind::Const | DefKind::Static, ns) => ns == Namespace::Value,
            (DefKind::Module | DefKind::Enum | DefKind::Trait | DefKind::TypeAlias, ns) => ns == Namespace::Type,
            (DefKind::Struct | DefKind::Variant, Namespace::Type) => true,
            (DefKind::Struct | DefKind::Variant, Namespace::Value) => !matches!(self.fields(id), Some(Fields::Named(_)) | None),
        }
    }

    fn fields(&self, id: DefId) -> Option<&Fields> {
        match &self.item(id)?.kind {
            ItemKind::Struct { fields, .. } => Some(fields),
            ItemKind::Enum { variants, .. } => Some(&variants.get(self.def(id).variant? as usize)?.fields),
            _ => None,
        }
    }

    pub(super) fn variant(&self, id: DefId, name: Name) -> Option<DefId> {
        self.variants(id).iter().copied().find(|&variant| self.def(variant).name == name)
    }

    /// The file that holds the content of a module or block.
    pub(super) fn scope_file(&self, scope: DefId) -> &super::FileData {
        self.krate(scope.krate).file(self.def(scope).scope_file)
    }
}
