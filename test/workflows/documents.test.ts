import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import mongoose from "mongoose";
import type { ConnectorServices } from "../../activities/call-connector.ts";
import { ConnectorError } from "../../activities/connectors/contract.ts";
import { putAbsence } from "../../store/absences.ts";
import { recordAudit } from "../../store/audit.ts";
import { setCredential } from "../../store/credentials.ts";
import { addDeliveries } from "../../store/deliveries.ts";
import { noteFollowUps } from "../../store/follow-ups.ts";
import { rememberAnswer, rememberRequest } from "../../store/idempotency.ts";
import { findItem } from "../../store/items.ts";
import { addMails } from "../../store/mails.ts";
import { Cases, Events, Items, Participants } from "../../store/models.ts";
import { appendNotices, takeTerm } from "../../store/notices.ts";
import { noteSigningKey, tryWrite } from "../../store/operations.ts";
import { KINDS, putNamed, replaceOrganisation, replaceResources } from "../../store/organisation.ts";
import { createParticipant, participantWith, removeParticipants } from "../../store/participants.ts";
import { beginPile } from "../../store/piles.ts";
import { publish } from "../../store/published.ts";
import { putSecret } from "../../store/secrets.ts";
import { saveRules } from "../../store/rules.ts";
import { putOwnership } from "../../store/specification-owners.ts";
import { saveSpecification } from "../../store/specifications.ts";
import { beat, rememberLook } from "../../store/view/doubts.ts";
import { createWebhook } from "../../store/webhooks.ts";
import { filled, unfitting } from "../store/fitting.ts";
import { sampleSpecification } from "../store/samples.ts";
import { CaseBed, specificationOf, type RunningCase } from "./case-bed.ts";

const ALICE = "alice@acme.com";
const BOB = "bob@acme.com";

const PROCESS = specificationOf(
  `
mizzen: 1
id: everything
version: "1.0"
input: { names: { type: array, items: { type: string } }, text: string }
data: { found: string?, notes: { type: array, default: [] } }
start: prepare
tasks:
  prepare:
    offer: { roles: [clerk] }
    privileges: { suspend: all }
    input: [text]
    output: [text]
    next: look_up
  look_up: { call: test, input: [text], set: { found: $value }, next: check }
  check:
    offer: { roles: [clerk] }
    instances: { each: $names, as: name, collect: $note, into: notes, threshold: 1 }
    output: { note: string }
    next: end
`,
  () => ({ version: 1, answers: ["value"] }),
);

