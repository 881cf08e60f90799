//! Joins a record of blocking calls that were seen, one JSON object a line, to the findings. Knows findings and events; never knows how a
//! call was caught, nor where the record lies.

mod join;
mod misses;
mod record;
#[cfg(test)]
mod tests;

pub use record::{Event, Frame, Record};

use crate::diagnostics::{Confirmation, Report};
use crate::options::Question;
use std::collections::HashSet;
use std::path::Path;

/// The most lines of code that one record may be about.
const MAX_QUESTIONS: usize = 400;

/// The lines of code to ask about when the tree is linted, so that [`confirm`] can say why something was missed. `root` is what paths of the
/// record are relative to.
#[must_use]
pub fn questions(record: &Record, root: &Path) -> Vec<Question> {
    let places = record.events.iter().flat_map(Event::user_places);
    let mut questions: Vec<Question> =
        places.map(|(path, line)| Question { file: crate::project::absolute(Path::new(path), root), line }).collect();
    questions.sort();
    questions.dedup();
    questions.truncate(MAX_QUESTIONS);
    questions
}

/// Marks the findings that the record confirms, and lists what none explains. The report must have been made with [`questions`], and with
/// findings in tests.
pub fn confirm(report: &mut Report, record: &Record, name: &str, root: &Path, current_dir: &Path) {
    let places = join::Places::new(root, current_dir);
    let unexplained = join::join(report, record, name, &places);
    let misses = misses::misses(report, &record.events, &unexplained, &places);
    // A line that a hundred tests go through is one thing to know of, and not a hundred.
    let calls: HashSet<_> = record.events.iter().map(Event::call).collect();
    report.confirmation = Some(Confirmation { events: calls.len(), explained: calls.len().saturating_sub(misses.len()), misses });
}
