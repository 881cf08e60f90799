//! Method and path of a handler, if they are literals in the code.

use super::super::body::BodyView;
use super::values::Values;
use crate::catalogue::Role;
use crate::facts::{ExprId, ExprKind, Literal, Name};

/// HTTP methods, as attributes write them before the path.
const METHODS: [&str; 9] = ["get", "post", "put", "delete", "patch", "head", "options", "trace", "connect"];

/// How many calls around and before a handler are searched.
const MAX_CALLS: usize = 24;

/// The route of the handler that a call receives: `GET /reports/{name}`. With `own_method`, the fn's name is the method.
pub(super) fn of(values: &Values<'_>, id: ExprId, own_method: bool) -> Option<String> {
    let view = values.view;
    let parents = values.parents();
    let mut method = own_method.then(|| called_name(view, id)).flatten().map(|name| name.as_str().to_uppercase());
    let mut path = None;
    // Searches the calls that contain the handler's call, and the receivers in its method chain.
    let mut at = id;
    for _ in 0..MAX_CALLS {
        look(values, at, &mut method, &mut path);
        chain(values, at, &mut method, &mut path);
        let Some(around) = parents[at] else { break };
        if path.is_some() || !matches!(view.body.exprs[around].kind, ExprKind::Call { .. } | ExprKind::MethodCall { .. }) {
            break;
        }
        // Later calls of the chain belong to the following routes.
        if let ExprKind::MethodCall { receiver, .. } = &view.body.exprs[around].kind
            && *receiver == at
            && values.plays(around, Role::RoutePath)
        {
            break;
        }
        at = around;
    }
    path.map(|path| joined(method.as_deref(), &path))
}

/// `GET /x`, or only the path if any method is served.
pub(super) fn joined(method: Option<&str>, path: &str) -> String {
    match method.filter(|method| *method != "ANY" && *method != "ROUTE") {
        Some(method) => format!("{method} {path}"),
        None => path.to_owned(),
    }
}

fn chain(values: &Values<'_>, id: ExprId, method: &mut Option<String>, path: &mut Option<String>) {
    let mut at = id;
    for _ in 0..MAX_CALLS {
        let ExprKind::MethodCall { receiver, args, .. } = &values.view.body.exprs[at].kind else { return };
        if at != id {
            for arg in args {
                look(values, *arg, method, path);
            }
        }
        // If the route has its own path, the receiver is the router with its other routes.
        if path.is_some() {
            return;
        }
        look(values, *receiver, method, path);
        at = *receiver;
    }
}

fn look(values: &Values<'_>, id: ExprId, method: &mut Option<String>, path: &mut Option<String>) {
    if method.is_none() && values.plays(id, Role::RouteMethod) {
        *method = called_name(values.view, id).map(|name| name.as_str().to_uppercase());
    }
    if path.is_none() && values.plays(id, Role::RoutePath) {
        *path = values.view.receiver_and_args(id).1.iter().find_map(|arg| text(values.view, *arg));
    }
}

fn text(view: &BodyView<'_>, id: ExprId) -> Option<String> {
    match &view.body.exprs[id].kind {
        ExprKind::Literal(Literal::Str(text)) => Some(text.clone()),
        ExprKind::Ref { operand, .. } => text_of_ref(view, *operand),
        _ => None,
    }
}

fn text_of_ref(view: &BodyView<'_>, id: ExprId) -> Option<String> {
    match &view.body.exprs[id].kind {
        ExprKind::Literal(Literal::Str(text)) => Some(text.clone()),
        _ => None,
    }
}

fn called_name(view: &BodyView<'_>, id: ExprId) -> Option<Name> {
    match &view.body.exprs[id].kind {
        ExprKind::MethodCall { method, .. } => Some(*method),
        ExprKind::Call { callee, .. } => match &view.body.exprs[*callee].kind {
            ExprKind::Path(path) => path.segments.last().map(|segment| segment.name),
            _ => None,
        },
        _ => None,
    }
}

/// The route in an attribute: `get("/reports")`, `path(get, path = "/reports")`. `args` as in [`crate::facts::Attr`].
pub(super) fn of_attribute(name: &str, args: &str) -> Option<String> {
    if let Some(path) = literal(args) {
        return Some(joined(Some(&name.to_uppercase()), &path));
    }
    let mut parts = args.split(',').map(str::trim);
    let method = parts.clone().next().filter(|first| METHODS.contains(first)).map(str::to_uppercase);
    let path = parts.find_map(|part| literal(part.strip_prefix("path")?.trim_start().strip_prefix('=')?))?;
    Some(joined(method.as_deref(), &path))
}

/// The first string literal among an attribute's arguments: `"/x/<id>" , data = "<form>"`.
fn literal(args: &str) -> Option<String> {
    let rest = args.trim_start().strip_prefix('"')?;
    let (text, _) = rest.split_once('"')?;
    (!text.contains('\\')).then(|| text.to_owned())
}
