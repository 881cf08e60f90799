//! SQLite, whose C code is linked into the program.

use rusqlite::Connection;

use crate::caught;
use crate::support::silent;

fn path(folder: &tempfile::TempDir) -> std::path::PathBuf {
    folder.path().join("rows.sqlite")
}

fn filled(folder: &tempfile::TempDir) -> Connection {
    let connection = Connection::open(path(folder)).expect("the folder is writable");
    connection.execute_batch("create table rows (id integer); insert into rows values (1);").expect("it is new");
    connection
}

#[test]
fn a_database_opened() {
    let folder = tempfile::tempdir().expect("the temporary folder is writable");
    drop(filled(&folder));
    let path = path(&folder);
    caught(line!() + 1, "rusqlite", "open", "blocking-sql", async {
        Connection::open(path).expect("it is there");
    });
}

#[test]
fn rows_written() {
    let folder = tempfile::tempdir().expect("the temporary folder is writable");
    let connection = filled(&folder);
    caught(line!() + 1, "rusqlite", "execute", "blocking-sql", async {
        connection.execute("insert into rows values (?1)", [2]).expect("the table is there");
    });
}

#[test]
fn a_row_read_by_a_fresh_connection() {
    let folder = tempfile::tempdir().expect("the temporary folder is writable");
    drop(filled(&folder));
    let connection = Connection::open(path(&folder)).expect("it is there");
    caught(line!() + 1, "rusqlite", "query_row", "blocking-sql", async {
        let id: i64 = connection.query_row("select id from rows", [], |row| row.get(0)).expect("there is one");
        assert_eq!(id, 1);
    });
}

#[test]
fn a_database_in_memory_waits_for_nothing() {
    silent(async {
        let connection = Connection::open_in_memory().expect("there is memory");
        connection.execute_batch("create table rows (id integer); insert into rows values (1);").expect("it is new");
    });
}
