//! `postgres`.

use std::io::{Read, Write};
use std::time::Duration;

pub struct NoTls;
pub struct Error {}
impl std::error::Error for Error {}
pub struct Statement {}
pub struct SimpleQueryMessage {}

pub mod types {
    pub trait ToSql {}
    pub trait FromSql {}
}
use types::ToSql;

pub struct Row {}
impl Row {
    pub fn get<I, T>(&self, idx: I) -> T {}
    pub fn try_get<I, T>(&self, idx: I) -> Result<T, Error> {}
    pub fn len(&self) -> usize {}
}

pub struct Config {}
impl Config {
    pub fn new() -> Config {}
    pub fn user(&mut self, user: &str) -> &mut Config {}
    pub fn password<T>(&mut self, password: T) -> &mut Config {}
    pub fn dbname(&mut self, dbname: &str) -> &mut Config {}
    pub fn host(&mut self, host: &str) -> &mut Config {}
    pub fn port(&mut self, port: u16) -> &mut Config {}
    pub fn connect_timeout(&mut self, connect_timeout: Duration) -> &mut Config {}
    pub fn connect<T>(&self, tls: T) -> Result<Client, Error> {}
}

pub struct Client {}

impl Client {
    pub fn connect<T>(params: &str, tls_mode: T) -> Result<Client, Error> {}
    pub fn configure() -> Config {}
    pub fn execute<T: ?Sized>(&mut self, query: &T, params: &[&(dyn ToSql + Sync)]) -> Result<u64, Error> {}
    pub fn query<T: ?Sized>(&mut self, query: &T, params: &[&(dyn ToSql + Sync)]) -> Result<Vec<Row>, Error> {}
    pub fn query_one<T: ?Sized>(&mut self, query: &T, params: &[&(dyn ToSql + Sync)]) -> Result<Row, Error> {}
    pub fn query_opt<T: ?Sized>(&mut self, query: &T, params: &[&(dyn ToSql + Sync)]) -> Result<Option<Row>, Error> {}
    pub fn query_raw<T: ?Sized, P, I>(&mut self, query: &T, params: I) -> Result<RowIter<'_>, Error> {}
    pub fn prepare(&mut self, query: &str) -> Result<Statement, Error> {}
    pub fn copy_in<T: ?Sized>(&mut self, query: &T) -> Result<CopyInWriter<'_>, Error> {}
    pub fn copy_out<T: ?Sized>(&mut self, query: &T) -> Result<CopyOutReader<'_>, Error> {}
    pub fn simple_query(&mut self, query: &str) -> Result<Vec<SimpleQueryMessage>, Error> {}
    pub fn batch_execute(&mut self, query: &str) -> Result<(), Error> {}
    pub fn transaction(&mut self) -> Result<Transaction<'_>, Error> {}
    pub fn build_transaction(&mut self) -> TransactionBuilder<'_> {}
    pub fn notifications(&mut self) -> Notifications<'_> {}
    pub fn is_valid(&mut self, timeout: Duration) -> Result<(), Error> {}
    pub fn is_closed(&self) -> bool {}
    pub fn close(self) -> Result<(), Error> {}
}
impl Drop for Client { fn drop(&mut self) {} }

pub struct TransactionBuilder<'a> {}
impl<'a> TransactionBuilder<'a> {
    pub fn read_only(self, read_only: bool) -> Self {}
    pub fn start(self) -> Result<Transaction<'a>, Error> {}
}

pub struct Transaction<'a> {}

impl<'a> Transaction<'a> {
    pub fn commit(self) -> Result<(), Error> {}
    pub fn rollback(self) -> Result<(), Error> {}
    pub fn execute<T: ?Sized>(&mut self, query: &T, params: &[&(dyn ToSql + Sync)]) -> Result<u64, Error> {}
    pub fn query<T: ?Sized>(&mut self, query: &T, params: &[&(dyn ToSql + Sync)]) -> Result<Vec<Row>, Error> {}
    pub fn query_one<T: ?Sized>(&mut self, query: &T, params: &[&(dyn ToSql + Sync)]) -> Result<Row, Error> {}
    pub fn query_opt<T: ?Sized>(&mut self, query: &T, params: &[&(dyn ToSql + Sync)]) -> Result<Option<Row>, Error> {}
    pub fn query_raw<T: ?Sized, P, I>(&mut self, query: &T, params: I) -> Result<RowIter<'_>, Error> {}
    pub fn prepare(&mut self, query: &str) -> Result<Statement, Error> {}
    pub fn copy_in<T: ?Sized>(&mut self, query: &T) -> Result<CopyInWriter<'_>, Error> {}
    pub fn copy_out<T: ?Sized>(&mut self, query: &T) -> Result<CopyOutReader<'_>, Error> {}
    pub fn simple_query(&mut self, query: &str) -> Result<Vec<SimpleQueryMessage>, Error> {}
    pub fn batch_execute(&mut self, query: &str) -> Result<(), Error> {}
    pub fn transaction(&mut self) -> Result<Transaction<'_>, Error> {}
}

pub struct RowIter<'a> {}
pub use notifications::Notifications;
pub struct CopyInWriter<'a> {}
impl<'a> CopyInWriter<'a> {
    pub fn finish(self) -> Result<u64, Error> {}
}
impl<'a> Write for CopyInWriter<'a> {}
pub struct CopyOutReader<'a> {}
impl<'a> Read for CopyOutReader<'a> {}

pub mod notifications {
    use super::Error;
    use std::time::Duration;

    pub struct Notification {}

    pub struct Notifications<'a> {}
    impl<'a> Notifications<'a> {
        pub fn len(&self) -> usize {}
        pub fn is_empty(&self) -> bool {}
        pub fn iter(&mut self) -> Iter<'_> {}
        pub fn blocking_iter(&mut self) -> BlockingIter<'_> {}
        pub fn timeout_iter(&mut self, timeout: Duration) -> TimeoutIter<'_> {}
    }

    pub struct Iter<'a> {}
    pub struct BlockingIter<'a> {}
    pub struct TimeoutIter<'a> {}
}
