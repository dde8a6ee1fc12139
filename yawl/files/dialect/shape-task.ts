/** The shape of a task in the dialect: who or what does it, when, how often, with which data. */
import { z } from "zod";
import { DURATION_PATTERN, FIXED_DURATION_PATTERN } from "../../time/duration.ts";
import { keptOfTask } from "./shape-kept.ts";
import { elementId, expression, key, mappings, variableName, variables } from "./shape-data.ts";
import { allocation, people, privileges, secondary, starter } from "./shape-people.ts";

const calendarDuration = z
  .string()
  .regex(new RegExp(DURATION_PATTERN), "a duration is as ISO 8601 has it: PT30M, P2DT12H, P1M")
  .meta({ id: "calendarDuration", description: "An ISO 8601 duration: PT30M, P2DT12H, P1M" });

/** Shape of a duration whose length in milliseconds is fixed. */
export const duration = z
  .string()
  .regex(
    new RegExp(FIXED_DURATION_PATTERN),
    "a duration is as ISO 8601 has it, without years and months: PT30M, P2DT12H",
  )
  .meta({ id: "duration", description: "An ISO 8601 duration without years and months: PT30M, P2DT12H" });

/** Shape of a flow: where it leads, and when it is taken (SEMANTICS 2 in docs/semantics.md). */
export const flow = z.union([
  elementId,
  z.strictObject({
    to: elementId.describe("Where the token goes"),
    when: key(expression, "After an XOR or OR split: the flow is taken when this is true"),
    otherwise: key(z.literal(true), "The flow that is taken when no other is"),
    documentation: key(z.string(), "When the flow is taken, in words"),
    order: key(
      z.int(),
      "Place in the order in which the split looks at its flows; the file's order by default",
    ),
  }),
]);

/** Shape of all flows out of a task or condition. */
export const next = z
  .union([flow, z.array(flow)])
  .meta({ id: "next", description: "A task, a condition or `end`; or a list of them" });

const bound = z.union([z.int().min(0), expression]);

/** A share as text: `10%`, `2.5%`; one below zero is read, so that it can be said what is wrong with it. */
export const SHARE = /^(-?\d{1,9}(?:\.\d{1,6})?)%$/;

const tolerance = z.union([
  z.int().min(0),
  z
    .string()
    .regex(/^\d{1,3}(\.\d{1,6})?%$/)
    .describe("A share of the instances: 10%"),
  expression,
]);

const instances = z.strictObject({
  each: key(expression, "An array: one instance for each of its entries"),
  split: key(expression, "Cuts what `each` gives into one element for each instance (XQuery)"),
  as: key(variableName, "The parameter that gets the entry; `item` by default"),
  count: key(bound, "How many instances, when there is no `each`"),
  index: key(variableName, "The parameter that gets the instance's number, from 1"),
  min: key(bound, "Fewest instances; 0 by default, or 1 when there is neither `each` nor `count`"),
  max: key(bound, "Most instances; no limit by default"),
  threshold: key(bound, "The task is done when so many instances are; all by default"),
  atOnce: key(bound, "How many may be open at the same time; all of them by default"),
  tolerate: key(
    tolerance,
    "How many may fail, a number or a share (10%), without the task failing; by default a failure waits for an operator",
  ),
  creation: key(z.enum(["static", "dynamic"]), "dynamic: instances can be added while the task runs"),
  collect: key(expression, "What of an instance's output is kept; its only output by default"),
  join: key(expression, "Makes the variable's value of all that was kept ($results); an array by default"),
  into: key(variableName, "The variable that gets the results"),
});

const reminder = z.union([
  z.strictObject({ before: calendarDuration.describe("So long before the timer expires") }),
  z.strictObject({ after: calendarDuration.describe("So long after the timer began") }),
]);

const timer = z.strictObject({
  after: key(calendarDuration, "How long until the timer expires"),
  at: key(z.string().min(1), "When it expires: a date, a date with time, or milliseconds since 1970"),
  variable: key(variableName, "A variable of the net that says when"),
  when: key(expression, "Gives a duration or a date over the net's data"),
  from: key(
    z.enum(["offered", "started"]),
    "From when the time runs: the offer (default) or the start of the work",
  ),
  workdays: key(z.boolean(), "Saturdays and Sundays do not count"),
  pauses: key(z.boolean(), "It stands while its case or work item is suspended"),
  remind: key(z.array(reminder).min(1), "When whoever has the work is reminded"),
});

