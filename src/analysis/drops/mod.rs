//! Values that a body drops, and what their drop runs: variables and parameters at the end of their scope, values that are passed to `drop` or
//! overwritten, and temporaries at the end of their statement.

mod asked;
mod boxed;
mod disarmed;
pub(super) mod drop_glue;
pub(super) mod emptied;
mod flow;
mod inert;
mod moves;
mod replaced;
mod values;
mod variables;

use super::body::BodyView;
use super::direct::Hit;
use super::dispatch::impls::TraitImpls;
use super::places::{Place, Places};
use crate::catalogue::Role;
use crate::diagnostics::Confidence;
use crate::facts::{ExprId, ExprKind, Name, PatId, PatKind, SelfParam, Span, Stmt};
use crate::names::DefId;
use crate::types::{Callee, Ty, TyKind};
use drop_glue::{Glue, Glues, Part, glue};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::{OnceCell, RefCell};

/// A value that is dropped.
#[derive(Clone, Debug)]
pub(super) struct DropPoint {
    /// The variable, the call of `drop`, the overwritten place, or the call that makes the temporary.
    pub(super) span: Span,
    /// Where its drop runs.
    pub(super) place: Place,
    /// What its drop runs.
    pub(super) glue: Glue,
    /// Whether there certainly is something to drop.
    pub(super) confidence: Confidence,
    /// The expression that made the value, if it is in this body.
    pub(super) made_by: Option<ExprId>,
    /// Whether the value is moved on some path, so this is the drop on the other paths.
    pub(super) is_moved: bool,
    /// The last byte of the scope at whose end the value is dropped; `None` if something else drops it.
    pub(super) scope_end: Option<u32>,
}

impl DropPoint {
    /// A value that certainly exists, is not in a variable, and was not made here.
    fn new(span: Span, place: Place, (part, glue): &(Part, Glue)) -> Self {
        Self { span, place, glue: glue.clone(), confidence: certainty(*part), made_by: None, is_moved: false, scope_end: None }
    }

    /// Whether a finding is about this value, or about the call that made it.
    pub(super) fn is_made_at(&self, view: &BodyView<'_>, hit: &Hit) -> bool {
        let within = |made_by: ExprId| view.body.exprs[made_by].span.contains(hit.span);
        hit.span == self.span || (hit.chain.is_none() && self.made_by.is_some_and(within))
    }
}

/// The values dropped in a body whose drop runs something, in no particular order.
pub(super) fn drop_points(view: &BodyView<'_>, impls: &TraitImpls<'_>, places: &Places) -> Vec<DropPoint> {
    let mut uses: FxHashMap<PatId, Vec<ExprId>> = FxHashMap::default();
    for id in places.ids() {
        if let Some(&pat) = view.types.locals.get(&id) {
            uses.entry(pat).or_default().push(id);
        }
    }
    let mut finder = Finder {
        view,
        impls,
        places,
        uses,
        initials: initials(view, places),
        conditions: OnceCell::new(),
        replacing: RefCell::default(),
        filled_once: RefCell::default(),
        sources: FxHashMap::default(),
        drop_points: Vec::new(),
    };
    finder.variables();
    for id in places.ids() {
        match &view.body.exprs[id].kind {
            ExprKind::Block { stmts, .. } => {
                for stmt in stmts {
                    // `make();`
                    if let Stmt::Expr { expr, semi: true, .. } = stmt {
                        finder.temporary(*expr);
                    }
                }
            }
            ExprKind::Assign { lhs, rhs } => finder.overwritten(id, *lhs, *rhs),
            ExprKind::Call { .. } | ExprKind::MethodCall { .. } => {
                finder.given_to_drop(id);
                finder.inserted(id);
            }
            ExprKind::Path(_) => finder.drop_as_value(id),
            _ => {}
        }
        if finder.is_borrowed(id) {
            finder.temporary(id);
        }
    }
    finder.drop_points
}

/// The assignments that replace a value, by variable, whether it is the content, and the `drop` of one's own.
type Replacing = FxHashMap<(PatId, bool, Option<DefId>), FxHashSet<ExprId>>;

