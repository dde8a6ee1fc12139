/**
 * Expressions as far as they can be judged without data: whether they can be read, and whether the functions, variables and
 * paths are there. All of it is a warning: the reference engine loads files with expressions that it cannot evaluate, and
 * old files have some that nobody comes to. (In files of the dialect the same is an error, found when they are read.)
 */
import { MAX_LENGTH as LONGEST_EVALUATED } from "../../data/expressions/budget.ts";
import type { Names } from "../../data/expressions/language.ts";
import { languageOf } from "../../data/expressions/languages.ts";
import type {
  Decomposition,
  Expression,
  Net,
  Place,
  Specification,
  Task,
  Variable,
} from "../../model/specification.ts";
import { called, type Findings } from "./findings.ts";

/** Characters of expressions that are looked at in one specification: a second's worth. */
const MAX_TOTAL = 60_000;
const MAX_LENGTH = 2_000;
/** Reading even a short one takes some milliseconds. */
const MAX_COUNT = 500;

/** Warns of every expression of a specification that will fail whatever the data are. */
export function checkExpressions(specification: Specification, findings: Findings): void {
  const decompositions = new Map(specification.decompositions.map((each) => [each.id, each]));
  const check = new ExpressionCheck(findings, specification.format === "mizzen");
  for (const net of decompositions.values()) {
    if (net.kind !== "net") continue;
    for (const task of net.tasks) check.task(net, task, decompositions.get(task.decomposition ?? ""));
  }
}

class ExpressionCheck {
  readonly #findings: Findings;
  readonly #isDialect: boolean;
  #left = MAX_TOTAL;
  #count = 0;

  /** @param isDialect what a task gives is seen beside the net's variables */
  constructor(findings: Findings, isDialect: boolean) {
    this.#findings = findings;
    this.#isDialect = isDialect;
  }

  task(net: Net, task: Task, decomposition: Decomposition | undefined): void {
    const inside = { root: net.root, variables: namesOf([...net.inputs, ...net.outputs, ...net.locals]) };
    const after = decomposition
      ? { root: decomposition.root, variables: this.#after(decomposition, inside.variables) }
      : inside;
    const nothing: Names = { variables: undefined };
    const here = [net.id, task.id];
    const look = (
      what: string,
      expression: Expression | number | undefined,
      names: Names,
      path = here,
      place?: Place,
    ): void => {
      if (typeof expression !== "object" || expression.text.trim() === "") return;
      if (!this.#mayParse(expression.text)) return;
      const problem = languageOf(expression).problem(expression.text, names);
      if (!problem) return;
      this.#findings.warn(
        path,
        place ?? task.place,
        `${what} of ${called(task)}, ${shorten(expression.text)}, ${problem.message}.${problem.hint ?? ""}`,
      );
    };
    for (const flow of task.flows)
      look("The predicate", flow.predicate, inside, [...here, flow.to], flow.place);
    for (const { query, mapsTo } of task.startingMappings)
      look(`The input mapping to "${mapsTo}"`, query, inside);
    const { instances, label } = task;
    if (!instances)
      for (const { query, mapsTo } of task.completedMappings)
        look(`The output mapping to "${mapsTo}"`, query, after);
    look("The timer", task.timer?.when, inside);
    for (const part of label ?? []) if (typeof part === "object") look("The title", part, inside);
    look("The minimum", instances?.minimum, inside);
    look("The maximum", instances?.maximum, inside);
    look("The threshold", instances?.threshold, inside);
    look("The number of instances", instances?.count, inside);
    look("The number of instances at once", instances?.atOnce, inside);
    const tolerated = instances?.tolerate;
    const isShare = typeof tolerated === "object" && "percent" in tolerated;
    if (!isShare) look("The number of instances that may fail", tolerated, inside);
    look("The query of the instances", instances?.input?.query, inside);
    look("The splitter", instances?.input?.splitter, nothing);
    look("The query of an instance's output", instances?.output?.query, after);
    look("The joiner", instances?.output?.joiner, nothing);
  }

  /** Takes its share of what may be parsed. What is too long to be evaluated ever is not parsed either: it is always told. */
  #mayParse({ length }: string): boolean {
    if (length > LONGEST_EVALUATED) return true;
    if (length > Math.min(MAX_LENGTH, this.#left) || this.#count >= MAX_COUNT) return false;
    this.#count += 1;
    this.#left -= length;
    return true;
  }

  /** What there is after a task: parameters, and in a net all of its variables; a connector gives what it likes. */
  #after(decomposition: Decomposition, around: readonly string[]): readonly string[] | undefined {
    const { inputs, outputs } = decomposition;
    if (decomposition.kind !== "net" && decomposition.call) return undefined;
    const locals = decomposition.kind === "net" ? decomposition.locals : [];
    return [...namesOf([...inputs, ...outputs, ...locals]), ...(this.#isDialect ? around : [])];
  }
}

function namesOf(variables: readonly Variable[]): readonly string[] {
  return variables.map(({ name }) => name);
}

function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 97)}...` : text;
}
