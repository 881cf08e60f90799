//! Code that a build script generates. It is not read, since nothing of the linted tree is run, and a file that an earlier build left may be out
//! of date. So the report says where it is missing.

use crate::facts::{Item, ItemKind, Name};
use crate::names::{CrateId, CrateKind, CrateStore, Namespace, Res};
use std::collections::BTreeSet;
use std::path::Path;

/// The variable that names the folder for generated files, in the code that includes one.
const FOLDER: &str = "\"OUT_DIR\"";

/// The places of the workspace, outside of tests, that include generated code, as `path:line`, sorted: `include!` with a computed path, and
/// macros of dependencies that expand to one.
pub(super) fn unread(store: &CrateStore<'_>, display: &dyn Fn(&Path) -> String) -> Vec<String> {
    let mut places = BTreeSet::new();
    for &krate in store.local_crates() {
        for file in store.krate(krate).files.iter().filter(|file| !file.in_test) {
            for item in file.facts.items.iter().filter(|item| !item.in_test && includes(store, krate, item)) {
                places.insert((display(&file.path), file.lines.line(item.span.start)));
            }
        }
    }
    places.into_iter().map(|(path, line)| format!("{path}:{line}")).collect()
}

/// Whether an item is a macro call that includes a generated file.
fn includes(store: &CrateStore<'_>, krate: CrateId, item: &Item) -> bool {
    let ItemKind::MacroCall { path } = &item.kind else { return false };
    match &path.segments[..] {
        // An `include!` of a literal path is another kind of item.
        [only] => only.name == "include",
        // `tonic::include_proto!("orders")`
        [head, last] => of_dependency(store, krate, head.name, last.name),
        _ => false,
    }
}

fn of_dependency(store: &CrateStore<'_>, krate: CrateId, head: Name, name: Name) -> bool {
    let Res::Def(root) = store.resolve_str(krate, head.as_str(), Namespace::Type).res else { return false };
    let rules = || store.exported_rules(root.krate, name);
    store.kind(root.krate) == CrateKind::Dependency && rules().is_some_and(|rules| rules.contains(FOLDER))
}
