//! Values whose `Drop` impl runs at the end of the block that declares them.

use super::body::BodyView;
use super::impls::TraitImpls;
use super::places::{Place, Places};
use crate::facts::{ExprId, ExprKind, MacroKind, PatId, PatKind, SelfParam, Stmt};
use crate::names::DefId;
use crate::types::Callee;

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
