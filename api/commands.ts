/**
 * Sends commands to cases, and answers when the view shows what they did. What plainly cannot succeed is refused from the view;
 * that a command was done, for the first time or before, only the case can say.
 */
import { createHash, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { findCase, positionOf } from "../store/cases.ts";
import { findItemWithHistory } from "../store/items.ts";
import type { CaseView, ItemView } from "../store/views.ts";
import { COMMAND, WAS_DONE, type CommandAnswer } from "../workflows/messages.ts";
import { checkCompletion } from "../yawl/case/completion.ts";
import { faultTypeOf } from "../yawl/data/types/validate.ts";
import type { Fault } from "../yawl/model/fault.ts";
import { canonical } from "../yawl/model/json.ts";
import type { Json } from "../yawl/model/json.ts";
import type { CompiledSpecification } from "../yawl/net/compiled.ts";
import { OUTSIDE } from "../yawl/work/command.ts";
import type { Actor, CaseCommand, CommandMessage, ItemCommand } from "../yawl/work/command.ts";
import { privilegesOf } from "../yawl/work/privileges.ts";
import { Admission } from "./admission.ts";
import { judgeCase, noSuchCase } from "./cases/judge.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Doubts } from "./doubts.ts";
import type { Failures } from "./failing.ts";
import { faultProblem, Problem, unavailable } from "./http/problem.ts";
import { judge, noSuchItem } from "./items/judge.ts";
import type { Known } from "./items/judge.ts";
import { taskOf } from "./items/task-of.ts";
import { maySteer, viewOfCase } from "./items/visibility.ts";
import { actorOf } from "./security/caller.ts";
import type { Caller } from "./security/caller.ts";
import { doneBefore, faultOf, isGone } from "./temporal-errors.ts";
import type { TemporalGateway } from "./temporal.ts";

export interface Commands {
  /** Gives a command on a work item; answers the item as it is afterwards. */
  onItem(id: string, caller: Caller, command: ItemCommand, check?: CheckTarget): Promise<ItemView>;
  /** An outside system, whose signature was checked, answers for an automated item that waits for it. */
  onCallback(id: string, call: number, body: Json): Promise<void>;
  /** Gives a command on a case; answers the case as it is afterwards. */
  onCase(id: string, caller: Caller, command: CaseCommand): Promise<CaseView>;
}

/** Looks at a command that its giver may give otherwise. @throws Problem when it cannot succeed */
export type CheckTarget = (known: Known, compiled: CompiledSpecification | undefined) => Promise<void>;

interface Dependencies {
  readonly temporal: TemporalGateway;
  readonly catalogue: Catalogue;
  /** gets cases whose command ended without a clear answer */
  readonly doubts: Doubts;
  /** knows cases that cannot go on */
  readonly failures: Failures;
  /** how long a command may take until its caller is told to repeat it */
  readonly deadlineMillis: number;
}

/** What became of a command: it is in the case, was refused by it, or the case has ended without it. */
type Sent =
  | { readonly kind: "done"; readonly answer: CommandAnswer }
  | { readonly kind: "refused"; readonly fault: Fault }
  | { readonly kind: "gone" };

/** What is known of an item, and whether the case itself has just said so. */
interface Heard extends Known {
  readonly isCertain?: true;
}

const SHOWN_PAUSE_MILLIS = 40;

export function createCommands({
  temporal,
  catalogue,
  doubts,
  failures,
  deadlineMillis,
}: Dependencies): Commands {
  const admission = new Admission<Heard>();

  async function send(
    caseId: string,
    message: CommandMessage,
    updateId: string,
    deadline: number,
  ): Promise<Sent> {
    const handle = temporal.client.workflow.getHandle(caseId);
    try {
      return await temporal.client.withDeadline(deadline, async () => {
        try {
          const answer = await handle.executeUpdate<CommandAnswer, [CommandMessage]>(COMMAND, {
            args: [message],
            updateId,
          });
          return { kind: "done", answer };
        } catch (error) {
          const answer = doneBefore(error);
          if (answer) return { kind: "done", answer };
          const fault = faultOf(error);
          if (fault) return { kind: "refused", fault };
          if (!isGone(error)) throw error;
          // a case that has ended takes no commands, but it still knows which it has taken
          const wasDone = await handle.query<boolean, [CommandMessage]>(WAS_DONE, message).catch(neverThere);
          return wasDone ? { kind: "done", answer: { revision: 0 } } : { kind: "gone" };
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

  async function onItem(
    id: string,
    caller: Caller,
    command: ItemCommand,
    check?: CheckTarget,
  ): Promise<ItemView> {
    const deadline = Date.now() + deadlineMillis;
    const first = await read(id);
    const { specificationId, specificationVersion, decomposition } = first.item;
    const compiled = await catalogue.find(specificationId, specificationVersion);
    const privileges = privilegesOf(compiled && taskOf(compiled, first.item));
    const isNew = judge(first, caller, command, privileges) === "send";
    if (isNew) await check?.(first, compiled);
    if (isNew && command.type === "complete" && compiled) {
      const errors = checkCompletion(compiled, decomposition, command.data);
      if (errors.length > 0)
        throw new Problem(faultTypeOf(errors), `The data does not fit what "${first.item.name}" asks for.`, {
          errors,
        });
    }
    const { caseId } = first.item;
    const answer = await admission.run<ItemView | Problem>({ caseId, item: id, deadline }, async (turn) => {
      const known: Heard = turn.waited ? (turn.latest ?? (await read(id))) : first;
      // An error that the view gives is the answer of those who wait behind, too: they get the view that gave it.
      const verdict = attempt(() => judge(known, caller, command, privileges));
      if (verdict instanceof Problem) return { result: verdict, latest: known };
      if (verdict === "done" && known.isCertain) return { result: known.item, latest: known };
      const sent = await sendCommand(caseId, id, actorOf(caller), command, deadline);
      if (sent.kind === "done") {
        if (verdict === "done" || sent.answer.doubtful) await shown(caseId, sent.answer, deadline);
        const after: Heard = { ...(await read(id)), isCertain: true };
        return { result: after.item, latest: after };
      }
      const after = await read(id);
      const outcome = attempt(() => judge(after, caller, command, privileges));
      if (outcome instanceof Problem && (sent.kind === "gone" || STALE.has(sent.fault.type)))
        return { result: outcome, latest: after };
      // the view says that it can be done, or was; the case knows better
      if (sent.kind === "gone" || STALE.has(sent.fault.type)) doubts.raise(caseId);
      const refusal =
        sent.kind === "gone"
          ? new Problem("wrong-state", `The case "${caseId}" has ended.`)
          : faultProblem(sent.fault);
      return { result: refusal };
    });
    if (answer instanceof Problem) throw answer;
    return answer;
  }

  async function sendCommand(
    caseId: string,
    id: string,
    by: Actor,
    command: ItemCommand,
    deadline: number,
  ): Promise<Sent> {
    const message: CommandMessage = { item: id, by, command };
    const updateId = updateIdOf(id, command);
    const sent = await send(caseId, message, updateId ?? randomUUID(), deadline);
    // The server remembers the answer to an update id. A refusal that was true then may not be true any more.
    if (sent.kind === "refused" && updateId !== undefined && STALE.has(sent.fault.type)) {
      return await send(caseId, message, randomUUID(), deadline);
    }
    return sent;
  }

  async function onCase(id: string, caller: Caller, command: CaseCommand): Promise<CaseView> {
    const deadline = Date.now() + deadlineMillis;
    const first = await readCase(id, caller);
    if (!maySteer(first, caller))
      throw new Problem("not-allowed", "This is for managers, and for the service that started the case.");
    const verdict = judgeCase(first, command);
    // A case takes such commands from managers only; whoever may steer it is one to it.
    const by = { participant: caller.id, manager: true };
    return await admission.run({ caseId: id, deadline }, async () => {
      if (command.type === "cancel-case" && verdict === "send" && (await failures.of(id))) {
        await giveUp(id, caller, command.reason, deadline);
        return { result: await readCase(id, caller) };
      }
      const sent = await send(id, { by, command }, randomUUID(), deadline);
      if (sent.kind === "done") {
        if (verdict === "done" || sent.answer.doubtful) await shown(id, sent.answer, deadline);
        return { result: await readCase(id, caller) };
      }
      doubts.raise(id);
      throw sent.kind === "gone"
        ? new Problem("wrong-state", `The case "${id}" has ended.`)
        : faultProblem(sent.fault);
    });
  }

  /** A case that cannot take a workflow task cannot cancel itself: its workflow is terminated in Temporal, and the view says so. */
  async function giveUp(
    id: string,
    caller: Caller,
    reason: string | undefined,
    deadline: number,
  ): Promise<void> {
    const why = reason === undefined ? "" : `: ${reason}`;
    await temporal.client.withDeadline(deadline, async () =>
      temporal.client.workflow.getHandle(id).terminate(`cancelled by ${caller.id}${why}`),
    );
    await doubts.resync(id, "it was cancelled while it could not go on", deadline);
  }

  /** The URL's signature says that there is, or was, such an item, though lists may not show it yet. */
  async function onCallback(id: string, call: number, body: Json): Promise<void> {
    const deadline = Date.now() + deadlineMillis;
    const caseId = id.slice(0, id.lastIndexOf("."));
    const refusal = await admission.run<Problem | undefined>({ caseId, item: id, deadline }, async () => {
      const known = await findItemWithHistory(id);
      if (known && !mayBeCalledBack(known.item)) {
        return { result: notWaiting() };
      }
      const command: ItemCommand = { type: "callback", call, data: { body } };
      const sent = await sendCommand(caseId, id, OUTSIDE, command, deadline);
      switch (sent.kind) {
        case "done":
          return { result: undefined };
        case "gone":
          return { result: known ? new Problem("wrong-state", "The case has ended.") : noSuchItem(id) };
        case "refused":
          return { result: STALE.has(sent.fault.type) ? notWaiting() : faultProblem(sent.fault) };
      }
    });
    if (refusal) throw refusal;
  }

  return { onItem, onCallback, onCase };
}

/** Refusals that the state of the item explains; the view says it better, as it knows who asks. */
const STALE: ReadonlySet<string> = new Set(["not-found", "wrong-state", "not-eligible"]);

async function read(id: string): Promise<Known> {
  const known = await findItemWithHistory(id);
  if (!known) throw noSuchItem(id);
  return known;
}

async function readCase(id: string, caller: Caller): Promise<CaseView> {
  const view = await findCase(id);
  if (!view || (await viewOfCase(view, caller)) === "nothing") throw noSuchCase(id);
  return view;
}

function notWaiting(): Problem {
  return new Problem("wrong-state", "The work item does not wait for a callback.");
}

/** It waits, is about to, or was called back before: whoever calls may not have heard our answer, and the case knows. */
function mayBeCalledBack({ status, call }: ItemView): boolean {
  if (!call) return false;
  return status === "started" || (status === "completed" && call.waitsUntil !== undefined);
}

/** The workflow is not in Temporal any more: nobody knows what it had taken. */
function neverThere(error: unknown): boolean {
  if (isGone(error)) return false;
  throw error;
}

/** Submissions are told apart by their data as well: the same id with other data must not get the first one's answer. */
function updateIdOf(item: string, command: ItemCommand): string | undefined {
  if (command.type !== "complete" || command.submissionId === undefined) return undefined;
  const digest = createHash("sha256").update(canonical(command.data)).digest("hex").slice(0, 16);
  return `${item}:${command.submissionId}:${digest}`;
}

function attempt<T>(decide: () => T): T | Problem {
  try {
    return decide();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}
