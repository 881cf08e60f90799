//! `glob`.

use std::path::{Path, PathBuf};

pub fn glob(pattern: &str) -> Result<Paths, PatternError> {}
pub fn glob_with(pattern: &str, options: MatchOptions) -> Result<Paths, PatternError> {}

pub struct Paths {}
impl Iterator for Paths { type Item = GlobResult; }
pub type GlobResult = Result<PathBuf, GlobError>;

pub struct GlobError {}
impl GlobError {
    pub fn path(&self) -> &Path {}
    pub fn error(&self) -> &std::io::Error {}
    pub fn into_error(self) -> std::io::Error {}
}
impl std::error::Error for GlobError {}
pub struct PatternError { pub pos: usize, pub msg: &'static str }
impl std::error::Error for PatternError {}
pub struct MatchOptions { pub case_sensitive: bool, pub require_literal_separator: bool, pub require_literal_leading_dot: bool }

pub struct Pattern {}
impl Pattern {
    pub fn new(pattern: &str) -> Result<Self, PatternError> {}
    pub fn escape(s: &str) -> String {}
    pub fn matches(&self, str: &str) -> bool {}
    pub fn matches_path(&self, path: &Path) -> bool {}
}
