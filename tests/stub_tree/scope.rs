//! Finds names in signatures that are not in scope.

use super::{Module, Stubs, in_scope};
use syn::visit::{self, Visit};
use syn::{Generics, Path};

const PRIMITIVES: &[&str] =
    &["bool", "char", "str", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize", "f32", "f64"];

/// A walk over one item that collects unknown names.
pub(crate) struct Names<'a> {
    stubs: &'a Stubs,
    module: &'a Module,
    /// Type and const parameters, innermost last.
    parameters: Vec<String>,
    /// Unknown names, as written.
    pub(crate) unknown: Vec<String>,
}

impl<'a> Names<'a> {
    /// A walk without parameters in scope.
    pub(crate) fn new(stubs: &'a Stubs, module: &'a Module) -> Self {
        Self { stubs, module, parameters: Vec::new(), unknown: Vec::new() }
    }

    fn inside(&mut self, generics: &Generics, walk: impl FnOnce(&mut Self)) {
        let before = self.parameters.len();
        self.parameters.extend(generics.type_params().map(|parameter| parameter.ident.to_string()));
        self.parameters.extend(generics.const_params().map(|parameter| parameter.ident.to_string()));
        walk(self);
        self.parameters.truncate(before);
    }

    fn is_known(&self, path: &Path) -> bool {
        let first = path.segments[0].ident.to_string();
        let is_type_relative = first == "Self" || self.parameters.contains(&first);
        let is_primitive = path.segments.len() == 1 && PRIMITIVES.contains(&first.as_str());
        is_type_relative || is_primitive || self.stubs.exists(&in_scope(self.module, path))
    }
}

impl Visit<'_> for Names<'_> {
    fn visit_attribute(&mut self, _: &syn::Attribute) {}

    fn visit_item_impl(&mut self, item: &syn::ItemImpl) {
        self.inside(&item.generics, |names| visit::visit_item_impl(names, item));
    }

    fn visit_item_trait(&mut self, item: &syn::ItemTrait) {
        self.inside(&item.generics, |names| visit::visit_item_trait(names, item));
    }

    fn visit_item_struct(&mut self, item: &syn::ItemStruct) {
        self.inside(&item.generics, |names| visit::visit_item_struct(names, item));
    }

    fn visit_item_enum(&mut self, item: &syn::ItemEnum) {
        self.inside(&item.generics, |names| visit::visit_item_enum(names, item));
    }

    fn visit_item_type(&mut self, item: &syn::ItemType) {
        self.inside(&item.generics, |names| visit::visit_item_type(names, item));
    }

    fn visit_signature(&mut self, signature: &syn::Signature) {
        self.inside(&signature.generics, |names| visit::visit_signature(names, signature));
    }

    fn visit_pat_type(&mut self, parameter: &syn::PatType) {
        self.visit_type(&parameter.ty);
    }

    fn visit_type_path(&mut self, ty: &syn::TypePath) {
        if let Some(qualified) = &ty.qself {
            // `<T as Trait>::Name`: the path up to the trait must be known, the name after it is the trait's.
            let of_trait = Path { leading_colon: None, segments: ty.path.segments.iter().take(qualified.position).cloned().collect() };
            if qualified.position > 0 {
                self.visit_path(&of_trait);
            }
            self.visit_type(&qualified.ty);
        } else {
            visit::visit_type_path(self, ty);
        }
    }

    fn visit_path(&mut self, path: &Path) {
        if !self.is_known(path) {
            self.unknown.push(path.segments.iter().map(|segment| segment.ident.to_string()).collect::<Vec<_>>().join("::"));
        }
        visit::visit_path(self, path);
    }
}
