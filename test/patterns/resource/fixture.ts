/**
 * Fixtures of the resource patterns: a YAML file of three documents, the specification in the dialect, the organisation, and
 * the traces that show who gets which work. Each step of a trace does at most one thing and says all the work that is open then.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { USER_PRIVILEGES } from "../../../yawl/resource/organisation.ts";

const FOLDER = new URL("./", import.meta.url);

const names = z.array(z.string()).default([]);
const data = z.record(z.string(), z.json());
const named = { id: z.string(), name: z.string().optional() };

const person = z.strictObject({
  ...named,
  roles: names,
  positions: names,
  groups: names,
  capabilities: z
    .array(z.strictObject({ name: z.string(), value: z.union([z.string(), z.number()]).optional() }))
    .default([]),
  available: z.boolean().default(true),
  locked: z.boolean().default(false),
  userPrivileges: z.array(z.enum(USER_PRIVILEGES)).optional(),
  /** what they may do at all; a manager acts on the work of others */
  manager: z.boolean().default(false),
});

const organisation = z.strictObject({
  participants: z.array(person).min(1),
  roles: z.array(z.strictObject({ ...named, belongsTo: z.string().optional() })).default([]),
  groups: z.array(z.strictObject({ ...named, belongsTo: z.string().optional() })).default([]),
  positions: z
    .array(z.strictObject({ ...named, reportsTo: z.string().optional(), group: z.string().optional() }))
    .default([]),
  capabilities: z.array(z.strictObject(named)).default([]),
});

/** Path of a work item: `task`, `task.2` for an instance; in a case that a trace launched, `case: task`. */
const item = z.string().regex(/^([\w-]+: )?[\w-]+(\.\d+)?$/);

/** How an item stands: `unoffered`, `called`, `offered to ann, ben`, `offered to role clerk but not ann`, `started by ann`. */
const standing = z
  .string()
  .regex(
    /^(unoffered|called|offered to [\w ,-]+|(allocated to|started by|suspended by) [\w-]+( for [\w-]+)?)$/,
  );

const step = z
  .strictObject({
    // one of these, or none to look only; all but `launch`, `becomes` and `answer` are done by somebody
    by: z.string().optional(),
    claim: item.optional(),
    /** claims and starts */
    take: item.optional(),
    start: item.optional(),
    save: item.optional(),
    complete: item.optional(),
    reject: item.optional(),
    suspend: item.optional(),
    resume: item.optional(),
    deallocate: item.optional(),
    delegate: item.optional(),
    reallocate: item.optional(),
    skip: item.optional(),
    chain: item.optional(),
    pile: item.optional(),
    unpile: item.optional(),
    /** ends chaining in a case */
    unchain: z.string().optional(),
    offer: item.optional(),
    allocate: item.optional(),
    restart: item.optional(),
    redistribute: item.optional(),
    /** of an automated task: its connector answers */
    answer: item.optional(),
    /** another case; its name */
    launch: z.string().optional(),
    /** somebody is not what they were */
    becomes: z.string().optional(),

    /** whom an item is given to; people, or what somebody is from then on */
    to: z.union([z.string(), names]).optional(),
    /** what an item is completed with, or saved; what a case is launched with; what somebody becomes */
    with: data.optional(),
    keepData: z.boolean().optional(),
    /** type of the fault that the command is answered with; of the problem, by the API */
    refused: z.string().optional(),

    // and then
    /** every open item */
    items: z.record(item, standing).optional(),
    /** what people may do with an item */
    may: z.record(item, z.record(z.string(), z.array(z.string()))).optional(),
    /** who was left out of the last distribution of an item, and why */
    leftOut: z.record(item, z.record(z.string(), z.string())).optional(),
    /** why the last distribution of an item came to nothing */
    because: z.record(item, z.string()).optional(),
    /** what is saved with an item, null: nothing */
    saved: z.record(item, z.union([data, z.null()])).optional(),
    /** what somebody's worklist shows in its order; by the API only */
    inbox: z.record(z.string(), z.record(z.string(), z.array(item))).optional(),
    /** status with which somebody is answered who asks for an item; by the API only */
    sees: z.record(item, z.record(z.string(), z.number())).optional(),
    /** the same of somebody who asks what another one has, the items that are shown otherwise; by the API only */
    queue: z.record(z.string(), z.record(z.string(), z.union([z.number(), z.array(item)]))).optional(),
    /** cases that have ended */
    ended: z.array(z.string()).optional(),
  })
  .refine((found) => ACTIONS.filter((action) => found[action] !== undefined).length <= 1, {
    message: "a step does one thing",
  });

const traces = z.strictObject({
  pattern: z.number().int(),
  /** it is a thing of the API: its traces are followed there, with the store */
  through: z.literal("api").optional(),
  traces: z
    .array(
      z.strictObject({
        /** a sentence that goes on from the pattern's name */
        it: z.string(),
        /** launch data */
        data: data.optional(),
        /** of the random choices */
        seed: z.number().int().optional(),
        steps: z.array(step).min(1),
      }),
    )
    .min(1),
});

/** What people do with an item, as it is called in fixtures. */
export const ITEM_ACTIONS = [
  "claim",
  "take",
  "start",
  "save",
  "complete",
  "reject",
  "suspend",
  "resume",
  "deallocate",
  "delegate",
  "reallocate",
  "skip",
  "chain",
  "pile",
  "unpile",
  "offer",
  "allocate",
  "restart",
  "redistribute",
] as const;

export const ACTIONS = [...ITEM_ACTIONS, "unchain", "answer", "launch", "becomes"] as const;

export type ItemAction = (typeof ITEM_ACTIONS)[number];
export type OrganisationInFixture = z.infer<typeof organisation>;
export type PersonInFixture = z.infer<typeof person>;
export type Trace = z.infer<typeof traces>["traces"][number];
export type TraceStep = z.infer<typeof step>;

export interface Fixture {
  readonly file: string;
  readonly pattern: number;
  readonly through?: "api" | undefined;
  readonly traces: readonly Trace[];
  /** text of the specification */
  readonly source: string;
  readonly organisation: OrganisationInFixture;
}

export function readFixtures(): readonly Fixture[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(".yaml"))
    .toSorted()
    .map(readFixture);
}

function readFixture(file: string): Fixture {
  const [source = "", second, third, ...more] = readFileSync(new URL(file, FOLDER), "utf8").split(/^---$/m);
  assert.ok(
    second !== undefined && third !== undefined && more.length === 0,
    `${file} has a specification, an organisation and traces`,
  );
  return {
    file,
    source,
    organisation: checked(file, organisation, second),
    ...checked(file, traces, third),
  };
}

function checked<Schema extends z.ZodType>(file: string, schema: Schema, text: string): z.infer<Schema> {
  const found = schema.safeParse(parse(text));
  if (!found.success) throw new Error(`${file}: ${z.prettifyError(found.error)}`);
  return found.data;
}

/** A value as a list. */
export function listOf(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === "string" ? [value] : value;
}
