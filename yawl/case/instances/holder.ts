/** What a block gets of the net instance around its task: each has a copy, so that it holds no more than is looked at there. */
import type { Json, JsonObject } from "../../model/json.ts";
import { valueOf } from "../dataflow.ts";
import { netInstance } from "../state.ts";
import type { CaseStep, TaskAt } from "../tasks/kind.ts";
import type { Holder } from "./block.ts";

/** The net instance around a task, for a block of its instances. */
export function holderOf(step: CaseStep, at: TaskAt): Holder {
  const { net, depth, data, dataVersion } = netInstance(step.state, at.key);
  return { key: at.key, net, depth, data: dataFor(at, data), dataVersion };
}

/**
 * The data that the instances' items look at: labels, whom they are offered to, and when their timers expire. All else is in the instances' input. What
 * the instances were split from is the bulk of it mostly, and is left out where no label names it.
 */
function dataFor({ linked }: TaskAt, data: JsonObject): JsonObject {
  const { label = [], resourcing, instances, timer } = linked.task;
  const texts = label.flatMap((part) => (typeof part === "string" ? [] : [part.text]));
  if (timer?.when) texts.push(timer.when.text);
  const asked = (resourcing?.offer.to?.variables ?? []).map(({ name }) => name);
  if (timer?.variable !== undefined) asked.push(timer.variable);
  if (texts.length === 0) return pick(data, asked);
  const split = instances?.input?.query.text ?? "";
  const isLeftOut = (name: string): boolean =>
    PLAIN.test(name) &&
    split.includes(name) &&
    !asked.includes(name) &&
    !texts.some((text) => text.includes(name) || text.includes("*"));
  return pick(
    data,
    Object.keys(data).filter((name) => !isLeftOut(name)),
  );
}

/** A name that stands in every language as it is. */
const PLAIN = /^[A-Za-z]\w*$/;

function pick(data: JsonObject, names: readonly string[]): JsonObject {
  const picked: Record<string, Json> = {};
  for (const name of names) {
    const value = valueOf(data, name);
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}
