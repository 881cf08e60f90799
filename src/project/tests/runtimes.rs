//! Which runtimes a package uses.

use super::{Tree, manifest, package};
use crate::project::Runtime::{Actix, AsyncStd, Smol, Tokio};
use crate::project::{DependencyKind, RuntimeUse, Sources, runtimes};

const TOKIO: &str = "home/registry/src/index/tokio-1.40.0/Cargo.toml";

fn uses(tree: &Tree, name: &str) -> Vec<RuntimeUse> {
    let project = tree.discover(&["app"]);
    let sources = Sources::new(&project, Some(tree.root.join("home")));
    runtimes(package(&project, name), &sources)
}

fn single(dependencies: &str) -> Vec<RuntimeUse> {
    uses(&Tree::new(&[("app/Cargo.toml", &manifest("app", dependencies)), ("app/src/main.rs", "")]), "app")
}

fn features(one: &RuntimeUse) -> Vec<&str> {
    one.features.iter().map(String::as_str).collect()
}

#[test]
fn order_of_preference() {
    let found = single("[dependencies]\nsmol = \"2\"\ntokio = \"1\"\nactix-web = \"4\"\nasync-std = \"1\"\nserde = \"1\"");
    let names: Vec<_> = found.iter().map(|one| (one.runtime, one.name.as_str())).collect();
    assert_eq!(names, [(Actix, "actix_web"), (Tokio, "tokio"), (AsyncStd, "async_std"), (Smol, "smol")]);
}

#[test]
fn none_without_a_direct_dependency() {
    assert_eq!(single("[dependencies]\naxum = \"0.8\""), []);
}

#[test]
fn renames_and_re_exports() {
    let found = single("[dependencies]\nrocket = \"0.5\"\n[dependencies.rt-tokio]\npackage = \"tokio\"\nversion = \"1\"");
    let names: Vec<_> = found.iter().map(|one| (one.runtime, one.name.as_str(), one.package.as_str())).collect();
    assert_eq!(names, [(Tokio, "rt_tokio", "tokio"), (Tokio, "rocket::tokio", "rocket")]);
}

#[test]
fn features_expand_through_the_runtime_s_manifest() {
    let tree = Tree::new(&[
        ("app/Cargo.toml", &manifest("app", "[dependencies]\ntokio = { version = \"1\", features = [\"full\"] }")),
        ("app/src/main.rs", ""),
        (
            TOKIO,
            "[package]\nname = \"tokio\"\nversion = \"1.40.0\"\n[features]\ndefault = []\nfull = [\"fs\", \"rt\"]\nfs = [\"dep:libc\", \"mio?/x\"]\nrt = []\n",
        ),
    ]);
    let found = uses(&tree, "app");
    assert_eq!(features(&found[0]), ["default", "fs", "full", "rt"]);
    assert_eq!(found[0].version.as_ref().map(ToString::to_string).as_deref(), Some("1.40.0"));
}

#[test]
fn tokio_s_full_is_known_without_its_source() {
    let found = single("[dependencies]\ntokio = { version = \"1\", features = [\"full\"] }");
    assert!(found[0].features.contains("fs"));
    assert_eq!(found[0].version, None);
    let found = single("[dependencies]\ntokio = { version = \"1\", features = [\"rt-multi-thread\"], default-features = false }");
    assert_eq!(features(&found[0]), ["rt", "rt-multi-thread"]);
}

#[test]
fn features_add_up_over_the_workspace_but_not_from_tests() {
    let tree = Tree::new(&[
        (
            "app/Cargo.toml",
            &manifest(
                "app",
                "[workspace]\nmembers = [\"other\"]\n[dependencies]\ntokio = { version = \"1\", features = [\"rt\"] }\n[dev-dependencies]\ntokio = { version = \"1\", features = [\"test-util\"] }",
            ),
        ),
        ("app/src/main.rs", ""),
        (
            "app/other/Cargo.toml",
            &manifest(
                "other",
                "[dependencies]\ntokio = { version = \"1\", features = [\"fs\"] }\n[dev-dependencies]\ntokio = { version = \"1\", features = [\"net\"] }",
            ),
        ),
        ("app/other/src/lib.rs", ""),
    ]);
    let found = uses(&tree, "app");
    assert_eq!(found.len(), 1);
    assert_eq!(features(&found[0]), ["default", "fs", "rt"]);
    assert_eq!(found[0].own_features.iter().map(String::as_str).collect::<Vec<_>>(), ["default", "rt"]);
    assert_eq!(found[0].kind, DependencyKind::Normal);
    assert_eq!(found[0].declared_in.as_deref(), Some(tree.root.join("app/Cargo.toml").as_path()));
}

#[test]
fn only_in_tests() {
    let found = single("[dev-dependencies]\ntokio = { version = \"1\", features = [\"rt\"] }");
    assert_eq!((found[0].kind, features(&found[0])), (DependencyKind::Dev, vec!["default", "rt"]));
}

#[test]
fn features_through_the_package_s_own_default_features() {
    let found = single(
        "[features]\ndefault = [\"net\"]\nnet = [\"tokio/net\"]\nextra = [\"tokio/fs\"]\n[dependencies]\ntokio = { version = \"1\", default-features = false }",
    );
    assert_eq!(features(&found[0]), ["net"]);
}

#[test]
fn inherited_runtimes_name_the_workspace_s_manifest() {
    let tree = Tree::new(&[
        ("app/Cargo.toml", "[workspace]\nmembers = [\"m\"]\n[workspace.dependencies]\ntokio = { version = \"1\", features = [\"rt\"] }"),
        ("app/m/Cargo.toml", &manifest("m", "[dependencies]\ntokio = { workspace = true, features = [\"time\"] }")),
        ("app/m/src/lib.rs", ""),
    ]);
    let found = uses(&tree, "m");
    assert_eq!(found[0].declared_in.as_deref(), Some(tree.root.join("app/Cargo.toml").as_path()));
    assert_eq!(features(&found[0]), ["default", "rt", "time"]);
}
