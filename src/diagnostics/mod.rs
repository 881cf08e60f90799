//! The results of a run: findings with their fixes, answers to questions, and counts. Plain data for reports, fixes, the command line and
//! the language server; does not know how it is computed.

mod answer;
mod confirmed;
mod finding;
mod form;
mod guard;
mod level;
mod report;
mod stored;
mod task;

pub use answer::{Answer, CallFinding, Reach};
pub use confirmed::{Confirmation, Confirmed, Miss};
pub use finding::{Confidence, Context, Edit, Finding, Fix, Hop, Kind, MAX_TASKS};
pub use form::{Applicability, Form};
#[cfg(any(test, feature = "internals"))]
pub use guard::GUARDS;
pub use guard::{Guard, Outcome as GuardOutcome, Withheld};
pub use level::{Cost, Level};
pub use report::{LevelCounts, Report, Summary, UnresolvedCall};
pub(crate) use stored::{pack, unpack};
pub(crate) use task::is_in_example;
pub use task::{Stalls, Task, TaskKind};
