/** Cases whose histories are kept: each goes through a part of the workflow that a replay must take again. */
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { findItem } from "../../store/items.ts";
import type { ItemView } from "../../store/views.ts";
import { COMMAND } from "../../workflows/messages.ts";
import { OUTSIDE } from "../../yawl/work/command.ts";
import type { ConnectorServices } from "../../activities/call-connector.ts";
import { ConnectorError, Waiting } from "../../activities/connectors/contract.ts";
import { specificationOf, type CaseBed, type RunningCase } from "../workflows/case-bed.ts";

const [ALICE, BOB] = ["alice@acme.com", "bob@acme.com"];

export interface Story {
  readonly name: string;
  readonly tell: (bed: CaseBed) => Promise<RunningCase>;
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

export const STORIES: readonly Story[] = [
  {
    name: "automated-tasks",
    async tell(bed) {
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
    },
  },
  {
    name: "human-process",
    async tell(bed) {
      const running = await invoice(bed);
      await running.work(1, ALICE, { account: "4711", remarks: "checked" });
      await running.work(2, BOB, { approved: false, remarks: "which account?" });
      await running.work(3, ALICE, { account: "4712", remarks: "mended" });
      await running.work(4, BOB, { approved: true, remarks: "fine" });
      await running.work(5, ALICE, { paid_on: "2026-11-23" });
      await running.handle.result();
      return running;
    },
  },
  {
    name: "signals-and-refusals",
    async tell(bed) {
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
    },
  },
  {
    name: "choices-and-cancellation",
    async tell(bed) {
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
    },
  },
];
