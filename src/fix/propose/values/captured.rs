//! The types of the variables that a closure captures, which decide what the closure is. Knows no fixes.

use super::super::code::tokens::inline_names_at;
use crate::facts::{Body, ExprId, ExprKind, MacroKind, PatId, PatKind};
use crate::types::{ClosureTy, Ty, TypeDb};
use rustc_hash::FxHashSet;

/// What a closure captures.
pub(in crate::fix::propose) struct Captured {
    /// The types of the variables.
    pub(in crate::fix::propose) types: Vec<Ty>,
    /// Whether it owns them: `move`.
    pub(in crate::fix::propose) is_move: bool,
}

/// What a closure captures; `None` if some of it is not known.
pub(in crate::fix::propose) fn of_closure(db: &TypeDb<'_>, closure: &ClosureTy) -> Option<Captured> {
    let at = db.store.body(closure.owner)?;
    let types = db.body_types(closure.owner)?;
    let ExprKind::Closure { is_move, .. } = &at.body.exprs.get(closure.expr)?.kind else { return None };
    let whole = at.body.exprs[closure.expr].span;
    let mut captured: FxHashSet<PatId> = FxHashSet::default();
    let mut open: Vec<ExprId> = vec![closure.expr];
    while let Some(id) = open.pop() {
        let expr = &at.body.exprs[id];
        match &expr.kind {
            // What an unknown macro names is unknown.
            ExprKind::Macro(call) if matches!(call.kind, MacroKind::Opaque | MacroKind::Exprs { .. } | MacroKind::Stream { .. }) => {
                return None;
            }
            ExprKind::Path(_) => captured.extend(types.locals.get(&id).filter(|pat| !whole.contains(at.body.pats[**pat].span))),
            kind => kind.for_each_child(&mut |part| open.push(part)),
        }
    }
    // Format strings name variables, too.
    let names: FxHashSet<&str> = captured.iter().filter_map(|pat| name(at.body, *pat)).collect();
    let is_missed = |inline: &str| {
        let mut bound = at.body.pats.indices().filter(|pat| name(at.body, *pat) == Some(inline));
        !names.contains(inline) && bound.any(|pat| !whole.contains(at.body.pats[pat].span))
    };
    let text = at.file.text.get(whole.range())?;
    if inline_names_at(text).any(|inline| is_missed(inline.name)) {
        return None;
    }
    let types = captured.into_iter().map(|pat| types.pats[pat].clone()).collect();
    Some(Captured { types, is_move: *is_move })
}

fn name(body: &Body, pat: PatId) -> Option<&str> {
    match &body.pats[pat].kind {
        PatKind::Bind { name, .. } => Some(name.as_str()),
        _ => None,
    }
}
