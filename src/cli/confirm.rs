//! `--confirm FILE` of `check`: reads the record, has the run explain the record's lines, and joins record and findings.

use super::check_args::CheckArgs;
use super::{Exit, Io, failure};
use crate::confirm::{self, Record};
use crate::diagnostics::{Level, LevelCounts, Report};
use crate::{CheckOptions, TestCode};
use std::path::{Path, PathBuf};

/// A larger record is refused.
const MAX_RECORD_BYTES: u64 = 64 << 20;

/// A record, and what its paths are relative to.
pub(super) struct Confirming {
    record: Record,
    name: String,
    root: PathBuf,
}

/// Reads a record.
pub(super) fn read(file: &Path, io: &mut Io<'_>) -> Result<Record, Exit> {
    let path = io.current_dir.join(file);
    let source = crate::project::read_source(&path, MAX_RECORD_BYTES)
        .map_err(|problem| failure::text(&format!("`{}` {}", file.display(), problem.message), None, io.err))?;
    let record = Record::parse(&source.text);
    if record.skipped > 0 {
        let skipped = crate::report::phrase::count(record.skipped, "line", "lines");
        // The other lines are still used; if standard error is closed, nothing more can be said.
        let _ =
            writeln!(io.err, "note: {skipped} of `{}` are not events of version 1", crate::report::escape::line(&file.to_string_lossy()));
    }
    Ok(record)
}

impl Confirming {
    /// Reads the record that was named, and makes the run explain the record's lines. `None` if none was named.
    pub(super) fn begin(args: &CheckArgs, options: &mut CheckOptions, io: &mut Io<'_>) -> Result<Option<Self>, Exit> {
        let Some(file) = &args.confirm else { return Ok(None) };
        let record = read(file, io)?;
        // The record's paths are relative to the workspace: the nearest folder with a lock file.
        let root = io.current_dir.ancestors().find(|folder| folder.join("Cargo.lock").is_file()).unwrap_or(&io.current_dir).to_path_buf();
        options.questions = confirm::questions(&record, &root);
        options.tests = TestCode::Show;
        let name = crate::report::escape::line(&file.to_string_lossy()).into_owned();
        Ok(Some(Self { record, name, root }))
    }

    /// Joins the record to the report, then hides findings in tests again unless `--tests` is given.
    pub(super) fn finish(&self, report: &mut Report, args: &CheckArgs, current_dir: &Path) {
        confirm::confirm(report, &self.record, &self.name, &self.root, current_dir);
        if args.tests {
            return;
        }
        let before = report.findings.len();
        report.findings.retain(|finding| !finding.in_test);
        report.summary.hidden_in_tests += before - report.findings.len();
        let count = |level: Level| report.findings.iter().filter(|finding| finding.level == level).count();
        report.summary.findings = LevelCounts { deny: count(Level::Deny), warn: count(Level::Warn), note: count(Level::Note) };
    }
}
