//! Attributes, as far as the analysis needs them.

use super::{Path, Span};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One attribute that is neither a doc comment nor a `cfg`: `#[tokio::main(flavor = "current_thread")]`, `#[derive(Clone)]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attr {
    /// The attribute's path: `tokio::main`, `derive`.
    pub path: Path,
    /// Its arguments as written between the parentheses, tokens separated by single spaces; empty if there are none.
    pub args: String,
    /// For `derive`: the derived paths.
    pub derives: Vec<Path>,
    /// The whole attribute, `#` and brackets included.
    pub span: Span,
}

/// A `cfg` predicate. `cfg_attr` is not evaluated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self")]
pub enum Cfg {
    /// `all(..)`; empty is true. Several `#[cfg]` on one item become one `All`.
    All(Vec<Cfg>),
    /// `any(..)`; empty is false.
    Any(Vec<Cfg>),
    /// `not(..)`.
    Not(Box<Cfg>),
    /// A bare flag: `test`, `unix`.
    Flag(String),
    /// `feature = "x"`, `target_os = "linux"`.
    KeyValue(String, String),
    /// A predicate that could not be parsed.
    Unknown,
}

impl Cfg {
    /// The conjunction of several; `None` if there are none.
    pub(crate) fn conjunction(cfgs: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut all: Vec<Self> = cfgs.into_iter().collect();
        if all.len() > 1 { Some(Self::All(all)) } else { all.pop() }
    }

    /// Whether the item exists only with at least one of these features.
    #[must_use]
    pub fn is_only_with(&self, features: &BTreeSet<String>) -> bool {
        match self {
            _ if features.is_empty() => false,
            Self::KeyValue(key, value) => key == "feature" && features.contains(value),
            Self::All(all) => all.iter().any(|cfg| cfg.is_only_with(features)),
            // Each arm needs tests or such a feature.
            Self::Any(any) => !any.is_empty() && any.iter().all(|cfg| cfg.is_only_with(features) || cfg.is_test_only()),
            Self::Flag(_) | Self::Not(_) | Self::Unknown => false,
        }
    }

    /// Whether the item exists only in test builds: `test`, `bench`, `fuzzing`, `all(test, ..)`, or an `any(..)` whose arms are all test-only.
    #[must_use]
    pub fn is_test_only(&self) -> bool {
        match self {
            Self::Flag(flag) => ["test", "bench", "fuzzing"].contains(&flag.as_str()),
            Self::All(all) => all.iter().any(Self::is_test_only),
            Self::Any(any) => !any.is_empty() && any.iter().all(Self::is_test_only),
            Self::Not(_) | Self::KeyValue(..) | Self::Unknown => false,
        }
    }
}

impl Serialize for Cfg {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for Cfg {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::packed::nested(|| Self::deserialize(deserializer))
    }
}
