/**
 * Sends commands to cases, and answers when the view shows what they did. What plainly cannot succeed is refused from the view;
 * that a command was done, for the first time or before, only the case can say.
 */
import { openBlocksOf } from "../store/blocks.ts";
import { findCase } from "../store/cases.ts";
import { blockWithNet, firedTasks } from "../store/instances.ts";
import { caseOfItem, findItemWithHistory } from "../store/items.ts";
import type { CaseView, ItemView } from "../store/views.ts";
import { checkCompletion } from "../yawl/case/completion.ts";
import { isLate } from "../yawl/case/instances/hold.ts";
import { checkDataChange } from "../yawl/case/data-command.ts";
import { faultTypeOf } from "../yawl/data/types/validate.ts";
import type { Json, JsonObject } from "../yawl/model/json.ts";
import type { CompiledSpecification } from "../yawl/net/compiled.ts";
import { OUTSIDE } from "../yawl/work/command.ts";
import type { CaseCommand, CommandMessage, ItemCommand } from "../yawl/work/command.ts";
import { Admission } from "./admission.ts";
import { judgeCase, noSuchCase } from "./cases/judge.ts";
import type { Catalogue } from "./catalogue.ts";
import { openLine, STALE } from "./case-line.ts";
import type { Doubts } from "./doubts.ts";
import type { Failures } from "./failing.ts";
import { faultProblem, Problem } from "./http/problem.ts";
import { judge, noSuchItem } from "./items/judge.ts";
import { keepLate } from "./items/late.ts";
import type { Known, Verdict } from "./items/judge.ts";
import { privilegesIn, taskOf } from "./items/task-of.ts";
import { requireUserPrivileges } from "./items/user-privileges.ts";
import { maySteer, viewOfCase } from "./items/visibility.ts";
import { actorOn } from "./security/caller.ts";
import type { Caller } from "./security/caller.ts";
import { isGone } from "./temporal-errors.ts";
import type { TemporalGateway } from "./temporal.ts";

export interface Commands {
  /** Gives a command on a work item; answers the item as it is afterwards. */
  onItem(id: string, caller: Caller, command: ItemCommand, extras?: Extras): Promise<ItemView>;
  /** An outside system, whose signature was checked, answers for an automated item that waits for it. */
  onCallback(id: string, call: number, body: Json): Promise<void>;
  /** Gives a command on a case; answers the case as it is afterwards. */
  onCase(id: string, caller: Caller, command: CaseCommand, extras?: Pick<Extras, "key">): Promise<CaseView>;
}

/** What comes with a command. */
export interface Extras {
  /** chosen by the sender: the same command with the same key is the same command, whatever has happened since */
  readonly key?: string | undefined;
  readonly check?: CheckTarget;
}

/** Looks at a command that its giver may give otherwise. @throws Problem when it cannot succeed */
type CheckTarget = (known: Known, compiled: CompiledSpecification | undefined) => Promise<void>;

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

/** What is known of an item, and whether the case itself has just said so. */
interface Heard extends Known {
  readonly isCertain?: true;
}

/** Workflows that are ended at the same time. */
const SIDE_BY_SIDE = 8;

