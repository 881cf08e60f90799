// Finds the program. Knows files and the environment, nothing of VS Code, so it can be tested without it.

import * as fs from "node:fs";
import * as path from "node:path";

/** Inputs of the search. */
export interface Surroundings {
  /** The setting `async-lint.server.path`; empty to search. */
  readonly setting: string;
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

/** The program's path; `undefined` if there is none. If the setting names no program, no other one is searched. */
export function findBinary(around: Surroundings, isProgram: (file: string) => boolean = isExecutable): string | undefined {
  const setting = around.setting.trim();
  if (setting !== "") {
    const file = setting.startsWith("~/") ? path.join(around.home, setting.slice(2)) : setting;
    return path.isAbsolute(file) && isProgram(file) ? file : undefined;
  }
  const name = around.platform === "win32" ? "async-lint.exe" : "async-lint";
  const delimiter = around.platform === "win32" ? ";" : ":";
  // Skip relative entries such as `.`: they would be searched below the folder that happens to be open.
  const inPath = (around.env["PATH"] ?? "").split(delimiter).filter((folder) => path.isAbsolute(folder));
  const cargo = around.env["CARGO_HOME"] ?? path.join(around.home, ".cargo");
  return [...inPath, path.join(cargo, "bin")].map((folder) => path.join(folder, name)).find(isProgram);
}

function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