describe("Every document that is stored", function () {
  this.timeout(120_000);
  let bed: CaseBed;
  let run: ConnectorServices["run"];

  before(async function () {
    const opened = await CaseBed.open(undefined, async (call, context) => run(call, context));
    if (!opened) return this.skip();
    bed = opened;
    for (const id of [ALICE, BOB]) await bed.person(id, ["clerk"]);
  });
  after(async () => bed?.close());

  async function untilItem(running: RunningCase, number: number, status: string): Promise<void> {
    for (let tries = 0; tries < 500; tries += 1) {
      if ((await findItem(`${running.id}.${number}`))?.status === status) return;
      await sleep(20);
    }
    assert.fail(`the item ${number} is not ${status}`);
  }

  /** A case through people who save, suspend and complete, a connector that fails first, and instances of which one is cut off. */
  async function throughEverything(): Promise<RunningCase> {
    let calls = 0;
    run = async () => {
      calls += 1;
      if (calls === 1) throw new ConnectorError("refused", "not today", { retryable: false });
      return { value: "found" };
    };
    const running = await bed.launch(PROCESS, { names: ["a", "b"], text: "long ".repeat(2_000) });
    await untilItem(running, 1, "offered");
    await running.give(1, BOB, { type: "reject" });
    await running.give(1, ALICE, { type: "claim" });
    await running.give(1, ALICE, { type: "start" });
    await running.give(1, ALICE, { type: "save", data: { text: "draft" } });
    await running.give(1, ALICE, { type: "suspend" });
    assert.deepEqual(await unfitting(), [], "while work is suspended");
    await running.give(1, ALICE, { type: "resume" });
    await running.give(1, ALICE, { type: "complete", data: { text: "done" } });
    await untilItem(running, 2, "suspended");
    assert.deepEqual(await unfitting(), [], "while a call has failed");
    const manager = { participant: "ann", manager: true };
    await running.send({ item: `${running.id}.2`, by: manager, command: { type: "retry" } });
    await untilItem(running, 3, "offered");
    await running.work(3, ALICE, { note: "good" });
    assert.equal((await running.handle.result()).state, "completed");
    return running;
  }

  /** What the API keeps, by the functions that it keeps it with. */
  async function keepOfEach(caseId: string): Promise<void> {
    const binding = { hosts: ["crm.acme.com"], specifications: null, by: ALICE, at: 1 };
    await putSecret("token", binding, () => ({ keyId: "k", sealed: "s" }));
    await putSecret("token", { ...binding, specifications: ["everything"] }, () => ({
      keyId: "k",
      sealed: "t",
    }));
    await recordAudit({ by: ALICE, action: "secret.put", subject: "token", result: "failed", reason: "r" });
    await rememberRequest("alice:1", { digest: "d", caseId });
    await rememberAnswer("alice:1", { caseId, "a.$b": [null] });
    await publish({ id: "e", name: "n", caseId, specificationId: "everything", at: 1, data: { "$a.b": 1 } });
    await saveSpecification({ ...sampleSpecification(), documentation: "", checks: [{ message: "m" }] });
    await putOwnership("Invoices", { owner: ALICE, designers: [BOB] });
    const rules = { id: "Invoices", version: "1.0", rules: { trees: [] }, updatedBy: ALICE, updatedAt: 1 };
    for (const revision of [1, 2]) assert.ok(await saveRules({ ...rules, revision }));
    await tryWrite(1);
    await noteSigningKey("a", 1);
    await noteSigningKey("b", 2);
    await beat("writer", 1);
    await rememberLook(2);
    await setCredential(ALICE, "hash");
    for (const kind of KINDS) await putNamed(kind, { id: kind, name: "", description: "d" });
    const capabilities = [
      { name: "lifts", value: 20 },
      { name: "speaks", value: "Dutch" },
      { name: "drives" },
    ];
    await createParticipant(participantWith({ id: "carol", capabilities, specifications: ["everything"] }));
    await replaceOrganisation({
      participants: [participantWith({ id: ALICE, capabilities, access: ["admin"] })],
      roles: [{ id: "clerk", name: "Clerk" }],
      positions: [{ id: "p", name: "P" }],
      groups: [{ id: "g", name: "G", description: "d" }],
      capabilities: [{ id: "lifts", name: "lifts" }],
    });
    await removeParticipants([BOB]);
    await putAbsence({
      id: "a",
      participant: ALICE,
      from: 1,
      until: 2,
      substitute: "carol",
      roles: ["clerk"],
    });
    await replaceResources([{ id: "van", name: "Van", category: "vehicle", available: true }]);
    await beginPile({ specification: "everything", version: "1.0", net: "n", task: "t" }, ALICE);
    const before = { roles: ["clerk"], held: [], available: true, locked: false };
    await noteFollowUps([{ kind: "person", participant: ALICE, before }]);
    await tellOfEach(caseId);
  }

  /** Notices, and what web-hooks and mails are made of them. */
  async function tellOfEach(caseId: string): Promise<void> {
    await takeTerm(undefined);
    const item = `${caseId}.1`;
    await appendNotices([
      {
        _id: "n",
        sequence: 1,
        type: "offered",
        at: 1,
        number: 1,
        caseId,
        specificationId: "everything",
        specificationVersion: "1.0",
        name: "n",
        state: "offered",
        item,
        task: "t",
        has: { people: [ALICE], roles: ["clerk"], except: ["carol"] },
        expires: new Date(Date.now() + 60_000),
      },
    ]);
    await createWebhook({
      id: "w",
      url: "https://example.org",
      events: ["offered"],
      filter: { specificationId: "everything" },
      active: true,
      createdAt: 1,
      createdBy: ALICE,
      keyId: "k",
      sealed: "s",
      version: 1,
    });
    await addDeliveries([{ webhook: "w", sequence: 1, type: "offered", body: {} }]);
    await addMails([{ participant: ALICE, sequence: 1, type: "offered", item, at: 1, due: 1 }]);
  }

  it("is what the schema of its collection says, and no collection is left out", async () => {
    const running = await throughEverything();
    await keepOfEach(running.id);
    assert.deepEqual(await unfitting(), []);
    const names = Object.values(mongoose.models).map((model) => model.collection.name);
    assert.deepEqual((await filled()).toSorted(), names.toSorted());
    const found = await Participants.findById(ALICE).lean();
    assert.deepEqual(found?.capabilities.at(0), { name: "lifts", value: 20 });
  });

  it("with a field that no schema knows, without one that it needs, or with another type is found", async () => {
    const [running] = await Cases.find().lean();
    assert.ok(running);
    const { _id } = running;
    const change = async (
      model: { readonly collection: mongoose.Collection },
      filter: object,
      update: object,
    ) => assert.equal((await model.collection.updateOne(filter, update)).matchedCount, 1);
    await change(Cases, { _id: running._id }, { $set: { colour: "blue" } });
    await change(Items, { caseId: _id }, { $unset: { task: "" } });
    await change(Events, { caseId: _id }, { $set: { at: "today" } });
    const wrong = (await unfitting()).toSorted();
    assert.equal(wrong.length, 3);
    assert.match(wrong[0] ?? "", /^cases .*`colour` is not in schema/);
    assert.match(wrong[1] ?? "", /^events .*at: Cast to Number failed/);
    assert.match(wrong[2] ?? "", /^items .*task: Path `task` is required/);
    await change(Cases, { _id }, { $unset: { colour: "" } });
    await Promise.all([Items.deleteMany({ caseId: _id }), Events.deleteMany({ caseId: _id })]);
  });

  it("is refused with such a field, however it is written, and so is a query for one", async () => {
    const id = { _id: "x" } as const;
    for (const model of Object.values(mongoose.models)) {
      const unknown = /not in schema/;
      await assert.rejects(async () => model.create([{ ...id, colour: "blue" }]), unknown);
      await assert.rejects(async () => model.updateOne(id, { $set: { colour: "blue" } }), unknown);
      await assert.rejects(async () => model.replaceOne(id, { colour: "blue" }, { upsert: true }), unknown);
      await assert.rejects(async () => model.find({ colour: "blue" }), unknown);
      assert.equal(await model.countDocuments(id), 0);
    }
  });

  it("is refused with a value of another type rather than with one left out or made into a text", async () => {
    const id = { _id: "x" };
    const named = mongoose.models["Role"];
    assert.ok(named);
    await assert.rejects(
      async () => named.replaceOne(id, { name: 5 }, { upsert: true }),
      /name: Cast to string/,
    );
    await assert.rejects(async () => named.replaceOne(id, {}, { upsert: true }), /name/);
    await assert.rejects(
      async () => named.updateOne(id, { $set: { name: {} } }, { upsert: true }),
      /Cast to string/,
    );
    const replacement = { name: "A", description: 7 };
    await assert.rejects(
      async () =>
        named.bulkWrite([
          { replaceOne: { filter: { _id: "y" }, replacement: { name: "Y" }, upsert: true } },
          { replaceOne: { filter: id, replacement, upsert: true } },
        ]),
      /description: Cast to string/,
    );
    assert.equal(await named.countDocuments({ _id: { $in: ["x", "y"] } }), 0);
  });
});
