/**
 * The OR-join: when may a task that waits for "all that is still coming" stop waiting?
 *
 * An AND-join needs a token in each input condition and an XOR-join in one. An OR-join synchronises: it fires when at
 * least one input is marked and no other input can still get a token. That is a statement about the future of the whole
 * net, and to decide it is the work of this file. Source: Wynn, Edmond, van der Aalst, ter Hofstede, "Achieving a general,
 * formal and decidable approach to the OR-join in workflow using reset nets" (2005); SEMANTICS 3.
 *
 * **The question.** Let the OR-join itself stand still. Is a marking reachable in which every input that is marked now is
 * marked, and one more? If so, waiting is worth it, and the join is not enabled. Otherwise it is. Inputs that are marked now need
 * to hold one token then, not as many as now: the join takes one from each.
 *
 * **Reset nets.** A task that starts takes tokens from its inputs, is busy for a while, then empties its cancellation set
 * and puts tokens in its outputs. So each task becomes a place "busy" between a start and an end transition, and the end
 * also empties places: the conditions of the cancellation set, and the busy places of the tasks in it. Reachability
 * cannot be decided in such a net, but coverability can (is a marking with *at least* these tokens reachable?), and the
 * question asks no more than that.
 *
 * **What is translated how, and why it is right.** More tokens never hurt: what can happen with few can happen with more,
 * and ends with more.
 * - XOR-join: a start for each input. AND-join: one start. A *different* OR-join is read as an XOR-join: it is assumed to
 *   fire as soon as it can. Two OR-joins that wait for each other thus both wait for ever (a vicious circle): the model is
 *   at fault, and the case is reported as deadlocked.
 * - XOR-split: an end for each output. AND-split: one end. OR-split: the paper has an end for each of the 2^n - 1 sets of
 *   outputs. One end that marks all outputs decides the same: all of them empty the same places, and the one with all
 *   outputs leaves at least as many tokens everywhere as any other. So an OR-split is read as an AND-split.
 * - Only what lies on a directed path to the join is translated (structural restriction). The rest can only take away.
 * - Predicates are not looked at: every branch counts as possible.
 * - A busy task may start again here, in the engine only after it has ended. The paper and the reference take the same
 *   liberty; at worst the join waits for a token that the engine would bring a little later or lose.
 *
 * The search runs backwards from the markings asked for (`reset-coverability.ts`) in the part of the net that the marking
 * leaves alive (`reset-subnet.ts`). Where it would take too long it says so: `undecided`.
 */
import { Remembered } from "../../model/remembered.ts";
import type { CompiledTask } from "../compiled.ts";
import type { LinkedNet } from "../linked.ts";
import { tokens, type Marking } from "../marking.ts";
import { COVERABILITY_LIMIT, coverable } from "./reset-coverability.ts";
import { resetNetBefore, type ResetNet } from "./reset-net.ts";

/** Whether an OR-join may fire. */
export type OrJoinDecision =
  /** no other input can get a token any more */
  | { readonly kind: "enabled" }
  /** no input is marked, or one more may still come */
  | { readonly kind: "wait" }
  /** the search was given up after that many markings; the join has to wait, and somebody should know */
  | { readonly kind: "undecided"; readonly explored: number };

const ENABLED: OrJoinDecision = { kind: "enabled" };
const WAIT: OrJoinDecision = { kind: "wait" };

/** Decisions kept for each OR-join; the oldest goes. Decisions follow from the marking, so forgetting changes nothing. */
const CACHED_DECISIONS = 512;

interface Analysis {
  readonly resetNet: ResetNet;
  /** the join's inputs as places, each once */
  readonly inputs: readonly number[];
  readonly decisions: Remembered<OrJoinDecision>;
}

const analyses = new WeakMap<LinkedNet, Map<string, Analysis>>();

/**
 * Decides whether the OR-join is enabled, has to wait, or cannot be decided within the limit.
 * @param busy ids of the tasks of this net instance that are busy
 * @param limit minimal markings that the search may collect
 */
export function orJoinDecision(
  net: LinkedNet,
  task: CompiledTask,
  marking: Marking,
  busy: readonly string[],
  limit: number = COVERABILITY_LIMIT,
): OrJoinDecision {
  const marked = task.from.filter((condition) => tokens(marking, condition) > 0).length;
  if (marked === 0) return WAIT;
  if (marked === task.from.length) return ENABLED;

  const analysis = analysisOf(net, task);
  const { resetNet, inputs, decisions } = analysis;
  const start = new Float64Array(resetNet.size);
  for (const condition of Object.keys(marking)) {
    const place = resetNet.conditions.get(condition);
    if (place !== undefined) start[place] = tokens(marking, condition);
  }
  for (const id of busy) {
    const place = resetNet.busy.get(id);
    if (place !== undefined) start[place] = 1;
  }
  if (nothingUnderWay(start, inputs, resetNet)) return ENABLED;

  return decisions.get(keyOf(start, limit), () => decide(resetNet, inputs, start, limit));
}

function decide(
  resetNet: ResetNet,
  inputs: readonly number[],
  start: Float64Array,
  limit: number,
): OrJoinDecision {
  const isMarked = (place: number): boolean => (start[place] ?? 0) > 0;
  const answer = coverable(
    resetNet,
    start,
    inputs.filter(isMarked),
    inputs.filter((place) => !isMarked(place)),
    limit,
  );
  switch (answer.kind) {
    case "coverable":
      return WAIT;
    case "not-coverable":
      return ENABLED;
    case "undecided":
      return answer;
  }
}

/** The common case: upstream of the join there is nothing but the tokens in its own inputs, and nobody else takes those. */
function nothingUnderWay(start: Float64Array, inputs: readonly number[], resetNet: ResetNet): boolean {
  let elsewhere = 0;
  for (const count of start) if (count > 0) elsewhere += 1;
  for (const place of inputs) {
    if ((start[place] ?? 0) === 0) continue;
    if ((resetNet.consumers[place]?.length ?? 0) > 0) return false;
    elsewhere -= 1;
  }
  return elsewhere === 0;
}

function keyOf(start: Float64Array, limit: number): string {
  let key = String(limit);
  for (const [place, count] of start.entries()) if (count > 0) key += ` ${place}:${count}`;
  return key;
}

function analysisOf(net: LinkedNet, task: CompiledTask): Analysis {
  let ofNet = analyses.get(net);
  if (!ofNet) analyses.set(net, (ofNet = new Map()));
  const known = ofNet.get(task.id);
  if (known) return known;
  const resetNet = resetNetBefore(net, task);
  const inputs: number[] = [];
  for (const condition of new Set(task.from)) {
    const place = resetNet.conditions.get(condition);
    if (place !== undefined) inputs.push(place);
  }
  const analysis: Analysis = { resetNet, inputs, decisions: new Remembered(CACHED_DECISIONS) };
  ofNet.set(task.id, analysis);
  return analysis;
}
