//! What attribute macros make elsewhere: an impl with a free fn (`#[implement(Store)] fn load(&self)`), and a trait of another name.

use super::generics::signature_start;
use super::lowerer::{Head, Lowerer, Place};
use crate::facts::{Generics, ImplBlock, ItemKind, Name, Parent, Visibility};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, FnArg, Ident, ItemFn, ItemTrait, Meta, Token, TraitItem, Type, TypeParamBound};

/// The type into whose impl an attribute macro moves a fn. A `self` outside of impls and traits compiles only if an attribute moves the fn,
/// and such attributes name the type.
pub(super) fn home(item: &ItemFn) -> Option<Type> {
    if !matches!(item.sig.inputs.first(), Some(FnArg::Receiver(_))) {
        return None;
    }
    item.attrs.iter().find_map(|attr| match &attr.meta {
        Meta::List(list) => list.parse_args::<Type>().ok().filter(is_named_type),
        _ => None,
    })
}

/// Whether a path looks like a type: its last segment is capitalized, unlike in `inline(always)` and `instrument(skip_all)`.
fn is_named_type(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path.segments.last().is_some_and(|last| last.ident.to_string().starts_with(char::is_uppercase))
}

/// The trait of another name that an attribute makes of a trait: `#[trait_variant::make(Store: Send)]`. Its methods have no bodies, since those
/// of the written trait count.
pub(super) fn variant(item: &ItemTrait) -> Option<ItemTrait> {
    let named = |attr: &Attribute| match &attr.meta {
        Meta::List(list) => list.parse_args::<Variant>().ok().map(|variant| variant.name),
        _ => None,
    };
    let name = item.attrs.iter().find_map(named).filter(|name| *name != item.ident)?;
    let mut made = ItemTrait { attrs: Vec::new(), ident: name, ..item.clone() };
    for member in &mut made.items {
        if let TraitItem::Fn(method) = member {
            method.default = None;
        }
    }
    Some(made)
}

/// `Store: Send + 'static`
struct Variant {
    name: Ident,
}

impl Parse for Variant {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        input.parse::<Token![:]>()?;
        Punctuated::<TypeParamBound, Token![+]>::parse_separated_nonempty(input)?;
        Ok(Self { name })
    }
}

impl Lowerer<'_> {
    /// An impl with this fn as its only member.
    pub(super) fn attached(&mut self, ty: &Type, item: ItemFn, place: &Place) {
        let start = signature_start(self, &item.sig);
        let end = self.sp(item.block.brace_token.span.close());
        let head = Head { name: Name::new(""), name_sp: start, visibility: Visibility::Public, attrs: &[], start, end };
        let (id, in_test) = self.open(head, place);
        let self_ty = self.ty(ty);
        let inner = Place { scope: place.scope, parent: Parent::Impl(id), in_test, cfg: None };
        let member = self.fn_item(item, &inner);
        let block = ImplBlock { generics: Generics::default(), of_trait: None, self_ty, members: vec![member] };
        self.set(id, ItemKind::Impl(Box::new(block)));
        // Neither is in the text in this form.
        for made in [id, member] {
            self.facts.items[made].is_sketch = false;
        }
    }
}
