//! A value of a blocking client that a package keeps, in fields and variables, and makes requests with: the async client of another package takes
//! its place in the whole package, or nowhere. A second fix for people to choose, since the two clients differ.

use super::super::chain::{self, Blockers, Members};
use super::super::code::mentions::Mentions;
use super::super::code::scene::{Scene, path_of};
use super::super::code::tokens::{AsModule, has_comment, span_of};
use super::super::draft::Draft;
use super::super::edits::Edits;
use super::super::imports::{self, as_use};
use super::super::replace::package_called;
use super::super::replace::template::Change;
use super::super::thread_effects::WorkspaceEffects;
use super::super::{Input, RankedDrafts, UNWRAPPERS};
use super::client;
use super::package::is_about;
use super::request::Request;
use crate::analysis::Blocking;
use crate::catalogue::{ApiIndex, AsyncRequest, RequestClient};
use crate::diagnostics::{Applicability, Form, Guard};
use crate::facts::{ExprId, ExprKind, Span};
use crate::names::{CrateId, CrateKind, FileData};
use crate::syntax::LexKind;
use crate::types::{Callee, Ty, TyKind};
use std::cell::LazyCell;
use std::collections::BTreeMap;
use std::path::Path;

/// Adds the fix to all findings about requests of a value that is kept.
pub(in crate::fix::propose) fn add(input: &Input<'_>, moves: &WorkspaceEffects<'_>, blockers: &Blockers, made: &mut [RankedDrafts]) {
    for rule in &input.catalogue.contexts().twins().requests {
        let Some(client) = &rule.client else { continue };
        let kept = Kept { input, moves, blockers, rule, client };
        let mut known: BTreeMap<CrateId, Option<Draft>> = BTreeMap::new();
        for made in made.iter_mut().filter(|made| is_about(blockers, &|api| kept.is_of_package(api), made)) {
            let draft = known.entry(made.def.krate).or_insert_with(|| kept.draft(made.def.krate).ok());
            if let Some(draft) = draft.as_ref().filter(|_| !made.drafts.iter().any(|draft| kept.is_its(draft))) {
                made.drafts.push(draft.clone());
            }
        }
    }
}

/// The value of one rule.
struct Kept<'a, 'r> {
    input: &'r Input<'a>,
    moves: &'r WorkspaceEffects<'a>,
    blockers: &'r Blockers,
    rule: &'r AsyncRequest,
    client: &'r RequestClient,
}

impl Kept<'_, '_> {
    /// The name of the blocking client's package in paths, and that of the type.
    fn blocking(&self) -> (&str, &str) {
        self.client.blocking.split_once("::").unwrap_or_default()
    }

    /// Whether an API is one of the blocking client's package.
    fn is_of_package(&self, api: ApiIndex) -> bool {
        let path = &self.input.catalogue.api(api).path;
        path.strip_prefix(self.blocking().0).is_some_and(|rest| rest.starts_with("::"))
    }

    /// Whether a draft already uses the async client.
    fn is_its(&self, draft: &Draft) -> bool {
        draft.form == Form::Replace && draft.title.ends_with(&self.rule.differs)
    }

    fn has_value(&self, ty: &Ty) -> bool {
        let store = self.input.db.store;
        ty.any(&mut |part| matches!(part.kind(), TyKind::Adt(def, _) if *store.canonical_path(*def) == *self.client.blocking))
    }

    /// The change of the whole package.
    fn draft(&self, krate: CrateId) -> Result<Draft, Guard> {
        let (input, store) = (self.input, self.input.db.store);
        self.is_of_one_crate(krate)?;
        let mentions = LazyCell::new(|| Mentions::new(input.db, input.texts, input.kept));
        let members = self.members(krate, &mentions)?;
        let mut draft = Draft::new(Form::Replace, Applicability::Unsafe);
        let mut edits = Edits::default();
        let name_of = |package: &str| (input.crate_use)(krate, &package_called(input, krate, package)).map(|used| used.name);
        let (Some(name), Some(blocking)) = (name_of(&self.rule.package), name_of(self.blocking().0)) else { return Err(Guard::NoRuntime) };
        let mut all: BTreeMap<&Path, Vec<Span>> = BTreeMap::new();
        for &def in store.bodies_of(krate) {
            let scene = Scene::new(input, self.moves, &[], def).ok_or(Guard::UnusualForm)?;
            let scene = if members.fns.contains(&def) { scene.made_async() } else { scene };
            let made = self.body(&scene, &name, &mut edits, &mut draft)?;
            all.entry(&store.file(def).path).or_default().extend(made);
        }
        for file in &store.krate(krate).files {
            let made = all.get(&*file.path).map_or(&[][..], Vec::as_slice);
            edits.extend(file, self.names(file, (&blocking, &name), made)?);
        }
        if !members.fns.is_empty() {
            chain::await_calls(input, self.moves, &mentions, &members, (&mut edits, &mut draft))?;
        }
        if draft.is_refused() {
            return Err(Guard::UnusualForm);
        }
        draft.title = format!("for all code that shares this client, use that of `{}`, which {}", self.rule.package, self.rule.differs);
        draft.elsewhere = edits.finish(input)?;
        Ok(draft)
    }

