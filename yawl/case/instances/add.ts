/** One more instance of a multiple-instance task whose instances are created dynamically (I3, I6). */
import { valuesOf } from "../../data/types/given.ts";
import { checkObject, faultTypeOf } from "../../data/types/validate.ts";
import { fault, ok, type Result } from "../../model/fault.ts";
import type { JsonObject } from "../../model/json.ts";
import { inputOf } from "../firing.ts";
import { MAX_INSTANCES } from "../limits.ts";
import { netInstance } from "../state.ts";
import type { CaseStep, TaskAt } from "../tasks/kind.ts";
import { blocksOf, instruct, isCountedIn, limitedTo, makeBlock, MOST_IN_BLOCK } from "./blocks.ts";
import { instancesOf, maximumNow } from "./bounds.ts";
import { mostInside } from "./inside.ts";
import { begin, isOwnOfBlock, multiRunOf, review, tallyOf } from "./review.ts";
import { numbered } from "./split.ts";

/** The task to whose instances one is to be added, by the place of somebody inside: the task itself, or one around its net. */
export function dynamicAround(
  step: CaseStep,
  place: { readonly net: string; readonly task: string },
): TaskAt | undefined {
  let at: TaskAt | undefined = step.find(place);
  while (at) {
    if (at.linked.task.instances?.creation === "dynamic") return at;
    const { parent }: { readonly parent?: { readonly net: string; readonly task: string } } = netInstance(
      step.state,
      at.key,
    );
    if (!parent || !Object.hasOwn(step.state.nets, parent.net)) return undefined;
    at = step.find(parent);
  }
  return undefined;
}

/** What is wrong with the data for one more instance, whoever will make it. */
export function checkAdded(step: CaseStep, at: TaskAt, data: JsonObject): Result<undefined> {
  const { linked } = at;
  const run = multiRunOf(step.state, at.key, linked.id);
  if (!run) return fault("wrong-state", `The instances of "${linked.id}" have not been started.`);
  if (run.multi.ending !== undefined) {
    return fault("wrong-state", `No instance can be added any more. ${run.multi.ending}`);
  }
  if (linked.task.instances?.creation !== "dynamic") {
    return fault("wrong-state", `The instances of "${linked.id}" are made once, when it begins.`);
  }
  const problems = checkObject(data, linked.takes, step.linked.types);
  if (problems.length === 0) return ok(undefined);
  return fault(faultTypeOf(problems), "The data does not fit the input of an instance.", problems);
}

/**
 * Adds an instance beside those that are not done yet. All that there ever were count towards the maximum.
 * @param data input of the new instance; what it leaves out comes from the task's starting mappings, as the data is now
 * @param block that it is best put into
 */
export function addInstance(step: CaseStep, at: TaskAt, data: JsonObject, block?: string): Result<undefined> {
  const checked = checkAdded(step, at, data);
  if (!checked.ok) return checked;
  const { key, linked } = at;
  const run = multiRunOf(step.state, key, linked.id);
  if (!run || isOwnOfBlock(step.state, at)) throw new Error("only who fired a task adds instances to it");
  const { spawned } = run.multi;
  const maximum = maximumNow(step, at, run.multi);
  if (!maximum.ok) return maximum;
  if (spawned >= Math.min(maximum.value, MAX_INSTANCES)) {
    return fault(
      "wrong-state",
      `The task "${linked.id}" has had its ${spawned} instances; no more are allowed.`,
    );
  }
  const tally = tallyOf(step.state, key, linked.id, run);
  if (tally.open + tally.waiting === 0 && step.has("instances-in-blocks")) {
    return fault("wrong-state", `No instance of "${linked.id}" is under way any more.`);
  }
  const common = inputOf(step, at);
  if (!common.ok) return common;
  const number = spawned + 1;
  const given = valuesOf(linked.takes, { ...common.value, ...data }, step.linked.types);
  const input = numbered(instancesOf(at), given, number);
  const multi = { ...run.multi, spawned: number };
  if (spawned < mostInside(step, at)) {
    if (!step.has("instances-in-blocks")) begin(step, at, { instance: number, input }, multi);
    else {
      const waiting = [...(multi.waiting ?? []), { instance: number, input }];
      step.emit({ type: "instances-changed", net: key, task: linked.id, multi: { ...multi, waiting } });
      review(step, at);
    }
    return ok(undefined);
  }
  step.emit({ type: "instances-changed", net: key, task: linked.id, multi });
  addToBlock(step, at, { instance: number, input }, block);
  review(step, at);
  return ok(undefined);
}

/** Into a block that has room, or a new one. */
function addToBlock(
  step: CaseStep,
  at: TaskAt,
  added: { readonly instance: number; readonly input: JsonObject },
  wish: string | undefined,
): void {
  const open = blocksOf(step.state, at.key, at.linked.id).filter(
    ({ start, size, instruction }) =>
      start === undefined && size < MOST_IN_BLOCK && instruction.close === undefined,
  );
  const block = open.find(({ id }) => id === wish) ?? open.at(-1);
  if (block) {
    const limited = limitedTo(block);
    const report = { ...block.report, waiting: block.report.waiting + 1 };
    const earlier = block.instruction.added ?? [];
    instruct(step, { ...limited, report }, { added: [...earlier, added] }, { size: block.size + 1 });
    return;
  }
  const run = multiRunOf(step.state, at.key, at.linked.id);
  if (!run) throw new Error(`the task ${at.linked.id} is not under way`);
  const { threshold, atOnce, tolerated, spawned } = run.multi;
  makeBlock(step, at, {}, [added], {
    ...(isCountedIn(at, threshold, spawned) ? { granted: 0 } : {}),
    ...(atOnce === undefined ? {} : { atOnce: 0 }),
    ...(tolerated === undefined ? {} : { tolerates: true }),
  });
}
