//! Where code can be put that has to run directly before a call: in front of its statement if the call is the first that the statement
//! evaluates, else in a block in place of the call.

use super::scene::Scene;
use crate::facts::{ExprId, ExprKind, PatId, PatKind, Span, Stmt};
use crate::types::TyKind;

/// The position of a call in its statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::fix::propose) enum Spot {
    /// The call is a whole statement without a value.
    Statement,
    /// The call is the initializer of the variable of a `let`, with the span of the `let`.
    Init(Span, PatId),
    /// The call is the first that the statement at this offset evaluates.
    Before(u32),
    /// Something else may be evaluated first.
    Inside,
}

/// The position of `call`.
pub(in crate::fix::propose) fn of(scene: &Scene<'_>, call: ExprId) -> Spot {
    for (above, below) in scene.around(call) {
        let is_first = match scene.kind(above) {
            ExprKind::Block { stmts, tail, .. } => {
                return match stmts.iter().find(|stmt| stmt.has(below)) {
                    Some(Stmt::Expr { semi: true, .. }) if below == call && is_unit(scene, call) => Spot::Statement,
                    Some(Stmt::Let { pat, ty: None, init: Some(init), otherwise: None, span })
                        if *init == call && is_variable(scene, *pat) && scene.text(*span).starts_with("let ") =>
                    {
                        Spot::Init(*span, *pat)
                    }
                    Some(Stmt::Let { span, init: Some(init), .. }) if *init == below => before(scene, *span, "let "),
                    Some(Stmt::Expr { span, .. }) => before(scene, *span, ""),
                    None if *tail == Some(below) => before(scene, scene.span(below), ""),
                    _ => Spot::Inside,
                };
            }
            ExprKind::Try { .. }
            | ExprKind::Await { .. }
            | ExprKind::Return { .. }
            | ExprKind::Field { .. }
            | ExprKind::Unary { .. }
            | ExprKind::Ref { .. } => true,
            ExprKind::MethodCall { receiver, .. } => *receiver == below,
            ExprKind::Call { callee, args } => args.first() == Some(&below) && matches!(scene.kind(*callee), ExprKind::Path(_)),
            ExprKind::Match { scrutinee, .. } | ExprKind::Let { scrutinee, .. } => *scrutinee == below,
            ExprKind::If { cond, .. } => *cond == below,
            ExprKind::Binary { lhs, assign: false, .. } => *lhs == below,
            _ => false,
        };
        if !is_first || scene.body.exprs[above].from_expansion {
            return Spot::Inside;
        }
    }
    Spot::Inside
}

impl Spot {
    /// The offset at whose indentation the code is written.
    pub(in crate::fix::propose) const fn start(self, call: Span) -> u32 {
        match self {
            Self::Init(span, _) => span.start,
            Self::Before(at) => at,
            Self::Statement | Self::Inside => call.start,
        }
    }

    /// The variable that gets the value anyway.
    pub(in crate::fix::propose) fn variable<'s>(self, scene: &'s Scene<'_>) -> Option<&'s str> {
        match self {
            Self::Init(_, pat) => match &scene.body.pats[pat].kind {
                PatKind::Bind { name, .. } => Some(name.as_str()),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether that variable is mutable.
    pub(in crate::fix::propose) fn is_mutable(self, scene: &Scene<'_>) -> bool {
        matches!(self, Self::Init(_, pat) if matches!(scene.body.pats[pat].kind, PatKind::Bind { mutable: true, .. }))
    }
}

/// In front of a statement, unless an attribute, a label or other code is on its line.
fn before(scene: &Scene<'_>, span: Span, start: &str) -> Spot {
    let indent = super::layout::before(&scene.file.text, span.start);
    if indent.trim().is_empty() && scene.text(span).starts_with(start) { Spot::Before(span.start) } else { Spot::Inside }
}

fn is_unit(scene: &Scene<'_>, id: ExprId) -> bool {
    matches!(scene.ty(id).kind(), TyKind::Tuple(items) if items.is_empty())
}

fn is_variable(scene: &Scene<'_>, pat: PatId) -> bool {
    matches!(scene.body.pats[pat].kind, PatKind::Bind { by_ref: false, sub: None, .. })
}
