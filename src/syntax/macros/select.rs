//! `select!` of tokio, of futures and of crossbeam.

use super::super::body::{Cx, Done};
use super::Call;
use crate::facts::{ExprKind, MacroKind, PatKind, SelectArm};
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, Ident, Pat, Token};

/// Whether it is called through the path of a crate that exports it.
pub(super) fn is_select_of_a_library(call: &Call) -> bool {
    let library = matches!(call.krate.as_deref(), Some("tokio" | "futures" | "futures_util" | "crossbeam" | "monoio" | "madsim"));
    library && matches!(call.name.as_str(), "select" | "select_biased" | "join" | "try_join" | "pin")
}

#[allow(clippy::large_enum_variant, reason = "short-lived, a handful at a time")]
enum Arm {
    Poll { pat: Option<Pat>, future: Expr, guard: Option<Expr>, handler: Expr },
    Otherwise { handler: Expr, polls: bool },
}

fn arms(input: ParseStream<'_>) -> syn::Result<Vec<Arm>> {
    let mut arms = Vec::new();
    if input.peek(Ident::peek_any) && input.peek2(Token![;]) {
        input.call(Ident::parse_any)?;
        input.parse::<Token![;]>()?;
    }
    while !input.is_empty() {
        arms.push(arm(input)?);
        input.parse::<Option<Token![,]>>()?;
    }
    Ok(arms)
}

fn arm(input: ParseStream<'_>) -> syn::Result<Arm> {
    if input.peek(Ident::peek_any) && input.peek2(Token![=>]) {
        let ahead = input.fork();
        let word = ahead.call(Ident::parse_any)?;
        if word == "else" || word == "complete" || word == "default" {
            input.advance_to(&ahead);
            input.parse::<Token![=>]>()?;
            return Ok(Arm::Otherwise { handler: handler(input)?, polls: word == "default" });
        }
    }
    let ahead = input.fork();
    let with_pattern = Pat::parse_multi_with_leading_vert(&ahead).is_ok() && ahead.peek(Token![=]) && !ahead.peek(Token![=>]);
    let pat = if with_pattern {
        let pat = Pat::parse_multi_with_leading_vert(input)?;
        input.parse::<Token![=]>()?;
        Some(pat)
    } else {
        None
    };
    let future = input.parse()?;
    // crossbeam writes `recv(r) -> pattern => handler`.
    let pat = if pat.is_none() && input.parse::<Option<Token![->]>>()?.is_some() {
        Some(Pat::parse_multi_with_leading_vert(input)?)
    } else {
        pat
    };
    let guard = if input.peek(Token![,]) && input.peek2(Token![if]) {
        input.parse::<Token![,]>()?;
        input.parse::<Token![if]>()?;
        Some(input.parse()?)
    } else {
        None
    };
    input.parse::<Token![=>]>()?;
    Ok(Arm::Poll { pat, future, guard, handler: handler(input)? })
}

/// A handler: a block ends the arm even without a comma.
fn handler(input: ParseStream<'_>) -> syn::Result<Expr> {
    if input.peek(syn::token::Brace) {
        let ahead = input.fork();
        let block: syn::ExprBlock = ahead.parse()?;
        if !ahead.peek(Token![.]) && !ahead.peek(Token![?]) {
            input.advance_to(&ahead);
            return Ok(Expr::Block(block));
        }
    }
    Expr::parse_with_earlier_boundary_rule(input)
}

impl Cx<'_, '_> {
    /// Lowers `select!`; `None` if the tokens do not parse.
    pub(super) fn select(&mut self, call: &Call) -> Option<Done> {
        let read = arms.parse2(call.tokens.clone()).ok()?;
        let mut lowered = Vec::with_capacity(read.len());
        let (mut otherwise, mut has_default) = (None, false);
        for arm in read {
            match arm {
                Arm::Otherwise { handler, polls } => {
                    has_default |= polls;
                    let handler = self.expr(handler).id;
                    // futures has both `complete` and `default`: a block contains the two.
                    otherwise = Some(match otherwise {
                        None => handler,
                        Some(earlier) => self.add(ExprKind::Tuple { items: vec![earlier, handler] }, call.at).id,
                    });
                }
                Arm::Poll { pat, future, guard, handler } => {
                    let future = self.expr(future).id;
                    let pat = match pat {
                        Some(pat) => self.pat(pat).0,
                        None => self.pat_at(PatKind::Wild, call.at),
                    };
                    let guard = guard.map(|guard| self.expr(guard).id);
                    let handler = self.expr(handler).id;
                    lowered.push(SelectArm { pat, future, guard, handler });
                }
            }
        }
        Some(self.macro_node(call, MacroKind::Select { arms: lowered, otherwise, polls: has_default }))
    }
}
