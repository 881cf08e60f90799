//! Neighbouring statements of one block that might move to another thread together: which they are, what they bind, and their lines in the
//! text.

use super::super::code::flow::{Exits, exits};
use super::super::code::layout;
use super::super::code::mention::is_moved;
use super::super::code::scene::{Root, Scene};
use super::super::code::tokens::Tokens;
use super::super::hoist::order;
use super::super::values::alive::bound;
use super::super::values::auto_traits::{Known, Marker};
use super::super::values::dropped::{is_held_open, runs_code};
use super::super::values::later;
use super::super::values::owned::is_owned;
use super::moved::is_named_after;
use crate::diagnostics::Guard;
use crate::facts::{ExprId, ExprKind, PatId, Span, Stmt};
use crate::syntax::{LexKind, Lexer};

/// Statements `first..=last` of a block; the index after the last statement is the block's tail expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::fix::propose) struct Region {
    pub(in crate::fix::propose) block: ExprId,
    pub(in crate::fix::propose) first: usize,
    pub(in crate::fix::propose) last: usize,
}

impl Region {
    /// The statements of its block, and the block's tail expression.
    pub(in crate::fix::propose) fn block_of<'a>(self, scene: &Scene<'a>) -> (&'a [Stmt], Option<ExprId>) {
        match scene.kind(self.block) {
            ExprKind::Block { stmts, tail, .. } => (stmts, *tail),
            _ => (&[], None),
        }
    }

    /// The statements that belong to it.
    pub(in crate::fix::propose) fn stmts<'a>(self, scene: &Scene<'a>) -> &'a [Stmt] {
        let stmts = self.block_of(scene).0;
        stmts.get(self.first..(self.last + 1).min(stmts.len())).unwrap_or_default()
    }

    /// The block's tail expression, if it is part of the region.
    pub(in crate::fix::propose) fn tail(self, scene: &Scene<'_>) -> Option<ExprId> {
        let (stmts, tail) = self.block_of(scene);
        tail.filter(|_| self.last >= stmts.len())
    }

    /// All expressions that are parts of its statements.
    pub(in crate::fix::propose) fn parts(self, scene: &Scene<'_>) -> Vec<ExprId> {
        let mut parts = Vec::new();
        for stmt in self.stmts(scene) {
            stmt.for_each_expr(&mut |part| parts.push(part));
        }
        parts.extend(self.tail(scene));
        parts
    }

    /// The exits from it.
    pub(in crate::fix::propose) fn exits(self, scene: &Scene<'_>) -> Exits {
        let mut exits = exits(scene, &self.parts(scene));
        if self.stmts(scene).iter().any(|stmt| matches!(stmt, Stmt::Item(_))) {
            exits.barred = Some(Guard::UnusualForm);
        }
        exits
    }

    /// Its bytes, up to the last semicolon.
    pub(in crate::fix::propose) fn span(self, scene: &Scene<'_>) -> Option<Span> {
        let start = match self.stmts(scene).first() {
            Some(first) => span_of(first)?,
            None => scene.span(self.tail(scene)?),
        };
        let end = match self.tail(scene) {
            Some(tail) => scene.span(tail),
            None => span_of(self.stmts(scene).last()?)?,
        };
        Some(Span::new(start.start, end.end))
    }

    /// The variables that its own `let`s bind; those of inner blocks are not visible outside.
    pub(in crate::fix::propose) fn bindings(self, scene: &Scene<'_>) -> Vec<PatId> {
        let mut found = Vec::new();
        for stmt in self.stmts(scene) {
            if let Stmt::Let { pat, .. } = stmt {
                bound(scene, *pat, &mut |pat| found.push(pat));
            }
        }
        found
    }

    /// The bindings that the code after it needs: those that it names, and those whose drop at the end of the block
    /// matters.
    pub(in crate::fix::propose) fn outputs(self, scene: &Scene<'_>) -> Vec<PatId> {
        let Some(span) = self.span(scene) else { return Vec::new() };
        let mut found = self.bindings(scene);
        let matters = |pat: PatId| runs_code(scene, &scene.types.pats[pat]) || is_held_open(scene, pat);
        let is_last = self.is_followed_by_no_effect(scene);
        let is_kept = |pat: PatId| !is_last && matters(pat) && !is_moved(scene, pat);
        found.retain(|pat| is_named_after(scene, *pat, span.end) || is_kept(*pat));
        found
    }

    /// Whether no code of its block follows it, or only code for which it does not matter whether the variables are already dropped: `Ok(name)`.
    fn is_followed_by_no_effect(self, scene: &Scene<'_>) -> bool {
        let (stmts, tail) = self.block_of(scene);
        let has_none = |stmt: &Stmt| match stmt {
            Stmt::Let { init, otherwise: None, .. } => init.is_none_or(|init| order::has_no_effect(scene, init)),
            Stmt::Expr { expr, .. } => order::has_no_effect(scene, *expr),
            Stmt::Let { .. } | Stmt::Item(_) => false,
        };
        stmts.iter().skip(self.last + 1).all(has_none)
            && (self.last >= stmts.len() || tail.is_none_or(|tail| order::has_no_effect(scene, tail)))
    }

    /// Whether it ends with the tail expression of the whole future.
    pub(in crate::fix::propose) fn is_at_the_end(self, scene: &Scene<'_>, root: Root) -> bool {
        let is_root = match root {
            Root::Fn => self.block == scene.body.root,
            Root::Expr(expr) => self.block == expr,
        };
        is_root && self.tail(scene).is_some()
    }

    /// Extends it until all its outputs can come back: up to the last use of values that block when used or are not `Send`, and to the end
    /// of the future if it has a `return`.
    pub(in crate::fix::propose) fn grown(mut self, scene: &Scene<'_>, root: Root) -> Result<Self, Guard> {
        loop {
            let exits = self.exits(scene);
            if let Some(guard) = exits.barred {
                return Err(guard);
            }
            if !self.is_in_one_place(scene) {
                return Err(Guard::UnusualForm);
            }
            // What is only kept to the end of its block is not used there.
            let end = self.span(scene).unwrap_or_default().end;
            let stays = |pat: &PatId| must_stay(scene, *pat) && is_named_after(scene, *pat, end);
            let last_use = self.outputs(scene).into_iter().filter(stays).filter_map(|pat| self.last_use(scene, pat)).max();
            match last_use {
                Some(last) if last > self.last => self.last = last,
                Some(_) => return Err(Guard::ResultType),
                None if exits.returns && !self.is_at_the_end(scene, root) => {
                    let (stmts, tail) = self.block_of(scene);
                    if tail.is_none() || self.last >= stmts.len() {
                        return Err(Guard::ControlFlow);
                    }
                    self.last = stmts.len();
                }
                // Its drop at the end of the block matters, and it cannot come back for that.
                None if !self.is_followed_by_no_effect(scene) && self.outputs(scene).iter().any(|pat| cannot_come_back(scene, *pat)) => {
                    let (stmts, tail) = self.block_of(scene);
                    self.last = if tail.is_some() { stmts.len() } else { stmts.len().saturating_sub(1) };
                }
                None => return Ok(self),
            }
        }
    }

    /// Whether its statements follow each other in the text. Those of a branch of `cfg_if!` belong to the block around the macro, too.
    fn is_in_one_place(self, scene: &Scene<'_>) -> bool {
        let spans = self.stmts(scene).iter().filter_map(span_of).chain(self.tail(scene).map(|tail| scene.span(tail)));
        let spans: Vec<Span> = spans.collect();
        let has_brace = |gap: Span| scene.text(gap).contains(['{', '}']);
        spans.windows(2).all(|pair| pair[0].end <= pair[1].start && !has_brace(Span::new(pair[0].end, pair[1].start)))
    }

    /// Whether its code names a variable.
    pub(in crate::fix::propose) fn names(self, scene: &Scene<'_>, pat: PatId) -> bool {
        let span = self.span(scene).unwrap_or_default();
        scene.mentions(pat).iter().any(|mention| span.contains(scene.span(*mention)))
    }

    /// The statement that names a variable last.
    fn last_use(self, scene: &Scene<'_>, pat: PatId) -> Option<usize> {
        let last = *scene.mentions(pat).last()?;
        let (stmts, tail) = self.block_of(scene);
        let at = scene.span(last);
        let in_stmt = stmts.iter().position(|stmt| span_of(stmt).is_some_and(|span| span.contains(at)));
        in_stmt.or_else(|| tail.filter(|tail| scene.span(*tail).contains(at)).map(|_| stmts.len()))
    }
}

