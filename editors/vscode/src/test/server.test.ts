// A real server, over the connection that the extension uses.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";

const binary = process.env["ASYNC_LINT"];

test("the server knows the commands of the extension", { skip: binary === undefined && "ASYNC_LINT names no program" }, async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "async-lint-"));
  const file = path.join(folder, "a.rs");
  const text = "async fn f() { std::thread::sleep(std::time::Duration::from_secs(1)); }\n";
  fs.writeFileSync(file, text);
  const uri = pathToFileURL(file).toString();
  const child = spawn(binary as string, ["--no-cache", "server"], { stdio: ["pipe", "pipe", "inherit"] });
  const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  connection.listen();
  const found = new Promise<{ diagnostics: { code: string }[] }>((resolve) => {
    connection.onNotification("textDocument/publishDiagnostics", resolve);
  });
  const folders = [{ uri: pathToFileURL(folder).toString(), name: "test" }];
  const result: { capabilities: { executeCommandProvider: { commands: string[] } } } = await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: null,
    capabilities: {},
    workspaceFolders: folders,
    initializationOptions: { select: [], ignore: [], levels: {}, minLevel: null, exclude: [], tests: false, noDeps: true },
  });
  const known = result.capabilities.executeCommandProvider.commands;
  const source = fs.readFileSync(path.join(__dirname, "..", "..", "src", "extension.ts"), "utf8");
  for (const [, command] of source.matchAll(/ask<.*>\("(async-lint\.\w+)"/g)) {
    assert.ok(known.includes(command as string), command);
  }
  await connection.sendNotification("initialized", {});
  await connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId: "rust", version: 1, text } });
  assert.deepEqual((await found).diagnostics.map((one) => one.code), ["blocking-sleep"]);
  await connection.sendRequest("shutdown");
  await connection.sendNotification("exit");
  assert.equal(await new Promise((resolve) => child.on("exit", resolve)), 0);
  connection.dispose();
  fs.rmSync(folder, { recursive: true });
});
