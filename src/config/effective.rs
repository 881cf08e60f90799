//! The effective configuration of a package, and where each part of it comes from.

use super::layers::{Layer, Scope};
use crate::diagnostics::Level;
use crate::options::{CheckOptions, Dependencies, TestCode};

/// One part of a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The key.
    pub key: &'static str,
    /// The value as TOML; for a list or table that is merged from several layers, the part from this origin.
    pub value: String,
    /// Where the value comes from.
    pub origin: Origin,
}

/// Who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The command line.
    CommandLine,
    /// A configuration: the file's path as messages show it, and the 1-based line.
    File(String, usize),
    /// The built-in default.
    Default,
}

/// The effective settings of a package, in the order of the reference documentation. Several parts of one setting: the nearest layer first.
#[must_use]
pub fn effective(scope: &Scope, options: &CheckOptions) -> Vec<Setting> {
    let mut settings = Vec::new();
    let mut push = |key, value: Option<String>, origin| settings.extend(value.map(|value| Setting { key, value, origin }));
    let given = |names: &[String]| (!names.is_empty()).then(|| list(names));
    let mut is_selected = !options.select.is_empty();
    push("select", given(&options.select), Origin::CommandLine);
    push("ignore", given(&options.ignore), Origin::CommandLine);
    for layer in &scope.layers {
        let Layer { data, .. } = &**layer;
        if !is_selected {
            push("select", data.select.as_deref().and_then(given), at(layer, "select"));
            push("ignore", given(&data.ignore), at(layer, "ignore"));
            is_selected = data.select.is_some();
        }
    }
    if !is_selected {
        push("select", Some("every lint that is on by default".to_owned()), Origin::Default);
    }
    for layer in &scope.layers {
        for (name, level) in &layer.data.levels {
            push("levels", Some(format!("{} = {}", key(name), word(*level))), at(layer, "levels"));
        }
        for entry in &layer.data.overrides {
            push("override", Some(list(&entry.paths)), at(layer, "override"));
        }
    }
    let from_layer = |key: &str, is_set: &dyn Fn(&Layer) -> bool| {
        scope.layers.iter().find(|layer| is_set(layer)).map_or(Origin::Default, |layer| at(layer, key))
    };
    let tests = scope.layers.iter().find_map(|layer| layer.data.tests).unwrap_or(false);
    match options.tests {
        TestCode::Show => push("tests", Some("true".to_owned()), Origin::CommandLine),
        TestCode::Hide => push("tests", Some(tests.to_string()), from_layer("tests", &|layer| layer.data.tests.is_some())),
    }
    let min_level = scope.layers.iter().find_map(|layer| layer.data.min_level).map_or(Level::Note, Level::from);
    match options.min_level {
        Some(level) => push("min-level", Some(word(level)), Origin::CommandLine),
        None => push("min-level", Some(word(min_level)), from_layer("min-level", &|layer| layer.data.min_level.is_some())),
    }
    let dependencies = scope.layers.iter().find_map(|layer| layer.data.dependencies).unwrap_or(true);
    let is_set = |layer: &Layer| layer.data.dependencies.is_some();
    match options.dependencies {
        Dependencies::Ignore => push("dependencies", Some("false".to_owned()), Origin::CommandLine),
        Dependencies::Follow => push("dependencies", Some(dependencies.to_string()), from_layer("dependencies", &is_set)),
    }
    if let Some(name) = scope.layers.iter().find_map(|layer| layer.data.offload_fn.as_ref()) {
        push("offload-fn", Some(format!("\"{name}\"")), from_layer("offload-fn", &|layer| layer.data.offload_fn.is_some()));
    }
    for layer in &scope.layers {
        let data = &layer.data;
        let nonblocking: Vec<_> = data.nonblocking.iter().map(|entry| entry.path.clone()).collect();
        let blocking: Vec<_> = data.blocking.iter().map(|entry| entry.path.clone()).collect();
        let apis: Vec<_> = data.api.iter().flat_map(|api| api.paths.clone()).collect();
        let takers: Vec<_> = data.taker.iter().flat_map(|taker| taker.paths.clone()).collect();
        let lists = [
            ("exclude", &data.exclude),
            ("nonblocking", &nonblocking),
            ("blocking", &blocking),
            ("startup-fns", &data.startup_fns),
            ("dedicated-runtime", &data.dedicated_runtime),
            ("opaque-crates", &data.opaque_crates),
            ("handler-attributes", &data.handler_attributes),
            ("rules", &data.rules),
            ("api", &apis),
            ("taker", &takers),
        ];
        for (key, names) in lists {
            push(key, given(names), at(layer, key));
        }
    }
    // Stable: the parts of one setting stay in their order.
    settings.sort_by_key(|setting| KEYS.iter().position(|key| *key == setting.key));
    settings
}

/// The keys in the order of the reference.
const KEYS: [&str; 18] = [
    "select",
    "ignore",
    "levels",
    "override",
    "tests",
    "min-level",
    "dependencies",
    "offload-fn",
    "exclude",
    "nonblocking",
    "blocking",
    "startup-fns",
    "dedicated-runtime",
    "opaque-crates",
    "handler-attributes",
    "rules",
    "api",
    "taker",
];

fn at(layer: &Layer, key: &str) -> Origin {
    Origin::File(layer.file.clone(), layer.line_of(key))
}

fn word(level: Level) -> String {
    format!("\"{}\"", level.word())
}

/// A name as a TOML key, quoted if needed.
fn key(name: &str) -> String {
    let is_bare = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if is_bare { name.to_owned() } else { toml::Value::from(name).to_string() }
}

fn list(names: &[String]) -> String {
    let names: Vec<_> = names.iter().map(|name| toml::Value::from(name.as_str()).to_string()).collect();
    format!("[{}]", names.join(", "))
}
