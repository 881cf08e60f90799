//! Method and path of a handler, if they are literals in the code.

use super::super::body::BodyView;
use super::mounts::{self, Way};
use super::values::Values;
use crate::catalogue::Role;
use crate::facts::{BinaryOp, ExprId, ExprKind, Literal, MacroKind, Name};
use crate::names::DefKind;

/// HTTP methods, as attributes write them before the path.
pub(in crate::analysis) const METHODS: [&str; 9] = ["get", "post", "put", "delete", "patch", "head", "options", "trace", "connect"];

/// How many calls around and before a handler are searched.
const MAX_CALLS: usize = 24;

/// The path of a route, as far as the search has found it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Path {
    /// No call with a path has been found yet.
    Missing,
    /// The nearest call with a path, whose argument is no literal.
    Unknown,
    Known(String),
}

/// The route of a handler.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Route {
    /// `ANY` if all methods are served, `None` if it is not known which are.
    pub(super) method: Option<String>,
    /// As it is registered; `None` if it is registered elsewhere.
    pub(super) path: Option<String>,
    /// Where the router goes that it is registered with.
    pub(super) ways: Vec<Way>,
    /// Whether the path may already have the prefixes.
    pub(super) is_fixed: bool,
}

impl Route {
    /// A route whose whole path is written where it is registered.
    pub(super) fn fixed(method: &str, path: &str) -> Self {
        Self { method: Some(method.to_owned()), path: Some(path.to_owned()), ways: Vec::new(), is_fixed: true }
    }
}

