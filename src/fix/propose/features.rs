//! Cargo features that a fix needs: the edits of manifests that enable them.

use super::draft::MissingFeature;
use super::{Input, Manifest};
use crate::diagnostics::Edit;
use crate::facts::LineIndex;
use crate::fix::manifest::{Place, Replacement, Wanted, add_feature};
use crate::names::CrateId;

/// The edits that enable all of `features`; `None` if one cannot be enabled, or if two edits would touch the same declaration.
pub(super) fn manifest_edits(input: &Input<'_>, krate: CrateId, features: &[MissingFeature]) -> Option<Vec<Edit>> {
    let manifests = (input.manifests)(krate)?;
    let mut edits: Vec<Edit> = Vec::new();
    for missing in features {
        let wanted = Wanted { name: &missing.name, package: &missing.package, kind: missing.kind, feature: &missing.feature };
        let change = add_feature(&manifests.own.text, manifests.root.as_ref().map(|root| &*root.text), wanted).ok()?;
        let manifest = match (change.place, &manifests.root) {
            (Place::Workspace, Some(root)) => root,
            _ => &manifests.own,
        };
        for replacement in &change.edits {
            let edit = edit(manifest, replacement)?;
            let clashes =
                |other: &Edit| other.path == edit.path && other.start.offset <= edit.end.offset && edit.start.offset <= other.end.offset;
            if edits.iter().any(clashes) {
                return None;
            }
            edits.push(edit);
        }
    }
    (!edits.is_empty()).then_some(edits)
}

fn edit(manifest: &Manifest, replacement: &Replacement) -> Option<Edit> {
    let lines = LineIndex::new(&manifest.text);
    let position = |at: usize| Some(lines.position(&manifest.text, u32::try_from(at).ok()?));
    Some(Edit {
        path: manifest.path.clone(),
        start: position(replacement.range.start)?,
        end: position(replacement.range.end)?,
        text: replacement.text.clone(),
    })
}
