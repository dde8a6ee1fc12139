import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { Product, type Part } from "./product.ts";
import { administrator, INVOICE, person, replaceProduct, sharedProduct, startInvoice } from "./shared.ts";

describe("What survives kill -9", function () {
  this.timeout(600_000);

  const parts: readonly Part[] = ["worker", "api", "temporal", "mongo"];
  for (const part of parts) {
    it(`a claimed work item is started and completed after the ${part} process was killed`, async () => {
      const product = await sharedProduct();
      const [admin, alice] = [await administrator(product), await person(product, "alice@acme.com")];
      const item = `${await startInvoice(admin)}.1`;
      assert.equal((await alice.post(`/work-items/${item}/claim`)).status, 200);
      await product.kill(part);
      await product.untilReady();
      const begun = await eventually(() => alice.post(`/work-items/${item}/start`));
      assert.equal(begun.body.state, "started");
      const form = { data: { account: "1", remarks: "" }, submissionId: `${item}-form` };
      const completed = await eventually(() => alice.post(`/work-items/${item}/complete`, form));
      assert.equal(completed.body.state, "completed");
    });
  }

  for (const part of ["temporal", "mongo"] as const) {
    it(`a command while ${part} is away is answered with 503 and can be repeated`, async () => {
      const product = await sharedProduct();
      const [admin, alice] = [await administrator(product), await person(product, "alice@acme.com")];
      const items = [`${await startInvoice(admin)}.1`, `${await startInvoice(admin)}.1`];
      await product.kill(part);
      const statuses = await Promise.all(
        items.map(async (item) => (await alice.post(`/work-items/${item}/claim`)).status),
      );
      for (const status of statuses) assert.ok([200, 503].includes(status), `status ${status}`);
      await product.untilReady();
      for (const item of items) {
        const claimed = await eventually(() => alice.post(`/work-items/${item}/claim`));
        assert.equal(claimed.body.state, "allocated");
      }
    });
  }

  it("cases, items, people and specifications are there after the whole product was killed and started again", async () => {
    const before = await sharedProduct();
    const [admin, alice] = [await administrator(before), await person(before, "alice@acme.com")];
    const caseId = await startInvoice(admin);
    await alice.post(`/work-items/${caseId}.1/claim`);
    await alice.post(`/work-items/${caseId}.1/start`);
    await alice.post(`/work-items/${caseId}.1/save`, { data: { account: "half-typed" } });
    await before.killAll();
    const after = await Product.start(before.dataFolder);
    replaceProduct(after);
    const again = await person(after, "alice@acme.com");
    const item = (await again.get(`/work-items/${caseId}.1`)).body;
    assert.equal(item.state, "started");
    const completed = await eventually(() =>
      again.post(`/work-items/${caseId}.1/complete`, { data: { account: "1", remarks: "" } }),
    );
    assert.equal(completed.body.state, "completed");
    const { body } = await (await administrator(after)).get(`/cases/${caseId}`);
    assert.deepEqual(body.data, { ...INVOICE, account: "1", remarks: "" });
  });

  it("a token that was given before a restart is still good after it", async () => {
    const before = await sharedProduct();
    const port = new URL(before.url).port;
    const alice = await person(before, "alice@acme.com");
    await before.stop();
    const after = await Product.start(before.dataFolder, { PORT: port });
    replaceProduct(after);
    assert.equal((await alice.get("/work-items/inbox")).status, 200);
  });
});

type Answered = Awaited<ReturnType<Awaited<ReturnType<typeof person>>["post"]>>;

/** Repeats a command for as long as it is answered with 503, as a client should. */
async function eventually(command: () => Promise<Answered>): Promise<Answered> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const answer = await command().catch(() => undefined);
    if (answer && answer.status !== 503) {
      assert.equal(answer.status, 200, JSON.stringify(answer.body));
      return answer;
    }
    assert.ok(Date.now() < deadline, "still not answered after a minute");
    await sleep(200);
  }
}
