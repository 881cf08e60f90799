//! Properties of any configuration, valid or not.

use super::{Configuration, Policies, effective};
use crate::CheckOptions;
use crate::diagnostics::Level;
use crate::project::around;
use crate::rulebook::Rulebook;
use proptest::prelude::*;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Loads the configuration of `folder` as a run does; returns whether it is valid.
fn load(folder: &Path) -> bool {
    let options = CheckOptions::new(folder.to_owned());
    let Ok(book) = Rulebook::load(&options) else { return false };
    let sound = Policies::new(&book.configuration, &book.catalogue, &options).is_ok_and(|policies| {
        policies.of(&folder.join("src/lib.rs")).min_level >= Level::Note && !policies.excludes(Path::new("/elsewhere"))
    });
    book.configuration.named_fns();
    for scope in &book.configuration.scopes {
        assert!(!effective(scope, &options).is_empty());
    }
    sound
}

fn folder(file: &str, content: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    std::fs::write(folder.path().join("Cargo.toml"), "[package]\nname = \"a\"\n").expect("it can be written");
    std::fs::write(folder.path().join(file), content).expect("it can be written");
    folder
}

fn is_sound(content: impl AsRef<[u8]>) -> bool {
    load(folder("async-lint.toml", content.as_ref()).path())
}

/// Keys and parts of values, so that random combinations sometimes parse.
const PIECES: [&str; 35] = [
    "select",
    "ignore",
    "levels",
    "override",
    "paths",
    "exclude",
    "nonblocking",
    "blocking",
    "rules",
    "api",
    "taker",
    "tests",
    "min-level",
    "offload-fn",
    " = ",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    ",",
    "\n",
    "[[",
    "]]",
    "true",
    "1",
    "all",
    "warn",
    "crate::f",
    "**",
    "path",
    ".",
    "lint",
    "why",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn any_bytes_are_a_configuration_or_a_mistake(content in proptest::collection::vec(any::<u8>(), 0..200)) {
        is_sound(&content);
        load(folder("Cargo.toml", &[b"[package]\nname = 'a'\n[package.metadata.async-lint]\n", content.as_slice()].concat()).path());
    }

    #[test]
    fn any_pieces_are_a_configuration_or_a_mistake(pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..40)) {
        is_sound(pieces.concat());
    }

    #[test]
    fn any_values_are_a_configuration_or_a_mistake(text in "\\PC{0,40}", level in "deny|warn|note|allow|x") {
        let text = toml::Value::from(text);
        is_sound(format!("exclude = [{text}]\nnonblocking = [{text}]\n[levels]\n{text} = \"{level}\"\n"));
        is_sound(format!("rules = [{text}]\nselect = [{text}]\nblocking = [{{ path = {text}, why = {text} }}]\n"));
    }
}

#[test]
fn hostile_configurations_are_mistakes_and_cost_little() {
    let start = Instant::now();
    assert!(!is_sound(format!("select = {}{}", "[".repeat(100_000), "]".repeat(100_000))));
    assert!(!is_sound(format!("{} = 1", vec!["a"; 100_000].join("."))));
    assert!(!is_sound("a".repeat(2 << 20)), "larger than any configuration");
    assert!(!is_sound(b"tests = true # \xff"), "not UTF-8");
    assert!(!is_sound(format!("exclude = [\"{}\"]", "{a,".repeat(10_000))));
    assert!(!is_sound(format!("exclude = [\"{}\"]", "{a,".repeat(300))));
    assert!(!is_sound(format!("nonblocking = [\"crate::{}\"]", "{a,b,c,d,e,f,g,h}".repeat(20))));
    let mut many = String::from("exclude = [");
    for number in 0..2_000 {
        write!(many, "\"**/{number}*/?{{a,b}}/**\",").expect("a String takes any text");
    }
    assert!(is_sound(many + "]"), "many patterns are no mistake");
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_a_mistake() {
    let folder = folder("other", b"");
    let path = folder.path().join("async-lint.toml");
    std::os::unix::fs::symlink("/dev/zero", &path).expect("linked");
    assert!(!load(folder.path()));
    std::fs::remove_file(&path).expect("removed");
    std::fs::create_dir(&path).expect("made");
    assert!(!load(folder.path()));
    std::fs::remove_dir(&path).expect("removed");
    assert!(load(folder.path()));
    // The target of a symbolic link counts, not its path.
    std::fs::write(&path, "rules = [\"house\"]").expect("written");
    std::os::unix::fs::symlink("/etc", folder.path().join("house")).expect("linked");
    assert!(!load(folder.path()));
}

#[test]
fn a_named_file_that_is_missing_is_a_mistake() {
    let folder = folder("other", b"");
    let project = around(&[PathBuf::from(".")], folder.path());
    let errors = Configuration::load(&project, Some(Path::new("none.toml")), folder.path()).expect_err("it is not there");
    assert_eq!(
        errors.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["none.toml:1: the configuration cannot be read: no such file or directory"]
    );
}
