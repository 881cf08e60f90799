//! Proposes fixes for findings, and gives the reason where a fix is doubtful or withheld.
//!
//! It reads facts, names, types and the catalogue at the sites that the analysis found, and fills [`Finding::fixes`] and
//! [`Finding::withheld`]. It never writes a file, and does not know which other fixes will be applied: each fix is correct by itself.
//!
//! [`Finding::fixes`]: crate::diagnostics::Finding::fixes
//! [`Finding::withheld`]: crate::diagnostics::Finding::withheld

mod agreed;
mod cancel;
mod chain;
mod channel;
mod code;
mod comments;
mod draft;
mod edits;
mod features;
mod groups;
mod handle;
mod hoist;
mod imports;
mod movable;
mod off_features;
mod offload;
mod reasons;
mod removed;
mod replace;
mod runtime;
mod sync_handler;
mod thread_effects;
mod together;
mod twin;
mod values;

pub use code::body_cache::Kept;
pub use code::texts::Texts;
pub use imports::superfluous::{names_through_parent, superfluous_imports};

use crate::analysis::{Outcome, RuntimeThreads, Site, SiteKey};
use crate::catalogue::{ApiEntry, ApiIndex, Catalogue, Instead};
use crate::diagnostics::{Applicability, Edit, Finding, Fix, Form, Guard, GuardOutcome, Kind, Withheld};
use crate::facts::{ExprId, ExprKind, LineIndex, Span};
use crate::names::{CrateId, DefId};
use crate::project::CrateUse;
use crate::types::TypeDb;
use code::mentions::Mentions;
use code::scene::Scene;
use draft::{Draft, MovesTo};
use features::manifest_edits;
use movable::{is_moved_with_others, is_offloadable};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use thread_effects::WorkspaceEffects;

/// Methods that unwrap a `Result` or add context to its error. They may stand between a call and the variable that its value is bound to.
const UNWRAPPERS: [&str; 5] = ["context", "expect", "map_err", "unwrap", "with_context"];

/// The lint about channels that block.
const MESSAGES: &str = "blocking-channel";

/// Everything that fixes depend on.
pub struct Input<'a> {
    /// Names and types of all crates.
    pub db: &'a TypeDb<'a>,
    /// The rules.
    pub catalogue: &'a Catalogue,
    /// The catalogue keys of the runtimes that a crate may use, preferred one first.
    pub runtimes: &'a (dyn Fn(CrateId) -> Vec<String> + Sync),
    /// Whether it is certain that one of them drives the crate.
    pub is_driver_certain: &'a (dyn Fn(CrateId) -> bool + Sync),
    /// Which runtimes the programs start.
    pub threads: &'a RuntimeThreads<'a>,
    /// The manifests in which a crate's dependencies may be declared: its package's, and that of the workspace around it.
    pub manifests: &'a (dyn Fn(CrateId) -> Option<Manifests> + Sync),
    /// How a file's path is shown.
    pub display: &'a (dyn Fn(&Path) -> String + Sync),
    /// A crate's direct dependency on a package.
    pub crate_use: &'a (dyn Fn(CrateId, &str) -> Option<CrateUse> + Sync),
    /// The name of the offload fn that fixes may add to a crate.
    pub offload_fn: &'a (dyn Fn(CrateId) -> Option<String> + Sync),
    /// The lexemes of files, shared by all findings.
    pub texts: &'a Texts,
    /// Facts about bodies, cached across runs.
    pub kept: &'a Kept,
}

/// The manifest of a package, and that of its workspace if it is another file.
#[derive(Clone, Debug)]
pub struct Manifests {
    /// The package's own.
    pub own: Manifest,
    /// The workspace's root manifest, unless it is the package's own.
    pub root: Option<Manifest>,
}

/// A manifest.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// Its path as findings show it.
    pub path: String,
    /// Its text.
    pub text: Arc<str>,
}

