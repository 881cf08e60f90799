//! `std::os::windows::fs`.

use crate::convert::AsRef;
use crate::io;
use crate::path::Path;
use crate::time::SystemTime;

pub trait FileExt {
    fn seek_read(&self, buf: &mut [u8], offset: u64) -> io::Result<usize>;
    fn seek_write(&self, buf: &[u8], offset: u64) -> io::Result<usize>;
}

pub trait OpenOptionsExt {
    fn access_mode(&mut self, access: u32) -> &mut Self;
    fn share_mode(&mut self, val: u32) -> &mut Self;
    fn custom_flags(&mut self, flags: u32) -> &mut Self;
    fn attributes(&mut self, val: u32) -> &mut Self;
    fn security_qos_flags(&mut self, flags: u32) -> &mut Self;
}

pub trait MetadataExt {
    fn file_attributes(&self) -> u32;
    fn creation_time(&self) -> u64;
    fn last_access_time(&self) -> u64;
    fn last_write_time(&self) -> u64;
    fn file_size(&self) -> u64;
}

pub trait FileTypeExt: Sealed {
    fn is_symlink_dir(&self) -> bool;
    fn is_symlink_file(&self) -> bool;
}

pub trait FileTimesExt: Sealed {
    fn set_created(self, t: SystemTime) -> Self;
}

pub fn symlink_file<P: AsRef<Path>, Q: AsRef<Path>>(original: P, link: Q) -> io::Result<()> {}
pub fn symlink_dir<P: AsRef<Path>, Q: AsRef<Path>>(original: P, link: Q) -> io::Result<()> {}
