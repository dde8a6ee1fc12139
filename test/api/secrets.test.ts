import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { Writable } from "node:stream";
import mongoose from "mongoose";
import { pino } from "pino";
import { secretReader } from "../../activities/secrets.ts";
import type { Endpoint } from "../../activities/connectors/network/guard.ts";
import { SecretBox } from "../../keys/secret-box.ts";
import { readKeys } from "../../keys/secret-keys.ts";
import { findSecret } from "../../store/secrets.ts";
import { withDatabase } from "../store/database.ts";
import { addPerson, SECRET_KEYS, startApi } from "./server.ts";
import type { Reply, TestApi } from "./server.ts";

const PATH = "/api/v1/secrets";
/** Nothing else in this file has this text in it. */
const VALUE = "Zu-Gehe1m-für-alle?";
const boxOf = (text: string): SecretBox => new SecretBox(readKeys(text, "the test"));
const box = boxOf(SECRET_KEYS);

/** Reads as a case of the specification `orders` does, to send it to `target`. */
const readerOf = (of: SecretBox, rememberMillis?: number) => {
  const read = secretReader(of, rememberMillis);
  return async (name: string, target?: Endpoint, specificationId = "orders") =>
    read(name, { specificationId, target });
};

interface Entry {
  readonly by: string;
  readonly action: string;
  readonly subject?: string;
  readonly result: string;
  readonly reason?: string;
}

