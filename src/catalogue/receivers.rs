//! Classes of types by behaviour; included classes are merged in.

use super::schema::{ReceiverClass, WrappedArguments};
use std::collections::{BTreeMap, BTreeSet};

/// All classes by name.
#[derive(Clone, Debug, Default)]
pub struct Receivers {
    classes: BTreeMap<String, ReceiverSet>,
}

/// One class: the types named, wrappers around a member, and structs with a member as field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReceiverSet {
    types: BTreeSet<String>,
    name_endings: BTreeSet<String>,
    /// Each with `::` at its end.
    modules: BTreeSet<String>,
    wrappers: BTreeMap<String, Vec<usize>>,
    in_fields: bool,
}

impl ReceiverSet {
    /// Whether the type at this canonical path is a member by name.
    #[must_use]
    pub fn has_type(&self, path: &str) -> bool {
        let name = || path.rsplit("::").next().unwrap_or(path);
        self.types.contains(path)
            || self.name_endings.iter().any(|ending| name().ends_with(&**ending))
            || self.modules.iter().any(|module| path.starts_with(&**module))
    }

    /// For a wrapper type: the 0-based index of the type argument that must be a member for the wrapper to be one.
    #[must_use]
    pub fn wrapper(&self, path: &str) -> Option<usize> {
        self.wrapped(path).first().copied()
    }

    /// For a wrapper type: the 0-based indices of the type arguments of which one must be a member; empty for any other type.
    #[must_use]
    pub fn wrapped(&self, path: &str) -> &[usize] {
        self.wrappers.get(path).map_or(&[], Vec::as_slice)
    }

    /// Whether a struct is a member when one of its fields is.
    #[must_use]
    pub const fn in_fields(&self) -> bool {
        self.in_fields
    }

    /// The member types by canonical path, sorted.
    #[cfg(any(test, feature = "internals"))]
    pub fn types(&self) -> impl Iterator<Item = &str> {
        self.types.iter().map(String::as_str)
    }
}

impl Receivers {
    /// The class of this name.
    #[must_use]
    pub fn class(&self, name: &str) -> Option<&ReceiverSet> {
        self.classes.get(name)
    }

    /// All classes, sorted by name.
    #[cfg(any(test, feature = "internals"))]
    pub fn iter(&self) -> impl Iterator<Item = (&str, &ReceiverSet)> {
        self.classes.iter().map(|(name, set)| (name.as_str(), set))
    }

    /// Merges included classes in. The wrappers of an included class then wrap any member of the including one.
    ///
    /// # Errors
    /// The names along a cycle, with the first one repeated at the end. Unknown names are ignored: the checks report them.
    pub(super) fn flatten(raw: &BTreeMap<String, ReceiverClass>) -> Result<Self, Vec<String>> {
        let mut classes = BTreeMap::new();
        for name in raw.keys() {
            let mut set = ReceiverSet::default();
            let mut seen = BTreeSet::new();
            collect(name, raw, &mut Vec::new(), &mut seen, &mut set)?;
            classes.insert(name.clone(), set);
        }
        Ok(Self { classes })
    }
}

/// Adds `name` and its included classes to `set`. Recursion is bounded by the number of classes, since a name on `trail` ends it.
fn collect<'r>(
    name: &'r str,
    raw: &'r BTreeMap<String, ReceiverClass>,
    trail: &mut Vec<&'r str>,
    seen: &mut BTreeSet<&'r str>,
    set: &mut ReceiverSet,
) -> Result<(), Vec<String>> {
    if let Some(start) = trail.iter().position(|t| *t == name) {
        return Err(trail[start..].iter().copied().chain([name]).map(str::to_owned).collect());
    }
    let Some(class) = raw.get(name) else { return Ok(()) };
    if !seen.insert(name) {
        return Ok(());
    }
    set.types.extend(class.types.iter().flat_map(|t| super::braces::expand(t).unwrap_or_default()));
    set.name_endings.extend(class.name_endings.iter().cloned());
    set.modules.extend(class.modules.iter().map(|module| format!("{module}::")));
    for (written, arguments) in &class.wrappers {
        let indices = match arguments {
            WrappedArguments::One(index) => vec![*index],
            WrappedArguments::Any(indices) => indices.clone(),
        };
        set.wrappers.extend(super::braces::expand(written).unwrap_or_default().into_iter().map(|path| (path, indices.clone())));
    }
    set.in_fields |= class.in_fields;
    trail.push(name);
    for other in &class.includes {
        collect(other, raw, trail, seen, set)?;
    }
    trail.pop();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(types: &[&str], includes: &[&str]) -> ReceiverClass {
        let own = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect();
        ReceiverClass { types: own(types), includes: own(includes), ..ReceiverClass::default() }
    }

    #[test]
    fn merges_included_classes_and_expands_braces() {
        let mut wrapper = class(&[], &[]);
        wrapper.wrappers.insert("std::io::BufReader".to_owned(), WrappedArguments::One(0));
        wrapper.wrappers.insert("std::iter::{Chain, Zip}".to_owned(), WrappedArguments::Any(vec![0, 1]));
        let raw = BTreeMap::from([
            ("a".to_owned(), class(&["x::{A, B}"], &["b", "w"])),
            ("b".to_owned(), class(&["x::C"], &["w"])),
            ("w".to_owned(), wrapper),
        ]);
        let receivers = Receivers::flatten(&raw).unwrap();
        let a = receivers.class("a").unwrap();
        assert_eq!(a.types().collect::<Vec<_>>(), ["x::A", "x::B", "x::C"]);
        assert_eq!(a.wrapper("std::io::BufReader"), Some(0));
        assert_eq!((a.wrapped("std::iter::Zip"), a.wrapped("std::iter::Map")), (&[0, 1][..], &[][..]));
        assert!(!receivers.class("b").unwrap().has_type("x::A"));
    }

    #[test]
    fn has_types_by_the_ends_of_their_names_and_by_module() {
        let by_name = ReceiverClass { name_endings: vec!["Guard".to_owned()], modules: vec!["x::sync".to_owned()], ..class(&[], &[]) };
        let receivers = Receivers::flatten(&BTreeMap::from([("a".to_owned(), by_name)])).unwrap();
        let a = receivers.class("a").unwrap();
        assert!(a.has_type("any::MutexGuard") && a.has_type("x::sync::mpsc::Sender"));
        assert!(!a.has_type("any::Guarded") && !a.has_type("Guard::Other") && !a.has_type("x::synced::Lock") && !a.has_type("x::sync"));
    }

    #[test]
    fn names_a_cycle() {
        let raw = BTreeMap::from([
            ("a".to_owned(), class(&[], &["b"])),
            ("b".to_owned(), class(&[], &["c"])),
            ("c".to_owned(), class(&[], &["b"])),
        ]);
        assert_eq!(Receivers::flatten(&raw).unwrap_err(), ["b", "c", "b"]);
    }
}
