//! Reports on disk.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

/// A report.
pub struct Report {
    /// Its text.
    pub body: String,
}

/// Where the report called `name` lies.
pub fn path(name: &str) -> PathBuf {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    PathBuf::from("reports").join(plain).with_extension("txt")
}

/// Reads a report. A sync fn, and right so: whether it may be called depends on where.
pub fn load(name: &str) -> io::Result<Report> {
    let mut body = String::new();
    File::open(path(name))?.read_to_string(&mut body)?;
    Ok(Report { body })
}
