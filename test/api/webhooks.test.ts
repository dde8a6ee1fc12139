import assert from "node:assert/strict";
import type http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import { SecretBox } from "../../keys/secret-box.ts";
import { readKeys } from "../../keys/secret-keys.ts";
import { rotateSecrets } from "../../api/rotate-secrets.ts";
import { PAUSES, pauseAfter } from "../../api/notices/webhooks/pauses.ts";
import { Audit, Deliveries, Webhooks } from "../../store/models.ts";
import { findWebhook } from "../../store/webhooks.ts";
import { openSecret } from "../../api/notices/webhooks/secret.ts";
import { World } from "../connectors/world.ts";
import { withDatabase } from "../store/database.ts";
import { addPerson, SECRET_KEYS, startApi } from "./server.ts";
import type { TestApi } from "./server.ts";
import { startTelling, WrittenCase, type Telling } from "./telling.ts";

const PATH = "/api/v1/webhooks";
const LIMIT_MILLIS = 1_000;

interface Got {
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}
interface Delivery {
  readonly id: string;
  readonly type: string;
  readonly state: string;
  readonly attempts: number;
  readonly status?: number;
  readonly error?: string;
  readonly nextAttemptAt?: string;
}

describe("The pauses between attempts", () => {
  it("grow up to a day, differ a little, and come to an end", () => {
    const middle = PAUSES.map((_, index) => pauseAfter(index + 1, 0.5) ?? 0);
    assert.deepEqual(middle, PAUSES);
    assert.deepEqual(
      middle,
      middle.toSorted((a, b) => a - b),
    );
    assert.equal(pauseAfter(PAUSES.length + 1, 0.5), undefined);
    assert.deepEqual([pauseAfter(1, 0), pauseAfter(1, 1)], [4_000, 6_000]);
    for (const random of [0, 1]) assert.ok((pauseAfter(PAUSES.length, random) ?? 0) <= 24 * 3_600_000);
    assert.equal(pauseAfter(1, 0.5, 60_000), 60_000, "what the receiver asks for counts, when it is longer");
  });
});

