//! The input of a coded lint, and its output.

use super::super::body::BodyView;
use super::super::direct::Hit;
use super::super::effects::local_effects::Cause;
use super::super::places::{Place, Places};
use super::unflushed_file;
use crate::catalogue::Role;
use crate::diagnostics::{Confidence, Guard, Level};
use crate::facts::{BlockKind, ExprId, ExprKind, MacroKind, PatId, Span, Stmt};
use crate::types::Callee;
use std::collections::BTreeMap;

/// One typed body.
pub(super) struct Site<'a> {
    pub(super) view: &'a BodyView<'a>,
    pub(super) places: &'a Places,
    /// The runtimes that the crate may use, by their keys in the catalogue, the preferred one first.
    pub(super) runtimes: &'a [String],
    /// The roles of the fns that are called, by call.
    roles: BTreeMap<ExprId, Vec<Role>>,
}

/// What a coded lint found at one place.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Id of the lint.
    pub(super) lint: &'static str,
    /// The name to underline, as written.
    pub(super) span: Span,
    /// Where the underlined code runs.
    pub(super) place: Place,
    pub(super) message: String,
    pub(super) help: String,
    pub(super) remark: Remark,
}

/// What a finding of a coded lint has in addition to its message.
#[derive(Clone, Debug, Default)]
pub(in crate::analysis) struct Remark {
    /// The path of the type or fn concerned; empty if there is none.
    pub(in crate::analysis) subject: String,
    /// Why it matters, a clause in lower case; empty if there is nothing to add.
    pub(in crate::analysis) why: String,
    /// Its level, if it differs from the lint's.
    pub(in crate::analysis) level: Option<Level>,
}

impl<'a> Site<'a> {
    pub(super) fn new(view: &'a BodyView<'a>, places: &'a Places, runtimes: &'a [String]) -> Self {
        let roles = |callee: &Callee| view.known.roles_of(view.def.krate, callee);
        // Calls written in a macro's definition belong to that definition, not to this body.
        let written = view.types.callees.iter().filter(|(id, _)| !view.body.exprs[**id].from_expansion && view.is_call(**id));
        let roles = written.map(|(id, callee)| (*id, roles(callee))).filter(|(_, roles)| !roles.is_empty()).collect();
        Self { view, places, runtimes, roles }
    }

    /// The finding in the form for the report; `None` if the catalogue lacks the lint.
    pub(super) fn hit(&self, found: Found) -> Option<Hit> {
        let lint = self.view.catalogue.lint_index(found.lint)?;
        let context = match found.place {
            Place::Async(context) => Some(context),
            _ => None,
        };
        Some(Hit {
            expr: self.fixable(&found),
            cause: Cause::Coded(lint),
            span: found.span,
            context,
            confidence: Confidence::Certain,
            message: found.message,
            help: found.help,
            chain: None,
            remark: Some(found.remark),
        })
    }

    /// The call that a fix starts from, for lints that have a fix.
    fn fixable(&self, found: &Found) -> Option<ExprId> {
        let ends_scopes = || self.view.catalogue.lint(found.lint).is_some_and(|lint| lint.file.no_fix == Some(Guard::GuardScope));
        if found.lint != unflushed_file::ID && !ends_scopes() {
            return None;
        }
        let is_named = |kind: &ExprKind| matches!(kind, ExprKind::MethodCall { method_span, .. } if *method_span == found.span);
        let mut exprs = self.view.body.exprs.iter_enumerated();
        exprs.find(|(_, expr)| is_named(&expr.kind)).map(|(id, _)| id)
    }

    /// Where an expression runs.
    pub(super) fn place(&self, id: ExprId) -> Place {
        self.places.exprs[id]
    }

    /// Whether it runs on an executor thread.
    pub(super) fn is_async(&self, id: ExprId) -> bool {
        matches!(self.place(id), Place::Async(_))
    }

