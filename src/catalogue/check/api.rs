//! The checks of API files.

use super::{Known, Reporter};
use crate::catalogue::locate::Step;
use crate::catalogue::placeholders;
use crate::catalogue::schema::{Api, ApiFile, Arity, CallKind, Instead};
use crate::catalogue::since::Since;
use semver::VersionReq;
use std::collections::BTreeSet;

/// Keys of `instead`.
const RUNTIMES: [&str; 5] = ["any", "tokio", "async-std", "smol", "actix"];

/// Circumstances that `fix/` knows to look for.
const GUARDS: [&str; 14] = [
    "guard-alive",
    "sub-millisecond",
    "fn-value",
    "turbofish",
    "in-closure",
    "in-macro",
    "stdio-configured",
    "file-escapes",
    "not-awaitable",
    "non-send",
    "borrowed-capture",
    "value-used",
    "builder-configured",
    "recursion",
];

type Identity = (String, CallKind, Option<Arity>, Vec<String>, Vec<String>, Option<String>);

/// Entries seen so far in the files under check.
#[derive(Default)]
pub(super) struct Seen(BTreeSet<Identity>);

/// Checks one API file.
pub(super) fn file(data: &ApiFile, known: &Known<'_>, seen: &mut Seen, to: &mut Reporter<'_>) {
    to.path(&data.krate, &[Step::Key("crate")]);
    for (i, api) in data.api.iter().enumerate() {
        entry(&data.krate, api, i, (known, seen), to);
    }
}

fn entry(krate: &str, api: &Api, i: usize, (known, seen): (&Known<'_>, &mut Seen), to: &mut Reporter<'_>) {
    let here = |key| [Step::Key("api"), Step::Index(i), Step::Key(key)];
    let element = |key, j| [Step::Key("api"), Step::Index(i), Step::Key(key), Step::Index(j)];
    if api.paths.is_empty() {
        to.at(&here("paths"), "must not be empty");
    }
    for (j, written) in api.paths.iter().enumerate() {
        let steps = element("paths", j);
        for path in to.path(written, &steps) {
            if path.split("::").next() != Some(krate) || path == krate {
                to.at(&steps, format!("`{path}` is not a path into the crate `{krate}`"));
            }
            let key = (path, api.call, api.arity, api.receiver.clone(), api.any_argument.clone(), api.versions.clone());
            if seen.0.contains(&key) {
                to.at(&steps, format!("there is an entry for `{}` with the same conditions already", key.0));
            }
            seen.0.insert(key);
        }
    }
    if !known.lints.contains(api.lint.as_str()) {
        to.at(&here("lint"), format!("there is no lint `{}`", api.lint));
    }
    to.one_line(&api.why, &here("why"));
    for (key, list) in [("receiver", &api.receiver), ("any-argument", &api.any_argument)] {
        for (j, class) in list.iter().enumerate() {
            if !known.classes.contains_key(class) {
                to.at(&element(key, j), format!("there is no receiver class `{class}`"));
            }
        }
    }
    if let Some(arity) = api.arity
        && arity.min > arity.max
    {
        to.at(&here("arity"), format!("the least number of arguments, {}, is above the most, {}", arity.min, arity.max));
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
        if !RUNTIMES.contains(&runtime.as_str()) {
            let steps = [Step::Key("api"), Step::Index(i), Step::Key("instead"), Step::Name(runtime)];
            to.at(&steps, format!("there is no runtime `{runtime}`; write one of {}", RUNTIMES.join(", ")));
        }
        replacement(instead, i, runtime, to);
    }
}

fn replacement(instead: &Instead, i: usize, runtime: &str, to: &mut Reporter<'_>) {
    let here = |key| [Step::Key("api"), Step::Index(i), Step::Key("instead"), Step::Key(runtime), Step::Key(key)];
    let element = |key, j| {
        let [a, b, c, d, e] = here(key);
        [a, b, c, d, e, Step::Index(j)]
    };
    to.not_empty(&instead.code, &here("code"));
    if let Some(name) = placeholders::unknown(&instead.code) {
        to.at(&here("code"), format!("there is no placeholder `{name}`; write `{{self}}`, `{{&self}}`, `{{0}}` to `{{9}}` or `{{args}}`"));
    }
    for (j, feature) in instead.features.iter().enumerate() {
        if !feature.split_once('/').is_some_and(|(package, name)| !package.is_empty() && !name.is_empty()) {
            to.at(&element("features", j), format!("`{feature}` is not of the form `package/feature`"));
        }
    }
    if let Some(since) = &instead.since
        && let Err(message) = Since::parse(since)
    {
        to.at(&here("since"), message);
    }
    for (j, guard) in instead.refuse_if.iter().enumerate() {
        if !GUARDS.contains(&guard.as_str()) {
            to.at(&element("refuse-if", j), format!("there is no guard `{guard}`; the guards are {}", GUARDS.join(", ")));
        }
    }
    if let Some(note) = &instead.note {
        to.one_line(note, &here("note"));
    }
}
