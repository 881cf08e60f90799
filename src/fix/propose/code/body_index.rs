//! Data about one body that many findings need, computed once: mentions of variables, and where names are bound.

use super::tokens::{Inline, inline_names_at};
use crate::facts::{Body, ExprId, ExprKind, Name, PatId, PatKind, Span, Stmt};
use crate::types::BodyTypes;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// The variables of a body. Offsets are in the file.
pub(in crate::fix::propose) struct BodyIndex<'a> {
    /// Every expression that names a variable, in source order.
    named: Vec<(ExprId, PatId)>,
    /// The same, by variable.
    mentions: FxHashMap<PatId, Vec<ExprId>>,
    /// Where variables are bound, by name.
    bound: FxHashMap<Name, Vec<Span>>,
    /// The last offset at which a format string mentions a name.
    inline: FxHashMap<&'a str, u32>,
    /// The `let` whose initializer an expression is.
    lets: FxHashMap<ExprId, &'a Stmt>,
    /// The `let` whose whole pattern this is.
    declared: FxHashMap<PatId, &'a Stmt>,
}

impl<'a> BodyIndex<'a> {
    pub(in crate::fix::propose) fn new(body: &'a Body, types: &BodyTypes, text: &'a str) -> Self {
        let mut named: Vec<(ExprId, PatId)> = types.locals.iter().map(|(id, pat)| (*id, *pat)).collect();
        named.sort_unstable_by_key(|(id, _)| (body.exprs[*id].span, *id));
        let mut mentions: FxHashMap<PatId, Vec<ExprId>> = FxHashMap::default();
        for (id, pat) in &named {
            mentions.entry(*pat).or_default().push(*id);
        }
        let mut bound: FxHashMap<Name, Vec<Span>> = FxHashMap::default();
        for pat in &body.pats {
            if let PatKind::Bind { name, .. } = &pat.kind {
                bound.entry(*name).or_default().push(pat.span);
            }
        }
        let whole = body.exprs[body.root].span;
        let inside = text.get(whole.range()).unwrap_or_default();
        let inline = inline_names_at(inside).map(|Inline { at, name }| (name, whole.start + at)).collect();
        let mut lets: FxHashMap<ExprId, &Stmt> = FxHashMap::default();
        let mut declared: FxHashMap<PatId, &Stmt> = FxHashMap::default();
        for expr in &body.exprs {
            let ExprKind::Block { stmts, .. } = &expr.kind else { continue };
            for stmt in stmts {
                if let Stmt::Let { pat, init, .. } = stmt {
                    declared.insert(*pat, stmt);
                    lets.extend(init.map(|init| (init, stmt)));
                }
            }
        }
        Self { named, mentions, bound, inline, lets, declared }
    }

    /// Every expression that names the variable, in source order.
    pub(in crate::fix::propose) fn mentions(&self, pat: PatId) -> &[ExprId] {
        self.mentions.get(&pat).map_or(&[], Vec::as_slice)
    }

    /// The expressions that name variables and start in this range, in source order.
    pub(in crate::fix::propose) fn named_in(&self, body: &Body, bytes: Range<u32>) -> &[(ExprId, PatId)] {
        let start = |at: u32| self.named.partition_point(|(id, _)| body.exprs[*id].span.start < at);
        &self.named[start(bytes.start)..start(bytes.end).max(start(bytes.start))]
    }

    /// Where variables of this name are bound.
    pub(in crate::fix::propose) fn bound(&self, name: &str) -> &[Span] {
        self.bound.get(&Name::new(name)).map_or(&[], Vec::as_slice)
    }

    /// Whether a format string mentions `name` at this byte or later.
    pub(in crate::fix::propose) fn is_inline_after(&self, name: &str, at: u32) -> bool {
        self.inline.get(name).is_some_and(|last| *last >= at)
    }

    /// The `let` whose whole pattern this is.
    pub(in crate::fix::propose) fn let_of_pat(&self, pat: PatId) -> Option<&'a Stmt> {
        self.declared.get(&pat).copied()
    }

    /// The `let` whose initializer an expression is.
    pub(in crate::fix::propose) fn let_of(&self, init: ExprId) -> Option<&'a Stmt> {
        self.lets.get(&init).copied()
    }
}