    pub(super) fn kind(&self, id: ExprId) -> &'a ExprKind {
        &self.view.body.exprs[id].kind
    }

    /// The 1-based line of the first byte of a span.
    pub(super) fn line(&self, span: Span) -> u32 {
        self.view.file.lines.line(span.start)
    }

    /// Whether an expression calls a fn with this role.
    pub(super) fn plays(&self, id: ExprId, role: Role) -> bool {
        self.roles.get(&id).is_some_and(|roles| roles.contains(&role))
    }

    /// The calls of fns with this role.
    pub(super) fn playing(&self, role: Role) -> impl Iterator<Item = ExprId> {
        self.roles.iter().filter(move |(_, roles)| roles.contains(&role)).map(|(id, _)| *id)
    }

    /// The canonical path of the callee.
    pub(super) fn called(&self, id: ExprId) -> String {
        match self.view.types.callees.get(&id) {
            Some(Callee::Fn(callee)) => self.view.db.store.canonical_path(callee.def).to_string(),
            Some(Callee::External(path)) => path.to_string(),
            _ => String::new(),
        }
    }

    /// The parent of an expression.
    pub(super) fn parent(&self, id: ExprId) -> Option<ExprId> {
        self.view.parents()[id]
    }

    /// The ancestors of an expression, nearest first, up to the body's root.
    pub(super) fn ancestors(&self, id: ExprId) -> impl Iterator<Item = ExprId> {
        std::iter::successors(self.parent(id), |id| self.parent(*id))
    }

    /// Whether the contents of an expression run separately from the code around it: a closure, a future.
    pub(super) fn is_apart(&self, id: ExprId) -> bool {
        match self.kind(id) {
            ExprKind::Closure { .. } | ExprKind::Block { kind: BlockKind::Async { .. }, .. } => true,
            ExprKind::Macro(call) => matches!(call.kind, MacroKind::Stream { .. }),
            _ => false,
        }
    }

    /// The expression and all its descendants that run together with it, closures and futures left out.
    pub(super) fn inside(&self, id: ExprId) -> Vec<ExprId> {
        let mut all = vec![id];
        let mut next = 0;
        while let Some(&at) = all.get(next) {
            next += 1;
            if at == id || !self.is_apart(at) {
                self.kind(at).for_each_child(&mut |child| all.push(child));
            }
        }
        all
    }

    /// The loops around an expression, nearest first, up to the enclosing closure or future.
    pub(super) fn loops(&self, id: ExprId) -> impl Iterator<Item = ExprId> {
        let around = self.ancestors(id).take_while(|at| !self.is_apart(*at));
        around.filter(|at| matches!(self.kind(*at), ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. }))
    }

    /// Whether an expression may suspend the future.
    pub(super) fn suspends(&self, id: ExprId) -> bool {
        match self.kind(id) {
            ExprKind::Await { .. } | ExprKind::Yield { .. } => true,
            // The contents of an unknown macro are unknown, so it may suspend.
            ExprKind::Macro(call) => {
                matches!(call.kind, MacroKind::Join { .. } | MacroKind::Select { .. } | MacroKind::Opaque | MacroKind::Exprs { .. })
            }
            _ => false,
        }
    }

    /// The variable that an expression names.
    pub(super) fn local(&self, id: ExprId) -> Option<PatId> {
        self.view.types.locals.get(&id).copied()
    }

    /// The uses of a variable, in source order.
    pub(super) fn uses(&self, pat: PatId) -> Vec<ExprId> {
        let mut uses: Vec<ExprId> = self.view.types.locals.iter().filter(|(_, local)| **local == pat).map(|(id, _)| *id).collect();
        uses.sort_by_key(|id| self.view.body.exprs[*id].span);
        uses
    }

    /// The initial value in the `let` that introduces a variable, possibly with other variables.
    pub(super) fn init(&self, pat: PatId) -> Option<ExprId> {
        let span = self.view.body.pats[pat].span;
        let blocks = self.view.body.exprs.iter().filter_map(|expr| match &expr.kind {
            ExprKind::Block { stmts, .. } => Some(stmts),
            _ => None,
        });
        blocks.flatten().find_map(|stmt| match stmt {
            Stmt::Let { pat: whole, init, .. } if *whole == pat || self.view.body.pats[*whole].span.contains(span) => *init,
            _ => None,
        })
    }

    /// The expression inside `?`, `.await`, and std's methods for unwrapping a `Result` or `Option`.
    pub(super) fn unwrapped(&self, id: ExprId) -> ExprId {
        let mut at = id;
        loop {
            at = match self.kind(at) {
                ExprKind::Try { operand } | ExprKind::Await { operand, .. } => *operand,
                ExprKind::MethodCall { receiver, .. } => {
                    let path = self.called(at);
                    if !path.starts_with("std::result::Result::") && !path.starts_with("std::option::Option::") {
                        return at;
                    }
                    *receiver
                }
                _ => return at,
            };
        }
    }

    /// The closures among a call's arguments.
    pub(super) fn closures(&self, call: ExprId) -> Vec<ExprId> {
        let (_, args) = self.view.receiver_and_args(call);
        args.into_iter().filter(|arg| matches!(self.kind(*arg), ExprKind::Closure { .. })).collect()
    }
}
