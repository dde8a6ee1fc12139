/** Random specifications with everything that the model has; control flow from `test/property/random-nets.ts`. */
import fc from "fast-check";
import type { Metadata, Party, TaskConfiguration } from "../../yawl/model/kept.ts";
import {
  NO_BOUND,
  type Expression,
  type Instances,
  type Net,
  type Resourcing,
  type Specification,
  type Task,
  type TimerDefinition,
  type Variable,
  type WorkDecomposition,
} from "../../yawl/model/specification.ts";
import { text as anyText } from "../data/arbitrary.ts";
import { buildNet } from "../net/build.ts";
import { blockNet } from "../property/random-nets.ts";
import { json, name, NAMES, some, text, types, variables } from "./random-parts.ts";

const expression: fc.Arbitrary<Expression> = fc.oneof(
  fc.record({ language: fc.constantFrom("xquery", "xpath", "jsonata" as const), text }),
  fc.record({ language: fc.constant("variable" as const), text: fc.constantFrom(...NAMES) }),
);
const mappings = fc.uniqueArray(fc.record({ query: expression, mapsTo: fc.constantFrom(...NAMES) }), {
  maxLength: 3,
  selector: ({ mapsTo }) => mapsTo,
});
const log = some({ start: text, completion: text });
const party: fc.Arbitrary<Party> = fc.oneof(
  text,
  fc.record(
    {
      name: text,
      contacts: fc.array(fc.record({ email: text }), { maxLength: 2 }),
      description: text,
    },
    { requiredKeys: ["name", "contacts"] },
  ),
);

const metadata: fc.Arbitrary<Metadata> = some<Metadata>({
  title: text,
  creators: fc.array(party, { minLength: 1, maxLength: 2 }),
  subjects: fc.array(text, { minLength: 1, maxLength: 2 }),
  description: text,
  publisher: party,
  contributors: fc.array(party, { minLength: 1, maxLength: 2 }),
  coverage: text,
  rights: text,
  replaces: fc.array(text, { minLength: 1, maxLength: 2 }),
  modifications: fc.array(fc.record({ by: party, on: text }), { minLength: 1, maxLength: 2 }),
  validFrom: fc.constantFrom("2026-01-01", "soon"),
  created: fc.constantFrom("2026-01-01", "long ago"),
  status: text,
  persistent: fc.boolean(),
  identifier: fc.constantFrom("UID_1", "not a name"),
});

const people = fc.record({
  participants: fc.array(text, { maxLength: 2 }),
  roles: fc.array(text, { maxLength: 2 }),
});
const selector = fc.record({
  name: fc.oneof(text, fc.constantFrom("SeparationOfDuties", "where")),
  parameters: fc.dictionary(name, text, { maxKeys: 2, noNullPrototype: true }),
});
const initiator = fc.constantFrom("system", "user" as const);

const resourcing: fc.Arbitrary<Resourcing> = fc
  .record({
    offer: initiator,
    to: fc.option(
      fc.tuple(
        people,
        some({
          variables: fc.constant([{ name: "alpha", refersTo: "role" as const }]),
          filters: fc.array(selector, { minLength: 1, maxLength: 3 }),
          constraints: fc.array(selector, { minLength: 1, maxLength: 4 }),
          familiarTask: fc.constant("t0"),
        }),
      ),
      { nil: undefined },
    ),
    allocate: initiator,
    start: initiator,
    rest: some<Resourcing>({
      privileges: fc.dictionary(
        fc.constantFrom("canSuspend", "canSkip"),
        fc.oneof(
          fc.constant("all" as const),
          people,
          people.map((except) => ({ except })),
        ),
        { noNullPrototype: true },
      ),
      secondary: people.map((each) => ({ ...each, nonHumanCategories: [{ name: "n", subcategory: "s" }] })),
    }),
    allocator: fc.option(selector, { nil: undefined }),
  })
  .map(({ offer, to, allocate, start, rest, allocator }) => ({
    offer: { initiator: offer, ...(to && { to: { ...to[0], ...to[1] } }) },
    allocate: { initiator: allocate, ...(allocator && { allocator }) },
    start: { initiator: start },
    ...rest,
  }));

const timer: fc.Arbitrary<TimerDefinition> = fc
  .tuple(
    fc.constantFrom("OnEnabled", "OnExecuting" as const),
    fc.constantFrom<Partial<TimerDefinition>>(
      { duration: "PT5M" },
      { duration: "P2W" },
      { expiry: "1767225600000" },
      { expiry: "2026-01-01T00:00:00Z" },
      { expiry: "2026-01-01" },
      { variable: "alpha" },
      { variable: "alpha", duration: "P1D" },
      { when: { language: "xpath", text: "'PT1H'" } },
      { reminders: [{ after: "PT1H" }] },
    ),
    some<TimerDefinition>({
      workdays: fc.boolean(),
      pauses: fc.constant(true as const),
      reminders: fc.constantFrom([{ before: "PT2H" }, { after: "P1D" }], [{ after: "PT1H" }]),
    }),
  )
  .map(([trigger, when, rest]) => ({ trigger, ...rest, ...when }));

