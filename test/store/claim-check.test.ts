import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { defaultPayloadConverter } from "@temporalio/common";
import { claimCheckCodec, LOCAL } from "../../store/claim-check.ts";

describe("The claim check", () => {
  const shelf = new Map<string, Uint8Array>();
  let saves = 0;
  const kept = {
    save: async (name: string, bytes: Uint8Array) => {
      saves += 1;
      shelf.set(name, bytes);
    },
    has: async (name: string) => shelf.has(name),
    load: async (name: string) => shelf.get(name) ?? assert.fail(`${name} was not stored`),
  };
  const codec = claimCheckCodec(kept);
  const payloadOf = (value: unknown) => defaultPayloadConverter.toPayload(value);
  const large = "rope ".repeat(2_000);

  afterEach(() => {
    shelf.clear();
    saves = 0;
  });

  it("stores a large payload once and leaves its name", async () => {
    const payload = payloadOf({ large });
    const [first, second] = await codec.encode([payload, payload]);
    assert.ok(first && second);
    assert.ok((first.data?.length ?? 0) < 100);
    assert.equal(shelf.size, 1);
    const [back] = await codec.decode([first]);
    assert.ok(back);
    assert.deepEqual(defaultPayloadConverter.fromPayload(back), { large });
  });

  it("leaves small payloads, and what only a local activity gets, as they are", async () => {
    const payloads = [payloadOf({ small: true }), payloadOf({ ...LOCAL, change: { large } })];
    assert.deepEqual(await codec.encode(payloads), payloads);
    assert.equal(shelf.size, 0);
  });

  it("is stored once however many want it at the same time, and asked for again only after a moment", async () => {
    const payload = payloadOf({ many: large });
    await Promise.all(Array.from({ length: 10 }, () => codec.encode([payload])));
    assert.equal(saves, 1);
    shelf.clear();
    await codec.encode([payload]);
    assert.equal(saves, 1);
  });

  it("is stored again where the store has lost it while the process goes on, and not where it has it", async () => {
    const careful = claimCheckCodec(kept, 1);
    const payload = payloadOf({ lost: large });
    const [first] = await careful.encode([payload]);
    await sleep(10);
    await careful.encode([payload]);
    assert.equal(saves, 1);
    shelf.clear();
    await sleep(10);
    assert.deepEqual(await careful.encode([payload]), [first]);
    assert.deepEqual([saves, shelf.size], [2, 1]);
    // so does what came from the store and is sent on
    const reader = claimCheckCodec(kept, 1);
    const [read] = await reader.decode([first ?? assert.fail()]);
    shelf.clear();
    await reader.encode([read ?? assert.fail()]);
    assert.equal(shelf.size, 1);
  });

  it("that could not be stored is stored at the next try", async () => {
    let isAway = true;
    const unsteady = claimCheckCodec({
      ...kept,
      save: async (name, bytes) => {
        if (isAway) throw new Error("away");
        await kept.save(name, bytes);
      },
    });
    const payload = payloadOf({ unsteady: large });
    await assert.rejects(unsteady.encode([payload]), /away/);
    isAway = false;
    await unsteady.encode([payload]);
    assert.equal(shelf.size, 1);
  });
});
