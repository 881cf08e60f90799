//! Evaluates `cfg` predicates: which of several mutually exclusive definitions fits the platform, and which code is certainly left out.

use super::{CrateId, CrateKind, CrateStore, DefId, DefKind};
use crate::facts::{Cfg, Visibility};
use crate::project::{Package, PackageFeatures, Platform, TargetKind};
use std::collections::{BTreeMap, BTreeSet};

/// Which features of a crate are on.
#[derive(Clone, Debug, Default)]
pub(super) struct Features {
    /// Features that are certainly on.
    on: BTreeSet<String>,
    /// All features that the package declares; `None` if unknown.
    declared: Option<BTreeSet<String>>,
    /// Features that only some builds turn on.
    maybe: BTreeSet<String>,
    /// Features that only builds of tests turn on.
    in_tests: BTreeSet<String>,
    /// Whether every other feature is off, because no other package can turn it on.
    closed: bool,
    /// Whether the package has a build script, which may set flags of its own.
    scripted: bool,
    /// The platform it is built for.
    platform: Platform,
}

/// The builds for which a `cfg` predicate is evaluated.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CfgQuestion {
    /// The most likely build for the platform: unknown flags count as off.
    Likely,
    /// The same, but features that are not certainly on count as off.
    Plain,
    /// Every build of the code itself for the platform: a build script may set any flag.
    Certain,
    /// The same and every build of tests.
    Tested,
    /// Every build of the workspace's own code for the platform: with any features that are not certainly on or off, by any compiler.
    Own,
    /// The platform alone: everything else is undecided.
    Platform,
}

impl Features {
    /// Features of a workspace package. On are the default features and those that other packages request as a normal dependency. Every
    /// other declared feature is undecided.
    pub(super) fn of_member(package: &Package, resolved: Option<&PackageFeatures>, platform: Platform) -> Self {
        let is_known = package.manifest.is_some();
        let mut on = closure(&package.features);
        on.extend(resolved.into_iter().flat_map(|resolved| &resolved.on).cloned());
        Self {
            on,
            declared: is_known.then(|| declared(package)),
            maybe: BTreeSet::new(),
            in_tests: BTreeSet::new(),
            closed: false,
            scripted: scripted(package),
            platform,
        }
    }

    /// Features of a dependency, as all packages of the build request them. A dependency that no build seems to include is treated as a member.
    pub(super) fn of_dependency(package: &Package, resolved: Option<&PackageFeatures>, platform: Platform) -> Self {
        let Some(resolved) = resolved else { return Self::of_member(package, None, platform) };
        Self {
            on: resolved.on.clone(),
            declared: Some(declared(package)),
            maybe: resolved.maybe.clone(),
            in_tests: resolved.in_tests.clone(),
            closed: resolved.closed,
            scripted: scripted(package),
            platform,
        }
    }

    /// The features as text, part of the cache key of results that depend on them.
    pub(super) fn fingerprint(&self) -> String {
        format!("{self:?}")
    }

    fn is_on(&self, name: &str, ask: CfgQuestion) -> Option<bool> {
        if self.on.contains(name) {
            return Some(true);
        }
        if self.in_tests.contains(name) && ask == CfgQuestion::Certain {
            return Some(false);
        }
        if self.maybe.contains(name) || self.in_tests.contains(name) {
            return None;
        }
        let is_off = self.closed || self.declared.as_ref().is_some_and(|declared| !declared.contains(name));
        is_off.then_some(false)
    }
}

/// Whether cargo runs a build script for a package.
fn scripted(package: &Package) -> bool {
    package.targets.iter().any(|target| target.kind == TargetKind::BuildScript)
}

/// The names of all features, optional dependencies included.
fn declared(package: &Package) -> BTreeSet<String> {
    let optional = package.dependencies.iter().filter(|dependency| dependency.optional);
    package.features.keys().cloned().chain(optional.flat_map(|dependency| [dependency.name.clone(), dependency.package.clone()])).collect()
}

/// The default features of a package and all that they enable in it.
fn closure(features: &BTreeMap<String, Vec<String>>) -> BTreeSet<String> {
    let mut on = BTreeSet::new();
    let mut queue: Vec<String> = vec!["default".to_owned()];
    while let Some(feature) = queue.pop() {
        if let Some(more) = features.get(&feature) {
            queue.extend(more.iter().map(|more| more.trim_start_matches("dep:").to_owned()).filter(|more| !on.contains(more)));
        }
        on.insert(feature);
    }
    on
}

/// 0 if `cfg` holds for a build for the platform without tests, 1 if that depends on features or on something unknown, 2 if it does not
/// hold with the default features, 3 if it never holds.
pub(super) fn rank(cfg: Option<&Cfg>, features: &Features) -> u8 {
    let Some(cfg) = cfg else { return 0 };
    match eval(cfg, features, CfgQuestion::Likely) {
        Some(true) => 0,
        None if eval(cfg, features, CfgQuestion::Plain) == Some(false) => 2,
        None => 1,
        Some(false) => 3,
    }
}

