import assert from "node:assert/strict";
import { Writable } from "node:stream";
import { pino } from "pino";
import { Problem } from "../../api/http/problem.ts";
import { callbackKey, callbackSignature, callbackUrl } from "../../keys/callback.ts";
import { publish } from "../../store/published.ts";
import type { Json } from "../../yawl/spec/json.ts";
import { withDatabase } from "../store/database.ts";
import { addPerson, startApi } from "./server.ts";
import type { Reply, TestApi } from "./server.ts";

const SIGNING_KEY = callbackKey(Buffer.from("a signing key that is only for these tests"));
const LIMIT = 60;

describe("callbacks", () => {
  let api: TestApi;
  let logged = "";
  let completed: { readonly itemId: string; readonly body: Json | undefined }[] = [];

  beforeEach(async () => {
    completed = [];
    logged = "";
    const lines = new Writable({
      write(chunk, _encoding, done) {
        logged += String(chunk);
        done();
      },
    });
    api = await startApi({
      log: pino({ level: "trace" }, lines),
      callbacks: {
        key: SIGNING_KEY,
        failuresPerAddress: LIMIT,
        complete: async (itemId, body) => {
          if (itemId === "gone.1") throw new Problem("not-found", `There is no work item "${itemId}".`);
          if (itemId === "ended.1") throw new Problem("wrong-state", "The work item is completed.");
          completed.push({ itemId, body });
        },
      },
    });
  });
  afterEach(async () => api?.close());

  const pathOf = (itemId: string): string => new URL(callbackUrl(api.url, SIGNING_KEY, itemId)).pathname;
  const post = async (path: string, body?: unknown, headers = {}): Promise<Reply> =>
    api.send("POST", path, { headers, ...(body === undefined ? {} : { body }) });

  it("complete the work item of the URL with any JSON, or with nothing, and need no token", async () => {
    const bodies: readonly (Json | undefined)[] = [{ paid: true }, [1, "two"], "text", 3, null, undefined];
    for (const body of bodies) {
      const reply = await post(pathOf("order~1.2"), body === undefined ? undefined : JSON.stringify(body), {
        "content-type": "application/json",
      });
      assert.deepEqual([reply.status, reply.text], [204, ""]);
    }
    assert.deepEqual(
      completed,
      bodies.map((body) => ({ itemId: "order~1.2", body })),
    );
  });

  it("are not found with a wrong signature, and nobody learns whether there is such an item", async () => {
    const signature = callbackSignature(SIGNING_KEY, "order.1");
    const replies = [
      await post(`/api/v1/callbacks/order.2/${signature}`, {}),
      await post(`/api/v1/callbacks/order.1/${signature.slice(1)}`, {}),
      await post(`/api/v1/callbacks/order.1/${signature}A`, {}),
      await post("/api/v1/callbacks/order.1/x", {}),
      await post(pathOf("gone.1"), {}),
    ];
    for (const { status, text } of replies) {
      assert.equal(status, 404);
      assert.equal(text, replies[0]?.text);
    }
    assert.deepEqual(completed, []);
  });

  it("with a wrong signature are not read, however large they are", async () => {
    const large = Buffer.alloc(3_000_000, " ");
    const headers = { "content-type": "application/json" };
    assert.equal((await post("/api/v1/callbacks/order.1/x", large, headers)).status, 404);
    assert.equal((await post(pathOf("order.1"), large, headers)).status, 413);
  });

  it("are told why they come too late, and what they did not bring right", async () => {
    assert.equal((await post(pathOf("ended.1"), {})).status, 409);
    assert.equal((await post(pathOf("order.1"), "{", { "content-type": "application/json" })).status, 400);
    assert.equal((await post(pathOf("order.1"), "a=b", { "content-type": "text/plain" })).status, 415);
    assert.equal((await api.send("GET", pathOf("order.1"))).status, 405);
    assert.deepEqual(completed, []);
  });

  it("are refused for a while after many wrong ones from an address", async () => {
    for (let count = 0; count < LIMIT; count += 1) {
      if (count % 2 === 0) assert.equal((await post(pathOf("order.1"), {})).status, 204);
      assert.equal((await post("/api/v1/callbacks/order.1/guess", {})).status, 404);
    }
    const refused = await post(pathOf("order.1"), {});
    assert.equal(refused.status, 429);
    assert.match(refused.headers.get("retry-after") ?? "", /^\d+$/);
    assert.match(String(refused.body["detail"]), /Too many wrong callbacks/);
  });

  it("leave no signature in the log, however the URL is written", async () => {
    const path = pathOf("order.1");
    const signature = path.slice(path.lastIndexOf("/") + 1);
    for (const variant of [
      path,
      `${path}/`,
      `${path}/more`,
      path.toUpperCase().replace(signature.toUpperCase(), signature),
      `/prefix${path}`,
      `${path}?x=${signature}`,
      path.replace("order.1", "order%2F1"),
    ]) {
      await post(variant, {});
    }
    await api.send("GET", path);
    assert.equal(logged.trim().split("\n").length, 8);
    assert.ok(logged.includes("/api/v1/callbacks/order.1/…"), logged);
    assert.ok(!logged.includes(signature), logged);
  });

  it("are not taken where nothing waits for them", async () => {
    const other = await startApi();
    try {
      assert.equal((await other.send("POST", pathOf("order.1"), { body: {} })).status, 401);
    } finally {
      await other.close();
    }
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
    for (let cursor: unknown = ""; cursor !== null;) {
      const page = await list(`limit=2${cursor === "" ? "" : `&cursor=${String(cursor)}`}`);
      seen.push(...ids(page));
      cursor = page["nextCursor"];
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
