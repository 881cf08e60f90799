//! `mongodb`, version 3. A macro in the crate makes `run` for the actions of the blocking driver, so that its source does not show it.

use std::borrow::Borrow;

pub mod error {
    pub type Result<T> = std::result::Result<T, Error>;
    pub struct Error {}
    impl Clone for Error {}
    impl std::error::Error for Error {}
}

pub mod options {
    pub struct ClientOptions {}
    impl ClientOptions {
        pub async fn parse(s: impl AsRef<str>) -> crate::error::Result<ClientOptions> {}
    }
    impl Clone for ClientOptions {}
}

pub mod results {
    pub struct InsertOneResult {}
    pub struct UpdateResult { pub matched_count: u64, pub modified_count: u64 }
    pub struct DeleteResult { pub deleted_count: u64 }
}

pub mod action {
    use crate::error::Result;
    use crate::results::{DeleteResult, InsertOneResult, UpdateResult};
    use std::future::IntoFuture;

    pub struct InsertOne<'a> { own: &'a () }
    impl<'a> InsertOne<'a> {
        pub fn run(self) -> Result<InsertOneResult> {}
    }
    impl<'a> IntoFuture for InsertOne<'a> { type Output = Result<InsertOneResult>; }

    pub struct FindOne<'a, T> { own: &'a T }
    impl<'a, T> FindOne<'a, T> {
        pub fn run(self) -> Result<Option<T>> {}
    }
    impl<'a, T> IntoFuture for FindOne<'a, T> { type Output = Result<Option<T>>; }

    pub struct Find<'a, T> { own: &'a T }
    impl<'a, T> Find<'a, T> {
        pub fn limit(self, value: i64) -> Self {}
        pub fn run(self) -> Result<crate::sync::Cursor<T>> {}
    }
    impl<'a, T> IntoFuture for Find<'a, T> { type Output = Result<crate::Cursor<T>>; }

    pub struct Update<'a> { own: &'a () }
    impl<'a> Update<'a> {
        pub fn upsert(self, value: bool) -> Self {}
        pub fn run(self) -> Result<UpdateResult> {}
    }
    impl<'a> IntoFuture for Update<'a> { type Output = Result<UpdateResult>; }

    pub struct Delete<'a> { own: &'a () }
    impl<'a> Delete<'a> {
        pub fn run(self) -> Result<DeleteResult> {}
    }
    impl<'a> IntoFuture for Delete<'a> { type Output = Result<DeleteResult>; }

    /// Actions of which only the result is told.
    pub struct Other<'a, T> { own: &'a T }
    impl<'a, T> Other<'a, T> {
        pub fn run(self) -> Result<T> {}
    }
    impl<'a, T> IntoFuture for Other<'a, T> { type Output = Result<T>; }

    pub struct CountDocuments<'a> { own: &'a () }
    impl<'a> CountDocuments<'a> {
        pub fn limit(self, value: u64) -> Self {}
        pub fn skip(self, value: u64) -> Self {}
        pub fn run(self) -> Result<u64> {}
    }
    impl<'a> IntoFuture for CountDocuments<'a> { type Output = Result<u64>; }
}

pub struct Client {}
impl Client {
    pub fn list_database_names(&self) -> action::Other<'_, Vec<String>> {}
    pub fn list_databases(&self) -> action::Other<'_, Vec<()>> {}
    pub async fn with_uri_str(uri: impl AsRef<str>) -> error::Result<Client> {}
    pub fn with_options(options: options::ClientOptions) -> error::Result<Client> {}
    pub fn database(&self, name: &str) -> Database {}
    pub fn default_database(&self) -> Option<Database> {}
}
impl Clone for Client {}

pub struct Database {}
impl Database {
    pub fn drop(&self) -> action::Other<'_, ()> {}
    pub fn list_collection_names(&self) -> action::Other<'_, Vec<String>> {}
    pub fn create_collection(&self, name: impl Into<String>) -> action::Other<'_, ()> {}
    pub fn run_command<D>(&self, command: D) -> action::Other<'_, D> {}
    pub fn list_collections(&self) -> action::Find<'_, ()> {}
    pub fn aggregate<P>(&self, pipeline: P) -> action::Find<'_, ()> {}
    pub fn name(&self) -> &str {}
    pub fn collection<T>(&self, name: &str) -> Collection<T> {}
}
impl Clone for Database {}

