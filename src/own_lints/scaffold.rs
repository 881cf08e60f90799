//! Creates the two files of a data lint: its definition with its APIs, and a first case with code that it finds and code that it does not.

use std::path::{Path, PathBuf};

/// The files to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scaffold {
    /// The lint's file and its text.
    pub(crate) lint: (PathBuf, String),
    /// The file of its first case and its text.
    pub(crate) case: (PathBuf, String),
}

impl Scaffold {
    /// The files of a lint in a folder of rules. Cases are in `cases/` of that folder, or in `fixtures/cases/` beside async-lint's own
    /// `rules/`.
    #[must_use]
    pub(crate) fn new(id: &str, rules: &Path) -> Self {
        // Each lint has a crate of its own, so that the examples of two lints do not interfere.
        let filled = |text: &str| text.replace("<id>", id).replace("<crate>", &id.replace('-', "_"));
        let fixtures = rules.parent().map(|above| above.join("fixtures/cases"));
        let is_ours = rules.file_name().is_some_and(|name| name == "rules");
        let cases = fixtures.filter(|fixtures| is_ours && fixtures.is_dir()).unwrap_or_else(|| rules.join("cases"));
        Self { lint: (rules.join("lints").join(format!("{id}.toml")), filled(LINT)), case: (cases.join(id).join("basic.rs"), filled(CASE)) }
    }
}

const LINT: &str = r#"# The id, `<id>`, is the name of this file; it reads as "allow <id>".
group = "blocking"
# `deny` and `warn` fail a run, `note` is only printed, `allow` is off.
level = "warn"
# What the thread waits for: panics, unbounded, network, database, process, disk, metadata, cpu, lock.
cost = "network"
summary = "a blocking call of `<crate>` in async code"
why = '''
The call waits for the other side to answer. Every other task on the executor thread waits as long.
'''
advice = '''
Use the async client, or run the call with `spawn_blocking`.
'''
limits = []
no-proof = "it has not been measured yet"
# Exactly one finding of this lint.
bad = '''
pub async fn ask() {
    <crate>::ask("how are you?");
}
'''
# The same code, fixed.
good = '''
pub async fn ask() {
    let _ = tokio::task::spawn_blocking(|| <crate>::ask("how are you?")).await;
}
'''

# Paths as a user would write them; `{a, b}` is a list. Every key is described in the book's chapter on rules.
[[api]]
paths = ["<crate>::{ask, tell}"]
why = "waits for the answer"

[api.instead.tokio]
code = "tokio::task::spawn_blocking(move || <crate>::{name}({args})).await"
form = "offload"
"#;

const CASE: &str = "\
//! What `<id>` finds, with a mark at the end of each line, and near misses, which must stay silent.

pub async fn found() {
    <crate>::ask(\"how are you?\"); //~ <id>
    <crate>::tell(\"well\"); //~ <id>
}

pub async fn offloaded() {
    let _ = tokio::task::spawn_blocking(|| <crate>::ask(\"how are you?\")).await;
}

pub fn sync() {
    <crate>::ask(\"how are you?\");
}

mod <crate>_of_our_own {
    pub fn ask(_: &str) {}
}

pub async fn another_of_that_name() {
    <crate>_of_our_own::ask(\"how are you?\");
}
";