/// Fills in the fixes of all findings in code and in comments.
pub fn propose(input: &Input<'_>, outcome: &mut Outcome) {
    comments::propose(outcome);
    let offloaders = std::mem::take(&mut outcome.offloaders);
    let moves = WorkspaceEffects::new(input);
    let mut by_body: BTreeMap<DefId, Vec<(SiteKey, Site, &Finding)>> = BTreeMap::new();
    for finding in &outcome.findings {
        let key = SiteKey::of(finding);
        if let Some(site) = outcome.sites.get(&key) {
            by_body.entry(site.def).or_default().push((key, *site, finding));
        }
    }
    if !by_body.is_empty() {
        moves.prepare();
    }
    let mentions = OnceLock::new();
    let mut made: Vec<RankedDrafts> = by_body
        .into_par_iter()
        .flat_map_iter(|(def, findings)| {
            let scene = Scene::new(input, &moves, &offloaders, def);
            let becomes_async = sync_handler::keyword(input.db, input.catalogue, def, || {
                mentions.get_or_init(|| Mentions::new(input.db, input.texts, input.kept))
            });
            let scene = scene.map(|scene| if becomes_async.is_some() { scene.made_async() } else { scene });
            let make = |(key, site, finding): &(SiteKey, Site, &Finding)| {
                Some(RankedDrafts::new(input, &moves, scene.as_ref()?, key.clone(), *site, finding))
            };
            let mut made = findings.iter().filter_map(make).collect::<Vec<_>>();
            if let Some(scene) = &scene {
                handle::add(input, scene, &mut made);
                twin::one_fn::add(input, scene, &mut made);
                replace::whole::add(input, scene, &mut made);
                replace::entries::add(input, scene, &mut made);
                offload::run::add(input, &moves, scene, &mut made);
                twin::connection::add(input, scene, &mut made);
                twin::request::add(input, scene, &mut made);
                made.iter_mut().zip(&findings).for_each(|(made, (_, _, finding))| refuse_by_message(made, finding));
                offload::conditions::join(input, &moves, scene, &mut made);
                offload::nested::join(scene, &mut made);
                let last_resort = |made: &mut RankedDrafts, site, finding| last_resort(input, scene, (made, site, finding));
                made.iter_mut().zip(&findings).for_each(|(made, (_, site, finding))| last_resort(made, *site, finding));
                values::halves::refuse(scene, &outcome.blockers, &mut made);
                values::dropped_here::refuse(scene, &mut made);
                if let Some(keyword) = becomes_async {
                    sync_handler::make_async(input.db, def, keyword, &mut made);
                }
            }
            made
        })
        .collect();
    chain::add(input, &moves, &outcome.blockers, &mut made);
    channel::add(input, &moves, &mut made);
    twin::package::add(input, &moves, &outcome.blockers, &mut made);
    twin::kept::add(input, &moves, &outcome.blockers, &mut made);
    made.par_iter_mut().for_each(|made| made.finish(input));
    groups::join(&mut made);
    let made: BTreeMap<SiteKey, RankedDrafts> = made.into_iter().map(|made| (made.key.clone(), made)).collect();
    for finding in &mut outcome.findings {
        if let Some(made) = made.get(&SiteKey::of(finding)) {
            finding.fixes = made.fixes();
            finding.withheld = made.withheld();
            if let Some(help) = made.moves_to().and_then(|to| agreed::advice(&finding.help, to)) {
                finding.help = help;
            }
            if let Some(help) = made.api.and_then(|api| off_features::advice(input, made.def.krate, api, finding)) {
                finding.help = help;
            }
        } else if finding.fixes.is_empty() && input.catalogue.by_path(&finding.api).is_empty() {
            finding.withheld.extend(reasons::of(input, finding, None).map(refused));
        } else if finding.fixes.is_empty() {
            let text = outcome.sources.get(&finding.path).and_then(|text| text.get(finding.end.offset as usize..));
            // The call comes from a macro's definition; or it is a fn that is passed as a value, or a drop.
            let in_macro = text.is_some_and(|text| text.starts_with('!'));
            let guard = if in_macro { Guard::MacroArgument } else { Guard::UnusualForm };
            finding.withheld = vec![refused(guard)];
        }
    }
    removed::share(&mut outcome.findings);
    outcome.offloaders = offloaders;
}

