//! The data as a whole, and the errors about broken data.

use super::load::Origin;
use super::{CallKind, Catalogue, DataError, FoundBy};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

fn embedded() -> Catalogue {
    Catalogue::embedded().unwrap_or_else(|errors| {
        panic!("{} errors in rules/:\n{}", errors.len(), errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}

#[test]
fn embedded_data_are_sound() {
    let catalogue = embedded();
    assert!(catalogue.lints().len() > 40, "{} lints", catalogue.lints().len());
    assert!(catalogue.apis().len() > 300, "{} APIs", catalogue.apis().len());
}

#[test]
fn each_data_lint_has_an_api_and_no_coded_lint_has_one() {
    let catalogue = embedded();
    let used: BTreeSet<&str> = catalogue.apis().iter().map(|api| catalogue.lint_at(api.lint).id.as_str()).collect();
    let data = |wanted: FoundBy| catalogue.lints().filter(move |l| l.file.found_by == wanted).map(|l| l.id.as_str());
    assert_eq!(data(FoundBy::Data).filter(|id| !used.contains(id)).collect::<Vec<_>>(), [""; 0], "lints without an API");
    assert_eq!(data(FoundBy::Coded).filter(|id| used.contains(id)).collect::<Vec<_>>(), [""; 0], "coded lints with an API");
}

#[test]
fn paths_are_found_with_their_conditions() {
    let catalogue = embedded();
    let lints = |path: &str| -> Vec<&str> {
        let of = catalogue.by_path(path).iter().map(|i| catalogue.lint_at(catalogue.api(*i).lint).id.as_str());
        of.collect::<BTreeSet<_>>().into_iter().collect()
    };
    assert_eq!(lints("std::fs::read"), ["blocking-file"]);
    assert_eq!(lints("std::path::Path::is_dir"), ["metadata-probe"]);
    assert_eq!(lints("std::sync::mpsc::Sender::send"), [""; 0]);
    assert!(lints("std::io::Read::read_to_string").contains(&"blocking-pipe-io"));
    let reads = catalogue.by_path("std::io::Read::read").iter().map(|i| catalogue.api(*i));
    assert!(reads.clone().count() > 4 && reads.into_iter().all(|api| !api.receiver.is_empty()));
    let of_tokio: Vec<_> = catalogue.apis().iter().filter(|api| api.crate_name == "tokio").collect();
    assert!(of_tokio.iter().all(|api| api.path.starts_with("tokio::")));
    assert!(of_tokio.len() > 20);
    let print = catalogue.by_path("std::println").iter().map(|i| catalogue.api(*i).call).collect::<Vec<_>>();
    assert_eq!(print, [CallKind::Macro]);
}

#[test]
fn names_are_filled_into_replacements() {
    let catalogue = embedded();
    let code = |path: &str, runtime: &str| {
        let api = catalogue.api(catalogue.by_path(path)[0]);
        api.instead_among(&[runtime.to_owned()]).map(|i| i.code.clone())
    };
    assert_eq!(code("std::fs::rename", "tokio").as_deref(), Some("tokio::fs::rename({args}).await"));
    assert_eq!(code("std::fs::symlink_metadata", "smol").as_deref(), Some("smol::fs::symlink_metadata({args}).await"));
    assert_eq!(code("futures::executor::block_on", "tokio").as_deref(), Some("({0}).await"));
    assert!(catalogue.apis().iter().all(|api| api.instead.values().all(|i| !i.code.contains("{name}"))));
}

#[test]
fn contexts_and_receivers_answer() {
    let catalogue = embedded();
    let contexts = catalogue.contexts();
    let runs = |path: &str| contexts.taker_of(path, 0).map(|rule| rule.runs);
    assert_eq!(runs("tokio::task::spawn_blocking"), Some(super::Runs::Offloaded));
    assert_eq!(runs("tokio::task::block_in_place"), Some(super::Runs::BlockInPlace));
    assert_eq!(runs("std::thread::Builder::spawn"), Some(super::Runs::Offloaded));
    assert_eq!(runs("std::thread::scope"), None);
    assert!(contexts.is_in_place_crate("std") && contexts.is_opaque_crate("tokio") && !contexts.is_opaque_crate("serde"));
    assert!(contexts.callback("std::future::Future::poll").is_some() && contexts.is_test_attribute("tokio::test"));
    assert_eq!(
        contexts.entry_attribute("main", || vec!["actix_web::main".to_owned()]).map(|(_, entry)| entry.flavor),
        Some(super::Flavor::CurrentThread)
    );
    let file = catalogue.receivers().class("file").unwrap();
    assert!(file.has_type("std::fs::File") && !file.has_type("std::net::TcpStream"));
    assert_eq!(file.wrapper("flate2::read::GzDecoder"), Some(0));
    assert!(catalogue.receivers().class("blocking-io").unwrap().has_type("std::net::TcpStream"));
}

#[test]
fn a_user_adds_replaces_and_extends() {
    let files = [
        ("rules/mine.toml", "crate = 'std'\n[[api]]\npaths = ['std::fs::read']\nlint = 'my-lint'\nwhy = 'reads'\n"),
        (
            "lints/my-lint.toml",
            "group = 'blocking'\nlevel = 'deny'\ncost = 'disk'\nsummary = 's'\nwhy = 'w'\nadvice = 'a'\nbad = 'b'\ngood = 'g'\n",
        ),
        ("more.toml", "[class.file]\ntypes = ['mine::File']\n"),
        ("c.toml", "[[taker]]\npaths = ['std::thread::spawn']\nruns = 'stored'\n"),
        ("stubs/mine.rs", "pub struct File;"),
    ];
    let files = files.map(|(name, text)| (PathBuf::from(name), text.to_owned())).to_vec();
    let catalogue = embedded().with_user_files(files).unwrap();
    let read: Vec<_> = catalogue.by_path("std::fs::read").iter().map(|i| catalogue.api(*i)).collect();
    assert_eq!(read.len(), 1);
    assert_eq!(catalogue.lint_at(read[0].lint).id, "my-lint");
    let file = catalogue.receivers().class("file").unwrap();
    assert!(file.has_type("mine::File") && file.has_type("std::fs::File"));
    assert_eq!(catalogue.contexts().taker("std::thread::spawn").len(), 1);
    assert_eq!(catalogue.contexts().taker_of("std::thread::spawn", 0).unwrap().runs, super::Runs::Stored);
    assert!(catalogue.stubs().iter().any(|s| s.name == "mine" && s.files[0].0 == "lib.rs"));
}

/// A valid lint, to which a test adds lines.
const LINT: &str = "group = 'blocking'\nlevel = 'warn'\ncost = 'disk'\nsummary = 's'\nwhy = 'w'\nadvice = 'a'\nbad = 'b'\ngood = 'g'\n";

/// (file, text): each has the mistake that its comment or key names.
fn broken() -> Vec<(&'static str, String)> {
    let api = |body: &str| format!("crate = 'std'\n\n[[api]]\npaths = ['std::fs::read']\nlint = 'base'\nwhy = 'reads a file'\n{body}");
    vec![
        ("apis/unknown-key.toml", api("reason = 'x'\n")),
        ("apis/syntax.toml", "crate = \n".to_owned()),
        ("apis/unknown-lint.toml", api("").replace("'base'", "'blocking-slepp'")),
        (
            "apis/capital-and-stop.toml",
            api("").replace("'reads a file'", "'Reads a file.'") + "\n[[api]]\npaths = ['std::fs::write']\nlint = 'base'\nwhy = ''\n",
        ),
        ("apis/sentence.toml", api("").replace("'reads a file'", "'Reads a file'")),
        ("apis/receiver.toml", api("receiver = ['file', 'flie']\nany-argument = ['x']\n")),
        ("apis/versions.toml", api("versions = '>= one'\n")),
        ("apis/arity.toml", api("arity = { min = 2, max = 1 }\n")),
        ("apis/duplicate.toml", api("\n[[api]]\npaths = ['std::fs::{write, read}']\nlint = 'base'\nwhy = 'reads'\n")),
        ("apis/braces.toml", api("").replace("'std::fs::read'", "'std::fs::{read', 'std::fs::'")),
        ("apis/other-crate.toml", api("").replace("'std'", "'tokio'")),
        ("apis/no-paths.toml", api("").replace("['std::fs::read']", "[]")),
        (
            "apis/instead.toml",
            api(
                "[api.instead.tokyo]\ncode = 'f({arg0})'\n[api.instead.tokio]\ncode = 'f({0})'\nsince = 'tokio'\nfeatures = ['fs']\nrefuse-if = ['guard']\nnote = 'Mind the gap'\n",
            ),
        ),
        ("apis/enum.toml", api("call = 'calls'\n")),
        ("lints/Bad_Name.toml", LINT.to_owned()),
        ("lints/all.toml", LINT.to_owned()),
        ("lints/base.toml", LINT.to_owned()),
        ("lints/texts.toml", LINT.replace("'blocking'", "'blockers'").replace("'s'", "'Says a lot.'").replace("'w'", "' '")),
        ("lints/missing.toml", LINT.replace("good = 'g'\n", "")),
        ("contexts.toml", "opaque-crates = ['a b']\n[[taker]]\npaths = ['a::{b']\nruns = 'offloaded'\n".to_owned()),
        ("receivers.toml", "[class.a]\nincludes = ['b', 'zz']\n[class.b]\nincludes = ['a']\n[class.C]\ntypes = ['x::']\n".to_owned()),
        ("what.toml", "name = 'x'\n".to_owned()),
    ]
}

#[test]
fn broken_data_are_shown_in_place() {
    let base = [
        ("lints/base.toml", LINT),
        ("receivers.toml", "[class.file]\ntypes = ['std::fs::File']\n"),
        ("contexts.toml", "[[pool]]\nruntime = 'tokio'\npackage = 'tokio'\npath = 'tokio::task::spawn_blocking'\n"),
    ];
    let base = Catalogue::build(Vec::new(), base.into_iter(), Origin::Embedded).unwrap();
    let mut all = String::new();
    for (name, text) in broken() {
        let files = [(name, text.as_str())];
        let errors = Catalogue::build(base.clone().into_parsed(), files.into_iter(), Origin::Embedded).expect_err(name);
        for error in &errors {
            writeln!(all, "{}", draw(error)).unwrap();
        }
    }
    insta::assert_snapshot!(all);
}

fn draw(error: &DataError) -> String {
    let config = codespan_reporting::term::Config::default();
    codespan_reporting::term::emit_into_string(&config, &error.source(), &error.render()).unwrap()
}

#[test]
fn each_lint_explains_itself() {
    let catalogue = embedded();
    for lint in catalogue.lints() {
        let file = &lint.file;
        // Coded lints may report sync code that passes something to a runtime.
        let is_async = file.bad.contains("async") || file.example == super::Example::Configuration || file.found_by == FoundBy::Coded;
        assert!(file.bad.trim() != file.good.trim() && is_async, "{}", lint.id);
        assert!(file.why.trim_end().ends_with('.') && file.advice.trim_end().ends_with('.'), "{}: whole sentences", lint.id);
    }
}

#[test]
fn a_restructuring_is_never_applied() {
    let catalogue = embedded();
    for api in catalogue.apis() {
        for (runtime, instead) in api.instead.iter().filter(|(_, i)| i.applicability != crate::diagnostics::Applicability::Display) {
            assert_ne!(
                instead.form,
                crate::diagnostics::Form::Restructure,
                "{} under {runtime}: a restructuring is never applied",
                api.path
            );
        }
    }
}

#[test]
fn each_api_says_how_it_was_checked() {
    for (name, text) in super::embedded::FILES.iter().filter(|(name, _)| name.starts_with("apis/")) {
        let file: super::ApiFile = toml::from_str(text).unwrap();
        let silent: Vec<_> = file.api.iter().filter(|api| api.verified.is_none()).map(|api| &api.paths).collect();
        assert!(silent.is_empty(), "{name}: {silent:?} lack `verified`");
    }
}

#[test]
fn loading_gives_the_same_order_whatever_the_order_of_the_files() {
    let files: Vec<(&str, &str)> = super::embedded::FILES.to_vec();
    let forth = Catalogue::build(Vec::new(), files.iter().copied(), Origin::Embedded).unwrap();
    let back = Catalogue::build(Vec::new(), files.iter().rev().copied(), Origin::Embedded).unwrap();
    let list = |c: &Catalogue| c.apis().iter().map(|a| (a.path.clone(), c.lint_at(a.lint).id.clone())).collect::<Vec<_>>();
    assert_eq!(list(&forth), list(&back));
}

#[test]
fn each_bad_example_calls_an_api_of_its_lint() {
    let catalogue = embedded();
    for lint in catalogue.lints().filter(|l| l.file.found_by == FoundBy::Data) {
        let index = catalogue.lint_index(&lint.id);
        let mut apis = catalogue.apis().iter().filter(|api| Some(api.lint) == index);
        let bad = &lint.file.bad;
        // `println!` is in the prelude, so its crate is not named.
        let named = |krate: &str| krate == "std" || bad.contains(krate);
        assert!(apis.any(|api| named(&api.crate_name) && bad.contains(api.name())), "{}:\n{bad}", lint.id);
    }
}
