//! Lowering one body: its arena, and how a queued block becomes a [`Body`].

use super::lowerer::Lowerer;
use super::spans::Sp;
use crate::facts::{
    Body, BodyId, BodyOwner, Expr as Fact, ExprId, ExprKind, FormatTraits, ItemId, Pat as PatFact, PatId, PatKind, ScopeId, Span,
};
use index_vec::IndexVec;

/// A body that is still to be lowered.
pub(super) struct PendingBody {
    pub(super) body: BodyId,
    pub(super) owner: ItemId,
    /// The scope that contains the owner.
    pub(super) scope: ScopeId,
    pub(super) in_test: bool,
    /// The macro call whose expansion it comes from.
    pub(super) call: Option<Span>,
    /// The total weight of the macro calls around it: a macro may define a fn that calls the macro.
    pub(super) weight: u32,
    pub(super) source: BodySource,
}

/// The syntax to lower.
pub(super) enum BodySource {
    /// A fn's parameters and block.
    Fn { inputs: Vec<syn::FnArg>, block: syn::Block },
    /// The initialiser of a const or static.
    Value(syn::Expr),
}

/// A lowered expression and its outermost bytes, which may include parentheses that the expression's own span leaves out.
#[derive(Clone, Copy)]
pub(super) struct Done {
    pub(super) id: ExprId,
    pub(super) sp: Sp,
}

/// The state of lowering one body.
pub(super) struct Cx<'l, 't> {
    pub(super) lo: &'l mut Lowerer<'t>,
    pub(super) body: BodyId,
    pub(super) exprs: IndexVec<ExprId, Fact>,
    pub(super) pats: IndexVec<PatId, PatFact>,
    pub(super) scope: ScopeId,
    pub(super) in_test: bool,
    /// Expressions that are compiled only under a `cfg`.
    pub(super) cfgs: Vec<(ExprId, crate::facts::Cfg)>,
    /// Arguments of formatting macros that are shown otherwise than by `Display` alone.
    pub(super) formats: Vec<(ExprId, FormatTraits)>,
}

pub(super) fn lower(lo: &mut Lowerer<'_>, pending: PendingBody) {
    let before = std::mem::replace(&mut lo.spans.call, pending.call);
    let depth = std::mem::replace(&mut lo.macro_depth, pending.weight);
    let (exprs, pats, cfgs) = (IndexVec::new(), IndexVec::new(), Vec::new());
    let mut cx = Cx { lo, body: pending.body, exprs, pats, scope: pending.scope, in_test: pending.in_test, cfgs, formats: Vec::new() };
    let mut params = Vec::new();
    let mut self_param = None;
    let root = match pending.source {
        BodySource::Fn { inputs, block } => {
            for input in inputs {
                match input {
                    syn::FnArg::Receiver(receiver) => {
                        let mutable = receiver.mutability.is_some();
                        let sp = cx.sp(receiver.self_token.span);
                        let name = crate::facts::Name::new("self");
                        self_param = Some(cx.pat_at(PatKind::Bind { name, by_ref: false, mutable, sub: None }, sp));
                    }
                    syn::FnArg::Typed(param) => params.push(cx.pat(*param.pat).0),
                }
            }
            cx.block(block, crate::facts::BlockKind::Plain, None, None)
        }
        BodySource::Value(expr) => cx.expr(expr),
    };
    let Cx { lo, mut exprs, mut pats, mut cfgs, mut formats, .. } = cx;
    exprs.shrink_to_fit();
    pats.shrink_to_fit();
    cfgs.shrink_to_fit();
    formats.sort_unstable_by_key(|(id, _)| *id);
    formats.shrink_to_fit();
    lo.spans.call = before;
    lo.macro_depth = depth;
    let body =
        Body { exprs, pats, params, self_param, root: root.id, owner: BodyOwner(pending.owner), scope: pending.scope, cfgs, formats };
    lo.facts.bodies.push(body);
}

impl Cx<'_, '_> {
    pub(super) fn sp(&self, span: proc_macro2::Span) -> Sp {
        self.lo.sp(span)
    }

    /// Adds an expression.
    pub(super) fn add(&mut self, kind: ExprKind, sp: Sp) -> Done {
        let id = self.exprs.push(Fact { kind, span: sp.span, from_expansion: sp.expanded });
        Done { id, sp }
    }

    /// Records the `cfg` under which an expression is compiled.
    pub(super) fn under(&mut self, cfg: Option<crate::facts::Cfg>, id: ExprId) {
        self.cfgs.extend(cfg.map(|cfg| (id, cfg)));
    }

    pub(super) fn pat_at(&mut self, kind: PatKind, sp: Sp) -> PatId {
        self.pats.push(PatFact { kind, span: sp.span })
    }

    /// Lowers several expressions and returns their ids.
    pub(super) fn all(&mut self, exprs: impl IntoIterator<Item = syn::Expr>) -> Vec<ExprId> {
        exprs.into_iter().map(|expr| self.expr(expr).id).collect()
    }

    /// Lowers the arguments of a formatting macro.
    pub(super) fn shown(&mut self, exprs: impl IntoIterator<Item = (syn::Expr, Option<FormatTraits>)>) -> Vec<ExprId> {
        let mut ids = Vec::new();
        for (expr, traits) in exprs {
            let id = self.expr(expr).id;
            let unusual = traits.filter(|traits| traits.debug || !traits.display);
            self.formats.extend(unusual.map(|traits| (id, traits)));
            ids.push(id);
        }
        ids
    }

    /// Lowers in another scope.
    pub(super) fn in_scope<R>(&mut self, scope: ScopeId, f: impl FnOnce(&mut Self) -> R) -> R {
        let before = std::mem::replace(&mut self.scope, scope);
        let result = f(self);
        self.scope = before;
        result
    }

    /// Lowers tokens from a macro definition; `call` is the span of the call that they replace.
    pub(super) fn during<R>(&mut self, call: Option<Span>, weight: u32, f: impl FnOnce(&mut Self) -> R) -> R {
        let before = std::mem::replace(&mut self.lo.spans.call, call);
        self.lo.macro_depth += weight;
        let result = f(self);
        self.lo.macro_depth -= weight;
        self.lo.spans.call = before;
        result
    }
}
