//! `async-lint test-lints`: runs the examples of the user's own lints.

use super::args::TestLintsArgs;
use super::{Exit, Io, failure, settings};
use crate::own_lints::{Tried, try_examples};
use crate::report::escape;
use crate::rulebook::Rulebook;
use std::io;

/// Runs the examples and prints for each lint whether they pass.
pub(super) fn run(args: &TestLintsArgs, io: &mut Io<'_>) -> io::Result<Exit> {
    let rulebook = match Rulebook::load(&settings(&[], args.config.as_ref(), io)) {
        Ok(rulebook) => rulebook,
        Err(error) => return Ok(failure::check(&error, io.err)),
    };
    if rulebook.configuration.rule_folders().is_empty() {
        let help = "add one to async-lint.toml: rules = [\"lint-rules\"]";
        return Ok(failure::text("no folder with rules is configured", Some(help), io.err));
    }
    if let Some(name) = unknown(&args.lints, &rulebook) {
        let help = "lints that come with async-lint are not tested here";
        return Ok(failure::text(&format!("there is no lint `{name}` in the configured folders"), Some(help), io.err));
    }
    let tried = try_examples(rulebook, &io.current_dir, |id| args.lints.is_empty() || args.lints.iter().any(|lint| lint == id));
    match tried {
        Ok(tried) => say(&tried, io),
        Err(error) => Ok(failure::check(&error, io.err)),
    }
}

/// The first name that is not one of the user's own lints.
fn unknown<'a>(names: &'a [String], rulebook: &Rulebook) -> Option<&'a str> {
    let own: Vec<&str> = rulebook.catalogue.user_lints().iter().map(|(lint, ..)| lint.id.as_str()).collect();
    names.iter().map(String::as_str).find(|name| !own.contains(name))
}

fn say(tried: &[Tried], io: &mut Io<'_>) -> io::Result<Exit> {
    io.out_paint.onto(io.out, |out| {
        for one in tried {
            for fault in &one.faults {
                failure::draw(fault, out)?;
            }
        }
        for one in tried {
            let verdict = if one.faults.is_empty() { "ok" } else { "FAILED" };
            writeln!(out, "{}: {verdict}", escape::line(&one.id))?;
        }
        if tried.is_empty() {
            writeln!(out, "the configured folders hold no lints")?;
        }
        Ok(())
    })?;
    Ok(if tried.iter().all(|one| one.faults.is_empty()) { Exit::Clean } else { Exit::Findings })
}
