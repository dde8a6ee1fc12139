/**
 * Human work items per second: offer, claim, start and complete through the Temporal client, 20 cases at once, the view
 * in MongoDB included. Mizzen interprets `examples/invoice.yaml`; the twin is written by hand for just that process. Both
 * run on the same servers in turn, round by round, and the ratio is taken within each round.
 */
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import mongoose from "mongoose";
import { settleActivity } from "../../activities/settle.ts";
import { participantWith, putParticipant } from "../../store/participants.ts";
import { CASE_WORKFLOW, COMMAND } from "../../workflows/messages.ts";
import { readSpecification } from "../../yawl/files/read.ts";
import { compile } from "../../yawl/net/compile.ts";
import { CURRENT_FLAGS } from "../../yawl/case/flags.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";
import type { CommandMessage } from "../../yawl/work/command.ts";
import { compete, type Contender } from "../contest.ts";
import { MIZZEN_QUEUE, onStage, TWIN_QUEUE, type Cast, type Servers } from "../stage.ts";
import { showTwin } from "./twin-activities.ts";

const AT_ONCE = 20;
const CASES = Number(process.env["BENCH_CASES"] ?? 80);
const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 4);
const ITEMS_PER_CASE = 3;

const people: Readonly<Record<string, string>> = {
  clerk: "alice@acme.com",
  approver: "bob@acme.com",
};

const answers = [
  { role: "clerk", data: { account: "4711", remarks: "checked" } },
  { role: "approver", data: { approved: true, remarks: "fine" } },
  { role: "clerk", data: { paid_on: "2026-11-23" } },
] as const;

const invoice = { invoice_number: "12345", supplier: "Sails & Ropes Ltd", amount: 1290.5 };

/** @param isShort claims and starts in one command */
function mizzen(specification: CompiledSpecification, isShort = false): Contender {
  return {
    name: isShort ? "Mizzen, claim with start" : "Mizzen",
    taskQueue: MIZZEN_QUEUE,
    async run(client, caseId) {
      const handle = await client.workflow.start(CASE_WORKFLOW, {
        workflowId: caseId,
        taskQueue: this.taskQueue,
        args: [{ caseId, data: invoice, startedBy: "bench", flags: CURRENT_FLAGS }, specification],
      });
      await untilOffered("items", `${caseId}.1`);
      for (const [index, { role, data }] of answers.entries()) {
        const item = `${caseId}.${index + 1}`;
        const by = { participant: people[role] ?? "", manager: false, roles: [role] };
        const give = (command: CommandMessage["command"]): Promise<unknown> =>
          handle.executeUpdate(COMMAND, { args: [{ item, by, command }] });
        if (isShort) await give({ type: "claim-and-start" });
        else {
          await give({ type: "claim" });
          await give({ type: "start" });
        }
        await give({ type: "complete", data });
      }
      await handle.result();
    },
  };
}

const twin: Contender = {
  name: "twin",
  taskQueue: TWIN_QUEUE,
  async run(client, caseId) {
    const handle = await client.workflow.start("twinInvoice", {
      workflowId: caseId,
      taskQueue: this.taskQueue,
      args: [caseId, invoice],
    });
    await untilOffered("twin_items", `${caseId}.1`);
    for (const [index, { role, data }] of answers.entries()) {
      const item = `${caseId}.${index + 1}`;
      const by = people[role];
      await handle.executeUpdate("command", { args: [{ item, by, type: "claim" }] });
      await handle.executeUpdate("command", { args: [{ item, by, type: "start" }] });
      await handle.executeUpdate("command", { args: [{ item, by, type: "complete", data }] });
    }
    await handle.result();
  },
};

/** A person claims what the inbox shows: the first item is waited for in the view, as a client would. */
async function untilOffered(collection: string, id: string): Promise<void> {
  const items = mongoose.connection.db?.collection<{ _id: string }>(collection);
  let found: unknown;
  while (!found) {
    await sleep(10);
    found = await items?.findOne({ _id: id }, { projection: { _id: 1 } });
  }
}

export async function benchHuman(servers: Servers, dataFolder: string): Promise<void> {
  const specification = await invoiceSpecification();
  const cast: Cast = {
    dataFolder,
    activities: (writer) => ({ settle: settleActivity(writer) }),
    twin: { workflows: new URL("twin-workflow.ts", import.meta.url), activities: { showTwin } },
  };
  await onStage(servers, cast, async (client) => {
    for (const [role, id] of Object.entries(people)) {
      await putParticipant(participantWith({ id, roles: [role] }));
    }
    await compete(client, [mizzen(specification), twin, mizzen(specification, true)], {
      cases: CASES,
      atOnce: AT_ONCE,
      perCase: ITEMS_PER_CASE,
      rounds: ROUNDS,
      unit: "items",
    });
  });
}

async function invoiceSpecification(): Promise<CompiledSpecification> {
  const text = await readFile(new URL("../../examples/invoice.yaml", import.meta.url), "utf8");
  const read = readSpecification(text, "application/yaml");
  if (!read.ok) throw new Error(read.fault.message);
  const compiled = compile(read.value.specification);
  if (!compiled.ok) throw new Error(compiled.fault.message);
  return compiled.value.compiled;
}
