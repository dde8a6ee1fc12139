/**
 * Automated work items: a connector performs them. The interpreter says what is to be called with which input, and what
 * becomes of the answer; calling, repeating and giving up after the last attempt is the shell's part.
 */
import { valuesOf } from "../data/types/given.ts";
import { checkObject, faultTypeOf } from "../data/types/validate.ts";
import type { CompiledCall } from "../net/compiled.ts";
import { netOf, taskOf, type LinkedSpecification, type LinkedTask } from "../net/linked.ts";
import { fault, ok, type Fault, type Result } from "../model/fault.ts";
import type { Json, JsonObject } from "../model/json.ts";
import { revised } from "../model/revised.ts";
import type { Variable } from "../model/specification.ts";
import type { Actor } from "../work/command.ts";
import type { CallItem, ItemCall, ItemFailure, ItemStatus } from "../work/item.ts";
import { runMappings, valueOf, type DataScope } from "./dataflow.ts";
import type { ItemMove } from "./events.ts";
import { failCase } from "./fail-case.ts";
import { isCallbackHeld, isOutcomeHeld } from "./instances/hold.ts";
import { instanceFailed, toleratesFailures } from "./instances/review.ts";
import { finish } from "./item-end.ts";
import type { CallOutcome } from "./outcome.ts";
import type { PendingOf } from "./pending.ts";
import { itemOf, netInstance, type CaseState } from "./state.ts";
import type { CaseStep, Performed, TaskAt } from "./tasks/kind.ts";

/** What the shell needs to make a call. */
export interface CallRequest {
  readonly item: CallItem;
  readonly call: ItemCall;
  readonly input: JsonObject;
  readonly how: CompiledCall;
}

/**
 * The call that an automated item stands for; `undefined` when there is nothing to call: it has ended, is suspended, or
 * waits for its callback.
 */
export function callOf(linked: LinkedSpecification, state: CaseState, id: string): CallRequest | undefined {
  const item = itemOf(state, id);
  if (item?.kind !== "call" || item.status !== "started") return undefined;
  if (item.call.waitsUntil !== undefined || item.call.delayedUntil !== undefined) return undefined;
  // it was made, and its answer waits until it may be counted
  if (isOutcomeHeld(state, id)) return undefined;
  const net = netOf(linked, netInstance(state, item.net).net);
  return {
    item,
    call: item.call,
    input: item.call.input ?? item.data,
    how: compiledCall(taskOf(net, item.task)),
  };
}

function compiledCall({ id, work }: LinkedTask): CompiledCall {
  if (!work?.call) throw new Error(`task ${id} calls no connector`);
  return work.call;
}

/** An item as its connector is about to be called: without what an earlier call left. */
export type Uncalled = Omit<CallItem, "call" | "failure" | "draft" | "suspended">;

/**
 * Starts the call of a new item, or another call of one that failed. When the connector's input cannot be made, the item is
 * suspended with the reason.
 */
export function beginCall(
  step: CaseStep,
  at: TaskAt,
  move: ItemMove,
  item: Uncalled,
  { number, key }: Pick<ItemCall, "number" | "key">,
  by?: Actor,
): void {
  const call: ItemCall = { number, key };
  const input = connectorInput(step, at, item);
  const who = by === undefined ? {} : { by: by.participant };
  if (!input.ok) {
    const next = suspended(step, { ...item, call }, failureOf(input.fault));
    step.emit({ type: "item", move, item: next, ...who });
    return;
  }
  const called = input.value === item.data ? call : { ...call, input: input.value };
  step.emit({ type: "item", move, item: revised(item, { call: called }), ...who });
}

/** The connector's input: the item's data, or what the call's expressions make of it. */
function connectorInput(step: CaseStep, { linked }: TaskAt, item: Uncalled): Result<JsonObject> {
  const { connector, input } = compiledCall(linked);
  if (!input) return ok(item.data);
  const scope = scopeOf(step, connector, linked.takes, item.data);
  const mapped = runMappings(
    input,
    scope,
    input.map(({ mapsTo }) => anything(mapsTo)),
  );
  return mapped.ok ? ok(mapped.value.values) : mapped;
}

/**
 * Takes what became of a call, if somebody still waits for it.
 * @returns only the fault `needs-permit`: it is to be taken again later
 */
export function takeOutcome(step: CaseStep, outcome: CallOutcome): Result<undefined> {
  const item = itemOf(step.state, outcome.item);
  const isPending = Object.hasOwn(step.state.pending, `call:${outcome.item}:${outcome.number}`);
  if (item?.kind !== "call" || !isPending) return ok(undefined);
  switch (outcome.kind) {
    case "answer": {
      const done = step.attempt(() => answered(step, item, "completed", outcome.answer));
      if (done.ok) return done;
      if (done.fault.type === "needs-permit") return done;
      // what came is kept: it may be mended and given as the output
      giveUp(step, { ...item, draft: outcome.answer }, failureOf(done.fault));
      return ok(undefined);
    }
    case "waiting": {
      const call = { ...item.call, waitsUntil: outcome.until };
      step.emit({ type: "item", move: "waiting", item: revised(item, { call }) });
      return ok(undefined);
    }
    case "failure":
      giveUp(step, item, outcome.failure);
      return ok(undefined);
  }
}

