//! Replacements: another path, another method, `.await`. The catalogue says what to write.

pub(super) mod entries;
pub(super) mod event;
pub(super) mod guard_scope;
pub(super) mod in_place;
pub(super) mod own_runtime;
pub(super) mod snapshot;
pub(super) mod template;
pub(super) mod unflushed;
pub(super) mod whole;

use super::Input;
use super::code::paths;
use super::code::scene::{Scene, path_of};
use super::code::texts::Texts;
use super::code::tokens::AsModule;
use super::draft::{Draft, SharedImport};
use super::imports::{self, Binding, OtherUses};
use super::runtime::{self, Home, Needs};
use super::values::across;
use crate::analysis::duration;
use crate::catalogue::{ApiEntry, Instead, Role, Root};
use crate::diagnostics::{Applicability, Form, Guard};
use crate::facts::{ExprId, ExprKind, PatKind, Path, Stmt, Visibility};
use crate::names::{CrateId, CrateKind};
use crate::types::Callee;
use std::time::Duration;
use template::leading_path;

/// The class in `rules/receivers.toml` of types of paths in the file system.
const PATHS: &str = "path-types";

/// The replacement of `call` by `instead`.
pub(super) fn draft(input: &Input<'_>, scene: &Scene<'_>, call: ExprId, api: &ApiEntry, instead: &Instead) -> Draft {
    let mut draft = Draft::new(Form::Replace, instead.applicability);
    if instead.applicability == Applicability::Unsafe {
        match &instead.note {
            Some(note) => draft.doubt_about(Guard::OtherBehaviour, note.clone()),
            None => draft.doubt(Guard::OtherBehaviour),
        }
    }
    match fill(input, scene, call, api, instead, &mut draft) {
        Ok(()) => {}
        Err(guard) => draft.refuse(guard),
    }
    draft
}

fn fill(input: &Input<'_>, scene: &Scene<'_>, call: ExprId, api: &ApiEntry, instead: &Instead, draft: &mut Draft) -> Result<(), Guard> {
    let awaits = instead.code.contains(".await");
    let root = scene.root(call)?;
    refusals(scene, call, instead)?;
    let home = home(scene);
    let head = needs(input, scene, instead, home, draft);
    if draft.is_refused() {
        return Ok(());
    }
    let path = match leading_path(&instead.code) {
        Some(path) => Some(paths::usable(scene, call, path, head.as_deref().unwrap_or_default()).ok_or(Guard::AmbiguousImport)?),
        None => None,
    };
    draft.changes = template::changes(scene, call, &instead.code, path.as_deref())?;
    borrowed_receiver(scene, call, instead, draft);
    if let ExprKind::Call { callee, .. } = scene.kind(call)
        && let ExprKind::Path(old) = scene.kind(*callee)
        && path.is_some()
    {
        drop_import(scene, call, old, draft)?;
    }
    if let Some(wanted) = &instead.root {
        replace_root(scene, call, wanted, head.as_deref(), draft)?;
    }
    if awaits {
        let runtime = own_runtime::removal(scene, call);
        across::judge_without(scene, call, root, runtime.as_ref().map(|(_, pat)| *pat), draft);
        draft.changes.extend(runtime.map(|(removal, _)| removal));
    }
    draft.changes.sort_by_key(|(span, _)| *span);
    draft.title = title(api, instead, path.as_deref());
    Ok(())
}

/// The reasons in `refuse_if` that no other check covers.
fn refusals(scene: &Scene<'_>, call: ExprId, instead: &Instead) -> Result<(), Guard> {
    let names = |name: &str| instead.refuse_if.iter().any(|guard| guard == name);
    let (_, args) = scene.receiver_and_args(call);
    if names("sub-millisecond")
        && args.iter().any(|&arg| duration(scene.db, scene.body, &scene.types, arg).is_some_and(|time| time < Duration::from_millis(1)))
    {
        return Err(Guard::SubMillisecond);
    }
    if names("value-used") && !is_statement(scene, call) {
        return Err(Guard::ValueUsed);
    }
    Ok(())
}

/// Whether an expression is a statement, its value unused.
fn is_statement(scene: &Scene<'_>, id: ExprId) -> bool {
    scene.parent(id).is_some_and(|above| match scene.kind(above) {
        ExprKind::Block { stmts, .. } => stmts.iter().any(|stmt| matches!(stmt, Stmt::Expr { expr, semi: true, .. } if *expr == id)),
        _ => false,
    })
}