describe("secrets", () => {
  withDatabase();
  let api: TestApi;
  let admin = "";
  let manager = "";
  let logged = "";
  const answered: Reply[] = [];

  before(async function () {
    this.timeout(20_000);
    const lines = new Writable({
      write(chunk, _encoding, done) {
        logged += String(chunk);
        done();
      },
    });
    api = await startApi({ log: pino({ level: "trace" }, lines) });
    await addPerson("admin", ["admin"]);
    await addPerson("the-manager", ["manager"]);
    [admin, manager] = [await api.login("admin"), await api.login("the-manager")];
  });
  after(async () => api?.close());

  const send = async (method: string, path: string, body?: unknown, token = admin): Promise<Reply> => {
    const reply = await api.send(method, path, { token, ...(body === undefined ? {} : { body }) });
    answered.push(reply);
    return reply;
  };
  const put = async (name: string, value: unknown, token = admin): Promise<Reply> =>
    send("PUT", `${PATH}/${name}`, { value }, token);
  const listed = async () => (await send("GET", PATH)).body["items"] as { name: string; version: number }[];
  const audited = async (query = ""): Promise<Entry[]> =>
    (await send("GET", `/api/v1/audit?${query}`)).body["items"] as Entry[];
  const inDatabase = async (): Promise<string> => {
    const database = mongoose.connection.db;
    const collections = (await database?.collections()) ?? [];
    const all = await Promise.all(collections.map(async (each) => each.find().toArray()));
    return JSON.stringify(all);
  };

  it("are set, changed and listed with their version, and never shown", async () => {
    const created = await put("crm.api-key", VALUE);
    assert.deepEqual([created.status, created.text], [201, ""]);
    const changed = await put("crm.api-key", `${VALUE} again`);
    assert.deepEqual([changed.status, changed.text], [204, ""]);
    const [entry] = (await send("GET", PATH)).body["items"] as Record<string, unknown>[];
    const { updatedAt, ...rest } = entry ?? {};
    assert.deepEqual(rest, { name: "crm.api-key", version: 2, keyId: "test", updatedBy: "admin" });
    assert.ok(Math.abs(Date.parse(String(updatedAt)) - Date.now()) < 10_000);
    assert.equal((await send("GET", `${PATH}/crm.api-key`)).status, 405);
  });

  it("reach connectors by their name", async () => {
    await put("for-connectors", VALUE);
    assert.equal(await readerOf(box)("for-connectors"), VALUE);
  });

  it("are removed, and begin at version 1 when they are set again", async () => {
    await put("passing", "first value");
    await put("passing", "second value");
    assert.equal((await send("DELETE", `${PATH}/passing`)).status, 204);
    assert.equal((await send("DELETE", `${PATH}/passing`)).status, 404);
    assert.equal((await put("passing", "third value")).status, 201);
    assert.equal((await listed()).find(({ name }) => name === "passing")?.version, 1);
  });

  it("count every one of many changes at the same time, and the last one can be read", async () => {
    const replies = await Promise.all(
      Array.from({ length: 10 }, async (_, index) => put("busy", `value number ${index}`)),
    );
    assert.equal(replies.filter(({ status }) => status === 201).length, 1);
    assert.equal((await listed()).find(({ name }) => name === "busy")?.version, 10);
    assert.match(await readerOf(box)("busy"), /^value number \d$/);
  });

  it("may be called what a route is called", async () => {
    assert.equal((await put("rotate", VALUE)).status, 201);
    assert.equal((await send("DELETE", `${PATH}/rotate`)).status, 204);
  });

  it("may have 64 KB, and not a byte more", async () => {
    const largest = "üö".repeat(16 * 1024);
    assert.equal((await put("large", largest)).status, 201);
    assert.equal(await readerOf(box)("large"), largest);
    const more = await put("large", `${largest}.`);
    assert.deepEqual([more.status, more.body["type"]], [413, "/problems/too-large"]);
    assert.equal((await put("large", "\u0001\u0002".repeat(32 * 1024))).status, 204);
    assert.equal((await put("large", "x".repeat(500_000))).status, 413);
  });

  const longName = "n".repeat(101);
  for (const [what, name, value, status] of [
    ["a name that starts with a dot", ".hidden", VALUE, 400],
    ["a name with a slash", "a%2Fb", VALUE, 400],
    ["a name that is too long", longName, VALUE, 400],
    ["an empty value", "empty", "", 422],
    ["a number", "number", 1234567890123, 422],
    ["an object", "object", { inner: VALUE }, 422],
    ["half a character", "half", "Zu-Gehe1m \ud83d", 422],
  ] as const) {
    it(`are refused with ${status}: ${what}; the answer does not repeat it`, async () => {
      const reply = await put(name, value);
      assert.equal(reply.status, status, reply.text);
      assert.doesNotMatch(reply.text, /Zu-Gehe1m|1234567890123/);
      assert.equal(await findSecret(decodeURIComponent(name)), undefined);
    });
  }

  it("are refused when the JSON around them is broken, without being repeated", async () => {
    const headers = { "content-type": "application/json" };
    for (const body of [
      `{"value": "${VALUE}`,
      `"${VALUE}"`,
      `{"value": ${VALUE}}`,
      `[{"value":"${VALUE}"}]`,
    ]) {
      const reply = await api.send("PUT", `${PATH}/broken`, { token: admin, headers, body });
      answered.push(reply);
      assert.ok(reply.status === 400 || reply.status === 422, reply.text);
      assert.ok(!reply.text.includes(VALUE), reply.text);
    }
  });

  it("are for administrators only, and whoever else tries is recorded", async () => {
    await put("guarded", VALUE);
    const tries = [
      await put("guarded", VALUE, manager),
      await send("DELETE", `${PATH}/guarded`, undefined, manager),
      await send("GET", PATH, undefined, manager),
      await send("POST", `${PATH}/rotate`, undefined, manager),
      await send("GET", "/api/v1/audit", undefined, manager),
      await put(".no-name", VALUE, manager),
    ];
    assert.deepEqual(
      tries.map(({ status }) => status),
      [403, 403, 403, 403, 403, 403],
    );
    const entries = await audited("by=the-manager");
    assert.deepEqual(
      entries.map(({ action, subject, result, reason }) => [action, subject, result, reason]),
      [
        ["secret.put", undefined, "refused", "not-allowed"],
        ["audit.list", undefined, "refused", "not-allowed"],
        ["secret.rotate", undefined, "refused", "not-allowed"],
        ["secret.list", undefined, "refused", "not-allowed"],
        ["secret.remove", "guarded", "refused", "not-allowed"],
        ["secret.put", "guarded", "refused", "not-allowed"],
      ],
    );
    assert.equal(await readerOf(box)("guarded"), VALUE);
  });

  it("are recorded with who changed them and what became of it, page by page", async () => {
    await put("watched", VALUE);
    await put("watched", "");
    await send("DELETE", `${PATH}/watched`);
    await send("DELETE", `${PATH}/watched`);
    const whole = await audited("subject=watched");
    assert.deepEqual(
      whole.map(({ by, action, result, reason }) => [by, action, result, reason]),
      [
        ["admin", "secret.remove", "failed", "not-found"],
        ["admin", "secret.remove", "allowed", undefined],
        ["admin", "secret.remove", "allowed", undefined],
        ["admin", "secret.put", "failed", "invalid-data"],
        ["admin", "secret.put", "allowed", undefined],
        ["admin", "secret.put", "allowed", undefined],
      ],
    );
    const first = await send("GET", "/api/v1/audit?subject=watched&limit=4");
    const rest = await audited(`subject=watched&cursor=${String(first.body["nextCursor"])}`);
    assert.deepEqual([...(first.body["items"] as Entry[]), ...rest], whole);
  });

  it("are not told by any answer, log line or document", async () => {
    const stored = await inDatabase();
    assert.ok(stored.includes("crm.api-key"), "the database was looked at");
    assert.ok(logged.includes(`${PATH}/{name}`), "the log was looked at");
    assert.ok(answered.length > 30);
    const everything = [
      stored,
      logged,
      ...answered.map(({ text, headers }) => text + JSON.stringify([...headers])),
    ];
    const bytes = Buffer.from(VALUE);
    const forms = [
      VALUE,
      bytes.toString("base64").slice(0, 20),
      bytes.toString("hex"),
      JSON.stringify(VALUE).slice(1, 12),
    ];
    for (const text of everything) for (const form of forms) assert.ok(!text.includes(form), text);
    const description = await api.send("GET", "/api/v1/openapi.json");
    assert.match(description.text, /writeOnly/);
  });
});

