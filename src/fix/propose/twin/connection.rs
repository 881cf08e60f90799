//! A blocking connection that is made, used and dropped in one fn: the client makes an async one instead, and each use of it is awaited. A second
//! fix for people to choose, since the two connections differ in their limits.

use super::super::code::scene::{Scene, path_of};
use super::super::code::tokens::AsModule;
use super::super::draft::Draft;
use super::super::imports::{self, OtherUses, as_use};
use super::super::replace::template;
use super::super::values::across;
use super::super::{Input, RankedDrafts, UNWRAPPERS, offload, replace};
use crate::catalogue::{AsyncConnection, Instead};
use crate::diagnostics::{Applicability, Form, Guard, Kind};
use crate::facts::{BlockKind, ExprId, ExprKind, ItemId, Span, Stmt};
use crate::names::DefId;
use crate::types::{BodyTypes, Callee, Ty, TyKind};
use std::collections::BTreeMap;

/// Adds one fix to all findings about such a connection.
pub(in crate::fix::propose) fn add(input: &Input<'_>, scene: &Scene<'_>, made: &mut [RankedDrafts]) {
    if !made.iter().any(|made| made.kind == Kind::Direct) {
        return;
    }
    for rule in &input.catalogue.contexts().twins().connections {
        let of = Connection { input, scene, rule };
        if !scene.types.exprs.iter().any(|ty| of.has_it(ty)) {
            continue;
        }
        let mut draft = Draft::new(Form::Replace, Applicability::Unsafe);
        let Ok(calls) = of.fill(&mut draft) else { continue };
        if draft.is_refused() {
            continue;
        }
        for made in made.iter_mut().filter(|made| made.kind == Kind::Direct && calls.contains(&made.expr)) {
            made.drafts.push(draft.clone());
        }
    }
}

