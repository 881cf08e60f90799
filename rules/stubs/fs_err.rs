//! `fs_err`, version 3.

use std::fs;
use std::fs::{Metadata, Permissions};
use std::io;
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

pub fn read<P: AsRef<Path>>(path: P) -> io::Result<Vec<u8>> {}
pub fn read_to_string<P: AsRef<Path>>(path: P) -> io::Result<String> {}
pub fn write<P: AsRef<Path>, C: AsRef<[u8]>>(path: P, contents: C) -> io::Result<()> {}
pub fn copy<P: AsRef<Path>, Q: AsRef<Path>>(from: P, to: Q) -> io::Result<u64> {}
pub fn create_dir<P: AsRef<Path>>(path: P) -> io::Result<()> {}
pub fn create_dir_all<P: AsRef<Path>>(path: P) -> io::Result<()> {}
pub fn remove_dir<P: AsRef<Path>>(path: P) -> io::Result<()> {}
pub fn remove_dir_all<P: AsRef<Path>>(path: P) -> io::Result<()> {}
pub fn remove_file<P: AsRef<Path>>(path: P) -> io::Result<()> {}
pub fn metadata<P: AsRef<Path>>(path: P) -> io::Result<Metadata> {}
pub fn symlink_metadata<P: AsRef<Path>>(path: P) -> io::Result<Metadata> {}
pub fn exists<P: AsRef<Path>>(path: P) -> io::Result<bool> {}
pub fn canonicalize<P: AsRef<Path>>(path: P) -> io::Result<PathBuf> {}
pub fn hard_link<P: AsRef<Path>, Q: AsRef<Path>>(src: P, dst: Q) -> io::Result<()> {}
pub fn read_link<P: AsRef<Path>>(path: P) -> io::Result<PathBuf> {}
pub fn rename<P: AsRef<Path>, Q: AsRef<Path>>(from: P, to: Q) -> io::Result<()> {}
pub fn soft_link<P: AsRef<Path>, Q: AsRef<Path>>(src: P, dst: Q) -> io::Result<()> {}
pub fn set_permissions<P: AsRef<Path>>(path: P, perm: Permissions) -> io::Result<()> {}
pub fn read_dir<P: Into<PathBuf>>(path: P) -> io::Result<ReadDir> {}

pub struct ReadDir {}
impl Iterator for ReadDir { type Item = io::Result<DirEntry>; }

pub struct DirEntry {}

impl DirEntry {
    pub fn path(&self) -> PathBuf {}
    pub fn metadata(&self) -> io::Result<Metadata> {}
    pub fn file_type(&self) -> io::Result<fs::FileType> {}
    pub fn file_name(&self) -> std::ffi::OsString {}
}

pub struct File {}

impl File {
    pub fn open<P: Into<PathBuf>>(path: P) -> io::Result<Self> {}
    pub fn create<P: Into<PathBuf>>(path: P) -> io::Result<Self> {}
    pub fn create_new<P: Into<PathBuf>>(path: P) -> io::Result<Self> {}
    pub fn options() -> OpenOptions {}
    pub fn sync_all(&self) -> io::Result<()> {}
    pub fn sync_data(&self) -> io::Result<()> {}
    pub fn set_len(&self, size: u64) -> io::Result<()> {}
    pub fn metadata(&self) -> io::Result<Metadata> {}
    pub fn try_clone(&self) -> io::Result<Self> {}
    pub fn set_permissions(&self, perm: Permissions) -> io::Result<()> {}
    pub fn set_modified(&self, time: std::time::SystemTime) -> io::Result<()> {}
    pub fn lock(&self) -> io::Result<()> {}
    pub fn lock_shared(&self) -> io::Result<()> {}
    pub fn unlock(&self) -> io::Result<()> {}
    pub fn from_parts<P: Into<PathBuf>>(file: fs::File, path: P) -> Self {}
    pub fn into_parts(self) -> (fs::File, PathBuf) {}
    pub fn into_file(self) -> fs::File {}
    pub fn file(&self) -> &fs::File {}
    pub fn file_mut(&mut self) -> &mut fs::File {}
    pub fn path(&self) -> &Path {}
}

