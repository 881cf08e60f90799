//! Fingerprints of findings that stay the same when lines move: they contain no position.

use super::escape;
use crate::diagnostics::Finding;
use std::collections::BTreeMap;

/// Makes fingerprints unique by numbering equal ones in the order of the report.
#[derive(Default)]
pub(super) struct Fingerprints {
    seen: BTreeMap<String, usize>,
}

impl Fingerprints {
    /// The fingerprint of the next finding, as text.
    pub(super) fn next(&mut self, finding: &Finding) -> String {
        let parts = [&finding.lint, &finding.path, &finding.api, &finding.context.name];
        let text = parts.map(|part| escape::line(part)).join("|");
        let same = self.seen.entry(text.clone()).or_default();
        *same += 1;
        format!("{text}|{same}")
    }

    /// The same as 32 hexadecimal digits.
    pub(super) fn next_hash(&mut self, finding: &Finding) -> String {
        // FNV-1a: the same on every machine. It need not resist attacks.
        let hash = self.next(finding).bytes().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128, |hash, byte| {
            (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
        });
        format!("{hash:032x}")
    }
}
