//! `dialoguer`, version 0.11 and 0.12.

pub type Result<T = ()> = std::result::Result<T, Error>;
pub enum Error { IO(std::io::Error) }
impl std::error::Error for Error {}
impl From<Error> for std::io::Error {}

pub mod theme {
    pub trait Theme {}
    pub struct ColorfulTheme {}
    impl Theme for ColorfulTheme {}
    impl Default for ColorfulTheme {}
    pub struct SimpleTheme;
    impl Theme for SimpleTheme {}
}

pub struct Input<'a, T> {}

impl<T> Input<'_, T> {
    pub fn new() -> Self {}
    pub fn with_theme(theme: &dyn theme::Theme) -> Self {}
    pub fn with_prompt<S: Into<String>>(self, prompt: S) -> Self {}
    pub fn with_initial_text<S: Into<String>>(self, val: S) -> Self {}
    pub fn default(self, value: T) -> Self {}
    pub fn allow_empty(self, val: bool) -> Self {}
    pub fn show_default(self, val: bool) -> Self {}
    pub fn validate_with<V>(self, validator: V) -> Self {}
    pub fn report(self, val: bool) -> Self {}
    pub fn interact_text(self) -> Result<T> {}
    pub fn interact(self) -> Result<T> {}
}

pub struct Password<'a> {}

impl Password<'_> {
    pub fn new() -> Self {}
    pub fn with_theme(theme: &dyn theme::Theme) -> Self {}
    pub fn with_prompt<S: Into<String>>(self, prompt: S) -> Self {}
    pub fn with_confirmation<A, B>(self, prompt: A, mismatch_err: B) -> Self {}
    pub fn allow_empty_password(self, allow_empty_password: bool) -> Self {}
    pub fn interact(self) -> Result<String> {}
}

pub struct Confirm<'a> {}

impl Confirm<'_> {
    pub fn new() -> Self {}
    pub fn with_theme(theme: &dyn theme::Theme) -> Self {}
    pub fn with_prompt<S: Into<String>>(self, prompt: S) -> Self {}
    pub fn default(self, val: bool) -> Self {}
    pub fn show_default(self, val: bool) -> Self {}
    pub fn wait_for_newline(self, wait: bool) -> Self {}
    pub fn interact(self) -> Result<bool> {}
    pub fn interact_opt(self) -> Result<Option<bool>> {}
}

pub struct Select<'a> {}

impl Select<'_> {
    pub fn new() -> Self {}
    pub fn with_theme(theme: &dyn theme::Theme) -> Self {}
    pub fn with_prompt<S: Into<String>>(self, prompt: S) -> Self {}
    pub fn default(self, val: usize) -> Self {}
    pub fn item<T>(self, item: T) -> Self {}
    pub fn items<T>(self, items: T) -> Self {}
    pub fn max_length(self, val: usize) -> Self {}
    pub fn interact(self) -> Result<usize> {}
    pub fn interact_opt(self) -> Result<Option<usize>> {}
}

pub struct FuzzySelect<'a> {}

impl FuzzySelect<'_> {
    pub fn new() -> Self {}
    pub fn with_theme(theme: &dyn theme::Theme) -> Self {}
    pub fn with_prompt<S: Into<String>>(self, prompt: S) -> Self {}
    pub fn default(self, val: usize) -> Self {}
    pub fn item<T>(self, item: T) -> Self {}
    pub fn items<T>(self, items: T) -> Self {}
    pub fn interact(self) -> Result<usize> {}
    pub fn interact_opt(self) -> Result<Option<usize>> {}
}

pub struct MultiSelect<'a> {}

impl MultiSelect<'_> {
    pub fn new() -> Self {}
    pub fn with_theme(theme: &dyn theme::Theme) -> Self {}
    pub fn with_prompt<S: Into<String>>(self, prompt: S) -> Self {}
    pub fn defaults(self, val: &[bool]) -> Self {}
    pub fn items<T>(self, items: T) -> Self {}
    pub fn interact(self) -> Result<Vec<usize>> {}
    pub fn interact_opt(self) -> Result<Option<Vec<usize>>> {}
}

pub struct Editor {}

impl Editor {
    pub fn new() -> Self {}
    pub fn executable<S: AsRef<std::ffi::OsStr>>(&mut self, val: S) -> &mut Self {}
    pub fn extension(&mut self, val: &str) -> &mut Self {}
    pub fn require_save(&mut self, val: bool) -> &mut Self {}
    pub fn trim_newlines(&mut self, val: bool) -> &mut Self {}
    pub fn edit(&self, s: &str) -> Result<Option<String>> {}
}
