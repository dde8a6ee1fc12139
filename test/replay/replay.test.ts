import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DefaultLogger, Runtime, Worker } from "@temporalio/worker";
import { pino } from "pino";
import { workflowBundle } from "../../worker/bundle.ts";
import { readHistory, readHistoryText, type StoredHistory } from "./history-file.ts";
import { STORIES } from "./stories.ts";

const FOLDER = new URL("histories/", import.meta.url);

describe("Stored histories replay with the code as it is now", function () {
  this.timeout(60_000);

  before(() => {
    try {
      Runtime.install({ logger: new DefaultLogger("ERROR") });
    } catch {
      // another test installed it
    }
  });

  for (const { name, file } of STORIES) {
    it(name, async () => {
      await replay(await readHistory(new URL(file, FOLDER)));
    });
  }

  it("every stored history has its story", async () => {
    const files = await readdir(FOLDER);
    assert.deepEqual(files.toSorted(), STORIES.map(({ file }) => file).toSorted());
  });

  it("a history that the code would not have made is found out", async () => {
    const text = await readFile(new URL("human-process.json", FOLDER), "utf8");
    // markers of another kind are not what the projection asked for
    const changed = text.replaceAll("core_local_activity", "somebody_elses_marker");
    assert.notEqual(changed, text);
    await assert.rejects(replay(readHistoryText(changed)));
  });

  async function replay(history: StoredHistory): Promise<void> {
    const bundle = await workflowBundle(path.join(tmpdir(), "mizzen-test"), pino({ level: "silent" }));
    await Worker.runReplayHistory({ workflowBundle: bundle }, history, "case");
  }
});
