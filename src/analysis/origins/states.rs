//! Values that a framework passes to handlers: `State(sender): State<Sender<Job>>`, `jobs: web::Data<Sender<Job>>`. Their callers are not seen, but the
//! value was made somewhere in the workspace.

use super::{BodyExpr, Origins};
use crate::analysis::body::BodyView;
use crate::catalogue::{Catalogue, Role};
use crate::facts::{ExprId, PatId, PatKind};
use crate::names::{CrateKind, DefId};
use crate::types::{Callee, Ty, TyKind};
use rustc_hash::FxHashMap;

/// The types whose makers decide whether a call waits: `flume::Sender`.
#[derive(Debug, Default)]
pub(super) struct MadeTypes {
    paths: Vec<String>,
    known: FxHashMap<DefId, bool>,
}

impl MadeTypes {
    pub(super) fn new(catalogue: &Catalogue) -> Self {
        let entries = catalogue.apis().iter().filter(|api| !api.unless_made_by.is_empty());
        let mut paths: Vec<String> = entries.filter_map(|api| Some(api.path.rsplit_once("::")?.0.to_owned())).collect();
        paths.sort_unstable();
        paths.dedup();
        Self { paths, known: FxHashMap::default() }
    }

    /// Whether such a type is a part of this one.
    fn is_in(&mut self, view: &BodyView<'_>, ty: &Ty) -> bool {
        ty.any(&mut |part| match part.kind() {
            TyKind::Adt(def, args) if !args.is_empty() => {
                *self.known.entry(*def).or_insert_with(|| self.paths.iter().any(|path| **path == *view.db.store.canonical_path(*def)))
            }
            TyKind::External(..) => view.path_of(part).is_some_and(|path| self.paths.iter().any(|other| **other == *path)),
            _ => false,
        })
    }

    /// Whether a call of a fn outside the workspace makes a value of such a type, of no other one.
    pub(super) fn is_made_by(&mut self, view: &BodyView<'_>, call: ExprId, callee: Option<&Callee>) -> bool {
        let is_far = match callee {
            Some(Callee::Fn(callee)) => view.db.store.kind(callee.body_def().krate) != CrateKind::Local,
            Some(Callee::External(_)) | None => true,
            Some(_) => false,
        };
        if !is_far || !self.is_in(view, &view.types.exprs[call]) {
            return false;
        }
        let (receiver, args) = view.receiver_and_args(call);
        !receiver.into_iter().chain(args).any(|given| self.is_in(view, &view.types.exprs[given]))
    }
}

impl BodyView<'_> {
    /// The type of what a parameter reads from a request or from the state of the program; `None` for another parameter.
    pub(super) fn extracted(&self, pat: PatId) -> Option<&Ty> {
        let param = self.body.params.iter().find(|root| self.binds(**root, pat))?;
        let plays = |path: &str| self.catalogue.roles().of(path).contains(&Role::Extractor);
        let is_extractor = self.path_of(&self.types.pats[*param]).is_some_and(|path| plays(&path));
        let own = Some(&self.types.pats[pat]).filter(|own| !own.is_unknown());
        is_extractor.then(|| own.unwrap_or(&self.types.pats[*param]))
    }
}

impl BodyView<'_> {
    /// Whether a pattern binds a variable, in itself or in the only part of it.
    fn binds(&self, root: PatId, variable: PatId) -> bool {
        root == variable
            || match &self.body.pats[root].kind {
                PatKind::TupleStruct { pats, .. } => pats.iter().any(|pat| self.binds(*pat, variable)),
                PatKind::Ref { pat, .. } | PatKind::Typed { pat, .. } => self.binds(*pat, variable),
                _ => false,
            }
    }
}

impl Origins {
    /// The calls that make the values of such a type that are in this one, by their item types.
    pub(super) fn made(&self, view: &BodyView<'_>, ty: &Ty, types: &mut MadeTypes) -> Vec<BodyExpr> {
        let mut wanted = Vec::new();
        ty.any(&mut |part| {
            if matches!(part.kind(), TyKind::Adt(..) | TyKind::External(..)) && types.is_in(view, part) {
                wanted.push(part.clone());
            }
            false
        });
        // The innermost one.
        let Some(wanted) = wanted.pop() else { return Vec::new() };
        let may_be = |given: &BodyExpr| {
            let made = view.with(given.body, |view| view.types.exprs[given.expr].any(&mut |part| may_be_same(part, &wanted)));
            made.unwrap_or(true)
        };
        self.made.iter().copied().filter(may_be).collect()
    }
}

/// Whether two types may be the same where parts are not known.
fn may_be_same(one: &Ty, other: &Ty) -> bool {
    let is_open = |ty: &Ty| ty.is_unknown() || ty.has_infer() || ty.has_param();
    match (one.kind(), other.kind()) {
        (TyKind::Adt(one, args), TyKind::Adt(other, others)) => {
            one == other && args.iter().zip(others.iter()).all(|(arg, other)| is_open(arg) || is_open(other) || arg == other)
        }
        (TyKind::External(one, args), TyKind::External(other, others)) => {
            one == other && args.iter().zip(others.iter()).all(|(arg, other)| is_open(arg) || is_open(other) || arg == other)
        }
        _ => false,
    }
}
