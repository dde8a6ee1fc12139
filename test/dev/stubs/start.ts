import { fileURLToPath } from "node:url";
import { runMizzen } from "../../../dev/supervisor.ts";

// `npm start` with the stubs in place of the worker and the API.
const beside = (name: string): readonly string[] => [
  "--import",
  "tsx",
  fileURLToPath(new URL(name, import.meta.url)),
];
process.exit(
  await runMizzen({
    dataFolder: process.env["MIZZEN_DATA"] ?? "",
    worker: beside("worker.ts"),
    api: beside("api.ts"),
    loadExamples: () => Promise.resolve(),
  }),
);
