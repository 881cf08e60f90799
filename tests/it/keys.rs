//! Every key of `rules/` has an effect on a result: a key that nothing reads would be misleading.
//!
//! Each row has rules without a key and with it, and code for which the results differ. Keys that other tests cover are on a list, with the
//! test. A key in the data that is in neither fails.

use crate::support;
use async_lint::catalogue::Catalogue;
use std::collections::BTreeSet;

/// What an API file starts with.
const API: &str = "crate = 'k'\n[[api]]\nlint = 'blocking-sleep'\nwhy = 'sleeps'\nverified = 'source, k 1'\n";

/// One key: its path, the rules without it and with it, and the code.
struct Row {
    key: &'static str,
    without: &'static str,
    with: &'static str,
    code: &'static str,
}

const fn row(key: &'static str, without: &'static str, with: &'static str, code: &'static str) -> Row {
    Row { key, without, with, code }
}

const CALL: &str = "pub async fn a() { k::f(); }";
const PATHS: &str = "paths = ['k::f']\n";

/// A pool, and a call that moves there.
const POOL: &str = "[[pool]]\nruntime = 'tokio'\npackage = 'tokio'\npath = 'tokio::k::run'\n";
/// An error that cannot leave its thread, and a call that fails with it.
const BOUND: &str = "[[thread-bound-error]]\nerror = 'k::Error'\npackage = 'k'\nsends = '{0}.text()'\ncode = 'k::Error::new({0})'\n";
const FOUND: &str = "fn load(path: String) -> Result<String, k::Error> { std::fs::read_to_string(path).map_err(k::Error::io) }\npub async fn a(path: String) -> Result<String, k::Error> { load(path) }";
/// A fn that takes a value of a foreign type, beside a change.
const READ: &str = "fn size() -> std::io::Result<u64> { let held: k::Held = k::take(); drop(held); Ok(std::fs::read(\"x\")?.len() as u64) }\npub async fn a(count: &mut u64) -> std::io::Result<u64> { *count += 1; size() }";
/// A value of a foreign type that is alive during a call.
const HELD: &str = "pub async fn a(lock: &k::Lock) { let held: k::Held = lock.take(); std::thread::sleep(std::time::Duration::from_secs(1)); drop(held); }";
const MOVED: &str = "pub fn load(path: String) -> std::io::Result<String> { std::fs::read_to_string(path) }\npub async fn a(path: String) -> std::io::Result<String> { load(path) }";

