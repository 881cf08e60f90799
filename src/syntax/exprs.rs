//! Expressions other than links of a chain.

use super::body::{Cx, Done};
use super::lowerer::name_of;
use super::spans::Sp;
use crate::facts::{BlockKind, ExprKind, FieldInit, Name, Span, UnaryOp};
use syn::Expr;

impl Cx<'_, '_> {
    /// Lowers an expression that [`Cx::expr`] does not take apart.
    pub(super) fn single(&mut self, expr: Expr) -> Done {
        match expr {
            Expr::Path(e) => {
                let path = self.lo.qualified(e.qself.as_ref(), &e.path);
                let sp = self.path_outer(&e, path.span);
                self.add(ExprKind::Path(path), sp)
            }
            Expr::Lit(e) => {
                let sp = self.sp(e.lit.span());
                let kind = super::literals::literal(&e.lit).map_or(ExprKind::Missing, ExprKind::Literal);
                self.add(kind, sp)
            }
            Expr::Macro(e) => self.macro_expr(&e.mac),
            Expr::Group(e) => self.expr(*e.expr),
            Expr::Unary(_) | Expr::Reference(_) | Expr::RawAddr(_) => self.prefix(expr),
            Expr::Block(e) => self.block(e.block, BlockKind::Plain, e.label.as_ref().map(label), None),
            Expr::Unsafe(e) => self.block(e.block, BlockKind::Unsafe, None, Some(e.unsafe_token.span)),
            Expr::Const(e) => self.block(e.block, BlockKind::Const, None, Some(e.const_token.span)),
            Expr::TryBlock(e) => self.block(e.block, BlockKind::Try, None, Some(e.try_token.span)),
            Expr::Async(e) => {
                let async_span = self.sp(e.async_token.span).span;
                let kind = BlockKind::Async { is_move: e.capture.is_some(), async_span };
                self.block(e.block, kind, None, Some(e.async_token.span))
            }
            Expr::If(e) => self.if_chain(e),
            Expr::Match(e) => self.match_expr(e),
            Expr::While(_) | Expr::Loop(_) | Expr::ForLoop(_) => self.looping(expr),
            Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) | Expr::Yield(_) => self.jump(expr),
            Expr::Let(e) => {
                let start = self.sp(e.let_token.span);
                let scrutinee = self.expr(*e.expr);
                let (pat, _) = self.pat(*e.pat);
                self.add(ExprKind::Let { pat, scrutinee: scrutinee.id }, start.cover(scrutinee.sp))
            }
            Expr::Closure(e) => self.closure(e),
            Expr::Struct(e) => self.struct_expr(e),
            Expr::Assign(e) => {
                let lhs = self.expr(*e.left);
                let rhs = self.expr(*e.right);
                let sp = lhs.sp.cover(self.sp(e.eq_token.spans[0])).cover(rhs.sp);
                self.add(ExprKind::Assign { lhs: lhs.id, rhs: rhs.id }, sp)
            }
            Expr::Tuple(_) | Expr::Array(_) | Expr::Repeat(_) | Expr::Range(_) => self.sequence(expr),
            Expr::Infer(e) => {
                let sp = self.sp(e.underscore_token.span);
                self.add(ExprKind::Missing, sp)
            }
            Expr::Verbatim(tokens) => {
                let sp = tokens.into_iter().next().map_or(self.nowhere(), |tree| self.sp(tree.span()));
                self.add(ExprKind::Missing, sp)
            }
            _ => {
                let sp = self.nowhere();
                self.add(ExprKind::Missing, sp)
            }
        }
    }

    /// The span of an expression without tokens.
    pub(super) fn nowhere(&self) -> Sp {
        let span = self.lo.spans.call.unwrap_or_default();
        Sp { span, expanded: self.lo.spans.call.is_some() }
    }

    /// The span of a path expression, which is marked as expanded if any part of it is.
    fn path_outer(&self, e: &syn::ExprPath, whole: Span) -> Sp {
        let mixed = self.lo.spans.call == Some(whole);
        let expanded = mixed || e.path.segments.iter().any(|segment| self.sp(segment.ident.span()).expanded);
        let span = if expanded { self.lo.spans.call.unwrap_or(whole) } else { whole };
        Sp { span, expanded }
    }

    fn prefix(&mut self, expr: Expr) -> Done {
        match expr {
            Expr::Unary(e) => {
                let (op, span) = match e.op {
                    syn::UnOp::Not(token) => (UnaryOp::Not, token.spans[0]),
                    syn::UnOp::Neg(token) => (UnaryOp::Neg, token.spans[0]),
                    syn::UnOp::Deref(token) => (UnaryOp::Deref, token.spans[0]),
                    _ => return self.expr(*e.expr),
                };
                let operand = self.expr(*e.expr);
                let sp = self.sp(span).cover(operand.sp);
                self.add(ExprKind::Unary { op, operand: operand.id }, sp)
            }
            Expr::Reference(e) => {
                let operand = self.expr(*e.expr);
                let sp = self.sp(e.and_token.spans[0]).cover(operand.sp);
                self.add(ExprKind::Ref { mutable: e.mutability.is_some(), raw: false, operand: operand.id }, sp)
            }
            Expr::RawAddr(e) => {
                let operand = self.expr(*e.expr);
                let sp = self.sp(e.and_token.spans[0]).cover(operand.sp);
                let mutable = matches!(e.mutability, syn::PointerMutability::Mut(_));
                self.add(ExprKind::Ref { mutable, raw: true, operand: operand.id }, sp)
            }
            other => self.expr(other),
        }
    }

    fn closure(&mut self, e: syn::ExprClosure) -> Done {
        let first = e.constness.map(|token| token.span).or(e.asyncness.map(|token| token.span)).or(e.capture.map(|token| token.span));
        let start = self.sp(first.unwrap_or(e.inputs_begin.spans[0]));
        let mut params = Vec::with_capacity(e.inputs.len());
        for input in e.inputs {
            match input {
                syn::Pat::Type(typed) => {
                    let (pat, _) = self.pat(*typed.pat);
                    params.push((pat, Some(self.lo.ty(&typed.ty))));
                }
                other => params.push((self.pat(other).0, None)),
            }
        }
        let ret = match &e.output {
            syn::ReturnType::Default => None,
            written @ syn::ReturnType::Type(..) => Some(Box::new(self.lo.ret(written))),
        };
        let body = self.expr(*e.body);
        let kind = ExprKind::Closure { params, ret, body: body.id, is_async: e.asyncness.is_some(), is_move: e.capture.is_some() };
        self.add(kind, start.cover(body.sp))
    }

    fn struct_expr(&mut self, e: syn::ExprStruct) -> Done {
        let path = self.lo.qualified(e.qself.as_ref(), &e.path);
        let sp = self.here(path.span).cover(self.sp(e.brace_token.span.close()));
        let mut fields = Vec::with_capacity(e.fields.len());
        for field in e.fields {
            let name = match &field.member {
                syn::Member::Named(ident) => name_of(ident),
                syn::Member::Unnamed(index) => Name::new(&index.index.to_string()),
            };
            let value = self.expr(field.expr).id;
            fields.push(FieldInit { name, value });
        }
        let base = e.rest.map(|rest| self.expr(*rest).id);
        self.add(ExprKind::Struct { path: Box::new(path), fields, base }, sp)
    }

    fn sequence(&mut self, expr: Expr) -> Done {
        match expr {
            Expr::Tuple(e) => {
                let sp = self.sp(e.paren_token.span.open()).cover(self.sp(e.paren_token.span.close()));
                let items = self.all(e.elems);
                self.add(ExprKind::Tuple { items }, sp)
            }
            Expr::Array(e) => {
                let sp = self.sp(e.bracket_token.span.open()).cover(self.sp(e.bracket_token.span.close()));
                let items = self.all(e.elems);
                self.add(ExprKind::Array { items }, sp)
            }
            Expr::Repeat(e) => {
                let sp = self.sp(e.bracket_token.span.open()).cover(self.sp(e.bracket_token.span.close()));
                let item = self.expr(*e.expr).id;
                let len = self.expr(*e.len).id;
                self.add(ExprKind::Repeat { item, len }, sp)
            }
            Expr::Range(e) => self.range(None, e.limits, e.end),
            other => self.expr(other),
        }
    }

    /// Lowers a range whose start is already lowered.
    pub(super) fn range(&mut self, start: Option<Done>, limits: syn::RangeLimits, end: Option<Box<Expr>>) -> Done {
        let (first, last, inclusive) = match limits {
            syn::RangeLimits::HalfOpen(dots) => (dots.spans[0], dots.spans[1], false),
            syn::RangeLimits::Closed(dots) => (dots.spans[0], dots.spans[2], true),
        };
        let mut sp = self.sp(first).cover(self.sp(last));
        let end = end.map(|end| self.expr(*end));
        for side in [&start, &end].into_iter().flatten() {
            sp = sp.cover(side.sp);
        }
        self.add(ExprKind::Range { start: start.map(|s| s.id), end: end.map(|e| e.id), inclusive }, sp)
    }
}

/// A label's name without the apostrophe.
pub(super) fn label(label: &syn::Label) -> (Name, proc_macro2::Span) {
    (name_of(&label.name.ident), label.name.apostrophe)
}
