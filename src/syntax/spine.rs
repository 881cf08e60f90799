//! Long chains: `a.b().c()?`, `a + b + c`, `x[i](y).await`.
//!
//! The parser builds left-deep trees for them, as deep as the chain is long. A loop unrolls them, so that
//! a chain of fifty thousand links needs no more stack than one link.

use super::body::{Cx, Done};
use super::lowerer::name_of;
use crate::facts::{BinaryOp, ExprKind, Name};
use syn::{BinOp, Expr};

/// One link of a chain, without the rest of the chain.
enum Link {
    Binary(BinOp, Box<Expr>),
    Method(Box<syn::ExprMethodCall>),
    Field(syn::Member),
    Index(Box<Expr>, proc_macro2::Span),
    Call(Vec<Expr>, proc_macro2::Span),
    Try(proc_macro2::Span),
    Await(proc_macro2::Span),
    Cast(Box<syn::Type>, proc_macro2::Span),
    Paren(proc_macro2::Span, proc_macro2::Span),
    Range(syn::RangeLimits, Option<Box<Expr>>),
}

/// Takes an expression out of its tree.
fn take(expr: &mut Expr) -> Expr {
    std::mem::replace(expr, Expr::PLACEHOLDER)
}

/// The last link and the rest of the chain, or the expression unchanged if it is not a link.
#[allow(clippy::result_large_err, reason = "the expression goes on, it is no failure")]
fn split(expr: Expr) -> Result<(Link, Expr), Expr> {
    Ok(match expr {
        Expr::Binary(mut e) => (Link::Binary(e.op, e.right), take(&mut e.left)),
        Expr::MethodCall(mut e) => {
            let receiver = take(&mut e.receiver);
            (Link::Method(Box::new(e)), receiver)
        }
        Expr::Field(e) => (Link::Field(e.member), *e.base),
        Expr::Index(e) => (Link::Index(e.index, e.bracket_token.span.close()), *e.expr),
        Expr::Call(e) => (Link::Call(e.args.into_iter().collect(), e.paren_token.span.close()), *e.func),
        Expr::Try(e) => (Link::Try(e.question_token.spans[0]), *e.expr),
        Expr::Await(e) => (Link::Await(e.await_token.span), *e.base),
        Expr::Cast(e) => (Link::Cast(e.ty, e.as_token.span), *e.expr),
        Expr::Range(syn::ExprRange { start: Some(start), limits, end, .. }) => (Link::Range(limits, end), *start),
        Expr::Paren(e) => (Link::Paren(e.paren_token.span.open(), e.paren_token.span.close()), *e.expr),
        other => return Err(other),
    })
}

impl Cx<'_, '_> {
    /// Lowers any expression.
    pub(super) fn expr(&mut self, mut expr: Expr) -> Done {
        let mut links = Vec::new();
        let mut done = loop {
            match split(expr) {
                Ok((link, left)) => {
                    links.push(link);
                    expr = left;
                }
                Err(other) => break self.single(other),
            }
        };
        while let Some(link) = links.pop() {
            done = self.link(done, link);
        }
        done
    }

