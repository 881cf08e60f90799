//! Calls that return an iterator of which the code asks for one item only: `read_dir(path)?.next().is_none()`.

use super::super::body::BodyView;
use super::super::dispatch::callbacks::NEXT;
use crate::facts::{ExprId, ExprKind, PatId, PatKind, Stmt};
use crate::types::{Callee, Ty, TyKind};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use std::sync::Arc;

/// How many steps the iterator is followed from the call to its use.
const MAX_STEPS: u32 = 20;

/// How deep patterns are searched for variables.
const MAX_PATTERNS: u32 = 20;

/// The calls of a body that are about one item of an iterator.
#[derive(Debug, Default)]
pub(in crate::analysis) struct OneItemCalls {
    /// Those that make the iterator.
    makers: FxHashSet<ExprId>,
    /// Those that ask for the item: `next`.
    nexts: FxHashSet<ExprId>,
}

impl BodyView<'_> {
    /// Whether the only use of the iterator in a call's value is one `next` that no loop repeats; there is one in each arm of a `match`.
    pub(in crate::analysis) fn gives_one_item(&self, call: ExprId) -> bool {
        self.one_item_calls().makers.contains(&call)
    }

    /// Whether a call is that `next`.
    pub(in crate::analysis) fn takes_only_item(&self, call: ExprId) -> bool {
        self.is_next(call) && self.one_item_calls().nexts.contains(&call)
    }

    fn is_next(&self, call: ExprId) -> bool {
        match self.types.callees.get(&call) {
            Some(Callee::Fn(callee)) => *self.db.store.canonical_path(callee.def) == *NEXT,
            _ => false,
        }
    }

    fn one_item_calls(&self) -> Arc<OneItemCalls> {
        self.known.one_item_calls(self.def, || {
            let is_told = |callee: &Callee| {
                let apis = self.callee_apis(callee).map(|(apis, _)| apis).unwrap_or_default();
                apis.into_iter().any(|api| self.catalogue.api(api).one_item)
            };
            let makers: Vec<ExprId> = self.types.callees.iter().filter(|(_, callee)| is_told(callee)).map(|(id, _)| *id).collect();
            let mut found = OneItemCalls::default();
            if makers.is_empty() {
                return found;
            }
            let search = Search::new(self);
            for maker in makers {
                if let Some(nexts) = search.only_nexts(maker) {
                    found.makers.insert(maker);
                    found.nexts.extend(nexts);
                }
            }
            found
        })
    }
}

struct Search<'s, 'a> {
    view: &'s BodyView<'a>,
    /// The mentions of each variable.
    uses: FxHashMap<PatId, SmallVec<[ExprId; 2]>>,
    /// By initial value: the pattern of its `let`.
    bound: FxHashMap<ExprId, PatId>,
}

impl<'s, 'a> Search<'s, 'a> {
    fn new(view: &'s BodyView<'a>) -> Self {
        let mut uses: FxHashMap<PatId, SmallVec<[ExprId; 2]>> = FxHashMap::default();
        for (id, pat) in &view.types.locals {
            uses.entry(*pat).or_default().push(*id);
        }
        let statements = view.body.exprs.iter().flat_map(|expr| match &expr.kind {
            ExprKind::Block { stmts, .. } => stmts.as_slice(),
            _ => &[],
        });
        let bound = statements.filter_map(|stmt| match stmt {
            Stmt::Let { pat, init: Some(init), .. } => Some((*init, *pat)),
            _ => None,
        });
        Self { view, uses, bound: bound.collect() }
    }

