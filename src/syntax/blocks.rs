//! Blocks and statements.

use super::attrs;
use super::body::{Cx, Done};
use super::lowerer::Place;
use super::spans::Sp;
use crate::facts::{BlockKind, Cfg, ExprId, ExprKind, Name, Parent, ScopeKind, Span, Stmt as Fact};
use syn::{Block, Item, Stmt};

/// A statement, and the macro call whose expansion it comes from.
pub(super) struct Spliced {
    stmt: Stmt,
    call: Option<Span>,
    /// The total weight of the macro calls around it.
    depth: u32,
    /// The `cfg`s of these calls.
    cfg: Option<Cfg>,
}

impl Cx<'_, '_> {
    /// Lowers a block of any kind; `keyword` is the first token before the brace, if there is one.
    pub(super) fn block(
        &mut self,
        block: Block,
        kind: BlockKind,
        label: Option<(Name, proc_macro2::Span)>,
        keyword: Option<proc_macro2::Span>,
    ) -> Done {
        let open = block.brace_token.span.open();
        let start = label.map(|(_, at)| at).or(keyword).unwrap_or(open);
        let sp = self.sp(start).cover(self.sp(open)).cover(self.sp(block.brace_token.span.close()));
        self.stmts(block.stmts, kind, label.map(|(name, _)| name), sp)
    }

    /// Lowers statements as a block with span `sp`.
    pub(super) fn stmts(&mut self, stmts: Vec<Stmt>, kind: BlockKind, label: Option<Name>, sp: Sp) -> Done {
        let mut flat = Vec::with_capacity(stmts.len());
        let last = stmts.len().saturating_sub(1);
        for (index, stmt) in stmts.into_iter().enumerate() {
            self.splice(stmt, index == last, None, &mut flat);
        }
        let declares = flat.iter().any(|spliced| matches!(&spliced.stmt, Stmt::Item(_)));
        let scope = declares.then(|| self.lo.scope(ScopeKind::Block(self.body), self.scope));
        let inner = scope.unwrap_or(self.scope);
        self.in_scope(inner, |cx| {
            let mut lowered = Vec::with_capacity(flat.len());
            let mut tail = None;
            let last = flat.len().saturating_sub(1);
            for (index, spliced) in flat.into_iter().enumerate() {
                let before = std::mem::replace(&mut cx.lo.macro_depth, spliced.depth);
                let outer = std::mem::replace(&mut cx.lo.spans.call, spliced.call);
                let known = lowered.len();
                cx.stmt(spliced.stmt, index == last, &mut lowered, &mut tail);
                cx.under_all(spliced.cfg, &lowered[known..], tail);
                cx.lo.spans.call = outer;
                cx.lo.macro_depth = before;
            }
            cx.add(ExprKind::Block { kind, label, scope, stmts: lowered, tail }, sp)
        })
    }

    /// Records the `cfg` of a macro call for the statements that it expands to. If one of them is the block's tail, it is the last of all.
    fn under_all(&mut self, cfg: Option<Cfg>, stmts: &[Fact], tail: Option<ExprId>) {
        let Some(cfg) = cfg else { return };
        let mut exprs: Vec<ExprId> = tail.into_iter().collect();
        for stmt in stmts {
            stmt.for_each_expr(&mut |expr| exprs.push(expr));
        }
        self.cfgs.extend(exprs.into_iter().map(|expr| (expr, cfg.clone())));
    }