pub struct Collection<T> {}
impl<T> Collection<T> {
    pub fn distinct<D>(&self, field_name: impl AsRef<str>, filter: D) -> action::Other<'_, Vec<()>> {}
    pub fn drop(&self) -> action::Other<'_, ()> {}
    pub fn estimated_document_count(&self) -> action::Other<'_, u64> {}
    pub fn insert_many(&self, docs: impl IntoIterator<Item = impl Borrow<T>>) -> action::Other<'_, ()> {}
    pub fn aggregate<P>(&self, pipeline: P) -> action::Find<'_, ()> {}
    pub fn name(&self) -> &str {}
    pub fn insert_one(&self, doc: impl Borrow<T>) -> action::InsertOne<'_> {}
    pub fn find_one<D>(&self, filter: D) -> action::FindOne<'_, T> {}
    pub fn find<D>(&self, filter: D) -> action::Find<'_, T> {}
    pub fn update_one<D, U>(&self, query: D, update: U) -> action::Update<'_> {}
    pub fn update_many<D, U>(&self, query: D, update: U) -> action::Update<'_> {}
    pub fn delete_one<D>(&self, query: D) -> action::Delete<'_> {}
    pub fn delete_many<D>(&self, query: D) -> action::Delete<'_> {}
    pub fn count_documents<D>(&self, filter: D) -> action::CountDocuments<'_> {}
}
impl<T> Clone for Collection<T> {}

pub struct Cursor<T> {}

pub mod sync {
    use crate::{action, error};
    use std::borrow::Borrow;

    pub struct Client {}
    impl Client {
        pub fn list_database_names(&self) -> action::Other<'_, Vec<String>> {}
        pub fn list_databases(&self) -> action::Other<'_, Vec<()>> {}
        pub fn with_uri_str(uri: impl AsRef<str>) -> error::Result<Client> {}
        pub fn with_options(options: crate::options::ClientOptions) -> error::Result<Client> {}
        pub fn database(&self, name: &str) -> Database {}
        pub fn default_database(&self) -> Option<Database> {}
    }
    impl Clone for Client {}

    pub struct Database {}
    impl Database {
        pub fn drop(&self) -> action::Other<'_, ()> {}
        pub fn list_collection_names(&self) -> action::Other<'_, Vec<String>> {}
        pub fn create_collection(&self, name: impl Into<String>) -> action::Other<'_, ()> {}
        pub fn run_command<D>(&self, command: D) -> action::Other<'_, D> {}
        pub fn list_collections(&self) -> action::Find<'_, ()> {}
        pub fn aggregate<P>(&self, pipeline: P) -> action::Find<'_, ()> {}
        pub fn name(&self) -> &str {}
        pub fn collection<T>(&self, name: &str) -> Collection<T> {}
    }
    impl Clone for Database {}

    pub struct Collection<T> {}
    impl<T> Collection<T> {
        pub fn distinct<D>(&self, field_name: impl AsRef<str>, filter: D) -> action::Other<'_, Vec<()>> {}
        pub fn drop(&self) -> action::Other<'_, ()> {}
        pub fn estimated_document_count(&self) -> action::Other<'_, u64> {}
        pub fn insert_many(&self, docs: impl IntoIterator<Item = impl Borrow<T>>) -> action::Other<'_, ()> {}
        pub fn aggregate<P>(&self, pipeline: P) -> action::Find<'_, ()> {}
        pub fn name(&self) -> &str {}
        pub fn insert_one(&self, doc: impl Borrow<T>) -> action::InsertOne<'_> {}
        pub fn find_one<D>(&self, filter: D) -> action::FindOne<'_, T> {}
        pub fn find<D>(&self, filter: D) -> action::Find<'_, T> {}
        pub fn update_one<D, U>(&self, query: D, update: U) -> action::Update<'_> {}
        pub fn update_many<D, U>(&self, query: D, update: U) -> action::Update<'_> {}
        pub fn delete_one<D>(&self, query: D) -> action::Delete<'_> {}
        pub fn delete_many<D>(&self, query: D) -> action::Delete<'_> {}
        pub fn count_documents<D>(&self, filter: D) -> action::CountDocuments<'_> {}
    }
    impl<T> Clone for Collection<T> {}

    pub struct Cursor<T> {}
    impl<T> Iterator for Cursor<T> { type Item = error::Result<T>; }
}
