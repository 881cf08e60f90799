//! Unknown macros.

use super::super::body::{Cx, Done};
use super::{Call, args};
use crate::facts::{BlockKind, MacroKind};
use syn::parse::Parser;

impl Cx<'_, '_> {
    /// Parses the tokens as expressions, else as statements; else the macro is opaque.
    pub(super) fn unknown(&mut self, call: &Call) -> Done {
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
}
