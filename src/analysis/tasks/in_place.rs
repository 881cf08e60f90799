//! Fns that only run what a parameter holds: `with_transaction(|conn| ..)`. What is passed to such a parameter runs where the fn is called, so
//! each call is followed by itself; anything else is joined with what other callers pass.

use super::outline::{Event, NodeRef, Outline, RECEIVER};
use crate::names::DefId;

/// Whether a body only runs what this parameter holds, in its own task; `is_other` says the same of a parameter of another fn.
pub(super) fn runs_in_place(outline: &Outline, index: u32, is_other: &mut dyn FnMut(DefId, u32) -> bool) -> bool {
    let param = (index != RECEIVER).then(|| outline.params.get(index as usize)).flatten();
    let changes_tasks = outline.points.iter().any(|point| {
        matches!(point.event, Some(Event::Spawn(_) | Event::MaybeSpawn | Event::Serve | Event::Crowd | Event::NewRuntime | Event::Here(_)))
    });
    match param {
        Some(pat) if !changes_tasks && !outline.blocks_on && ends(outline) => {
            Search { outline, is_other, open: Vec::new() }.runs_here(NodeRef::Var(*pat))
        }
        _ => false,
    }
}

/// Whether the body may come to its end: what runs after it counts as what it runs.
fn ends(outline: &Outline) -> bool {
    let Some(unit) = outline.units.first() else { return false };
    let mut seen = vec![false; outline.points.len()];
    let mut open = vec![unit.entry];
    while let Some(point) = open.pop() {
        if !std::mem::replace(&mut seen[point as usize], true) {
            open.extend(&outline.points[point as usize].next);
        }
    }
    seen[unit.exit as usize]
}

struct Search<'s> {
    outline: &'s Outline,
    is_other: &'s mut dyn FnMut(DefId, u32) -> bool,
    /// The nodes that are being followed.
    open: Vec<NodeRef>,
}

impl Search<'_> {
    /// Whether a node runs only as part of the fn, or of the future that the fn returns.
    fn runs_here(&mut self, node: NodeRef) -> bool {
        if node == NodeRef::Unit(0) || self.open.contains(&node) {
            return true;
        }
        self.open.push(node);
        let outline = self.outline;
        let is_stream = matches!(node, NodeRef::Unit(unit) if outline.units[unit as usize].is_stream);
        let begins_task = outline.roots.iter().any(|root| root.targets.contains(&node));
        if is_stream || begins_task || outline.escapes.contains(&node) {
            return false;
        }
        let mut holders: Vec<NodeRef> = Vec::new();
        for &(from, _) in outline.links.iter().filter(|(_, to)| *to == node) {
            match from {
                NodeRef::Drive(def) if def == outline.def => {}
                NodeRef::Param(def, index) if (self.is_other)(def, index) => {}
                NodeRef::Var(_) => holders.push(from),
                _ => return false,
            }
        }
        let given = (0..).zip(&outline.givens).filter(|(_, given)| given.nodes.contains(&node));
        holders.extend(given.map(|(index, _)| NodeRef::Given(index)));
        holders.into_iter().all(|holder| self.runs_here(holder)) && self.units_run_here(node)
    }

    /// Whether all parts of the body that run a node do so in place.
    fn units_run_here(&mut self, node: NodeRef) -> bool {
        let outline = self.outline;
        for (index, unit) in (0..).zip(&outline.units) {
            for point in &outline.points[unit.points()] {
                match &point.event {
                    Some(Event::Run(nodes) | Event::Repeat(nodes)) if nodes.contains(&node) && !self.runs_here(NodeRef::Unit(index)) => {
                        return false;
                    }
                    Some(Event::Beside(nodes)) if nodes.contains(&node) => return false,
                    _ => {}
                }
            }
        }
        true
    }
}
