//! What makes code async, what takes it off the executor thread, and what runs a closure in place; by canonical path.

use super::schema::{
    Callback, CalledOn, ContextsFile, DeriveCallback, EntryAttribute, MemoryFiles, PoolEntry, RpcTrait, Runs, ThreadBoundError,
};
use super::twins::Twins;
use semver::VersionReq;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// All of `contexts.toml`, for look-up.
#[derive(Clone, Debug, Default)]
pub struct Contexts {
    takers: BTreeMap<String, Vec<TakerRule>>,
    in_place_crates: BTreeSet<String>,
    entries: BTreeMap<String, EntryAttribute>,
    test_attributes: BTreeSet<String>,
    handler_attributes: BTreeSet<String>,
    handler_exceptions: BTreeSet<String>,
    route_attributes: BTreeSet<String>,
    gathering_attributes: BTreeSet<String>,
    concurrent_types: BTreeSet<String>,
    callbacks: BTreeMap<String, Arc<Callback>>,
    rpc_traits: Vec<RpcTrait>,
    derive_callbacks: BTreeMap<String, Vec<Arc<DeriveCallback>>>,
    constructors: BTreeMap<String, Vec<ConstructorRule>>,
    /// The crates of a framework, and its versions without an executor.
    sync_releases: Vec<(Vec<String>, VersionReq)>,
    handler_traits: BTreeSet<String>,
    opaque_crates: BTreeSet<String>,
    memory_files: Vec<MemoryFiles>,
    in_place_methods: BTreeSet<String>,
    in_task_methods: BTreeSet<String>,
    callable_wrappers: BTreeSet<String>,
    calls_back: BTreeMap<String, Vec<CallsBackRule>>,
    drivers: BTreeMap<String, String>,
    driven_features: BTreeMap<String, BTreeSet<String>>,
    notifications: BTreeMap<String, String>,
    pools: BTreeMap<String, PoolEntry>,
    thread_bound_errors: BTreeMap<String, ThreadBoundError>,
    twins: Twins,
    light_features: BTreeSet<String>,
}

/// A fn that makes something which programs make once.
#[derive(Clone, Debug)]
pub struct ConstructorRule {
    /// The versions of its crate.
    pub versions: Option<VersionReq>,
    /// Lints of which findings through it are reported only in handlers.
    pub only_in_handlers: Vec<String>,
    /// Methods that keep it from blocking, if called on the value before, and the literal that they must have as argument.
    pub unless_after: Vec<(String, Option<String>)>,
}

/// A method that a fn calls on behalf of its caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallsBackRule {
    /// Canonical path of the trait's method.
    pub method: Arc<str>,
    /// The value whose method is called.
    pub on: CalledOn,
    /// A receiver class whose wrappers pass such calls on to the wrapped value.
    pub through: Option<Arc<str>>,
    /// Whether the call happens on an executor, even if sync code created the value.
    pub on_executor: bool,
    /// The attribute in which the keys are looked for.
    pub attribute: Option<Arc<str>>,
    /// The word in that attribute by which a field is visited.
    pub attribute_nested: Option<Arc<str>>,
    /// Keys in attributes of a derive that name a fn.
    pub attribute_fns: Arc<[String]>,
    /// Keys in attributes of a derive that name a module with a fn of the method's name.
    pub attribute_modules: Arc<[String]>,
}

/// Where a taker's closures run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakerRule {
    /// Where they run.
    pub runs: Runs,
    /// 0-based index of the argument to which the rule applies (receiver left out); all arguments if absent.
    pub argument: Option<usize>,
    /// Whether a future among the arguments is driven there too.
    pub drives: bool,
    /// Whether it calls the closure again and again.
    pub repeats: bool,
}

impl Contexts {
    /// Whether a feature of a package adds no dependencies.
    #[must_use]
    pub fn is_light(&self, package: &str, feature: &str) -> bool {
        self.light_features.contains(&format!("{package}/{feature}"))
    }

    /// The rules for the fn at this canonical path; empty if it is no taker. Rules for one argument come before those for all.
    #[must_use]
    pub fn taker(&self, path: &str) -> &[TakerRule] {
        self.takers.get(path).map_or(&[], Vec::as_slice)
    }

    /// The rule for the argument with this 0-based index, receiver left out.
    #[must_use]
    pub fn taker_of(&self, path: &str, argument: usize) -> Option<TakerRule> {
        self.taker(path).iter().find(|rule| rule.argument.is_none_or(|a| a == argument)).copied()
    }

