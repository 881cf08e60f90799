//! One body with its types: which catalogue entries its calls match.

use super::known::KnownDefs;
use crate::catalogue::{ApiEntry, ApiIndex, CallKind, Catalogue, Certainty, ReceiverSet, Role, SilentIf};
use crate::facts::{BlockKind, Body, ExprId, ExprKind, MacroCall, MacroKind, PatId, PatKind, Span};
use crate::names::{BodyAt, CrateKind, DefId, FileData, UnseenImport};
use crate::syntax::{LexKind, Lexer};
use crate::types::{BodyTypes, Callee, FnCallee, TraitRef, Ty, TyKind, TypeDb};
use index_vec::IndexVec;
use rustc_hash::FxHashSet;
use semver::Version;
use std::cell::{LazyCell, OnceCell};
use std::sync::Arc;

/// A body and everything that is known about it.
pub(super) struct BodyView<'a> {
    pub(super) db: &'a TypeDb<'a>,
    pub(super) known: &'a KnownDefs<'a>,
    pub(super) catalogue: &'a Catalogue,
    pub(super) def: DefId,
    pub(super) file: &'a FileData,
    pub(super) body: &'a Body,
    pub(super) types: &'a BodyTypes,
    // Computed at first use.
    parents: OnceCell<IndexVec<ExprId, Option<ExprId>>>,
    awaiting: OnceCell<FxHashSet<ExprId>>,
}

/// A condition on the receiver and arguments of a call for which the catalogue has an entry.
pub(super) type Meets<'m> = dyn FnMut(&ApiEntry, Option<ExprId>, &[ExprId]) -> bool + 'm;

/// Smart pointers and wrappers nested deeper than this are not looked through.
const MAX_WRAPPERS: u32 = 12;

/// Macros that wait unless one of their arms says not to.
const SELECTS: [&str; 2] = ["select", "select_biased"];

impl<'a> BodyView<'a> {
    /// The view of the body of `def`.
    pub(super) const fn new(
        db: &'a TypeDb<'a>,
        known: &'a KnownDefs<'a>,
        catalogue: &'a Catalogue,
        def: DefId,
        at: BodyAt<'a>,
        types: &'a BodyTypes,
    ) -> Self {
        Self { db, known, catalogue, def, file: at.file, body: at.body, types, parents: OnceCell::new(), awaiting: OnceCell::new() }
    }
}

