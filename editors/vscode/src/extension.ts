// Starts the server and adds the commands that need an editor. Only the server knows the code.

import * as os from "node:os";
import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";
import { findBinary } from "./binary";
import { type CallPath, rows } from "./paths";

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const command = (name: string, run: () => Promise<void>): void => {
    const guarded = (): Thenable<void> =>
      run().catch((error: unknown) => void vscode.window.showErrorMessage(`async-lint: ${String(error)}`));
    context.subscriptions.push(vscode.commands.registerCommand(`async-lint.client.${name}`, guarded));
  };
  command("explain", explain);
  command("why", why);
  command("fixAll", fixAll);
  command("callPaths", callPaths);
  command("restart", async () => {
    await stop();
    await start();
  });
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("async-lint.server")) {
        void vscode.commands.executeCommand("async-lint.client.restart");
      }
    }),
  );
  await start();
}

export function deactivate(): Promise<void> {
  return stop();
}

async function start(): Promise<void> {
  const setting = vscode.workspace.getConfiguration("async-lint").get<string>("server.path", "");
  const binary = findBinary({ setting, env: process.env, platform: process.platform, home: os.homedir() });
  if (binary === undefined) {
    const problem = setting === "" ? "the program is neither in PATH nor in cargo's bin folder" : `${setting} is no program`;
    const choice = await vscode.window.showErrorMessage(`async-lint: ${problem}`, "Open settings");
    if (choice !== undefined) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "async-lint.server.path");
    }
    return;
  }
  const server: ServerOptions = { command: binary, args: ["server"] };
  const options: LanguageClientOptions = {
    documentSelector: [{ scheme: "file", language: "rust" }],
    initializationOptions: settings(),
    middleware: {
      workspace: {
        // The section also has settings of the extension, which the server does not know.
        configuration: (params) => params.items.map((item) => (item.section === "async-lint" ? settings() : null)),
      },
    },
  };
  client = new LanguageClient("async-lint", "async-lint", server, options);
  await client.start();
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  await running?.stop();
}

/** The settings that the server knows. */
function settings(): Record<string, unknown> {
  const all = vscode.workspace.getConfiguration("async-lint");
  const names = ["select", "ignore", "levels", "minLevel", "exclude", "tests", "noDeps"];
  return Object.fromEntries(names.map((name) => [name, all.get(name)]));
}

function ask<T>(command: string, ...args: unknown[]): Promise<T> {
  if (client === undefined) {
    return Promise.reject(new Error("the server is not running"));
  }
  return client.sendRequest<T>("workspace/executeCommand", { command, arguments: args });
}

function here(): { editor: vscode.TextEditor; uri: string; position: { line: number; character: number } } {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || client === undefined) {
    throw new Error(client === undefined ? "the server is not running" : "no file is open");
  }
  const { line, character } = editor.selection.active;
  return { editor, uri: client.code2ProtocolConverter.asUri(editor.document.uri), position: { line, character } };
}

async function show(markdown: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: "markdown", content: markdown });
  await vscode.commands.executeCommand("markdown.showPreview", document.uri);
}

async function explain(): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const found = editor === undefined ? [] : vscode.languages.getDiagnostics(editor.document.uri);
  const ours = found.filter((one) => one.source === "async-lint" && editor !== undefined && one.range.contains(editor.selection.active));
  const codes = ours.map((one) => (typeof one.code === "object" ? String(one.code.value) : String(one.code)));
  const lint = codes[0] ?? (await vscode.window.showInputBox({ prompt: "Lint", placeHolder: "blocking-sleep" }));
  if (lint !== undefined) {
    await show(await ask<string>("async-lint.explain", lint));
  }
}

async function why(): Promise<void> {
  const { uri, position } = here();
  const answer = await ask<string | null>("async-lint.why", uri, position);
  await show(answer === null || answer === "" ? "There is no call on this line." : answer);
}

async function fixAll(): Promise<void> {
  const { uri } = here();
  const { files } = await ask<{ files: number }>("async-lint.fixAll", uri);
  if (files === 0) {
    void vscode.window.showInformationMessage("async-lint: there is nothing to fix safely in this file");
  }
}

async function callPaths(): Promise<void> {
  const { uri, position } = here();
  const list = rows(await ask<CallPath[]>("async-lint.callPaths", uri, position));
  if (list.length === 0) {
    void vscode.window.showInformationMessage("async-lint: there is no finding on this line");
    return;
  }
  const chosen = await vscode.window.showQuickPick(list, { placeHolder: "Go to a call" });
  if (chosen?.target !== undefined) {
    const at = new vscode.Position(chosen.target.line, 0);
    await vscode.window.showTextDocument(vscode.Uri.parse(chosen.target.uri), { selection: new vscode.Range(at, at) });
  }
}
