//! Which packages and files are linted: `--package`, `--workspace`, `--manifest-path`, `--stdin-filename`.

use super::check_args::CheckArgs;
use super::{Exit, Io, failure};
use crate::CheckOptions;
use crate::nearest::nearest;
use crate::project::{self, MAX_FILE_BYTES, Overlay, Package};
use globset::GlobBuilder;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Fills in the paths and packages of `options`, and the text that comes from standard input.
pub(super) fn set(args: &CheckArgs, options: &mut CheckOptions, io: &mut Io<'_>) -> Result<(), Exit> {
    let scope = &args.scope;
    if let Some(name) = &scope.stdin_filename {
        return stdin(args, name, options, io);
    }
    if args.paths.iter().any(|path| path == Path::new("-")) {
        let help = Some("name the file that it belongs to: `--stdin-filename src/lib.rs -`");
        return Err(failure::text("text from standard input needs a file name", help, io.err));
    }
    if let Some(manifest) = &scope.manifest_path {
        let file = io.current_dir.join(manifest);
        if !(file.ends_with("Cargo.toml") && file.is_file()) {
            return Err(failure::text(&format!("`{}` is not a `Cargo.toml`", manifest.display()), None, io.err));
        }
        options.paths = vec![manifest.clone()];
    }
    if scope.package.is_empty() && !scope.workspace {
        return Ok(());
    }
    let here = if options.paths.is_empty() { vec![PathBuf::from(".")] } else { options.paths.clone() };
    let project = project::around(&here, &options.current_dir);
    let packages: Vec<&Package> = project.packages.iter().filter(|package| package.manifest.is_some()).collect();
    let chosen = if scope.workspace { packages } else { named(&scope.package, &packages, io)? };
    if chosen.is_empty() {
        return Err(failure::text("there is no `Cargo.toml` here or in a folder above", None, io.err));
    }
    options.packages = chosen.iter().map(|package| package.root.clone()).collect();
    options.paths = options.packages.iter().cloned().collect();
    Ok(())
}

/// The packages that match names or patterns; each name or pattern must match at least one.
fn named<'a>(names: &[String], packages: &[&'a Package], io: &mut Io<'_>) -> Result<Vec<&'a Package>, Exit> {
    let mut chosen = Vec::new();
    for name in names {
        let glob = GlobBuilder::new(name).build().map(|glob| glob.compile_matcher());
        let glob = glob.map_err(|error| failure::text(&format!("`{name}`: not a glob: {}", error.kind()), None, io.err))?;
        let before = chosen.len();
        chosen.extend(packages.iter().copied().filter(|package| glob.is_match(&package.name)));
        if chosen.len() == before {
            let near = nearest(name, packages.iter().map(|package| package.name.as_str()));
            let help = near.map(|near| format!("did you mean `{near}`?"));
            return Err(failure::text(&format!("there is no package `{name}` in the workspace"), help.as_deref(), io.err));
        }
    }
    Ok(chosen)
}

/// Lints the text of standard input in place of a file.
fn stdin(args: &CheckArgs, name: &Path, options: &mut CheckOptions, io: &mut Io<'_>) -> Result<(), Exit> {
    if args.paths.iter().any(|path| path != Path::new("-") && path != name) {
        return Err(failure::text("with `--stdin-filename` there is one file to lint", None, io.err));
    }
    let mut bytes = Vec::new();
    let read = io.input.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes);
    let text = match read {
        Err(error) => Err(format!("standard input cannot be read: {error}")),
        Ok(length) if length as u64 > MAX_FILE_BYTES => Err(format!("standard input is larger than {MAX_FILE_BYTES} bytes")),
        Ok(_) => String::from_utf8(bytes).map_err(|error| format!("standard input is not UTF-8: {}", error.utf8_error())),
    };
    let text = text.map_err(|why| failure::text(&why, None, io.err))?;
    let file = project::absolute(name, &io.current_dir);
    options.overlay = Overlay::new(BTreeMap::from([(file, text.into())]));
    options.paths = vec![name.to_owned()];
    Ok(())
}
