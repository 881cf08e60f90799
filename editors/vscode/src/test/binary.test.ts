import assert from "node:assert/strict";
import { test } from "node:test";
import { findBinary, type Surroundings } from "../binary";

const around: Surroundings = { setting: "", env: { PATH: "/a:.:rel:/b" }, platform: "linux", home: "/home/me" };
const only = (...files: string[]) => (file: string) => files.includes(file);

test("PATH comes first, then cargo's folder", () => {
  assert.equal(findBinary(around, only("/b/async-lint", "/home/me/.cargo/bin/async-lint")), "/b/async-lint");
  assert.equal(findBinary(around, only("/home/me/.cargo/bin/async-lint")), "/home/me/.cargo/bin/async-lint");
  const moved = { ...around, env: { CARGO_HOME: "/cargo" } };
  assert.equal(findBinary(moved, only("/cargo/bin/async-lint")), "/cargo/bin/async-lint");
  assert.equal(findBinary(around, only()), undefined);
});

test("nothing below the folder that is open is started", () => {
  assert.equal(findBinary(around, only("async-lint", "./async-lint", "rel/async-lint")), undefined);
  assert.equal(findBinary({ ...around, setting: "./async-lint" }, () => true), undefined);
});

test("a setting decides, even if it is wrong", () => {
  const set = { ...around, setting: " ~/bin/x " };
  assert.equal(findBinary(set, only("/home/me/bin/x")), "/home/me/bin/x");
  assert.equal(findBinary(set, only("/a/async-lint")), undefined);
});