describe("Web-hooks", function () {
  this.timeout(40_000);
  withDatabase();
  const world = new World();
  let api: TestApi;
  let telling: Telling;
  let token: string;
  let number = 0;

  before(async () => {
    const network = { allowedHosts: ["127.0.0.1"] };
    api = await startApi({ network });
    await addPerson("root", ["admin"]);
    await addPerson("mia", ["manager"]);
    token = await api.login("root");
    telling = await startTelling(undefined, { network, limit: LIMIT_MILLIS });
  });
  afterEach(async () => {
    await Webhooks.deleteMany({});
    await world.close();
  });
  after(async () => {
    await telling?.stop();
    await api?.close();
  });

  /** @param answer status, headers; `undefined`: none, ever */
  async function receiver(
    answer: () => { status: number; headers?: Record<string, string> } | undefined = () => ({ status: 204 }),
  ): Promise<{ readonly url: string; readonly got: readonly Got[] }> {
    const got: Got[] = [];
    const url = await world.serve((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString("utf8")));
      request.on("end", () => {
        got.push({ headers: request.headers, body });
        const given = answer();
        if (given) response.writeHead(given.status, given.headers).end();
      });
    });
    return { url: `${url}/hook?tenant=1`, got };
  }
  async function hook(
    url: string,
    rest: object = {},
  ): Promise<{ readonly id: string; readonly secret: string }> {
    const made = await api.send("POST", PATH, { token, body: { url, ...rest } });
    assert.equal(made.status, 201, made.text);
    return made.body as { id: string; secret: string };
  }
  async function something(
    item: Parameters<WrittenCase["begin"]>[0] = { offeredTo: ["ann"] },
  ): Promise<WrittenCase> {
    number += 1;
    const work = new WrittenCase(`case-${number}`);
    await work.begin(item);
    return work;
  }
  async function deliveries(id: string, query = ""): Promise<readonly Delivery[]> {
    const { body } = await api.send("GET", `${PATH}/${id}/deliveries${query}`, { token });
    return body["items"] as readonly Delivery[];
  }
  async function until<T>(ask: () => Promise<T> | T, isEnough: (value: T) => boolean): Promise<T> {
    for (let waited = 0; ; waited += 20) {
      const value = await ask();
      if (isEnough(value)) return value;
      if (waited > 10_000) assert.fail(`waited in vain: ${JSON.stringify(value)}`);
      await sleep(20);
    }
  }

  it("are sent what happens, signed as Standard Webhooks says", async () => {
    const { url, got } = await receiver();
    const { id, secret } = await hook(url, { events: ["offered"] });
    const work = await something({ offeredTo: ["ann"], offeredToRoles: ["clerk"] });
    await until(
      () => got.length,
      (count) => count > 0,
    );
    const [first] = got;
    const verified = new Webhook(secret).verify(first?.body ?? "", first?.headers as Record<string, string>);
    const { type, timestamp, data } = verified as {
      type: string;
      timestamp: string;
      data: Record<string, unknown>;
    };
    assert.equal(type, "offered");
    assert.ok(Math.abs(Date.parse(timestamp) - Date.now()) < 10_000);
    assert.deepEqual(
      [data["workItemId"], data["caseId"], data["offeredTo"], data["offeredToRoles"]],
      [work.item, work.id, ["ann"], ["clerk"]],
    );
    assert.equal(first?.headers["content-type"], "application/json");
    assert.throws(() =>
      new Webhook(secret).verify(`${first?.body} `, first?.headers as Record<string, string>),
    );
    const [delivery] = await until(
      async () => deliveries(id),
      (found) => found[0]?.state === "delivered",
    );
    assert.equal(delivery?.id, first?.headers["webhook-id"]);
    await sleep(300);
    assert.equal(got.length, 1, "the case itself is of another type");
  });

  it("are told only what their filter lets through", async () => {
    await addPerson("bob", ["participant"]);
    const all = await receiver();
    const some = await receiver();
    await hook(all.url);
    await hook(some.url, { filter: { specificationId: "Invoices", participant: "bob" } });
    await hook(some.url, { filter: { taskId: "Other" } });
    await hook(some.url, { active: false });
    const work = await something({ offeredTo: ["ann"] });
    await work.go("item-claimed", { status: "allocated", allocatedTo: "bob" });
    await work.go("item-started", { status: "started", allocatedTo: "bob" });
    await until(
      () => all.got.length,
      (count) => count >= 5,
    );
    await until(
      () => some.got.length,
      (count) => count >= 2,
    );
    await sleep(300);
    const types = some.got.map(({ body }) => (JSON.parse(body) as { type: string }).type);
    assert.deepEqual(types.toSorted(), ["allocated", "started"]);
  });

  it("that answer 500, redirect to a private address or never answer delay nobody else, and are tried again later", async () => {
    const secretive = await receiver();
    const bad = await receiver(() => ({ status: 500 }));
    const sly = await receiver(() => ({ status: 307, headers: { location: secretive.url } }));
    const silent = await receiver(() => undefined);
    const good = await receiver();
    const ids = new Map<string, string>();
    for (const [name, { url }] of Object.entries({ bad, sly, silent, good }))
      ids.set(name, (await hook(url)).id);
    const began = performance.now();
    for (let count = 0; count < 8; count += 1) await something();
    await until(
      () => good.got.length,
      (count) => count === 16,
    );
    const took = performance.now() - began;
    assert.ok(took < 5_000, `${took} ms`);
    assert.equal(secretive.got.length, 0, "redirects are not followed");
    for (const [name, error, status] of [
      ["bad", /answered 500/, 500],
      ["sly", /answered 307; redirects are not followed/, 307],
      ["silent", /took longer than 1 second/, undefined],
    ] as const) {
      const id = ids.get(name) ?? "";
      const found = await until(
        async () => deliveries(id, "?state=pending"),
        (each) => each.some(({ attempts }) => attempts > 0),
      );
      const tried = found.find(({ attempts }) => attempts > 0);
      assert.match(tried?.error ?? "", error, name);
      assert.equal(tried?.status, status, name);
      assert.ok(Date.parse(tried?.nextAttemptAt ?? "") > Date.now(), name);
    }
  });

  it("that lead to a private address are refused, by name and by number, also when the rules changed afterwards", async () => {
    const { got, url } = await receiver();
    const { id } = await hook(url);
    await telling.stop();
    telling = await startTelling(undefined, { network: { allowedHosts: [] }, limit: LIMIT_MILLIS });
    try {
      await something();
      const found = await until(
        async () => deliveries(id),
        (each) => each.some(({ attempts }) => attempts > 0),
      );
      assert.match(found.find(({ attempts }) => attempts > 0)?.error ?? "", /not a public address/);
      assert.equal(got.length, 0);
    } finally {
      await telling.stop();
      telling = await startTelling(undefined, {
        network: { allowedHosts: ["127.0.0.1"] },
        limit: LIMIT_MILLIS,
      });
    }
    for (const address of ["http://169.254.169.254/", "http://10.0.0.1/x", "http://[::1]:8080/"]) {
      const refused = await api.send("POST", PATH, { token, body: { url: address } });
      assert.equal(refused.status, 422, address);
      assert.equal((refused.body["errors"] as { pointer: string }[])[0]?.pointer, "/url");
    }
  });

  it("show what could not be delivered, and send it again when they are told to", async () => {
    let status = 500;
    const { url, got } = await receiver(() => ({ status }));
    const { id } = await hook(url, { events: ["offered"] });
    await something();
    await until(
      () => got.length,
      (count) => count === 1,
    );
    await until(
      async () => Deliveries.findOne({ webhook: id }).lean(),
      (found) => found?.attempts === 1,
    );
    // as if it had been tried for three days
    await Deliveries.updateOne({ webhook: id }, { $set: { attempts: PAUSES.length, due: 0 } });
    const [failed] = await until(
      async () => deliveries(id, "?state=failed"),
      (found) => found.length === 1,
    );
    assert.deepEqual([failed?.attempts, failed?.status], [PAUSES.length + 1, 500]);
    status = 200;
    const path = `${PATH}/${id}/deliveries/${failed?.id}/retry`;
    assert.equal((await api.send("POST", path, { token })).status, 200);
    await until(
      async () => deliveries(id),
      (found) => found[0]?.state === "delivered",
    );
    assert.equal(got.at(-1)?.body, got[0]?.body);
    assert.equal(got.at(-1)?.headers["webhook-id"], got[0]?.headers["webhook-id"]);
    assert.equal((await api.send("POST", `${PATH}/${id}/deliveries/none/retry`, { token })).status, 404);
  });

  it("that answer 410 are not called any more", async () => {
    const { url, got } = await receiver(() => ({ status: 410 }));
    const { id } = await hook(url, { events: ["offered"] });
    await something();
    const shown = await until(
      async () => (await api.send("GET", `${PATH}/${id}`, { token })).body,
      ({ active }) => active === false,
    );
    assert.match(String(shown["reason"]), /410/);
    await something();
    await sleep(1_500);
    assert.equal(got.length, 1);
    const again = await api.send("PUT", `${PATH}/${id}`, { token, body: { url, active: true } });
    assert.deepEqual([again.body["active"], again.body["reason"]], [true, undefined]);
  });

  it("keep their secret to themselves", async () => {
    const { url } = await receiver();
    const { id, secret } = await hook(url);
    assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
    for (const path of [PATH, `${PATH}/${id}`, `${PATH}/${id}/deliveries`])
      assert.doesNotMatch((await api.send("GET", path, { token })).text, /whsec_|sealed/);
    const raw = JSON.stringify([await Webhooks.find().lean(), await Audit.find().lean()]);
    assert.equal(raw.includes(secret.slice("whsec_".length)), false, "not as it is");
    const replaced = await api.send("POST", `${PATH}/${id}/secret`, { token });
    assert.match(String(replaced.body["secret"]), /^whsec_/);
    assert.notEqual(replaced.body["secret"], secret);
    const keys = readKeys(`new:${"a1".repeat(32)} ${SECRET_KEYS}`, "the tests");
    const rotated = await rotateSecrets(new SecretBox(keys));
    assert.deepEqual([rotated.renewed, rotated.unreadable], [1, []]);
    const known = await findWebhook(id);
    const opened = known && openSecret(new SecretBox([keys[0]]), known);
    assert.deepEqual(opened, { ok: true, value: replaced.body["secret"] });
  });

  it("are for administrators, and say what is wrong with what they are sent", async () => {
    const manager = await api.login("mia");
    assert.equal((await api.send("GET", PATH, { token: manager })).status, 403);
    for (const [body, pointer] of [
      [{ url: "ftp://acme.com" }, "/url"],
      [{ url: "https://user:pass@acme.com" }, "/url"],
      [{ url: "https://acme.com", events: ["offerd"] }, "/events/0"],
      [{ url: "https://acme.com", filter: { task: "x" } }, "/filter/task"],
    ] as const) {
      const refused = await api.send("POST", PATH, { token, body });
      assert.equal(refused.status, 422);
      assert.equal((refused.body["errors"] as { pointer: string }[])[0]?.pointer, pointer);
    }
    const { url } = await receiver();
    const { id } = await hook(url);
    assert.equal((await api.send("DELETE", `${PATH}/${id}`, { token })).status, 204);
    for (const [method, path] of [
      ["GET", ""],
      ["DELETE", ""],
      ["GET", "/deliveries"],
      ["POST", "/secret"],
    ] as const)
      assert.equal((await api.send(method, `${PATH}/${id}${path}`, { token })).status, 404, method + path);
  });
});
