//! Binary packages: the scripts under `packaging/` pack the binary of the tests, and pip and npm install it.

use crate::support::{self, is_installed, skip};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

const TARGET: &str = "x86_64-unknown-linux-gnu";

/// The folder with an archive, a wheel and npm packages; `None` if Python is missing.
fn packed() -> Option<&'static Path> {
    static PACKED: OnceLock<Option<PathBuf>> = OnceLock::new();
    PACKED
        .get_or_init(|| {
            if !cfg!(all(target_os = "linux", target_arch = "x86_64", target_env = "gnu")) || !is_installed("python3") {
                return None;
            }
            let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages");
            let _ = std::fs::remove_dir_all(&folder);
            std::fs::create_dir_all(&folder).expect("a folder can be made");
            // Debug information is several times the size of the code. A binary that cannot be stripped is packed unchanged.
            let (binary, built) = (folder.join("async-lint"), env!("CARGO_BIN_EXE_async-lint"));
            let stripped = Command::new("strip").arg("-o").arg(&binary).arg(built).status();
            if !stripped.is_ok_and(|status| status.success()) {
                std::fs::copy(built, &binary).expect("the binary can be copied");
            }
            let mut pack = Command::new(support::root().join("packaging/pack.py"));
            pack.arg("--binary").arg(&binary).args(["--target", TARGET, "--out"]).arg(&folder).args(["archive", "wheel", "npm"]);
            done(&mut pack);
            Some(folder)
        })
        .as_deref()
}

/// Runs a command that has to succeed.
fn done(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {said}{}", String::from_utf8_lossy(&output.stdout));
    output
}

/// The only file whose name begins and ends with these texts.
fn file(folder: &Path, begin: &str, end: &str) -> PathBuf {
    let files = support::files(folder, end);
    let mut named = files.into_iter().filter(|file| file.file_name().is_some_and(|name| name.to_string_lossy().starts_with(begin)));
    named.next().unwrap_or_else(|| panic!("no {begin}…{end}"))
}

/// An installed tool prints its version and finds everything in the example, without cargo and without a home folder.
fn works(tool: &Path) {
    let version = done(Command::new(tool).arg("--version")).stdout;
    assert_eq!(String::from_utf8_lossy(&version).trim(), concat!("async-lint ", env!("CARGO_PKG_VERSION")));
    let example = support::root().join("examples/axum-service");
    // The npm package starts the tool through node.
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).filter(|folder| !folder.join("cargo").exists());
    let found = Command::new(tool)
        .args(["check", "--no-cache", "--format", "concise"])
        .env_clear()
        .env("PATH", std::env::join_paths(folders).expect("they come from such a list"))
        .current_dir(example)
        .output()
        .expect("it runs");
    assert_eq!(found.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&found.stdout).contains("blocking-sleep"));
}

#[test]
fn pip_installs_the_wheel() {
    let Some(packages) = packed() else { return skip("the wheel", "it is packed by Python, on Linux") };
    let folder = support::folder();
    let environment = folder.path().join("venv");
    let made = Command::new("python3").args(["-m", "venv"]).arg(&environment).output();
    if !made.is_ok_and(|made| made.status.success()) {
        return skip("the wheel", "Python has no module `venv`");
    }
    let pip = ["install", "--quiet", "--no-index", "--disable-pip-version-check"];
    done(Command::new(environment.join("bin/pip")).args(pip).arg(file(packages, "async_lint-", ".whl")));
    works(&environment.join("bin/async-lint"));
}

/// A static binary runs on every Linux, so its wheel has the tags of both C libraries.
#[test]
fn the_wheel_for_musl_is_for_every_linux() {
    if !is_installed("python3") {
        return skip("the wheel for musl", "Python is not installed");
    }
    let folder = support::folder();
    let mut pack = Command::new(support::root().join("packaging/pack.py"));
    // What is packed is not run.
    pack.args(["--binary", "Cargo.toml", "--target", "x86_64-unknown-linux-musl", "wheel", "--out"]).arg(folder.path());
    done(pack.current_dir(support::root()));
    let wheel = file(folder.path(), "async_lint-", ".whl").display().to_string();
    assert!(["manylinux_2_17_x86_64", "musllinux_1_1_x86_64"].iter().all(|tag| wheel.contains(tag)), "{wheel}");
}

#[test]
fn npm_installs_its_packages() {
    let Some(packages) = packed() else { return skip("the npm packages", "they are packed by Python, on Linux") };
    if !is_installed("npm") {
        return skip("the npm packages", "npm is not installed");
    }
    let folder = support::folder();
    support::write(folder.path(), &[("package.json", "{}")]);
    let version = env!("CARGO_PKG_VERSION");
    let mut npm = Command::new("npm");
    npm.args(["install", "--offline", "--no-audit", "--no-fund", "--no-save"]).current_dir(folder.path());
    npm.arg(packages.join(format!("async-lint-linux-x64-glibc-{version}.tgz"))).arg(packages.join(format!("async-lint-{version}.tgz")));
    done(&mut npm);
    works(&folder.path().join("node_modules/.bin/async-lint"));
}

