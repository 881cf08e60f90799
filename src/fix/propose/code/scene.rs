//! One body in which fixes are made: its facts, types and text, and the context of an expression.

use super::super::Input;
use super::super::cancel::Changes;
use super::super::thread_effects::WorkspaceEffects;
use super::super::values::auto_traits::{Answers, AutoTraits};
use super::body_index::BodyIndex;
use super::texts::Texts;
use super::tokens::Tokens;
use crate::analysis::{RuntimeThreads, outside_roles};
use crate::catalogue::{Catalogue, Role};
use crate::diagnostics::Guard;
use crate::facts::{BlockKind, Body, ExprId, ExprKind, MacroCall, MacroKind, PatId, SelfParam, Span, UnaryOp};
use crate::names::{CrateStore, DefId, DefKind, FileData};
use crate::project::Edition;
use crate::types::{BodyTypes, Callee, Ty, TyKind, TypeDb};
use index_vec::IndexVec;
use std::sync::{Arc, OnceLock};

/// A body with all data that fixes need.
pub(in crate::fix::propose) struct Scene<'a> {
    pub(in crate::fix::propose) db: &'a TypeDb<'a>,
    /// The rules.
    pub(in crate::fix::propose) catalogue: &'a Catalogue,
    pub(in crate::fix::propose) def: DefId,
    pub(in crate::fix::propose) file: &'a FileData,
    pub(in crate::fix::propose) body: &'a Body,
    pub(in crate::fix::propose) types: Arc<BodyTypes>,
    /// Fns of the workspace that run a closure on another thread.
    pub(in crate::fix::propose) offloaders: &'a [DefId],
    pub(in crate::fix::propose) texts: &'a Texts,
    parents: Arc<IndexVec<ExprId, Option<ExprId>>>,
    index: OnceLock<BodyIndex<'a>>,
    changes: OnceLock<Changes>,
    /// The effects of the workspace's fns.
    effects: &'a WorkspaceEffects<'a>,
    answers: &'a Answers,
    /// Which runtimes the programs start.
    threads: &'a RuntimeThreads<'a>,
    becomes_async: bool,
}

/// The innermost future around an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::fix::propose) enum Root {
    /// The async fn itself.
    Fn,
    /// An async block, async closure or stream macro.
    Expr(ExprId),
}

impl<'a> Scene<'a> {
    /// `None` if the fn has no body.
    pub(in crate::fix::propose) fn new(
        input: &Input<'a>,
        effects: &'a WorkspaceEffects<'a>,
        offloaders: &'a [DefId],
        def: DefId,
    ) -> Option<Self> {
        let Input { db, catalogue, texts, kept, .. } = *input;
        let at = db.store.body(def)?;
        let types = db.body_types(def)?;
        Some(Self {
            db,
            catalogue,
            def,
            file: at.file,
            body: at.body,
            types,
            offloaders,
            texts,
            parents: texts.parents(def, || at.body.parents()),
            index: OnceLock::new(),
            changes: OnceLock::new(),
            effects,
            answers: &kept.auto_traits,
            threads: input.threads,
            becomes_async: false,
        })
    }

    /// Another body; `None` if the fn has none.
    pub(in crate::fix::propose) fn beside(&self, def: DefId) -> Option<Self> {
        let at = self.db.store.body(def)?;
        Some(Self {
            def,
            file: at.file,
            body: at.body,
            types: self.db.body_types(def)?,
            parents: self.texts.parents(def, || at.body.parents()),
            index: OnceLock::new(),
            changes: OnceLock::new(),
            becomes_async: false,
            ..*self
        })
    }