/// Keys below `[[api]]`; [`API`] precedes both texts.
const API_KEYS: &[Row] = &[
    row("paths", "paths = ['k::other']\n", PATHS, CALL),
    row("lint", PATHS, "paths = ['k::f']\n", "pub async fn a() { k::f(); }\n#[cfg(any())]\nfn b() {}"),
    row("cost", PATHS, "paths = ['k::f']\ncost = 'panics'\n", CALL),
    row("level", PATHS, "paths = ['k::f']\nlevel = 'note'\n", CALL),
    row(
        "in-handlers",
        "paths = ['k::f']\nlevel = 'note'\n",
        "paths = ['k::f']\nlevel = 'note'\nin-handlers = 'warn'\n",
        "#[actix_web::get(\"/\")]\npub async fn a() { k::f(); }",
    ),
    row("call", PATHS, "paths = ['k::f']\ncall = 'macro'\n", CALL),
    row("owner", "paths = ['k::Ext::f']\n", "paths = ['k::Ext::f']\nowner = 'trait'\n", "use k::Ext;\npub async fn a(x: k::T) { x.f(); }"),
    row("arity", PATHS, "paths = ['k::f']\narity = { min = 1, max = 2 }\n", CALL),
    row("receiver", "paths = ['k::T::f']\n", "paths = ['k::T::f']\nreceiver = ['file']\n", "pub async fn a(x: k::T) { x.f(); }"),
    row("any-argument", PATHS, "paths = ['k::f']\nany-argument = ['file']\n", CALL),
    row("silent-if", PATHS, "paths = ['k::f']\nsilent-if = [{ argument = 0, is = 'zero' }]\n", "pub async fn a() { k::f(0); }"),
    row("certainty", PATHS, "paths = ['k::f']\ncertainty = 'may'\n", CALL),
    row("instead", PATHS, "paths = ['k::f']\n[api.instead.tokio]\ncode = 'k::later().await'\n", CALL),
    row(
        "instead.form",
        "paths = ['k::f']\n[api.instead.tokio]\ncode = 'tokio::f().await'\napplicability = 'safe'\n",
        "paths = ['k::f']\n[api.instead.tokio]\ncode = 'tokio::f().await'\napplicability = 'safe'\nform = 'restructure'\n",
        CALL,
    ),
    row(
        "instead.applicability",
        "paths = ['k::f']\n[api.instead.tokio]\ncode = 'tokio::f().await'\napplicability = 'unsafe'\n",
        "paths = ['k::f']\n[api.instead.tokio]\ncode = 'tokio::f().await'\napplicability = 'safe'\n",
        CALL,
    ),
    row(
        "instead.note",
        "paths = ['k::f']\n[api.instead.tokio]\ncode = 'k::g()'\n",
        "paths = ['k::f']\n[api.instead.tokio]\ncode = 'k::g()'\nnote = 'another crate'\n",
        CALL,
    ),
    row(
        "instead.root",
        "paths = ['k::f']\n[api.instead.tokio]\ncode = 'k::g()'\n",
        "paths = ['k::f']\n[api.instead.tokio]\ncode = 'k::g()'\nroot = { from = 'k::New::new', to = 'l::New::new' }\n",
        CALL,
    ),
    row(
        "instead.features",
        "paths = ['k::f']\n[api.instead.tokio]\ncode = 'tokio::f().await'\napplicability = 'safe'\n",
        "paths = ['k::f']\n[api.instead.tokio]\ncode = 'tokio::f().await'\napplicability = 'safe'\nfeatures = ['tokio/fs']\n",
        CALL,
    ),
    row(
        "instead.since",
        "paths = ['k::f']\n[api.instead.tokio]\ncode = 'tokio::f().await'\napplicability = 'safe'\n",
        "paths = ['k::f']\n[api.instead.tokio]\ncode = 'tokio::f().await'\napplicability = 'safe'\nsince = 'tokio >= 1.99'\n",
        CALL,
    ),
    row(
        "instead.refuse-if",
        "paths = ['k::f']\n[api.instead.tokio]\ncode = 'tokio::f().await'\napplicability = 'safe'\n",
        "paths = ['k::f']\n[api.instead.tokio]\ncode = 'tokio::f().await'\napplicability = 'safe'\nrefuse-if = ['value-used']\n",
        "pub async fn a() -> u32 { k::f() }",
    ),
];

/// A router that has routes, then takes prefixes, then makes scopes.
const ROUTER: &str = "[[role]]\nis = 'handler'\npaths = ['k::get']\n[[role]]\nis = 'route-path'\npaths = ['k::Router::at', 'k::scope']\n";
const PREFIX: &str = "[[role]]\nis = 'handler'\npaths = ['k::get']\n[[role]]\nis = 'route-path'\npaths = ['k::Router::at', 'k::scope']\n[[role]]\nis = 'route-prefix'\npaths = ['k::Router::nest']\n";
const SCOPE: &str = "[[role]]\nis = 'handler'\npaths = ['k::get']\n[[role]]\nis = 'route-path'\npaths = ['k::Router::at', 'k::scope']\n[[role]]\nis = 'route-prefix'\npaths = ['k::Router::nest']\n[[role]]\nis = 'route-scope'\npaths = ['k::scope']\n";
const BESIDE: &str = "[[role]]\nis = 'handler'\npaths = ['k::get']\n[[role]]\nis = 'route-path'\npaths = ['k::Router::at', 'k::scope']\n[[role]]\nis = 'route-beside'\npaths = ['k::Router::or']\n";
const MOUNTED: &str = "pub fn router() -> k::Router { k::Router::new().nest(\"/api\", k::scope(\"/x\").at(\"/\", k::get(a))) }\nasync fn a() { let _ = std::fs::read(\"x\"); }";