    /// An error if another crate of the workspace shares values with this one.
    fn is_of_one_crate(&self, krate: CrateId) -> Result<(), Guard> {
        let store = self.input.db.store;
        for &of in store.local_crates() {
            for &def in store.bodies_of(of) {
                let is_user = self.input.db.body_types(def).is_some_and(|types| types.exprs.iter().any(|ty| self.has_value(ty)));
                let Some(scene) = is_user.then(|| Scene::new(self.input, self.moves, &[], def)).flatten() else { continue };
                let shared = client::sharing(&scene, &|ty| self.has_value(ty));
                if shared.iter().any(|other| *other != of && [of, *other].contains(&krate)) {
                    return Err(Guard::OtherUse);
                }
            }
        }
        Ok(())
    }

    /// The fns that make requests and become async for it.
    fn members(&self, krate: CrateId, mentions: &Mentions<'_>) -> Result<Members, Guard> {
        let mut members = Members { fns: Vec::new() };
        for &def in self.input.db.store.bodies_of(krate) {
            let scene = Scene::new(self.input, self.moves, &[], def).ok_or(Guard::UnusualForm)?;
            let mut requests = scene.body.exprs.iter_enumerated().filter(|(id, _)| self.begins(&scene, *id));
            if requests.any(|(id, _)| scene.root(id) == Err(Guard::NotAsync)) {
                members.fns.extend(chain::members_of(self.input, self.moves, self.blockers, mentions, def)?.fns);
            }
        }
        members.fns.sort_unstable();
        members.fns.dedup();
        let is_own = |what: Blocking| match what {
            Blocking::Api(api) => self.is_of_package(api),
            Blocking::Fn(_) => true,
            Blocking::Other => false,
        };
        if members.fns.iter().flat_map(|def| &self.blockers[def]).all(|blocker| is_own(blocker.what)) {
            Ok(members)
        } else {
            Err(Guard::NotAsync)
        }
    }

    /// Whether a call begins a request of the value.
    fn begins(&self, scene: &Scene<'_>, call: ExprId) -> bool {
        scene.callee_path(call).is_some_and(|path| self.client.methods.contains(&path))
    }

