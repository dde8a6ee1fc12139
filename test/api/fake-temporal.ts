/** Stands in for Temporal and a worker: takes commands, and does in the view what a case would do. */
import { WorkflowExecutionAlreadyStartedError, WorkflowUpdateFailedError } from "@temporalio/client";
import type { Client } from "@temporalio/client";
import { ApplicationFailure, WorkflowNotFoundError } from "@temporalio/common";
import type { TemporalGateway } from "../../api/temporal.ts";
import { findCase, findExecution } from "../../store/cases.ts";
import { findItem } from "../../store/items.ts";
import { showChange } from "../store/show.ts";
import type { ItemView } from "../../store/views.ts";
import { CASE_WORKFLOW, DONE_ALREADY, type CaseStart, type CommandAnswer } from "../../workflows/messages.ts";
import type { FaultType } from "../../yawl/model/fault.ts";
import type { CommandMessage } from "../../yawl/work/command.ts";
import { offered } from "../../yawl/work/distribution.ts";
import type { TaskPrivilege } from "../../yawl/work/lifecycle.ts";
import { judgeItem } from "../../yawl/work/verdict.ts";
import { sampleCase } from "../store/samples.ts";

export interface FakeTemporal {
  readonly gateway: TemporalGateway;
  /** commands that were sent, with their update ids */
  readonly sent: {
    readonly workflowId: string;
    readonly message: CommandMessage;
    readonly updateId: string;
  }[];
  readonly started: string[];
  readonly signals: { readonly workflowId: string; readonly name: string; readonly message: unknown }[];
  readonly terminated: string[];
  /** workflows that have ended */
  readonly gone: Set<string>;
  /** most commands that were in flight at once */
  busiest: number;
  /** what the next command fails with */
  nextError: Error | undefined;
  /** what commands fail with until it is taken away */
  everyError?: Error | undefined;
  /** what a case that has ended says of a command */
  wasDone: boolean;
}

/** What tasks grant here; what they do not grant the API refuses before. */
const GRANTED: ReadonlySet<TaskPrivilege> = new Set([
  "canSuspend",
  "canDeallocate",
  "canDelegate",
  "canReallocateStateful",
  "canReallocateStateless",
]);
const CASE_MILLIS = 20;

export function fakeTemporal(): FakeTemporal {
  const memos = new Map<string, Record<string, unknown>>();
  let inFlight = 0;
  const fake: FakeTemporal = {
    gateway: {
      client: {
        withDeadline: async <T>(_deadline: number, run: () => Promise<T>) => run(),
        workflow: {
          getHandle: (workflowId: string) => ({
            executeUpdate: async (_name: string, options: { args: [CommandMessage]; updateId: string }) => {
              fake.sent.push({ workflowId, message: options.args[0], updateId: options.updateId });
              fake.busiest = Math.max(fake.busiest, (inFlight += 1));
              try {
                await new Promise((resolve) => setTimeout(resolve, CASE_MILLIS));
                const error = fake.nextError ?? fake.everyError;
                fake.nextError = undefined;
                if (error) throw error;
                if (fake.gone.has(workflowId)) throw new WorkflowNotFoundError("gone", workflowId, undefined);
                return await perform(workflowId, options.args[0]);
              } finally {
                inFlight -= 1;
              }
            },
            query: async () => fake.wasDone,
            signal: async (name: string, message: unknown) => {
              if (fake.gone.has(workflowId)) throw new WorkflowNotFoundError("gone", workflowId, undefined);
              fake.signals.push({ workflowId, name, message });
            },
            terminate: async () => void fake.terminated.push(workflowId),
            describe: async () => ({ memo: memos.get(workflowId) }),
          }),
          // a view that is to be made again is not made again here
          execute: async (_type: string, { args: [[id = ""]] }: { args: [readonly string[], string] }) => {
            const isThere = (await findCase(id)) !== undefined;
            return { same: isThere ? 1 : 0, mended: 0, unreadable: 0, absent: isThere ? 0 : 1 };
          },
          start: async (type: string, options: StartOptions) =>
            type === CASE_WORKFLOW ? start(options, fake.started, memos) : undefined,
        },
      } as unknown as Client,
      ping: async () => undefined,
      registerSearchAttributes: async () => undefined,
      background: async (request) => await request,
      closing: new AbortController().signal,
      missingSearchAttributes: async () => [],
      lastPoll: async () => Date.now(),
      close: async () => undefined,
    },
    sent: [],
    started: [],
    signals: [],
    terminated: [],
    gone: new Set(),
    busiest: 0,
    nextError: undefined,
    wasDone: false,
  };
  return fake;
}

interface StartOptions {
  readonly workflowId: string;
  readonly args: [CaseStart, unknown];
  readonly memo?: Record<string, unknown>;
}

