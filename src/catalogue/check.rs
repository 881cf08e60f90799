//! Checks of the data beyond their schema. Each error points at the offending value.

use super::errors::DataError;
use super::grammar;
use super::load::{Data, Origin, Parsed};
use super::locate::{Step, locate};
use super::receivers::Receivers;
use super::schema::{ContextsFile, GuardFile, LintFile, ReceiverClass, ReceiversFile, RolesFile};
use crate::catalogue::braces;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

mod api;

/// Names that `--select` accepts besides lint ids, so no lint may have one of them.
const GROUPS: [&str; 6] = ["all", "blocking", "locks", "runtime", "offload", "tool"];

/// The names to which files may refer.
struct Known<'a> {
    lints: BTreeSet<&'a str>,
    classes: &'a BTreeMap<String, ReceiverClass>,
    /// The keys of `instead`: the runtimes that start, drive or take code, and `any`.
    runtimes: BTreeSet<&'a str>,
}

impl<'a> Known<'a> {
    fn new(parsed: &'a [Arc<Parsed>], classes: &'a BTreeMap<String, ReceiverClass>) -> Self {
        let mut known = Self { lints: BTreeSet::new(), classes, runtimes: BTreeSet::from(["any"]) };
        for file in parsed {
            let contexts = match &file.data {
                Data::Lint { id, .. } => {
                    known.lints.insert(id);
                    continue;
                }
                Data::Contexts(data) => data,
                Data::Inline(inline) => &inline.contexts,
                _ => continue,
            };
            known.runtimes.extend(contexts.entry.iter().map(|entry| entry.runtime.as_str()));
            known.runtimes.extend(contexts.driver.iter().map(|driver| driver.runtime.as_str()));
            known.runtimes.extend(contexts.pool.iter().map(|pool| pool.runtime.as_str()));
        }
        known
    }
}

/// Collects the errors of one file.
struct Reporter<'a> {
    file: &'a Parsed,
    errors: &'a mut Vec<DataError>,
}

