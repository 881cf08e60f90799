import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { test } from "node:test";

const root = path.join(__dirname, "..", "..");
const manifest = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
const source = fs.readFileSync(path.join(root, "src", "extension.ts"), "utf8");

test("commands are declared and registered", () => {
  const declared = manifest.contributes.commands.map((one: { command: string }) => one.command).sort();
  const registered = [...source.matchAll(/^ {2}command\("(\w+)"/gm)].map((match) => `async-lint.client.${match[1]}`).sort();
  assert.deepEqual(registered, declared);
});

test("settings that are sent are declared, and a workspace names no program", () => {
  const declared = manifest.contributes.configuration.properties;
  const sent = /const names = \[(.*)\]/.exec(source)?.[1]?.match(/\w+/g) ?? [];
  assert.ok(sent.length > 5);
  for (const name of sent) {
    assert.ok(`async-lint.${name}` in declared, name);
  }
  assert.equal(declared["async-lint.server.path"].scope, "machine");
});
