//! `ureq`, version 3.

use std::io::Read;

pub fn get<T>(uri: T) -> RequestBuilder<typestate::WithoutBody> {}
pub fn head<T>(uri: T) -> RequestBuilder<typestate::WithoutBody> {}
pub fn delete<T>(uri: T) -> RequestBuilder<typestate::WithoutBody> {}
pub fn post<T>(uri: T) -> RequestBuilder<typestate::WithBody> {}
pub fn put<T>(uri: T) -> RequestBuilder<typestate::WithBody> {}
pub fn patch<T>(uri: T) -> RequestBuilder<typestate::WithBody> {}
pub fn run<S>(request: http::Request<S>) -> Result<http::Response<Body>, Error> {}
pub fn agent() -> Agent {}

pub mod typestate {
    pub struct WithBody(());
    pub struct WithoutBody(());
}

pub enum Error { StatusCode(u16), Io(std::io::Error), Timeout(Timeout), HostNotFound, ConnectionFailed }
pub struct Timeout {}
impl std::error::Error for Error {}
impl Error {
    pub fn into_io(self) -> std::io::Error {}
}

pub mod config {
    use std::time::Duration;

    pub struct Config {}
    impl Config {
        pub fn builder() -> ConfigBuilder<()> {}
        pub fn new_agent(&self) -> crate::Agent {}
    }
    pub struct ConfigBuilder<S> {}
    impl<S> ConfigBuilder<S> {
        pub fn http_status_as_error(self, v: bool) -> Self {}
        pub fn https_only(self, v: bool) -> Self {}
        pub fn max_redirects(self, v: u32) -> Self {}
        pub fn user_agent<V>(self, v: V) -> Self {}
        pub fn timeout_global(self, v: Option<Duration>) -> Self {}
        pub fn timeout_connect(self, v: Option<Duration>) -> Self {}
        pub fn build(self) -> Config {}
    }
}

pub struct Agent {}

impl Agent {
    pub fn new_with_config(config: config::Config) -> Self {}
    pub fn new_with_defaults() -> Self {}
    pub fn config_builder() -> config::ConfigBuilder<()> {}
    pub fn get<T>(&self, uri: T) -> RequestBuilder<typestate::WithoutBody> {}
    pub fn head<T>(&self, uri: T) -> RequestBuilder<typestate::WithoutBody> {}
    pub fn delete<T>(&self, uri: T) -> RequestBuilder<typestate::WithoutBody> {}
    pub fn post<T>(&self, uri: T) -> RequestBuilder<typestate::WithBody> {}
    pub fn put<T>(&self, uri: T) -> RequestBuilder<typestate::WithBody> {}
    pub fn patch<T>(&self, uri: T) -> RequestBuilder<typestate::WithBody> {}
    pub fn run<S>(&self, request: http::Request<S>) -> Result<http::Response<Body>, Error> {}
}
impl Clone for Agent {}
impl From<config::Config> for Agent {}

pub struct RequestBuilder<B> {}

impl<B> RequestBuilder<B> {
    pub fn header<K, V>(self, key: K, value: V) -> Self {}
    pub fn query<K, V>(self, key: K, value: V) -> Self {}
    pub fn uri<T>(self, uri: T) -> Self {}
    pub fn query_pairs<I, K, V>(self, iter: I) -> Self {}
}

impl RequestBuilder<typestate::WithoutBody> {
    pub fn call(self) -> Result<http::Response<Body>, Error> {}
    pub fn force_send_body(self) -> RequestBuilder<typestate::WithBody> {}
}

impl RequestBuilder<typestate::WithBody> {
    pub fn content_type<V>(self, content_type: V) -> Self {}
    pub fn send<D>(self, data: D) -> Result<http::Response<Body>, Error> {}
    pub fn send_empty(self) -> Result<http::Response<Body>, Error> {}
    pub fn send_form<I>(self, iter: I) -> Result<http::Response<Body>, Error> {}
    pub fn send_json<D>(self, data: D) -> Result<http::Response<Body>, Error> {}
}

pub struct Body {}

impl Body {
    pub fn content_length(&self) -> Option<u64> {}
    pub fn mime_type(&self) -> Option<&str> {}
    pub fn into_reader(self) -> BodyReader<'static> {}
    pub fn as_reader(&mut self) -> BodyReader<'_> {}
    pub fn read_to_string(&mut self) -> Result<String, Error> {}
    pub fn read_to_vec(&mut self) -> Result<Vec<u8>, Error> {}
    pub fn read_json<T>(&mut self) -> Result<T, Error> {}
    pub fn with_config(&mut self) -> BodyWithConfig<'_> {}
    pub fn into_with_config(self) -> BodyWithConfig<'static> {}
}

pub struct BodyWithConfig<'a> {}

impl<'a> BodyWithConfig<'a> {
    pub fn limit(self, value: u64) -> Self {}
    pub fn lossy_utf8(self, value: bool) -> Self {}
    pub fn reader(self) -> BodyReader<'a> {}
    pub fn read_to_string(self) -> Result<String, Error> {}
    pub fn read_to_vec(self) -> Result<Vec<u8>, Error> {}
    pub fn read_json<T>(self) -> Result<T, Error> {}
}

pub struct BodyReader<'a> {}
impl<'a> Read for BodyReader<'a> {}

pub mod http {
    pub struct Request<T> {}
    pub struct StatusCode {}
    pub struct HeaderMap {}
    pub struct Response<T> {}
    impl<T> Response<T> {
        pub fn status(&self) -> StatusCode {}
        pub fn headers(&self) -> &HeaderMap {}
        pub fn body(&self) -> &T {}
        pub fn body_mut(&mut self) -> &mut T {}
        pub fn into_body(self) -> T {}
    }
}