    fn link(&mut self, left: Done, link: Link) -> Done {
        match link {
            Link::Paren(open, close) => Done { id: left.id, sp: self.sp(open).cover(self.sp(close)) },
            Link::Try(span) => {
                let sp = left.sp.cover(self.sp(span));
                self.add(ExprKind::Try { operand: left.id }, sp)
            }
            Link::Await(span) => {
                let at = self.sp(span);
                self.add(ExprKind::Await { operand: left.id, await_span: at.span }, left.sp.cover(at))
            }
            Link::Cast(ty, span) => {
                let ty = self.lo.ty(&ty);
                let end = match &ty {
                    crate::facts::TypeRef::Path(path) => self.here(path.span),
                    _ => self.sp(span),
                };
                self.add(ExprKind::Cast { operand: left.id, ty }, left.sp.cover(self.sp(span)).cover(end))
            }
            Link::Range(limits, end) => self.range(Some(left), limits, end),
            Link::Index(index, close) => {
                let index = self.expr(*index).id;
                let sp = left.sp.cover(self.sp(close));
                self.add(ExprKind::Index { base: left.id, index }, sp)
            }
            Link::Call(args, close) => {
                let args = self.all(args);
                let sp = left.sp.cover(self.sp(close));
                self.add(ExprKind::Call { callee: left.id, args }, sp)
            }
            Link::Binary(op, right) => {
                let right = self.expr(*right);
                let (op, assign, at) = operator(&op);
                let sp = left.sp.cover(self.sp(at)).cover(right.sp);
                self.add(ExprKind::Binary { op, lhs: left.id, rhs: right.id, assign }, sp)
            }
            Link::Field(member) => {
                let (name, span) = match &member {
                    syn::Member::Named(ident) => (name_of(ident), ident.span()),
                    syn::Member::Unnamed(index) => (Name::new(&index.index.to_string()), index.span),
                };
                let at = self.sp(span);
                self.add(ExprKind::Field { base: left.id, name, name_span: at.span }, left.sp.cover(at))
            }
            Link::Method(call) => {
                let args = self.all(call.args);
                let at = self.sp(call.method.span());
                let sp = left.sp.cover(at).cover(self.sp(call.paren_token.span.close()));
                let turbofish = call.turbofish.as_ref().map(|angle| Box::new(self.lo.turbofish(angle)));
                let kind = ExprKind::MethodCall { receiver: left.id, method: name_of(&call.method), method_span: at.span, turbofish, args };
                self.add(kind, sp)
            }
        }
    }
}

/// The kind of an operator, whether it assigns, and its span.
fn operator(op: &BinOp) -> (BinaryOp, bool, proc_macro2::Span) {
    use BinaryOp::{Add, And, BitAnd, BitOr, BitXor, Div, Eq, Mul, Or, Ord, Rem, Shl, Shr, Sub};
    match op {
        BinOp::Add(t) => (Add, false, t.spans[0]),
        BinOp::Sub(t) => (Sub, false, t.spans[0]),
        BinOp::Mul(t) => (Mul, false, t.spans[0]),
        BinOp::Div(t) => (Div, false, t.spans[0]),
        BinOp::Rem(t) => (Rem, false, t.spans[0]),
        BinOp::And(t) => (And, false, t.spans[0]),
        BinOp::Or(t) => (Or, false, t.spans[0]),
        BinOp::BitXor(t) => (BitXor, false, t.spans[0]),
        BinOp::BitAnd(t) => (BitAnd, false, t.spans[0]),
        BinOp::BitOr(t) => (BitOr, false, t.spans[0]),
        BinOp::Shl(t) => (Shl, false, t.spans[0]),
        BinOp::Shr(t) => (Shr, false, t.spans[0]),
        BinOp::Eq(t) => (Eq, false, t.spans[0]),
        BinOp::Ne(t) => (Eq, false, t.spans[0]),
        BinOp::Lt(t) => (Ord, false, t.spans[0]),
        BinOp::Le(t) => (Ord, false, t.spans[0]),
        BinOp::Ge(t) => (Ord, false, t.spans[0]),
        BinOp::Gt(t) => (Ord, false, t.spans[0]),
        BinOp::AddAssign(t) => (Add, true, t.spans[0]),
        BinOp::SubAssign(t) => (Sub, true, t.spans[0]),
        BinOp::MulAssign(t) => (Mul, true, t.spans[0]),
        BinOp::DivAssign(t) => (Div, true, t.spans[0]),
        BinOp::RemAssign(t) => (Rem, true, t.spans[0]),
        BinOp::BitXorAssign(t) => (BitXor, true, t.spans[0]),
        BinOp::BitAndAssign(t) => (BitAnd, true, t.spans[0]),
        BinOp::BitOrAssign(t) => (BitOr, true, t.spans[0]),
        BinOp::ShlAssign(t) => (Shl, true, t.spans[0]),
        BinOp::ShrAssign(t) => (Shr, true, t.spans[0]),
        _ => (Eq, false, proc_macro2::Span::call_site()),
    }
}
