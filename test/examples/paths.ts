/** Paths through the examples: which items are done, in which order, with which answers, and what comes of it. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { failedTasks } from "../../yawl/case/inspect.ts";
import type { CaseState } from "../../yawl/case/state.ts";
import { readSpecification } from "../../yawl/files/read.ts";
import { compile } from "../../yawl/net/compile.ts";
import type { ConnectorCatalogue } from "../../yawl/net/compile-call.ts";
import { openCase } from "../../yawl/run/open-case.ts";
import { durationMillis } from "../../yawl/time/duration.ts";
import type { ItemCommand } from "../../yawl/work/command.ts";
import type { WorkItem } from "../../yawl/work/item.ts";

const data = z.record(z.string(), z.json());

/** A task, or `task.2` for its second instance, wherever in the case it is. */
const item = z.string().regex(/^[\w-]+(\.\d+)?$/);

const step = z.strictObject({
  /** allocates, starts and completes an item */
  do: item.optional(),
  /** a call that a connector answers with `with` */
  answer: item.optional(),
  /** what an operator skips */
  skip: item.optional(),
  /** so much time passes: timers expire */
  pass: z.string().optional(),
  /** adds an instance beside this one */
  add: item.optional(),
  with: data.optional(),
  /** title of the item */
  called: z.string().optional(),
  /** properties of what the item gets */
  gets: data.optional(),
  /** all that is open afterwards, sorted; not looked at when left out */
  open: z.array(item).optional(),
});

const file = z.strictObject({
  example: z.string(),
  paths: z
    .array(
      z.strictObject({
        it: z.string(),
        data: data.optional(),
        steps: z.array(step).min(1),
        /** the case's result, once it has completed */
        result: data.optional(),
      }),
    )
    .min(1),
});

export type Paths = z.infer<typeof file>;
export type ExamplePath = Paths["paths"][number];

export function readPaths(name: string): Paths {
  return file.parse(parse(readFileSync(new URL(name, import.meta.url), "utf8")));
}

/** Each task has somebody of its own, so that duties that are separated stay so. */
function performerOf(task: string): { readonly participant: string; readonly manager: true } {
  return { participant: `${task}@acme.com`, manager: true };
}

/** Goes the path, and fails when the case does anything else or does not end. */
export function walk(
  example: string,
  connectors: ConnectorCatalogue,
  { data: given = {}, steps, result }: ExamplePath,
): void {
  const type = example.endsWith(".yawl") ? "application/xml" : "application/yaml";
  const read = readSpecification(readFileSync(`examples/${example}`, "utf8"), type);
  if (!read.ok) assert.fail(read.fault.message);
  const compilation = compile(read.value.specification, connectors);
  if (!compilation.ok) assert.fail(compilation.fault.message);
  const opened = openCase({ specification: compilation.value.compiled, data: given });
  if (!opened.ok) assert.fail(`${opened.fault.message} ${JSON.stringify(opened.fault.details)}`);
  const running = opened.value;
  const give = ({ id, task }: WorkItem, command: ItemCommand, at: string): void => {
    running.clock.advance(1000);
    const answer = running.send({ item: id, by: performerOf(task), command });
    if (!answer.ok) assert.fail(`${at}: ${answer.fault.message} ${JSON.stringify(answer.fault.details)}`);
  };
  for (const [index, each] of steps.entries()) {
    if (each.pass !== undefined) {
      running.clock.advance(durationMillis(each.pass) ?? assert.fail(`${each.pass} is no duration`));
      if (each.open) assert.deepEqual(names(running.state), each.open.toSorted(), `${each.pass}: open`);
      continue;
    }
    const name = each.do ?? each.answer ?? each.skip ?? each.add ?? "";
    const at = `step ${index + 1}, ${name}`;
    const open = find(running.state, name, at);
    if (each.called !== undefined) assert.equal(open.name, each.called, at);
    for (const [property, value] of Object.entries(each.gets ?? {})) {
      assert.deepEqual(open.data[property], value, `${at}: ${property}`);
    }
    if (each.add !== undefined) give(open, { type: "add-instance", data: each.with ?? {} }, at);
    else if (each.answer !== undefined) {
      const outcome = { item: open.id, number: open.call?.number ?? 0, kind: "answer" as const };
      running.clock.advance(1000);
      running.answerCall({ ...outcome, answer: each.with ?? {} });
    } else if (each.skip === undefined) {
      give(open, { type: "allocate", to: performerOf(open.task).participant }, at);
      give(open, { type: "start" }, at);
      give(
        running.state.items[open.id] ?? find(running.state, `${name}.1`, at),
        { type: "complete", data: each.with ?? {} },
        at,
      );
    } else {
      give(open, { type: "skip" }, at);
    }
    assert.deepEqual(failedTasks(running.state), [], at);
    if (each.open) assert.deepEqual(names(running.state), each.open.toSorted(), `${at}: open`);
  }
  const { state } = running;
  assert.equal(state.status, "completed", `open: ${names(state).join(", ")}`);
  for (const [name, value] of Object.entries(result ?? {}))
    assert.deepEqual(state.result?.[name], value, name);
}

function names(state: CaseState): readonly string[] {
  return Object.values(state.items).map(nameOf).toSorted();
}

function nameOf({ task, instance }: WorkItem): string {
  return instance === undefined ? task : `${task}.${instance}`;
}

function find(state: CaseState, name: string, at: string): WorkItem {
  const found = Object.values(state.items).find((each) => nameOf(each) === name);
  return found ?? assert.fail(`${at}: there is no such item; open: ${names(state).join(", ")}`);
}