const form = z.union([
  z
    .string()
    .regex(/^[a-z][a-z0-9+.-]*:|^\//i, "a form's address is a URL")
    .describe("Address of a custom form"),
  z.strictObject({
    url: key(z.string().min(1), "Address of a custom form"),
    title: key(z.string(), "Heading of the form"),
    description: key(z.string(), "Text under the heading"),
    order: key(z.array(variableName), "The fields from top to bottom; those that are not named follow"),
    fields: key(
      z.record(variableName, z.record(z.string(), z.json())),
      "JSON Schema annotations by field: title, description, widget (textarea, radio, select, file ...)",
    ),
  }),
]);

/** Shape of when a failed call is made again. */
export const retry = z.strictObject({
  attempts: key(z.int().min(1), "Attempts at most, the first included"),
  initial: key(duration, "Pause before the second attempt"),
  coefficient: key(z.number().min(1), "Each pause is so many times as long as the one before"),
  maximum: key(duration, "Longest pause"),
  deadline: key(duration, "From the first attempt to the last one's end"),
});

const connector = z.string().regex(/^[A-Za-z][\w./@-]*$/, "no name of a connector");

/** How a connector does the work: in tasks and in shared work. */
export const automation = {
  call: key(
    z.union([
      connector,
      z.strictObject({
        connector: connector.describe("Registered name"),
        version: key(z.int().min(0), "Major version; the newest by default"),
      }),
    ]),
    "The connector that does the work: http, mail, script ...",
  ),
  with: key(
    z.record(z.string(), z.json()),
    "The connector's configuration; secrets stand in it as { secret: name }",
  ),
  send: key(
    mappings,
    "The connector's input by expressions over the parameters; the parameters themselves by default",
  ),
  receive: key(
    mappings,
    "Output parameters by expressions over the connector's answer; its properties of the same name by default",
  ),
  retry: key(retry, "How often and how long a call is tried"),
  timeout: key(duration, "How long one attempt may take"),
};

const label = z.array(
  z.union([z.string(), z.strictObject({ value: expression.describe("What stands there") })]),
);

/** Shape of a task of any kind; which keys go together is checked when it is translated. */
export const task = z
  .strictObject({
    name: key(
      z.union([
        z.string().max(2000),
        z.strictObject({ plain: z.string().describe("A title whose braces are no expressions") }),
      ]),
      "Title; {expression} in it is filled in for each work item",
    ),
    label: key(label, "Title of work items in parts: texts, and { value: expression }"),
    documentation: key(z.string(), "What the task is about"),
    offer: key(
      z.union([z.literal("administrator"), people]),
      "Whom the work is offered to; `administrator`: somebody offers it by hand",
    ),
    allocate: key(allocation, "Who chooses the one who does it: user (default) or system, with a strategy"),
    start: key(starter, "Who starts the work once it is allocated: user (default) or system"),
    privileges: key(privileges, "What the owner may do beyond starting and completing"),
    secondary: key(secondary, "People and things that are needed besides the one who does it"),
    yawl: key(keptOfTask, "What .yawl files say besides"),
    form: key(form, "How the form for the work looks, or its address"),
    ...automation,
    net: key(elementId, "The task is done when this net of `nets` is"),
    work: key(z.union([elementId, z.literal(false)]), "Shared work of `work`; false: the task only routes"),
    input: key(
      mappings,
      "What the work gets: variables of the same name, or an expression for each parameter",
    ),
    enablement: key(mappings, "Parameters that are filled when the task is enabled, as `input`"),
    output: key(
      z.union([z.array(variableName), variables]),
      "What the work gives: as the net's variables of that name, or a type for each",
    ),
    set: key(
      mappings,
      "Variables and the expressions over the output that give their new values; the output of the same name by default",
    ),
    instances: key(instances, "Several instances of the work at once"),
    timer: key(timer, "When the time for the work is over"),
    join: key(
      z.enum(["and", "xor", "or"]),
      "Whether the task waits for one of its incoming flows (xor) or more",
    ),
    next: next.describe("Where the token goes: a task, a condition or `end`; or a list of them"),
    split: key(z.enum(["and", "xor", "or"]), "xor when a flow has `when` or `otherwise`, else and"),
    cancels: key(
      z.array(z.string().min(1)),
      "Tasks, conditions and flows (`a -> b`) that are emptied when the task exits",
    ),
  })
  .meta({
    id: "task",
    description:
      "A task: work when it has offer, input, output or call; composite with net; else it only routes",
  });

/** A task as a file writes it. */
export type DialectTask = z.infer<typeof task>;
/** A flow as a file writes it. */
export type DialectFlow = z.infer<typeof flow>;
/** All flows out of a task or condition as a file writes them. */
export type DialectFlows = z.infer<typeof next>;
/** How many instances a task has, as a file writes it. */
export type DialectInstances = z.infer<typeof instances>;
/** A timer as a file writes it. */
export type DialectTimer = z.infer<typeof timer>;
/** The keys of a task that calls a connector. */
export type DialectAutomation = Pick<DialectTask, keyof typeof automation>;
