//! `fixtures/replacements/`: the catalogue's replacements are compiled against the real crates.
//!
//! Each fn there has a doc comment, "`API`, runtime.", and its body contains the template of the rules with the placeholders filled in, so
//! that rules and compiled code cannot drift apart. Compiling them needs a registry and minutes; it is done if
//! `ASYNC_LINT_COMPILE_REPLACEMENTS` is set.

use crate::support;
use async_lint::catalogue::Catalogue;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::process::Command;

/// Why the replacements of some files of `rules/apis/` are not compiled.
const UNCOMPILED_FILES: &[(&str, &str)] = &[
    ("rdkafka", "needs librdkafka, which builds for minutes"),
    ("cortex_m", EMBEDDED),
    ("embassy_futures", EMBEDDED),
    ("embassy_time", EMBEDDED),
    ("esp_hal", EMBEDDED),
    ("notify_rust", "needs the session bus of a desktop"),
    ("tauri_plugin_dialog", "needs the libraries of a desktop"),
];

/// Why a replacement is not compiled, by the first path of its entry and the runtime.
const UNCOMPILED: &[(&str, &str, &str)] = &[
    ("std::os::unix::fs::FileExt::read_buf_at", "tokio", UNSTABLE),
    ("std::os::unix::fs::FileExt::read_vectored_at", "tokio", UNSTABLE),
    ("std::os::unix::fs::FileExt::write_vectored_at", "tokio", UNSTABLE),
    ("std::io::Read::read_buf", "tokio", UNSTABLE),
    ("std::io::Read::read_buf_exact", "tokio", UNSTABLE),
    ("std::fs::set_permissions_nofollow", "tokio", UNSTABLE),
    ("std::fs::set_permissions_nofollow", "async-std", UNSTABLE),
    ("std::fs::set_permissions_nofollow", "smol", UNSTABLE),
    ("std::fs::set_times", "tokio", UNSTABLE),
    ("std::fs::set_times", "async-std", UNSTABLE),
    ("std::fs::set_times", "smol", UNSTABLE),
    ("std::fs::set_times_nofollow", "tokio", UNSTABLE),
    ("std::fs::set_times_nofollow", "async-std", UNSTABLE),
    ("std::fs::set_times_nofollow", "smol", UNSTABLE),
    ("std::fs::read", "compio", PRINTED),
    ("std::fs::read", "monoio", PRINTED),
    ("std::fs::read_to_string", "compio", PRINTED),
    ("std::fs::read_to_string", "monoio", PRINTED),
    ("std::fs::write", "compio", PRINTED),
    ("std::fs::write", "monoio", PRINTED),
    ("std::fs::create_dir", "compio", PRINTED),
    ("std::fs::create_dir", "monoio", PRINTED),
    ("std::fs::create_dir_all", "compio", PRINTED),
    ("std::fs::create_dir_all", "monoio", PRINTED),
    ("std::fs::remove_file", "compio", PRINTED),
    ("std::fs::remove_file", "monoio", PRINTED),
    ("std::fs::remove_dir", "compio", PRINTED),
    ("std::fs::remove_dir", "monoio", PRINTED),
    ("std::fs::rename", "compio", PRINTED),
    ("std::fs::rename", "monoio", PRINTED),
    ("std::fs::metadata", "compio", PRINTED),
    ("std::fs::metadata", "monoio", PRINTED),
    ("std::fs::File::open", "compio", PRINTED),
    ("std::fs::File::open", "monoio", PRINTED),
    ("std::fs::hard_link", "compio", PRINTED),
    ("std::fs::set_permissions", "compio", PRINTED),
    ("std::fs::symlink_metadata", "compio", PRINTED),
    ("std::fs::symlink_metadata", "monoio", PRINTED),
    ("std::fs::File::create", "compio", PRINTED),
    ("std::fs::File::create", "monoio", PRINTED),
    ("std::thread::sleep", "monoio", PRINTED),
    ("std::thread::sleep", "compio", PRINTED),
    ("std::thread::sleep", "glommio", PRINTED),
    ("std::thread::sleep", "bevy", PRINTED),
    ("std::os::windows::fs::FileExt::seek_read", "tokio", "exists on Windows only"),
    ("std::os::windows::fs::FileExt::seek_write", "tokio", "exists on Windows only"),
    ("std::os::windows::fs::symlink_dir", "tokio", "exists on Windows only"),
    ("std::os::windows::fs::symlink_file", "tokio", "exists on Windows only"),
];

const UNSTABLE: &str = "is not stable";
const PRINTED: &str = "is never written into code: its signature was read in the source of the runtime";
const EMBEDDED: &str = "needs a target without an operating system";

/// Whether a replacement is an expression, rather than the name of a type or prose.
fn is_expression(code: &str) -> bool {
    code.contains('(') || code.contains(".await")
}

/// A compiled fn: the API, the runtime, its text without white space.
struct Compiled {
    api: String,
    runtime: String,
    body: String,
}

