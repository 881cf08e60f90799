//! Lists `rules/` and writes the table of its files that `src/catalogue/embedded.rs` includes. Knows nothing of their content.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or(io::ErrorKind::NotFound)?).join("rules");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?).join("embedded_rules.rs");
    let mut files = Vec::new();
    list(&root, &root, &mut files)?;
    // Sorted, so that the binary does not depend on the order in which the file system lists a folder.
    files.sort();
    let mut text = String::from("&[\n");
    for (name, path) in files {
        writeln!(text, "    ({name:?}, include_str!({:?})),", path.display().to_string()).map_err(io::Error::other)?;
    }
    text.push_str("]\n");
    fs::write(out, text)
}

/// Collects the data files below `dir` as (name relative to `root` with `/`, path), and tells cargo to watch every folder: a new
/// file changes its folder's time stamp, and `include_str!` itself watches the files.
fn list(root: &Path, dir: &Path, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", dir.display());
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            list(root, &path, files)?;
        } else if path.extension().is_some_and(|e| e == "toml" || e == "rs") {
            let relative = path.strip_prefix(root).map_err(io::Error::other)?;
            let name = relative.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
            files.push((name, path));
        }
    }
    Ok(())
}
