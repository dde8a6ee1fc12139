import { fileURLToPath } from "node:url";
import { makeFilesPrivate } from "../keys/data-folder.ts";
import { runMizzen } from "./supervisor.ts";

const inProject = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

makeFilesPrivate();

// `npm start`: Temporal, MongoDB, the worker and the API, until SIGTERM or Ctrl-C.
process.exitCode = await runMizzen({
  dataFolder: process.env["MIZZEN_DATA"] || inProject(".mizzen/data"),
  worker: [inProject("dev/run.mjs"), "worker"],
  api: [inProject("dev/run.mjs"), "api"],
  loadExamples: async (options) => {
    const { loadExamples } = await import("./examples.ts");
    await loadExamples(options);
  },
});
// Timers and sockets of a hurried stop may be left.
process.exit();
