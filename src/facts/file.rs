//! One file's facts, its scopes and its directives.

use super::{Body, BodyId, ExprId, Item, ItemId, Name, ScopeId, Span};
use index_vec::IndexVec;
use serde::{Deserialize, Serialize};

/// All facts of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    /// Lexical scopes; the first is the file's root. Parents come before children.
    pub scopes: IndexVec<ScopeId, Scope>,
    /// Items in source order, nested ones included.
    pub items: IndexVec<ItemId, Item>,
    /// Bodies of fns, consts and statics.
    pub bodies: IndexVec<BodyId, Body>,
    /// Comments with directives for async-lint.
    pub directives: Vec<Directive>,
    /// Macro calls whose tokens could not be parsed.
    pub skipped: Vec<Skipped>,
    /// Items under attribute macros that could not be parsed and were left out, and fns of which only the body was: the message of the parser, and
    /// where it stopped.
    pub unread: Vec<(String, Span)>,
    /// `#![cfg(test)]` at the file's head.
    pub in_test: bool,
}

impl FileFacts {
    /// Frees the spare capacity of lists: the facts of thousands of files stay in memory unchanged.
    pub(crate) fn shrink_to_fit(&mut self) {
        self.scopes.iter_mut().for_each(|scope| scope.items.shrink_to_fit());
        self.scopes.shrink_to_fit();
        self.items.shrink_to_fit();
        self.bodies.shrink_to_fit();
    }
}

/// A region in which items are declared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// Its kind.
    pub kind: ScopeKind,
    /// The enclosing scope; `None` only for the file's root.
    pub parent: Option<ScopeId>,
    /// Items declared directly in it, in source order (members of impls and traits are not).
    pub items: Vec<ItemId>,
}

/// The kinds of scope. Only blocks that declare items get one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ScopeKind {
    /// The file's root.
    File,
    /// An inline module.
    Module(ItemId),
    /// A block `{ .. }` in a body.
    Block(BodyId),
}

/// A macro call whose tokens could not be parsed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// The macro's path as written.
    pub path: String,
    /// The call's path.
    pub span: Span,
    /// The body and the expression that the call became, if it is in a body.
    pub at: Option<(BodyId, ExprId)>,
}

/// A comment `// async-lint: …`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directive {
    /// Its kind.
    pub kind: DirectiveKind,
    /// The free text after the directive.
    pub reason: String,
    /// From `async-lint:` to the end of the directive, without the reason.
    pub span: Span,
    /// 1-based line of the comment.
    pub line: u32,
    /// Whether only white space precedes the comment on its line.
    pub own_line: bool,
    /// The item that follows, with only comments and attributes in between, if the comment is on its own line.
    pub item: Option<ItemId>,
}

/// The kinds of directive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DirectiveKind {
    /// `allow(lint, lint)`.
    Allow(Vec<(Name, Span)>),
    /// `nonblocking`: this fn does not block, whatever it calls.
    NonBlocking,
    /// `blocking`: this fn blocks.
    Blocking,
    /// Anything else, with the words as written; it is reported as a mistake.
    Malformed(String),
}
