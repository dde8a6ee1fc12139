import assert from "node:assert/strict";
import { defaultPayloadConverter } from "@temporalio/common";
import { claimCheckCodec, LOCAL } from "../../store/claim-check.ts";

describe("The claim check", () => {
  const shelf = new Map<string, Uint8Array>();
  const codec = claimCheckCodec({
    save: async (name, bytes) => void shelf.set(name, bytes),
    load: async (name) => shelf.get(name) ?? assert.fail(`${name} was not stored`),
  });
  const payloadOf = (value: unknown) => defaultPayloadConverter.toPayload(value);
  const large = "rope ".repeat(2_000);

  afterEach(() => shelf.clear());

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
});
