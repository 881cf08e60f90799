//! Values that die in a body: variables at the end of their block or in a call of `drop`, and temporaries at the end of their statement.

use super::body::BodyView;
use super::drop_glue::{Glue, Part, glue};
use super::impls::TraitImpls;
use super::places::{Place, Places};
use crate::facts::{ExprId, ExprKind, MacroKind, PatId, PatKind, SelfParam, Span, Stmt};
use crate::types::{Callee, Ty, TyKind};
use index_vec::IndexVec;

/// A value that dies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Death {
    /// The variable, the call of `drop`, or what makes the temporary.
    pub(super) span: Span,
    /// Where its drop runs.
    pub(super) place: Place,
    /// What its drop runs.
    pub(super) glue: Glue,
}

/// What dies in a body and runs something by it, in no particular order.
pub(super) fn deaths(view: &BodyView<'_>, impls: &TraitImpls<'_>, places: &Places) -> Vec<Death> {
    let mut deaths = Vec::new();
    let parents = view.body.parents();
    for (id, expr) in view.body.exprs.iter_enumerated() {
        if let ExprKind::Block { stmts, .. } = &expr.kind {
            for stmt in stmts {
                match stmt {
                    Stmt::Let { pat, init: Some(init), .. } => bound(view, impls, places, &parents, *pat, *init, &mut deaths),
                    // `make();`
                    Stmt::Expr { expr, semi: true, .. } => temporary(view, impls, places, *expr, &mut deaths),
                    Stmt::Let { init: None, .. } | Stmt::Expr { .. } | Stmt::Item(_) => {}
                }
            }
        }
        if is_borrowed(view, &parents, id) {
            temporary(view, impls, places, id, &mut deaths);
        }
    }
    deaths
}

/// `let pat = init;`
fn bound(
    view: &BodyView<'_>,
    impls: &TraitImpls<'_>,
    places: &Places,
    parents: &IndexVec<ExprId, Option<ExprId>>,
    pat: PatId,
    init: ExprId,
    deaths: &mut Vec<Death>,
) {
    match &view.body.pats[pat].kind {
        // `let _ = make();` binds nothing.
        PatKind::Wild => return temporary(view, impls, places, init, deaths),
        PatKind::Bind { by_ref: false, sub: None, .. } => {}
        _ => return,
    }
    let glue = glue_of(view, impls, &view.types.pats[pat]);
    if glue.is_empty() {
        return;
    }
    let uses: Vec<ExprId> = view.types.locals.iter().filter(|(_, local)| **local == pat).map(|(id, _)| *id).collect();
    let mut moves = uses.iter().copied().filter(|id| !is_borrow(view, parents, *id));
    let (span, place) = match (moves.next(), moves.next()) {
        (None, _) => (view.body.pats[pat].span, places.exprs[init]),
        (Some(only), None) => match parents[only].filter(|call| is_drop(view, *call)) {
            Some(call) => (view.name_span(call), places.exprs[call]),
            None => return,
        },
        // Moved to somewhere else, which drops it.
        _ => return,
    };
    // A closure or async block that takes the variable with it drops it elsewhere.
    if uses.iter().any(|id| places.exprs[*id] != places.exprs[init]) {
        return;
    }
    let is_whole = uses.iter().all(|id| !loses_a_field(view, parents, *id));
    let dropped = glue.into_iter().filter(|(part, _)| is_whole || *part == Part::Whole);
    deaths.extend(dropped.map(|(_, glue)| Death { span, place, glue }));
}

/// A value that nobody keeps: dropped where it is made.
fn temporary(view: &BodyView<'_>, impls: &TraitImpls<'_>, places: &Places, id: ExprId, deaths: &mut Vec<Death>) {
    if !is_made_here(view, id) {
        return;
    }
    let place = places.exprs[id];
    let span = view.name_span(made_by(view, id));
    deaths.extend(glue_of(view, impls, &view.types.exprs[id]).into_iter().map(|(_, glue)| Death { span, place, glue }));
}

