//! Stored callables: which fns and closures the fields, constants and statics of the workspace may hold.
//!
//! A call of a field may run any of them; if there are more than a few, the call has no targets. The workspace is assumed to be complete.

mod flows;
mod gathered;
mod sources;
mod written;

use super::body::BodyView;
use super::known::KnownDefs;
use super::places::FieldRef;
use crate::catalogue::{ApiIndex, Catalogue};
use crate::facts::{ExprId, ExprKind, PatId};
use crate::names::{CrateKind, DefId, DefKind};
use crate::types::{Callee, Subst, TypeDb};
use flows::Flows;
use rustc_hash::{FxHashMap, FxHashSet};
pub(super) use sources::Sources;
use std::sync::Arc;
use written::Written;

/// A slot that may hold more callables than this gives no targets.
const MAX_CALLABLES: usize = 16;

/// Something that holds callables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Slot {
    /// A field of a struct, or of a variant of an enum.
    Field(FieldRef),
    /// A constant or static.
    Value(DefId),
    /// A parameter of a fn, by number, receiver left out; callables pass through it to other slots.
    Param(DefId, usize),
    /// The result of a fn.
    Result(DefId),
}

/// A fn or closure that is stored.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Callable {
    /// The fn; for a closure the fn, constant or static whose body contains it.
    pub(super) def: DefId,
    /// The closure expression, if it is a closure.
    pub(super) closure: Option<ExprId>,
    /// The fn's generic arguments.
    pub(super) subst: Subst,
    /// The fn of the workspace to which a fn passes it, and the number of the parameter, receiver left out; `None` if a closure passes it.
    pub(super) passed_to: Option<(DefId, usize)>,
}

/// The callables that each slot of the workspace may hold.
#[derive(Debug, Default)]
pub(super) struct Stored {
    /// Of parameters, only those of fns that store closures.
    slots: FxHashMap<Slot, Vec<Callable>>,
    /// The closures in slots that outlive their fn, by the fn that contains them.
    closures: FxHashSet<(DefId, ExprId)>,
}

impl Stored {
    /// Reads all bodies of the workspace.
    pub(super) fn new(db: &TypeDb<'_>, known: &KnownDefs<'_>, catalogue: &Catalogue) -> Self {
        let mut flows = Flows::default();
        let store = db.store;
        for &krate in store.local_crates() {
            let values = store.values_of(krate);
            for def in store.bodies_of(krate).iter().copied().chain(values).filter(|def| !store.def(*def).in_test) {
                let (Some(at), Some(types)) = (store.body(def), db.body_types(def)) else { continue };
                let view = BodyView::new(db, known, catalogue, def, at, &types);
                flows.add(&view);
            }
            gathered::add(&mut flows, store, catalogue, krate);
        }
        let mut stored = Self::default();
        let sources: Vec<Slot> = flows.kept.iter().map(|(slot, _)| *slot).chain(flows.gathered.iter().copied()).collect();
        let (params, others): (Vec<Slot>, Vec<Slot>) = sources.into_iter().partition(|slot| matches!(slot, Slot::Param(..)));
        for slot in others {
            stored.add(&flows, slot);
        }
        let closures = stored.slots.values().flatten().filter_map(|held| Some((held.def, held.closure?))).collect();
        stored.closures = closures;
        // `Box::new(move || f())` runs what is passed as `f`.
        let keepers: FxHashSet<DefId> = stored.closures.iter().map(|(def, _)| *def).collect();
        for slot in params {
            if matches!(slot, Slot::Param(def, _) if keepers.contains(&def)) {
                stored.add(&flows, slot);
            }
        }
        stored
    }

    fn add(&mut self, flows: &Flows, slot: Slot) {
        self.slots.entry(slot).or_insert_with(|| flows.held(slot));
    }

    /// The callables that a parameter of the fn may hold where a stored closure calls it.
    fn captured(&self, view: &BodyView<'_>, callee: ExprId, param: PatId) -> &[Callable] {
        let exprs = &view.body.exprs;
        let is_in = |closure: ExprId| exprs[closure].span.contains(exprs[callee].span);
        let is_kept = || exprs.indices().any(|id| self.closures.contains(&(view.def, id)) && is_in(id));
        let index = view.body.params.iter().position(|one| *one == param);
        let held = index.and_then(|index| self.slots.get(&Slot::Param(view.def, index)));
        held.filter(|_| is_kept()).map(Vec::as_slice).unwrap_or_default()
    }

