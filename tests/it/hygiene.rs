//! Checks of the repository: links are valid, module boundaries hold, the minimum version of Rust is right, and the tool passes on
//! itself.

use crate::support;
use async_lint::report::Format;
use std::collections::BTreeSet;
use std::process::Command;

/// Folders at the top, by which a path in a text is recognised as one of this repository.
const TOP: [&str; 12] =
    ["src/", "docs/", "rules/", "tests/", "fixtures/", "examples/", "runtime/", "benches/", "packaging/", ".ci/", ".config/", ".gitlab/"];

#[test]
fn texts_lead_somewhere() {
    let root = support::root();
    let mut dead = Vec::new();
    let mut number = 0;
    for file in support::files(&root, ".md") {
        let text = std::fs::read_to_string(&file).expect("texts are UTF-8");
        let folder = file.parent().expect("it is in a folder");
        let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for link in links.filter(|link| !link.contains("://") && !link.starts_with('#')) {
            number += 1;
            let path = link.split('#').next().unwrap_or(link);
            if !folder.join(path).exists() {
                dead.push(format!("{}: {link}", file.display()));
            }
        }
        let code = text.split('`').skip(1).step_by(2);
        for path in code.filter(|code| TOP.iter().any(|top| code.starts_with(top)) && !code.contains(['<', ' ', '*'])) {
            number += 1;
            if !root.join(path).exists() {
                dead.push(format!("{}: `{path}`", file.display()));
            }
        }
    }
    assert!(dead.is_empty(), "{dead:#?}");
    assert!(number > 20, "there are links");
}

#[test]
fn only_one_room_names_syn() {
    let root = support::root();
    let mut inside = 0;
    for file in support::files(&root.join("src"), ".rs") {
        let text = std::fs::read_to_string(&file).expect("sources are UTF-8");
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let names = code.filter(|line| line.contains("syn::") || line.contains("proc_macro2::")).count();
        if file.starts_with(root.join("src/syntax")) {
            inside += names;
        } else {
            assert_eq!(names, 0, "{} names syn", file.display());
        }
    }
    assert!(inside > 20, "the room itself does");
}

/// A version in comparable form: `1.88` is `1.88.0`.
fn version(text: &str) -> [u64; 3] {
    let mut parts = text.split('.').map(|part| part.parse().expect("versions of Rust are numbers"));
    [0; 3].map(|missing| parts.next().unwrap_or(missing))
}

/// Clippy checks our own code against the minimum version; this checks the dependencies of the published crates. (The proof servers are not
/// published, and built with a current compiler.)
#[test]
fn dependencies_build_with_the_minimum_version() {
    let rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())).arg("-vV").output().expect("rustc runs");
    let rustc = String::from_utf8(rustc.stdout).expect("it is UTF-8");
    let host = rustc.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its host");
    let args = ["metadata", "--offline", "--locked", "--format-version", "1", "--filter-platform", host];
    let output = Command::new(env!("CARGO")).args(args).current_dir(support::root()).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let list = |value: &serde_json::Value| value.as_array().cloned().unwrap_or_default();
    let packages = list(&metadata["packages"]);
    let published = packages.iter().filter(|package| package["source"].is_null() && package["publish"].is_null());
    let mut waiting: Vec<String> = published.map(|package| package["id"].as_str().expect("ids are text").to_owned()).collect();
    let mut used = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        let node = list(&metadata["resolve"]["nodes"]).into_iter().find(|node| node["id"] == *id).expect("every package is resolved");
        for dependency in list(&node["deps"]) {
            let builds = list(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"] != "dev");
            let id = dependency["pkg"].as_str().expect("ids are text");
            if builds && used.insert(id.to_owned()) {
                waiting.push(id.to_owned());
            }
        }
    }
    let ours = version(env!("CARGO_PKG_RUST_VERSION"));
    let mut newer = Vec::new();
    for package in &packages {
        let Some(needed) = package["rust_version"].as_str() else { continue };
        if used.contains(package["id"].as_str().expect("ids are text")) && version(needed) > ours {
            newer.push(format!("{} {} needs {needed}", package["name"], package["version"]));
        }
    }
    assert!(used.len() > 50, "there are dependencies");
    assert!(newer.is_empty(), "{newer:#?}");
}

/// Tests are left out: those of the stall monitor stall threads on purpose.
#[test]
fn the_tool_finds_nothing_in_itself() {
    let mut options = support::options(&support::root());
    options.paths = ["src", "runtime", "fixtures/src"].map(Into::into).to_vec();
    let report = support::check(&options);
    assert!(report.findings.is_empty(), "{}", support::text(&report, Format::Concise));
    assert!(report.summary.files > 150 && report.summary.functions > 1_000, "{:?}", report.summary);
}