impl BodyView<'_> {
    /// The expression around each expression.
    pub(super) fn parents(&self) -> &IndexVec<ExprId, Option<ExprId>> {
        self.parents.get_or_init(|| self.body.parents())
    }

    /// Whether an expression contains an `.await`, closures and async blocks left out.
    pub(super) fn awaits(&self, id: ExprId) -> bool {
        let is_apart = |id: ExprId| {
            matches!(self.body.exprs[id].kind, ExprKind::Closure { .. } | ExprKind::Block { kind: BlockKind::Async { .. }, .. })
        };
        let awaiting = self.awaiting.get_or_init(|| {
            let mut found = FxHashSet::default();
            for (id, expr) in self.body.exprs.iter_enumerated() {
                let mut at = Some(id).filter(|_| matches!(expr.kind, ExprKind::Await { .. }));
                while let Some(id) = at.filter(|id| !is_apart(*id) && found.insert(*id)) {
                    at = self.parents()[id];
                }
            }
            found
        });
        awaiting.contains(&id)
    }

    /// Whether an expression is a call of some kind.
    pub(super) fn is_call(&self, id: ExprId) -> bool {
        matches!(self.body.exprs[id].kind, ExprKind::Call { .. } | ExprKind::MethodCall { .. })
    }

    /// The name of what is called, as written: the path, or the method's identifier.
    pub(super) fn name_span(&self, id: ExprId) -> Span {
        match &self.body.exprs[id].kind {
            ExprKind::Call { callee, .. } => self.body.exprs[*callee].span,
            ExprKind::MethodCall { method_span, .. } => *method_span,
            ExprKind::Macro(call) => call.path.span,
            ExprKind::For { iter, .. } => self.body.exprs[*iter].span,
            _ => self.body.exprs[id].span,
        }
    }

    /// The arguments without the receiver, and the receiver (of a method call, or the first argument of a method called by its path).
    pub(super) fn receiver_and_args(&self, id: ExprId) -> (Option<ExprId>, Vec<ExprId>) {
        match &self.body.exprs[id].kind {
            ExprKind::MethodCall { receiver, args, .. } => (Some(*receiver), args.clone()),
            ExprKind::Call { args, .. } => {
                let takes_self = match self.types.callees.get(&id) {
                    Some(Callee::Fn(callee)) => self.db.function(callee.def).is_some_and(|function| function.sig.self_param.is_some()),
                    _ => false,
                };
                match (takes_self, args.split_first()) {
                    (true, Some((receiver, rest))) => (Some(*receiver), rest.to_vec()),
                    _ => (None, args.clone()),
                }
            }
            _ => (None, Vec::new()),
        }
    }

    /// The blocking API that an expression calls, if the catalogue has an entry for it and none of the entry's conditions excludes this call.
    pub(super) fn api(&self, id: ExprId) -> Option<ApiIndex> {
        match &self.body.exprs[id].kind {
            ExprKind::Call { .. } | ExprKind::MethodCall { .. } => self.called_api(id),
            ExprKind::Macro(call) => self.macro_api(id, call),
            _ => None,
        }
    }

    /// The blocking API that a macro call stands for.
    fn macro_api(&self, id: ExprId, call: &MacroCall) -> Option<ApiIndex> {
        if matches!(call.kind, MacroKind::Select { polls: true, .. }) {
            return None;
        }
        let of = |path: &str| self.catalogue.by_path(path).iter().copied().find(|api| self.catalogue.api(*api).call == CallKind::Macro);
        if let Some(path) = self.types.macro_scopes.get(&id).and_then(|scope| self.db.store.macro_path(*scope, &call.path)) {
            // Under another name it is not parsed, and may have an arm that does not wait.
            let is_select = path.rsplit("::").next().is_some_and(|name| SELECTS.contains(&name));
            let is_hidden = is_select && !matches!(call.kind, MacroKind::Select { .. });
            return of(&path).filter(|_| !(is_hidden && self.has_word(id, "default")));
        }
        match &call.path.segments[..] {
            [only] if matches!(call.kind, MacroKind::Print { .. }) || only.name == "dbg" => of(&format!("std::{}", only.name)),
            [_] => None,
            segments => of(&segments.iter().map(|segment| segment.name.as_str()).collect::<Vec<_>>().join("::")),
        }
    }

    /// Whether the text of an expression has this identifier.
    fn has_word(&self, id: ExprId, word: &str) -> bool {
        let text = self.file.text.get(self.body.exprs[id].span.range()).unwrap_or_default();
        Lexer::new(text, 0).any(|lexeme| lexeme.kind == LexKind::Ident && text.get(lexeme.start..lexeme.end) == Some(word))
    }

    /// Whether an expression calls a method whose definition is not available.
    pub(super) fn is_unseen_method(&self, id: ExprId) -> bool {
        matches!(self.body.exprs[id].kind, ExprKind::MethodCall { .. }) && !matches!(self.types.callees.get(&id), Some(Callee::Fn(_)))
    }

    /// The blocking API that a path names as a value, whatever it will be called with.
    pub(super) fn value_api(&self, id: ExprId) -> Option<ApiIndex> {
        let ExprKind::Path(_) = &self.body.exprs[id].kind else { return None };
        let TyKind::FnDef(def, _) = self.types.exprs[id].kind() else { return None };
        self.fn_api(*def)
    }

    /// The blocking API that a fn is, for any use of the fn as a value.
    pub(super) fn fn_api(&self, def: DefId) -> Option<ApiIndex> {
        let version = self.db.store.krate(def.krate).package.as_ref().map(|package| package.version.clone());
        self.known.get(self.def.krate, def)?.calls.into_iter().find(|&index| {
            let api = self.catalogue.api(index);
            let is_conditional = !api.receiver.is_empty() || !api.any_argument.is_empty() || api.one_item || api.outside_loops;
            api.call == CallKind::Call && !is_conditional && api.applies_to(version.as_ref())
        })
    }

    fn called_api(&self, id: ExprId) -> Option<ApiIndex> {
        self.called_api_if(id, &mut |api, receiver, args| !api.silent_if.iter().any(|silent| self.has_argument(receiver, args, silent)))
    }

    /// The blocking API that a call names, if its arguments meet a condition.
    pub(super) fn called_api_if(&self, id: ExprId, meets: &mut Meets<'_>) -> Option<ApiIndex> {
        let (candidates, version) = match self.types.callees.get(&id) {
            None => (self.unseen_trait_apis(id), None),
            Some(Callee::External(path)) if self.catalogue.by_path(path).is_empty() => (self.unseen_trait_apis(id), None),
            Some(callee) => self.callee_apis(callee)?,
        };
        let mut candidates = candidates;
        // Entries for special receivers or arguments come before general ones. A path that the package can write comes before one that it cannot:
        // `parking_lot::Mutex` is an alias of `lock_api`'s.
        candidates.sort_by_key(|&index| {
            let api = self.catalogue.api(index);
            let is_general = api.receiver.is_empty() && api.any_argument.is_empty() && !api.one_item;
            (api.certainty != Certainty::Certain, is_general, !api.outside_loops, !self.depends_on(&api.crate_name))
        });
        candidates.into_iter().find(|&index| {
            let api = self.catalogue.api(index);
            api.call == CallKind::Call && api.applies_to(version.as_ref()) && self.conditions_hold(api, id, meets)
        })
    }

    /// Whether the package names a crate among its dependencies.
    fn depends_on(&self, krate: &str) -> bool {
        let package = self.db.store.krate(self.def.krate).package.as_ref();
        package.is_some_and(|package| package.dependencies.iter().any(|dependency| dependency.package.replace('-', "_") == krate))
    }

    /// The workspace's own method that a call of a trait's method runs. It does what its body does, whatever others do behind the same trait.
    pub(super) fn own_method(&self, callee: &FnCallee) -> Option<DefId> {
        callee.implementation.filter(|own| *own != callee.def && self.db.store.kind(own.krate) == CrateKind::Local)
    }

    /// The catalogue entries of a callee, and the version of its crate.
    pub(super) fn callee_apis(&self, callee: &Callee) -> Option<(Vec<ApiIndex>, Option<Version>)> {
        Some(match callee {
            Callee::Fn(callee) => {
                let listed = |def: DefId| self.known.get(self.def.krate, def).map(|known| known.calls).unwrap_or_default();
                let candidates = match (self.own_method(callee), callee.implementation) {
                    (Some(own), _) => listed(own),
                    (None, Some(implementation)) => [listed(callee.def), listed(implementation)].concat(),
                    (None, None) => listed(callee.def),
                };
                let package = self.db.store.krate(callee.def.krate).package.clone();
                (candidates, package.map(|package| package.version.clone()))
            }
            Callee::External(path) => (self.catalogue.by_path(path).to_vec(), None),
            Callee::Constructor(_) | Callee::Closure(_) | Callee::Indirect => return None,
        })
    }

    /// The catalogue entries for a method whose definition is not available, found by the traits in scope. These are traits of crates without
    /// sources (`use fs2::FileExt; file.lock_exclusive()`). For types of such crates they are also traits that only the types' receiver classes
    /// name (`use std::io::Read; channel.read(..)`).
    fn unseen_trait_apis(&self, id: ExprId) -> Vec<ApiIndex> {
        let (Some(&scope), ExprKind::MethodCall { method, receiver, .. }) = (self.types.unanswered.get(&id), &self.body.exprs[id].kind)
        else {
            return Vec::new();
        };
        let named = self.catalogue.of_trait_method(method.as_str());
        if named.is_empty() {
            return Vec::new();
        }
        // If the receiver's type is unknown, only entries count that an argument identifies.
        let is_unknown = self.types.exprs[*receiver].strip_refs().is_unknown();
        let unseen = self.db.store.unseen_imports(scope);
        let seen = || self.db.store.traits_in_scope(scope).iter().map(|def| self.db.store.canonical_path(*def)).collect::<Vec<_>>();
        let seen = LazyCell::new(seen);
        // A type of a crate other than the trait's may have an inherent method with that name, so a glob import alone does not decide.
        let from_elsewhere = |api: &ApiEntry| match self.types.exprs[*receiver].strip_refs().kind() {
            TyKind::External(path, _) => path.first().is_none_or(|krate| krate.as_str() != api.crate_name),
            _ => false,
        };
        let is_in_scope = |index: ApiIndex| {
            let api = self.catalogue.api(index);
            let Some((owner, _)) = api.path.rsplit_once("::") else { return false };
            let brings = |import: &UnseenImport| import.brings(owner) && (matches!(import, UnseenImport::Item(_)) || !from_elsewhere(api));
            if is_unknown && api.any_argument.is_empty() {
                return false;
            }
            let is_identified = !api.receiver.is_empty() || !api.any_argument.is_empty();
            unseen.iter().any(brings) || (is_identified && seen.iter().any(|path| **path == *owner))
        };
        named.iter().copied().filter(|&index| is_in_scope(index)).collect()
    }

    fn conditions_hold(&self, api: &ApiEntry, id: ExprId, meets: &mut Meets<'_>) -> bool {
        let (receiver, args) = self.receiver_and_args(id);
        if let Some(arity) = api.arity
            && !(arity.min..=arity.max).contains(&args.len())
        {
            return false;
        }
        if !api.receiver.is_empty() {
            let self_ty = match self.types.callees.get(&id) {
                Some(Callee::Fn(callee)) => callee.self_ty.clone(),
                _ => None,
            };
            let ty = self_ty.or_else(|| receiver.map(|receiver| self.types.exprs[receiver].clone()));
            let is_in = |ty: &Ty, classes: &[String]| {
                self.in_classes(ty, classes) || self.holds_for_objects(id, ty, &|ty| self.in_classes(ty, classes))
            };
            if !ty.is_some_and(|ty| is_in(&ty, &api.receiver) && !is_in(&ty, &api.except)) {
                return false;
            }
        }
        if !api.any_argument.is_empty() && !args.iter().any(|&arg| self.in_classes(&self.types.exprs[arg], &api.any_argument)) {
            return false;
        }
        if api.one_item && !self.gives_one_item(id) || api.outside_loops && !self.is_outside_loops(id) {
            return false;
        }
        // If the receiver's value decides, the call is judged where its concrete type is known.
        let is_open = receiver.is_some_and(|receiver| self.is_open(&self.types.exprs[receiver]));
        if is_open && api.silent_if.iter().any(|silent| silent.argument.is_none()) {
            return false;
        }
        meets(api, receiver, &args) && !self.is_on_readiness(api, id) && !self.is_exempt(api, id)
    }

    /// Whether the receiver or an argument of a call has the value that makes the call harmless.
    pub(super) fn has_argument(&self, receiver: Option<ExprId>, args: &[ExprId], wanted: &SilentIf) -> bool {
        let argument = match wanted.argument {
            Some(index) => args.get(index).copied(),
            None => receiver,
        };
        argument.is_some_and(|argument| self.has_value(argument, wanted.is))
    }

    /// Whether a call of an API certainly blocks at this place.
    pub(super) fn is_certain(&self, api: ApiIndex, call: ExprId) -> bool {
        let api = self.catalogue.api(api);
        if api.certainty == Certainty::Certain {
            return !self.is_mixed(call);
        }
        let (receiver, args) = self.receiver_and_args(call);
        api.certain_if.iter().any(|wanted| self.has_argument(receiver, &args, wanted))
    }

    /// Whether only a caller knows the concrete type: a type parameter or a trait object.
    fn is_open(&self, ty: &Ty) -> bool {
        matches!(self.seen_through(ty, None).kind(), TyKind::Param(..) | TyKind::Dyn(_))
    }

    /// Whether a type belongs to one of these receiver classes.
    pub(super) fn in_classes(&self, ty: &Ty, classes: &[String]) -> bool {
        classes.iter().filter_map(|name| self.catalogue.receivers().class(name)).any(|class| self.in_class(ty, class, 0))
    }

    pub(super) fn in_class(&self, ty: &Ty, class: &ReceiverSet, depth: u32) -> bool {
        if depth > MAX_WRAPPERS {
            return false;
        }
        let ty = ty.strip_refs();
        let (path, args) = match ty.kind() {
            TyKind::Adt(def, args) => (self.db.store.canonical_path(*def), args.clone()),
            TyKind::External(_, args) => match self.path_of(ty) {
                Some(path) => (path, args.clone()),
                None => return false,
            },
            TyKind::Dyn(bounds) => return bounds.iter().any(|bound| self.bound_in_class(bound, class)),
            TyKind::Param(..) => {
                let env = self.db.param_env(self.def);
                return env.bounds_of(ty).any(|bound| self.bound_in_class(bound, class));
            }
            _ => return false,
        };
        if class.has_type(&path) {
            return true;
        }
        let inner = match &*path {
            "std::boxed::Box" | "std::sync::Arc" | "std::rc::Rc" => &[0],
            other => class.wrapped(other),
        };
        inner.iter().filter_map(|index| args.get(*index)).any(|inner| self.in_class(inner, class, depth + 1))
    }

    /// Whether a type parameter with this bound belongs to a class, by the trait or a supertrait.
    fn bound_in_class(&self, bound: &TraitRef, class: &ReceiverSet) -> bool {
        let names = |def| class.has_type(&self.db.store.canonical_path(def));
        self.db.find_supertrait(bound, &mut |candidate| names(candidate.def)).is_some()
    }

    /// Whether an expression calls a fn with this role.
    pub(super) fn plays(&self, call: ExprId, role: Role) -> bool {
        self.types.callees.get(&call).is_some_and(|callee| self.known.roles_of(self.def.krate, callee).contains(&role))
    }

    /// The pattern inside type annotations.
    pub(super) fn bound_pat(&self, pat: PatId) -> PatId {
        match self.body.pats[pat].kind {
            PatKind::Typed { pat, .. } => self.bound_pat(pat),
            _ => pat,
        }
    }

    /// The canonical path of a nominal type, behind references.
    pub(super) fn path_of(&self, ty: &Ty) -> Option<Arc<str>> {
        match ty.strip_refs().kind() {
            TyKind::Adt(def, _) => Some(self.db.store.canonical_path(*def)),
            TyKind::External(path, _) => Some(path.iter().map(|name| name.as_str()).collect::<Vec<_>>().join("::").into()),
            _ => None,
        }
    }

    /// The canonical path of an expression's type.
    pub(super) fn type_path(&self, id: ExprId) -> Option<Arc<str>> {
        self.path_of(&self.types.exprs[id])
    }

    /// Whether the value of an expression certainly cannot be awaited.
    pub(super) fn gives_no_future(&self, id: ExprId) -> bool {
        let lang = &self.db.lang;
        match self.types.exprs[id].kind() {
            TyKind::Adt(def, _) => [lang.result, lang.option, lang.vec, lang.string].contains(&Some(*def)),
            TyKind::Prim(_) | TyKind::Tuple(_) | TyKind::Slice(_) | TyKind::Array(_) => true,
            _ => false,
        }
    }

    /// The source text at a span.
    pub(super) fn text(&self, span: Span) -> &str {
        self.file.text.get(span.range()).unwrap_or_default()
    }
}
