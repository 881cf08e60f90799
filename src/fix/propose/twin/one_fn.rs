//! A blocking client that is made, used and dropped in one fn.

use super::super::code::paths;
use super::super::code::scene::{Scene, path_of};
use super::super::draft::Draft;
use super::super::handle::is_named_otherwise;
use super::super::values::across;
use super::super::{Input, RankedDrafts, UNWRAPPERS, offload, replace};
use super::Package;
use super::client::{Client, callee_crate, is_inside};
use crate::catalogue::AsyncTwin;
use crate::diagnostics::{Applicability, Form, Guard, Kind};
use crate::facts::{ExprId, ExprKind, MacroKind, PatKind, Path, Stmt};
use crate::types::{Callee, TyKind};

/// Adds one fix to all findings about blocking clients.
pub(in crate::fix::propose) fn add(input: &Input<'_>, scene: &Scene<'_>, made: &mut [RankedDrafts]) {
    for twin in &input.catalogue.contexts().twins().clients {
        let is_of_it =
            |made: &RankedDrafts| made.kind == Kind::Direct && made.api.is_some_and(|api| is_inside(twin, &input.catalogue.api(api).path));
        if !made.iter().any(is_of_it) {
            continue;
        }
        let mut draft = Draft::new(Form::Replace, Applicability::Safe);
        if fill(input, scene, twin, &mut draft).is_err() || draft.is_refused() {
            continue;
        }
        for made in made.iter_mut().filter(|made| is_of_it(made)) {
            if draft.outcome() == Applicability::Safe {
                made.drafts.clear();
            }
            made.drafts.insert(0, draft.clone());
        }
    }
}

fn fill(input: &Input<'_>, scene: &Scene<'_>, twin: &AsyncTwin, draft: &mut Draft) -> Result<(), Guard> {
    let head = super::head(input, scene, &Package::of(twin), draft)?;
    let body = Client { scene, twin };
    body.stays()?;
    let mut is_limited = true;
    let mut written = Vec::new();
    for (id, _) in scene.body.exprs.iter_enumerated() {
        let Some(path) = body.callee(id) else { continue };
        let awaits = body.awaits(input, id, &path)?;
        if let ExprKind::Call { callee, .. } = scene.kind(id)
            && let ExprKind::Path(old) = scene.kind(*callee)
        {
            let new = format!("{}{}", twin.twin, &path[twin.blocking.len()..]);
            let new = paths::usable(scene, id, &new, &head).ok_or(Guard::AmbiguousImport)?;
            draft.changes.push((old.span, new));
            is_limited &= body.is_limited(id);
            written.push((id, old));
        }
        if awaits {
            let (waits, change) = body.awaited(id)?;
            draft.changes.push(change);
            across::judge(scene, waits, scene.root(id)?, draft);
        }
    }
    imports(scene, &written, draft)?;
    if draft.changes.is_empty() {
        return Err(Guard::UnusualForm);
    }
    draft.changes.sort_by_key(|(span, _)| *span);
    offload::merge_touching(&mut draft.changes);
    draft.title = format!("use the async client of `{head}`");
    if let Some(lacks) = twin.lacks.as_ref().filter(|_| !is_limited) {
        draft.applicability = Applicability::Unsafe;
        draft.title = format!("{}, which has {lacks}", draft.title);
    }
    Ok(())
}

/// Removes the import that a path goes through. Of several that share one, whether it is still needed is left to the user.
fn imports(scene: &Scene<'_>, written: &[(ExprId, &Path)], draft: &mut Draft) -> Result<(), Guard> {
    if let [(call, old)] = written {
        return replace::drop_import(scene, *call, old, draft);
    }
    let is_imported = |path: &Path| {
        let first = path.segments.first().map(|first| first.name);
        scene.file.facts.items.iter().any(|item| Some(item.name) == first)
    };
    if written.iter().any(|(_, old)| is_imported(old)) {
        draft.doubt(Guard::UnusedImport);
    }
    Ok(())
}

impl Client<'_, '_> {
    /// An error if a value of the client may leave the body, or come from outside.
    fn stays(&self) -> Result<(), Guard> {
        let scene = self.scene;
        let pats = &scene.types.pats;
        if scene.body.params.iter().chain(&scene.body.self_param).any(|pat| self.is_of_it(&pats[*pat])) {
            return Err(Guard::UnusualForm);
        }
        for (pat, data) in scene.body.pats.iter_enumerated() {
            if let PatKind::Bind { name, .. } = &data.kind
                && self.is_of_it(&pats[pat])
                && is_named_otherwise(scene, name.as_str())
            {
                return Err(Guard::UnusualForm);
            }
        }
        for (id, expr) in scene.body.exprs.iter_enumerated() {
            match &expr.kind {
                ExprKind::Closure { params, .. } if params.iter().any(|(pat, ty)| ty.is_some() && self.is_of_it(&pats[*pat])) => {
                    return Err(Guard::UnusualForm);
                }
                ExprKind::Block { stmts, .. } => {
                    let is_typed = |stmt: &Stmt| matches!(stmt, Stmt::Let { pat, ty: Some(_), .. } if self.is_of_it(&pats[*pat]));
                    if stmts.iter().any(is_typed) {
                        return Err(Guard::UnusualForm);
                    }
                }
                _ => {}
            }
            let is_callee =
                scene.parent(id).is_some_and(|above| matches!(scene.kind(above), ExprKind::Call { callee, .. } if *callee == id));
            let is_fn_value = match scene.ty(id).kind() {
                TyKind::FnDef(def, _) => !is_callee && is_inside(self.twin, &scene.store().canonical_path(*def)),
                _ => false,
            };
            if is_fn_value || !is_callee && self.is_of_it(scene.ty(id)) && !self.stays_there(id) {
                return Err(Guard::UnusualForm);
            }
        }
        Ok(())
    }

    /// Whether a value of the client stays in the body, by what is around it.
    fn stays_there(&self, id: ExprId) -> bool {
        let scene = self.scene;
        if scene.local(id).is_none() && matches!(scene.kind(id), ExprKind::Path(_) | ExprKind::Field { .. }) || self.is_given(id) {
            return false;
        }
        let Some(above) = scene.parent(id) else { return false };
        match scene.kind(above) {
            ExprKind::Try { .. }
            | ExprKind::Await { .. }
            | ExprKind::Block { .. }
            | ExprKind::Match { .. }
            | ExprKind::If { .. }
            | ExprKind::Let { .. } => true,
            ExprKind::Macro(call) => matches!(call.kind, MacroKind::Format { .. } | MacroKind::Print { .. }),
            ExprKind::MethodCall { receiver, method, .. } if *receiver == id => {
                let is_wrapped = path_of(scene.db, scene.ty(id)).is_some_and(|of| of.starts_with("std::"));
                self.callee(above).is_some() || is_wrapped || *method == "clone" || UNWRAPPERS.contains(&method.as_str())
            }
            ExprKind::Call { .. } => match scene.types.callees.get(&above) {
                Some(Callee::Fn(callee)) => &*scene.store().canonical_path(callee.def) == "std::mem::drop",
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether a fn of the workspace makes a value.
    fn is_given(&self, id: ExprId) -> bool {
        callee_crate(self.scene, id).is_some()
    }
}