/// Keys of `contexts.toml`, `receivers.toml` and `roles.toml`.
const OTHER_KEYS: &[Row] = &[
    row("taker.paths", "", "[[taker]]\npaths = ['k::later']\nruns = 'on-executor'\n", "pub fn a() { k::later(|| std::fs::read(\"x\")); }"),
    row(
        "taker.runs",
        "[[taker]]\npaths = ['k::later']\nruns = 'on-executor'\n",
        "[[taker]]\npaths = ['k::later']\nruns = 'offloaded'\n",
        "pub fn a() { k::later(|| std::fs::read(\"x\")); }",
    ),
    row(
        "taker.argument",
        "[[taker]]\npaths = ['k::later']\nruns = 'on-executor'\n",
        "[[taker]]\npaths = ['k::later']\nruns = 'on-executor'\nargument = 1\n",
        "pub fn a() { k::later(|| std::fs::read(\"x\")); }",
    ),
    row(
        "driver.paths",
        "",
        "[[driver]]\nruntime = 'tokio'\npaths = ['k::run']\n",
        "pub fn a() { k::run(async { let _ = std::fs::read(\"x\"); }); }",
    ),
    row(
        "driver.runtime",
        "[[driver]]\nruntime = 'smol'\npaths = ['k::run']\n",
        "[[driver]]\nruntime = 'tokio'\npaths = ['k::run']\n",
        "pub fn a() { k::run(async { let _ = std::fs::read(\"x\"); }); }",
    ),
    row(
        "driver.features",
        "",
        "[[driver]]\nruntime = 'tokio'\npaths = []\nfeatures = ['sync']\n",
        "pub async fn a() { let _ = std::fs::read(\"x\"); }",
    ),
    row("pool.path", POOL, "[[pool]]\nruntime = 'tokio'\npackage = 'tokio'\npath = 'tokio::k::blocking'\n", MOVED),
    row("pool.runtime", "[[pool]]\nruntime = 'smol'\npackage = 'tokio'\npath = 'tokio::k::run'\n", POOL, MOVED),
    row("pool.package", POOL, "[[pool]]\nruntime = 'tokio'\npackage = 'k-pool'\npath = 'tokio::k::run'\n", MOVED),
    row("pool.features", POOL, "[[pool]]\nruntime = 'tokio'\npackage = 'tokio'\npath = 'tokio::k::run'\nfeatures = ['k']\n", MOVED),
    row("pool.advice", POOL, "[[pool]]\nruntime = 'tokio'\npackage = 'tokio'\npath = 'tokio::k::run'\nadvice = true\n", MOVED),
    row("pool.joins", POOL, "[[pool]]\nruntime = 'tokio'\npackage = 'tokio'\npath = 'tokio::k::run'\njoins = true\n", MOVED),
    row("thread-bound-error.error", "", BOUND, FOUND),
    row(
        "thread-bound-error.package",
        "[[thread-bound-error]]\nerror = 'k::Error'\npackage = 'tokio'\nsends = '{0}.text()'\ncode = 'k::Error::new({0})'\n",
        BOUND,
        FOUND,
    ),
    row(
        "thread-bound-error.sends",
        "[[thread-bound-error]]\nerror = 'k::Error'\npackage = 'k'\nsends = '{0}.code()'\ncode = 'k::Error::new({0})'\n",
        BOUND,
        FOUND,
    ),
    row(
        "thread-bound-error.code",
        "[[thread-bound-error]]\nerror = 'k::Error'\npackage = 'k'\nsends = '{0}.text()'\ncode = 'k::Error::from_text({0})'\n",
        BOUND,
        FOUND,
    ),
    row("handler-attributes", "", "handler-attributes = ['k::get']\n", "#[k::get]\npub fn a() { let _ = std::fs::read(\"x\"); }"),
    row(
        "handler-attributes with an argument",
        "handler-attributes = ['k::get']\n",
        "handler-attributes = ['k::get(async)']\n",
        "#[k::get]\npub fn a() { let _ = std::fs::read(\"x\"); }",
    ),
    row(
        "sync-release",
        "handler-attributes = ['k::get']\n[[sync-release]]\ncrates = ['k']\nversions = '<1'\n",
        "handler-attributes = ['k::get']\n[[sync-release]]\ncrates = ['k']\nversions = '<2'\n",
        "#[k::get]\npub fn a() { let _ = std::fs::read(\"x\"); }",
    ),
    row(
        "handler-exceptions",
        "handler-attributes = ['k::object']\n",
        "handler-attributes = ['k::object']\nhandler-exceptions = ['k(skip)']\n",
        "pub struct S;\n#[k::object]\nimpl S { #[k(skip)]\npub fn a(&self) { let _ = std::fs::read(\"x\"); } }",
    ),
    row("route-attributes", "", "route-attributes = ['k::get']\n", "#[k::get]\npub async fn a() { let _ = std::fs::read(\"x\"); }"),
    row(
        "gathering-attributes",
        "",
        "gathering-attributes = ['k::element']\n",
        "#[k::list]\nstatic JOBS: [fn()];\n#[k::element(JOBS)]\nfn read() { let _ = std::fs::read(\"x\"); }\npub async fn a() { for job in JOBS.iter() { job() } }",
    ),
    row("poll-methods", "", "poll-methods = ['k::Hook::run']\n", "impl k::Hook for u8 { fn run(&self) { let _ = std::fs::read(\"x\"); } }"),
    row(
        "callback.methods",
        "",
        "[[callback]]\nmethods = ['k::Hook::run']\n",
        "impl k::Hook for u8 { fn run(&self) { let _ = std::fs::read(\"x\"); } }",
    ),
    row(
        "callback.beside",
        "[[callback]]\nmethods = ['k::Hook::run']\n",
        "[[callback]]\nmethods = ['k::Hook::run']\nbeside = ['elsewhere']\n",
        "impl k::Hook for u8 { fn run(&self) { let _ = std::fs::read(\"x\"); } }",
    ),
    row(
        "callback.unless",
        "[[callback]]\nmethods = ['k::Hook::run']\n",
        "[[callback]]\nmethods = ['k::Hook::run']\nunless = { trait = 'k::Kind', associated = 'Of', is = ['k::Thread'] }\n",
        "impl k::Hook for u8 { fn run(&self) { let _ = std::fs::read(\"x\"); } }",
    ),
    row(
        "derive-callback",
        "",
        "[[derive-callback]]\nderives = ['k::Form']\nattribute = 'field'\nkeys = ['check']\n",
        "#[derive(k::Form)]\npub struct S { #[field(check = a())] pub name: String }\npub fn a() { let _ = std::fs::read(\"x\"); }",
    ),
    row(
        "rpc-trait",
        "",
        "[[rpc-trait]]\nattributes = ['k::rpc']\nsuffix = 'Server'\n",
        "#[k::rpc]\ntrait Own { fn f(&self); }\nimpl OwnServer for u8 { fn f(&self) { let _ = std::fs::read(\"x\"); } }",
    ),
    row(
        "rpc-trait.offloaded",
        "[[rpc-trait]]\nattributes = ['k::rpc']\nsuffix = 'Server'\n",
        "[[rpc-trait]]\nattributes = ['k::rpc']\nsuffix = 'Server'\noffloaded = 'blocking'\n",
        "#[k::rpc]\ntrait Own { #[method(blocking)] fn f(&self); }\nimpl OwnServer for u8 { fn f(&self) { let _ = std::fs::read(\"x\"); } }",
    ),
    row(
        "handler-traits",
        "",
        "handler-traits = ['keys::Handler']\n",
        "pub trait Handler {}\nfn set<H: Handler>(_: H) {}\npub fn a() { set(|| std::fs::read(\"x\")); }",
    ),
    row(
        "class.types",
        "",
        "[class.file]\ntypes = ['k::File']\n",
        "use std::io::Read;\npub async fn a(mut x: k::File) { let _ = x.read(&mut []); }",
    ),
    row(
        "class.wrappers",
        "",
        "[class.file.wrappers]\n'k::Buffered' = 0\n",
        "use std::io::Read;\npub async fn a(mut x: k::Buffered<std::fs::File>) { let _ = x.read(&mut []); }",
    ),
    row("class.name-endings", "", "[class.held-guards]\nname-endings = ['Held']\n", HELD),
    row(
        "class.modules",
        "[class.held-guards]\ntypes = ['k::Held']\n",
        "[class.held-guards]\ntypes = ['k::Held']\n[class.async-locks]\nmodules = ['k']\n",
        HELD,
    ),
    row(
        "class reading-guards",
        "[class.held-guards]\ntypes = ['k::Held']\n",
        "[class.held-guards]\ntypes = ['k::Held']\n[class.reading-guards]\ntypes = ['k::Held']\n",
        READ,
    ),
    row(
        "light-features",
        "",
        "light-features = ['tokio/process']\n",
        "pub async fn a() -> std::io::Result<()> { std::process::Command::new(\"x\").status()?; tokio::task::yield_now().await; Ok(()) }",
    ),
    row("role", "", "[[role]]\nis = 'pooled-stdin'\npaths = ['k::input']\n", "pub async fn a() { k::input(); }"),
    row("role route-prefix", ROUTER, PREFIX, MOUNTED),
    row("role route-scope", PREFIX, SCOPE, MOUNTED),
    row(
        "role route-beside",
        ROUTER,
        BESIDE,
        "pub fn router() -> k::Router { k::scope(\"/x\").or(k::Router::new().at(\"/y\", k::get(a))) }\nasync fn a() { let _ = std::fs::read(\"x\"); }",
    ),
];

