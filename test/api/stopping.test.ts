import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

describe("An API whose servers are away", function () {
  this.timeout(60_000);
  const data = mkdtempSync(join(tmpdir(), "mizzen-stopping-"));
  after(() => rmSync(data, { recursive: true, force: true }));

  it("answers, says that it is not ready, and ends in order when it is told to stop", async () => {
    const api = spawn(
      process.execPath,
      ["--import", "tsx", fileURLToPath(new URL("../../api/main.ts", import.meta.url))],
      {
        env: {
          ...process.env,
          PORT: "0",
          MIZZEN_HOST: "127.0.0.1",
          MIZZEN_DATA: data,
          MIZZEN_DRAIN_SECONDS: "1",
          MONGODB_URI: "mongodb://127.0.0.1:1/nothing",
          TEMPORAL_ADDRESS: "127.0.0.1:1",
        },
      },
    );
    let output = "";
    api.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    api.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const closed = once(api, "close");
    while (!/"port":\d+,"msg":"listening"/.test(output)) await sleep(50);
    const url = `http://127.0.0.1:${/"port":(\d+)/.exec(output)?.[1]}`;
    assert.equal((await fetch(`${url}/healthz`)).status, 200);
    assert.equal((await fetch(`${url}/readyz`)).status, 503);
    api.kill("SIGTERM");
    assert.deepEqual(await closed, [0, null], output);
    assert.match(output, /"msg":"stopped"\}\n$/);
  });
});
