//! `async-lint explain`: what a lint finds, why it matters and what to do, rendered from its data.

use super::args::ExplainArgs;
use super::{Exit, Io, failure, settings};
use crate::Rulebook;
use crate::catalogue::Lint;
use crate::report::{escape, phrase};
use crate::selection;
use std::io;
use termcolor::{ColorSpec, WriteColor};

/// Prints the lint, or says which one may have been meant.
pub(super) fn run(args: &ExplainArgs, io: &mut Io<'_>) -> io::Result<Exit> {
    let catalogue = match Rulebook::load(&settings(&[], args.config.as_ref(), io)) {
        Ok(rulebook) => rulebook.catalogue,
        Err(error) => return Ok(failure::check(&error, io.err)),
    };
    let Some(lint) = catalogue.lint(&args.lint) else {
        let nearest = selection::nearest(&args.lint, catalogue.lints().map(|lint| lint.id.as_str()));
        let help = failure::did_you_mean(nearest);
        return Ok(failure::text(&format!("unknown lint `{}`", args.lint), Some(&help), io.err));
    };
    io.out_paint.onto(io.out, |out| explain(lint, out))?;
    Ok(Exit::Clean)
}

fn explain(Lint { id, file }: &Lint, out: &mut dyn WriteColor) -> io::Result<()> {
    heading(out, &escape::line(id))?;
    writeln!(out, "{}", escape::block(&file.summary))?;
    let (level, cost, group) = (phrase::level(file.level), phrase::cost(file.cost), escape::line(&file.group));
    // What is reported about comments and files costs no thread anything.
    let price = if group == "tool" { String::new() } else { format!("cost {cost} (the thread {}), ", phrase::price(file.cost)) };
    writeln!(out, "level {level}, {price}group {group}")?;
    section(out, "Why", &file.why)?;
    section(out, "What to do", &file.advice)?;
    if !file.limits.is_empty() {
        let items: Vec<_> = file.limits.iter().map(|limit| format!("- {}", limit.trim().replace('\n', "\n  "))).collect();
        section(out, "What it does not see", &items.join("\n"))?;
    }
    section(out, "Reported", &indented(&file.bad))?;
    section(out, "Silent", &indented(&file.good))?;
    writeln!(out)?;
    writeln!(out, "Silence one finding with `// async-lint: allow({}) reason` on its line or the line above.", escape::line(id))
}

fn section(out: &mut dyn WriteColor, title: &str, text: &str) -> io::Result<()> {
    let text = text.trim_end();
    if text.trim().is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    heading(out, title)?;
    writeln!(out, "{}", escape::block(text))
}

fn heading(out: &mut dyn WriteColor, text: &str) -> io::Result<()> {
    out.set_color(ColorSpec::new().set_bold(true))?;
    write!(out, "{text}")?;
    out.reset()?;
    writeln!(out)
}

/// Code, four spaces in; blank lines stay blank.
fn indented(code: &str) -> String {
    code.trim_end().lines().map(|line| if line.trim().is_empty() { "\n".to_owned() } else { format!("    {line}\n") }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use termcolor::NoColor;

    #[test]
    fn everything_in_the_data_is_told() {
        let mut out = NoColor::new(Vec::new());
        explain(&samples::lints()[0], &mut out).expect("memory takes everything");
        insta::assert_snapshot!(String::from_utf8(out.into_inner()).expect("it is UTF-8"));
    }
}