/// Keys that other tests cover.
const ELSEWHERE: &[(&str, &str)] = &[
    ("crate", "the errors of `catalogue::tests`"),
    ("api.why", "`apis::every_entry_has_a_marked_case_and_a_near_miss`, and each golden"),
    ("api.versions", "`cases_are_found_as_marked`, with crates at hand"),
    ("api.lazy", "`cases_are_found_as_marked`: a loop over what a lazy call gives is said once"),
    ("api.verified", "`catalogue::tests`; what is unverified only may block"),
    ("api.certain-if", "`cases_are_found_as_marked`"),
    ("api.unless-after", "`cases_are_found_as_marked`"),
    ("api.unless-filled", "`cases_are_found_as_marked`"),
    ("api.unless-kept", "`cases_are_found_as_marked`"),
    ("api.unless-true", "`cases_are_found_as_marked`"),
    ("api.unless-woken", "`dependencies_are_read_as_marked`"),
    ("api.except", "`cases_are_found_as_marked`"),
    ("api.one-item", "`cases_are_found_as_marked`"),
    ("api.outside-loops", "`cases_are_found_as_marked`"),
    ("api.one-thread", "`cases_are_fixed_as_recorded`: the terminal's events"),
    ("lint.blocks", "`cases_are_found_as_marked`: a span guard stalls nobody"),
    ("api.unless-made-by", "`cases_are_found_as_marked`"),
    ("calls-back", "`cases_are_found_as_marked`"),
    ("constructor", "`cases_are_found_as_marked`, with a crate at hand"),
    ("driver.notification", "each golden of `busy-wait`"),
    ("concurrent-types", "`cases_are_found_as_marked`: futures in a `FuturesUnordered` stall each other"),
    ("in-place-methods", "`cases_are_found_as_marked`"),
    ("in-task-methods", "`cases_are_found_as_marked`"),
    ("callable-wrappers", "`cases_are_found_as_marked`"),
    ("memory-files", "`cases_are_found_as_marked`"),
    ("in-place-crates", "`cases_are_found_as_marked`"),
    ("opaque-crates", "`config`"),
    ("entry", "`cases_are_found_as_marked`: start-up code"),
    ("test-attributes", "`cases_are_found_as_marked`: start-up code of tests"),
    ("taker.drives", "`cases_are_found_as_marked`: offloaded `block_on`"),
    ("taker.repeats", "`cases_are_found_as_marked`: what a stream calls runs more than once"),
    ("class.includes", "`catalogue::receivers`"),
    ("async-connection", "`cases_are_fixed_as_recorded`: connections that the same client makes as async ones"),
    ("async-request", "`cases_are_fixed_as_recorded`: requests that another package's client makes"),
    ("async-twin", "`cases_are_fixed_as_recorded`: clients that take the place of blocking ones"),
];

