//! Enables a feature of a dependency in the text of a `Cargo.toml`, in whatever form it is declared. Comments, order and layout stay. Knows
//! TOML and cargo's sections; reads no file, and does not know whether the dependency has such a feature.

mod place;
#[cfg(test)]
mod tests;

use crate::project::DependencyKind;
use place::{Layout, add_to};
use std::ops::Range;
use toml_edit::{Document, Item, TableLike};

/// A dependency and the feature to enable, as the project model names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// Its name in code, `-` replaced by `_`: a rename if there is one.
    pub name: &'a str,
    /// The name of its package.
    pub package: &'a str,
    /// The kind of dependency that the code can use: a library cannot use a dev-dependency.
    pub kind: DependencyKind,
    /// The feature, as the package's own manifest names it.
    pub feature: &'a str,
}

/// New text for a range of bytes of a manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// In bytes of the given text; empty for an insertion.
    pub range: Range<usize>,
    /// The new text.
    pub text: String,
}

/// Which of the two manifests is edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The package's own.
    Package,
    /// The root manifest of the workspace, from which the package inherits the dependency.
    Workspace,
}

/// The edits of one manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The manifest.
    pub place: Place,
    /// By position, never overlapping; none if the feature is already enabled.
    pub edits: Vec<Replacement>,
}

/// Why a feature is not added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum Refusal {
    /// The text is no TOML.
    #[error("the manifest cannot be parsed")]
    Unparsed,
    /// No section that this code can use declares it.
    #[error("the manifest does not declare the dependency where this code could use it")]
    Undeclared,
    /// In code the name means another package.
    #[error("the name stands for another package")]
    OtherPackage,
    /// `workspace = true`, but the workspace has no such entry, or its manifest was not given.
    #[error("the dependency is inherited, and the workspace does not declare it")]
    NotInherited,
    /// The declaration is invalid, or has a form that cannot be edited in place.
    #[error("the dependency is declared in a way that cannot be edited")]
    Spelling,
}

/// Adds `wanted.feature` to the declarations of a dependency in `own`, the text of a package's manifest. For `workspace = true` it edits
/// `root`, the text of the workspace's manifest, which is `None` if `own` is the root manifest itself.
///
/// If a package declares the dependency for some platforms only, each of these declarations is edited.
///
/// # Errors
/// A [`Refusal`] if there is no declaration that could be edited. The resulting text is parsed and checked before the edits are returned.
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

/// Like [`add_feature`], for `[workspace.dependencies]`.
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

/// A declared dependency: its key and its value.
type Declared<'a> = (&'a str, &'a Item);

/// The declarations that code of `wanted.kind` can use: those for every platform if there are any, else those for single platforms. Tests
/// can use normal dependencies too, but dev-dependencies come first.
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

/// The entries of a section whose name in code is `name`.
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

/// The parsed result of the edits. No edit is offered that breaks the manifest.
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
