//! Lints by id.

use super::schema::LintFile;

index_vec::define_index_type! {
    /// A lint; the order is that of the ids.
    pub struct LintIndex = u32;
}

/// One lint.
#[derive(Clone, Debug)]
pub struct Lint {
    /// Kebab-case; the stem of its file.
    pub id: String,
    /// What the file says.
    pub file: LintFile,
}
