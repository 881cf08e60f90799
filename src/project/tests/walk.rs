//! Which files are found.

use super::Tree;

#[test]
fn rust_files_only_and_sorted() {
    let tree = Tree::new(&[("b.rs", ""), ("a/z.rs", ""), ("a.txt", ""), ("rs", ""), ("c.rs.bak", "")]);
    assert_eq!(tree.requested(&tree.discover(&[])), ["a/z.rs", "b.rs"]);
}

#[test]
fn hidden_build_output_and_foreign_checkouts_are_left_out() {
    let tree = Tree::new(&[
        ("Cargo.toml", "[workspace]"),
        ("target/debug/build/x.rs", ""),
        ("docs/target/kept.rs", ""),
        ("out/CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55"),
        ("out/x.rs", ""),
        (".hidden/x.rs", ""),
        (".x.rs", ""),
        ("checkout/.git/HEAD", ""),
        ("checkout/x.rs", ""),
        ("submodule/.git", "gitdir: elsewhere"),
        ("submodule/x.rs", ""),
        ("src/kept.rs", ""),
    ]);
    assert_eq!(tree.requested(&tree.discover(&[])), ["docs/target/kept.rs", "src/kept.rs"]);
}

#[test]
fn what_is_given_is_never_left_out() {
    let tree = Tree::new(&[
        ("Cargo.toml", "[workspace]"),
        (".gitignore", "gen/\n*.skip.rs\n"),
        ("gen/a.rs", ""),
        ("b.skip.rs", ""),
        ("target/c.rs", ""),
        (".hidden/d.rs", ""),
        ("script", ""),
    ]);
    let project = tree.discover(&["gen", "b.skip.rs", "target", ".hidden", "script"]);
    assert_eq!(tree.requested(&project), [".hidden/d.rs", "b.skip.rs", "gen/a.rs", "script", "target/c.rs"]);
}

#[test]
fn ignore_files_count_by_folder_and_precedence() {
    let tree = Tree::new(&[
        (".gitignore", "*.gen.rs\n/top.rs\n"),
        ("a.gen.rs", ""),
        ("top.rs", ""),
        ("sub/top.rs", ""),
        ("sub/.gitignore", "!b.gen.rs\n"),
        ("sub/a.gen.rs", ""),
        ("sub/b.gen.rs", ""),
        ("sub/deep/b.gen.rs", ""),
        (".ignore", "plain.rs\n"),
        ("sub/plain.rs", ""),
        ("other/.gitignore", "!plain.rs\n"),
        ("other/plain.rs", ""),
        ("other/b.gen.rs", ""),
    ]);
    assert_eq!(tree.requested(&tree.discover(&[])), ["sub/b.gen.rs", "sub/deep/b.gen.rs", "sub/top.rs"]);
}

#[test]
fn rules_above_count_up_to_the_repository_and_no_further() {
    let tree = Tree::new(&[
        (".gitignore", "outer.rs\n"),
        ("repo/.git/HEAD", ""),
        ("repo/.git/info/exclude", "excluded.rs\n"),
        ("repo/.gitignore", "/a/b/inner.rs\n"),
        ("repo/a/b/inner.rs", ""),
        ("repo/a/b/outer.rs", ""),
        ("repo/a/b/excluded.rs", ""),
        ("free/outer.rs", ""),
    ]);
    assert_eq!(tree.requested(&tree.discover(&["repo/a"])), ["repo/a/b/outer.rs"]);
    assert_eq!(tree.requested(&tree.discover(&["repo"])), ["repo/a/b/outer.rs"]);
    // Outside a repository the rules of folders above do not apply.
    assert_eq!(tree.requested(&tree.discover(&["free"])), ["free/outer.rs"]);
}

#[test]
fn a_broken_rule_spoils_only_itself() {
    let tree = Tree::new(&[(".gitignore", "[\u{0}\nb.rs\n{a\n"), ("a.rs", ""), ("b.rs", "")]);
    assert_eq!(tree.requested(&tree.discover(&[])), ["a.rs"]);
}

#[test]
fn a_path_that_is_not_there_is_an_error_that_names_it() {
    let tree = Tree::new(&[("a.rs", "")]);
    let error = super::super::discover(&tree.options(&["a.rs", "none/b.rs"])).expect_err("it is not there");
    assert_eq!(error.to_string(), "`none/b.rs` cannot be read: no such file or directory");
}

#[test]
fn one_file_given_twice_is_linted_once() {
    let tree = Tree::new(&[("src/a.rs", "")]);
    let project = tree.discover(&["src/a.rs", "src", "./src/../src/a.rs"]);
    assert_eq!(tree.requested(&project), ["src/a.rs"]);
    assert_eq!(project.packages.len(), 1);
}
