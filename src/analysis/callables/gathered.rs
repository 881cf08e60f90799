//! Statics whose elements attribute macros gather from everywhere: `#[distributed_slice(JOBS)] fn compact() { .. }`.

use super::flows::Flows;
use super::{Callable, Slot};
use crate::analysis::handlers::attribute_fns::plain_path;
use crate::catalogue::Catalogue;
use crate::names::{CrateId, CrateStore, DefId, DefKind, Namespace, Res};
use crate::types::Subst;

/// Adds the fns and statics of a crate that such attributes put into statics.
pub(super) fn add(flows: &mut Flows, store: &CrateStore<'_>, catalogue: &Catalogue, krate: CrateId) {
    let defs = store.bodies_of(krate).iter().copied().chain(store.values_of(krate));
    for def in defs.filter(|def| !store.def(*def).in_test) {
        let Some(gatherer) = gatherer(store, catalogue, def) else { continue };
        let into = Slot::Value(gatherer);
        if store.def(def).kind == DefKind::Fn {
            let callable = Callable { def, closure: None, subst: Subst::empty(), passed_to: None };
            flows.callables.entry(into).or_default().push(callable);
        } else {
            flows.from.entry(into).or_default().push(Slot::Value(def));
        }
        flows.gathered.push(into);
    }
}

/// The static that an attribute of a fn or static names.
fn gatherer(store: &CrateStore<'_>, catalogue: &Catalogue, def: DefId) -> Option<DefId> {
    let attrs = &store.item(def)?.attrs;
    let is_it = |path: &String| catalogue.contexts().is_gathering_attribute(path);
    let attr = attrs.iter().find(|attr| !attr.args.is_empty() && store.attribute_paths(def, attr).iter().any(is_it))?;
    // A second argument only orders the elements.
    let named: String = attr.args.split(',').next()?.split_whitespace().collect();
    let found = store.resolve(store.def(def).parent?, &plain_path(&named)?, Namespace::Value);
    match found.res {
        Res::Def(named) if found.rest == 0 && store.def(named).kind == DefKind::Static => Some(named),
        _ => None,
    }
}
