//! Skips tests that cannot run on this machine. The tests of `fixtures/` use it too.

use std::path::Path;

/// Prints to standard error, past the harness's capture of output, that something is not tested here, and adds it to a file that `.ci/run`
/// sums up.
pub(crate) fn skip(what: &str, why: &str) {
    use std::io::Write;
    let line = format!("skipped: {what}: {why}\n");
    let _ = std::io::stderr().write_all(line.as_bytes());
    let count = Path::new(env!("CARGO_TARGET_TMPDIR")).join("skipped.txt");
    let file = std::fs::OpenOptions::new().create(true).append(true).open(count);
    file.and_then(|mut file| file.write_all(line.as_bytes())).expect("the skipped tests can be counted");
}
