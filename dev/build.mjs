// npm run build: compiles what production runs to dist/, with the workflow bundle, the pages that the API serves, and a note of
// what it was made of.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { digestOf, FOLDERS, STAMP } from "./sources.mjs";

const PROJECT = dirname(dirname(fileURLToPath(import.meta.url)));
const DIST = join(PROJECT, "dist");

rmSync(DIST, { recursive: true, force: true });
const digest = digestOf(PROJECT);
const tsc = join(PROJECT, "node_modules", "typescript", "bin", "tsc");
const { status } = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], {
  cwd: PROJECT,
  stdio: "inherit",
});
if (status !== 0) process.exit(status ?? 1);

for (const folder of FOLDERS) {
  cpSync(join(PROJECT, folder), join(DIST, folder), {
    recursive: true,
    filter: (file) => extname(file) !== ".ts",
  });
}
const { name, version, type } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8"));
writeFileSync(join(DIST, "package.json"), `${JSON.stringify({ name, version, type, private: true })}\n`);

const { makeBundle, BUNDLE } = await import(pathToFileURL(join(DIST, "worker", "bundle.js")).href);
const { code } = await makeBundle({ warn: console.warn, error: console.error });
mkdirSync(dirname(BUNDLE), { recursive: true });
writeFileSync(BUNDLE, code);

writeFileSync(join(DIST, `${STAMP}.new`), `${digest}\n`);
renameSync(join(DIST, `${STAMP}.new`), join(DIST, STAMP));
console.log("dist/ is made: npm run worker and npm run api run it");
