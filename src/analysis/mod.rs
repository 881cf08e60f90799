//! Async contexts, offloads, effects: from typed bodies to findings. Knows neither output formats nor edits.

mod finding;

pub use finding::{Confidence, Context, Edit, Finding, Fix, Hop, Kind, LevelCounts, Report, Summary};
