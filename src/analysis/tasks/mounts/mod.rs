//! Where the routers and handlers of a body go: under which paths, and to which fns.
//!
//! The search follows a router outwards from its expression: through method chains, the calls that take it, and variables. It ends where a fn
//! returns the router or passes it on, and [`super::prefixes`] goes on from there.

mod chains;
mod prefix;
mod routers;
mod search;

pub(super) use chains::Searched;
pub(super) use prefix::{Prefix, rooted};

use super::routes::Path;
use super::values::Values;
use crate::facts::{ExprId, ExprKind};
use crate::names::DefId;
use crate::types::{Callee, Ty, TyKind};
use search::Trail;

/// What is mounted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Mounted {
    /// The handler that this fn is, or the router that it returns or adds routes to.
    Fn(DefId),
    /// What a fn receives as the argument with this index; the receiver is [`RECEIVER`].
    Param(DefId, u32),
}

/// One way on which a router goes on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Way {
    /// The paths up to there; `None` if one is not known.
    pub(super) prefix: Option<Prefix>,
    /// Where it leads; `None` if it ends here, usually in a server.
    pub(super) to: Option<Mounted>,
}

/// A mention of a fn or parameter that is, has or takes a router.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mount {
    pub(super) what: Mounted,
    pub(super) way: Way,
}

/// The ways of a handler that a call receives: that call, and its path as it is written there.
pub(super) fn of_handler(values: &Values<'_>, call: ExprId, path: &Path) -> Vec<Way> {
    let own = match &values.view.body.exprs[call].kind {
        ExprKind::MethodCall { receiver, .. } => Trail::START.below(values.chain(*receiver).prefix),
        _ => Trail::START,
    };
    let mut ways: Vec<Way> = Vec::new();
    for (first, way) in values.search(call, own) {
        let prefix = match (path, &first) {
            (Path::Known(text), Path::Missing) => way.prefix.map(|prefix| prefix.around(Prefix::route(text.clone()))),
            _ if *path == first => way.prefix,
            // The handler has no path where it is made: `fn show() -> MethodRouter`.
            (Path::Missing, _) => way.prefix,
            _ => None,
        };
        ways.push(Way { prefix, ..way });
    }
    ways.sort();
    ways.dedup();
    ways
}

/// The mentions of fns and parameters of the workspace that are, have or take routers.
pub(super) fn mounts(values: &Values<'_>) -> Vec<Mount> {
    let view = values.view;
    let mut mounts = Vec::new();
    let mut add = |what: Mounted, found: Vec<(Path, Way)>| mounts.extend(found.into_iter().map(|(_, way)| Mount { what, way }));
    let called = |id: ExprId| match view.types.callees.get(&id) {
        Some(Callee::Fn(callee)) => Some(callee.body_def()).filter(|def| values.is_own(*def)),
        _ => None,
    };
    for (id, expr) in view.body.exprs.iter_enumerated() {
        let (what, from) = match &expr.kind {
            ExprKind::Call { .. } | ExprKind::MethodCall { .. } => {
                let Some(def) = called(id) else { continue };
                let (receiver, args) = view.receiver_and_args(id);
                if values.is_router(&view.types.exprs[id]) || values.returns_service(def) {
                    (Mounted::Fn(def), Some(id))
                } else if view.types.exprs[id] == Ty::unit()
                    && let Some(taken) = args.into_iter().chain(receiver).find(|arg| values.is_router(&view.types.exprs[*arg]))
                {
                    // `configure(&mut app)` adds routes to a variable.
                    (Mounted::Fn(def), Some(taken).filter(|taken| !values.is_left_out(*taken)))
                } else {
                    continue;
                }
            }
            ExprKind::Path(_) => match (view.types.locals.get(&id), view.types.exprs[id].kind()) {
                (Some(pat), _) => {
                    let Some(index) = values.param_index(*pat) else { continue };
                    if !values.is_router(&view.types.exprs[id]) {
                        continue;
                    }
                    (Mounted::Param(view.def, index), Some(id))
                }
                (None, TyKind::FnDef(def, _)) if values.is_own(*def) => {
                    let is_callee =
                        |parent: ExprId| matches!(&view.body.exprs[parent].kind, ExprKind::Call { callee, .. } if *callee == id);
                    if values.parents()[id].is_some_and(is_callee) || !(values.has_routes(*def) || values.is_routed(*def)) {
                        continue;
                    }
                    (Mounted::Fn(*def), Some(id))
                }
                _ => continue,
            },
            _ => continue,
        };
        let Some(from) = from.filter(|from| !values.is_left_out(*from)) else { continue };
        let found = if from == id { values.search(id, Trail::START) } else { values.search_receiver(from) };
        add(what, found);
    }
    mounts
}
