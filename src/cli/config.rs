//! `async-lint config`: the effective configuration of each package, and where it comes from.

use super::args::ConfigArgs;
use super::{Exit, Io, failure, settings};
use crate::CheckOptions;
use crate::config::{Origin, Policies, Scope, effective, json_schema};
use crate::project::display_path;
use crate::report::{escape, json};
use crate::rulebook::Rulebook;
use std::io;
use termcolor::{ColorSpec, WriteColor};

/// Prints the effective configuration, if there is no mistake in it.
pub(super) fn run(args: &ConfigArgs, io: &mut Io<'_>) -> io::Result<Exit> {
    if args.schema {
        return io.out_paint.onto(io.out, |mut out| json::value(&json_schema(), &mut out)).map(|()| Exit::Clean);
    }
    let options = settings(&args.paths, args.config.as_ref(), io);
    let rulebook = match Rulebook::load(&options) {
        Ok(rulebook) => rulebook,
        Err(error) => return Ok(failure::check(&error, io.err)),
    };
    if let Err(error) = Policies::new(&rulebook.configuration, &rulebook.catalogue, &options) {
        return Ok(failure::check(&error, io.err));
    }
    let scopes = &rulebook.configuration.scopes;
    io.out_paint.onto(io.out, |out| scopes.iter().try_for_each(|scope| package(scope, &options, out)))?;
    Ok(Exit::Clean)
}

fn package(scope: &Scope, options: &CheckOptions, out: &mut dyn WriteColor) -> io::Result<()> {
    out.set_color(ColorSpec::new().set_bold(true))?;
    write!(out, "{} ({})", escape::line(&scope.name), escape::line(&display_path(&scope.root, &options.current_dir)))?;
    out.reset()?;
    writeln!(out)?;
    for setting in effective(scope, options) {
        let origin = match &setting.origin {
            Origin::CommandLine => "command line".to_owned(),
            Origin::File(file, line) => format!("{file}:{line}"),
            Origin::Default => "default".to_owned(),
        };
        writeln!(out, "  {:18} {}  # {}", setting.key, escape::line(&setting.value), escape::line(&origin))?;
    }
    Ok(())
}
