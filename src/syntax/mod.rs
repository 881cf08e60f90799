//! Rust text → facts. The only module that names syn and proc-macro2.
//!
//! It knows Rust's syntax, macro bodies included. It does not know what names resolve to, types of expressions, or rules. Everything here
//! is pure: text in, [`FileFacts`] out. No input makes it panic or overflow the stack that [`with_stack`] provides.

mod attached;
mod attrs;
mod blocks;
mod body;
mod cfg_select;
mod declaration;
mod delegate;
mod depth;
mod directives;
mod exprs;
mod flow;
mod generics;
mod item_macros;
mod items;
mod legacy;
mod literals;
mod lowerer;
mod macro_rules;
mod macros;
mod members;
mod one_item;
mod outline;
mod paste;
mod patterns;
mod recover;
mod scan;
mod skeleton;
mod spans;
mod spine;
mod statics;
mod table;
#[cfg(test)]
mod tests;
mod token_skeleton;
mod types;
mod uses;

pub use declaration::{Declaration, lower_declaration};
pub use one_item::lower_item;
pub(crate) use scan::{LexKind, Lexeme, Lexer};
pub(crate) use statics::{Static, is_static_field, static_param};
pub use table::MacroTable;

use crate::facts::{FileFacts, Scope, ScopeKind, Span};
use lowerer::Lowerer;
use proc_macro2::TokenStream;
use skeleton::Cuts;
use spans::Spans;

/// The stack, in bytes, that [`lower`] and [`lower_item`] need for the worst text that they accept. It is address space: memory is
/// committed only as real nesting touches it.
pub const STACK_BYTES: usize = 256 << 20;

/// Text that is not Rust, or nested beyond what can be parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong, in lower case and without a full stop.
    pub message: String,
    /// Where, in bytes of the file.
    pub span: Span,
}

/// The result of lowering a text.
#[derive(Clone, Debug)]
pub struct Lowered {
    /// Its facts; after a syntax error only an empty root scope.
    pub facts: FileFacts,
    /// At most one error: parsing stops at the first.
    pub errors: Vec<SyntaxError>,
}

/// Whether bodies are lowered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bodies {
    /// All bodies are lowered.
    Lower,
    /// Signatures only: the span of a body is kept ([`crate::facts::BodyRef::Deferred`]), and [`lower_item`] lowers it on demand. Bodies,
    /// doc comments and the contents of test modules are not parsed, so errors in them are not reported, and the span of an item begins
    /// after its doc comments. Bodies from macro expansions are not in the text, so they are lowered at once.
    Defer,
    /// As `Defer`, but of most items only the heads are read ([`crate::facts::Item::is_sketch`]); [`lower_declaration`] reads the rest on
    /// demand. Bodies from macro expansions are left out, but keep their indices: to get them, lower the file with `Defer`.
    Outline,
}

/// Lowers a whole file. `macros` are the macros of its crate (its own are found in any case). Run it under [`with_stack`] or on a
/// thread with [`STACK_BYTES`].
pub fn lower(text: &str, bodies: Bodies, macros: &MacroTable) -> Lowered {
    if text.len() >= u32::MAX as usize {
        return failed("file is larger than 4 GiB".to_owned(), Span::default());
    }
    let from = code_start(text);
    let base = small(from);
    let whole = text;
    if bodies == Bodies::Outline
        && let Some(facts) = outline::outline(text, from, macros)
    {
        return Lowered { facts, errors: Vec::new() };
    }
    let cuts = match bodies {
        Bodies::Lower => None,
        Bodies::Defer | Bodies::Outline => Some(Cuts::Bodies),
    };
    let skeleton = cuts.map(|cuts| skeleton::skeleton(text, from, cuts));
    let text = skeleton.as_deref().unwrap_or(text);
    let (file, unread) = match parse::<syn::File>(text, from, text.len()) {
        Ok(file) => (file, Vec::new()),
        // A file for `include!` may be an expression or statements. It then has no facts of its own.
        Err(_) if parse_with(text, from, text.len(), syn::Block::parse_within).is_ok() => {
            return Lowered { errors: Vec::new(), ..failed(String::new(), Span::default()) };
        }
        Err(error) => match depth::check_text(&text[from..], 0).ok().and_then(|()| recover::recover(&text[from..], base)) {
            Some(recovered) => recovered,
            None => return failed(error.message, error.span),
        },
    };
    let mut own = MacroTable::default();
    own.scan(&whole[from..]);
    let mut lowerer = Lowerer::new(Spans::of_skeleton(&text[from..], &whole[from..], base), bodies, [&own, macros]);
    lowerer.file(file);
    let mut facts = lowerer.finish();
    facts.0.directives = directives::collect(whole, from, &facts.1);
    facts.0.unread = unread.into_iter().map(|error| (error.message, error.span)).collect();
    proc_macro2::extra::invalidate_current_thread_spans();
    Lowered { facts: facts.0, errors: Vec::new() }
}

