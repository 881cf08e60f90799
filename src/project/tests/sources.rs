//! Where the sources of dependencies are found.

use super::{Tree, manifest, package};
use crate::project::{Dependency, Origin, Package, Project, Sources};

const LOCK: &str = "version = 4\n\
    [[package]]\nname = \"app\"\nversion = \"1.0.0\"\ndependencies = [\"dep 1.2.0\", \"old\"]\n\
    [[package]]\nname = \"dep\"\nversion = \"1.2.0\"\nsource = \"registry+https://github.com/rust-lang/crates.io-index\"\ndependencies = [\"sub\"]\n\
    [[package]]\nname = \"dep\"\nversion = \"1.3.0\"\nsource = \"registry+https://github.com/rust-lang/crates.io-index\"\n\
    [[package]]\nname = \"old\"\nversion = \"0.3.0\"\nsource = \"registry+https://github.com/rust-lang/crates.io-index\"\ndependencies = [\"dep 1.3.0\"]\n\
    [[package]]\nname = \"sub\"\nversion = \"2.0.0\"\nsource = \"registry+https://github.com/rust-lang/crates.io-index\"\n";

fn registry(tree: &Tree, name: &str, version: &str, rest: &str) {
    let folder = format!("home/registry/src/index.crates.io-1/{name}-{version}");
    tree.write(&format!("{folder}/Cargo.toml"), &format!("[package]\nname = \"{name}\"\nversion = \"{version}\"\n{rest}"));
    tree.write(&format!("{folder}/src/lib.rs"), "");
}

fn app(dependencies: &str) -> Tree {
    Tree::new(&[("app/Cargo.toml", &manifest("app", dependencies)), ("app/src/lib.rs", "")])
}

fn setup(tree: &Tree) -> (Project, Sources) {
    let project = tree.discover(&["app"]);
    let sources = Sources::new(&project, Some(tree.root.join("home")));
    (project, sources)
}

fn dependency<'a>(package: &'a Package, name: &str) -> &'a Dependency {
    package.dependencies.iter().find(|dependency| dependency.name == name).expect("a dependency by this name")
}

/// The folder and version that the app's dependency `name` resolves to.
fn located(tree: &Tree, name: &str) -> Option<String> {
    let (project, sources) = setup(tree);
    let app = package(&project, "app");
    let found = sources.locate(app, dependency(app, name))?;
    Some(format!("{} {}", tree.show(&found.root), found.version))
}

#[test]
fn the_lock_file_decides() {
    let tree = app("[dependencies]\ndep = \"1\"\nold = \"0.3\"");
    tree.write("app/Cargo.lock", LOCK);
    for version in ["1.1.0", "1.2.0", "1.3.0"] {
        registry(&tree, "dep", version, "[dependencies]\nsub = \"2\"");
    }
    registry(&tree, "old", "0.3.0", "[dependencies]\ndep = \"1\"");
    registry(&tree, "sub", "2.0.0", "");
    registry(&tree, "sub", "2.7.0", "");
    let (project, sources) = setup(&tree);
    let app = package(&project, "app");
    let dep = sources.locate(app, dependency(app, "dep")).expect("installed");
    assert_eq!((dep.version.to_string().as_str(), dep.origin), ("1.2.0", Origin::Dependency));
    // Dependencies of dependencies follow the same lock file.
    let sub = sources.locate(&dep, dependency(&dep, "sub")).expect("installed");
    assert_eq!(sub.version.to_string(), "2.0.0");
    let old = sources.locate(app, dependency(app, "old")).expect("installed");
    let other = sources.locate(&old, dependency(&old, "dep")).expect("installed");
    assert_eq!(other.version.to_string(), "1.3.0");
    // The same result is the same allocation.
    assert!(std::sync::Arc::ptr_eq(&dep, &sources.locate(app, dependency(app, "dep")).expect("remembered")));
}

#[test]
fn the_best_installed_version_stands_in() {
    let tree = app("[dependencies]\ndep = \"1\"\nold = \"0.3\"\nabsent = \"1\"");
    tree.write("app/Cargo.lock", LOCK);
    for version in ["1.1.0", "1.9.0", "2.0.0", "1.10.0-beta.1"] {
        registry(&tree, "dep", version, "");
    }
    assert_eq!(located(&tree, "dep").as_deref(), Some("home/registry/src/index.crates.io-1/dep-1.9.0 1.9.0"));
    assert_eq!(located(&tree, "old"), None);
    assert_eq!(located(&tree, "absent"), None);
    let (project, sources) = setup(&tree);
    let app = package(&project, "app");
    let version = |name| sources.version_of(app, dependency(app, name)).map(|version| version.to_string());
    assert_eq!(version("dep").as_deref(), Some("1.2.0"));
    assert_eq!(version("old").as_deref(), Some("0.3.0"));
    assert_eq!(version("absent"), None);
}

