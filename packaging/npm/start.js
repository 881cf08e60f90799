#!/usr/bin/env node
// Starts the binary of the package that npm has installed for this platform, and ends as it does.
"use strict";
const { spawnSync } = require("node:child_process");

function isMusl() {
  const report = process.report && process.report.getReport();
  return process.platform === "linux" && !(report && report.header && report.header.glibcVersionRuntime);
}

function binary() {
  const libc = process.platform === "linux" ? (isMusl() ? "-musl" : "-glibc") : "";
  const name = `async-lint-${process.platform}-${process.arch}${libc}`;
  try {
    return require.resolve(`${name}/async-lint${process.platform === "win32" ? ".exe" : ""}`);
  } catch {
    console.error(`async-lint: the package ${name} is not installed; there is no binary for this platform, or optional dependencies were left out`);
    process.exit(2);
  }
}

const ended = spawnSync(binary(), process.argv.slice(2), { stdio: "inherit" });
if (ended.error) {
  console.error(`async-lint: ${ended.error.message}`);
}
process.exit(ended.status === null ? 2 : ended.status);
