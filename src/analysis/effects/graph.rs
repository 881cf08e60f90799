//! The call graph: everything that the calls in async code reach. A fn is analysed only when it is reached.

use super::super::callables::Callable;
use super::super::dispatch::callbacks::seen_through;
use super::super::dispatch::open::{CallerInfo, Open, OpenReceiver, SharedCallerInfo, is_callable, is_telling};
use super::super::edges::{Call, Target};
use super::super::places::Place;
use super::conditional_causes::{Given, Param};
use super::local_effects::{AnalysisCtx, Cause, LocalEffects, SharedLocalEffects};
use crate::diagnostics::Confidence;
use crate::facts::{ExprId, ExprKind, Name, Span};
use crate::names::{CrateKind, DefId, DefKind};
use crate::project::TargetKind;
use crate::types::{Subst, Ty, TyKind};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::PathBuf;
use std::sync::Arc;

/// Dependencies' fns further than this many calls from the workspace are not analysed.
const MAX_DEPTH: usize = 12;
/// At most this many bodies of dependencies are analysed.
const MAX_BODIES: usize = 20_000;

/// Generic arguments with more type nodes than this are not distinguished, since recursion may build ever larger types.
const MAX_PARTS: usize = 16;

/// How many values of a fn's parameters are distinguished, so that a fn with many flags is not analysed once for each combination.
const MAX_KNOWN: usize = 6;

/// A fn, with the caller's generic arguments and trait objects as far as they decide its calls.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::analysis) struct Node {
    pub(in crate::analysis) def: DefId,
    /// A closure in its body that runs instead of the fn itself.
    pub(in crate::analysis) closure: Option<ExprId>,
    pub(in crate::analysis) around: SharedCallerInfo,
}

/// A call with its targets, given the caller's generic arguments.
#[derive(Clone, Debug)]
pub(in crate::analysis) struct Edges {
    pub(in crate::analysis) span: Span,
    /// The call, loop or fn value.
    pub(in crate::analysis) expr: ExprId,
    pub(in crate::analysis) place: Place,
    pub(in crate::analysis) targets: Box<[(Node, Confidence)]>,
}

/// A reached fn with its local effects and its calls.
#[derive(Debug)]
pub(in crate::analysis) struct Reached {
    pub(in crate::analysis) own: SharedLocalEffects,
    pub(in crate::analysis) calls: Box<[Edges]>,
    /// What blocks in its open calls.
    pub(in crate::analysis) open: Vec<(Cause, Span)>,
    pub(in crate::analysis) rank: SourceRank,
    /// The fns of which it runs closures.
    pub(in crate::analysis) closures_of: Box<[DefId]>,
}

impl Reached {
    fn new(cx: &AnalysisCtx<'_>, node: &Node, own: SharedLocalEffects) -> Self {
        let runs = |call: &&Call| !call.branches.iter().any(|branch| branch.is_excluded(&node.around.known_arguments));
        let calls: Box<[Edges]> = own.calls.iter().filter(runs).map(|call| edges(cx, call, &node.around)).collect();
        let targets = calls.iter().flat_map(|call| &call.targets);
        let closures_of = targets.filter(|(target, _)| target.closure.is_some()).map(|(target, _)| target.def).collect();
        let open = cx.open_causes(node.def, &own, &node.around);
        let rank = rank(cx, node, &own);
        Self { own, calls, open, rank, closures_of }
    }

    /// What blocks in the fn itself.
    pub(in crate::analysis) fn causes(&self) -> impl Iterator<Item = &(Cause, Span)> {
        self.own.causes.iter().chain(&self.open)
    }
}

/// The calls of the reached fns.
#[derive(Debug)]
pub(in crate::analysis) struct CallGraph {
    pub(in crate::analysis) nodes: ReachedFns,
}

/// The reached fns.
pub(in crate::analysis) type ReachedFns = FxHashMap<Node, Arc<Reached>>;

