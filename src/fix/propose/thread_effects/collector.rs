//! The local effects of one expression.

use super::super::cancel::{changes_in_guard, creates_new, is_atomic_change, persists};
use super::super::values::across::is_changing_guard;
use super::driven::names_in;
use super::{BodyEffects, Crates};
use crate::catalogue::{Catalogue, Role};
use crate::facts::{Body, ExprId, ExprKind, MacroKind};
use crate::names::{CrateId, CrateKind, DefId, DefKind};
use crate::project::DependencyKind;
use crate::types::{BodyTypes, Callee, FnCallee, TyKind, TypeDb};
use std::collections::BTreeSet;

/// Collects the local effects of one body.
pub(super) struct EffectCollector<'a> {
    pub(super) db: &'a TypeDb<'a>,
    pub(super) catalogue: &'a Catalogue,
    pub(super) crates: &'a Crates,
    pub(super) def: DefId,
    pub(super) body: &'a Body,
    pub(super) types: &'a BodyTypes,
    /// Whether the effects of the whole body are collected: then its callers account for the closures that they give it.
    pub(super) is_whole: bool,
}

impl EffectCollector<'_> {
    /// Adds the effects of one expression, without those of its parts.
    pub(super) fn look(&self, id: ExprId, found: &mut BodyEffects) {
        self.types.exprs[id].any(&mut |part| {
            let adt = part.as_adt().map(|(def, _)| def).filter(|def| self.db.store.kind(def.krate) == CrateKind::Local);
            found.adts.extend(adt);
            false
        });
        found.effects.shared |= self.types.exprs[id].any(&mut |part| is_changing_guard(self.db, self.catalogue, part))
            || is_atomic_change(self.db, self.body, self.types, id);
        found.effects.changes |= is_atomic_change(self.db, self.body, self.types, id)
            || changes_in_guard(self.db, self.catalogue, self.body, self.types, id)
            || persists(self.db, self.catalogue, self.types, id)
            || creates_new(self.db, self.catalogue, self.body, self.types, id);
        match &self.body.exprs[id].kind {
            ExprKind::Macro(call) => {
                let path = self.types.macro_scopes.get(&id).and_then(|scope| self.db.store.macro_path(*scope, &call.path));
                let borrows = path.as_ref().is_some_and(|path| self.catalogue.roles().of(path).contains(&Role::BorrowingMacro));
                if matches!(call.kind, MacroKind::Exprs { .. } | MacroKind::Opaque) && !borrows {
                    self.unknown_macro(id, path.as_deref(), found);
                }
                if let Some(path) = path {
                    self.named(&path, found);
                } else {
                    // It may be imported by a glob or `#[macro_use]`.
                    let name = call.path.segments.last().map_or("", |last| last.name.as_str());
                    let named = self.catalogue.roles().named(name).filter(|path| sees(self.db, self.def.krate, head(path)));
                    named.for_each(|path| self.named(path, found));
                }
            }
            ExprKind::Call { .. } | ExprKind::MethodCall { .. } | ExprKind::For { .. } => match self.types.callees.get(&id) {
                Some(Callee::Fn(callee)) => {
                    let is_local = self.db.store.kind(callee.def.krate) == CrateKind::Local;
                    found.open |= is_local && self.args(id).iter().any(|arg| self.hands_on(*arg));
                    self.callee(callee, found);
                }
                Some(Callee::External(path)) => {
                    self.named(path, found);
                    found.foreign |= self.catalogue.by_path(path).is_empty();
                }
                Some(Callee::Constructor(_) | Callee::Closure(_)) => {}
                Some(Callee::Indirect) => found.open |= !self.calls_parameter(id),
                None => self.unresolved(id, found),
            },
            // A fn used as a value may be called by the code that receives it.
            ExprKind::Path(_) => {
                if let TyKind::FnDef(def, _) = self.types.exprs[id].kind() {
                    self.target(*def, found);
                }
            }
            _ => {}
        }
    }

    /// Adds a macro call whose expansion is unknown. A macro of another crate reaches code of this one only by the names in its call.
    fn unknown_macro(&self, id: ExprId, path: Option<&str>, found: &mut BodyEffects) {
        let store = self.db.store;
        let is_local = |path: &str| store.local_crates().iter().any(|krate| store.krate(*krate).name == head(path));
        if path.is_none_or(is_local) {
            found.open = true;
            return;
        }
        let text = store.file(self.def).text.get(self.body.exprs[id].span.range()).unwrap_or_default();
        found.expanded.get_or_insert_default().extend(names_in(text));
    }

    /// Whether a call is that of a parameter: what the caller gives is part of the caller's own code, or of its caller's.
    fn calls_parameter(&self, id: ExprId) -> bool {
        matches!(&self.body.exprs[id].kind, ExprKind::Call { callee, .. } if self.is_whole && self.is_parameter(*callee))
    }

    fn is_parameter(&self, id: ExprId) -> bool {
        self.types.locals.get(&id).is_some_and(|pat| {
            let is_it = |id: &ExprId| self.types.locals.get(id) == Some(pat);
            let mut exprs = self.body.exprs.iter();
            self.body.params.contains(pat) && !exprs.any(|expr| matches!(&expr.kind, ExprKind::Assign { lhs, .. } if is_it(lhs)))
        })
    }

    fn args(&self, call: ExprId) -> &[ExprId] {
        match &self.body.exprs[call].kind {
            ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. } => args,
            _ => &[],
        }
    }

    /// Whether an argument is something to call whose code is neither here nor given by the caller: a field, what a call returns.
    fn hands_on(&self, arg: ExprId) -> bool {
        let mut id = arg;
        while let ExprKind::Ref { operand, .. } = &self.body.exprs[id].kind {
            id = *operand;
        }
        let is_known = match &self.body.exprs[id].kind {
            ExprKind::Closure { .. } => true,
            ExprKind::Path(_) => self.is_whole && self.is_parameter(id),
            _ => false,
        };
        let ty = self.types.exprs[id].strip_refs();
        !is_known && (matches!(ty.kind(), TyKind::Closure(_)) && !self.is_whole || self.db.is_callable_param(self.def, ty))
    }

    /// Adds a call whose callee is not resolved.
    fn unresolved(&self, id: ExprId, found: &mut BodyEffects) {
        found.foreign = true;
        match &self.body.exprs[id].kind {
            ExprKind::For { .. } => {}
            ExprKind::MethodCall { receiver, method, .. } => {
                found.unresolved.insert(*method);
                // It may be a variable of the thread or task, which a macro declares.
                found.open |= matches!(self.body.exprs[*receiver].kind, ExprKind::Path(_)) && !self.types.locals.contains_key(receiver);
            }
            ExprKind::Call { callee, .. } => match &self.body.exprs[*callee].kind {
                ExprKind::Path(path) if !self.types.locals.contains_key(callee) => {
                    found.unresolved.extend(path.segments.last().map(|segment| segment.name));
                }
                _ => found.open = true,
            },
            _ => found.open = true,
        }
    }

    fn callee(&self, callee: &FnCallee, found: &mut BodyEffects) {
        let store = self.db.store;
        let of_trait = store.def(callee.def).parent.filter(|parent| store.def(*parent).kind == DefKind::Trait);
        match callee.implementation {
            Some(implementation) => self.target(implementation, found),
            // The impl is unknown. Calls of std's traits are covered by `implied`.
            None if of_trait.is_some_and(|of| of.krate != store.std()) => {
                found.foreign = true;
                found.unresolved.insert(store.def(callee.def).name);
            }
            None => {}
        }
        self.target(callee.def, found);
    }

    fn target(&self, def: DefId, found: &mut BodyEffects) {
        let store = self.db.store;
        match store.krate(def.krate).kind {
            CrateKind::Local => found.calls.push(def),
            _ if def.krate == store.std() => self.named(&store.canonical_path(def), found),
            CrateKind::Dependency | CrateKind::Stub => {
                let path = store.canonical_path(def);
                self.named(&path, found);
                if self.catalogue.by_path(&path).is_empty() {
                    found.effects.context |= depends_on(self.db, def.krate, &self.crates.context);
                    found.effects.events |= depends_on(self.db, def.krate, &self.crates.events);
                }
            }
        }
    }

    /// Adds the effects that the data knows of a fn or macro.
    fn named(&self, path: &str, found: &mut BodyEffects) {
        for role in self.catalogue.roles().of(path) {
            found.effects.context |= role == Role::ThreadContext;
            found.effects.events |= matches!(role, Role::Event | Role::Span);
            found.spans |= role == Role::Span;
        }
        found.effects.context |= self.catalogue.by_path(path).iter().any(|api| self.catalogue.api(*api).one_thread);
    }
}

pub(super) fn head(path: &str) -> &str {
    path.split("::").next().unwrap_or(path)
}

/// Whether a crate depends on one of `others`.
pub(super) fn depends_on(db: &TypeDb<'_>, krate: CrateId, others: &BTreeSet<String>) -> bool {
    others.iter().any(|head| sees(db, krate, head))
}

/// Whether a crate depends on another. Optional dependencies count only for crates of the workspace.
fn sees(db: &TypeDb<'_>, krate: CrateId, head: &str) -> bool {
    let krate = db.store.krate(krate);
    krate.package.as_ref().is_some_and(|package| {
        package.dependencies.iter().any(|dependency| {
            dependency.kind == DependencyKind::Normal
                && (krate.kind == CrateKind::Local || !dependency.optional)
                && dependency.package.replace('-', "_") == head
        })
    })
}
