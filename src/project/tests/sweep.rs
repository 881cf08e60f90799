//! Every package installed on this machine. Run by hand: `cargo test sweep -- --ignored --nocapture`.

use crate::project::{Options, Sources, TargetKind, discover, runtimes};
use std::path::{Path, PathBuf};
use std::time::Instant;

#[test]
#[ignore = "depends on the machine"]
fn sweep() {
    let home =
        PathBuf::from(std::env::var_os("CARGO_HOME").unwrap_or_else(|| format!("{}/.cargo", std::env::var("HOME").expect("HOME")).into()));
    let mut count = 0;
    for registry in std::fs::read_dir(home.join("registry/src")).expect("a registry").filter_map(Result::ok) {
        let mut folders: Vec<PathBuf> =
            std::fs::read_dir(registry.path()).expect("listed").filter_map(|entry| Some(entry.ok()?.path())).collect();
        folders.sort();
        for folder in folders {
            count += 1;
            check(&folder, &home);
        }
    }
    assert!(count > 0);
}

fn check(folder: &Path, home: &Path) {
    let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
    let start = Instant::now();
    let project = discover(&Options::new(folder.to_owned())).expect("it exists");
    let discovered = start.elapsed();
    let sources = Sources::new(&project, Some(home.to_owned()));
    let (mut located, mut declared) = (0, 0);
    let package = project.packages.iter().find(|package| package.root == *folder).expect("the package itself");
    for dependency in &package.dependencies {
        declared += 1;
        if let Some(found) = sources.locate(package, dependency) {
            located += 1;
            assert_eq!(found.name, dependency.package);
            assert!(found.targets.iter().any(|target| target.kind == TargetKind::Lib), "{name}: {} has no library", found.name);
        }
    }
    let uses: Vec<String> = runtimes(package, &sources).iter().map(|one| format!("{}({})", one.name, one.features.len())).collect();
    println!(
        "{name}: {} files, {} packages, {} targets, {located}/{declared} located, {uses:?}, {discovered:?} + {:?}",
        project.requested.len(),
        project.packages.len(),
        package.targets.len(),
        start.elapsed().checked_sub(discovered).unwrap_or_default()
    );
    for problem in project.problems.into_iter().chain(sources.problems()) {
        println!("    {}: {} {:?}", problem.path.display(), problem.message, problem.span);
    }
}