/// Keys of `rules/guard.toml`: rules without it, with it, and its line in the guard's table. The effect of such lines is tested in `table.rs`
/// of `runtime/`.
const GUARD_KEYS: &[(&str, &str, &str, &str)] = &[
    ("runtimes", "runtimes = []", "runtimes = ['k']", "runtime\tk\t\t\n"),
    ("primitives", "primitives = []", "primitives = ['k']", "primitive\tk\t\t\n"),
    ("facades", "facades = {}", "facades = { k = ['k_core'] }", "facade\tk_core\tk\t\n"),
    ("reads-memory", "reads-memory = []", "reads-memory = ['file-sync']", "memory-lint\tfile-sync\t\t\n"),
    (
        "hook",
        "hook = []",
        "hook = [{ functions = ['k_wait'], waits-for = 'thread', lint = 'thread-join' }]",
        "hook\tk_wait\tthread\tthread-join\n",
    ),
    ("hook.functions", HOOK, "hook = [{ functions = ['k_join'], lint = 'thread-join' }]", "hook\tk_join\t\tthread-join\n"),
    (
        "hook.waits-for",
        HOOK,
        "hook = [{ functions = ['k_wait'], waits-for = 'file', lint = 'thread-join' }]",
        "hook\tk_wait\tfile\tthread-join\n",
    ),
    ("hook.lint", HOOK, "hook = [{ functions = ['k_wait'], lint = 'file-sync' }]", "hook\tk_wait\t\tfile-sync\n"),
];