    /// The only uses of the iterator in a call's value, if each is one `next`.
    fn only_nexts(&self, call: ExprId) -> Option<Vec<ExprId>> {
        let exprs = &self.view.body.exprs;
        let iterator = self.content(self.type_of(call))?;
        let mut at = call;
        for _ in 0..MAX_STEPS {
            let parent = self.view.parents()[at]?;
            match &exprs[parent].kind {
                ExprKind::MethodCall { receiver, args, .. } if *receiver == at => {
                    if *self.type_of(at) == iterator {
                        return self.view.is_next(parent).then(|| vec![parent]);
                    }
                    let params = args.iter().flat_map(|arg| match &exprs[*arg].kind {
                        ExprKind::Closure { params, .. } => params.as_slice(),
                        _ => &[],
                    });
                    let variables = self.variables(params.map(|(pat, _)| *pat), &iterator);
                    if !variables.is_empty() {
                        return self.next_of_each(&variables);
                    }
                    // `unwrap`, `ok`, `map_err`: the iterator is still in the result.
                    if self.content(self.type_of(parent)).as_ref() != Some(&iterator) {
                        return None;
                    }
                }
                ExprKind::Try { .. } => {}
                ExprKind::Let { pat, scrutinee } if *scrutinee == at => return self.next_of_each(&self.variables([*pat], &iterator)),
                ExprKind::Match { scrutinee, arms } if *scrutinee == at => {
                    return self.next_of_each(&self.variables(arms.iter().map(|arm| arm.pat), &iterator));
                }
                ExprKind::Block { .. } => return self.next_of_each(&self.variables([*self.bound.get(&at)?], &iterator)),
                _ => return None,
            }
            at = parent;
        }
        None
    }

    fn type_of(&self, id: ExprId) -> &'s Ty {
        &self.view.types.exprs[id]
    }

    /// The type in a `Result` or `Option`, or the type itself.
    fn content(&self, ty: &Ty) -> Option<Ty> {
        let lang = &self.view.db.lang;
        match ty.kind() {
            TyKind::Unknown => None,
            TyKind::Adt(def, args) if [lang.result, lang.option].contains(&Some(*def)) => {
                args.first().filter(|content| !content.is_unknown()).cloned()
            }
            _ => Some(ty.clone()),
        }
    }

    /// The variables in patterns that hold the iterator.
    fn variables(&self, pats: impl IntoIterator<Item = PatId>, iterator: &Ty) -> Vec<PatId> {
        let mut found = Vec::new();
        let mut open: Vec<(PatId, u32)> = pats.into_iter().map(|pat| (pat, 0)).collect();
        while let Some((pat, depth)) = open.pop() {
            let parts: &[PatId] = match &self.view.body.pats[pat].kind {
                PatKind::Bind { .. } if self.view.types.pats[pat] == *iterator => {
                    found.push(pat);
                    &[]
                }
                PatKind::TupleStruct { pats, .. } if depth < MAX_PATTERNS => pats,
                PatKind::Typed { pat, .. } if depth < MAX_PATTERNS => std::slice::from_ref(pat),
                _ => &[],
            };
            open.extend(parts.iter().map(|part| (*part, depth + 1)));
        }
        found
    }

    fn next_of_each(&self, variables: &[PatId]) -> Option<Vec<ExprId>> {
        (!variables.is_empty()).then(|| variables.iter().map(|variable| self.next_of(*variable)).collect())?
    }

    /// The only use of a variable, if it is one `next` that runs at most once.
    fn next_of(&self, variable: PatId) -> Option<ExprId> {
        let [only] = self.uses.get(&variable)?[..] else { return None };
        let call = self.view.parents()[only]?;
        let is_receiver = matches!(&self.view.body.exprs[call].kind, ExprKind::MethodCall { receiver, .. } if *receiver == only);
        (is_receiver && self.view.is_next(call) && !self.is_repeated(only, variable)).then_some(call)
    }

    /// Whether a loop or closure contains a use of a variable, but not its declaration.
    fn is_repeated(&self, at: ExprId, variable: PatId) -> bool {
        let declared = self.view.body.pats[variable].span;
        let outer = |id: &ExprId| self.view.parents()[*id];
        let inside = std::iter::successors(Some(at), outer).map(|id| &self.view.body.exprs[id]);
        inside.take_while(|expr| !expr.span.contains(declared)).any(|expr| {
            matches!(expr.kind, ExprKind::For { .. } | ExprKind::While { .. } | ExprKind::Loop { .. } | ExprKind::Closure { .. })
        })
    }
}
