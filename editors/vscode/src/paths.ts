// Call paths as a list to choose from. Knows the server's answers, nothing of VS Code.

/** One hop: the call inside a fn. */
export interface Hop {
  readonly function: string;
  /** `null` if the file is not on this machine. */
  readonly uri: string | null;
  /** Counted from 0. */
  readonly line: number;
}

/** One finding with its hops, nearest first. */
export interface CallPath {
  readonly lint: string;
  readonly message: string;
  readonly api: string;
  readonly hops: readonly Hop[];
}

/** One row of the list. */
export interface Row {
  readonly label: string;
  readonly description: string;
  readonly target: { readonly uri: string; readonly line: number } | undefined;
}

/** All hops of all paths, each path under what it reaches. */
export function rows(paths: readonly CallPath[]): Row[] {
  return paths.flatMap((one) => [
    { label: one.message, description: one.lint, target: undefined },
    ...one.hops.map((hop, depth) => ({
      label: `${"  ".repeat(depth + 1)}↳ ${hop.function}`,
      description: hop.uri === null ? "source not found" : `${fileName(hop.uri)}:${hop.line + 1}`,
      target: hop.uri === null ? undefined : { uri: hop.uri, line: hop.line },
    })),
  ]);
}

function fileName(uri: string): string {
  const last = uri.split("/").pop() ?? uri;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
