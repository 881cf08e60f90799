//! A blocking client that a package keeps in fields and passes between its fns: the async twin takes its place everywhere in the package, or
//! nowhere. Types are changed where they are named, so no declaration has to be found.

use super::super::chain::{self, Blockers, Members};
use super::super::code::mentions::Mentions;
use super::super::code::scene::Scene;
use super::super::draft::Draft;
use super::super::edits::Edits;
use super::super::thread_effects::WorkspaceEffects;
use super::super::values::across;
use super::super::{Input, RankedDrafts};
use super::Package;
use super::client::{self, Client, has_client, is_inside};
use super::names;
use crate::analysis::{Blocker, Blocking};
use crate::catalogue::{ApiIndex, AsyncTwin};
use crate::diagnostics::{Applicability, Form, Guard, Kind};
use crate::facts::ExprKind;
use crate::names::CrateId;
use std::cell::LazyCell;
use std::collections::BTreeMap;

/// Adds the fix to all findings about a client that no fix in one fn ends.
pub(in crate::fix::propose) fn add(input: &Input<'_>, moves: &WorkspaceEffects<'_>, blockers: &Blockers, made: &mut [RankedDrafts]) {
    for twin in &input.catalogue.contexts().twins().clients {
        // Where one fn is enough, the others stay as they are.
        let is_open = |made: &RankedDrafts| !made.offered().any(|draft| draft.form == Form::Replace);
        let is_own = |api| is_inside(twin, &input.catalogue.api(api).path);
        let mut known: BTreeMap<CrateId, Option<Draft>> = BTreeMap::new();
        for made in made.iter_mut().filter(|made| is_open(made) && is_about(blockers, &is_own, made)) {
            if !known.contains_key(&made.def.krate) {
                let crates = sharing(input, moves, twin, made.def.krate);
                let draft = draft(input, moves, blockers, twin, &crates).ok();
                known.extend(crates.into_iter().map(|krate| (krate, draft.clone())));
            }
            if let Some(Some(draft)) = known.get(&made.def.krate) {
                // To make the blocking client on another thread leaves the calls, and its drop, where they are.
                made.drafts = vec![draft.clone()];
            }
        }
    }
}

/// Whether a finding is about a client: by its own API, or by all that its callee waits for.
pub(super) fn is_about(blockers: &Blockers, is_api: &dyn Fn(ApiIndex) -> bool, made: &RankedDrafts) -> bool {
    match (made.kind, made.callee) {
        (Kind::Direct, _) => made.api.is_some_and(is_api),
        (Kind::Transitive, Some(callee)) => {
            let mut open = vec![callee];
            let mut seen = open.clone();
            while let Some(def) = open.pop() {
                for blocker in blockers.get(&def).map_or(&[][..], Vec::as_slice) {
                    match blocker.what {
                        Blocking::Api(api) if is_api(api) => {}
                        Blocking::Fn(next) if seen.contains(&next) => {}
                        Blocking::Fn(next) => {
                            seen.push(next);
                            open.push(next);
                        }
                        Blocking::Api(_) | Blocking::Other => return false,
                    }
                }
            }
            seen.iter().all(|def| blockers.contains_key(def))
        }
        (Kind::Transitive, None) => false,
    }
}

/// The crates that share values of the client with one, itself included.
fn sharing(input: &Input<'_>, moves: &WorkspaceEffects<'_>, twin: &AsyncTwin, first: CrateId) -> Vec<CrateId> {
    let store = input.db.store;
    let mut links: Vec<(CrateId, CrateId)> = Vec::new();
    for &krate in store.local_crates() {
        for &def in store.bodies_of(krate) {
            let is_user = input.db.body_types(def).is_some_and(|types| types.exprs.iter().any(|ty| has_client(store, twin, ty)));
            if let Some(scene) = is_user.then(|| Scene::new(input, moves, &[], def)).flatten() {
                let others = client::sharing(&scene, &|ty| has_client(store, twin, ty));
                links.extend(others.into_iter().map(|other| (krate, other)));
            }
        }
    }
    links.sort_unstable();
    links.dedup();
    let mut found = vec![first];
    let mut next = 0;
    while let Some(&krate) = found.get(next) {
        next += 1;
        for &(one, other) in &links {
            for (from, to) in [(one, other), (other, one)] {
                if from == krate && !found.contains(&to) {
                    found.push(to);
                }
            }
        }
    }
    found
}

