//! `rules/apis/`: each `[[api]]` entry has a marked line in `fixtures/cases/`, and a near miss there.
//!
//! A near miss is a line with a bare `//~` mark in the same file that calls one of the entry's fns, or its sibling (`try_recv`,
//! `get_async`, `lock` for `lock_blocking`): offloaded, awaited, or of another type. `fixtures.rs` tests that nothing is found
//! there.

use crate::support;
use async_lint::catalogue::{Api, ApiFile, CallKind};
use async_lint::diagnostics::Kind;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Entries (by their first path) that no line can show, and why.
const UNSHOWN: &[(&str, &str)] = &[
    ("futures_lite::AsyncReadExt::read", "an awaited method counts only with the sources of its crate, which the cases lack"),
    ("futures_lite::AsyncWriteExt::write", "an awaited method counts only with the sources of its crate, which the cases lack"),
];

/// Entries (by their first path) that have no near miss, and why.
const WITHOUT_NEAR_MISS: &[(&str, &str)] = &[];

struct Entry {
    file: String,
    api: Api,
    paths: Vec<String>,
}

impl Entry {
    fn title(&self) -> &str {
        &self.paths[0]
    }
}

fn entries() -> Vec<Entry> {
    let mut entries = Vec::new();
    for path in support::files(&support::root().join("rules/apis"), ".toml") {
        let text = std::fs::read_to_string(&path).expect("rules are UTF-8");
        let file: ApiFile = toml::from_str(&text).expect("the rules are sound");
        let name = path.file_name().and_then(|name| name.to_str()).expect("names are UTF-8").to_owned();
        for api in file.api {
            let paths = api.paths.iter().flat_map(|path| expand(path)).collect();
            entries.push(Entry { file: name.clone(), api, paths });
        }
    }
    entries
}

/// `a::{b, c}` as `a::b` and `a::c`.
fn expand(path: &str) -> Vec<String> {
    let Some((before, rest)) = path.split_once('{') else { return vec![path.to_owned()] };
    let (list, after) = rest.split_once('}').expect("braces of the rules are closed");
    list.split(',').flat_map(|item| expand(&format!("{before}{}{after}", item.trim()))).collect()
}

/// Where each API is found directly: (lint, path of the API) to the cases' files.
fn hits() -> BTreeMap<(String, String), BTreeSet<String>> {
    let folder = support::folder();
    support::copy(&support::root().join("fixtures/cases"), folder.path());
    let mut options = support::options(folder.path());
    options.select = vec!["all".to_owned()];
    let mut hits: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for finding in support::check(&options).findings {
        if finding.kind == Kind::Direct {
            hits.entry((finding.lint, finding.api)).or_default().insert(finding.path);
        }
    }
    hits
}

/// A bare-marked line of a case, without its mark, and the fn around it up to there.
struct NearMiss {
    line: String,
    before: String,
}

fn near_misses(file: &str) -> Vec<NearMiss> {
    let text = std::fs::read_to_string(support::root().join("fixtures/cases").join(file)).expect("cases are UTF-8");
    let mut before = String::new();
    let mut found = Vec::new();
    for line in text.lines() {
        if words(line).any(|word| word == "fn") {
            before.clear();
        }
        if let Some(line) = line.trim_end().strip_suffix("//~") {
            found.push(NearMiss { line: line.trim().to_owned(), before: before.clone() });
        }
        before.push_str(line);
        before.push('\n');
    }
    found
}

