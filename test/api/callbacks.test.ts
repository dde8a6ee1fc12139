import assert from "node:assert/strict";
import { Writable } from "node:stream";
import { pino } from "pino";
import { callbackSignature, callbackUrl } from "../../keys/callback.ts";
import { showChange } from "../store/show.ts";
import { publish } from "../../store/published.ts";
import type { ItemView } from "../../store/views.ts";
import type { Json } from "../../yawl/model/json.ts";
import { withDatabase } from "../store/database.ts";
import { firstChange, sampleCall, sampleCase } from "../store/samples.ts";
import { fakeTemporal, refusal } from "./fake-temporal.ts";
import type { FakeTemporal } from "./fake-temporal.ts";
import { addPerson, CALLBACK_KEY, startApi } from "./server.ts";
import type { Reply, TestApi } from "./server.ts";

const LIMIT = 60;

describe("callbacks", () => {
  withDatabase();
  let api: TestApi;
  let temporal: FakeTemporal;
  let logged = "";
  let number = 0;

  beforeEach(async () => {
    logged = "";
    temporal = fakeTemporal();
    const lines = new Writable({
      write(chunk, _encoding, done) {
        logged += String(chunk);
        done();
      },
    });
    api = await startApi({
      temporal: temporal.gateway,
      log: pino({ level: "trace" }, lines),
      loginLimits: { perUser: LIMIT, perAddress: LIMIT },
    });
  });
  afterEach(async () => api?.close());

  /** An automated item whose connector has told an outside system to call back. */
  const waiting = async (changes: Partial<Extract<ItemView, { kind: "call" }>> = {}): Promise<string> => {
    number += 1;
    const caseId = `order~${number}`;
    const id = `${caseId}.1`;
    const call = { number: 1, key: "k", waitsUntil: 9_000 };
    const item = sampleCall({ id, caseId, call, ...changes });
    await showChange(firstChange({ caseId, items: [item], events: [] }));
    return id;
  };
  const pathOf = (itemId: string, call = 1): string =>
    new URL(callbackUrl(api.url, CALLBACK_KEY, itemId, call)).pathname;
  const post = async (path: string, body?: unknown, headers = {}): Promise<Reply> =>
    api.send("POST", path, { headers, ...(body === undefined ? {} : { body }) });
  const isProblem = (reply: Reply, status: number, type: string): void => {
    assert.deepEqual([reply.status, reply.body["type"]], [status, `/problems/${type}`], reply.text);
  };

  it("complete the work item of the URL with any JSON, or with nothing, and need no token", async () => {
    const bodies: readonly (Json | undefined)[] = [{ paid: true }, [1, "two"], "text", 3, null, undefined];
    for (const body of bodies) {
      const id = await waiting();
      const reply = await post(pathOf(id), body === undefined ? undefined : JSON.stringify(body), {
        "content-type": "application/json",
      });
      assert.deepEqual([reply.status, reply.text], [204, ""]);
      const { message } = temporal.sent.at(-1) ?? {};
      assert.deepEqual(message, {
        item: id,
        by: { participant: "(callback)", manager: false },
        command: { type: "callback", call: 1, data: { body: body ?? null } },
      });
    }
    assert.equal(temporal.sent.length, bodies.length);
  });

  it("may come again, and complete the item once", async () => {
    const path = pathOf(await waiting());
    const replies = await Promise.all([1, 2, 3].map(async () => post(path, {})));
    assert.deepEqual(
      replies.map(({ status }) => status),
      [204, 204, 204],
    );
    assert.equal(temporal.sent.length, 3, "only the case knows whether it was called back");
  });

  it("are not found with a wrong signature, and nobody learns whether there is such an item", async () => {
    const [id, other] = [await waiting(), await waiting()];
    const signature = callbackSignature(CALLBACK_KEY, id, 1);
    const replies = [
      await post(`/api/v1/callbacks/${other}/${signature}`, {}),
      await post(`/api/v1/callbacks/${id}/${signature.slice(1)}`, {}),
      await post(`/api/v1/callbacks/${id}/${signature}A`, {}),
      await post(`/api/v1/callbacks/${id}/x`, {}),
      await post(pathOf("no-such-case.1"), {}),
    ];
    for (const reply of replies) {
      isProblem(reply, 404, "not-found");
      assert.equal(reply.text, replies[0]?.text);
    }
    assert.ok(temporal.sent.every(({ message }) => "item" in message && message.item === "no-such-case.1"));
  });

  it("with a wrong signature are not read, however large they are", async () => {
    const large = Buffer.alloc(3_000_000, " ");
    const headers = { "content-type": "application/json" };
    const id = await waiting();
    isProblem(await post(`/api/v1/callbacks/${id}/x`, large, headers), 404, "not-found");
    isProblem(await post(pathOf(id), large, headers), 413, "too-large");
  });

  it("are told why they come too late or too early, and what they did not bring right", async () => {
    const json = { "content-type": "application/json" };
    const early = { call: { number: 1, key: "k" } };
    isProblem(await post(pathOf(await waiting({ status: "cancelled" })), {}), 409, "wrong-state");
    isProblem(await post(pathOf(await waiting(early)), {}), 409, "wrong-state");
    assert.equal(temporal.sent.length, 1, "whether it waits, the case knows before the lists do");
    temporal.sent.length = 0;
    const path = pathOf(await waiting());
    isProblem(await post(path, "{", json), 400, "malformed-json");
    isProblem(await post(path, "a=b", { "content-type": "text/plain" }), 415, "unsupported-media-type");
    isProblem(await post(path, '{"__proto__": 1}', json), 422, "invalid-data");
    isProblem(await api.send("GET", path), 405, "method-not-allowed");
    assert.deepEqual(temporal.sent, []);
  });

  it("name the call that they answer, so that the case can tell an earlier one", async () => {
    const id = await waiting({ call: { number: 2, key: "k", waitsUntil: 9_000 } });
    temporal.nextError = refusal("wrong-state", "The callback answers a call that is over.");
    isProblem(await post(pathOf(id, 1), {}), 409, "wrong-state");
    assert.equal((await post(pathOf(id, 2), {})).status, 204);
    const calls = temporal.sent.map(({ message }) => "call" in message.command && message.command.call);
    assert.equal(calls.at(-1), 2);
    const moved = pathOf(id, 1).replace(/\/1\./, "/2.");
    isProblem(await post(moved, {}), 404, "not-found");
  });

  it("are told what the case says of their data, and may be made again", async () => {
    const path = pathOf(await waiting());
    temporal.nextError = refusal("invalid-data", "The answer does not fit.");
    isProblem(await post(path, { paid: "perhaps" }), 422, "invalid-data");
    assert.equal((await post(path, { paid: true })).status, 204);
  });

  it("are refused for a while after many wrong ones from an address", async () => {
    const id = await waiting();
    for (let count = 0; count < LIMIT; count += 1) {
      assert.equal((await post(`/api/v1/callbacks/${id}/guess`, {})).status, 404);
      if (count % 10 === 0) assert.equal((await post(pathOf(await waiting()), {})).status, 204);
    }
    const refused = await post(pathOf(id), {});
    isProblem(refused, 429, "too-many-requests");
    assert.match(refused.headers.get("retry-after") ?? "", /^\d+$/);
    assert.match(String(refused.body["detail"]), /Too many wrong callbacks/);
  });

  it("leave no signature in the log, however the URL is written", async () => {
    const id = await waiting();
    const path = pathOf(id);
    const signature = path.slice(path.lastIndexOf("/") + 1);
    for (const variant of [
      path,
      `${path}/`,
      `${path}/more`,
      path.toUpperCase().replace(signature.toUpperCase(), signature),
      `/prefix${path}`,
      `${path}?x=${signature}`,
      path.replace(id, id.replace(".", "%2F")),
      path.replace("callbacks", "%63allbacks"),
      path.replace(signature, `%${signature.charCodeAt(0).toString(16)}${signature.slice(1)}`),
    ]) {
      await post(variant, {});
    }
    await api.send("GET", path);
    assert.equal(logged.trim().split("\n").length, 10);
    assert.ok(logged.includes(`/api/v1/callbacks/${id}/…`), logged);
    assert.ok(!logged.includes(signature.slice(3)), logged);
  });
});

