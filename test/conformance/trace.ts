/** Reads a trace of the reference engine: what was available at each step, what the driver did, and the data it saw. */

export interface AvailableItem {
  readonly task: string;
  readonly case: string;
  readonly isExecuting: boolean;
}

export type TraceAction =
  | { readonly type: "start"; readonly item: string; readonly becomes: string; readonly input: string }
  | { readonly type: "complete"; readonly item: string; readonly output: string }
  | { readonly type: "net"; readonly data: string };

export interface TraceStep {
  readonly number: number;
  readonly available: readonly AvailableItem[];
  readonly actions: readonly TraceAction[];
}

export interface Trace {
  /** launch data as XML, if any */
  readonly parameters: string | undefined;
  readonly steps: readonly TraceStep[];
  readonly outcome: "completed" | "max-steps" | "error";
  /** message of the reference engine when it gave up */
  readonly message: string;
}

export function readTrace(text: string): Trace {
  const steps: { number: number; available: AvailableItem[]; actions: TraceAction[] }[] = [];
  const launch = /^case \S+ params=(null|<[\s\S]*?>)\n(?=\d+ avail|case |RESULT)/m.exec(text);
  for (const line of text.split("\n")) {
    const available = /^(\d+) avail \[(.*)\]/.exec(line);
    if (available) {
      steps.push({ number: Number(available[1]), available: items(available[2] ?? ""), actions: [] });
      continue;
    }
    const action = actionOf(line);
    if (action) steps.at(-1)?.actions.push(action);
  }
  const result = /^RESULT (completed|max-steps|error)(.*)$/m.exec(text);
  return {
    parameters: launch?.[1] === "null" ? undefined : launch?.[1],
    steps,
    outcome: result?.[1] === "completed" || result?.[1] === "max-steps" ? result[1] : "error",
    message: result?.[2]?.trim() ?? "",
  };
}

function items(text: string): AvailableItem[] {
  return text
    .split(", ")
    .filter((part) => part !== "")
    .map((part) => {
      const [, task = "", id = "", status] = /^(.*)@([^:]*):(\w+)$/.exec(part) ?? [];
      return { task, case: id, isExecuting: status === "Executing" };
    });
}

function actionOf(line: string): TraceAction | undefined {
  const start = /^ {2}start (\S+) -> (\S+) in=(.*)$/.exec(line);
  if (start) return { type: "start", item: start[1] ?? "", becomes: start[2] ?? "", input: start[3] ?? "" };
  const complete = /^ {2}complete (\S+) (.*)$/.exec(line);
  if (complete) return { type: "complete", item: complete[1] ?? "", output: complete[2] ?? "" };
  const net = /^ {2}net (.*)$/.exec(line);
  return net ? { type: "net", data: net[1] ?? "" } : undefined;
}
