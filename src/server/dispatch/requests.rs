//! Requests of the client.

use super::super::actions::{self, Scene};
use super::super::commands;
use super::super::hover::Question;
use super::super::pulls::Pull;
use super::super::uri;
use super::super::worker::Ask;
use super::Server;
use crate::session::Extent;
use gen_lsp_types::{CodeActionParams, DocumentDiagnosticParams, ExecuteCommandParams, HoverParams, Position, WorkspaceDiagnosticParams};
use lsp_server::{ErrorCode, Request, RequestId};
use serde_json::{Value, json};
use std::io;
use std::path::{Path, PathBuf};

impl Server {
    /// Answers one request, now or when the worker has finished.
    pub(super) fn serve(&mut self, request: Request) -> io::Result<()> {
        let Request { id, method, params } = request;
        let outcome = match method.as_str() {
            "textDocument/hover" => serde_json::from_value(params).map(|params| self.hover(id.clone(), &params)),
            "textDocument/codeAction" => serde_json::from_value(params).map(|params| self.code_actions(id.clone(), &params)),
            "textDocument/diagnostic" => serde_json::from_value(params).map(|params| self.pull(id.clone(), params)),
            "workspace/diagnostic" => serde_json::from_value(params).map(|params| self.pull_all(id.clone(), params)),
            "workspace/executeCommand" => serde_json::from_value(params).map(|params| self.command(id.clone(), params)),
            _ => return self.out.refuse(id, ErrorCode::MethodNotFound, format!("`{method}` is not supported")),
        };
        match outcome {
            Ok(done) => done,
            Err(error) => self.out.refuse(id, ErrorCode::InvalidParams, error.to_string()),
        }
    }

    fn hover(&mut self, id: RequestId, params: &HoverParams) -> io::Result<()> {
        let at = params.text_document_position_params.position;
        match uri::to_path(&params.text_document_position_params.text_document.uri) {
            Some(path) => self.ask_why(id, path, at, Some(at)),
            None => self.out.answer(id, Value::Null),
        }
    }

    /// Asks the worker about a line.
    fn ask_why(&mut self, id: RequestId, file: PathBuf, line: Position, at: Option<Position>) -> io::Result<()> {
        let Some((_, root)) = self.roots.find(&file) else { return self.out.answer(id, Value::Null) };
        let Some(text) = root.session.text_of(&file) else { return self.out.answer(id, Value::Null) };
        let question = Question { file, line: line.line.saturating_add(1), text, at };
        let snapshot = root.session.snapshot(Extent::All);
        self.asked.insert(id.clone());
        self.worker.ask(Ask::Why { id, snapshot, question });
        Ok(())
    }

    fn code_actions(&mut self, id: RequestId, params: &CodeActionParams) -> io::Result<()> {
        let path = uri::to_path(&params.text_document.uri);
        let found = path.and_then(|path| {
            let (_, root) = self.roots.find(&path)?;
            let scene = Scene { client: self.client, documents: &self.documents, session: &root.session };
            Some(actions::actions(&scene, &path, params.range, &params.context))
        });
        self.out.answer(id, found.unwrap_or_default())
    }

    fn pull(&mut self, id: RequestId, params: DocumentDiagnosticParams) -> io::Result<()> {
        let Some(path) = uri::to_path(&params.text_document.uri) else {
            return self.out.answer(id, super::super::pulls::report(Vec::new(), None));
        };
        self.pulls.push(Pull::Document { id, path, previous: params.previous_result_id });
        self.answer_pulls()
    }

    fn pull_all(&mut self, id: RequestId, params: WorkspaceDiagnosticParams) -> io::Result<()> {
        self.pulls.push(Pull::Workspace { id, previous: params.previous_result_ids });
        self.answer_pulls()
    }

    fn command(&mut self, id: RequestId, params: ExecuteCommandParams) -> io::Result<()> {
        let arguments = params.arguments.unwrap_or_default();
        let file = commands::file(&arguments);
        match (params.command.as_str(), file, commands::position(&arguments)) {
            (commands::EXPLAIN, ..) => self.explain(id, &arguments),
            (commands::WHY, Some(file), Some(at)) => self.ask_why(id, file, at, None),
            (commands::FIX_ALL, Some(file), _) => self.fix_all(id, file),
            (commands::CALL_PATHS, Some(file), Some(at)) => {
                let paths = self
                    .roots
                    .find(&file)
                    .map(|(_, root)| commands::call_paths(&self.roots, &root.session, &file, at, self.client.encoding));
                self.out.answer(id, paths.unwrap_or(Value::Array(Vec::new())))
            }
            (command, ..) if commands::ALL.contains(&command) => {
                self.out.refuse(id, ErrorCode::InvalidParams, format!("`{command}` lacks an argument"))
            }
            (command, ..) => self.out.refuse(id, ErrorCode::InvalidParams, format!("there is no command `{command}`")),
        }
    }

    fn explain(&mut self, id: RequestId, arguments: &[Value]) -> io::Result<()> {
        let page = match self.roots.iter().next() {
            Some((_, root)) => commands::explain(&root.session, arguments),
            None => Err("no folder is open".to_owned()),
        };
        match page {
            Ok(page) => self.out.answer(id, page),
            Err(why) => self.out.refuse(id, ErrorCode::RequestFailed, why),
        }
    }

    fn fix_all(&mut self, id: RequestId, file: PathBuf) -> io::Result<()> {
        let Some((_, root)) = self.roots.find(&file) else {
            return self.out.refuse(id, ErrorCode::RequestFailed, "the file is in no open folder");
        };
        let snapshot = root.session.snapshot(Extent::All);
        self.asked.insert(id.clone());
        self.worker.ask(Ask::Fix { id, snapshot, file });
        Ok(())
    }

    /// Asks the client to apply edits.
    pub(super) fn apply_edit(&mut self, label: &str, folder: &Path, files: Vec<(PathBuf, Vec<gen_lsp_types::TextEdit>)>) -> io::Result<()> {
        let Some(root) = self.roots.get_mut(folder) else { return Ok(()) };
        let scene = Scene { client: self.client, documents: &self.documents, session: &root.session };
        let edit = scene.workspace_edit(files);
        self.out.request("workspace/applyEdit", json!({ "label": label, "edit": edit })).map(drop)
    }
}
