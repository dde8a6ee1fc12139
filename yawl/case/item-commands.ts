/** Commands on a work item: the life-cycle table says whether, this file says what follows. */
import { taskOf, workOf } from "../net/linked.ts";
import { fault, ok, type Result } from "../spec/fault.ts";
import type { Json, JsonObject } from "../spec/json.ts";
import { defaultValue } from "../data/defaults.ts";
import { distributed } from "../work/distribution.ts";
import type { Actor, CommandMessage, ItemCommand } from "../work/command.ts";
import type { WorkItem } from "../work/item.ts";
import { mayGive, relations, ruleOf } from "../work/lifecycle.ts";
import { privilegesOf } from "../work/privileges.ts";
import { checkOutputs } from "./completion.ts";
import { valueOf } from "./dataflow.ts";
import { digestOf } from "./digest.ts";
import type { ItemMove } from "./events.ts";
import { instanceDone } from "./exit.ts";
import { inputOf, startInstances, take } from "./fire.ts";
import { itemOf, netInstance, runOf } from "./state.ts";
import type { Step } from "./step.ts";

type ItemMessage = Extract<CommandMessage, { item: string }>;

export function decideItem(step: Step, { item: id, by, command }: ItemMessage): Result<undefined> {
  if (command.type === "complete" && command.submissionId !== undefined) {
    const earlier = step.state.submissions.find((known) => known.id === command.submissionId);
    if (earlier) return repeatedSubmission(earlier, id, command.data);
  }
  const item = itemOf(step.state, id);
  if (!item) return fault("not-found", `There is no open work item "${id}".`);
  if (isRepetition(item, by, command)) return ok(undefined);
  const allowed = check(step, item, by, command);
  if (!allowed.ok) return allowed;
  return perform(step, item, by, command);
}

function repeatedSubmission(
  earlier: { readonly id: string; readonly item: string; readonly digest: string },
  item: string,
  data: JsonObject,
): Result<undefined> {
  if (earlier.item === item && earlier.digest === digestOf(data)) return ok(undefined);
  return fault(
    "submission-conflict",
    `The submission "${earlier.id}" was made before with other content.`,
  );
}

/** The same person asks again for what is already done: a retry, answered by the item as it is. */
function isRepetition(item: WorkItem, by: Actor, command: ItemCommand): boolean {
  if (item.allocatedTo !== by.participant) return false;
  return (
    (command.type === "claim" && (item.status === "allocated" || item.status === "started")) ||
    (command.type === "start" && item.status === "started") ||
    (command.type === "suspend" && item.status === "suspended") ||
    (command.type === "resume" && item.status === "started")
  );
}

function check(step: Step, item: WorkItem, by: Actor, command: ItemCommand): Result<undefined> {
  if (step.state.status !== "running") {
    return fault("wrong-state", `The case is ${step.state.status}.`);
  }
  const rule = ruleOf(command.type);
  const held = relations(item, by.participant, by.manager);
  if (!rule.from.includes(item.status)) {
    // someone without any part in the item learns that it is not theirs, not how it stands
    if (held.length === 0 && rule.who.length > 0 && item.status === "offered") return notTheirs(item);
    return fault(
      "wrong-state",
      `"${command.type}" needs the work item to be ${rule.from.join(" or ")}; it is ${item.status}.`,
    );
  }
  const { task } = taskOf(step.netFor(item.net), item.task);
  return mayGive(command.type, held, privilegesOf(task)) ? ok(undefined) : notTheirs(item, command);
}

function notTheirs(item: WorkItem, command?: ItemCommand): Result<undefined> {
  if (item.status === "offered") {
    return fault("not-eligible", `The work item "${item.id}" is not offered to you.`);
  }
  return fault(
    "not-eligible",
    `You may not ${command?.type ?? "do this to"} the work item "${item.id}".`,
  );
}

