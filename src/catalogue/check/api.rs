//! The checks of API files.

use super::{Known, Reporter};
use crate::catalogue::locate::Step;
use crate::catalogue::placeholders;
use crate::catalogue::schema::{Api, ApiFile, Arity, CallKind, Instead};
use crate::catalogue::since::Since;
use crate::nearest::nearest;
use semver::VersionReq;
use std::collections::BTreeSet;

/// Circumstances for `refuse-if`. All other blockers of a fix are checked for every API.
const GUARDS: [&str; 2] = ["sub-millisecond", "value-used"];

/// The last part: whether it is only true for one item, and only outside of loops.
type Identity = (String, CallKind, Option<Arity>, Vec<String>, Vec<String>, Option<String>, (bool, bool));

/// Entries seen so far in the files under check.
#[derive(Default)]
pub(super) struct Seen(BTreeSet<Identity>);

/// Checks one API file.
pub(super) fn file(data: &ApiFile, known: &Known<'_>, seen: &mut Seen, to: &mut Reporter<'_>) {
    to.path(&data.krate, &[Step::Key("crate")]);
    for (i, api) in data.api.iter().enumerate() {
        entry(Some(&data.krate), api, ("api", i), (known, seen), to);
    }
}

/// Checks entries under a key of a configuration, which may belong to any crate.
pub(super) fn list(key: &'static str, entries: &[Api], known: &Known<'_>, seen: &mut Seen, to: &mut Reporter<'_>) {
    for (i, api) in entries.iter().enumerate() {
        entry(None, api, (key, i), (known, seen), to);
    }
}

fn entry(krate: Option<&str>, api: &Api, at: (&'static str, usize), (known, seen): (&Known<'_>, &mut Seen), to: &mut Reporter<'_>) {
    let (list, i) = at;
    let here = |key| [Step::Key(list), Step::Index(i), Step::Key(key)];
    let element = |key, j| [Step::Key(list), Step::Index(i), Step::Key(key), Step::Index(j)];
    if api.paths.is_empty() && list != "blocking" {
        to.at(&here("paths"), "must not be empty");
    }
    for (j, written) in api.paths.iter().enumerate() {
        let steps = element("paths", j);
        for path in to.path(written, &steps) {
            match krate {
                Some(krate) if path.split("::").next() != Some(krate) || path == krate => {
                    to.at(&steps, format!("`{path}` is not a path into the crate `{krate}`"));
                }
                None if !path.contains("::") => to.at(&steps, format!("`{path}` is not a path into a crate")),
                _ => {}
            }
            let key = (
                path,
                api.call,
                api.arity,
                api.receiver.clone(),
                api.any_argument.clone(),
                api.versions.clone(),
                (api.one_item, api.outside_loops),
            );
            if seen.0.contains(&key) {
                to.at(&steps, format!("there is an entry for `{}` with the same conditions already", key.0));
            }
            seen.0.insert(key);
        }
    }
    if api.lint.is_empty() {
        to.at(&here("lint"), "missing field `lint`");
    } else if !known.lints.contains(api.lint.as_str()) {
        let meant = nearest(&api.lint, known.lints.iter().copied()).map(|meant| format!("; did you mean `{meant}`?"));
        to.at(&here("lint"), format!("there is no lint `{}`{}", api.lint, meant.unwrap_or_default()));
    }
    to.one_line(&api.why, &here("why"));
    for (key, list) in [("receiver", &api.receiver), ("except", &api.except), ("any-argument", &api.any_argument)] {
        for (j, class) in list.iter().enumerate() {
            if !known.classes.contains_key(class) {
                to.at(&element(key, j), format!("there is no receiver class `{class}`"));
            }
        }
    }
    let conditions = [("unless-made-by", &api.unless_made_by), ("unless-after", &api.unless_after), ("unless-woken", &api.unless_woken)];
    for (key, list) in conditions {
        for (j, path) in list.iter().enumerate() {
            to.path(path, &element(key, j));
        }
    }
    if let Some(arity) = api.arity
        && arity.min > arity.max
    {
        to.at(&here("arity"), format!("the minimum number of arguments, {}, is above the maximum, {}", arity.min, arity.max));
    }
    if let Some(versions) = &api.versions
        && let Err(e) = VersionReq::parse(versions)
    {
        to.at(&here("versions"), format!("not a version requirement: {e}"));
    }
    if let Some(text) = &api.verified {
        to.not_empty(text, &here("verified"));
    }
    for (runtime, instead) in &api.instead {
        if !known.runtimes.contains(runtime.as_str()) {
            let steps = [Step::Key(list), Step::Index(i), Step::Key("instead"), Step::Name(runtime)];
            to.at(
                &steps,
                format!("there is no runtime `{runtime}`; write one of {}", known.runtimes.iter().copied().collect::<Vec<_>>().join(", ")),
            );
        }
        replacement(instead, i, runtime, to);
    }
}

fn replacement(instead: &Instead, i: usize, runtime: &str, to: &mut Reporter<'_>) {
    let here = |key| [Step::Key("api"), Step::Index(i), Step::Key("instead"), Step::Key(runtime), Step::Key(key)];
    let below = |key, last| [here(key).as_slice(), &[last]].concat();
    to.not_empty(&instead.code, &here("code"));
    if let Some(name) = placeholders::unknown(&instead.code) {
        to.at(
            &here("code"),
            format!("there is no placeholder `{name}`; write `{{self}}`, `{{&self}}`, `{{0}}` to `{{9}}`, `{{args}}` or `{{name}}`"),
        );
    }
    if let Some(root) = &instead.root {
        for (key, path) in [("from", &root.from), ("to", &root.to)] {
            to.path(path, &below("root", Step::Key(key)));
        }
    }
    for (j, feature) in instead.features.iter().enumerate() {
        if !feature.split_once('/').is_some_and(|(package, name)| !package.is_empty() && !name.is_empty()) {
            to.at(&below("features", Step::Index(j)), format!("`{feature}` is not of the form `package/feature`"));
        }
    }
    if let Some(since) = &instead.since
        && let Err(message) = Since::parse(since)
    {
        to.at(&here("since"), message);
    }
    for (j, guard) in instead.refuse_if.iter().enumerate() {
        if !GUARDS.contains(&guard.as_str()) {
            to.at(&below("refuse-if", Step::Index(j)), format!("there is no guard `{guard}`; the guards are {}", GUARDS.join(", ")));
        }
    }
    if let Some(note) = &instead.note {
        to.one_line(note, &here("note"));
    }
}
