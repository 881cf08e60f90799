//! Writes files so that each is old or new, whenever the power goes: the new text goes to a temporary file in the same folder,
//! reaches the disk there, and takes the old one's name. Knows bytes and the file system, not what is in the files.

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
    /// What it must hold now.
    pub before: &'a str,
    /// What it holds afterwards.
    pub after: &'a str,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Somebody else wrote to the file, or removed it, since it was read. All other files are as they were.
    #[error("`{}` has been changed by somebody else in the meantime, and is left alone", .0.display())]
    Changed(PathBuf),
    /// The system refused. All files are as they were.
    #[error("cannot write `{}`: {source}", path.display())]
    Refused {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The system refused half-way, and refused again when the files that were new were to be made old again.
    #[error("cannot write `{}`: {source}; left changed: {}", path.display(), paths(left))]
    Stuck {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
        /// Files that are new.
        left: Vec<PathBuf>,
    },
}

fn paths(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| format!("`{}`", path.display())).collect::<Vec<_>>().join(", ")
}

/// What is about to be done: for tests, which stop at each.
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

/// Writes all files or none. If it is interrupted by force, each file is old or new; those that come first in `files` are new first.
/// Permissions and, where the system allows it, owners stay; hard links to the old file keep the old text.
///
/// # Errors
/// A [`WriteError`]; see there what has happened to the files.
pub fn write(files: &[NewText<'_>]) -> Result<(), WriteError> {
    write_with(files, &mut |_| Ok(()))
}

/// Writes one file of our own, which need not be there yet. One that is there is replaced as a whole: it is old or new at any moment, and
/// a symbolic link is replaced itself, not what it leads to.
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

/// Whether a file is there and has this text.
pub(super) fn holds(path: &Path, text: &str) -> bool {
    std::fs::read(path).is_ok_and(|bytes| bytes == text.as_bytes())
}

/// Makes the files that are new old again, those that somebody else has changed since left alone, and says what happened. Without a
/// reason of the system's it was somebody else who changed `path`.
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

/// A temporary file beside `path` that holds `text` on disk and looks like the file that it will replace. It is removed when dropped.
fn stage(path: &Path, text: &str, step: &mut dyn FnMut(Step) -> io::Result<()>) -> io::Result<NamedTempFile> {
    let folder = path.parent().ok_or_else(|| io::Error::other("it has no folder"))?;
    let metadata = path.metadata()?;
    step(Step::Create)?;
    // Hidden, so that no tool takes it for a source file should it be left behind.
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

/// Gives a new file to the owner of the old one. Only a privileged user can; everybody else gets a file of their own, as git makes it.
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

/// Brings the new name to the disk. Only Unix has a way to ask for that.
fn sync_folder(path: &Path, step: &mut dyn FnMut(Step) -> io::Result<()>) -> io::Result<()> {
    step(Step::SyncFolder)?;
    if cfg!(unix)
        && let Some(folder) = path.parent()
    {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}
