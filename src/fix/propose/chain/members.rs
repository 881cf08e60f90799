//! Which fns become async together.

use super::Blockers;
use crate::analysis::Blocking;
use crate::diagnostics::Guard;
use crate::facts::{ItemKind, Parent, Span, Visibility};
use crate::fix::propose::Input;
use crate::fix::propose::code::mentions::Mentions;
use crate::fix::propose::code::scene::Scene;
use crate::fix::propose::thread_effects::WorkspaceEffects;
use crate::names::DefId;
use crate::project::TargetKind;
use crate::types::TypeDb;
use std::collections::BTreeSet;

/// The maximum number of fns that one fix makes async.
const MOST: usize = 6;

/// Attributes with the same meaning on an async fn.
pub(in super::super) const HARMLESS: [&str; 10] =
    ["allow", "cold", "deny", "deprecated", "expect", "inline", "instrument", "must_use", "rustfmt", "warn"];

/// Fns that become async together.
pub(in crate::fix::propose) struct Members {
    /// Sorted by id.
    pub(in crate::fix::propose) fns: Vec<DefId>,
}

/// The fns that must become async with `first`: its blocking callees, and its sync callers.
pub(in crate::fix::propose) fn of(
    input: &Input<'_>,
    moves: &WorkspaceEffects<'_>,
    blockers: &Blockers,
    mentions: &Mentions<'_>,
    first: DefId,
) -> Result<Members, Guard> {
    let db = input.db;
    let mut found = BTreeSet::from([first]);
    let mut open = vec![first];
    let mut down: Vec<(DefId, DefId)> = Vec::new();
    while let Some(def) = open.pop() {
        if found.len() > MOST || !can_be_async(db, def) || !mentions.is_single(def) || !mentions.are_all_known(def) {
            return Err(Guard::UnusualForm);
        }
        for blocker in blockers.get(&def).ok_or(Guard::NotAsync)? {
            match blocker.what {
                Blocking::Api(_) => {}
                Blocking::Fn(callee) => {
                    down.push((def, callee));
                    open.extend(found.insert(callee).then_some(callee));
                }
                Blocking::Other => return Err(Guard::UnusualForm),
            }
        }
        for call in mentions.calls_of(def) {
            let scene = Scene::new(input, moves, &[], call.body).ok_or(Guard::UnusualForm)?;
            match scene.root(call.expr) {
                Ok(_) => {}
                // A sync caller becomes a member. A closure, a test or a `poll` fn cannot.
                Err(Guard::NotAsync) if blockers.contains_key(&call.body) => open.extend(found.insert(call.body).then_some(call.body)),
                Err(guard) => return Err(guard),
            }
        }
    }
    if is_circular(&down) {
        return Err(Guard::UnusualForm);
    }
    Ok(Members { fns: found.into_iter().collect() })
}

/// Whether a fn could be declared `async` without other code having to agree: it is in no trait or trait impl and is not exported.
fn can_be_async(db: &TypeDb<'_>, def: DefId) -> bool {
    let (Some(item), Some(function)) = (db.store.item(def), db.function(def)) else { return false };
    let is_method_of_type = || match item.parent {
        Parent::Scope => true,
        Parent::Impl(block) => {
            matches!(&db.store.file(def).facts.items[block].kind, ItemKind::Impl(block) if block.of_trait.is_none())
        }
        Parent::Trait(_) => false,
    };
    let sig = &function.sig;
    let is_harmless = |attr: &crate::facts::Attr| attr.path.segments.last().is_some_and(|last| HARMLESS.contains(&last.name.as_str()));
    let is_plain = !sig.is_async && !sig.is_const && !sig.is_unsafe && item.cfg.is_none() && item.attrs.iter().all(is_harmless);
    is_plain && !is_exported(db, def) && item.name != "main" && is_method_of_type() && keyword(db, def).is_ok()
}

/// Whether other packages may call a fn.
pub(in crate::fix::propose) fn is_exported(db: &TypeDb<'_>, def: DefId) -> bool {
    let is_public = db.store.item(def).is_some_and(|item| item.visibility == Visibility::Public);
    is_public && db.store.krate(def.krate).target == TargetKind::Lib
}

/// Where `async` is inserted: before the `fn` keyword. Fails for fns from macros and for `extern` fns.
pub(in crate::fix::propose) fn keyword(db: &TypeDb<'_>, def: DefId) -> Result<Span, Guard> {
    let item = db.store.item(def).ok_or(Guard::UnusualForm)?;
    let before = db.store.file(def).text.get(item.span.start as usize..item.name_span.start as usize).unwrap_or_default();
    let Some(head) = before.trim_end().strip_suffix("fn").filter(|head| !head.trim_end().ends_with('"')) else {
        return Err(Guard::UnusualForm);
    };
    if head.split_whitespace().next_back() == Some("extern") {
        return Err(Guard::UnusualForm);
    }
    let at = item.span.start + u32::try_from(head.len()).unwrap_or(u32::MAX);
    Ok(Span::new(at, at))
}

/// Whether the calls form a cycle: an async fn that awaits itself would have infinite size.
fn is_circular(calls: &[(DefId, DefId)]) -> bool {
    petgraph::algo::is_cyclic_directed(&petgraph::graphmap::DiGraphMap::<DefId, ()>::from_edges(calls.iter().copied()))
}
