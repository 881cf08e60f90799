//! `reqwest`: the async client and the blocking one.

use std::net::SocketAddr;
use std::time::Duration;

pub mod blocking;

pub type Result<T> = std::result::Result<T, Error>;

pub struct Error {}
impl Error {
    pub fn status(&self) -> Option<StatusCode> {}
    pub fn url(&self) -> Option<&Url> {}
    pub fn is_timeout(&self) -> bool {}
    pub fn is_connect(&self) -> bool {}
    pub fn is_status(&self) -> bool {}
}
impl std::error::Error for Error {}

pub trait IntoUrl {}
pub struct Url {}
pub struct Method {}
impl Method {
    pub const GET: Method = Method {};
    pub const POST: Method = Method {};
    pub const PUT: Method = Method {};
    pub const DELETE: Method = Method {};
    pub const HEAD: Method = Method {};
    pub const PATCH: Method = Method {};
}
pub struct StatusCode {}
impl StatusCode {
    pub fn as_u16(&self) -> u16 {}
    pub fn is_success(&self) -> bool {}
    pub fn is_client_error(&self) -> bool {}
    pub fn is_server_error(&self) -> bool {}
    pub fn is_redirection(&self) -> bool {}
}
pub struct Version {}
pub struct Proxy {}
impl Proxy {
    pub fn http<U>(proxy_scheme: U) -> Result<Proxy> {}
    pub fn https<U>(proxy_scheme: U) -> Result<Proxy> {}
    pub fn all<U>(proxy_scheme: U) -> Result<Proxy> {}
}
pub struct Certificate {}
impl Certificate {
    pub fn from_pem(pem: &[u8]) -> Result<Certificate> {}
    pub fn from_der(der: &[u8]) -> Result<Certificate> {}
}
pub struct Identity {}
impl Identity {
    pub fn from_pem(buf: &[u8]) -> Result<Identity> {}
}

pub mod header {
    pub struct HeaderMap {}
    impl HeaderMap {
        pub fn new() -> Self {}
        pub fn get<K>(&self, key: K) -> Option<&HeaderValue> {}
        pub fn insert<K>(&mut self, key: K, val: HeaderValue) -> Option<HeaderValue> {}
        pub fn contains_key<K>(&self, key: K) -> bool {}
    }
    pub struct HeaderName {}
    pub struct HeaderValue {}
    impl HeaderValue {
        pub fn from_static(src: &'static str) -> HeaderValue {}
        pub fn from_str(src: &str) -> Result<HeaderValue, InvalidHeaderValue> {}
        pub fn to_str(&self) -> Result<&str, ToStrError> {}
        pub fn as_bytes(&self) -> &[u8] {}
    }
    pub struct InvalidHeaderValue {}
    pub struct ToStrError {}
}

pub mod redirect {
    pub struct Policy {}
    impl Policy {
        pub fn none() -> Self {}
        pub fn limited(max: usize) -> Self {}
    }
}

pub async fn get<T: IntoUrl>(url: T) -> Result<Response> {}

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
    pub async fn execute(&self, request: Request) -> Result<Response> {}
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
    pub async fn send(self) -> Result<Response> {}
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
    pub async fn text(self) -> Result<String> {}
    pub async fn text_with_charset(self, default_encoding: &str) -> Result<String> {}
    pub async fn json<T>(self) -> Result<T> {}
    pub async fn bytes(self) -> Result<bytes::Bytes> {}
    pub async fn chunk(&mut self) -> Result<Option<bytes::Bytes>> {}
    pub fn bytes_stream(self) -> impl futures_core::Stream<Item = Result<bytes::Bytes>> {}
}

pub struct Body {}
impl From<String> for Body {}
impl From<Vec<u8>> for Body {}
impl From<&'static str> for Body {}

pub mod multipart {
    pub struct Form {}
    impl Form {
        pub fn new() -> Form {}
        pub fn text<T, U>(self, name: T, value: U) -> Form {}
        pub fn part<T>(self, name: T, part: Part) -> Form {}
        pub async fn file<T, U>(self, name: T, path: U) -> std::io::Result<Form> {}
    }
    pub struct Part {}
    impl Part {
        pub fn text<T>(value: T) -> Part {}
        pub fn bytes<T>(value: T) -> Part {}
        pub fn file_name<T>(self, filename: T) -> Part {}
        pub fn mime_str(self, mime: &str) -> crate::Result<Part> {}
    }
}