impl Reporter<'_> {
    fn at(&mut self, steps: &[Step<'_>], message: impl Into<String>) {
        let span = match &self.file.data {
            Data::Inline(inline) => {
                let below = inline.prefix.iter().map(|key| Step::Key(key)).chain(steps.iter().copied());
                locate(&self.file.text, &below.collect::<Vec<_>>())
            }
            _ => locate(&self.file.text, steps),
        };
        self.errors.push(DataError { file: self.file.name.to_string(), text: Arc::clone(&self.file.text), span, message: message.into() });
    }

    /// Expands a path, or reports it.
    fn path(&mut self, path: &str, steps: &[Step<'_>]) -> Vec<String> {
        braces::expand(path).unwrap_or_else(|message| {
            self.at(steps, message);
            Vec::new()
        })
    }

    fn one_line(&mut self, text: &str, steps: &[Step<'_>]) {
        if let Some(fault) = grammar::fault(text) {
            self.at(steps, fault);
        }
    }

    fn not_empty(&mut self, text: &str, steps: &[Step<'_>]) {
        if text.trim().is_empty() {
            self.at(steps, "must not be empty");
        }
    }
}

/// The errors of the files from index `new` on; the files before are known to be valid.
pub(super) fn check(parsed: &[Arc<Parsed>], new: usize, classes: &BTreeMap<String, ReceiverClass>) -> Vec<DataError> {
    let known = Known::new(parsed, classes);
    let mut errors = Vec::new();
    let mut lints = BTreeSet::new();
    let mut apis = api::Seen::default();
    for (number, file) in parsed.iter().enumerate() {
        let mut reporter = Reporter { file, errors: &mut errors };
        if number < new {
            if let Data::Lint { id, .. } = &file.data {
                lints.insert(id.as_str());
            }
            continue;
        }
        match &file.data {
            Data::Lint { id, file } => {
                lint(id, file, &mut reporter);
                api::list("api", &file.api, &known, &mut apis, &mut reporter);
                for (i, api) in file.api.iter().enumerate().filter(|(_, api)| api.lint != *id) {
                    let steps = [Step::Key("api"), Step::Index(i), Step::Key("lint")];
                    reporter.at(&steps, format!("entries for `{}` belong in its own file, or below `apis/`", api.lint));
                }
                if !lints.insert(id.as_str()) {
                    reporter.at(&[Step::Name("group")], format!("there is a lint `{id}` already"));
                }
            }
            Data::Apis(data) => api::file(data, &known, &mut apis, &mut reporter),
            Data::Contexts(data) => contexts(data, &mut reporter),
            Data::Receivers(data) => receivers(data, &known, &mut reporter),
            Data::Roles(data) => roles(data, &mut reporter),
            Data::Guard(data) => guard(data, &known, &mut reporter),
            Data::Stub => {}
            Data::Inline(inline) => {
                api::list("api", &inline.apis, &known, &mut apis, &mut reporter);
                api::list("blocking", &inline.blocking, &known, &mut apis, &mut reporter);
                contexts(&inline.contexts, &mut reporter);
            }
        }
    }
    cycle(parsed, classes, &mut errors);
    errors
}

fn lint(id: &str, file: &LintFile, to: &mut Reporter<'_>) {
    if !grammar::is_kebab_case(id) {
        to.at(&[Step::Name("group")], format!("the file's name gives the lint's id, and `{id}` is not kebab-case"));
    }
    if GROUPS.contains(&id) {
        to.at(&[Step::Name("group")], format!("`{id}` is the name of a group"));
    }
    let known_group = GROUPS[1..].contains(&file.group.as_str());
    if !known_group && (to.file.origin == Origin::Embedded || !grammar::is_kebab_case(&file.group)) {
        to.at(&[Step::Key("group")], format!("there is no group `{}`; the groups are {}", file.group, GROUPS[1..].join(", ")));
    }
    to.one_line(&file.summary, &[Step::Key("summary")]);
    let texts = [("why", &file.why), ("advice", &file.advice), ("bad", &file.bad), ("good", &file.good)];
    for (key, text) in texts {
        to.not_empty(text, &[Step::Key(key)]);
    }
    for (i, limit) in file.limits.iter().enumerate() {
        to.not_empty(limit, &[Step::Key("limits"), Step::Index(i)]);
    }
    if let Some(text) = &file.no_proof {
        to.not_empty(text, &[Step::Key("no-proof")]);
    }
}

fn contexts(data: &ContextsFile, to: &mut Reporter<'_>) {
    for (i, taker) in data.taker.iter().enumerate() {
        let here = [Step::Key("taker"), Step::Index(i), Step::Key("paths")];
        if taker.paths.is_empty() {
            to.at(&here, "must not be empty");
        }
        for (j, path) in taker.paths.iter().enumerate() {
            to.path(path, &[here[0], here[1], here[2], Step::Index(j)]);
        }
    }
    for (i, entry) in data.entry.iter().enumerate() {
        to.path(&entry.path, &[Step::Key("entry"), Step::Index(i), Step::Key("path")]);
        to.not_empty(&entry.runtime, &[Step::Key("entry"), Step::Index(i), Step::Key("runtime")]);
    }
    for (i, entry) in data.driver.iter().enumerate() {
        to.not_empty(&entry.runtime, &[Step::Key("driver"), Step::Index(i), Step::Key("runtime")]);
        for (j, path) in entry.paths.iter().enumerate() {
            to.path(path, &[Step::Key("driver"), Step::Index(i), Step::Key("paths"), Step::Index(j)]);
        }
    }
    for (i, entry) in data.calls_back.iter().enumerate() {
        for (j, path) in entry.paths.iter().enumerate() {
            to.path(path, &[Step::Key("calls-back"), Step::Index(i), Step::Key("paths"), Step::Index(j)]);
        }
        to.path(&entry.method, &[Step::Key("calls-back"), Step::Index(i), Step::Key("method")]);
    }
    let lists = [
        ("in-place-crates", &data.in_place_crates),
        ("test-attributes", &data.test_attributes),
        ("poll-methods", &data.poll_methods),
        ("handler-traits", &data.handler_traits),
        ("opaque-crates", &data.opaque_crates),
        ("callable-wrappers", &data.callable_wrappers),
    ];
    for (key, list) in lists {
        for (i, path) in list.iter().enumerate() {
            to.path(path, &[Step::Key(key), Step::Index(i)]);
        }
    }
    let attributes = [("handler-attributes", &data.handler_attributes), ("handler-exceptions", &data.handler_exceptions)];
    for (key, list) in attributes {
        for (i, attribute) in list.iter().enumerate() {
            let path = attribute.split_once('(').filter(|(_, args)| args.ends_with(')')).map_or(attribute.as_str(), |(path, _)| path);
            to.path(path, &[Step::Key(key), Step::Index(i)]);
        }
    }
    for (i, pool) in data.pool.iter().enumerate() {
        // Advice may reach the fn through a call: `executor().spawn_blocking`.
        let path = if pool.advice { pool.path.replace("().", "::") } else { pool.path.clone() };
        to.path(&path, &[Step::Key("pool"), Step::Index(i), Step::Key("path")]);
        to.not_empty(&pool.package, &[Step::Key("pool"), Step::Index(i), Step::Key("package")]);
    }
    for (i, bound) in data.thread_bound_error.iter().enumerate() {
        to.path(&bound.error, &[Step::Key("thread-bound-error"), Step::Index(i), Step::Key("error")]);
        to.not_empty(&bound.package, &[Step::Key("thread-bound-error"), Step::Index(i), Step::Key("package")]);
        for (key, code) in [("sends", &bound.sends), ("code", &bound.code)] {
            if !code.contains("{0}") || !code.contains(if key == "code" { "::" } else { "" }) {
                let at = [Step::Key("thread-bound-error"), Step::Index(i), Step::Key(key)];
                to.at(&at, "it must contain `{0}`, and `code` must start with the path of a fn".to_owned());
            }
        }
    }
    for (i, twin) in data.async_twin.iter().enumerate() {
        let here = |key| [Step::Key("async-twin"), Step::Index(i), Step::Key(key)];
        to.not_empty(&twin.package, &here("package"));
        if twin.limits.is_empty() == twin.lacks.is_some() {
            to.at(&here("limits"), "`limits` and `lacks` belong together".to_owned());
        }
        twin.finish.iter().for_each(|name| to.not_empty(name, &here("finish")));
        if twin.since.as_ref().is_some_and(|since| super::Since::parse(since).is_err()) {
            to.at(&here("since"), "is not of the form `package >= 1.2`".to_owned());
        }
        to.path(&format!("{}::_", twin.blocking), &here("blocking"));
        to.path(&format!("{}::_", twin.twin), &here("twin"));
        for path in twin.takes.values().flatten() {
            to.path(path, &here("takes"));
        }
        let taking: Vec<String> = twin.takes.keys().cloned().collect();
        for (key, paths) in [("same", &twin.same), ("limits", &twin.limits), ("takes", &taking)] {
            let inside = format!("{}::", twin.blocking);
            for path in paths {
                to.path(path, &here(key));
            }
            if paths.iter().any(|path| !path.starts_with(&inside)) {
                to.at(&here(key), format!("the paths must start with `{inside}`"));
            }
        }
    }
    for (i, of) in data.async_connection.iter().enumerate() {
        let here = |key| [Step::Key("async-connection"), Step::Index(i), Step::Key(key)];
        to.path(&of.connection, &here("connection"));
        to.not_empty(&of.differs, &here("differs"));
        for path in of.traits.iter().flat_map(|(one, twin)| [one, twin]) {
            to.path(path, &here("traits"));
        }
    }
    for (i, request) in data.async_request.iter().enumerate() {
        let here = |key| [Step::Key("async-request"), Step::Index(i), Step::Key(key)];
        to.not_empty(&request.package, &here("package"));
        to.not_empty(&request.differs, &here("differs"));
        for (key, steps) in [("starts", &request.starts), ("steps", &request.steps)] {
            for path in steps.iter().flat_map(|step| &step.paths) {
                to.path(path, &here(key));
            }
            if steps.iter().any(|step| step.code.starts_with("{self}") != (key == "steps")) {
                to.at(&here(key), "the code of `steps` begins with `{self}`, that of `starts` is the path of a fn".to_owned());
            }
        }
        if let Some(client) = &request.client {
            let here = |key| [Step::Key("async-request"), Step::Index(i), Step::Key("client"), Step::Key(key)];
            to.path(&client.blocking, &here("blocking"));
            to.path(&client.twin, &here("twin"));
            for path in &client.methods {
                to.path(path, &here("methods"));
            }
            for path in client.makers.iter().flat_map(|step| &step.paths) {
                to.path(path, &here("makers"));
            }
        }
    }
    for (i, feature) in data.light_features.iter().enumerate().filter(|(_, feature)| !feature.contains('/')) {
        to.at(&[Step::Key("light-features"), Step::Index(i)], format!("`{feature}` is not of the form `package/feature`"));
    }
    callbacks(data, to);
}

fn callbacks(data: &ContextsFile, to: &mut Reporter<'_>) {
    for (i, callback) in data.callback.iter().enumerate() {
        let here = |key| [Step::Key("callback"), Step::Index(i), Step::Key(key)];
        if callback.methods.is_empty() {
            to.at(&here("methods"), "must not be empty");
        }
        let unless = callback.unless.iter().flat_map(|unless| &unless.is);
        let lists = [("methods", &callback.methods), ("beside", &callback.beside)];
        for (key, list) in lists {
            for (j, path) in list.iter().enumerate() {
                to.path(path, &[here(key).as_slice(), &[Step::Index(j)]].concat());
            }
        }
        for (j, path) in unless.enumerate() {
            to.path(path, &[here("unless").as_slice(), &[Step::Key("is"), Step::Index(j)]].concat());
        }
    }
    for (i, release) in data.sync_release.iter().enumerate() {
        if semver::VersionReq::parse(&release.versions).is_err() {
            to.at(&[Step::Key("sync-release"), Step::Index(i), Step::Key("versions")], "is not a version requirement");
        }
    }
    for (i, constructor) in data.constructor.iter().enumerate() {
        let here = [Step::Key("constructor"), Step::Index(i)];
        for (j, path) in constructor.paths.iter().enumerate() {
            to.path(path, &[here[0], here[1], Step::Key("paths"), Step::Index(j)]);
        }
        if constructor.versions.as_deref().is_some_and(|versions| semver::VersionReq::parse(versions).is_err()) {
            to.at(&[here[0], here[1], Step::Key("versions")], "is not a version requirement");
        }
        for (j, call) in constructor.unless_after.iter().enumerate() {
            let path = call.split('(').next().unwrap_or_default();
            to.path(path, &[here[0], here[1], Step::Key("unless-after"), Step::Index(j)]);
        }
    }
    for (i, derive) in data.derive_callback.iter().enumerate() {
        for (j, path) in derive.derives.iter().enumerate() {
            to.path(path, &[Step::Key("derive-callback"), Step::Index(i), Step::Key("derives"), Step::Index(j)]);
        }
    }
    for (i, rpc) in data.rpc_trait.iter().enumerate() {
        for (j, path) in rpc.attributes.iter().enumerate() {
            to.path(path, &[Step::Key("rpc-trait"), Step::Index(i), Step::Key("attributes"), Step::Index(j)]);
        }
    }
}

fn receivers(data: &ReceiversFile, known: &Known<'_>, to: &mut Reporter<'_>) {
    for (name, class) in &data.class {
        let here = [Step::Key("class"), Step::Key(name)];
        if !grammar::is_kebab_case(name) {
            to.at(&[here[0], Step::Name(name)], format!("`{name}` is not kebab-case"));
        }
        for (i, path) in class.types.iter().enumerate() {
            to.path(path, &[here[0], here[1], Step::Key("types"), Step::Index(i)]);
        }
        for (i, path) in class.modules.iter().enumerate() {
            to.path(path, &[here[0], here[1], Step::Key("modules"), Step::Index(i)]);
        }
        for (i, ending) in class.name_endings.iter().enumerate() {
            to.not_empty(ending, &[here[0], here[1], Step::Key("name-endings"), Step::Index(i)]);
        }
        for path in class.wrappers.keys() {
            to.path(path, &[here[0], here[1], Step::Key("wrappers"), Step::Name(path)]);
        }
        for (i, other) in class.includes.iter().enumerate() {
            if !known.classes.contains_key(other) {
                let steps = [here[0], here[1], Step::Key("includes"), Step::Index(i)];
                to.at(&steps, format!("there is no receiver class `{other}`"));
            }
        }
    }
}

fn roles(data: &RolesFile, to: &mut Reporter<'_>) {
    for (i, entry) in data.role.iter().enumerate() {
        let here = [Step::Key("role"), Step::Index(i), Step::Key("paths")];
        if entry.paths.is_empty() {
            to.at(&here, "must not be empty");
        }
        for (j, path) in entry.paths.iter().enumerate() {
            to.path(path, &[here[0], here[1], here[2], Step::Index(j)]);
        }
    }
}

fn guard(data: &GuardFile, known: &Known<'_>, to: &mut Reporter<'_>) {
    for (i, lint) in data.reads_memory.iter().enumerate().filter(|(_, lint)| !known.lints.contains(lint.as_str())) {
        to.at(&[Step::Key("reads-memory"), Step::Index(i)], format!("there is no lint `{lint}`"));
    }
    for (facade, crates) in &data.facades {
        if crates.is_empty() {
            to.at(&[Step::Key("facades"), Step::Key(facade)], "must not be empty");
        }
    }
    for (i, entry) in data.hook.iter().enumerate() {
        let here = [Step::Key("hook"), Step::Index(i)];
        if entry.functions.is_empty() {
            to.at(&[here[0], here[1], Step::Key("functions")], "must not be empty");
        }
        if !known.lints.contains(entry.lint.as_str()) {
            to.at(&[here[0], here[1], Step::Key("lint")], format!("there is no lint `{}`", entry.lint));
        }
    }
}

/// Reports a cycle of `includes`, in the last file that is part of it.
fn cycle(parsed: &[Arc<Parsed>], classes: &BTreeMap<String, ReceiverClass>, errors: &mut Vec<DataError>) {
    let Err(trail) = Receivers::flatten(classes) else { return };
    let Some(first) = trail.first() else { return };
    for file in parsed.iter().rev() {
        let Data::Receivers(data) = &file.data else { continue };
        if data.class.contains_key(first) {
            let steps = [Step::Key("class"), Step::Key(first), Step::Key("includes")];
            let message = format!("receiver classes include each other: {}", trail.join(" -> "));
            Reporter { file, errors }.at(&steps, message);
            return;
        }
    }
}
