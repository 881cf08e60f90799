//! The published crates compile with the oldest version of Rust that they declare.

use crate::support;
use std::process::Command;

#[test]
fn published_crates_compile_with_the_declared_version() {
    const WHAT: &str = "the check with the oldest supported Rust";
    let version = env!("CARGO_PKG_RUST_VERSION");
    if std::env::var_os("ASYNC_LINT_CHECK_MSRV").is_none() {
        return support::skip(WHAT, "set ASYNC_LINT_CHECK_MSRV to compile the published crates with it");
    }
    let cargo = || {
        let mut command = Command::new("rustup");
        // Do not pass on the toolchain that runs this test.
        for variable in ["CARGO", "RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN", "CARGO_TARGET_DIR"] {
            command.env_remove(variable);
        }
        command.args(["run", version, "cargo"]).current_dir(support::root());
        command
    };
    if !cargo().arg("--version").output().is_ok_and(|output| output.status.success()) {
        return support::skip(WHAT, &format!("rustup has no toolchain {version}"));
    }
    for package in [&["-p", "async-lint"][..], &["-p", "async-lint-runtime", "--features", "guard"]] {
        let output = cargo()
            .args(["check", "--locked", "--target-dir", concat!(env!("CARGO_TARGET_TMPDIR"), "/msrv")])
            .args(package)
            .output()
            .expect("cargo runs");
        assert!(output.status.success(), "Rust {version}, {package:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
}
