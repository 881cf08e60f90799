//! Fns that make something which programs make once, such as HTTP clients: what keeps them from blocking, and where they matter.

use super::super::body::BodyView;
use crate::catalogue::{Catalogue, ConstructorRule};
use crate::diagnostics::Hop;
use crate::facts::{ExprId, ExprKind, Literal};
use crate::names::{CrateKind, DefId};

impl BodyView<'_> {
    /// Whether a method that was called before keeps this call from blocking: `tls_certs_only(..)` before `build()`.
    pub(in crate::analysis) fn is_kept_from_blocking(&self, call: ExprId, callee: DefId) -> bool {
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

    /// Whether one of the rule's methods is called earlier in the body: a builder may go through variables.
    fn comes_after_one(&self, call: ExprId, rule: &ConstructorRule) -> bool {
        let start = self.name_span(call).start;
        let mut earlier = self.types.callees.iter().filter(|(id, _)| self.name_span(**id).start < start);
        earlier.any(|(id, callee)| {
            let (_, args) = self.receiver_and_args(*id);
            let has = |argument: &Option<String>| argument.as_ref().is_none_or(|wanted| self.is_literal_bool(args.first(), wanted));
            rule.unless_after.iter().any(|(path, argument)| self.is_one_of(callee, std::slice::from_ref(path)) && has(argument))
        })
    }

    fn is_literal_bool(&self, arg: Option<&ExprId>, wanted: &str) -> bool {
        arg.is_some_and(|arg| matches!(self.body.exprs[*arg].kind, ExprKind::Literal(Literal::Bool(value)) if value.to_string() == wanted))
    }
}

impl Catalogue {
    /// Whether findings of a lint that go through these fns are reported only in handlers.
    pub(in crate::analysis) fn matters_only_in_handlers(&self, lint: &str, hops: &[Hop]) -> bool {
        let rules = hops.iter().flat_map(|hop| self.contexts().constructors(&hop.function));
        rules.into_iter().any(|rule| rule.only_in_handlers.iter().any(|one| one == lint))
    }
}
