//! `rusqlite`.

use std::ops::Deref;
use std::path::Path;
use std::time::Duration;

pub type Result<T, E = Error> = std::result::Result<T, E>;
pub enum Error { QueryReturnedNoRows }
impl std::error::Error for Error {}

pub trait Params {}
pub trait ToSql {}
pub trait OptionalExtension<T> {
    fn optional(self) -> Result<Option<T>>;
}
impl<T> OptionalExtension<T> for Result<T> {}

pub struct OpenFlags {}
pub enum TransactionBehavior { Deferred, Immediate, Exclusive }
pub enum DropBehavior { Rollback, Commit, Ignore, Panic }

pub struct Connection {}

impl Connection {
    pub fn open<P: AsRef<Path>>(path: P) -> Result<Connection> {}
    pub fn open_in_memory() -> Result<Connection> {}
    pub fn open_with_flags<P: AsRef<Path>>(path: P, flags: OpenFlags) -> Result<Connection> {}
    pub fn open_with_flags_and_vfs<P: AsRef<Path>, V>(path: P, flags: OpenFlags, vfs: V) -> Result<Connection> {}
    pub fn open_in_memory_with_flags(flags: OpenFlags) -> Result<Connection> {}
    pub fn execute_batch(&self, sql: &str) -> Result<()> {}
    pub fn execute<P: Params>(&self, sql: &str, params: P) -> Result<usize> {}
    pub fn path(&self) -> Option<&str> {}
    pub fn last_insert_rowid(&self) -> i64 {}
    pub fn changes(&self) -> u64 {}
    pub fn is_autocommit(&self) -> bool {}
    pub fn query_row<T, P: Params, F: FnOnce(&Row<'_>) -> Result<T>>(&self, sql: &str, params: P, f: F) -> Result<T> {}
    pub fn query_one<T, P: Params, F: FnOnce(&Row<'_>) -> Result<T>>(&self, sql: &str, params: P, f: F) -> Result<T> {}
    pub fn query_row_and_then<T, E, P: Params, F: FnOnce(&Row<'_>) -> Result<T, E>>(&self, sql: &str, params: P, f: F) -> Result<T, E> {}
    pub fn prepare(&self, sql: &str) -> Result<Statement<'_>> {}
    pub fn prepare_cached(&self, sql: &str) -> Result<CachedStatement<'_>> {}
    pub fn transaction(&mut self) -> Result<Transaction<'_>> {}
    pub fn transaction_with_behavior(&mut self, behavior: TransactionBehavior) -> Result<Transaction<'_>> {}
    pub fn unchecked_transaction(&self) -> Result<Transaction<'_>> {}
    pub fn savepoint(&mut self) -> Result<Savepoint<'_>> {}
    pub fn busy_timeout(&self, timeout: Duration) -> Result<()> {}
    pub fn pragma_query_value<T, F: FnOnce(&Row<'_>) -> Result<T>>(&self, schema_name: Option<&str>, pragma_name: &str, f: F) -> Result<T> {}
    pub fn pragma_query<F: FnMut(&Row<'_>) -> Result<()>>(&self, schema_name: Option<&str>, pragma_name: &str, f: F) -> Result<()> {}
    pub fn pragma_update<V>(&self, schema_name: Option<&str>, pragma_name: &str, pragma_value: V) -> Result<()> {}
    pub fn close(self) -> Result<(), (Connection, Error)> {}
}

pub struct Statement<'conn> {}

impl<'conn> Statement<'conn> {
    pub fn execute<P: Params>(&mut self, params: P) -> Result<usize> {}
    pub fn insert<P: Params>(&mut self, params: P) -> Result<i64> {}
    pub fn query<P: Params>(&mut self, params: P) -> Result<Rows<'_>> {}
    pub fn query_map<T, P: Params, F: FnMut(&Row<'_>) -> Result<T>>(&mut self, params: P, f: F) -> Result<MappedRows<'_, F>> {}
    pub fn query_and_then<T, E, P: Params, F: FnMut(&Row<'_>) -> Result<T, E>>(&mut self, params: P, f: F) -> Result<AndThenRows<'_, F>> {}
    pub fn exists<P: Params>(&mut self, params: P) -> Result<bool> {}
    pub fn query_row<T, P: Params, F: FnOnce(&Row<'_>) -> Result<T>>(&mut self, params: P, f: F) -> Result<T> {}
    pub fn query_one<T, P: Params, F: FnOnce(&Row<'_>) -> Result<T>>(&mut self, params: P, f: F) -> Result<T> {}
    pub fn column_count(&self) -> usize {}
}

pub struct CachedStatement<'conn> {}
impl<'conn> Deref for CachedStatement<'conn> { type Target = Statement<'conn>; }

pub struct Transaction<'conn> {}

impl<'conn> Transaction<'conn> {
    pub fn savepoint(&mut self) -> Result<Savepoint<'_>> {}
    pub fn commit(self) -> Result<()> {}
    pub fn rollback(self) -> Result<()> {}
    pub fn finish(self) -> Result<()> {}
    pub fn set_drop_behavior(&mut self, drop_behavior: DropBehavior) {}
}
impl<'conn> Deref for Transaction<'conn> { type Target = Connection; }

pub struct Savepoint<'conn> {}

impl<'conn> Savepoint<'conn> {
    pub fn commit(self) -> Result<()> {}
    pub fn rollback(&mut self) -> Result<()> {}
    pub fn finish(self) -> Result<()> {}
}
impl<'conn> Deref for Savepoint<'conn> { type Target = Connection; }

pub struct Row<'stmt> {}

impl<'stmt> Row<'stmt> {
    pub fn get<I, T>(&self, idx: I) -> Result<T> {}
    pub fn get_unwrap<I, T>(&self, idx: I) -> T {}
}

pub struct Rows<'stmt> {}

impl<'stmt> Rows<'stmt> {
    pub fn next(&mut self) -> Result<Option<&Row<'stmt>>> {}
    pub fn mapped<F, B>(self, f: F) -> MappedRows<'stmt, F> {}
}

pub struct MappedRows<'stmt, F> {}
impl<T, F: FnMut(&Row<'_>) -> Result<T>> Iterator for MappedRows<'_, F> { type Item = Result<T>; }
pub struct AndThenRows<'stmt, F> {}
impl<T, E, F: FnMut(&Row<'_>) -> Result<T, E>> Iterator for AndThenRows<'_, F> { type Item = Result<T, E>; }

pub mod backup {
    use crate::{Connection, Result};
    use std::time::Duration;

    pub struct Progress { pub remaining: i32, pub pagecount: i32 }
    pub enum StepResult { Done, More, Busy, Locked }
    pub struct Backup<'a, 'b> {}
    impl<'a, 'b> Backup<'a, 'b> {
        pub fn new(from: &'a Connection, to: &'b mut Connection) -> Result<Backup<'a, 'b>> {}
        pub fn step(&self, num_pages: i32) -> Result<StepResult> {}
        pub fn run_to_completion(&self, pages_per_step: i32, pause_between_pages: Duration, progress: Option<fn(Progress)>) -> Result<()> {}
    }
}
