//! The examples in `rules/lints/` pass: the bad one has one finding, of its own lint, and the good one none of that lint.

use crate::support;
use async_lint::catalogue::{Catalogue, Example};
use std::collections::BTreeMap;
use std::fmt::Write;

#[test]
fn bad_examples_are_found_and_good_ones_are_not() {
    let catalogue = Catalogue::embedded().expect("the rules are sound");
    let folder = support::folder();
    for lint in catalogue.lints() {
        for (name, example) in [("bad", &lint.file.bad), ("good", &lint.file.good)] {
            match lint.file.example {
                Example::Code => support::write(folder.path(), &[(&format!("{}/{name}.rs", lint.id), example)]),
                // A separate package, with the items that the examples name.
                Example::Configuration => {
                    let file = |file: &str| format!("{}/{name}/{file}", lint.id);
                    let manifest = format!("[package]\nname = \"{name}\"\n");
                    let code = "pub mod cache { pub fn get() {} }\n";
                    let files = [(file("Cargo.toml"), &*manifest), (file("src/lib.rs"), code), (file("async-lint.toml"), example)];
                    let files: Vec<_> = files.iter().map(|(name, content)| (name.as_str(), *content)).collect();
                    support::write(folder.path(), &files);
                }
            }
        }
    }
    let mut options = support::options(folder.path());
    options.select = vec!["all".to_owned()];
    let report = support::check(&options);
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for finding in report.findings {
        found.entry(finding.path).or_default().push(finding.lint);
    }
    let mut wrong = String::new();
    for lint in catalogue.lints() {
        let own = |file: &str| found.get(&format!("{}/{file}", lint.id)).map_or(0, |ids| ids.iter().filter(|id| **id == lint.id).count());
        let (bad, good) = match lint.file.example {
            Example::Code => (own("bad.rs"), own("good.rs")),
            Example::Configuration => (own("bad/async-lint.toml"), own("good/async-lint.toml")),
        };
        if (bad, good) != (1, 0) {
            writeln!(wrong, "rules/lints/{}.toml: the bad example has {bad} findings, the good one {good}", lint.id)
                .expect("text can grow");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Messages have a grammar: no capital first, no full stop last, one line.
#[test]
fn words_keep_the_grammar() {
    let catalogue = Catalogue::embedded().expect("the rules are sound");
    for lint in catalogue.lints() {
        phrase(&lint.id, &lint.file.summary);
        assert!(lint.file.why.trim_end().ends_with('.'), "{}: `why` is whole sentences", lint.id);
        assert!(lint.file.advice.trim_end().ends_with('.'), "{}: `advice` is whole sentences", lint.id);
        for limit in &lint.file.limits {
            assert!(limit.ends_with('.'), "{}: a limit is a whole sentence: {limit}", lint.id);
        }
    }
    for api in catalogue.apis() {
        phrase(&api.path, &api.why);
    }
}

/// The messages of all findings keep the same grammar.
#[test]
fn findings_keep_the_grammar() {
    let mut options = support::options(&support::root());
    options.paths = vec!["fixtures/cases".into()];
    options.select = vec!["all".to_owned()];
    for finding in support::check(&options).findings {
        phrase(&finding.path, &finding.message);
        if !finding.help.is_empty() {
            phrase(&finding.path, &finding.help);
        }
    }
}

fn phrase(of: &str, text: &str) {
    let first = text.chars().next().unwrap_or('A');
    assert!(!first.is_uppercase(), "{of}: no capital first: {text}");
    assert!(!text.ends_with('.') || text.ends_with(".."), "{of}: no full stop last: {text}");
    assert!(!text.contains('\n'), "{of}: one line: {text}");
}
