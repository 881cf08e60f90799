//! What is known about the calls of a blocking client, by the data about its async twin.

use super::super::code::scene::{Scene, path_of};
use super::super::replace::template::Change;
use super::super::{Input, UNWRAPPERS};
use crate::catalogue::AsyncTwin;
use crate::diagnostics::Guard;
use crate::facts::{ExprId, ExprKind, MacroKind, Span};
use crate::names::{CrateId, CrateKind, CrateStore};
use crate::types::{Callee, Ty, TyKind};

/// Whether a path is in the module of the blocking client.
pub(super) fn is_inside(twin: &AsyncTwin, path: &str) -> bool {
    path.strip_prefix(&twin.blocking).is_some_and(|rest| rest.starts_with("::"))
}

/// The blocking client of a body.
pub(super) struct Client<'a, 's> {
    pub(super) scene: &'a Scene<'s>,
    pub(super) twin: &'a AsyncTwin,
}

impl Client<'_, '_> {
    /// The path of the callee, if that belongs to the client.
    pub(super) fn callee(&self, call: ExprId) -> Option<String> {
        self.scene.callee_path(call).filter(|path| is_inside(self.twin, path))
    }

    /// The calls whose twins must be awaited. An error if some call has none.
    pub(super) fn waits(&self, input: &Input<'_>) -> Result<Vec<ExprId>, Guard> {
        let mut found = Vec::new();
        for (id, _) in self.scene.body.exprs.iter_enumerated() {
            if let Some(path) = self.callee(id)
                && self.awaits(input, id, &path)?
            {
                found.push(id);
            }
        }
        Ok(found)
    }

    /// Whether the twin of a call must be awaited. An error if there is none, or its arguments may not fit.
    pub(super) fn awaits(&self, input: &Input<'_>, call: ExprId, path: &str) -> Result<bool, Guard> {
        let scene = self.scene;
        if scene.body.exprs[call].from_expansion || scene.span(call) == Span::default() {
            return Err(Guard::MacroArgument);
        }
        let (_, args) = scene.receiver_and_args(call);
        if !args.iter().all(|arg| self.fits(*arg, path)) {
            return Err(Guard::UnusualForm);
        }
        let name = path.rsplit("::").next().unwrap_or(path);
        let instead = |api| ["tokio", "any"].iter().find_map(|runtime| input.catalogue.api(api).instead.get(*runtime));
        let is_awaited = |code: &str| code.contains(&format!("{name}(")) && code.contains(".await");
        if input.catalogue.by_path(path).iter().filter_map(|api| instead(*api)).any(|instead| is_awaited(&instead.code)) {
            return Ok(true);
        }
        if self.twin.same.iter().any(|same| same == path) { Ok(false) } else { Err(Guard::UnusualForm) }
    }

    /// The expression that is awaited for a call that waits, and the change that does it.
    pub(super) fn awaited(&self, call: ExprId) -> Result<(ExprId, Change), Guard> {
        let scene = self.scene;
        let is_result = path_of(scene.db, scene.ty(call)).is_some_and(|path| path == "std::result::Result");
        let Some(finish) = self.twin.finish.as_ref().filter(|_| !is_result) else {
            let end = scene.span(call).end;
            return Ok((call, (Span::new(end, end), ".await".to_owned())));
        };
        for (above, below) in scene.around(call) {
            match scene.kind(above) {
                ExprKind::MethodCall { receiver, method, args, .. } if *receiver == below => {
                    if method.as_str() == finish && args.is_empty() {
                        return Ok((above, (Span::new(scene.span(below).end, scene.span(above).end), ".await".to_owned())));
                    }
                }
                _ => break,
            }
        }
        Err(Guard::UnusualForm)
    }

    /// Whether the twin takes an argument as well, by the types that the data lists: no `None` for a time limit, no file for a body.
    fn fits(&self, arg: ExprId, path: &str) -> bool {
        let Some(takes) = self.twin.takes.get(path) else { return true };
        let ty = self.scene.ty(arg).strip_refs();
        match path_of(self.scene.db, ty) {
            Some(of) => takes.contains(&of),
            None => matches!(ty.kind(), TyKind::Prim(_) | TyKind::Slice(_) | TyKind::Array(..)),
        }
    }

    /// Whether a value that this call makes has a limit of its own: one of `limits` follows in its chain of methods.
    pub(super) fn is_limited(&self, maker: ExprId) -> bool {
        let scene = self.scene;
        let chain = scene.around(maker).take_while(|(above, below)| match scene.kind(*above) {
            ExprKind::Try { .. } => true,
            ExprKind::MethodCall { receiver, .. } => receiver == below,
            _ => false,
        });
        chain.filter_map(|(above, _)| self.callee(above)).any(|path| self.twin.limits.contains(&path))
    }

    /// Whether a type contains one of the client's.
    pub(super) fn is_of_it(&self, ty: &Ty) -> bool {
        has_client(self.scene.store(), self.twin, ty)
    }

