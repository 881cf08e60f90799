//! `async-lint explain`: what a lint finds, why it matters and what to do, rendered from its data.

use super::args::ExplainArgs;
use super::{Exit, Io, failure, settings};
use crate::nearest::nearest;
use crate::pages;
use crate::rulebook::Rulebook;
use std::io;

/// Prints the lint. For an unknown id, suggests the nearest one.
pub(super) fn run(args: &ExplainArgs, io: &mut Io<'_>) -> io::Result<Exit> {
    let catalogue = match Rulebook::load(&settings(&[], args.config.as_ref(), io)) {
        Ok(rulebook) => rulebook.catalogue,
        Err(error) => return Ok(failure::check(&error, io.err)),
    };
    let Some(lint) = catalogue.lint(&args.lint) else {
        let near = nearest(&args.lint, catalogue.lints().map(|lint| lint.id.as_str()));
        let help = failure::did_you_mean(near);
        return Ok(failure::text(&format!("unknown lint `{}`", args.lint), Some(&help), io.err));
    };
    io.out_paint.onto(io.out, |out| pages::write(&pages::page(&catalogue, lint), out))?;
    Ok(Exit::Clean)
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use crate::catalogue::{Proof, ProofMachine, Proofs};
    use termcolor::NoColor;

    #[test]
    fn everything_in_the_data_is_told() {
        let mut out = NoColor::new(Vec::new());
        let lint = &samples::lints()[0];
        let proof = Proof {
            lint: lint.id.clone(),
            case: lint.id.clone(),
            fix: "after".to_owned(),
            written_by: "--fix".to_owned(),
            work: "waits 100 ms".to_owned(),
            before: "stalls `/ping` for 1.00 s at p99".to_owned(),
            after: "3.0 ms (at least 330 times less)".to_owned(),
        };
        let machine =
            ProofMachine { cores: 2, cpu: "A processor".to_owned(), date: "2031-05-17".to_owned(), profile: "release".to_owned() };
        let proofs = Proofs { version: 1, machine, proofs: vec![proof] };
        pages::write(&pages::of(lint, std::iter::empty(), &proofs), &mut out).expect("memory takes everything");
        insta::assert_snapshot!(String::from_utf8(out.into_inner()).expect("it is UTF-8"));
    }
}