/// Whether a variable cannot come back from another thread, or blocks when it is used.
pub(in crate::fix::propose) fn must_stay(scene: &Scene<'_>, pat: PatId) -> bool {
    let ty = &scene.types.pats[pat];
    later::blocks(scene, ty) || is_handle(scene, ty) || cannot_come_back(scene, pat)
}

/// Whether a variable borrows, or is not `Send`.
fn cannot_come_back(scene: &Scene<'_>, pat: PatId) -> bool {
    let ty = &scene.types.pats[pat];
    let auto = scene.auto_traits();
    is_owned(scene, ty).max(auto.holds(ty, Marker::Send)) == Known::No
}

/// Whether a value is a file handle: every use of it blocks.
pub(in crate::fix::propose) fn is_handle(scene: &Scene<'_>, ty: &crate::types::Ty) -> bool {
    let handles = scene.catalogue.receivers().class("file-handles");
    match ty.strip_refs().kind() {
        crate::types::TyKind::Adt(def, _) => handles.is_some_and(|handles| handles.has_type(&scene.store().canonical_path(*def))),
        _ => false,
    }
}

/// The span of a statement; `None` for items.
pub(in crate::fix::propose) const fn span_of(stmt: &Stmt) -> Option<Span> {
    match stmt {
        Stmt::Let { span, .. } | Stmt::Expr { span, .. } => Some(*span),
        Stmt::Item(_) => None,
    }
}