describe("published events", () => {
  withDatabase();
  let api: TestApi;
  let token = "";
  before(async () => {
    api = await startApi();
    await addPerson("erp", ["service"]);
    token = await api.login("erp");
    for (const caseId of ["order-1", "order-2", "order-3"])
      await showChange(
        firstChange({ caseId, case: sampleCase({ startedBy: "erp" }), items: [], events: [] }),
      );
    for (let number = 1; number <= 5; number += 1) {
      await publish({
        id: `e${number}`,
        name: number % 2 === 0 ? "paid" : "shipped",
        caseId: `order-${number > 3 ? 2 : 1}`,
        at: 1_000 * Math.ceil(number / 2),
        data: { number, "a.b": { $c: null } },
      });
    }
  });
  after(async () => api?.close());

  const list = async (query: string) => (await api.send("GET", `/api/v1/published?${query}`, { token })).body;
  const ids = (body: Awaited<ReturnType<typeof list>>) =>
    (body["items"] as { id: string }[]).map(({ id }) => id);

  it("are shown newest first, by name and by case", async () => {
    assert.deepEqual(ids(await list("")), ["e5", "e4", "e3", "e2", "e1"]);
    assert.deepEqual(ids(await list("name=paid")), ["e4", "e2"]);
    assert.deepEqual(ids(await list("caseId=order-2")), ["e5", "e4"]);
    assert.deepEqual(ids(await list("name=paid&caseId=order-1")), ["e2"]);
    assert.deepEqual(ids(await list("name=unheard")), []);
    const [entry] = (await list("name=paid&limit=1"))["items"] as unknown[];
    assert.deepEqual(entry, {
      id: "e4",
      name: "paid",
      caseId: "order-2",
      at: "1970-01-01T00:00:02.000Z",
      data: { number: 4, "a.b": { $c: null } },
    });
  });

  it("come in pages that neither repeat nor leave out any", async () => {
    const seen: string[] = [];
    for (let more = "limit=2"; more !== "";) {
      const page = await list(more);
      seen.push(...ids(page));
      const cursor = page["nextCursor"];
      more = typeof cursor === "string" ? `limit=2&cursor=${cursor}` : "";
    }
    assert.deepEqual(seen, ["e5", "e4", "e3", "e2", "e1"]);
  });

  it("are published once, whoever tries again", async () => {
    const event = { id: "once", name: "once", caseId: "order-3", at: 9_000, data: { first: true } };
    await Promise.all([publish(event), publish(event), publish(event)]);
    await publish({ ...event, at: 10_000, data: { first: false } });
    const { items } = (await list("name=once")) as { items?: { data: unknown }[] };
    assert.deepEqual(
      items?.map(({ data }) => data),
      [{ first: true }],
    );
  });
});
