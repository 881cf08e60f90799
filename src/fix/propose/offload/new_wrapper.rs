//! The offload fn that the configuration lets fixes add to a crate that has none, so that the code which resumes a panic of moved code is
//! written once. Later fixes find it like any offload fn of the user's.

use super::super::Input;
use super::super::code::paths;
use super::super::code::scene::Scene;
use super::super::draft::Draft;
use super::super::replace::home;
use super::super::runtime::Home;
use crate::diagnostics::Edit;
use crate::facts::{Item, ItemKind, Name, Span};
use crate::names::{Namespace, Res};

/// Adds to `draft` a fn in the crate root that hands its closure to the fn at the path `pool`, whose crate is `head` in code. The new fn's
/// path; `None` if the configuration names no fn, its name is taken, or only tests would call it.
pub(in crate::fix::propose) fn add(input: &Input<'_>, scene: &Scene<'_>, pool: &str, head: &str, draft: &mut Draft) -> Option<String> {
    let name = (input.offload_fn)(scene.def.krate).filter(|_| home(scene) != Home::Tests)?;
    let store = scene.store();
    let krate = store.krate(scene.def.krate);
    let pool = paths::full(scene, krate.root, pool, head)?;
    let path = format!("crate::{name}");
    // What the path of a name that nothing declares resolves to.
    let itself = [krate.name, Name::new(&name)];
    let is_taken = |namespace| {
        let found = store.resolve_str(scene.def.krate, &path, namespace);
        match &found.res {
            Res::External(path) => **path != itself,
            Res::Unresolved => false,
            Res::Def(_) | Res::Prim(_) => found.rest == 0,
        }
    };
    if is_taken(Namespace::Value) || is_taken(Namespace::Type) {
        return None;
    }
    let root = krate.files.first()?;
    let at = place(&root.text, root.facts.items.iter());
    let text = match root.text.get(..at as usize)? {
        before if before.len() < root.text.len() => format!("{}\n", code(&name, &pool)),
        before if before.ends_with('\n') => format!("\n{}", code(&name, &pool)),
        _ => format!("\n\n{}", code(&name, &pool)),
    };
    if root.path == scene.file.path {
        draft.apart.push((Span::new(at, at), text));
    } else {
        let position = root.lines.position(&root.text, at);
        draft.elsewhere.push(Edit { path: (input.display)(&root.path), start: position, end: position, text });
    }
    let is_here = store.module_of(scene.def) == krate.root && scene.index().bound(&name).is_empty();
    Some(if is_here { name } else { path })
}

/// Where a fn can be added: before a module of tests at the end of the file, else at its end.
fn place<'a>(text: &str, items: impl Iterator<Item = &'a Item>) -> u32 {
    let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
    let last = items.max_by_key(|item| item.span.end);
    let tests = last.filter(|item| item.in_test && matches!(item.kind, ItemKind::Module { .. }));
    tests.map_or(end, |module| module.span.start)
}

fn code(name: &str, pool: &str) -> String {
    format!(
        "/// Runs blocking code on a thread where it stalls no task. A panic of the code is resumed here.
pub(crate) async fn {name}<F, T>(work: F) -> T
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{{
    {pool}(work)
        .await
        .unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))
}}
"
    )
}
