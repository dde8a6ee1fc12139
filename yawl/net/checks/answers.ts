/**
 * Checks of what a task takes from a connector's answer, when the task does not say what the work gives: it then sees the
 * answer's properties as the connector declares them, and nothing else.
 */
import { didYouMean } from "../../model/near.ts";
import type { FaultDetail } from "../../model/fault.ts";
import type { Net, Task } from "../../model/specification.ts";

/** @param answers properties that the connector's answer may have */
export function checkAnswers(
  net: Net,
  task: Task,
  connector: string,
  answers: readonly string[],
  errors: FaultDetail[],
): void {
  const variables = [...net.inputs, ...net.locals, ...net.outputs].map(({ name }) => name);
  const there = [...new Set([...answers, ...variables])];
  for (const { query, mapsTo } of task.completedMappings) {
    const named =
      query.language === "variable"
        ? [query.text]
        : query.language === "xpath"
          ? variablesOf(query.text)
          : [];
    for (const name of named) {
      if (there.includes(name)) continue;
      const known = answers.length === 0 ? "" : ` (${answers.map((each) => `$${each}`).join(", ")})`;
      errors.push({
        code: "answer-unknown",
        element: `${net.id}/${task.id}/${mapsTo}`,
        ...(task.place ? { line: task.place.line, column: task.place.column } : {}),
        message: `What "${mapsTo}" is set to names $${name}, which is no variable of the net and no property that the connector "${connector}" declares of its answers${known}: say by \`output\` what is kept of an answer.${didYouMean(name, there)}`,
      });
    }
  }
}

/** The variables that an XPath names and does not bind itself. */
function variablesOf(text: string): readonly string[] {
  const code = text.replaceAll(/"(?:[^"]|"")*"|'(?:[^']|'')*'|\(:.*?:\)/gs, " ");
  const bound = new Set<string>();
  for (const [, name = ""] of code.matchAll(/\$([\p{L}_][\p{L}\p{N}_.-]*)\s*(?::=|in\b|as\b)/gu))
    bound.add(name);
  for (const [, parameters = ""] of code.matchAll(/\bfunction\s*\(([^)]*)\)/gu)) {
    for (const [, name = ""] of parameters.matchAll(/\$([\p{L}_][\p{L}\p{N}_.-]*)/gu)) bound.add(name);
  }
  const named = [...code.matchAll(/\$([\p{L}_][\p{L}\p{N}_.-]*)/gu)].map(([, name = ""]) => name);
  return [...new Set(named)].filter((name) => !bound.has(name));
}
