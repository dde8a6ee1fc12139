/**
 * Fixtures of the patterns: a YAML file of two documents, the specification in the dialect and the traces that show what
 * it does. A trace starts with the launch; each of its steps does at most one thing and says all that is open then.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { readSpecification } from "../../yawl/files/read.ts";
import { compile } from "../../yawl/net/compile.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";

const FOLDER = new URL("./", import.meta.url);

/** Path of a work item inside its case: `task`, `task.2` for an instance, `composite/task` inside a nested net. */
const item = z.string().regex(/^[\w-]+(\.\d+)?(\/[\w-]+(\.\d+)?)*$/);

const data = z.record(z.string(), z.json());

const step = z
  .strictObject({
    // one of these, or none to look only
    /** allocates, starts and completes an item */
    do: item.optional(),
    allocate: item.optional(),
    start: item.optional(),
    complete: item.optional(),
    skip: item.optional(),
    /** adds an instance to a running multiple-instance task; names an instance that is open */
    add: item.optional(),
    cancel: z.literal("case").optional(),

    /** what an item is completed with, or what a new instance gets */
    with: data.optional(),
    /** type of the fault that the command is answered with */
    refused: z.string().optional(),

    // and then
    /** every open item, those that are being worked at as `task started`; none when left out */
    available: z.array(z.string()).optional(),
    /** items of tasks that are no longer enabled */
    withdrawn: z.array(item).optional(),
    /** items that went with a task that was removed while it ran */
    cancelled: z.array(item).optional(),
    /** tokens of the root net's explicit conditions that are named here */
    tokens: z.record(z.string(), z.number().int()).optional(),
    /** variables of the root net that are named here */
    data: data.optional(),
    /** how the case has ended; it runs when this is left out */
    ends: z.enum(["completed", "cancelled", "deadlocked"]).optional(),
  })
  .refine(
    (found) => ACTIONS.filter((action) => found[action] !== undefined).length <= 1,
    "a step does one thing",
  );

const traces = z.strictObject({
  pattern: z.number().int(),
  /** why the static checks rightly warn of this specification; without it they have to find nothing */
  warned: z.string().optional(),
  traces: z
    .array(
      z.strictObject({
        /** a sentence that goes on from the pattern's name */
        it: z.string(),
        /** launch data */
        data: data.optional(),
        /** of the random choices */
        seed: z.number().int().optional(),
        steps: z.array(step).min(2),
      }),
    )
    .min(1),
});

export const ACTIONS = ["do", "allocate", "start", "complete", "skip", "add", "cancel"] as const;

export type Trace = z.infer<typeof traces>["traces"][number];
export type TraceStep = z.infer<typeof step>;

export interface Fixture {
  readonly file: string;
  readonly pattern: number;
  readonly warned?: string | undefined;
  readonly traces: readonly Trace[];
  /** text of the specification */
  readonly source: string;
}

export function readFixtures(): readonly Fixture[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(".yaml"))
    .toSorted()
    .map(readFixture);
}

function readFixture(file: string): Fixture {
  const [source = "", second, ...more] = readFileSync(new URL(file, FOLDER), "utf8").split(/^---$/m);
  assert.ok(second !== undefined && more.length === 0, `${file} has a specification and traces`);
  const found = traces.safeParse(parse(second));
  if (!found.success) throw new Error(`${file}: ${z.prettifyError(found.error)}`);
  return { file, source, ...found.data };
}

/** The specification compiled, with the messages of the static checks. */
export function compileFixture({ file, source }: Pick<Fixture, "file" | "source">): {
  readonly compiled: CompiledSpecification;
  readonly warnings: readonly string[];
} {
  const read = readSpecification(source, "application/yaml");
  if (!read.ok) assert.fail(`${file}: ${JSON.stringify(read.fault, undefined, 2)}`);
  const compilation = compile(read.value.specification);
  if (!compilation.ok) assert.fail(`${file}: ${JSON.stringify(compilation.fault, undefined, 2)}`);
  const { compiled, checks } = compilation.value;
  return { compiled, warnings: checks.map(({ message }) => message) };
}
