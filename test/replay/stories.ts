/** Cases whose histories are kept: each goes through a part of the workflow that a replay must take again. */
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { findItem } from "../../store/items.ts";
import type { ItemView } from "../../store/views.ts";
import { COMMAND } from "../../workflows/messages.ts";
import { OUTSIDE } from "../../yawl/work/command.ts";
import type { ConnectorServices } from "../../activities/call-connector.ts";
import { ConnectorError, Waiting } from "../../activities/connectors/contract.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";
import { specificationOf, type CaseBed, type RunningCase } from "../workflows/case-bed.ts";

const [ALICE, BOB] = ["alice@acme.com", "bob@acme.com"];

export interface Story {
  readonly name: string;
  /** where its history is kept */
  readonly file: string;
  /** lets it happen; @returns the workflow whose history is kept, and which run of it: the last by default */
  readonly tell: (bed: CaseBed) => Promise<{ readonly workflowId: string; readonly runId?: string }>;
}

async function offered(id: string): Promise<void> {
  while ((await findItem(id))?.status !== "offered") await sleep(20);
}

async function invoice(bed: CaseBed): Promise<RunningCase> {
  const specification = specificationOf(await readFile("examples/invoice.yaml", "utf8"));
  const running = await bed.launch(specification, { invoice_number: "1", supplier: "Sails", amount: 1 });
  await offered(`${running.id}.1`);
  return running;
}

/** What the connector of the story about automated tasks does: by the task's input, and by how often it was asked. */
export const callsOfStories: ConnectorServices["run"] = async ({ input }, { attempt }) => {
  switch (input["wish"]) {
    case "retry":
      if (attempt < 2) throw new ConnectorError("busy", "later", { retryable: true, retryAfter: 100 });
      return { value: attempt };
    case "fail":
      throw new ConnectorError("http-status", "404", { retryable: false, details: { status: 404 } });
    case "wait":
      return new Waiting(3_600_000);
    default:
      return { value: input["wish"] ?? null };
  }
};

const manager = { participant: "ann", manager: true };

async function state(id: string, isReached: (item: ItemView) => boolean): Promise<void> {
  for (;;) {
    const item = await findItem(id);
    if (item && isReached(item)) return;
    await sleep(20);
  }
}

/** A story of one run. */
function story(name: string, tell: (bed: CaseBed) => Promise<RunningCase>): Story {
  return {
    name,
    file: `${name.replaceAll(" ", "-")}.json`,
    tell: async (bed) => ({ workflowId: (await tell(bed)).id }),
  };
}

/** A specification of the dialect with these lines below `tasks`, and with connectors that the story answers for. */
function specified(id: string, ...lines: readonly string[]): CompiledSpecification {
  return specificationOf(["mizzen: 1", `id: ${id}`, 'version: "1.0"', ...lines].join("\n"), () => ({
    version: 1,
    answers: ["value"],
  }));
}