#[test]
fn every_entry_has_a_marked_case_and_a_near_miss() {
    let hits = hits();
    let mut wrong = String::new();
    let (mut unshown, mut without) = (BTreeSet::new(), BTreeSet::new());
    let mut misses: BTreeMap<String, Vec<NearMiss>> = BTreeMap::new();
    for entry in entries() {
        let found = |path: &String| hits.get(&(entry.api.lint.clone(), path.clone()));
        let files: BTreeSet<&String> = entry.paths.iter().filter_map(found).flatten().collect();
        if files.is_empty() {
            unshown.insert(entry.title().to_owned());
            if !UNSHOWN.iter().any(|(path, _)| *path == entry.title()) {
                writeln!(wrong, "{}: no marked line of fixtures/cases reaches `{}` ({})", entry.file, entry.title(), entry.api.lint)
                    .expect("text can grow");
            }
            continue;
        }
        let is_missed = files.iter().any(|file| {
            let lines = misses.entry((*file).clone()).or_insert_with(|| near_misses(file));
            lines.iter().any(|miss| is_near(miss, &entry))
        });
        if !is_missed {
            without.insert(entry.title().to_owned());
            if !WITHOUT_NEAR_MISS.iter().any(|(path, _)| *path == entry.title()) {
                writeln!(wrong, "{}: no near miss of `{}` stands in {files:?}", entry.file, entry.title()).expect("text can grow");
            }
        }
    }
    for (path, _) in UNSHOWN.iter().filter(|(path, _)| !unshown.contains(*path)) {
        writeln!(wrong, "`{path}` is shown: strike it off the list").expect("text can grow");
    }
    for (path, _) in WITHOUT_NEAR_MISS.iter().filter(|(path, _)| !without.contains(*path)) {
        writeln!(wrong, "`{path}` has a near miss: strike it off the list").expect("text can grow");
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Whether a line calls something like the entry's API.
fn is_near(NearMiss { line, before }: &NearMiss, entry: &Entry) -> bool {
    match entry.api.call {
        CallKind::Iterate => line.starts_with("for ") || line.starts_with("while let "),
        // A value of the type that is dropped elsewhere or never, or is made where its drop may wait.
        CallKind::Drop => {
            let is_named = |text: &str| words(text).any(|word| entry.paths.iter().any(|path| path.rsplit("::").next() == Some(word)));
            is_named(line) || words(line).any(|word| ["drop", "forget"].contains(&word)) && is_named(before)
        }
        CallKind::Call | CallKind::Macro => entry.paths.iter().any(|path| {
            let name = path.rsplit("::").next().unwrap_or(path);
            called(line).into_iter().any(|word| is_sibling(word, name))
        }),
    }
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_alphanumeric() && c != '_')
}

/// The names in a line that are called, or passed as values.
fn called(line: &str) -> Vec<&str> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let (mut names, mut rest) = (Vec::new(), line);
    while let Some(start) = rest.find(is_part) {
        let tail = &rest[start..];
        let (name, after) = tail.split_at(tail.find(|c| !is_part(c)).unwrap_or(tail.len()));
        if ["(", "!", "::<", ")", ","].iter().any(|mark| after.starts_with(mark)) {
            names.push(name);
        }
        rest = after;
    }
    names
}

/// Words by which a blocking fn and its sibling differ.
const AFFIXES: &[&str] = &["blocking", "timeout", "deadline", "until", "async"];

/// Whether `word` is `name` with more words before or after it (`try_recv` for `recv`), or without the words that express waiting (`lock` for
/// `lock_blocking`, `try_send` for `send_timeout`).
fn is_sibling(word: &str, name: &str) -> bool {
    let words: Vec<&str> = word.split('_').collect();
    let names: Vec<&str> = name.split('_').collect();
    if words.windows(names.len()).any(|window| window == names) {
        return true;
    }
    let core: Vec<&str> = names.iter().copied().filter(|part| !AFFIXES.contains(part)).collect();
    let bare: Vec<&str> = words.into_iter().filter(|part| *part != "try").collect();
    !core.is_empty() && core.len() < names.len() && bare == core
}

#[test]
fn names_of_siblings() {
    assert!(is_sibling("try_recv", "recv") && is_sibling("lock", "lock_blocking") && is_sibling("try_send", "send_timeout"));
    assert!(!is_sibling("forget", "get") && !is_sibling("line", "read_line") && !is_sibling("locked", "lock"));
    assert_eq!(called("a.b(c, D::e)?.f; g::<h>() i!"), ["b", "c", "e", "g", "i"]);
}