function perform(step: Step, item: WorkItem, by: Actor, command: ItemCommand): Result<undefined> {
  const { now } = step;
  const owned = (participant: string): WorkItem => ({
    ...item,
    status: "allocated",
    offeredTo: [],
    allocatedTo: participant,
    allocatedAt: now,
  });
  switch (command.type) {
    case "offer":
      return move(step, by, "offered", distributed(item, command.to, now));
    case "claim":
      return move(step, by, "claimed", owned(by.participant));
    case "allocate":
      return move(step, by, "allocated", owned(command.to));
    case "delegate":
      return move(step, by, "delegated", owned(command.to));
    case "reject": {
      const others = item.offeredTo.filter((participant) => participant !== by.participant);
      return move(step, by, "rejected", { ...distributed(item, others, now), ...offeredSince(item) });
    }
    case "deallocate":
      return deallocate(step, item, by);
    case "reallocate": {
      const { draft, ...rest } = owned(command.to);
      return move(step, by, "reallocated", command.keepData && draft ? { ...rest, draft } : rest);
    }
    case "start":
      return start(step, item, by);
    case "save":
      return move(step, by, "saved", { ...item, draft: command.data });
    case "suspend":
      return move(step, by, "suspended", { ...item, status: "suspended", suspendedFrom: "started" });
    case "resume": {
      const { suspendedFrom, ...rest } = item;
      return move(step, by, "resumed", { ...rest, status: suspendedFrom ?? "started" });
    }
    case "complete":
      return complete(step, item, by, command);
    case "skip":
      return skip(step, item, by);
  }
}

function move(step: Step, by: Actor, name: ItemMove, item: WorkItem): Result<undefined> {
  step.emit({ type: "item", move: name, item, by: by.participant });
  return ok(undefined);
}

function offeredSince(item: WorkItem): Pick<WorkItem, "offeredAt"> {
  return item.offeredAt === undefined ? {} : { offeredAt: item.offeredAt };
}

/** Back to the people it was offered to; the one who gives it back is asked again only if nobody else is. */
function deallocate(step: Step, item: WorkItem, by: Actor): Result<undefined> {
  const { allocatedTo: _, allocatedAt: __, ...rest } = item;
  step.emit({
    type: "item",
    move: "deallocated",
    item: { ...rest, status: "unoffered", offeredTo: [] },
    by: by.participant,
  });
  const { task } = taskOf(step.netFor(item.net), item.task);
  const set = task.resourcing?.offer.to;
  if (task.resourcing?.offer.initiator === "system" && set) {
    step.effects.push({
      type: "distribute",
      item: item.id,
      to: { set, participants: set.participants, roles: set.roles },
    });
  }
  return ok(undefined);
}

/**
 * Starting fires the task: it takes the tokens, and whoever else could have had them is withdrawn (SEMANTICS 4). An item
 * that was reallocated, or that is an instance of a multiple-instance task, has fired already.
 */
function start(step: Step, item: WorkItem, by: Actor): Result<undefined> {
  const linked = taskOf(step.netFor(item.net), item.task);
  const run = runOf(netInstance(step.state, item.net), item.task);
  if (run?.phase !== "enabled") return move(step, by, "started", startedItem(step, item));
  if (linked.task.instances) return startContested(step, item, by);
  let { data } = item;
  if (item.dataVersion !== netInstance(step.state, item.net).dataVersion || isBlank(data)) {
    const input = inputOf(step, item.net, item.task);
    if (!input.ok) return input;
    data = input.value;
  }
  take(step, item.net, linked, [item.id]);
  return move(step, by, "started", startedItem(step, { ...item, data }));
}

function startedItem(step: Step, item: WorkItem): WorkItem {
  return { ...item, status: "started", startedAt: item.startedAt ?? step.now };
}

/** A preview that failed left no data; the mappings are tried again, so that their fault is seen. */
function isBlank(data: JsonObject): boolean {
  return Object.keys(data).length === 0;
}