const HOOK: &str = "hook = [{ functions = ['k_wait'], lint = 'thread-join' }]";

#[test]
fn each_key_of_the_guard_changes_its_table() {
    for (key, without, with, line) in GUARD_KEYS {
        let [without, with] = [without, with].map(|text| {
            let others = ["runtimes = []", "primitives = []", "reads-memory = []", "facades = {}", "hook = []"];
            let others = others.into_iter().filter(|other| other.split(' ').next() != text.split(' ').next());
            let file = others.chain([*text]).collect::<Vec<_>>().join("\n");
            let catalogue = Catalogue::embedded().expect("the rules are sound");
            catalogue.with_user_files(vec![("guard.toml".into(), file)]).expect("the file is sound").guard_table()
        });
        assert!(!without.contains(line) && with.contains(line), "`{key}` does not make {line:?}");
    }
}

fn said(rules: &[(&str, &str)], code: &str) -> String {
    said_with("'1'", rules, code)
}

/// The findings in a package with this dependency on tokio.
fn said_with(tokio: &str, rules: &[(&str, &str)], code: &str) -> String {
    let folder = support::folder();
    let manifest = format!("[package]\nname = 'keys'\nedition = '2021'\n[dependencies]\nk = '1'\ntokio = {tokio}\n");
    let mut files = vec![("Cargo.toml", manifest.as_str()), ("async-lint.toml", "rules = ['rules']\n"), ("src/lib.rs", code)];
    files.extend(rules.iter().filter(|(_, text)| !text.is_empty()));
    if rules.iter().all(|(_, text)| text.is_empty()) {
        files[1].1 = "";
    }
    support::write(folder.path(), &files);
    let mut options = support::options(folder.path());
    options.select = vec!["all".to_owned()];
    format!("{:#?}", support::check(&options).findings)
}

