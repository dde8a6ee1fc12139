import assert from "node:assert/strict";
import type { Answer, Session } from "./http.ts";
import type { Product } from "./product.ts";
import { administrator, person, sharedProduct } from "./shared.ts";

/** Two tasks, the second of which says the version. */
const text = (version: string, title = "Versions"): string => `mizzen: 1
id: versions
version: "${version}"
title: ${title}
data: { said: { type: string, default: "" } }
start: first
tasks:
  first: { offer: { roles: [clerk] }, next: second }
  second: { name: "Second of ${version}", offer: { roles: [clerk] }, next: end }
`;

describe("Versions of a specification, side by side", function () {
  this.timeout(400_000);
  let product: Product;
  let admin: Session;
  let alice: Session;

  before(async () => {
    product = await sharedProduct();
    admin = await administrator(product);
    alice = await person(product, "alice@acme.com");
  });

  async function upload(version: string, title?: string): Promise<number> {
    const type = { "content-type": "application/yaml" };
    return (await admin.request("POST", "/specifications", text(version, title), type)).status;
  }

  async function start(version?: string): Promise<Answer["body"]> {
    const { status, body } = await admin.post("/cases", {
      specificationId: "versions",
      ...(version === undefined ? {} : { version }),
    });
    assert.equal(status, 201, JSON.stringify(body));
    return (await admin.get(`/cases/${body.id}`)).body;
  }

  async function work(item: string): Promise<void> {
    for (const command of ["claim", "start", "complete"]) {
      const form = command === "complete" ? { data: {} } : undefined;
      const give = async (): Promise<Answer> => await alice.post(`/work-items/${item}/${command}`, form);
      // The worker may still be on its way back; repeating a command does no harm.
      let answer = await give();
      while (answer.status === 503) answer = await give();
      assert.equal(answer.status, 200, `${command}: ${JSON.stringify(answer.body)}`);
    }
  }

  it("new cases take the newest, number by number, unless they name another", async () => {
    for (const version of ["1.9", "1.10", "1.2"]) assert.equal(await upload(version), 201);
    assert.equal((await start()).specification.version, "1.10");
    assert.equal((await start("1.2")).specification.version, "1.2");
    const missing = await admin.post("/cases", { specificationId: "versions", version: "1.11" });
    assert.equal(missing.status, 404);
    assert.match(missing.body.detail, /"versions" in version 1\.11/);
  });

  it("a case keeps its version through a newer upload and a worker that was killed", async () => {
    const old = await start("1.9");
    assert.equal(await upload("2.0"), 201);
    await product.kill("worker");
    await product.untilReady();
    await work(`${old.id}.1`);
    const second = (await alice.get(`/work-items/${old.id}.2`)).body;
    assert.deepEqual([second.name, second.specificationVersion], ["Second of 1.9", "1.9"]);
    assert.equal((await start()).specification.version, "2.0");
    await work(second.id);
    assert.equal((await admin.get(`/cases/${old.id}`)).body.state, "completed");
  });

  it("a version is never changed: the same file is answered as before, another is refused", async () => {
    assert.equal(await upload("1.9"), 200);
    assert.equal(await upload("1.9", "Another title"), 409);
    const kept = (await admin.get("/specifications/versions?version=1.9")).body;
    assert.equal(kept.title, "Versions");
  });

  it("a version is not removed while cases of it run; of the others it may be", async () => {
    assert.equal(await upload("3.0"), 201);
    const running = await start("3.0");
    const remove = async (query: string): Promise<Answer> =>
      await admin.request("DELETE", `/specifications/versions${query}`);
    const refused = await remove("?version=3.0");
    assert.deepEqual([refused.status, refused.body.type], [409, "/problems/in-use"]);
    assert.equal((await remove("")).status, 409);
    assert.equal(await upload("2.5"), 201);
    assert.equal((await remove("?version=2.5")).status, 204);
    assert.equal((await admin.post(`/cases/${running.id}/cancel`)).status, 200);
    const removed = await remove("?version=3.0");
    assert.equal(removed.status, 204);
    assert.equal((await admin.get("/specifications/versions?version=3.0")).status, 404);
    // What ended is still shown, and the id's newest version is the one before.
    assert.equal((await admin.get(`/cases/${running.id}`)).body.state, "cancelled");
    assert.equal((await start()).specification.version, "2.0");
  });
});
