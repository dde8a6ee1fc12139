#!/usr/bin/env node
// The command `mizzen`: runs cli/main.ts from the sources. In a fresh clone it installs what is missing first.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const entry = new URL("main.ts", import.meta.url);
const tsx = await import("tsx/esm/api").catch((error) => {
  if (error.code === "ERR_MODULE_NOT_FOUND") return undefined;
  throw error;
});
if (tsx) {
  tsx.register();
  await import(entry.href);
} else {
  const bootstrap = fileURLToPath(new URL("../dev/bootstrap.mjs", import.meta.url));
  const child = spawn(process.execPath, [bootstrap, fileURLToPath(entry), ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  child.on("exit", (code) => (process.exitCode = code ?? 1));
}