/// Local effects of fns, or of closures in them.
pub(in crate::analysis) type LocalEffectsMap = FxHashMap<(DefId, Option<ExprId>), SharedLocalEffects>;

impl CallGraph {
    /// The graph that is reached from `roots`. `done` holds the effects that are already known; those of newly analysed fns are added. `known` holds
    /// fns of earlier graphs that have not changed.
    pub(in crate::analysis) fn build(
        cx: &AnalysisCtx<'_>,
        roots: impl Iterator<Item = Node>,
        done: &mut LocalEffectsMap,
        known: &ReachedFns,
    ) -> Self {
        let mut nodes = ReachedFns::default();
        let mut seen: FxHashSet<Node> = FxHashSet::default();
        let is_local = |node: &Node| cx.db.store.kind(node.def.krate) == CrateKind::Local;
        let mut frontier: Vec<Node> = roots.filter(|node| seen.insert(node.clone())).collect();
        let (mut depth, mut bodies) = (0, 0);
        while !frontier.is_empty() {
            // Workspace fns come first, so the number of rounds is the distance of a dependency's fn from the workspace.
            let (mut now, mut far): (Vec<Node>, Vec<Node>) = frontier.into_iter().partition(is_local);
            if now.is_empty() {
                depth += 1;
                far.truncate(MAX_BODIES - bodies);
                if depth > MAX_DEPTH || far.is_empty() {
                    break;
                }
                bodies += far.len();
                now = std::mem::take(&mut far);
            }
            let found: Vec<(Node, Arc<Reached>)> = now
                .into_par_iter()
                .map(|node| {
                    if let Some(reached) = known.get(&node) {
                        let reached = Arc::clone(reached);
                        return (node, reached);
                    }
                    let own = match (done.get(&(node.def, node.closure)), node.closure) {
                        (Some(own), _) => Arc::clone(own),
                        (None, Some(closure)) => Arc::new(cx.local_effects_of_closure(node.def, closure)),
                        (None, None) => Arc::new(cx.local_effects(node.def)),
                    };
                    let reached = Arc::new(Reached::new(cx, &node, own));
                    (node, reached)
                })
                .collect();
            frontier = far;
            for (node, reached) in found {
                done.entry((node.def, node.closure)).or_insert_with(|| Arc::clone(&reached.own));
                for (target, _) in reached.calls.iter().flat_map(|call| &call.targets) {
                    if seen.insert(target.clone()) {
                        frontier.push(target.clone());
                    }
                }
                nodes.insert(node, reached);
            }
        }
        Self { nodes }
    }
}