/// The compiled fns by file stem.
fn compiled() -> BTreeMap<String, Vec<Compiled>> {
    let mut files = BTreeMap::new();
    for path in support::files(&support::root().join("fixtures/replacements/src"), ".rs") {
        let text = std::fs::read_to_string(&path).expect("sources are UTF-8");
        let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("names are UTF-8").to_owned();
        let fns = text.split("\n/// `").skip(1).map(|part| {
            let (head, body) = part.split_once('\n').expect("a fn follows its doc comment");
            let (api, runtime) =
                head.strip_suffix('.').and_then(|head| head.split_once("`, ")).expect("the comment is an API and a runtime");
            Compiled { api: api.to_owned(), runtime: runtime.to_owned(), body: squeeze(body) }
        });
        files.insert(stem, fns.collect());
    }
    files
}

fn squeeze(code: &str) -> String {
    code.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether `body` contains the template with anything in place of `{self}`, `{0}`, `{args}` and `..`.
fn holds(body: &str, template: &str) -> bool {
    let mut pieces = vec![String::new()];
    let mut rest = template;
    while let Some(c) = rest.chars().next() {
        let placeholder =
            [", {args}", "{self}", "{&self}", "{args}", "{0}", "{1}", "{2}", " .. ", "{ }"].iter().find(|p| rest.starts_with(**p));
        rest = if let Some(placeholder) = placeholder {
            pieces.push(String::new());
            &rest[placeholder.len()..]
        } else {
            pieces.last_mut().expect("there is always one").push(c);
            &rest[c.len_utf8()..]
        };
    }
    let mut at = 0;
    pieces.iter().map(|piece| squeeze(piece)).all(|piece| {
        let found = body[at..].find(&piece);
        at += found.map_or(0, |found| found + piece.len());
        found.is_some()
    })
}

#[test]
fn every_replacement_is_compiled_as_the_rules_write_it() {
    let catalogue = Catalogue::embedded().expect("the rules are sound");
    let compiled = compiled();
    let mut wrong = String::new();
    // Entries with the same replacement are merged; one of their paths is enough.
    let mut wanted: BTreeMap<(&str, &str, &str), Vec<&str>> = BTreeMap::new();
    for api in catalogue.apis() {
        let Some(stem) = api.file.strip_prefix("apis/").and_then(|file| file.strip_suffix(".toml")) else { continue };
        for (runtime, instead) in api.instead.iter() {
            wanted.entry((stem, runtime.as_str(), instead.code.as_str())).or_default().push(&api.path);
        }
    }
    let mut used = BTreeSet::new();
    for ((stem, runtime, code), paths) in &wanted {
        let fns = compiled.get(*stem).map_or(&[][..], Vec::as_slice);
        let speaks = |one: &&Compiled| one.runtime == *runtime && paths.contains(&one.api.as_str());
        let own: Vec<&Compiled> = fns.iter().filter(speaks).filter(|one| !is_expression(code) || holds(&one.body, code)).collect();
        let is_excused = UNCOMPILED_FILES.iter().any(|(file, _)| file == stem)
            || UNCOMPILED.iter().any(|(path, key, _)| paths.contains(path) && key == runtime);
        if own.is_empty() && is_expression(code) && !is_excused {
            writeln!(wrong, "{stem}.rs: no fn for `{}`, {runtime} holds `{code}`", paths[0]).expect("text can grow");
        }
        used.extend(own.into_iter().map(|one| (*stem, &one.api, &one.runtime, &one.body)));
    }
    for (stem, fns) in &compiled {
        for one in fns.iter().filter(|one| !used.contains(&(stem.as_str(), &one.api, &one.runtime, &one.body))) {
            writeln!(wrong, "{stem}.rs: the rules do not write this for `{}`, {}", one.api, one.runtime).expect("text can grow");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn templates_are_compared_with_holes() {
    assert!(holds(&squeeze("{ tokio::fs::read(path).await; }"), "tokio::fs::read({0}).await"));
    assert!(!holds(&squeeze("{ tokio::fs::read(path); }"), "tokio::fs::read({0}).await"));
    assert!(!holds(&squeeze("{ tokio::fs::write(path).await; }"), "tokio::fs::read({0}).await"));
}

/// Whether the headers of OpenSSL are installed; building OpenSSL from a crate would take too long.
fn has_openssl() -> bool {
    Command::new("pkg-config").args(["--exists", "openssl"]).status().is_ok_and(|status| status.success())
}

#[test]
fn replacements_compile() {
    if std::env::var_os("ASYNC_LINT_COMPILE_REPLACEMENTS").is_none() {
        support::skip("replacements", "set ASYNC_LINT_COMPILE_REPLACEMENTS to compile what the rules say to write instead");
        return;
    }
    let root = support::root();
    let mut cargo = Command::new(env!("CARGO"));
    if has_openssl() {
        cargo.args(["check", "--features", "openssl"]);
    } else {
        support::skip("replacements in native_tls.rs and openssl.rs", "pkg-config knows no OpenSSL");
        cargo.arg("check");
    }
    let status = cargo
        .args(["--quiet", "--locked", "--manifest-path"])
        .arg(root.join("fixtures/replacements/Cargo.toml"))
        .arg("--target-dir")
        .arg(root.join("target/replacements"))
        .status()
        .expect("cargo can be started");
    assert!(status.success(), "fixtures/replacements does not compile");
}
