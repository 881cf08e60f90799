//! `async-lint new-lint`: writes the files of a new lint. Never overwrites a file.

use super::args::NewLintArgs;
use super::{Exit, Io, failure, settings};
use crate::catalogue::is_kebab_case;
use crate::own_lints::Scaffold;
use crate::project::display_path;
use crate::report::escape;
use crate::rulebook::Rulebook;
use crate::selection::{ALL, GROUPS};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes the files and says what to do with them.
pub(super) fn run(args: &NewLintArgs, io: &mut Io<'_>) -> io::Result<Exit> {
    let rulebook = match Rulebook::load_for_new_lint(&settings(&[], args.config.as_ref(), io)) {
        Ok(rulebook) => rulebook,
        Err(error) => return Ok(failure::check(&error, io.err)),
    };
    let written = name_fault(&args.id, &rulebook).map_or_else(|| folder(args, &rulebook, &io.current_dir), |fault| Err((fault, None)));
    let rules = match written {
        Ok(rules) => rules,
        Err((message, help)) => return Ok(failure::text(&message, help, io.err)),
    };
    let scaffold = Scaffold::new(&args.id, &rules);
    let shown = |path: &Path| display_path(path, &io.current_dir);
    for (path, text) in [&scaffold.lint, &scaffold.case] {
        if let Err(error) = create(path, text) {
            return Ok(failure::text(&format!("cannot write `{}`: {error}", shown(path)), None, io.err));
        }
    }
    let (lint, case) = (shown(&scaffold.lint.0), shown(&scaffold.case.0));
    writeln!(io.out, "wrote {}: the lint's texts, and the APIs that it reports", escape::line(&lint))?;
    writeln!(io.out, "wrote {}: a case with what it must find, and what it must not", escape::line(&case))?;
    let is_ours = rules.join("../src/catalogue").is_dir();
    let is_configured = rulebook.configuration.rule_folders().contains(&rules);
    if !is_ours && !is_configured {
        writeln!(io.out, "add the folder to async-lint.toml: rules = [\"{}\"]", escape::line(&shown(&rules)))?;
    }
    if !is_ours {
        writeln!(io.out, "then see what it finds: async-lint check {}", escape::line(&case))?;
        writeln!(io.out, "and test its examples: async-lint test-lints {}", args.id)?;
    }
    Ok(Exit::Clean)
}

/// What is wrong with the id.
fn name_fault(id: &str, rulebook: &Rulebook) -> Option<String> {
    if !is_kebab_case(id) || id.len() > 60 {
        return Some(format!("`{id}` is not kebab-case, such as `billing-call`"));
    }
    if id == ALL || GROUPS.contains(&id) {
        return Some(format!("`{id}` is the name of a group"));
    }
    rulebook.catalogue.lint(id).map(|_| format!("there is a lint `{id}` already"))
}

type Refusal = (String, Option<&'static str>);

/// The folder in which the lint is written, absolute.
fn folder(args: &NewLintArgs, rulebook: &Rulebook, current_dir: &Path) -> Result<PathBuf, Refusal> {
    if let Some(dir) = &args.dir {
        return Ok(crate::project::join(current_dir, dir));
    }
    let mut configured = rulebook.configuration.rule_folders();
    configured.dedup();
    match configured.as_slice() {
        [only] => return Ok(only.clone()),
        [] => {}
        _ => return Err(("several folders with rules are configured".to_owned(), Some("say which one with --dir"))),
    }
    let ours = current_dir.join("rules");
    if ours.join("lints").is_dir() && current_dir.join("fixtures/cases").is_dir() {
        return Ok(ours);
    }
    let help = "name one with --dir, and add it to async-lint.toml: rules = [\"lint-rules\"]";
    Err(("no folder with rules is configured".to_owned(), Some(help)))
}

fn create(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    File::create_new(path)?.write_all(text.as_bytes())
}
