//! Writes files so that each is old or new, even after a power failure: the new text is written to a temporary file in the same folder,
//! synced to disk, and renamed over the old file. Knows bytes and the file system, not what is in the files.

mod leftovers;
#[cfg(test)]
mod tests;

pub use leftovers::remove_leftovers;

use std::fs::{File, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A file and its new content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewText<'a> {
    /// The file itself, not a symbolic link to it.
    pub path: &'a Path,
    /// The expected current text.
    pub before: &'a str,
    /// The new text.
    pub after: &'a str,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Another program wrote to the file, or removed it, since it was read. All other files are as before.
    #[error("`{}` has been changed by somebody else in the meantime, and is left alone", .0.display())]
    Changed(PathBuf),
    /// The system refused. All files are as before.
    #[error("cannot write `{}`: {source}", path.display())]
    Refused {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The system refused half-way, and refused again when the new files were to be restored.
    #[error("cannot write `{}`: {source}; left changed: {}", path.display(), paths(left))]
    Stuck {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
        /// Files that still have the new text.
        left: Vec<PathBuf>,
    },
}

fn paths(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| format!("`{}`", path.display())).collect::<Vec<_>>().join(", ")
}

/// The next step; tests stop at each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Compare,
    CompareAgain,
    Create,
    Fill,
    Protect,
    Sync,
    Rename,
    SyncFolder,
}

/// Writes all files or none. If the process is killed, each file is old or new, and files are replaced in the order of `files`. Permissions
/// and, where the system allows it, owners are kept; hard links to an old file keep the old text.
///
/// # Errors
/// A [`WriteError`]; its variants say in which state the files are.
pub fn write(files: &[NewText<'_>]) -> Result<(), WriteError> {
    write_with(files, &mut |_| Ok(()))
}

/// Writes one file of our own, which need not exist. An existing file is replaced atomically; a symbolic link itself is replaced, not its
/// target.
///
/// # Errors
/// The system's reason.
pub fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    if path.metadata().is_err() {
        return File::create_new(path)?.write_all(text.as_bytes());
    }
    stage(path, text, &mut |_| Ok(()))?.persist(path).map_err(|error| error.error)?;
    sync_folder(path, &mut |_| Ok(()))
}

fn write_with(files: &[NewText<'_>], step: &mut dyn FnMut(Step) -> io::Result<()>) -> Result<(), WriteError> {
    let refused = |path: &Path| {
        let path = path.to_owned();
        move |source| WriteError::Refused { path, source }
    };
    let mut staged = Vec::new();
    for file in files {
        step(Step::Compare).map_err(refused(file.path))?;
        if std::fs::read(file.path).map_err(refused(file.path))? != file.before.as_bytes() {
            return Err(WriteError::Changed(file.path.to_owned()));
        }
        staged.push((file, stage(file.path, file.after, step).map_err(refused(file.path))?));
    }
    let mut done: Vec<&NewText<'_>> = Vec::new();
    for (file, temporary) in staged {
        // An editor may have saved or removed the file while the others were staged.
        if let Err(source) = step(Step::CompareAgain) {
            return Err(undone(file.path, Some(source), &done));
        }
        if !holds(file.path, file.before) {
            return Err(undone(file.path, None, &done));
        }
        match step(Step::Rename).and_then(|()| temporary.persist(file.path).map_err(|error| error.error)) {
            Ok(_) => done.push(file),
            Err(source) => return Err(undone(file.path, Some(source), &done)),
        }
    }
    for file in files {
        sync_folder(file.path, step).map_err(|source| undone(file.path, Some(source), &done))?;
    }
    Ok(())
}

/// Whether a file exists and has this text.
pub(super) fn holds(path: &Path, text: &str) -> bool {
    std::fs::read(path).is_ok_and(|bytes| bytes == text.as_bytes())
}

/// Restores the files in `done`, except those that another program has changed since, and returns the error. Without a `source`, another
/// program has changed `path`.
fn undone(path: &Path, source: Option<io::Error>, done: &[&NewText<'_>]) -> WriteError {
    let is_stuck = |file: &&&NewText<'_>| {
        holds(file.path, file.after) && {
            let staged = stage(file.path, file.before, &mut |_| Ok(()));
            staged.and_then(|temporary| temporary.persist(file.path).map_err(|error| error.error)).is_err()
        }
    };
    let left: Vec<PathBuf> = done.iter().filter(is_stuck).map(|file| file.path.to_owned()).collect();
    let path = path.to_owned();
    match source {
        None if left.is_empty() => WriteError::Changed(path),
        Some(source) if left.is_empty() => WriteError::Refused { path, source },
        source => {
            let source = source.unwrap_or_else(|| io::Error::other("it has been changed by somebody else in the meantime"));
            WriteError::Stuck { path, source, left }
        }
    }
}

/// A temporary file beside `path` with `text`, synced to disk, with the owner and permissions of the file that it will replace. It is
/// removed when dropped.
fn stage(path: &Path, text: &str, step: &mut dyn FnMut(Step) -> io::Result<()>) -> io::Result<NamedTempFile> {
    let folder = path.parent().ok_or_else(|| io::Error::other("it has no folder"))?;
    let metadata = path.metadata()?;
    step(Step::Create)?;
    // Hidden, so that no tool treats it as a source file if it is left behind.
    let mut temporary = tempfile::Builder::new().prefix(&leftovers::prefix()).tempfile_in(folder)?;
    step(Step::Fill)?;
    temporary.write_all(text.as_bytes())?;
    step(Step::Protect)?;
    keep_owner(temporary.as_file(), &metadata)?;
    temporary.as_file().set_permissions(metadata.permissions())?;
    step(Step::Sync)?;
    temporary.as_file().sync_all()?;
    Ok(temporary)
}

/// Gives a new file the owner of the old one. This needs privileges; without them the current user owns the new file, as with git.
#[cfg(unix)]
fn keep_owner(new: &File, old: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let own = new.metadata()?;
    let differs = |own: u32, old: u32| (own != old).then_some(old);
    let (user, group) = (differs(own.uid(), old.uid()), differs(own.gid(), old.gid()));
    match fchown(new, user, group) {
        Err(error) if error.kind() != io::ErrorKind::PermissionDenied => Err(error),
        _ => Ok(()),
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) -> io::Result<()> {
    Ok(())
}

/// Syncs the folder, so that the new name is on disk. Only possible on Unix.
fn sync_folder(path: &Path, step: &mut dyn FnMut(Step) -> io::Result<()>) -> io::Result<()> {
    step(Step::SyncFolder)?;
    if cfg!(unix)
        && let Some(folder) = path.parent()
    {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}