/// The route of the handler that a call receives: `GET /reports/{name}`. With `own_method`, the fn's name is the method.
pub(super) fn of(values: &Values<'_>, id: ExprId, own_method: bool) -> Option<Route> {
    let view = values.view;
    let parents = values.parents();
    let mut method = own_method.then(|| method_of(view, id)).flatten();
    let mut path = Path::Missing;
    // Searches the calls that contain the handler's call, and the receivers in its method chain.
    let mut at = id;
    for _ in 0..MAX_CALLS {
        look(values, at, &mut method, &mut path);
        chain(values, at, &mut method, &mut path);
        let Some(around) = parents[at] else { break };
        if path != Path::Missing || !matches!(view.body.exprs[around].kind, ExprKind::Call { .. } | ExprKind::MethodCall { .. }) {
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
    let ways = if path == Path::Unknown { Vec::new() } else { mounts::of_handler(values, id, &path) };
    let path = match path {
        Path::Known(path) => Some(path),
        Path::Missing => None,
        Path::Unknown => return None,
    };
    Some(Route { method, path, ways, is_fixed: false })
}

/// `GET /x`, or only the path if the method is not known.
pub(super) fn joined(method: Option<&str>, path: &str) -> String {
    match method {
        Some(method) => format!("{method} {path}"),
        None => path.to_owned(),
    }
}

fn chain(values: &Values<'_>, id: ExprId, method: &mut Option<String>, path: &mut Path) {
    let mut at = id;
    for _ in 0..MAX_CALLS {
        let ExprKind::MethodCall { receiver, args, .. } = &values.view.body.exprs[at].kind else { return };
        if at != id {
            for arg in args {
                look(values, *arg, method, path);
            }
        }
        // If the route has its own path, the receiver is the router with its other routes. So it is if the receiver adds a whole route.
        if *path != Path::Missing || adds_route(values, *receiver) {
            return;
        }
        look(values, *receiver, method, path);
        at = *receiver;
    }
}

/// Whether a call adds a path together with its handler to a router: `.route("/x", get(show))`.
fn adds_route(values: &Values<'_>, id: ExprId) -> bool {
    matches!(&values.view.body.exprs[id].kind, ExprKind::MethodCall { args, .. } if args.len() > 1) && values.plays(id, Role::RoutePath)
}

fn look(values: &Values<'_>, id: ExprId, method: &mut Option<String>, path: &mut Path) {
    if method.is_none() && values.plays(id, Role::RouteMethod) {
        *method = method_of(values.view, id);
    }
    if *path == Path::Missing && values.plays(id, Role::RoutePath) {
        let (_, args) = values.view.receiver_and_args(id);
        // `.route(web::post().to(show))` of a resource, which has the path.
        if matches!(&args[..], [only] if makes_handler(values, *only)) {
            return;
        }
        *path = args.iter().find_map(|arg| text(values.view, *arg)).map_or(Path::Unknown, Path::Known);
    }
    if let (Path::Missing, Some(found)) = (&*path, of_macro(values, id)) {
        *path = found;
    }
}

/// The path that a macro makes of literals and types: `warp::path!("reports" / u32)`.
pub(super) fn of_macro(values: &Values<'_>, id: ExprId) -> Option<Path> {
    let view = values.view;
    let ExprKind::Macro(call) = &view.body.exprs[id].kind else { return None };
    let MacroKind::Exprs { args } = &call.kind else { return None };
    let resolved = view.types.macro_scopes.get(&id).and_then(|scope| view.db.store.macro_path(*scope, &call.path));
    let name = resolved.unwrap_or_else(|| call.path.joined());
    if !view.catalogue.roles().of(&name).contains(&Role::RoutePath) {
        return None;
    }
    let [only] = &args[..] else { return Some(Path::Unknown) };
    let mut parts = Vec::new();
    let mut open = vec![*only];
    while let Some(at) = open.pop() {
        match &view.body.exprs[at].kind {
            ExprKind::Binary { op: BinaryOp::Div, lhs, rhs, .. } => open.extend([*lhs, *rhs]),
            ExprKind::Literal(Literal::Str(text)) => parts.push(text.as_str()),
            ExprKind::Path(_) => parts.push("{}"),
            // Whatever follows.
            ExprKind::Range { start: None, end: None, .. } => {}
            _ => return Some(Path::Unknown),
        }
    }
    parts.reverse();
    Some(Path::Known(parts.join("/")))
}

/// Whether an expression is a method chain that receives a handler.
pub(super) fn makes_handler(values: &Values<'_>, id: ExprId) -> bool {
    let mut at = id;
    for _ in 0..MAX_CALLS {
        let roles = values.roles(at);
        if roles.contains(&Role::Handler) || roles.contains(&Role::RouteMethod) {
            return true;
        }
        let ExprKind::MethodCall { receiver, .. } = &values.view.body.exprs[at].kind else { return false };
        at = *receiver;
    }
    false
}

/// The value of a literal, or of a constant that is one.
pub(super) fn text(view: &BodyView<'_>, id: ExprId) -> Option<String> {
    let id = view.behind_refs(id);
    match &view.body.exprs[id].kind {
        ExprKind::Literal(Literal::Str(text)) => Some(text.clone()),
        ExprKind::Path(_) => {
            // An impl may replace the constant of a trait.
            let parent = view.types.values.get(&id).and_then(|def| view.db.store.def(*def).parent);
            let is_fixed = parent.is_none_or(|parent| view.db.store.def(parent).kind != DefKind::Trait);
            is_fixed.then(|| view.constant_text(id)).flatten()
        }
        _ => None,
    }
}

/// The HTTP method in the name of a fn, `post`, `post_with`, or in the argument that names it: `on(MethodFilter::POST, store)`.
fn method_of(view: &BodyView<'_>, id: ExprId) -> Option<String> {
    let name = called_name(view, id)?;
    match name.as_str().split('_').next() {
        Some("any" | "all") => return Some("ANY".to_owned()),
        Some(first) if METHODS.contains(&first) => return Some(first.to_uppercase()),
        _ => {}
    }
    let (_, args) = view.receiver_and_args(id);
    args.iter().find_map(|arg| match &view.body.exprs[*arg].kind {
        ExprKind::Path(path) => {
            let last = path.segments.last()?.name.as_str();
            METHODS.contains(&last.to_lowercase().as_str()).then(|| last.to_uppercase())
        }
        _ => None,
    })
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

/// The route in an attribute: `get("/reports")`, `route("/reports", method = "GET")`, `path(get, path = "/reports")`. `args` as in [`crate::facts::Attr`].
pub(super) fn of_attribute(name: &str, args: &str) -> Option<Route> {
    let route = |method: Option<String>, path: String| Route { method, path: Some(path), ways: Vec::new(), is_fixed: false };
    if let Some(path) = literal(args) {
        let method = if name == "route" { only_method(args) } else { Some(name.to_uppercase()) };
        return Some(route(method, path));
    }
    let mut parts = args.split(',').map(str::trim);
    let method = parts.clone().next().filter(|first| METHODS.contains(first)).map(str::to_uppercase);
    let path = parts.find_map(|part| literal(part.strip_prefix("path")?.trim_start().strip_prefix('=')?))?;
    Some(route(method, path))
}

/// The method of `route("/x", method = "GET")`, if it is the only one.
fn only_method(args: &str) -> Option<String> {
    let named = |part: &str| literal(part.trim().strip_prefix("method")?.trim_start().strip_prefix('=')?);
    let mut methods = args.split(',').filter_map(named);
    methods.next().filter(|_| methods.next().is_none()).map(|method| method.to_uppercase())
}

/// The first string literal among an attribute's arguments: `"/x/<id>" , data = "<form>"`.
fn literal(args: &str) -> Option<String> {
    let rest = args.trim_start().strip_prefix('"')?;
    let (text, _) = rest.split_once('"')?;
    (!text.contains('\\')).then(|| text.to_owned())
}
