//! The results that runs store: with them, each run finds what a run without them finds.

use crate::support;
use async_lint::report::Format;
use async_lint::{CheckOptions, Store};
use std::path::Path;
use std::sync::Arc;

/// A program, a helper beside it that is not linted, and a store.
struct Tree {
    folder: tempfile::TempDir,
    options: CheckOptions,
}

const APP: &str = "#[macro_use]
mod rules;
mod disk;
use helper::{open, Handle};
pub struct Jobs { handle: Handle }
impl Jobs {
    pub fn load(&self) -> usize { self.handle.load() }
}
pub async fn first(jobs: &Jobs) {
    let names = [1, 2].iter().map(|name| disk::read(*name)).collect::<Vec<_>>();
    call!(jobs.load());
    drop((names, open()));
}
pub async fn second() {
    struct Inner;
    impl Inner { fn wait(&self) { std::thread::sleep(std::time::Duration::from_secs(1)) } }
    Inner.wait();
    let later = async { open().load() };
    later.await;
}
";
const DISK: &str = "pub fn read(name: u8) -> String { std::fs::read_to_string(name.to_string()).unwrap_or_default() }\n";
const RULES: &str = "macro_rules! call { ($call:expr) => { $call }; }\n";
const HELPER: &str = "pub struct Handle; impl Handle { pub fn load(&self) -> usize { std::fs::read(\"a\").map_or(0, |a| a.len()) } }
pub fn open() -> Handle { Handle }\n";

impl Tree {
    fn new() -> Self {
        let folder = support::folder();
        let manifest = |name: &str, rest: &str| format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2021\"\n{rest}");
        support::write(
            folder.path(),
            &[
                ("app/Cargo.toml", &manifest("app", "[dependencies]\nhelper = { path = \"../helper\" }\n")),
                ("app/src/lib.rs", APP),
                ("app/src/disk.rs", DISK),
                ("app/src/rules.rs", RULES),
                ("helper/Cargo.toml", &manifest("helper", "")),
                ("helper/src/lib.rs", HELPER),
            ],
        );
        let options = support::options(&folder.path().join("app"));
        Self { folder, options }
    }

    /// The report of a run, with the stored results and without; both must be the same.
    fn check(&self, what: &str) -> String {
        let fresh = support::text(&support::check(&self.options), Format::Json);
        let mut options = self.options.clone();
        options.store = Some(Arc::new(Store::new(self.store())));
        for run in ["the first run", "the second run"] {
            assert_eq!(support::text(&support::check(&options), Format::Json), fresh, "{what}: {run}");
        }
        fresh
    }

    fn store(&self) -> std::path::PathBuf {
        self.folder.path().join("store")
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let path = self.folder.path().join(path);
        let text = std::fs::read_to_string(&path).expect("it can be read");
        assert!(text.contains(from), "{from} is in {text}");
        std::fs::write(&path, text.replacen(from, to, 1)).expect("it can be written");
    }
}

#[test]
fn stored_results_change_nothing_after_any_edit() {
    let tree = Tree::new();
    let mut reports = vec![tree.check("as written")];
    for (path, from, to) in [
        // The content of a body, with and without another number of expressions.
        ("app/src/lib.rs", "call!(jobs.load());", "call!(jobs.load()); call!(jobs.load());"),
        ("app/src/disk.rs", "name.to_string()", "\"a\""),
        ("app/src/lib.rs", "Inner.wait();", "Inner.wait(); Inner.wait();"),
        // The other package, after a run that did not have to read it.
        ("helper/src/lib.rs", "std::fs::read(\"a\").map_or(0, |a| a.len())", "1"),
        (
            "helper/src/lib.rs",
            "pub fn open() -> Handle { Handle }",
            "pub struct Late(Handle); impl Late { pub fn load(&self) {} } pub fn open() -> Late { Late(Handle) }",
        ),
        // Declarations.
        (
            "app/src/disk.rs",
            "pub fn read(name: u8) -> String {",
            "pub struct Text; pub fn read(name: u8) -> Text { std::fs::read(\"b\"); Text } fn old(name: u8) -> String {",
        ),
        ("app/src/lib.rs", "struct Inner;", "struct Inner; struct Other;"),
        ("app/src/lib.rs", "fn wait(&self) {", "fn wait(&self, _: ()) {"),
        // Macros, also those that another file defines.
        ("app/src/rules.rs", "{ $call }", "{ stringify!($call) }"),
        ("app/src/rules.rs", "{ stringify!($call) }", "{ $call }"),
        // The same text in another place.
        ("app/src/lib.rs", "pub struct Jobs", "\n\n// Jobs.\npub struct Jobs"),
        ("app/src/lib.rs", "pub async fn second() {", "pub fn second() {"),
        ("app/src/lib.rs", "let later = async { open().load() };\n    later.await;\n", ""),
    ] {
        tree.edit(path, from, to);
        reports.push(tree.check(to));
    }
    reports.dedup();
    assert!(reports.len() > 8, "most edits change the report: {}", reports.len());
}

#[test]
fn a_run_is_found_however_its_paths_are_written() {
    let tree = Tree::new();
    tree.check("without paths, as the language server does");
    for paths in [vec![".".into()], vec!["../app".into()], vec![tree.options.current_dir.clone()]] {
        let options = CheckOptions { paths, store: Some(Arc::new(Store::new(tree.store()))), ..tree.options.clone() };
        support::check(&options);
    }
    let runs = || std::fs::read_dir(tree.store().join("runs")).expect("it is there").count();
    assert_eq!(runs(), 1);
    support::check(&CheckOptions {
        paths: vec!["src/disk.rs".into()],
        store: Some(Arc::new(Store::new(tree.store()))),
        ..tree.options.clone()
    });
    assert_eq!(runs(), 2, "other paths are another run");
}

#[test]
fn damaged_results_are_ignored() {
    let tree = Tree::new();
    tree.check("as written");
    for kind in ["bodies", "runs"] {
        let files: Vec<_> =
            std::fs::read_dir(tree.store().join(kind)).expect("it is there").map(|entry| entry.expect("an entry").path()).collect();
        assert_eq!(files.len(), 1, "{kind}");
        let bytes = std::fs::read(&files[0]).expect("it can be read");
        for at in (0..bytes.len()).step_by(bytes.len() / 3) {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x10;
            put(&files[0], &damaged);
            tree.edit("app/src/disk.rs", "pub fn", "// .\npub fn");
            tree.check("a flipped bit");
            put(&files[0], &bytes[..at]);
            tree.edit("app/src/disk.rs", "pub fn", "// .\npub fn");
            tree.check("a cut file");
        }
    }
}

fn put(path: &Path, bytes: &[u8]) {
    std::fs::write(path, bytes).expect("it can be written");
}
