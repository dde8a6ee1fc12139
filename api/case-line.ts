/**
 * The line to the cases: sends commands as updates, and knows what their answers mean. That a command was done only the case can
 * say, also when it has ended.
 */
import { createHash, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { positionOf } from "../store/cases.ts";
import { COMMAND, WAS_DONE, type CommandAnswer } from "../workflows/messages.ts";
import { isLate } from "../yawl/case/instances/hold.ts";
import type { Fault } from "../yawl/model/fault.ts";
import { canonical } from "../yawl/model/json.ts";
import type { CommandMessage } from "../yawl/work/command.ts";
import type { Doubts } from "./doubts.ts";
import type { Failures } from "./failing.ts";
import { unavailable } from "./http/problem.ts";
import { doneBefore, faultOf, isGone, isUntaken } from "./temporal-errors.ts";
import type { TemporalGateway } from "./temporal.ts";

/** What became of a command: it is in the case, was refused by it, or the case has ended without it. */
export type Sent =
  | { readonly kind: "done"; readonly answer: CommandAnswer }
  | { readonly kind: "refused"; readonly fault: Fault }
  | { readonly kind: "gone" };

export interface CaseLine {
  /** @param deadline epoch milliseconds. @throws Problem or what Temporal's client throws when there was no clear answer */
  send(caseId: string, message: CommandMessage, deadline: number): Promise<Sent>;
  /** Whether the case has taken this command before; also when it has ended. */
  wasDone(caseId: string, message: CommandMessage, deadline: number): Promise<boolean>;
  /** Waits until the view shows what the case answered; it may have to be made again first. */
  shown(caseId: string, answer: CommandAnswer, deadline: number): Promise<void>;
}

interface Dependencies {
  readonly temporal: TemporalGateway;
  readonly doubts: Doubts;
  readonly failures: Failures;
}

const SHOWN_PAUSE_MILLIS = 40;
const UNTAKEN_PAUSE_MILLIS = 40;

/** Refusals that the state of the item explains; the view says it better, as it knows who asks. */
export const STALE: ReadonlySet<string> = new Set(["not-found", "wrong-state", "not-eligible"]);

export function openLine({ temporal, doubts, failures }: Dependencies): CaseLine {
  async function sendAs(
    caseId: string,
    message: CommandMessage,
    updateId: string,
    deadline: number,
  ): Promise<Sent> {
    const handle = temporal.client.workflow.getHandle(caseId);
    try {
      return await temporal.client.withDeadline(deadline, async () => {
        try {
          const answer = await taken(
            () =>
              handle.executeUpdate<CommandAnswer, [CommandMessage]>(COMMAND, { args: [message], updateId }),
            deadline,
          );
          return { kind: "done", answer };
        } catch (error) {
          const answer = doneBefore(error);
          if (answer) return { kind: "done", answer };
          const fault = faultOf(error);
          if (fault) return { kind: "refused", fault };
          if (!isGone(error)) throw error;
          // a case that has ended takes no commands, but it still knows which it has taken
          return (await wasDone(caseId, message, deadline))
            ? { kind: "done", answer: { revision: 0 } }
            : { kind: "gone" };
        }
      });
    } catch (error) {
      // it may be in the case or not, and the view may show either
      doubts.raise(caseId);
      const failing = await failures.of(caseId);
      if (!failing) throw error;
      throw unavailable(
        `The case cannot go on at the moment: its workflow task fails (${failing.reason}). It is tried again by itself; the command may be repeated.`,
        { members: { failing: { ...failing, since: new Date(failing.since).toISOString() } }, cause: error },
      );
    }
  }

  /** The view shows what the case answered; where it has to be made again first, that is waited for. */
  async function shown(
    caseId: string,
    { revision, doubtful }: CommandAnswer,
    deadline: number,
  ): Promise<void> {
    for (let isRaised = false; ; isRaised = true) {
      const view = await positionOf(caseId);
      if (view && view.revision >= revision && !(doubtful && view.isDoubtful)) return;
      if (!isRaised) doubts.raise(caseId);
      if (Date.now() + SHOWN_PAUSE_MILLIS >= deadline) {
        throw unavailable("The command was taken, but lists do not show it yet. Repeating it does no harm.");
      }
      await sleep(SHOWN_PAUSE_MILLIS);
    }
  }

  async function send(caseId: string, message: CommandMessage, deadline: number): Promise<Sent> {
    const updateId = updateIdOf(message);
    const sent = await sendAs(caseId, message, updateId ?? randomUUID(), deadline);
    // The server remembers the answer to an update id. A refusal that was true then may not be true any more.
    // What came too late stays so.
    const mayDiffer = sent.kind === "refused" && STALE.has(sent.fault.type) && !isLate(sent.fault);
    if (mayDiffer && updateId !== undefined) {
      return await sendAs(caseId, message, randomUUID(), deadline);
    }
    return sent;
  }

  async function wasDone(caseId: string, message: CommandMessage, deadline: number): Promise<boolean> {
    return await temporal.client.withDeadline(deadline, async () =>
      temporal.client.workflow
        .getHandle(caseId)
        .query<boolean, [CommandMessage]>(WAS_DONE, message)
        .catch(neverThere),
    );
  }

  return { send, wasDone, shown };
}

/** Sends an update until a run of the case takes it; whoever gave it need not know that one ended and the next one goes on. */
async function taken<T>(send: () => Promise<T>, deadline: number): Promise<T> {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (!isUntaken(error) || Date.now() + UNTAKEN_PAUSE_MILLIS >= deadline) throw error;
      await sleep(UNTAKEN_PAUSE_MILLIS);
    }
  }
}

/** The workflow is not in Temporal any more: nobody knows what it had taken. */
function neverThere(error: unknown): boolean {
  if (isGone(error)) return false;
  throw error;
}

/**
 * The server remembers updates by their id. Submissions and keys are distinguished by what they came with as well: the same one
 * with something else must not get the first one's answer.
 */
function updateIdOf(message: CommandMessage): string | undefined {
  const { by, command, key } = message;
  const item = "item" in message ? message.item : "case";
  if (key !== undefined) {
    return `${item}:${digestOf(canonical([by.participant, key, { ...command }])).slice(0, 32)}`;
  }
  if (command.type !== "complete" || command.submissionId === undefined) return undefined;
  return `${item}:${command.submissionId}:${digestOf(canonical(command.data)).slice(0, 16)}`;
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