    /// An error if a value of the client is used in a way that the twin may not support: as a reader, or as what other crates bound by a trait.
    pub(super) fn is_followed(&self) -> Result<(), Guard> {
        for (id, expr) in self.scene.body.exprs.iter_enumerated() {
            if matches!(expr.kind, ExprKind::Path(_)) && self.is_callee(id) {
                continue;
            }
            // A fn that is passed by name must not wait.
            let is_fn_value = match self.scene.ty(id).kind() {
                TyKind::FnDef(def, _) => {
                    let path = self.scene.store().canonical_path(*def);
                    is_inside(self.twin, &path) && !self.twin.same.iter().any(|same| **same == *path)
                }
                _ => false,
            };
            let is_value = !matches!(self.scene.ty(id).kind(), TyKind::FnDef(..)) && self.is_of_it(self.scene.ty(id));
            if is_fn_value || is_value && !self.is_followed_from(id) {
                return Err(Guard::OtherUse);
            }
        }
        Ok(())
    }

    fn is_callee(&self, id: ExprId) -> bool {
        let above = self.scene.parent(id).map(|above| self.scene.kind(above));
        matches!(above, Some(ExprKind::Call { callee, .. }) if *callee == id)
    }

    /// Whether what is done with a value next suits the twin too.
    fn is_followed_from(&self, id: ExprId) -> bool {
        let scene = self.scene;
        let Some(above) = scene.parent(id) else { return true };
        match scene.kind(above) {
            ExprKind::Macro(call) => matches!(call.kind, MacroKind::Format { .. } | MacroKind::Print { .. }),
            ExprKind::MethodCall { receiver, method, .. } if *receiver == id => {
                let is_wrapped = path_of(scene.db, scene.ty(id)).is_some_and(|of| of.starts_with("std::"));
                let is_own = self.callee(above).is_some() || callee_crate(scene, above).is_some();
                is_own || is_wrapped || *method == "clone" || UNWRAPPERS.contains(&method.as_str())
            }
            ExprKind::Call { .. } | ExprKind::MethodCall { .. } => {
                let is_bare = |ty: &Ty| path_of(scene.db, ty.strip_refs()).is_some_and(|path| is_inside(self.twin, &path));
                // A bound of a foreign fn may ask for what only the blocking type is: a reader.
                let is_kept = || match &scene.types.callees.get(&above) {
                    Some(Callee::Fn(callee)) => {
                        let store = scene.store();
                        callee.def.krate == store.std() && KEEPERS.contains(&store.def(callee.def).name.as_str())
                    }
                    Some(Callee::External(_)) | None => false,
                    Some(_) => true,
                };
                !is_bare(scene.ty(id)) || self.callee(above).is_some() || callee_crate(scene, above).is_some() || is_kept()
            }
            ExprKind::Binary { .. } | ExprKind::Index { .. } | ExprKind::Cast { .. } | ExprKind::For { .. } => false,
            _ => true,
        }
    }
}

/// The crates of the workspace with which a body shares values of a client.
pub(super) fn sharing(scene: &Scene<'_>, is_of_it: &dyn Fn(&Ty) -> bool) -> Vec<CrateId> {
    let of_type = |ty: &Ty| match ty.strip_refs().kind() {
        TyKind::Adt(def, _) => local(scene.store(), def.krate),
        _ => None,
    };
    let mut found = Vec::new();
    for (id, expr) in scene.body.exprs.iter_enumerated().filter(|(id, _)| is_of_it(scene.ty(*id))) {
        found.extend(match expr.kind {
            ExprKind::Field { base, .. } => of_type(scene.ty(base)),
            _ => callee_crate(scene, id),
        });
        if let Some(above) = scene.parent(id) {
            found.extend(callee_crate(scene, above));
            found.extend(of_type(scene.ty(above)).filter(|_| matches!(scene.kind(above), ExprKind::Struct { .. })));
        }
    }
    found
}

/// The crate of the workspace that has the callee.
pub(super) fn callee_crate(scene: &Scene<'_>, call: ExprId) -> Option<CrateId> {
    match scene.types.callees.get(&call)? {
        Callee::Fn(callee) => local(scene.store(), callee.def.krate),
        _ => None,
    }
}

/// Fns of std that keep or drop a value of any type.
const KEEPERS: [&str; 8] = ["drop", "from", "get_or_init", "insert", "new", "push", "replace", "set"];

/// A crate, if it belongs to the workspace.
fn local(store: &CrateStore<'_>, krate: CrateId) -> Option<CrateId> {
    (store.kind(krate) == CrateKind::Local).then_some(krate)
}

/// Whether a type contains one of the client's.
pub(super) fn has_client(store: &CrateStore<'_>, twin: &AsyncTwin, ty: &Ty) -> bool {
    ty.any(&mut |part| matches!(part.kind(), TyKind::Adt(def, _) if is_inside(twin, &store.canonical_path(*def))))
}
