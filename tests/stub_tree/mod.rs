//! The stubs of the standard library as a tree of modules, for the tests of the stubs. It knows names, not types.

mod expand;
mod scope;

pub(crate) use scope::Names;

use expand::Macros;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use syn::{Item, TraitItem, UseTree, Visibility};

/// One module, macro calls expanded.
pub(crate) struct Module {
    /// `std::fs`.
    pub(crate) path: String,
    /// Its items, without imports.
    pub(crate) items: Vec<Item>,
    /// Name in scope to full path, re-exports included.
    pub(crate) imports: BTreeMap<String, String>,
    /// Modules whose items are all in scope.
    pub(crate) globs: Vec<String>,
}

/// All modules by path, and what they define.
pub(crate) struct Stubs {
    /// By path.
    pub(crate) modules: BTreeMap<String, Module>,
    /// The files read.
    pub(crate) files: Vec<PathBuf>,
    /// Items, variants, inherent and trait members at the paths where they are defined.
    defined: BTreeSet<String>,
    /// Re-exports: path to the path of the definition.
    reexported: BTreeMap<String, String>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/stubs/std")
}

impl Stubs {
    /// Reads the tree from its root; panics with the file's name where one is missing or does not parse.
    pub(crate) fn load() -> Self {
        let mut stubs = Self { modules: BTreeMap::new(), files: Vec::new(), defined: BTreeSet::new(), reexported: BTreeMap::new() };
        stubs.read_file("std", &root().join("lib.rs"));
        for module in stubs.modules.values() {
            define(module, &mut stubs.defined);
        }
        stubs
    }

    /// Every file below the stubs' folder.
    pub(crate) fn files_on_disk() -> BTreeSet<PathBuf> {
        let mut found = BTreeSet::new();
        let mut folders = vec![root()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).expect("the folder of stubs is readable") {
                let path = entry.expect("the folder of stubs is readable").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found.insert(path);
                }
            }
        }
        found
    }

    fn read_file(&mut self, path: &str, file: &Path) {
        let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error} at {:?}", file.display(), error.span().start()));
        self.files.push(file.to_owned());
        self.add_module(path, parsed.items);
    }

    fn add_module(&mut self, path: &str, items: Vec<Item>) {
        let mut module = Module { path: path.to_owned(), items: Vec::new(), imports: BTreeMap::new(), globs: Vec::new() };
        let mut macros = Macros::default();
        let mut waiting: Vec<Item> = items.into_iter().rev().collect();
        while let Some(item) = waiting.pop() {
            match item {
                Item::Macro(item) => waiting.extend(macros.take(item).into_iter().rev()),
                Item::Use(item) => {
                    let public = matches!(item.vis, Visibility::Public(_));
                    self.add_use(&mut module, &item.tree, &mut Vec::new(), public);
                }
                Item::Mod(mut item) => {
                    let inner = format!("{path}::{}", item.ident);
                    if let Some((_, items)) = item.content.take() {
                        self.add_module(&inner, items);
                    } else {
                        self.read_file(&inner, &file_of(&inner));
                    }
                    module.items.push(Item::Mod(item));
                }
                item => module.items.push(item),
            }
        }
        self.modules.insert(module.path.clone(), module);
    }

    fn add_use(&mut self, module: &mut Module, tree: &UseTree, before: &mut Vec<String>, public: bool) {
        let (name, target) = match tree {
            UseTree::Path(tree) => {
                before.push(tree.ident.to_string());
                self.add_use(module, &tree.tree, before, public);
                before.pop();
                return;
            }
            UseTree::Group(tree) => {
                tree.items.iter().for_each(|tree| self.add_use(module, tree, before, public));
                return;
            }
            UseTree::Glob(_) => {
                let target = absolute(&module.path, before);
                if public {
                    self.reexported.insert(format!("{}::*", module.path), target.clone());
                }
                module.globs.push(target);
                return;
            }
            UseTree::Name(tree) if tree.ident == "self" => (before.last().cloned().unwrap_or_default(), absolute(&module.path, before)),
            UseTree::Name(tree) => (tree.ident.to_string(), format!("{}::{}", absolute(&module.path, before), tree.ident)),
            UseTree::Rename(tree) => (tree.rename.to_string(), format!("{}::{}", absolute(&module.path, before), tree.ident)),
        };
        if public {
            self.reexported.insert(format!("{}::{name}", module.path), target.clone());
        }
        let earlier = module.imports.insert(name.clone(), target);
        assert!(earlier.is_none(), "{}: {name} is imported twice", module.path);
    }

    /// The path at which an item is defined, re-exports followed.
    pub(crate) fn definition(&self, path: &str) -> Option<String> {
        if self.defined.contains(path) || self.modules.contains_key(path) {
            return Some(path.to_owned());
        }
        let (parent, name) = path.rsplit_once("::")?;
        if let Some(target) = self.reexported.get(path) {
            return self.definition(target);
        }
        let parent = self.definition(parent)?;
        let there = format!("{parent}::{name}");
        if there != path {
            return self.definition(&there);
        }
        let glob = self.reexported.get(&format!("{parent}::*"))?;
        self.definition(&format!("{glob}::{name}"))
    }

    /// Whether a path leads to an item, a variant or an associated item.
    pub(crate) fn exists(&self, path: &str) -> bool {
        self.definition(path).is_some()
    }

    /// The associated types of a trait named in a module; `None` if there is no such trait.
    pub(crate) fn associated_types(&self, module: &Module, path: &syn::Path) -> Option<BTreeSet<String>> {
        let path = self.definition(&in_scope(module, path))?;
        let (parent, name) = path.rsplit_once("::")?;
        self.modules.get(parent)?.items.iter().find_map(|item| match item {
            Item::Trait(item) if item.ident == name => Some(
                item.items
                    .iter()
                    .filter_map(|member| match member {
                        TraitItem::Type(member) => Some(member.ident.to_string()),
                        _ => None,
                    })
                    .collect(),
            ),
            _ => None,
        })
    }
}

