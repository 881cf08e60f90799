//! Generates the table of `rules/` for `src/catalogue/embedded.rs`, and that of the files with a coded lint for
//! `src/analysis/coded/mod.rs`. Does not interpret their content.

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = |name: &str| env::var_os(name).map(PathBuf::from).ok_or(io::ErrorKind::NotFound);
    let (package, out) = (folder("CARGO_MANIFEST_DIR")?, folder("OUT_DIR")?);
    println!("cargo::rustc-env=ASYNC_LINT_TARGET={}", env::var("TARGET").map_err(io::Error::other)?);
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rustc-env=ASYNC_LINT_CODE_HASH={:016x}", code_hash(&package)?);
    fs::write(out.join("embedded_rules.rs"), rules(&package.join("rules"))?)?;
    fs::write(out.join("coded_lints.rs"), coded_lints(&package.join("src/analysis/coded"))?)
}

/// A hash of all code and rules: cached results are only read by the build that has written them.
fn code_hash(package: &Path) -> io::Result<u64> {
    let mut hasher = DefaultHasher::new();
    for folder in ["src", "rules"] {
        let mut files = Vec::new();
        list(&package.join(folder), &package.join(folder), &mut files)?;
        files.sort();
        for (name, path) in files {
            (name, fs::read(path)?).hash(&mut hasher);
        }
    }
    Ok(hasher.finish())
}

/// The names and texts of the rules.
fn rules(root: &Path) -> io::Result<String> {
    let mut files = Vec::new();
    list(root, root, &mut files)?;
    // Sorted, so that the binary does not depend on the order in which the file system lists a folder.
    files.sort();
    let mut text = String::from("&[\n");
    for (name, path) in files {
        writeln!(text, "    ({name:?}, include_str!({:?})),", path.display().to_string()).map_err(io::Error::other)?;
    }
    text.push_str("]\n");
    Ok(text)
}

/// The lints of the files directly in `dir` that declare one.
fn coded_lints(dir: &Path) -> io::Result<String> {
    let mut files = Vec::new();
    list(dir, dir, &mut files)?;
    files.sort();
    let mut text = String::from("&[\n");
    for (name, path) in files {
        let Some(module) = name.strip_suffix(".rs").filter(|module| !module.contains('/')) else { continue };
        // Unlike the rules, these are not watched through `include_str!`.
        println!("cargo::rerun-if-changed={}", path.display());
        if fs::read_to_string(&path)?.contains("const LINT: CodedLint =") {
            writeln!(text, "    {module}::LINT,").map_err(io::Error::other)?;
        }
    }
    text.push_str("]\n");
    Ok(text)
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