    /// What is `Send` and `Sync` in this body.
    pub(in crate::fix::propose) fn auto_traits(&self) -> AutoTraits<'a> {
        AutoTraits::new(self.db, self.catalogue, self.answers, self.def)
    }

    /// The lexemes of the file.
    pub(in crate::fix::propose) fn tokens(&self) -> Tokens<'a> {
        self.texts.tokens(&self.file.text)
    }

    /// The same body as if its fn were async.
    pub(in crate::fix::propose) fn made_async(self) -> Self {
        Self { becomes_async: true, ..self }
    }

    /// The resolved names of the crates.
    pub(in crate::fix::propose) fn store(&self) -> &'a CrateStore<'a> {
        self.db.store
    }

    /// The kind of an expression.
    pub(in crate::fix::propose) fn kind(&self, id: ExprId) -> &'a ExprKind {
        &self.body.exprs[id].kind
    }

    /// The span of an expression, without parentheses around it.
    pub(in crate::fix::propose) fn span(&self, id: ExprId) -> Span {
        self.body.exprs[id].span
    }

    /// The type of an expression.
    pub(in crate::fix::propose) fn ty(&self, id: ExprId) -> &Ty {
        &self.types.exprs[id]
    }

    /// The text at a span.
    pub(in crate::fix::propose) fn text(&self, span: Span) -> &'a str {
        self.file.text.get(span.range()).unwrap_or_default()
    }

    /// Whether an expression is an async block.
    pub(in crate::fix::propose) fn is_async_block(&self, id: ExprId) -> bool {
        matches!(self.kind(id), ExprKind::Block { kind: BlockKind::Async { .. }, .. })
    }

    /// The parent of an expression.
    pub(in crate::fix::propose) fn parent(&self, id: ExprId) -> Option<ExprId> {
        self.parents[id]
    }

    /// The ancestors of an expression, innermost first, each with its child on the way to the expression.
    pub(in crate::fix::propose) fn around(&self, id: ExprId) -> impl Iterator<Item = (ExprId, ExprId)> + '_ {
        let mut below = id;
        std::iter::from_fn(move || {
            let above = self.parents[below]?;
            let step = (above, below);
            below = above;
            Some(step)
        })
    }

    /// The variable that a format string captures: its expression has the bytes of the string.
    pub(in crate::fix::propose) fn captured_name(&self, place: ExprId) -> Option<&'a str> {
        let ExprKind::Path(path) = self.kind(place) else { return None };
        let [only] = &path.segments[..] else { return None };
        let name = only.name.as_str();
        (self.text(self.span(place)).ends_with(['"', '#']) && self.local(place).is_some()).then_some(name)
    }

    /// The edition of the code.
    pub(in crate::fix::propose) fn edition(&self) -> Edition {
        self.store().krate(self.def.krate).edition
    }

    /// The receiver and the other arguments. In a call of a method by path, the receiver is the first argument.
    pub(in crate::fix::propose) fn receiver_and_args(&self, id: ExprId) -> (Option<ExprId>, &'a [ExprId]) {
        match self.kind(id) {
            ExprKind::MethodCall { receiver, args, .. } => (Some(*receiver), args),
            ExprKind::Call { args, .. } => match (self.self_param(id), args.split_first()) {
                (Some(_), Some((receiver, rest))) => (Some(*receiver), rest),
                _ => (None, args),
            },
            _ => (None, &[]),
        }
    }

    /// The callee's `self` parameter; `None` if it has none or is unknown.
    pub(in crate::fix::propose) fn self_param(&self, call: ExprId) -> Option<&'a SelfParam> {
        let Some(Callee::Fn(callee)) = self.types.callees.get(&call) else { return None };
        self.db.function(callee.def)?.sig.self_param.as_ref()
    }

    /// The canonical path of the callee; `None` for fns of the workspace.
    pub(in crate::fix::propose) fn callee_path(&self, call: ExprId) -> Option<String> {
        self.types.callees.get(&call)?.outside_path(self.store())
    }

    /// The roles of the callee; none for fns of the workspace.
    pub(in crate::fix::propose) fn roles(&self, call: ExprId) -> Vec<Role> {
        self.types.callees.get(&call).map(|callee| outside_roles(self.store(), self.catalogue, callee)).unwrap_or_default()
    }

    /// The local variable that an expression names.
    pub(in crate::fix::propose) fn local(&self, id: ExprId) -> Option<PatId> {
        self.types.locals.get(&id).copied()
    }

    /// Every expression that names the variable, in source order.
    pub(in crate::fix::propose) fn mentions(&self, pat: PatId) -> &[ExprId] {
        self.index().mentions(pat)
    }

    /// The variables of the body.
    pub(in crate::fix::propose) fn index(&self) -> &BodyIndex<'a> {
        self.index.get_or_init(|| BodyIndex::new(self.body, &self.types, &self.file.text))
    }

    /// The body's changes to state that outlives its future.
    pub(in crate::fix::propose) fn changes(&self) -> &Changes {
        self.changes.get_or_init(|| Changes::of(self))
    }

    /// Whether a fn of the workspace changes what other code sees.
    pub(in crate::fix::propose) fn changes_others(&self, def: DefId) -> bool {
        self.effects.changes(def)
    }

    /// Whether a call runs a fn of the workspace that changes what other code sees.
    pub(in crate::fix::propose) fn calls_change(&self, call: ExprId) -> bool {
        match self.types.callees.get(&call) {
            Some(Callee::Fn(callee)) => self.effects.changes(callee.body_def()),
            _ => false,
        }
    }

    /// Whether some code polls several futures of this fn in turn.
    pub(in crate::fix::propose) fn is_polled_with_its_like(&self) -> bool {
        self.effects.is_repeated(self.def)
    }

    /// Whether the future `root` may be dropped before its end, or other tasks see at which point it waits. On several threads they see what it has
    /// done even without a new `.await`.
    pub(in crate::fix::propose) fn may_stop(&self, root: Root) -> bool {
        let has_several = || self.threads.has_several_threads(self.def.krate, false);
        let runs_to_its_end = root == Root::Fn && !self.becomes_async && self.effects.runs_to_its_end(self.def, &has_several);
        !runs_to_its_end || self.changes().has_cells
    }

    /// The future that an `.await` here would belong to, or why there cannot be one.
    pub(in crate::fix::propose) fn root(&self, id: ExprId) -> Result<Root, Guard> {
        let mut in_expansion = false;
        for (above, below) in self.around(id) {
            let is_hidden = in_expansion || self.body.exprs[above].from_expansion;
            match self.kind(above) {
                ExprKind::Closure { is_async: true, .. } | ExprKind::Block { kind: BlockKind::Async { .. }, .. } => {
                    return if is_hidden { Err(Guard::MacroArgument) } else { Ok(Root::Expr(above)) };
                }
                ExprKind::Closure { .. } => return Err(Guard::SyncClosure),
                ExprKind::Block { kind: BlockKind::Const, .. } => return Err(Guard::NotAsync),
                ExprKind::Macro(call) => match &call.kind {
                    MacroKind::Stream { .. } => return Ok(Root::Expr(above)),
                    MacroKind::Expanded { .. } if self.is_only_argument(above, id) => {
                        in_expansion = self.body.exprs[above].from_expansion;
                        continue;
                    }
                    _ if self.takes_await(above, call, below) => {}
                    _ => return Err(Guard::MacroArgument),
                },
                _ => {}
            }
            in_expansion = is_hidden;
        }
        if in_expansion {
            return Err(Guard::MacroArgument);
        }
        let is_async = self.becomes_async
            || self.store().def(self.def).kind == DefKind::Fn && self.db.function(self.def).is_some_and(|f| f.sig.is_async);
        if is_async { Ok(Root::Fn) } else { Err(Guard::NotAsync) }
    }

    /// Whether the macro of a call is known to have a role, by its resolved path.
    pub(in crate::fix::propose) fn has_macro_role(&self, id: ExprId, call: &MacroCall, role: Role) -> bool {
        let path = self.types.macro_scopes.get(&id).and_then(|scope| self.store().macro_path(*scope, &call.path));
        path.is_some_and(|path| self.catalogue.roles().of(&path).contains(&role))
    }

    /// Whether this part of a macro call may contain `.await`: its expansion evaluates the part once, in the code around the call. Nobody awaits
    /// to panic, so `panic!` takes none.
    fn takes_await(&self, id: ExprId, call: &MacroCall, part: ExprId) -> bool {
        let name = call.path.segments.last().map_or("", |segment| segment.name.as_str());
        match &call.kind {
            MacroKind::Format { .. } => matches!(name, "format" | "format_args"),
            MacroKind::Print { .. } | MacroKind::Vec { .. } | MacroKind::VecRepeat { .. } | MacroKind::Error { .. } => true,
            MacroKind::Unit { .. } => name == "ensure" || name.starts_with("assert") || name.starts_with("debug_assert"),
            MacroKind::Diverge { .. } => name == "bail",
            MacroKind::Exprs { .. } => self.has_macro_role(id, call, Role::AwaitingMacro),
            MacroKind::Identity { .. } => name == "dbg",
            MacroKind::Select { arms, otherwise, .. } => arms.iter().any(|arm| arm.handler == part) || *otherwise == Some(part),
            _ => false,
        }
    }

    /// Whether the text of an expanded macro call is one expression, and `part` is in it: then the expansion is the same whatever
    /// expression stands there.
    fn is_only_argument(&self, macro_call: ExprId, part: ExprId) -> bool {
        let written = std::iter::once(part).chain(self.around(part).map(|(above, _)| above).take_while(|above| *above != macro_call));
        let Some(argument) = written.take_while(|above| !self.body.exprs[*above].from_expansion).last() else { return false };
        // The span of a statement includes its semicolon.
        let text = self.text(self.span(macro_call)).trim_end_matches(';').trim_end();
        let inside = text.split_once(['(', '{', '[']).map_or("", |(_, rest)| rest);
        let inside = inside.strip_suffix([')', '}', ']']).unwrap_or_default();
        inside.trim().trim_end_matches(',').trim_end() == self.text(self.span(argument))
    }

    /// Whether a variable is a parameter of the future's fn, or captured by its block: the future holds it from its start.
    pub(in crate::fix::propose) fn is_outer(&self, pat: PatId, root: Root) -> bool {
        let declared = self.body.pats[pat].span;
        let root = match root {
            Root::Fn => self.body.root,
            Root::Expr(root) => root,
        };
        self.body.self_param == Some(pat) || !self.span(root).contains(declared)
    }

    /// Whether an expression needs no parentheses before a `.` or `?`.
    pub(in crate::fix::propose) fn is_postfix(&self, id: ExprId) -> bool {
        match self.kind(id) {
            ExprKind::Path(_)
            | ExprKind::Literal(_)
            | ExprKind::Call { .. }
            | ExprKind::Field { .. }
            | ExprKind::Index { .. }
            | ExprKind::Try { .. }
            | ExprKind::Await { .. }
            | ExprKind::Tuple { .. }
            | ExprKind::Array { .. }
            | ExprKind::Macro(_) => true,
            ExprKind::MethodCall { method_span, .. } => method_span.start > self.span(id).start,
            _ => false,
        }
    }

    /// Whether an expression names a place: a variable, or something in one.
    pub(in crate::fix::propose) fn is_place(&self, id: ExprId) -> bool {
        match self.kind(id) {
            ExprKind::Path(_) | ExprKind::Unary { op: UnaryOp::Deref, .. } => true,
            ExprKind::Field { base, .. } | ExprKind::Index { base, .. } => self.is_place(*base),
            _ => false,
        }
    }

    /// The variable at the root of a place.
    pub(in crate::fix::propose) fn place_root(&self, id: ExprId) -> Option<PatId> {
        match self.kind(id) {
            ExprKind::Path(_) => self.local(id),
            ExprKind::Field { base: inner, .. }
            | ExprKind::Index { base: inner, .. }
            | ExprKind::Unary { op: UnaryOp::Deref, operand: inner } => self.place_root(*inner),
            _ => None,
        }
    }
}

/// The canonical path of a struct, enum or union, even if its crate is not available.
pub(in crate::fix::propose) fn path_of(db: &TypeDb<'_>, ty: &Ty) -> Option<String> {
    match ty.kind() {
        TyKind::Adt(def, _) => Some(db.store.canonical_path(*def).to_string()),
        TyKind::External(path, _) => Some(path.iter().map(|name| name.as_str()).collect::<Vec<_>>().join("::")),
        _ => None,
    }
}