/// Which kind of code the body is.
pub(super) fn home(scene: &Scene<'_>) -> Home {
    let krate = scene.store().krate(scene.def.krate);
    match &krate.package {
        Some(package) if package.manifest.is_some() => {
            let is_test = krate.target.is_test() || scene.file.in_test || scene.store().def(scene.def).in_test;
            if is_test { Home::Tests } else { Home::Package }
        }
        _ => Home::Loose,
    }
}

/// Checks the crate that the template starts with, and the crates whose features it needs. Returns the first one's name in code.
pub(super) fn needs(input: &Input<'_>, scene: &Scene<'_>, instead: &Instead, home: Home, draft: &mut Draft) -> Option<String> {
    let head = leading_path(&instead.code).or(instead.root.as_ref().map(|root| root.to.as_str()));
    let head = head.and_then(|path| path.split("::").next()).filter(|head| !["std", "core"].contains(head));
    let mut packages: Vec<String> = head.iter().map(|head| package_called(input, scene.def.krate, head)).collect();
    packages.extend(instead.features.iter().filter_map(|feature| feature.split('/').next()).map(str::to_owned));
    packages.extend(instead.since.iter().filter_map(|since| since.split_whitespace().next()).map(str::to_owned));
    let mut name = None;
    let mut seen: Vec<String> = Vec::new();
    for (index, package) in packages.into_iter().enumerate() {
        if seen.contains(&package) {
            continue;
        }
        let features: Vec<&str> =
            instead.features.iter().filter_map(|feature| feature.strip_prefix(&*package)?.strip_prefix('/')).collect();
        let since = instead.since.as_deref().filter(|since| since.split_whitespace().next() == Some(&*package));
        let used = (input.crate_use)(scene.def.krate, &package);
        let is_driver_certain = (input.is_driver_certain)(scene.def.krate);
        let is_named = runtime::is_named(scene, used.as_ref());
        let needs =
            Needs { package: &package, features: &features, since, is_driver_certain, is_named, contexts: input.catalogue.contexts() };
        let called = runtime::crate_name(needs, used.as_ref(), home, draft);
        if draft.is_refused() {
            return None;
        }
        if index == 0 && head.is_some() {
            name = called;
        }
        seen.push(package);
    }
    name
}

/// The package name of a crate in a template: `async-std` of `async_std`.
pub(super) fn package_called(input: &Input<'_>, krate: CrateId, head: &str) -> String {
    if (input.crate_use)(krate, head).is_some() { head.to_owned() } else { head.replace('_', "-") }
}

/// `{&self}` is passed to a path parameter: the receiver's own type must be a path type, since autoderef does not apply.
fn borrowed_receiver(scene: &Scene<'_>, call: ExprId, instead: &Instead, draft: &mut Draft) {
    if !instead.code.contains("{&self}") {
        return;
    }
    let Some(receiver) = scene.receiver_and_args(call).0 else { return };
    let class = scene.catalogue.receivers().class(PATHS);
    let is_path = path_of(scene.db, scene.ty(receiver).strip_refs()).is_some_and(|path| class.is_some_and(|class| class.has_type(&path)));
    if !is_path {
        draft.doubt(Guard::UnknownType);
    }
}

/// Removes the import of `old` if this was its last use.
pub(super) fn drop_import(scene: &Scene<'_>, call: ExprId, old: &Path, draft: &mut Draft) -> Result<(), Guard> {
    let facts = &scene.file.facts;
    let text: (&Texts, &str) = (scene.texts, &scene.file.text);
    let scope = paths::scope_at(scene, call);
    let leaf = match imports::binding(facts, text, scope, old) {
        Binding::Use(leaf) => leaf,
        Binding::Several => return Err(Guard::AmbiguousImport),
        Binding::Glob => {
            draft.doubt(Guard::UnusedImport);
            return Ok(());
        }
        Binding::NoImport => return Ok(()),
    };
    let is_module = old.segments.len() > 1 && old.segments[0].name.as_str().starts_with(char::is_lowercase);
    let as_module = if is_module { AsModule::Yes } else { AsModule::No };
    let is_local = scene.store().krate(scene.def.krate).kind == CrateKind::Local;
    let elsewhere = |name: &str| !is_local || imports::is_nameable_elsewhere(scene, name);
    match imports::others(facts, text, leaf, as_module, &[old.span], &elsewhere) {
        // A re-export is for other code.
        OtherUses::Here(_) | OtherUses::HereAndBelow(_) | OtherUses::None if facts.items[leaf].visibility != Visibility::Private => {}
        OtherUses::Here(all) => {
            let removal = imports::removal(facts, text, leaf);
            draft.import = Some(SharedImport { leaf, at: old.span, all, removal });
        }
        OtherUses::HereAndBelow(all) => draft.import = Some(SharedImport { leaf, at: old.span, all, removal: None }),
        OtherUses::Unclear => draft.doubt(Guard::UnusedImport),
        OtherUses::None => match imports::removal(facts, text, leaf) {
            Some(change) => draft.changes.push(change),
            None => draft.doubt(Guard::UnusedImport),
        },
    }
    Ok(())
}

