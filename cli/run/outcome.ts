/** How a case stands in the end: for people, and as JSON. */
import { objectSchema } from "../../yawl/data/schema/json-schema.ts";
import type { JsonObject } from "../../yawl/model/json.ts";
import type { WorkItem } from "../../yawl/work/item.ts";
import { hintOf } from "./form.ts";
import type { LocalCase } from "./local-case.ts";
import { titleOf } from "./narrate.ts";

/** @param left answers that were not given */
export function describeOutcome(local: LocalCase, left: readonly string[]): string {
  const { status, reason } = local.state;
  const parts = [`The case is ${status}${reason === undefined ? "" : `: ${reason}`}.\n`];
  parts.push(`${JSON.stringify(local.data, undefined, 2)}\n`);
  if (status === "completed") return [...parts, ...leftOver(left)].join("");
  for (const item of local.items) parts.push(`open: ${titleOf(item)} takes ${takes(local, item)}\n`);
  for (const { net, task, message } of local.failures) parts.push(`failed: ${task} in ${net}: ${message}\n`);
  for (const [net, tokens] of Object.entries(local.whereabouts().marking)) {
    const marked = Object.entries(tokens).map(([condition, count]) =>
      count === 1 ? condition : `${condition} (${count})`,
    );
    if (marked.length > 0) parts.push(`tokens: ${net}: ${marked.join(", ")}\n`);
  }
  return [...parts, ...leftOver(left)].join("");
}

function leftOver(left: readonly string[]): readonly string[] {
  return left.length === 0 ? [] : [`answers left: ${left.join(", ")}\n`];
}

function takes(local: LocalCase, item: WorkItem): string {
  const outputs = local.outputsOf(item);
  if (outputs.length === 0) return "nothing";
  const { types } = local.linked;
  return outputs.map(({ name, type }) => `${name} (${hintOf(type, types)})`).join(", ");
}

/** What `--json` prints; its `marking` and `busy` are what `mizzen draw --case` reads. */
export function outcomeAsJson(
  local: LocalCase,
  left: readonly string[],
  problems: readonly string[],
): JsonObject {
  const { specification, types } = local.linked;
  const { status, reason } = local.state;
  const { marking, busy } = local.whereabouts();
  return {
    specification: { id: specification.id, version: specification.version },
    state: status,
    ...(reason !== undefined && { reason }),
    data: local.data,
    marking,
    busy,
    open: local.items.map((item) => ({
      taskId: item.task,
      name: item.name,
      ...(item.instance !== undefined && { instance: item.instance }),
      net: item.net,
      data: item.data,
      schema: objectSchema(local.outputsOf(item), types, { required: "all" }) as JsonObject,
    })),
    failures: local.failures.map((failure) => ({ ...failure })),
    answersLeft: left,
    problems,
  };
}
