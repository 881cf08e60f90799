//! A channel of std whose ends are all visible: tokio's takes its place, and receiving awaits. Ends are variables, their clones, parameters
//! of fns of the workspace, and fields of its structs; an end that is returned or given to other code leaves the channel as it is.

mod ends;
mod fields;
mod received;
mod threads;
mod uses;

use super::code::mentions::Mentions;
use super::code::scene::Scene;
use super::draft::Draft;
use super::edits::Edits;
use super::thread_effects::WorkspaceEffects;
use super::{Input, RankedDrafts, replace};
use crate::diagnostics::{Applicability, Form, Guard, Kind};
use crate::facts::{ExprId, ExprKind};
use crate::names::{CrateId, DefId};
use crate::types::Callee;
use ends::Ends;
use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

/// The module of std's channels, with a separator.
const MODULE: &str = "std::sync::mpsc::";

/// A channel of std.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    /// `channel()`: sending never waits.
    Unbounded,
    /// `sync_channel(n)`.
    Bounded,
}

/// One end of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Sender,
    Receiver,
}

impl Sort {
    /// The name of the fn that makes a channel: std's, and tokio's.
    const fn maker(self) -> (&'static str, &'static str) {
        match self {
            Self::Unbounded => ("channel", "unbounded_channel"),
            Self::Bounded => ("sync_channel", "channel"),
        }
    }

    /// The name of an end's type: std's, and tokio's.
    const fn types(self, end: End) -> (&'static str, &'static str) {
        match (self, end) {
            (Self::Unbounded, End::Sender) => ("Sender", "UnboundedSender"),
            (Self::Unbounded, End::Receiver) => ("Receiver", "UnboundedReceiver"),
            (Self::Bounded, End::Sender) => ("SyncSender", "Sender"),
            (Self::Bounded, End::Receiver) => ("Receiver", "Receiver"),
        }
    }
}

/// A call that makes a channel.
struct Made {
    def: DefId,
    call: ExprId,
    sort: Sort,
}

/// A fix for a channel, and where its ends are used.
struct Fixed {
    draft: Draft,
    uses: BTreeSet<(DefId, ExprId)>,
}

/// Adds the fix to all findings about channels that it ends.
pub(super) fn add(input: &Input<'_>, moves: &WorkspaceEffects<'_>, made: &mut [RankedDrafts]) {
    let is_of_std = |made: &RankedDrafts| made.api.is_some_and(|api| input.catalogue.api(api).path.starts_with(MODULE));
    let is_open = |made: &&mut RankedDrafts| made.kind == Kind::Direct && is_of_std(made);
    let mentions = LazyCell::new(|| Mentions::new(input.db, input.texts, input.kept));
    let mut known: BTreeMap<CrateId, Vec<Fixed>> = BTreeMap::new();
    for made in made.iter_mut().filter(is_open) {
        let krate = made.def.krate;
        let fixed = known.entry(krate).or_insert_with(|| {
            let fix = |channel| fixed(input, moves, &mentions, &channel).ok();
            channels(input, krate).into_iter().filter_map(fix).collect()
        });
        if let Some(fixed) = fixed.iter().find(|fixed| fixed.uses.contains(&(made.def, made.expr))) {
            // A thread for each message costs more than the wait.
            made.drafts = vec![fixed.draft.clone()];
        }
    }
}

/// The channels of std that a crate makes.
fn channels(input: &Input<'_>, krate: CrateId) -> Vec<Made> {
    let store = input.db.store;
    let mut found = Vec::new();
    for &def in store.bodies_of(krate) {
        let Some(types) = input.db.body_types(def) else { continue };
        for (&call, callee) in &types.callees {
            let Callee::Fn(callee) = callee else { continue };
            if callee.def.krate != store.std() {
                continue;
            }
            let path = store.canonical_path(callee.def);
            let sort = [Sort::Unbounded, Sort::Bounded].into_iter().find(|sort| path.strip_prefix(MODULE) == Some(sort.maker().0));
            found.extend(sort.map(|sort| Made { def, call, sort }));
        }
    }
    found.sort_by_key(|made| (made.def, made.call));
    found
}

fn fixed(input: &Input<'_>, moves: &WorkspaceEffects<'_>, mentions: &Mentions<'_>, made: &Made) -> Result<Fixed, Guard> {
    let scene = Scene::new(input, moves, &[], made.def).ok_or(Guard::UnusualForm)?;
    let mut draft = Draft::new(Form::Replace, Applicability::IfItCompiles);
    let head = head(input, &scene, &mut draft)?;
    let module = format!("{head}::sync::mpsc");
    let ExprKind::Call { callee, args } = scene.kind(made.call) else { return Err(Guard::UnusualForm) };
    let ExprKind::Path(path) = scene.kind(*callee) else { return Err(Guard::UnusualForm) };
    // A channel of capacity 0 has no twin.
    let has_room = |arg: &ExprId| matches!(scene.kind(*arg), ExprKind::Literal(crate::facts::Literal::Int(Some(n), _)) if *n > 0);
    if made.sort == Sort::Bounded && !args.iter().all(has_room) || scene.body.exprs[made.call].from_expansion {
        return Err(Guard::UnusualForm);
    }
    let mut edits = Edits::default();
    edits.extend(input.db.store.file(made.def), [ends::renamed(path, &format!("{module}::{}", made.sort.maker().1))?]);
    let ends = Ends::of(input, moves, mentions, &scene, made)?;
    let mut uses = BTreeSet::from([(made.def, made.call)]);
    let mut has_wait = false;
    for (&(def, pat), &end) in &ends.variables {
        let scene = Scene::new(input, moves, &[], def).ok_or(Guard::UnusualForm)?;
        let used = uses::of(&scene, mentions, (pat, end, made.sort), &head, &mut draft)?;
        has_wait |= used.awaits;
        uses.extend(used.at.into_iter().map(|at| (def, at)));
        edits.extend(input.db.store.file(def), used.changes);
    }
    for kept in ends.fields.values() {
        for &(def, place) in &kept.known.places {
            let scene = Scene::new(input, moves, &[], def).ok_or(Guard::UnusualForm)?;
            let used = uses::of_place(&scene, mentions, (place, kept.end, made.sort), &head, &mut draft)?;
            has_wait |= used.awaits;
            uses.extend(used.at.into_iter().map(|at| (def, at)));
            edits.extend(input.db.store.file(def), used.changes);
        }
    }
    for (def, change) in ends.declared(input, &module, made.sort)? {
        edits.extend(input.db.store.file(def), [change]);
    }
    if draft.is_refused() || !has_wait {
        return Err(Guard::UnusualForm);
    }
    draft.title = format!("use `{module}::{}` for this channel", made.sort.maker().1);
    draft.elsewhere = edits.finish(input)?;
    Ok(Fixed { draft, uses })
}

/// The name in code of tokio, whose feature for channels the fix needs.
fn head(input: &Input<'_>, scene: &Scene<'_>, draft: &mut Draft) -> Result<String, Guard> {
    let runtimes = (input.runtimes)(scene.def.krate);
    let is_tokio = runtimes.first().is_some_and(|runtime| runtime == "tokio");
    let receive = input.catalogue.by_path("std::sync::mpsc::Receiver::recv").first();
    let instead = receive.and_then(|api| input.catalogue.api(*api).instead.get("tokio")).filter(|_| is_tokio);
    replace::needs(input, scene, instead.ok_or(Guard::NoRuntime)?, replace::home(scene), draft).ok_or(Guard::NoRuntime)
}
