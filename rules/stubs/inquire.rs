//! `inquire`, version 0.9: prompts, as far as they are built by plain settings.

pub type InquireResult<T> = std::result::Result<T, InquireError>;
pub enum InquireError { NotTTY, IO(std::io::Error), OperationCanceled, OperationInterrupted }
impl std::error::Error for InquireError {}

pub struct Text<'a, 'b> {}

impl<'a, 'b> Text<'a, 'b> {
    pub fn new(message: &'a str) -> Self {}
    pub fn with_help_message(self, message: &'a str) -> Self {}
    pub fn with_initial_value(self, message: &'a str) -> Self {}
    pub fn with_default(self, message: &'a str) -> Self {}
    pub fn with_placeholder(self, placeholder: &'a str) -> Self {}
    pub fn with_page_size(self, page_size: usize) -> Self {}
    pub fn with_validator<V>(self, validator: V) -> Self {}
    pub fn prompt_skippable(self) -> InquireResult<Option<String>> {}
    pub fn prompt(self) -> InquireResult<String> {}
}

pub struct Confirm<'a> {}

impl<'a> Confirm<'a> {
    pub fn new(message: &'a str) -> Self {}
    pub fn with_default(self, default: bool) -> Self {}
    pub fn with_placeholder(self, placeholder: &'a str) -> Self {}
    pub fn with_help_message(self, message: &'a str) -> Self {}
    pub fn with_error_message(self, error_message: &'a str) -> Self {}
    pub fn prompt_skippable(self) -> InquireResult<Option<bool>> {}
    pub fn prompt(self) -> InquireResult<bool> {}
}

pub struct Select<'a, T> {}

impl<'a, T> Select<'a, T> {
    pub fn new(message: &'a str, options: Vec<T>) -> Self {}
    pub fn with_help_message(self, message: &'a str) -> Self {}
    pub fn without_help_message(self) -> Self {}
    pub fn with_page_size(self, page_size: usize) -> Self {}
    pub fn with_vim_mode(self, vim_mode: bool) -> Self {}
    pub fn with_starting_cursor(self, starting_cursor: usize) -> Self {}
    pub fn prompt(self) -> InquireResult<T> {}
    pub fn prompt_skippable(self) -> InquireResult<Option<T>> {}
}

pub struct Password<'a> {}

impl<'a> Password<'a> {
    pub fn new(message: &'a str) -> Self {}
    pub fn with_help_message(self, message: &'a str) -> Self {}
    pub fn with_display_toggle_enabled(self) -> Self {}
    pub fn without_confirmation(self) -> Self {}
    pub fn prompt_skippable(self) -> InquireResult<Option<String>> {}
    pub fn prompt(self) -> InquireResult<String> {}
}
