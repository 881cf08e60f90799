//! References that have to be `'static` where they are given: the code compiles, so they are, and moved code can have them as they are. An owned copy
//! that is borrowed there would not live long enough.

use super::super::code::mention::Mention;
use super::super::code::scene::Scene;
use crate::facts::{ExprId, ExprKind, Name};
use crate::names::{DefId, DefKind};
use crate::types::Callee;
use quote::ToTokens;
use syn::parse::{ParseStream, Parser};
use syn::{FnArg, Signature, Visibility};

/// What the mentions of a reference ask of its lifetime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Demand {
    /// Nothing, as far as is known.
    Nothing,
    /// A bound may: `fn spawn<N: Into<Cow<'static, str>>>(name: N)`.
    Perhaps,
    /// It is `'static`: `fn render(template: &'static str)`.
    Static,
}

/// What the mentions of a variable of a reference type ask of it.
pub(super) fn demanded(scene: &Scene<'_>, mentions: &[Mention]) -> Demand {
    mentions.iter().map(|mention| at(scene, mention.place)).max().unwrap_or(Demand::Nothing)
}

fn at(scene: &Scene<'_>, place: ExprId) -> Demand {
    let Some(above) = scene.parent(place) else { return Demand::Nothing };
    let index = |args: &[ExprId]| args.iter().position(|arg| *arg == place);
    match scene.kind(above) {
        ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. } => {
            let Some(Callee::Fn(callee)) = scene.types.callees.get(&above) else { return Demand::Nothing };
            let has_self = scene.db.function(callee.def).is_some_and(|function| function.sig.self_param.is_some());
            let is_method = matches!(scene.kind(above), ExprKind::MethodCall { .. });
            // `Page::render(page, template)` gives the receiver first.
            let receivers = usize::from(has_self && !is_method);
            index(args).and_then(|index| index.checked_sub(receivers)).map_or(Demand::Nothing, |index| of_param(scene, callee.def, index))
        }
        ExprKind::Struct { fields, .. } => {
            let field = fields.iter().find(|field| field.value == place).map(|field| field.name);
            let of = scene.ty(above).as_adt().map(|(def, _)| def);
            of.zip(field).map_or(Demand::Nothing, |(of, field)| of_field(scene, of, field))
        }
        _ => Demand::Nothing,
    }
}

/// What the parameter with this 0-based number asks, the receiver left out.
fn of_param(scene: &Scene<'_>, def: DefId, index: usize) -> Demand {
    let Some(function) = scene.db.function(def) else { return Demand::Nothing };
    let text = scene.store().file(def).text.get(function.sig.span.range()).unwrap_or_default();
    if !text.contains("'static") {
        return Demand::Nothing;
    }
    let signature = |input: ParseStream<'_>| {
        input.parse::<Visibility>()?;
        input.parse::<Signature>()
    };
    let Ok(signature) = signature.parse_str(text) else { return Demand::Perhaps };
    let mut params = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(param) => Some(&*param.ty),
        FnArg::Receiver(_) => None,
    });
    match params.nth(index) {
        Some(ty) if is_static_reference(ty) => Demand::Static,
        Some(ty) if is_bound(ty, &signature.generics) => Demand::Perhaps,
        _ => Demand::Nothing,
    }
}

fn is_static_reference(ty: &syn::Type) -> bool {
    matches!(ty, syn::Type::Reference(reference) if reference.lifetime.as_ref().is_some_and(|lifetime| lifetime.ident == "static"))
}

/// Whether a bound of the type names `'static`: of an `impl Trait`, or of a type parameter.
fn is_bound(ty: &syn::Type, generics: &syn::Generics) -> bool {
    let names_static = |tokens: &dyn ToTokens| tokens.to_token_stream().to_string().contains("'static");
    match ty {
        syn::Type::ImplTrait(bounds) => names_static(bounds),
        syn::Type::Path(path) => {
            let is_it = |param: &syn::TypeParam| path.path.is_ident(&param.ident);
            let inline = generics.type_params().any(|param| is_it(param) && names_static(param));
            let is_of_it = |predicate: &syn::WherePredicate| match predicate {
                syn::WherePredicate::Type(predicate) => predicate.bounded_ty == *ty && names_static(predicate),
                _ => false,
            };
            inline || generics.where_clause.iter().flat_map(|clause| &clause.predicates).any(is_of_it)
        }
        _ => false,
    }
}

/// What a field of a struct asks: `struct Page { template: &'static str }`.
fn of_field(scene: &Scene<'_>, of: DefId, name: Name) -> Demand {
    let store = scene.store();
    if store.def(of).kind != DefKind::Struct {
        return Demand::Nothing;
    }
    let text = store.item(of).and_then(|item| store.file(of).text.get(item.span.range())).unwrap_or_default();
    let Ok(item) = syn::parse_str::<syn::ItemStruct>(text) else { return Demand::Nothing };
    let field = item.fields.iter().find(|field| field.ident.as_ref().is_some_and(|ident| *ident == name.as_str()));
    if field.is_some_and(|field| is_static_reference(&field.ty)) { Demand::Static } else { Demand::Nothing }
}
