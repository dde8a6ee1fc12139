// What `npm run build` compiles, and whether dist/ is made of what is there now. Plain JavaScript: it also runs where the
// development dependencies are not installed.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Folders that are compiled; `include` of tsconfig.build.json. */
export const FOLDERS = ["activities", "api", "keys", "logging", "store", "worker", "workflows", "yawl"];
/** Files besides them that say how, or with which libraries. */
const SETTINGS = ["package-lock.json", "tsconfig.json", "tsconfig.build.json"];
/** In dist/: the digest of what it was made of. Written last, so that half a build is none. */
export const STAMP = "made-of.txt";

/** SHA-256 over the names and contents of everything that is compiled: dates say nothing after a checkout or a copy. */
export function digestOf(project) {
  const hash = createHash("sha256");
  for (const folder of FOLDERS) {
    const names = readdirSync(join(project, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
      .toSorted();
    for (const name of names) hash.update(`${name.slice(project.length)}\n`).update(readFileSync(name));
  }
  for (const name of SETTINGS) hash.update(`${name}\n`).update(readFileSync(join(project, name)));
  return hash.digest("hex");
}

/** `compiled`: run dist/. `sources`: there is none. `changed`: there is one, of other sources than these. */
export function whatToRun(project) {
  const stamp = join(project, "dist", STAMP);
  if (!existsSync(stamp)) return "sources";
  // An image that holds nothing but dist/ has nothing that could have changed.
  if (!existsSync(join(project, "yawl"))) return "compiled";
  return readFileSync(stamp, "utf8").trim() === digestOf(project) ? "compiled" : "changed";
}
