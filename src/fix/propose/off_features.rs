//! Features of dependencies that the code in an advice needs and that the package does not enable.

use super::Input;
use crate::catalogue::ApiIndex;
use crate::diagnostics::Finding;
use crate::names::CrateId;

/// The advice of a finding with the features that its code needs and that are off; `None` if none is off, or if the first fix enables them.
pub(super) fn advice(input: &Input<'_>, krate: CrateId, api: ApiIndex, finding: &Finding) -> Option<String> {
    let runtimes = (input.runtimes)(krate);
    let instead = input.catalogue.api(api).instead_among(&runtimes)?;
    let enables = || finding.fixes.first().is_some_and(|fix| fix.edits.iter().any(|edit| edit.path.ends_with("Cargo.toml")));
    if !finding.help.contains("use `") || enables() {
        return None;
    }
    let mut off: Vec<(&str, &str)> = Vec::new();
    for (package, feature) in instead.features.iter().filter_map(|feature| feature.split_once('/')) {
        let used = (input.crate_use)(krate, package)?;
        // The advice may name another crate's fn: actix' pool needs no feature of tokio.
        let is_named = finding.help.contains(&format!("{}::", used.name)) || finding.api.starts_with(&format!("{}::", used.name));
        if is_named && used.features_known && !used.features.contains(feature) {
            off.push((package, feature));
        }
    }
    let (package, _) = off.first()?;
    let names: Vec<String> = off.iter().filter(|(of, _)| of == package).map(|(_, feature)| format!("`{feature}`")).collect();
    let (word, verb) = if names.len() == 1 { ("feature", "is") } else { ("features", "are") };
    Some(format!("{}; it needs the {word} {} of {package}, which {verb} off", finding.help, names.join(", ")))
}
