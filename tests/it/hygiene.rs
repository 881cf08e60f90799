//! What keeps the repository honest: links that lead somewhere, walls that stand, a minimum version of Rust that is true, and the tool
//! run on itself.

use crate::support;
use async_lint::TestCode;
use async_lint::report::Format;
use std::process::Command;

/// Folders at the top, by which a path in a text is recognised as one of this repository.
const TOP: [&str; 9] = ["src/", "rules/", "tests/", "fixtures/", "examples/", "runtime/", "benches/", ".ci/", ".config/"];

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
    let mut named = 0;
    for file in support::files(&root.join("src"), ".rs") {
        let text = std::fs::read_to_string(&file).expect("sources are UTF-8");
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let names = code.filter(|line| line.contains("syn::") || line.contains("proc_macro2::")).count();
        if file.starts_with(root.join("src/syntax")) {
            named += names;
        } else {
            assert_eq!(names, 0, "{} names syn", file.display());
        }
    }
    assert!(named > 20, "the room itself does");
}

fn version(text: &str) -> Vec<u64> {
    text.split('.').map(|part| part.parse().expect("versions of Rust are numbers")).collect()
}

/// Clippy holds our own code to the minimum version; this holds the dependencies to it.
#[test]
fn dependencies_build_with_the_minimum_version() {
    let rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())).arg("-vV").output().expect("rustc runs");
    let rustc = String::from_utf8(rustc.stdout).expect("it is UTF-8");
    let host = rustc.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its host");
    let args = ["metadata", "--offline", "--locked", "--format-version", "1", "--filter-platform", host];
    let output = Command::new(env!("CARGO")).args(args).current_dir(support::root()).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let ours = version(env!("CARGO_PKG_RUST_VERSION"));
    let used = metadata["resolve"]["nodes"].as_array().expect("a list").iter().map(|node| node["id"].as_str().expect("text"));
    let used: Vec<&str> = used.collect();
    let mut newer = Vec::new();
    for package in metadata["packages"].as_array().expect("a list") {
        let Some(needed) = package["rust_version"].as_str() else { continue };
        if used.contains(&package["id"].as_str().expect("text")) && version(needed) > ours {
            newer.push(format!("{} {} needs {needed}", package["name"], package["version"]));
        }
    }
    assert!(used.len() > 50, "there are dependencies");
    assert!(newer.is_empty(), "{newer:#?}");
}

#[test]
fn the_tool_finds_nothing_in_itself() {
    let mut options = support::options(&support::root());
    options.paths = ["src", "runtime", "fixtures/src", "tests", "benches", "build.rs"].map(Into::into).to_vec();
    options.tests = TestCode::Show;
    let report = support::check(&options);
    assert!(report.findings.is_empty(), "{}", support::text(&report, Format::Concise));
    assert!(report.summary.files > 150 && report.summary.functions > 1_000, "{:?}", report.summary);
}