    /// All takers, sorted by path.
    pub fn takers(&self) -> impl Iterator<Item = (&str, &[TakerRule])> {
        self.takers.iter().map(|(path, rules)| (path.as_str(), rules.as_slice()))
    }

    /// Whether fns of this crate run their closures in place unless they are listed as takers.
    #[must_use]
    pub fn is_in_place_crate(&self, krate: &str) -> bool {
        self.in_place_crates.contains(krate)
    }

    /// The runtime that an attribute such as `tokio::main` starts, with the path that says so. `name` is its last name, and `paths` gives the
    /// paths that it may refer to.
    pub fn entry_attribute(&self, name: &str, paths: impl FnOnce() -> Vec<String>) -> Option<(String, &EntryAttribute)> {
        let may_be = self.entries.keys().any(|path| path.rsplit("::").next() == Some(name));
        let mut paths = if may_be { paths() } else { Vec::new() }.into_iter();
        paths.find_map(|path| self.entries.get(&path).map(|entry| (path, entry)))
    }

    /// Whether an attribute such as `test` or `tokio::test` makes a fn a test.
    #[must_use]
    pub fn is_test_attribute(&self, path: &str) -> bool {
        self.test_attributes.contains(path)
    }

    /// Whether an attribute such as `rocket::get` makes a sync fn run on the executor. `args` are its arguments, as tokens with single
    /// spaces between them.
    #[must_use]
    pub fn is_handler_attribute(&self, path: &str, args: &str) -> bool {
        self.handler_attributes.contains(path)
            || args.split(',').any(|arg| self.handler_attributes.contains(&format!("{path}({})", arg.trim())))
    }

    /// The frameworks that have releases without an executor: their crates, and the versions.
    pub fn sync_releases(&self) -> impl Iterator<Item = (&[String], &VersionReq)> {
        self.sync_releases.iter().map(|(crates, versions)| (crates.as_slice(), versions))
    }

    /// Whether an attribute such as `graphql(skip)` excepts a method from what its impl's attribute makes of it. `path` is as written, `args`
    /// as above.
    #[must_use]
    pub fn is_handler_exception(&self, path: &str, args: &str) -> bool {
        args.split(',').any(|arg| self.handler_exceptions.contains(&format!("{path}({})", arg.trim())))
    }

    /// Whether an attribute such as `actix_web::get` makes a fn, or all methods of an impl, the root of a task. `args` as above.
    #[must_use]
    pub fn is_route_attribute(&self, path: &str, args: &str) -> bool {
        self.route_attributes.contains(path) || self.is_handler_attribute(path, args)
    }

    /// Whether an attribute such as `linkme::distributed_slice` puts what it stands on into the static that its argument names.
    #[must_use]
    pub fn is_gathering_attribute(&self, path: &str) -> bool {
        self.gathering_attributes.contains(path)
    }

    /// Whether one task polls all futures in a value of the type at this path: `FuturesUnordered`.
    #[must_use]
    pub fn is_concurrent_type(&self, path: &str) -> bool {
        self.concurrent_types.contains(path)
    }

    /// The rule for a trait method whose sync body an executor runs, by its path: `std::future::Future::poll`.
    #[must_use]
    pub fn callback(&self, path: &str) -> Option<&Arc<Callback>> {
        self.callbacks.get(path)
    }

    /// All trait methods that an executor runs, sorted by path.
    pub fn callbacks(&self) -> impl Iterator<Item = (&str, &Arc<Callback>)> {
        self.callbacks.iter().map(|(path, rule)| (path.as_str(), rule))
    }

    /// Attributes that generate another trait from a trait.
    #[must_use]
    pub fn rpc_traits(&self) -> &[RpcTrait] {
        &self.rpc_traits
    }

    /// The rules for a fn that makes something which programs make once.
    pub fn constructors(&self, path: &str) -> &[ConstructorRule] {
        self.constructors.get(path).map(Vec::as_slice).unwrap_or_default()
    }

    /// The rules for the derive at a path.
    pub fn derive_callbacks(&self, path: &str) -> &[Arc<DeriveCallback>] {
        self.derive_callbacks.get(path).map(Vec::as_slice).unwrap_or_default()
    }

    /// Traits that a framework implements for fns and closures that it runs on an executor, sorted.
    pub fn handler_traits(&self) -> impl Iterator<Item = &str> {
        self.handler_traits.iter().map(String::as_str)
    }

    /// Whether the bodies of this crate are never analysed.
    #[must_use]
    pub fn is_opaque_crate(&self, krate: &str) -> bool {
        self.opaque_crates.contains(krate)
    }

