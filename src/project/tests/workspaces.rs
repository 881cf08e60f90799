//! Members, inheritance, exclusion.

use super::{Tree, manifest, names, package};
use crate::project::{Edition, ProblemAbout};

fn member(name: &str) -> (String, String) {
    (format!("{name}/Cargo.toml"), manifest(name.rsplit('/').next().expect("a last part"), ""))
}

fn tree(root: &str, members: &[&str]) -> Tree {
    let tree = Tree::new(&[("Cargo.toml", root)]);
    for name in members {
        let (path, text) = member(name);
        tree.write(&path, &text);
        tree.write(&format!("{name}/src/lib.rs"), "");
    }
    tree
}

#[test]
fn globs_and_exclusions() {
    let root = "[workspace]\nmembers = [\"crates/*\", \"tools/t?\", \"deep/**/leaf\", \"./single\"]\nexclude = [\"crates/out\"]";
    let tree = tree(root, &["crates/a", "crates/b", "crates/out", "tools/t1", "tools/other", "deep/x/y/leaf", "single"]);
    tree.write("crates/not-a-package/readme.md", "");
    let project = tree.discover(&["crates/a/src/lib.rs"]);
    assert_eq!(names(&project), ["a", "b", "leaf", "single", "t1"]);
    assert_eq!(tree.requested(&project), ["crates/a/src/lib.rs"]);
    assert!(project.problems.is_empty(), "{:?}", project.problems);
    for package in &project.packages {
        assert_eq!(package.workspace.as_deref(), Some(tree.root.join("Cargo.toml").as_path()), "{}", package.name);
    }
    // A package that is not a member is left out, unless it is named; then it is a package of its own.
    let project = tree.discover(&[]);
    assert_eq!(names(&project), ["a", "b", "leaf", "single", "t1"]);
    assert_eq!(project.left_out, ["crates/out", "tools/other"].map(|folder| tree.root.join(folder)));
    let project = tree.discover(&["crates/out", "tools/other", "single"]);
    assert_eq!(package(&project, "out").workspace, None);
    assert_eq!(package(&project, "other").workspace, None);
}

#[test]
fn path_dependencies_below_the_root_are_members() {
    let tree = tree("[workspace]\nmembers = [\"a\"]", &["a", "b", "c"]);
    tree.write("a/Cargo.toml", &manifest("a", "[dependencies]\nb = { path = \"../b\" }"));
    tree.write("b/Cargo.toml", &manifest("b", "[dev-dependencies]\nc = { path = \"../c\" }"));
    assert_eq!(names(&tree.discover(&["c/src/lib.rs"])), ["a", "b", "c"]);
}

#[test]
fn a_missing_member_is_reported_and_the_others_stay() {
    let tree = tree("[workspace]\nmembers = [\"a\", \"gone\", \"none/*\"]", &["a"]);
    let said = |about: ProblemAbout| {
        let project = tree.discover(&["a"]);
        assert_eq!(names(&project), ["a"]);
        assert!(project.problems.iter().all(|problem| problem.about == about), "{:?}", project.problems);
        tree.problems(&project)
    };
    let absent = "Cargo.toml: the workspace member `gone` has no files, like a git submodule that is not checked out";
    assert_eq!(said(ProblemAbout::AbsentFolder), [absent]);
    std::fs::create_dir(tree.root.join("gone")).expect("it can be made");
    assert_eq!(said(ProblemAbout::AbsentFolder), [absent], "git makes the folder, and leaves it empty");
    tree.write("gone/src/lib.rs", "");
    assert_eq!(said(ProblemAbout::Itself), ["Cargo.toml: the workspace member `gone` has no manifest"]);
}

const INHERITING: &str = "[workspace]\nmembers = [\"m\"]\n\
    [workspace.package]\nversion = \"4.5.6\"\nedition = \"2018\"\n\
    [workspace.dependencies]\ntokio = { version = \"1.30\", features = [\"rt\"], default-features = false }\n\
    near = { path = \"libs/near\", package = \"near-by\" }\nplain = \"2\"\n";

