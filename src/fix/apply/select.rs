//! Which fixes are applied together: complete fixes, best first, without conflicts. Knows fixes, not what they mean.

use super::edits::same;
use crate::diagnostics::{Applicability, Edit, Finding, Fix, Form, Kind};
use std::collections::BTreeMap;

/// Which fixes may be applied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trust {
    /// Those that keep behaviour and compile.
    #[default]
    Safe,
    /// Also those that keep behaviour, but may not compile.
    Verified,
    /// Also those that may change behaviour.
    Unsafe,
}

impl Trust {
    /// The next lower level.
    #[must_use]
    pub const fn lower(self) -> Option<Self> {
        match self {
            Self::Unsafe => Some(Self::Verified),
            Self::Verified => Some(Self::Safe),
            Self::Safe => None,
        }
    }

    /// Whether a fix of this applicability may be applied. `Display` never may.
    #[must_use]
    pub const fn allows(self, applicability: Applicability) -> bool {
        match applicability {
            Applicability::Safe => true,
            Applicability::IfItCompiles => !matches!(self, Self::Safe),
            Applicability::Unsafe => matches!(self, Self::Unsafe),
            Applicability::Display => false,
        }
    }
}

/// A fix, and the findings that it should resolve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chosen<'a> {
    pub(super) fix: &'a Fix,
    /// Indices of findings. One fix may resolve several, for example an offload of neighbouring calls.
    pub(super) findings: Vec<usize>,
}

impl Chosen<'_> {
    pub(super) fn edits_in<'b>(&'b self, path: &str) -> Vec<&'b Edit> {
        self.fix.edits.iter().filter(|edit| edit.path == path).collect()
    }
}

/// Chooses at most `limit` fixes, at most one for each finding: the first that `allowed` accepts. Safe ones come first, then direct
/// findings before transitive ones, then by position. A fix that conflicts with a chosen one waits for the next round.
pub(super) fn select<'a>(findings: &'a [Finding], allowed: impl Fn(usize, &Fix) -> bool, limit: usize) -> Vec<Chosen<'a>> {
    let first = |(index, finding): (usize, &'a Finding)| {
        let fix = finding.fixes.iter().find(|fix| !fix.edits.is_empty() && allowed(index, fix))?;
        Some((index, finding, fix))
    };
    let mut candidates: Vec<_> = findings.iter().enumerate().filter_map(first).collect();
    candidates.sort_by_key(|&(index, finding, fix)| (fix.applicability, finding.kind == Kind::Transitive, index));
    let mut chosen: Vec<Chosen<'a>> = Vec::new();
    let mut taken = Taken::default();
    for (index, _, fix) in candidates {
        if let Some(known) = chosen.iter_mut().find(|known| equal(known.fix, fix)) {
            known.findings.push(index);
        } else if chosen.len() < limit && taken.take(fix) {
            chosen.push(Chosen { fix, findings: vec![index] });
        }
    }
    chosen
}

/// Safe fixes of these findings that can be applied together. Their result is not checked.
pub(crate) fn compatible<'a>(findings: &[&'a Finding]) -> Vec<&'a Fix> {
    let mut taken = Taken::default();
    let mut chosen: Vec<&Fix> = Vec::new();
    for finding in findings {
        let safe = finding.fixes.iter().find(|fix| !fix.edits.is_empty() && Trust::Safe.allows(fix.applicability));
        if let Some(fix) = safe
            && !chosen.iter().any(|known| equal(known, fix))
            && taken.take(fix)
        {
            chosen.push(fix);
        }
    }
    chosen
}

fn equal(a: &Fix, b: &Fix) -> bool {
    a.edits.len() == b.edits.len() && a.edits.iter().zip(&b.edits).all(|(a, b)| same(a, b))
}

/// The bytes that chosen fixes claim.
#[derive(Default)]
struct Taken<'a> {
    by_path: BTreeMap<&'a str, Vec<Extent<'a>>>,
}

/// Bytes that no other fix may touch, not even at their edges, since the order of two insertions at one offset is undefined.
struct Extent<'a> {
    start: u32,
    end: u32,
    /// The edit, if other fixes may share it: an import that two fixes need, a feature in the manifest.
    edit: Option<&'a Edit>,
}

impl<'a> Taken<'a> {
    /// Claims all extents of `fix`, or none.
    fn take(&mut self, fix: &'a Fix) -> bool {
        let extents = extents(fix);
        let free = |(path, extent): &(&str, Extent<'a>)| {
            let taken = self.by_path.get(path).map_or(&[][..], Vec::as_slice);
            taken.iter().all(|other| {
                let apart = extent.end < other.start || other.end < extent.start;
                apart || matches!((extent.edit, other.edit), (Some(a), Some(b)) if same(a, b))
            })
        };
        let is_free = extents.iter().all(free);
        if is_free {
            for (path, extent) in extents {
                self.by_path.entry(path).or_default().push(extent);
            }
        }
        is_free
    }
}

/// The extents that a fix claims. An offload claims all code between its edits, because a fix for async code would be wrong inside the
/// closure.
fn extents(fix: &Fix) -> Vec<(&str, Extent<'_>)> {
    let mut extents: Vec<(&str, Extent<'_>)> = Vec::new();
    if fix.form != Form::Replace {
        let mut hulls: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
        for edit in &fix.edits {
            let hull = hulls.entry(&edit.path).or_insert((edit.start.offset, edit.end.offset));
            *hull = (hull.0.min(edit.start.offset), hull.1.max(edit.end.offset));
        }
        let rust = hulls.into_iter().filter(|(path, _)| !is_manifest(path));
        extents.extend(rust.map(|(path, (start, end))| (path, Extent { start, end, edit: None })));
    }
    let single = fix.edits.iter().filter(|edit| fix.form == Form::Replace || is_manifest(&edit.path));
    extents.extend(single.map(|edit| (edit.path.as_str(), Extent { start: edit.start.offset, end: edit.end.offset, edit: Some(edit) })));
    extents
}

/// Whether `path`, `/`-separated, is that of a manifest.
pub(super) fn is_manifest(path: &str) -> bool {
    path.rsplit('/').next() == Some("Cargo.toml")
}
