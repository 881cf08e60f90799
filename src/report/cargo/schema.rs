//! The part of the messages of cargo and rustc that is written; names are theirs.

use serde::Serialize;

/// A compiler message, as printed by cargo.
#[derive(Serialize)]
pub(super) struct Compiled<'a> {
    pub(super) reason: &'static str,
    pub(super) package_id: &'a str,
    pub(super) manifest_path: &'a str,
    pub(super) target: &'a Target,
    pub(super) message: Diagnostic,
}

/// The last message.
#[derive(Serialize)]
pub(super) struct Finished {
    pub(super) reason: &'static str,
    pub(super) success: bool,
}

/// A target of a package.
#[derive(Serialize)]
pub(super) struct Target {
    pub(super) kind: [&'static str; 1],
    pub(super) crate_types: [&'static str; 1],
    pub(super) name: String,
    pub(super) src_path: String,
    pub(super) edition: &'static str,
    pub(super) doc: bool,
    pub(super) doctest: bool,
    pub(super) test: bool,
}

/// A diagnostic of the compiler.
#[derive(Serialize)]
pub(super) struct Diagnostic {
    pub(super) rendered: Option<String>,
    #[serde(rename = "$message_type")]
    pub(super) message_type: &'static str,
    pub(super) children: Vec<Message>,
    pub(super) level: &'static str,
    pub(super) message: String,
    pub(super) spans: Vec<Span>,
    pub(super) code: Option<Code>,
}

/// A child of a diagnostic: a note, help or suggestion.
#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "rustc's names")]
pub(super) struct Message {
    pub(super) children: [(); 0],
    pub(super) code: Option<Code>,
    pub(super) level: &'static str,
    pub(super) message: String,
    pub(super) rendered: Option<String>,
    pub(super) spans: Vec<Span>,
}

/// A lint's name.
#[derive(Serialize)]
pub(super) struct Code {
    pub(super) code: String,
    pub(super) explanation: Option<String>,
}

/// A span: bytes from 0, lines and columns (in characters) from 1, the end exclusive.
#[derive(Serialize)]
pub(super) struct Span {
    pub(super) byte_end: u32,
    pub(super) byte_start: u32,
    pub(super) column_end: u32,
    pub(super) column_start: u32,
    pub(super) expansion: Option<()>,
    pub(super) file_name: String,
    pub(super) is_primary: bool,
    pub(super) label: Option<String>,
    pub(super) line_end: u32,
    pub(super) line_start: u32,
    pub(super) suggested_replacement: Option<String>,
    pub(super) suggestion_applicability: Option<&'static str>,
    pub(super) text: Vec<Line>,
}

/// A line of source, and its highlighted columns.
#[derive(Serialize)]
pub(super) struct Line {
    pub(super) highlight_end: usize,
    pub(super) highlight_start: usize,
    pub(super) text: String,
}
