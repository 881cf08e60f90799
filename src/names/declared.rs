//! Hashes of what a crate declares. As long as they are the same, only the contents of bodies have changed.

use super::CrateStore;
use super::data::CrateData;
use crate::facts::{BodyOwner, FileFacts, ScopeId, packed};
use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

impl CrateStore<'_> {
    /// A hash of the declarations of all crates of the workspace: everything in their files but the contents of bodies, and where it is written.
    /// `None` if a file could not be read completely.
    pub(crate) fn declared_hash(&self) -> Option<u64> {
        let mut hash = Xxh3::new();
        for &krate in self.local_crates() {
            let data = self.krate(krate);
            let about = (data.name, data.kind, data.target, data.edition, &data.package.as_ref().map(|package| &package.root));
            hash.update(format!("{about:?} {:?} {:x}", data.features.fingerprint(), self.macros_hash(data)).as_bytes());
            let files: Vec<Option<u64>> = data.files.raw.par_iter().map(|file| declared(&file.facts)).collect();
            for (file, declared) in data.files.iter().zip(files) {
                if !file.errors.is_empty() {
                    return None;
                }
                hash.update(file.path.as_os_str().as_encoded_bytes());
                hash.update(format!(" {} {:x}", file.in_test, declared?).as_bytes());
            }
        }
        Some(hash.digest())
    }

    fn macros_hash(&self, data: &CrateData) -> u64 {
        let mut hash = Xxh3::new();
        for (name, rules) in self.loader.definitions(&data.macros) {
            hash.update(format!("{name} {rules:?}").as_bytes());
        }
        hash.digest()
    }
}

fn declared(facts: &FileFacts) -> Option<u64> {
    let frames: Vec<(BodyOwner, ScopeId, usize, bool)> =
        facts.bodies.iter().map(|body| (body.owner, body.scope, body.params.len(), body.self_param.is_some())).collect();
    packed::placeless_hash(&(&facts.scopes, &facts.items, frames, facts.in_test))
}
