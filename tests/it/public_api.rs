//! The public API of the library: the list must only change on purpose.

use std::fmt::Write as _;
use syn::{Item, Meta, UseTree, Visibility};

#[test]
fn the_public_items() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/lib.rs")).expect("it is there");
    let file = syn::parse_file(&text).expect("it is Rust");
    let mut listed = String::new();
    items(&file.items, "", &mut listed);
    insta::assert_snapshot!(listed);
}

fn items(items: &[Item], prefix: &str, listed: &mut String) {
    for item in items {
        match item {
            Item::Use(item) if is_public(&item.vis, &item.attrs) => leaves(&item.tree, prefix, listed),
            Item::Mod(item) if is_public(&item.vis, &item.attrs) => {
                let name = format!("{prefix}{}", item.ident);
                writeln!(listed, "{name}").expect("text can grow");
                self::items(item.content.as_ref().map_or(&[], |(_, items)| items), &format!("{name}::"), listed);
            }
            _ => {}
        }
    }
}

/// Whether an item is public, documented, and not behind the feature `internals`.
fn is_public(vis: &Visibility, attrs: &[syn::Attribute]) -> bool {
    let hides = |attr: &syn::Attribute| match &attr.meta {
        Meta::List(list) => list.path.is_ident("cfg") || list.path.is_ident("doc") && list.tokens.to_string() == "hidden",
        _ => false,
    };
    matches!(vis, Visibility::Public(_)) && !attrs.iter().any(hides)
}

fn leaves(tree: &UseTree, prefix: &str, listed: &mut String) {
    match tree {
        UseTree::Path(path) => leaves(&path.tree, prefix, listed),
        UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, prefix, listed)),
        UseTree::Name(name) => writeln!(listed, "{prefix}{}", name.ident).expect("text can grow"),
        UseTree::Rename(rename) => writeln!(listed, "{prefix}{}", rename.rename).expect("text can grow"),
        UseTree::Glob(_) => panic!("everything that is public is named"),
    }
}
