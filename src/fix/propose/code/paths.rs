//! How to name an item at an expression: by an existing import, else by its full path.

use super::scene::Scene;
use crate::facts::{ExprId, ExprKind, Name, Path, PathAnchor, ScopeId, Segment, Span};
use crate::names::{DefId, Namespace, Res};
use crate::project::Edition;

/// The innermost scope around an expression that declares items.
pub(in crate::fix::propose) fn scope_at(scene: &Scene<'_>, id: ExprId) -> ScopeId {
    let inner = scene.around(id).find_map(|(above, _)| match scene.kind(above) {
        ExprKind::Block { scope: Some(scope), .. } => Some(*scope),
        _ => None,
    });
    inner.unwrap_or(scene.body.scope)
}

/// The shortest valid form of `path` (a fn, or an associated fn of a type) at an expression. `head` is the crate's name in code. `None` if
/// that name means something else there.
pub(in crate::fix::propose) fn usable(scene: &Scene<'_>, at: ExprId, path: &str, head: &str) -> Option<String> {
    let scope = scene.store().def_of_scope(scene.def.krate, scene.file.id, scope_at(scene, at));
    let segments: Vec<&str> = path.split("::").collect();
    for from in (1..segments.len()).rev() {
        let short = &segments[from..];
        let is_variable = !scene.index().bound(short[0]).is_empty();
        let is_imported = !is_variable && names(scene, scope, short).is_some_and(|found| found == path);
        if is_imported {
            return Some(short.join("::"));
        }
    }
    full(scene, scope, path, head)
}

/// The full form of `path` in a scope. `head` is the crate's name in code. `None` if that name means something else there.
pub(in crate::fix::propose) fn full(scene: &Scene<'_>, scope: DefId, path: &str, head: &str) -> Option<String> {
    let full = match path.split_once("::") {
        Some((_, rest)) => format!("{head}::{rest}"),
        None => head.to_owned(),
    };
    let first = head.split("::").next().unwrap_or(head);
    if head_is_crate(scene, scope, first) {
        return Some(full);
    }
    (scene.edition() != Edition::E2015).then(|| format!("::{full}"))
}

/// The path of a type without generic arguments at an expression: its name if that is in scope, else its full path; `None` if there is none.
pub(in crate::fix::propose) fn type_path(scene: &Scene<'_>, at: ExprId, def: DefId) -> Option<String> {
    let store = scene.store();
    let scope = store.def_of_scope(scene.def.krate, scene.file.id, scope_at(scene, at));
    let name = store.def(def).name.to_string();
    let generic = [Some(scene.def), store.def(scene.def).parent].into_iter().flatten();
    let parameters: Vec<Name> =
        generic.flat_map(|def| scene.db.generics(def).params.iter().filter_map(|param| param.name).collect::<Vec<_>>()).collect();
    let is_parameter = |segments: &[&str]| parameters.iter().any(|name| segments.first() == Some(&name.as_str()));
    [name, store.canonical_path(def).to_string(), store.display_path(def)].into_iter().find(|path| {
        let (anchor, segments) = anchored(path);
        let resolved = store.resolve(scope, &written(&segments, anchor), Namespace::Type);
        let is_hidden = anchor == PathAnchor::Plain && is_parameter(&segments);
        !is_hidden && resolved.rest == 0 && resolved.res == Res::Def(def)
    })
}

/// Whether a path at an expression resolves to this fn.
pub(in crate::fix::propose) fn leads_to(scene: &Scene<'_>, at: ExprId, path: &str, def: DefId) -> bool {
    let scope = scene.store().def_of_scope(scene.def.krate, scene.file.id, scope_at(scene, at));
    let (anchor, segments) = anchored(path);
    let is_variable = !scene.index().bound(segments[0]).is_empty();
    let resolved = scene.store().resolve(scope, &written(&segments, anchor), Namespace::Value);
    !(is_variable && anchor == PathAnchor::Plain) && resolved.rest == 0 && resolved.res == Res::Def(def)
}

/// The start of a path as text, and its segments.
fn anchored(path: &str) -> (PathAnchor, Vec<&str>) {
    let (anchor, rest) = match path.strip_prefix("crate::") {
        Some(rest) => (PathAnchor::Crate, rest),
        None => (PathAnchor::Plain, path),
    };
    (anchor, rest.split("::").collect())
}

/// The canonical path of the item that a path resolves to.
fn names(scene: &Scene<'_>, scope: DefId, segments: &[&str]) -> Option<String> {
    let written = written(segments, PathAnchor::Plain);
    let resolved = scene.store().resolve(scope, &written, Namespace::Value);
    let rest = &segments[segments.len() - resolved.rest.min(segments.len())..];
    let base = match &resolved.res {
        Res::External(path) => path.iter().map(|name| name.as_str()).collect::<Vec<_>>().join("::"),
        Res::Def(def) => scene.store().canonical_path(*def).to_string(),
        Res::Prim(_) | Res::Unresolved => return None,
    };
    Some(std::iter::once(base.as_str()).chain(rest.iter().copied()).collect::<Vec<_>>().join("::"))
}

fn head_is_crate(scene: &Scene<'_>, scope: DefId, head: &str) -> bool {
    let store = scene.store();
    let meaning = |anchor| store.resolve(scope, &written(&[head], anchor), Namespace::Type).res;
    let plain = meaning(PathAnchor::Plain);
    plain == Res::Unresolved || plain == meaning(PathAnchor::Extern)
}

fn written(segments: &[&str], anchor: PathAnchor) -> Path {
    let segments = segments.iter().map(|name| Segment { name: Name::new(name), span: Span::default(), args: None }).collect();
    Path { anchor, qself: None, segments, span: Span::default() }
}
