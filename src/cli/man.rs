//! `async-lint man`: pages for `man`, generated from the same texts as `--help`.

use super::args::{Cli, ManArgs};
use super::{Exit, Io, failure};
use clap::CommandFactory;
use std::fs;

/// Writes one page for the tool and one for each command.
pub(super) fn run(args: &ManArgs, io: &mut Io<'_>) -> Exit {
    let folder = io.current_dir.join(&args.output_dir);
    let command = Cli::command().disable_help_subcommand(true);
    let written = fs::create_dir_all(&folder).and_then(|()| clap_mangen::generate_to(command, &folder));
    if let Err(error) = written {
        return failure::text(&format!("cannot write to `{}`: {error}", args.output_dir.display()), None, io.err);
    }
    Exit::Clean
}