/// Runs `f` on a new thread with [`STACK_BYTES`] of stack. If no such thread can be spawned, `f` runs on the current one.
///
/// # Panics
///
/// If `f` does.
pub fn with_stack<R: Send>(f: impl FnOnce() -> R + Send) -> R {
    let cell = std::sync::Mutex::new(Some(f));
    let run = || {
        let f = cell.lock().ok().and_then(|mut f| f.take());
        f.map(|f| f())
    };
    let result = std::thread::scope(|scope| match std::thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, run) {
        Ok(thread) => match thread.join() {
            Ok(result) => result,
            Err(panic) => std::panic::resume_unwind(panic),
        },
        Err(_) => run(),
    });
    result.expect("exactly one of the two ways runs the closure")
}

/// Parses bytes `from..to` of `text`; the spans of the result are relative to `from`.
fn parse<T: syn::parse::Parse>(text: &str, from: usize, to: usize) -> Result<T, SyntaxError> {
    parse_with(text, from, to, T::parse)
}

fn parse_with<T>(
    text: &str,
    from: usize,
    to: usize,
    parser: impl Fn(syn::parse::ParseStream<'_>) -> syn::Result<T>,
) -> Result<T, SyntaxError> {
    let slice = &text[from..to];
    if let Err(refused) = depth::check_text(slice, 0) {
        let at = small(from + refused.at);
        return Err(SyntaxError { message: refused.message.to_owned(), span: Span::new(at, at + 1) });
    }
    let spans = || Spans::new(slice, small(from));
    let result = slice.parse::<TokenStream>().map_err(syn::Error::from).and_then(|tokens| legacy::parse(tokens, spans, parser));
    result.map_err(|error| {
        let mut span = spans().of(error.span()).span;
        if span.start == span.end && span.start == small(from) {
            span = Span::new(small(to), small(to));
        }
        proc_macro2::extra::invalidate_current_thread_spans();
        SyntaxError { message: lower_first(&error.to_string()), span }
    })
}

fn failed(message: String, span: Span) -> Lowered {
    let mut facts = FileFacts::default();
    facts.scopes.push(Scope { kind: ScopeKind::File, parent: None, items: Vec::new() });
    Lowered { facts, errors: vec![SyntaxError { message, span }] }
}

fn lower_first(message: &str) -> String {
    let mut chars = message.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// The start of the Rust code: after a byte order mark and a `#!` line that is not an attribute.
fn code_start(text: &str) -> usize {
    let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let rest = &text[bom..];
    if !rest.starts_with("#!") {
        return bom;
    }
    let next = Lexer::new(rest, 2).find(|lexeme| !matches!(lexeme.kind, LexKind::Comment { .. }));
    if next.is_some_and(|lexeme| lexeme.kind == LexKind::Open(b'[')) {
        return bom;
    }
    bom + rest.find('\n').unwrap_or(rest.len())
}

fn small(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