/**
 * A multiple-instance task in a deferred choice was offered as one item. Whoever starts it decides the choice: the
 * instances are made, and the first of them is theirs and started.
 */
function startContested(step: Step, item: WorkItem, by: Actor): Result<undefined> {
  const linked = taskOf(step.netFor(item.net), item.task);
  take(step, item.net, linked);
  const before = step.state.lastItem;
  const started = startInstances(step, item.net, linked);
  if (!started.ok) return started;
  const first = itemOf(step.state, `${step.state.id}.${before + 1}`);
  step.emit({
    type: "item",
    move: "withdrawn",
    item: { ...item, status: "cancelled", endedAt: step.now, reason: "Its instances were started." },
    by: by.participant,
  });
  if (!first) return ok(undefined);
  step.effects = step.effects.filter((effect) => effect.item !== first.id);
  return move(step, by, "started", {
    ...startedItem(step, first),
    allocatedTo: by.participant,
    allocatedAt: step.now,
  });
}

function complete(
  step: Step,
  item: WorkItem,
  by: Actor,
  { data, submissionId }: Extract<ItemCommand, { type: "complete" }>,
): Result<undefined> {
  const { task } = taskOf(step.netFor(item.net), item.task);
  const work = workOf(step.linked, task);
  const problems = checkOutputs(work?.outputs ?? [], data, step.linked.types);
  if (problems.length > 0) {
    return fault(
      "invalid-data",
      `The data does not fit what "${item.name}" asks for: ${problems[0]?.message ?? ""}`,
      problems,
    );
  }
  if (submissionId !== undefined) {
    step.emit({ type: "submitted", id: submissionId, item: item.id, digest: digestOf(data) });
  }
  return finish(step, item, by, "completed", data, submissionId);
}

/** The item has ended with this output; its task goes on. */
function finish(
  step: Step,
  item: WorkItem,
  by: Actor,
  status: "completed" | "skipped",
  output: JsonObject,
  submissionId?: string,
): Result<undefined> {
  const { task } = taskOf(step.netFor(item.net), item.task);
  const work = workOf(step.linked, task);
  const { draft: _, ...rest } = item;
  step.emit({
    type: "item",
    move: status,
    item: {
      ...rest,
      status,
      offeredTo: [],
      output,
      endedAt: step.now,
      endedBy: by.participant,
      ...(submissionId === undefined ? {} : { submissionId }),
    },
    by: by.participant,
  });
  const performed = {
    id: item.id,
    ...(item.instance === undefined ? {} : { instance: item.instance }),
  };
  return instanceDone(step, item.net, item.task, performed, {
    root: work?.root ?? item.task,
    variables: work?.outputs ?? [],
    data: output,
    types: step.linked.types,
  });
}

/** Skipping takes the tokens and completes with what rule 13 gives: input of the same name, defaults, type defaults. */
function skip(step: Step, item: WorkItem, by: Actor): Result<undefined> {
  const linked = taskOf(step.netFor(item.net), item.task);
  const run = runOf(netInstance(step.state, item.net), item.task);
  if (run?.phase === "enabled") {
    if (linked.task.instances) return fault("wrong-state", "Its instances have not been started.");
    const input = inputOf(step, item.net, item.task);
    if (!input.ok) return input;
    take(step, item.net, linked, [item.id]);
    return finish(step, item, by, "skipped", skippedOutput(step, item, input.value));
  }
  return finish(step, item, by, "skipped", skippedOutput(step, item, item.data));
}

function skippedOutput(step: Step, item: WorkItem, input: JsonObject): JsonObject {
  const { task } = taskOf(step.netFor(item.net), item.task);
  const output: Record<string, Json> = {};
  for (const { name, type, initial } of workOf(step.linked, task)?.outputs ?? []) {
    const value = valueOf(input, name) ?? initial ?? defaultValue(type, step.linked.types);
    if (value !== undefined) output[name] = value;
  }
  return output;
}