#[test]
fn the_archive_has_pages_scripts_and_licences() {
    let Some(packages) = packed() else { return skip("the release archive", "it is packed by Python, on Linux") };
    let folder = support::folder();
    let archive = file(packages, "async-lint-", "-gnu.tar.gz");
    done(Command::new("tar").arg("-xzf").arg(&archive).arg("-C").arg(folder.path()));
    let root = folder.path().join(format!("async-lint-{}-{TARGET}", env!("CARGO_PKG_VERSION")));
    let expected = ["LICENSE-MIT", "LICENSE-APACHE", "README.md", "CHANGELOG.md", "completions/_async-lint", "completions/async-lint.fish"];
    for name in expected {
        assert!(root.join(name).is_file(), "{name}");
    }
    let page = std::fs::read_to_string(root.join("man/async-lint-check.1")).expect("there is a page for `check`");
    assert!(page.contains("\\-\\-min\\-level") && page.starts_with(".ie"), "{page}");
    works(&root.join("async-lint"));
    // `cargo binstall` refuses an archive that lacks a binary, unless that needs a feature.
    let metadata = cargo_metadata::MetadataCommand::new().manifest_path(support::root().join("Cargo.toml")).no_deps().exec();
    let metadata = metadata.expect("cargo reads the manifest");
    let package = metadata.packages.iter().find(|package| *package.name == "async-lint").expect("it is a member");
    for binary in package.targets.iter().filter(|target| target.is_bin() && target.required_features.is_empty()) {
        assert!(root.join(&binary.name).is_file(), "{}", binary.name);
    }
    done(Command::new("sha256sum").args(["--check", "--quiet", "SHA256SUMS"]).current_dir(packages));
}

/// Published crates contain all files that the build reads, and none that only this repository needs.
#[test]
fn crates_hold_what_they_need() {
    let list = |package: &str| {
        let args = ["package", "--list", "--allow-dirty", "--offline", "-p", package];
        let output = done(Command::new(env!("CARGO")).args(args).current_dir(support::root()));
        String::from_utf8(output.stdout).expect("names are UTF-8").lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let linter = list("async-lint");
    for needed in ["build.rs", "LICENSE-MIT", "README.md", "src/lib.rs", "src/bin/cargo-async-lint.rs", "rules/proofs.json"] {
        assert!(linter.iter().any(|file| file == needed), "{needed} is missing");
    }
    let rules = support::files(&support::root().join("rules"), "").len();
    assert_eq!(linter.iter().filter(|file| file.starts_with("rules/")).count(), rules);
    let allowed = ["src/", "rules/", "Cargo.", "LICENSE-", "README.md", "CHANGELOG.md", "build.rs", ".cargo_vcs_info.json"];
    for package in ["async-lint", "async-lint-runtime", "async-lint-runtime-macros"] {
        let files = list(package);
        let stray: Vec<_> = files.iter().filter(|file| !allowed.iter().any(|begin| file.starts_with(begin))).collect();
        assert!(stray.is_empty(), "{package}: {stray:?}");
        assert!(files.iter().any(|file| file == "LICENSE-MIT"), "{package} has no licence");
        assert!(!files.iter().any(|file| file.contains("/snapshots/")), "{package} has goldens");
    }
}

/// One command sets all versions, and writes nothing if one does not fit.
#[test]
fn one_command_sets_the_version() {
    if !is_installed("python3") {
        return skip("packaging/version.py", "Python is not installed");
    }
    let names = ["Cargo.toml", "runtime/Cargo.toml", "pyproject.toml", "CHANGELOG.md"];
    let folder = support::folder();
    for name in names {
        let text = std::fs::read_to_string(support::root().join(name)).expect("it is there");
        support::write(folder.path(), &[(name, &text)]);
    }
    let script = support::root().join("packaging/version.py");
    done(Command::new(&script).args(["7.8.9", "2031-05-17", "--root"]).arg(folder.path()));
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).expect("it is there");
    assert!(read("Cargo.toml").contains("\nversion = \"7.8.9\"\n"));
    assert!(read("runtime/Cargo.toml").contains("path = \"macros\", version = \"7.8.9\""));
    assert!(read("pyproject.toml").contains("version = \"7.8.9\"") && read("pyproject.toml").contains("async-lint==7.8.9"));
    assert!(read("CHANGELOG.md").contains("\n## Unreleased\n\n## 7.8.9 - 2031-05-17\n"));
    support::write(folder.path(), &[("CHANGELOG.md", "nothing to release\n")]);
    let refused = Command::new(&script).args(["7.9.0", "--root"]).arg(folder.path()).output().expect("it runs");
    assert!(!refused.status.success());
    assert!(read("Cargo.toml").contains("\nversion = \"7.8.9\"\n"), "nothing is written");
    assert!(!Command::new(&script).args(["next", "--root"]).arg(folder.path()).output().expect("it runs").status.success());
}

/// One command sets the address in the manifests of all published packages, again if it has changed.
#[test]
fn one_command_sets_the_address() {
    if !is_installed("python3") {
        return skip("packaging/address.py", "Python is not installed");
    }
    let names = ["Cargo.toml", "runtime/Cargo.toml", "runtime/macros/Cargo.toml"];
    let folder = support::folder();
    for name in names {
        let text = std::fs::read_to_string(support::root().join(name)).expect("it is there");
        support::write(folder.path(), &[(name, &text)]);
    }
    let set = |address: &str| {
        let mut script = Command::new(support::root().join("packaging/address.py"));
        script.arg(address).arg("--root").arg(folder.path()).output().expect("it runs").status.success()
    };
    assert!(set("https://first.invalid/async-lint") && set("https://second.invalid/async-lint/"));
    for name in names {
        let text = std::fs::read_to_string(folder.path().join(name)).expect("it is there");
        assert_eq!(text.matches("\nrepository = \"https://second.invalid/async-lint\"\n").count(), 1, "{name}");
        assert!(!text.contains("first.invalid"), "{name}");
    }
    assert!(!set("second.invalid") && !set("https://a.invalid/\"x"));
}

/// Copies of the version in other files are up to date.
#[test]
fn versions_agree() {
    let python = std::fs::read_to_string(support::root().join("pyproject.toml")).expect("it is there");
    let version = env!("CARGO_PKG_VERSION");
    assert!(python.contains(&format!("\nversion = \"{version}\"\n")) && python.contains(&format!("\"async-lint=={version}\"")));
}