    /// Whether calls that this lint reports do not block on files that are in memory.
    #[must_use]
    pub fn has_memory_files(&self, lint: &str) -> bool {
        self.memory_of(lint).next().is_some()
    }

    /// Which files are in memory.
    #[must_use]
    #[cfg(any(test, feature = "internals"))]
    pub fn memory_files(&self) -> &[MemoryFiles] {
        &self.memory_files
    }

    /// Whether the file at a path is in memory, so that calls which this lint reports do not block on it: `/proc/meminfo`.
    #[must_use]
    pub fn is_memory_file(&self, lint: &str, path: &str) -> bool {
        self.memory_of(lint).flat_map(|files| &files.below).any(|below| path.starts_with(below))
    }

    fn memory_of(&self, lint: &str) -> impl Iterator<Item = &MemoryFiles> {
        self.memory_files.iter().filter(move |files| files.lints.iter().any(|name| name == lint))
    }

    /// Whether a method of this name, on any receiver, runs its closure before it returns.
    #[must_use]
    pub fn is_in_place_method(&self, name: &str) -> bool {
        self.in_place_methods.contains(name)
    }

    /// Whether a method of this name, on any receiver, runs its closure in the task that calls it.
    #[must_use]
    pub fn is_in_task_method(&self, name: &str) -> bool {
        self.in_task_methods.contains(name)
    }

    /// Whether the constructor at this path makes a value that is called like the closure inside it.
    #[must_use]
    pub fn is_callable_wrapper(&self, path: &str) -> bool {
        self.callable_wrappers.contains(path)
    }

    /// All fns that call methods of their receiver or arguments, sorted by path.
    pub fn calls_back(&self) -> impl Iterator<Item = (&str, &[CallsBackRule])> {
        self.calls_back.iter().map(|(path, rules)| (path.as_str(), rules.as_slice()))
    }

    /// The methods of its receiver or arguments that the fn at this path calls.
    #[must_use]
    pub fn called_back(&self, path: &str) -> &[CallsBackRule] {
        self.calls_back.get(path).map_or(&[], Vec::as_slice)
    }

    /// The runtime that drives code which uses this path, given as its segments; the result is a key of the `instead` tables.
    #[must_use]
    pub fn driver(&self, path: &[&str]) -> Option<&str> {
        let mut prefixes = (1..=path.len()).map(|length| path[..length].join("::"));
        prefixes.find_map(|prefix| self.drivers.get(&prefix)).map(String::as_str)
    }

    /// Whether one of a runtime's features shows that it drives code; also where the data know none that would.
    #[must_use]
    pub fn is_driven(&self, runtime: &str, features: &BTreeSet<String>) -> bool {
        self.driven_features.get(runtime).is_none_or(|known| !known.is_disjoint(features))
    }

    /// What is known about an error that cannot leave its thread, by the path of its type.
    #[must_use]
    pub fn thread_bound_error(&self, path: &str) -> Option<&ThreadBoundError> {
        self.thread_bound_errors.get(path)
    }

    /// Async code that takes the place of blocking clients.
    #[must_use]
    pub const fn twins(&self) -> &Twins {
        &self.twins
    }

    /// What a task can wait for instead of polling, with the first of these runtimes for which that is known; as for
    /// [`super::ApiEntry::instead_among`], that of tokio if there is none.
    #[must_use]
    pub fn notification_among(&self, runtimes: &[String]) -> Option<&str> {
        let own = runtimes.iter().find_map(|runtime| self.notifications.get(runtime));
        own.or_else(|| self.notifications.get("tokio").filter(|_| runtimes.is_empty())).map(String::as_str)
    }

    /// Where a runtime takes blocking code, by its key in the `instead` tables.
    #[must_use]
    pub fn pool(&self, runtime: &str) -> Option<&PoolEntry> {
        self.pools.get(runtime)
    }

