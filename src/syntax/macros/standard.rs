//! The macros of std.

use super::super::body::{Cx, Done};
use super::{Call, args};
use crate::facts::{Arm, ExprKind, Literal, MacroKind, Name, PatKind};
use syn::Expr;

/// Names that are std's macro even if the crate defines one.
pub(super) fn is_standard(name: &str) -> bool {
    matches!(
        name,
        "format"
            | "format_args"
            | "println"
            | "print"
            | "eprintln"
            | "eprint"
            | "assert"
            | "assert_eq"
            | "assert_ne"
            | "debug_assert"
            | "debug_assert_eq"
            | "debug_assert_ne"
            | "panic"
            | "todo"
            | "unreachable"
            | "unimplemented"
            | "vec"
            | "dbg"
            | "write"
            | "writeln"
            | "matches"
            | "include_str"
            | "include_bytes"
            | "env"
            | "option_env"
            | "stringify"
            | "concat"
            | "file"
            | "module_path"
            | "line"
            | "column"
            | "cfg"
            | "compile_error"
            | "thread_local"
    )
}

impl Cx<'_, '_> {
    /// Lowers a macro of std; `None` if it is another macro or its tokens do not parse.
    pub(super) fn standard(&mut self, call: &Call) -> Option<Done> {
        let tokens = &call.tokens;
        let kind = match call.name.as_str() {
            "format" => MacroKind::Format { args: self.format_args(call)?, arguments_only: false },
            "format_args" => MacroKind::Format { args: self.format_args(call)?, arguments_only: true },
            "println" | "print" | "eprintln" | "eprint" => MacroKind::Print { args: self.format_args(call)? },
            "panic" | "todo" | "unreachable" | "unimplemented" => MacroKind::Diverge { args: self.format_args(call)? },
            "assert" | "assert_eq" | "assert_ne" | "debug_assert" | "debug_assert_eq" | "debug_assert_ne" => {
                let exprs = args::list(tokens)?;
                MacroKind::Unit { args: self.all(exprs) }
            }
            "vec" => {
                if let Some((item, len)) = args::repeat(tokens) {
                    let item = self.expr(item).id;
                    let len = self.expr(len).id;
                    MacroKind::VecRepeat { item, len }
                } else {
                    let exprs = args::list(tokens)?;
                    MacroKind::Vec { items: self.all(exprs) }
                }
            }
            "dbg" => {
                let exprs = args::list(tokens)?;
                let mut ids = self.all(exprs);
                match (ids.pop(), ids.is_empty()) {
                    (Some(value), true) => MacroKind::Identity { value },
                    (last, _) => {
                        ids.extend(last);
                        MacroKind::Exprs { args: ids }
                    }
                }
            }
            "write" | "writeln" => return self.write(call),
            "matches" => return self.matches(call),
            "try" => {
                let mut exprs = args::list(tokens)?;
                let operand = if exprs.len() == 1 { exprs.pop()? } else { return None };
                let operand = self.expr(operand).id;
                return Some(self.add(ExprKind::Try { operand }, call.sp));
            }
            "include_str" | "env" | "stringify" | "concat" | "file" | "module_path" => MacroKind::Str,
            "include_bytes" => MacroKind::Bytes,
            "line" | "column" => MacroKind::U32,
            "cfg" => MacroKind::Cfg { predicate: crate::syntax::attrs::predicate_in(tokens) },
            "compile_error" => MacroKind::Diverge { args: Vec::new() },
            "option_env" => MacroKind::Exprs { args: Vec::new() },
            _ => return None,
        };
        Some(self.macro_node(call, kind))
    }

    fn format_args(&mut self, call: &Call) -> Option<Vec<crate::facts::ExprId>> {
        let exprs = args::written(&call.tokens)?;
        Some(self.shown(args::format(exprs)))
    }

    /// `write!(w, ..)` calls `w.write_fmt(..)`.
    fn write(&mut self, call: &Call) -> Option<Done> {
        let mut exprs = args::written(&call.tokens)?;
        if exprs.is_empty() {
            return None;
        }
        let receiver = exprs.remove(0);
        let receiver = self.expr(receiver).id;
        let args = self.shown(args::format(exprs));
        let method = Name::new("write_fmt");
        let kind = ExprKind::MethodCall { receiver, method, method_span: call.name_at.span, turbofish: None, args };
        Some(self.add(kind, call.sp))
    }

    fn matches(&mut self, call: &Call) -> Option<Done> {
        let (value, pat, guard): (Expr, _, _) = args::matches(&call.tokens)?;
        let scrutinee = self.expr(value).id;
        let (pat, _) = self.pat(pat);
        let guard = guard.map(|guard| self.expr(guard).id);
        let yes = self.add(ExprKind::Literal(Literal::Bool(true)), call.at).id;
        let no = self.add(ExprKind::Literal(Literal::Bool(false)), call.at).id;
        let wild = self.pat_at(PatKind::Wild, call.at);
        let arms = vec![Arm { pat, guard, body: yes }, Arm { pat: wild, guard: None, body: no }];
        Some(self.add(ExprKind::Match { scrutinee, arms }, call.sp))
    }
}
