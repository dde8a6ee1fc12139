import assert from "node:assert/strict";
import { Line } from "../../workflows/line.ts";
import { difference } from "../../workflows/outside/difference.ts";
import type { Pending } from "../../yawl/case/pending.ts";

describe("the line of a case's inputs", () => {
  it("does at once what comes while nobody looks for people", () => {
    const line = new Line(() => undefined);
    const done: number[] = [];
    line.enter(() => done.push(1));
    assert.deepEqual(done, [1]);
    assert.ok(line.isFree);
  });

  it("lets all of them wait while people are looked for, and then go on in the order in which they came", async () => {
    let found = (): void => {};
    let busy: Promise<void> | undefined = new Promise<void>((resolve) => {
      found = () => {
        busy = undefined;
        resolve();
      };
    });
    const line = new Line(() => busy);
    const done: string[] = [];
    const note = (what: string): void => void done.push(what);
    const first = line.turn(() => note("command"));
    line.enter(() => note("outcome"));
    // the second command makes items that look for people again
    const again = line.turn(() => {
      note("makes items");
      busy = new Promise<void>((resolve) => {
        found = () => {
          busy = undefined;
          resolve();
        };
      });
    });
    line.enter(() => note("last"));
    await Promise.resolve();
    assert.deepEqual(done, []);
    assert.ok(!line.isFree);
    found();
    await Promise.all([first, again]);
    line.enter(() => note("later"));
    assert.deepEqual(done, ["command", "outcome", "makes items"]);
    found();
    await new Promise((resolve) => void setTimeout(resolve, 1));
    assert.deepEqual(done, ["command", "outcome", "makes items", "last", "later"]);
    assert.ok(line.isFree);
  });

  it("answers whoever waits with what was thrown", async () => {
    const line = new Line(() => undefined);
    await assert.rejects(
      line.turn(() => {
        throw new Error("refused");
      }),
      /refused/,
    );
  });
});

describe("the difference of what is outstanding", () => {
  const call = (item: string): Pending => ({ kind: "call", item, number: 1 });

  it("is what began and what ended; what was replaced did both", () => {
    const [a, b, c] = [call("a"), call("b"), call("c")];
    const other = call("b");
    assert.deepEqual(difference({ a, b }, { a, b: other, c }), { stopped: [b], started: [other, c] });
    assert.deepEqual(difference({}, { a }), { stopped: [], started: [a] });
    assert.deepEqual(difference({ a }, {}), { stopped: [a], started: [] });
    assert.deepEqual(difference({ a }, { a }), { stopped: [], started: [] });
  });
});
