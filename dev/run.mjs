// node dev/run.mjs worker|api|rebuild: runs the process from dist/ when `npm run build` made it of the sources that are there, else from
// the sources.
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { whatToRun } from "./sources.mjs";

const PROJECT = dirname(dirname(fileURLToPath(import.meta.url)));
const ENTRIES = { worker: "worker/main", api: "api/main", rebuild: "api/rebuild" };
const [name] = process.argv.slice(2);
const entry = Object.hasOwn(ENTRIES, name ?? "") ? ENTRIES[name] : undefined;
if (entry === undefined) {
  console.error(`usage: node dev/run.mjs ${Object.keys(ENTRIES).join("|")}`);
  process.exit(1);
}

// A connector in TypeScript needs what loads TypeScript, and the same modules as the rest.
const needsSources = /\.[mc]?ts\b/.test(process.env.MIZZEN_CONNECTORS ?? "");
const what = needsSources ? "sources" : whatToRun(PROJECT);
if (what === "compiled") {
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(join(PROJECT, "dist", `${entry}.js`)).href);
} else {
  if (what === "changed")
    console.error("dist/ was made of other sources (npm run build makes it anew): running the sources");
  await import("tsx");
  await import(pathToFileURL(join(PROJECT, `${entry}.ts`)).href);
}
