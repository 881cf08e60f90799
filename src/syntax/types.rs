//! Types and paths.

use super::lowerer::{Lowerer, name_of};
use super::spans::Sp;
use crate::facts::{Bound, GenericArg, GenericArgs, Name, Path, PathAnchor, QSelf, Segment, Span, TypeRef};
use syn::{GenericArgument, PathArguments, ReturnType, Type, TypeParamBound};

/// Types nested deeper than this are `Unknown` inside, so that later stages may recurse over them.
const MAX_TYPE_DEPTH: u32 = 100;

impl Lowerer<'_> {
    pub(super) fn ty(&self, ty: &Type) -> TypeRef {
        self.type_at(ty, 0)
    }

    pub(super) fn ret(&self, ret: &ReturnType) -> TypeRef {
        self.ret_at(ret, 0)
    }

    pub(super) fn bounds<'a>(&self, bounds: impl IntoIterator<Item = &'a TypeParamBound>) -> Vec<Bound> {
        self.bounds_at(bounds, 0)
    }

    pub(super) fn path(&self, path: &syn::Path) -> Path {
        self.path_at(None, path, 0)
    }

    pub(super) fn qualified(&self, qself: Option<&syn::QSelf>, path: &syn::Path) -> Path {
        self.path_at(qself, path, 0)
    }

    fn ret_at(&self, ret: &ReturnType, depth: u32) -> TypeRef {
        match ret {
            ReturnType::Default => TypeRef::unit(),
            ReturnType::Type(_, ty) => self.type_at(ty, depth),
        }
    }

    fn type_at(&self, mut ty: &Type, depth: u32) -> TypeRef {
        while let Some(inner) = match ty {
            Type::Paren(inner) => Some(&*inner.elem),
            Type::Group(inner) => Some(&*inner.elem),
            _ => None,
        } {
            ty = inner;
        }
        if depth > MAX_TYPE_DEPTH {
            return TypeRef::Unknown;
        }
        let inner = |ty: &Type| Box::new(self.type_at(ty, depth + 1));
        match ty {
            Type::Array(array) => TypeRef::Array(inner(&array.elem)),
            Type::Slice(slice) => TypeRef::Slice(inner(&slice.elem)),
            Type::Reference(reference) => TypeRef::Ref { mutable: reference.mutability.is_some(), inner: inner(&reference.elem) },
            Type::Ptr(ptr) => TypeRef::Ptr { mutable: matches!(ptr.mutability, syn::PointerMutability::Mut(_)), inner: inner(&ptr.elem) },
            Type::Tuple(tuple) => TypeRef::Tuple(tuple.elems.iter().map(|elem| self.type_at(elem, depth + 1)).collect()),
            Type::Path(path) => TypeRef::Path(self.path_at(path.qself.as_ref(), &path.path, depth + 1)),
            Type::FnPtr(pointer) => TypeRef::FnPtr {
                params: pointer.inputs.iter().map(|arg| self.type_at(&arg.ty, depth + 1)).collect(),
                ret: Box::new(self.ret_at(&pointer.output, depth + 1)),
            },
            Type::Never(_) => TypeRef::Never,
            Type::Infer(_) => TypeRef::Infer,
            Type::ImplTrait(of) => TypeRef::ImplTrait(self.bounds_at(&of.bounds, depth + 1)),
            Type::TraitObject(object) => TypeRef::DynTrait(self.bounds_at(&object.bounds, depth + 1)),
            _ => TypeRef::Unknown,
        }
    }

    fn bounds_at<'a>(&self, bounds: impl IntoIterator<Item = &'a TypeParamBound>, depth: u32) -> Vec<Bound> {
        let mut kept = Vec::new();
        for bound in bounds {
            if let TypeParamBound::Trait(bound) = bound
                && bound.maybe.is_none()
            {
                kept.push(Bound { path: self.path_at(None, &bound.path, depth) });
            }
        }
        kept
    }

    fn path_at(&self, qself: Option<&syn::QSelf>, path: &syn::Path, depth: u32) -> Path {
        let mut segments = Vec::with_capacity(path.segments.len());
        let mut anchor = if path.leading_colon.is_some() { PathAnchor::Extern } else { PathAnchor::Plain };
        let mut whole: Option<Sp> = None;
        let extend = |whole: &mut Option<Sp>, sp: Sp| *whole = Some(whole.map_or(sp, |so_far| so_far.cover(sp)));
        if let Some(qself) = qself {
            extend(&mut whole, self.sp(qself.lt_token.spans[0]));
            extend(&mut whole, self.sp(qself.gt_token.spans[0]));
        }
        if let Some(colon) = path.leading_colon.filter(|_| qself.is_none()) {
            extend(&mut whole, self.sp(colon.spans[0]));
        }
        let count = path.segments.len();
        for (index, segment) in path.segments.iter().enumerate() {
            let sp = self.sp(segment.ident.span());
            extend(&mut whole, sp);
            if segments.is_empty() && index + 1 < count && qself.is_none() {
                let keyword = match anchor {
                    PathAnchor::Plain if segment.ident == "crate" => Some(PathAnchor::Crate),
                    PathAnchor::Plain if segment.ident == "self" => Some(PathAnchor::SelfModule),
                    PathAnchor::Plain | PathAnchor::SelfModule if segment.ident == "super" => Some(PathAnchor::Super(1)),
                    PathAnchor::Super(n) if segment.ident == "super" => Some(PathAnchor::Super(n.saturating_add(1))),
                    _ => None,
                };
                if let Some(keyword) = keyword {
                    anchor = keyword;
                    continue;
                }
            }
            let (args, end) = self.path_args(&segment.arguments, depth);
            if let Some(end) = end {
                extend(&mut whole, end);
            }
            segments.push(Segment { name: name_of(&segment.ident), span: sp.span, args });
        }
        let span = whole.map_or(Span::default(), |whole| whole.span);
        let qself = qself.map(|qself| Box::new(QSelf { ty: self.type_at(&qself.ty, depth + 1), trait_segments: qself.position }));
        Path { anchor, qself, segments, span }
    }

    /// A segment's arguments, and their last token.
    fn path_args(&self, args: &PathArguments, depth: u32) -> (Option<Box<GenericArgs>>, Option<Sp>) {
        match args {
            PathArguments::None => (None, None),
            PathArguments::AngleBracketed(angle) => {
                (Some(Box::new(self.generic_args(angle, depth))), Some(self.sp(angle.gt_token.spans[0])))
            }
            PathArguments::Parenthesized(paren) => {
                if depth > MAX_TYPE_DEPTH {
                    return (None, Some(self.sp(paren.paren_token.span.close())));
                }
                let inputs = paren.inputs.iter().map(|arg| self.type_at(&arg.ty, depth + 1)).collect();
                let end = match &paren.output {
                    ReturnType::Default => self.sp(paren.paren_token.span.close()),
                    ReturnType::Type(arrow, _) => self.sp(arrow.spans[1]),
                };
                let args = GenericArgs {
                    args: vec![GenericArg::Type(TypeRef::Tuple(inputs))],
                    bindings: vec![(Name::new("Output"), self.ret_at(&paren.output, depth + 1))],
                    constraints: Vec::new(),
                };
                (Some(Box::new(args)), Some(end))
            }
        }
    }

    /// Arguments in angle brackets.
    pub(super) fn turbofish(&self, angle: &syn::AngleBracketedGenericArguments) -> GenericArgs {
        self.generic_args(angle, 0)
    }

    fn generic_args(&self, angle: &syn::AngleBracketedGenericArguments, depth: u32) -> GenericArgs {
        let mut lowered = GenericArgs::default();
        if depth > MAX_TYPE_DEPTH {
            return lowered;
        }
        for arg in &angle.args {
            match arg {
                GenericArgument::Type(ty) => lowered.args.push(GenericArg::Type(self.type_at(ty, depth + 1))),
                GenericArgument::Const(value) => lowered.args.push(GenericArg::Const(const_text(value))),
                GenericArgument::AssocType(assoc) => lowered.bindings.push((name_of(&assoc.ident), self.type_at(&assoc.ty, depth + 1))),
                GenericArgument::Constraint(constraint) => {
                    lowered.constraints.push((name_of(&constraint.ident), self.bounds_at(&constraint.bounds, depth + 1)));
                }
                _ => {}
            }
        }
        lowered
    }
}

/// A const argument's text, if it is a literal.
fn const_text(value: &syn::Expr) -> String {
    match value {
        syn::Expr::Lit(lit) => quote::ToTokens::to_token_stream(&lit.lit).to_string(),
        _ => "{ .. }".to_owned(),
    }
}
