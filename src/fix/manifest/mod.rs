//! Turns on a feature of a dependency in the text of a `Cargo.toml`, in whatever spelling it is declared there. Comments, order and
//! layout stay: only the bytes that must change do. Knows TOML and cargo's sections; reads no file, and does not know whether the
//! dependency has such a feature.

mod place;
#[cfg(test)]
mod tests;

use crate::project::DependencyKind;
use place::{Layout, add_to};
use std::ops::Range;
use toml_edit::{Document, Item, TableLike};

/// The dependency that is to have a feature, as the project's model names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// The name by which code calls it, `-` replaced by `_`: a rename if there is one.
    pub name: &'a str,
    /// The name of its package.
    pub package: &'a str,
    /// Where the code that needs the feature is compiled: a dev-dependency is of no use to a library.
    pub kind: DependencyKind,
    /// The feature, as the package's own manifest names it.
    pub feature: &'a str,
}

/// New text for a range of bytes of a manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// In bytes of the text that was given; empty where text is only added.
    pub range: Range<usize>,
    /// What stands there afterwards.
    pub text: String,
}

/// Which of the two manifests is edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The package's own.
    Package,
    /// The one of the workspace's root, from which the package inherits the dependency.
    Workspace,
}

/// What has to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The manifest.
    pub place: Place,
    /// By position, never overlapping; none if the feature is named there already.
    pub edits: Vec<Replacement>,
}

/// Why a feature is not added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum Refusal {
    /// The text is no TOML.
    #[error("the manifest cannot be parsed")]
    Unparsed,
    /// No section that counts for this code declares it.
    #[error("the manifest does not declare the dependency where this code could use it")]
    Undeclared,
    /// What the code calls by that name is another package.
    #[error("the name stands for another package")]
    OtherPackage,
    /// `workspace = true`, but the workspace has no such entry, or its manifest was not given.
    #[error("the dependency is inherited, and the workspace does not declare it")]
    NotInherited,
    /// Something is there that cargo would refuse, or a spelling that cannot be edited in place.
    #[error("the dependency is declared in a way that cannot be edited")]
    Spelling,
}

/// Adds `wanted.feature` to the declarations of a dependency in `own`, the text of a package's manifest, or, where that says
/// `workspace = true`, in `root`, the text of the workspace's. `root` is `None` where `own` is the root manifest itself.
///
/// Where a package declares the dependency for some platforms only, each of these declarations is edited.
///
/// # Errors
/// A [`Refusal`] if there is no declaration that could be edited. The text that the edits lead to is parsed and looked up again before
/// it is offered.
pub fn add_feature(own: &str, root: Option<&str>, wanted: Wanted<'_>) -> Result<Change, Refusal> {
    let document = Document::parse(own).map_err(|_| Refusal::Unparsed)?;
    let declared = declarations(document.as_table(), wanted);
    if declared.is_empty() {
        return Err(Refusal::Undeclared);
    }
    if declared.iter().any(|(_, item)| inherits(item) && !has_feature(item, wanted.feature)) {
        if !declared.iter().all(|(_, item)| inherits(item)) {
            return Err(Refusal::Spelling);
        }
        return match root {
            Some(root) => {
                let document = Document::parse(root).map_err(|_| Refusal::Unparsed)?;
                in_workspace(root, document.as_table(), wanted)
            }
            None => in_workspace(own, document.as_table(), wanted),
        };
    }
    if declared.iter().any(|(key, item)| !inherits(item) && package_of(key, item) != wanted.package) {
        return Err(Refusal::OtherPackage);
    }
    let edits = edits(own, &declared, wanted.feature)?;
    let after = proven(own, &edits)?;
    let after = declarations(after.as_table(), wanted);
    let all = after.len() == declared.len() && after.iter().all(|(_, item)| has_feature(item, wanted.feature));
    if all { Ok(Change { place: Place::Package, edits }) } else { Err(Refusal::Spelling) }
}

