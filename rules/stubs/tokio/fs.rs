//! `tokio::fs`.

use crate::io::{AsyncRead, AsyncSeek, AsyncWrite};
use std::fs::{FileType, Metadata, Permissions};
use std::io;
use std::path::{Path, PathBuf};

pub async fn canonicalize(path: impl AsRef<Path>) -> io::Result<PathBuf> {}
pub async fn copy(from: impl AsRef<Path>, to: impl AsRef<Path>) -> io::Result<u64> {}
pub async fn create_dir(path: impl AsRef<Path>) -> io::Result<()> {}
pub async fn create_dir_all(path: impl AsRef<Path>) -> io::Result<()> {}
pub async fn hard_link(original: impl AsRef<Path>, link: impl AsRef<Path>) -> io::Result<()> {}
pub async fn metadata(path: impl AsRef<Path>) -> io::Result<Metadata> {}
pub async fn read(path: impl AsRef<Path>) -> io::Result<Vec<u8>> {}
pub async fn read_dir(path: impl AsRef<Path>) -> io::Result<ReadDir> {}
pub async fn read_link(path: impl AsRef<Path>) -> io::Result<PathBuf> {}
pub async fn read_to_string(path: impl AsRef<Path>) -> io::Result<String> {}
pub async fn remove_dir(path: impl AsRef<Path>) -> io::Result<()> {}
pub async fn remove_dir_all(path: impl AsRef<Path>) -> io::Result<()> {}
pub async fn remove_file(path: impl AsRef<Path>) -> io::Result<()> {}
pub async fn rename(from: impl AsRef<Path>, to: impl AsRef<Path>) -> io::Result<()> {}
pub async fn set_permissions(path: impl AsRef<Path>, perm: Permissions) -> io::Result<()> {}
pub async fn symlink(original: impl AsRef<Path>, link: impl AsRef<Path>) -> io::Result<()> {}
pub async fn symlink_dir(original: impl AsRef<Path>, link: impl AsRef<Path>) -> io::Result<()> {}
pub async fn symlink_file(original: impl AsRef<Path>, link: impl AsRef<Path>) -> io::Result<()> {}
pub async fn symlink_metadata(path: impl AsRef<Path>) -> io::Result<Metadata> {}
pub async fn try_exists(path: impl AsRef<Path>) -> io::Result<bool> {}
pub async fn write(path: impl AsRef<Path>, contents: impl AsRef<[u8]>) -> io::Result<()> {}

pub struct File {}

impl File {
    pub async fn open(path: impl AsRef<Path>) -> io::Result<File> {}
    pub async fn create(path: impl AsRef<Path>) -> io::Result<File> {}
    pub async fn create_new(path: impl AsRef<Path>) -> io::Result<File> {}
    pub fn options() -> OpenOptions {}
    pub fn from_std(std: std::fs::File) -> File {}
    pub async fn into_std(self) -> std::fs::File {}
    pub fn try_into_std(self) -> Result<std::fs::File, Self> {}
    pub async fn sync_all(&self) -> io::Result<()> {}
    pub async fn sync_data(&self) -> io::Result<()> {}
    pub async fn set_len(&self, size: u64) -> io::Result<()> {}
    pub async fn metadata(&self) -> io::Result<Metadata> {}
    pub async fn try_clone(&self) -> io::Result<File> {}
    pub async fn set_permissions(&self, perm: Permissions) -> io::Result<()> {}
    pub fn set_max_buf_size(&mut self, max_buf_size: usize) {}
}
impl AsyncRead for File {}
impl AsyncWrite for File {}
impl AsyncSeek for File {}
impl From<std::fs::File> for File {}

pub struct OpenOptions {}

impl OpenOptions {
    pub fn new() -> OpenOptions {}
    pub fn read(&mut self, read: bool) -> &mut OpenOptions {}
    pub fn write(&mut self, write: bool) -> &mut OpenOptions {}
    pub fn append(&mut self, append: bool) -> &mut OpenOptions {}
    pub fn truncate(&mut self, truncate: bool) -> &mut OpenOptions {}
    pub fn create(&mut self, create: bool) -> &mut OpenOptions {}
    pub fn create_new(&mut self, create_new: bool) -> &mut OpenOptions {}
    pub fn mode(&mut self, mode: u32) -> &mut OpenOptions {}
    pub fn custom_flags(&mut self, flags: i32) -> &mut OpenOptions {}
    pub async fn open(&self, path: impl AsRef<Path>) -> io::Result<File> {}
}
impl From<std::fs::OpenOptions> for OpenOptions {}

pub struct DirBuilder {}

impl DirBuilder {
    pub fn new() -> Self {}
    pub fn recursive(&mut self, recursive: bool) -> &mut Self {}
    pub async fn create(&self, path: impl AsRef<Path>) -> io::Result<()> {}
}

pub struct ReadDir {}

impl ReadDir {
    pub async fn next_entry(&mut self) -> io::Result<Option<DirEntry>> {}
}

pub struct DirEntry {}

impl DirEntry {
    pub fn path(&self) -> PathBuf {}
    pub fn file_name(&self) -> std::ffi::OsString {}
    pub async fn metadata(&self) -> io::Result<Metadata> {}
    pub async fn file_type(&self) -> io::Result<FileType> {}
    pub fn ino(&self) -> u64 {}
}
