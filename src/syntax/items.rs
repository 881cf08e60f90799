//! Items of modules and blocks.

use super::attrs::{cfgs_of, string_value};
use super::body::{BodySource, PendingBody};
use super::generics::signature_start;
use super::lowerer::{Head, Lowerer, Place, name_of};
use super::spans::Sp;
use crate::facts::{
    BodyRef, EnumVariant, Field, Fields, Function, ImplBlock, Item as Fact, ItemId, ItemKind, MacroRules, Name, Parent, ScopeId, ScopeKind,
    TraitDef, Visibility,
};
use syn::Item;

impl Lowerer<'_> {
    /// Lowers one item into `place`. A macro call may produce several.
    pub(super) fn item(&mut self, item: Item, place: &Place) {
        match item {
            Item::Const(item) => {
                let end = self.sp(item.semi_token.span);
                let head = self.head(&item.attrs, &item.vis, &item.ident, self.sp(item.const_token.span), end);
                let (id, _) = self.open(head, place);
                let ty = self.ty(&item.ty);
                let body = self.value(id, place.scope, *item.expr);
                self.set(id, ItemKind::Const { ty, body });
            }
            Item::Static(item) => {
                let end = self.sp(item.semi_token.span);
                let head = self.head(&item.attrs, &item.vis, &item.ident, self.sp(item.static_token.span), end);
                let (id, _) = self.open(head, place);
                let ty = self.ty(&item.ty);
                let body = self.value(id, place.scope, *item.expr);
                self.set(id, ItemKind::Static { ty, body, wrapper: None });
            }
            Item::Fn(item) => match super::attached::home(&item) {
                Some(ty) => self.attached(&ty, item, place),
                None => drop(self.fn_item(item, place)),
            },
            Item::Struct(item) => self.structure(&item, place),
            Item::Union(item) => {
                let end = self.sp(item.fields.brace_token.span.close());
                let head = self.head(&item.attrs, &item.vis, &item.ident, self.sp(item.union_token.span), end);
                let (id, _) = self.open(head, place);
                let kind = ItemKind::Struct {
                    generics: self.generics(&item.generics),
                    has_lifetimes: has_lifetimes(&item.generics),
                    fields: self.fields(&syn::Fields::Named(item.fields)),
                };
                self.set(id, kind);
            }
            Item::Enum(item) => self.enumeration(&item, place),
            Item::Trait(item) => {
                let variant = super::attached::variant(&item).filter(|_| !self.defers());
                self.trait_def(item, place);
                if let Some(variant) = variant {
                    self.trait_def(variant, place);
                }
            }
            Item::TraitAlias(item) => {
                let end = self.sp(item.semi_token.span);
                let head = self.head(&item.attrs, &item.vis, &item.ident, self.sp(item.trait_token.span), end);
                let (id, _) = self.open(head, place);
                let def = TraitDef { generics: self.generics(&item.generics), supertraits: self.bounds(&item.bounds), members: Vec::new() };
                self.set(id, ItemKind::Trait(Box::new(def)));
            }
            Item::Impl(item) => self.implementation(item, place),
            Item::Type(item) => {
                let end = self.sp(item.semi_token.span);
                let head = self.head(&item.attrs, &item.vis, &item.ident, self.sp(item.type_token.span), end);
                let (id, _) = self.open(head, place);
                let kind = ItemKind::TypeAlias {
                    generics: self.generics(&item.generics),
                    bounds: Vec::new(),
                    ty: Some(Box::new(self.ty(&item.ty))),
                };
                self.set(id, kind);
            }
            Item::Mod(item) => self.module(item, place),
            Item::Use(item) => self.use_item(&item, place),
            Item::ExternCrate(item) => {
                let end = self.sp(item.semi_token.span);
                let bound = item.rename.as_ref().map_or(&item.ident, |(_, alias)| alias);
                let head = self.head(&item.attrs, &item.vis, bound, self.sp(item.extern_token.span), end);
                let (id, _) = self.open(head, place);
                self.set(id, ItemKind::ExternCrate { krate: name_of(&item.ident) });
            }
            Item::ForeignMod(item) => self.foreign(item, place),
            Item::Verbatim(tokens) => self.gathered(tokens, place),
            Item::Macro(item) => self.item_macro(&item.attrs, item.ident.as_ref(), &item.mac, item.semi_token.map(|semi| semi.span), place),
            _ => {}
        }
    }

    /// A fn with a body in any position.
    pub(super) fn fn_item(&mut self, item: syn::ItemFn, place: &Place) -> ItemId {
        let keyword = item.modifiers.defaultness.map(|token| self.sp(token.span));
        let start = keyword.unwrap_or_else(|| signature_start(self, &item.sig));
        let end = self.sp(item.block.brace_token.span.close());
        let head = self.head(&item.attrs, &item.vis, &item.sig.ident, start, end);
        self.function(head, item.sig, Some(*item.block), end, place)
    }

    /// The head of a named item whose first token after the visibility is `keyword`.
    pub(super) fn head<'a>(
        &self,
        attrs: &'a [syn::Attribute],
        vis: &syn::Visibility,
        ident: &syn::Ident,
        keyword: Sp,
        end: Sp,
    ) -> Head<'a> {
        let (visibility, at) = self.visibility(vis);
        Head { name: name_of(ident), name_sp: self.sp(ident.span()), visibility, attrs, start: at.unwrap_or(keyword), end }
    }

    /// A fn in any position; `before` is the brace or semicolon at its end.
    pub(super) fn function(&mut self, head: Head<'_>, sig: syn::Signature, block: Option<syn::Block>, before: Sp, place: &Place) -> ItemId {
        let start = head.start;
        let before = block.as_ref().map_or(before, |block| self.sp(block.brace_token.span.open()));
        let signature = self.signature(&sig, start, before);
        let (id, in_test) = self.open(head, place);
        let body = match block {
            None => BodyRef::None,
            Some(block) => {
                let sp = self.sp(block.brace_token.span.open()).cover(self.sp(block.brace_token.span.close()));
                let (call, weight) = (self.spans.call, self.macro_depth);
                let scope = place.scope;
                let source = BodySource::Fn { inputs: sig.inputs.into_iter().collect(), block };
                // A macro call may wrap fns whose text is in the file unchanged: `cfg_rt! { fn f() {} }`.
                let stands_in_text = !sp.expanded && self.facts.items[id].span.contains(sp.span);
                self.queue(sp, stands_in_text, |body| PendingBody { body, owner: id, scope, in_test, call, weight, source })
            }
        };
        self.set(id, ItemKind::Fn(Box::new(Function { sig: signature, body })));
        id
    }

    /// The initialiser of a const or static.
    pub(super) fn value(&mut self, owner: ItemId, scope: ScopeId, expr: syn::Expr) -> BodyRef {
        let sp = if self.defers() { self.rough_span(&expr) } else { Sp { span: crate::facts::Span::default(), expanded: false } };
        let in_test = self.facts.items[owner].in_test;
        let (call, weight) = (self.spans.call, self.macro_depth);
        let stands_in_text = self.spans.call.is_none();
        let source = BodySource::Value(expr);
        self.queue(sp, stands_in_text, |body| PendingBody { body, owner, scope, in_test, call, weight, source })
    }

    /// An expression's span, computed from its tokens: slow, so for initialisers only.
    fn rough_span(&self, expr: &syn::Expr) -> Sp {
        let tokens = quote::ToTokens::to_token_stream(expr);
        let mut trees = tokens.into_iter();
        let first = trees.next();
        let last = trees.last().or_else(|| first.clone());
        let open = |tree: &proc_macro2::TokenTree| match tree {
            proc_macro2::TokenTree::Group(group) => group.span_open(),
            other => other.span(),
        };
        let close = |tree: &proc_macro2::TokenTree| match tree {
            proc_macro2::TokenTree::Group(group) => group.span_close(),
            other => other.span(),
        };
        match (first, last) {
            (Some(first), Some(last)) => self.sp(open(&first)).cover(self.sp(close(&last))),
            _ => Sp { span: crate::facts::Span::default(), expanded: false },
        }
    }

    fn structure(&mut self, item: &syn::ItemStruct, place: &Place) {
        let keyword = self.sp(item.struct_token.span);
        let end = match (&item.semi_token, &item.fields) {
            (Some(semi), _) => self.sp(semi.span),
            (None, syn::Fields::Named(fields)) => self.sp(fields.brace_token.span.close()),
            (None, syn::Fields::Unnamed(fields)) => self.sp(fields.paren_token.span.close()),
            (None, syn::Fields::Unit) => self.sp(item.ident.span()),
        };
        let head = self.head(&item.attrs, &item.vis, &item.ident, keyword, end);
        let (id, _) = self.open(head, place);
        let kind = ItemKind::Struct {
            generics: self.generics(&item.generics),
            has_lifetimes: has_lifetimes(&item.generics),
            fields: self.fields(&item.fields),
        };
        self.set(id, kind);
    }

    fn enumeration(&mut self, item: &syn::ItemEnum, place: &Place) {
        let end = self.sp(item.brace_token.span.close());
        let head = self.head(&item.attrs, &item.vis, &item.ident, self.sp(item.enum_token.span), end);
        let (id, _) = self.open(head, place);
        let variants = item.variants.iter().map(|variant| EnumVariant {
            name: name_of(&variant.ident),
            fields: self.fields(&variant.fields),
            cfg: cfgs_of(&variant.attrs).map(Box::new),
            span: self.sp(variant.ident.span()).span,
        });
        let kind = ItemKind::Enum {
            variants: variants.collect(),
            has_lifetimes: has_lifetimes(&item.generics),
            generics: self.generics(&item.generics),
        };
        self.set(id, kind);
    }

    fn fields(&self, fields: &syn::Fields) -> Fields {
        let lower = |(index, field): (usize, &syn::Field)| Field {
            name: field.ident.as_ref().map_or_else(|| Name::new(&index.to_string()), name_of),
            ty: self.ty(&field.ty),
            visibility: self.visibility(&field.vis).0,
            cfg: cfgs_of(&field.attrs).map(Box::new),
        };
        match fields {
            syn::Fields::Unit => Fields::Unit,
            syn::Fields::Named(fields) => Fields::Named(fields.named.iter().enumerate().map(lower).collect()),
            syn::Fields::Unnamed(fields) => Fields::Tuple(fields.unnamed.iter().enumerate().map(lower).collect()),
        }
    }

    fn trait_def(&mut self, item: syn::ItemTrait, place: &Place) {
        let unsafety = item.unsafety.map(|token| token.span).or(item.modifiers.auto_token.map(|token| token.span));
        let start = self.sp(unsafety.unwrap_or(item.trait_token.span));
        let end = self.sp(item.brace_token.span.close());
        let head = self.head(&item.attrs, &item.vis, &item.ident, start, end);
        let (id, in_test) = self.open(head, place);
        let generics = self.generics(&item.generics);
        let supertraits = self.bounds(&item.supertraits);
        let inner = Place { scope: place.scope, parent: Parent::Trait(id), in_test, cfg: None };
        let before = self.facts.items.len();
        for member in item.items {
            self.trait_member(member, &inner);
        }
        let members = self.members_since(before, inner.parent);
        self.set(id, ItemKind::Trait(Box::new(TraitDef { generics, supertraits, members })));
    }

    fn implementation(&mut self, item: syn::ItemImpl, place: &Place) {
        if item.modifiers.polarity.is_some() {
            return;
        }
        let first = item.modifiers.defaultness.map(|token| token.span).or(item.unsafety.map(|token| token.span));
        let keyword = self.sp(item.impl_token.span);
        let head = Head {
            name: Name::new(""),
            name_sp: keyword,
            visibility: Visibility::Public,
            attrs: &item.attrs,
            start: first.map_or(keyword, |first| self.sp(first)),
            end: self.sp(item.brace_token.span.close()),
        };
        let (id, in_test) = self.open(head, place);
        let generics = self.generics(&item.generics);
        let of_trait = item.trait_.as_ref().map(|(path, _)| self.path(path));
        let self_ty = self.ty(&item.self_ty);
        let inner = Place { scope: place.scope, parent: Parent::Impl(id), in_test, cfg: None };
        let before = self.facts.items.len();
        let of_a_trait = of_trait.is_some();
        for member in item.items {
            self.impl_member(member, &inner);
        }
        let members = self.members_since(before, inner.parent);
        if of_a_trait {
            for &member in &members {
                self.facts.items[member].visibility = Visibility::Public;
            }
        }
        self.set(id, ItemKind::Impl(Box::new(ImplBlock { generics, of_trait, self_ty, members })));
    }

    fn members_since(&self, before: usize, parent: Parent) -> Vec<ItemId> {
        let is_member = |item: &Fact| item.parent == parent;
        (before..self.facts.items.len()).map(ItemId::from_usize).filter(|&id| is_member(&self.facts.items[id])).collect()
    }

    fn module(&mut self, item: syn::ItemMod, place: &Place) {
        let keyword = self.sp(item.unsafety.map_or(item.mod_token.span, |token| token.span));
        let close = item.content.as_ref().map(|(brace, _)| brace.span.close()).or(item.semi.map(|semi| semi.span));
        let end = self.sp(close.unwrap_or(item.mod_token.span));
        let head = self.head(&item.attrs, &item.vis, &item.ident, keyword, end);
        let (id, in_test) = self.open(head, place);
        let path_attr = string_value(&item.attrs, "path");
        let scope = match item.content {
            None => None,
            Some((_, items)) => {
                let scope = self.scope(ScopeKind::Module(id), place.scope);
                let inner = Place { scope, parent: Parent::Scope, in_test, cfg: None };
                for item in items {
                    self.item(item, &inner);
                }
                Some(scope)
            }
        };
        self.set(id, ItemKind::Module { scope, path_attr });
    }

    /// Items of an `extern` block belong to the scope around it.
    fn foreign(&mut self, item: syn::ItemForeignMod, place: &Place) {
        let outer = super::attrs::read(self, &item.attrs);
        let mut inner = place.clone();
        if !outer.cfg.is_empty() {
            inner.cfg = Some(crate::facts::Cfg::All(place.cfg.iter().cloned().chain(outer.cfg).collect()));
        }
        for item in item.items {
            match item {
                syn::ForeignItem::Fn(item) => self.foreign_fn(item, &inner),
                syn::ForeignItem::Static(item) => {
                    let end = self.sp(item.semi_token.span);
                    let head = self.head(&item.attrs, &item.vis, &item.ident, self.sp(item.static_token.span), end);
                    let (id, _) = self.open(head, &inner);
                    let ty = self.ty(&item.ty);
                    self.set(id, ItemKind::Static { ty, body: BodyRef::None, wrapper: None });
                }
                syn::ForeignItem::Type(item) => {
                    let end = self.sp(item.semi_token.span);
                    let head = self.head(&item.attrs, &item.vis, &item.ident, self.sp(item.type_token.span), end);
                    let (id, _) = self.open(head, &inner);
                    self.set(id, ItemKind::TypeAlias { generics: self.generics(&item.generics), bounds: Vec::new(), ty: None });
                }
                syn::ForeignItem::Macro(item) => {
                    self.item_macro(&item.attrs, None, &item.mac, item.semi_token.map(|semi| semi.span), &inner);
                }
                _ => {}
            }
        }
    }

    pub(super) fn foreign_fn(&mut self, item: syn::ForeignItemFn, place: &Place) {
        let end = self.sp(item.semi_token.span);
        let head = self.head(&item.attrs, &item.vis, &item.sig.ident, signature_start(self, &item.sig), end);
        self.function(head, item.sig, None, end, place);
    }

    /// A `macro_rules!` definition.
    pub(super) fn macro_definition(&mut self, head: Head<'_>, mac: &syn::Macro, place: &Place) {
        let open = self.sp(mac.delimiter.span().open());
        let close = self.sp(mac.delimiter.span().close());
        let rules = if open.expanded || close.expanded {
            mac.tokens.to_string()
        } else {
            self.spans.text_at(crate::facts::Span::new(open.span.end, close.span.start)).to_owned()
        };
        let exported = head.attrs.iter().any(|attr| attr.path().is_ident("macro_export"));
        let name = head.name;
        self.expander.define(name, &rules);
        let (id, _) = self.open(head, place);
        self.set(id, ItemKind::MacroRules(MacroRules { rules, exported }));
    }
}

fn has_lifetimes(generics: &syn::Generics) -> bool {
    generics.lifetimes().next().is_some()
}