/// Finds the drops of one body.
struct Finder<'a> {
    view: &'a BodyView<'a>,
    impls: &'a TraitImpls<'a>,
    places: &'a Places,
    /// The uses of each variable, in order.
    uses: FxHashMap<PatId, Vec<ExprId>>,
    /// The initial values of the variables that a `let` binds.
    initials: FxHashMap<PatId, ExprId>,
    /// The expressions with a condition that names a place, by place.
    conditions: OnceCell<FxHashMap<asked::Root, Vec<ExprId>>>,
    /// The assignments that replace a value, by variable, whether it is the content, and the `drop` of one's own.
    replacing: RefCell<Replacing>,
    /// Whether a field is empty at first and filled at one place.
    filled_once: RefCell<FxHashMap<(DefId, Name), bool>>,
    /// Where the value of each variable comes from.
    sources: FxHashMap<PatId, variables::Source>,
    drop_points: Vec<DropPoint>,
}

impl Finder<'_> {
    fn glue_of(&self, ty: &Ty) -> Glues {
        match ty.kind() {
            TyKind::Adt(..) | TyKind::External(..) | TyKind::Tuple(_) | TyKind::Array(_) => {}
            _ => return Glues::default(),
        }
        self.view.known.glues.get((self.view.def.krate, ty.clone()), || glue(self.view, self.impls, ty).into())
    }

    /// The initial value of the variable that an expression names, if nothing is assigned to the variable later.
    fn initial(&self, id: ExprId) -> Option<ExprId> {
        let exprs = &self.view.body.exprs;
        let is_assigned = |id: &ExprId| {
            let parent = self.view.parents()[*id];
            parent.is_some_and(|parent| matches!(exprs[parent].kind, ExprKind::Assign { lhs, .. } if lhs == *id))
        };
        let uses = self.uses.get(self.view.types.locals.get(&id)?)?;
        self.initial_of_assigned(id).filter(|_| !uses.iter().any(is_assigned))
    }

    /// The initial value of a variable that may be assigned later.
    fn initial_of_assigned(&self, id: ExprId) -> Option<ExprId> {
        self.initials.get(self.view.types.locals.get(&id)?).copied()
    }

    /// Whether an expression calls a fn with this role.
    fn plays(&self, call: ExprId, role: Role) -> bool {
        self.view.plays(call, role)
    }

    /// How a method takes its receiver.
    fn self_param(&self, call: ExprId) -> Option<&SelfParam> {
        match self.view.types.callees.get(&call)? {
            Callee::Fn(callee) => self.view.db.function(callee.def)?.sig.self_param.as_ref(),
            _ => None,
        }
    }

    /// Whether a method call borrows its receiver without changing it.
    fn borrows_receiver_shared(&self, call: ExprId) -> bool {
        matches!(self.self_param(call), Some(SelfParam::Ref))
    }

    /// Whether a method call only borrows its receiver.
    fn borrows_receiver(&self, call: ExprId) -> bool {
        matches!(self.self_param(call), Some(SelfParam::Ref | SelfParam::RefMut))
    }
}

/// The initial values of the variables that a `let` binds.
fn initials(view: &BodyView<'_>, places: &Places) -> FxHashMap<PatId, ExprId> {
    let blocks = places.ids().filter_map(|id| match &view.body.exprs[id].kind {
        ExprKind::Block { stmts, .. } => Some(stmts),
        _ => None,
    });
    let bound = blocks.flatten().filter_map(|stmt| match stmt {
        Stmt::Let { pat, init: Some(init), .. } => Some((view.bound_pat(*pat), *init)),
        _ => None,
    });
    bound.filter(|(pat, _)| matches!(view.body.pats[*pat].kind, PatKind::Bind { .. })).collect()
}

/// How certain it is that this part of a value exists.
const fn certainty(part: Part) -> Confidence {
    match part {
        Part::Whole | Part::Field => Confidence::Certain,
        Part::Content => Confidence::May,
    }
}