    /// Changes the requests of one body, and what makes the value. Returns where it is made.
    fn body<'s>(&self, scene: &Scene<'s>, name: &str, edits: &mut Edits<'s>, draft: &mut Draft) -> Result<Vec<Span>, Guard> {
        let mut found = Vec::new();
        for (id, _) in scene.body.exprs.iter_enumerated() {
            let ty = scene.ty(id);
            if self.begins(scene, id) {
                let request = Request { input: self.input, scene, rule: self.rule, client: Some(self.client) };
                let mut one = Draft::new(Form::Replace, Applicability::Unsafe);
                request.fill(id, &mut one)?;
                draft.take_guards(&one);
                draft.features.extend(one.features);
                edits.extend(scene.file, one.changes);
            } else if let TyKind::FnDef(def, _) = ty.kind() {
                let path = scene.store().canonical_path(*def);
                // A fn that is passed by name.
                if !is_callee(scene, id) && (self.client.methods.iter().any(|one| *one == *path) || self.makes(&path)) {
                    return Err(Guard::OtherUse);
                }
            } else if self.has_value(ty) {
                let is_bare = path_of(scene.db, ty).is_some_and(|path| path == self.client.blocking);
                if is_bare && scene.callee_path(id).is_some_and(|path| self.makes(&path)) {
                    let code = self.made(scene, id)?;
                    let code = code.replacen(&format!("{}::", self.rule.package), &format!("{name}::"), 1);
                    edits.extend(scene.file, [(scene.span(id), code)]);
                    found.push(scene.span(id));
                } else if !is_known(scene, id) {
                    return Err(Guard::OtherUse);
                }
                if !self.goes_on(scene, id) {
                    return Err(Guard::OtherUse);
                }
            }
        }
        Ok(found)
    }

    /// Whether a fn of the blocking client's package makes the value or its settings.
    fn makes(&self, path: &str) -> bool {
        self.client.makers.iter().any(|maker| maker.paths.iter().any(|one| one == path))
    }

    /// The code that makes the async client as a chain of calls makes the value.
    fn made(&self, scene: &Scene<'_>, call: ExprId) -> Result<String, Guard> {
        if scene.body.exprs[call].from_expansion || has_comment(scene.text(scene.span(call))) {
            return Err(Guard::Comment);
        }
        let path = scene.callee_path(call).ok_or(Guard::OtherUse)?;
        let maker = self.client.makers.iter().find(|maker| maker.paths.contains(&path)).ok_or(Guard::OtherUse)?;
        let (receiver, args) = scene.receiver_and_args(call);
        let mut code = match (maker.code.strip_prefix("{self}"), receiver) {
            (Some(rest), Some(receiver)) => format!("{}{rest}", self.made(scene, receiver)?),
            (None, None) => maker.code.clone(),
            _ => return Err(Guard::UnusualForm),
        };
        if let Some(&arg) = args.first() {
            let value = match scene.kind(arg) {
                ExprKind::Call { args, .. } if maker.some && scene.text(scene.span(arg)).starts_with("Some(") => {
                    *args.first().ok_or(Guard::UnusualForm)?
                }
                _ if maker.some => return Err(Guard::UnusualForm),
                _ => arg,
            };
            let (before, after) = code.rsplit_once("{0}").ok_or(Guard::UnusualForm)?;
            code = format!("{before}{}{after}", scene.text(scene.span(value)));
        }
        Ok(code)
    }

    /// Whether what is done with a value next suits the async client too.
    fn goes_on(&self, scene: &Scene<'_>, id: ExprId) -> bool {
        let Some(above) = scene.parent(id) else { return true };
        match scene.kind(above) {
            ExprKind::MethodCall { receiver, method, .. } if *receiver == id => {
                self.begins(scene, above) || *method == "clone" || UNWRAPPERS.contains(&method.as_str()) || is_known(scene, above)
            }
            ExprKind::Call { .. } | ExprKind::MethodCall { .. } => is_known(scene, above),
            ExprKind::Binary { .. } | ExprKind::Index { .. } | ExprKind::Cast { .. } | ExprKind::For { .. } | ExprKind::Macro(_) => false,
            _ => true,
        }
    }

    /// The changes where a file names the type: by its path, or by a name that it imports. An error if that is unclear.
    fn names(&self, file: &FileData, (blocking, name): (&str, &str), made: &[Span]) -> Result<Vec<Change>, Guard> {
        let input = self.input;
        let (_, ty) = self.blocking();
        let text: &str = &file.text;
        if !text.contains(ty) {
            return Ok(Vec::new());
        }
        let (_, twin) = self.client.twin.split_once("::").ok_or(Guard::UnusualForm)?;
        let whole = Span::new(0, u32::try_from(text.len()).unwrap_or(u32::MAX));
        let tokens = input.texts.tokens(text);
        let code = tokens.code_in(whole);
        let word = |index: usize| code.get(index).map_or("", |lexeme| tokens.word(lexeme));
        let is_sep =
            |index: usize| [index, index + 1].iter().all(|index| code.get(*index).is_some_and(|at| at.kind == LexKind::Punct(b':')));
        let imports: Vec<_> = file.facts.items.iter().filter_map(|item| Some((item.name, as_use(item)?))).collect();
        let is_import = |span: Span| imports.iter().any(|(_, decl)| decl.statement.contains(span));
        let mut changes = Vec::new();
        let mut is_imported = false;
        for index in (0..code.len()).filter(|index| word(*index) == ty) {
            let span = span_of(&code[index]);
            if index >= 3 && is_sep(index - 2) && word(index - 3) == blocking && !made.iter().any(|made| made.contains(span)) {
                let path = Span::new(span_of(&code[index - 3]).start, span.end);
                let is_whole = !is_sep(index + 1) && word(index + 1) != "as";
                if !is_whole {
                    return Err(Guard::OtherUse);
                }
                is_imported |= is_import(span);
                changes.push((path, format!("{name}::{twin}")));
            } else if is_import(span)
                && imports
                    .iter()
                    .any(|(_, decl)| decl.path.segments.first().is_some_and(|head| head.name == *blocking) && decl.statement.contains(span))
            {
                return Err(Guard::AmbiguousImport);
            }
        }
        if is_imported {
            if imports::may_name(&file.facts, input.texts, text, twin) {
                return Err(Guard::AmbiguousImport);
            }
            for span in tokens.heads(ty, AsModule::No, whole) {
                if !made.iter().any(|made| made.contains(span)) {
                    changes.push((span, twin.to_owned()));
                }
            }
        }
        Ok(changes)
    }
}

fn is_callee(scene: &Scene<'_>, id: ExprId) -> bool {
    let above = scene.parent(id).map(|above| scene.kind(above));
    matches!(above, Some(ExprKind::Call { callee, .. }) if *callee == id)
}

/// Whether a call, if it is one, runs a fn of the workspace or of std, or makes a value of a type: these take a value of any type.
fn is_known(scene: &Scene<'_>, id: ExprId) -> bool {
    if !matches!(scene.kind(id), ExprKind::Call { .. } | ExprKind::MethodCall { .. }) {
        return true;
    }
    match scene.types.callees.get(&id) {
        Some(Callee::Fn(callee)) => {
            let store = scene.store();
            callee.def.krate == store.std() || store.kind(callee.def.krate) == CrateKind::Local
        }
        Some(Callee::External(_)) | None => false,
        Some(_) => true,
    }
}
