//! The thread that answers: only it accesses documents and sessions. It never analyses anything itself.

mod notices;
mod requests;
mod results;

use super::client::Client;
use super::documents::Documents;
use super::outbox::Outbox;
use super::pulls::Pull;
use super::roots::{Root, Roots};
use super::settings::Settings;
use super::uri;
use super::wire::Incoming;
use super::worker::{Checks, Worker};
use super::{End, Surroundings};
use crate::session::Extent;
use gen_lsp_types::{InitializeParams, Uri, WorkspaceFolders};
use lsp_server::{ErrorCode, Message, Request, RequestId, Response};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// An analysis starts this long after an edit, so that fast typing does not start one per key.
const DEBOUNCE: Duration = Duration::from_millis(20);

/// If an analysis of everything takes less than this, each edit starts one; otherwise the edited files are analysed first.
const QUICK: Duration = Duration::from_millis(60);

/// Everything is analysed after a pause of twice the time that it took before, but at most this.
const PAUSE: Duration = Duration::from_secs(2);

/// Whether the server has ended.
pub(super) enum Ended {
    No,
    Yes(End),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Phase {
    #[default]
    Uninitialized,
    Serving,
    ShutDown,
}

/// Everything about one client.
pub(super) struct Server {
    out: Outbox,
    worker: Worker,
    roots: Roots,
    documents: Documents,
    client: Client,
    phase: Phase,
    pulls: Vec<Pull>,
    /// Requests that wait for the worker.
    asked: HashSet<RequestId>,
    /// The server's own requests for settings.
    wants_settings: HashSet<RequestId>,
    /// For each file, version and hash of the diagnostics that were published last.
    published: BTreeMap<PathBuf, (Option<i32>, String)>,
    /// Folders whose progress is shown, with the number in the progress token.
    progress: BTreeMap<PathBuf, u32>,
    shown_progress: u32,
}

impl Server {
    pub(super) fn new(out: Outbox, worker: Worker, around: Surroundings) -> Self {
        Self {
            out,
            worker,
            roots: Roots::new(around),
            documents: Documents::default(),
            client: Client::default(),
            phase: Phase::default(),
            pulls: Vec::new(),
            asked: HashSet::new(),
            wants_settings: HashSet::new(),
            published: BTreeMap::new(),
            progress: BTreeMap::new(),
            shown_progress: 0,
        }
    }

    /// Handles one message.
    pub(super) fn handle(&mut self, incoming: Incoming) -> io::Result<Ended> {
        match incoming {
            Incoming::Malformed(why) => self.out.malformed(&why)?,
            Incoming::End => return Ok(Ended::Yes(End::Abrupt)),
            Incoming::Message(Message::Request(request)) => self.request(request)?,
            Incoming::Message(Message::Response(response)) => self.response(response)?,
            Incoming::Message(Message::Notification(notification)) => {
                if notification.method == "exit" {
                    let orderly = self.phase == Phase::ShutDown;
                    return Ok(Ended::Yes(if orderly { End::Orderly } else { End::Abrupt }));
                }
                if self.phase == Phase::Serving {
                    self.notification(notification)?;
                }
            }
        }
        Ok(Ended::No)
    }

    fn request(&mut self, request: Request) -> io::Result<()> {
        match (self.phase, request.method.as_str()) {
            (Phase::Uninitialized, "initialize") => self.initialize(request),
            (Phase::Uninitialized, _) => self.out.refuse(request.id, ErrorCode::ServerNotInitialized, "`initialize` comes first"),
            (Phase::ShutDown, _) => self.out.refuse(request.id, ErrorCode::InvalidRequest, "the server is shut down"),
            (Phase::Serving, "initialize") => self.out.refuse(request.id, ErrorCode::InvalidRequest, "the server is initialized"),
            (Phase::Serving, "shutdown") => {
                self.phase = Phase::ShutDown;
                self.out.answer(request.id, Value::Null)
            }
            (Phase::Serving, _) => self.serve(request),
        }
    }