/// The full path of a path as written in a module, without generics.
pub(crate) fn in_scope(module: &Module, path: &syn::Path) -> String {
    let segments: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let (first, rest) = segments.split_first().expect("a path has a segment");
    let start = match first.as_str() {
        "crate" => "std".to_owned(),
        name => module.imports.get(name).cloned().unwrap_or_else(|| format!("{}::{name}", module.path)),
    };
    rest.iter().fold(start, |path, segment| format!("{path}::{segment}"))
}

fn file_of(module: &str) -> PathBuf {
    let mut path = root();
    path.extend(module.split("::").skip(1));
    path.set_extension("rs");
    path
}

fn absolute(module: &str, written: &[String]) -> String {
    let (first, rest) = written.split_first().expect("an import starts at `crate`, `self` or `super`");
    let mut path: Vec<&str> = module.split("::").collect();
    match first.as_str() {
        "crate" => path.truncate(1),
        "super" => {
            path.pop();
        }
        other => panic!("{module}: an import starts with {other}"),
    }
    path.extend(rest.iter().map(String::as_str));
    path.join("::")
}

/// Adds the definitions of a module. Inherent members are below the type's path, even if the impl is in another module.
fn define(module: &Module, defined: &mut BTreeSet<String>) {
    for item in &module.items {
        match item {
            Item::Fn(syn::ItemFn { sig: syn::Signature { ident, .. }, .. })
            | Item::Const(syn::ItemConst { ident, .. })
            | Item::Struct(syn::ItemStruct { ident, .. })
            | Item::Type(syn::ItemType { ident, .. }) => {
                defined.insert(format!("{}::{ident}", module.path));
            }
            Item::Enum(item) => {
                defined.insert(format!("{}::{}", module.path, item.ident));
                defined.extend(item.variants.iter().map(|variant| format!("{}::{}::{}", module.path, item.ident, variant.ident)));
            }
            Item::Trait(item) => {
                defined.insert(format!("{}::{}", module.path, item.ident));
                let members = item.items.iter().filter_map(super::trait_member);
                defined.extend(members.map(|member| format!("{}::{}::{member}", module.path, item.ident)));
            }
            Item::Impl(item) if item.trait_.is_none() => {
                if let syn::Type::Path(ty) = &*item.self_ty {
                    let owner = in_scope(module, &ty.path);
                    defined.extend(item.items.iter().filter_map(super::impl_member).map(|member| format!("{owner}::{member}")));
                }
            }
            _ => {}
        }
    }
}