fn draft(
    input: &Input<'_>,
    moves: &WorkspaceEffects<'_>,
    blockers: &Blockers,
    twin: &AsyncTwin,
    crates: &[CrateId],
) -> Result<Draft, Guard> {
    let store = input.db.store;
    let mut draft = Draft::new(Form::Replace, Applicability::Unsafe);
    let mut edits = Edits::default();
    let mut limits = Limits::default();
    let mut head = None;
    let mentions = LazyCell::new(|| Mentions::new(input.db, input.texts, input.kept));
    let mut members = Members { fns: Vec::new() };
    for def in crates.iter().flat_map(|krate| store.bodies_of(*krate)) {
        let scene = Scene::new(input, moves, &[], *def).ok_or(Guard::UnusualForm)?;
        let client = Client { scene: &scene, twin };
        let waits = client.waits(input)?;
        if waits.iter().any(|wait| scene.root(*wait) == Err(Guard::NotAsync)) {
            members.fns.extend(chain::members_of(input, moves, blockers, &mentions, *def)?.fns);
        }
    }
    members.fns.sort_unstable();
    members.fns.dedup();
    let is_own = |blocker: &Blocker| matches!(blocker.what, Blocking::Api(api) if is_inside(twin, &input.catalogue.api(api).path));
    let is_fn = |blocker: &Blocker| matches!(blocker.what, Blocking::Fn(_));
    if !members.fns.iter().flat_map(|def| &blockers[def]).all(|blocker| is_own(blocker) || is_fn(blocker)) {
        return Err(Guard::NotAsync);
    }
    for &krate in crates {
        let name = (input.crate_use)(krate, &twin.package).ok_or(Guard::OtherUse)?.name;
        for &def in store.bodies_of(krate) {
            let scene = Scene::new(input, moves, &[], def).ok_or(Guard::UnusualForm)?;
            let scene = if members.fns.contains(&def) { scene.made_async() } else { scene };
            if body(input, &scene, twin, (&mut edits, &mut limits), &mut draft)? && head.is_none() {
                head = Some(super::head(input, &scene, &Package::of(twin), &mut draft)?);
            }
        }
        for file in &store.krate(krate).files {
            edits.extend(file, names::changes(input.texts, file, twin, &name)?);
        }
    }
    if !members.fns.is_empty() {
        chain::await_calls(input, moves, &mentions, &members, (&mut edits, &mut draft))?;
    }
    if draft.is_refused() {
        return Err(Guard::UnusualForm);
    }
    let head = head.ok_or(Guard::NoRuntime)?;
    draft.title = format!("use the async client of `{head}` for all code that shares this one");
    if let Some(lacks) = twin.lacks.as_ref().filter(|_| !limits.are_kept()) {
        draft.title = format!("{}; it has {lacks}", draft.title);
    }
    draft.doubt_about(Guard::OtherBehaviour, "the client's type changes for all code that uses it".to_owned());
    draft.elsewhere = edits.finish(input)?;
    Ok(draft)
}

/// Whether the package's clients set what the twin lacks.
#[derive(Default)]
struct Limits {
    kept: usize,
    lost: usize,
}

impl Limits {
    const fn are_kept(&self) -> bool {
        self.kept > 0 && self.lost == 0
    }
}

/// Awaits what waits in one body. Whether it uses the client.
fn body<'a>(
    input: &Input<'a>,
    scene: &Scene<'a>,
    twin: &AsyncTwin,
    (edits, limits): (&mut Edits<'a>, &mut Limits),
    draft: &mut Draft,
) -> Result<bool, Guard> {
    let client = Client { scene, twin };
    client.is_followed()?;
    let mut is_user = false;
    for (id, expr) in scene.body.exprs.iter_enumerated() {
        if client.callee(id).is_some() {
            is_user = true;
            if let ExprKind::Call { .. } = expr.kind {
                let count = if client.is_limited(id) { &mut limits.kept } else { &mut limits.lost };
                *count += 1;
            }
        }
    }
    for id in client.waits(input)? {
        let (waits, change) = client.awaited(id)?;
        across::judge(scene, waits, scene.root(id)?, draft);
        edits.extend(scene.file, [change]);
    }
    Ok(is_user)
}