const bound = fc.oneof(fc.nat(9), fc.constant(NO_BOUND), expression);
const instances: fc.Arbitrary<Instances> = fc
  .record({
    minimum: bound,
    maximum: bound,
    threshold: bound,
    creation: fc.constantFrom("static", "dynamic" as const),
    input: fc.option(fc.tuple(expression, fc.option(expression, { nil: undefined })), { nil: undefined }),
    output: fc.option(fc.tuple(expression, fc.option(expression, { nil: undefined })), { nil: undefined }),
    rest: some<Instances>({
      count: expression,
      index: name,
      atOnce: fc.oneof(fc.nat(9), expression),
      tolerate: fc.oneof(fc.nat(9), expression, fc.constantFrom({ percent: 10 }, { percent: 2.5 })),
    }),
  })
  .map(({ input, output, rest, ...all }) => ({
    ...all,
    ...rest,
    ...(input && { input: { query: input[0], ...(input[1] && { splitter: input[1] }), parameter: "alpha" } }),
    ...(output && {
      output: { query: output[0], ...(output[1] && { joiner: output[1] }), variable: "beta" },
    }),
  }));

const configuration: fc.Arbitrary<TaskConfiguration> = some<TaskConfiguration>({
  join: fc.constant({ value: "hidden", ports: [{ flows: ["t0"] }] }),
  split: fc.constant({ ports: [{ value: "blocked", flows: ["t0", "t0"] }] }),
  remove: fc.constant({ value: "activated" }),
});

/** What a task has besides its flows. */
const decoration: fc.Arbitrary<Partial<Task>> = some<Task>({
  name: text,
  documentation: text,
  label: fc.array(fc.oneof(anyText, expression), { minLength: 1, maxLength: 3 }),
  decomposition: fc.constantFrom("work", "Sub"),
  startingMappings: mappings,
  completedMappings: mappings,
  instances,
  timer,
  resourcing,
  customForm: text,
  form: fc.constant({ title: "t", order: ["beta"], fields: { beta: { widget: "slider", size: 2 } } }),
  configuration,
});

function net(id: string): fc.Arbitrary<Net> {
  return fc
    .record({
      shape: blockNet(2),
      decorations: fc.array(decoration, { minLength: 1, maxLength: 5 }),
      inputs: variables(0),
      outputs: variables(0),
      locals: variables(3),
      documented: text,
      rest: some<Net>({
        name: text,
        documentation: text,
        logPredicate: log,
        dataGateway: text,
        attributes: fc.dictionary(name, text, { minKeys: 1, maxKeys: 2, noNullPrototype: true }),
        root: fc.constantFrom("data", id),
      }),
    })
    .map(({ shape, decorations, inputs, outputs, locals, documented, rest }) => {
      const built = buildNet({ ...shape, id });
      const taken = new Set(inputs.map((each) => each.name));
      return {
        ...built,
        ...rest,
        inputs,
        outputs,
        locals: locals.filter((each) => !taken.has(each.name)),
        inputCondition: {
          ...built.inputCondition,
          documentation: documented,
          flows: built.inputCondition.flows.map((flow) => ({ ...flow, documentation: documented })),
        },
        tasks: built.tasks.map((task, at) => ({ ...task, ...decorations[at % decorations.length] })),
      };
    });
}

const work: fc.Arbitrary<WorkDecomposition> = fc
  .record({
    inputs: variables(3),
    outputs: variables(0),
    interaction: fc.constantFrom("manual", "automated" as const),
    rest: some<WorkDecomposition>({
      name: text,
      documentation: text,
      logPredicate: log,
      enablementParameters: variables(1),
      codelet: name,
      service: text,
      attributes: fc.dictionary(fc.oneof(name, fc.constant("p:q")), anyText, {
        minKeys: 1,
        maxKeys: 2,
        noNullPrototype: true,
      }),
      call: fc.record({
        connector: text,
        configuration: fc.dictionary(name, json, { noNullPrototype: true }),
        retry: fc.constant({ attempts: 3, initialInterval: "PT2S" }),
      }),
    }),
  })
  .map(({ rest, ...all }) => ({ kind: "work", id: "work", root: "work", ...all, ...rest }));

export const randomSpecification: fc.Arbitrary<Specification> = fc
  .record({
    id: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/),
    version: fc.constantFrom("0.1", "1.0", "1.2.3", "0.0", "12"),
    title: text,
    types,
    metadata,
    nets: fc.tuple(net("Main"), net("Sub")),
    work,
    rest: some<Specification>({
      documentation: text,
      importedNets: fc.array(text, { minLength: 1, maxLength: 2 }),
    }),
  })
  .map(({ nets, work: performed, rest, ...all }) => ({
    ...all,
    ...rest,
    format: "4.0",
    rootNet: "Main",
    decompositions: [...nets, { ...performed, inputs: performed.inputs }].map((each) =>
      each.kind === "net" ? withParameters(each) : each,
    ),
  }));

/** Tasks map to all names; a nested net has them as input parameters, so that every mapping has a target. */
function withParameters(each: Net): Net {
  if (each.id === "Main") return each;
  const given = new Set(each.inputs.map((input) => input.name));
  const missing = NAMES.filter((one) => !given.has(one));
  return {
    ...each,
    inputs: [...each.inputs, ...missing.map((one): Variable => ({ name: one, type: { kind: "any" } }))],
    locals: [],
  };
}