/// A reason why there is no fix.
const fn refused(guard: Guard) -> Withheld {
    Withheld { guard, outcome: GuardOutcome::Refused, about: None }
}

/// The drafts for one finding, best first.
struct RankedDrafts {
    key: SiteKey,
    path: String,
    lines: Arc<FileLines>,
    /// The call that the finding is at.
    expr: ExprId,
    api: Option<ApiIndex>,
    /// The fn of the workspace that is called.
    callee: Option<DefId>,
    /// The fn that the finding is in.
    def: DefId,
    kind: Kind,
    drafts: Vec<Draft>,
    /// Why there is no fix if there are no drafts.
    reason: Option<Guard>,
}

/// A file's text and line starts, which outlive the scene.
struct FileLines {
    text: Arc<str>,
    lines: Arc<LineIndex>,
}

impl RankedDrafts {
    fn new(input: &Input<'_>, moves: &WorkspaceEffects<'_>, scene: &Scene<'_>, key: SiteKey, site: Site, finding: &Finding) -> Self {
        let lines = FileLines { text: Arc::clone(&scene.file.text), lines: Arc::clone(&scene.file.lines) };
        Self {
            key,
            path: finding.path.clone(),
            lines: Arc::new(lines),
            expr: site.expr,
            api: site.api,
            callee: chain::callee(scene, site.expr),
            def: site.def,
            kind: finding.kind,
            drafts: drafts(input, moves, scene, site, finding),
            reason: reasons::of(input, finding, Some((scene, site))),
        }
    }

    /// Adds the manifest edits that enable missing features, and sorts the drafts, best first.
    fn finish(&mut self, input: &Input<'_>) {
        for draft in self.drafts.iter_mut().filter(|draft| !draft.is_refused() && !draft.features.is_empty()) {
            match manifest_edits(input, self.def.krate, &draft.features) {
                Some(edits) => draft.elsewhere.extend(edits),
                None => draft.refuse(Guard::FeatureMissing),
            }
        }
        let is_last_resort = |draft: &Draft| draft.guards().iter().any(|note| note.guard == Guard::InPlace);
        self.drafts.sort_by_key(|draft| (draft.is_refused(), draft.outcome(), is_last_resort(draft)));
    }

    fn fixes(&self) -> Vec<Fix> {
        self.offered().map(|draft| self.fix(draft)).collect()
    }

    fn offered(&self) -> impl Iterator<Item = &Draft> {
        self.drafts.iter().filter(|draft| !draft.is_refused())
    }

    /// The fn that the best fix moves the call to.
    fn moves_to(&self) -> Option<&MovesTo> {
        self.offered().next()?.moves_to.as_ref()
    }

    fn fix(&self, draft: &Draft) -> Fix {
        let position = |at| self.lines.lines.position(&self.lines.text, at);
        let edit = |(span, text): &(Span, String)| Edit {
            path: self.path.clone(),
            start: position(span.start),
            end: position(span.end),
            text: text.clone(),
        };
        let mut edits: Vec<Edit> = draft.changes.iter().chain(&draft.apart).map(edit).chain(draft.elsewhere.iter().cloned()).collect();
        edits.sort_by(|a, b| (&a.path, a.start, a.end).cmp(&(&b.path, b.start, b.end)));
        edits.dedup();
        Fix { form: draft.form, applicability: draft.outcome(), title: draft.title.clone(), edits }
    }

    /// The notes of the best draft. If all drafts are refused, the reasons of one of them.
    fn withheld(&self) -> Vec<Withheld> {
        let mut withheld: Vec<Withheld> = match self.drafts.first() {
            Some(best) if !best.is_refused() => best.guards().to_vec(),
            // Prefer the replacement, unless the runtime that it needs is an optional dependency.
            _ => {
                let lacks = |note: &Withheld| note.guard == Guard::OptionalRuntime;
                let is_natural = |draft: &&Draft| draft.form == Form::Replace && !draft.guards().iter().any(lacks);
                let other = || self.drafts.iter().find(|draft| !draft.guards().iter().any(lacks));
                let natural = self.drafts.iter().find(is_natural).or_else(other).or(self.drafts.first());
                let notes = natural.into_iter().flat_map(Draft::guards);
                notes.filter(|note| note.outcome == GuardOutcome::Refused).cloned().collect()
            }
        };
        if self.drafts.is_empty() {
            withheld.extend(self.reason.map(refused));
        }
        withheld.sort();
        withheld.dedup();
        withheld
    }
}