/// Whether code under a predicate is certainly left out of a dependency, which is built for one platform, even in tests of the workspace.
pub(super) fn is_off(cfg: &Cfg, features: &Features) -> bool {
    eval(cfg, features, CfgQuestion::Tested) == Some(false)
}

/// Whether code under a predicate is compiled in tests only: all else that would let it in is for other platforms.
pub(super) fn is_test_only_here(cfg: &Cfg, features: &Features) -> bool {
    match cfg {
        Cfg::All(all) => all.iter().any(|cfg| is_test_only_here(cfg, features)),
        Cfg::Any(any) => {
            let is_elsewhere = |cfg: &Cfg| eval(cfg, features, CfgQuestion::Platform) == Some(false);
            any.iter().any(Cfg::is_test_only) && any.iter().all(|cfg| cfg.is_test_only() || is_elsewhere(cfg))
        }
        _ => cfg.is_test_only(),
    }
}

/// `None` means undecidable. The parser that built `cfg` bounds the recursion depth.
fn eval(cfg: &Cfg, features: &Features, ask: CfgQuestion) -> Option<bool> {
    let machine = |holds: bool| (!matches!(ask, CfgQuestion::Own | CfgQuestion::Platform)).then_some(holds);
    match cfg {
        Cfg::All(all) => {
            let values: Vec<_> = all.iter().map(|cfg| eval(cfg, features, ask)).collect();
            if values.contains(&Some(false)) { Some(false) } else { values.into_iter().collect::<Option<Vec<_>>>().map(|_| true) }
        }
        // `any(test, feature = "testing")`: such a feature is an alias of `test`, so it is on in tests only.
        Cfg::Any(any)
            if ask != CfgQuestion::Platform
                && any.iter().any(Cfg::is_test_only)
                && any.iter().all(|cfg| is_for_tests(cfg, features, ask)) =>
        {
            Some(false)
        }
        Cfg::Any(any) => {
            let values: Vec<_> = any.iter().map(|cfg| eval(cfg, features, ask)).collect();
            if values.contains(&Some(true)) { Some(true) } else { values.into_iter().collect::<Option<Vec<_>>>().map(|_| false) }
        }
        Cfg::Not(inner) => eval(inner, features, ask).map(|value| !value),
        Cfg::Flag(flag) => match flag.as_str() {
            "test" | "bench" | "doctest" | "miri" | "loom" | "fuzzing" if ask == CfgQuestion::Platform => None,
            "test" | "bench" | "doctest" | "miri" | "loom" | "fuzzing" | "false" => Some(false),
            "true" => Some(true),
            "debug_assertions" => machine(true),
            "unix" | "windows" | "wasm" => features.platform.says("target_family", flag),
            "proc_macro" | "docsrs" | "doc" => machine(false),
            _ => match features.platform.is_named(flag) {
                Some(holds) => Some(holds),
                None if features.scripted && matches!(ask, CfgQuestion::Certain | CfgQuestion::Tested) => None,
                None => machine(false),
            },
        },
        Cfg::KeyValue(key, value) => match key.as_str() {
            "feature" if ask == CfgQuestion::Platform => None,
            "feature" => features.is_on(value, ask).or((ask == CfgQuestion::Plain).then_some(false)),
            "target_has_atomic" => machine(true),
            "panic" => machine(features.platform.says(key, value)?),
            _ => features.platform.says(key, value),
        },
        Cfg::Unknown => None,
    }
}

/// `test`, or a feature that is not certainly on.
fn is_for_tests(cfg: &Cfg, features: &Features, ask: CfgQuestion) -> bool {
    cfg.is_test_only() || matches!(cfg, Cfg::KeyValue(key, value) if key == "feature" && features.is_on(value, ask) != Some(true))
}

