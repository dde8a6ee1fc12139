/** Paths through the examples: which items are done, in which order, with which answers, and what comes of it. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { answerCall, decide, failedTasks } from "../../yawl/case/decide.ts";
import { launch } from "../../yawl/case/launch.ts";
import type { CaseState } from "../../yawl/case/state.ts";
import { readSpecification } from "../../yawl/files/read.ts";
import { compile } from "../../yawl/net/compile.ts";
import type { ConnectorCatalogue } from "../../yawl/net/compile-call.ts";
import { link } from "../../yawl/net/linked.ts";
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
  /** what is done when its time is over */
  skip: item.optional(),
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

const DRIVER = { participant: "driver", manager: true };

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
  const linked = link(compilation.value.compiled);
  const launched = launch(linked, { id: "case", data: given, seed: 1, now: 0 });
  if (!launched.ok) assert.fail(`${launched.fault.message} ${JSON.stringify(launched.fault.details)}`);
  let { state } = launched.value;
  let now = 0;
  const give = (id: string, command: ItemCommand, at: string): void => {
    now += 1000;
    const decided = decide(linked, state, { item: id, by: DRIVER, command }, now);
    if (!decided.ok) assert.fail(`${at}: ${decided.fault.message} ${JSON.stringify(decided.fault.details)}`);
    state = decided.value.state;
  };
  for (const [index, each] of steps.entries()) {
    const name = each.do ?? each.answer ?? each.skip ?? each.add ?? "";
    const at = `step ${index + 1}, ${name}`;
    const open = find(state, name, at);
    if (each.called !== undefined) assert.equal(open.name, each.called, at);
    for (const [property, value] of Object.entries(each.gets ?? {})) {
      assert.deepEqual(open.data[property], value, `${at}: ${property}`);
    }
    if (each.add !== undefined) give(open.id, { type: "add-instance", data: each.with ?? {} }, at);
    else if (each.answer !== undefined) {
      const outcome = { item: open.id, number: open.call?.number ?? 0, kind: "answer" as const };
      state = answerCall(linked, state, { ...outcome, answer: each.with ?? {} }, (now += 1000)).state;
    } else if (each.skip === undefined) {
      give(open.id, { type: "allocate", to: DRIVER.participant }, at);
      give(open.id, { type: "start" }, at);
      give(
        state.items[open.id] ? open.id : find(state, `${name}.1`, at).id,
        { type: "complete", data: each.with ?? {} },
        at,
      );
    } else {
      give(open.id, { type: "skip" }, at);
    }
    assert.deepEqual(failedTasks(state), [], at);
    if (each.open) assert.deepEqual(names(state), each.open.toSorted(), `${at}: open`);
  }
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
