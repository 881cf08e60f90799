//! Values that are dropped at the end of the block that declares them: by user code, or by a type whose drop the catalogue knows.

use super::body::BodyView;
use super::impls::TraitImpls;
use super::places::{Place, Places};
use crate::catalogue::{ApiIndex, CallKind};
use crate::facts::{ExprId, ExprKind, MacroKind, PatId, PatKind, SelfParam, Span, Stmt};
use crate::names::DefId;
use crate::types::{Callee, TyKind};

/// Variables that are never moved and whose type is dropped by user code: the pattern, where that runs, and the `drop`.
pub(super) fn drops(view: &BodyView<'_>, impls: &TraitImpls<'_>, places: &Places) -> Vec<(PatId, Place, DefId)> {
    let Some(drop_trait) = view.db.lang.drop else { return Vec::new() };
    let mut found: Vec<(PatId, Place, DefId)> = Vec::new();
    for expr in &view.body.exprs {
        let ExprKind::Block { stmts, .. } = &expr.kind else { continue };
        for stmt in stmts {
            let Stmt::Let { pat, init: Some(init), .. } = stmt else { continue };
            let PatKind::Bind { by_ref: false, sub: None, .. } = &view.body.pats[*pat].kind else { continue };
            if let Some(drop) = impls.method(drop_trait, &view.types.pats[*pat], "drop") {
                found.push((*pat, places.exprs[*init], drop));
            }
        }
    }
    if found.is_empty() {
        return found;
    }
    let parents = view.body.parents();
    found.retain(|(pat, ..)| {
        let mut uses = view.types.locals.iter().filter(|(_, local)| *local == pat);
        uses.all(|(id, _)| is_borrow(view, &parents, *id))
    });
    found
}

/// Variables of a type whose drop is in the catalogue: where the drop is written (the variable, or a call of `drop`), where it runs, and
/// the entry. A variable that is moved to anywhere else is dropped by others.
pub(super) fn known_drops(view: &BodyView<'_>, places: &Places) -> Vec<(Span, Place, ApiIndex)> {
    let mut found: Vec<(PatId, Span, Place, ApiIndex)> = Vec::new();
    for expr in &view.body.exprs {
        let ExprKind::Block { stmts, .. } = &expr.kind else { continue };
        for stmt in stmts {
            let Stmt::Let { pat, init: Some(init), .. } = stmt else { continue };
            let PatKind::Bind { by_ref: false, sub: None, .. } = &view.body.pats[*pat].kind else { continue };
            let ty = &view.types.pats[*pat];
            if !matches!(ty.kind(), TyKind::Adt(..)) {
                continue;
            }
            let entries = view.known.uses_of(view.def.krate, ty);
            if let Some(api) = entries.into_iter().find(|api| view.catalogue.api(*api).call == CallKind::Drop) {
                found.push((*pat, view.body.pats[*pat].span, places.exprs[*init], api));
            }
        }
    }
    if found.is_empty() {
        return Vec::new();
    }
    let parents = view.body.parents();
    let dropped = |(pat, span, place, api): (PatId, Span, Place, ApiIndex)| {
        let moves = view.types.locals.iter().filter(|(id, local)| **local == pat && !is_borrow(view, &parents, **id));
        let mut moves = moves.map(|(id, _)| *id);
        match (moves.next(), moves.next()) {
            (None, _) => Some((span, place, api)),
            (Some(only), None) => {
                let call = parents[only].filter(|call| is_drop(view, *call))?;
                Some((view.name_span(call), places.exprs[call], api))
            }
            _ => None,
        }
    };
    found.into_iter().filter_map(dropped).collect()
}

/// Whether an expression calls `drop`.
fn is_drop(view: &BodyView<'_>, call: ExprId) -> bool {
    match view.types.callees.get(&call) {
        Some(Callee::Fn(callee)) => &*view.db.store.canonical_path(callee.def) == "std::mem::drop",
        _ => false,
    }
}

/// Whether a variable is only looked at or borrowed here.
fn is_borrow(view: &BodyView<'_>, parents: &index_vec::IndexVec<ExprId, Option<ExprId>>, id: ExprId) -> bool {
    let Some(parent) = parents[id] else { return false };
    match &view.body.exprs[parent].kind {
        ExprKind::Ref { .. } | ExprKind::Index { .. } | ExprKind::Unary { .. } | ExprKind::Field { .. } => true,
        ExprKind::MethodCall { receiver, .. } if *receiver == id => match view.types.callees.get(&parent) {
            Some(Callee::Fn(callee)) => matches!(
                view.db.function(callee.def).and_then(|function| function.sig.self_param.as_ref()),
                Some(SelfParam::Ref | SelfParam::RefMut)
            ),
            _ => false,
        },
        ExprKind::Macro(call) => {
            matches!(call.kind, MacroKind::Format { .. } | MacroKind::Print { .. } | MacroKind::Unit { .. })
        }
        _ => false,
    }
}
