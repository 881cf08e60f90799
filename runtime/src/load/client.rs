//! One HTTP/1.1 connection. Knows GET, `content-length`, chunks and keep-alive; never knows how many connections there are.

use std::fmt;
use std::io;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::Target;

/// Maximum bytes of head and of body; a server under test sends far less.
const MAX_BODY: usize = 64 << 20;
const MAX_HEAD: usize = 64 << 10;
const MAX_HEADERS: usize = 64;

/// A connection that sends one request after the other. It reconnects when the server has closed it.
#[derive(Debug)]
pub struct Client {
    target: Target,
    request: Vec<u8>,
    stream: Option<TcpStream>,
    buffer: Vec<u8>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The body, without transfer encoding.
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug)]
#[non_exhaustive]
pub enum HttpError {
    /// No connection.
    Connect(io::Error),
    /// The connection broke, or was closed before the answer was complete.
    Broken(io::Error),
    /// The answer is no HTTP/1.1, or larger than 64 MiB.
    Malformed(&'static str),
}

impl fmt::Display for HttpError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connect(error) => write!(formatter, "cannot connect: {error}"),
            Self::Broken(error) => write!(formatter, "the connection broke: {error}"),
            Self::Malformed(what) => write!(formatter, "the answer is malformed: {what}"),
        }
    }
}

impl std::error::Error for HttpError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Connect(error) | Self::Broken(error) => Some(error),
            Self::Malformed(_) => None,
        }
    }
}

/// How the end of a body is determined.
#[derive(Debug, Clone, Copy)]
enum Framing {
    Length(usize),
    Chunked,
    UntilClose,
}

struct Head {
    status: u16,
    framing: Framing,
    keep_alive: bool,
}

impl Client {
    /// A client that connects with its first request.
    pub fn new(target: &Target) -> Self {
        let request = format!("GET {} HTTP/1.1\r\nhost: {}\r\n\r\n", target.path(), target.address()).into_bytes();
        Self { target: target.clone(), request, stream: None, buffer: Vec::new() }
    }

    /// Sends the request and reads the whole answer. After an error, or when this future is dropped halfway, the next request uses a new
    /// connection.
    ///
    /// # Errors
    ///
    /// When there is no connection, it breaks, or the answer cannot be read.
    pub async fn get(&mut self) -> Result<Response, HttpError> {
        self.buffer.clear();
        // Taken out, so that a dropped future leaves no half-read connection behind.
        let (mut stream, fresh) = match self.stream.take() {
            Some(stream) => (stream, Fresh::No),
            None => (self.connect().await?, Fresh::Yes),
        };
        if let Err(error) = stream.write_all(&self.request).await {
            if fresh == Fresh::Yes {
                return Err(HttpError::Broken(error));
            }
            // The server may close an idle connection, so reconnect once.
            stream = self.connect().await?;
            stream.write_all(&self.request).await.map_err(HttpError::Broken)?;
        }
        let head = self.read_head(&mut stream).await?;
        let body = self.read_body(&mut stream, head.framing).await?;
        if head.keep_alive {
            self.stream = Some(stream);
        }
        Ok(Response { status: head.status, body })
    }

    async fn connect(&self) -> Result<TcpStream, HttpError> {
        let stream = TcpStream::connect(self.target.address()).await.map_err(HttpError::Connect)?;
        // Without `TCP_NODELAY` the second small write on a connection may wait for an acknowledgement. A failure to set it is harmless.
        let _ = stream.set_nodelay(true);
        Ok(stream)
    }

    /// Reads more bytes; the end of the stream is an error.
    async fn read_more(&mut self, stream: &mut TcpStream) -> Result<(), HttpError> {
        match stream.read_buf(&mut self.buffer).await {
            Ok(0) => Err(HttpError::Broken(io::ErrorKind::UnexpectedEof.into())),
            Ok(_) => Ok(()),
            Err(error) => Err(HttpError::Broken(error)),
        }
    }

    /// Reads up to the empty line, and leaves what follows it in the buffer.
    async fn read_head(&mut self, stream: &mut TcpStream) -> Result<Head, HttpError> {
        loop {
            self.read_more(stream).await?;
            if let Some((head, length)) = parse_head(&self.buffer)? {
                self.buffer.drain(..length);
                return Ok(head);
            }
            if self.buffer.len() > MAX_HEAD {
                return Err(HttpError::Malformed("the head is longer than 64 KiB"));
            }
        }
    }

    async fn read_body(&mut self, stream: &mut TcpStream, framing: Framing) -> Result<Vec<u8>, HttpError> {
        match framing {
            Framing::Length(length) => {
                if length > MAX_BODY {
                    return Err(HttpError::Malformed("the body is longer than 64 MiB"));
                }
                while self.buffer.len() < length {
                    self.read_more(stream).await?;
                }
                Ok(self.buffer.drain(..length).collect())
            }
            Framing::Chunked => self.read_chunks(stream).await,
            Framing::UntilClose => loop {
                match self.read_more(stream).await {
                    Ok(()) if self.buffer.len() <= MAX_BODY => {}
                    Ok(()) => return Err(HttpError::Malformed("the body is longer than 64 MiB")),
                    Err(HttpError::Broken(error)) if error.kind() == io::ErrorKind::UnexpectedEof => {
                        return Ok(std::mem::take(&mut self.buffer));
                    }
                    Err(error) => return Err(error),
                }
            },
        }
    }

    async fn read_chunks(&mut self, stream: &mut TcpStream) -> Result<Vec<u8>, HttpError> {
        let mut body = Vec::new();
        loop {
            let (line_length, size) = loop {
                match httparse::parse_chunk_size(&self.buffer) {
                    Ok(httparse::Status::Complete(found)) => break found,
                    Ok(httparse::Status::Partial) => self.read_more(stream).await?,
                    Err(_) => return Err(HttpError::Malformed("a chunk size is no number")),
                }
            };
            let size = usize::try_from(size).ok().filter(|size| *size <= MAX_BODY && body.len() <= MAX_BODY);
            let Some(size) = size else { return Err(HttpError::Malformed("the body is longer than 64 MiB")) };
            let with_line_end = line_length + size + 2;
            while self.buffer.len() < with_line_end {
                self.read_more(stream).await?;
            }
            body.extend_from_slice(&self.buffer[line_length..line_length + size]);
            self.buffer.drain(..with_line_end);
            if size == 0 {
                return Ok(body);
            }
        }
    }
}

#[derive(PartialEq, Eq)]
enum Fresh {
    Yes,
    No,
}

/// The head and its length in bytes; `None` while it is incomplete.
fn parse_head(bytes: &[u8]) -> Result<Option<(Head, usize)>, HttpError> {
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut response = httparse::Response::new(&mut headers);
    let length = match response.parse(bytes) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(_) => return Err(HttpError::Malformed("the head is no HTTP/1.1")),
    };
    let status = response.code.unwrap_or_default();
    let value = |name: &str| {
        let header = response.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name))?;
        std::str::from_utf8(header.value).ok().map(str::trim)
    };
    let framing = if status == 204 || status == 304 {
        Framing::Length(0)
    } else if value("transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked")) {
        Framing::Chunked
    } else if let Some(length) = value("content-length") {
        Framing::Length(length.parse().map_err(|_| HttpError::Malformed("the content length is no number"))?)
    } else {
        Framing::UntilClose
    };
    let asked_to_close = value("connection").is_some_and(|option| option.eq_ignore_ascii_case("close"));
    let keep_alive = response.version == Some(1) && !asked_to_close && !matches!(framing, Framing::UntilClose);
    Ok(Some((Head { status, framing, keep_alive }, length)))
}
