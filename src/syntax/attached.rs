//! Free fns that an attribute macro moves into an impl: `#[implement(Store)] fn load(&self)`.

use super::generics::signature_start;
use super::lowerer::{Head, Lowerer, Place};
use crate::facts::{Generics, ImplBlock, ItemKind, Name, Parent, Visibility};
use syn::{FnArg, ItemFn, Meta, Type};

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
