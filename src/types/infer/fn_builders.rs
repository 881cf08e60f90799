//! Builders of fns: `#[builder] fn fetch(url: &str)` of the crate bon is called as `fetch().url("..").call()`, so the first call runs nothing and
//! the last one runs the fn. `new` of a `#[bon] impl` is called as `Type::builder().url("..").build()`.

use super::{Infer, Reached};
use crate::facts::{Attr, ExprId, Name};
use crate::names::{DefId, DefKind};
use crate::types::builders::BUILDER;
use crate::types::subst::Subst;
use crate::types::ty::{Ty, TyKind};
use std::sync::Arc;

/// The crate of the attributes.
const CRATE: &str = "bon";

/// The attribute of a fn.
const ATTRIBUTE: &str = "builder";

/// The constructor whose builder has other names.
const CONSTRUCTOR: &str = "new";

impl Infer<'_, '_> {
    /// The builder that a call returns instead of running `def`.
    pub(super) fn fn_builder(&mut self, id: ExprId, def: DefId, subst: &Subst, args: usize) -> Option<Ty> {
        let sig = self.db.fn_sig(def)?;
        let attr = self.builder_attribute(def)?;
        if args > 0 && args >= sig.params.len() || self.db.store.def(def).name == CONSTRUCTOR && argument(attr, "start_fn").is_none() {
            return None;
        }
        let made = self.builder_type(def, subst);
        let TyKind::External(names, _) = made.kind() else { return None };
        self.callees.insert(id, Reached::External(super::paths::join(names)));
        Some(made)
    }

    /// The builder that `Type::builder()` returns, if `new` of the type has one.
    pub(super) fn constructor_builder(&mut self, base: &Ty, name: Name, scope: DefId) -> Option<Ty> {
        if name != ATTRIBUTE {
            return None;
        }
        let pick = self.table.lookup_assoc(base, Name::new(CONSTRUCTOR), scope)?;
        self.builder_attribute(pick.def)?;
        let mut subst = pick.subst;
        let own = self.args(pick.def, None, 0);
        subst.push(pick.def, own);
        Some(self.builder_type(pick.def, &subst))
    }

    /// What a method of a fn's builder returns: the builder, or for the last call the result of the fn.
    pub(super) fn builder_call(&mut self, id: ExprId, receiver: &Ty, method: Name) -> Option<Ty> {
        let TyKind::External(names, args) = receiver.strip_refs().kind() else { return None };
        let [only] = &args[..] else { return None };
        let TyKind::FnDef(def, subst) = only.kind() else { return None };
        let finish = self.builder_attribute(*def).and_then(|attr| argument(attr, "finish_fn").map(str::to_owned));
        let is_constructor = self.db.store.def(*def).name == CONSTRUCTOR;
        let finish = finish.as_deref().unwrap_or(if is_constructor { "build" } else { "call" });
        if method != finish {
            self.callees.insert(id, Reached::External(format!("{}::{method}", super::paths::join(names)).into()));
            return Some(receiver.strip_refs().clone());
        }
        self.unanswered.remove(&id);
        self.callees.insert(id, Reached::Fn(*def, subst.clone()));
        let ret = self.db.fn_sig(*def)?.ret.subst(subst);
        Some(self.table.normalize(&ret))
    }

    /// The builder of a fn: an external type whose argument is the fn.
    fn builder_type(&self, def: DefId, subst: &Subst) -> Ty {
        let path = format!("{}{BUILDER}", self.db.store.canonical_path(def));
        let names: Arc<[Name]> = path.split("::").map(Name::new).collect();
        Ty::new(TyKind::External(names, Arc::new([Ty::new(TyKind::FnDef(def, subst.clone()))])))
    }

    /// The attribute that gives a fn a builder: of the crate itself, or inside an impl with the crate's attribute.
    fn builder_attribute(&self, def: DefId) -> Option<&Attr> {
        let store = self.db.store;
        if store.def(def).kind != DefKind::Fn {
            return None;
        }
        let is_builder = |attr: &&Attr| attr.path.segments.last().is_some_and(|last| last.name == ATTRIBUTE);
        let attr = store.item(def)?.attrs.iter().find(is_builder)?;
        let is_of_crate = |of: DefId, attr: &Attr| {
            let is_it = |path: &String| path.split("::").next() == Some(CRATE);
            store.macro_paths(of, &attr.path).iter().any(is_it)
        };
        let parent = store.def(def).parent;
        let of_impl =
            || parent.is_some_and(|parent| store.item(parent).is_some_and(|item| item.attrs.iter().any(|attr| is_of_crate(parent, attr))));
        (is_of_crate(def, attr) || of_impl()).then_some(attr)
    }
}

/// The name that an attribute gives a generated fn: `finish_fn = send`, `finish_fn(name = send)`, `finish_fn = "send"`.
fn argument<'a>(attr: &'a Attr, key: &str) -> Option<&'a str> {
    let (_, rest) = attr.args.split_once(key)?;
    let is_part = |part: &&str| !part.is_empty() && *part != "name";
    rest.split(|letter: char| !letter.is_alphanumeric() && letter != '_').find(is_part)
}
