//! Manifests, targets, dependencies, and the package that each file belongs to.

use super::{Tree, manifest, names, package};
use crate::project::DependencyKind::{Build, Dev, Normal};
use crate::project::{Dependency, Origin};

#[test]
fn targets_by_place() {
    let tree = Tree::new(&[
        ("Cargo.toml", &manifest("my-app", "")),
        ("src/lib.rs", ""),
        ("src/main.rs", ""),
        ("src/bin/one.rs", ""),
        ("src/bin/two/main.rs", ""),
        ("src/bin/two/part.rs", ""),
        ("src/bin/none/other.rs", ""),
        ("examples/ex-a.rs", ""),
        ("examples/ex_b/main.rs", ""),
        ("tests/t.rs", ""),
        ("tests/common/mod.rs", ""),
        ("benches/b.rs", ""),
        ("build.rs", ""),
    ]);
    let project = tree.discover(&[]);
    assert_eq!(
        tree.targets(package(&project, "my-app")),
        [
            "Lib my_app src/lib.rs E2021",
            "Bin my_app src/main.rs E2021",
            "Bin one src/bin/one.rs E2021",
            "Bin two src/bin/two/main.rs E2021",
            "Example ex_a examples/ex-a.rs E2021",
            "Example ex_b examples/ex_b/main.rs E2021",
            "Test t tests/t.rs E2021",
            "Bench b benches/b.rs E2021",
            "BuildScript build_script_build build.rs E2021",
        ]
    );
    assert!(project.problems.is_empty());
}

#[test]
fn targets_by_manifest() {
    let tree = Tree::new(&[
        (
            "Cargo.toml",
            "[package]\nname = \"app\"\nversion = \"1.0.0\"\nautobins = false\nautotests = false\nbuild = \"make/build.rs\"\n\
             [lib]\nname = \"core\"\npath = \"code/core.rs\"\nproc-macro = true\n\
             [[bin]]\nname = \"tool\"\n[[bin]]\nname = \"deep\"\n[[bin]]\nname = \"app\"\n\
             [[bin]]\nname = \"elsewhere\"\npath = \"tools/./e.rs\"\nedition = \"2018\"\nrequired-features = [\"x\"]\n\
             [[test]]\nname = \"listed\"\n",
        ),
        ("code/core.rs", ""),
        ("src/lib.rs", ""),
        ("src/main.rs", ""),
        ("src/bin/tool.rs", ""),
        ("src/bin/deep/main.rs", ""),
        ("src/bin/unlisted.rs", ""),
        ("tools/e.rs", ""),
        ("tests/listed.rs", ""),
        ("tests/unlisted.rs", ""),
        ("make/build.rs", ""),
        ("build.rs", ""),
    ]);
    let project = tree.discover(&[]);
    assert_eq!(
        tree.targets(package(&project, "app")),
        [
            "Lib core code/core.rs E2015",
            "Bin app src/main.rs E2015",
            "Bin deep src/bin/deep/main.rs E2015",
            "Bin elsewhere tools/e.rs E2018",
            "Bin tool src/bin/tool.rs E2015",
            "Test listed tests/listed.rs E2015",
            "BuildScript build_script_build make/build.rs E2015",
        ]
    );
    assert!(project.problems.is_empty(), "{:?}", project.problems);
}

#[test]
fn a_listed_target_without_a_file_is_reported() {
    let tree = Tree::new(&[("Cargo.toml", &manifest("a", "[lib]\npath = \"gone.rs\"\n[[bench]]\nname = \"gone\"")), ("src/main.rs", "")]);
    let project = tree.discover(&[]);
    assert_eq!(tree.problems(&project), ["Cargo.toml: the target `a` has no root file at `gone.rs`"]);
    assert_eq!(tree.targets(package(&project, "a")), ["Bin a src/main.rs E2021"]);
}

#[test]
fn build_false_means_no_build_script() {
    let tree = Tree::new(&[("Cargo.toml", &manifest("a", "build = false")), ("src/lib.rs", ""), ("build.rs", "")]);
    assert_eq!(tree.targets(package(&tree.discover(&[]), "a")), ["Lib a src/lib.rs E2021"]);
}

#[test]
fn a_file_belongs_to_the_nearest_package() {
    let tree = Tree::new(&[
        ("Cargo.toml", &manifest("outer", "")),
        ("src/lib.rs", ""),
        ("src/deep/er/a.rs", ""),
        ("tests/data/inner/Cargo.toml", &manifest("inner", "[workspace]")),
        ("tests/data/inner/src/lib.rs", ""),
    ]);
    assert_eq!(names(&tree.discover(&["src/deep/er/a.rs"])), ["outer"]);
    assert_eq!(names(&tree.discover(&["src/deep"])), ["outer"]);
    assert_eq!(names(&tree.discover(&["tests/data/inner/src"])), ["inner"]);
    assert_eq!(names(&tree.discover(&[])), ["outer"]);
    assert_eq!(tree.requested(&tree.discover(&["src/deep"])), ["src/deep/er/a.rs"]);
    let project = tree.discover(&["Cargo.toml"]);
    assert_eq!(tree.requested(&project), ["src/deep/er/a.rs", "src/lib.rs"]);
    assert_eq!(project.left_out, [tree.root.join("tests/data/inner")]);
    let project = tree.discover(&["src", "tests/data/inner"]);
    let of = |path: &str| project.package_of(&tree.root.join(path)).map(|id| project.packages[id].name.as_str());
    assert_eq!(of("src/deep/er/a.rs"), Some("outer"));
    assert_eq!(of("tests/data/inner/src/lib.rs"), Some("inner"));
    assert_eq!(project.package_of(&tree.root.with_file_name("elsewhere.rs")), None);
}

