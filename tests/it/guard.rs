//! The guard's table of APIs is up to date with the rules.

use async_lint::catalogue::Catalogue;
use std::path::Path;

#[test]
fn the_table_of_the_guard_is_made_of_the_rules() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime/src/guard/linux/apis.tsv");
    let table = Catalogue::embedded().expect("the rules are sound").guard_table();
    if std::env::var_os("UPDATE_GUARD_TABLE").is_some() {
        std::fs::write(&path, &table).expect("the table can be written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == table, "run `UPDATE_GUARD_TABLE=1 cargo test --test it guard` and look at what has changed");
}
