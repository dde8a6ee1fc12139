import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The program that ends a command when this process is gone; see its comment. */
export const GUARD = fileURLToPath(new URL("guard.mjs", import.meta.url));

/** How a command ended. */
export interface RunResult {
  /** Undefined when it could not be started, or was ended by a signal or the time limit. */
  readonly code: number | undefined;
  /** The end of what it wrote, both streams. */
  readonly output: string;
}

const KEPT_CHARACTERS = 20_000;

/** The first executable file of that name in the folders of PATH. */
export function findOnPath(name: string, path: string | undefined = process.env["PATH"]): string | undefined {
  for (const folder of (path ?? "").split(delimiter)) {
    if (folder === "") continue;
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      if (statSync(file).isFile()) return file;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

/** Runs a command to its end, quietly; it does not outlive this process. */
export function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; timeoutMs: number },
): Promise<RunResult> {
  return new Promise((resolve) => {
    let output = "";
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString("utf8")).slice(-KEPT_CHARACTERS);
    };
    const child = spawn(process.execPath, [GUARD, command, ...args], {
      detached: true,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      timeout: options.timeoutMs,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    child.on("error", (error) => resolve({ code: undefined, output: error.message }));
    child.on("close", (code) => resolve({ code: code ?? undefined, output: output.trim() }));
  });
}

/** What a program says to `--version`, or undefined when it cannot run here (not for this machine, a broken shim). */
export function versionOf(program: string): string | undefined {
  const result = spawnSync(program, ["--version"], { encoding: "utf8", timeout: 15_000 });
  return result.status === 0 ? `${result.stdout}${result.stderr}`.trim() : undefined;
}

/** The last lines of a command's output, for a message. */
export function lastLines(output: string, lines = 4): string {
  return output.split("\n").slice(-lines).join("\n").trim();
}