#[test]
fn loose_files() {
    let tree = Tree::new(&[("one/my-script.rs", ""), ("many/b.rs", ""), ("many/a.rs", ""), ("app/main.rs", ""), ("app/util.rs", "")]);
    let project = tree.discover(&["one/my-script.rs", "many", "app"]);
    let shown: Vec<_> = project.packages.iter().map(|package| (package.name.as_str(), package.origin, tree.targets(package))).collect();
    let loose = |name, targets: &[&str]| (name, Origin::Loose, targets.iter().map(|&target| target.to_owned()).collect::<Vec<_>>());
    assert_eq!(
        shown,
        [
            loose("app", &["Bin main app/main.rs E2021"]),
            loose("many", &["Bin a many/a.rs E2021", "Bin b many/b.rs E2021"]),
            loose("my_script", &["Bin my_script one/my-script.rs E2021"]),
        ]
    );
    let id = project.package_of(&tree.root.join("app/util.rs")).expect("the group of its folder");
    assert_eq!(project.packages[id].name, "app");
}

#[test]
fn files_of_a_broken_package_become_loose() {
    let tree = Tree::new(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"good\", \"bad\"]"),
        ("good/Cargo.toml", &manifest("good", "")),
        ("good/src/lib.rs", ""),
        ("bad/Cargo.toml", "[package]\nname = \"bad\"\nversion = 7\n"),
        ("bad/src/lib.rs", ""),
        ("bad/src/part.rs", ""),
        ("bad/tests/t.rs", ""),
    ]);
    let project = tree.discover(&[]);
    assert_eq!(names(&project), ["good", "bad"]);
    let bad = package(&project, "bad");
    assert_eq!(bad.origin, Origin::Loose);
    assert_eq!(tree.targets(bad), ["Lib lib bad/src/lib.rs E2021", "Test t bad/tests/t.rs E2021"]);
    assert_eq!(project.requested.len(), 4);
    let problem = project.problems.iter().find(|problem| problem.path.ends_with("bad/Cargo.toml")).expect("the manifest is reported");
    assert!(problem.message.starts_with("broken manifest: "), "{}", problem.message);
    assert!(problem.span.is_some());
    assert_eq!(project.problems.len(), 1);
}

#[test]
fn what_lies_in_a_workspace_but_in_no_package_is_loose() {
    let tree = Tree::new(&[
        ("Cargo.toml", &manifest("outer", "")),
        ("src/lib.rs", ""),
        ("inner/Cargo.toml", "[workspace]"),
        ("inner/scripts/x.rs", ""),
    ]);
    let project = tree.discover(&["inner/scripts/x.rs"]);
    assert_eq!(names(&project), ["x"]);
}

fn find<'a>(dependencies: &'a [Dependency], name: &str) -> &'a Dependency {
    dependencies.iter().find(|dependency| dependency.name == name).expect("a dependency by this name")
}

#[test]
fn dependencies_of_every_section() {
    let tree = Tree::new(&[
        (
            "Cargo.toml",
            &manifest(
                "a",
                "[dependencies]\nplain-one = \"1.2\"\nmine = { package = \"their-name\", version = \"0.3\", optional = true }\n\
                 near = { path = \"../near\", default-features = false, features = [\"x\"] }\n\
                 [dev-dependencies]\nd = \"*\"\n[build-dependencies]\nb = { git = \"https://example.org/b\" }\n\
                 [target.'cfg(unix)'.dependencies]\nu = \"1\"\n[target.x86_64-pc-windows-gnu.dev-dependencies]\nw = \"1\"",
            ),
        ),
        ("src/lib.rs", ""),
    ]);
    let project = tree.discover(&[]);
    let found = &package(&project, "a").dependencies;
    let kinds: Vec<_> = found.iter().map(|dependency| (dependency.name.as_str(), dependency.kind)).collect();
    let expected = [("mine", Normal), ("near", Normal), ("plain_one", Normal), ("d", Dev), ("b", Build), ("u", Normal)];
    assert_eq!(kinds, expected);
    assert_eq!(find(found, "plain_one").package, "plain-one");
    assert_eq!(find(found, "plain_one").req.to_string(), "^1.2");
    assert!(find(found, "plain_one").default_features);
    assert_eq!(find(found, "mine").package, "their-name");
    assert!(find(found, "mine").optional);
    assert!(!find(found, "near").default_features);
    assert_eq!(find(found, "near").features, ["x"]);
    assert_eq!(find(found, "near").path.as_deref(), Some(tree.root.parent().expect("above").join("near").as_path()));
    assert_eq!(find(found, "b").req.to_string(), "*");
}
