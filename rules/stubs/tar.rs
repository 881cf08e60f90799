//! `tar`, version 0.4.

use std::fs::File;
use std::io::{Read, Result, Write};
use std::path::Path;

pub struct Archive<R> {}

impl<R: Read> Archive<R> {
    pub fn new(obj: R) -> Archive<R> {}
    pub fn into_inner(self) -> R {}
    pub fn entries(&mut self) -> Result<Entries<'_, R>> {}
    pub fn unpack<P: AsRef<Path>>(&mut self, dst: P) -> Result<()> {}
    pub fn set_mask(&mut self, mask: u32) {}
    pub fn set_preserve_permissions(&mut self, preserve: bool) {}
    pub fn set_overwrite(&mut self, overwrite: bool) {}
    pub fn set_preserve_mtime(&mut self, preserve: bool) {}
}

pub struct Entries<'a, R> {}

impl<'a, R: Read> Iterator for Entries<'a, R> {
    type Item = Result<Entry<'a, R>>;
}

pub struct Entry<'a, R> {}

impl<'a, R: Read> Entry<'a, R> {
    pub fn path(&self) -> Result<std::borrow::Cow<'_, Path>> {}
    pub fn header(&self) -> &Header {}
    pub fn size(&self) -> u64 {}
    pub fn unpack<P: AsRef<Path>>(&mut self, dst: P) -> Result<Unpacked> {}
    pub fn unpack_in<P: AsRef<Path>>(&mut self, dst: P) -> Result<bool> {}
}

impl<'a, R: Read> Read for Entry<'a, R> {}

pub enum Unpacked { File(File), __Nonexhaustive }

pub struct Header {}

impl Header {
    pub fn new_gnu() -> Header {}
    pub fn set_size(&mut self, size: u64) {}
    pub fn set_mode(&mut self, mode: u32) {}
    pub fn set_cksum(&mut self) {}
}

pub struct Builder<W> {}

impl<W: Write> Builder<W> {
    pub fn new(obj: W) -> Builder<W> {}
    pub fn follow_symlinks(&mut self, follow: bool) {}
    pub fn get_ref(&self) -> &W {}
    pub fn get_mut(&mut self) -> &mut W {}
    pub fn into_inner(self) -> Result<W> {}
    pub fn append<R: Read>(&mut self, header: &Header, data: R) -> Result<()> {}
    pub fn append_data<P: AsRef<Path>, R: Read>(&mut self, header: &mut Header, path: P, data: R) -> Result<()> {}
    pub fn append_link<P: AsRef<Path>, T: AsRef<Path>>(&mut self, header: &mut Header, path: P, target: T) -> Result<()> {}
    pub fn append_path<P: AsRef<Path>>(&mut self, path: P) -> Result<()> {}
    pub fn append_path_with_name<P: AsRef<Path>, N: AsRef<Path>>(&mut self, path: P, name: N) -> Result<()> {}
    pub fn append_file<P: AsRef<Path>>(&mut self, path: P, file: &mut File) -> Result<()> {}
    pub fn append_dir<P: AsRef<Path>, Q: AsRef<Path>>(&mut self, path: P, src_path: Q) -> Result<()> {}
    pub fn append_dir_all<P: AsRef<Path>, Q: AsRef<Path>>(&mut self, path: P, src_path: Q) -> Result<()> {}
    pub fn finish(&mut self) -> Result<()> {}
}