export const STORIES: readonly Story[] = [
  story("automated tasks", async (bed) => {
    const task = (id: string, wish: string, next: string): string =>
      `  ${id}: { call: test, input: { wish: "'${wish}'" }, set: { seen: $value }, next: ${next} }`;
    const specification = specificationOf(
      [
        "mizzen: 1",
        "id: automated",
        'version: "1.0"',
        "data: { seen: any }",
        "start: one",
        "tasks:",
        task("one", "first", "two"),
        task("two", "retry", "three"),
        task("three", "fail", "four"),
        task("four", "fail", "five"),
        task("five", "wait", "six"),
        task("six", "last", "end"),
      ].join("\n"),
      () => ({ version: 1, answers: ["value"] }),
    );
    const running = await bed.launch(specification);
    const item = (number: number): string => `${running.id}.${number}`;
    await state(item(3), ({ status }) => status === "suspended");
    const other = { type: "retry", data: { wish: "mended" } } as const;
    await running.send({ item: item(3), by: manager, command: other });
    await state(item(4), ({ status }) => status === "suspended");
    const skip = { type: "skip", data: { value: "by hand" } } as const;
    await running.send({ item: item(4), by: manager, command: skip });
    await state(item(5), ({ call }) => call?.waitsUntil !== undefined);
    const callback = { type: "callback", data: { value: "from outside" } } as const;
    await running.send({ item: item(5), by: OUTSIDE, command: callback });
    await running.handle.result();
    return running;
  }),
  story("human process", async (bed) => {
    const running = await invoice(bed);
    await running.work(1, ALICE, { account: "4711", remarks: "checked" });
    await running.work(2, BOB, { approved: false, remarks: "which account?" });
    await running.work(3, ALICE, { account: "4712", remarks: "mended" });
    await running.work(4, BOB, { approved: true, remarks: "fine" });
    await running.work(5, ALICE, { paid_on: "2026-11-23" });
    await running.handle.result();
    return running;
  }),
  story("signals and refusals", async (bed) => {
    const running = await invoice(bed);
    await running.handle.signal(COMMAND, running.message(1, BOB, { type: "claim" }));
    await running.handle.signal(COMMAND, running.message(1, ALICE, { type: "claim" }));
    await running.give(1, BOB, { type: "claim" }).catch(() => undefined);
    await running.give(1, ALICE, { type: "start" });
    await running.give(1, ALICE, { type: "save", data: { account: "47" } });
    await running.give(1, ALICE, { type: "suspend" });
    await running.give(1, ALICE, { type: "resume" });
    await running.handle.cancel();
    await running.handle.result().catch(() => undefined);
    return running;
  }),
  story("choices and cancellation", async (bed) => {
    // the three routing tasks compete for one token: the choice is drawn
    const specification = specificationOf(
      [
        "mizzen: 1",
        "id: choices",
        'version: "1.0"',
        "start: [left, middle, right]",
        "tasks:",
        "  left: { next: fork }",
        "  middle: { next: fork }",
        "  right: { next: fork }",
        "  fork: { split: and, next: [inner, stop] }",
        "  inner: { net: deep, next: end }",
        "  stop: { offer: { roles: [clerk] }, cancels: [inner], next: end }",
        "nets:",
        "  deep: { start: sign, tasks: { sign: { offer: { roles: [approver] }, next: end } } }",
      ].join("\n"),
    );
    const running = await bed.launch(specification);
    for (let number = 1; ; number = (number % 2) + 1) {
      const item = await findItem(`${running.id}.${number}`);
      if (item?.task === "stop" && item.status === "offered") {
        await running.work(number, ALICE);
        break;
      }
      await sleep(20);
    }
    await running.handle.result();
    return running;
  }),
  story("composite tasks", async (bed) => {
    const compiled = specified(
      "composite",
      "start: outer",
      "tasks: { outer: { net: middle, next: last }, last: { offer: { roles: [clerk] }, next: end } }",
      "nets:",
      "  middle: { start: inner, tasks: { inner: { net: deep, next: sign }, sign: { offer: { roles: [approver] }, next: end } } }",
      "  deep: { start: check, tasks: { check: { offer: { roles: [clerk] }, next: end } } }",
    );
    const running = await bed.launch(compiled);
    await offered(`${running.id}.1`);
    await running.work(1, ALICE);
    await running.work(2, BOB);
    await running.work(3, ALICE);
    await running.handle.result();
    return running;
  }),
  story("multiple instances", async (bed) => {
    const compiled = specified(
      "many",
      "input: { lines: array }",
      "start: check",
      "tasks:",
      "  check:",
      "    offer: { roles: [clerk] }",
      "    instances: { each: $lines, as: line, threshold: 3, creation: dynamic }",
      "    next: end",
    );
    const running = await bed.launch(compiled, { lines: [1, 2, 3] });
    await offered(`${running.id}.3`);
    const add = { type: "add-instance", data: { line: 4 } } as const;
    await running.send({ item: `${running.id}.1`, by: manager, command: add });
    for (const number of [2, 4, 1]) await running.work(number, ALICE);
    await running.handle.result();
    return running;
  }),
  story("cancelled with a call under way", async (bed) => {
    const compiled = specified(
      "cancelled",
      "data: { seen: any }",
      "start: fork",
      "tasks:",
      "  fork: { split: and, next: [ask, sign] }",
      "  ask: { call: test, input: { wish: \"'wait'\" }, set: { seen: $value }, next: end }",
      "  sign: { offer: { roles: [approver] }, next: end }",
    );
    const running = await bed.launch(compiled);
    await state(`${running.id}.1`, ({ call }) => call?.waitsUntil !== undefined);
    await offered(`${running.id}.2`);
    await running.give(2, BOB, { type: "claim" });
    await running.send({ by: manager, command: { type: "suspend-case" } });
    await running.send({ by: manager, command: { type: "resume-case" } });
    await running.send({ by: manager, command: { type: "cancel-case", reason: "not needed" } });
    await running.handle.result();
    return running;
  }),
  story("a call that waits for a manager", async (bed) => {
    const compiled = specified(
      "waits",
      "data: { seen: any }",
      "start: ask",
      "tasks:",
      "  ask: { call: test, input: { wish: \"'fail'\" }, set: { seen: $value }, next: late }",
      "  late: { call: test, input: { wish: \"'wait'\" }, set: { seen: $value }, next: end }",
    );
    const running = await bed.launch(compiled);
    const asked = (number: number) => `${running.id}.${number}`;
    await state(asked(1), ({ status }) => status === "suspended");
    await running.send({ item: asked(1), by: manager, command: { type: "retry" } });
    await state(asked(1), ({ status, call }) => status === "suspended" && call?.number === 2);
    const mended = { type: "retry", data: { wish: "mended" } } as const;
    await running.send({ item: asked(1), by: manager, command: mended });
    await state(asked(2), ({ call }) => call?.waitsUntil !== undefined);
    // the callback does not come
    await bed.environment.sleep("2 hours");
    await state(asked(2), ({ status }) => status === "suspended");
    await running.send({ item: asked(2), by: manager, command: { type: "fail", reason: "no answer" } });
    await running.handle.result().catch(() => undefined);
    return running;
  }),
  story("timers of tasks", async (bed) => {
    const compiled = specified(
      "timed",
      "data: { seen: any, spent: { type: string, default: PT2H } }",
      "start: fork",
      "tasks:",
      "  fork: { split: and, next: [late, work, deep, ask, paused] }",
      "  late: { offer: { roles: [clerk] }, timer: { after: PT1H, remind: [{ before: PT10M }] }, next: join }",
      "  work: { offer: { roles: [clerk] }, timer: { variable: spent, from: started }, next: join }",
      "  deep: { net: inner, timer: { after: PT3H }, next: join }",
      "  ask: { call: test, timer: { after: PT30M }, input: { wish: \"'first'\" }, set: { seen: $value }, next: join }",
      "  paused: { offer: { roles: [approver] }, timer: { after: PT90M, pauses: true }, next: join }",
      "  join: { join: and, offer: { roles: [clerk] }, timer: { after: P1D }, next: end }",
      "nets:",
      "  inner: { start: sign, tasks: { sign: { offer: { roles: [approver] }, next: end } } }",
    );
    const running = await bed.launch(compiled);
    const items = await itemsByTask(running.id, ["late", "work", "sign", "ask", "paused"]);
    await running.give(items["work"] ?? 0, ALICE, { type: "claim" });
    await running.give(items["work"] ?? 0, ALICE, { type: "start" });
    await running.give(items["work"] ?? 0, ALICE, { type: "save", data: {} });
    await running.give(items["paused"] ?? 0, BOB, { type: "claim" });
    await running.give(items["paused"] ?? 0, BOB, { type: "start" });
    await running.give(items["paused"] ?? 0, BOB, { type: "suspend" });
    await bed.environment.sleep("100 minutes");
    await running.give(items["paused"] ?? 0, BOB, { type: "resume" });
    await bed.environment.sleep("1 day");
    await bed.environment.sleep("1 day");
    await running.handle.result();
    return running;
  }),
  story("begun before a flag", async (bed) => {
    // 2.9 instances were two; see `yawl/case/flags.ts`
    const compiled = specified(
      "before",
      "input: { wanted: any }",
      "start: check",
      "tasks:",
      "  check: { offer: { roles: [clerk] }, instances: { count: $wanted, min: 1, max: 5 }, next: end }",
    );
    const running = await bed.launch(compiled, { wanted: 2.9 }, []);
    await offered(`${running.id}.2`);
    await running.work(1, ALICE);
    await running.work(2, ALICE);
    await running.handle.result();
    return running;
  }),
  {
    name: "a run that goes on as a new one",
    file: "a-run-that-goes-on-as-a-new-one.json.gz",
    tell: async (bed) => {
      const running = await long(bed);
      return { workflowId: running.id, runId: running.handle.firstExecutionRunId };
    },
  },
  story("the run that goes on", async (bed) => {
    const running = await long(bed);
    const next = { item: `${running.id}.2`, by: { participant: ALICE, manager: false, roles: ["clerk"] } };
    const handle = bed.environment.client.workflow.getHandle(running.id);
    const complete = { type: "complete", data: {} } as const;
    await handle.executeUpdate(COMMAND, { args: [{ ...next, command: complete }] });
    await offered(`${running.id}.3`);
    await handle.executeUpdate(COMMAND, { args: [{ by: manager, command: { type: "cancel-case" } }] });
    await handle.result();
    return running;
  }),
  story("three phases of distribution", async (bed) => {
    // the approver is a clerk, too: the engine gives one of two separate tasks to either, and starts it
    await bed.person(BOB, ["approver", "clerk"]);
    const specification = specified(
      "phases",
      "start: both",
      "tasks:",
      "  both: { split: and, next: [a, b] }",
      "  a: { offer: { roles: [clerk] }, next: c }",
      "  b:",
      "    offer: { roles: [clerk], separateFrom: a }",
      "    allocate: { strategy: random-choice }",
      "    start: system",
      "    next: c",
      "  c: { offer: { familiar: a }, join: and, next: d }",
      "  d: { offer: { roles: [clerk] }, next: end }",
    );
    const running = await bed.launch(specification);
    const item = (number: number): string => `${running.id}.${number}`;
    await state(item(1), ({ status }) => status === "offered");
    await state(item(2), ({ status }) => status === "started");
    const chosen = (await findItem(item(2)))?.allocatedTo ?? "";
    const other = chosen === ALICE ? BOB : ALICE;
    await running.give(2, chosen, { type: "complete", data: {} });
    await running.give(1, other, { type: "reject" });
    await running.send({ item: item(1), by: manager, command: { type: "redistribute" } });
    await running.send({ item: item(1), by: manager, command: { type: "offer", to: [other] } });
    await running.give(1, other, { type: "chain" });
    await running.give(1, other, { type: "complete", data: {} });
    await state(item(3), ({ status }) => status === "started");
    await running.give(3, other, { type: "complete", data: {} });
    await state(item(4), ({ status }) => status === "started");
    await running.send({ by: manager, command: { type: "unchain", participant: other } });
    await running.send({ item: item(4), by: manager, command: { type: "restart" } });
    await running.send({ item: item(4), by: manager, command: { type: "force-complete" } });
    await running.handle.result();
    await bed.person(BOB, ["approver"]);
    return running;
  }),
];

