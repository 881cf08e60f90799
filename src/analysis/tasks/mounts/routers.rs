//! Which values and fns of a body are or have routers.

use super::super::entries::is_handler;
use super::super::outline::RECEIVER;
use super::super::values::{Fate, Values};
use crate::facts::{Attr, ExprId, PatId, TypeRef};
use crate::names::{CrateKind, DefId, Namespace, Res};
use crate::types::{Callee, Ty, TyKind};

impl Values<'_> {
    pub(super) fn is_own(&self, def: DefId) -> bool {
        self.view.db.store.krate(def.krate).kind == CrateKind::Local
    }

    pub(super) fn is_left_out(&self, id: ExprId) -> bool {
        let mut at = Some(id);
        while let Some(id) = at.filter(|_| !self.left_out.is_empty()) {
            if self.left_out.contains(&id) {
                return true;
            }
            at = self.parents()[id];
        }
        false
    }

    /// Whether a type is that of a router, a route or a method router, or contains one.
    pub(super) fn is_router(&self, ty: &Ty) -> bool {
        let store = self.view.db.store;
        let roles = self.view.catalogue.roles();
        ty.any(&mut |ty| match ty.kind() {
            TyKind::External(path, _) => {
                path.first().zip(path.last()).is_some_and(|(krate, name)| roles.is_router(krate.as_str(), name.as_str()))
            }
            TyKind::Adt(def, _) => {
                let krate = store.krate(def.krate);
                krate.kind != CrateKind::Local && roles.is_router(krate.name.as_str(), store.def(*def).name.as_str())
            }
            _ => false,
        })
    }

    /// Whether a fn returns a value of a router's trait: `impl Filter`, `impl Endpoint`.
    pub(super) fn returns_service(&self, def: DefId) -> bool {
        let store = self.view.db.store;
        let Some(function) = self.view.db.function(def) else { return false };
        let TypeRef::ImplTrait(bounds) = &function.sig.ret else { return false };
        bounds.iter().any(|bound| match store.resolve(store.scope_of(def), &bound.path, Namespace::Type).res {
            Res::External(names) => names
                .first()
                .zip(names.last())
                .is_some_and(|(krate, name)| self.view.catalogue.roles().is_router(krate.as_str(), name.as_str())),
            Res::Def(found) => {
                self.view.catalogue.roles().is_router(store.krate(found.krate).name.as_str(), store.def(found).name.as_str())
            }
            _ => false,
        })
    }

    /// Whether a fn returns or receives a router.
    pub(super) fn has_routes(&self, def: DefId) -> bool {
        let sig = self.view.db.fn_sig(def);
        sig.is_some_and(|sig| sig.params.iter().chain([&sig.ret]).any(|ty| self.is_router(ty))) || self.returns_service(def)
    }

    /// Whether an attribute with a path makes a fn a handler.
    pub(super) fn is_routed(&self, def: DefId) -> bool {
        let is_route = |attr: &Attr| attr.args.contains('"') && is_handler(self.cx, def, attr);
        self.view.db.store.item(def).is_some_and(|item| item.attrs.iter().any(is_route))
    }

    /// The index of the parameter that a pattern is.
    pub(super) fn param_index(&self, pat: PatId) -> Option<u32> {
        let body = self.view.body;
        if body.self_param == Some(pat) {
            return Some(RECEIVER);
        }
        let index = body.params.iter().position(|param| self.binds(*param, pat))?;
        u32::try_from(index).ok()
    }

    pub(super) fn binds(&self, pat: PatId, wanted: PatId) -> bool {
        pat == wanted || self.bound([pat]).contains(&Fate::Local(wanted))
    }

    /// The workspace fn that a call runs.
    pub(super) fn own_callee(&self, call: ExprId) -> Option<DefId> {
        match self.view.types.callees.get(&call) {
            Some(Callee::Fn(callee)) => Some(callee.body_def()).filter(|def| self.is_own(*def)),
            _ => None,
        }
    }
}
