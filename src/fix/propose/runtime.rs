//! Whether the package has what a replacement needs: the crate, its version, its features.

use super::code::scene::Scene;
use super::code::tokens::AsModule;
use super::draft::Draft;
use crate::catalogue::{Contexts, Since};
use crate::diagnostics::Guard;
use crate::facts::Span;
use crate::project::{CrateUse, DependencyKind, is_runtime};

/// What a replacement needs of one crate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Needs<'a> {
    /// The package: `tokio`.
    pub(super) package: &'a str,
    /// Its features.
    pub(super) features: &'a [&'a str],
    /// `tokio >= 1.26`.
    pub(super) since: Option<&'a str>,
    /// Whether it is certain which runtime drives the code.
    pub(super) is_driver_certain: bool,
    /// Whether the file already names the crate: then its code is compiled only if the optional crate is enabled.
    pub(super) is_named: bool,
    /// The rules about features.
    pub(super) contexts: &'a Contexts,
}

/// Whether a file names an optional dependency of the package.
pub(super) fn is_named(scene: &Scene<'_>, used: Option<&CrateUse>) -> bool {
    let whole = Span::new(0, u32::try_from(scene.file.text.len()).unwrap_or(u32::MAX));
    used.is_some_and(|used| used.optional && !scene.tokens().heads(&used.name, AsModule::Yes, whole).is_empty())
}

/// The package that a fix would change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Home {
    /// Code of a package with a manifest.
    Package,
    /// Test code of a package: dev-dependencies count.
    Tests,
    /// A file without a manifest.
    Loose,
}

/// The name of the crate in code, or `None` if it is not available. Notes in `draft` what blocks the fix.
pub(super) fn crate_name(needs: Needs<'_>, used: Option<&CrateUse>, home: Home, draft: &mut Draft) -> Option<String> {
    if !needs.is_driver_certain && is_runtime(needs.package) {
        draft.refuse(Guard::UnclearRuntime);
        return None;
    }
    let Some(used) = used else {
        let guard = if home == Home::Loose { Guard::NoManifest } else { Guard::NoRuntime };
        if home == Home::Loose {
            draft.doubt(guard);
            return Some(needs.package.replace('-', "_"));
        }
        draft.refuse(guard);
        return None;
    };
    // What enables an optional dependency may be off where this code is compiled.
    let is_likely = used.is_built || needs.is_named;
    if !is_likely || used.kind == DependencyKind::Build || (used.kind == DependencyKind::Dev && home != Home::Tests) {
        draft.refuse(Guard::OptionalRuntime);
        return None;
    }
    if used.optional {
        draft.doubt(Guard::OptionalRuntime);
    }
    let missing: Vec<&str> = needs.features.iter().copied().filter(|feature| !used.features.contains(*feature)).collect();
    if !missing.is_empty() {
        if used.features_known {
            draft.missing_features(needs.contexts, needs.package, used, &missing);
        } else {
            draft.doubt(Guard::UnknownVersion);
        }
    }
    if let Some(since) = needs.since.and_then(|since| Since::parse(since).ok()) {
        match &used.version {
            Some(version) if since.versions.matches(version) => {}
            Some(_) => draft.refuse(Guard::VersionTooOld),
            None => draft.doubt(Guard::UnknownVersion),
        }
    }
    Some(used.name.clone())
}