    /// Replaces a macro call that expands to statements by these statements.
    fn splice(&mut self, stmt: Stmt, last: bool, cfg: Option<Cfg>, flat: &mut Vec<Spliced>) {
        let (call, depth) = (self.lo.spans.call, self.lo.macro_depth);
        let mac = match stmt {
            Stmt::Macro(mac) if declares_statics(&mac.mac) => {
                let item = syn::ItemMacro { attrs: mac.attrs, ident: None, mac: mac.mac, semi_token: mac.semi_token };
                return flat.push(Spliced { stmt: Stmt::Item(Item::Macro(item)), call, depth, cfg });
            }
            Stmt::Macro(mac) => mac,
            Stmt::Item(Item::Macro(mac)) if mac.ident.is_some() => {
                // The macro must be defined before the calls after it are lowered.
                let name = mac.ident.as_ref().map_or_else(|| Name::new(""), super::lowerer::name_of);
                self.lo.expander.define(name, &mac.mac.tokens.to_string());
                return flat.push(Spliced { stmt: Stmt::Item(Item::Macro(mac)), call, depth, cfg });
            }
            stmt => return flat.push(Spliced { stmt, call, depth, cfg }),
        };
        let tail = last && mac.semi_token.is_none();
        let semi = mac.semi_token;
        match self.expand_stmts(&mac.mac) {
            Some((stmts, at, weight)) => {
                self.during(at, weight, |cx| {
                    let end = stmts.len().saturating_sub(1);
                    let own = attrs::cfgs_of(&mac.attrs);
                    for (index, (branch, stmt)) in stmts.into_iter().enumerate() {
                        let cfg = Cfg::conjunction([cfg.clone(), own.clone(), branch].into_iter().flatten());
                        let stmt = match stmt {
                            // The value of an expression that is not last, or whose macro call has a semicolon, is dropped.
                            Stmt::Expr(expr, None) if index < end || !tail => {
                                Stmt::Expr(expr, semi.or(Some(syn::Token![;](proc_macro2::Span::call_site()))))
                            }
                            stmt => stmt,
                        };
                        cx.splice(stmt, tail && index == end, cfg, flat);
                    }
                });
            }
            None => flat.push(Spliced { stmt: Stmt::Macro(mac), call, depth, cfg }),
        }
    }

    fn stmt(&mut self, stmt: Stmt, last: bool, lowered: &mut Vec<Fact>, tail: &mut Option<ExprId>) {
        match stmt {
            Stmt::Local(local) => lowered.push(self.local(local)),
            Stmt::Item(item) => {
                let place = Place { scope: self.scope, parent: Parent::Scope, in_test: self.in_test, cfg: None };
                let before = self.lo.facts.items.len();
                self.lo.item(item, &place);
                for id in before..self.lo.facts.items.len() {
                    let id = crate::facts::ItemId::from_usize(id);
                    let item = &self.lo.facts.items[id];
                    if item.scope == self.scope && item.parent == Parent::Scope {
                        lowered.push(Fact::Item(id));
                    }
                }
            }
            Stmt::Expr(expr, None) if last => {
                let cfg = attrs::cfgs_of(attrs::of_expr(&expr));
                let id = self.expr(expr).id;
                self.under(cfg, id);
                *tail = Some(id);
            }
            Stmt::Expr(expr, semi) => {
                let cfg = attrs::cfgs_of(attrs::of_expr(&expr));
                let done = self.expr(expr);
                self.under(cfg, done.id);
                let span = self.with_semi(done.sp, semi.as_ref());
                lowered.push(Fact::Expr { expr: done.id, semi: semi.is_some(), span });
            }
            Stmt::Macro(mac) => {
                let done = self.macro_expr(&mac.mac);
                self.under(attrs::cfgs_of(&mac.attrs), done.id);
                match mac.semi_token {
                    None if last => *tail = Some(done.id),
                    semi => {
                        let span = self.with_semi(done.sp, semi.as_ref());
                        lowered.push(Fact::Expr { expr: done.id, semi: semi.is_some(), span });
                    }
                }
            }
        }
    }

    /// A statement's span including its semicolon, unless that is synthesized.
    fn with_semi(&self, sp: Sp, semi: Option<&syn::Token![;]>) -> Span {
        let end = semi.map_or(sp, |semi| self.sp(semi.span));
        if end.span.start < sp.span.end { sp.span } else { sp.cover(end).span }
    }

    fn local(&mut self, local: syn::Local) -> Fact {
        let sp = self.sp(local.let_token.span).cover(self.sp(local.semi_token.span));
        let cfg = attrs::cfgs_of(&local.attrs);
        let (init, otherwise) = match local.init {
            None => (None, None),
            Some(init) => {
                let value = self.expr(*init.expr).id;
                self.under(cfg, value);
                (Some(value), init.diverge.map(|(_, block)| self.expr(*block).id))
            }
        };
        let (pat, ty) = match local.pat {
            syn::Pat::Type(typed) => (self.pat(*typed.pat).0, Some(self.lo.ty(&typed.ty))),
            pat => (self.pat(pat).0, None),
        };
        Fact::Let { pat, ty, init, otherwise, span: sp.span }
    }
}

/// `lazy_static!`, `thread_local!` and `task_local!` declare items in any position.
fn declares_statics(mac: &syn::Macro) -> bool {
    let names = ["lazy_static", "thread_local", "task_local"];
    mac.path.segments.last().is_some_and(|last| names.iter().any(|name| last.ident == name))
}
