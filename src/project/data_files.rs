//! Lists the files in a folder of rules. Knows nothing of their contents.

use super::read::plain;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// A folder with more entries than this is refused.
const MAX_FILES: usize = 2_000;
const MAX_DEPTH: usize = 8;

/// The `*.toml` and `*.rs` files in `folder` and below, sorted. Hidden files and symbolic links are left out.
///
/// # Errors
/// Why the folder cannot be listed, in lower case without a full stop.
pub fn data_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    let visible = |entry: &walkdir::DirEntry| entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".");
    let walk = WalkDir::new(folder).max_depth(MAX_DEPTH).sort_by_file_name().into_iter().filter_entry(visible);
    for (number, entry) in walk.enumerate() {
        let entry = entry.map_err(|error| match error.io_error() {
            Some(io) => format!("cannot be read: {}", plain(io)),
            None => "cannot be read".to_owned(),
        })?;
        if number > MAX_FILES {
            return Err(format!("holds more than {MAX_FILES} files"));
        }
        let is_data = entry.path().extension().is_some_and(|extension| extension == "toml" || extension == "rs");
        if is_data && entry.file_type().is_file() {
            files.push(entry.into_path());
        }
    }
    files.sort();
    Ok(files)
}
