/** Filters by what people have to do and have done. */
import { fault, ok, type Result } from "../../model/fault.ts";
import {
  comparing,
  isNumber,
  readComparison,
  readyComparison,
  textOfComparison,
} from "../expressions/comparison.ts";
import { quote } from "../expressions/cursor.ts";
import { allOf } from "../expressions/logic.ts";
import { taskPeople } from "../facts.ts";
import type { Condition, FilterKind, Parameters, Problem, Scene } from "../kinds.ts";
import { historyOf, openItems, queueOf, type Loads } from "../loads.ts";
import { given, wholeOf } from "../parameters.ts";

const QUEUES = ["open", "allocated", "started", "suspended"] as const;

/** A condition on a number that comes from the loads. */
function counted(
  text: string,
  count: (loads: Loads, id: string) => number,
  holds: (count: number) => boolean,
  { loads }: Scene,
): Condition {
  return { text, test: loads ? ({ id }) => holds(count(loads, id)) : () => undefined };
}

/** The test of a comparison parameter; `is` has been checked to have a number. */
function numberTest(
  is: string,
): Result<{ readonly text: string; readonly holds: (count: number) => boolean }> {
  const comparison = readyComparison(is);
  if (!comparison.ok) return comparison;
  if (!isNumber(comparison.value.value)) {
    return fault("invalid-specification", `"${comparison.value.value}" is no number.`);
  }
  return ok({ text: textOfComparison(comparison.value), holds: comparing(comparison.value) });
}

function numberProblem(kind: string, parameters: Parameters): readonly Problem[] {
  const is = given(parameters, "is");
  const comparison = is === undefined ? undefined : readComparison(is);
  const test =
    is === undefined || !comparison?.ok || comparison.value.isVariable ? undefined : numberTest(is);
  if (!test || test.ok) return [];
  return [{ path: ["parameters", "is"], message: `"${kind}" counts items: ${test.fault.message}` }];
}

const WORKLOAD: FilterKind = {
  part: "filter",
  name: "workload",
  aliases: ["open"],
  description: "Who has few open items",
  parameters: [
    { name: "most", description: "at most so many", type: "whole" },
    { name: "is", description: "how many there have to be: <= 5", type: "comparison" },
    {
      name: "of",
      description: "which items count; open ones are all of them",
      type: "choice",
      choices: QUEUES,
    },
  ],
  positional: ["most"],
  compared: "is",
  needs: () => ["queues"],
  check: (parameters) =>
    (given(parameters, "most") ?? given(parameters, "is"))
      ? numberProblem("workload", parameters)
      : [{ path: ["parameters"], message: '"workload" needs one of the parameters "most" and "is".' }],
  prepare(parameters, scene) {
    const of = QUEUES.find((name) => name === given(parameters, "of")) ?? "open";
    const count = (loads: Loads, id: string): number =>
      of === "open" ? openItems(loads, id) : queueOf(loads, id)[of];
    const conditions: Condition[] = [];
    const most = wholeOf(given(parameters, "most") ?? "");
    if (most !== undefined)
      conditions.push(counted(`${of} <= ${most}`, count, (open) => open <= most, scene));
    const is = given(parameters, "is");
    const test = is === undefined ? undefined : numberTest(is);
    if (test && !test.ok) return test;
    if (test) conditions.push(counted(`${of} ${test.value.text}`, count, test.value.holds, scene));
    return ok(allOf(conditions));
  },
};

const AVAILABILITY: FilterKind = {
  part: "filter",
  name: "availability",
  aliases: ["available"],
  description: "Who is there: it is asked of everybody in any case, after all other rules",
  parameters: [],
  narrows: false,
  // whoever is absent stays until somebody can do it for them
  prepare: () => ok({ text: "available", test: () => true }),
};

function didTask(task: string, { facts }: Scene): Condition {
  const people = new Set(taskPeople(facts, task));
  return { text: `did(${quote(task)})`, test: ({ id }) => people.has(id) };
}

const DID: FilterKind = {
  part: "filter",
  name: "did",
  description: "Who did a task of this case",
  parameters: [{ name: "task", description: "the task", type: "task", required: true }],
  positional: ["task"],
  prepare: ({ task = "" }, scene) => ok(didTask(task, scene)),
};

const HISTORY: FilterKind = {
  part: "filter",
  name: "history",
  aliases: ["done"],
  description: "Who did a task of this case or did not, or did this task often enough in other cases",
  parameters: [
    { name: "did", description: "task of this case that they did", type: "task" },
    { name: "didNot", description: "task of this case that they did not do", type: "task" },
    { name: "least", description: "how often they did this task before, at least", type: "whole" },
    { name: "is", description: "how often they did this task before: >= 3", type: "comparison" },
  ],
  positional: ["least"],
  compared: "is",
  needs: (parameters) => ((given(parameters, "least") ?? given(parameters, "is")) ? ["history"] : []),
  check: (parameters) =>
    ["did", "didNot", "least", "is"].some((name) => given(parameters, name) !== undefined)
      ? numberProblem("history", parameters)
      : [
          {
            path: ["parameters"],
            message: '"history" needs one of the parameters "did", "didNot", "least" and "is".',
          },
        ],
  prepare(parameters, scene) {
    const conditions: Condition[] = [];
    const did = given(parameters, "did");
    if (did !== undefined) conditions.push(didTask(did, scene));
    const didNot = given(parameters, "didNot");
    if (didNot !== undefined) {
      const { text, test } = didTask(didNot, scene);
      conditions.push({ text: `!${text}`, test: (person) => test(person) !== true });
    }
    const completed = (loads: Loads, id: string): number => historyOf(loads, id).completed;
    const least = wholeOf(given(parameters, "least") ?? "");
    if (least !== undefined) {
      conditions.push(counted(`done >= ${least}`, completed, (times) => times >= least, scene));
    }
    const is = given(parameters, "is");
    const test = is === undefined ? undefined : numberTest(is);
    if (test && !test.ok) return test;
    if (test) conditions.push(counted(`done ${test.value.text}`, completed, test.value.holds, scene));
    return ok(allOf(conditions));
  },
};

/** Filters by work: open items, this case, the task in other cases, and being there. */
export const BY_WORK: readonly FilterKind[] = [WORKLOAD, AVAILABILITY, DID, HISTORY];
