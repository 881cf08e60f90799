//! Which of several `cfg`-exclusive definitions is the one of this host.

use crate::facts::Cfg;
use std::collections::BTreeSet;

/// 0 if `cfg` holds for a 64-bit Linux build without tests, 1 if that depends on features or on something unknown, 2 if not.
pub(super) fn rank(cfg: Option<&Cfg>, features: &BTreeSet<String>) -> u8 {
    match cfg.map_or(Some(true), |cfg| eval(cfg, features)) {
        Some(true) => 0,
        None => 1,
        Some(false) => 2,
    }
}

/// `None` is "cannot be said". Depth is bounded by the parser that made `cfg`.
fn eval(cfg: &Cfg, features: &BTreeSet<String>) -> Option<bool> {
    match cfg {
        Cfg::All(all) => {
            let values: Vec<_> = all.iter().map(|cfg| eval(cfg, features)).collect();
            if values.contains(&Some(false)) { Some(false) } else { values.into_iter().collect::<Option<Vec<_>>>().map(|_| true) }
        }
        Cfg::Any(any) => {
            let values: Vec<_> = any.iter().map(|cfg| eval(cfg, features)).collect();
            if values.contains(&Some(true)) { Some(true) } else { values.into_iter().collect::<Option<Vec<_>>>().map(|_| false) }
        }
        Cfg::Not(inner) => eval(inner, features).map(|value| !value),
        Cfg::Flag(flag) => Some(matches!(flag.as_str(), "unix" | "debug_assertions" | "true")),
        Cfg::KeyValue(key, value) => match key.as_str() {
            // A feature that is on by default is on; any other may be, if somebody asks for it.
            "feature" => features.contains(value).then_some(true),
            "target_os" => Some(value == "linux"),
            "target_family" => Some(value == "unix"),
            "target_arch" => Some(value == "x86_64"),
            "target_pointer_width" => Some(value == "64"),
            "target_env" => Some(value == "gnu"),
            "target_endian" => Some(value == "little"),
            "target_has_atomic" => Some(true),
            "panic" => Some(value == "unwind"),
            _ => None,
        },
        Cfg::Unknown => None,
    }
}

/// The features that `default` turns on.
pub(super) fn default_features(features: &std::collections::BTreeMap<String, Vec<String>>) -> BTreeSet<String> {
    let mut on = BTreeSet::new();
    let mut queue = vec!["default".to_owned()];
    while let Some(feature) = queue.pop() {
        if let Some(more) = features.get(&feature) {
            queue.extend(more.iter().filter(|more| !on.contains(*more)).cloned());
        }
        on.insert(feature);
    }
    on
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks() {
        let flag = |name: &str| Cfg::Flag(name.to_owned());
        let feature = |name: &str| Cfg::KeyValue("feature".to_owned(), name.to_owned());
        let on = BTreeSet::from(["rt".to_owned()]);
        let cases = [
            (None, 0),
            (Some(flag("unix")), 0),
            (Some(flag("windows")), 2),
            (Some(flag("test")), 2),
            (Some(Cfg::Not(Box::new(flag("windows")))), 0),
            (Some(feature("rt")), 0),
            (Some(feature("other")), 1),
            (Some(Cfg::Not(Box::new(feature("other")))), 1),
            (Some(Cfg::All(vec![feature("other"), flag("windows")])), 2),
            (Some(Cfg::Any(vec![feature("other"), flag("unix")])), 0),
            (Some(Cfg::Any(vec![])), 2),
            (Some(Cfg::KeyValue("target_os".to_owned(), "macos".to_owned())), 2),
        ];
        for (cfg, expected) in cases {
            assert_eq!(rank(cfg.as_ref(), &on), expected, "{cfg:?}");
        }
    }

    #[test]
    fn default_features_are_closed_and_terminate() {
        let features = [("default", vec!["a"]), ("a", vec!["b"]), ("b", vec!["a"]), ("c", vec![])]
            .map(|(name, more)| (name.to_owned(), more.into_iter().map(str::to_owned).collect()))
            .into();
        let on = default_features(&features);
        assert!(on.contains("b") && !on.contains("c"));
    }
}
