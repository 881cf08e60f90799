//! Fns that make something which programs make once, such as HTTP clients: what keeps them from blocking, and where they matter.

use super::body::BodyView;
use crate::catalogue::{Catalogue, ConstructorRule};
use crate::diagnostics::Hop;
use crate::facts::{ExprId, ExprKind, Literal};
use crate::names::{CrateKind, DefId};
use crate::types::Callee;

/// Limit on the calls of a builder's chain.
const MAX_CALLS: usize = 64;

impl BodyView<'_> {
    /// Whether a method that was called on the receiver before keeps this call from blocking: `tls_certs_only(..)` before `build()`.
    pub(super) fn is_kept_from_blocking(&self, call: ExprId, callee: DefId) -> bool {
        let store = self.db.store;
        if callee.krate == self.def.krate || store.krate(callee.krate).kind == CrateKind::Stub {
            return false;
        }
        let rules = self.catalogue.contexts().constructors(&store.canonical_path(callee));
        let version = store.krate(callee.krate).package.as_ref().map(|package| &package.version);
        let is_of_version = |rule: &&ConstructorRule| match (&rule.versions, version) {
            (Some(wanted), Some(version)) => wanted.matches(version),
            (Some(_), None) => false,
            (None, _) => true,
        };
        rules.iter().filter(is_of_version).any(|rule| !rule.unless_after.is_empty() && self.comes_after_one(call, rule))
    }

    fn comes_after_one(&self, call: ExprId, rule: &ConstructorRule) -> bool {
        let mut at = call;
        for _ in 0..MAX_CALLS {
            at = match &self.body.exprs[at].kind {
                ExprKind::MethodCall { receiver, args, .. } => {
                    let called = match self.types.callees.get(&at) {
                        Some(Callee::Fn(callee)) => self.db.store.canonical_path(callee.def),
                        _ => return false,
                    };
                    let has = |argument: &Option<String>| argument.as_ref().is_none_or(|wanted| self.is_literal_bool(args.first(), wanted));
                    if rule.unless_after.iter().any(|(path, argument)| **path == *called && has(argument)) {
                        return true;
                    }
                    *receiver
                }
                ExprKind::Path(_) => match self.initial(at) {
                    Some(init) => init,
                    None => return false,
                },
                _ => return false,
            };
        }
        false
    }

    fn is_literal_bool(&self, arg: Option<&ExprId>, wanted: &str) -> bool {
        arg.is_some_and(|arg| matches!(self.body.exprs[*arg].kind, ExprKind::Literal(Literal::Bool(value)) if value.to_string() == wanted))
    }
}

impl Catalogue {
    /// Whether findings of a lint that go through these fns are reported only in handlers.
    pub(super) fn matters_only_in_handlers(&self, lint: &str, hops: &[Hop]) -> bool {
        let rules = hops.iter().flat_map(|hop| self.contexts().constructors(&hop.function));
        rules.into_iter().any(|rule| rule.only_in_handlers.iter().any(|one| one == lint))
    }
}