/** Numbers of the items of these tasks, once all of them are offered or called. */
async function itemsByTask(id: string, tasks: readonly string[]): Promise<Readonly<Record<string, number>>> {
  for (;;) {
    const numbers = tasks.map((_, index) => index + 1);
    const items = await Promise.all(numbers.map(async (number) => await findItem(`${id}.${number}`)));
    const found = items.flatMap((item, index) =>
      item && item.status !== "unoffered" ? [[item.task, index + 1] as const] : [],
    );
    if (found.length === tasks.length) return Object.fromEntries(found);
    await sleep(20);
  }
}

/** A case whose first run has ended for the next: an item is started, and a callback is waited for. */
async function long(bed: CaseBed): Promise<RunningCase> {
  const compiled = specified(
    "long",
    "data: { seen: any }",
    "start: fork",
    "tasks:",
    "  fork: { split: and, next: [work, ask] }",
    "  work: { offer: { roles: [clerk] }, next: work }",
    "  ask: { call: test, input: { wish: \"'wait'\" }, set: { seen: $value }, next: end }",
  );
  const running = await bed.launch(compiled);
  await offered(`${running.id}.2`);
  await state(`${running.id}.1`, ({ call }) => call?.waitsUntil !== undefined);
  await running.give(2, ALICE, { type: "claim" });
  await running.give(2, ALICE, { type: "start" });
  for (let count = 0; count < 1_500; count += 10) {
    await Promise.all(
      Array.from({ length: 10 }, async () => await running.give(2, ALICE, { type: "save", data: {} })),
    );
  }
  const handle = bed.environment.client.workflow.getHandle(running.id);
  while ((await handle.describe()).runId === running.handle.firstExecutionRunId) await sleep(20);
  return running;
}
