//! Checks `rules/stubs/std`: the signatures parse, are consistent, and contain the items that the catalogue and users' code name.
//!
//! Whether a signature matches the real library cannot be tested here, because its source is not available. The tests check that the stubs
//! are closed: every module has its file, every import and every name in a signature resolves, every impl of a trait has that trait's
//! associated types.

mod stub_tree;

use quote::ToTokens;
use std::collections::{BTreeMap, BTreeSet};
use stub_tree::{Module, Names, Stubs};
use syn::visit::Visit;
use syn::{ImplItem, Item, TraitItem, Visibility};

/// Paths that must exist, one per line.
const KNOWN_PATHS: &str = include_str!("stubs/std_paths.txt");

#[test]
fn every_file_belongs_to_a_module() {
    let stubs = Stubs::load();
    let on_disk = Stubs::files_on_disk();
    let reached: BTreeSet<_> = stubs.files.iter().cloned().collect();
    assert_eq!(reached, on_disk, "modules declared on the left, files on the right");
}

#[test]
fn known_paths_exist() {
    let stubs = Stubs::load();
    let missing: Vec<_> = KNOWN_PATHS.lines().filter(|path| !stubs.exists(path)).collect();
    assert!(missing.is_empty(), "not in the stubs: {missing:#?}");
    assert!(KNOWN_PATHS.lines().count() > 300);
    assert!(!stubs.exists("std::fs::File::no_such_method"), "the look-up must be able to fail");
    assert!(!stubs.exists("std::fs::NoSuchItem"), "the look-up must be able to fail");
}

#[test]
fn imports_lead_to_items() {
    let stubs = Stubs::load();
    let mut lost = Vec::new();
    for module in stubs.modules.values() {
        for (name, target) in &module.imports {
            if !stubs.exists(target) {
                lost.push(format!("{}: {name} = {target}", module.path));
            }
        }
    }
    assert!(lost.is_empty(), "{lost:#?}");
}

#[test]
fn a_name_has_one_meaning_in_its_scope() {
    let stubs = Stubs::load();
    let mut twice = Vec::new();
    for module in stubs.modules.values() {
        let mut seen = BTreeSet::new();
        for item in &module.items {
            for name in names_of(item) {
                if module.imports.contains_key(&name.1) || !seen.insert(name.clone()) {
                    twice.push(format!("{}::{}", module.path, name.1));
                }
            }
        }
        twice.extend(members_given_twice(module));
    }
    assert!(twice.is_empty(), "{twice:#?}");
}

/// The names that an item defines, each with its namespace.
fn names_of(item: &Item) -> Vec<(&'static str, String)> {
    match item {
        Item::Fn(item) => vec![("value", item.sig.ident.to_string())],
        Item::Const(item) => vec![("value", item.ident.to_string())],
        Item::Struct(item) => vec![("type", item.ident.to_string())],
        Item::Enum(item) => vec![("type", item.ident.to_string())],
        Item::Trait(item) => vec![("type", item.ident.to_string())],
        Item::Type(item) => vec![("type", item.ident.to_string())],
        Item::Mod(item) => vec![("type", item.ident.to_string())],
        _ => Vec::new(),
    }
}

/// Members that occur twice in one trait, or in impls with the same header.
fn members_given_twice(module: &Module) -> Vec<String> {
    let mut members: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut twice = Vec::new();
    for item in &module.items {
        let (header, names): (String, Vec<String>) = match item {
            Item::Impl(item) => {
                let of = item.trait_.as_ref().map(|(path, _)| path.to_token_stream().to_string());
                let bounds = item.generics.where_clause.to_token_stream();
                let header = format!("impl {} {of:?} for {} {bounds}", item.generics.to_token_stream(), item.self_ty.to_token_stream());
                (header, item.items.iter().filter_map(impl_member).collect())
            }
            Item::Trait(item) => (format!("trait {}", item.ident), item.items.iter().filter_map(trait_member).collect()),
            _ => continue,
        };
        if names.is_empty() && members.contains_key(&header) {
            twice.push(format!("{}: {header}", module.path));
        }
        let known = members.entry(header.clone()).or_default();
        twice.extend(names.into_iter().filter(|name| !known.insert(name.clone())).map(|name| format!("{}: {header}: {name}", module.path)));
    }
    twice
}