describe("keys of secrets", () => {
  withDatabase();
  const [old, fresh] = [randomBytes(32).toString("hex"), randomBytes(32).toString("base64")];
  const collection = () => mongoose.connection.collection<{ _id: string; sealed: string }>("secrets");
  let servers: TestApi[] = [];
  afterEach(async () => {
    await Promise.all(servers.map(async (api) => api.close()));
    servers = [];
    await collection().deleteMany({});
  });

  /** The API with these keys, used by an administrator. */
  const withKeys = async (keys: string) => {
    const api = await startApi({ secrets: boxOf(keys) });
    servers.push(api);
    await addPerson("admin", ["admin"]);
    const token = await api.login("admin");
    return {
      put: async (name: string, value: string) =>
        api.send("PUT", `${PATH}/${name}`, { token, body: { value } }),
      rotate: async () => (await api.send("POST", `${PATH}/rotate`, { token })).body,
      list: async () => (await api.send("GET", PATH, { token })).body["items"] as Record<string, unknown>[],
    };
  };
  const isFinal =
    (type: string, sentence: RegExp) => (error: Error & { type?: string; retryable?: boolean }) => {
      assert.deepEqual([error.name, error.type, error.retryable], ["ConnectorError", type, false]);
      assert.match(error.message, sentence);
      assert.doesNotMatch(error.message, /hidden/);
      return true;
    };

  it("can be changed: with the new key first, everything is encrypted anew, and the old one is not needed any more", async () => {
    const before = await withKeys(`2025:${old}`);
    for (let number = 1; number <= 5; number += 1) await before.put(`s${number}`, `hidden ${number}`);
    const [first] = await before.list();
    const between = await withKeys(`2026:${fresh},2025:${old}`);
    await between.put("s6", "hidden 6");
    assert.equal(await readerOf(boxOf(`2026:${fresh},2025:${old}`))("s1"), "hidden 1");
    assert.deepEqual(await between.rotate(), { renewed: 5, current: 1, unreadable: [] });
    assert.deepEqual(await between.rotate(), { renewed: 0, current: 6, unreadable: [] });
    const read = readerOf(boxOf(`2026:${fresh}`));
    for (let number = 1; number <= 6; number += 1) assert.equal(await read(`s${number}`), `hidden ${number}`);
    const [after] = await between.list();
    assert.deepEqual(after, { ...first, keyId: "2026" });
  });

  it("leave what they cannot open as it is, and say what that is", async () => {
    const before = await withKeys(`2025:${old}`);
    await before.put("good", "hidden value");
    await before.put("damaged", "hidden value");
    await collection().updateOne({ _id: "damaged" }, { $set: { sealed: "1:0:0:0" } });
    const after = await withKeys(`2026:${fresh}`);
    await after.put("new", "hidden value");
    assert.deepEqual(await after.rotate(), {
      renewed: 0,
      current: 1,
      unreadable: [
        {
          name: "damaged",
          message:
            'The secret "damaged" was encrypted with the key "2025", which is not among the keys here.',
        },
        {
          name: "good",
          message: 'The secret "good" was encrypted with the key "2025", which is not among the keys here.',
        },
      ],
    });
    assert.equal(await readerOf(boxOf(`2025:${old}`))("good"), "hidden value");
  });

  it("that are wrong end a call for good, with a sentence that names the secret", async () => {
    await (await withKeys(`2025:${old}`)).put("crm", "hidden value");
    await assert.rejects(
      readerOf(boxOf(`2026:${fresh}`))("crm"),
      isFinal("secret-unreadable", /"crm" was encrypted with the key "2025"/),
    );
    await assert.rejects(
      readerOf(boxOf(`2025:${fresh}`))("crm"),
      isFinal("secret-unreadable", /another key than the one that is called "2025" here/),
    );
    await assert.rejects(readerOf(boxOf(old))("no-crm"), isFinal("secret-missing", /no secret "no-crm"/));
  });

  it("do not open records that were swapped, put back or damaged in the database", async () => {
    const api = await withKeys(`2025:${old}`);
    await api.put("mine", "hidden 1");
    await api.put("yours", "hidden 2");
    const [mine, yours] = [await findSecret("mine"), await findSecret("yours")];
    await api.put("mine", "hidden 3");
    const newest = (await findSecret("mine"))?.sealed ?? "";
    const changed = `${newest.slice(0, -6)}AAAA${newest.slice(-2)}`;
    for (const sealed of [yours?.sealed, mine?.sealed, changed, ""]) {
      await collection().updateOne({ _id: "mine" }, { $set: { sealed: String(sealed) } });
      const reading = readerOf(boxOf(`2025:${old}`))("mine");
      await assert.rejects(
        reading,
        isFinal("secret-unreadable", /"mine" is damaged, or was stored for another/),
      );
    }
  });

  it("are asked for a secret once in a while only; a changed one is used soon, a missing one looked for again", async () => {
    const api = await withKeys(`2025:${old}`);
    const read = readerOf(boxOf(`2025:${old}`), 200);
    await assert.rejects(read("later"), /no secret/);
    await api.put("later", "value one");
    assert.equal(await read("later"), "value one");
    await collection().deleteMany({});
    assert.deepEqual(await Promise.all([read("later"), read("later")]), ["value one", "value one"]);
    await api.put("later", "value two");
    await new Promise((resolve) => setTimeout(resolve, 250));
    assert.equal(await read("later"), "value two");
  });
});
