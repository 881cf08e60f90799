//! Generics and signatures.

use super::lowerer::{Lowerer, name_of};
use super::spans::Sp;
use crate::facts::{
    GenericParam, GenericParamKind, Generics, Param, Path, PathAnchor, Segment, SelfParam, Signature, Span, TypeRef, WherePredicate,
};
use syn::{FnArg, ReceiverKind};

impl Lowerer<'_> {
    pub(super) fn generics(&self, generics: &syn::Generics) -> Generics {
        let mut lowered = Generics::default();
        for param in &generics.params {
            match param {
                syn::GenericParam::Lifetime(_) => {}
                syn::GenericParam::Type(param) => {
                    let name = name_of(&param.ident);
                    let default = param.default.as_ref().map(|(_, ty)| self.ty(ty));
                    lowered.params.push(GenericParam { name, kind: GenericParamKind::Type(default) });
                    let bounds = self.bounds(&param.bounds);
                    if !bounds.is_empty() {
                        let span = self.sp(param.ident.span()).span;
                        let segments = vec![Segment { name, span, args: None }];
                        let ty = TypeRef::Path(Path { anchor: PathAnchor::Plain, qself: None, segments, span });
                        lowered.predicates.push(WherePredicate { ty, bounds });
                    }
                }
                syn::GenericParam::Const(param) => {
                    lowered.params.push(GenericParam { name: name_of(&param.ident), kind: GenericParamKind::Const(self.ty(&param.ty)) });
                }
            }
        }
        for predicate in generics.where_clause.iter().flat_map(|clause| &clause.predicates) {
            if let syn::WherePredicate::Type(predicate) = predicate {
                let bounds = self.bounds(&predicate.bounds);
                if !bounds.is_empty() {
                    lowered.predicates.push(WherePredicate { ty: self.ty(&predicate.bounded_ty), bounds });
                }
            }
        }
        lowered
    }

    /// A signature that starts at `start` (with its visibility, if any) and ends before byte `before`, the start of the body or the `;`.
    pub(super) fn signature(&self, sig: &syn::Signature, start: Sp, before: Sp) -> Signature {
        let mut self_param = None;
        let mut params = Vec::new();
        for input in &sig.inputs {
            match input {
                FnArg::Receiver(receiver) => {
                    self_param = Some(match &receiver.kind {
                        ReceiverKind::Reference(_, _, None) => SelfParam::Ref,
                        ReceiverKind::Reference(_, _, Some(_)) => SelfParam::RefMut,
                        ReceiverKind::Typed(_, ty) => SelfParam::Typed(self.ty(ty)),
                        _ => SelfParam::Value,
                    });
                }
                FnArg::Typed(param) => {
                    let name = match &*param.pat {
                        syn::Pat::Ident(ident) if ident.subpat.is_none() => Some(name_of(&ident.ident)),
                        _ => None,
                    };
                    params.push(Param { name, ty: self.ty(&param.ty) });
                }
            }
        }
        let last = self.sp(sig.paren_token.span.close());
        let span = if start.expanded || before.expanded || last.expanded {
            start.cover(last).span
        } else {
            self.trimmed(Span::new(start.span.start, before.span.start.max(last.span.end)))
        };
        Signature {
            generics: self.generics(&sig.generics),
            self_param,
            params,
            ret: self.ret(&sig.output),
            is_async: sig.asyncness.is_some(),
            is_const: sig.constness.is_some(),
            is_unsafe: matches!(sig.safety, syn::Safety::Unsafe(_)),
            span,
            async_span: sig.asyncness.map(|token| self.sp(token.span).span),
        }
    }

    /// `span` without trailing white space and comments.
    fn trimmed(&self, span: Span) -> Span {
        let text = self.spans.text_at(span);
        let code = super::scan::Lexer::new(text, 0).filter(|lexeme| !matches!(lexeme.kind, super::scan::LexKind::Comment { .. }));
        let end = code.last().map_or(0, |lexeme| lexeme.end);
        Span::new(span.start, span.start + u32::try_from(end).unwrap_or(0))
    }
}

/// The first token of a signature.
pub(super) fn signature_start(lo: &Lowerer<'_>, sig: &syn::Signature) -> Sp {
    let unsafety = match &sig.safety {
        syn::Safety::Unsafe(token) => Some(token.span),
        syn::Safety::Safe(token) => Some(token.span),
        syn::Safety::Default => None,
    };
    let first = sig.constness.map(|token| token.span).or(sig.asyncness.map(|token| token.span)).or(unsafety);
    lo.sp(first.or(sig.abi.as_ref().map(|abi| abi.extern_token.span)).unwrap_or(sig.fn_token.span))
}