fn impl_member(item: &ImplItem) -> Option<String> {
    match item {
        ImplItem::Fn(item) => Some(item.sig.ident.to_string()),
        ImplItem::Const(item) => Some(item.ident.to_string()),
        ImplItem::Type(item) => Some(item.ident.to_string()),
        _ => None,
    }
}

fn trait_member(item: &TraitItem) -> Option<String> {
    match item {
        TraitItem::Fn(item) => Some(item.sig.ident.to_string()),
        TraitItem::Const(item) => Some(item.ident.to_string()),
        TraitItem::Type(item) => Some(item.ident.to_string()),
        _ => None,
    }
}

#[test]
fn names_in_signatures_are_in_scope() {
    let stubs = Stubs::load();
    let mut unknown = Vec::new();
    for module in stubs.modules.values() {
        for item in &module.items {
            let mut names = Names::new(&stubs, module);
            names.visit_item(item);
            unknown.extend(names.unknown.into_iter().map(|name| format!("{}: {name}", module.path)));
        }
    }
    assert!(unknown.is_empty(), "{unknown:#?}");
}

#[test]
fn impls_give_the_associated_types_of_their_trait() {
    let stubs = Stubs::load();
    let mut wrong = Vec::new();
    let mut compared = 0;
    for module in stubs.modules.values() {
        for item in &module.items {
            let Item::Impl(item) = item else { continue };
            let Some((path, _)) = &item.trait_ else { continue };
            let Some(declared) = stubs.associated_types(module, path) else {
                wrong.push(format!("{}: no trait {}", module.path, path.to_token_stream()));
                continue;
            };
            let given: BTreeSet<_> = item.items.iter().filter_map(impl_member).collect();
            compared += 1;
            if declared != given {
                wrong.push(format!(
                    "{}: {} for {}: {declared:?} {given:?}",
                    module.path,
                    path.to_token_stream(),
                    item.self_ty.to_token_stream()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(compared > 1000, "only {compared} impls were compared");
}

#[test]
fn items_are_bare_and_public() {
    let stubs = Stubs::load();
    let mut wrong = Vec::new();
    for module in stubs.modules.values() {
        for item in &module.items {
            let ok = match item {
                Item::Fn(item) => is_public(&item.vis) && item.block.stmts.is_empty(),
                Item::Const(item) => is_public(&item.vis),
                Item::Struct(item) => is_public(&item.vis) && item.fields.iter().all(|field| is_public(&field.vis)),
                Item::Enum(item) => is_public(&item.vis),
                Item::Type(item) => is_public(&item.vis),
                Item::Trait(item) => is_public(&item.vis) && item.items.iter().all(is_bare_in_trait),
                Item::Impl(item) => item.items.iter().all(|member| is_bare_in_impl(member, item.trait_.is_some())),
                Item::Mod(item) => is_public(&item.vis) || item.ident == "primitives",
                Item::Use(_) => true,
                _ => false,
            };
            if !ok {
                wrong.push(format!("{}: {}", module.path, item.to_token_stream()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_bare_in_trait(item: &TraitItem) -> bool {
    match item {
        TraitItem::Fn(item) => item.default.as_ref().is_none_or(|body| body.stmts.is_empty()),
        TraitItem::Const(_) | TraitItem::Type(_) => true,
        _ => false,
    }
}

/// Impls of traits contain only associated types: the methods' signatures are those of the trait.
fn is_bare_in_impl(item: &ImplItem, of_trait: bool) -> bool {
    match item {
        ImplItem::Fn(item) => !of_trait && is_public(&item.vis) && item.block.stmts.is_empty(),
        ImplItem::Const(item) => !of_trait && is_public(&item.vis),
        ImplItem::Type(_) => of_trait,
        _ => false,
    }
}
