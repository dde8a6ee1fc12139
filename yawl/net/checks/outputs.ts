/** Checks of what work gives: an output parameter that no task takes over is asked for in vain. */
import type { Decomposition, Expression, Specification, Task } from "../../model/specification.ts";
import { called, type Findings } from "./findings.ts";

/** Reports each output parameter of a task's work that no completed mapping of its tasks reads. */
export function checkOutputs(specification: Specification, findings: Findings): void {
  const users = new Map<string, Task[]>();
  for (const decomposition of specification.decompositions) {
    if (decomposition.kind !== "net") continue;
    for (const task of decomposition.tasks) {
      if (task.decomposition === undefined) continue;
      const known = users.get(task.decomposition);
      if (known) known.push(task);
      else users.set(task.decomposition, [task]);
    }
  }
  for (const decomposition of specification.decompositions) {
    const tasks = users.get(decomposition.id);
    if (!tasks || decomposition.id === specification.rootNet) continue;
    const queries = tasks.flatMap(queriesOf);
    if (queries.some((query) => takesAll(query, decomposition.root))) continue;
    for (const { name, cutThrough, mandatory } of decomposition.outputs) {
      // in the dialect an output that need not be there may be for the record only: a remark, a reason
      if (cutThrough || (!mandatory && specification.format === "mizzen")) continue;
      if (queries.some((query) => names(query, name))) continue;
      const [first] = tasks;
      const whose =
        tasks.length === 1 && first ? `the task ${called(first)}` : `the tasks that do "${decomposition.id}"`;
      findings.warn(
        [decomposition.id, name],
        decomposition.place,
        `The output "${name}" of ${whose} goes nowhere: ${missing(decomposition, tasks)}`,
        "output-unused",
      );
    }
  }
}

function missing({ kind }: Decomposition, tasks: readonly Task[]): string {
  const isMultiple = tasks.every(({ instances }) => instances);
  if (isMultiple) return "what the instances give is not collected.";
  return kind === "net" ? "no mapping takes it from the net." : "no mapping uses it.";
}

/** The queries that see what the task's work gives. */
function queriesOf({ completedMappings, instances }: Task): readonly Expression[] {
  const queries = completedMappings.map(({ query }) => query);
  return instances?.output ? [...queries, instances.output.query] : queries;
}

/** Whether a name occurs in an expression as a word of its own; what stands in a text is taken for a name, too. */
function names({ language, text }: Expression, name: string): boolean {
  if (language === "variable") return text === name;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const isPart = /[\p{L}\p{N}_]/u;
    const before = text.charAt(at - 1);
    const after = text.charAt(at + name.length);
    if (!isPart.test(before) && !isPart.test(after)) return true;
  }
  return false;
}

/** Whether an expression may take what it sees without naming it: `/Work/*`, `/Work/node()`, `/Work`; `$` and `*` in JSONata. */
function takesAll({ language, text }: Expression, root: string): boolean {
  if (language === "jsonata") return /\*|%|\$(?![\p{L}_])/u.test(text);
  if (language !== "xquery") return false;
  if (text.includes("//") || text.includes("/*")) return true;
  for (let at = text.indexOf(`/${root}`); at >= 0; at = text.indexOf(`/${root}`, at + 1)) {
    const rest = text.slice(at + root.length + 1, at + root.length + 12);
    if (!/^\s*\/\s*[\p{L}_]/u.test(rest) || /^\s*\/\s*(node|text)\(/.test(rest)) return true;
  }
  return false;
}