/// The targets of a call in a fn about which `around` is known.
pub(in crate::analysis) fn edges(cx: &AnalysisCtx<'_>, call: &Call, around: &CallerInfo) -> Edges {
    let store = cx.db.store;
    let mut targets: Vec<(Node, Confidence)> = Vec::new();
    let filled = |open: &Open| {
        let with_behind = |ty: Ty| {
            let behind = store.def(open.method).parent.and_then(|trait_def| cx.impls.behind_generated(trait_def, &ty));
            behind.unwrap_or(ty)
        };
        let types: Vec<Ty> = around.fill(cx.db, &open.on).into_iter().map(with_behind).collect();
        // The caller may supply another trait object: `Service<Box<dyn Store>>`.
        let is_object = |ty: &Ty| {
            let ty = seen_through(cx.db, cx.catalogue, ty, open.through.as_deref());
            let of_trait = store.def(open.method).parent;
            matches!(ty.kind(), TyKind::Dyn(_)) && of_trait.is_some_and(|of| cx.impls.of_known_type(of, &ty).is_empty())
        };
        if types.iter().any(is_object) { Vec::new() } else { types }
    };
    let told: Vec<(&Open, Ty)> = call.open.iter().flat_map(|open| filled(open).into_iter().map(move |ty| (open, ty))).collect();
    let is_told = !told.is_empty();
    let confidence = if told.len() > 1 { Confidence::May } else { Confidence::Certain };
    for (open, ty) in told {
        let Some(trait_def) = store.def(open.method).parent else { continue };
        let converted = open.into.as_ref().and_then(|to| cx.conversion(open.method, &ty, &to.subst(&around.subst)));
        let ty = seen_through(cx.db, cx.catalogue, &ty, open.through.as_deref());
        // The method of a trait of the workspace that callables implement too.
        let is_method = store.kind(trait_def.krate) == CrateKind::Local;
        if let Some(def) = converted {
            targets.push((Node { def, closure: None, around: SharedCallerInfo::default() }, confidence));
        } else if let Some(callable) = callable(&ty).filter(|_| !is_method) {
            targets.push((callable, confidence));
        } else if let [only] = cx.impls.of_known_type(trait_def, &ty)[..] {
            let def = cx.db.member_like(only, open.method).unwrap_or(open.method);
            if store.def(def).kind == DefKind::Const {
                let held = cx.known.stored().in_value(def);
                let confidence = if held.len() == 1 { confidence } else { Confidence::May };
                let node = |held: &Callable| Node { def: held.def, closure: held.closure, around: SharedCallerInfo::default() };
                targets.extend(held.iter().map(|held| (node(held), confidence)));
                continue;
            }
            let subst = cx.impls.subst_of(def, &ty).joined(Subst::of(trait_def, Arc::new([ty])));
            let around = CallerInfo { subst: relevant(cx, def, &subst, around), objects: Vec::new(), known_arguments: Vec::new() };
            targets.push((Node { def, closure: None, around: around.into() }, confidence));
        }
    }
    // If the type is known, only its impl can be the target.
    if !is_told {
        for target in call.targets.iter().filter(|target| takes(cx, target, around)) {
            let subst = relevant(cx, target.def, &target.subst, around);
            let fill = |(index, open_receiver): &(usize, OpenReceiver)| {
                let types = around.fill(cx.db, open_receiver);
                let small = if types.iter().all(is_small) { types } else { Vec::new() };
                let shown = |ty: Ty| if is_callable(cx.db.pointee(&ty)) { some_callable() } else { ty };
                small.into_iter().map(|ty| (*index, shown(ty))).collect::<Vec<_>>()
            };
            let objects = target.objects.iter().flat_map(fill).collect();
            let given = target.known_arguments.iter().flat_map(|argument| argument.filled(&around.known_arguments));
            let decides = |(param, given): &(Param, Given)| match given {
                Given::Choice(field, _) => cx.decides(target.def, *param, *field),
                Given::Time | Given::NoTime | Given::WaitingFlags => true,
            };
            let known_arguments = given.filter(decides).take(MAX_KNOWN).collect();
            let around = CallerInfo { subst, objects, known_arguments }.into();
            targets.push((Node { def: target.def, closure: target.closure, around }, target.confidence));
        }
    }
    Edges { span: call.span, expr: call.expr, place: call.place, targets: targets.into() }
}

/// Whether a callable takes arguments of the types that it is called with, where these decide.
fn takes(cx: &AnalysisCtx<'_>, target: &Target, around: &CallerInfo) -> bool {
    if target.given.is_empty() {
        return true;
    }
    let params: Option<Vec<Ty>> = match target.closure {
        Some(closure) => {
            let body = cx.db.store.body(target.def).map(|at| at.body);
            let kind = body.and_then(|body| body.exprs.get(closure)).map(|expr| &expr.kind);
            match (kind, cx.db.body_types(target.def)) {
                (Some(ExprKind::Closure { params, .. }), Some(types)) => {
                    Some(params.iter().map(|(pat, _)| types.pats[*pat].clone()).collect())
                }
                _ => None,
            }
        }
        None => cx.db.fn_sig(target.def).map(|sig| sig.params.iter().map(|param| param.subst(&target.subst)).collect()),
    };
    let is_same = |(param, given): (&Ty, &Ty)| {
        let given = cx.db.filled(given, &around.subst);
        match (param.strip_refs().kind(), given.strip_refs().kind()) {
            (TyKind::Adt(param, _), TyKind::Adt(given, _)) => param == given,
            (param @ TyKind::Prim(_), given) => param == given,
            _ => false,
        }
    };
    params.is_some_and(|params| params.len() == target.given.len() && params.iter().zip(&target.given).all(is_same))
}

