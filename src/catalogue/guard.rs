//! The guard's table of APIs: the part of the rules that it needs, as lines of text. Knows the rules; never knows a stack.

use super::index::Catalogue;
use super::load::Data;
use super::{Owner, ReceiverSet};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// What a hooked call can wait for; the receiver classes have the same names.
const CLASSES: [&str; 5] = ["file", "socket", "child-pipe", "stdin", "stdout"];

impl Catalogue {
    /// The text of `runtime/src/guard/linux/apis.tsv`: kind, name, what it waits for, lint; sorted. A row of kind `facade` has the name of the
    /// facade in the third column.
    #[must_use]
    pub fn guard_table(&self) -> String {
        let mut rows: BTreeSet<[&str; 4]> = BTreeSet::new();
        let methods = self.methods_of_types();
        // The guard does not see the code around a call.
        for api in self.apis().iter().filter(|api| !api.one_item) {
            let lint = self.lint_at(api.lint).id.as_str();
            // The analysis decides by the receiver's type, the guard by what the call waits for.
            let named = || api.receiver.iter().chain(&*api.any_argument);
            let classes: Vec<&str> = CLASSES.into_iter().filter(|class| named().any(|name| self.covers(name, class))).collect();
            if !classes.is_empty() {
                rows.extend(classes.into_iter().map(|class| ["api", api.path.as_str(), class, lint]));
            } else if named().next().is_none() || !is_of_std(&api.path) {
                rows.insert(["api", api.path.as_str(), "", lint]);
            }
        }
        rows.extend(methods.iter().map(|(path, lint)| ["api", path.as_str(), "", *lint]));
        for data in self.guard_files() {
            rows.extend(data.runtimes.iter().map(|name| ["runtime", name, "", ""]));
            rows.extend(data.primitives.iter().map(|name| ["primitive", name, "", ""]));
            rows.extend(data.reads_memory.iter().map(|lint| ["memory-lint", lint, "", ""]));
            for (facade, crates) in &data.facades {
                rows.extend(crates.iter().map(|name| ["facade", name, facade, ""]));
            }
            for hook in &data.hook {
                let waits_for = hook.waits_for.as_deref().unwrap_or_default();
                rows.extend(hook.functions.iter().map(|function| ["hook", function, waits_for, &hook.lint]));
            }
        }
        for files in self.contexts().memory_files() {
            let kind = if files.names_only { "memory-name" } else { "memory-path" };
            rows.extend(files.below.iter().map(|path| [kind, path, "", ""]));
        }
        let mut text = String::new();
        for row in rows {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{}", row.join("\t"));
        }
        text
    }

    /// Methods of std's traits that only some types' entries cover, where those types cannot be recognised by what the call waits for. They are
    /// listed as methods of the types, `std::fs::ReadDir::next`, with their lints.
    fn methods_of_types(&self) -> BTreeSet<(String, &str)> {
        let traits: BTreeSet<&str> =
            self.apis().iter().filter(|api| api.owner == Owner::Trait).filter_map(|api| Some(api.path.rsplit_once("::")?.0)).collect();
        let mut methods = BTreeSet::new();
        for api in self.apis().iter().filter(|api| is_of_std(&api.path)) {
            let Some((_, name)) = api.path.rsplit_once("::") else { continue };
            let is_told = CLASSES.into_iter().any(|class| api.receiver.iter().any(|receiver| self.covers(receiver, class)));
            let types = api.receiver.iter().filter_map(|receiver| self.receivers().class(receiver)).flat_map(ReceiverSet::types);
            // Skip traits: `dyn Read` may be anything.
            let types = types.filter(|path| !is_told && !traits.contains(path));
            methods.extend(types.map(|path| (format!("{path}::{name}"), self.lint_at(api.lint).id.as_str())));
        }
        methods
    }

    /// Whether the class `name` is `class`, or contains all of its types.
    fn covers(&self, name: &str, class: &str) -> bool {
        let types = |name| self.receivers().class(name);
        name == class
            || matches!((types(name), types(class)), (Some(all), Some(some)) if some.types().next().is_some() && some.types().all(|path| all.has_type(path)))
    }

    fn guard_files(&self) -> impl Iterator<Item = &super::schema::GuardFile> {
        self.parsed().iter().filter_map(|file| match &file.data {
            Data::Guard(data) => Some(&**data),
            _ => None,
        })
    }
}

/// Whether an API belongs to std, whose traits any crate may implement.
fn is_of_std(path: &str) -> bool {
    path.starts_with("std::")
}
