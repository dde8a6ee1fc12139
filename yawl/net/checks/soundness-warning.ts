/** The soundness verdict of a net as a warning that a process developer understands. */
import type { Net } from "../../model/specification.ts";
import { called, listed, type Findings } from "./findings.ts";
import { controlFlow } from "../soundness/control-flow.ts";
import { soundness, SOUNDNESS_LIMIT, type Soundness } from "../soundness/soundness.ts";

/** States that the soundness checks of one specification may explore together. */
export const SOUNDNESS_BUDGET = 40_000;

/** Tasks of a counterexample that are named; the later ones say more. */
const TOLD_TASKS = 20;

/**
 * @param dead tasks of which it is known that they never start
 * @param budget states that are left for this specification
 * @returns the number of states that were explored
 */
export function checkSoundness(
  net: Net,
  dead: ReadonlySet<string>,
  budget: number,
  findings: Findings,
): number {
  const limit = Math.min(SOUNDNESS_LIMIT, budget);
  const verdict: Soundness =
    limit > 0 ? soundness(controlFlow(net), limit) : { verdict: "undecided", explored: 0 };
  const message = tell(net, dead, verdict);
  if (message !== undefined) {
    const element = verdict.verdict === "unsound" ? verdict.element : undefined;
    const task = net.tasks.find(({ id }) => id === element);
    const path = element === undefined ? [net.id] : [net.id, element];
    const code = verdict.verdict === "unsound" ? verdict.problem : "soundness-undecided";
    findings.warn(path, task?.place ?? net.place, message, code);
  }
  return verdict.explored;
}

function tell(net: Net, dead: ReadonlySet<string>, verdict: Soundness): string | undefined {
  switch (verdict.verdict) {
    case "sound":
      return undefined;
    case "undecided":
      return verdict.explored === 0
        ? `Whether the net ${called(net)} always ends was not looked at: other nets of the specification took all the time for it.`
        : `Whether the net ${called(net)} always ends, with nothing left behind, was not decided within ${verdict.explored} states.`;
    case "unsound":
      return tellProblem(net, dead, verdict);
  }
}

function tellProblem(
  net: Net,
  dead: ReadonlySet<string>,
  verdict: Extract<Soundness, { verdict: "unsound" }>,
): string | undefined {
  const names = new Map(net.tasks.map((task) => [task.id, called(task)]));
  const nameOf = (id: string): string => names.get(id) ?? `"${id}"`;
  const told = verdict.path.slice(-TOLD_TASKS).map(nameOf);
  const earlier = verdict.path.length - told.length;
  const run = [...(earlier > 0 ? [`${earlier} tasks`] : []), ...told].join(", ");
  const after = run === "" ? "at the start" : `after ${run}`;
  const left: string[] = [];
  for (const [condition, count] of Object.entries(verdict.marking)) {
    if (condition !== net.outputCondition.id)
      left.push(count > 1 ? `${count} times "${condition}"` : `"${condition}"`);
  }
  for (const id of verdict.busy) left.push(`the busy task ${nameOf(id)}`);
  const rest = left.length > 0 ? listed(left) : `more than one token in "${net.outputCondition.id}"`;
  switch (verdict.problem) {
    case "deadlock":
      return `The net ${called(net)} can get stuck: ${after} no task can start, and the end is not reached. Tokens are in ${rest}.`;
    case "livelock":
      return `The net ${called(net)} can get to where it can never end: ${after}. Tokens are in ${rest}.`;
    case "improper-completion":
      return `The net ${called(net)} can end with something left behind, which is then dropped: ${after}. What is left: ${rest}.`;
    case "dead-task":
      return verdict.element === undefined || dead.has(verdict.element)
        ? undefined
        : `The task ${nameOf(verdict.element)} can never start, whatever the predicates say.`;
  }
}
