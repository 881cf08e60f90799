//! API entries, one for each path.

use super::lints::LintIndex;
use super::schema::{Api, Arity, CallKind, Certainty, Instead, Owner, SilentIf};
use crate::diagnostics::{Cost, Level};
use semver::{Version, VersionReq};
use std::collections::BTreeMap;
use std::sync::Arc;

index_vec::define_index_type! {
    /// An entry of the catalogue; sorted by path, then by place in the data.
    pub struct ApiIndex = u32;
}

/// A blocking API: one path out of an [`Api`], with the lint's defaults filled in.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of the data")]
pub struct ApiEntry {
    /// Canonical public path: `std::fs::read`.
    pub path: String,
    /// The crate's name in code.
    pub crate_name: String,
    /// The lint that reports it.
    pub lint: LintIndex,
    /// Its own cost, or else the lint's.
    pub cost: Cost,
    /// Its own level, or else the lint's default.
    pub level: Level,
    /// Its level in handlers, if it differs.
    pub in_handlers: Option<Level>,
    /// Its level in handlers, in spawned tasks, and in loops around calls that lead to it.
    pub in_tasks: Option<Level>,
    /// Completes "`path` …".
    pub why: Arc<str>,
    /// How it is called.
    pub call: CallKind,
    /// Whether the method belongs to a type or a trait.
    pub owner: Owner,
    /// Number of arguments without the receiver, if it matters.
    pub arity: Option<Arity>,
    /// Names of classes; the receiver must be of one. Empty: any receiver.
    pub receiver: Arc<[String]>,
    /// Names of classes; the receiver must be of none.
    pub except: Arc<[String]>,
    /// Names of classes; some argument must be of one. Empty: any arguments.
    pub any_argument: Arc<[String]>,
    /// Arguments that make it harmless.
    pub silent_if: Arc<[SilentIf]>,
    /// It does not block on a receiver that one of these fns made.
    pub unless_made_by: Arc<[String]>,
    /// Fns that, called before it in the same fn, show that it does not wait.
    pub unless_after: Arc<[String]>,
    /// Fns that wake a thread: a dependency that calls one of them first has told its helper thread to end.
    pub unless_woken: Arc<[String]>,
    /// It does not wait where a call of one of these fns has returned `true`.
    pub unless_true: Arc<[String]>,
    /// Harmless on a static that an entry point fills before it serves.
    pub unless_filled: bool,
    /// Harmless where its result is kept for good.
    pub unless_kept: bool,
    /// Whether it is only true where the code asks the returned iterator for one item.
    pub one_item: bool,
    /// Whether it is only true for a call outside of loops.
    pub outside_loops: bool,
    /// Whether all its calls must come from the same thread.
    pub one_thread: bool,
    /// The crate versions for which the entry is true.
    pub versions: Option<VersionReq>,
    /// Whether it blocks at each `next` of what it returns rather than in the call.
    pub lazy: bool,
    /// Argument values with which a call certainly blocks; with any other it may.
    pub certain_if: Arc<[SilentIf]>,
    /// Whether a call of it is sure to block.
    pub certainty: Certainty,
    /// What to write instead, by runtime (`tokio`, `async-std`, `smol`, `actix`, `any`).
    pub instead: Arc<BTreeMap<String, Instead>>,
    /// The data file, for messages.
    #[cfg_attr(not(any(test, feature = "internals")), expect(dead_code, reason = "tests tell where an entry stands"))]
    pub file: Arc<str>,
}

impl ApiEntry {
    /// Whether the entry is true for this version of its crate; assumed if the version is unknown.
    #[must_use]
    pub fn applies_to(&self, version: Option<&Version>) -> bool {
        match (&self.versions, version) {
            (Some(versions), Some(version)) => versions.matches(version),
            _ => true,
        }
    }

    /// The replacement for the first of these runtimes that has one, else the one for `any`; tokio's if there is no runtime.
    #[must_use]
    pub fn instead_among(&self, runtimes: &[String]) -> Option<&Instead> {
        let own = runtimes.iter().find_map(|runtime| self.instead.get(runtime));
        let tokio = || self.instead.get("tokio").filter(|_| runtimes.is_empty());
        own.or_else(|| self.instead.get("any")).or_else(tokio)
    }

    /// The path's last segment: the fn's, method's or type's name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path.rsplit("::").next().unwrap_or(&self.path)
    }
}

