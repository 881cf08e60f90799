//! Sources of dependencies: `fixtures/registry/app` locks packages of a local registry, and its findings are exactly its marks.

use crate::support;
use async_lint::CheckOptions;
use std::path::Path;

/// A copy of the registry and the package, and options to lint it.
fn copied() -> (tempfile::TempDir, CheckOptions) {
    let folder = support::folder();
    support::copy(&support::root().join("fixtures/registry"), folder.path());
    let mut options = support::options(&folder.path().join("app"));
    options.cargo_home = Some(folder.path().join("cargo-home"));
    (folder, options)
}

/// Line and lint of the findings.
fn found(options: &CheckOptions) -> Vec<(u32, String)> {
    let mut found: Vec<_> = support::check(options).findings.into_iter().map(|finding| (finding.start.line, finding.lint)).collect();
    found.sort();
    found
}

fn marked(file: &Path) -> Vec<(u32, String)> {
    let text = std::fs::read_to_string(file).expect("it is there");
    let lines = (1..).zip(text.lines());
    lines.filter_map(|(line, text)| Some((line, text.split_once("//~ ")?.1.trim().to_owned()))).collect()
}

/// The folder of a package in the copied registry.
fn package(folder: &Path, name: &str) -> std::path::PathBuf {
    folder.join("cargo-home/registry/src/registry.example-0123456789abcdef").join(name)
}

#[test]
fn dependencies_are_read_as_marked() {
    let (folder, options) = copied();
    let marks = marked(&folder.path().join("app/src/lib.rs"));
    assert!(marks.len() >= 10, "only {} marks were read", marks.len());
    assert_eq!(found(&options), marks);
}

#[test]
fn without_their_sources_nothing_is_said() {
    let (_folder, mut options) = copied();
    options.cargo_home = None;
    let found = found(&options);
    assert!(found.iter().all(|(_, lint)| lint == "blocking-sleep"), "{found:?}");
}

