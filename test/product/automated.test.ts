import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";
import mongoose from "mongoose";
import { Acme } from "../scenarios/acme.ts";
import type { Session } from "./http.ts";
import { Product } from "./product.ts";
import { administrator, replaceProduct, sharedProduct } from "./shared.ts";

const decompress = promisify(brotliDecompress);
const YAML = { "content-type": "application/yaml" };

const ordering = (id: string, url: string): string => `
mizzen: 1
id: ${id}
version: "1.0"
input: { article: string }
data: { customer: any }
start: order
tasks:
  order:
    call: http
    with:
      url: "${url}/customers/{article}"
      method: POST
      body: { article: "{article}" }
      auth: { type: apiKey, name: X-Key, key: { secret: shop } }
    input: [article]
    set: { customer: $body }
    timeout: PT30S
    next: end
`;

const waiting = (id: string, url: string): string => `
mizzen: 1
id: ${id}
version: "1.0"
input: { article: string }
data: { verdict: string }
start: ask
tasks:
  ask:
    call: callback
    with:
      within: PT2H
      notify: { url: "${url}/ask", method: POST, body: { answer_to: "{callback_url}" } }
    input: [article]
    set: { verdict: $body?verdict }
    next: end
`;

describe("Automated tasks on the real servers", function () {
  this.timeout(400_000);
  const key = `shop-key-${Date.now()}-7f3a`;
  let acme: Acme;

  before(async () => {
    acme = await Acme.open();
    const admin = await administrator(await sharedProduct());
    for (const [id, source] of [
      ["ordering", ordering("ordering", acme.url)],
      ["waiting", waiting("waiting", acme.url)],
    ] as const) {
      const { status, body } = await admin.request("POST", "/specifications", source, YAML);
      assert.equal(status, 201, `${id}: ${JSON.stringify(body)}`);
    }
    const put = await admin.request("PUT", "/secrets/shop", JSON.stringify({ value: key }), {
      "content-type": "application/json",
    });
    assert.ok(put.status < 300);
  });

  after(() => acme.close());

  async function start(admin: Session, specificationId: string): Promise<string> {
    const { status, body } = await admin.post("/cases", { specificationId, data: { article: "rope" } });
    assert.equal(status, 201, JSON.stringify(body));
    return String(body.id);
  }

  async function until<T>(what: string, look: () => Promise<T | undefined> | T | undefined): Promise<T> {
    const deadline = Date.now() + 90_000;
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      assert.ok(Date.now() < deadline, `${what}: not after 90 s`);
      await sleep(100);
    }
  }

  const ended = async (admin: Session, caseId: string) =>
    until(`${caseId} ends`, async () => {
      const { body } = await admin.get(`/cases/${caseId}`);
      return body.state === "completed" ? body : undefined;
    });

  it("a call whose worker is killed is made again with the same idempotency key, and the case completes", async () => {
    const product = await sharedProduct();
    const admin = await administrator(product);
    acme.feel({ kind: "hang" });
    const caseId = await start(admin, "ordering");
    await until("the first call", () => acme.asked[0]);
    await product.kill("worker");
    acme.mood = { kind: "customer" };
    const { data } = await ended(admin, caseId);
    assert.equal(data.customer.name, "Ms Frost");
    const keys = acme.asked.map(({ headers }) => headers["idempotency-key"]);
    assert.ok(keys.length >= 2, `asked ${keys.length} times`);
    assert.equal(new Set(keys).size, 1, keys.join(", "));
    assert.ok(String(keys[0]).includes(caseId));
  });

  it("a secret is in no log, no document of MongoDB, no stored payload and no file of the data folder", async () => {
    const product = await sharedProduct();
    const admin = await administrator(product);
    acme.feel({ kind: "status", status: 400 });
    const failed = await start(admin, "ordering");
    await until("the failure", async () => {
      const { body } = await admin.get(`/work-items/${failed}.1`);
      return body.state === "suspended" ? body : undefined;
    });
    assert.equal(acme.asked[0]?.headers["x-key"], key);
    await admin.post(`/work-items/${failed}.1/fail`);

    for (const text of await textsOfMongo(product)) assert.ok(!text.includes(key), text.slice(0, 200));
    const files = await readdir(product.dataFolder, { recursive: true, withFileTypes: true });
    let logs = 0;
    for (const file of files.filter((each) => each.isFile())) {
      const name = path.join(file.parentPath, file.name);
      const content = await readFile(name).catch(() => Buffer.alloc(0));
      assert.ok(!content.includes(key), `the secret is in ${file.name}`);
      if (file.name.endsWith(".log") && content.length > 0) logs += 1;
    }
    assert.ok(logs > 0, "there are logs");
  });

  it("a callback that is waited for still completes its task after everything was killed and started again", async () => {
    const before = await sharedProduct();
    const { port } = new URL(before.url);
    acme.feel({ kind: "echo" });
    const caseId = await start(await administrator(before), "waiting");
    const { body: asked } = await until("the request", () => acme.asked[0]);
    await before.killAll();
    const after = await Product.start(before.dataFolder, { PORT: port });
    replaceProduct(after);
    const { answer_to: url } = JSON.parse(asked) as { answer_to: string };
    await until("the callback", async () => {
      const { status } = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ verdict: "yes" }),
      });
      return status < 300 ? status : undefined;
    });
    const { data } = await ended(await administrator(after), caseId);
    assert.equal(data.verdict, "yes");
  });
});

/** Every document of every collection as text; stored payloads unpacked. */
async function textsOfMongo(product: Product): Promise<readonly string[]> {
  const connection = await mongoose.createConnection(`mongodb://${product.mongo}/mizzen`).asPromise();
  try {
    const texts: string[] = [];
    const collections = (await connection.db?.listCollections().toArray()) ?? [];
    assert.ok(collections.length > 5, "the collections were not found");
    for (const { name } of collections) {
      for await (const document of connection.collection(name).find({})) {
        texts.push(JSON.stringify(document));
        for (const value of Object.values(document)) {
          const bytes = (value as { buffer?: unknown } | null)?.buffer;
          if (!(bytes instanceof Uint8Array)) continue;
          const unpacked = await decompress(bytes).catch(() => bytes);
          texts.push(Buffer.from(unpacked).toString());
        }
      }
    }
    return texts;
  } finally {
    await connection.close();
  }
}
