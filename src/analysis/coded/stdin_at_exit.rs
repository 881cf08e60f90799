//! Reads of standard input that keep the runtime from shutting down when the program ends.

use super::CodedLint;
use super::site::{Found, Remark, Site};
use crate::catalogue::Role;

pub(super) const LINT: CodedLint = CodedLint { ids: &["stdin-at-exit"], replaces: &[], find };

fn find(site: &Site<'_>) -> Vec<Found> {
    let found = |call| Found {
        lint: "stdin-at-exit",
        span: site.view.name_span(call),
        place: site.place(call),
        message: "a pending read of this keeps the program from exiting".to_owned(),
        help: "read on a `std::thread` of its own, and send the lines through a channel".to_owned(),
        remark: Remark {
            subject: site.called(call),
            why: "it reads on a thread of the blocking pool, for which the runtime waits when it ends".to_owned(),
            level: None,
        },
    };
    site.playing(Role::PooledStdin).filter(|call| site.is_async(*call)).map(found).collect()
}
