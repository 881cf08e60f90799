import assert from "node:assert/strict";
import { test } from "node:test";
import { rows } from "../paths";

test("each hop leads to its call", () => {
  const hops = [
    { function: "crate::load", uri: "file:///p/a%20b.rs", line: 4 },
    { function: "dep::read", uri: null, line: 7 },
  ];
  assert.deepEqual(rows([{ lint: "blocking-file", message: "`load` reaches `read`", api: "read", hops }]), [
    { label: "`load` reaches `read`", description: "blocking-file", target: undefined },
    { label: "  ↳ crate::load", description: "a b.rs:5", target: { uri: "file:///p/a%20b.rs", line: 4 } },
    { label: "    ↳ dep::read", description: "source not found", target: undefined },
  ]);
});