    fn initialize(&mut self, request: Request) -> io::Result<()> {
        let root_uri = request.params.get("rootUri").and_then(Value::as_str).map(str::to_owned);
        let params: InitializeParams = match serde_json::from_value(request.params) {
            Ok(params) => params,
            Err(error) => return self.out.refuse(request.id, ErrorCode::InvalidParams, error.to_string()),
        };
        self.client = Client::of(&params);
        self.phase = Phase::Serving;
        let settings = params.initialization_options.as_ref().map_or_else(|| Ok(Settings::default()), Settings::read);
        match settings {
            Ok(settings) => self.roots.configure(settings),
            Err(why) => self.say(2, &format!("the initialization options are ignored: {why}"))?,
        }
        let folders: Vec<Uri> = match params.workspace_folders_initialize_params.workspace_folders {
            Some(WorkspaceFolders::WorkspaceFolderList(folders)) => folders.into_iter().map(|folder| folder.uri).collect(),
            // Older clients send one root instead of workspace folders.
            _ => root_uri.into_iter().map(Uri).collect(),
        };
        folders.iter().filter_map(uri::to_path).for_each(|folder| self.roots.add(folder));
        self.out.answer(request.id, self.client.answer())
    }

    /// Handles the client's response to one of the server's own requests.
    fn response(&mut self, response: Response) -> io::Result<()> {
        if !self.wants_settings.remove(&response.id) {
            return Ok(());
        }
        let Ok(Value::Array(sections)) = response.response_result else { return Ok(()) };
        match sections.first() {
            Some(section) if !section.is_null() => self.configure(section),
            _ => Ok(()),
        }
    }

    fn configure(&mut self, section: &Value) -> io::Result<()> {
        match Settings::read(section) {
            Ok(settings) if settings == self.roots.settings => Ok(()),
            Ok(settings) => {
                self.roots.configure(settings);
                self.roots.folders().iter().for_each(|folder| self.analyse(folder));
                Ok(())
            }
            Err(why) => self.say(2, &format!("the settings are ignored: {why}")),
        }
    }

    /// Analyses a whole folder, without waiting for a pause.
    fn analyse(&mut self, folder: &Path) {
        let Some(root) = self.roots.get_mut(folder) else { return };
        let all = (Instant::now() + DEBOUNCE, root.session.snapshot(Extent::All));
        self.worker.check(folder, Checks { focus: None, all: Some(all) });
    }

    /// Analyses a folder after an edit: the file first, everything at the next pause.
    fn edited(&mut self, folder: &Path, file: &Path) {
        let Some(root) = self.roots.get_mut(folder) else { return };
        let now = Instant::now() + DEBOUNCE;
        let focus = |root: &Root| {
            let mut files = BTreeSet::from([file.to_owned()]);
            files.extend(root.unpublished.iter().cloned());
            root.session.snapshot(Extent::Files(files))
        };
        root.unpublished.insert(file.to_owned());
        let checks = match root.took {
            Some(took) if took > QUICK => {
                Checks { focus: Some((now, focus(root))), all: Some((now + (took * 2).min(PAUSE), root.session.snapshot(Extent::All))) }
            }
            _ => Checks { focus: None, all: Some((now, root.session.snapshot(Extent::All))) },
        };
        self.worker.check(folder, checks);
    }

    /// Shows the user a message: 1 for errors, 2 for warnings, 3 for information.
    fn say(&mut self, kind: u8, message: &str) -> io::Result<()> {
        let message = format!("async-lint: {}", crate::report::escape::line(message));
        self.out.notify("window/showMessage", json!({ "type": kind, "message": message }))
    }

    fn tell_progress(&mut self, token: u32, value: impl Serialize) -> io::Result<()> {
        self.out.notify(
            "$/progress",
            json!({ "token": format!("async-lint/{token}"), "value": serde_json::to_value(value).map_err(io::Error::other)? }),
        )
    }
}
