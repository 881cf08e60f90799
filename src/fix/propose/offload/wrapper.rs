//! The user's own offload fn: an async fn of the same crate that takes one closure, runs it on another thread and returns its value. The
//! analysis has found that it does so; this module reads its signature. Knows no text.

use super::super::code::paths;
use super::super::code::scene::Scene;
use crate::diagnostics::Applicability;
use crate::facts::{ExprId, Visibility};
use crate::names::{DefId, DefKind};
use crate::types::{Ty, TyKind, TypeDb};

/// An offload fn that can run the moved code.
pub(in crate::fix::propose) struct Wrapper {
    /// Its path, as valid at the call.
    pub(in crate::fix::propose) path: String,
    /// The best applicability of a fix that uses it.
    pub(in crate::fix::propose) most: Applicability,
}

/// The return type of a wrapper.
enum WrapperResult {
    /// The closure's return type.
    Anything,
    /// A `Result` with this error type; the wrapper may also return an error of its own.
    Fallible(Ty),
}

/// The only wrapper for a closure that returns a `Result` with this error, or no `Result`; `None` if several fit.
pub(in crate::fix::propose) fn find(scene: &Scene<'_>, at: ExprId, error: Option<&Ty>) -> Option<Wrapper> {
    let own = scene.offloaders.iter().filter(|def| def.krate == scene.def.krate && **def != scene.def);
    let mut fitting = own.filter_map(|&def| {
        let most = match (gives(scene.db, def)?, error) {
            (WrapperResult::Anything, _) => Applicability::Safe,
            (WrapperResult::Fallible(wanted), Some(error)) if wanted == *error => Applicability::Unsafe,
            (WrapperResult::Fallible(_), _) => return None,
        };
        let store = scene.store();
        let is_test = |def: DefId| store.def(def).in_test || store.file(def).in_test;
        if is_test(def) && !is_test(scene.def) {
            return None;
        }
        Some(Wrapper { path: path(scene, at, def)?, most })
    });
    let only = fitting.next()?;
    fitting.next().is_none().then_some(only)
}

/// `async fn f<F: FnOnce() -> T, T>(f: F) -> T`, or with a `Result` in place of both `T`.
fn gives(db: &TypeDb<'_>, def: DefId) -> Option<WrapperResult> {
    let sig = db.fn_sig(def)?;
    let [param] = &sig.params[..] else { return None };
    if sig.self_param.is_some() || !sig.is_async {
        return None;
    }
    let env = db.param_env(def);
    let lang = &db.lang;
    let takes_nothing = |args: &[Ty]| matches!(args.first().map(Ty::kind), Some(TyKind::Tuple(items)) if items.is_empty());
    let bound = env.bounds_of(param).find(|bound| Some(bound.def) == lang.fn_once && takes_nothing(&bound.args))?;
    let (_, output) = bound.bindings.iter().find(|(name, _)| *name == "Output")?;
    if *output != sig.declared_ret {
        return None;
    }
    match output.kind() {
        TyKind::Param(..) => Some(WrapperResult::Anything),
        TyKind::Adt(result, args) if &*db.store.canonical_path(*result) == "std::result::Result" => match (args.first(), args.get(1)) {
            (Some(value), Some(error)) if matches!(value.kind(), TyKind::Param(..)) => Some(WrapperResult::Fallible(error.clone())),
            _ => None,
        },
        _ => None,
    }
}

/// Its name if that is in scope, else its path from the crate root if it is visible.
fn path(scene: &Scene<'_>, at: ExprId, def: DefId) -> Option<String> {
    let store = scene.store();
    let is_free = store.def(def).parent.is_some_and(|parent| store.def(parent).kind == DefKind::Module);
    let name = store.def(def).name.to_string();
    let display = store.display_path(def);
    let is_public = store.item(def).is_some_and(|item| item.visibility != Visibility::Private);
    let is_near = display.starts_with("crate::") && display.matches("::").count() <= 2;
    let open = Some(display).filter(|_| is_public && is_near);
    let mut candidates = std::iter::once(name).chain(open).filter(|_| is_free);
    candidates.find(|path| paths::leads_to(scene, at, path, def))
}