#[test]
fn without_a_lock_file_the_requirement_decides() {
    let tree = app("[dependencies]\ndep = \"~1.1\"");
    for version in ["1.1.0", "1.1.7", "1.2.0"] {
        registry(&tree, "dep", version, "");
    }
    assert_eq!(located(&tree, "dep").as_deref(), Some("home/registry/src/index.crates.io-1/dep-1.1.7 1.1.7"));
}

#[test]
fn paths_and_patches_come_first() {
    let tree = app(
        "[dependencies]\nnear = { path = \"../near\", version = \"1\" }\ndep = \"1\"\n[patch.crates-io]\ndep = { path = \"../patched\" }",
    );
    tree.write("near/Cargo.toml", &manifest("near", ""));
    tree.write("patched/Cargo.toml", &manifest("dep", "[workspace]"));
    registry(&tree, "near", "1.5.0", "");
    registry(&tree, "dep", "1.5.0", "");
    assert_eq!(located(&tree, "near").as_deref(), Some("near 1.0.0"));
    assert_eq!(located(&tree, "dep").as_deref(), Some("patched 1.0.0"));
}

#[test]
fn a_path_to_a_member_is_that_member() {
    let tree = app("[workspace]\n[dependencies]\nnear = { path = \"near\" }");
    tree.write("app/near/Cargo.toml", &manifest("near", ""));
    tree.write("app/near/src/lib.rs", "");
    let (project, sources) = setup(&tree);
    let app = package(&project, "app");
    assert_eq!(sources.locate(app, dependency(app, "near")).map(|near| near.origin), Some(Origin::Workspace));
}

#[test]
fn vendored_sources() {
    let tree = app("[dependencies]\ndep = \"1\"\nother = \"1\"");
    tree.write(".cargo/config.toml", "[source.crates-io]\nreplace-with = \"v\"\n[source.v]\ndirectory = \"third-party\"");
    tree.write("third-party/dep/Cargo.toml", &manifest("dep", ""));
    tree.write("app/vendor/other-1.0.0/Cargo.toml", &manifest("other", ""));
    assert_eq!(located(&tree, "dep").as_deref(), Some("third-party/dep 1.0.0"));
    assert_eq!(located(&tree, "other").as_deref(), Some("app/vendor/other-1.0.0 1.0.0"));
}

#[test]
fn git_checkouts() {
    let tree = app("[dependencies]\ngitty = { git = \"https://example.org/gitty\" }");
    let lock = "version = 3\n[[package]]\nname = \"app\"\nversion = \"1.0.0\"\ndependencies = [\"gitty\"]\n\
        [[package]]\nname = \"gitty\"\nversion = \"0.2.0\"\nsource = \"git+https://example.org/gitty#bbbbbbb222222222222222222222222222222222\"\n";
    for (revision, version) in [("aaaaaaa", "0.1.0"), ("bbbbbbb", "0.2.0")] {
        let folder = format!("home/git/checkouts/gitty-0123/{revision}");
        let root = format!("[workspace]\nmembers = [\"crates/*\"]\n[workspace.package]\nversion = \"{version}\"");
        tree.write(&format!("{folder}/Cargo.toml"), &root);
        tree.write(&format!("{folder}/crates/g/Cargo.toml"), "[package]\nname = \"gitty\"\nversion.workspace = true");
        tree.write(&format!("{folder}/crates/g/src/lib.rs"), "");
    }
    assert_eq!(located(&tree, "gitty").as_deref(), Some("home/git/checkouts/gitty-0123/aaaaaaa/crates/g 0.1.0"));
    tree.write("app/Cargo.lock", lock);
    assert_eq!(located(&tree, "gitty").as_deref(), Some("home/git/checkouts/gitty-0123/bbbbbbb/crates/g 0.2.0"));
}

#[test]
fn the_name_in_code_is_the_library_s() {
    let tree = app("[dependencies]\nmd-5 = \"1\"\nhash = { package = \"md-5\", version = \"1\" }");
    registry(&tree, "md-5", "1.0.0", "[lib]\nname = \"md5\"");
    let (project, sources) = setup(&tree);
    let app = package(&project, "app");
    assert_eq!(sources.extern_name(app, dependency(app, "md_5")), "md5");
    assert_eq!(sources.extern_name(app, dependency(app, "hash")), "hash");
}

#[test]
fn a_broken_dependency_is_absent_and_reported() {
    let tree = app("[dependencies]\ndep = \"1\"");
    registry(&tree, "dep", "1.0.0", "[[[");
    let (project, sources) = setup(&tree);
    let app = package(&project, "app");
    assert!(sources.locate(app, dependency(app, "dep")).is_none());
    assert_eq!(sources.problems().len(), 1);
}

#[test]
fn threads_share_it() {
    fn shared<T: Send + Sync>() {}
    shared::<Sources>();
}
