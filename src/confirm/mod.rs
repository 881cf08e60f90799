//! Joins a record of blocking calls at run time, one JSON object per line, to the findings. Knows findings and events; never knows how a call
//! was caught, or which file the record is in.

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

/// Maximum number of lines that the analysis explains for one record.
const MAX_QUESTIONS: usize = 400;

/// The lines that the analysis must explain, so that [`confirm`] can say why an event was missed. Paths of the record are relative to
/// `root`.
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

/// Marks the findings that the record confirms, and lists the events that no finding explains. The report must have been made with
/// [`questions`], and with findings in tests.
pub fn confirm(report: &mut Report, record: &Record, name: &str, root: &Path, current_dir: &Path) {
    let places = join::Places::new(root, current_dir);
    let unexplained = join::join(report, record, name, &places);
    let misses = misses::misses(report, &record.events, &unexplained, &places);
    // A call that a hundred tests make counts once.
    let calls: HashSet<_> = record.events.iter().map(Event::call).collect();
    report.confirmation = Some(Confirmation { events: calls.len(), explained: calls.len().saturating_sub(misses.len()), misses });
}
