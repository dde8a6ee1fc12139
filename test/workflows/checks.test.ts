import assert from "node:assert/strict";
import { WorkflowUpdateFailedError } from "@temporalio/client";
import { findCase } from "../../store/cases.ts";
import type { Json } from "../../yawl/model/json.ts";
import { CaseBed, specificationOf } from "./case-bed.ts";

const SPECIFICATION = `
mizzen: 1
id: checks
version: "1"
types:
  Line: { type: object, required: [name], properties: { name: { type: string, pattern: "^(\\\\w+ ?)+$" } } }
data: { lines: array, words: array }
start: s
tasks:
  s:
    offer: { roles: [clerk] }
    output:
      lines: { type: array, uniqueItems: true, items: { $ref: Line } }
      words: { type: array, items: { type: string, pattern: "^(.*a){800}$" } }
    next: end
`;

const lines = (count: number, name: (index: number) => string): Json =>
  Array.from({ length: count }, (_, index) => ({ name: name(index) }));

describe("Checks of data in the case workflow", function () {
  this.timeout(120_000);
  let bed: CaseBed;

  before(async function () {
    const opened = await CaseBed.open();
    if (!opened) return this.skip();
    bed = opened;
    await bed.person("alice@acme.com", ["clerk"]);
  });

  after(async () => {
    await (bed as CaseBed | undefined)?.close();
  });

  it("come to an end, whatever the type asks for: the command is refused, and the item can be completed", async () => {
    const running = await bed.launch(specificationOf(SPECIFICATION));
    await running.give(1, "alice@acme.com", { type: "claim" });
    await running.give(1, "alice@acme.com", { type: "start" });
    const refused = async (data: Record<string, Json>, pattern: RegExp): Promise<void> => {
      const before = performance.now();
      await assert.rejects(
        running.give(1, "alice@acme.com", { type: "complete", data }),
        (error) => error instanceof WorkflowUpdateFailedError && pattern.test(String(error.cause?.message)),
      );
      assert.ok(performance.now() - before < 10_000);
    };
    await refused({ lines: lines(2_501, (n) => `line ${n % 2_500}`), words: [] }, /same entry twice/);
    await refused({ lines: lines(1, () => `${"a".repeat(28)}!`), words: [] }, /must match the pattern/);
    const words = Array.from({ length: 2_000 }, () => `${"a".repeat(500)}!`);
    await refused({ lines: [], words }, /too much work/);
    const data = { lines: lines(2_500, (n) => `line ${n}`), words: [] };
    await running.give(1, "alice@acme.com", { type: "complete", data });
    await running.handle.result();
    assert.equal((await findCase(running.id))?.state, "completed");
  });
});
