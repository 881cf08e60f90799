//! Whether facts from outside are those of some file: every id names something, and what contains something else comes after it.

use super::{
    Body, BodyId, BodyRef, ExprId, ExprKind, FileFacts, Item, ItemId, ItemKind, MacroKind, Parent, PatId, PatKind, ScopeId, ScopeKind, Stmt,
};
use index_vec::IndexVec;

/// Expressions and patterns that are nested deeper were never lowered. Walks over them recurse.
const MAX_NESTING: u32 = 4_096;

impl FileFacts {
    /// Whether every walk over the facts ends and finds what it looks for.
    pub(crate) fn is_sound(&self) -> bool {
        let item = |id: ItemId| id.index() < self.items.len();
        let scope = |id: ScopeId| id.index() < self.scopes.len();
        let body = |id: BodyId| id.index() < self.bodies.len();
        let is_scope_sound = |(id, one): (ScopeId, &super::Scope)| {
            let kind = match one.kind {
                ScopeKind::File => true,
                ScopeKind::Module(module) => item(module),
                ScopeKind::Block(block) => body(block),
            };
            kind && one.parent.is_none_or(|parent| parent < id) && one.items.iter().copied().all(item)
        };
        let refers = |of: &BodyRef| match of {
            BodyRef::Lowered(lowered) => body(*lowered),
            _ => true,
        };
        let is_item_sound = |one: &Item| {
            let kind = match &one.kind {
                ItemKind::Fn(function) => refers(&function.body),
                ItemKind::Const { body, .. } | ItemKind::Static { body, .. } => refers(body),
                ItemKind::Module { scope: of, .. } => of.is_none_or(scope),
                ItemKind::Trait(of) => of.members.iter().copied().all(item),
                ItemKind::Impl(of) => of.members.iter().copied().all(item),
                _ => true,
            };
            let parent = match one.parent {
                Parent::Scope => true,
                Parent::Impl(of) => item(of) && matches!(self.items[of].kind, ItemKind::Impl(_)),
                Parent::Trait(of) => item(of) && matches!(self.items[of].kind, ItemKind::Trait(_)),
            };
            kind && parent && scope(one.scope)
        };
        let is_in_body = |(of, expr): (BodyId, ExprId)| body(of) && expr.index() < self.bodies[of].exprs.len();
        !self.scopes.is_empty()
            && self.scopes.iter_enumerated().all(is_scope_sound)
            && self.items.iter().all(is_item_sound)
            && self.bodies.iter().all(|body| item(body.owner.0) && scope(body.scope) && body.is_sound(&item, &scope))
            && self.skipped.iter().all(|skipped| skipped.at.is_none_or(is_in_body))
            && self.directives.iter().all(|directive| directive.item.is_none_or(item))
    }
}

impl Body {
    fn is_sound(&self, item: &dyn Fn(ItemId) -> bool, scope: &dyn Fn(ScopeId) -> bool) -> bool {
        let expr = |id: ExprId| id.index() < self.exprs.len();
        let pat = |id: PatId| id.index() < self.pats.len();
        let mut is_sound = expr(self.root)
            && self.params.iter().copied().chain(self.self_param).all(pat)
            && self.cfgs.iter().all(|(id, _)| expr(*id))
            && self.formats.iter().all(|(id, _)| expr(*id));
        let mut nesting: IndexVec<ExprId, u32> = IndexVec::with_capacity(self.exprs.len());
        for (id, one) in self.exprs.iter_enumerated() {
            let mut deepest = 0;
            one.kind.for_each_child(&mut |child| match nesting.get(child) {
                Some(below) if child < id => deepest = deepest.max(*below),
                _ => is_sound = false,
            });
            nesting.push(deepest + 1);
            is_sound &= deepest < MAX_NESTING && one.kind.patterns().into_iter().all(pat) && declares(&one.kind, item, scope);
        }
        let mut nesting: IndexVec<PatId, u32> = IndexVec::with_capacity(self.pats.len());
        for one in &self.pats {
            let below = parts(&one.kind).into_iter().map(|part| nesting.get(part).copied());
            let deepest = below.map(|below| below.unwrap_or(MAX_NESTING)).max().unwrap_or(0);
            nesting.push(deepest + 1);
            is_sound &= deepest < MAX_NESTING;
        }
        is_sound
    }
}

fn declares(kind: &ExprKind, item: &dyn Fn(ItemId) -> bool, scope: &dyn Fn(ScopeId) -> bool) -> bool {
    match kind {
        ExprKind::Block { scope: of, stmts, .. } => {
            of.is_none_or(scope) && stmts.iter().all(|stmt| if let Stmt::Item(id) = stmt { item(*id) } else { true })
        }
        _ => true,
    }
}

impl ExprKind {
    /// The patterns directly in the expression.
    fn patterns(&self) -> Vec<PatId> {
        match self {
            Self::Closure { params, .. } => params.iter().map(|(pat, _)| *pat).collect(),
            Self::Let { pat, .. } | Self::For { pat, .. } => vec![*pat],
            Self::Match { arms, .. } => arms.iter().map(|arm| arm.pat).collect(),
            Self::Block { stmts, .. } => {
                stmts.iter().filter_map(|stmt| if let Stmt::Let { pat, .. } = stmt { Some(*pat) } else { None }).collect()
            }
            Self::Macro(call) => match &call.kind {
                MacroKind::Select { arms, .. } => arms.iter().map(|arm| arm.pat).collect(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }
}

/// The patterns directly in a pattern.
fn parts(kind: &PatKind) -> Vec<PatId> {
    match kind {
        PatKind::Bind { sub, .. } => sub.iter().copied().collect(),
        PatKind::Tuple(pats) | PatKind::TupleStruct { pats, .. } | PatKind::Or(pats) | PatKind::Slice(pats) => pats.clone(),
        PatKind::Struct { fields, .. } => fields.iter().map(|field| field.pat).collect(),
        PatKind::Ref { pat, .. } | PatKind::Typed { pat, .. } => vec![*pat],
        PatKind::Missing | PatKind::Wild | PatKind::Rest | PatKind::Path(_) | PatKind::Literal => Vec::new(),
    }
}
