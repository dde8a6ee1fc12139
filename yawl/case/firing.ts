/** What every kind of task does when it fires: it takes tokens, finds its input, and has something that runs for it. */
import { ok, type Result } from "../model/fault.ts";
import type { JsonObject } from "../model/json.ts";
import { tokensToTake } from "../net/enabling.ts";
import { netScope, runMappings, withInitials } from "./dataflow.ts";
import { netInstance } from "./state.ts";
import type { CaseStep, TaskAt } from "./tasks/kind.ts";

/** Takes the tokens and makes the task busy with what already runs for it. */
export function take(step: CaseStep, { key, linked }: TaskAt, running: readonly string[] = []): void {
  const { marking } = netInstance(step.state, key);
  const conditions = tokensToTake(linked, marking, (n) => step.draw(n));
  step.emit({ type: "tokens-taken", net: key, conditions });
  step.emit({ type: "task-fired", net: key, task: linked.id, run: { phase: "busy", running } });
  step.touch(key, conditions);
}

/** From now on this runs for the busy task: a work item or a net instance. */
export function run(step: CaseStep, { key, linked }: TaskAt, id: string): void {
  step.emit({ type: "instance-started", net: key, task: linked.id, id });
}

/** Data never changes in place: one for all tasks that take nothing. */
const NO_INPUT = ok<JsonObject>({});

/** Input data of a task: its starting mappings over the net's data, completed by the parameters' initial values. */
export function inputOf(step: CaseStep, { key, net, linked }: TaskAt): Result<JsonObject> {
  if (linked.takes.length === 0 && linked.task.starting.length === 0) return NO_INPUT;
  const scope = netScope(net.net, netInstance(step.state, key).data, step, key);
  const mapped = runMappings(linked.task.starting, scope, linked.takes);
  return mapped.ok ? ok(withInitials(linked.takes, mapped.value.values)) : mapped;
}
