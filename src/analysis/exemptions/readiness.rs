//! Non-blocking sockets: code that checks for `WouldBlock` works on descriptors that return at once, whatever their type.
//!
//! Only the fn with the call, and the visible fns that receive a closure around the call, are considered. A socket with a timeout also returns
//! `WouldBlock`, after it has waited. So code that sets timeouts or checks for them does not count.

use super::super::body::BodyView;
use crate::catalogue::{ApiEntry, Role};
use crate::facts::{Body, ExprId, ExprKind, Literal, PatKind, Path};
use crate::names::DefId;
use crate::types::Callee;

/// Lints of calls that wait only if their descriptor is blocking.
const ON_DESCRIPTORS: [&str; 5] = ["blocking-socket", "blocking-pipe-io", "blocking-ffi", "blocking-tls", "blocking-websocket"];
/// The lint among them whose calls take the descriptor as an argument.
const BY_NUMBER: &str = "blocking-ffi";

/// Wrappers of reactors, which make the socket inside non-blocking, in `rules/receivers.toml`.
const WRAPPERS: &str = "readiness-wrapper";

/// How many fns a passed closure is followed through.
const MAX_TAKERS: u32 = 4;

/// Errors that mean "not now", in Rust and in C.
const NOT_NOW: [&str; 3] = ["WouldBlock", "EWOULDBLOCK", "EAGAIN"];
/// The std error whose `WouldBlock` is about a lock.
const OF_LOCKS: &str = "TryLockError";
/// Errors that only a blocking socket returns.
const TOO_LATE: [&str; 2] = ["TimedOut", "ETIMEDOUT"];
/// Methods after which a blocking socket may return `WouldBlock`.
const SET_TIMEOUT: [&str; 2] = ["set_read_timeout", "set_write_timeout"];

impl BodyView<'_> {
    /// Whether a call works on a descriptor that the code around it treats as non-blocking.
    pub(in crate::analysis) fn is_on_readiness(&self, api: &ApiEntry, id: ExprId) -> bool {
        let lint = self.catalogue.lint_at(api.lint).id.as_str();
        if !ON_DESCRIPTORS.contains(&lint) {
            return false;
        }
        let receiver = self.receiver_and_args(id).0;
        // A call that makes a socket waits for the peer before the socket can be set non-blocking.
        if receiver.is_none() && lint != BY_NUMBER {
            return false;
        }
        looks_for_would_block(self.body)
            || receiver.is_some_and(|receiver| self.is_made_nonblocking(receiver) || self.is_inside_readiness(receiver))
            || self.is_given_to_readiness(id)
    }

    /// Whether a socket is the inner value of a reactor's wrapper: `self.io.get_ref()`.
    fn is_inside_readiness(&self, socket: ExprId) -> bool {
        let Some(wrappers) = self.catalogue.receivers().class(WRAPPERS) else { return false };
        match &self.body.exprs[self.behind_refs(socket)].kind {
            ExprKind::MethodCall { receiver, args, .. } if args.is_empty() => {
                let receiver = &self.types.exprs[*receiver];
                self.in_class(receiver, wrappers, 0)
            }
            _ => false,
        }
    }

    /// Whether the socket in a variable was set non-blocking in this body.
    fn is_made_nonblocking(&self, socket: ExprId) -> bool {
        let Some(variable) = self.types.locals.get(&self.behind_refs(socket)) else { return false };
        // `Socket::new(domain, Type::STREAM.nonblocking(), None)`
        let of_its_type = |id: &ExprId| {
            let is_plain = matches!(&self.body.exprs[*id].kind, ExprKind::MethodCall { args, .. } if args.is_empty());
            is_plain && self.plays(*id, Role::SetNonblocking)
        };
        if self.initial(self.behind_refs(socket)).is_some_and(|made| self.body.inside(made).iter().any(of_its_type)) {
            return true;
        }
        self.body.exprs.iter_enumerated().any(|(id, expr)| match &expr.kind {
            ExprKind::MethodCall { receiver, args, .. } => {
                self.types.locals.get(&self.behind_refs(*receiver)) == Some(variable)
                    && args.first().is_some_and(|arg| matches!(self.body.exprs[*arg].kind, ExprKind::Literal(Literal::Bool(true))))
                    && self.plays(id, Role::SetNonblocking)
            }
            _ => false,
        })
    }

    /// Whether a closure around an expression is passed to a fn that checks for `WouldBlock`.
    fn is_given_to_readiness(&self, id: ExprId) -> bool {
        if !self.body.exprs.iter().any(|expr| matches!(expr.kind, ExprKind::Closure { .. })) {
            return false;
        }
        let parents = self.parents();
        let ancestors = std::iter::successors(Some(id), |at| parents[*at]);
        let closures = ancestors.filter(|at| matches!(self.body.exprs[*at].kind, ExprKind::Closure { .. }));
        closures.filter_map(|closure| parents[closure]).any(|call| match self.types.callees.get(&call) {
            Some(Callee::Fn(callee)) => self.goes_by_readiness(callee.body_def(), MAX_TAKERS),
            _ => false,
        })
    }

    /// Whether a fn checks for `WouldBlock`, or passes its callable parameter to a fn that does.
    fn goes_by_readiness(&self, taker: DefId, further: u32) -> bool {
        let Some(at) = self.db.store.body(taker) else { return false };
        if looks_for_would_block(at.body) {
            return true;
        }
        let Some(types) = self.db.body_types(taker).filter(|_| further > 0) else { return false };
        let is_handed_on =
            |arg: &ExprId| types.locals.contains_key(arg) && self.db.is_callable_param(taker, types.exprs[*arg].strip_refs());
        at.body.exprs.iter_enumerated().any(|(id, expr)| {
            let (ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. }) = &expr.kind else { return false };
            match types.callees.get(&id) {
                Some(Callee::Fn(callee)) if args.iter().any(is_handed_on) => self.goes_by_readiness(callee.body_def(), further - 1),
                _ => false,
            }
        })
    }
}

/// Whether a body checks for `WouldBlock`, and neither checks for timeouts nor sets one.
fn looks_for_would_block(body: &Body) -> bool {
    let names = |wanted: &[&str]| {
        let is_wanted = |path: &Path| match &path.segments[..] {
            [.., of, last] => of.name != OF_LOCKS && wanted.contains(&last.name.as_str()),
            [only] => wanted.contains(&only.name.as_str()),
            [] => false,
        };
        body.exprs.iter().any(|expr| matches!(&expr.kind, ExprKind::Path(path) if is_wanted(path)))
            || body.pats.iter().any(|pat| match &pat.kind {
                PatKind::Path(path) => is_wanted(path),
                PatKind::Bind { name, sub: None, .. } => wanted.contains(&name.as_str()),
                _ => false,
            })
    };
    let sets_timeout = || {
        body.exprs.iter().any(|expr| matches!(&expr.kind, ExprKind::MethodCall { method, .. } if SET_TIMEOUT.contains(&method.as_str())))
    };
    names(&NOT_NOW) && !names(&TOO_LATE) && !sets_timeout()
}
