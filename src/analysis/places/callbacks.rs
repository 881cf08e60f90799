//! Sync fns that a framework runs on an executor thread: what an attribute makes a handler, and methods of the framework's traits.

use super::walk::Walker;
use crate::catalogue::{Callback, Catalogue, RpcTrait, Unless};
use crate::facts::{Attr, ItemKind, Name, Path};
use crate::names::{CrateKind, DefId, DefKind, Namespace, Res};
use crate::types::{TyKind, TypeDb};

impl Walker<'_> {
    /// Whether an executor runs a sync fn of the workspace. What a dependency gives to its frameworks is its own business.
    pub(super) fn is_callback(&self, def: DefId) -> bool {
        let store = self.db.store;
        if store.krate(def.krate).kind != CrateKind::Local {
            return false;
        }
        let parent = store.def(def).parent.filter(|parent| store.def(*parent).kind == DefKind::Impl);
        let is_handler = |of: DefId| self.attributes(of).iter().any(|attr| self.is_handler_attribute(of, attr));
        is_handler(def)
            || parent.is_some_and(|imp| (is_handler(imp) && !self.is_excepted(def)) || self.implements_callback(imp, store.def(def).name))
    }

    fn attributes(&self, def: DefId) -> &[Attr] {
        self.db.store.item(def).map(|item| item.attrs.as_slice()).unwrap_or_default()
    }

    fn is_handler_attribute(&self, def: DefId, attr: &Attr) -> bool {
        let contexts = self.catalogue.contexts();
        self.db.store.attribute_paths(def, attr).iter().any(|path| contexts.is_handler_attribute(path, &attr.args))
    }

    /// Whether a method has an attribute that keeps it from being what its impl's attribute makes of the others.
    fn is_excepted(&self, def: DefId) -> bool {
        let contexts = self.catalogue.contexts();
        self.attributes(def).iter().any(|attr| {
            let written: Vec<&str> = attr.path.segments.iter().map(|segment| segment.name.as_str()).collect();
            contexts.is_handler_exception(&written.join("::"), &attr.args)
        })
    }

    /// Whether an executor runs the method `name` of the trait that an impl is of.
    fn implements_callback(&self, imp: DefId, name: Name) -> bool {
        let store = self.db.store;
        let Some(ItemKind::Impl(block)) = store.item(imp).map(|item| &item.kind) else { return false };
        let Some(path) = &block.of_trait else { return false };
        if let Some(trait_ref) = self.db.impl_trait(imp) {
            let method = self.db.trait_method(trait_ref.def, name);
            let rule = method.and_then(|method| self.known.callback(self.krate, method));
            return rule.is_some_and(|rule| self.applies(&rule, imp));
        }
        let contexts = self.catalogue.contexts();
        if let Res::External(names) = store.resolve(imp, path, Namespace::Type).res {
            let path = names.iter().chain([&name]).map(|name| name.as_str()).collect::<Vec<_>>().join("::");
            if let Some(rule) = contexts.callback(&path) {
                return self.applies(rule, imp);
            }
        }
        serves_rpc(self.db, self.catalogue, imp, path, name)
    }

    fn applies(&self, rule: &Callback, imp: DefId) -> bool {
        let is_beside = || {
            let package = self.db.store.krate(self.krate).package.as_ref();
            let named = |krate: &String| {
                package.is_some_and(|package| package.dependencies.iter().any(|one| one.package.replace('-', "_") == *krate))
            };
            rule.beside.is_empty() || rule.beside.iter().any(named)
        };
        // What cannot be told is not said.
        is_beside() && rule.unless.as_ref().is_none_or(|unless| self.holds(unless, imp) == Some(false))
    }

    /// Whether an associated type of the type that an impl is for is one of those named; `None` if that is not known.
    fn holds(&self, unless: &Unless, imp: DefId) -> Option<bool> {
        let store = self.db.store;
        let Res::Def(trait_def) = store.resolve_str(self.krate, &unless.trait_path, Namespace::Type).res else { return None };
        let self_ty = self.db.self_ty(imp)?;
        let TyKind::Adt(adt, _) = self_ty.kind() else { return None };
        let [declares] = self.db.impls_for(trait_def, *adt)[..] else { return None };
        let is_wanted = |member: &&DefId| store.def(**member).name.as_str() == unless.associated;
        let declared = self.db.named_ty(*store.members(declares).iter().find(is_wanted)?);
        let TyKind::Adt(found, _) = declared.kind() else { return None };
        let path = store.canonical_path(*found);
        Some(unless.is.iter().flat_map(|path| crate::catalogue::expand_path(path).unwrap_or_default()).any(|one| one == *path))
    }
}

/// Whether `name` is a method of a trait that an attribute makes, and served on the executor. `made` is that trait, as an impl names it.
pub(in crate::analysis) fn serves_rpc(db: &TypeDb<'_>, catalogue: &Catalogue, imp: DefId, made: &Path, name: Name) -> bool {
    catalogue.contexts().rpc_traits().iter().any(|rule| serves(db, rule, imp, made, name).unwrap_or(false))
}

fn serves(db: &TypeDb<'_>, rule: &RpcTrait, imp: DefId, made: &Path, name: Name) -> Option<bool> {
    let store = db.store;
    let attributes = |def: DefId| store.item(def).map(|item| item.attrs.as_slice()).unwrap_or_default();
    let written = Name::new(made.segments.last()?.name.as_str().strip_suffix(&rule.suffix)?);
    let trait_def = store.sibling(imp, made, written)?;
    let makes = |attr: &Attr| store.attribute_paths(trait_def, attr).iter().any(|path| rule.attributes.contains(path));
    if !attributes(trait_def).iter().any(makes) {
        return None;
    }
    let method = db.trait_method(trait_def, name)?;
    let is_elsewhere = |attr: &Attr| rule.offloaded.as_ref().is_some_and(|word| attr.args.split(',').any(|arg| arg.trim() == word));
    Some(!attributes(method).iter().any(is_elsewhere))
}