/// The possible fixes of one finding.
fn drafts(input: &Input<'_>, moves: &WorkspaceEffects<'_>, scene: &Scene<'_>, site: Site, finding: &Finding) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    if finding.lint == replace::unflushed::LINT {
        return vec![replace::unflushed::draft(scene, site.expr)];
    }
    if input.catalogue.lint(&finding.lint).is_some_and(|lint| lint.file.no_fix == Some(Guard::GuardScope)) {
        return replace::guard_scope::draft(scene, site.expr).into_iter().collect();
    }
    // A fn that is passed by name has no arguments to rewrite.
    let is_value = matches!(scene.kind(site.expr), ExprKind::Path(_));
    if finding.kind == Kind::Direct
        && !is_value
        && let Some(api) = site.api.map(|api| input.catalogue.api(api))
        && let Some(instead) = instead(input, scene, api)
    {
        let draft = replace::draft(input, scene, site.expr, api, instead);
        drafts.extend(draft.is_refused().then(|| replace::event::draft(input, scene, site.expr, (api, instead))).flatten());
        drafts.push(draft);
    }
    if is_moved_with_others(input, site, finding) {
        let mut draft = Draft::new(Form::Offload, Applicability::Safe);
        draft.refuse(Guard::LazyResult);
        drafts.extend(offload::stored_closure::draft(input, moves, scene, site.expr));
        drafts.push(draft);
    } else if is_offloadable(input, site, finding)
        && drafts.iter().all(|draft| draft.is_refused() || draft.outcome() != Applicability::Safe)
    {
        let runner = offload::closures::runner(scene, site.expr).or_else(|| offload::closures::runner_of_value(scene, site.expr));
        let runner = runner.map(|runner| offload::draft(input, moves, scene, runner));
        drafts.extend(runner.filter(|draft| !draft.is_refused()));
        if drafts.iter().all(Draft::is_refused) {
            drafts.extend(offload::stored_closure::draft(input, moves, scene, site.expr));
        }
        drafts.push(offload::draft(input, moves, scene, site.expr));
    }
    drafts
}

/// Refuses fixes that move the end of a channel to another thread and back. A thread for each message costs more than the wait; the channel is what has
/// to change.
fn refuse_by_message(made: &mut RankedDrafts, finding: &Finding) {
    if finding.lint == MESSAGES && finding.kind == Kind::Direct {
        made.drafts.iter_mut().filter(|draft| draft.gives_back).for_each(|draft| draft.refuse(Guard::OtherDesign));
    }
}

/// Adds `block_in_place` if all other drafts are refused.
fn last_resort(input: &Input<'_>, scene: &Scene<'_>, (made, site, finding): (&mut RankedDrafts, Site, &Finding)) {
    let is_final = |note: &Withheld| note.outcome == GuardOutcome::Refused && !replace::in_place::may_help(note.guard);
    let is_barred = |draft: &Draft| draft.form == Form::Offload && draft.guards().iter().any(is_final);
    let is_left = made.drafts.iter().all(Draft::is_refused) && !made.drafts.iter().any(is_barred);
    if is_left && is_offloadable(input, site, finding) {
        made.drafts.extend(replace::in_place::draft(input, input.threads, scene, site.expr, finding));
    }
}

/// What can be written in place of an API in this crate.
fn instead<'a>(input: &Input<'a>, scene: &Scene<'_>, api: &'a ApiEntry) -> Option<&'a Instead> {
    let runtimes = (input.runtimes)(scene.def.krate);
    let instead = api.instead_among(&runtimes);
    instead.filter(|instead| instead.form == Form::Replace && instead.applicability != Applicability::Display)
}