impl CrateStore<'_> {
    /// Whether code under a predicate is certainly left out of a crate, outside of its own tests.
    #[must_use]
    pub fn is_off(&self, krate: CrateId, cfg: &Cfg) -> bool {
        let data = self.krate(krate);
        let ask = if data.kind == CrateKind::Dependency { CfgQuestion::Certain } else { CfgQuestion::Own };
        eval(cfg, &data.features, ask) == Some(false)
    }

    /// Whether a definition is for other platforms only, by its own `cfg` or by one around it.
    #[must_use]
    pub fn is_elsewhere(&self, def: DefId) -> bool {
        let features = &self.krate(def.krate).features;
        let is_off = |id: DefId| {
            let cfg = self.item(id).and_then(|item| item.cfg.as_deref());
            cfg.is_some_and(|cfg| eval(cfg, features, CfgQuestion::Platform) == Some(false))
        };
        std::iter::successors(Some(def), |id| self.def(*id).parent).any(is_off)
    }

    /// Whether the name of a private module shows that it belongs to the crate's own tests: `mod testserver;`. Other crates cannot name it.
    fn is_inner_test_module(&self, def: DefId) -> bool {
        let data = self.def(def);
        let name = data.name.as_str();
        data.kind == DefKind::Module
            && (name.starts_with("test") || name.ends_with("_test") || name.ends_with("_tests"))
            && self.item(def).is_some_and(|item| item.visibility == Visibility::Private)
    }

    /// How well the `cfg` of a definition fits the platform and the features of its crate: lower is better.
    #[must_use]
    pub fn cfg_rank(&self, def: DefId) -> u8 {
        let cfg = self.item(def).and_then(|item| item.cfg.as_deref());
        cfg.map_or(0, |cfg| rank(Some(cfg), &self.krate(def.krate).features))
    }

    /// Whether a definition is certainly left out of its crate, by its own `cfg` or by one around it.
    #[must_use]
    pub fn is_left_out(&self, def: DefId) -> bool {
        let is_far = self.krate(def.krate).kind == CrateKind::Dependency;
        let mut at = Some(def);
        while let Some(id) = at {
            if is_far && self.is_inner_test_module(id) {
                return true;
            }
            if self.def(id).in_test || self.item(id).and_then(|item| item.cfg.as_deref()).is_some_and(|cfg| self.is_off(id.krate, cfg)) {
                return true;
            }
            at = self.def(id).parent;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flag(name: &str) -> Cfg {
        Cfg::Flag(name.to_owned())
    }

    fn feature(name: &str) -> Cfg {
        Cfg::KeyValue("feature".to_owned(), name.to_owned())
    }

    fn features() -> Features {
        let declared = ["rt", "other", "testing", "checked"].map(str::to_owned).into();
        let platform = Platform::of("x86_64-unknown-linux-gnu").expect("rustc has it");
        Features {
            on: BTreeSet::from(["rt".to_owned()]),
            declared: Some(declared),
            maybe: BTreeSet::new(),
            in_tests: BTreeSet::from(["checked".to_owned()]),
            closed: false,
            scripted: true,
            platform,
        }
    }

    #[test]
    fn ranks() {
        let cases = [
            (None, 0),
            (Some(flag("unix")), 0),
            (Some(flag("windows")), 3),
            (Some(flag("test")), 3),
            (Some(Cfg::Not(Box::new(flag("windows")))), 0),
            (Some(feature("rt")), 0),
            (Some(feature("other")), 2),
            (Some(feature("undeclared")), 3),
            (Some(Cfg::Not(Box::new(feature("other")))), 1),
            (Some(Cfg::All(vec![feature("other"), flag("windows")])), 3),
            (Some(Cfg::Any(vec![feature("other"), flag("unix")])), 0),
            (Some(Cfg::Any(vec![])), 3),
            (Some(Cfg::KeyValue("target_os".to_owned(), "macos".to_owned())), 3),
            (Some(Cfg::Unknown), 1),
        ];
        for (cfg, expected) in cases {
            assert_eq!(rank(cfg.as_ref(), &features()), expected, "{cfg:?}");
        }
    }

    #[test]
    fn what_only_tests_turn_on_is_off_in_the_code_itself() {
        let asked = |ask| eval(&feature("checked"), &features(), ask);
        assert_eq!((asked(CfgQuestion::Certain), asked(CfgQuestion::Tested), asked(CfgQuestion::Likely)), (Some(false), None, None));
    }

    #[test]
    fn a_build_script_may_set_any_flag() {
        let (desktop, plain) = (flag("desktop"), Features { scripted: false, ..features() });
        assert!(!is_off(&desktop, &features()) && is_off(&desktop, &plain) && is_off(&flag("windows"), &features()));
        assert!(is_off(&flag("aarch64_apple_darwin"), &features()) && !is_off(&flag("x86_64_unknown_linux_gnu"), &features()));
        assert_eq!(rank(Some(&desktop), &features()), 3, "of two that exclude each other the one without the flag is taken");
    }

    #[test]
    fn what_stands_in_for_tests_and_what_other_platforms_have_is_off() {
        let off = |cfg: &Cfg| eval(cfg, &features(), CfgQuestion::Own) == Some(false);
        assert!(off(&Cfg::Any(vec![flag("test"), feature("testing")])));
        assert!(!off(&Cfg::Any(vec![flag("test"), feature("rt")])));
        assert!(!off(&Cfg::Not(Box::new(Cfg::Any(vec![flag("test"), feature("testing")])))));
        assert!(off(&flag("windows")) && !off(&flag("unix")) && !off(&feature("other")));
        assert!(off(&Cfg::Any(vec![flag("test"), flag("windows")])) && !off(&Cfg::Any(vec![feature("other"), flag("windows")])));
    }

    #[test]
    fn features_are_closed_and_terminate() {
        let features = [("default", vec!["a"]), ("a", vec!["b", "dep:d"]), ("b", vec!["a"]), ("c", vec![])]
            .map(|(name, more)| (name.to_owned(), more.into_iter().map(str::to_owned).collect()))
            .into();
        let on = closure(&features);
        assert!(on.contains("b") && on.contains("d") && !on.contains("c"));
    }
}
