//! What fns of std run on behalf of their callers: `parse` the type's `from_str`, a loop the iterator's `next`.

use super::Target;
use crate::analysis::body::BodyView;
use crate::analysis::dispatch::conversions::conversion;
use crate::analysis::dispatch::impls::TraitImpls;
use crate::facts::{ExprId, Name};
use crate::names::{CrateKind, DefId, Namespace, Res};
use crate::types::{FnCallee, Subst, Ty};
use std::sync::Arc;

/// The fn that a std fn forwards to: `"..".parse::<T>()` is `T::from_str`.
pub(super) fn forwarded(view: &BodyView<'_>, impls: &TraitImpls<'_>, callee: &FnCallee) -> Option<DefId> {
    let store = view.db.store;
    if callee.def.krate != store.std() {
        return None;
    }
    let name = store.def(callee.def).name;
    let parent = store.def(callee.def).parent?;
    let lang = &view.db.lang;
    let first = |owner: DefId, index: u32| callee.subst.get(owner, index).map(|ty| ty.strip_refs().clone());
    match name.as_str() {
        "parse" => impls.method(std_trait(view, "std::str::FromStr")?, &first(callee.def, 0)?, "from_str"),
        "into" | "try_into" => {
            let from = callee.self_ty.clone().or_else(|| callee.subst.get(parent, 0).cloned()).unwrap_or_else(Ty::unknown);
            conversion(view.db, impls, callee.def, &from, &view.converts_to(callee)?)
        }
        "unwrap_or_default" => impls.method(lang.default?, &first(parent, 0)?, "default"),
        _ => None,
    }
}

/// What a `for` loop runs of the iterator: `next`, also behind adaptors.
pub(super) fn own_next(view: &BodyView<'_>, impls: &TraitImpls<'_>, iter: ExprId, iterator: Option<&Ty>) -> Vec<Target> {
    let ty = &view.types.exprs[iter];
    let iterator = iterator.filter(|iterator| !iterator.is_unknown()).unwrap_or(ty);
    if view.iterated(ty).is_some() || view.iterated(iterator).is_some() {
        return Vec::new();
    }
    let next = view.db.lang.iterator.into_iter().flat_map(|trait_def| {
        let iterators = view.behind(iterator, Some(crate::analysis::dispatch::callbacks::ADAPTORS)).into_iter();
        iterators.filter_map(move |iterator| impls.method(trait_def, &iterator, "next").or_else(|| own_read(view, impls, &iterator)))
    });
    next.map(|def| Target::certain(def, Subst::empty())).collect()
}

/// The `into_iter` that a `for` loop runs on a value of this type, which may be a reference to a collection.
pub(super) fn own_into_iter(view: &BodyView<'_>, ty: &Ty) -> Option<Target> {
    let method = view.db.trait_method(view.db.lang.into_iterator?, Name::new("into_iter"))?;
    let (def, subst) = view.db.chosen_method(view.def.krate, method, ty, &Arc::default())?;
    (view.db.store.krate(def.krate).kind != CrateKind::Stub).then(|| Target::certain(def, subst))
}

/// `read` of a user-defined reader whose lines or bytes are iterated: `BufReader::new(mine).lines()`.
pub(super) fn own_read(view: &BodyView<'_>, impls: &TraitImpls<'_>, iterator: &Ty) -> Option<DefId> {
    let read = view.known.std_method(crate::analysis::dispatch::callbacks::READ)?;
    let trait_def = view.db.store.def(read).parent?;
    let readers = view.behind(iterator, Some(crate::analysis::dispatch::callbacks::WRAPPERS));
    readers.iter().filter(|reader| *reader != iterator).find_map(|reader| impls.method(trait_def, reader, "read"))
}

fn std_trait(view: &BodyView<'_>, path: &str) -> Option<DefId> {
    let found = view.db.store.resolve_str(view.db.store.std(), path, Namespace::Type);
    match found.res {
        Res::Def(def) if found.rest == 0 => Some(def),
        _ => None,
    }
}
