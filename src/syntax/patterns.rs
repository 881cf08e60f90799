//! Patterns.

use super::body::Cx;
use super::lowerer::name_of;
use super::spans::Sp;
use crate::facts::{FieldPat, Name, PatId, PatKind};
use syn::Pat;

impl Cx<'_, '_> {
    /// Lowers a pattern; its guard is dropped (see [`Cx::guarded`]).
    pub(super) fn pat(&mut self, pat: Pat) -> (PatId, Sp) {
        match pat {
            Pat::Paren(inner) => {
                let sp = self.sp(inner.paren_token.span.open()).cover(self.sp(inner.paren_token.span.close()));
                (self.pat(*inner.pat).0, sp)
            }
            Pat::Guard(guarded) => self.pat(*guarded.pat),
            Pat::Ident(ident) => self.pat_ident(ident),
            Pat::Wild(wild) => self.leaf(PatKind::Wild, wild.underscore_token.span),
            Pat::Rest(rest) => self.leaf(PatKind::Rest, rest.dot2_token.spans[0]),
            Pat::Path(path) => {
                let path = self.lo.qualified(path.qself.as_ref(), &path.path);
                let sp = self.here(path.span);
                (self.pat_at(PatKind::Path(path), sp), sp)
            }
            Pat::Tuple(tuple) => {
                let sp = self.sp(tuple.paren_token.span.open()).cover(self.sp(tuple.paren_token.span.close()));
                let inner = self.all_pats(tuple.elems);
                (self.pat_at(PatKind::Tuple(inner), sp), sp)
            }
            Pat::Slice(slice) => {
                let sp = self.sp(slice.bracket_token.span.open()).cover(self.sp(slice.bracket_token.span.close()));
                let inner = self.all_pats(slice.elems);
                (self.pat_at(PatKind::Slice(inner), sp), sp)
            }
            Pat::TupleStruct(tuple) => {
                let path = self.lo.qualified(tuple.qself.as_ref(), &tuple.path);
                let sp = self.here(path.span).cover(self.sp(tuple.paren_token.span.close()));
                let inner = self.all_pats(tuple.elems);
                (self.pat_at(PatKind::TupleStruct { path, pats: inner }, sp), sp)
            }
            Pat::Struct(pat) => self.pat_struct(pat),
            Pat::Reference(reference) => {
                let start = self.sp(reference.and_token.spans[0]);
                let (pat, end) = self.pat(*reference.pat);
                let sp = start.cover(end);
                (self.pat_at(PatKind::Ref { mutable: reference.mutability.is_some(), pat }, sp), sp)
            }
            Pat::Or(or) => {
                let lead = or.leading_vert.map(|vert| self.sp(vert.spans[0]));
                let mut sp = lead;
                let mut pats = Vec::with_capacity(or.cases.len());
                for case in or.cases {
                    let (pat, at) = self.pat(case);
                    sp = Some(sp.map_or(at, |sp| sp.cover(at)));
                    pats.push(pat);
                }
                let sp = sp.unwrap_or(self.here(crate::facts::Span::default()));
                (self.pat_at(PatKind::Or(pats), sp), sp)
            }
            Pat::Type(typed) => {
                let (pat, start) = self.pat(*typed.pat);
                let ty = self.lo.ty(&typed.ty);
                let sp = start.cover(self.sp(typed.colon_token.spans[0]));
                (self.pat_at(PatKind::Typed { pat, ty }, sp), sp)
            }
            Pat::Lit(lit) => self.leaf(PatKind::Literal, lit.lit.span()),
            Pat::Range(range) => {
                let limits = match range.limits {
                    syn::RangeLimits::HalfOpen(dots) => dots.spans[0],
                    syn::RangeLimits::Closed(dots) => dots.spans[0],
                };
                self.leaf(PatKind::Literal, limits)
            }
            Pat::Const(block) => self.leaf(PatKind::Literal, block.const_token.span),
            Pat::Macro(mac) => {
                let sp = self.lo.path_sp(&mac.mac.path);
                let path = super::item_macros::path_text(&mac.mac.path);
                self.lo.skip(path, sp.span);
                (self.pat_at(PatKind::Missing, sp), sp)
            }
            _ => {
                let sp = self.here(crate::facts::Span::default());
                (self.pat_at(PatKind::Missing, sp), sp)
            }
        }
    }

    fn leaf(&mut self, kind: PatKind, span: proc_macro2::Span) -> (PatId, Sp) {
        let sp = self.sp(span);
        (self.pat_at(kind, sp), sp)
    }

    /// A span that is already a byte range.
    pub(super) fn here(&self, span: crate::facts::Span) -> Sp {
        Sp { span, expanded: self.lo.spans.call == Some(span) }
    }

    fn all_pats(&mut self, pats: impl IntoIterator<Item = Pat>) -> Vec<PatId> {
        pats.into_iter().map(|pat| self.pat(pat).0).collect()
    }

    fn pat_ident(&mut self, ident: syn::PatIdent) -> (PatId, Sp) {
        let name_sp = self.sp(ident.ident.span());
        let first = ident.by_ref.map(|token| token.span).or(ident.mutability.map(|token| token.span));
        let mut sp = first.map_or(name_sp, |first| self.sp(first).cover(name_sp));
        let sub = ident.subpat.map(|(_, sub)| {
            let (pat, end) = self.pat(*sub);
            sp = sp.cover(end);
            pat
        });
        let kind = PatKind::Bind { name: name_of(&ident.ident), by_ref: ident.by_ref.is_some(), mutable: ident.mutability.is_some(), sub };
        (self.pat_at(kind, sp), sp)
    }

    fn pat_struct(&mut self, pat: syn::PatStruct) -> (PatId, Sp) {
        let path = self.lo.qualified(pat.qself.as_ref(), &pat.path);
        let sp = self.here(path.span).cover(self.sp(pat.brace_token.span.close()));
        let mut fields = Vec::with_capacity(pat.fields.len());
        for field in pat.fields {
            let name = match &field.member {
                syn::Member::Named(ident) => name_of(ident),
                syn::Member::Unnamed(index) => Name::new(&index.index.to_string()),
            };
            let (pat, _) = self.pat(*field.pat);
            fields.push(FieldPat { name, pat });
        }
        (self.pat_at(PatKind::Struct { path, fields }, sp), sp)
    }

    /// Splits `pat if guard` into pattern and guard.
    pub(super) fn guarded(pat: Pat) -> (Pat, Option<syn::Expr>) {
        match pat {
            Pat::Guard(guarded) => (*guarded.pat, Some(*guarded.guard)),
            pat => (pat, None),
        }
    }
}