    /// Adds a file's content. Paths that do not expand have been reported by the checks.
    pub(super) fn add(&mut self, file: &ContextsFile) {
        for taker in &file.taker {
            let rule = TakerRule { runs: taker.runs, argument: taker.argument, drives: taker.drives, repeats: taker.repeats };
            for path in taker.paths.iter().flat_map(|p| super::braces::expand(p).unwrap_or_default()) {
                let rules = self.takers.entry(path).or_default();
                // A later file wins over an earlier one.
                rules.retain(|r| r.argument != rule.argument);
                rules.push(rule);
                rules.sort_by_key(|r| (r.argument.is_none(), r.argument));
            }
        }
        self.entries.extend(file.entry.iter().map(|e| (e.path.clone(), e.clone())));
        self.in_place_crates.extend(file.in_place_crates.iter().cloned());
        self.test_attributes.extend(file.test_attributes.iter().cloned());
        for attribute in &file.handler_attributes {
            let (path, args) = attribute.split_at(attribute.find('(').unwrap_or(attribute.len()));
            self.handler_attributes.extend(super::braces::expand(path).unwrap_or_default().into_iter().map(|path| path + args));
        }
        let plain = Callback { methods: file.poll_methods.clone(), beside: Vec::new(), unless: None };
        for callback in std::iter::once(&plain).chain(&file.callback) {
            let rule = Arc::new(callback.clone());
            self.callbacks.extend(expanded(&callback.methods).map(|path| (path, Arc::clone(&rule))));
        }
        let with_all_paths = |rule: &RpcTrait| RpcTrait { attributes: expanded(&rule.attributes).collect(), ..rule.clone() };
        self.rpc_traits.extend(file.rpc_trait.iter().map(with_all_paths));
        let sync_releases = file.sync_release.iter();
        self.sync_releases.extend(sync_releases.filter_map(|one| Some((one.crates.clone(), VersionReq::parse(&one.versions).ok()?))));
        for entry in &file.constructor {
            let unless_after = entry.unless_after.iter().flat_map(|call| {
                let (path, args) = call.split_at(call.find('(').unwrap_or(call.len()));
                let argument = args.strip_prefix('(').and_then(|args| args.strip_suffix(')')).map(str::to_owned);
                super::braces::expand(path).unwrap_or_default().into_iter().map(move |path| (path, argument.clone()))
            });
            let rule = ConstructorRule {
                versions: entry.versions.as_deref().and_then(|versions| VersionReq::parse(versions).ok()),
                only_in_handlers: entry.only_in_handlers.clone(),
                unless_after: unless_after.collect(),
            };
            for path in expanded(&entry.paths) {
                self.constructors.entry(path).or_default().push(rule.clone());
            }
        }
        for rule in &file.derive_callback {
            let rule = Arc::new(rule.clone());
            for path in expanded(&rule.derives) {
                self.derive_callbacks.entry(path).or_default().push(Arc::clone(&rule));
            }
        }
        self.handler_traits.extend(expanded(&file.handler_traits));
        self.route_attributes.extend(expanded(&file.route_attributes));
        self.gathering_attributes.extend(expanded(&file.gathering_attributes));
        self.concurrent_types.extend(expanded(&file.concurrent_types));
        self.opaque_crates.extend(file.opaque_crates.iter().cloned());
        self.light_features.extend(file.light_features.iter().cloned());
        self.memory_files.extend(file.memory_files.iter().cloned());
        self.in_place_methods.extend(file.in_place_methods.iter().cloned());
        self.handler_exceptions.extend(file.handler_exceptions.iter().cloned());
        self.in_task_methods.extend(file.in_task_methods.iter().cloned());
        self.callable_wrappers.extend(expanded(&file.callable_wrappers));
        for entry in &file.driver {
            self.drivers.extend(expanded(&entry.paths).map(|path| (path, entry.runtime.clone())));
            self.notifications.extend(entry.notification.iter().map(|text| (entry.runtime.clone(), text.clone())));
            if !entry.features.is_empty() {
                self.driven_features.entry(entry.runtime.clone()).or_default().extend(entry.features.iter().cloned());
            }
        }
        self.thread_bound_errors.extend(file.thread_bound_error.iter().map(|entry| (entry.error.clone(), entry.clone())));
        self.twins.extend(file);
        self.pools.extend(file.pool.iter().map(|pool| (pool.runtime.clone(), pool.clone())));
        for entry in &file.calls_back {
            let (method, through) = (Arc::from(entry.method.as_str()), entry.through.as_deref().map(Arc::from));
            let (attribute_fns, attribute_modules) = (entry.attribute_fns.clone().into(), entry.attribute_modules.clone().into());
            let (attribute, on_executor) = (entry.attribute.as_deref().map(Arc::from), entry.on_executor);
            let attribute_nested = entry.attribute_nested.as_deref().map(Arc::from);
            let on = entry.on;
            let rule = CallsBackRule { method, on, through, on_executor, attribute, attribute_nested, attribute_fns, attribute_modules };
            for path in expanded(&entry.paths) {
                let rules = self.calls_back.entry(path).or_default();
                if !rules.contains(&rule) {
                    rules.push(rule.clone());
                }
            }
        }
    }
}

pub(super) fn expanded(paths: &[String]) -> impl Iterator<Item = String> {
    paths.iter().flat_map(|p| super::braces::expand(p).unwrap_or_default())
}
