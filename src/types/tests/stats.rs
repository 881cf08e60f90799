//! Type statistics of whole crates: `cargo test types::tests::stats -- --ignored --nocapture` prints how many expressions in cargo's
//! sources on this machine have a type, and which kinds of expression have none. Folders in `ASYNC_LINT_STATS`, separated by `:`, are
//! measured instead. Ignored by default, because the sources differ between machines.

use crate::catalogue::Catalogue;
use crate::facts::{ExprKind, MacroKind};
use crate::names::tests::sweep::Disk;
use crate::names::{CrateStore, StubCrate};
use crate::project::{Sources, discover};
use crate::types::TypeDb;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The maximum number of crates to measure.
const MAX_CRATES: usize = 40;

/// The counts of one crate.
#[derive(Default)]
struct Counts {
    all: usize,
    unknown: usize,
    /// Bodies in which inference ran out of budget.
    exhausted: usize,
    /// Expressions without a type whose parts all have one: here the type was lost.
    lost: BTreeMap<&'static str, usize>,
}

/// The kinds of expression that are distinguished.
fn kind(kind: &ExprKind) -> &'static str {
    match kind {
        ExprKind::Path(_) => "path",
        ExprKind::Call { .. } => "call",
        ExprKind::MethodCall { .. } => "method call",
        ExprKind::Field { .. } => "field",
        ExprKind::Index { .. } => "index",
        ExprKind::Binary { .. } => "binary operator",
        ExprKind::Unary { .. } => "unary operator",
        ExprKind::Closure { .. } => "closure",
        ExprKind::Await { .. } => "await",
        ExprKind::Try { .. } => "`?`",
        ExprKind::Macro(call) if matches!(call.kind, MacroKind::Opaque) => "opaque macro",
        ExprKind::Macro(_) => "macro",
        _ => "other",
    }
}

fn measure(folder: &Path, stubs: &[StubCrate]) -> Option<Counts> {
    let project = discover(&crate::project::Options::new(folder.to_owned())).ok()?;
    let disk = Disk(Sources::new(&project, cargo_home()));
    let store = CrateStore::load(&project, stubs, &disk);
    let db = TypeDb::new(&store);
    let mut counts = Counts::default();
    for &krate in store.local_crates() {
        for &def in store.bodies_of(krate) {
            let (Some(at), Some(types)) = (store.body(def), db.body_types(def)) else { continue };
            counts.exhausted += usize::from(types.exhausted);
            for (id, expr) in at.body.exprs.iter_enumerated() {
                counts.all += 1;
                if !types.exprs[id].is_unknown() {
                    continue;
                }
                counts.unknown += 1;
                let mut are_parts_known = true;
                expr.kind.for_each_child(&mut |part| are_parts_known &= !types.exprs[part].is_unknown());
                if are_parts_known {
                    *counts.lost.entry(kind(&expr.kind)).or_default() += 1;
                }
            }
        }
    }
    Some(counts)
}

fn cargo_home() -> Option<PathBuf> {
    std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| std::env::home_dir().map(|home| home.join(".cargo")))
}

/// The folders to measure.
fn folders() -> Vec<PathBuf> {
    if let Some(given) = std::env::var_os("ASYNC_LINT_STATS") {
        return std::env::split_paths(&given).collect();
    }
    let registries = cargo_home().and_then(|home| std::fs::read_dir(home.join("registry/src")).ok()).into_iter().flatten().flatten();
    let crates = registries.filter_map(|registry| std::fs::read_dir(registry.path()).ok()).flatten().flatten();
    let mut folders: Vec<PathBuf> = crates.map(|entry| entry.path()).collect();
    folders.sort();
    let step = folders.len().div_ceil(MAX_CRATES).max(1);
    folders.into_iter().step_by(step).collect()
}

#[test]
#[ignore = "depends on what is on this machine"]
fn expressions_of_unknown_type() {
    let catalogue = Catalogue::embedded().expect("the data is sound");
    let stubs: Vec<StubCrate> =
        catalogue.stubs().iter().map(|stub| StubCrate { name: stub.name.clone(), files: stub.files.clone() }).collect();
    let mut total = Counts::default();
    println!("{:<40} {:>9} {:>9} {:>6} {:>9}", "crate", "exprs", "unknown", "share", "given up");
    for folder in folders() {
        let Some(counts) = crate::syntax::with_stack(|| measure(&folder, &stubs)) else { continue };
        let share = 100.0 * ratio(counts.unknown, counts.all);
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        println!("{name:<40} {:>9} {:>9} {share:>5.1}% {:>9}", counts.all, counts.unknown, counts.exhausted);
        total.all += counts.all;
        total.unknown += counts.unknown;
        total.exhausted += counts.exhausted;
        for (kind, number) in counts.lost {
            *total.lost.entry(kind).or_default() += number;
        }
    }
    println!(
        "{:<40} {:>9} {:>9} {:>5.1}% {:>9}",
        "all",
        total.all,
        total.unknown,
        100.0 * ratio(total.unknown, total.all),
        total.exhausted
    );
    println!("\nwhere types get lost:");
    let mut lost: Vec<_> = total.lost.into_iter().collect();
    lost.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
    for (kind, number) in lost {
        println!("{kind:<40} {number:>9}");
    }
}

#[expect(clippy::cast_precision_loss, reason = "a share in per cent")]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}