/// The closure or fn that a type denotes: each closure and fn has a type of its own.
fn callable(ty: &Ty) -> Option<Node> {
    let (def, closure) = match ty.kind() {
        TyKind::Closure(closure) => (closure.owner, Some(closure.expr)),
        TyKind::FnDef(def, _) => (*def, None),
        _ => return None,
    };
    Some(Node { def, closure, around: SharedCallerInfo::default() })
}

/// The type of some callable, in place of that of a closure or fn that is judged where it is written: it tells an `impl<F: Fn()> Step for F`,
/// but not what that calls.
fn some_callable() -> Ty {
    Ty::new(TyKind::FnPtr(Arc::from([]), Ty::unknown()))
}

/// The generic arguments of a workspace fn that decide calls; all others are unknown, so that nodes are not split needlessly.
fn relevant(cx: &AnalysisCtx<'_>, def: DefId, subst: &Subst, around: &CallerInfo) -> Subst {
    let mut found = Subst::empty();
    if cx.db.store.kind(def.krate) != CrateKind::Local {
        return found;
    }
    for owner in std::iter::once(def).chain(cx.db.generic_parent(def)) {
        let Some(args) = subst.args(owner).filter(|args| !args.is_empty()) else { continue };
        let args: Arc<[Ty]> = args
            .iter()
            .zip(0..)
            .map(|(ty, index)| {
                let ty = cx.db.filled(ty, &around.subst);
                // A callable in a struct runs where the struct's methods call it. A callable passed to a fn is judged where it is written.
                if owner == def && is_callable(ty.strip_refs()) {
                    let is_of_trait = cx.db.accepts_callables(def, &Ty::new(TyKind::Param(def, index)));
                    return if is_of_trait { some_callable() } else { Ty::unknown() };
                }
                let says = (is_telling(&ty) || is_callable(&ty)) && !ty.has_param() && !ty.has_infer();
                if says && is_small(&ty) { ty } else { Ty::unknown() }
            })
            .collect();
        if args.iter().any(|ty| !ty.is_unknown()) {
            found.push(owner, args);
        }
    }
    found
}

fn is_small(ty: &Ty) -> bool {
    let mut parts = 0;
    count_parts(ty, &mut parts);
    parts <= MAX_PARTS
}

fn count_parts(ty: &Ty, parts: &mut usize) {
    *parts += 1;
    if *parts <= MAX_PARTS {
        ty.kind().for_each_child(&mut |child| count_parts(child, parts));
    }
}

/// Sort key of a fn: where it is defined, and its generic arguments. It depends only on the source.
pub(in crate::analysis) type SourceRank = (PathBuf, u32, TargetKind, Name, String);

fn rank(cx: &AnalysisCtx<'_>, node: &Node, own: &LocalEffects) -> SourceRank {
    let def = node.def;
    let (target, name) = cx.db.store.target(def.krate);
    if let Some(origin) = &own.origin {
        return (origin.file.clone(), origin.start, target, name, String::new());
    }
    let closure = node.closure.and_then(|closure| Some(cx.db.store.body(def)?.body.exprs.get(closure)?.span.start));
    let span = closure.unwrap_or_else(|| cx.db.store.item(def).map_or(0, |item| item.span.start));
    let objects = node.around.objects.iter().map(|(index, ty)| format!("{index}: {}", cx.db.show(ty)));
    let known_arguments = node.around.known_arguments.iter().map(|(param, given)| format!("{param:?}: {given:?}"));
    let arguments = node.around.subst.iter().map(|ty| cx.db.show(ty)).chain(objects).chain(known_arguments).collect::<Vec<_>>().join(", ");
    // The target tells apart the two fns of a file that two targets share.
    (cx.db.store.file(def).path.clone(), span, target, name, arguments)
}
