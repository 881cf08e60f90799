//! Values in lists and maps: what is put into a field with a container, and what a container is made of.

use super::BodyExpr;
use crate::analysis::body::BodyView;
use crate::analysis::places::FieldRef;
use crate::facts::{ExprId, ExprKind, MacroKind, PatId};
use crate::names::CrateKind;
use crate::types::Callee;

/// Methods of containers that keep an argument.
const PUT: [&str; 9] = ["push", "push_back", "push_front", "insert", "extend", "append", "replace", "or_insert", "or_insert_with"];

/// Methods that make a container of the items of an iterator.
const COLLECT: [&str; 2] = ["collect", "unzip"];

/// A field in a chain of method calls is looked for in this many steps.
const MAX_STEPS: usize = 24;

/// What a method call puts into a field: `self.senders.lock().unwrap().push(sender)`.
pub(super) fn put_into_field(view: &BodyView<'_>, call: ExprId) -> Option<(FieldRef, Vec<BodyExpr>)> {
    let ExprKind::MethodCall { receiver, method, args, .. } = &view.body.exprs[call].kind else { return None };
    if !PUT.contains(&method.as_str()) || is_local(view, call) {
        return None;
    }
    let mut at = *receiver;
    for _ in 0..MAX_STEPS {
        at = match &view.body.exprs[at].kind {
            ExprKind::Field { base, name, .. } => {
                let adt = view.db.pointed_adt(&view.types.exprs[*base])?;
                let given = args.iter().map(|arg| BodyExpr { body: view.def, expr: *arg });
                return Some(((adt, *name), given.collect()));
            }
            ExprKind::MethodCall { receiver, .. } => *receiver,
            ExprKind::Ref { operand, .. }
            | ExprKind::Unary { operand, .. }
            | ExprKind::Try { operand }
            | ExprKind::Await { operand, .. } => *operand,
            ExprKind::Index { base, .. } => *base,
            // `let mut senders = self.senders.lock().unwrap();`
            ExprKind::Path(_) => view.initial(at)?,
            _ => return None,
        };
    }
    None
}

/// What method calls put into a variable: `senders.push(sender)`.
pub(super) fn put_into_variable(view: &BodyView<'_>, pat: PatId) -> Vec<ExprId> {
    let mut values = Vec::new();
    for (id, expr) in view.body.exprs.iter_enumerated() {
        if let ExprKind::MethodCall { receiver, method, args, .. } = &expr.kind
            && view.types.locals.get(receiver) == Some(&pat)
            && PUT.contains(&method.as_str())
            && !is_local(view, id)
        {
            values.extend(args);
        }
    }
    values
}

/// Whether an expression makes an empty container of std: `Vec::new()`, `Default::default()`, `vec![]`.
pub(in crate::analysis) fn is_empty(view: &BodyView<'_>, id: ExprId) -> bool {
    match &view.body.exprs[id].kind {
        ExprKind::Call { callee, args } => {
            let last = match &view.body.exprs[*callee].kind {
                ExprKind::Path(path) => path.segments.last().map(|segment| segment.name),
                _ => None,
            };
            let is_making = last.is_some_and(|name| ["new", "default", "with_capacity"].contains(&name.as_str()));
            is_making
                && args.iter().all(|arg| view.types.exprs[*arg].as_adt().is_none())
                && view.type_path(id).is_some_and(|path| path.starts_with("std::"))
        }
        ExprKind::Macro(call) => matches!(&call.kind, MacroKind::Vec { items } if items.is_empty()),
        _ => false,
    }
}

/// The value of each item that a call collects: `(0..n).map(|_| unbounded()).unzip()`.
pub(super) fn collected(view: &BodyView<'_>, call: ExprId) -> Option<ExprId> {
    let ExprKind::MethodCall { receiver, method, .. } = &view.body.exprs[call].kind else { return None };
    if !COLLECT.contains(&method.as_str()) {
        return None;
    }
    match &view.body.exprs[*receiver].kind {
        ExprKind::MethodCall { method, args, .. } if *method == "map" && !is_local(view, *receiver) => {
            match view.body.exprs[*args.first()?].kind {
                ExprKind::Closure { body, is_async: false, .. } => Some(body),
                _ => None,
            }
        }
        _ => None,
    }
}

fn is_local(view: &BodyView<'_>, call: ExprId) -> bool {
    matches!(view.types.callees.get(&call), Some(Callee::Fn(callee)) if view.db.store.krate(callee.body_def().krate).kind == CrateKind::Local)
}
