//! The language server: a session of the engine behind the Language Server Protocol, on any pair of streams.
//!
//! One thread reads messages (`wire.rs`), one answers them (`dispatch.rs`), one analyses (`worker.rs`). All that is known of the code is the session's.
//!
//! **Architecture Invariant:** nothing is executed, and nothing is written but by the client: edits are offered, never made. It knows nothing of the
//! command line.

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

/// What a server has from its surroundings.
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
    /// The client sent the request, as the protocol says.
    Orderly,
    /// The client was gone, or left without a word.
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
    // It ends with the input; if the client goes on sending after it has said goodbye, with the process.
    std::thread::Builder::new()
        .name("reader".to_owned())
        .spawn(move || wire::read(input, &|message| from_client.send(Event::Client(message)).is_ok()))?;
    let worker = worker::Worker::start(move |done| drop(events.send(Event::Worker(done))))?;
    let mut server = Server::new(Outbox::new(output), worker, around);
    while let Ok(event) = heard.recv() {
        match event {
            Event::Client(message) => match server.hear(message)? {
                Ended::No => {}
                Ended::Yes(end) => return Ok(end),
            },
            Event::Worker(done) => server.done(done)?,
        }
    }
    Ok(End::Abrupt)
}
