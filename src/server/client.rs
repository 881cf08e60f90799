//! Capabilities of the client and of the server.

use super::commands;
use super::lines::Encoding;
use gen_lsp_types::{
    ChangeNotifications, CodeActionKind, CodeActionOptions, CodeActionProvider, DiagnosticOptions, DiagnosticProvider,
    ExecuteCommandOptions, HoverProvider, InitializeParams, InitializeResult, Save, ServerCapabilities, ServerInfo, TextDocumentSync,
    TextDocumentSyncKind, TextDocumentSyncOptions, WorkspaceFoldersServerCapabilities, WorkspaceOptions,
};
use serde_json::Value;

/// Capabilities of the client that matter to the server.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a capability of the protocol")]
pub(super) struct Client {
    pub(super) encoding: Encoding,
    /// It pulls diagnostics; otherwise they are pushed.
    pub(super) pulls: bool,
    pub(super) refreshes: bool,
    pub(super) progress: bool,
    /// It accepts edits with the version of the document that they apply to.
    pub(super) versioned_edits: bool,
    pub(super) registers_watchers: bool,
    /// It answers `workspace/configuration` requests.
    pub(super) has_configuration: bool,
}

impl Client {
    pub(super) fn of(params: &InitializeParams) -> Self {
        let capabilities = &params.capabilities;
        // Pointers into one JSON tree are shorter than twenty nested `Option`s.
        let tree = serde_json::to_value(capabilities).unwrap_or(Value::Null);
        let is = |pointer: &str| tree.pointer(pointer).is_some_and(|value| value.as_bool() == Some(true));
        let offered = capabilities.general.as_ref().and_then(|general| general.position_encodings.as_deref()).unwrap_or_default();
        Self {
            encoding: Encoding::choose(offered),
            pulls: tree.pointer("/textDocument/diagnostic").is_some_and(Value::is_object),
            refreshes: is("/workspace/diagnostics/refreshSupport"),
            progress: is("/window/workDoneProgress"),
            versioned_edits: is("/workspace/workspaceEdit/documentChanges"),
            registers_watchers: is("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            has_configuration: is("/workspace/configuration"),
        }
    }

    /// The answer to `initialize`.
    pub(super) fn answer(self) -> InitializeResult {
        let sync = TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::Incremental),
            save: Some(Save::Bool(true)),
            ..TextDocumentSyncOptions::default()
        };
        let kinds = vec![CodeActionKind::QuickFix, CodeActionKind::SourceFixAll];
        let actions = CodeActionOptions { code_action_kinds: Some(kinds), ..CodeActionOptions::default() };
        let commands = commands::ALL.map(str::to_owned).to_vec();
        let diagnostics = DiagnosticOptions {
            identifier: Some("async-lint".to_owned()),
            inter_file_dependencies: true,
            workspace_diagnostics: true,
            ..DiagnosticOptions::default()
        };
        let folders =
            WorkspaceFoldersServerCapabilities { supported: Some(true), change_notifications: Some(ChangeNotifications::Bool(true)) };
        InitializeResult {
            capabilities: ServerCapabilities {
                position_encoding: Some(self.encoding.kind()),
                text_document_sync: Some(TextDocumentSync::Options(sync)),
                hover_provider: Some(HoverProvider::Bool(true)),
                code_action_provider: Some(CodeActionProvider::CodeActionOptions(actions)),
                execute_command_provider: Some(ExecuteCommandOptions { commands, ..ExecuteCommandOptions::default() }),
                diagnostic_provider: self.pulls.then_some(DiagnosticProvider::DiagnosticOptions(diagnostics)),
                workspace: Some(WorkspaceOptions { workspace_folders: Some(folders), ..WorkspaceOptions::default() }),
                ..ServerCapabilities::default()
            },
            server_info: Some(ServerInfo { name: "async-lint".to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) }),
        }
    }
}
