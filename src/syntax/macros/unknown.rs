//! Unknown macros.

use super::super::body::{Cx, Done};
use super::super::paste::pasted;
use super::{Call, args};
use crate::facts::{BlockKind, MacroKind};
use proc_macro2::TokenStream;
use syn::parse::Parser;

impl Cx<'_, '_> {
    /// Parses the tokens as expressions, else as statements; else the macro is opaque.
    pub(super) fn unknown(&mut self, call: &Call) -> Done {
        if let Some(tokens) = pasted(&call.tokens)
            && let Some(done) = self.joined(call, tokens)
        {
            return done;
        }
        let exprs = args::list(&call.tokens).or_else(|| args::loose(&call.tokens));
        if let Some(exprs) = exprs {
            let ids = self.all(exprs);
            return self.macro_node(call, MacroKind::Exprs { args: ids });
        }
        if let Ok(stmts) = syn::Block::parse_within.parse2(call.tokens.clone()) {
            let block = self.stmts(stmts, BlockKind::Plain, None, call.sp);
            return self.macro_node(call, MacroKind::Exprs { args: vec![block.id] });
        }
        self.opaque(call)
    }

    /// The tokens of a macro that joins names are the code that it expands to.
    fn joined(&mut self, call: &Call, tokens: TokenStream) -> Option<Done> {
        let inner = if let Ok(expr) = syn::parse2::<syn::Expr>(tokens.clone()) {
            self.expr(expr)
        } else {
            let stmts = syn::Block::parse_within.parse2(tokens).ok()?;
            self.stmts(stmts, BlockKind::Plain, None, call.sp)
        };
        Some(self.macro_node(call, MacroKind::Expanded { expr: inner.id }))
    }
}
