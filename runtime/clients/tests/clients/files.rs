//! Archives and repositories: libraries over files, one in Rust and one in C.

use std::io::{Read as _, Write as _};
use std::path::Path;

use crate::caught;
use crate::support::{message, silent};

/// An archive with one entry, which is not compressed.
fn packed() -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.start_file("notes.txt", zip::write::SimpleFileOptions::default()).expect("it is the first");
    writer.write_all(&vec![b'x'; 100_000]).expect("there is memory");
    writer.finish().expect("there is memory").into_inner()
}

fn archive(folder: &Path) -> std::fs::File {
    let path = folder.join("notes.zip");
    std::fs::write(&path, packed()).expect("the folder is writable");
    std::fs::File::open(path).expect("it was just written")
}

#[test]
fn an_archive_opened_over_a_file() {
    let folder = tempfile::tempdir().expect("the temporary folder is writable");
    let file = archive(folder.path());
    caught(line!() + 1, "zip", "new", "archive-work", async move {
        zip::ZipArchive::new(file).expect("it is sound");
    });
}

#[test]
fn an_entry_read_from_a_file() {
    let folder = tempfile::tempdir().expect("the temporary folder is writable");
    let mut archive = zip::ZipArchive::new(archive(folder.path())).expect("it is sound");
    let mut entry = archive.by_index(0).expect("there is one");
    // The optimiser decides which of `Read`'s methods are on the stack.
    let text = message(async move {
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("it is sound");
        assert_eq!(bytes.len(), 100_000);
    });
    assert!(text.contains("error[blocking-file-io]: `std::io::Read::read"), "{text}");
    assert!(text.contains(&format!("  --> {}:{}:", file!(), line!() - 4)), "{text}");
}

#[test]
fn an_archive_in_memory_waits_for_nothing() {
    let bytes = packed();
    silent(async move {
        zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("it is sound");
    });
}

#[test]
fn a_repository_opened() {
    let folder = tempfile::tempdir().expect("the temporary folder is writable");
    git2::Repository::init(folder.path()).expect("the folder is writable");
    caught(line!() + 1, "git2", "open", "blocking-git", async {
        git2::Repository::open(folder.path()).expect("it is there");
    });
}

#[test]
fn the_state_of_a_work_tree() {
    let folder = tempfile::tempdir().expect("the temporary folder is writable");
    let repository = git2::Repository::init(folder.path()).expect("the folder is writable");
    std::fs::write(folder.path().join("new.txt"), "text").expect("the folder is writable");
    caught(line!() + 1, "git2", "statuses", "blocking-git", async {
        assert_eq!(repository.statuses(None).expect("it is sound").len(), 1);
    });
}
