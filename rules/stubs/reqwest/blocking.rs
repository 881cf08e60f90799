//! `reqwest::blocking`.

use crate::{Certificate, Identity, IntoUrl, Method, Proxy, Result, StatusCode, Url, Version, header, redirect};
use std::io::Read;
use std::net::SocketAddr;
use std::time::Duration;

pub fn get<T: IntoUrl>(url: T) -> Result<Response> {}

pub struct Client {}

impl Client {
    pub fn new() -> Client {}
    pub fn builder() -> ClientBuilder {}
    pub fn get<U: IntoUrl>(&self, url: U) -> RequestBuilder {}
    pub fn post<U: IntoUrl>(&self, url: U) -> RequestBuilder {}
    pub fn put<U: IntoUrl>(&self, url: U) -> RequestBuilder {}
    pub fn patch<U: IntoUrl>(&self, url: U) -> RequestBuilder {}
    pub fn delete<U: IntoUrl>(&self, url: U) -> RequestBuilder {}
    pub fn head<U: IntoUrl>(&self, url: U) -> RequestBuilder {}
    pub fn request<U: IntoUrl>(&self, method: Method, url: U) -> RequestBuilder {}
    pub fn execute(&self, request: Request) -> Result<Response> {}
}
impl Clone for Client {}
impl Default for Client {}

pub struct ClientBuilder {}

impl ClientBuilder {
    pub fn new() -> ClientBuilder {}
    pub fn build(self) -> Result<Client> {}
    pub fn user_agent<V>(self, value: V) -> ClientBuilder {}
    pub fn default_headers(self, headers: header::HeaderMap) -> ClientBuilder {}
    pub fn cookie_store(self, enable: bool) -> ClientBuilder {}
    pub fn gzip(self, enable: bool) -> ClientBuilder {}
    pub fn brotli(self, enable: bool) -> ClientBuilder {}
    pub fn redirect(self, policy: redirect::Policy) -> ClientBuilder {}
    pub fn proxy(self, proxy: Proxy) -> ClientBuilder {}
    pub fn no_proxy(self) -> ClientBuilder {}
    pub fn timeout<T>(self, timeout: T) -> ClientBuilder {}
    pub fn connect_timeout<T>(self, timeout: T) -> ClientBuilder {}
    pub fn pool_idle_timeout<D>(self, val: D) -> ClientBuilder {}
    pub fn pool_max_idle_per_host(self, max: usize) -> ClientBuilder {}
    pub fn danger_accept_invalid_certs(self, accept: bool) -> ClientBuilder {}
    pub fn add_root_certificate(self, cert: Certificate) -> ClientBuilder {}
    pub fn identity(self, identity: Identity) -> ClientBuilder {}
    pub fn use_rustls_tls(self) -> ClientBuilder {}
    pub fn https_only(self, enabled: bool) -> ClientBuilder {}
    pub fn http1_only(self) -> ClientBuilder {}
    pub fn tcp_nodelay(self, enabled: bool) -> ClientBuilder {}
    pub fn local_address<T>(self, addr: T) -> ClientBuilder {}
}

pub struct RequestBuilder {}

impl RequestBuilder {
    pub fn header<K, V>(self, key: K, value: V) -> RequestBuilder {}
    pub fn headers(self, headers: header::HeaderMap) -> RequestBuilder {}
    pub fn basic_auth<U, P>(self, username: U, password: Option<P>) -> RequestBuilder {}
    pub fn bearer_auth<T>(self, token: T) -> RequestBuilder {}
    pub fn body<T: Into<Body>>(self, body: T) -> RequestBuilder {}
    pub fn timeout(self, timeout: Duration) -> RequestBuilder {}
    pub fn multipart(self, multipart: multipart::Form) -> RequestBuilder {}
    pub fn query<T: ?Sized>(self, query: &T) -> RequestBuilder {}
    pub fn version(self, version: Version) -> RequestBuilder {}
    pub fn form<T: ?Sized>(self, form: &T) -> RequestBuilder {}
    pub fn json<T: ?Sized>(self, json: &T) -> RequestBuilder {}
    pub fn build(self) -> Result<Request> {}
    pub fn send(self) -> Result<Response> {}
    pub fn try_clone(&self) -> Option<RequestBuilder> {}
}

pub struct Request {}

impl Request {
    pub fn new(method: Method, url: Url) -> Self {}
    pub fn headers_mut(&mut self) -> &mut header::HeaderMap {}
    pub fn url(&self) -> &Url {}
}

pub struct Response {}

impl Response {
    pub fn status(&self) -> StatusCode {}
    pub fn headers(&self) -> &header::HeaderMap {}
    pub fn url(&self) -> &Url {}
    pub fn version(&self) -> Version {}
    pub fn content_length(&self) -> Option<u64> {}
    pub fn remote_addr(&self) -> Option<SocketAddr> {}
    pub fn error_for_status(self) -> Result<Response> {}
    pub fn error_for_status_ref(&self) -> Result<&Response> {}
    pub fn text(self) -> Result<String> {}
    pub fn text_with_charset(self, default_encoding: &str) -> Result<String> {}
    pub fn json<T>(self) -> Result<T> {}
    pub fn bytes(self) -> Result<bytes::Bytes> {}
    pub fn copy_to<W: ?Sized>(&mut self, w: &mut W) -> Result<u64> {}
}
impl Read for Response {}

pub struct Body {}
impl From<String> for Body {}
impl From<Vec<u8>> for Body {}
impl From<&'static str> for Body {}
impl From<std::fs::File> for Body {}
impl Body {
    pub fn new<R: Read>(reader: R) -> Body {}
    pub fn sized<R: Read>(reader: R, len: u64) -> Body {}
}

pub mod multipart {
    pub struct Form {}
    impl Form {
        pub fn new() -> Form {}
        pub fn text<T, U>(self, name: T, value: U) -> Form {}
        pub fn part<T>(self, name: T, part: Part) -> Form {}
        pub fn file<T, U>(self, name: T, path: U) -> std::io::Result<Form> {}
    }
    pub struct Part {}
    impl Part {
        pub fn text<T>(value: T) -> Part {}
        pub fn bytes<T>(value: T) -> Part {}
        pub fn file_name<T>(self, filename: T) -> Part {}
        pub fn mime_str(self, mime: &str) -> crate::Result<Part> {}
    }
}
