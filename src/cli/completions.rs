//! `async-lint completions`: a script for the user's shell, with the names of lints for options that take lints.

use super::args::{Cli, CompletionsArgs};
use super::{Exit, Io};
use crate::catalogue::Catalogue;
use crate::selection::{ALL, GROUPS};
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Command, CommandFactory};
use clap_complete::Shell;
use std::io;

/// Options and arguments that take the names of lints, by command.
const LINTS: [(&str, &[&str]); 4] = [
    ("check", &["select", "ignore", "deny", "warn", "allow", "fixable", "unfixable"]),
    ("graph", &["select", "ignore"]),
    ("explain", &["lint"]),
    ("test-lints", &["lints"]),
];

/// Prints the script.
pub(super) fn run(args: &CompletionsArgs, io: &mut Io<'_>) -> io::Result<Exit> {
    let mut command = LINTS.iter().fold(Cli::command(), |command, (name, args)| with_lints(command, name, args));
    // The generator panics if it cannot write, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "async-lint", &mut script);
    if args.shell == Shell::Bash {
        // clap_complete writes a name with a hyphen in two ways (`async__subcmd__lint`, `async__lint`), so the options of subcommands are not found.
        script = String::from_utf8_lossy(&script).replace("async__subcmd__lint", "async__lint").into_bytes();
    }
    io.out_paint.onto(io.out, |out| out.write_all(&script))?;
    Ok(Exit::Clean)
}

/// `command` with the built-in lints as possible values of `args`. Only for completion scripts: the user's own lints would be rejected as
/// values.
fn with_lints(command: Command, name: &str, args: &[&str]) -> Command {
    let Ok(catalogue) = Catalogue::embedded() else { return command };
    let mut values: Vec<PossibleValue> =
        catalogue.lints().map(|lint| PossibleValue::new(lint.id.clone()).help(lint.file.summary.clone())).collect();
    if name != "explain" && name != "test-lints" {
        values.extend(GROUPS.into_iter().chain([ALL]).map(PossibleValue::new));
    }
    command.mut_subcommand(name, |mut command| {
        for arg in args {
            command = command.mut_arg(*arg, |arg| arg.value_parser(PossibleValuesParser::new(values.clone())));
        }
        command
    })
}