/// The lines of a region in the text.
pub(in crate::fix::propose) struct Lines<'t> {
    /// The indentation of its first statement.
    pub(in crate::fix::propose) indent: &'t str,
    /// From its first statement to the end of its last line, including a comment there.
    pub(in crate::fix::propose) span: Span,
    /// Where its other lines start, except empty lines and those that continue a literal or comment.
    pub(in crate::fix::propose) starts: Vec<u32>,
}

/// The lines of a region, if no other code is on them.
pub(in crate::fix::propose) fn lines<'t>(tokens: &Tokens<'_>, text: &'t str, span: Span) -> Result<Lines<'t>, Guard> {
    let (start, end) = (span.start as usize, span.end as usize);
    let indent = layout::before(text, span.start);
    // An attribute before it would then apply to the new code.
    let before = tokens.last_before(span.start);
    let is_free = before.is_some_and(|before| matches!(before.kind, LexKind::Open(b'{') | LexKind::Close(b'}') | LexKind::Punct(b';')));
    if !indent.trim().is_empty() || !is_free {
        return Err(Guard::UnusualForm);
    }
    let rest = text[end..].lines().next().unwrap_or_default();
    let rest_trimmed = rest.trim();
    let is_comment = rest_trimmed.starts_with("//") || (rest_trimmed.starts_with("/*") && rest_trimmed.ends_with("*/"));
    let end = match rest_trimmed {
        "" => end,
        _ if is_comment => end + rest.trim_end().len(),
        _ => return Err(Guard::UnusualForm),
    };
    let byte = |at: usize| u32::try_from(at).map_err(|_| Guard::UnusualForm);
    let inside = &text[start..end];
    let long: Vec<(usize, usize)> = Lexer::new(inside, 0)
        .filter(|lexeme| matches!(lexeme.kind, LexKind::Literal | LexKind::Comment { .. }))
        .map(|lexeme| (lexeme.start, lexeme.end))
        .collect();
    let mut starts = Vec::new();
    for (at, _) in inside.match_indices('\n') {
        let at = at + 1;
        let is_blank = inside[at..].lines().next().unwrap_or_default().trim().is_empty();
        if !is_blank && !long.iter().any(|(from, to)| *from < at && at < *to) {
            starts.push(byte(start + at)?);
        }
    }
    Ok(Lines { indent, span: Span::new(span.start, byte(end)?), starts })
}