/// Paths with brace lists expanded. The checks have reported paths that do not expand.
fn expanded(paths: &[String]) -> Arc<[String]> {
    paths.iter().flat_map(|path| super::braces::expand(path).unwrap_or_default()).collect()
}

/// What the entries of one [`Api`] have in common.
pub(super) struct Shared {
    why: Arc<str>,
    receiver: Arc<[String]>,
    except: Arc<[String]>,
    any_argument: Arc<[String]>,
    silent_if: Arc<[SilentIf]>,
    certain_if: Arc<[SilentIf]>,
    unless_made_by: Arc<[String]>,
    unless_true: Arc<[String]>,
    unless_after: Arc<[String]>,
    unless_woken: Arc<[String]>,
    versions: Option<VersionReq>,
    instead: Arc<BTreeMap<String, Instead>>,
}

impl Shared {
    /// Copies the shared data once. The checks have reported version requirements that do not parse.
    pub(super) fn of(api: &Api) -> Self {
        Self {
            why: api.why.as_str().into(),
            receiver: api.receiver.as_slice().into(),
            except: api.except.as_slice().into(),
            any_argument: api.any_argument.as_slice().into(),
            silent_if: api.silent_if.as_slice().into(),
            certain_if: api.certain_if.as_slice().into(),
            unless_made_by: expanded(&api.unless_made_by),
            unless_after: expanded(&api.unless_after),
            unless_woken: expanded(&api.unless_woken),
            unless_true: expanded(&api.unless_true),
            versions: api.versions.as_deref().and_then(|v| VersionReq::parse(v).ok()),
            instead: Arc::new(api.instead.clone()),
        }
    }

    /// The replacements with `{name}` filled in; without `{name}`, all paths share one copy.
    fn instead_of(&self, name: &str) -> Arc<BTreeMap<String, Instead>> {
        if self.instead.values().all(|i| !i.code.contains("{name}")) {
            return Arc::clone(&self.instead);
        }
        let mut own = (*self.instead).clone();
        for instead in own.values_mut() {
            instead.code = instead.code.replace("{name}", name);
        }
        Arc::new(own)
    }

    /// The entry for one path, and another one for its calls outside of loops if these are brief.
    pub(super) fn entries(&self, path: String, api: &Api, lint: (LintIndex, &super::Lint), file: &Arc<str>) -> Vec<ApiEntry> {
        let entry = self.entry(path, api, lint, file);
        if !api.brief {
            return vec![entry];
        }
        let outside = ApiEntry { level: entry.level.min(Level::Note), in_tasks: Some(entry.level), outside_loops: true, ..entry.clone() };
        vec![entry, outside]
    }

    /// The entry for one path.
    fn entry(&self, path: String, api: &Api, lint: (LintIndex, &super::Lint), file: &Arc<str>) -> ApiEntry {
        let name = path.rsplit("::").next().unwrap_or_default().to_owned();
        let crate_name = path.split("::").next().unwrap_or_default().to_owned();
        ApiEntry {
            path,
            crate_name,
            lint: lint.0,
            cost: api.cost.unwrap_or(lint.1.file.cost),
            level: api.level.unwrap_or(lint.1.file.level),
            in_handlers: api.in_handlers,
            in_tasks: None,
            why: Arc::clone(&self.why),
            call: api.call,
            owner: api.owner,
            arity: api.arity,
            receiver: Arc::clone(&self.receiver),
            except: Arc::clone(&self.except),
            any_argument: Arc::clone(&self.any_argument),
            silent_if: Arc::clone(&self.silent_if),
            unless_made_by: Arc::clone(&self.unless_made_by),
            unless_after: Arc::clone(&self.unless_after),
            unless_woken: Arc::clone(&self.unless_woken),
            unless_true: Arc::clone(&self.unless_true),
            unless_filled: api.unless_filled,
            unless_kept: api.unless_kept,
            one_item: api.one_item,
            outside_loops: api.outside_loops,
            one_thread: api.one_thread,
            versions: self.versions.clone(),
            lazy: api.lazy,
            certain_if: Arc::clone(&self.certain_if),
            // An entry that nobody has checked is not sure to block.
            certainty: if api.verified.as_deref() == Some("unverified") { Certainty::May } else { api.certainty },
            instead: self.instead_of(&name),
            file: Arc::clone(file),
        }
    }
}