async function start(
  { workflowId, args, memo }: StartOptions,
  started: string[],
  memos: Map<string, Record<string, unknown>>,
): Promise<void> {
  if (started.includes(workflowId))
    throw new WorkflowExecutionAlreadyStartedError("already", workflowId, "yawlCase");
  started.push(workflowId);
  memos.set(workflowId, memo ?? {});
  const { data, startedBy } = args[0];
  await showChange({
    caseId: workflowId,
    revision: 1,
    case: sampleCase({ data, startedBy }),
    items: [],
    events: [],
  });
}

async function performOnCase(
  id: string,
  { by, command }: Exclude<CommandMessage, { item: string }>,
): Promise<CommandAnswer> {
  if (!by.manager) throw refusal("not-eligible", "Only case managers may do this to a case.");
  const view = await findExecution(id);
  if (!view) throw new WorkflowNotFoundError("no such case", "", undefined);
  const states = {
    "cancel-case": "cancelled",
    "suspend-case": "suspended",
    "resume-case": "running",
  } as const;
  const isMoved = Object.hasOwn(states, command.type);
  await showChange({
    caseId: id,
    revision: view.revision + 1,
    case: isMoved ? { state: states[command.type as keyof typeof states] } : {},
    ...(command.type === "change-data" ? { data: { values: command.data, emptied: [] } } : {}),
    items: [],
    events: [],
  });
  return { revision: view.revision + 1 };
}

async function perform(workflowId: string, message: CommandMessage): Promise<CommandAnswer> {
  if (!("item" in message)) return await performOnCase(workflowId, message);
  const item = await findItem(message.item);
  if (!item) throw new WorkflowNotFoundError("no such case", "", undefined);
  if ((await findExecution(item.caseId))?.state === "suspended")
    throw refusal("wrong-state", "The case is suspended.");
  const verdict = judgeItem(item, message, { privileges: GRANTED });
  if (verdict.kind === "repeated") throw doneAlready(item.revision);
  if (verdict.kind === "refused") throw refusal(verdict.refusal.type, "The case refuses it.");
  const changed = after(item, message);
  await showChange({
    caseId: item.caseId,
    revision: item.revision + 1,
    case: {},
    items: [{ ...changed, revision: item.revision + 1 }],
    events: [],
  });
  return { revision: item.revision + 1 };
}

function doneAlready(revision: number): Error {
  return new WorkflowUpdateFailedError(
    "refused",
    ApplicationFailure.create({
      type: DONE_ALREADY,
      message: "This was done already.",
      details: [{ revision }],
    }),
  );
}

function after(item: ItemView, { by, command }: Extract<CommandMessage, { item: string }>): ItemView {
  if (item.kind === "call") {
    if (command.type !== "callback") throw refusal("not-eligible", "this stand-in does not know the command");
    return { ...item, status: "completed", output: command.data };
  }
  if (command.type === "claim") {
    return { ...item, status: "allocated", allocatedTo: by.participant, offeredTo: [] };
  }
  if (command.type === "start") return { ...item, status: "started", startedAt: 2_000 };
  if (command.type === "callback") return { ...item, status: "completed", output: command.data };
  if (command.type === "offer") return { ...item, ...offered(item, { people: command.to }, 3_000) };
  if (command.type === "reject") {
    const others = item.offeredTo.filter((id) => id !== by.participant);
    return { ...item, ...offered(item, { people: others }, 3_000) };
  }
  if (command.type === "save") return { ...item, draft: command.data };
  if (command.type === "suspend") return { ...item, status: "suspended" };
  if (command.type === "resume") return { ...item, status: "started" };
  if (command.type === "skip") return { ...item, status: "skipped", endedBy: by.participant, endedAt: 3_000 };
  if (command.type === "deallocate" || command.type === "redistribute") {
    const { allocatedTo: _, ...rest } = item;
    return { ...rest, status: "unoffered", offeredTo: [] };
  }
  if (command.type === "delegate" || command.type === "reallocate" || command.type === "allocate") {
    return { ...item, status: "allocated", allocatedTo: command.to, offeredTo: [] };
  }
  if (command.type !== "complete") throw refusal("not-eligible", "this stand-in does not know the command");
  return {
    ...item,
    status: "completed",
    output: command.data,
    endedBy: by.participant,
    ...(command.submissionId === undefined ? {} : { submissionId: command.submissionId }),
  };
}

/** The failure of an update that a case refuses. */
export function refusal(type: FaultType, message: string): Error {
  const fault = { type, message };
  return new WorkflowUpdateFailedError(
    "refused",
    ApplicationFailure.create({ type, message, details: [fault] }),
  );
}