impl Read for File {}
impl Read for &File {}
impl Write for File {}
impl Write for &File {}
impl Seek for File {}
impl Seek for &File {}
impl From<File> for fs::File {}

pub struct OpenOptions {}

impl OpenOptions {
    pub fn new() -> Self {}
    pub fn read(&mut self, read: bool) -> &mut Self {}
    pub fn write(&mut self, write: bool) -> &mut Self {}
    pub fn append(&mut self, append: bool) -> &mut Self {}
    pub fn truncate(&mut self, truncate: bool) -> &mut Self {}
    pub fn create(&mut self, create: bool) -> &mut Self {}
    pub fn create_new(&mut self, create_new: bool) -> &mut Self {}
    pub fn open<P: Into<PathBuf>>(&self, path: P) -> io::Result<File> {}
    pub fn options(&self) -> &fs::OpenOptions {}
}

pub trait PathExt {
    fn fs_err_try_exists(&self) -> io::Result<bool>;
    fn fs_err_metadata(&self) -> io::Result<Metadata>;
    fn fs_err_symlink_metadata(&self) -> io::Result<Metadata>;
    fn fs_err_canonicalize(&self) -> io::Result<PathBuf>;
    fn fs_err_read_link(&self) -> io::Result<PathBuf>;
    fn fs_err_read_dir(&self) -> io::Result<ReadDir>;
}
impl PathExt for Path {}

pub mod tokio {
    use std::fs::{Metadata, Permissions};
    use std::io;
    use std::path::{Path, PathBuf};

    pub async fn read(path: impl AsRef<Path>) -> io::Result<Vec<u8>> {}
    pub async fn read_to_string(path: impl AsRef<Path>) -> io::Result<String> {}
    pub async fn write(path: impl AsRef<Path>, contents: impl AsRef<[u8]>) -> io::Result<()> {}
    pub async fn copy(from: impl AsRef<Path>, to: impl AsRef<Path>) -> io::Result<u64> {}
    pub async fn create_dir(path: impl AsRef<Path>) -> io::Result<()> {}
    pub async fn create_dir_all(path: impl AsRef<Path>) -> io::Result<()> {}
    pub async fn remove_dir(path: impl AsRef<Path>) -> io::Result<()> {}
    pub async fn remove_dir_all(path: impl AsRef<Path>) -> io::Result<()> {}
    pub async fn remove_file(path: impl AsRef<Path>) -> io::Result<()> {}
    pub async fn metadata(path: impl AsRef<Path>) -> io::Result<Metadata> {}
    pub async fn symlink_metadata(path: impl AsRef<Path>) -> io::Result<Metadata> {}
    pub async fn try_exists(path: impl AsRef<Path>) -> io::Result<bool> {}
    pub async fn canonicalize(path: impl AsRef<Path>) -> io::Result<PathBuf> {}
    pub async fn hard_link(src: impl AsRef<Path>, dst: impl AsRef<Path>) -> io::Result<()> {}
    pub async fn read_link(path: impl AsRef<Path>) -> io::Result<PathBuf> {}
    pub async fn rename(from: impl AsRef<Path>, to: impl AsRef<Path>) -> io::Result<()> {}
    pub async fn set_permissions(path: impl AsRef<Path>, perm: Permissions) -> io::Result<()> {}
    pub async fn read_dir(path: impl AsRef<Path>) -> io::Result<ReadDir> {}

    pub struct ReadDir {}
    impl ReadDir {
        pub async fn next_entry(&mut self) -> io::Result<Option<DirEntry>> {}
    }
    pub struct DirEntry {}
    impl DirEntry {
        pub fn path(&self) -> PathBuf {}
        pub async fn metadata(&self) -> io::Result<Metadata> {}
        pub async fn file_type(&self) -> io::Result<std::fs::FileType> {}
    }

    pub struct File {}
    impl File {
        pub async fn open(path: impl Into<PathBuf>) -> io::Result<File> {}
        pub async fn create(path: impl Into<PathBuf>) -> io::Result<File> {}
        pub async fn sync_all(&self) -> io::Result<()> {}
        pub async fn metadata(&self) -> io::Result<Metadata> {}
    }
}
