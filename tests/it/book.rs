//! The book under `docs/`: its generated pages match the rules, all chapters are listed, and its examples work.
//!
//! `UPDATE_DOCS=1 cargo test --test it book` writes the pages anew.

use crate::support;
use async_lint::catalogue::Catalogue;
use async_lint::pages;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

fn sources() -> PathBuf {
    support::root().join("docs/src")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

#[test]
fn generated_pages_are_those_of_the_rules() {
    let catalogue = Catalogue::embedded().expect("the rules are sound");
    let mut pages = pages::book(&catalogue);
    let summary = read(&sources().join("SUMMARY.md"));
    let (head, _) = summary.split_once(pages::MARKER).expect("the lints are in the table of contents");
    pages.push(("SUMMARY.md".to_owned(), format!("{head}{}\n{}\n", pages::MARKER, pages::index(&catalogue))));
    let update = std::env::var_os("UPDATE_DOCS").is_some();
    let mut stale = Vec::new();
    for (name, text) in &pages {
        let path = sources().join(name);
        if read(&path) != *text {
            stale.push(format!("docs/src/{name}"));
            if update {
                support::write(&sources(), &[(name, text)]);
            }
        }
    }
    let known: BTreeSet<PathBuf> = pages.iter().map(|(name, _)| sources().join(name)).collect();
    for page in support::files(&sources().join("lints"), ".md") {
        if !known.contains(&page) {
            stale.push(format!("{} is the page of no lint", page.display()));
            if update {
                std::fs::remove_file(page).expect("it can be removed");
            }
        }
    }
    assert!(update || stale.is_empty(), "UPDATE_DOCS=1 cargo test --test it book refreshes {stale:#?}");
}

#[test]
fn every_page_is_in_the_table_of_contents_and_the_other_way_round() {
    let summary = read(&sources().join("SUMMARY.md"));
    let listed: BTreeSet<PathBuf> =
        summary.split("](").skip(1).filter_map(|rest| rest.split(')').next()).map(|link| sources().join(link)).collect();
    let mut pages: BTreeSet<PathBuf> = support::files(&sources(), ".md").into_iter().collect();
    pages.remove(&sources().join("SUMMARY.md"));
    assert_eq!(listed, pages);
    assert!(listed.len() > 50);
}

/// The fenced blocks of a language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let fences = text.split("\n```").skip(1).step_by(2);
    fences.filter_map(|block| block.strip_prefix(language)?.strip_prefix('\n')).map(|block| format!("{block}\n")).collect()
}

/// Each example is a valid configuration, and each key has a section.
#[test]
fn the_reference_is_true() {
    let reference = read(&sources().join("configuration.md"));
    let lint = read(&support::root().join("rules/lints/blocking-sleep.toml"));
    let mut examples = 0;
    for chapter in ["configuration.md", "rules.md"] {
        for example in blocks(&read(&sources().join(chapter)), "toml") {
            let folder = support::folder();
            support::write(
                folder.path(),
                &[("async-lint.toml", &example), ("lint-rules/lints/house-rule.toml", &lint), ("a.rs", "async fn f() {}")],
            );
            let report = async_lint::check(&support::options(folder.path()), &async_lint::Silent);
            assert!(report.is_ok(), "{chapter}: {report:?}\n{example}");
            examples += 1;
        }
    }
    assert!(examples > 15, "there are examples");
    // An unknown key makes the parser list those that it knows.
    let error = toml::from_str::<async_lint::config::ConfigFile>("no-such-key = 1").expect_err("there is no such key");
    let keys: Vec<&str> = error.message().split('`').skip(3).step_by(2).collect();
    assert_eq!(keys.len(), 18, "{keys:?}");
    for key in keys {
        let (_, section) = reference.split_once(&format!("\n## `{key}`\n")).unwrap_or_else(|| panic!("`{key}` has no section"));
        let section = section.split("\n## ").next().unwrap_or_default();
        let shown = blocks(section, "toml").concat();
        assert!(shown.contains(key), "the example of `{key}` does not show it");
    }
}

/// Makes a folder a repository in which everything is committed, with the name that the book uses.
fn repository(folder: &Path) {
    let identity = ["-c", "user.name=t", "-c", "user.email=t@localhost", "-c", "commit.gpgsign=false"];
    for args in [&["init", "-q"][..], &["add", "."], &["commit", "-qm", "first"], &["update-ref", "refs/remotes/origin/main", "HEAD"]] {
        let git = Command::new("git").arg("-C").arg(folder).args(identity).args(args).status();
        assert!(git.expect("git runs").success(), "git {args:?}");
    }
}

#[test]
fn every_command_in_the_book_is_run() {
    let mut number = 0;
    for page in support::files(&sources(), ".md") {
        let text = read(&page);
        let yaml = blocks(&text, "yaml").concat();
        let steps = yaml.lines().filter_map(|line| line.trim().strip_prefix("- ")).map(|line| line.trim_start_matches("run: ").to_owned());
        let shell = blocks(&text, "sh").concat();
        for command in steps.chain(shell.lines().map(str::to_owned)) {
            let Some(args) = command.strip_prefix("async-lint ") else { continue };
            let folder = support::folder();
            let rules = "crate = \"billing\"\n[[api]]\npaths = [\"billing::ask\"]\nlint = \"blocking-sleep\"\nwhy = \"waits\"\n";
            let files = [
                ("a.rs", "async fn f() {}\n"),
                ("src/server.rs", "fn f() {}\n"),
                ("async-lint.toml", "rules = [\"house\"]\n"),
                ("house/apis/billing.toml", rules),
                ("guard.jsonl", ""),
            ];
            support::write(folder.path(), &files);
            repository(folder.path());
            let output = support::tool(folder.path())
                .args(shell_words::split(args).expect("its quotes are closed"))
                .env("ASYNC_LINT_CACHE_DIR", folder.path().join("cache"))
                .output()
                .expect("it runs");
            let said = String::from_utf8_lossy(&output.stderr);
            // These commands print what they have done.
            let speaks = ["baseline", "--suppress"].iter().any(|word| args.contains(word));
            assert!(output.status.success() && (said.is_empty() || speaks), "{}: `{command}`: {said}", page.display());
            number += 1;
        }
    }
    assert!(number > 8, "the book has commands");
}

/// Every link in the built pages leads to a page that was built, and to an anchor in it.
#[test]
fn mdbook_builds_the_book() {
    if !support::is_installed("mdbook") {
        return support::skip("the book", "mdbook is not installed");
    }
    let folder = support::folder();
    let built = Command::new("mdbook").arg("build").arg(support::root().join("docs")).arg("-d").arg(folder.path()).output();
    let built = built.expect("mdbook runs");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let mut dead = Vec::new();
    let mut number = 0;
    for page in support::files(folder.path(), ".html").iter().filter(|page| !page.ends_with("print.html") && !page.ends_with("404.html")) {
        let text = read(page);
        let (_, main) = text.split_once("<main>").unwrap_or(("", ""));
        let main = main.split("</main>").next().unwrap_or_default();
        for link in main.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).filter(|link| !link.contains("://")) {
            number += 1;
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() { page.clone() } else { page.parent().expect("it is in a folder").join(path) };
            let found = std::fs::read_to_string(&target);
            if !found.is_ok_and(|text| anchor.is_empty() || text.contains(&format!("id=\"{anchor}\""))) {
                dead.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(dead.is_empty(), "{dead:#?}");
    assert!(number > 100, "the book has links");
}