/// The same in `[workspace.dependencies]`.
fn in_workspace(text: &str, table: &dyn TableLike, wanted: Wanted<'_>) -> Result<Change, Refusal> {
    let declared = shared(table, wanted.name);
    let [(key, item)] = declared.as_slice() else { return Err(Refusal::NotInherited) };
    if package_of(key, item) != wanted.package {
        return Err(Refusal::OtherPackage);
    }
    let edits = edits(text, &declared, wanted.feature)?;
    let after = proven(text, &edits)?;
    let done = shared(after.as_table(), wanted.name).iter().all(|(_, item)| has_feature(item, wanted.feature));
    if done { Ok(Change { place: Place::Workspace, edits }) } else { Err(Refusal::Spelling) }
}

/// A declared dependency: its key, and what it is declared as.
type Declared<'a> = (&'a str, &'a Item);

/// The declarations that code of `wanted.kind` can use: those for every platform if there are any, else those of each platform. Tests
/// can use normal dependencies as well, but their own come first.
fn declarations<'a>(table: &'a dyn TableLike, wanted: Wanted<'_>) -> Vec<Declared<'a>> {
    let sections: &[&[&str]] = match wanted.kind {
        DependencyKind::Normal => &[&["dependencies"]],
        DependencyKind::Dev => &[&["dev-dependencies", "dev_dependencies"], &["dependencies"]],
        DependencyKind::Build => &[&["build-dependencies", "build_dependencies"]],
    };
    let platforms = table.get("target").and_then(Item::as_table_like);
    for names in sections {
        let everywhere: Vec<_> = names.iter().filter_map(|name| table.get(name)).flat_map(|section| named(section, wanted.name)).collect();
        if !everywhere.is_empty() {
            return everywhere;
        }
        let tables = platforms.into_iter().flat_map(TableLike::iter).filter_map(|(_, platform)| platform.as_table_like());
        let somewhere: Vec<_> = tables
            .flat_map(|platform| names.iter().filter_map(|name| platform.get(name)))
            .flat_map(|section| named(section, wanted.name))
            .collect();
        if !somewhere.is_empty() {
            return somewhere;
        }
    }
    Vec::new()
}

fn shared<'a>(table: &'a dyn TableLike, name: &str) -> Vec<Declared<'a>> {
    let section = table.get("workspace").and_then(Item::as_table_like).and_then(|workspace| workspace.get("dependencies"));
    section.map(|section| named(section, name)).unwrap_or_default()
}

/// The entries of a section that code calls `name`.
fn named<'a>(section: &'a Item, name: &str) -> Vec<Declared<'a>> {
    let entries = section.as_table_like().into_iter().flat_map(TableLike::iter);
    entries.filter(|(key, _)| key.replace('-', "_") == name).collect()
}

fn inherits(item: &Item) -> bool {
    item.as_table_like().and_then(|table| table.get("workspace")?.as_bool()).unwrap_or(false)
}

fn package_of<'a>(key: &'a str, item: &'a Item) -> &'a str {
    item.as_table_like().and_then(|table| table.get("package")?.as_str()).unwrap_or(key)
}

fn has_feature(item: &Item, feature: &str) -> bool {
    let features = item.as_table_like().and_then(|table| table.get("features")?.as_array());
    features.is_some_and(|features| features.iter().any(|name| name.as_str() == Some(feature)))
}

fn edits(text: &str, declared: &[Declared<'_>], feature: &str) -> Result<Vec<Replacement>, Refusal> {
    let layout = Layout::of(text);
    let mut edits = Vec::new();
    for (_, item) in declared.iter().filter(|(_, item)| !has_feature(item, feature)) {
        edits.extend(add_to(item, feature, layout).ok_or(Refusal::Spelling)?);
    }
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    Ok(edits)
}

/// What the edits lead to, parsed. Whatever the text was, no edit is offered that breaks it.
fn proven(text: &str, edits: &[Replacement]) -> Result<Document<String>, Refusal> {
    let mut after = String::with_capacity(text.len() + 64);
    let mut done = 0;
    for edit in edits {
        after.push_str(text.get(done..edit.range.start).ok_or(Refusal::Spelling)?);
        after.push_str(&edit.text);
        done = edit.range.end;
    }
    after.push_str(text.get(done..).ok_or(Refusal::Spelling)?);
    Document::parse(after).map_err(|_| Refusal::Spelling)
}