export function createCommands({
  temporal,
  catalogue,
  doubts,
  failures,
  deadlineMillis,
}: Dependencies): Commands {
  const admission = new Admission<Heard>();
  const toCase = openLine({ temporal, doubts, failures });
  const late = keepLate(temporal);

  async function onItem(
    id: string,
    caller: Caller,
    command: ItemCommand,
    { key, check }: Extras = {},
  ): Promise<ItemView> {
    const deadline = Date.now() + deadlineMillis;
    const first = await read(id);
    const { specificationId, specificationVersion, decomposition } = first.item;
    const compiled = await catalogue.find(specificationId, specificationVersion);
    const task = compiled && taskOf(compiled, first.item);
    const { caseId } = first.item;
    const by = actorOn(caller, first.item, task);
    const message = { item: id, by, command, ...keyed(key) };
    const verdictOn = (known: Known): Verdict => {
      const actor = actorOn(caller, known.item, task);
      return judge(known, caller, actor, command, privilegesIn(compiled, known.item, actor), key);
    };
    const expected = attempt(() => verdictOn(first));
    if (expected instanceof Problem) {
      // with a key it may have been done before others went on from there
      if (key === undefined || !(await toCase.wasDone(caseId, message, deadline)))
        throw (await late(message, deadline)) ?? expected;
      return first.item;
    }
    const isNew = expected === "send";
    if (isNew) {
      await requireUserPrivileges(caller, first.item, command);
      await check?.(first, compiled);
    }
    if (isNew && command.type === "complete" && compiled) {
      const errors = checkCompletion(compiled, decomposition, command.data);
      if (errors.length > 0)
        throw new Problem(faultTypeOf(errors), `The data does not fit what "${first.item.name}" asks for.`, {
          errors,
        });
    }
    const answer = await admission.run<ItemView | Problem>({ caseId, item: id, deadline }, async (turn) => {
      const known: Heard = turn.waited ? (turn.latest ?? (await read(id))) : first;
      // An error that the view gives is the answer of those who wait behind, too: they get the view that gave it.
      const verdict = attempt(() => verdictOn(known));
      if (verdict instanceof Problem) return { result: verdict, latest: known };
      if (verdict === "done" && known.isCertain) return { result: known.item, latest: known };
      const sent = await toCase.send(caseId, message, deadline);
      if (sent.kind === "done") {
        if (verdict === "done" || sent.answer.doubtful) await toCase.shown(caseId, sent.answer, deadline);
        const after: Heard = { ...(await read(id)), isCertain: true };
        return { result: after.item, latest: after };
      }
      // its data is in the log already
      if (sent.kind === "refused" && isLate(sent.fault)) throw faultProblem(sent.fault);
      const after = await read(id);
      const outcome = attempt(() => verdictOn(after));
      if (outcome instanceof Problem && (sent.kind === "gone" || STALE.has(sent.fault.type)))
        return { result: outcome, latest: after };
      // the view says that it can be done, or was; the case knows better
      if (sent.kind === "gone" || STALE.has(sent.fault.type)) doubts.raise(caseId);
      const refusal =
        sent.kind === "gone"
          ? new Problem("wrong-state", `The case "${caseOfItem(after.item)}" has ended.`)
          : faultProblem(sent.fault);
      return { result: refusal };
    });
    if (answer instanceof Problem) throw (await late(message, deadline)) ?? answer;
    return answer;
  }

  async function onCase(
    id: string,
    caller: Caller,
    command: CaseCommand,
    { key }: Pick<Extras, "key"> = {},
  ): Promise<CaseView> {
    const deadline = Date.now() + deadlineMillis;
    const first = await readCase(id, caller);
    const isOwn = command.type === "unchain" && command.participant === caller.id;
    if (!isOwn && !maySteer(first, caller))
      throw new Problem("not-allowed", "This is for managers, and for the service that started the case.");
    // A case takes such commands from managers only; whoever may steer it is one to it.
    const by = { participant: caller.id, manager: true };
    const message: CommandMessage = { by, command, ...keyed(key) };
    const verdict = attempt(() => judgeCase(first, command));
    const execution = await executionFor(id, command);
    if (verdict instanceof Problem) {
      if (key === undefined || !(await toCase.wasDone(execution, message, deadline))) throw verdict;
      return first;
    }
    if (command.type === "change-data") await checkData(first, command.data);
    return await admission.run({ caseId: execution, deadline }, async () => {
      const isCancelled = command.type === "cancel-case" && verdict === "send";
      if (isCancelled && (await failures.of(id))) {
        await giveUp(id, caller, command.reason, deadline);
        return { result: await readCase(id, caller) };
      }
      const sent = await toCase.send(execution, message, deadline);
      if (sent.kind === "done") {
        if (verdict === "done" || sent.answer.doubtful) await toCase.shown(execution, sent.answer, deadline);
        // they cannot end by themselves, and the case would wait for them
        if (isCancelled)
          await terminate(await failures.blocksOf(id), reasonOf(caller, command.reason), deadline);
        return { result: await readCase(id, caller) };
      }
      // of the instances of a task the view does not know what may be done
      if (sent.kind === "gone" || !("task" in command)) doubts.raise(execution);
      if (sent.kind === "refused") throw faultProblem(sent.fault);
      const what = execution === id ? `The case "${id}"` : `What the task is a part of, "${execution}",`;
      throw new Problem("wrong-state", `${what} has ended.`);
    });
  }

  /** What the case would say of the values, with every place. */
  async function checkData(view: CaseView, data: JsonObject): Promise<void> {
    const compiled = await catalogue.find(view.specificationId, view.specificationVersion);
    const errors = compiled ? checkDataChange(compiled, data) : [];
    if (errors.length === 0) return;
    throw new Problem(faultTypeOf(errors), "The data does not fit the variables of the case.", { errors });
  }

  /**
   * A case that cannot take a workflow task cannot cancel itself, nor its blocks: their workflows are terminated in Temporal, and
   * the view says so.
   */
  async function giveUp(
    id: string,
    caller: Caller,
    reason: string | undefined,
    deadline: number,
  ): Promise<void> {
    // the case first: it must not hear of blocks that end
    const why = reasonOf(caller, reason);
    await terminate([id], why, deadline);
    await terminate(await openBlocksOf(id), why, deadline);
    await doubts.resync(id, "it was cancelled while it could not go on", deadline);
  }

  /** Ends workflows at once. One that has ended by itself is as good. */
  async function terminate(executions: readonly string[], why: string, deadline: number): Promise<void> {
    const left = [...executions];
    const work = async (): Promise<void> => {
      for (let id = left.pop(); id !== undefined; id = left.pop()) {
        const handle = temporal.client.workflow.getHandle(id);
        await temporal.client.withDeadline(deadline, async () =>
          handle.terminate(why).catch((error: unknown) => {
            if (!isGone(error)) throw error;
          }),
        );
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
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
      const sent = await toCase.send(caseId, { item: id, by: OUTSIDE, command }, deadline);
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

/** What Temporal notes of a workflow that is ended for somebody. */
function reasonOf(caller: Caller, reason: string | undefined): string {
  return `cancelled by ${caller.id}${reason === undefined ? "" : `: ${reason}`}`;
}

/** Which execution has the task: the case, or the block in one of whose instances it is. */
async function executionFor(id: string, command: CaseCommand): Promise<string> {
  if (!("task" in command) || command.net === undefined) return id;
  const { net, task } = command;
  const fired = (await firedTasks(id)).find(
    ({ entry }) => entry.net === net && entry.task === task && entry.endedAt === undefined,
  );
  return fired?.execution ?? (await blockWithNet(id, net)) ?? id;
}

function notWaiting(): Problem {
  return new Problem("wrong-state", "The work item does not wait for a callback.");
}

/** It waits, is about to, or was called back before: whoever calls may not have heard our answer, and the case knows. */
function mayBeCalledBack({ status, call }: ItemView): boolean {
  if (!call) return false;
  return status === "started" || (status === "completed" && call.waitsUntil !== undefined);
}

function keyed(key: string | undefined): { readonly key?: string } {
  return key === undefined ? {} : { key };
}

function attempt<T>(decide: () => T): T | Problem {
  try {
    return decide();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}
