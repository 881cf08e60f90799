//! Notifications of the client.

use super::super::pulls::Pull;
use super::super::uri;
use super::Server;
use gen_lsp_types::{
    DidChangeConfigurationParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams,
};
use lsp_server::{ErrorCode, Notification, RequestId};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

impl Server {
    /// Handles one notification. One that cannot be read is ignored: notifications have no response.
    pub(super) fn notification(&mut self, notification: Notification) -> io::Result<()> {
        let params = notification.params;
        match notification.method.as_str() {
            "initialized" => self.initialized(),
            "textDocument/didOpen" => read(params).map_or(Ok(()), |params| self.opened(params)),
            "textDocument/didChange" => {
                if let Some(params) = read(params) {
                    self.changed(params);
                }
                Ok(())
            }
            "textDocument/didClose" => read(params).map_or(Ok(()), |params| self.closed(&params)),
            "textDocument/didSave" => {
                if let Some(params) = read(params) {
                    self.saved(&params);
                }
                Ok(())
            }
            "workspace/didChangeWatchedFiles" => {
                if let Some(params) = read(params) {
                    self.files_changed(&params);
                }
                Ok(())
            }
            "workspace/didChangeConfiguration" => read(params).map_or(Ok(()), |params| self.settings_changed(&params)),
            "workspace/didChangeWorkspaceFolders" => read(params).map_or(Ok(()), |params| self.folders_changed(&params)),
            "$/cancelRequest" => id(&params).map_or(Ok(()), |id| self.cancel(id)),
            "window/workDoneProgress/cancel" => {
                let token = params.get("token").and_then(Value::as_str).unwrap_or_default().to_owned();
                let shown = self.progress.iter().find(|(_, number)| token == format!("async-lint/{number}"));
                if let Some((folder, _)) = shown {
                    self.worker.forget(&folder.clone());
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn initialized(&mut self) -> io::Result<()> {
        if self.client.registers_watchers {
            let globs = ["**/*.rs", "**/Cargo.toml", "**/Cargo.lock", "**/async-lint.toml", "**/*.toml"];
            let watchers: Vec<Value> = globs.iter().map(|glob| json!({ "globPattern": glob })).collect();
            let watch = json!({ "id": "watch", "method": "workspace/didChangeWatchedFiles", "registerOptions": { "watchers": watchers } });
            self.out.request("client/registerCapability", json!({ "registrations": [watch] }))?;
        }
        self.ask_for_settings()?;
        self.roots.folders().iter().for_each(|folder| self.analyse(folder));
        Ok(())
    }

    fn ask_for_settings(&mut self) -> io::Result<()> {
        if self.client.has_configuration {
            let id = self.out.request("workspace/configuration", json!({ "items": [{ "section": "async-lint" }] }))?;
            self.wants_settings.insert(id);
        }
        Ok(())
    }

    fn opened(&mut self, params: DidOpenTextDocumentParams) -> io::Result<()> {
        let document = params.text_document;
        let Some(path) = uri::to_path(&document.uri) else { return Ok(()) };
        let text = self.documents.open(path.clone(), document.version, document.text);
        let known = self.roots.find(&path).is_some();
        let folder = self.roots.of_file(&path);
        let Some(root) = self.roots.get_mut(&folder) else { return Ok(()) };
        // Without file watchers, the server is not notified that a file was created.
        let is_new_file = !self.client.registers_watchers && root.session.file(&path).is_none();
        let is_new = root.session.set_text(&path, text) || is_new_file;
        if is_new_file {
            root.session.refresh();
        }
        root.unpublished.insert(path.clone());
        if !known {
            self.analyse(&folder);
        } else if is_new {
            self.edited(&folder, &path);
        }
        self.publish(&folder)
    }

    fn changed(&mut self, params: DidChangeTextDocumentParams) {
        let Some(path) = uri::to_path(&params.text_document.text_document_identifier.uri) else { return };
        let text = self.documents.change(&path, params.text_document.version, params.content_changes, self.client.encoding);
        let Some(text) = text else { return };
        let folder = self.roots.of_file(&path);
        let Some(root) = self.roots.get_mut(&folder) else { return };
        root.unpublished.insert(path.clone());
        if root.session.set_text(&path, text) {
            self.edited(&folder, &path);
        }
    }

    fn closed(&mut self, params: &DidCloseTextDocumentParams) -> io::Result<()> {
        let Some(path) = uri::to_path(&params.text_document.uri).filter(|path| self.documents.close(path)) else { return Ok(()) };
        let Some((folder, _)) = self.roots.find(&path) else { return Ok(()) };
        let Some(root) = self.roots.get_mut(&folder) else { return Ok(()) };
        root.unpublished.insert(path.clone());
        if root.session.remove(&path) {
            self.edited(&folder, &path);
        }
        self.publish(&folder)
    }

    fn saved(&mut self, params: &DidSaveTextDocumentParams) {
        if let Some(path) = uri::to_path(&params.text_document.uri).filter(|_| !self.client.registers_watchers) {
            self.refresh(&[path]);
        }
    }

    fn files_changed(&mut self, params: &DidChangeWatchedFilesParams) {
        let changed: Vec<PathBuf> = params.changes.iter().filter_map(|change| uri::to_path(&change.uri)).collect();
        let is_built = |path: &Path| path.components().any(|part| part.as_os_str() == "target" || part.as_os_str() == ".git");
        // For an open document the client's text counts, not the file.
        let on_disk: Vec<PathBuf> = changed.into_iter().filter(|path| !is_built(path) && self.documents.get(path).is_none()).collect();
        self.refresh(&on_disk);
    }

    fn refresh(&mut self, paths: &[PathBuf]) {
        let folders: BTreeSet<PathBuf> = paths.iter().filter_map(|path| Some(self.roots.find(path)?.0)).collect();
        for folder in folders {
            if let Some(root) = self.roots.get_mut(&folder) {
                root.session.refresh();
                self.analyse(&folder);
            }
        }
    }

    fn settings_changed(&mut self, params: &DidChangeConfigurationParams) -> io::Result<()> {
        self.ask_for_settings()?;
        if params.settings.is_object() && !self.client.has_configuration { self.configure(&params.settings) } else { Ok(()) }
    }

    fn folders_changed(&mut self, params: &DidChangeWorkspaceFoldersParams) -> io::Result<()> {
        for folder in params.event.removed.iter().filter_map(|folder| uri::to_path(&folder.uri)) {
            self.worker.forget(&folder);
            if let Some(root) = self.roots.remove(&folder) {
                for (path, _) in root.session.files() {
                    if self.published.remove(path).is_some() {
                        self.out.notify("textDocument/publishDiagnostics", json!({ "uri": uri::of_path(path), "diagnostics": [] }))?;
                    }
                }
            }
        }
        for folder in params.event.added.iter().filter_map(|folder| uri::to_path(&folder.uri)) {
            self.roots.add(folder.clone());
            let texts: Vec<_> = self.documents.iter().map(|(path, document)| (path.clone(), document.text.clone())).collect();
            if let Some(root) = self.roots.get_mut(&folder) {
                texts.into_iter().filter(|(path, _)| path.starts_with(&folder)).for_each(|(path, text)| {
                    root.session.set_text(&path, text);
                });
            }
            self.analyse(&folder);
        }
        Ok(())
    }

    /// Withdraws a request, unless it has been answered already.
    fn cancel(&mut self, id: RequestId) -> io::Result<()> {
        let before = self.pulls.len();
        self.pulls.retain(|pull: &Pull| *pull.id() != id);
        let mut was_waiting = self.pulls.len() < before;
        if self.asked.contains(&id) && self.worker.withdraw(&id) {
            self.asked.remove(&id);
            was_waiting = true;
        }
        if was_waiting { self.out.refuse(id, ErrorCode::RequestCanceled, "cancelled") } else { Ok(()) }
    }
}

fn read<T: for<'d> Deserialize<'d>>(params: Value) -> Option<T> {
    serde_json::from_value(params).ok()
}

fn id(params: &Value) -> Option<RequestId> {
    serde_json::from_value(params.get("id")?.clone()).ok()
}
