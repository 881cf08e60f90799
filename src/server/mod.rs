//! The language server: a session of the engine behind the Language Server Protocol, on any pair of streams.
//!
//! One thread reads messages (`wire.rs`), one answers them (`dispatch.rs`), one analyses (`worker.rs`). Facts about code are kept in the session.
//!
//! **Architecture Invariant:** the server starts no program and writes no file: it offers edits, and the client applies them. It knows nothing of
//! the command line.

mod actions;
mod client;
mod commands;
mod diagnostics;
mod dispatch;
mod documents;
mod hover;
mod lines;
mod outbox;
mod pulls;
mod roots;
mod settings;
mod uri;
mod wire;
mod worker;

pub use lines::{Encoding, Lines};
pub use settings::Settings;

use crate::store::Store;
use dispatch::{Ended, Server};
use outbox::Outbox;
use std::io::{self, BufRead, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::channel;

/// What the process passes to the server.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// Where dependencies' sources are (`~/.cargo`); `None` if it is unknown.
    pub cargo_home: Option<PathBuf>,
    /// Results of earlier runs on disk.
    pub store: Option<Arc<Store>>,
}

/// How a server ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The client sent `shutdown`, then `exit`, as the protocol requires.
    Orderly,
    /// The connection was lost, or the client sent `exit` without `shutdown`.
    Abrupt,
}

/// What the answering thread receives.
enum Event {
    /// From the client.
    Client(wire::Incoming),
    /// From the analysing thread.
    Worker(worker::Done),
}

/// Serves one client until it leaves.
///
/// # Errors
/// If the output cannot be written.
pub fn serve<R, W>(input: R, output: W, around: Surroundings) -> io::Result<End>
where
    R: BufRead + Send + 'static,
    W: Write + Send + 'static,
{
    let (events, heard) = channel();
    let from_client = events.clone();
    // This thread ends with the input. If the client keeps sending after `exit`, it ends with the process.
    std::thread::Builder::new()
        .name("reader".to_owned())
        .spawn(move || wire::read(input, &|message| from_client.send(Event::Client(message)).is_ok()))?;
    let worker = worker::Worker::start(move |done| drop(events.send(Event::Worker(done))))?;
    let mut server = Server::new(Outbox::new(output), worker, around);
    while let Ok(event) = heard.recv() {
        match event {
            Event::Client(message) => match server.handle(message)? {
                Ended::No => {}
                Ended::Yes(end) => return Ok(end),
            },
            Event::Worker(done) => server.done(done)?,
        }
    }
    Ok(End::Abrupt)
}
