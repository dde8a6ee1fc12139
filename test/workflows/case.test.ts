import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import {
  WithStartWorkflowOperation,
  WorkflowFailedError,
  WorkflowUpdateFailedError,
} from "@temporalio/client";
import { ApplicationFailure, CancelledFailure } from "@temporalio/common";
import { findCase, listEvents } from "../../store/cases.ts";
import { inboxOf } from "../../store/inbox.ts";
import { findItem } from "../../store/items.ts";
import { CASE_WORKFLOW, COMMAND, DONE_ALREADY, STATE } from "../../workflows/messages.ts";
import { CURRENT_FLAGS } from "../../yawl/case/flags.ts";
import type { CaseState } from "../../yawl/case/state.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";
import { CaseBed, specificationOf, type RunningCase } from "./case-bed.ts";

const [ALICE, BOB] = ["alice@acme.com", "bob@acme.com"];
const INVOICE = { invoice_number: "12345", supplier: "Sails", amount: 12.5 };

describe("The case workflow", function () {
  this.timeout(120_000);
  let bed: CaseBed;
  let invoice: CompiledSpecification;

  before(async function () {
    const opened = await CaseBed.open();
    if (!opened) return this.skip();
    bed = opened;
    await bed.person(ALICE, ["clerk"]);
    await bed.person(BOB, ["approver"]);
    invoice = specificationOf(await readFile("examples/invoice.yaml", "utf8"));
  });

  after(async () => {
    await (bed as CaseBed | undefined)?.close();
  });

  async function refusal(attempt: Promise<unknown>): Promise<string> {
    try {
      await attempt;
    } catch (error) {
      if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) {
        return error.cause.type ?? "";
      }
      throw error;
    }
    return assert.fail("it was not refused");
  }

  async function launched(): Promise<RunningCase> {
    const running = await bed.launch(invoice, INVOICE);
    await until(async () => (await findItem(`${running.id}.1`))?.status === "offered");
    return running;
  }

  it("runs a human process to its end, and its result is the net's data", async () => {
    const running = await launched();
    await running.work(1, ALICE, { account: "4711", remarks: "checked" });
    await running.work(2, BOB, { approved: true, remarks: "fine" });
    await running.work(3, ALICE, { paid_on: "2026-11-23" });
    const outcome = await running.handle.result();
    assert.equal(outcome.state, "completed");
    assert.equal(outcome.data.approved, true);
    assert.equal((await findCase(running.id))?.state, "completed");
  });

  it("a command that comes with the very first workflow task finds a case that has begun", async () => {
    const caseId = "case-early";
    const startWorkflowOperation = new WithStartWorkflowOperation(CASE_WORKFLOW, {
      workflowId: caseId,
      taskQueue: "case-test",
      args: [{ caseId, data: INVOICE, startedBy: "tester", flags: CURRENT_FLAGS }, invoice],
      workflowIdConflictPolicy: "FAIL",
    });
    const command = { type: "suspend-case" } as const;
    const by = { participant: "manager", manager: true };
    await bed.environment.client.workflow.executeUpdateWithStart(COMMAND, {
      args: [{ by, command }],
      startWorkflowOperation,
    });
    assert.equal((await findCase(caseId))?.state, "suspended");
    await (await startWorkflowOperation.workflowHandle()).terminate("the test is over");
  });

  it("an answered update is in the view: the next person sees the next item at once", async () => {
    const running = await launched();
    await running.work(1, ALICE, { account: "4711", remarks: "" });
    const { offered } = await inboxOf({ participant: BOB, roles: ["approver"] });
    assert.ok(offered.some(({ id }) => id === `${running.id}.2`));
  });

  it("refuses in the validator what the life cycle does not allow, and leaves no trace in the history", async () => {
    const running = await launched();
    assert.equal(await refusal(running.give(1, ALICE, { type: "start" })), "wrong-state");
    assert.equal(await refusal(running.give(1, BOB, { type: "claim" })), "not-eligible");
    assert.equal(await refusal(running.give(9, ALICE, { type: "claim" })), "not-found");
    const { events } = await running.handle.fetchHistory();
    assert.ok(!JSON.stringify(events).includes("workflowExecutionUpdateAccepted"));
  });

  it("refuses data that does not fit, and the item stays started", async () => {
    const running = await launched();
    await running.give(1, ALICE, { type: "claim" });
    await running.give(1, ALICE, { type: "start" });
    const bad = running.give(1, ALICE, { type: "complete", data: { account: 4711 } });
    assert.equal(await refusal(bad), "invalid-data");
    assert.equal((await findItem(`${running.id}.1`))?.status, "started");
  });

  it("takes the same commands as signals, and tells a refused one in the case's events", async () => {
    const running = await launched();
    await running.handle.signal(COMMAND, running.message(1, BOB, { type: "claim" }));
    await running.handle.signal(COMMAND, running.message(1, ALICE, { type: "claim" }));
    await until(async () => (await findItem(`${running.id}.1`))?.status === "allocated");
    const { items } = await listEvents(running.id, { limit: 100 });
    const refused = items.find(({ type }) => type === "command-refused");
    assert.equal(refused?.details?.["fault"], "not-eligible");
  });

  it("answers a submission that comes again, and refuses it with other data", async () => {
    const running = await launched();
    await running.give(1, ALICE, { type: "claim" });
    await running.give(1, ALICE, { type: "start" });
    const submit = (account: string): Promise<unknown> =>
      running.give(1, ALICE, {
        type: "complete",
        data: { account, remarks: "" },
        submissionId: "form-1",
      });
    await submit("4711");
    // the time-skipping server keeps the workflow task of a refused update; what counts is that no update is in the history
    const accepted = async (): Promise<number> =>
      ((await running.handle.fetchHistory()).events ?? []).filter(
        (event) => event.workflowExecutionUpdateAcceptedEventAttributes,
      ).length;
    const before = await accepted();
    assert.equal(await refusal(submit("4711")), DONE_ALREADY);
    assert.equal(await refusal(submit("4712")), "submission-conflict");
    assert.equal(await accepted(), before, "neither is an event");
    const { items } = await listEvents(running.id, { limit: 100 });
    assert.equal(items.filter(({ type }) => type === "item-completed").length, 1);
  });

  it("answers what is done already with the view's revision, without an event", async () => {
    const running = await launched();
    const { revision } = await running.give(1, ALICE, { type: "claim" });
    const again = await running.give(1, ALICE, { type: "claim" }).then(
      () => assert.fail("it was done twice"),
      (error: unknown) => (error instanceof WorkflowUpdateFailedError ? error.cause : error),
    );
    assert.ok(again instanceof ApplicationFailure);
    assert.deepEqual([again.type, again.nonRetryable, again.details], [DONE_ALREADY, true, [{ revision }]]);
    await running.handle.signal(COMMAND, running.message(1, ALICE, { type: "claim" }));
    await running.give(1, ALICE, { type: "start" });
    const { items } = await listEvents(running.id, { limit: 100 });
    assert.equal(items.filter(({ type }) => type === "item-claimed").length, 1);
    await running.handle.terminate();
  });

  it("offers an item for which nobody is found to the administrator", async () => {
    const lonely = specificationOf(
      'mizzen: 1\nid: lonely\nversion: "1.0"\nstart: a\ntasks:\n  a: { offer: { roles: [nobody] }, next: end }\n',
    );
    const running = await bed.launch(lonely);
    await until(async () => (await findItem(`${running.id}.1`)) !== undefined);
    assert.equal((await findItem(`${running.id}.1`))?.status, "unoffered");
  });

  it("goes on as a new run with its items, submissions and numbers", async () => {
    const loop = specificationOf(
      'mizzen: 1\nid: loop\nversion: "1.0"\nstart: a\ntasks:\n  a: { offer: { roles: [clerk] }, next: a }\n',
    );
    const running = await bed.launch(loop);
    await until(async () => (await findItem(`${running.id}.1`))?.status === "offered");
    const first = (await running.handle.describe()).runId;
    await running.give(1, ALICE, { type: "claim" });
    // saving is the cheapest command; a run ends after 1,500 of them
    await running.give(1, ALICE, { type: "start" });
    for (let count = 0; count < 1_500; count += 10) {
      await Promise.all(
        Array.from({ length: 10 }, async (_, index) => {
          await running.give(1, ALICE, { type: "save", data: { count: count + index } });
        }),
      );
    }
    const handle = bed.environment.client.workflow.getHandle(running.id);
    await until(async () => (await handle.describe()).runId !== first);
    const state = await handle.query<CaseState>(STATE);
    assert.equal(state.items[`${running.id}.1`]?.status, "started");
    const again = running.at(Object.assign(handle, { firstExecutionRunId: first }));
    await again.give(1, ALICE, { type: "complete", data: {} });
    await again.work(2, ALICE);
    const view = await findItem(`${running.id}.3`);
    assert.equal(view?.status, "offered");
    await handle.terminate();
  });

  it("ends as cancelled when Temporal is asked to cancel it, and its items leave every inbox", async () => {
    const running = await launched();
    await running.handle.cancel();
    await assert.rejects(running.handle.result(), (error) => {
      return error instanceof WorkflowFailedError && error.cause instanceof CancelledFailure;
    });
    assert.equal((await findCase(running.id))?.state, "cancelled");
    assert.equal((await findItem(`${running.id}.1`))?.status, "cancelled");
  });

  it("is cancelled in order, too, when Temporal asks before the view was first written", async () => {
    const running = await bed.launch(invoice, INVOICE);
    await running.handle.cancel();
    await assert.rejects(running.handle.result(), WorkflowFailedError);
    assert.equal((await findCase(running.id))?.state, "cancelled");
    assert.equal((await findItem(`${running.id}.1`))?.status, "cancelled");
  });

  it("fails as deadlocked when nothing can go on, with the marking", async () => {
    const stuck = specificationOf(
      'mizzen: 1\nid: stuck\nversion: "1.0"\ninput: { left: boolean }\nstart: a\ntasks:\n' +
        "  a: { next: [{ to: b, when: $left }, { to: c, otherwise: true }] }\n" +
        "  b: { next: d }\n  c: { next: d }\n  d: { join: and, next: end }\n",
    );
    const running = await bed.launch(stuck, { left: true });
    await assert.rejects(running.handle.result(), (error) => {
      if (!(error instanceof WorkflowFailedError) || !(error.cause instanceof ApplicationFailure))
        return false;
      assert.equal(error.cause.type, "deadlocked");
      assert.deepEqual(error.cause.details?.[0], {
        marking: { stuck: { "c{b_d}": 1 } },
        busy: { stuck: [] },
      });
      return true;
    });
    assert.equal((await findCase(running.id))?.state, "deadlocked");
  });

  it("cancelling a composite task withdraws its people's items from every inbox", async () => {
    const nested = specificationOf(
      [
        "mizzen: 1",
        "id: nested",
        'version: "1.0"',
        "start: split",
        "tasks:",
        "  split: { split: and, next: [inner, stop] }",
        "  inner: { net: deep, next: end }",
        "  stop: { offer: { roles: [clerk] }, cancels: [inner], next: end }",
        "nets:",
        "  deep: { start: deeper, tasks: { deeper: { net: deepest, next: end } } }",
        "  deepest: { start: sign, tasks: { sign: { offer: { roles: [approver] }, next: end } } }",
      ].join("\n"),
    );
    const running = await bed.launch(nested);
    const sign = await untilFound(running.id, "sign");
    const stop = await untilFound(running.id, "stop");
    await running.work(Number(stop.split(".").at(-1)), ALICE);
    assert.equal((await findItem(sign))?.status, "cancelled");
    assert.ok(
      !(await inboxOf({ participant: BOB, roles: ["approver"] })).offered.some(({ id }) => id === sign),
    );
    assert.equal((await running.handle.result()).state, "completed");
  });

  it("offers every instance, takes added ones, and cancels the rest at the threshold", async () => {
    const reviews = specificationOf(
      [
        "mizzen: 1",
        "id: reviews",
        'version: "1.0"',
        "input: { applications: array }",
        "data: { verdicts: array }",
        "start: review",
        "tasks:",
        "  review:",
        "    offer: { roles: [clerk] }",
        "    output: { verdict: string }",
        "    instances: { each: '$applications?*', as: application, max: 12, threshold: 7,",
        "      creation: dynamic, collect: $verdict, into: verdicts }",
        "    next: end",
      ].join("\n"),
    );
    const running = await bed.launch(reviews, { applications: [..."abcdefghij"] });
    await until(async () => (await findItem(`${running.id}.10`))?.status === "offered");
    const mine = (await inboxOf({ participant: ALICE, roles: ["clerk"] })).offered.filter(
      ({ caseId }) => caseId === running.id,
    );
    assert.deepEqual(
      mine.map(({ data }) => data["application"]),
      [..."abcdefghij"],
    );
    await running.send({
      item: `${running.id}.1`,
      by: { participant: "manager", manager: true },
      command: { type: "add-instance", data: { application: "k" } },
    });
    assert.deepEqual((await findItem(`${running.id}.11`))?.data, { application: "k" });
    for (const number of [11, 3, 1, 2, 7, 5]) await running.work(number, ALICE, { verdict: `v${number}` });
    for (const number of [4, 6]) {
      await running.give(number, ALICE, { type: "claim" });
      await running.give(number, ALICE, { type: "start" });
    }
    // two race for the seventh place
    const race = await Promise.allSettled(
      [4, 6].map((number) =>
        running.give(number, ALICE, { type: "complete", data: { verdict: `v${number}` } }),
      ),
    );
    assert.equal(race.filter(({ status }) => status === "fulfilled").length, 1);
    const outcome = await running.handle.result();
    // in the order of the instances, not in that of their completion
    const numbers = [1, 2, 3, 5, 7, 11, race[0]?.status === "fulfilled" ? 4 : 6].toSorted((a, b) => a - b);
    assert.deepEqual(
      outcome.data.verdicts,
      numbers.map((number) => `v${number}`),
    );
    assert.equal((await findItem(`${running.id}.10`))?.status, "cancelled");
  });

  it("tells an operator in Temporal's details where it stands", async () => {
    const running = await launched();
    const metadata = await running.handle.query<{ currentDetails: string }>("__temporal_workflow_metadata");
    assert.match(metadata.currentDetails, /\*\*running\*\*/);
    assert.match(metadata.currentDetails, /Process Invoice #12345: offered \(clerk\)/);
    await running.handle.terminate();
  });

  async function untilFound(caseId: string, task: string): Promise<string> {
    for (let number = 1; ; number = (number % 5) + 1) {
      const item = await findItem(`${caseId}.${number}`);
      if (item?.task === task && item.status === "offered") return item.id;
      await sleep(20);
    }
  }
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await holds())) {
    assert.ok(Date.now() < deadline, "not within 15 s");
    await sleep(20);
  }
}
