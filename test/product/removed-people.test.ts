import assert from "node:assert/strict";
import { Session } from "./http.ts";
import { administrator, sharedProduct } from "./shared.ts";

const PASSWORD = "a long enough password";
const SPECIFICATION = `mizzen: 1
id: removed-people
version: "1.0"
start: s
data: { note: { type: string, default: "" } }
tasks:
  s: { offer: { roles: [temp] }, output: [note], next: end }
`;

describe("People who are removed from the running product", function () {
  this.timeout(400_000);
  let admin: Session;
  let url: string;

  before(async () => {
    const product = await sharedProduct();
    url = product.url;
    admin = await administrator(product);
    await admin.post("/roles", { id: "temp" });
    const { status, body } = await admin.request("POST", "/specifications", SPECIFICATION, {
      "content-type": "application/yaml",
    });
    assert.equal(status, 201, JSON.stringify(body));
  });

  const add = async (id: string, roles: readonly string[]): Promise<Session> => {
    const { status } = await admin.post("/participants", { id, password: PASSWORD, roles });
    assert.equal(status, 201);
    return await Session.login(url, id, PASSWORD);
  };
  const start = async (): Promise<string> => {
    const { status, body } = await admin.post("/cases", { specificationId: "removed-people" });
    assert.equal(status, 201);
    return `${String(body.id)}.1`;
  };
  const remove = async (id: string): Promise<number> =>
    (await admin.request("DELETE", `/participants/${id}`)).status;
  /** Distribution goes to the organisation and back: a moment. */
  const until = async (item: string, state: string): Promise<Record<string, unknown>> => {
    for (let attempt = 1; ; attempt += 1) {
      const { body } = await admin.get(`/work-items/${item}`);
      if (body.state === state || attempt === 100) return body;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  it("give back what they hold, with what was saved, and whoever gets the id finds nothing", async () => {
    const r1 = await add("r1", ["temp"]);
    const r2 = await add("r2", ["temp"]);
    const [offered, started, paused] = [await start(), await start(), await start()];
    for (const item of [started, paused]) {
      assert.equal((await r2.post(`/work-items/${item}/claim`)).status, 200);
      assert.equal((await r2.post(`/work-items/${item}/start`)).status, 200);
    }
    assert.equal((await r2.post(`/work-items/${started}/save`, { data: { note: "half done" } })).status, 200);
    assert.equal((await r2.post(`/work-items/${paused}/suspend`)).status, 200);
    assert.equal(await remove("r2"), 204);
    for (const item of [offered, started, paused])
      assert.deepEqual((await until(item, "offered"))["offeredTo"], ["r1"], item);

    const again = await add("r2", []);
    const { body: inbox } = await again.get("/work-items/inbox");
    assert.deepEqual(inbox, { offered: [], allocated: [], started: [], suspended: [] });
    for (const item of [offered, started, paused]) {
      assert.equal((await again.get(`/work-items/${item}`)).status, 404);
      assert.equal((await again.post(`/work-items/${item}/claim`)).status, 404);
    }

    assert.equal((await r1.post(`/work-items/${started}/claim`)).status, 200);
    const { body: taken } = await r1.post(`/work-items/${started}/start`);
    assert.deepEqual([taken.state, taken.draft], ["started", { note: "half done" }]);
    assert.equal((await r1.post(`/work-items/${started}/complete`, { data: { note: "done" } })).status, 200);

    assert.equal(await remove("r1"), 204);
    for (const item of [offered, paused]) {
      const { state, offeredTo } = await until(item, "unoffered");
      assert.deepEqual([state, offeredTo], ["unoffered", []], "nobody is left: the administrator's");
    }
  });

  it("and who loses a role loses its work that is not begun, but keeps what is; who gets it sees it", async () => {
    const first = await add("r3", ["temp"]);
    const [own, begun, open] = [await start(), await start(), await start()];
    for (const item of [own, begun])
      assert.equal((await first.post(`/work-items/${item}/claim`)).status, 200);
    assert.equal((await first.post(`/work-items/${begun}/start`)).status, 200);
    assert.equal(
      (
        await admin.request("PUT", "/participants/r3", JSON.stringify({ roles: [] }), {
          "content-type": "application/json",
        })
      ).status,
      200,
    );
    for (const item of [own, open])
      assert.equal((await until(item, "unoffered"))["state"], "unoffered", "nobody has it");
    assert.equal((await first.post(`/work-items/${begun}/complete`, { data: { note: "" } })).status, 200);
    const second = await add("r4", ["temp"]);
    for (const item of [own, open]) assert.deepEqual((await until(item, "offered"))["offeredTo"], ["r4"]);
    assert.equal((await second.post(`/work-items/${own}/claim`)).status, 200);
  });
});
