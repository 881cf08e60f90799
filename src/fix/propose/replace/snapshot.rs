//! Guards of read locks: the code can go on with a copy of what the lock protects, and release the lock at once. Then the guard is not held
//! across a new `.await`, and the copy can move to another thread. The guard of a mutex also keeps others out, which a copy would not.

use super::super::code::mention::{is_dropped_by_name, is_read};
use super::super::code::scene::Scene;
use super::super::draft::Draft;
use super::super::values::across::is_held_reading_guard;
use super::super::values::auto_traits::Known;
use super::super::values::owned::clones;
use crate::diagnostics::Guard;
use crate::facts::{ExprId, PatId, PatKind, Span, Stmt};
use crate::types::{Ty, TyKind};

/// A variable with a guard that can become a copy.
pub(in crate::fix::propose) struct Snapshot {
    /// The type of the copy.
    pub(in crate::fix::propose) ty: Ty,
    /// Where the guard's initializer ends.
    end: u32,
}

/// The copy for the guard in a variable, if the variable is declared by a plain `let` and only read.
pub(in crate::fix::propose) fn of(scene: &Scene<'_>, pat: PatId) -> Option<Snapshot> {
    let guard = &scene.types.pats[pat];
    let TyKind::Adt(_, args) = guard.kind() else { return None };
    let ty = args.last().filter(|ty| is_held_reading_guard(scene, guard) && clones(scene, ty) == Known::Yes)?;
    let PatKind::Bind { by_ref: false, sub: None, .. } = scene.body.pats[pat].kind else { return None };
    let Some(Stmt::Let { ty: None, init: Some(init), otherwise: None, .. }) = scene.index().let_of_pat(pat) else { return None };
    let is_written = !scene.body.exprs[*init].from_expansion && scene.is_postfix(*init) && scene.ty(*init) == guard;
    let is_fit = |mention: &ExprId| is_read(scene, *mention) || is_dropped_by_name(scene, *mention);
    (is_written && scene.mentions(pat).iter().all(is_fit)).then(|| Snapshot { ty: ty.clone(), end: scene.span(*init).end })
}

impl Snapshot {
    /// Adds the change of the declaration.
    pub(in crate::fix::propose) fn add(&self, draft: &mut Draft) {
        let change = (Span::new(self.end, self.end), ".clone()".to_owned());
        if !draft.apart.contains(&change) {
            draft.apart.push(change);
        }
        draft.doubt(Guard::Snapshot);
    }
}
