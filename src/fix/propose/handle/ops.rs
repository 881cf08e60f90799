//! The operations on a file: every mention of its variable must be a method call that the runtime's file has too.

use super::name_of;
use crate::facts::{ExprId, ExprKind, PatId, Span, Stmt};
use crate::fix::propose::code::scene::{Root, Scene};
use crate::fix::propose::code::tokens::{AsModule, inline_names};
use crate::fix::propose::imports::io_traits::IoTrait;
use crate::types::Callee;

/// A method that files of both kinds have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Operation {
    /// Its name.
    pub(super) name: &'static str,
    /// The trait that it belongs to; `None` for a method of the file itself.
    pub(super) of: Option<IoTrait>,
    /// Whether it writes, so that a `flush` must follow.
    pub(super) writes: bool,
    /// Whether one call may transfer fewer bytes with the runtime's file, because of its buffer.
    pub(super) is_partial: bool,
    /// Whether it waits for earlier writes.
    pub(super) is_ordered: bool,
}

const fn op(name: &'static str, of: Option<IoTrait>) -> Operation {
    Operation { name, of, writes: false, is_partial: false, is_ordered: true }
}

const OPERATIONS: [Operation; 13] = [
    Operation { writes: true, ..op("write_all", Some(IoTrait::Write)) },
    Operation { writes: true, is_partial: true, ..op("write", Some(IoTrait::Write)) },
    op("flush", Some(IoTrait::Write)),
    op("read_to_end", Some(IoTrait::Read)),
    op("read_to_string", Some(IoTrait::Read)),
    op("read_exact", Some(IoTrait::Read)),
    Operation { is_partial: true, ..op("read", Some(IoTrait::Read)) },
    op("seek", Some(IoTrait::Seek)),
    op("sync_all", None),
    op("sync_data", None),
    op("set_len", None),
    Operation { is_ordered: false, ..op("metadata", None) },
    Operation { is_ordered: false, ..op("set_permissions", None) },
];

/// The operation that completes earlier writes.
pub(super) const FLUSH: Operation = op("flush", Some(IoTrait::Write));

/// One operation on a file.
pub(super) struct Op {
    /// The call.
    pub(super) call: ExprId,
    /// The span of the method's name.
    pub(super) name: Span,
    pub(super) operation: &'static Operation,
}

/// The operations on a file, in source order; `None` if there may be any other use of it.
pub(super) fn of(scene: &Scene<'_>, pat: PatId, root: Root) -> Option<Vec<Op>> {
    let name = name_of(scene, pat)?;
    let mentions = scene.mentions(pat);
    if is_named_otherwise(scene, &name) {
        return None;
    }
    let mut found = Vec::new();
    for &mention in mentions {
        if scene.root(mention) != Ok(root) || scene.body.exprs[mention].from_expansion {
            return None;
        }
        let above = scene.parent(mention)?;
        if is_drop(scene, above, mention) {
            continue;
        }
        let ExprKind::MethodCall { receiver, method, method_span, turbofish: None, .. } = scene.kind(above) else { return None };
        let operation = OPERATIONS.iter().find(|operation| operation.name == method.as_str())?;
        // If the twin trait is in scope too, the callee may be unresolved; std's file has only the std method.
        let is_of_std = match scene.types.callees.get(&above) {
            Some(Callee::Fn(callee)) => callee.def.krate == scene.store().std(),
            None | Some(Callee::External(_)) => true,
            Some(_) => false,
        };
        // The runtime's `read_exact` returns a number, not `()`.
        let fits = operation.name != "read_exact" || is_dropped(scene, above);
        if *receiver != mention || !is_of_std || !fits {
            return None;
        }
        found.push(Op { call: above, name: *method_span, operation });
    }
    Some(found)
}

/// Whether the text mentions a variable outside of expressions: in a format string or an opaque macro.
pub(in crate::fix::propose) fn is_named_otherwise(scene: &Scene<'_>, name: &str) -> bool {
    let body = scene.span(scene.body.root);
    if inline_names(scene.text(body)).contains(&name) {
        return true;
    }
    let known = |span: Span| {
        scene.types.locals.keys().any(|id| scene.span(*id) == span)
            || scene.body.pats.iter().any(|pat| pat.span.contains(span) && pat.span.end == span.end)
    };
    scene.tokens().heads(name, AsModule::No, body).into_iter().any(|span| !known(span))
}

/// `drop(file);`
fn is_drop(scene: &Scene<'_>, call: ExprId, mention: ExprId) -> bool {
    let ExprKind::Call { args, .. } = scene.kind(call) else { return false };
    let is_std = match scene.types.callees.get(&call) {
        Some(Callee::Fn(callee)) => &*scene.store().canonical_path(callee.def) == "std::mem::drop",
        _ => false,
    };
    is_std && args[..] == [mention]
}

/// `f.read_exact(b)?;`, `f.read_exact(b).unwrap();`
fn is_dropped(scene: &Scene<'_>, call: ExprId) -> bool {
    let mut is_open = true;
    for (above, below) in scene.around(call) {
        match scene.kind(above) {
            ExprKind::Try { .. } if is_open => is_open = false,
            ExprKind::MethodCall { receiver, method, .. }
                if is_open && *receiver == below && matches!(method.as_str(), "unwrap" | "expect") =>
            {
                is_open = false;
            }
            ExprKind::Block { stmts, .. } => {
                return stmts.iter().any(|stmt| matches!(stmt, Stmt::Expr { expr, semi: true, .. } if *expr == below));
            }
            _ => return false,
        }
    }
    false
}
