/** The workflow bundle: all of `workflows/` and `yawl/` in one script, made when its sources have changed. */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { bundleWorkflowCode, type WorkflowBundle } from "@temporalio/worker";
import type { Logger } from "pino";

/** The folder of the sources, or `dist/`. */
const PROJECT = path.resolve(fileURLToPath(import.meta.url), "../..");
/** `.ts`, or `.js` in `dist/`. */
const EXTENSION = path.extname(fileURLToPath(import.meta.url));

/** The bundle that `npm run build` makes. */
export const BUNDLE: string = path.join(PROJECT, "workflows.bundle.js");

const LIBRARIES = ["fontoxpath", "slimdom", "@cfworker/json-schema", "@eslint-community/regexpp", "jsonata"];

/**
 * What is loaded once for all workflows of a thread instead of once for each: the core and its libraries. They keep
 * nothing of a workflow; what they cache (parsed expressions, decisions of OR-joins) is the same answer for everybody.
 */
const SHARED = [...LIBRARIES, path.join(PROJECT, `yawl/case/advance${EXTENSION}`)];

/** @returns the bundle; kept in `folder` under a name made of its sources and libraries, so that a restart is quick */
export async function workflowBundle(folder: string, log: Logger): Promise<WorkflowBundle> {
  // the build made it with the rest of dist/, of the same sources
  if (EXTENSION === ".js") return { code: await readFile(BUNDLE, "utf8") };
  const name = `workflows-${await fingerprint()}.js`;
  const file = path.join(folder, "bundles", name);
  try {
    return { code: await readFile(file, "utf8") };
  } catch {
    log.info("bundling the workflows");
  }
  const bundle = await makeBundle(log);
  await mkdir(path.dirname(file), { recursive: true });
  // written aside first: two workers may start at once, and a half-written bundle must never be read
  const aside = `${file}.${process.pid}`;
  await writeFile(aside, bundle.code);
  await rename(aside, file);
  return bundle;
}

/** Bundles the workflows as they are now; takes seconds. */
export async function makeBundle(log: Pick<Logger, "warn" | "error">): Promise<WorkflowBundle> {
  return await bundleWorkflowCode({
    workflowsPath: path.join(PROJECT, `workflows/index${EXTENSION}`),
    preloadModules: SHARED,
    logger: quiet(log),
  });
}

/** SHA-256 over every source file of the bundle and the versions of the libraries in it. */
async function fingerprint(): Promise<string> {
  const hash = createHash("sha256");
  const require = createRequire(import.meta.url);
  for (const library of ["@temporalio/workflow", ...LIBRARIES]) {
    hash.update(`${library}@${await versionOf(require, library)}\n`);
  }
  for (const folder of ["workflows", "yawl"]) {
    const files = await readdir(path.join(PROJECT, folder), { recursive: true });
    for (const file of files.filter((each) => each.endsWith(".ts")).toSorted()) {
      hash.update(`${folder}/${file}\n`);
      hash.update(await readFile(path.join(PROJECT, folder, file)));
    }
  }
  return hash.digest("hex").slice(0, 20);
}

async function versionOf(require: NodeJS.Require, library: string): Promise<string> {
  for (const base of require.resolve.paths(library) ?? []) {
    try {
      const manifest: unknown = JSON.parse(await readFile(path.join(base, library, "package.json"), "utf8"));
      if (typeof manifest === "object" && manifest && "version" in manifest) return String(manifest.version);
    } catch {
      // not in this folder
    }
  }
  return "unknown";
}

/** The bundler reports its progress in many lines; only what is wrong is of interest. */
function quiet(
  log: Pick<Logger, "warn" | "error">,
): NonNullable<Parameters<typeof bundleWorkflowCode>[0]["logger"]> {
  const nothing = (): void => undefined;
  return {
    log: nothing,
    trace: nothing,
    debug: nothing,
    info: nothing,
    warn: (message) => log.warn(message),
    error: (message) => log.error(message),
  };
}
