//! Members of traits and impls.

use super::generics::signature_start;
use super::lowerer::{Lowerer, Place};
use crate::facts::{BodyRef, ItemKind, Visibility};
use syn::{ImplItem, TraitItem};

impl Lowerer<'_> {
    pub(super) fn trait_member(&mut self, member: TraitItem, place: &Place) {
        let public = syn::Visibility::Inherited;
        match member {
            TraitItem::Const(item) => {
                let end = self.sp(item.semi_token.span);
                let mut head = self.head(&item.attrs, &public, &item.ident, self.sp(item.const_token.span), end);
                head.visibility = Visibility::Public;
                let (id, _) = self.open(head, place);
                let ty = self.ty(&item.ty);
                let body = item.default.map_or(BodyRef::None, |(_, expr)| self.value(id, place.scope, expr));
                self.set(id, ItemKind::Const { ty, body });
            }
            TraitItem::Fn(item) => {
                let close = item.default.as_ref().map(|block| block.brace_token.span.close());
                let end = close.or(item.semi_token.map(|semi| semi.span)).unwrap_or_else(|| item.sig.paren_token.span.close());
                let end = self.sp(end);
                let mut head = self.head(&item.attrs, &public, &item.sig.ident, signature_start(self, &item.sig), end);
                head.visibility = Visibility::Public;
                self.function(head, item.sig, item.default, end, place);
            }
            TraitItem::Type(item) => {
                let end = self.sp(item.semi_token.span);
                let mut head = self.head(&item.attrs, &public, &item.ident, self.sp(item.type_token.span), end);
                head.visibility = Visibility::Public;
                let (id, _) = self.open(head, place);
                let ty = item.default.as_ref().map(|(_, ty)| Box::new(self.ty(ty)));
                let kind = ItemKind::TypeAlias { generics: self.generics(&item.generics), bounds: self.bounds(&item.bounds), ty };
                self.set(id, kind);
            }
            TraitItem::Macro(item) => self.item_macro(&item.attrs, None, &item.mac, item.semi_token.map(|semi| semi.span), place),
            _ => {}
        }
    }

    pub(super) fn impl_member(&mut self, member: ImplItem, place: &Place) {
        match member {
            ImplItem::Const(item) => {
                let end = self.sp(item.semi_token.span);
                let start = item.modifiers.defaultness.map_or(item.const_token.span, |token| token.span);
                let head = self.head(&item.attrs, &item.vis, &item.ident, self.sp(start), end);
                let (id, _) = self.open(head, place);
                let ty = self.ty(&item.ty);
                let body = self.value(id, place.scope, item.expr);
                self.set(id, ItemKind::Const { ty, body });
            }
            ImplItem::Fn(item) => {
                let end = self.sp(item.block.brace_token.span.close());
                let keyword = item.modifiers.defaultness.map(|token| self.sp(token.span));
                let start = keyword.unwrap_or_else(|| signature_start(self, &item.sig));
                let head = self.head(&item.attrs, &item.vis, &item.sig.ident, start, end);
                self.function(head, item.sig, Some(item.block), end, place);
            }
            ImplItem::Type(item) => {
                let end = self.sp(item.semi_token.span);
                let start = item.modifiers.defaultness.map_or(item.type_token.span, |token| token.span);
                let head = self.head(&item.attrs, &item.vis, &item.ident, self.sp(start), end);
                let (id, _) = self.open(head, place);
                let kind = ItemKind::TypeAlias {
                    generics: self.generics(&item.generics),
                    bounds: Vec::new(),
                    ty: Some(Box::new(self.ty(&item.ty))),
                };
                self.set(id, kind);
            }
            ImplItem::Macro(item) => self.item_macro(&item.attrs, None, &item.mac, item.semi_token.map(|semi| semi.span), place),
            _ => {}
        }
    }
}
