//! `diesel`: the traits that run queries, and connections. The query language is left out: what `dsl` makes is unknown, and every
//! query has `RunQueryDsl`.

pub mod result {
    pub enum Error { NotFound, RollbackTransaction }
    impl std::error::Error for Error {}
    pub enum ConnectionError { BadConnection(String) }
    impl std::error::Error for ConnectionError {}
    pub type QueryResult<T> = Result<T, Error>;
    pub type ConnectionResult<T> = Result<T, ConnectionError>;
    pub trait OptionalExtension<T> {
        fn optional(self) -> Result<Option<T>, Error>;
    }
    impl<T> OptionalExtension<T> for QueryResult<T> {}
}
pub use connection::Connection;
pub use query_dsl::RunQueryDsl;
pub use query_dsl::SaveChangesDsl;
pub use result::{ConnectionError, ConnectionResult, OptionalExtension, QueryResult};
pub use mysql::MysqlConnection;
pub use pg::PgConnection;
pub use sqlite::SqliteConnection;

pub mod connection {
    use crate::result::{ConnectionResult, Error, QueryResult};

    pub trait SimpleConnection {
        fn batch_execute(&mut self, query: &str) -> QueryResult<()>;
    }

    pub trait Connection: SimpleConnection {
        fn establish(database_url: &str) -> ConnectionResult<Self>;
        fn transaction<T, E, F: FnOnce(&mut Self) -> Result<T, E>>(&mut self, f: F) -> Result<T, E>;
        fn begin_test_transaction(&mut self) -> QueryResult<()>;
        fn test_transaction<T, E, F: FnOnce(&mut Self) -> Result<T, E>>(&mut self, f: F) -> T;
    }
}

pub mod query_dsl {
    use crate::result::QueryResult;

    pub trait RunQueryDsl<Conn> {
        fn execute(self, conn: &mut Conn) -> QueryResult<usize>;
        fn load<'query, U>(self, conn: &mut Conn) -> QueryResult<Vec<U>>;
        fn load_iter<'conn, 'query, U, B>(self, conn: &'conn mut Conn) -> QueryResult<LoadIter<U>>;
        fn get_result<'query, U>(self, conn: &mut Conn) -> QueryResult<U>;
        fn get_results<'query, U>(self, conn: &mut Conn) -> QueryResult<Vec<U>>;
        fn first<'query, U>(self, conn: &mut Conn) -> QueryResult<U>;
    }
    impl<T, Conn> RunQueryDsl<Conn> for T {}

    pub struct LoadIter<U> {}
    impl<U> Iterator for LoadIter<U> { type Item = QueryResult<U>; }

    pub trait SaveChangesDsl<Conn> {
        fn save_changes<T>(self, connection: &mut Conn) -> QueryResult<T>;
    }
}

pub mod prelude {
    pub use crate::connection::Connection;
    pub use crate::query_dsl::{RunQueryDsl, SaveChangesDsl};
    pub use crate::result::{ConnectionError, ConnectionResult, OptionalExtension, QueryResult};
    pub use crate::{MysqlConnection, PgConnection, SqliteConnection};
}

pub mod pg {
    use crate::connection::{Connection, SimpleConnection};
    pub struct PgConnection {}
    impl SimpleConnection for PgConnection {}
    impl Connection for PgConnection {}
}

pub mod sqlite {
    use crate::connection::{Connection, SimpleConnection};
    pub struct SqliteConnection {}
    impl SimpleConnection for SqliteConnection {}
    impl Connection for SqliteConnection {}
    impl SqliteConnection {
        pub fn immediate_transaction<T, E, F: FnOnce(&mut Self) -> Result<T, E>>(&mut self, f: F) -> Result<T, E> {}
        pub fn exclusive_transaction<T, E, F: FnOnce(&mut Self) -> Result<T, E>>(&mut self, f: F) -> Result<T, E> {}
    }
}

pub mod mysql {
    use crate::connection::{Connection, SimpleConnection};
    pub struct MysqlConnection {}
    impl SimpleConnection for MysqlConnection {}
    impl Connection for MysqlConnection {}
}

pub mod query_builder {
    pub struct SqlQuery {}
    impl SqlQuery {
        pub fn bind<ST, Value>(self, value: Value) -> SqlQuery {}
    }
}

pub fn sql_query<T: Into<String>>(query: T) -> query_builder::SqlQuery {}

pub mod r2d2 {
    pub use r2d2::*;

    pub struct ConnectionManager<T> {}
    impl<T> ConnectionManager<T> {
        pub fn new<S: Into<String>>(database_url: S) -> Self {}
    }
    impl<T> ManageConnection for ConnectionManager<T> {
        type Connection = T;
        type Error = Error;
    }
    pub type PoolError = r2d2::Error;
}
