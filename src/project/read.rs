//! Reads untrusted files: bounded in size, never blocking on a pipe or a device, and with a message that says what is wrong. Knows nothing
//! of the files' contents.

use super::model::{Problem, SourceFile};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

/// Source files above this size in bytes are not read, unless the user sets another limit.
pub const MAX_FILE_BYTES: u64 = 16 << 20;

/// Manifests, lock files and configuration above this size in bytes are not read. The largest real ones are below 2 MiB.
pub(crate) const MAX_META_BYTES: u64 = 4 << 20;

/// How long a file of reported length zero may take to be read.
const MAX_WAIT: Duration = Duration::from_secs(2);

/// Reads one source file of at most `max_bytes` bytes.
///
/// # Errors
///
/// A [`Problem`] if the file is missing, unreadable, not a regular file, too large, or not UTF-8; its span is then the byte range of the
/// first invalid sequence.
pub fn read_source(path: &Path, max_bytes: u64) -> Result<SourceFile, Problem> {
    let bytes = read_bounded(path, max_bytes).map_err(|message| Problem::new(path.to_owned(), message, None))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(SourceFile { path: path.to_owned(), text: text.into() }),
        Err(error) => {
            let start = error.utf8_error().valid_up_to();
            let length = error.utf8_error().error_len().unwrap_or_else(|| error.as_bytes().len() - start);
            let message = format!("not UTF-8: invalid byte at offset {start}");
            Err(Problem::new(path.to_owned(), message, Some(start..start + length)))
        }
    }
}

/// Reads a manifest, lock file or configuration file.
pub(crate) fn read_meta(path: &Path) -> Result<String, Problem> {
    read_source(path, MAX_META_BYTES).map(|source| source.text.as_ref().to_owned())
}

/// Reads a regular file; the error is lower case without a full stop.
fn read_bounded(path: &Path, max_bytes: u64) -> Result<Vec<u8>, String> {
    let cannot = |error: std::io::Error| format!("cannot be read: {}", plain(&error));
    // Checked before opening, because opening a pipe blocks until it has a writer.
    let metadata = std::fs::metadata(path).map_err(cannot)?;
    if metadata.is_dir() {
        return Err("is a folder, not a file".to_owned());
    }
    if !metadata.is_file() {
        return Err("is not a regular file".to_owned());
    }
    let too_large = || format!("is larger than {max_bytes} bytes");
    if metadata.len() > max_bytes {
        return Err(too_large());
    }
    let length = usize::try_from(metadata.len()).unwrap_or(0);
    // Some file systems report a length of zero, and files may grow, so the limit is checked again after reading.
    let bytes = if length == 0 { patiently(path, max_bytes)? } else { read_open(path, max_bytes, length).map_err(cannot)? };
    if bytes.len() as u64 > max_bytes { Err(too_large()) } else { Ok(bytes) }
}

fn read_open(path: &Path, max_bytes: u64, length: usize) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(length);
    File::open(path)?.take(max_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a file of reported length zero. The system may generate its contents and block the reader until there are some. The read then runs
/// in a thread that is abandoned after a timeout.
fn patiently(path: &Path, max_bytes: u64) -> Result<Vec<u8>, String> {
    let (sender, receiver) = std::sync::mpsc::channel();
    let owned = path.to_owned();
    let read = move || drop(sender.send(read_open(&owned, max_bytes, 0)));
    let thread = std::thread::Builder::new().name("reads".to_owned()).spawn(read);
    let cannot = |error: std::io::Error| format!("cannot be read: {}", plain(&error));
    thread.map_err(cannot)?;
    match receiver.recv_timeout(MAX_WAIT) {
        Ok(read) => read.map_err(cannot),
        Err(_) => Err(format!("cannot be read: no data for {} seconds", MAX_WAIT.as_secs())),
    }
}

/// An I/O error in lower case, without "(os error 2)".
pub(crate) fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().expect("temporary folder")
    }

    fn message(path: &Path, max_bytes: u64) -> String {
        read_source(path, max_bytes).expect_err("it must be refused").message
    }

    #[test]
    fn text_is_kept_to_the_byte() {
        let folder = folder();
        let path = folder.path().join("a.rs");
        std::fs::write(&path, "\u{feff}fn a() {}\r\n\0").expect("written");
        assert_eq!(&*read_source(&path, 100).expect("readable").text, "\u{feff}fn a() {}\r\n\0");
    }

    #[test]
    fn invalid_utf8_names_its_offset() {
        let folder = folder();
        let path = folder.path().join("a.rs");
        std::fs::write(&path, b"fn a() { \xff\xfe }").expect("written");
        let problem = read_source(&path, 100).expect_err("not UTF-8");
        assert_eq!(problem.message, "not UTF-8: invalid byte at offset 9");
        assert_eq!(problem.span, Some(9..10));
        std::fs::write(&path, b"ab\xe2\x82").expect("written");
        assert_eq!(read_source(&path, 100).expect_err("cut off").span, Some(2..4));
    }

    #[test]
    fn the_bound_is_inclusive() {
        let folder = folder();
        let path = folder.path().join("a.rs");
        std::fs::write(&path, "12345").expect("written");
        assert!(read_source(&path, 5).is_ok());
        assert_eq!(message(&path, 4), "is larger than 4 bytes");
    }

    #[test]
    fn a_sparse_giant_is_refused_without_reading() {
        let folder = folder();
        let path = folder.path().join("a.rs");
        File::create(&path).and_then(|file| file.set_len(100 << 30)).expect("sparse file");
        assert_eq!(message(&path, MAX_FILE_BYTES), format!("is larger than {MAX_FILE_BYTES} bytes"));
    }

    #[test]
    fn missing_and_folder() {
        let folder = folder();
        assert_eq!(message(&folder.path().join("none.rs"), 9), "cannot be read: no such file or directory");
        assert_eq!(message(folder.path(), 9), "is a folder, not a file");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_read_that_does_not_come_back_is_given_up() {
        // Only the administrator may open it; reading blocks until the kernel's next message.
        let path = Path::new("/proc/kmsg");
        if let Err(problem) = read_source(path, MAX_FILE_BYTES) {
            assert!(problem.message.starts_with("cannot be read: "), "{}", problem.message);
        }
        assert!(read_source(Path::new("/proc/self/status"), MAX_FILE_BYTES).is_ok_and(|file| file.text.starts_with("Name:")));
    }

    #[cfg(unix)]
    #[test]
    fn devices_and_pipes_do_not_block() {
        assert_eq!(message(Path::new("/dev/zero"), 9), "is not a regular file");
        let folder = folder();
        let path = folder.path().join("x.rs");
        let made = std::process::Command::new("mkfifo").arg(&path).status().expect("mkfifo runs");
        assert!(made.success());
        assert_eq!(message(&path, 9), "is not a regular file");
    }
}