#[test]
fn a_dependency_that_cannot_be_parsed_is_skipped() {
    let (folder, options) = copied();
    let marks = marked(&folder.path().join("app/src/lib.rs"));
    for hostile in ["|a| ", ".. ", "a >>= ", "for x in ", "else if ", "- "] {
        let text = format!("pub fn f() {{ {}a }}", hostile.repeat(150_000));
        std::fs::write(package(folder.path(), "quiet-2.0.0").join("src/lib.rs"), text).expect("it can be written");
        assert_eq!(found(&options), marks, "{hostile}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_dependency_cannot_make_the_tool_wait() {
    let (folder, options) = copied();
    let module = package(folder.path(), "slow-store-1.2.0").join("src/disk.rs");
    std::fs::remove_file(&module).expect("it is there");
    std::os::unix::fs::symlink("/proc/kmsg", &module).expect("linked");
    let found = found(&options);
    assert!(!found.iter().any(|(_, lint)| lint == "unparsed-file"), "{found:?}");
}

#[test]
fn a_dependency_is_read_as_it_is_built_for_the_platform() {
    let (folder, mut options) = copied();
    let append = |file: &Path, text: &str| {
        let before = std::fs::read_to_string(file).expect("it is there");
        std::fs::write(file, format!("{before}\n{text}\n")).expect("it can be written");
    };
    append(
        &package(folder.path(), "quiet-2.0.0").join("src/lib.rs"),
        "#[cfg(windows)] pub fn flush() { std::thread::sleep(std::time::Duration::from_secs(1)) } #[cfg(not(windows))] pub fn flush() {}",
    );
    let library = folder.path().join("app/src/lib.rs");
    append(&library, "async fn ends() { still::flush(); }");
    let line = u32::try_from(std::fs::read_to_string(&library).expect("it is there").lines().count()).expect("it is short");
    for (triple, blocks) in [("x86_64-unknown-linux-gnu", false), ("x86_64-pc-windows-msvc", true), ("aarch64-apple-darwin", false)] {
        options.platform = async_lint::Platform::of(triple).expect("rustc has it");
        assert_eq!(found(&options).contains(&(line, "blocking-sleep".to_owned())), blocks, "{triple}");
    }
}

/// What is found in calls of a dependency whose own dependency has code under a feature, by line.
fn found_with(facade: &str, manifest: &str) -> Vec<(u32, String)> {
    let (folder, options) = copied();
    let write = |file: &Path, text: &str| std::fs::write(file, text).expect("it can be written");
    let app = folder.path().join("app");
    write(&app.join("Cargo.toml"), &format!("[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n{manifest}\n"));
    std::fs::remove_file(app.join("Cargo.lock")).expect("it is there");
    write(&app.join("src/lib.rs"), "pub async fn f() {\n    facade::mirrored();\n    facade::on_disk();\n}\n");
    let depends = |features: &str| {
        format!(
            "[package]\nname = \"facade\"\nversion = \"0.3.1\"\nedition = \"2021\"\n\n[features]\nmirror = [\"slow-store/mirror\"]\n\n[dependencies]\nslow-store = {features}\n"
        )
    };
    write(&package(folder.path(), "facade-0.3.1").join("Cargo.toml"), &depends(facade));
    let through = "pub fn mirrored() { slow_store::mirrored() }\npub fn on_disk() { slow_store::on_disk() }\n";
    write(&package(folder.path(), "facade-0.3.1").join("src/lib.rs"), through);
    let code = "pub fn mirrored() {\n    #[cfg(feature = \"mirror\")]\n    std::fs::write(\"a\", \"b\").unwrap();\n}\n\
                pub fn on_disk() {\n    if cfg!(feature = \"disk\") {\n        std::fs::write(\"a\", \"b\").unwrap();\n    }\n}\n";
    write(&package(folder.path(), "slow-store-1.2.0").join("src/lib.rs"), code);
    found(&options)
}

#[test]
fn code_under_a_feature_that_no_dependent_turns_on_is_no_witness() {
    let file = |lines: &[u32]| lines.iter().map(|line| (*line, "blocking-file".to_owned())).collect::<Vec<_>>();
    let app = "[dependencies]\nfacade = \"0.3\"";
    assert_eq!(found_with("\"1.2\"", app), file(&[3]));
    assert_eq!(found_with("{ version = \"1.2\", default-features = false }", app), file(&[]));
    assert_eq!(found_with("{ version = \"1.2\", features = [\"mirror\"] }", app), file(&[2, 3]));
    assert_eq!(found_with("\"1.2\"", "[dependencies]\nfacade = { version = \"0.3\", features = [\"mirror\"] }"), file(&[2, 3]));
    let of_tests = "[dependencies]\nfacade = \"0.3\"\n\n[dev-dependencies]\nslow-store = { version = \"1.2\", features = [\"mirror\"] }";
    assert_eq!(found_with("\"1.2\"", of_tests), file(&[3]));
}

#[test]
fn a_wrapper_of_spawn_starts_a_task() {
    let (folder, options) = copied();
    let code = "pub fn start() { facade::spawn_job(async { work().await }); }\n\
        async fn work() { let _ = std::fs::read(\"a\"); }\n\
        pub fn later() { let _ = facade::spawn_later(async { idle().await }); }\n\
        async fn idle() { let _ = std::fs::read(\"a\"); }\n";
    std::fs::write(folder.path().join("app/src/lib.rs"), code).expect("it can be written");
    let roots = |line: u32| {
        let report = support::check(&options);
        let finding = report.findings.into_iter().find(|finding| finding.start.line == line).expect("it is found");
        finding.runs_in.into_iter().map(|task| task.name).collect::<Vec<_>>()
    };
    assert_eq!(roots(2), ["crate::start"]);
    assert!(roots(4).is_empty());
}