#[test]
fn each_key_of_an_api_changes_a_result() {
    for Row { key, without, with, code } in API_KEYS {
        let base = if *key == "lint" { API.replace("blocking-sleep", "blocking-dns") } else { API.to_owned() };
        let [without, with] = [format!("{API}{without}"), format!("{base}{with}")];
        let [without, with] = [without, with].map(|text| said(&[("rules/apis/k.toml", &text)], code));
        assert_ne!(without, with, "`{key}` changes nothing");
    }
}

#[test]
fn each_other_key_changes_a_result() {
    for Row { key, without, with, code } in OTHER_KEYS {
        let file = match key.split(['.', ' ']).next() {
            Some("class") => "rules/receivers.toml",
            Some("role") => "rules/roles.toml",
            _ => "rules/contexts.toml",
        };
        // With only this feature, tokio may be used for its channels alone.
        let tokio = if key.starts_with("driver") { "{ version = '1', features = ['sync'] }" } else { "'1'" };
        let [without, with] = [without, with].map(|text| said_with(tokio, &[(file, text)], code));
        assert_ne!(without, with, "`{key}` changes nothing");
    }
}

/// The keys of a table, as paths; lists, and tables whose keys are names from the data, add no segment.
fn keys(value: &toml::Value, above: &str, found: &mut BTreeSet<String>) {
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                let is_name = above == "class" || above.ends_with("instead") || above.ends_with("wrappers");
                let path = match (is_name, above) {
                    (true, _) => above.to_owned(),
                    (false, "") => key.clone(),
                    (false, above) => format!("{above}.{key}"),
                };
                found.insert(path.clone());
                keys(value, &path, found);
            }
        }
        toml::Value::Array(items) => items.iter().for_each(|item| keys(item, above, found)),
        _ => {}
    }
}

#[test]
fn every_key_is_shown() {
    let shown: BTreeSet<String> = (API_KEYS.iter().map(|row| format!("api.{}", row.key)))
        .chain(OTHER_KEYS.iter().map(|row| row.key.to_owned()))
        .chain(GUARD_KEYS.iter().map(|(key, ..)| (*key).to_owned()))
        .chain(ELSEWHERE.iter().map(|(key, _)| (*key).to_owned()))
        .collect();
    let mut found = BTreeSet::new();
    for path in support::files(&support::root().join("rules"), ".toml") {
        // The keys of a lint's own file are shown by `explain` and the book, whose tests compare every word.
        if path.parent().is_some_and(|folder| folder.ends_with("lints")) {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("rules are UTF-8");
        keys(&toml::from_str(&text).expect("the rules are sound"), "", &mut found);
    }
    let is_shown = |key: &str| {
        let mut above = key;
        loop {
            if shown.iter().any(|one| one == above || one.starts_with(&format!("{above}."))) {
                return true;
            }
            match above.rsplit_once('.') {
                Some((parent, _)) => above = parent,
                None => return false,
            }
        }
    };
    // A key is not excused by its parent in a list, if a sibling of the key has a row.
    let excused: Vec<&String> = found.iter().filter(|key| !is_shown(key)).collect();
    assert!(excused.is_empty(), "no test shows what these keys change: {excused:?}");
}
