//! What fixes need to know about bodies, files and types, cached across runs.

use super::super::thread_effects::BodyEffects;
use super::super::values::auto_traits::Answers;
use super::calls::Named;
use super::mentions::UnclearNames;
use crate::names::{CrateId, DefId, FileId};
use crate::types::per_body::PerBody;
use std::sync::Arc;

/// It is valid as long as no declaration changes.
#[derive(Default)]
pub struct Kept {
    /// The calls with a known callee, by the body that contains them.
    pub(in crate::fix::propose) calls: PerBody<Arc<[Named]>>,
    /// The local effects of each body.
    pub(in crate::fix::propose) directs: PerBody<Arc<BodyEffects>>,
    pub(in crate::fix::propose) unclear: UnclearNames,
    pub(in crate::fix::propose) auto_traits: Answers,
}

impl Kept {
    /// Removes what is known about files whose text has changed.
    pub(crate) fn forget(&self, has_moved: impl Fn(CrateId, FileId) -> bool, file_of: impl Fn(DefId) -> FileId) {
        let is_wrong = |def: DefId| has_moved(def.krate, file_of(def));
        self.calls.forget(is_wrong);
        self.directs.forget(is_wrong);
        self.unclear.forget(&has_moved);
    }
}
