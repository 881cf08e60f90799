//! Completion scripts: the one for bash is run, those for other shells are only read.

use crate::support;
use std::process::Command;

fn script(shell: &str) -> String {
    let output = support::tool(&support::root()).args(["completions", shell]).output().expect("it runs");
    String::from_utf8(output.stdout).expect("it is UTF-8")
}

/// Bash's completions of the last of these words.
fn offered(words: &[&str]) -> Vec<String> {
    let folder = support::folder();
    support::write(folder.path(), &[("script", &script("bash"))]);
    let quoted = words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" ");
    let (last, before) = (words[words.len() - 1], words[words.len() - 2]);
    let ask = format!(
        "source ./script; COMP_WORDS=({quoted}); COMP_CWORD={}; f=$(complete -p async-lint | sed 's/.*-F \\([^ ]*\\).*/\\1/'); \
         $f async-lint '{last}' '{before}'; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        words.len() - 1
    );
    let output = Command::new("bash").args(["--norc", "-c", &ask]).current_dir(folder.path()).output().expect("bash runs");
    String::from_utf8(output.stdout).expect("it is UTF-8").lines().map(str::to_owned).collect()
}

#[test]
fn bash_completes_options_and_lints() {
    assert_eq!(offered(&["async-lint", "che"]), ["check"]);
    assert_eq!(offered(&["async-lint", "check", "--stag"]), ["--staged"]);
    assert!(offered(&["async-lint", "check", "--format", "gi"]).contains(&"gitlab".to_owned()));
    assert_eq!(offered(&["async-lint", "check", "--select", "blocking-sl"]), ["blocking-sleep"]);
    assert_eq!(offered(&["async-lint", "check", "-D", "blocking-sl"]), ["blocking-sleep"]);
    assert_eq!(offered(&["async-lint", "check", "--ignore", "lock"]), ["locks"]);
    assert_eq!(offered(&["async-lint", "explain", "blocking-sl"]), ["blocking-sleep"]);
    assert_eq!(offered(&["async-lint", "graph", "--coll"]), ["--collapse"]);
}

#[test]
fn other_shells_know_options_and_lints() {
    for shell in ["zsh", "fish", "powershell", "elvish"] {
        let script = script(shell);
        for word in ["stdin-filename", "write-baseline"] {
            assert!(script.contains(word), "{shell} completes no `{word}`");
        }
        // The scripts for other shells do not complete values.
        if ["zsh", "fish"].contains(&shell) {
            assert!(["gitlab", "blocking-sleep", "locks"].iter().all(|word| script.contains(word)), "{shell}");
        }
    }
}
