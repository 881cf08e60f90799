//! Calls that return an iterator of which the code asks for one item only: `read_dir(path)?.next().is_none()`.

use super::body::BodyView;
use super::callbacks::NEXT;
use crate::facts::{ExprId, ExprKind, PatId, PatKind, Span, Stmt};
use crate::types::{Callee, Ty, TyKind};
use index_vec::IndexVec;

/// The expression around each expression.
type Parents = IndexVec<ExprId, Option<ExprId>>;

/// How many steps the iterator is followed from the call to its use.
const MAX_STEPS: u32 = 20;

/// How deep patterns are searched for variables.
const MAX_PATTERNS: u32 = 20;

impl BodyView<'_> {
    /// The only use of the iterator in a call's value, if it is one `next` that no loop repeats; there is one in each arm of a `match`.
    pub(super) fn only_next_of(&self, call: ExprId) -> Option<Vec<ExprId>> {
        let iterator = self.content(&self.types.exprs[call])?;
        let parents = self.body.parents();
        let mut at = call;
        for _ in 0..MAX_STEPS {
            let parent = parents[at]?;
            match &self.body.exprs[parent].kind {
                ExprKind::MethodCall { receiver, args, .. } if *receiver == at => {
                    if self.is_iterator(at, &iterator) {
                        return self.is_next(parent).then(|| vec![parent]);
                    }
                    if let Some(variables) = self.given_to(args, &iterator) {
                        return self.next_of_each(&variables, &parents);
                    }
                    // `unwrap`, `ok`, `map_err`: the iterator is still in the result.
                    if self.content(&self.types.exprs[parent]).as_ref() != Some(&iterator) {
                        return None;
                    }
                }
                ExprKind::Try { .. } => {}
                ExprKind::Let { pat, scrutinee } if *scrutinee == at => {
                    return self.next_of_each(&self.variables(*pat, &iterator), &parents);
                }
                ExprKind::Match { scrutinee, arms } if *scrutinee == at => {
                    let variables: Vec<PatId> = arms.iter().flat_map(|arm| self.variables(arm.pat, &iterator)).collect();
                    return self.next_of_each(&variables, &parents);
                }
                ExprKind::Block { stmts, .. } => {
                    let bound = stmts.iter().find_map(|stmt| match stmt {
                        Stmt::Let { pat, init: Some(init), .. } if *init == at => Some(*pat),
                        _ => None,
                    });
                    return self.next_of_each(&self.variables(bound?, &iterator), &parents);
                }
                _ => return None,
            }
            at = parent;
        }
        None
    }

    /// The type in a `Result` or `Option`, or the type itself.
    fn content(&self, ty: &Ty) -> Option<Ty> {
        match ty.kind() {
            TyKind::Unknown => None,
            TyKind::Adt(def, args) if [self.db.lang.result, self.db.lang.option].contains(&Some(*def)) => {
                args.first().filter(|content| !content.is_unknown()).cloned()
            }
            _ => Some(ty.clone()),
        }
    }

    fn is_iterator(&self, id: ExprId, iterator: &Ty) -> bool {
        self.types.exprs[id] == *iterator
    }

    /// Whether a call is the only `next` of an iterator for which an entry about one item is true.
    pub(super) fn takes_only_item(&self, call: ExprId) -> bool {
        if !self.is_next(call) {
            return false;
        }
        let Some(iterator) = self.receiver_and_args(call).0.map(|receiver| self.types.exprs[receiver].strip_refs()) else { return false };
        let gives_it = |maker: &ExprId| self.content(&self.types.exprs[*maker]).is_some_and(|content| content == *iterator);
        let is_judged = |maker: &ExprId| self.api(*maker).is_some_and(|api| self.catalogue.api(api).one_item);
        let makers = self.types.callees.keys().copied().filter(gives_it).filter(is_judged);
        makers.filter_map(|maker| self.only_next_of(maker)).any(|nexts| nexts.contains(&call))
    }

    fn is_next(&self, call: ExprId) -> bool {
        match self.types.callees.get(&call) {
            Some(Callee::Fn(callee)) => *self.db.store.canonical_path(callee.def) == *NEXT,
            _ => false,
        }
    }

    /// The parameters of closures among the arguments that receive the iterator; `None` if there are none.
    fn given_to(&self, args: &[ExprId], iterator: &Ty) -> Option<Vec<PatId>> {
        let params = args.iter().flat_map(|arg| match &self.body.exprs[*arg].kind {
            ExprKind::Closure { params, .. } => params.as_slice(),
            _ => &[],
        });
        let variables: Vec<PatId> = params.flat_map(|(pat, _)| self.variables(*pat, iterator)).collect();
        (!variables.is_empty()).then_some(variables)
    }

    /// The variables in a pattern that hold the iterator.
    fn variables(&self, pat: PatId, iterator: &Ty) -> Vec<PatId> {
        let mut found = Vec::new();
        let mut open = vec![(pat, 0)];
        while let Some((pat, depth)) = open.pop() {
            let parts: &[PatId] = match &self.body.pats[pat].kind {
                PatKind::Bind { .. } if self.types.pats[pat] == *iterator => {
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

    fn next_of_each(&self, variables: &[PatId], parents: &Parents) -> Option<Vec<ExprId>> {
        if variables.is_empty() {
            return None;
        }
        variables.iter().map(|variable| self.next_of(*variable, parents)).collect()
    }

    /// The only use of a variable, if it is one `next` that runs at most once.
    fn next_of(&self, variable: PatId, parents: &Parents) -> Option<ExprId> {
        let mut uses = self.types.locals.iter().filter(|(_, local)| **local == variable).map(|(id, _)| *id);
        let (Some(only), None) = (uses.next(), uses.next()) else { return None };
        let call = parents[only]?;
        let is_receiver = matches!(&self.body.exprs[call].kind, ExprKind::MethodCall { receiver, .. } if *receiver == only);
        let is_repeated = || self.is_repeated(self.body.exprs[only].span, self.body.pats[variable].span);
        (is_receiver && self.is_next(call) && !is_repeated()).then_some(call)
    }

    /// Whether a loop or closure contains a position but not the variable's declaration.
    fn is_repeated(&self, at: Span, declared: Span) -> bool {
        self.body.exprs.iter().any(|expr| {
            let repeats =
                matches!(expr.kind, ExprKind::For { .. } | ExprKind::While { .. } | ExprKind::Loop { .. } | ExprKind::Closure { .. });
            repeats && expr.span.contains(at) && !expr.span.contains(declared)
        })
    }
}
