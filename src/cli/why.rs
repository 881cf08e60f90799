//! `async-lint why`: what the analysis knows about one line, and why it is reported or not.

use super::{Checker, Exit, Io, failure, progress};
use crate::diagnostics::{Answer, Confidence, Finding, Level, Reach};
use crate::project;
use crate::report::escape;
use crate::{CheckOptions, Dependencies, Question, TestCode};
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::io;
use std::path::PathBuf;
use termcolor::{Color, ColorSpec, WriteColor};

/// `async-lint why`.
#[derive(Debug, Args)]
#[command(after_help = HELP)]
pub struct WhyArgs {
    /// The line, as findings name it: a file, a colon, and a 1-based line; a column after it is ignored
    #[arg(value_name = "FILE:LINE", value_parser = line)]
    pub line: Line,
    /// How to print what is known
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: WhyFormat,
    /// Do not look into the sources of dependencies
    #[arg(long)]
    pub no_deps: bool,
    /// Read this configuration file instead of `async-lint.toml` beside the manifest
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

const HELP: &str = "\
Examples:
  async-lint why src/server.rs:42       every call on the line: where it runs, what it is, what it reaches
  async-lint why src/server.rs:42:17    the same; copied from a finding

The exit code is 0 whatever is found, 2 if async-lint could not run.";

/// A file and a line, as given on the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    file: PathBuf,
    line: u32,
}

/// Output formats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum WhyFormat {
    /// Sentences
    #[default]
    Human,
    /// For programs: `{"version": 1, "answers": […], "findings": […]}`
    Json,
}

fn line(text: &str) -> Result<Line, String> {
    let number = |text: &str| text.parse::<u32>().ok().filter(|number| *number > 0);
    let split = |text: &str| text.rsplit_once(':').and_then(|(head, tail)| Some((head.to_owned(), number(tail)?)));
    let (head, last) = split(text).ok_or("write a file, a colon and a line, as in `src/main.rs:12`")?;
    // `file:line:column`. If a file's name itself ends in `:number`, both a line and a column must be given.
    let (file, line) = split(&head).unwrap_or((head, last));
    if file.is_empty() { Err("the file is missing".to_owned()) } else { Ok(Line { file: file.into(), line }) }
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    answers: &'a [Answer],
    findings: Vec<&'a Finding>,
}

/// Lints the file and explains the line. Fails only if standard output cannot be written.
pub(super) fn run(args: &WhyArgs, io: &mut Io<'_>, checker: Checker<'_>) -> io::Result<Exit> {
    let Line { file, line } = &args.line;
    let options = CheckOptions {
        paths: vec![file.clone()],
        cargo_home: io.cargo_home.clone(),
        tests: TestCode::Show,
        dependencies: if args.no_deps { Dependencies::Ignore } else { Dependencies::Follow },
        config: args.config.clone(),
        questions: vec![Question { file: project::absolute(file, &io.current_dir), line: *line }],
        store: io.store.clone(),
        ..CheckOptions::new(io.current_dir.clone())
    };
    if options.questions.iter().any(|question| question.file.is_dir()) {
        return Ok(failure::text(&format!("`{}` is a folder; name a file", file.display()), None, io.err));
    }
    let checked = checker(&options, &progress::Bar::new());
    let report = match checked {
        Ok(report) => report,
        Err(error) => return Ok(failure::check(&error, io.err)),
    };
    let shown = project::display_path(&options.questions[0].file, &io.current_dir);
    let in_file = |finding: &&Finding| finding.path == shown;
    let findings: Vec<&Finding> = report.findings.iter().filter(in_file).filter(|finding| finding.start.line == *line).collect();
    if args.format == WhyFormat::Json {
        serde_json::to_writer_pretty(&mut *io.out, &Document { version: 1, answers: &report.answers, findings })?;
        writeln!(io.out)?;
        return Ok(Exit::Clean);
    }
    // Only if the file itself could not be read is there nothing to say about it.
    let unread = report.findings.iter().filter(|finding| finding.lint == "unparsed-file");
    for finding in unread.clone().filter(|finding| !in_file(finding)) {
        failure::notice(&format!("{}: {}", finding.path, finding.message), io.err);
    }
    if let Some(finding) = unread.filter(in_file).find(|finding| report.answers.is_empty() && finding.level > Level::Note) {
        return Ok(failure::text(&format!("{}: {}", finding.path, finding.message), None, io.err));
    }
    if report.answers.is_empty() && findings.is_empty() {
        writeln!(io.out, "{}:{line}: there is no call on this line", escape::line(&file.to_string_lossy()))?;
        return Ok(Exit::Clean);
    }
    io.out_paint.onto(io.out, |out| {
        report.answers.iter().try_for_each(|answer| tell(answer, out))?;
        // Findings that are not about a call: guards, loops, comments.
        let of_call = |finding: &Finding| report.answers.iter().any(|answer| answer.start == finding.start);
        for finding in findings.iter().filter(|finding| !of_call(finding)) {
            let (path, message, fate) = (escape::line(&finding.path), escape::line(&finding.message), finding.fate());
            writeln!(out, "{path}:{}: {message} [{}], {}", finding.start.line, finding.lint, escape::line(&fate))?;
        }
        Ok(())
    })?;
    Ok(Exit::Clean)
}

fn tell(answer: &Answer, out: &mut dyn WriteColor) -> io::Result<()> {
    let say = |text: &str| escape::line(text).into_owned();
    out.set_color(ColorSpec::new().set_bold(true))?;
    write!(out, "{}:{}:{}: `{}`", say(&answer.path), answer.start.line, answer.start.column, say(&answer.call))?;
    out.reset()?;
    writeln!(out, " in `{}`", say(&answer.function))?;
    writeln!(out, "  runs      {}", say(&answer.runs))?;
    writeln!(out, "  is        {}", say(&answer.target))?;
    answer.reaches.iter().try_for_each(|reach| self::reach(reach, out))?;
    for finding in &answer.findings {
        writeln!(out, "  found     {} [{}], {}", say(&finding.message), say(&finding.lint), say(&finding.fate))?;
    }
    if let Some(silent) = &answer.silent {
        writeln!(out, "  silent    {}", say(silent))?;
    }
    writeln!(out)
}

fn reach(reach: &Reach, out: &mut dyn WriteColor) -> io::Result<()> {
    let say = |text: &str| escape::line(text).into_owned();
    let may = if reach.confidence == Confidence::May { "may reach" } else { "reaches" };
    let verb = if reach.via.is_empty() { "blocks" } else { may };
    write!(out, "  {verb:<9} `{}` [", say(&reach.api))?;
    out.set_color(ColorSpec::new().set_fg(Some(Color::Yellow)))?;
    write!(out, "{}", say(&reach.lint))?;
    out.reset()?;
    writeln!(out, "], {}", say(&reach.fate))?;
    for hop in &reach.via {
        writeln!(out, "            through `{}` ({}:{})", say(&hop.function), say(&hop.path), hop.line)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_as_findings_write_them() {
        let place = |text| line(text).map(|line| (line.file.to_string_lossy().into_owned(), line.line));
        assert_eq!(place("src/a.rs:12"), Ok(("src/a.rs".to_owned(), 12)));
        assert_eq!(place("src/a.rs:12:5"), Ok(("src/a.rs".to_owned(), 12)));
        assert_eq!(place("C:\\a.rs:12"), Ok(("C:\\a.rs".to_owned(), 12)));
        for wrong in ["src/a.rs", "src/a.rs:0", "src/a.rs:x", ":3", ""] {
            assert!(place(wrong).is_err(), "{wrong}");
        }
    }
}