fn glue_of(view: &BodyView<'_>, impls: &TraitImpls<'_>, ty: &Ty) -> Vec<(Part, Glue)> {
    match ty.kind() {
        TyKind::Adt(..) | TyKind::External(..) | TyKind::Tuple(_) => glue(view, impls, ty),
        _ => Vec::new(),
    }
}

/// Whether an expression makes a value instead of naming one.
fn is_made_here(view: &BodyView<'_>, id: ExprId) -> bool {
    match &view.body.exprs[id].kind {
        ExprKind::Call { .. } => !is_drop(view, id),
        ExprKind::MethodCall { .. } | ExprKind::Struct { .. } | ExprKind::Await { .. } | ExprKind::Try { .. } => true,
        _ => false,
    }
}

/// The call below `?` and `.await`.
fn made_by(view: &BodyView<'_>, id: ExprId) -> ExprId {
    let mut id = id;
    while let ExprKind::Try { operand } | ExprKind::Await { operand, .. } = &view.body.exprs[id].kind {
        id = *operand;
    }
    id
}

/// Whether a value is only borrowed by the method that is called on it: `make().len()`.
fn is_borrowed(view: &BodyView<'_>, parents: &IndexVec<ExprId, Option<ExprId>>, id: ExprId) -> bool {
    let Some(parent) = parents[id] else { return false };
    matches!(&view.body.exprs[parent].kind, ExprKind::MethodCall { receiver, .. } if *receiver == id) && borrows_receiver(view, parent)
}

fn borrows_receiver(view: &BodyView<'_>, call: ExprId) -> bool {
    match view.types.callees.get(&call) {
        Some(Callee::Fn(callee)) => matches!(
            view.db.function(callee.def).and_then(|function| function.sig.self_param.as_ref()),
            Some(SelfParam::Ref | SelfParam::RefMut)
        ),
        _ => false,
    }
}

/// Whether an expression calls `drop`.
fn is_drop(view: &BodyView<'_>, call: ExprId) -> bool {
    match view.types.callees.get(&call) {
        Some(Callee::Fn(callee)) => &*view.db.store.canonical_path(callee.def) == "std::mem::drop",
        _ => false,
    }
}

/// Whether a field of a variable may be moved out here.
fn loses_a_field(view: &BodyView<'_>, parents: &IndexVec<ExprId, Option<ExprId>>, id: ExprId) -> bool {
    let Some(field) = parents[id].filter(|parent| matches!(view.body.exprs[*parent].kind, ExprKind::Field { .. })) else { return false };
    let is_assigned =
        parents[field].is_some_and(|parent| matches!(view.body.exprs[parent].kind, ExprKind::Assign { lhs, .. } if lhs == field));
    !is_assigned && !is_copy(&view.types.exprs[field]) && (!is_borrow(view, parents, field) || loses_a_field(view, parents, field))
}

fn is_copy(ty: &Ty) -> bool {
    matches!(ty.kind(), TyKind::Prim(_) | TyKind::Ref(crate::types::Mutability::Shared, _) | TyKind::Ptr(..))
}

/// Whether a variable is only looked at or borrowed here.
fn is_borrow(view: &BodyView<'_>, parents: &IndexVec<ExprId, Option<ExprId>>, id: ExprId) -> bool {
    let Some(parent) = parents[id] else { return false };
    match &view.body.exprs[parent].kind {
        ExprKind::Ref { .. } | ExprKind::Index { .. } | ExprKind::Unary { .. } | ExprKind::Field { .. } => true,
        ExprKind::MethodCall { receiver, .. } if *receiver == id => borrows_receiver(view, parent),
        ExprKind::Macro(call) => {
            matches!(call.kind, MacroKind::Format { .. } | MacroKind::Print { .. } | MacroKind::Unit { .. })
        }
        _ => false,
    }
}
