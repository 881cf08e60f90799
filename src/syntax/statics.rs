//! Where declarations ask for `'static`, judged by their texts: facts have no lifetimes.

use super::{parse, parse_with};
use quote::ToTokens;
use syn::parse::ParseStream;
use syn::{FnArg, Generics, ItemStruct, Signature, Type, TypeParam, Visibility, WherePredicate};

/// How a parameter asks for `'static`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Static {
    /// `&'static T`.
    Reference,
    /// A bound of its type names it: `N: Into<Cow<'static, str>>`.
    Bound,
}

/// How the parameter with a 0-based number, the receiver left out, asks for `'static`, in the text of a fn's signature.
pub(crate) fn static_param(text: &str, index: usize) -> Option<Static> {
    let signature = |input: ParseStream<'_>| {
        input.parse::<Visibility>()?;
        input.parse::<Signature>()
    };
    let signature = Some(text).filter(|text| text.contains("'static")).and_then(|text| parse_with(text, 0, text.len(), signature).ok())?;
    let mut params = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(param) => Some(&*param.ty),
        FnArg::Receiver(_) => None,
    });
    match params.nth(index)? {
        ty if is_static_reference(ty) => Some(Static::Reference),
        ty if is_bound(ty, &signature.generics) => Some(Static::Bound),
        _ => None,
    }
}

/// Whether a field of the struct with this text is a `&'static T`.
pub(crate) fn is_static_field(text: &str, name: &str) -> bool {
    let Ok(item) = parse::<ItemStruct>(text, 0, text.len()) else { return false };
    let mut named = item.fields.iter().filter(|field| field.ident.as_ref().is_some_and(|ident| *ident == name));
    named.any(|field| is_static_reference(&field.ty))
}

fn is_static_reference(ty: &Type) -> bool {
    matches!(ty, Type::Reference(reference) if reference.lifetime.as_ref().is_some_and(|lifetime| lifetime.ident == "static"))
}

/// Whether a bound of the type names `'static`: of an `impl Trait`, or of a type parameter.
fn is_bound(ty: &Type, generics: &Generics) -> bool {
    let names_static = |tokens: &dyn ToTokens| tokens.to_token_stream().to_string().contains("'static");
    match ty {
        Type::ImplTrait(bounds) => names_static(bounds),
        Type::Path(path) => {
            let is_it = |param: &TypeParam| path.path.is_ident(&param.ident);
            let inline = generics.type_params().any(|param| is_it(param) && names_static(param));
            let is_of_it = |predicate: &WherePredicate| match predicate {
                WherePredicate::Type(predicate) => predicate.bounded_ty == *ty && names_static(predicate),
                _ => false,
            };
            inline || generics.where_clause.iter().flat_map(|clause| &clause.predicates).any(is_of_it)
        }
        _ => false,
    }
}
