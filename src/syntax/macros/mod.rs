//! Macro calls in expressions and statements: the code that their tokens evaluate.
//!
//! The macros of std are known by name. A `macro_rules!` of the crate wins over the macros of other crates. The tokens of an unknown macro
//! are parsed as a list of expressions, else as statements; else the macro is opaque and counted.

mod args;
mod format_string;
mod json;
mod library;
mod markup;
mod select;
mod standard;
mod tracing;
mod unknown;

use super::body::{Cx, Done};
use super::lowerer::name_of;
use super::macro_rules::MAX_NESTED;
use super::spans::Sp;
use crate::facts::{Cfg, ExprKind, MacroCall, MacroKind, Path, Span};
use proc_macro2::{TokenStream, TokenTree};
use syn::parse::Parser;

/// A macro call that is being lowered.
pub(super) struct Call {
    pub(super) path: Path,
    /// The last segment of the path.
    pub(super) name: String,
    /// The first segment, if there are several.
    pub(super) krate: Option<String>,
    /// The path's span.
    pub(super) at: Sp,
    /// The last segment's span.
    pub(super) name_at: Sp,
    /// The whole call.
    pub(super) sp: Sp,
    pub(super) tokens: TokenStream,
}

impl Call {
    /// Whether it is called by its bare name or through std.
    fn is_std(&self) -> bool {
        self.krate.as_deref().is_none_or(|krate| matches!(krate, "std" | "core" | "alloc"))
    }
}

impl Cx<'_, '_> {
    /// Lowers a macro call in expression position.
    pub(super) fn macro_expr(&mut self, mac: &syn::Macro) -> Done {
        let call = self.call(mac);
        if self.lo.macro_depth >= MAX_NESTED {
            return self.opaque(&call);
        }
        if call.is_std()
            && let Some(done) = self.standard(&call).or_else(|| self.cfg_select(&call))
        {
            return done;
        }
        if !select::is_select_of_a_library(&call)
            && let Some(done) = self.expanded(&call, &mac.path)
        {
            return done;
        }
        self.library(&call).or_else(|| self.foreign(&call, &mac.path)).unwrap_or_else(|| self.unknown(&call))
    }

    fn call(&self, mac: &syn::Macro) -> Call {
        let at = self.lo.path_sp(&mac.path);
        let last = mac.path.segments.last();
        let name_at = last.map_or(at, |last| self.sp(last.ident.span()));
        let first = if mac.path.segments.len() > 1 { mac.path.segments.first() } else { None };
        Call {
            path: self.lo.path(&mac.path),
            name: last.map(|last| name_of(&last.ident).as_str().to_owned()).unwrap_or_default(),
            krate: first.map(|first| first.ident.to_string()),
            at,
            name_at,
            sp: at.cover(self.sp(mac.delimiter.span().close())),
            tokens: mac.tokens.clone(),
        }
    }

    /// `cfg_select!` in expression position.
    fn cfg_select(&mut self, call: &Call) -> Option<Done> {
        let tokens = (call.name == "cfg_select").then(|| super::cfg_select::as_if(&call.tokens)).flatten()?;
        let expr = syn::parse2::<syn::Expr>(tokens).ok()?;
        let inner = self.during(Some(call.at.span), 1, |cx| cx.expr(expr));
        Some(self.macro_node(call, MacroKind::Expanded { expr: inner.id }))
    }

    /// Adds a macro call of a kind.
    fn macro_node(&mut self, call: &Call, kind: MacroKind) -> Done {
        self.add(ExprKind::Macro(Box::new(MacroCall { path: call.path.clone(), kind })), call.sp)
    }

    /// Adds a macro call whose tokens could not be parsed.
    fn opaque(&mut self, call: &Call) -> Done {
        let done = self.macro_node(call, MacroKind::Opaque);
        let body = self.body;
        let text: Vec<&str> = call.path.segments.iter().map(|segment| segment.name.as_str()).collect();
        self.lo.skip(text.join("::"), call.at.span).at = Some((body, done.id));
        done
    }

    /// Expands a macro of the crate in expression position.
    fn expanded(&mut self, call: &Call, path: &syn::Path) -> Option<Done> {
        let rules = self.lo.rules_for(path)?;
        self.by_rules(call, &rules)
    }

    /// Expands a macro of another crate for which there is no special handling.
    fn foreign(&mut self, call: &Call, path: &syn::Path) -> Option<Done> {
        let rules = self.lo.foreign_rules_for(path, self.scope)?;
        self.by_rules(call, &rules)
    }

    fn by_rules(&mut self, call: &Call, rules: &super::macro_rules::Rules) -> Option<Done> {
        let (tokens, weight) = self.lo.expand(rules, &call.tokens)?;
        let inner = if let Ok(expr) = syn::parse2::<syn::Expr>(tokens.clone()) {
            self.during(Some(call.at.span), weight, |cx| cx.expr(expr))
        } else {
            let stmts = syn::Block::parse_within.parse2(tokens).ok()?;
            self.during(Some(call.at.span), weight, |cx| cx.stmts(stmts, crate::facts::BlockKind::Plain, None, call.sp))
        };
        Some(self.macro_node(call, MacroKind::Expanded { expr: inner.id }))
    }

    /// The statements that a macro call in statement position expands to, each with its `cfg`, the call that their tokens come from, and its
    /// weight.
    #[allow(clippy::type_complexity, reason = "each part has one user")]
    pub(super) fn expand_stmts(&mut self, mac: &syn::Macro) -> Option<(Vec<(Option<Cfg>, syn::Stmt)>, Option<Span>, u32)> {
        let plain = |stmts: Vec<syn::Stmt>| stmts.into_iter().map(|stmt| (None, stmt)).collect();
        if self.lo.macro_depth >= MAX_NESTED {
            return None;
        }
        let last = mac.path.segments.last()?.ident.to_string();
        let here = self.lo.spans.call;
        let branches = match last.as_str() {
            "cfg_if" => super::item_macros::cfg_branches(&mac.tokens),
            "cfg_select" => super::cfg_select::branches(&mac.tokens),
            _ => None,
        };
        if let Some(branches) = branches {
            let of_branch = |(cfg, tokens): (Cfg, _)| {
                let stmts = syn::Block::parse_within.parse2(tokens)?;
                Ok(stmts.into_iter().map(|stmt| (Some(cfg.clone()), stmt)).collect::<Vec<_>>())
            };
            if let Ok(stmts) = branches.into_iter().map(of_branch).collect::<syn::Result<Vec<_>>>() {
                return Some((stmts.into_iter().flatten().collect(), here, 1));
            }
        }
        if last == "pin" && matches!(mac.tokens.clone().into_iter().next(), Some(TokenTree::Ident(word)) if word == "let") {
            return syn::Block::parse_within.parse2(mac.tokens.clone()).ok().map(|stmts| (plain(stmts), here, 1));
        }
        if standard::is_standard(&last) {
            return None;
        }
        let at = self.lo.path_sp(&mac.path);
        let rules = self.lo.rules_for(&mac.path)?;
        let (tokens, weight) = self.lo.expand(&rules, &mac.tokens)?;
        let stmts = syn::Block::parse_within.parse2(tokens).ok()?;
        Some((plain(stmts), Some(at.span), weight))
    }
}