/** A callback that does not come in time is a failure like any other. */
export function callExpired(step: CaseStep, { item: id }: PendingOf<"callback">): void {
  const item = itemOf(step.state, id);
  if (item?.kind !== "call" || isCallbackHeld(step.state, id)) return;
  giveUp(step, item, { type: "callback-timeout", message: "The callback did not come in time." });
}

/** The answer of a connector, or of its callback: what does not fit leaves the item as it is. */
export function answered(
  step: CaseStep,
  item: CallItem,
  status: ItemStatus,
  answer: JsonObject,
): Result<undefined> {
  const output = outputOf(step, step.find(item), answer);
  return output.ok ? finish(step, item, status, undefined, output.value) : output;
}

/** Output parameters from a connector's answer: by the call's expressions, or the properties of the same name. */
function outputOf(step: CaseStep, { linked }: TaskAt, answer: JsonObject): Result<JsonObject> {
  const { connector, answers, output } = compiledCall(linked);
  const outputs = linked.work?.outputs ?? [];
  let values: JsonObject;
  if (output) {
    const names = new Set([...answers, ...Object.keys(answer)]);
    const scope = scopeOf(step, connector, [...names].map(anything), answer);
    const mapped = runMappings(output, scope, outputs);
    if (!mapped.ok) return mapped;
    values = mapped.value.values;
  } else values = sameNames(answer, outputs);
  const problems = checkObject(values, outputs, step.linked.types);
  if (problems.length === 0) return ok(valuesOf(outputs, values, step.linked.types));
  const [first] = problems;
  return fault(
    faultTypeOf(problems),
    `The answer of the connector "${connector}" does not fit: ${first?.pointer ?? ""} ${first?.message ?? ""}.`,
    problems,
  );
}

function scopeOf(step: CaseStep, root: string, variables: readonly Variable[], data: JsonObject): DataScope {
  return { root, variables, data, types: step.linked.types, now: step.now, work: step.work };
}

function sameNames(answer: JsonObject, outputs: readonly Variable[]): JsonObject {
  const values: Record<string, Json> = {};
  for (const { name } of outputs) {
    const value = valueOf(answer, name);
    if (value !== undefined) values[name] = value;
  }
  return values;
}

function anything(name: string): Variable {
  return { name, type: { kind: "json", schema: {} } };
}

function failureOf({ type, message, details }: Fault): Omit<ItemFailure, "at"> {
  if (!details) return { type, message };
  return { type, message, details: { errors: details.map((detail) => ({ ...detail })) } };
}

function performedBy({ id, instance }: CallItem): Performed {
  return instance === undefined ? { id } : { id, instance };
}

/**
 * The call has failed for good: the item is suspended until somebody decides what becomes of it. Where some instances may
 * fail, this one has.
 */
function giveUp(step: CaseStep, item: CallItem, failure: Omit<ItemFailure, "at">): void {
  const at = step.find(item);
  if (toleratesFailures(step, at)) {
    const { message } = failure;
    const ended: CallItem = {
      ...item,
      status: "failed",
      endedAt: step.now,
      reason: message,
      failure: { ...failure, at: step.now },
    };
    step.emit({ type: "item", move: "failed", item: ended });
    instanceFailed(step, at, performedBy(item), item.data, message);
    return;
  }
  step.emit({ type: "item", move: "suspended", item: suspended(step, item, failure) });
}

function suspended(step: CaseStep, item: CallItem, failure: Omit<ItemFailure, "at">): CallItem {
  const at = step.now;
  return { ...item, status: "suspended", suspended: { from: "started" }, failure: { ...failure, at } };
}

/**
 * Calls the connector again.
 * @param data other input parameters; the call then has another idempotency key, for it asks for something else
 */
export function retryCall(
  step: CaseStep,
  item: CallItem,
  status: ItemStatus,
  by: Actor,
  data: JsonObject | undefined,
): Result<undefined> {
  const at = step.find(item);
  const { failure: _, draft: __, suspended: ___, call: earlier, ...rest } = item;
  const number = earlier.number + 1;
  if (data === undefined) {
    beginCall(step, at, "retried", { ...rest, status }, { number, key: earlier.key }, by);
    return ok(undefined);
  }
  const problems = checkObject(data, at.linked.takes, step.linked.types);
  if (problems.length > 0) {
    return fault(faultTypeOf(problems), `The data does not fit the input of "${item.name}".`, problems);
  }
  const key = `${item.id}-${number}`;
  const input = valuesOf(at.linked.takes, data, step.linked.types);
  beginCall(step, at, "retried", { ...rest, status, data: input }, { number, key }, by);
  return ok(undefined);
}

/** Gives the item up, and the case with it: it ends as failed, with the cause. */
export function failCall(
  step: CaseStep,
  item: CallItem,
  status: ItemStatus,
  by: Actor,
  reason: string | undefined,
): Result<undefined> {
  const { participant } = by;
  const cause = reason ?? item.failure?.message ?? "An operator gave it up.";
  step.emit({
    type: "item",
    move: "failed",
    item: { ...item, status, endedAt: step.now, endedBy: participant, reason: cause },
    by: participant,
  });
  const at = step.find(item);
  if (at.linked.task.instances && step.has("instances-in-blocks")) {
    instanceFailed(step, at, performedBy(item), item.data, cause);
    return ok(undefined);
  }
  failCase(step, {
    type: "connector-failed",
    message: `The task "${item.name}" failed: ${cause}`,
    details: [{ element: `${item.net}/${item.task}`, message: cause }],
  });
  return ok(undefined);
}