#[test]
fn inheritance() {
    let tree = Tree::new(&[
        ("Cargo.toml", INHERITING),
        (
            "m/Cargo.toml",
            "[package]\nname = \"m\"\nversion.workspace = true\nedition.workspace = true\nauthors.workspace = true\n\
             [lints]\nworkspace = true\n[dependencies]\n\
             tokio = { workspace = true, features = [\"fs\", \"rt\"], default-features = true, optional = true }\n\
             near.workspace = true\nplain = { workspace = true }\nmissing.workspace = true\n",
        ),
        ("m/src/lib.rs", ""),
    ]);
    let project = tree.discover(&[]);
    let found = package(&project, "m");
    assert_eq!(found.version.to_string(), "4.5.6");
    assert_eq!(found.targets[0].edition, Edition::E2018);
    let shown: Vec<_> = found
        .dependencies
        .iter()
        .map(|one| format!("{}={} {} {:?} {} {}", one.name, one.package, one.req, one.features, one.default_features, one.optional))
        .collect();
    assert_eq!(shown, [r"near=near-by * [] true false", r"plain=plain ^2 [] true false", r#"tokio=tokio ^1.30 ["rt", "fs"] true true"#,]);
    assert_eq!(found.dependencies[0].path.as_deref(), Some(tree.root.join("libs/near").as_path()));
    assert_eq!(found.dependencies[2].declared_in.as_deref(), Some(tree.root.join("Cargo.toml").as_path()));
    assert_eq!(tree.problems(&project), ["m/Cargo.toml: the dependency `missing` is inherited, but the workspace does not declare it"]);
}

#[test]
fn package_workspace_names_a_root_elsewhere() {
    let tree = Tree::new(&[
        ("ws/Cargo.toml", "[workspace]\nmembers = [\"../far\"]\n[workspace.package]\nedition = \"2024\""),
        ("far/Cargo.toml", "[package]\nname = \"far\"\nworkspace = \"../ws\"\nedition.workspace = true"),
        ("far/src/lib.rs", ""),
        ("lost/Cargo.toml", "[package]\nname = \"lost\"\nworkspace = \"../nowhere\""),
        ("lost/src/lib.rs", ""),
    ]);
    let project = tree.discover(&["far", "lost"]);
    assert_eq!(package(&project, "far").targets[0].edition, Edition::E2024);
    assert_eq!(package(&project, "far").workspace.as_deref(), Some(tree.root.join("ws/Cargo.toml").as_path()));
    assert_eq!(tree.problems(&project), ["lost/Cargo.toml: `package.workspace` names `../nowhere`, where there is no workspace"]);
}

#[test]
fn a_broken_root_does_not_stop_its_members() {
    let tree = tree("[workspace\n", &["a"]);
    let project = tree.discover(&["a"]);
    assert_eq!(names(&project), ["a"]);
    assert_eq!(project.problems.len(), 1);
    assert!(project.problems[0].span.is_some());
}

#[test]
fn root_package_with_members() {
    let tree = tree(&manifest("top", "[workspace]\nmembers = [\"a\"]"), &["a"]);
    tree.write("src/main.rs", "");
    assert_eq!(names(&tree.discover(&["src"])), ["top", "a"]);
}

#[test]
fn this_very_workspace() {
    let root = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let project = crate::project::discover(&crate::project::Options::new(root.clone())).expect("it exists");
    let lint = package(&project, "async-lint");
    assert_eq!(lint.workspace.as_deref(), Some(root.join("Cargo.toml").as_path()));
    assert_eq!(lint.targets[0].edition, Edition::E2024);
    assert!(project.requested.contains(&root.join("src/project/mod.rs")));
    assert!(project.requested.iter().all(|path| !path.starts_with(root.join("target"))));
    let sources = crate::project::Sources::new(&project, None);
    for dependency in &lint.dependencies {
        let version = sources.version_of(lint, dependency).expect("each dependency is locked");
        assert!(dependency.req.matches(&version), "{} {version}", dependency.package);
    }
}
