import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Admission, PER_CASE, WAITING_PER_CASE } from "../../api/admission.ts";
import { Problem } from "../../api/http/problem.ts";

const later = (): number => Date.now() + 5_000;

describe("admission of commands", () => {
  it("lets one command at a time to an item, and hands on what it left", async () => {
    const admission = new Admission<string>();
    let inside = 0;
    const seen = await Promise.all(
      [1, 2, 3].map(async (number) =>
        admission.run({ caseId: "c", item: "i", deadline: later() }, async ({ waited, latest }) => {
          inside += 1;
          assert.equal(inside, 1);
          await sleep(5);
          inside -= 1;
          return { result: `${waited}:${latest ?? ""}`, latest: `left by ${number}` };
        }),
      ),
    );
    assert.deepEqual(seen, ["false:", "true:left by 1", "true:left by 2"]);
  });

  it("hands on nothing after a failure", async () => {
    const admission = new Admission<string>();
    const deadline = later();
    const [first, second] = await Promise.allSettled([
      admission.run({ caseId: "c", item: "i", deadline }, async () => {
        await sleep(5);
        throw new Error("no answer");
      }),
      admission.run({ caseId: "c", item: "i", deadline }, async ({ waited, latest }) => ({
        result: [waited, latest],
      })),
    ]);
    assert.equal(first.status, "rejected");
    assert.deepEqual(second.status === "fulfilled" && second.value, [true, undefined]);
  });

  it("lets a few commands at a time to a case, in the order in which they came", async () => {
    const admission = new Admission<string>();
    let inside = 0;
    let most = 0;
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 20 }, async (_, number) =>
        admission.run({ caseId: "c", item: `i${number}`, deadline: later() }, async () => {
          order.push(number);
          most = Math.max(most, (inside += 1));
          await sleep(2);
          inside -= 1;
          return { result: undefined };
        }),
      ),
    );
    assert.equal(most, PER_CASE);
    assert.deepEqual(
      order,
      [...order].toSorted((a, b) => a - b),
    );
  });

  it("does not let cases wait for one another", async () => {
    const admission = new Admission<string>();
    const release = new AbortController();
    const held = admission.run({ caseId: "slow", item: "i", deadline: later() }, async () => {
      await new Promise((resolve) => release.signal.addEventListener("abort", resolve));
      return { result: "slow" };
    });
    assert.equal(
      await admission.run({ caseId: "quick", item: "j", deadline: later() }, async () => ({
        result: "quick",
      })),
      "quick",
    );
    release.abort();
    assert.equal(await held, "slow");
  });

  it("turns away who waits too long, and whom there is no room for", async () => {
    const admission = new Admission<string>();
    const release = new EventEmitter();
    const released = once(release, "open");
    const command = async () => {
      await released;
      return { result: undefined };
    };
    const deadline = later();
    const held = Array.from({ length: WAITING_PER_CASE - 1 }, async (_, number) =>
      admission.run({ caseId: "c", item: `i${number}`, deadline }, command),
    );
    const isUnavailable = (error: unknown): boolean => error instanceof Problem && error.status === 503;
    await assert.rejects(
      admission.run({ caseId: "c", item: "i0", deadline: Date.now() + 10 }, command),
      isUnavailable,
    );
    const last = admission.run({ caseId: "c", item: "last", deadline }, command);
    await assert.rejects(
      admission.run({ caseId: "c", item: "one too many", deadline }, command),
      isUnavailable,
    );
    release.emit("open");
    await Promise.all([...held, last]);
    assert.equal(
      await admission.run({ caseId: "c", item: "i0", deadline }, async ({ waited }) => ({ result: waited })),
      false,
    );
  });
});