/// What a call does with the connection.
enum Use<'a> {
    /// A method of this trait, which the async connection has under the same name.
    Command(&'a str),
    /// What `apis/` says in its place.
    Rewritten(&'a Instead),
}

struct Connection<'a, 's> {
    input: &'a Input<'a>,
    scene: &'a Scene<'s>,
    rule: &'a AsyncConnection,
}

impl<'a> Connection<'a, '_> {
    /// Writes the changes. Returns the calls that they are about.
    fn fill(&self, draft: &mut Draft) -> Result<Vec<ExprId>, Guard> {
        let scene = self.scene;
        if !(self.input.is_driver_certain)(scene.def.krate) {
            return Err(Guard::UnclearRuntime);
        }
        if scene.body.params.iter().chain(&scene.body.self_param).any(|pat| self.has_it(&scene.types.pats[*pat])) {
            return Err(Guard::UnusualForm);
        }
        let mut calls = Vec::new();
        let mut traits: BTreeMap<&str, ExprId> = BTreeMap::new();
        for (id, expr) in scene.body.exprs.iter_enumerated() {
            if let ExprKind::Block { stmts, .. } = &expr.kind {
                let is_typed = |stmt: &Stmt| matches!(stmt, Stmt::Let { pat, ty: Some(_), .. } if self.has_it(&scene.types.pats[*pat]));
                if stmts.iter().any(is_typed) {
                    return Err(Guard::UnusualForm);
                }
            }
            if let Some(used) = self.used(id) {
                if expr.from_expansion || scene.span(id) == Span::default() {
                    return Err(Guard::MacroArgument);
                }
                match used {
                    Use::Command(of) => {
                        traits.entry(of).or_insert(id);
                        let end = scene.span(id).end;
                        draft.changes.push((Span::new(end, end), ".await".to_owned()));
                    }
                    Use::Rewritten(instead) => {
                        draft.changes.extend(template::changes(scene, id, &instead.code, None)?);
                        replace::needs(self.input, scene, instead, replace::home(scene), draft);
                    }
                }
                across::judge(scene, id, scene.root(id)?, draft);
                calls.push(id);
            }
            if self.has_it(scene.ty(id)) && !self.stays(id) {
                return Err(Guard::OtherUse);
            }
        }
        for (of, at) in traits {
            self.import(of, at, draft)?;
        }
        draft.changes.sort_by_key(|(span, _)| *span);
        offload::merge_touching(&mut draft.changes);
        let package = self.rule.connection.split("::").next().unwrap_or_default();
        draft.title = format!("use the async connection of `{package}`, which {}", self.rule.differs);
        if calls.is_empty() { Err(Guard::UnusualForm) } else { Ok(calls) }
    }

    fn has_it(&self, ty: &Ty) -> bool {
        let store = self.scene.store();
        ty.any(&mut |part| matches!(part.kind(), TyKind::Adt(def, _) if *store.canonical_path(*def) == *self.rule.connection))
    }

    fn is_it(&self, id: ExprId) -> bool {
        path_of(self.scene.db, self.scene.ty(id).strip_refs()).is_some_and(|path| path == self.rule.connection)
    }

    /// What a call does with the connection, if the async one can do it.
    fn used(&self, call: ExprId) -> Option<Use<'a>> {
        let scene = self.scene;
        let ExprKind::MethodCall { receiver, args, .. } = scene.kind(call) else { return None };
        let path = scene.callee_path(call)?;
        let of = self.rule.traits.keys().find(|of| path.strip_prefix(of.as_str()).is_some_and(|rest| rest.starts_with("::")));
        if let Some(of) = of {
            // What a scan gives is an iterator that waits.
            let is_value = offload::error_of(scene, scene.ty(call)).is_some() && !self.waits_later(call);
            return (self.is_it(*receiver) && is_value).then_some(Use::Command(of));
        }
        let runtimes = (self.input.runtimes)(scene.def.krate);
        let apis = self.input.catalogue.by_path(&path).iter().map(|api| self.input.catalogue.api(*api));
        let instead = apis.filter_map(|api| api.instead_among(&runtimes)).find(|instead| is_rewrite(&instead.code, args.len()))?;
        let is_user = args.iter().any(|arg| self.is_it(*arg)) || self.has_it(scene.ty(call));
        is_user.then_some(Use::Rewritten(instead))
    }

    /// Whether a call's `Result` holds an API's own type, which waits when it is iterated over.
    fn waits_later(&self, call: ExprId) -> bool {
        let TyKind::Adt(_, args) = self.scene.ty(call).kind() else { return true };
        let path = args.first().and_then(|value| path_of(self.scene.db, value));
        path.is_some_and(|path| !self.input.catalogue.by_path(&path).is_empty())
    }

    /// Whether a value with the connection stays in the body, by what is around it.
    fn stays(&self, id: ExprId) -> bool {
        let scene = self.scene;
        if scene.local(id).is_none() && matches!(scene.kind(id), ExprKind::Path(_) | ExprKind::Field { .. }) {
            return false;
        }
        let Some(above) = scene.parent(id) else { return false };
        match scene.kind(above) {
            ExprKind::Try { .. } | ExprKind::Match { .. } | ExprKind::If { .. } | ExprKind::Let { .. } | ExprKind::Ref { .. } => true,
            ExprKind::Block { kind, .. } => !matches!(kind, BlockKind::Async { .. }),
            ExprKind::MethodCall { receiver, method, .. } => {
                self.used(above).is_some() || *receiver == id && !self.is_it(id) && UNWRAPPERS.contains(&method.as_str())
            }
            ExprKind::Call { .. } => match scene.types.callees.get(&above) {
                Some(Callee::Fn(callee)) => &*scene.store().canonical_path(callee.def) == "std::mem::drop",
                _ => false,
            },
            _ => false,
        }
    }

    /// Imports the trait of the async connection beside that of the blocking one, or in its place if nothing else uses that.
    fn import(&self, of: &str, at: ExprId, draft: &mut Draft) -> Result<(), Guard> {
        let scene = self.scene;
        let facts = &scene.file.facts;
        let path = &self.rule.traits[of];
        let twin = path.rsplit("::").next().unwrap_or_default();
        let imported = |path: &str| imports::leaf(scene, at, &path.split("::").collect::<Vec<_>>());
        if imported(path).is_some() {
            let superfluous = imported(of).filter(|leaf| !self.is_needed_elsewhere(of, *leaf));
            draft.changes.extend(superfluous.and_then(|leaf| imports::removal(facts, (scene.texts, &scene.file.text), leaf)));
            return Ok(());
        }
        let leaf = imported(of).ok_or(Guard::AmbiguousImport)?;
        let name = as_use(&facts.items[leaf]).and_then(|decl| decl.path.segments.last()).ok_or(Guard::AmbiguousImport)?;
        let text = &scene.file.text;
        let before = text.get(..name.span.start as usize).unwrap_or_default().trim_end();
        let is_in_list = before.ends_with(['{', ',']);
        let is_renamed = facts.items[leaf].name != name.name;
        let new = match (self.is_needed_elsewhere(of, leaf), is_in_list) {
            (false, _) => twin.to_owned(),
            (true, true) => format!("{twin}, {}", name.name),
            (true, false) if !is_renamed => format!("{{{twin}, {}}}", name.name),
            (true, false) => return Err(Guard::AmbiguousImport),
        };
        draft.changes.push((name.span, new));
        Ok(())
    }

    /// Whether other code may use the trait through this import.
    fn is_needed_elsewhere(&self, of: &str, leaf: ItemId) -> bool {
        let scene = self.scene;
        let store = scene.store();
        let elsewhere = |name: &str| imports::is_nameable_elsewhere(scene, name);
        let uses = imports::others(&scene.file.facts, (scene.texts, &scene.file.text), leaf, AsModule::No, &[], &elsewhere);
        let inside = format!("{of}::");
        let is_user = |&&def: &&DefId| {
            let is_other = def != scene.def && store.file(def).path == scene.file.path;
            let calls = |types: &BodyTypes| {
                types.callees.values().any(|callee| callee.outside_path(store).is_some_and(|path| path.starts_with(&inside)))
            };
            is_other && scene.db.body_types(def).is_none_or(|types| calls(&types))
        };
        uses != OtherUses::None || store.bodies_of(scene.def.krate).iter().any(|def| is_user(&def))
    }
}

/// Whether a replacement is a method call on the same receiver, which takes as many arguments: `{self}.query_async({0}).await`.
fn is_rewrite(code: &str, count: usize) -> bool {
    let args = code.strip_prefix("{self}.").and_then(|rest| rest.strip_suffix(").await")).and_then(|rest| rest.split_once('('));
    match args {
        Some((_, "")) => count == 0,
        Some((_, "{0}")) => count == 1,
        Some((_, args)) => args == "{args}",
        None => false,
    }
}
