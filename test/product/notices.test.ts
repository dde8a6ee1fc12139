/** People hear of their work as it happens, from the command to the stream, and go on after the API was killed. */
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { listen, type EventListener } from "../api/event-stream.ts";
import type { Product } from "./product.ts";
import type { Session } from "./http.ts";
import { administrator, person, sharedProduct, startInvoice } from "./shared.ts";

const ALICE = "alice@acme.com";

describe("Whoever listens", function () {
  this.timeout(400_000);
  let product: Product;
  let admin: Session;
  let alice: Session;
  let token: string;

  before(async () => {
    product = await sharedProduct();
    admin = await administrator(product);
    alice = await person(product, ALICE);
    const { body } = await alice.post("/auth/login", { username: ALICE, password: "mizzen-demo" });
    token = String(body["token"]);
  });

  const about = (listener: EventListener, caseId: string): readonly string[] =>
    listener.heard.filter(({ data }) => data["caseId"] === caseId).map(({ type }) => type);

  it("hears of each step of an item within a second", async () => {
    const listener = await listen(product, token);
    const caseId = await startInvoice(admin);
    const item = `${caseId}.1`;
    await listener.until(() => about(listener, caseId).length === 1);
    for (const step of ["claim", "start"]) {
      const began = performance.now();
      assert.equal((await alice.post(`/work-items/${item}/${step}`)).status, 200);
      const count = about(listener, caseId).length;
      if (count < (step === "claim" ? 2 : 3)) await listener.until((heard) => heard.length > count);
      assert.ok(performance.now() - began < 3_000);
    }
    await listener.until(() => about(listener, caseId).length === 3);
    assert.deepEqual(about(listener, caseId), ["offered", "allocated", "started"]);
    await listener.close();
  });

  it("goes on where it was after the API was killed", async () => {
    const listener = await listen(product, token);
    const first = await startInvoice(admin);
    await listener.until(() => about(listener, first).length === 1);
    await product.kill("api");
    await listener.ended;
    // the case goes on whether or not there is an API: its worker writes what happens
    let resumed: EventListener | undefined;
    for (let waited = 0; !resumed && waited < 60; waited += 1) {
      await sleep(500);
      const made = await listen(product, token, { lastEventId: listener.lastEventId }).catch(() => undefined);
      if (made?.status === 200) resumed = made;
    }
    assert.ok(resumed, "there is an API again");
    const again = await administrator(product);
    const second = await startInvoice(again);
    await resumed.until(() => about(resumed, second).length === 1);
    assert.deepEqual(about(resumed, first), [], "what was heard does not come again");
    await resumed.close();
  });
});