    /// What a call of an expression may run: a stored callable, one of several named in this body, or a callable that a fn returns.
    pub(super) fn called(&self, view: &BodyView<'_>, sources: &Sources, callee: ExprId) -> Vec<Callable> {
        let held = match sources.slot_of(view, callee) {
            Some(slot) => {
                let of_field = self.slots.get(&slot).map(Vec::as_slice).unwrap_or_default();
                // A field of an element of a table may hold only what is both in that table and in that field anywhere.
                match sources.table_of(view, callee).and_then(|table| self.slots.get(&table)) {
                    Some(in_table) => in_table.iter().filter(|callable| of_field.contains(callable)).cloned().collect(),
                    None => of_field.to_vec(),
                }
            }
            None => Written { stored: self, view, sources, callee, found: Vec::new() }.find(),
        };
        if held.len() <= MAX_CALLABLES { held } else { Vec::new() }
    }

    /// The callables that a constant or static may hold; none if there are too many.
    pub(super) fn in_value(&self, value: DefId) -> &[Callable] {
        let held = self.slots.get(&Slot::Value(value)).map(Vec::as_slice).unwrap_or_default();
        if held.len() <= MAX_CALLABLES { held } else { &[] }
    }

    /// What a call of an expression may run if the callables in its slot are those of all instantiations of a generic type.
    pub(super) fn called_of_any_type(&self, view: &BodyView<'_>, sources: &Sources, callee: ExprId) -> &[Callable] {
        let held = sources.generic_slot_of(view, callee).and_then(|slot| self.slots.get(&slot)).map(Vec::as_slice).unwrap_or_default();
        if held.len() <= MAX_CALLABLES { held } else { &[] }
    }
}

impl Flows {
    /// All callables that reach a slot, each once, in the order of discovery.
    fn held(&self, slot: Slot) -> Vec<Callable> {
        let mut held = Vec::new();
        let mut seen: FxHashSet<Slot> = FxHashSet::from_iter([slot]);
        let mut queue = vec![slot];
        while let Some(at) = queue.pop() {
            for callable in self.callables.get(&at).into_iter().flatten() {
                if !held.contains(callable) {
                    held.push(callable.clone());
                }
                if held.len() > MAX_CALLABLES {
                    return held;
                }
            }
            queue.extend(self.from.get(&at).into_iter().flatten().filter(|from| seen.insert(**from)));
        }
        held
    }
}

impl BodyView<'_> {
    /// Whether the callee is a value rather than the path of a fn.
    pub(super) fn is_indirect(&self, call: ExprId) -> bool {
        matches!(self.body.exprs[call].kind, ExprKind::Call { .. })
            && matches!(self.types.callees.get(&call), None | Some(Callee::Indirect))
    }

    /// Where the values of the body's variables come from; computed once per body.
    pub(super) fn sources(&self) -> Arc<Sources> {
        self.known.sources.get(self.def, || Arc::new(Sources::new(self)))
    }

    /// The first blocking API that a call of a stored callable may reach.
    pub(super) fn stored_api(&self, call: ExprId) -> Option<ApiIndex> {
        self.stored_apis(call).into_iter().flatten().next()
    }

    /// Whether a call of a stored callable may run something else than a blocking API.
    pub(super) fn is_mixed(&self, call: ExprId) -> bool {
        self.stored_apis(call).contains(&None)
    }

    /// The blocking APIs among the callables that a call may run; `None` for each other one. Nothing if the fn of a table or a branch may be
    /// another one: only of a field is it unknown which of its values a reader finds.
    fn stored_apis(&self, call: ExprId) -> Vec<Option<ApiIndex>> {
        let ExprKind::Call { callee, .. } = &self.body.exprs[call].kind else { return Vec::new() };
        if !self.is_indirect(call) || self.db.store.krate(self.def.krate).kind != CrateKind::Local {
            return Vec::new();
        }
        let sources = self.sources();
        let held = self.known.stored().called(self, &sources, *callee);
        let apis: Vec<_> = held.iter().map(|held| if held.closure.is_none() { self.fn_api(held.def) } else { None }).collect();
        let is_field = || matches!(sources.slot_of(self, *callee), Some(Slot::Field(_)));
        if apis.contains(&None) && !is_field() { Vec::new() } else { apis }
    }

    /// Whether a definition is a constant or static.
    fn is_value(&self, def: DefId) -> bool {
        matches!(self.db.store.def(def).kind, DefKind::Const | DefKind::Static)
    }
}