/// Replaces the constructor at the start of the receiver's method chain, or in the initializer of the receiver's variable.
fn replace_root(scene: &Scene<'_>, call: ExprId, wanted: &Root, head: Option<&str>, draft: &mut Draft) -> Result<(), Guard> {
    let mut at = scene.receiver_and_args(call).0.ok_or(Guard::OtherRoot)?;
    while let ExprKind::MethodCall { receiver, method, .. } = scene.kind(at) {
        allowed(scene, at, method.as_str(), draft)?;
        at = *receiver;
    }
    if let Some(pat) = scene.local(at) {
        at = built(scene, pat, call, draft)?;
    }
    let ExprKind::Call { callee, .. } = scene.kind(at) else { return Err(Guard::OtherRoot) };
    let (ExprKind::Path(old), Some(Callee::Fn(made))) = (scene.kind(*callee), scene.types.callees.get(&at)) else {
        return Err(Guard::OtherRoot);
    };
    if *scene.store().canonical_path(made.def) != *wanted.from {
        return Err(Guard::OtherRoot);
    }
    let new = paths::usable(scene, at, &wanted.to, head.unwrap_or_default()).ok_or(Guard::AmbiguousImport)?;
    draft.changes.push((old.span, new));
    drop_import(scene, at, old, draft)
}

/// Whether the async counterpart has this builder method too.
fn allowed(scene: &Scene<'_>, call: ExprId, method: &str, draft: &Draft) -> Result<(), Guard> {
    match method {
        "stdin" | "stdout" | "stderr" if draft.changes.iter().any(|(_, text)| text.contains("Stdio::null()")) => {
            Err(Guard::StdioConfigured)
        }
        _ if scene.roles(call).contains(&Role::SharedBuilder) => Ok(()),
        _ => Err(Guard::OtherRoot),
    }
}

/// The constructor call of a builder variable that is used only for builder methods and by `call`.
fn built(scene: &Scene<'_>, pat: crate::facts::PatId, call: ExprId, draft: &mut Draft) -> Result<ExprId, Guard> {
    let is_plain = matches!(scene.body.pats[pat].kind, PatKind::Bind { by_ref: false, sub: None, .. });
    let init = match scene.index().let_of_pat(pat) {
        Some(Stmt::Let { ty: None, init: Some(init), otherwise: None, .. }) => Some(*init),
        _ => None,
    };
    let init = init.filter(|_| is_plain).ok_or(Guard::OtherRoot)?;
    for &mention in scene.mentions(pat) {
        // Follow the chain of calls on it.
        let mut at = mention;
        while let Some((above, below)) = scene.around(at).next() {
            match scene.kind(above) {
                ExprKind::MethodCall { receiver, .. } if *receiver == below && above == call => break,
                ExprKind::MethodCall { receiver, method, .. } if *receiver == below => {
                    allowed(scene, above, method.as_str(), draft)?;
                    at = above;
                }
                ExprKind::Block { stmts, .. }
                    if at != mention && stmts.iter().any(|stmt| matches!(stmt, Stmt::Expr { expr, semi: true, .. } if *expr == at)) =>
                {
                    break;
                }
                _ => return Err(Guard::OtherRoot),
            }
        }
        // A closure might run elsewhere.
        if scene.root(mention) != scene.root(call) {
            return Err(Guard::OtherRoot);
        }
    }
    Ok(init)
}

fn title(api: &ApiEntry, instead: &Instead, path: Option<&str>) -> String {
    let method = |code: &str| {
        let name = code.trim_start_matches("{self}").trim_start_matches('.');
        let name: String = name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        name
    };
    match (path, &instead.root) {
        (Some(path), _) => format!("use `{path}` in place of `{}`", api.path),
        (None, Some(root)) => format!("use `{}` and await it", root.to.rsplit_once("::").map_or(&*root.to, |(ty, _)| ty)),
        (None, None) if instead.code.starts_with("({0})") || instead.code == "{self}.await" => "await it".to_owned(),
        (None, None) => format!("use `{}` and await it", method(&instead.code)),
    }
}
