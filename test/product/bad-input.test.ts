import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import type { Session } from "./http.ts";
import { administrator, INVOICE, person, sharedProduct, startInvoice } from "./shared.ts";

describe("Bad input to the running product", function () {
  this.timeout(400_000);
  let admin: Session;
  let alice: Session;
  let bob: Session;

  before(async () => {
    const product = await sharedProduct();
    admin = await administrator(product);
    alice = await person(product, "alice@acme.com");
    bob = await person(product, "bob@acme.com");
  });

  async function upload(text: string, contentType = "application/xml"): ReturnType<Session["post"]> {
    return await admin.request("POST", "/specifications", text, { "content-type": contentType });
  }

  describe("in specifications", () => {
    let leave: string;

    before(async () => {
      leave = await readFile(new URL("../../examples/leave.yawl", import.meta.url), "utf8");
    });

    it("malformed XML is answered with the line and column", async () => {
      const { status, body } = await upload(leave.replace("</metaData>", "</metadata>"));
      assert.equal(status, 422);
      assert.ok(body.errors[0].line > 1);
      assert.ok(body.errors[0].column > 0);
    });

    it("XML that is no specification is refused", async () => {
      const { status, body } = await upload("<html><body/></html>");
      assert.equal(status, 422);
      assert.match(JSON.stringify(body), /specificationSet/);
    });

    it("a specification without a root net is refused", async () => {
      const { status, body } = await upload(leave.replace(' isRootNet="true"', ""));
      assert.equal(status, 422);
      assert.match(JSON.stringify(body.errors), /root net/i);
    });

    it("a flow to an element that does not exist names the element and its line", async () => {
      const { status, body } = await upload(
        leave.replace('<nextElementRef id="Record" />', '<nextElementRef id="Recrod" />'),
      );
      assert.equal(status, 422);
      assert.match(body.errors[0].message, /Recrod/);
      assert.equal(body.errors[0].line > 40, true);
    });

    it("a document type declaration is refused before anything is expanded", async () => {
      const bomb = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>${leave.slice(leave.indexOf("<specificationSet"))}`;
      const { status, body } = await upload(bomb);
      assert.equal(status, 422);
      assert.match(JSON.stringify(body), /DOCTYPE|document type/i);
    });

    it("50 MB are answered with 413", async () => {
      const { status, body } = await upload(`<a>${"x".repeat(50_000_000)}</a>`);
      assert.equal(status, 413);
      assert.match(body.type, /too-large/);
    });

    it("in the dialect every mistake is told with its line", async () => {
      const { status, body } = await upload(
        "mizzen: 1\nid: x\nversion: 1.0\nstart: a\ntasks:\n  a:\n    ofer: { roles: [clerk] }\n    next: nowhere\n",
        "application/yaml",
      );
      assert.equal(status, 422);
      assert.equal(body.errors[0].line, 7);
      assert.match(body.errors[0].message, /ofer/);
    });

    it("the same version with other content is refused, with the same content answered as before", async () => {
      assert.equal((await upload(leave)).status, 200);
      assert.equal((await upload(leave.replace("Leave request", "Leave"))).status, 409);
    });
  });

  describe("in cases", () => {
    it("data of the wrong type and unknown fields are refused with a pointer each", async () => {
      const { status, body } = await admin.post("/cases", {
        specificationId: "invoice",
        data: { ...INVOICE, amount: "much", colour: "red" },
      });
      assert.equal(status, 422);
      const pointers = body.errors.map(({ pointer }: { pointer: string }) => pointer);
      assert.deepEqual(pointers.toSorted(), ["/amount", "/colour"]);
    });

    it("an existing case id is a conflict, an unknown specification and case are not found", async () => {
      const caseId = await startInvoice(admin);
      const again = await admin.post("/cases", { specificationId: "invoice", caseId, data: INVOICE });
      assert.equal(again.status, 409);
      assert.equal((await admin.post("/cases", { specificationId: "nothing", data: {} })).status, 404);
      assert.equal((await admin.get("/cases/no-such-case")).status, 404);
    });
  });

  describe("in work items", () => {
    it("a person whom it is not offered to does not see it, and may not claim it", async () => {
      const item = `${await startInvoice(admin)}.1`;
      assert.equal((await bob.get(`/work-items/${item}`)).status, 404);
      assert.equal((await bob.post(`/work-items/${item}/claim`)).status, 404);
    });

    it("every command out of its turn is a conflict that says which state the item is in", async () => {
      const item = `${await startInvoice(admin)}.1`;
      const early = await alice.post(`/work-items/${item}/start`);
      assert.equal(early.status, 409);
      assert.match(early.body.detail, /offered/);
      await alice.post(`/work-items/${item}/claim`);
      const unstarted = await alice.post(`/work-items/${item}/complete`, { data: {} });
      assert.equal(unstarted.status, 409);
      assert.match(unstarted.body.detail, /allocated/);
    });

    it("a claim or start that the same person repeats answers the item as it is", async () => {
      const item = `${await startInvoice(admin)}.1`;
      for (const command of ["claim", "claim", "start", "start"]) {
        assert.equal((await alice.post(`/work-items/${item}/${command}`)).status, 200, command);
      }
    });

    it("a bad completion leaves the item started and names every field", async () => {
      const item = `${await startInvoice(admin)}.1`;
      await alice.post(`/work-items/${item}/claim`);
      await alice.post(`/work-items/${item}/start`);
      const { status, body } = await alice.post(`/work-items/${item}/complete`, { data: { account: 1 } });
      assert.equal(status, 422);
      const pointers = body.errors.map(({ pointer }: { pointer: string }) => pointer);
      assert.deepEqual(pointers.toSorted(), ["/account", "/remarks"]);
      const large = await alice.post(`/work-items/${item}/complete`, {
        data: { account: "x".repeat(3_000_000), remarks: "" },
      });
      assert.equal(large.status, 413);
      assert.equal((await alice.get(`/work-items/${item}`)).body.state, "started");
    });

    it("an unknown item is not found", async () => {
      assert.equal((await alice.post("/work-items/nothing.1/claim")).status, 404);
    });

    it("of twenty people who claim one item at once one wins and the others get 409 within a second", async () => {
      const product = await sharedProduct();
      const ids = Array.from({ length: 20 }, (_, index) => `crowd-${index}@acme.com`);
      assert.ok([201, 409].includes((await admin.post("/roles", { id: "crowd", name: "Crowd" })).status));
      for (const id of ids) {
        await admin.post("/participants", { id, name: id, password: "mizzen-demo", roles: ["crowd"] });
      }
      const source = `mizzen: 1\nid: crowd\nversion: "1.0"\nstart: a\ntasks:\n  a: { offer: { roles: [crowd] }, next: end }\n`;
      await upload(source, "application/yaml");
      const crowd: Session[] = [];
      for (const id of ids) crowd.push(await person(product, id));
      const { body } = await admin.post("/cases", { specificationId: "crowd" });
      const begin = Date.now();
      const answers = await Promise.all(
        crowd.map(async (session) => {
          const { status } = await session.post(`/work-items/${body.id}.1/claim`);
          return { status, millis: Date.now() - begin };
        }),
      );
      const losers = answers.filter(({ status }) => status === 409);
      assert.equal(answers.filter(({ status }) => status === 200).length, 1);
      assert.equal(losers.length, 19, JSON.stringify(answers));
      assert.ok(Math.max(...losers.map(({ millis }) => millis)) < 1_000, JSON.stringify(answers));
    });
  });
});
