//! Settings of the client under `async-lint`. Everything else is configured in `async-lint.toml`.

use crate::diagnostics::Level;
use crate::options::{CheckOptions, Dependencies, TestCode};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// The settings. None is a path: settings that come with a project must not make the tool read files elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Settings {
    /// Lint ids, groups or `all`; empty for those that are on by default.
    pub select: Vec<String>,
    /// Lint ids, groups or `all` to leave out.
    pub ignore: Vec<String>,
    /// Levels by lint id, group or `all`.
    pub levels: BTreeMap<String, Level>,
    /// Findings below it are not shown.
    pub min_level: Option<Level>,
    /// Globs of files and folders without findings.
    pub exclude: Vec<String>,
    /// Whether findings in test code are shown.
    pub tests: bool,
    /// Whether the sources of dependencies are not read.
    pub no_deps: bool,
}

impl Settings {
    /// Reads the settings that a client sends: the section itself, or an object that contains it.
    ///
    /// # Errors
    /// What is wrong with them, in one line.
    pub fn read(value: &Value) -> Result<Self, String> {
        let section = value.get("async-lint").or_else(|| value.get("asyncLint")).unwrap_or(value);
        if section.is_null() { Ok(Self::default()) } else { Self::deserialize(section).map_err(|error| error.to_string()) }
    }

    /// The options with these settings.
    #[must_use]
    pub fn apply(&self, options: CheckOptions) -> CheckOptions {
        CheckOptions {
            select: self.select.clone(),
            ignore: self.ignore.clone(),
            levels: self.levels.iter().map(|(name, level)| (name.clone(), *level)).collect(),
            min_level: self.min_level,
            exclude: self.exclude.clone(),
            tests: if self.tests { TestCode::Show } else { TestCode::Hide },
            dependencies: if self.no_deps { Dependencies::Ignore } else { Dependencies::Follow },
            ..options
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_section_may_be_wrapped_or_missing() {
        let wanted = Settings { ignore: vec!["contended-lock".to_owned()], tests: true, ..Settings::default() };
        let section = json!({ "ignore": ["contended-lock"], "tests": true });
        assert_eq!(Settings::read(&section), Ok(wanted.clone()));
        assert_eq!(Settings::read(&json!({ "async-lint": section })), Ok(wanted));
        assert_eq!(Settings::read(&Value::Null), Ok(Settings::default()));
    }

    #[test]
    fn what_is_not_known_is_told() {
        for wrong in [json!({ "selct": [] }), json!({ "tests": "yes" }), json!([1]), json!({ "levels": { "all": "loud" } })] {
            assert!(Settings::read(&wrong).is_err(), "{wrong}");
        }
    }
}
