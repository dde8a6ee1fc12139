/** Cases whose histories are kept: each goes through a part of the workflow that a replay must take again. */
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { findItem } from "../../store/items.ts";
import { COMMAND } from "../../workflows/messages.ts";
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

export const STORIES: readonly Story[] = [
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
