//! `git apply` and `patch` accept the diff of any text.

use crate::report::unified::{ChangedFile, Reader, write};
use proptest::prelude::*;
use std::fs;
use std::process::{Command, Stdio};
use termcolor::{Ansi, NoColor};

fn diff(path: &str, before: &str, after: &str, reader: Reader) -> String {
    let mut out = NoColor::new(Vec::new());
    write(&[ChangedFile { path, before, after }], reader, &mut out).expect("memory can be written");
    String::from_utf8(out.into_inner()).expect("it is UTF-8")
}

#[test]
fn it_looks_as_diffs_do() {
    let before = "1\n2\n3\n4\nold\n6\n7\n8\n9\n";
    insta::assert_snapshot!(diff("src/a.rs", before, &before.replace("old\n", "new\nmore\n"), Reader::Program));
    assert_eq!(diff("src/a.rs", before, before, Reader::Program), "");
}

#[test]
fn names_are_quoted_where_they_must_be() {
    let header = |path: &str, reader| diff(path, "a", "b", reader).lines().next().unwrap_or("").to_owned();
    assert_eq!(header("src/größe.rs", Reader::Program), "--- a/src/größe.rs");
    assert_eq!(header("/abs/a b.rs", Reader::Program), "--- a/abs/a b.rs\t");
    assert_eq!(header("a\n\"\\.rs", Reader::Program), "--- \"a/a\\012\\\"\\\\.rs\"");
    assert_eq!(header("a\u{202e}.rs", Reader::Person), "--- \"a/a\\342\\200\\256.rs\"");
}

#[test]
fn a_terminal_is_not_steered() {
    let shown = diff("a.rs", "\tx\r\n", "\ty\x1b[2J\u{202e}\r\n", Reader::Person);
    assert!(shown.ends_with("-\tx\n+\ty\\u{1b}[2J\\u{202e}\n"), "{shown}");
    assert!(diff("a.rs", "", "\x1b[2J\r\n", Reader::Program).contains("+\x1b[2J\r\n"));
}

#[test]
fn colours_are_reset_on_every_line() {
    let mut out = Ansi::new(Vec::new());
    write(&[ChangedFile { path: "a", before: "x\ny\n", after: "x\nz\n" }], Reader::Person, &mut out).expect("memory can be written");
    insta::assert_snapshot!(String::from_utf8(out.into_inner()).expect("it is UTF-8").replace('\x1b', "ESC"));
}

/// Whether `program` turns `before` into `after`.
fn applies(program: &str, args: &[&str], path: &str, before: &str, after: &str) -> bool {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join(path), before).expect("written");
    fs::write(folder.path().join("the.diff"), diff(path, before, after, Reader::Program)).expect("written");
    let input = fs::File::open(folder.path().join("the.diff")).expect("it opens");
    let mut command = Command::new(program);
    let output =
        command.args(args).current_dir(folder.path()).stdin(Stdio::from(input)).env("GIT_CEILING_DIRECTORIES", folder.path()).output();
    let output = output.expect("it runs");
    let now = fs::read(folder.path().join(path)).expect("it is there");
    assert!(
        output.status.success(),
        "{program}: {}\n{}",
        String::from_utf8_lossy(&output.stderr),
        diff(path, before, after, Reader::Program)
    );
    now == after.as_bytes()
}

#[test]
fn git_and_patch_take_it() {
    for (before, after) in [
        ("a\nb\nc\n", "a\nB\nc\n"),
        ("a\r\nb\r\n", "a\r\nB\r\nx\r\n"),
        ("\u{feff}a\nb", "\u{feff}a\nB"),
        ("no newline", "no newline\n"),
        ("newline\n", "newline"),
        ("", "first\n"),
        ("ä\n\u{301}日本\n", "ö\n\u{301}日本!\n"),
    ] {
        assert!(applies("git", &["apply", "-"], "a.rs", before, after), "{before:?} {after:?}");
        if Command::new("patch").arg("--version").output().is_ok() {
            assert!(applies("patch", &["-p1", "--binary"], "a.rs", before, after), "{before:?} {after:?}");
        }
    }
    assert!(applies("git", &["apply", "-"], "with blank ü.rs", "a\n", "b\n"));
    assert!(applies("git", &["apply", "-"], "tab\tquote\".rs", "a\n", "b\n"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_two_texts_are_bridged(
        before in prop::collection::vec(prop::sample::select(vec!["a\n", "b\n", "c\r\n", "\n", "ä", "x"]), 1..20),
        after in prop::collection::vec(prop::sample::select(vec!["a\n", "b\n", "c\r\n", "\n", "ä", "x"]), 1..20),
    ) {
        let (before, after) = (before.concat(), after.concat());
        prop_assume!(before != after);
        prop_assert!(applies("git", &["apply", "--whitespace=nowarn", "-"], "a.rs", &before, &after));
    }
}
