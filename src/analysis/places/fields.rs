//! Closures in struct fields: a closure runs where code calls the field, or where the fn runs to which code passes the field.

use super::Place;
use super::walk::Walker;
use crate::catalogue::Runs;
use crate::facts::{ExprId, ExprKind, Name};
use crate::names::DefId;

/// A struct and the name of one of its fields.
pub(in crate::analysis) type FieldRef = (DefId, Name);

impl Walker<'_> {
    /// The field that an expression reads, possibly through a clone: `self.job`, `Arc::clone(&self.job)`, `self.job.clone()`.
    pub(super) fn field_read(&self, id: ExprId) -> Option<FieldRef> {
        let mut id = self.unwrapped(id);
        if let ExprKind::MethodCall { receiver, method, args, .. } = &self.body.exprs[id].kind
            && args.is_empty()
            && *method == "clone"
        {
            id = self.unwrapped(*receiver);
        }
        let ExprKind::Field { base, name, .. } = &self.body.exprs[id].kind else { return None };
        self.db.field_owner(self.def, &self.types.exprs[*base], *name).map(|def| (def, *name))
    }

    /// Where a closure runs that a struct literal stores in a field.
    pub(super) fn taken_by_literal(&self, literal: ExprId, field: Name, place: Place) -> Place {
        match self.db.pointed_adt(&self.types.exprs[literal]) {
            Some(def) => self.taken_by_field((def, field), place),
            None => Place::Unsure,
        }
    }

    /// Where a closure runs that is stored in a field.
    pub(super) fn taken_by_field(&self, field: FieldRef, place: Place) -> Place {
        Self::taken_by(self.summaries.stored(field), place)
    }

    /// Counts the uses of variables that were read from fields as uses of the fields.
    pub(super) fn settle_fields(&mut self) {
        for (pat, field) in std::mem::take(&mut self.field_aliases) {
            for place in self.uses.get(&pat).cloned().unwrap_or_default() {
                self.places.field_uses.push((field, place));
            }
        }
    }
}

/// Where a closure in a field runs, given the places where the field is used.
pub(in crate::analysis) fn kept(uses: &[Place]) -> Option<Runs> {
    let any = |wanted: fn(&Place) -> bool| uses.iter().any(wanted);
    if any(|place| matches!(place, Place::Async(_) | Place::Later)) {
        Some(Runs::OnExecutor)
    } else if !uses.is_empty() && !any(|place| !matches!(place, Place::Offloaded | Place::TasksMovedAway)) {
        Some(Runs::Offloaded)
    } else {
        None
    }
}
