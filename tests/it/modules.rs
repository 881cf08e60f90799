//! The modules of the library: each uses only those before it in one order, so that no two depend on each other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Every module, in an order in which each uses only earlier ones.
const ORDER: [&str; 31] = [
    "nearest",
    "facts",
    "diagnostics",
    "project",
    "git",
    "resident",
    "store",
    "syntax",
    "names",
    "parse_cache",
    "catalogue",
    "options",
    "selection",
    "config",
    "rulebook",
    "drivers",
    "types",
    "analysis",
    "fix",
    "pipeline",
    "session",
    "confirm",
    "baseline",
    "changed",
    "suppress",
    "report",
    "pages",
    "own_lints",
    "server",
    "cli",
    "lib",
];

/// Rooms that read what a run says, and not how it is worked out.
const READERS: [&str; 8] = ["report", "baseline", "changed", "suppress", "confirm", "pages", "session", "server"];

/// What they do not know.
const WORKINGS: [&str; 4] = ["syntax", "names", "types", "analysis"];

#[test]
fn each_module_uses_only_earlier_ones() {
    let used = arrows();
    assert_eq!(used.keys().map(String::as_str).collect::<BTreeSet<_>>(), BTreeSet::from(ORDER), "the list has every module and no other");
    let place = |module: &str| ORDER.iter().position(|other| *other == module);
    let mut faults = Vec::new();
    for (module, others) in &used {
        for (other, files) in others {
            if place(other) >= place(module) {
                faults.push(format!("{module} uses {other}: {files:?}"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn what_reads_findings_does_not_know_how_they_are_made() {
    let used = arrows();
    for module in READERS {
        let known: Vec<_> = WORKINGS.iter().filter(|other| used[module].contains_key(**other)).collect();
        assert!(known.is_empty(), "{module} uses {known:?}");
    }
}

/// By module, the modules that its code names, each with the files that do; tests are left out.
fn arrows() -> BTreeMap<String, BTreeMap<String, BTreeSet<PathBuf>>> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut open = vec![src.clone()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("it is a folder") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                files.push(path.strip_prefix(&src).expect("it is below").to_owned());
            }
        }
    }
    let module =
        |file: &Path| file.components().next().and_then(|first| Some(Path::new(first.as_os_str()).file_stem()?.to_str()?.to_owned()));
    // Programs use the library from outside.
    files.retain(|file| !file.starts_with("bin") && file != Path::new("main.rs"));
    let modules: BTreeSet<String> = files.iter().filter_map(|file| module(file)).collect();
    let mut used: BTreeMap<String, BTreeMap<String, BTreeSet<PathBuf>>> =
        modules.iter().map(|module| (module.clone(), BTreeMap::new())).collect();
    for file in files {
        if file.components().any(|part| part.as_os_str() == "tests") || file.file_stem().is_some_and(|stem| stem == "tests") {
            continue;
        }
        let text = std::fs::read_to_string(src.join(&file)).expect("it can be read");
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let own = module(&file).expect("every file is in a module");
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        for named in code.flat_map(|line| line.split("crate::").skip(1)) {
            let name: String = named.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if name != own && modules.contains(&name) {
                used.entry(own.clone()).or_default().entry(name).or_default().insert(file.clone());
            }
        }
    }
    used
}
